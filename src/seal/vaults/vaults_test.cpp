// Which vault seals for the counters: in sample books the folder's keys until the utility's own are active, and never again afterwards;
// in real books nothing before those.
#include "seal/vaults/vaults.h"

#include <algorithm>
#include <fstream>

#include "seal/cipher/card_crypto.h"
#include "seal/cipher/ecdsa.h"
#include "seal/vaults/token_fixture.h"

namespace kwota::seal {
namespace {

namespace fs = std::filesystem;

class VaultsTest : public TokenInAFolder {
 protected:
  BothVaults open_all() {
    auto vaults = open_both(folder_, read_vault_configuration(folder_).value(), random_);
    EXPECT_TRUE(vaults.ok()) << (vaults.ok() ? "" : vaults.error().what);
    return std::move(vaults).value();
  }
  /// The office makes a root, delivers its county key and has it activated.
  void bring_own_keys(BothVaults& vaults, std::initializer_list<Purpose> roots) {
    const Factor county{1, 2, 3};
    ASSERT_TRUE(
        vaults.sealing_store->accept_delivery(*vaults.office->start_delivery(*vaults.sealing_store->receiving_key())).ok());
    for (const auto purpose : roots) {
      ASSERT_TRUE(vaults.office->make({purpose, 1}, Suite::des, random_).ok());
      const auto taken = vaults.sealing_store->take(*vaults.office->deliver({purpose, 1}, {&county, 1}));
      ASSERT_TRUE(taken.ok());
      ASSERT_TRUE(vaults.sealing_store->activate(taken->key, taken->check_value).ok());
    }
  }
};

const LineMac sale{{Purpose::credit, 1}, {{9}}, {1, 2, 3, 4}, Bytes(13)};
const Authenticate seller{{Purpose::seller_authentication, 1}, {{9}}, {1}};

TEST_F(VaultsTest, new_sample_books_seal_with_keys_of_their_folder_and_have_an_empty_office) {
  auto vaults = open_all();
  EXPECT_TRUE(*seals_with_sample_keys(*vaults.sealing));
  EXPECT_TRUE(vaults.sealing->perform(sale).ok());
  EXPECT_TRUE(holds_no_keys(*vaults.office));
  for (const auto* file : {"sample-keys.txt", "vault-sample.pin", "vault-own.pin", "vault-office.pin"})
    EXPECT_EQ(fs::status(folder_ / file).permissions() & fs::perms::all, fs::perms::owner_read | fs::perms::owner_write) << file;
}

TEST_F(VaultsTest, the_counters_seal_with_own_keys_from_the_moment_one_is_activated) {
  auto vaults = open_all();
  const auto with_sample_keys = *vaults.sealing->perform(sale);
  bring_own_keys(vaults, {Purpose::credit});
  const auto with_own_keys = vaults.sealing->perform(sale);
  ASSERT_TRUE(with_own_keys.ok());
  EXPECT_NE(*with_own_keys, with_sample_keys);
  EXPECT_FALSE(*seals_with_sample_keys(*vaults.sealing));
  EXPECT_EQ(vaults.sealing->perform(seller).error().code, "key_missing") << "the sample key of that name does not answer";
}

TEST_F(VaultsTest, sample_keys_never_seal_again_whatever_happens_to_the_own_token) {
  {
    auto vaults = open_all();
    bring_own_keys(vaults, {Purpose::credit});
    ASSERT_TRUE(vaults.sealing->perform(sale).ok());
    ASSERT_TRUE(vaults.sealing_store->destroy({Purpose::credit, 1}).ok());
    EXPECT_EQ(vaults.sealing->perform(sale).error().code, "key_missing");
  }
  auto vaults = open_all();
  EXPECT_EQ(vaults.sealing->perform(sale).error().code, "key_missing") << "after the next start neither";
}

TEST_F(VaultsTest, the_books_are_signed_by_a_pair_of_their_own_and_not_by_the_sample_tokens) {
  auto vaults = open_all();
  const auto own = *vaults.sealing_store->vault().root_public_key();
  EXPECT_EQ(*vaults.sealing->root_public_key(), own);
  const auto sample = open_known_vault({.folder = folder_ / "vault", .pin_file = folder_ / "vault-sample.pin", .label = "kwota-sample"},
                                       SampleKeys::read(folder_)->roots(), random_);
  ASSERT_TRUE(sample.ok()) << sample.error().what;
  EXPECT_NE((*sample)->root_public_key().ok() ? *(*sample)->root_public_key() : Bytes{}, own);
  const Digest root = sha256(view_of("root"));
  EXPECT_TRUE(verify_signature(own, root, *vaults.sealing->sign_root(root)));
}

TEST_F(VaultsTest, with_own_keys_a_sample_key_tells_who_a_card_is_and_seals_nothing) {
  auto vaults = open_all();
  const auto before = *vaults.sealing->perform(seller);
  auto who = seller;
  who.key.version = sample_keys_of_before;
  auto credit = sale;
  credit.key.version = sample_keys_of_before;
  EXPECT_EQ(*vaults.sealing->perform(who), before);
  bring_own_keys(vaults, {Purpose::credit, Purpose::seller_authentication});
  EXPECT_NE(*vaults.sealing->perform(seller), before);
  EXPECT_EQ(*vaults.sealing->perform(who), before);
  EXPECT_EQ(vaults.sealing->perform(credit).error().code, "key_missing") << "no credit is sealed with it";
}

TEST_F(VaultsTest, real_books_seal_nothing_before_their_own_keys_and_are_signed_all_the_same) {
  auto vaults = open_vaults(folder_, {}, random_);
  ASSERT_TRUE(vaults.ok()) << vaults.error().what;
  auto& sealing = *vaults->sealing;
  EXPECT_EQ(sealing.perform(sale).error().code, "own_keys_missing");
  EXPECT_EQ(sealing.perform(seller).error().code, "own_keys_missing");
  EXPECT_EQ(sealing.health().error().code, "own_keys_missing");
  EXPECT_FALSE(*seals_with_sample_keys(sealing));
  EXPECT_TRUE(std::ranges::all_of(*sealing.keys(), [](const KeyDescription& one) { return one.key.purpose == Purpose::root_signature; }));
  const Digest root = sha256(view_of("root"));
  EXPECT_TRUE(verify_signature(*sealing.root_public_key(), root, *sealing.sign_root(root)));
  EXPECT_FALSE(fs::exists(folder_ / SampleKeys::file_name));
  auto who = seller;
  who.key.version = sample_keys_of_before;
  EXPECT_EQ(sealing.perform(who).error().code, "own_keys_missing") << "there is nothing of before";
}

TEST_F(VaultsTest, the_pair_that_signs_the_books_is_the_same_before_and_after_own_keys) {
  Bytes before;
  {
    auto vaults = open_all();
    before = *vaults.sealing->root_public_key();
    bring_own_keys(vaults, {Purpose::credit});
    EXPECT_EQ(*vaults.sealing->root_public_key(), before);
  }
  auto vaults = open_all();
  const Digest root = sha256(view_of("root"));
  EXPECT_TRUE(verify_signature(before, root, *vaults.sealing->sign_root(root)));
}

TEST_F(VaultsTest, a_token_whose_pin_is_typed_is_neither_made_nor_opened_where_nobody_types) {
  VaultConfiguration configuration;
  configuration.office.pin = {.typed = true};
  const auto opened = open_office_vault(folder_, configuration, random_);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, "pin_not_typed");
  EXPECT_FALSE(fs::exists(folder_ / "vault-office.pin")) << "no way to open it stands anywhere";
  EXPECT_FALSE(fs::exists(folder_ / "vault")) << "and no token was begun";
}

TEST_F(VaultsTest, figures_say_which_token_it_is_and_how_often_it_was_found_again) {
  auto vaults = open_all();
  ASSERT_TRUE(vaults.sealing->perform(sale).ok());
  EXPECT_EQ(vaults.sealing->figures().token, "kwota-sample");
  EXPECT_EQ(vaults.sealing->figures().reconnects, 0u);
  const auto tokens = folder_ / "vault" / "tokens";
  fs::rename(tokens, folder_ / "pulled-out");
  fs::create_directory(tokens);
  EXPECT_EQ(vaults.sealing->perform(sale).error().code, "vault_offline");
  ASSERT_TRUE(vaults.sealing->figures().last_error);
  EXPECT_EQ(vaults.sealing->figures().last_error->code, "vault_offline");
  fs::remove(tokens);
  fs::rename(folder_ / "pulled-out", tokens);
  EXPECT_TRUE(vaults.sealing->perform(sale).ok());
  EXPECT_EQ(vaults.sealing->figures().reconnects, 1u);
  EXPECT_EQ(vaults.sealing->figures().sessions, 1u);
}

TEST_F(VaultsTest, one_token_that_is_pulled_does_not_make_another_vaults_sessions_speak_for_it) {
  auto vaults = open_all();
  bring_own_keys(vaults, {Purpose::credit});
  const auto expected = *vaults.sealing->perform(sale);
  // Finding the office's token gone starts the library again: numbers of sessions and keys begin anew.
  ASSERT_TRUE(vaults.office->vault().health().ok());
  const auto tokens = folder_ / "vault" / "tokens";
  for (int i = 0; i < 3; ++i) {
    fs::rename(tokens, folder_ / "pulled-out");
    fs::create_directory(tokens);
    EXPECT_EQ(vaults.office->vault().health().error().code, "vault_offline");
    fs::remove(tokens);
    fs::rename(folder_ / "pulled-out", tokens);
    EXPECT_TRUE(vaults.office->vault().health().ok());
    EXPECT_EQ(*vaults.sealing->perform(sale), expected);
  }
}

TEST_F(VaultsTest, another_module_that_is_not_there_is_an_offline_vault) {
  std::ofstream{folder_ / "vault.json"} << R"({"module": "/nowhere/libhsm.so"})";
  EXPECT_EQ(open_both(folder_, *read_vault_configuration(folder_), random_).error().code, "vault_offline");
}

TEST(VaultConfigurationFile, names_module_tokens_and_pins) {
  const auto read = *parse_vault_configuration(
      R"({"module": "/usr/lib/hsm.so", "sessions": 8, "sealing": {"token": "county", "pin_environment": "COUNTY_PIN"},
          "office": {"token": "office", "pin_file": "/etc/kwota/office.pin"}})");
  EXPECT_EQ(read.module, "/usr/lib/hsm.so");
  EXPECT_EQ(read.sessions, 8u);
  EXPECT_EQ(read.sealing.label, "county");
  EXPECT_EQ(read.sealing.pin.environment, "COUNTY_PIN");
  EXPECT_TRUE(read.sealing.pin.file.empty());
  EXPECT_EQ(read.office.pin.file, "/etc/kwota/office.pin");
}

TEST(VaultConfigurationFile, keeps_the_defaults_for_what_it_does_not_name) {
  const auto read = *parse_vault_configuration("{}");
  EXPECT_TRUE(read.module.empty());
  EXPECT_EQ(read.sealing.label, "kwota-vault");
  EXPECT_EQ(read.office.label, "kwota-office");
}

TEST(VaultConfigurationFile, a_counter_seals_with_the_token_unless_a_psam_or_a_load_sam_is_named) {
  EXPECT_EQ(parse_vault_configuration("{}")->counter.kind, SealsWith::token);
  EXPECT_EQ(parse_vault_configuration(R"({"counter": {"kind": "token"}})")->counter.kind, SealsWith::token);
  const auto psam =
      parse_vault_configuration(
          R"({"counter": {"kind": "psam", "reader": "SAM slot", "terminal": "000033010001", "pin_file": "psam.pin"}})")
          ->counter;
  EXPECT_EQ(psam.kind, SealsWith::psam);
  EXPECT_EQ(psam.reader, "SAM slot");
  EXPECT_EQ(to_hex(psam.terminal), "000033010001");
  EXPECT_EQ(psam.pin.file, "psam.pin");
  const auto load_sam =
      parse_vault_configuration(R"({"counter": {"kind": "load_sam", "reader": "SAM slot", "terminal": "000033010002"}})")->counter;
  EXPECT_EQ(load_sam.kind, SealsWith::load_sam);
  EXPECT_EQ(to_hex(load_sam.terminal), "000033010002");
  EXPECT_FALSE(parse_vault_configuration(R"({"counter": {"kind": "load_sam", "reader": "x", "terminal": "000033010002", "pin_file": "p"}})").ok())
      << "its PIN is its holder's alone";
}

TEST(VaultConfigurationFile, slips_are_refused_with_the_place) {
  const auto reason = [](std::string_view text) {
    const auto read = parse_vault_configuration(text);
    return read.ok() ? std::string{"ok"} : read.error().details.at("reason");
  };
  EXPECT_EQ(reason(R"({"modul": "x"})"), "modul is not known");
  EXPECT_EQ(reason(R"({"office": {"pin": "1234"}})"), "office.pin is \"typed\", or the PIN comes from pin_file or pin_environment");
  EXPECT_EQ(reason(R"({"office": {"pin_file": "a", "pin_environment": "B"}})"), "office takes its PIN from one place only");
  EXPECT_EQ(reason(R"({"sessions": 0})"), "sessions is no number from 1 to 64");
  EXPECT_EQ(reason(R"({"sessions": "4"})"), "sessions is no number from 1 to 64");
  EXPECT_EQ(reason(R"({"module": ""})"), "module is no text");
  EXPECT_EQ(reason(R"({"sealing": {"token": "kwota-office"}})"), "the key office and the counters may not share a token");
  EXPECT_EQ(reason(R"({"sealing": {"token": "a label that is longer than thirty-two"}})"),
            "sealing.token is longer than 32 bytes");
  EXPECT_EQ(reason(R"({"counter": "psam"})"), "counter is no object");
  EXPECT_EQ(reason(R"({"counter": {}})"), "counter.kind is none of token, psam, load_sam");
  EXPECT_EQ(reason(R"({"counter": {"kind": "token", "label": "x"}})"), "counter.label is not known");
  EXPECT_EQ(reason(R"({"counter": {"kind": "ukey", "label": "ukey-0a1b2c3d"}})"),
            "counter.kind ukey: a software token binds nobody to a quota; what a counter may sell is counted in a load SAM, kind load_sam");
  EXPECT_EQ(reason(R"({"counter": {"kind": "psam", "terminal": "000033010001", "pin_file": "p"}})"),
            "counter.reader names the PSAM's or load SAM's reader");
  EXPECT_EQ(reason(R"({"counter": {"kind": "psam", "reader": "r", "terminal": "33010001", "pin_file": "p"}})"),
            "counter.terminal has 12 hexadecimal digits");
  EXPECT_EQ(reason(R"({"counter": {"kind": "psam", "reader": "r", "terminal": "000033010001"}})"),
            "counter takes the PIN of the PSAM from pin_file or pin_environment");
  EXPECT_EQ(reason("[]"), "it is no object");
  EXPECT_TRUE(reason("{").starts_with("it is no JSON")) << reason("{");
}

}  // namespace
}  // namespace kwota::seal
