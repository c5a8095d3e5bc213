// Against a real PKCS#11 library: each test has its own SoftHSM token in a folder of its own.
#include "seal/pkcs11/pkcs11_vault.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <thread>

#include "seal/cipher/card_crypto.h"
#include "seal/cipher/ecdsa.h"
#include "seal/pkcs11/token_keys.h"
#include "seal/vault/software_vault.h"
#include "seal/vaults/token_fixture.h"

namespace kwota::seal {
namespace {

namespace fs = std::filesystem;

const Authenticate some_request{
    {Purpose::seller_authentication, 1}, CardSerial{{1, 2, 3, 4, 5, 6, 7, 8}}, {8, 7, 6, 5, 4, 3, 2, 1}};

template <std::size_t n>
std::array<std::uint8_t, n> any_array() {
  std::array<std::uint8_t, n> out{};
  for (auto& b : out) b = *rc::gen::arbitrary<std::uint8_t>();
  return out;
}
KeyRef any_key() {
  return {static_cast<Purpose>(*rc::gen::inRange<int>(0, purposes)), static_cast<std::uint8_t>(*rc::gen::inRange(1, 3))};
}
Bytes any_bytes(std::size_t count) { return *rc::gen::container<Bytes>(count, rc::gen::arbitrary<std::uint8_t>()); }

std::vector<Factor> any_factors() {
  std::vector<Factor> factors(*rc::gen::inRange<std::size_t>(0, 6));
  for (auto& factor : factors) factor = any_array<8>();
  return factors;
}

Request any_request() {
  const CardSerial serial{any_array<8>()};
  switch (*rc::gen::inRange(0, 6)) {
    case 0: return Authenticate{any_key(), serial, any_array<8>()};
    case 1: return LineMac{any_key(), serial, any_array<4>(), any_bytes(*rc::gen::inRange<std::size_t>(0, 60))};
    case 2: return SessionMac{any_key(), any_factors(), any_array<8>(), any_bytes(*rc::gen::inRange<std::size_t>(0, 60))};
    case 3: return TransactionCode{any_key(), any_factors(), any_bytes(*rc::gen::inRange<std::size_t>(0, 60))};
    case 4:
      return EncipheredCommand{any_key(), serial, any_array<4>(), any_array<4>(), any_bytes(*rc::gen::inRange<std::size_t>(0, 5)),
                               any_bytes(*rc::gen::inRange<std::size_t>(0, 60))};
    default: {
      WriteCardKey write{
          any_key(), any_key(), serial, any_array<4>(), 0x01, 0x05, any_bytes(*rc::gen::inRange<std::size_t>(2, 7))};
      if (*rc::gen::arbitrary<bool>()) write.factor = any_array<8>();
      write.path = any_factors();
      return write;
    }
  }
}

/// Requests that every purpose is asked for; its rules say which it answers.
std::vector<Request> requests_of(const KeyRef& key) {
  const std::vector<Factor> levels{{1}, {2}, {3}};
  WriteCardKey of_a_mother{key, {Purpose::issue_transport, 1}, {{9}}, {1}, 0, 2, Bytes(3), Factor{4}, levels};
  return {Authenticate{key, {{9}}, {1}},
          LineMac{key, {{9}}, {1}, Bytes(13)},
          LineMac{key, {{9}}, {1}, {}},
          WriteCardKey{key, {Purpose::card_master, 1}, {{9}}, {1}, 1, 2, Bytes(5)},
          WriteCardKey{key, {Purpose::card_transport, 1}, {{9}}, {1}, 1, 2, Bytes(5)},
          of_a_mother,
          EncipheredCommand{key, {{9}}, {1}, {4, 0xD6, 0x83, 0}, Bytes(4), Bytes(7)},
          EncipheredCommand{key, {{9}}, {1}, {4, 0xD6, 0x88, 0}, {}, Bytes(8)},
          SessionMac{key, levels, {5}, Bytes(18)},
          SessionMac{key, {{7}}, {5}, {}},
          TransactionCode{key, levels, Bytes(24)},
          TransactionCode{key, {{7}}, {}}};
}

using Pkcs11VaultTest = TokenInAFolder;

TEST_F(Pkcs11VaultTest, a_token_and_the_vault_in_memory_give_the_same_bytes_and_the_same_refusals) {
  const auto token = open();
  ASSERT_TRUE(token);
  auto memory = SoftwareVault::with_test_keys();
  EXPECT_TRUE(rc::check([&] {
    const Request request = any_request();
    const auto ours = token->perform(request), theirs = memory.perform(request);
    RC_ASSERT(ours.ok() == theirs.ok());
    RC_CLASSIFY(ours.ok(), "answered");
    if (ours.ok()) {
      RC_ASSERT(*ours == *theirs);
    } else {
      RC_ASSERT(ours.error().code == theirs.error().code);
    }
  }));
}

TEST_F(Pkcs11VaultTest, every_permitted_use_of_every_key_agrees) {
  const auto token = open();
  ASSERT_TRUE(token);
  auto memory = SoftwareVault::with_test_keys();
  std::size_t answered = 0;
  for (std::size_t i = 0; i < purposes; ++i) {
    const KeyRef key{static_cast<Purpose>(i), 1};
    for (const Request& request : requests_of(key)) {
      const auto ours = token->perform(request), theirs = memory.perform(request);
      ASSERT_EQ(ours.ok(), theirs.ok()) << name_of(key.purpose);
      if (!ours.ok()) continue;
      EXPECT_EQ(to_hex(*ours), to_hex(*theirs)) << name_of(key.purpose);
      ++answered;
    }
  }
  // return_data protects writes of zeros only, and these are none.
  constexpr std::size_t authenticating = 7, protecting = 7, sealing_transactions = 5, folding = 4, enciphering = 2;
  const auto of_the_seed = static_cast<std::size_t>(
      std::ranges::count_if(*memory.keys(), [](const KeyDescription& one) { return comes_from_the_seed(one.key.purpose); }));
  EXPECT_EQ(answered, authenticating + 2 * protecting + 3 * of_the_seed + 2 * sealing_transactions + 2 * folding + 2 * enciphering);
}

TEST_F(Pkcs11VaultTest, many_codes_at_once_are_those_of_one_after_another) {
  const auto token = open();
  ASSERT_TRUE(token);
  auto memory = SoftwareVault::with_test_keys();
  const KeyRef tac{Purpose::tac, 1}, seed{Purpose::seed, 1};
  std::vector<TransactionCode> asked{{tac, {{7}}, Bytes(24)}, {tac, {{7}}, Bytes(25)}, {tac, {{8}}, Bytes(24)}, {tac, {{7}}, Bytes(24)}, {tac, {{7}, {8}}, Bytes(24)}, {tac, {{7}, {8}}, {}}};
  for (Vault* vault : std::initializer_list<Vault*>{token.get(), &memory}) {
    const auto codes = vault->codes(asked);
    ASSERT_TRUE(codes.ok()) << codes.error().what;
    ASSERT_EQ(codes->size(), asked.size());
    for (std::size_t i = 0; i < asked.size(); ++i) EXPECT_EQ(to_hex((*codes)[i]), to_hex(*memory.perform(asked[i])));
    EXPECT_TRUE(vault->codes({})->empty());
  }
  asked.push_back({{Purpose::tac, 9}, {{7}}, Bytes(24)});
  EXPECT_EQ(token->codes(asked).error().code, "key_missing");
  asked.back() = {seed, {}, Bytes(24)};
  EXPECT_EQ(token->codes(asked).error().code, token->perform(asked.back()).error().code) << "what one may not have, many may not";
}

TEST_F(Pkcs11VaultTest, both_vaults_describe_the_same_test_keys) {
  const auto token = open();
  ASSERT_TRUE(token);
  auto memory = SoftwareVault::with_test_keys();
  const auto inside = *token->keys(), outside = *memory.keys();
  ASSERT_EQ(inside.size(), outside.size());
  for (std::size_t i = 0; i < inside.size(); ++i) {
    EXPECT_EQ(inside[i].key, outside[i].key);
    EXPECT_EQ(inside[i].test_key, outside[i].test_key);
    if (inside[i].key.purpose == Purpose::root_signature) continue;  // each vault made its own pair
    EXPECT_EQ(inside[i].check_value, outside[i].check_value) << name_of(inside[i].key.purpose);
  }
}

TEST_F(Pkcs11VaultTest, the_token_signs_what_anybody_can_check) {
  const auto token = open();
  ASSERT_TRUE(token);
  const Digest root = sha256(view_of("root"));
  const auto signature = *token->sign_root(root);
  EXPECT_TRUE(verify_signature(*token->root_public_key(), root, signature));
  EXPECT_FALSE(verify_signature(*token->root_public_key(), sha256(view_of("other")), signature));
}

TEST_F(Pkcs11VaultTest, the_second_start_finds_the_same_token_and_the_same_signature_key) {
  const Bytes first = *open()->root_public_key();
  const auto again = open();
  ASSERT_TRUE(again);
  EXPECT_EQ(*again->root_public_key(), first);
  EXPECT_EQ(again->keys()->size(), SoftwareVault::with_test_keys().keys()->size());
}

TEST_F(Pkcs11VaultTest, no_key_can_be_read_out_of_the_token) {
  const auto vault = open();
  ASSERT_TRUE(vault->health().ok());
  const auto module = *Pkcs11Module::load(softhsm_module);
  const auto using_module = module->use();
  auto session = look_into(module, "kwota-test", place().pin_file);
  ASSERT_TRUE(session.ok());
  auto keys = *session->objects(CKO_SECRET_KEY);
  EXPECT_EQ(keys.size(), SoftwareVault::with_test_keys().keys()->size()) << "the roots, and the left half of the transport key";
  for (const auto& [label, key] : keys) {
    EXPECT_FALSE(session->attribute(key, CKA_VALUE).ok()) << label;
    EXPECT_EQ(*session->attribute(key, CKA_SENSITIVE), Bytes{CK_TRUE}) << label;
    EXPECT_EQ(*session->attribute(key, CKA_EXTRACTABLE), Bytes{CK_FALSE}) << label;
  }
  const Factor card{1};
  const auto derived = TokenCipher{*session}.diversified({keys.at("kwota/credit/1")}, {&card, 1});
  EXPECT_FALSE(session->attribute(derived->handle(), CKA_VALUE).ok()) << "a card's key neither";
}

TEST_F(Pkcs11VaultTest, no_card_key_stays_in_the_token_after_the_request) {
  const auto vault = open();
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(vault->perform(LineMac{{Purpose::credit, 1}, {{9}}, {1}, Bytes(13)}).ok());
  const auto module = *Pkcs11Module::load(softhsm_module);
  const auto using_module = module->use();
  auto session = look_into(module, "kwota-test", place().pin_file);
  ASSERT_TRUE(session.ok());
  CK_BBOOL no = CK_FALSE;
  CK_ATTRIBUTE session_objects{CKA_TOKEN, &no, sizeof no};
  ASSERT_EQ(module->call().C_FindObjectsInit(session->handle(), &session_objects, 1), CKR_OK);
  CK_OBJECT_HANDLE found = 0;
  CK_ULONG count = 99;
  ASSERT_EQ(module->call().C_FindObjects(session->handle(), &found, 1, &count), CKR_OK);
  EXPECT_EQ(count, 0u);
}

TEST_F(Pkcs11VaultTest, a_token_that_is_pulled_out_is_offline_and_works_again_when_it_is_back) {
  const auto vault = open();
  const auto before = *vault->perform(some_request);
  const auto tokens = place().folder / "tokens";
  fs::rename(tokens, folder_ / "pulled-out");
  fs::create_directory(tokens);
  EXPECT_EQ(vault->health().error().code, "vault_offline");
  EXPECT_EQ(vault->perform(some_request).error().code, "vault_offline");
  EXPECT_EQ(vault->sign_root({}).error().code, "vault_offline");
  fs::remove(tokens);
  fs::rename(folder_ / "pulled-out", tokens);
  EXPECT_EQ(*vault->perform(some_request), before);
  EXPECT_TRUE(vault->health().ok());
}

TEST_F(Pkcs11VaultTest, a_wrong_pin_is_tried_once_and_never_again) {
  open();
  int asked = 0;
  const auto module = *Pkcs11Module::load(softhsm_module);
  Pkcs11Vault vault{module, "kwota-test", [&]() -> Result<SecretBytes> {
                      ++asked;
                      return SecretBytes{view_of("AAAAAAAAAAAAAAAA")};
                    }};
  EXPECT_EQ(vault.health().error().code, "vault_refused");
  EXPECT_EQ(vault.perform(some_request).error().code, "vault_refused");
  EXPECT_EQ(asked, 1);
}

TEST_F(Pkcs11VaultTest, a_set_up_that_was_cut_off_is_finished_by_the_next_start) {
  {
    const auto vault = open();
    const auto module = *Pkcs11Module::load(softhsm_module);
    const auto using_module = module->use();
    auto session = look_into(module, "kwota-test", place().pin_file);
    ASSERT_TRUE(session.ok());
    auto keys = *session->objects(CKO_SECRET_KEY);
    for (const auto* label : {"kwota/pin_reload/1", "kwota/card_transport/1/left"})
      ASSERT_EQ(module->call().C_DestroyObject(session->handle(), keys.at(label)), CKR_OK);
  }
  EXPECT_EQ(open()->keys()->size(), SoftwareVault::with_test_keys().keys()->size());
}

TEST_F(Pkcs11VaultTest, a_power_cut_while_the_pins_are_written_leaves_nothing_in_the_way) {
  std::ofstream{place().pin_file.string() + ".new"} << "ABC";
  EXPECT_TRUE(open()->health().ok());
}

TEST_F(Pkcs11VaultTest, a_pin_file_that_others_can_read_is_refused) {
  open();
  ASSERT_EQ(chmod(place().pin_file.c_str(), 0640), 0);
  EXPECT_EQ(open_known_vault(place(), test_root, random_).error().code, "vault_refused");
}

TEST_F(Pkcs11VaultTest, a_token_whose_pin_file_was_lost_is_not_replaced_by_a_new_one) {
  open();
  fs::remove(place().pin_file);
  EXPECT_EQ(open_known_vault(place(), test_root, random_).error().code, "vault_refused");
  EXPECT_FALSE(fs::exists(place().pin_file));
}

TEST_F(Pkcs11VaultTest, eight_tills_at_once_get_their_own_answers) {
  const auto token = open();
  auto memory = SoftwareVault::with_test_keys();
  std::array<bool, 8> right{};
  std::vector<Bytes> expected;
  for (std::uint8_t till = 0; till < right.size(); ++till)
    expected.push_back(*memory.perform(LineMac{{Purpose::credit, 1}, {{till}}, {till}, Bytes(20)}));
  {
    std::vector<std::jthread> tills;
    for (std::uint8_t till = 0; till < right.size(); ++till) {
      tills.emplace_back([&, till] {
        right[till] = true;
        for (int i = 0; i < 20; ++i)
          right[till] =
              right[till] && *token->perform(LineMac{{Purpose::credit, 1}, {{till}}, {till}, Bytes(20)}) == expected[till];
      });
    }
  }
  EXPECT_EQ(std::count(right.begin(), right.end(), true), 8);
}

TEST(Pkcs11Module, a_library_that_is_not_there_is_an_offline_vault) {
  EXPECT_EQ(Pkcs11Module::load("/nowhere/libpkcs11.so").error().code, "vault_offline");
}

}  // namespace
}  // namespace kwota::seal
