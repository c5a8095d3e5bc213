#include "keys/ceremony/ceremony.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/random.h"
#include "keys/ceremony/ceremony_book.h"
#include "keys/ceremony/component.h"
#include "keys/journal/test_office.h"
#include "seal/cipher/card_crypto.h"

namespace kwota::keys {
namespace {

using test::KeyOffice;

const Instant nine = parse_instant("2026-11-20T09:00:00Z").value();
const std::vector<std::string> four{"anna", "boris", "chen", "dina"};
const std::vector<Bytes> parts{hex("FC02B05AF8B041CBAD6DE41A0C4CD7C5"), hex("53E60EBA70D9A4B96B4EC46E1E8E7B75"),
                               hex("9B0A2C5DF43E81A7C66F17D2B83B5E04"), hex("27C9D46E0FB35A8812E67D914AF5C03B")};

OpenCeremony begun(std::vector<std::string> officers = four) {
  return OpenCeremony::start({.number = 1,
                              .key = {seal::Purpose::seed, 1},
                              .officers = std::move(officers),
                              .started_by = "keller",
                              .started = nine})
      .value();
}

/// As a vault would: the XOR of the components, its check value.
Result<seal::KeyCheckValue> formed_inside(std::span<const SecretBytes> components) {
  Bytes root(component_size);
  for (const auto& component : components)
    for (std::size_t i = 0; i < root.size(); ++i) root[i] ^= component.view()[i];
  return seal::check_value(seal::Key::des(root));
}

Result<seal::KeyCheckValue> give(OpenCeremony& ceremony, std::size_t officer, Instant at = nine) {
  return ceremony.give(four[officer], parts[officer], parts[officer], at);
}

TEST(Ceremony, four_officers_form_a_key_and_each_sees_the_check_value_of_his_own_part) {
  auto ceremony = begun();
  for (std::size_t i = 0; i < 4; ++i) {
    const auto receipt = give(ceremony, i);
    ASSERT_TRUE(receipt.ok()) << receipt.error().what;
    EXPECT_EQ(*receipt, seal::check_value(seal::Key::des(parts[i])));
    EXPECT_TRUE(ceremony.has_given(four[i]));
  }
  const auto formed = ceremony.form("keller", nine, formed_inside);
  ASSERT_TRUE(formed.ok());
  EXPECT_EQ(to_hex(*formed), to_hex(*formed_inside(std::vector<SecretBytes>(parts.begin(), parts.end()))));
  EXPECT_EQ(ceremony.given(), 0u) << "the components are gone";
}

TEST(Ceremony, any_number_of_officers_gives_the_xor_of_what_they_entered) {
  EXPECT_TRUE(rc::check([] {
    const auto count = *rc::gen::inRange<std::size_t>(officers_min, officers_max + 1);
    std::vector<std::string> officers;
    for (std::size_t i = 0; i < count; ++i) officers.push_back("officer " + std::to_string(i));
    auto ceremony = begun(officers);
    Bytes expected(component_size);
    SeededRandom dice(*rc::gen::arbitrary<std::uint32_t>());
    for (const auto& officer : officers) {
      auto part = dice.bytes(component_size);
      while (!check_component(seal::Suite::des, part)) part = dice.bytes(component_size);
      RC_ASSERT(ceremony.give(officer, part, part, nine).ok());
      for (std::size_t i = 0; i < part.size(); ++i) expected[i] ^= part[i];
    }
    const auto formed = ceremony.form("keller", nine, formed_inside);
    RC_ASSERT(formed.ok() && *formed == seal::check_value(seal::Key::des(expected)));
  }));
}

TEST(Ceremony, fewer_officers_than_were_named_form_nothing) {
  auto ceremony = begun();
  for (std::size_t i = 0; i < 3; ++i) ASSERT_TRUE(give(ceremony, i));
  const auto refused = ceremony.form("keller", nine, formed_inside);
  EXPECT_EQ(refused.error().code, "components_missing");
  EXPECT_EQ(refused.error().details.at("given"), "3");
  ASSERT_TRUE(give(ceremony, 3));
  EXPECT_TRUE(ceremony.form("keller", nine, formed_inside).ok());
}

TEST(Ceremony, somebody_else_cannot_go_on_with_it) {
  auto ceremony = begun();
  for (std::size_t i = 0; i < 4; ++i) ASSERT_TRUE(give(ceremony, i));
  EXPECT_EQ(ceremony.form("orlova", nine, formed_inside).error().code, "ceremony_of_another");
  EXPECT_EQ(ceremony.give("wang", parts[0], parts[0], nine).error().code, "not_in_ceremony");
  EXPECT_EQ(ceremony.may_abandon("wang").error().code, "not_in_ceremony");
  EXPECT_TRUE(ceremony.may_abandon("dina").ok());
}

TEST(Ceremony, an_officer_gives_once_and_types_the_same_twice) {
  auto ceremony = begun();
  EXPECT_EQ(ceremony.give("anna", parts[0], parts[1], nine).error().code, "components_differ");
  EXPECT_EQ(ceremony.given(), 0u);
  ASSERT_TRUE(give(ceremony, 0));
  EXPECT_EQ(ceremony.give("anna", parts[1], parts[1], nine).error().code, "component_given");
  EXPECT_EQ(ceremony.give("boris", parts[0], parts[0], nine).error().code, "component_of_another");
}

TEST(Ceremony, what_would_be_refused_is_known_before_it_is_given_and_nothing_is_kept_of_it) {
  auto ceremony = begun();
  ASSERT_TRUE(give(ceremony, 0));
  EXPECT_EQ(ceremony.may_give("anna", nine).error().code, "component_given");
  EXPECT_EQ(ceremony.may_give("wang", nine).error().code, "not_in_ceremony");
  EXPECT_EQ(ceremony.may_give("boris", nine + Duration::minutes(31)).error().code, "ceremony_expired");
  EXPECT_TRUE(ceremony.may_give("boris", nine).ok());
  EXPECT_EQ(ceremony.check(parts[0], parts[0]).error().code, "component_of_another");
  EXPECT_EQ(ceremony.check(Bytes(16), Bytes(16)).error().code, "weak_key");
  EXPECT_EQ(*ceremony.check(parts[1], parts[1]), seal::check_value(seal::Key::des(parts[1])));
  EXPECT_EQ(ceremony.given(), 1u);
}

TEST(Ceremony, the_same_person_twice_or_one_alone_is_no_ceremony) {
  const auto start = [](std::vector<std::string> officers) {
    return OpenCeremony::start({.key = {}, .officers = std::move(officers), .started_by = "keller", .started = nine});
  };
  EXPECT_EQ(start({"anna", "boris", "anna"}).error().code, "same_person_twice");
  EXPECT_EQ(start({"anna"}).error().code, "officers_too_few");
  EXPECT_EQ(start(std::vector<std::string>(17, "x")).error().code, "officers_too_many");
}

TEST(Ceremony, half_an_hour_without_a_step_wipes_it) {
  auto ceremony = begun();
  ASSERT_TRUE(give(ceremony, 0, nine + Duration::minutes(29)));
  ASSERT_TRUE(give(ceremony, 1, nine + Duration::minutes(58))) << "each step lets it rest anew";
  EXPECT_EQ(give(ceremony, 2, nine + Duration::minutes(89)).error().code, "ceremony_expired");
  EXPECT_EQ(ceremony.form("keller", nine + Duration::minutes(89), formed_inside).error().code, "ceremony_expired");
}

TEST(Ceremony, a_vault_that_fails_does_not_lose_the_components) {
  auto ceremony = begun();
  for (std::size_t i = 0; i < 4; ++i) ASSERT_TRUE(give(ceremony, i));
  const auto gone = ceremony.form(
      "keller", nine, [](auto) -> Result<seal::KeyCheckValue> { return error(Fault::ours, "vault_offline", "gone"); });
  EXPECT_EQ(gone.error().code, "vault_offline");
  EXPECT_TRUE(ceremony.form("keller", nine, formed_inside).ok());
}

TEST(Component, what_is_no_secret_is_refused_by_name) {
  const std::pair<const char*, const char*> cases[] = {
      {"00000000000000000000000000000000", "zeros"},        {"ABABABABABABABABABABABABABABABAB", "repeated"},
      {"12341234123412341234123412341234", "repeated"},     {"1234567812345678123456781234 5678", "repeated"},
      {"0123456789ABCDEF0123456789ABCDEF", "equal_halves"}, {"0123456789ABCDEF0022446688AACCEE", "equal_halves"},
      {"0101010101010101133457799BBCDFF1", "weak_half"},    {"133457799BBCDFF1FE01FE01FE01FE01", "weak_half"},
      {"1F1F1F1F0E0E0E0E133457799BBCDFF1", "weak_half"},    {"1E1E1E1E0F0F0F0F133457799BBCDFF1", "weak_half"},
      {"ABCDEABCDEABCDEABCDEABCDEABCDEAB", "repeated"},     {"A1B2C3A1B2C3A1B2C3A1B2C3A1B2C3A1", "repeated"},
      {"000102030405060708090A0B0C0D0E0F", "sequence"},     {"404142434445464748494A4B4C4D4E4F", "sequence"},
      {"F0E0D0C0B0A090807060504030201000", "sequence"},     {"0123456789ABCDEFFEDCBA9876543210", "sequence"},
      {"FEDCBA98765432100123456789ABCDEF", "sequence"},     {"00112233445566778899AABBCCDDEEFF", "sequence"},
      {"00020406080A0C0E10121416181A1C1E", "sequence"},     {"1001100210031004100510061007A1F3", "sequence"},
      {"0306090C0F1215181B1E2124272A2D30", "sequence"},     {"8F1D2C3B4A59687706152433425160AB", "sequence"},
      {"6B776F7461206D617374657220736565", "text"},          // "kwota master see"
      {"53756D6D6572323032362100000000FF", "text"},          // "Summer2026!" and what fills it up
      {"D181D0B5D0BAD180D0B5D182D0BDD0BE", "text"},          // Cyrillic
      {"E5AF86E992A5E5AF86E7A081E794B531", "text"},          // Chinese
      {"DEADBEEF9B0A2C5DF43E81A7C66F17D2", "word"},         {"9B0A2C5DF41C0FFEE47D2B83B5E04A61", "word"},
      {"9B0A50617373776F7264C66F17D2B83B", "word"},          // "Password" among dice
      {"70006100730073007700C3A9D2E1F4B7", "few_different"},  // as Windows writes it
      {"19841102861065512345194910012026", "digits"},       {"9B0A2C9B0A2CF49B2C0AF49B0A2CF40A", "few_different"},
  };
  for (const auto& [text, why] : cases) {
    const auto refused = check_component(seal::Suite::des, hex(text));
    ASSERT_FALSE(refused.ok()) << text;
    EXPECT_EQ(refused.error().details.at("why"), why) << text;
  }
  EXPECT_EQ(check_component(seal::Suite::des, hex("0123456789ABCDEF")).error().code, "bad_component");
  for (const auto& part : parts) EXPECT_TRUE(check_component(seal::Suite::des, part).ok());
}

TEST(Component, dice_are_taken) {
  SeededRandom dice(20'261'121);
  std::size_t refused = 0;
  for (int roll = 0; roll < 20'000; ++roll) refused += check_component(seal::Suite::des, dice.bytes(component_size)).ok() ? 0 : 1;
  EXPECT_EQ(refused, 0u) << "of 20000";
}

class Book : public ::testing::Test {
 protected:
  Book() { office.hold_shares(); }
  Result<books::Ceremony> start(const std::string& who = "keller", std::vector<std::string> officers = four) {
    return office.apply(start_ceremony(office.books, {.officers = std::move(officers)}, office.as(who)));
  }
  std::vector<FormedKey> one_key() { return {{{seal::Purpose::seed, 1}, seal::Suite::des, {0xA1, 0xB2, 0xC3}}}; }
  KeyOffice office;
};

TEST_F(Book, a_manager_begins_officers_are_named_the_journal_knows) {
  const auto begun_row = start();
  ASSERT_TRUE(begun_row.ok()) << begun_row.error().what;
  EXPECT_EQ(begun_row->version, 1);
  EXPECT_EQ(officers_of(*begun_row), four);
  ASSERT_TRUE(office.apply(note_component(office.books, 1, office.as("anna"))));
  EXPECT_EQ(office.books.key_events().back().details, "");
  ASSERT_TRUE(office.apply(note_component(office.books, 1, office.as("boris"), "2026112000000170")));
  EXPECT_EQ(office.books.key_events().back().details, R"({"card":"2026112000000170"})") << "it came from this card, or stays on it";
  ASSERT_TRUE(office.apply(note_formed(office.books, 1, one_key(), office.as("keller"))));
  EXPECT_EQ(office.journal(), (std::vector<std::string>{"ceremony_started", "component_given", "component_given", "key_formed"}));
  EXPECT_EQ(office.books.find<books::KeyVersion>("office", "seed", 1)->check_value, "A1B2C3");
  EXPECT_EQ(office.books.find<books::KeyVersion>("office", "seed", 1)->state, books::KeyStatus::created);
  EXPECT_EQ(start()->version, 2) << "the next ceremony forms the next version";
}

TEST_F(Book, nothing_of_a_component_is_kept_that_could_confirm_a_guess) {
  ASSERT_TRUE(start().ok());
  const auto decided = note_component(office.books, 1, office.as("anna"));
  ASSERT_TRUE(decided.ok());
  EXPECT_EQ(decided->changes.append.at(0).get<books::KeyEvent>().check_value, "");
}

TEST_F(Book, only_key_managers_begin_and_only_key_officers_are_named) {
  EXPECT_EQ(start("anna").error().code, "permission_denied");
  EXPECT_EQ(start("wang").error().code, "permission_denied");
  EXPECT_EQ(start("novak").error().code, "permission_denied");
  EXPECT_EQ(start("keller", {"anna", "wang"}).error().code, "not_a_key_officer");
  EXPECT_EQ(start("keller", {"anna", "nobody"}).error().code, "not_a_key_officer");
  EXPECT_EQ(office.apply(start_ceremony(office.books, {.purpose = seal::Purpose::credit, .officers = four}, office.as("keller")))
                .error()
                .code,
            "not_for_a_ceremony");
}

TEST_F(Book, a_key_has_255_versions_and_no_more) {
  books::KeyVersion last;
  last.vault = "office", last.purpose = "seed", last.version = 255;
  office.books.put(last);
  EXPECT_EQ(start().error().code, "versions_used_up");
  EXPECT_TRUE(office.journal().empty());
}

TEST_F(Book, nothing_is_formed_that_could_not_be_brought_back) {
  office.hold_shares(1);
  const auto refused = start();
  ASSERT_EQ(refused.error().code, "backup_key_missing");
  EXPECT_EQ(refused.error().details.at("collected"), "1");
  office.hold_shares(2);
  EXPECT_TRUE(start().ok());
}

TEST_F(Book, two_managers_at_once_begin_one_ceremony) {
  const auto first = start_ceremony(office.books, {.officers = four}, office.as("keller"));
  ASSERT_TRUE(office.apply(first).ok());
  EXPECT_EQ(start("orlova").error().code, "ceremony_open") << "the second one sees what the first has decided";
  ASSERT_TRUE(office.apply(note_abandoned(office.books, 1, "restart", office.as("keller"))));
  EXPECT_TRUE(start("orlova").ok());
}

TEST_F(Book, what_has_ended_is_not_gone_on_with) {
  ASSERT_TRUE(start());
  ASSERT_TRUE(office.apply(note_abandoned(office.books, 1, "expired", office.as("keller"))));
  EXPECT_EQ(office.apply(note_component(office.books, 1, office.as("anna"))).error().code, "ceremony_not_open");
  EXPECT_EQ(office.apply(note_formed(office.books, 1, one_key(), office.as("keller"))).error().code, "ceremony_not_open");
  EXPECT_EQ(office.apply(note_formed(office.books, 7, one_key(), office.as("keller"))).error().code, "unknown_ceremony");
  EXPECT_EQ(office.books.find<books::Ceremony>(1)->state_reason, "expired");
}

}  // namespace
}  // namespace kwota::keys
