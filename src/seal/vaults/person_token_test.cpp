// The token of one who handles keys: what it proves, what becomes of it when it is taken away, and what somebody who has it and its PIN
// gets out of it by PKCS#11, past our program.
#include "seal/pkcs11/person_token.h"

#include <fstream>

#include "seal/pkcs11/owner_file.h"
#include "seal/pkcs11/soft_token.h"
#include "seal/vaults/token_fixture.h"

namespace kwota::seal {
namespace {

namespace fs = std::filesystem;

std::string first_line(const fs::path& file) {
  std::ifstream in{file};
  std::string line;
  std::getline(in, line);
  return line;
}

class PersonToken : public TokenInAFolder {
 protected:
  void SetUp() override {
    TokenInAFolder::SetUp();
    if (IsSkipped()) return;
    office_ = std::make_unique<OfficeVault>(std::move(open_office_vault(folder_, {}, random_)).value());
    tokens_ = std::make_unique<PersonTokens>(people_of(office_->module, folder_, true));
  }
  void TearDown() override {
    tokens_.reset();
    office_.reset();
    TokenInAFolder::TearDown();
  }
  Bytes make(const std::string& name, const SecretBytes& pin) {
    auto key = tokens_->make({.person = name, .pin = pin}, random_);
    EXPECT_TRUE(key.ok()) << key.error().what;
    return key.ok() ? *key : Bytes{};
  }
  /// Whether what this person's token signs is his, by this key.
  std::string shows(const std::string& name, const SecretBytes& pin, const Bytes& key) {
    const auto signature = tokens_->sign(name, pin, view_of(message_));
    if (!signature.ok()) return signature.error().code;
    return verify_signature(key, sha256(view_of(message_)), *signature) ? "his" : "another's";
  }
  static SecretBytes pin_of(std::string_view text) { return SecretBytes{view_of(text)}; }

  const std::string message_ = "a challenge";
  const SecretBytes sun_pin_ = pin_of("sun's pin 1"), gao_pin_ = pin_of("gao's pin 2");
  std::unique_ptr<OfficeVault> office_;
  std::unique_ptr<PersonTokens> tokens_;
};

TEST_F(PersonToken, signs_for_its_holder_and_is_plugged_in_only_meanwhile) {
  const auto sun = make("sun", sun_pin_), gao = make("gao", gao_pin_);
  EXPECT_NE(sun, gao);
  const auto slots = [&] { return std::distance(fs::directory_iterator{folder_ / "vault" / "tokens"}, {}); };
  EXPECT_EQ(slots(), 1) << "the office's own alone";
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(shows("sun", sun_pin_, sun), "his");
    EXPECT_EQ(shows("gao", gao_pin_, gao), "his");
    EXPECT_EQ(shows("sun", sun_pin_, gao), "another's");
  }
  EXPECT_EQ(slots(), 1);
  const auto generation = office_->module->generation();
  EXPECT_EQ(shows("sun", sun_pin_, sun), "his");
  EXPECT_EQ(office_->module->generation(), generation) << "what the office does meanwhile with its own token is not broken off";
  EXPECT_TRUE(office_->store->vault().keys().ok()) << "the office's token goes on beside them";
}

TEST_F(PersonToken, whose_folder_is_there_at_the_start_breaks_nothing_off_later) {
  const auto sun = make("sun", sun_pin_), gao = make("gao", gao_pin_);
  fs::rename(tokens_->home_of("gao"), folder_ / "pocket");
  ASSERT_TRUE(office_->module->restart(1).ok()) << "the next program";
  ASSERT_TRUE(tokens_->introduce().ok());
  const auto begun = office_->module->generation();
  EXPECT_EQ(shows("sun", sun_pin_, sun), "his");
  EXPECT_EQ(office_->module->generation(), begun);
  fs::rename(folder_ / "pocket", tokens_->home_of("gao"));
  EXPECT_EQ(shows("gao", gao_pin_, gao), "his") << "who brings his later is found, too";
}

TEST_F(PersonToken, neither_another_pin_nor_another_token_nor_none_signs) {
  const auto sun = make("sun", sun_pin_);
  make("gao", gao_pin_);
  EXPECT_EQ(shows("sun", gao_pin_, sun), "wrong_person_pin");
  EXPECT_EQ(shows("sun", SecretBytes{}, sun), "wrong_person_pin");
  fs::rename(tokens_->home_of("sun"), folder_ / "pocket");
  EXPECT_EQ(shows("sun", sun_pin_, sun), "person_token_missing");
  fs::rename(tokens_->home_of("gao"), tokens_->home_of("sun"));
  EXPECT_EQ(shows("sun", gao_pin_, sun), "another's");
  fs::rename(tokens_->home_of("sun"), tokens_->home_of("gao"));
  fs::rename(folder_ / "pocket", tokens_->home_of("sun"));
  EXPECT_EQ(shows("sun", sun_pin_, sun), "his");
}

TEST_F(PersonToken, a_program_that_was_killed_leaves_it_where_the_next_one_finds_it) {
  const auto sun = make("sun", sun_pin_);
  const auto name = first_line(tokens_->home_of("sun") / "folder");
  fs::rename(tokens_->home_of("sun") / name, folder_ / "vault" / "tokens" / name);
  EXPECT_EQ(shows("sun", sun_pin_, sun), "his");
  EXPECT_TRUE(fs::exists(tokens_->home_of("sun") / name)) << "and goes back to its holder";
}

TEST_F(PersonToken, a_new_one_lies_beside_the_one_before) {
  const auto before = make("sun", sun_pin_), after = make("sun", gao_pin_);
  EXPECT_NE(before, after);
  EXPECT_EQ(shows("sun", gao_pin_, after), "his");
  EXPECT_TRUE(fs::exists(tokens_->home_of("sun").string() + ".before.1"));
  EXPECT_EQ(code(tokens_->make({.person = "sun", .pin = pin_of("1111111111")}, random_)), "bad_person_pin");
  EXPECT_EQ(code(tokens_->make({.person = "sun", .pin = pin_of("1234567")}, random_)), "bad_person_pin");
}

TEST_F(PersonToken, a_name_in_any_letters_has_a_folder_of_its_own) {
  const auto one = make("../vault", sun_pin_), other = make("李明", gao_pin_);
  EXPECT_EQ(shows("../vault", sun_pin_, one), "his");
  EXPECT_EQ(shows("李明", gao_pin_, other), "his");
  EXPECT_EQ(tokens_->home_of("../vault").parent_path(), folder_ / "people");
}

TEST_F(PersonToken, of_another_module_has_a_label_and_must_hold_his_pair) {
  PersonTokens named{people_of(office_->module, folder_, false)};
  EXPECT_EQ(code(named.make({.person = "sun", .pin = sun_pin_}, random_)), "person_token_label_missing");
  EXPECT_FALSE(fs::exists(named.home_of("sun")));
  {
    const auto plugging = office_->module->plugging();
    ASSERT_TRUE(make_token_folder(office_->module, folder_ / "vault" / "tokens", "sun's stick", TokenPins{sun_pin_, gao_pin_}).ok());
  }
  fs::create_directories(named.home_of("sun"));
  ASSERT_TRUE(write_owner_file(named.home_of("sun") / "label", view_of(std::string_view("sun's stick"))).ok());
  EXPECT_EQ(code(named.sign("sun", sun_pin_, view_of(message_))), "person_token_empty") << "a blank stick of that label proves nobody";
  const auto key = named.make({.person = "sun", .pin = sun_pin_, .label = "sun's stick"}, random_);
  ASSERT_TRUE(key.ok()) << key.error().what;
  const auto signature = named.sign("sun", sun_pin_, view_of(message_));
  ASSERT_TRUE(signature.ok()) << signature.error().what;
  EXPECT_TRUE(verify_signature(*key, sha256(view_of(message_)), *signature));
}

TEST_F(PersonToken, whoever_has_it_with_its_pin_signs_and_takes_no_key_out_of_it) {
  make("sun", sun_pin_);
  const auto home = tokens_->home_of("sun");
  const auto label = first_line(home / "label"), name = first_line(home / "folder");
  fs::rename(home / name, folder_ / "vault" / "tokens" / name);
  std::uint64_t generation = 0;
  {
    const auto using_module = office_->module->use();
    generation = office_->module->generation();
  }
  ASSERT_TRUE(office_->module->restart(generation).ok());
  const auto using_module = office_->module->use();
  bool refused = false;
  const auto slot = office_->module->slot_of(label);
  ASSERT_TRUE(slot.ok());
  auto session = Pkcs11Session::open(office_->module, *slot, CKU_USER, sun_pin_.view(), refused);
  ASSERT_TRUE(session.ok());
  const auto pairs = session->objects(CKO_PRIVATE_KEY);
  ASSERT_TRUE(pairs.ok());
  ASSERT_EQ(pairs->size(), 1u) << "one pair, and no key of any tree";
  EXPECT_TRUE(session->objects(CKO_SECRET_KEY)->empty());
  const auto own = pairs->begin()->second;
  EXPECT_FALSE(session->attribute(own, CKA_VALUE).ok());
  Pkcs11Template extractable;
  extractable.flag(CKA_EXTRACTABLE, true).flag(CKA_SENSITIVE, false);
  EXPECT_NE(office_->module->call().C_SetAttributeValue(session->handle(), own, extractable.data(), extractable.size()), CKR_OK);
  Pkcs11Template copied;
  copied.flag(CKA_TOKEN, false).flag(CKA_EXTRACTABLE, true);
  EXPECT_FALSE(session->copy(own, copied).ok());
  Pkcs11Template other_key;
  other_key.number(CKA_CLASS, CKO_SECRET_KEY).number(CKA_KEY_TYPE, CKK_GENERIC_SECRET).number(CKA_VALUE_LEN, 32);
  EXPECT_FALSE(session->derive_by_agreement(own, Bytes(65, 4), other_key).ok()) << "it signs, and does nothing else";
  EXPECT_TRUE(session->sign(CKM_ECDSA, own, sha256(view_of(message_))).ok()) << "that much he can: it is the proof itself";
}

}  // namespace
}  // namespace kwota::seal
