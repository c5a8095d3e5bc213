// A load SAM as its counter uses it, and as somebody does who has found it together with its PIN and speaks to it with a program of his own.
#include <gtest/gtest.h>

#include <algorithm>

#include "base/ids_text.h"
#include "carry/cards/key_cards/load_sam.h"
#include "carry/cards/psam/psam_vault.h"
#include "carry/dlt645/security.h"
#include "seal/user_card/files.h"
#include "sim/key_desk/key_desk.h"

namespace kwota::sim::test {
namespace {

using key_cards::Date4;
using key_cards::SamQuota;
using seal::Purpose;

constexpr auto load_sam = serial_number(11);
constexpr CardSerial buyer = serial_number(80), other_buyer = serial_number(81);
constexpr Date4 tomorrow{0x20, 0x26, 0x11, 0x21}, next_year{0x20, 0x27, 0x01, 0x01};
constexpr std::uint32_t sum_allowed = 30'000, sales_allowed = 3, orders_allowed = 5;

const CardState& unfilled() {
  static const CardState state = issued(county_issue(KeyCardKind::load_sam, load_sam), &county_cards());
  return state;
}
key_cards::CardCare care() { return {.serial = load_sam, .above = above(KeyCardKind::county)}; }
/// Two managers have given it something to sell.
const CardState& filled() {
  static const CardState state = [] {
    KeyDesk office{{unfilled()}};
    const auto given = run_dialogue(office, key_cards::give_sam_quota(care(), {sum_allowed, sales_allowed, orders_allowed, today, last_day, 0}));
    if (!given.ok()) throw std::runtime_error(given.error().what);
    return office.state();
  }();
  return state;
}

/// The chip in a reader, and whoever holds it.
struct Holder {
  SeededRandom random{7};
  CardOs chip;
  explicit Holder(const CardState& state = filled()) : chip(card_in_memory(state, random)) { says(cards::select(key_cards::application_id)); }
  std::uint16_t says(const iso7816::Command& command) { return chip.exchange(command)->sw.value; }
  std::uint16_t gives_pin(const Bytes& value = pin) { return says(cards::verify_pin(key_cards::key_id::pin, value)); }
  iso7816::Response seals(std::uint8_t kind, Bytes data, std::uint8_t version = 1) {
    return *chip.exchange({.cla = 0x80, .ins = 0x30, .p1 = kind, .p2 = version, .data = std::move(data), .le = 0x00});
  }
  std::uint16_t credit(const CardSerial& card, std::uint32_t amount, std::uint32_t number, const Date4& day = today) {
    Bytes data = to_bytes(day);
    append(data, card.bytes);
    append(data, Bytes{1, 2, 3, 4});
    Bytes purse(8);
    put_be32(purse.data(), amount);
    put_be32(purse.data() + 4, number);
    append(data, purse);
    return seals(0x03, data).sw.value;
  }
  std::uint16_t instruction(const CardSerial& card, std::uint8_t meter) {
    Bytes data = to_bytes(today);
    append(data, card.bytes);
    append(data, Bytes{1, 2, 3, 4, 0x01});
    Bytes file(45);
    file[35] = meter;
    append(data, file);
    return seals(0x04, data).sw.value;
  }
  SamQuota left() {
    KeyDesk desk{{chip.state()}};
    return run_dialogue(desk, [](CardSerial serial) -> key_cards::Dialogue<SamQuota> {
      co_await key_cards::expect_key_card(0, serial, KeyCardKind::load_sam);
      co_return co_await key_cards::read_sam_quota(0);
    }(load_sam)).value();
  }
};

TEST(LoadSam, as_it_leaves_the_key_card_above_it_it_seals_nothing) {
  Holder holder{unfilled()};
  ASSERT_EQ(holder.gives_pin(), 0x9000);
  EXPECT_EQ(holder.credit(buyer, 1, 1), 0x9401);
  EXPECT_EQ(holder.instruction(buyer, 7), 0x9401);
}

TEST(LoadSam, whoever_has_it_and_its_pin_gets_the_quota_and_not_a_fen_more) {
  Holder holder;
  EXPECT_EQ(holder.credit(buyer, 1, 1), 0x6982) << "before the PIN";
  ASSERT_EQ(holder.gives_pin(), 0x9000);
  EXPECT_EQ(holder.credit(buyer, sum_allowed + 1, 1), 0x9401);
  EXPECT_EQ(holder.credit(buyer, 10'000, 1), 0x9000);
  EXPECT_EQ(holder.credit(buyer, 10'000, 1), 0x9000) << "the same credit again costs nothing";
  EXPECT_EQ(holder.credit(buyer, 15'000, 1), 0x9000) << "the meter takes one record of a number: the difference is paid";
  EXPECT_EQ(holder.left(), (SamQuota{sum_allowed - 15'000, sales_allowed - 2, orders_allowed, today, last_day, 1}));
  EXPECT_EQ(holder.credit(buyer, 15'001, 2), 0x9401);
  EXPECT_EQ(holder.credit(other_buyer, 15'000, 1), 0x9000);
  EXPECT_EQ(holder.credit(other_buyer, 1, 2), 0x9401);
  EXPECT_EQ(holder.credit(buyer, 0, 3), 0x9000) << "what is taken back is always sealed";
}

TEST(LoadSam, a_card_that_is_pointed_at_another_meter_is_paid_again) {
  Holder holder;
  ASSERT_EQ(holder.gives_pin(), 0x9000);
  EXPECT_EQ(holder.credit(buyer, 10'000, 1), 0x9000);
  EXPECT_EQ(holder.instruction(buyer, 7), 0x9000);
  EXPECT_EQ(holder.left().amount, sum_allowed - 10'000u);
  EXPECT_EQ(holder.instruction(buyer, 8), 0x9000);
  EXPECT_EQ(holder.left().amount, sum_allowed - 20'000u) << "the same credit in a second meter is a second credit";
  EXPECT_EQ(holder.instruction(other_buyer, 7), 0x9000);
  EXPECT_EQ(holder.left().sales, 0u) << "a card that it does not know costs a sale";
  EXPECT_EQ(holder.instruction(serial_number(82), 7), 0x9401);
}

TEST(LoadSam, no_tool_card_is_made_with_it) {
  Holder holder;
  ASSERT_EQ(holder.gives_pin(), 0x9000);
  const auto tool = [&](std::uint8_t command, std::size_t bytes) {
    Bytes data = to_bytes(today);
    append(data, buyer.bytes);
    append(data, Bytes{1, 2, 3, 4, 0x01});
    Bytes file(bytes);
    file[0] = 0x68;
    file[1] = command;
    append(data, file);
    return holder.seals(0x04, data).sw.value;
  };
  EXPECT_EQ(tool(0x07, 28), 0x6A80) << "a clear card comes from the county card";
  EXPECT_EQ(tool(0x06, 32), 0x6A80) << "a preset card";
  EXPECT_EQ(tool(0x08, 30), 0x6A80) << "a key card";
  EXPECT_EQ(holder.left().sales, sales_allowed);
}

TEST(LoadSam, it_keeps_the_newest_day_and_is_silent_behind_its_last) {
  Holder holder;
  ASSERT_EQ(holder.gives_pin(), 0x9000);
  EXPECT_EQ(holder.credit(buyer, 100, 1, next_year), 0x6985);
  EXPECT_EQ(holder.credit(buyer, 100, 1, tomorrow), 0x9000);
  EXPECT_EQ(holder.credit(buyer, 100, 2, today), 0x6985);
  EXPECT_EQ(holder.left().newest_day, tomorrow);
}

TEST(LoadSam, three_hundred_wrong_pins_leave_it_blocked_and_only_the_key_office_opens_it) {
  Holder holder;
  int tried = 0;
  for (int guess = 0; guess < 300; ++guess) {
    const auto text = std::to_string(100'000 + guess);
    const auto sw = holder.gives_pin(to_bytes(view_of(text)));
    EXPECT_EQ(sw, guess < 3 ? 0x63C2 - guess : 0x6983);
    tried += sw != 0x6983;
  }
  EXPECT_EQ(tried, 3);
  EXPECT_EQ(holder.gives_pin(), 0x6983) << "nor with the right one, which he would have found by now";
  holder.chip.reset();
  holder.says(cards::select(key_cards::application_id));
  EXPECT_EQ(holder.gives_pin(), 0x6983) << "nor after it was pulled out";
  for (int guess = 0; guess < 300; ++guess) EXPECT_NE(holder.says(key_cards::reload_pin(pin, Bytes(4, static_cast<std::uint8_t>(guess)))), 0x9000);
  KeyDesk office{{filled()}};
  ASSERT_TRUE(run_dialogue(office, key_cards::unblock_key_card(care(), control_pin)).ok());
  Holder again{office.state()};
  EXPECT_EQ(again.gives_pin(control_pin), 0x9000);
}

/// Every command and every parameter, with data of every small length: what answers with bytes that a key has made?
TEST(LoadSam, no_command_of_it_enciphers_or_macs_what_the_asker_brings) {
  Holder holder;
  ASSERT_EQ(holder.gives_pin(), 0x9000);
  const Bytes brought = hex("04D682000C000027100000000104D682000C0000271000000001");
  std::vector<std::string> answered;
  for (int ins = 0; ins < 256; ++ins) {
    if (ins == 0x30 || ins == 0x20 || ins == 0x84 || ins == 0xB0 || ins == 0xB2 || ins == 0xA4 || ins == 0x1B) continue;  // below; PIN, dice, public files
    for (const std::uint8_t cla : std::to_array<std::uint8_t>({0x00, 0x80, 0x84, 0x04, 0xE0}))
      for (int p1 = 0; p1 < 256; p1 += ins == 0x1A || ins == 0x1C || ins == 0xFA || ins == 0x88 ? 1 : 51)
        for (const auto p2 : std::to_array<std::uint8_t>({0, 1, 2}))
          for (const std::size_t size : {std::size_t{8}, std::size_t{16}, std::size_t{21}, brought.size()}) {
            const auto response = holder.chip.exchange({.cla = cla, .ins = static_cast<std::uint8_t>(ins), .p1 = static_cast<std::uint8_t>(p1), .p2 = p2,
                                                    .data = to_bytes(ByteView{brought}.first(size)), .le = 0x00});
            if (response->sw.ok()) answered.push_back(std::to_string(ins) + "/" + std::to_string(p1));
          }
  }
  EXPECT_TRUE(answered.empty()) << answered.front();

  // The kinds of seal: whatever he brings, the write of a purse is never sealed without its price.
  const auto before = holder.left();
  std::set<std::uint8_t> gave;
  for (int kind = 0; kind < 256; ++kind) {
    if (kind == 0x03) continue;
    for (std::size_t size = 0; size <= 60; ++size) {
      Bytes data = to_bytes(tomorrow);
      append(data, buyer.bytes);
      append(data, Bytes{1, 2, 3, 4, 0x02});
      append(data, brought);
      append(data, brought);
      data.resize(size);
      const auto response = holder.seals(static_cast<std::uint8_t>(kind), data);
      if (!response.sw.ok() || response.data.empty()) continue;
      gave.insert(static_cast<std::uint8_t>(kind));
      seal::LineMac purse{{Purpose::credit, 1}, buyer, {1, 2, 3, 4}, hex("04D682000C0000271000000001")};
      EXPECT_FALSE(equal(response.data, *county_vault().perform(purse))) << kind << " with " << size;
    }
  }
  EXPECT_EQ(gave, (std::set<std::uint8_t>{0x01, 0x06})) << "the seller's proof, and a file of zeros";
  EXPECT_EQ(holder.left().amount, before.amount);
}

TEST(LoadSam, it_calls_a_proof_right_or_wrong_and_ends_after_too_many_wrong_ones) {
  Holder holder;
  ASSERT_EQ(holder.gives_pin(), 0x9000);
  const Bytes content = hex("0000271000000001");
  const auto right = *county_vault().perform(seal::LineMac{{Purpose::credit, 1}, buyer, {1, 2, 3, 4}, content});
  const auto asked = [&](const Bytes& mac) {
    Bytes data = to_bytes(buyer.bytes);
    append(data, Bytes{1, 2, 3, 4});
    append(data, mac);
    append(data, content);
    return holder.seals(0x05, data);
  };
  EXPECT_EQ(asked(right).sw.value, 0x9000);
  EXPECT_TRUE(asked(right).data.empty());
  for (int guess = 0; guess < 1000; ++guess) EXPECT_EQ(asked(Bytes(4)).sw.value, 0x6300);
  EXPECT_EQ(asked(right).sw.value, 0x6983);
}

TEST(LoadSam, a_refill_needs_the_offices_seal_and_counts_once) {
  Holder holder;
  const SamQuota more{1'000'000, 99, 99, today, next_year, 2};
  EXPECT_EQ(holder.says(key_cards::refill_sam(more, Bytes(4))), 0x6988);
  KeyDesk office{{filled()}};
  const auto given = run_dialogue(office, key_cards::give_sam_quota(care(), {500, 2, 40, tomorrow, next_year, 0}));
  ASSERT_TRUE(given.ok()) << given.error().what;
  EXPECT_EQ(*given, (SamQuota{sum_allowed + 500, sales_allowed + 2, orders_allowed + 40, tomorrow, next_year, 2}));
  EXPECT_EQ(office.ask(0, office.commands[office.commands.size() - 2])->sw.value, 0x6985) << "the same order again";
}

/// The same holder with a PSAM: what the table in docs/keys.md says of it.
TEST(PsamAttack, whoever_has_it_and_its_pin_seals_user_cards_each_under_a_number_and_gets_no_key) {
  Holder holder{psam_card()};
  const auto credit = iso7816::sam_usage(iso7816::SamKind::credit, 1);
  EXPECT_EQ(holder.says(key_cards::deliver_key(credit, 1, buyer.bytes)), 0x6982) << "before the PIN";
  ASSERT_EQ(holder.gives_pin(), 0x9000);
  const auto number = [&] { return get_be32(holder.chip.exchange(cards::read_binary(key_cards::sfi::transaction_counter, 4))->data.data()); };
  for (int sale = 0; sale < 20; ++sale) {
    const auto before = number();
    ASSERT_EQ(holder.says(key_cards::deliver_key(credit, 1, buyer.bytes)), 0x9000) << "no sum binds him";
    EXPECT_EQ(number(), before + 1);
  }
  const auto value = county_key(Purpose::credit), of_card = seal::diversify(value, buyer.bytes);
  for (int p1 = 0; p1 < 256; ++p1)
    for (const auto ins : std::to_array<std::uint8_t>({0x1A, 0x1B, 0x1C, 0x70, 0x88, 0xFA, 0xB0, 0xB2, 0x30})) {
      const auto response = holder.chip.exchange({.cla = static_cast<std::uint8_t>(ins == 0x88 || ins >= 0xB0 ? (ins == 0xFA ? 0x80 : 0x00) : 0x80), .ins = ins,
                                              .p1 = static_cast<std::uint8_t>(p1), .p2 = 1, .data = to_bytes(buyer.bytes), .le = 0x00});
      for (const auto& key : {value, of_card}) {
        const auto found = std::search(response->data.begin(), response->data.end(), key.view().begin(), key.view().end());
        EXPECT_TRUE(found == response->data.end()) << int{ins} << "/" << p1;
      }
    }
}

/// The counter's vault over that chip.
struct LoadSamCounter : Holder {
  std::optional<Bytes> typed = pin;
  Date4 day = today;
  explicit LoadSamCounter(const CardState& state = filled()) : Holder(state) {}
  psam::PsamVault vault{[this](const iso7816::Command& command) -> Result<iso7816::Response> { return chip.exchange(command); },
                        serial_of(load_sam), terminal,
                        [this]() -> Result<SecretBytes> {
                          if (typed) return SecretBytes{*typed};
                          return error(Fault::refused, "pin_wanted", "");
                        },
                        county_vault(),
                        {.kind = KeyCardKind::load_sam, .today = [this] { return day; }}};
};

seal::LineMac credit_write(std::uint32_t amount, std::uint32_t number) {
  seal::LineMac request{{Purpose::credit, 1}, buyer, {1, 2, 3, 4}, hex("04D682000C0000000000000000")};
  put_be32(request.message.data() + 5, amount);
  put_be32(request.message.data() + 9, number);
  return request;
}

TEST(LoadSamVault, seals_byte_by_byte_what_the_countys_vault_seals) {
  LoadSamCounter counter;
  const CardSerial meter{{0, 0, 0, 0, 0, 0, 0x12, 0x34}};
  const std::array<std::uint8_t, 4> random2{5, 6, 7, 8};
  std::vector<seal::Request> requests{
      seal::Authenticate{{Purpose::seller_authentication, 1}, buyer, {8, 7, 6, 5, 4, 3, 2, 1}},
      credit_write(100, 1),
      seal::LineMac{{Purpose::credit, 1}, buyer, {1, 2, 3, 4}, hex("04D68300090102030405")},
      seal::LineMac{{Purpose::return_data, 1}, buyer, {9, 9, 9, 9}, hex("04D685000D000000000000000000")},
      seal::Authenticate{{Purpose::meter_identity, 1}, meter, {1, 2, 3, 4, 5, 6, 7, 8}},
      seal::LineMac{{Purpose::meter_parameter, 1}, meter, random2, dlt645::mac_of_credit(Money::minor(100), SequenceNumber{1})},
      seal::LineMac{{Purpose::meter_parameter, 1}, meter, random2, dlt645::mac_of_customer(*parse_customer_number("77"))},
      seal::LineMac{{Purpose::meter_parameter, 1}, meter, random2, dlt645::mac_of_write({}, Bytes{1, 2, 3})},
      seal::LineMac{{Purpose::meter_control, 1}, meter, random2, dlt645::mac_of_order({.order = 0x1A})}};
  for (auto& request : requests) {
    const auto ours = counter.vault.perform(request), theirs = county_vault().perform(request);
    ASSERT_TRUE(ours.ok() && theirs.ok()) << request.index() << (ours.ok() ? "" : ours.error().code + ours.error().what);
    EXPECT_EQ(to_hex(*ours), to_hex(*theirs)) << request.index();
  }
}

TEST(LoadSamVault, enciphers_an_order_for_a_meter_that_wants_it_and_counts_it) {
  LoadSamCounter counter;
  const CardSerial meter{{0, 0, 0, 0, 0, 0, 0x12, 0x34}};
  const auto before = counter.left().orders;
  for (const seal::Request& request :
       {seal::Request{seal::EncipheredCommand{{Purpose::meter_parameter, 1}, meter, {5, 6, 7, 8}, dlt645::write_command, Bytes(4), Bytes{1, 2, 3}}},
        seal::Request{seal::EncipheredCommand{{Purpose::meter_control, 1}, meter, {5, 6, 7, 8}, dlt645::order_command, {}, dlt645::RelayOrder{.order = 0x1A}.bytes()}}}) {
    const auto ours = counter.vault.perform(request), theirs = county_vault().perform(request);
    ASSERT_TRUE(ours.ok() && theirs.ok()) << (ours.ok() ? "" : ours.error().what);
    EXPECT_EQ(to_hex(*ours), to_hex(*theirs));
  }
  EXPECT_EQ(counter.left().orders, before - 2);
  const auto other = counter.vault.perform(seal::EncipheredCommand{{Purpose::meter_control, 1}, meter, {5, 6, 7, 8}, dlt645::write_command, {}, Bytes(8)});
  EXPECT_EQ(other.error().code, "vault_refused") << "it makes the command itself";
}

TEST(LoadSamVault, judges_what_a_card_or_a_meter_claims_and_makes_no_proof_of_its_own) {
  LoadSamCounter counter;
  std::vector<seal::Request> claims{
      seal::Authenticate{{Purpose::card_authentication, 1}, buyer, {1, 2, 3, 4, 5, 6, 7, 8}},
      seal::LineMac{{Purpose::credit, 1}, buyer, {1, 2, 3, 4}, hex("0000271000000001")},
      seal::LineMac{{Purpose::meter_parameter, 1}, {{0, 0, 0, 0, 0, 0, 0x12, 0x34}}, {5, 6, 7, 8}, dlt645::mac_of_count(SequenceNumber{4})}};
  for (auto& claim : claims) {
    EXPECT_EQ(counter.vault.perform(claim).error().code, "vault_refused") << "without a claim";
    const auto right = *county_vault().perform(claim);
    std::visit([&]<class Asked>(Asked& asked) {
      if constexpr (requires { asked.claimed; }) asked.claimed = right;
    }, claim);
    EXPECT_EQ(*counter.vault.perform(claim), right);
    auto wrong = right;
    wrong[0] ^= 1;
    std::visit([&]<class Asked>(Asked& asked) {
      if constexpr (requires { asked.claimed; }) asked.claimed = wrong;
    }, claim);
    EXPECT_NE(*counter.vault.perform(claim), wrong);
    EXPECT_NE(*counter.vault.perform(claim), right) << "it does not tell the right one either";
  }
}

TEST(LoadSamVault, says_why_it_seals_no_more_and_names_the_seals_it_gave) {
  LoadSamCounter counter;
  ASSERT_TRUE(counter.vault.perform(credit_write(100, 1)).ok());
  EXPECT_EQ(counter.vault.seal_marks().at("transaction"), "0");
  EXPECT_EQ(counter.vault.perform(credit_write(sum_allowed, 2)).error().code, "load_sam_used_up");
  counter.day = next_year;
  EXPECT_EQ(counter.vault.perform(credit_write(1, 2)).error().code, "load_sam_expired");
  counter.day = {0x20, 0x26, 0x11, 0x01};
  EXPECT_EQ(counter.vault.perform(credit_write(1, 2)).error().code, "load_sam_day");
  EXPECT_EQ(counter.vault.quota()->amount, sum_allowed - 100u);
}

TEST(LoadSamVault, a_wrong_pin_is_not_tried_again_until_another_is_typed) {
  LoadSamCounter counter;
  counter.typed = control_pin;
  EXPECT_EQ(counter.vault.perform(credit_write(1, 1)).error().code, "key_card_pin_wrong");
  counter.typed.reset();
  EXPECT_EQ(counter.vault.perform(credit_write(1, 1)).error().code, "pin_wanted");
  counter.typed = pin;
  counter.vault.pin_changed();
  EXPECT_TRUE(counter.vault.perform(credit_write(1, 1)).ok());
}

}  // namespace
}  // namespace kwota::sim::test
