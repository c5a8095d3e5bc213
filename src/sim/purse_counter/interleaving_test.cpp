// Two wells, a counter and a crew with its handheld, in every order and broken at each step: a card pulled at any command, a battery out at any question or
// write, an office that goes no further. Each farmer's watering at the mill ended badly before that – the debit was done and nobody heard of it, or he went home
// and hangs. Whoever hears what first, he pays once, and books, cards and wells come to the same fen.
#include <algorithm>
#include <cstdlib>
#include <ostream>
#include <random>

#include "sim/purse_counter/crew.h"

namespace kwota::sim {
namespace {

enum class Step : std::uint8_t { waters_at_the_road, comes_to_the_counter, crew_at_the_mill, crew_comes_home };
constexpr std::size_t steps = 4;
constexpr auto words_of(Step) { return std::array<std::string_view, steps>{"road", "counter", "crew at the mill", "crew home"}; }
using Order = std::array<Step, steps>;

constexpr std::size_t unbroken = 1'000;
/// Two of the steps are broken, each at a place that its own kind counts.
struct Course {
  Order order{};
  std::array<std::size_t, steps> places{unbroken, unbroken, unbroken, unbroken};  ///< by step
  bool received = false;  ///< the card's command was done, its answer is lost
  bool unheard = false;   ///< the debit at the mill; else he hangs there
};

std::string text_of(std::uint32_t seed, const Course& course) {
  std::string out = "KWOTA_SEED=" + std::to_string(seed) + (course.unheard ? ", debit unheard:" : ", hung:");
  for (const auto step : course.order) out += " " + std::string(word_of(step)) + ",";
  for (std::size_t step = 0; step < steps; ++step)
    if (course.places[step] != unbroken) out += " " + std::string(word_of(Step{static_cast<std::uint8_t>(step)})) + " broken at " + std::to_string(course.places[step]) + ";";
  return out + (course.received ? " received" : "");
}

/// Of one kind after another: questions of a visit, then writes; parts of coming home, then writes; commands of a card.
constexpr std::size_t questions_of_a_visit = 16, writes_of_a_visit = 8, parts_of_home = 4, writes_of_home = 12, commands_of_a_contact = 12;
std::size_t places_of(Step step) {
  if (step == Step::crew_comes_home) return parts_of_home + writes_of_home;
  return step == Step::crew_at_the_mill ? questions_of_a_visit + writes_of_a_visit : commands_of_a_contact;
}

std::uint32_t seed_of_this_run() {
  const char* said = std::getenv("KWOTA_SEED");
  return said == nullptr ? 20'261'126 : static_cast<std::uint32_t>(std::strtoul(said, nullptr, 10));
}

/// Every order of the steps once, and every place of the broken ones, as dice have put them together.
using Broken = std::array<Step, 2>;
std::vector<Course> courses(std::uint32_t seed, const Broken& broken) {
  std::mt19937 dice(seed + static_cast<std::uint32_t>(broken[0]));
  std::vector<Course> all;
  Order order{Step::waters_at_the_road, Step::comes_to_the_counter, Step::crew_at_the_mill, Step::crew_comes_home};
  do all.push_back({.order = order, .received = dice() % 2 == 0, .unheard = dice() % 2 == 0});
  while (std::ranges::next_permutation(order).found);
  for (const auto step : broken) {
    std::ranges::shuffle(all, dice);
    for (std::size_t i = 0; i < all.size(); ++i) all[i].places[static_cast<std::size_t>(step)] = i % places_of(step);
  }
  return all;
}

class Interleaving : public Wells, public testing::WithParamInterface<Broken> {
 protected:
  Crew crew{clock};

  std::unique_ptr<store::Books> founded() override { return store::Books::in_memory(clock, key.signer()).value(); }
  void SetUp() override {
    Wells::SetUp();
    const auto device = crew.store().public_key();
    run("import", [&](const auto&, const auto&) -> Result<books::Decision<Done>> {
      return books::Decision<Done>{{{books::Handheld{.number = crew.store().device(), .name = "Two", .station = "3", .public_key = books::Hex(to_hex(device))}}, {}}, Done{}};
    });
    ASSERT_TRUE(crew.store().trust_office(vault.root_public_key().value()).ok());
  }

  /// The card is gone at that command, for all that follows.
  RunningPump::Device pulled_at(std::size_t place, bool received) {
    auto sent = std::make_shared<std::size_t>(0);
    return [whole = in_hand(), sent, place, received](ByteView command) {
      const auto now = (*sent)++;
      if (now > place || (now == place && !received)) return Bytes{};
      const auto answer = whole(command);
      return now == place ? Bytes{} : answer;
    };
  }
  /// He swipes, and once more where the first one has only settled him; five minutes later he comes back. Who hangs elsewhere starts nothing.
  void waters(Pump& pump, const RunningPump::Device& hand) {
    for (int tries = 0; tries < 2 && !pump.well.pump().relay_closed(); ++tries) pump.well.swipe(hand);
    pump.well.run(300, usual);
    if (pump.well.pump().relay_closed()) pump.well.swipe(hand);
    pump.well.run(400);  // whoever did not stop it: nothing flows, and it stops itself
  }
  /// Each course is another farmer's, with a card of his own, at the same wells.
  void a_farmer_comes(int number) {
    farmer_with_blank_card(number);
    issue("200.00");
  }
  /// The watering at the mill with which it begins.
  void ends_badly(bool is_unheard) {
    ASSERT_EQ(mill.well.swipe(in_hand()).refusal, PumpRefusal::none);
    mill.well.run(1'000, usual);
    constexpr std::uint8_t debit_for_unlock = 0x7E;
    bool gone = false;
    auto whole = in_hand();
    const auto unheard = [&](ByteView command) {
      if (gone) return Bytes{};
      const auto answer = whole(command);
      gone = command[1] == debit_for_unlock;
      return gone ? Bytes{} : answer;
    };
    if (is_unheard) mill.well.swipe(unheard);
    mill.well.run(400);
    ASSERT_EQ(gone, is_unheard);
  }

  /// Looked at, freed with its record where there is one, loaded where it is free; a refusal is the counter's to say and nobody's loss.
  void at_the_counter(std::size_t place, bool received) {
    card->reset();
    std::size_t sent = 0;
    teller::CardOnReader reader{card->atr(), [&](const iso7816::Command& command) -> Result<iso7816::Response> {
                                  const auto now = sent++;
                                  if (now == place && received) static_cast<void>(card->exchange(command));
                                  if (now >= place) return error(Fault::card, "card_removed", "The card was removed.");
                                  return card->exchange(command);
                                }};
    const auto found = desk_of_cards().look(reader, as("li"));
    if (!found.ok() || found->trouble || !found->seen) return;
    if (found->seen->grey) return static_cast<void>(desk_of_cards().settle_grey(reader, *found, as("li")));
    const auto context = as("li");
    const auto booked = office->run({"li", "sell", "3"}, [&](const auto& books) -> purse::Booked {
      TRY(quote, purse::quote_load(books, {account, "10.00", *found->seen}, context));
      return purse::load(books, {.claim = claim(), .quote = quote.id, .seen = *found->seen, .paying = {}, .confirmed = counter::codes_of(quote.confirm)}, context);
    });
    if (booked.ok()) static_cast<void>(desk_of_cards().carry(reader, *booked->order, as("li")));
  }

  void visited(Pump& pump, std::size_t place) {
    if (place < questions_of_a_visit) crew.battery = place;
    else if (place != unbroken) crew.files.power_for = place - questions_of_a_visit;
    const auto done = crew.visit(pump);
    EXPECT_TRUE(done.ok() || done.error().code == "battery_out") << done.error().code << ": " << done.error().what;
    crew.battery.reset();
    crew.files.power_for.reset();
  }

  Result<void> home(std::size_t parts) {
    std::size_t part = 0;
    const auto goes_on = [&]() -> Result<void> { return part++ < parts ? Result<void>{} : Result<void>{error(Fault::ours, "evening", "The office has closed.")}; };
    TRY(folder, crew.hand_over());
    MUST(goes_on());
    TRY(row, desk().import(folder, as("li")));
    MUST(goes_on());
    TRY(cleaned, desk().clean(row.number, as("li")));
    expect_added_up(cleaned);
    MUST(goes_on());
    TRY(receipt, desk().receipt(row.number, as("li")));
    MUST(goes_on());
    MUST(crew.store().clear(receipt));
    TRY(orders, desk().orders(crew.store().device(), as("li")));
    MUST(crew.store().take_orders(orders));
    return {};
  }
  void comes_home(std::size_t place) {
    if (place >= parts_of_home && place != unbroken) crew.files.power_for = place - parts_of_home;
    const auto done = home(place < parts_of_home ? place : unbroken);
    EXPECT_TRUE(done.ok() || done.error().code == "battery_out" || done.error().code == "evening") << done.error().code << ": " << done.error().what;
    crew.files.power_for.reset();
  }

  void happens(Step step, std::size_t place, bool received) {
    clock.advance(Duration::minutes(2));
    switch (step) {
      case Step::waters_at_the_road: return waters(road, pulled_at(place, received));
      case Step::comes_to_the_counter: return at_the_counter(place, received);
      case Step::crew_at_the_mill: return visited(mill, place);
      case Step::crew_comes_home: visited(road, unbroken); return comes_home(place);
    }
  }
  /// Nothing goes wrong any more: he goes where his card is grey, and to the counter; what the wells know comes home.
  void everybody_once_more() {
    for (auto* well : {&mill, &road}) waters(*well, in_hand());
    for (const auto step : {Step::comes_to_the_counter, Step::crew_at_the_mill, Step::crew_comes_home}) happens(step, unbroken, false);
    look();
  }
  Money loaded_by_all() {
    return office->read([&](const books::Reader& books) -> Result<Money> {
      Money sum;
      for (const auto& move : books.all<books::PurseMove>())
        if (books::adds_to_card(move.kind) && move.outcome == books::PurseOutcome::done) sum += move.amount;
      return sum;
    }).value();
  }
  /// What lies on the cards of those who came before does not change any more.
  void expect_paid_once() {
    const auto seen = look().seen;
    ASSERT_TRUE(seen);
    on_cards_ += seen->balance;
    const Money charged = mill.well.pump().account().charged + road.well.pump().account().charged;
    EXPECT_FALSE(seen->grey);
    EXPECT_EQ(loaded_by_all() - on_cards_, charged) << "what is short on the cards is what the wells have charged, once";
    EXPECT_EQ(ledger_of("used/irrigation"), -charged) << "and what the books have as used";
    EXPECT_EQ(-ledger_of("prepaid/purse"), on_cards_) << "the liability is what lies on the cards";
    const auto purse = purse_row();
    EXPECT_EQ(std::tuple(purse.balance, purse.not_known, purse.missing), std::tuple(seen->balance, Money{}, std::int64_t{0}));
    EXPECT_TRUE(crew.store().meters().value().empty()) << "the office has signed for all of it";
  }
  void expect_books_as_they_were_written() {
    const auto report = office->query([&](store::Moment& moment) { return store::verify(moment, {.check = key.check(), .anchor_log = {}}); }).value();
    EXPECT_TRUE(report.ok()) << report.first->table << ' ' << report.first->key << ": " << report.first->why;
  }
  Money on_cards_;
};

TEST_P(Interleaving, he_pays_once_and_books_cards_and_wells_agree) {
  const auto seed = seed_of_this_run();
  on_cards_ = look().seen->balance;  // of whom the fixture has made
  int number = 100;
  for (const auto& course : courses(seed, GetParam())) {
    SCOPED_TRACE(text_of(seed, course));
    a_farmer_comes(number++);
    ends_badly(course.unheard);
    for (const auto step : course.order) happens(step, course.places[static_cast<std::size_t>(step)], course.received);
    everybody_once_more();
    expect_paid_once();
    if (HasFailure()) return;
  }
  expect_books_as_they_were_written();
}

INSTANTIATE_TEST_SUITE_P(in_every_order_broken, Interleaving, testing::Values(Broken{Step::waters_at_the_road, Step::crew_comes_home}, Broken{Step::comes_to_the_counter, Step::crew_at_the_mill}));

}  // namespace
}  // namespace kwota::sim
