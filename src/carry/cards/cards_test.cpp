// The tables, the names and the first look at a card, with a scripted card that only answers what it is told to.
#include "carry/cards/all.h"

#include <gtest/gtest.h>

#include <set>

#include "carry/cards/common/names.h"
#include "carry/cards/common/parameter_files.h"
#include "carry/cards/key_cards/family.h"
#include "carry/cards/tool_cards/family.h"
#include "carry/cards/tool_cards/tool_card_tables.h"
#include "carry/cards/user_card/credit.h"
#include "carry/cards/user_card/family.h"
#include "carry/cards/user_card/user_card.h"
#include "carry/cards/user_card/user_card_table.h"
#include "carry/dialogue/parties.h"

namespace kwota::cards {
namespace {

TEST(CardTables, every_product_is_listed_once_and_is_sound) {
  std::set<std::string_view> names;
  for (const Family* family : all().rows())
    for (const Product* product : family->products()) {
      EXPECT_TRUE(sound(*product)) << product->name;
      EXPECT_TRUE(names.insert(product->name).second) << product->name;
      EXPECT_FALSE(product->about.empty());
      EXPECT_EQ(all().maker_of(product->name), family);
    }
  EXPECT_FALSE(names.empty());
}

TEST(Families, each_has_a_name_of_its_own_and_is_found_by_it) {
  std::set<std::string_view> names;
  for (const Family* family : all().rows()) {
    EXPECT_TRUE(names.insert(family->name()).second) << family->name();
    EXPECT_EQ(all().find(family->name()), family);
  }
  EXPECT_EQ(all().find("of another program"), nullptr);
  EXPECT_EQ(all().maker_of("of another program"), nullptr);
}

TEST(Families, what_a_family_does_not_make_or_write_is_refused_and_no_card_is_asked) {
  dialogue::Parties nobody;
  nobody.device = [](const iso7816::Command&) -> Result<iso7816::Response> {
    ADD_FAILURE() << "the card was asked";
    return iso7816::decode_response(hex("9000"));
  };
  const auto& keys = key_cards::key_cards_family;
  EXPECT_EQ(dialogue::run(keys.read({}), nobody).error().code, "card_of_another_kind");
  EXPECT_EQ(dialogue::run(keys.write_credit({}, {}), nobody).error().code, "card_of_another_kind");
  EXPECT_EQ(dialogue::run(keys.issue({}, {}), nobody).error().code, "card_of_another_kind");
  EXPECT_EQ(dialogue::run(user_card_family.issue_clear_card({}, {}), nobody).error().code, "card_of_another_kind");
  EXPECT_EQ(dialogue::run(tool_cards_family.set_pin({}, {}), nobody).error().details.at("family"), tool_cards_family.name());
}

TEST(CardTables, a_table_with_two_files_of_one_id_or_without_a_key_is_not_sound) {
  static constexpr std::array twice{application_files[0], application_files[0]};
  static constexpr std::array unprotected{kernel::written_by_counter(9, 10, "protected by a key that is not there")};
  static constexpr std::array master_only{application_keys[0]};
  constexpr Product two_files{.name = "x", .about = "", .root = card_root,
                              .application = {.id = 0xDF01, .bytes = 1024, .keys = application_keys, .files = twice}};
  constexpr Product no_key{.name = "x", .about = "", .root = card_root,
                           .application = {.id = 0xDF01, .bytes = 1024, .keys = master_only, .files = unprotected}};
  static_assert(!sound(two_files) && !sound(no_key));
}

TEST(CardTables, credit_is_written_by_the_seller_alone_and_returned_data_never_without_the_meters_key) {
  for (const auto& file : application_files) {
    EXPECT_NE(file.write_protection, iso7816::Protection::none) << file.name;
    EXPECT_FALSE(file.write.allows(state::nobody)) << file.name;
    EXPECT_TRUE(file.read_mac_offered) << file.name;
    const bool from_the_meter = file.sfi == user_card::sfi::returned || file.sfi == user_card::sfi::register_copy;
    EXPECT_EQ(file.write.allows(state::meter), from_the_meter) << file.name;
    EXPECT_EQ(file.write_key, from_the_meter ? key_id::return_data : key_id::credit) << file.name;
  }
}

TEST(CardTables, the_create_commands_are_those_of_the_family) {
  EXPECT_EQ(to_hex(iso7816::encode(create_file(application_files[1]))), "80E0000207A80008F033FFFA");
  EXPECT_EQ(to_hex(iso7816::encode(create_file(application_files[4]))), "80E0000507A80031F032FFF9");
  EXPECT_EQ(to_hex(iso7816::encode(create_directory(user_card_product.application))), "80E0DF0108380400AAEF00FFFF");
}

TEST(CardCommands, the_meter_reads_the_purse_and_writes_the_returned_file_with_the_bytes_seen_in_the_field) {
  EXPECT_EQ(to_hex(ByteView{iso7816::encode(read_binary_with_mac(user_card::sfi::purse, 8, {}))}.first(4)), "04B08200");
  EXPECT_EQ(to_hex(ByteView{update_message(user_card::sfi::returned, Bytes(49))}.first(5)), "04D6850035");
  EXPECT_EQ(to_hex(iso7816::encode(internal_authenticate(key_id::card_authentication, {}))), "0088000108000000000000000008");
}

TEST(CardNames, every_command_of_a_sale_has_a_name_that_says_what_it_does) {
  EXPECT_EQ(name_of(select(application_id)), "SELECT application DF01");
  EXPECT_EQ(name_of(external_authenticate(key_id::seller, Bytes(8))), "EXTERNAL AUTHENTICATE seller");
  EXPECT_EQ(name_of(update_binary(user_card::sfi::purse, Bytes(8), Bytes(4))), "UPDATE purse with MAC");
  EXPECT_EQ(name_of({.cla = 0x80, .ins = 0x99, .p1 = 1, .p2 = 2}), "80 99 01 02");
}

TEST(Recognise, the_serial_is_the_end_of_the_historical_bytes) {
  EXPECT_EQ(serial_of_atr(hex("3B8A80014B57202611200000000735"))->bytes,
            (std::array<std::uint8_t, 8>{0x20, 0x26, 0x11, 0x20, 0, 0, 0, 7}));
  EXPECT_EQ(serial_of_atr(hex("3B6800000102030405060708"))->bytes, (std::array<std::uint8_t, 8>{1, 2, 3, 4, 5, 6, 7, 8}));
}

TEST(Recognise, an_atr_without_a_serial_is_foreign) {
  for (const auto* atr : {"", "3B", "3B80", "3B8A8001", "3B64000001020304", "3BFFFFFFFF", "3B680000010203040506",
                          "3B68000000000000000000 00"})
    EXPECT_EQ(serial_of_atr(hex(atr)).error().code, "card_foreign") << atr;
}

/// A card that says 6A82 to everything but what the table holds.
struct ScriptedCard {
  std::map<std::string, std::string> answers;
  dialogue::Parties parties() const {
    return {.device = [this](const iso7816::Command& command) -> Result<iso7816::Response> {
      const auto found = answers.find(to_hex(iso7816::encode(command)));
      return iso7816::decode_response(hex(found == answers.end() ? "6A82" : found->second));
    }};
  }
};

constexpr std::uint32_t our_county = 0x33010200;
const Bytes our_atr = hex("3B8A80014B57202611200000000735");
const std::string select_purse = "00A40000023F0100", select_application = "00A4000002DF0100", read_head = "00B0810004", read_holder = "00B0870028";

std::string holder_of(std::uint32_t county) {
  user_card::HolderFile file;
  file.county = county;
  file.issued = {.year = 26, .month = 11, .day = 20};
  file.customer = CustomerNumber::from(7);
  return to_hex(user_card::encode(file).value()) + "9000";
}

Recognition look_at(const ScriptedCard& card) { return *dialogue::run(recognise(all(), our_atr, our_county), card.parties()); }

TEST(Recognise, a_card_of_our_county_is_ours) {
  const auto seen = look_at({{{select_application, "9000"}, {read_head, "680100279000"}, {read_holder, holder_of(our_county)}}});
  EXPECT_EQ(seen.condition, CardCondition::ours);
  EXPECT_EQ(seen.product, &user_card_product);
  EXPECT_EQ(seen.family, &user_card_family);
  EXPECT_TRUE(must_be_ours(seen).ok());
}

TEST(Recognise, each_question_goes_to_the_card_once_though_several_families_ask_it) {
  std::vector<std::string> asked;
  const ScriptedCard card{{{select_application, "9000"}, {read_head, "680100279000"}, {read_holder, holder_of(our_county)}}};
  auto parties = card.parties();
  parties.device = [&asked, answer = parties.device](const iso7816::Command& command) {
    asked.push_back(to_hex(iso7816::encode(command)));
    return answer(command);
  };
  EXPECT_EQ(dialogue::run(recognise(all(), our_atr, our_county), parties)->condition, CardCondition::ours);
  EXPECT_EQ(asked, (std::vector{select_purse, select_application, read_head, read_holder}));
}

TEST(Recognise, tool_cards_and_key_cards_are_named_by_their_families) {
  const auto clear = look_at({{{select_application, "9000"}, {read_head, "680700169000"}}});
  EXPECT_EQ(clear.condition, CardCondition::ours);
  EXPECT_EQ(clear.family, &tool_cards_family);
  EXPECT_FALSE(clear.county) << "no customer's";
  const auto key = look_at({{{"00A4000002DF0200", "9000"}}});
  EXPECT_EQ(key.family, &key_cards::key_cards_family);
  EXPECT_EQ(must_be_ours(key).error().code, "card_is_key_card");
}

TEST(Recognise, a_card_of_another_county_is_named) {
  const auto seen = look_at({{{select_application, "9000"}, {read_head, "680100279000"}, {read_holder, holder_of(0x44010100)}}});
  EXPECT_EQ(seen.condition, CardCondition::other_county);
  EXPECT_EQ(must_be_ours(seen).error().details.at("county"), "44010100");
}

TEST(Recognise, a_card_whose_holder_file_was_not_written_is_half_personalised) {
  const auto seen = look_at({{{select_application, "9000"}, {read_head, "680100279000"}, {read_holder, std::string(80, '0') + "9000"}}});
  EXPECT_EQ(seen.condition, CardCondition::half_personalised);
  EXPECT_EQ(must_be_ours(seen).error().code, "card_half_personalised");
}

TEST(Recognise, a_flipped_bit_in_the_holder_file_is_damage_and_named) {
  auto holder = holder_of(our_county);
  holder[10] = holder[10] == '0' ? '1' : '0';
  const auto seen = look_at({{{select_application, "9000"}, {read_head, "680100279000"}, {read_holder, holder}}});
  EXPECT_EQ(seen.condition, CardCondition::damaged);
  EXPECT_EQ(must_be_ours(seen).error().code, "card_damaged");
  EXPECT_EQ(must_be_ours(seen).error().details.at("file"), "holder");
}

TEST(Recognise, a_card_with_a_root_alone_is_blank_and_one_without_is_foreign) {
  EXPECT_EQ(look_at({{{"00A40000023F0000", "9000"}}}).condition, CardCondition::blank);
  EXPECT_EQ(look_at({}).condition, CardCondition::foreign);
}

TEST(Exchange, a_card_that_answers_in_pieces_or_asks_for_another_length_is_understood) {
  const ScriptedCard card{{{"00B0820008", "6C04"}, {"00B0820004", "6102"}, {"00C0000002", "0102" "9000"}}};
  const auto answer = dialogue::run(transmit(read_binary(user_card::sfi::purse, 8)), card.parties());
  EXPECT_EQ(to_hex(answer->data), "0102");
  EXPECT_TRUE(answer->sw.ok());
}

TEST(Exchange, a_card_whose_answer_breaks_off_is_not_believed_in_what_it_said) {
  const ScriptedCard card{{{read_holder, "0102" "9000"}}};
  const auto answer = dialogue::run(read_file(user_card::sfi::holder, user_card::HolderFile::size), card.parties());
  EXPECT_EQ(answer.error().code, "card_answer_short");
  EXPECT_EQ(answer.error().details.at("got"), "2");
}

TEST(ParameterFiles, prices_that_no_card_has_room_for_are_not_written_by_halves) {
  Parameters wanted;
  wanted.prices.rates = {MeterPrice::e4(5000)};
  EXPECT_TRUE(parameter_files(wanted).ok());
  auto steps = wanted, rates = wanted, months = wanted;
  for (int i = 1; i <= 40; ++i) steps.prices.step_ends.push_back(Energy::kwh(i)), steps.prices.step_prices.push_back(MeterPrice::e4(5000 + i));
  rates.prices.rates.clear();
  months.prices.settlement = devices::PriceSet::Settlement{.day = 1, .hour = 0, .months = 5, .month = 1};
  for (const auto& [refused, what] : {std::pair{steps, "steps"}, std::pair{rates, "rates"}, std::pair{months, "settlement days"}}) {
    const auto files = parameter_files(refused);
    ASSERT_FALSE(files.ok()) << what;
    EXPECT_EQ(files.error().code, "card_content_refused");
    EXPECT_EQ(files.error().details.at("what"), what);
  }
}

TEST(Describe, a_card_without_proof_says_so_and_shows_money_in_minor_units) {
  UserCard card;
  card.purse = user_card::PurseFile{Money::minor(10'000), SequenceNumber{3}};
  card.unreadable = {"holder"};
  std::map<std::string, std::string> facts;
  for (const auto& fact : describe(card)) facts[fact.name] = fact.value;
  EXPECT_EQ(facts["proven"], "no");
  EXPECT_EQ(facts["purse.amount_minor"], "10000");
  EXPECT_EQ(facts["purse.n"], "3");
  EXPECT_EQ(facts["returned"], "no");
  EXPECT_EQ(facts["unreadable"], "holder");
}

}  // namespace
}  // namespace kwota::cards
