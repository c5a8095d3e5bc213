// A whole utility with a meter on a line for tests of the head-end: Li's account, whose 100.00 came by card, and a line on which
// everything may go wrong – questions and answers are lost, come late or twice, two meters answer, another head-end talks in
// between. Begin with Town.
#pragma once
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/cause.h"
#include "base/ids_text.h"
#include "carry/dlt645/exchange.h"
#include "sell/remote/link.h"
#include "sell/remote/sale.h"
#include "sim/field/test_script.h"
#include "sim/field/world/law.h"
#include "work/head_end/head_end.h"

namespace kwota::sim {

namespace fs = std::filesystem;
inline const fs::path logs = fs::path(KWOTA_SOURCE_DIR) / "tests" / "field";

class WorldClock final : public Clock {
 public:
  explicit WorldClock(const field::World& world) : world_(world) {}
  Instant now() const override { return world_.now(); }

 private:
  const field::World& world_;
};

/// Li's meter, with 100.00 that came by card, is on a line.
struct Town {
  enum class Loss : std::uint8_t { question, answer };

  Town() {
    read("li-has-an-account.setup");
    number = (*world->meter("Home"))->number;
    account = *world->account("li");
    put(books::MeterLink{.meter = number, .address = "tcp://127.0.0.1:1"});
  }

  // ---- the counter
  void read(const std::string& file) { field::test::read(*world, logs, file); }
  std::string say(const std::string& line) { return field::test::say(*world, line); }
  template <class Row>
  void put(Row row) {
    const auto done = world->books->run({"test", "import", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
      return books::Decision<Done>{{{row}, {}}, Done{}};
    });
    ASSERT_TRUE(done.ok()) << done.error().what;
  }
  template <class Decide>
  auto decide(const std::string& action, Decide what) {
    world->take_a_second();
    const auto context = world->context("wang", *world->window_of("wang")).value();
    return world->books->run({"wang", action, context.station}, [&](const books::Reader& books) { return what(books, context); });
  }
  /// A sale over the line; its receipt, or the code of the refusal.
  std::string sell(const std::string& pay) {
    ++claims;
    const auto sold = decide("sell", [&](const books::Reader& books, const people::Context& context) -> remote::Booked {
      TRY(quote, counter::quote(books, {account, pay, "", ""}, context));
      counter::SellRequest request;
      request.claim = {fmt::format("link-{}", claims), fmt::format("hash-{}", claims)};
      request.quote = quote.id;
      request.confirmed = counter::codes_of(quote.confirm);
      return remote::sell(books, request, context);
    });
    return sold.ok() ? sold->sale.number : sold.error().code;
  }

  // ---- the head-end
  head_end::Contact contact() {
    head_end::HeadEnd office{
        {.books = *world->books, .vault = *world->vault, .schemes = *world->schemes, .clock = clock, .random = world->random, .open = line(), .moved = {}}};
    return office.contact(number);
  }
  /// Until nothing is due; time passes over the pauses.
  void settle() {
    for (int i = 0; i < 12 && !open().empty(); ++i) {
      world->pass(Duration::minutes(6));
      contact();
    }
  }
  head_end::OpenLine line() {
    return [this](const books::MeterLink& link) -> Result<head_end::Exchange> {
      ++opened;
      if (unreachable) return error(Fault::wire, Cause::link_failed, "no way there", {{"link", link.address}, {"reason", "test"}});
      return head_end::Exchange{[this](const dialogue::LineFrame& command) { return exchange(command); }};
    };
  }
  Result<dialogue::LineFrame> exchange(const dialogue::LineFrame& command) {
    if (++asked == session_ends_at) (*world->meter(answers))->meter->advance(Duration::minutes(6));
    if (asked == something_at) std::exchange(something, nullptr)();
    const auto silent = error(Fault::wire, Cause::meter_silent, "no answer", {{"link", "test"}});
    const bool lost = asked >= lost_from && asked < lost_from + lost_count;
    if (lost && loss == Loss::question) return silent;
    auto question = dlt645::Exchange::begin(command).value();
    const auto answer = question.receive(on_the_wire(question.sends()));
    if (lost || !answer) return silent;
    return *answer;
  }
  /// What comes back of it, with what does not belong there.
  Bytes on_the_wire(const Bytes& sent) {
    Bytes received;
    if (late) append(received, std::exchange(previous_answer, {}));
    if (namesake) append(received, of_the_namesake(sent));
    const auto answer = (*world->meter(answers))->meter->receive_line(sent);
    append(received, answer);
    if (doubled) append(received, answer);
    previous_answer = answer;
    return received;
  }
  /// Another meter that was given this meter's address: it hears the same and answers under the same name.
  Bytes of_the_namesake(const Bytes& sent) {
    auto frame = dlt645::decode(sent)->frame;
    const auto address = frame.address;
    auto& shop = *(*world->meter("Shop"));
    frame.address = dlt645::Address::parse(to_text(shop.number)).value();
    const auto response = shop.meter->receive_line(dlt645::encode(frame));
    if (response.empty()) return {};
    auto answer = dlt645::decode(response)->frame;
    answer.address = address;
    return dlt645::encode(answer, 0);
  }
  void lose(int from, int count, Loss what) { asked = 0, lost_from = from, lost_count = count, loss = what; }

  // ---- what the books and the meter say
  std::vector<books::MeterCommand> open() {
    return world->books
        ->read(
            [&](const books::Reader& books) -> Result<std::vector<books::MeterCommand>> { return books.select(books::MeterCommand::open_of, number); })
        .value();
  }
  books::MeterCommand command(std::int64_t which = 1) {
    return world->books->read([&](const books::Reader& books) -> Result<books::MeterCommand> { return *books.find<books::MeterCommand>(which); })
        .value();
  }
  std::string state(const std::string& sale) {
    return world->books->read([&](const books::Reader& books) -> Result<std::string> { return std::string(word_of(books.find<books::SaleState>(sale)->state)); })
        .value();
  }
  books::MeterLink link() {
    return world->books->read([&](const books::Reader& books) -> Result<books::MeterLink> { return *books.find<books::MeterLink>(number); })
        .value();
  }
  Money credited() { return (*world->meter("Home"))->meter->core().state().ledger.credited; }
  void expect_the_law() {
    const auto difference = field::check_law(*world);
    ASSERT_TRUE(difference.ok());
    EXPECT_FALSE(difference->has_value()) << (*difference)->stated << " but " << (*difference)->seen;
  }

  std::unique_ptr<field::World> world = std::move(field::World::make(logs)).value();
  WorldClock clock{*world};
  MeterNumber number;
  std::int64_t account = 0;
  std::string answers = "Home";  ///< the meter that hangs on the line
  bool unreachable = false;
  bool late = false, doubled = false, namesake = false;
  Bytes previous_answer;
  std::function<void()> something{};  ///< that happens at that question of the contact, once
  int something_at = 0;
  int claims = 0, opened = 0, asked = 0, lost_from = 0, lost_count = 0, session_ends_at = 0;
  Loss loss = Loss::answer;
};

inline Money yuan(std::int64_t amount) { return Money::minor(amount * 100); }

}  // namespace kwota::sim
