#include <gtest/gtest.h>

#include <algorithm>

#include "seal/handheld_store/hand_over.h"

namespace kwota::handheld {
namespace {

const Instant noon = Instant::from_ms(1'780'000'000'123);

Entry an_entry(Kind kind, std::size_t size) {
  Entry entry{.kind = kind, .at = noon, .bytes = Bytes(size)};
  for (std::size_t i = 0; i < size; ++i) entry.bytes[i] = static_cast<std::uint8_t>(i * 7 + size);
  return entry;
}

std::vector<Entry> a_visit() {
  return {an_entry(Kind::head, 32),
          an_entry(Kind::directory, 11),
          an_entry(Kind::usage, 48),
          an_entry(Kind::usage, 48),
          an_entry(Kind::hung, 48),
          an_entry(Kind::month, 14),
          an_entry(Kind::fault, 24),
          an_entry(Kind::parameter, 24),
          an_entry(Kind::black_list_delivered, 3 + 2 * 8),
          an_entry(Kind::hung_acknowledged, 4),
          an_entry(Kind::clock_set, 13),
          an_entry(Kind::hung_brought, 48),
          an_entry(Kind::hung_released, 4),
          an_entry(Kind::settlement_set, 4),
          an_entry(Kind::black_list_differs, 2)};
}

Bytes file_of(const std::vector<Entry>& entries) {
  Bytes file;
  for (const Entry& entry : entries) append(file, encode(entry));
  return file;
}

TEST(HandheldStore, an_entry_is_length_kind_time_bytes_and_crc) {
  const Entry entry{.kind = Kind::hung_acknowledged, .at = Instant::from_ms(0x0102030405), .bytes = {0x17, 0, 0, 0}};
  EXPECT_EQ(to_hex(encode(entry)),
            "0004"
            "09"
            "0000000102030405"
            "17000000"
            "B3E32DF7");
}

TEST(HandheldStore, a_file_comes_back_as_it_was_written) {
  const auto store = read_store(file_of(a_visit()));
  ASSERT_TRUE(store.ok());
  EXPECT_EQ(store->entries, a_visit());
  EXPECT_EQ(store->whole, file_of(a_visit()).size());
  EXPECT_EQ(count(store->entries)[static_cast<std::size_t>(Kind::usage)], 2u);
}

TEST(HandheldStore, a_file_that_is_cut_anywhere_loses_its_last_entry_only) {
  const Bytes file = file_of(a_visit());
  std::size_t whole = 0, entries = 0;
  for (std::size_t cut = 0; cut <= file.size(); ++cut) {
    if (entries < a_visit().size() && cut == whole + encode(a_visit()[entries]).size()) {
      whole = cut;
      ++entries;
    }
    const auto store = read_store(ByteView{file}.first(cut));
    ASSERT_TRUE(store.ok()) << cut;
    EXPECT_EQ(store->entries.size(), entries) << cut;
    EXPECT_EQ(store->whole, whole) << cut;
    EXPECT_EQ(store->torn.size(), cut - whole) << cut;
  }
}

TEST(HandheldStore, room_that_was_never_filled_is_a_torn_entry_however_long) {
  Bytes file = file_of(a_visit());
  const std::size_t whole = file.size();
  file.resize(whole + 4096);
  const auto store = read_store(file);
  ASSERT_TRUE(store.ok());
  EXPECT_EQ(store->whole, whole);
}

TEST(HandheldStore, a_file_that_was_changed_before_its_last_entry_is_refused) {
  const Bytes good = file_of(a_visit());
  const std::size_t last = good.size() - encode(a_visit().back()).size();
  for (std::size_t at = 0; at < last; ++at) {
    Bytes bad = good;
    bad[at] ^= 0x40;
    const auto store = read_store(bad);
    ASSERT_FALSE(store.ok()) << at;
    EXPECT_EQ(store.error().code, "store_damaged");
  }
}

TEST(HandheldStore, a_kind_or_a_size_that_nobody_writes_is_refused) {
  for (const Entry& entry : {an_entry(static_cast<Kind>(kinds), 4), an_entry(Kind::none, 0), an_entry(Kind::usage, 47),
                             an_entry(Kind::black_list_delivered, 4)}) {
    const auto store = read_store(encode(entry));
    ASSERT_FALSE(store.ok());
    EXPECT_EQ(store.error().code, "store_entry_unknown");
  }
}

TEST(HandheldStore, a_file_is_named_by_its_meter) {
  const auto meter = MeterNumber::from(130'500'000'017);
  EXPECT_EQ(store_name(meter), "130500000017.kwh");
  EXPECT_EQ(meter_of_name("130500000017.kwh"), meter);
  for (const auto* name : {"17.kwh", "130500000017.txt", "000000000000.kwh", "../130500000017.kwh"})
    EXPECT_FALSE(meter_of_name(name)) << name;
}

Manifest a_manifest() {
  const Bytes file = file_of(a_visit());
  return {.device = "40C1-CC9E-F710-3987",
          .made_at = noon,
          .files = {handed_file(MeterNumber::from(17), file, *read_store(file)), handed_file(MeterNumber::from(18), {}, {})}};
}

Orders some_orders() {
  Orders orders{.device = "40C1-CC9E-F710-3987",
                .at = noon,
                .edition = 312,
                .cards = {{CardSerial{{0x13, 0x05, 0x26, 0, 0, 0, 0x01, 0x78}}, {13'050'001, 13'050'002}}, {CardSerial{{0x13, 0x05, 0x26, 0, 0, 0, 0x01, 0x86}}, {}}},
                .wells = {{MeterNumber::from(17), {13'050'002}}, {MeterNumber::from(18), {13'050'007}}, {MeterNumber::from(19), {13'050'001, 13'050'007}}},
                .released = {{MeterNumber::from(17), 5}, {MeterNumber::from(17), 99'999'999}},
                .hung = {}};
  orders.hung.push_back({.record = {0x42}, .areas = {13'050'007}});
  return orders;
}

TEST(HandOver, a_manifest_has_one_form) {
  const std::string text = encode(a_manifest());
  EXPECT_TRUE(text.starts_with(
      R"({"format":1,"device":"40C1-CC9E-F710-3987","made_at":"2026-05-28T20:26:40.123Z","files":[{"meter":"000000000017","bytes":)"))
      << text;
  const auto again = parse_manifest(text);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(*again, a_manifest());
}

TEST(HandOver, receipt_and_orders_come_back) {
  const Receipt receipt{.device = "40C1-CC9E-F710-3987",
                        .manifest = digest_of(encode(a_manifest())),
                        .utility = "县供电公司",
                        .taken_in = count(a_visit()),
                        .at = noon};
  EXPECT_EQ(*parse_receipt(encode(receipt)), receipt);
  EXPECT_EQ(*parse_orders(encode(some_orders())), some_orders());
}

TEST(HandOver, a_well_is_told_of_the_cards_of_its_area_number_and_of_those_that_are_lost_everywhere) {
  const auto orders = some_orders();
  EXPECT_EQ(listed_at(orders, MeterNumber::from(17)).size(), 2u);
  EXPECT_EQ(listed_at(orders, MeterNumber::from(18)), std::vector{orders.cards[1].card});
  EXPECT_EQ(listed_at(orders, MeterNumber::from(99)).size(), 2u) << "nobody has said where this one is";
  EXPECT_TRUE(hung_for(orders, MeterNumber::from(17)).empty());
  EXPECT_EQ(hung_for(orders, MeterNumber::from(18)).size(), 1u);
  EXPECT_EQ(listed_at(orders, MeterNumber::from(19)).size(), 2u) << "of where it is and of where it was";
  EXPECT_EQ(hung_for(orders, MeterNumber::from(19)).size(), 1u);
}

TEST(HandOver, what_is_not_in_that_form_is_refused) {
  const std::string manifest = encode(a_manifest()), orders = encode(some_orders());
  Manifest twice = a_manifest();
  twice.files.push_back(twice.files.front());
  Orders letters = some_orders();
  letters.cards[0].card.bytes[0] = 0xFA;
  Orders falling = some_orders();
  std::ranges::reverse(falling.cards[0].areas);
  EXPECT_EQ(parse_orders(encode(falling)).error().code, "orders_unreadable");
  EXPECT_EQ(parse_manifest(encode(twice)).error().code, "manifest_unreadable");
  EXPECT_EQ(parse_orders(encode(letters)).error().code, "orders_unreadable");
  EXPECT_FALSE(parse_manifest(manifest + " ").ok());
  EXPECT_FALSE(parse_manifest(manifest.substr(0, manifest.size() - 1) + R"(,"more":1})").ok());
  EXPECT_FALSE(parse_manifest("{\"format\":2" + manifest.substr(11)).ok());
  EXPECT_FALSE(parse_manifest(orders).ok());
  EXPECT_EQ(parse_receipt("[]").error().code, "receipt_unreadable");
}

TEST(HandOver, every_signature_is_over_the_text) {
  const auto key = seal::SigningKey::generate();
  const std::string text = encode(a_manifest());
  const auto signature = parse_signature(signature_text(key.sign(digest_of(text))));
  ASSERT_TRUE(signature.ok());
  EXPECT_TRUE(seal::verify_signature(key.public_key(), digest_of(text), *signature));
  EXPECT_FALSE(seal::verify_signature(key.public_key(), digest_of(text + " "), *signature));
  EXPECT_EQ(parse_signature("00").error().code, "signature_unreadable");
}

}  // namespace
}  // namespace kwota::handheld
