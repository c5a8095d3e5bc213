// A standalone counter of farmers' cards: books on disk, a load SAM in the second slot in place of a vault, the user mother card beside it. It opens a purse
// account, loads, unloads, frees a lock and closes; what the SAM gave is what came onto the card.
#include "carry/cards/psam/psam_vault.h"
#include "carry/cards/common/structure.h"
#include "sim/key_desk/key_desk.h"
#include "sim/purse_counter/purse_counter.h"

namespace kwota::sim {
namespace {
namespace standalone {

using key_cards::KeyCardKind;
using key_cards::SamQuota;

constexpr auto load_sam = test::serial_number(12);
constexpr std::uint64_t may_load = 100'000;

/// As its holder got it: issued by the county card, refilled by two managers.
CardState filled_for(std::uint32_t orders) {
  test::KeyDesk office{{test::issued(test::county_issue(KeyCardKind::load_sam, load_sam), &test::county_cards())}};
  const auto given = test::run_dialogue(office, key_cards::give_sam_quota({.serial = load_sam, .above = test::above(KeyCardKind::county)}, {may_load, 20, orders, test::today, test::last_day, 0}));
  if (!given.ok()) throw std::runtime_error(given.error().what);
  return office.state();
}
const CardState& filled() {
  static const CardState state = filled_for(200);
  return state;
}

class LoadSamPurseCounter : public PurseCounter {
 protected:
  void SetUp() override {
    PurseCounter::SetUp();
    sam.lay_down_mother({[this](const iso7816::Command& command) { return mother.exchange(command); }, [this](const iso7816::Command& command) { return control.exchange(command); },
                         test::serial_of(test::user_mother), test::serial_of(test::user_mother_pair),
                         []() -> Result<psam::MotherSlots::Pins> { return psam::MotherSlots::Pins{SecretBytes{test::pin}, SecretBytes{test::control_pin}}; }});
    seals = &sam;
    prepare();
  }
  /// The blank card was made the county's at the key desk.
  void prepare() {
    card = std::make_unique<CardOs>(card_in_memory(test::blank(blank_chip), random));
    const dialogue::Parties office_desk{.device = [this](const iso7816::Command& command) { return card->exchange(command); },
                                        .vault = [](const seal::Request& request) { return test::county_vault().perform(request); },
                                        .journal = [](const dialogue::JournalNote&) -> Result<void> { return {}; }};
    ASSERT_TRUE(dialogue::run(cards::prepare_blank_card({.serial = blank_chip}), office_desk).ok());
  }
  std::uint64_t left() { return sam.quota().value().amount; }
  /// A load SAM that draws this number next lies in the slot.
  void sam_counts_from(std::uint32_t number) { chip = card_in_memory(test::counting_from(number, chip.state()), random); }

  CardOs chip = card_in_memory(filled(), random);
  CardOs mother = card_in_memory(test::user_mother_cards().mother, random), control = card_in_memory(test::user_mother_cards().control, random);
  bool sam_there = true;
  int pulled_at = 0, asked = 0;        ///< 0: it stays there
  bool carries_out_the_last = false;   ///< and nobody hears of it
  Result<iso7816::Response> exchange(const iso7816::Command& command) {
    if (!sam_there) return dialogue::gone(dialogue::Party::device);
    const bool last = ++asked == pulled_at;
    if (!last) return chip.exchange(command);
    if (carries_out_the_last) static_cast<void>(chip.exchange(command));
    sam_there = false;
    chip.reset();
    return dialogue::gone(dialogue::Party::device);
  }
  psam::PsamVault sam{[this](const iso7816::Command& command) { return exchange(command); },
                      test::serial_of(load_sam), test::terminal, []() -> Result<SecretBytes> { return SecretBytes{test::pin}; }, vault,
                      {.kind = KeyCardKind::load_sam, .today = [] { return test::today; }}};
};

TEST_F(LoadSamPurseCounter, opens_a_purse_account_loads_unloads_and_closes) {
  issue("200.00");
  EXPECT_EQ(look().seen->balance, yuan(200));
  EXPECT_EQ(left(), may_load - 20'000);
  const auto more = carry(*book("50.00").order);
  EXPECT_EQ(more.condition.state, SaleStatus::applied) << more.written.evidence;
  EXPECT_EQ(left(), may_load - 25'000);
  EXPECT_EQ(to_hex(sam.terminal()), to_hex(look().contents->lock ? look().contents->lock->terminal : test::terminal)) << "the card keeps whose terminal it was";
  const auto on_card = seen();
  const auto less = run("take_back", [&](const auto& reader, const auto& context) {
    return purse::deduct(reader, {.claim = claim(), .account = account, .amount = "40.00", .reason = "wrong", .seen = on_card}, context);
  });
  EXPECT_EQ(carry(*less.order).condition.state, SaleStatus::applied);
  EXPECT_EQ(left(), may_load - 25'000) << "what comes off is not given";
  const auto rest = seen();
  EXPECT_EQ(rest->balance, yuan(210));
  const auto closing = run("close_account", [&](const auto& reader, const auto& context) { return purse::order_closing(reader, {claim(), account, rest, 0}, context); });
  EXPECT_EQ(carry(*closing.order).condition.state, SaleStatus::applied);
  const auto closed = run("close_account", [&](const auto& reader, const auto& context) { return purse::close_account(reader, {claim(), account, purse::no_card(), 0}, context); });
  EXPECT_EQ(closed.sale.tendered, -yuan(250));
  books_stand();
}

TEST_F(LoadSamPurseCounter, more_than_its_quota_is_not_loaded_and_the_money_goes_back) {
  issue("200.00");
  const auto much = carry(*book("900.00").order);
  EXPECT_EQ(much.condition.state, SaleStatus::reversed);
  ASSERT_TRUE(much.written.cause);
  EXPECT_EQ(much.written.cause->code, "load_sam_used_up");
  EXPECT_EQ(look().seen->balance, yuan(200));
  EXPECT_EQ(left(), may_load - 20'000);
  books_stand();
}

TEST_F(LoadSamPurseCounter, where_its_orders_are_used_up_and_not_its_sales_it_says_so) {
  issue("200.00");
  chip = card_in_memory(filled_for(0), random);
  const auto less = run("take_back", [&](const auto& reader, const auto& context) {
    return purse::deduct(reader, {.claim = claim(), .account = account, .amount = "40.00", .reason = "wrong", .seen = seen()}, context);
  });
  const auto refused = carry(*less.order);
  EXPECT_EQ(refused.condition.state, SaleStatus::reversed) << refused.written.evidence;
  ASSERT_TRUE(refused.written.cause);
  EXPECT_EQ(refused.written.cause->code, "load_sam_orders_used_up");
  EXPECT_EQ(left(), may_load) << "of its amount all is left";
  EXPECT_EQ(look().seen->balance, yuan(200));
  books_stand();
}

TEST_F(LoadSamPurseCounter, a_mother_card_that_may_give_no_more_keys_is_named_herself_and_the_money_goes_back) {
  auto one = test::county_issue(KeyCardKind::user_mother, test::user_mother);
  one.quota = 1;
  mother = card_in_memory(test::issued(one, &test::county_cards()), random);
  issue("200.00");
  farmer_with_blank_card(5);
  prepare();
  const auto refused = carry(*book("60.00").order);
  EXPECT_EQ(refused.condition.state, SaleStatus::reversed);
  ASSERT_TRUE(refused.written.cause);
  EXPECT_EQ(refused.written.cause->code, "mother_card_used_up") << "a refill of the load SAM would not help";
  EXPECT_EQ(left(), may_load - 20'000);
  books_stand();
}

TEST_F(LoadSamPurseCounter, pulled_it_seals_nothing_and_put_back_it_goes_on) {
  issue("200.00");
  const auto booked = book("50.00");
  sam_there = false;
  chip.reset();
  const auto refused = carry(*booked.order);
  EXPECT_EQ(refused.condition.state, SaleStatus::reversed) << refused.written.evidence;
  sam_there = true;
  EXPECT_EQ(carry(*book("30.00").order).condition.state, SaleStatus::applied);
  EXPECT_EQ(look().seen->balance, yuan(230));
  books_stand();
}

TEST_F(LoadSamPurseCounter, at_its_last_transaction_number_it_gives_no_money_and_names_what_helps_and_another_one_goes_on) {
  sam_counts_from(UINT32_MAX - 1);
  issue("200.00");  // with its last number
  for (int attempt = 0; attempt < 2; ++attempt) {
    const auto refused = carry(*book("50.00").order);
    EXPECT_EQ(refused.condition.state, SaleStatus::reversed) << refused.written.evidence;
    ASSERT_TRUE(refused.written.cause);
    EXPECT_EQ(refused.written.cause->code, "psam_numbers_used_up");
    EXPECT_EQ(look().seen->balance, yuan(200));
    EXPECT_EQ(purse_row().balance, yuan(200));
    EXPECT_EQ(left(), may_load - 20'000) << "what it did not seal it has not given";
  }
  const auto less = run("take_back", [&](const auto& reader, const auto& context) {
    return purse::deduct(reader, {.claim = claim(), .account = account, .amount = "40.00", .reason = "wrong", .seen = seen()}, context);
  });
  EXPECT_EQ(carry(*less.order).condition.state, SaleStatus::applied) << "what gives no money draws no number: he gets his money back all the same";
  sam_counts_from(0);
  EXPECT_EQ(carry(*book("50.00").order).condition.state, SaleStatus::applied);
  EXPECT_EQ(look().seen->balance, yuan(210));
  books_stand();
}

TEST_F(LoadSamPurseCounter, torn_at_any_command_the_card_has_what_the_books_say_and_the_sam_gave_it_once) {
  issue("200.00");
  const auto given = left();
  Money loaded{};
  for (int command = 1; command <= 12; ++command) {
    SCOPED_TRACE(command);
    const auto before = look().seen->balance;
    const auto booked = book("10.00");
    auto reader = on_reader(command);
    static_cast<void>(desk().carry(reader, *booked.order, as("li")).value());
    const auto after = look().seen->balance;
    EXPECT_TRUE(after == before || after == before + yuan(10));
    loaded += after - before;
    EXPECT_EQ(purse_row().balance, after);
  }
  const auto taken = static_cast<std::int64_t>(given - left());
  EXPECT_TRUE(taken == loaded.minor() || taken == loaded.minor() + 1'000) << taken << " for " << loaded.minor() << ": only the last seal may have come to nothing";
  books_stand();
}

TEST_F(LoadSamPurseCounter, pulled_at_any_command_of_it_between_card_and_code_the_money_moves_once_and_what_it_gave_it_counts) {
  issue("200.00");
  asked = 0;
  EXPECT_EQ(carry(*book("10.00").order).condition.state, SaleStatus::applied);
  const int commands = asked;
  ASSERT_GE(commands, 2) << "which one gives the code";
  Money on_card = yuan(210);
  const auto at_first = left();
  int stopped = 0;
  for (const bool carried_out : {false, true})
    for (int at = 1; at <= commands; ++at) {
      SCOPED_TRACE(testing::Message() << at << (carried_out ? ", carried out" : ""));
      const auto booked = book("10.00");
      asked = 0, pulled_at = at, carries_out_the_last = carried_out;
      const auto went = carry(*booked.order);
      pulled_at = 0, sam_there = true;
      stopped += went.condition.state != SaleStatus::applied ? 1 : 0;
      const auto now = look().seen->balance;
      EXPECT_EQ(now, went.condition.state == SaleStatus::applied ? on_card + yuan(10) : on_card) << went.written.evidence;
      EXPECT_NE(went.condition.state, SaleStatus::in_doubt) << "a code that never came is on no card";
      const auto given = static_cast<std::int64_t>(at_first - left()), loaded = (now - yuan(210)).minor();
      EXPECT_TRUE(given == loaded || given == loaded + 1'000) << given << " for " << loaded << ": what nobody heard it gives again for the same n, and counts it once";
      EXPECT_EQ(purse_row().balance, now);
      on_card = now;
    }
  EXPECT_GT(stopped, 0);
  EXPECT_EQ(carry(*book("30.00").order).condition.state, SaleStatus::applied) << "put back it goes on";
  EXPECT_EQ(look().seen->balance, on_card + yuan(30));
  books_stand();
}

}  // namespace standalone
}  // namespace
}  // namespace kwota::sim
