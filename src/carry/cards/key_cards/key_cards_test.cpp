// The tables of the key cards, what they say of themselves, and their commands byte by byte; no card is needed.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <set>

#include "carry/cards/key_cards/issue.h"
#include "carry/dialogue/trace.h"

namespace kwota::key_cards {
namespace {

TEST(KeyCardTables, every_kind_has_a_name_a_table_and_a_way_to_be_issued) {
  std::set<std::string_view> names;
  for (const auto kind : key_card_kinds) {
    EXPECT_TRUE(names.insert(name_of(kind)).second) << name_of(kind);
    EXPECT_EQ(parse_kind(name_of(kind)), kind);
    EXPECT_FALSE(product_of(kind).about.empty());
    EXPECT_EQ(product_of(kind).application.id, 0xDF02);
    EXPECT_EQ(room_of(product_of(kind).application), product_of(kind).application.bytes) << name_of(kind) << ": room for nothing else";
    const bool has_open_locks = &product_of(kind) == &psam_card || &product_of(kind) == &pump_psam_card || &product_of(kind) == &load_sam_card;  // of a terminal: a chip of 8 KB
    EXPECT_LE(product_of(kind).application.bytes, has_open_locks ? 8192 : 4096) << name_of(kind);
    if (const auto issuer = issuer_of(kind)) {
      EXPECT_TRUE(has_control_card(*issuer)) << name_of(kind);
    }
  }
  EXPECT_FALSE(parse_kind("user_card").has_value());
}

TEST(KeyCardTables, keys_that_are_passed_on_need_a_pair_or_a_meter_and_a_terminals_keys_stay_inside) {
  for (const auto kind : key_card_kinds) {
    for (const auto& entry : product_of(kind).application.keys) {
      const auto rule = iso7816::PassingRule::of(entry.key.rule);
      if (entry.key.type == KeyType::passed_on) {
        EXPECT_TRUE(rule.state == state::opened || rule.state == state::meter) << name_of(kind);
        EXPECT_EQ(rule.state == state::opened, has_control_card(kind)) << name_of(kind);
        EXPECT_FALSE(is_terminal(kind)) << name_of(kind);
      }
      if (entry.key.type == KeyType::sam) {
        EXPECT_TRUE(is_terminal(kind)) << name_of(kind);
        EXPECT_TRUE(iso7816::sam_levels(entry.key.rule) >= 1 || entry.derived_by == cards::DerivedBy::terminal)
            << name_of(kind) << ": never the county's key itself";
      }
    }
  }
}

TEST(KeyCardTables, files_are_written_under_seal_or_by_the_card_alone) {
  for (const auto kind : key_card_kinds) {
    if (kind == KeyCardKind::officer) continue;
    for (const auto& file : product_of(kind).application.files)
      EXPECT_TRUE(file.write == iso7816::never || file.write_protection != iso7816::Protection::none) << name_of(kind) << " " << file.name;
  }
}

TEST(Parameters, are_read_as_they_were_written_and_a_half_written_file_is_none) {
  EXPECT_TRUE(rc::check([] {
    Parameters parameters;
    parameters.kind = *rc::gen::elementOf(key_card_kinds);
    parameters.paired_kind = *rc::gen::elementOf(key_card_kinds);
    parameters.version = *rc::gen::arbitrary<std::uint8_t>();
    parameters.code = *rc::gen::arbitrary<std::uint32_t>();
    parameters.pair.bytes = *rc::gen::arbitrary<std::array<std::uint8_t, 8>>();
    parameters.issuer.bytes = *rc::gen::arbitrary<std::array<std::uint8_t, 8>>();
    parameters.valid_to = *rc::gen::arbitrary<Date4>();
    const auto bytes = encode(parameters);
    RC_ASSERT(bytes.size() == parameter_bytes);
    RC_ASSERT(decode_parameters(bytes) == parameters);
    RC_ASSERT(!decode_parameters(ByteView{bytes}.first(parameter_bytes - 1)));
  }));
  EXPECT_FALSE(decode_parameters(Bytes(parameter_bytes)).has_value());
  auto strange = encode(Parameters{});
  strange[3] = 0x77;
  EXPECT_FALSE(decode_parameters(strange).has_value()) << "a kind that nobody knows";
}

TEST(Factors, a_region_is_its_code_twice_and_a_province_its_first_byte) {
  EXPECT_EQ(to_hex(region_factor(0x33010200)), "3301020033010200");
  EXPECT_EQ(province_of(0x33010200), 0x33000000u);
}

TEST(Commands, are_those_of_the_manuals) {
  const CardSerial card{{1, 2, 3, 4, 5, 6, 7, 8}};
  EXPECT_EQ(to_hex(iso7816::encode(deliver_key(0x32, 1, card.bytes))), "801A3201080102030405060708");
  EXPECT_EQ(to_hex(iso7816::encode(encrypt_block({}))), "80FA000008000000000000000008");
  EXPECT_EQ(to_hex(iso7816::encode(mac_with_start({0xA1, 0xA2, 0xA3, 0xA4}, hex("010203")))), "80FA05000BA1A2A3A40000000001020304");
  EXPECT_EQ(to_hex(iso7816::encode(void_card(card, hex("AABBCCDD")))), "801D00000C0102030405060708AABBCCDD");
  EXPECT_EQ(to_hex(void_message(card)), "801D0000080102030405060708");
  EXPECT_EQ(to_hex(refill_message({.amount = 10'000, .loads = 2, .number = 3})), "801F000010" "0000000000002710" "00000002" "00000003");
  EXPECT_EQ(to_hex(iso7816::encode(export_key({.key = {seal::Purpose::credit, 2}, .factors = {card.bytes}, .target = card,
                                               .challenge = {9, 9, 9, 9}, .record_header = hex("2C0200"), .p1 = 0, .key_id = 0,
                                               .protecting_version = 1}))),
            "801C05021A" "11" "0102030405060708" "0102030405060708" "09090909" "2C0200" "0000" "00");
}

TEST(Trace, of_an_issue_shows_who_got_what_and_no_cryptogram_pin_or_component) {
  const CardSerial card{{1, 2, 3, 4, 5, 6, 7, 8}};
  const auto order = export_key({.key = {seal::Purpose::credit, 2}, .target = card, .challenge = {9, 9, 9, 9}, .record_header = Bytes(5)});
  EXPECT_EQ(dialogue::masked(order), "80 1C 05 02 14 [order for a key 20] 00");
  EXPECT_EQ(dialogue::masked_answer(order, {Bytes(28, 0x5A), {0x9000}}), "[key 28]");
  EXPECT_EQ(dialogue::masked(cards::read_binary(sfi::component, 16)), "00 B0 9E 00 10");
  EXPECT_EQ(dialogue::masked_answer(cards::read_binary(sfi::component, 16), {Bytes(16, 0x5A), {0x9000}}), "[component 16]");
  EXPECT_EQ(dialogue::masked({.cla = 0x00, .ins = 0xD6, .p1 = 0x9E, .data = Bytes(16, 0x5A)}), "00 D6 9E 00 10 [component 16]");
  EXPECT_EQ(dialogue::masked(void_card(card, hex("AABBCCDD"))), "80 1D 00 00 0C 0102030405060708 [mac 4]");
  EXPECT_EQ(dialogue::masked(cards::change_pin(key_id::pin, Bytes(6, '1'), Bytes(6, '2'))), "80 5E 01 01 0D [pin 13]");
  EXPECT_EQ(name_of(order), "EXPORT KEY credit version 2");
}

TEST(NextStep, leads_through_a_card_that_lies_there) {
  EXPECT_EQ(next_step({KeyCardState::none, {}}), "issue");
  EXPECT_EQ(next_step({KeyCardState::half_written, {}}), "finish");
  EXPECT_EQ(next_step({KeyCardState::whole, Parameters{}}), "nothing");
}

}  // namespace
}  // namespace kwota::key_cards
