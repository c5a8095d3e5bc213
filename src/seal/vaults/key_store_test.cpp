// The key office's work with real tokens: a ceremony, a tree, a delivery, a backup, and everything that may go wrong there.
#include <openssl/evp.h>
#include <openssl/x509.h>
#ifdef KWOTA_ASAN
#include <sanitizer/lsan_interface.h>
#endif

#include <algorithm>

#include "seal/cipher/card_crypto.h"
#include "seal/cipher/ecdsa.h"
#include "seal/cipher/key_agreement.h"
#include "seal/cipher/secure_messaging.h"
#include "seal/key_store/pkcs11_key_store.h"
#include "seal/vault/key_block.h"
#include "seal/vault/software_vault.h"
#include "seal/vaults/token_fixture.h"

namespace kwota::seal {
namespace {

const std::array<std::string_view, 4> officers{"98C9DE1AEAE29D5773203202A53E6D91", "47ACE63DD728859817F2C8D509404D3B",
                                               "0F1E2D3C4B5A69788796A5B4C3D2E1F1", "C0FFEE00DECAFBADB16B00B5CAFED00D"};
constexpr KeyRef seed{Purpose::seed, 1};
constexpr Factor utility{'H', 'E', 'B', 'E', 'I', 0, 0, 1}, province{0x13, 0, 0, 0, 0x13, 0, 0, 0},
    county{0x13, 0x05, 0x21, 0, 0x13, 0x05, 0x21, 0};

std::vector<SecretBytes> components() {
  std::vector<SecretBytes> all;
  for (const auto text : officers) all.emplace_back(hex(text));
  return all;
}

/// What the vault must have computed: the same on OpenSSL alone.
Key seed_in_the_open() {
  Bytes sum(16);
  for (const auto text : officers)
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] = static_cast<std::uint8_t>(sum[i] ^ hex(text)[i]);
  return Key::des(sum);
}
Key diversified(Key key, std::initializer_list<Factor> factors) {
  for (const auto& factor : factors) key = diversify(key, factor);
  return key;
}
Key county_key(Purpose purpose) { return diversified(seed_in_the_open(), {purpose_factor(purpose), utility, province, county}); }
const std::vector<Factor> to_county{utility, province, county};

class KeyStoreTest : public TokenInAFolder {
 protected:
  void SetUp() override {
    TokenInAFolder::SetUp();
    if (IsSkipped()) return;
    module_ = open_soft_hsm(folder_ / "hsm", softhsm_module).value();
  }
  void TearDown() override {
    module_.reset();
    TokenInAFolder::TearDown();
  }
  std::unique_ptr<Pkcs11KeyStore> store(const std::string& label) {
    const auto pin_file = folder_ / (label + ".pin");
    EXPECT_TRUE(make_pins(*module_, label, pin_file, random_).ok());
    {
      const auto pins = read_pins(pin_file).value();
      const auto using_module = module_->use();
      EXPECT_TRUE(open_token(module_, label, pins).ok());
    }
    return std::make_unique<Pkcs11KeyStore>(
        std::make_shared<Pkcs11Token>(module_, label, pin_from_file(pin_file), Pkcs11Token::Settings{}));
  }
  /// A seed and the roots of some purposes.
  void plant(KeyStore& office, std::initializer_list<Purpose> roots) {
    ASSERT_TRUE(office.form(seed, Suite::des, components()).ok());
    for (const auto purpose : roots) {
      const Factor factor = purpose_factor(purpose);
      ASSERT_TRUE(office.derive(seed, {&factor, 1}, {purpose, 1}).ok());
    }
  }
  void connect(KeyStore& from, KeyStore& to) {
    const auto transport = from.start_delivery(to.receiving_key().value());
    ASSERT_TRUE(transport.ok()) << transport.error().what;
    const auto accepted = to.accept_delivery(*transport);
    ASSERT_TRUE(accepted.ok()) << accepted.error().what;
  }

  std::shared_ptr<Pkcs11Module> module_;
};

/// Checked by OpenSSL: by anybody who holds the public key.
bool verifies(ByteView public_key, ByteView message, ByteView signature) {
  const auto* p = public_key.data();
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{d2i_PUBKEY(nullptr, &p, static_cast<long>(public_key.size())),
                                                                EVP_PKEY_free};
  if (!key) return false;
  if (EVP_PKEY_is_a(key.get(), "EC") == 1) {
    Signature raw{};
    std::ranges::copy(signature, raw.begin());
    return verify_signature(public_key, sha256(message), raw);
  }
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> check{EVP_MD_CTX_new(), EVP_MD_CTX_free};
  const auto* digest = EVP_PKEY_is_a(key.get(), "RSA") == 1 ? EVP_sha256() : nullptr;
  return EVP_DigestVerifyInit(check.get(), nullptr, digest, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(check.get(), signature.data(), signature.size(), message.data(), message.size()) == 1;
}

TEST_F(KeyStoreTest, four_officers_form_a_seed_whose_roots_have_the_check_values_of_the_open_computation) {
  const auto office = store("kwota-office");
  const auto formed = office->form(seed, Suite::des, components());
  ASSERT_TRUE(formed.ok()) << formed.error().what;
  EXPECT_EQ(*formed, check_value(seed_in_the_open()));
  for (std::size_t i = 0; i < purposes; ++i) {
    const auto purpose = static_cast<Purpose>(i);
    if (!comes_from_the_seed(purpose)) continue;
    const Factor factor = purpose_factor(purpose);
    const auto derived = office->derive(seed, {&factor, 1}, {purpose, 1});
    ASSERT_TRUE(derived.ok()) << derived.error().what;
    EXPECT_EQ(*derived, check_value(diversify(seed_in_the_open(), factor))) << name_of(purpose);
  }
  EXPECT_EQ(*office->check_value({Purpose::credit, 1}, to_county), check_value(county_key(Purpose::credit)));
}

TEST_F(KeyStoreTest, a_component_that_the_token_rolls_is_another_one_each_time_and_a_key_is_formed_of_it) {
  const auto office = store("kwota-office");
  std::vector<SecretBytes> rolled;
  for (int i = 0; i < 3; ++i) {
    auto one = office->roll_component(random_);
    ASSERT_TRUE(one.ok()) << one.error().what;
    ASSERT_EQ(one->size(), 16u);
    for (const auto& before : rolled) EXPECT_FALSE(equal_secret(before.view(), one->view()));
    rolled.push_back(*std::move(one));
  }
  EXPECT_TRUE(office->form(seed, Suite::des, rolled).ok());
}

TEST_F(KeyStoreTest, what_no_officer_may_enter_is_refused_before_the_token_hears_of_it) {
  const auto office = store("kwota-office");
  const auto refused = [&](std::vector<std::string_view> texts) {
    std::vector<SecretBytes> parts;
    for (const auto text : texts) parts.emplace_back(hex(text));
    const auto answer = office->form(seed, Suite::des, parts);
    return answer.ok()
               ? std::string{"ok"}
               : answer.error().code + ": " + (answer.error().details.contains("why") ? answer.error().details.at("why") : "");
  };
  const auto good = officers[0], other = officers[1];
  EXPECT_EQ(refused({good}), "weak_key: it takes two components at least, and 32 at most");
  EXPECT_EQ(refused({good, "00000000000000000000000000000000"}), "weak_key: all bytes are zero");
  EXPECT_EQ(refused({good, "01010101010101010101010101010101"}), "weak_key: all bytes are zero") << "parity is no difference";
  EXPECT_EQ(refused({good, "11223344556677881122334455667788"}), "weak_key: its two halves are equal");
  EXPECT_EQ(refused({good, "1F1F1F1F0E0E0E0E1122334455667788"}), "weak_key: a half is a weak key of DES");
  EXPECT_EQ(refused({good, "112233445566778801FE01FE01FE01FE"}), "weak_key: a half is a weak key of DES");
  EXPECT_EQ(refused({good, other, good}), "weak_key: the same component was entered twice");
  EXPECT_EQ(refused({good, "99C9DE1AEAE29D5773203202A53E6D91"}), "weak_key: the same component was entered twice")
      << "but for parity";
  EXPECT_EQ(refused({good, "1122334455667788"}), "bad_key_length: ");
  EXPECT_TRUE(office->vault().keys()->empty());
}

TEST_F(KeyStoreTest, components_that_are_good_alone_may_be_weak_together) {
  const auto office = store("kwota-office");
  Bytes a = hex(officers[0]), b = a;
  for (std::size_t i = 0; i < 8; ++i)
    b[i] = static_cast<std::uint8_t>(a[i] ^ 0x36), b[i + 8] = static_cast<std::uint8_t>(a[i + 8] ^ 0x36);
  const std::vector<SecretBytes> parts{SecretBytes{a}, SecretBytes{b}};
  EXPECT_EQ(code(office->form(seed, Suite::des, parts)), "weak_key");
}

TEST_F(KeyStoreTest, a_key_is_not_formed_twice_under_one_version) {
  const auto office = store("kwota-office");
  ASSERT_TRUE(office->form(seed, Suite::des, components()).ok());
  EXPECT_EQ(code(office->form(seed, Suite::des, components())), "key_exists");
  EXPECT_EQ(code(office->form({Purpose::seed, 2}, Suite::des, components())), "ok");
}

TEST_F(KeyStoreTest, an_algorithm_that_the_token_does_not_know_is_named) {
  const auto office = store("kwota-office");
  const auto answer = office->form(seed, Suite::sm4, components());
  ASSERT_EQ(code(answer), "suite_not_supported");
  EXPECT_EQ(answer.error().details.at("suite"), "SM4");
}

TEST_F(KeyStoreTest, an_aes_tree_gives_the_bytes_of_an10922_without_leaving_the_token) {
  const auto office = store("kwota-office");
  ASSERT_TRUE(office->form(seed, Suite::aes, components()).ok());
  const Key open = *Key::make(Suite::aes, seed_in_the_open().view());
  const Factor factor = purpose_factor(Purpose::credit);
  const auto root = office->derive(seed, {&factor, 1}, {Purpose::credit, 1});
  ASSERT_TRUE(root.ok()) << root.error().what;
  EXPECT_EQ(*root, check_value(diversify(open, factor)));
  SoftwareVault memory{{{{Purpose::credit, 1}, diversify(open, factor)},
                        {{Purpose::tac, 1}, diversify(open, purpose_factor(Purpose::tac))},
                        {{Purpose::load, 1}, diversify(open, purpose_factor(Purpose::load))},
                        {{Purpose::card_master, 1}, diversify(open, purpose_factor(Purpose::card_master))}}};
  for (const auto purpose : {Purpose::tac, Purpose::load, Purpose::card_master}) {
    const Factor of_purpose = purpose_factor(purpose);
    ASSERT_TRUE(office->derive(seed, {&of_purpose, 1}, {purpose, 1}).ok());
  }
  const std::vector<Factor> levels{{1}, {2}};
  for (const Request& request :
       {Request{LineMac{{Purpose::credit, 1}, {{9}}, {1, 2, 3, 4}, Bytes(40)}},
        Request{Authenticate{{Purpose::card_master, 1}, {{9}}, {1}}},
        Request{SessionMac{{Purpose::load, 1}, levels, {5}, Bytes(21)}},
        Request{TransactionCode{{Purpose::tac, 1}, levels, Bytes(21)}},
        Request{WriteCardKey{{Purpose::credit, 1}, {Purpose::card_master, 1}, {{9}}, {1}, 1, 2, Bytes(5)}}}) {
    const auto ours = office->vault().perform(request), theirs = memory.perform(request);
    ASSERT_TRUE(ours.ok() && theirs.ok()) << code(ours);
    EXPECT_EQ(to_hex(*ours), to_hex(*theirs)) << request.index();
  }
}

TEST_F(KeyStoreTest, a_county_gets_its_keys_wrapped_and_seals_with_them_once_they_are_activated) {
  const auto office = store("kwota-office"), counter = store("kwota-vault");
  plant(*office, {Purpose::credit});
  connect(*office, *counter);
  const auto block = office->deliver({Purpose::credit, 1}, to_county);
  ASSERT_TRUE(block.ok()) << block.error().what;
  EXPECT_EQ(read_key_block(*block)->check_value, check_value(county_key(Purpose::credit)));
  const auto taken = counter->take(*block);
  ASSERT_TRUE(taken.ok()) << taken.error().what;
  const LineMac sale{{Purpose::credit, 1}, {{9}}, {1, 2, 3, 4}, Bytes(13)};
  EXPECT_EQ(code(counter->vault().perform(sale)), "key_missing") << "pending keys do not seal";
  ASSERT_EQ(counter->pending()->size(), 1u);
  ASSERT_EQ(code(counter->activate({Purpose::credit, 1}, check_value(county_key(Purpose::credit)))), "ok");
  EXPECT_EQ(code(counter->activate({Purpose::credit, 1}, check_value(county_key(Purpose::credit)))), "ok") << "done twice";
  EXPECT_TRUE(counter->pending()->empty());
  SoftwareVault memory{{{{Purpose::credit, 1}, county_key(Purpose::credit)}}};
  EXPECT_EQ(to_hex(*counter->vault().perform(sale)), to_hex(*memory.perform(sale)));
}

TEST_F(KeyStoreTest, a_key_block_that_was_changed_anywhere_is_not_taken_in) {
  const auto office = store("kwota-office"), counter = store("kwota-vault");
  plant(*office, {Purpose::credit});
  connect(*office, *counter);
  const auto block = *office->deliver({Purpose::credit, 1}, to_county);
  for (std::size_t i = 0; i < block.bytes.size(); ++i) {
    auto changed = block;
    changed.bytes[i] = static_cast<std::uint8_t>(changed.bytes[i] ^ 0x10);
    EXPECT_EQ(code(counter->take(changed)), "bad_key_block") << "byte " << i;
  }
  for (std::size_t size = 0; size < block.bytes.size(); ++size)
    EXPECT_EQ(code(counter->take({Bytes(block.bytes.begin(), block.bytes.begin() + static_cast<std::ptrdiff_t>(size))})),
              "bad_key_block");
  EXPECT_TRUE(counter->pending()->empty());
  EXPECT_EQ(code(counter->take(block)), "ok");
}

TEST_F(KeyStoreTest, a_key_block_of_an_earlier_delivery_is_worthless) {
  const auto office = store("kwota-office"), counter = store("kwota-vault");
  plant(*office, {Purpose::credit});
  connect(*office, *counter);
  const auto old = *office->deliver({Purpose::credit, 1}, to_county);
  connect(*office, *counter);
  EXPECT_EQ(code(counter->take(old)), "bad_key_block");
}

TEST_F(KeyStoreTest, transport_keys_for_another_vault_do_not_open) {
  const auto office = store("kwota-office"), counter = store("kwota-vault"), stranger = store("stranger");
  const auto transport = *office->start_delivery(*stranger->receiving_key());
  ASSERT_TRUE(counter->receiving_key().ok());
  EXPECT_EQ(code(counter->accept_delivery(transport)), "bad_key_block");
  EXPECT_EQ(code(office->start_delivery(view_of("no key at all"))), "bad_public_key");
}

TEST_F(KeyStoreTest, a_key_whose_check_value_is_not_the_announced_one_is_thrown_away) {
  const auto office = store("kwota-office"), counter = store("kwota-vault");
  plant(*office, {Purpose::credit});
  connect(*office, *counter);
  ASSERT_TRUE(counter->take(*office->deliver({Purpose::credit, 1}, to_county)).ok());
  EXPECT_EQ(code(counter->activate({Purpose::credit, 1}, {1, 2, 3})), "check_value_differs");
  EXPECT_TRUE(counter->pending()->empty());
  EXPECT_EQ(code(counter->activate({Purpose::credit, 1}, check_value(county_key(Purpose::credit)))), "key_missing");
}

TEST_F(KeyStoreTest, nothing_leaves_a_vault_undiversified_or_without_a_delivery) {
  const auto office = store("kwota-office");
  plant(*office, {Purpose::credit});
  EXPECT_EQ(code(office->deliver({Purpose::credit, 1}, {})), "vault_refused");
  EXPECT_EQ(code(office->deliver({Purpose::credit, 1}, to_county)), "no_delivery");
  EXPECT_EQ(code(office->deliver({Purpose::credit, 7}, to_county)), "key_missing");
}

TEST_F(KeyStoreTest, no_key_of_either_vault_can_be_read_or_wrapped_out) {
  const auto office = store("kwota-office"), counter = store("kwota-vault");
  const auto shares = office->make_backup_key(2, 3, random_);
  ASSERT_TRUE(shares.ok());
  plant(*office, {Purpose::credit});
  connect(*office, *counter);
  ASSERT_TRUE(counter->take(*office->deliver({Purpose::credit, 1}, to_county)).ok());
  ASSERT_TRUE(counter->activate({Purpose::credit, 1}, check_value(county_key(Purpose::credit))).ok());
  std::size_t seen = 0;
  for (const auto* label : {"kwota-office", "kwota-vault"}) {
    const auto using_module = module_->use();
    auto session = look_into(module_, label, folder_ / (std::string{label} + ".pin"));
    ASSERT_TRUE(session.ok());
    for (const auto kind : {CKO_SECRET_KEY, CKO_PRIVATE_KEY}) {
      const auto objects = *session->objects(kind);
      for (const auto& object : objects) {
        const auto& name = object.first;
        const auto key = object.second;
        const auto is = [&](CK_ATTRIBUTE_TYPE type) { return session->attribute(key, type).value().at(0) == CK_TRUE; };
        EXPECT_FALSE(session->attribute(key, kind == CKO_SECRET_KEY ? CKA_VALUE : CKA_PRIVATE_EXPONENT).ok()) << name;
        EXPECT_TRUE(is(CKA_SENSITIVE)) << name;
        EXPECT_FALSE(is(CKA_EXTRACTABLE)) << name;
        EXPECT_FALSE(is(CKA_DECRYPT)) << name;
        EXPECT_EQ(is(CKA_UNWRAP), name == "kwota/vault_transport/1") << name << ": the backup key only wraps";
        ++seen;
      }
    }
  }
  EXPECT_GE(seen, 6u);
}

TEST_F(KeyStoreTest, a_backup_brings_every_key_back_on_an_empty_vault_with_two_of_three_shares) {
  std::vector<Share> shares;
  Bytes file;
  std::vector<KeyDescription> before;
  {
    const auto office = store("kwota-office");
    shares = *office->make_backup_key(2, 3, random_);
    plant(*office, {Purpose::credit, Purpose::load, Purpose::issue_transport});
    ASSERT_TRUE(office->form({Purpose::card_transport, 1}, Suite::des, components()).ok());
    ASSERT_TRUE(office->make({Purpose::pairing, 2}, Suite::des, random_).ok());
    ASSERT_TRUE(office->make({Purpose::maintenance, 2}, Suite::aes, random_).ok());
    EXPECT_TRUE(office->not_in_backup()->empty());
    before = *office->vault().keys();
    const auto made = office->backup();
    ASSERT_TRUE(made.ok()) << made.error().what;
    file = *made;
  }
  const LineMac on_a_blank_card{{Purpose::card_transport, 1}, {}, {1}, Bytes(30)};
  const auto again = store("an-empty-vault");
  EXPECT_EQ(code(again->restore(file, {})), "no_delivery") << "not without the shares";
  ASSERT_EQ(code(again->restore_backup_key(std::vector{shares[2], shares[0]})), "ok");
  const auto restored = again->restore(file, {});
  ASSERT_TRUE(restored.ok()) << restored.error().what;
  const auto after = *again->vault().keys();
  ASSERT_EQ(after.size(), before.size());
  for (std::size_t i = 0; i < after.size(); ++i) {
    EXPECT_EQ(after[i].key, before[i].key);
    EXPECT_EQ(after[i].check_value, before[i].check_value) << name_of(after[i].key.purpose);
  }
  SoftwareVault memory{{{{Purpose::card_transport, 1}, seed_in_the_open()}}};
  EXPECT_EQ(to_hex(*again->vault().perform(on_a_blank_card)), to_hex(*memory.perform(on_a_blank_card))) << "with its left half";
  EXPECT_EQ(code(again->restore(file, {})), "no_delivery") << "the right to unwrap ends with the restoration";
  EXPECT_EQ(again->backup()->size(), file.size()) << "and the next backup holds them again";
}

TEST_F(KeyStoreTest, what_is_named_stays_in_the_backup) {
  const auto office = store("kwota-office");
  const auto shares = *office->make_backup_key(2, 2, random_);
  ASSERT_TRUE(office->make({Purpose::credit, 1}, Suite::des, random_).ok());
  ASSERT_TRUE(office->make({Purpose::credit, 2}, Suite::des, random_).ok());
  const auto file = *office->backup();
  EXPECT_EQ(keys_in_backup(file)->size(), 2u);
  const auto again = store("an-empty-vault");
  ASSERT_TRUE(again->restore_backup_key(shares).ok());
  const std::vector<KeyRef> destroyed{{Purpose::credit, 1}};
  ASSERT_EQ(again->restore(file, destroyed)->size(), 1u);
  ASSERT_EQ(again->vault().keys()->size(), 1u);
  EXPECT_EQ(again->vault().keys()->front().key.version, 2);
  EXPECT_EQ(*keys_in_backup(*again->backup()), (std::vector<KeyRef>{{Purpose::credit, 2}})) << "nor into the next backup";
}

TEST_F(KeyStoreTest, a_backup_with_a_changed_byte_restores_nothing) {
  const auto office = store("kwota-office");
  const auto shares = *office->make_backup_key(2, 2, random_);
  ASSERT_TRUE(office->make({Purpose::credit, 1}, Suite::des, random_).ok());
  const auto file = *office->backup();
  const auto again = store("an-empty-vault");
  ASSERT_TRUE(again->restore_backup_key(shares).ok());
  for (std::size_t i = 0; i < file.size(); ++i) {
    auto changed = file;
    changed[i] = static_cast<std::uint8_t>(changed[i] ^ 0x01);
    EXPECT_EQ(code(again->restore(changed, {})), "bad_backup") << "byte " << i;
  }
  EXPECT_TRUE(again->vault().keys()->empty());
}

TEST_F(KeyStoreTest, a_vault_that_holds_another_key_of_that_name_is_not_overwritten) {
  const auto office = store("kwota-office"), other = store("other");
  const auto shares = *office->make_backup_key(2, 2, random_);
  ASSERT_TRUE(office->make({Purpose::credit, 1}, Suite::des, random_).ok());
  ASSERT_TRUE(other->make({Purpose::credit, 1}, Suite::des, random_).ok());
  const auto before = other->vault().keys()->front().check_value;
  ASSERT_TRUE(other->restore_backup_key(shares).ok());
  EXPECT_EQ(code(other->restore(*office->backup(), {})), "check_value_differs");
  EXPECT_EQ(other->vault().keys()->front().check_value, before);
  EXPECT_EQ(code(other->make_backup_key(2, 2, random_)), "key_exists");
}

TEST_F(KeyStoreTest, keys_without_a_backup_are_named) {
  const auto office = store("kwota-office");
  ASSERT_TRUE(office->make({Purpose::credit, 1}, Suite::des, random_).ok());
  ASSERT_TRUE(office->make_backup_key(2, 2, random_).ok());
  ASSERT_TRUE(office->make({Purpose::credit, 2}, Suite::des, random_).ok());
  EXPECT_EQ(*office->not_in_backup(), (std::vector{KeyRef{Purpose::credit, 1}}));
}

TEST_F(KeyStoreTest, a_meter_unwraps_the_countys_keys_with_its_own_ephemeral_key_and_nobody_else_does) {
  const auto office = store("kwota-office");
  plant(*office, {Purpose::credit, Purpose::meter_master});
  const auto ours = office->start_meter_keys();
  ASSERT_TRUE(ours.ok()) << ours.error().what;
  const auto meter = AgreementKey::generate(), other = AgreementKey::generate();
  MeterKeyOrder order;
  const Bytes point = meter.point();
  std::ranges::copy(point, order.meter_point.begin());
  auto below = to_county;
  below.push_back({0, 0, 0x12, 0x34, 0x56, 0x78, 0x90, 0x12});
  order.items = {{{Purpose::credit, 1}, to_county, sha256(view_of("credit"))},
                 {{Purpose::meter_master, 1}, below, sha256(view_of("master"))}};
  const auto wrapped = office->wrap_for_meter(order);
  ASSERT_TRUE(wrapped.ok()) << wrapped.error().what;
  ASSERT_EQ(wrapped->size(), 2u);
  const auto shared = *meter.agree(*ours);
  const auto first = unwrap_key(transport_key(shared, order.items[0].context), (*wrapped)[0].wrapped);
  const auto second = unwrap_key(transport_key(shared, order.items[1].context), (*wrapped)[1].wrapped);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(check_value(Key::des(first->view())), check_value(county_key(Purpose::credit)));
  EXPECT_EQ((*wrapped)[1].check_value, check_value(diversify(county_key(Purpose::meter_master), below.back())));
  EXPECT_EQ(check_value(Key::des(second->view())), (*wrapped)[1].check_value);
  EXPECT_FALSE(unwrap_key(transport_key(shared, order.items[1].context), (*wrapped)[0].wrapped).ok()) << "bound to its context";
  EXPECT_FALSE(unwrap_key(transport_key(*other.agree(*ours), order.items[0].context), (*wrapped)[0].wrapped).ok());
}

TEST_F(KeyStoreTest, a_meters_point_that_is_none_is_refused) {
  const auto office = store("kwota-office");
  plant(*office, {Purpose::credit});
  ASSERT_TRUE(office->start_meter_keys().ok());
  MeterKeyOrder order;
  order.meter_point[0] = 4;
  order.meter_point[64] = 1;
  order.items = {{{Purpose::credit, 1}, to_county, {}}};
  EXPECT_EQ(code(office->wrap_for_meter(order)), "bad_public_key");
}

TEST_F(KeyStoreTest, a_component_goes_into_an_officers_card_as_the_cryptogram_of_the_cards_manual) {
  const auto office = store("kwota-office");
  ASSERT_TRUE(office->form({Purpose::card_transport, 1}, Suite::des, components()).ok());
  const ProtectedRecord record{{Purpose::card_transport, 1},
                               {},
                               {0x5D, 0x72, 0xB3, 0xFD},
                               0x00,
                               0x00,
                               SecretBytes{hex("220000" + std::string{officers[2]})}};
  const Bytes command = write_key(seed_in_the_open(), record.challenge, 0x00, 0x00, record.record.view());
  EXPECT_EQ(to_hex(*office->protect_record(record)), to_hex(ByteView{command}.subspan(5)));
}

TEST_F(KeyStoreTest, pairs_of_every_kind_are_made_inside_and_sign) {
  const auto office = store("kwota-office");
  for (const auto purpose : {Purpose::utility_identity, Purpose::server_ed25519, Purpose::server_rsa}) {
#ifdef KWOTA_ASAN
    const __lsan::ScopedDisabler forgetful;  // SoftHSM 2.6.1 never frees the name of the curve Ed25519
#endif
    const auto made = office->make({purpose, 1}, Suite::des, random_);
    ASSERT_TRUE(made.ok()) << name_of(purpose) << ": " << made.error().what;
    const auto signature = office->vault().sign({purpose, 1}, view_of("message"));
    ASSERT_TRUE(signature.ok()) << name_of(purpose) << ": " << signature.error().what;
    EXPECT_EQ(signature->size(), purpose == Purpose::server_rsa ? 256u : 64u);
    EXPECT_TRUE(verifies(*office->vault().public_key({purpose, 1}), view_of("message"), *signature)) << name_of(purpose);
    EXPECT_FALSE(verifies(*office->vault().public_key({purpose, 1}), view_of("another"), *signature)) << name_of(purpose);
  }
  EXPECT_EQ(code(office->vault().sign({Purpose::root_signature, 1}, {})), "vault_refused") << "roots only";
  EXPECT_EQ(code(office->vault().sign({Purpose::credit, 1}, {})), "vault_refused");
}

TEST_F(KeyStoreTest, a_destroyed_key_is_gone_from_vault_and_backup) {
  const auto office = store("kwota-office");
  ASSERT_TRUE(office->make_backup_key(2, 2, random_).ok());
  ASSERT_TRUE(office->make({Purpose::credit, 1}, Suite::des, random_).ok());
  const auto with = office->backup()->size();
  ASSERT_EQ(code(office->destroy({Purpose::credit, 1})), "ok");
  EXPECT_EQ(code(office->destroy({Purpose::credit, 1})), "ok") << "done twice";
  EXPECT_LT(office->backup()->size(), with);
  EXPECT_EQ(code(office->vault().perform(LineMac{{Purpose::credit, 1}, {}, {}, {}})), "key_missing");
}

}  // namespace
}  // namespace kwota::seal
