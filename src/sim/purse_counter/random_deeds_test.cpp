// Everything that a farmer's money goes through, in random orders by the real counter and real cards, at times with the card torn away: loaded, given, taken off,
// paid out, watered, hung and settled or freed, lost and paid over, taken over out of hours that the books lost, closed. After each farmer: what a month began with
// and what came in, less what went out and what was used, is what it ends with, to the fen; the check lines of every report agree; and the books verify.
#include <array>
#include <cstdlib>
#include <map>
#include <random>

#include "base/decimal.h"
#include "collect/report/making/make.h"
#include "sell/counter/take_back.h"
#include "sell/purse/recovery/grey.h"
#include "sim/purse_counter/lost_hours.h"

namespace kwota::sim {
namespace {

enum class Deed : std::uint8_t { load, supplement, deduct, pay_out, water, hang, come_home, settle, free, lose_and_pay_over, take_over, close };
constexpr std::size_t all_deeds = 12;
constexpr auto words_of(Deed) {
  return std::array<std::string_view, all_deeds>{"load", "supplement", "deduct", "pay out", "water", "hang", "come home", "settle", "free", "lose and pay over", "take over", "close"};
}

std::uint32_t seed_of_deeds() {
  const char* said = std::getenv("KWOTA_SEED");
  return said == nullptr ? 20'261'128 : static_cast<std::uint32_t>(std::strtoul(said, nullptr, 10));
}

class RandomDeeds : public LostHours {
 protected:
  static constexpr int farmers_most = static_cast<int>(all_deeds), deeds_of_one = 10, commands_of_a_contact = 16;

  void SetUp() override {
    LostHours::SetUp();
    run("import", [](const auto&, const auto&) -> Result<books::Decision<Done>> {
      return books::Decision<Done>{{{books::Code{books::CodeKind::reason, "fault", "", "Fault", "", "", true}}, {}}, Done{}};
    });
    clock.set(as("li").zone.instant(LocalTime{{2026, 11, 24}, 12, 0, 0}));  // the office's day is after the wells'
  }

  int below(int most) { return static_cast<int>(dice_() % static_cast<unsigned>(most)); }
  std::string some_money(int most) { return fmt::format("{}.{:02}", 1 + below(most), below(100)); }

  /// One time in four the card is torn away at some command, which it may have heard.
  teller::CardOnReader laid_down() {
    card->reset();
    const int place = below(4) == 0 ? below(commands_of_a_contact) : 10'000;
    const bool heard = below(2) == 0;
    auto sent = std::make_shared<int>(0);
    return {card->atr(), [this, sent, place, heard](const iso7816::Command& command) -> Result<iso7816::Response> {
              const int now = (*sent)++;
              if (now == place && heard) static_cast<void>(card->exchange(command));
              if (now >= place) return error(Fault::card, Cause::card_removed, "The card was removed.");
              return card->exchange(command);
            }};
  }
  /// As the counter page does it; what needs a second person gets one. A refusal is the counter's to say.
  template <class Request, class Decide>
  Result<purse::Outcome> by_two(const std::string& action, Request request, Decide decide) {
    for (;;) {
      const auto context = as("li");
      auto done = office->run({"li", action, "3"}, [&](const books::Reader& books) { return decide(books, request, context); });
      if (done.ok() || cause_of(done.error()) != Cause::approval_needed || request.approval != 0) return done;
      const auto asked = run("approvals", [&](const auto& books, const auto& who) { return people::ask_approval(books, people::request_of(done.error().details, "why"), who); });
      run("approvals", [&](const auto& books, const auto& who) { return people::decide_approval(books, {asked.number, true, ""}, who); }, "sun");
      request.approval = asked.number;
    }
  }
  /// What was booked is carried, and whatever became of that the next look finds out.
  void carried(const Result<purse::Outcome>& booked) {
    if (!booked.ok() || !booked->order) return;
    auto reader = laid_down();
    static_cast<void>(desk_of_cards().carry(reader, *booked->order, as("li")));
    static_cast<void>(look());
  }

  void load() {
    const auto on_card = seen();
    const auto context = as("li");
    const auto pay = some_money(90);
    carried(office->run({"li", "sell", "3"}, [&](const auto& books) -> purse::Booked {
      TRY(quote, purse::quote_load(books, {account, pay, on_card}, context));
      return purse::load(books, {.claim = claim(), .quote = quote.id, .seen = on_card, .paying = {}, .confirmed = counter::codes_of(quote.confirm)}, context);
    }));
  }
  void supplement() {
    const purse::SupplementRequest request{.claim = claim(), .account = account, .amount = some_money(40), .reason_code = "fault", .reason = "the pump stood still", .seen = seen()};
    carried(by_two("supplement", request, purse::supplement));
  }
  void deduct() {
    const purse::DeductRequest request{.claim = claim(), .account = account, .amount = some_money(60), .reason = "too much", .seen = seen()};
    carried(by_two("take_back", request, purse::deduct));
  }
  void pay_out() {
    const auto due = office->read([&](const books::Reader& books) -> Result<Money> { return counter::refund_due(books, account); }).value();
    if (due <= Money{}) return;
    const purse::PayOutRequest request{.claim = claim(), .account = account, .amount = format_money(due, 2)};
    EXPECT_TRUE(by_two("pay_out", request, purse::pay_out).ok()) << "what is owed to him is his";
  }
  Pump& some_well() { return below(2) == 0 ? mill : road; }
  /// Who is grey elsewhere, or has nothing, starts nothing.
  void waters(bool goes_home) {
    auto& pump = some_well();
    pump.well.swipe(in_hand());
    pump.well.run(static_cast<std::uint32_t>(200 + below(1'500)), usual);
    if (!goes_home && pump.well.pump().relay_closed()) pump.well.swipe(in_hand());
    pump.well.run(400);
  }
  void come_home() {
    reader.read(mill);
    reader.read(road);
    static_cast<void>(bring_home());
  }
  void settle() {
    auto on = laid_down();
    const auto found = desk_of_cards().look(on, as("li"));
    if (found.ok() && !found->trouble && found->seen && found->seen->grey) static_cast<void>(desk_of_cards().settle_grey(on, *found, as("li")));
    static_cast<void>(look());
  }
  /// He hangs, and no record comes home: after the holding time, by two.
  void free() {
    waters(true);
    const auto found = look();
    if (!found.seen || !found.seen->grey || !found.contents) return;
    clock.advance(Duration::hours(24 * 4));
    purse::ReleaseRequest request{.claim = claim(), .account = account, .amount = some_money(3), .reason = "pump burnt", .seen = found.for_shop(), .lock = {}, .locked = teller::locked_at(*found.contents)};
    request.lock = teller::lock_of(*found.contents).value_or(purse::LockSeen{});
    carried(by_two("release_lock", request, purse::release));
  }
  /// His card is lost, or that in the place of a lost one was torn while it was made.
  bool needs_next_card() {
    const auto blocked = office->run({"li", "block", "3"}, [&, context = as("li")](const auto& books) { return purse::block_purse(books, {account, "lost"}, context); });
    const auto row = office->read([&](const books::Reader& books) -> Result<books::Purse> { return *books.last<books::Purse>(account); }).value();
    return blocked.ok() || (row.state == books::PurseStatus::granted && !row.card && row.number > 1);
  }
  void lose_and_pay_over() {
    if (!needs_next_card()) return;
    const auto chip = new_blank_card(++blanks_);
    carried(office->run({"li", "replace_card", "3"}, [&, context = as("li")](const auto& books) { return purse::replace_card(books, {claim(), account, chip, {}}, context); }));
    wait_for_paying_over();
    carried(by_two("pay_over", purse::PayOverRequest{claim(), account, seen(), 0}, purse::pay_over));
  }
  /// Loaded and used in hours that the books lose; what his card proves is taken over.
  void take_over() {
    copy();
    load();
    if (below(2) == 0) waters(false);
    put_back();
    card->reset();
    auto on = laid_down();
    auto found = desk_of_cards().look(on, as("li"));
    if (!found.ok() || found->trouble || !found->seen) return;
    const auto proven = desk_of_cards().prove(on, *found, account, as("li"));
    if (!proven.ok()) return;
    const purse::TakeOverRequest request{.claim = claim(), .account = account, .reason = "books restored", .seen = found->for_shop(), .proven = *proven, .approval = 0, .rest = purse::LostRest::waits};
    carried(by_two("take_over_card", request, purse::take_over));
  }
  /// His card is emptied, he is paid, and another farmer comes.
  void close() {
    carried(by_two("close_account", purse::CloseRequest{claim(), account, seen(), 0}, purse::order_closing));
    if (by_two("close_account", purse::CloseRequest{claim(), account, purse::no_card(), 0}, purse::close_account).ok()) closed_ = true;
  }

  void happens(Deed deed) {
    clock.advance(Duration::minutes(5));
    switch (deed) {
      case Deed::load: return load();
      case Deed::supplement: return supplement();
      case Deed::deduct: return deduct();
      case Deed::pay_out: return pay_out();
      case Deed::water: return waters(false);
      case Deed::hang: return waters(true);
      case Deed::come_home: return come_home();
      case Deed::settle: return settle();
      case Deed::free: return free();
      case Deed::lose_and_pay_over: return lose_and_pay_over();
      case Deed::take_over: return take_over();
      case Deed::close: return close();
    }
  }
  /// What is under way arrives.
  void evening() {
    static_cast<void>(look());
    come_home();
    static_cast<void>(look());
  }

  void expect_the_months_add_up() {
    const auto first = parse_date("2026-11-01").value();
    const auto today = as("li").zone.local(clock.now()).date;
    std::optional<std::int64_t> closed;
    for (LocalDate month = first; month <= today; month = LocalDate{month.month == 12 ? month.year + 1 : month.year, month.month % 12 + 1, 1}) {
      const auto period = format_date(month).substr(0, 7);
      const auto lines = lines_of("R06", period);
      SCOPED_TRACE(period);
      const auto of = [&](const char* line) { return lines.at(line); };
      const std::int64_t income = of("first_sales") + of("recharges") + of("supplements") + of("cleared") + of("taken_over") + of("brought") + of("proven_by_cards");
      const std::int64_t expense = of("deductions") + of("refunds") + of("used") + of("reversals");
      EXPECT_EQ(of("opening") + income - expense - of("consumption"), of("closing"));
      EXPECT_EQ(of("opening"), closed.value_or(0)) << "a month begins with what the one before ended with";
      closed = of("closing");
      EXPECT_EQ(of("closing"), of("purses_in_force") + of("purses_waiting"));
    }
    EXPECT_EQ(closed, -ledger_of("prepaid/purse").minor()) << "the newest one ends with what the ledger owes to all farmers";
  }
  std::map<std::string, std::int64_t> lines_of(std::string_view number, const std::string& period) {
    std::map<std::string, std::int64_t> out;
    const auto made = office->read([&](const books::Reader& books) { return report::make(books, *report::report_numbered(number), {.period = period}); });
    EXPECT_TRUE(made.ok()) << made.error().code;
    if (made.ok())
      for (const auto& row : made->rows) out[row.names.at(0)] = row.cells.at(0).value_or(0);
    return out;
  }
  /// A report whose check line is not zero is not given out.
  void expect_every_report_is_made() {
    const auto month = format_date(as("li").zone.local(clock.now()).date).substr(0, 7);
    for (const auto* one : report::reports()) {
      const auto made = office->read([&](const books::Reader& books) { return report::make(books, *one, {.period = month}); });
      EXPECT_TRUE(made.ok() || made.error().code != "books_unbalanced") << one->number << ": " << made.error().details.at("check") << ' ' << made.error().details.at("amount");
    }
  }
  std::map<books::PurseMoveKind, int> moves_done() {
    return office->read([&](const books::Reader& books) -> Result<std::map<books::PurseMoveKind, int>> {
      std::map<books::PurseMoveKind, int> out;
      for (const auto& move : books.all<books::PurseMove>())
        if (books::happened(move.outcome)) ++out[move.kind];
      return out;
    }).value();
  }
  void expect_books_as_written() {
    const auto report = office->query([&](store::Moment& moment) { return store::verify(moment, {.check = key.check(), .anchor_log = {}}); }).value();
    EXPECT_TRUE(report.ok()) << report.first->table << ' ' << report.first->key << ": " << report.first->why;
  }

  std::mt19937 dice_{seed_of_deeds()};
  int blanks_ = 500;
  bool closed_ = false;
};

TEST_F(RandomDeeds, in_every_order_leave_months_reports_and_ledger_in_agreement) {
  for (int farmer = 0; farmer < farmers_most; ++farmer) {
    std::string story = "KWOTA_SEED=" + std::to_string(seed_of_deeds()) + ", farmer " + std::to_string(farmer) + ":";
    if (farmer > 0) {
      farmer_with_blank_card(100 + farmer);
      issue("200.00");
    }
    closed_ = false;
    for (int deed = 0; deed < deeds_of_one && !closed_; ++deed) {
      // Each deed is tried by one of them whatever the dice say.
      const auto next = Deed{static_cast<std::uint8_t>(deed == 2 ? farmer % static_cast<int>(all_deeds) : below(all_deeds))};
      story += ' ' + std::string(word_of(next)) + ',';
      SCOPED_TRACE(story);
      happens(next);
      if (HasFailure()) return;
    }
    evening();
    SCOPED_TRACE(story);
    expect_the_months_add_up();
    expect_every_report_is_made();
    expect_books_as_written();
    if (HasFailure()) return;
  }
  if (std::getenv("KWOTA_SEED") != nullptr) return;
  const auto done = moves_done();
  for (const auto kind : {books::PurseMoveKind::load, books::PurseMoveKind::supplement, books::PurseMoveKind::unload, books::PurseMoveKind::release, books::PurseMoveKind::taken_over,
                          books::PurseMoveKind::paid_over_from, books::PurseMoveKind::paid_over_to})
    EXPECT_TRUE(done.contains(kind)) << "the dice of every run move money in every way: " << word_of(kind);
}

}  // namespace
}  // namespace kwota::sim
