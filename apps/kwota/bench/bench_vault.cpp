#include "kwota/bench/bench_vault.h"

#include <array>
#include <chrono>
#include <variant>

#include "base/cause.h"
#include "seal/cipher/card_crypto.h"
#include "seal/vault/test_keys.h"
#include "seal/vaults/known_token.h"

namespace kwota::app {
namespace {

using seal::Purpose;

constexpr CardSerial bench_card{{0x13, 0x05, 0x21, 0, 0, 0, 0, 9}};

seal::LineMac mac(Purpose purpose, std::string_view header, std::size_t content) {
  Bytes message = hex(header);
  message.resize(message.size() + content);
  return {{purpose, seal::test_key_version}, bench_card, {1, 2, 3, 4}, std::move(message)};
}

/// What carry/cards/user_card/credit.h asks of the vault in an ordinary sale, in its order and in its lengths.
std::vector<seal::Request> seals_of_a_sale() {
  constexpr std::size_t purse = 8, instruction = 45, registers = 50, returned = 49;
  return {seal::Authenticate{{Purpose::seller_authentication, seal::test_key_version}, bench_card, {1, 2, 3, 4, 5, 6, 7, 8}},
          mac(Purpose::credit, "", purse),
          mac(Purpose::credit, "04D6810031", instruction),
          mac(Purpose::return_data, "04D6860036", registers),
          mac(Purpose::return_data, "04D6850035", returned),
          mac(Purpose::credit, "04D682000C", purse),
          mac(Purpose::credit, "", purse)};
}

/// The calls behind those seals with nothing around them. Every code must be CKR_OK.
class RawCalls {
 public:
  RawCalls(seal::Pkcs11Session& session, const std::map<std::string, CK_OBJECT_HANDLE>& keys) : session_(session), keys_(keys) {}

  bool sale(const std::vector<seal::Request>& requests) {
    bool good = true;
    for (const auto& request : requests) good = good && std::visit([this](const auto& one) { return seal(one); }, request);
    return good;
  }

 private:
  using Block = std::array<std::uint8_t, 8>;

  bool seal(const seal::Authenticate& request) {
    CK_OBJECT_HANDLE key = 0;
    Block answer = request.challenge;
    return derive(root(request.key), true, key) && encrypt(CKM_DES3_ECB, key, {}, answer) && destroy(key);
  }

  bool seal(const seal::LineMac& request) {
    CK_OBJECT_HANDLE whole = 0, left = 0;
    Bytes padded = seal::pad(request.message);
    const std::span<std::uint8_t> all{padded};
    const auto front = all.first(all.size() - 8);
    bool good = derive(root(request.key), true, whole);
    if (!front.empty())
      good = good && derive(root(request.key), false, left) && encrypt(CKM_DES3_CBC, left, Block{1, 2, 3, 4}, front) &&
             destroy(left);
    return good && encrypt(CKM_DES3_ECB, whole, {}, all.last(8)) && destroy(whole);
  }

  template <class Other>
  bool seal(const Other&) {
    return false;  // not part of a sale
  }

  CK_OBJECT_HANDLE root(const seal::KeyRef& key) const { return keys_.at(seal::key_label(key)); }

  bool derive(CK_OBJECT_HANDLE from, bool complement, CK_OBJECT_HANDLE& key) {
    std::array<std::uint8_t, 16> data{};
    for (std::size_t i = 0; i < 8; ++i) {
      data[i] = bench_card.bytes[i];
      data[i + 8] = complement ? static_cast<std::uint8_t>(~bench_card.bytes[i]) : bench_card.bytes[i];
    }
    CK_KEY_DERIVATION_STRING_DATA text{data.data(), data.size()};
    CK_MECHANISM mechanism{CKM_DES3_ECB_ENCRYPT_DATA, &text, sizeof text};
    CK_OBJECT_CLASS secret = CKO_SECRET_KEY;
    CK_KEY_TYPE type = CKK_DES2;
    CK_BBOOL yes = CK_TRUE, no = CK_FALSE;
    std::array<CK_ATTRIBUTE, 7> as{{{CKA_CLASS, &secret, sizeof secret},
                                    {CKA_KEY_TYPE, &type, sizeof type},
                                    {CKA_TOKEN, &no, sizeof no},
                                    {CKA_PRIVATE, &yes, sizeof yes},
                                    {CKA_SENSITIVE, &yes, sizeof yes},
                                    {CKA_EXTRACTABLE, &no, sizeof no},
                                    {CKA_ENCRYPT, &yes, sizeof yes}}};
    return call().C_DeriveKey(session_.handle(), &mechanism, from, as.data(), as.size(), &key) == CKR_OK;
  }

  bool encrypt(CK_MECHANISM_TYPE type, CK_OBJECT_HANDLE key, Block start, std::span<std::uint8_t> blocks) {
    CK_MECHANISM mechanism{type, type == CKM_DES3_CBC ? start.data() : nullptr, type == CKM_DES3_CBC ? start.size() : 0};
    CK_ULONG size = blocks.size();
    return call().C_EncryptInit(session_.handle(), &mechanism, key) == CKR_OK &&
           call().C_Encrypt(session_.handle(), blocks.data(), blocks.size(), blocks.data(), &size) == CKR_OK;
  }

  bool destroy(CK_OBJECT_HANDLE key) { return call().C_DestroyObject(session_.handle(), key) == CKR_OK; }
  CK_FUNCTION_LIST& call() { return session_.module().call(); }

  seal::Pkcs11Session& session_;
  const std::map<std::string, CK_OBJECT_HANDLE>& keys_;
};

using Seconds = std::chrono::duration<double>;

template <class Work>
Result<double> seconds(int times, Work work) {
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < times; ++i) MUST(work());
  return Seconds{std::chrono::steady_clock::now() - begin}.count();
}

}  // namespace

Result<VaultRates> measure_vault(const std::filesystem::path& folder, int sales) {
  SystemRandom random;
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  TRY(vault, seal::open_known_vault({.folder = folder / "hsm", .pin_file = folder / "pins"}, seal::test_root, random));
  const auto requests = seals_of_a_sale();
  constexpr int turns = 10;
  const int each = std::max(1, sales / turns);
  double through_the_vault = 0, directly = 0;
  for (int turn = 0; turn < turns; ++turn) {
    TRY(sealed, seconds(each, [&]() -> Result<void> {
          for (const auto& request : requests) MUST(vault->perform(request));
          return {};
        }));
    TRY(raw, vault->token().with_session([&](seal::Pkcs11Session& session, const seal::TokenKeys&) -> Result<double> {
      TRY(keys, session.objects(CKO_SECRET_KEY));
      RawCalls calls{session, keys};
      return seconds(each, [&]() -> Result<void> {
        if (!calls.sale(requests))
          return error(Fault::ours, Cause::vault_refused, "The token refused a call that it had taken before.", {{"reason", "bench"}});
        return {};
      });
    }));
    through_the_vault += sealed;
    directly += raw;
  }
  return VaultRates{turns * each / through_the_vault, turns * each / directly, static_cast<double>(requests.size())};
}

}  // namespace kwota::app
