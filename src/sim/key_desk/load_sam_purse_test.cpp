// A load SAM and purse cards: what it seals for them, what that costs it, and what nobody gets out of it.
#include <gtest/gtest.h>

#include "carry/cards/key_cards/load_sam.h"
#include "carry/cards/psam/psam_vault.h"
#include "seal/recipes/purse_sessions.h"
#include "sim/key_desk/key_desk.h"

namespace kwota::sim::test {
namespace {
namespace on_purses {

namespace recipe = seal::purse;
using key_cards::Date4;
using key_cards::SamQuota;
using purse_card::TransactionType;
using seal::Purpose;

constexpr auto load_sam = serial_number(12);
constexpr CardSerial farmer{{0x33, 0x01, 0x26, 0x00, 0x00, 0x00, 0x01, 0x75}}, other_farmer{{0x33, 0x01, 0x26, 0x00, 0x00, 0x00, 0x02, 0x82}};
constexpr std::uint32_t sum_allowed = 30'000, sales_allowed = 3, orders_allowed = 5;

key_cards::CardCare care() { return {.serial = load_sam, .above = above(KeyCardKind::county)}; }
const CardState& filled() {
  static const CardState state = [] {
    KeyDesk office{{issued(county_issue(KeyCardKind::load_sam, load_sam), &county_cards())}};
    const auto given = run_dialogue(office, key_cards::give_sam_quota(care(), {sum_allowed, sales_allowed, orders_allowed, today, last_day, 0}));
    if (!given.ok()) throw std::runtime_error(given.error().what);
    return office.state();
  }();
  return state;
}

/// What a purse card announces, and what is wanted of it.
struct Move {
  Purpose purpose = Purpose::load;
  CardSerial card = farmer;
  Money balance = Money::minor(5'000);
  std::uint16_t offline = 7;
  recipe::Trade trade{.random = {1, 2, 3, 4}, .sequence = 16, .amount = Money::minor(10'000), .type = TransactionType::purse_load, .terminal = terminal,
                      .moment = {0x20, 0x26, 0x11, 0x21, 0x08, 0x30, 0x00}};

  static Move load(std::int64_t fen, std::uint16_t counter = 16) {
    Move made;
    made.trade.amount = Money::minor(fen);
    made.trade.sequence = counter;
    return made;
  }
  static Move unload(std::int64_t fen) {
    auto made = load(fen);
    made.purpose = Purpose::unload;
    made.trade.type = TransactionType::unload;
    return made;
  }
  static Move release(std::int64_t fen) {
    auto made = load(fen);
    made.purpose = Purpose::online_release;
    made.trade.type = TransactionType::purse_release;
    return made;
  }
  std::uint8_t kind() const { return purpose == Purpose::load ? 0x21 : purpose == Purpose::unload ? 0x22 : 0x23; }
  Bytes announcement() const { return purpose == Purpose::online_release ? recipe::release_announcement(balance, offline, trade) : recipe::announcement(balance, trade); }
  Bytes mac_over(ByteView message) const {
    return to_bytes(recipe::session_mac(recipe::online_session(seal::diversify(county_key(purpose), card.bytes), trade), message));
  }
  Bytes announced() const {
    Bytes said;
    append_be32(said, static_cast<std::uint32_t>(balance.minor()));
    if (purpose == Purpose::online_release) append(said, Bytes{static_cast<std::uint8_t>(offline >> 8), static_cast<std::uint8_t>(offline)});
    append(said, mac_over(announcement()));
    return said;
  }
  Bytes session() const {
    Bytes data = to_bytes(card.bytes);
    append(data, ByteView{recipe::online_input(trade)}.first(6));
    return data;
  }
  Bytes data() const {
    Bytes all = session();
    append(all, announced());
    append(all, recipe::order(trade));
    return all;
  }
  /// As a dialogue asks a vault for it.
  seal::SessionMac request() const {
    return {.key = {purpose, 1}, .factors = {card.bytes}, .input = recipe::online_input(trade), .message = recipe::order(trade), .announced = announced()};
  }
};

struct Sam {
  SeededRandom random{7};
  CardOs chip = card_in_memory(filled(), random);
  Sam() {
    EXPECT_TRUE(chip.exchange(cards::select(key_cards::application_id)).ok());
    EXPECT_EQ(chip.exchange(cards::verify_pin(key_cards::key_id::pin, pin))->sw.value, 0x9000);
  }
  iso7816::Response seals(std::uint8_t kind, Bytes data) { return *chip.exchange({.cla = 0x80, .ins = 0x30, .p1 = kind, .p2 = 1, .data = std::move(data), .le = 0x00}); }
  std::uint16_t seals(const Move& move) { return seals(move.kind(), move.data()).sw.value; }
  SamQuota left() { return left_on(chip.state()); }
  static SamQuota left_on(const CardState& state) {
    KeyDesk desk{{state}};
    return run_dialogue(desk, [](CardSerial serial) -> key_cards::Dialogue<SamQuota> {
      co_await key_cards::expect_key_card(0, serial, KeyCardKind::load_sam);
      co_return co_await key_cards::read_sam_quota(0);
    }(load_sam)).value();
  }
};

TEST(LoadSamPurse, a_load_is_taken_off_its_quota_and_not_a_fen_more_is_given) {
  Sam sam;
  EXPECT_EQ(sam.seals(Move::load(sum_allowed + 1)), 0x9401);
  EXPECT_EQ(sam.left(), (SamQuota{sum_allowed, sales_allowed, orders_allowed, today, last_day, 1})) << "what it refuses costs nothing";
  const auto move = Move::load(10'000);
  const auto given = sam.seals(move.kind(), move.data());
  ASSERT_TRUE(given.sw.ok());
  EXPECT_EQ(to_hex(given.data), to_hex(move.mac_over(recipe::order(move.trade))));
  EXPECT_EQ(sam.seals(Move::load(10'000)), 0x9000) << "the card counts: of one number it takes one";
  EXPECT_EQ(sam.seals(Move::load(15'000)), 0x9000) << "so more under the same number costs what it is more";
  EXPECT_EQ(sam.left().amount, sum_allowed - 15'000u);
  EXPECT_EQ(sam.seals(Move::load(15'001, 17)), 0x9401);
  EXPECT_EQ(sam.seals(Move::load(15'000, 17)), 0x9000);
  EXPECT_EQ(sam.left().amount, 0u);
  EXPECT_EQ(sam.seals(Move::load(1, 18)), 0x9401);
  EXPECT_EQ(sam.left().newest_day, (Date4{0x20, 0x26, 0x11, 0x21})) << "the day of the move is the day that it was told";
}

TEST(LoadSamPurse, it_looks_itself_whether_the_card_asks_for_this) {
  Sam sam;
  auto wrong = Move::load(100).data();
  wrong[18] ^= 0x01;  // MAC1
  EXPECT_EQ(sam.seals(0x21, wrong).sw.value, 0x6300);
  EXPECT_TRUE(sam.seals(0x21, wrong).data.empty());
  auto more = Move::load(100).data();
  more[22 + 3] ^= 0x01;  // the amount of the order
  EXPECT_EQ(sam.seals(0x21, more).sw.value, 0x6300) << "the card has announced another amount";
  auto another = Move::load(100).data();
  another[13] ^= 0x01;  // its counter
  EXPECT_EQ(sam.seals(0x21, another).sw.value, 0x6300);
  auto as_a_load = Move::unload(100);
  EXPECT_EQ(sam.seals(0x21, as_a_load.data()).sw.value, 0x6A80) << "a load is a load";
  auto elsewhere = Move::load(100);
  elsewhere.trade.terminal[5] = 0x77;
  EXPECT_EQ(sam.seals(elsewhere), 0x6A80) << "for no other terminal";
  auto late = Move::load(100);
  late.trade.moment = {0x20, 0x27, 0x01, 0x01, 0, 0, 0};
  EXPECT_EQ(sam.seals(late), 0x6985) << "behind its last day";
  EXPECT_EQ(sam.left().amount, sum_allowed);
}

TEST(LoadSamPurse, what_takes_money_off_or_frees_a_lock_costs_an_order) {
  Sam sam;
  for (const auto& move : {Move::unload(7'000), Move::release(0), Move::release(1'234)}) {
    const auto given = sam.seals(move.kind(), move.data());
    ASSERT_TRUE(given.sw.ok()) << given.sw.value;
    EXPECT_EQ(to_hex(given.data), to_hex(move.mac_over(recipe::order(move.trade))));
  }
  EXPECT_EQ(sam.left(), (SamQuota{sum_allowed, sales_allowed, orders_allowed - 3, Date4{0x20, 0x26, 0x11, 0x21}, last_day, 1}));
  EXPECT_EQ(sam.seals(Move::unload(1)), 0x9000);
  EXPECT_EQ(sam.seals(Move::unload(1)), 0x9000);
  EXPECT_EQ(sam.seals(Move::unload(1)), 0x9401) << "and it has so many";
}

TEST(LoadSamPurse, for_a_void_card_it_seals_nothing) {
  KeyDesk office{{filled()}};
  ASSERT_TRUE(run_dialogue(office, key_cards::write_void_list(care(), {other_farmer})).ok());
  Sam sam;
  sam.chip = card_in_memory(office.state(), sam.random);
  EXPECT_TRUE(sam.chip.exchange(cards::select(key_cards::application_id)).ok());
  EXPECT_TRUE(sam.chip.exchange(cards::verify_pin(key_cards::key_id::pin, pin)).ok());
  auto voided = Move::load(100);
  voided.card = other_farmer;
  EXPECT_EQ(sam.seals(voided), 0x6985);
  EXPECT_EQ(sam.seals(Move::load(100)), 0x9000);
}

TEST(LoadSamPurse, it_writes_the_files_of_a_purse_card_and_no_others) {
  Sam sam;
  const auto file = [&](std::uint8_t which, std::size_t bytes) {
    Bytes data{0x20, 0x26, 0x11, 0x21};
    append(data, farmer.bytes);
    append(data, Bytes{9, 8, 7, 6, which});
    append(data, Bytes(bytes, 0x5A));
    return sam.seals(0x27, data);
  };
  const auto written = file(0x15, 30);
  ASSERT_TRUE(written.sw.ok());
  Bytes message = hex("04D6950022");
  append(message, Bytes(30, 0x5A));
  EXPECT_EQ(to_hex(written.data), to_hex(*county_vault().perform(seal::LineMac{{Purpose::maintenance, 1}, farmer, {9, 8, 7, 6}, message})));
  EXPECT_EQ(file(0x16, 39).sw.value, 0x9000);
  EXPECT_EQ(file(0x17, 21).sw.value, 0x9000);
  EXPECT_EQ(file(0x97, 21).sw.value, 0x9000);
  EXPECT_EQ(file(0x15, 14).sw.value, 0x6A80) << "the card information of a key card";
  EXPECT_EQ(file(0x16, 6).sw.value, 0x6A80) << "the number of a terminal";
  EXPECT_EQ(file(0x17, 40).sw.value, 0x6A80) << "the parameters of a key card";
  EXPECT_EQ(file(0x01, 28).sw.value, 0x6A80) << "an order to a pump";
  EXPECT_EQ(sam.left().orders, orders_allowed - 4);
}

/// Every command that moves its count, cut all over what it stores: the count of before, or of after – and an answer only after.
TEST(LoadSamPurse, cut_while_it_stores_it_has_counted_or_not_and_never_answers_before) {
  for (const auto& move : {Move::load(10'000), Move::unload(500), Move::release(200)}) {
    const auto memory = std::make_shared<MemoryStorage>(CardMemory::storage_bytes);
    const auto torn = std::make_shared<TornStorage>(memory);
    ASSERT_TRUE(store_card(torn, filled()).ok());
    SeededRandom random{7};
    auto chip = CardOs::open(torn, random);
    const auto before = Sam::left_on(chip->state());
    std::size_t cut = 0;
    for (bool answered = false; !answered; cut += 13) {  // a prime: it meets every place of a row of the count
      ASSERT_TRUE(chip->power_on().ok());
      EXPECT_TRUE(chip->exchange(cards::select(key_cards::application_id)).ok());
      EXPECT_TRUE(chip->exchange(cards::verify_pin(key_cards::key_id::pin, pin)).ok());
      torn->lose_power_after(cut);
      const auto answer = chip->exchange({.cla = 0x80, .ins = 0x30, .p1 = move.kind(), .p2 = 1, .data = move.data(), .le = 0x00});
      answered = answer.ok() && answer->sw.ok();
      torn->restore_power();
      ASSERT_TRUE(chip->power_on().ok());
      const auto now = Sam::left_on(chip->state());
      const bool counted = now.amount < before.amount || now.orders < before.orders;
      EXPECT_TRUE(now == before || counted) << cut;
      EXPECT_TRUE(!answered || counted) << "a seal without its price, cut after byte " << cut;
      EXPECT_GE(now.amount + 10'000, before.amount) << "the same number again costs nothing more";
    }
    EXPECT_GT(cut, 1000u);
  }
}

/// The counter's vault over that chip.
struct Counter : Sam {
  psam::PsamVault vault{[this](const iso7816::Command& command) -> Result<iso7816::Response> { return chip.exchange(command); },
                        serial_of(load_sam), terminal, []() -> Result<SecretBytes> { return SecretBytes{pin}; }, county_vault(),
                        {.kind = KeyCardKind::load_sam, .today = [] { return today; }}};
};

TEST(LoadSamPurseVault, seals_byte_by_byte_what_the_countys_vault_seals) {
  Counter counter;
  EXPECT_EQ(counter.vault.terminal(), to_bytes(terminal));
  for (const auto& move : {Move::load(100), Move::unload(100), Move::release(100)}) {
    const auto ours = counter.vault.perform(move.request()), theirs = county_vault().perform(move.request());
    ASSERT_TRUE(ours.ok() && theirs.ok()) << (ours.ok() ? "" : ours.error().code + ours.error().what);
    EXPECT_EQ(to_hex(*ours), to_hex(*theirs));
  }
  EXPECT_EQ(counter.vault.seal_marks().at("terminal"), to_hex(terminal)) << "the load has its number";
}

TEST(LoadSamPurseVault, judges_what_a_card_claims_and_makes_no_mac_of_what_the_asker_brings) {
  Counter counter;
  for (auto move : {Move::load(100), Move::unload(100), Move::release(100)}) {
    auto request = move.request();
    request.announced.clear();
    EXPECT_EQ(counter.vault.perform(request).error().code, "vault_refused") << "an order that no card has announced";
    request.message = move.announcement();
    EXPECT_FALSE(counter.vault.perform(request).ok()) << "nor the card's own MAC1";
    request.claimed = move.mac_over(move.announcement());
    EXPECT_EQ(*counter.vault.perform(request), request.claimed);
    request.claimed[0] ^= 1;
    EXPECT_NE(*counter.vault.perform(request), request.claimed);
  }
  const seal::TransactionCode tac{.key = {Purpose::tac, 1}, .factors = {farmer.bytes}, .message = Bytes(25)};
  EXPECT_EQ(counter.vault.perform(tac).error().code, "vault_cannot") << "the cards' TAC key is in no terminal";
  EXPECT_EQ(counter.vault.perform(Move::load(sum_allowed + 1).request()).error().code, "load_sam_used_up");
}

}  // namespace on_purses
}  // namespace
}  // namespace kwota::sim::test
