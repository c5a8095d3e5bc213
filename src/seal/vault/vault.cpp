#include "seal/vault/vault.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "seal/vault/vault_rules.h"

namespace kwota::seal {

Error vault_offline(std::string reason) {
  return error(
      Fault::wire, Cause::vault_offline,
      fmt::format("The key store does not answer ({}): nothing was sealed. Plug it in or start it again, then try again.",
                  reason),
      {{"reason", reason}});
}

Error key_missing(const KeyRef& key) {
  const auto purpose = std::string{name_of(key.purpose)};
  const auto version = std::to_string(key.version);
  return error(Fault::refused, Cause::key_missing,
               fmt::format("The key store has no key {} version {}: nothing was sealed. Ask the key officer to load it.", purpose,
                           version),
               {{"purpose", purpose}, {"version", version}});
}

Error vault_refused(std::string reason) {
  return error(Fault::refused, Cause::vault_refused,
               fmt::format("The key store refused: {}. Nothing was sealed. Ask the administrator to check it.", reason),
               {{"reason", reason}});
}

Error vault_cannot(std::string what) {
  return error(Fault::refused, Cause::vault_cannot,
               fmt::format("The key store has no way to do this: {}. Nothing was sealed. Use another kind of key store for it.", what),
               {{"what", what}});
}

Error suite_not_supported(Suite suite) {
  const auto name = std::string{name_of(suite)};
  return error(Fault::refused, "suite_not_supported",
               fmt::format("The key store's module does not know the algorithm {}: nothing was sealed. Use keys of another "
                           "algorithm, or a module that offers it.", name),
               {{"suite", name}});
}

std::string_view name_of(Suite suite) {
  switch (suite) {
    case Suite::des: return "3DES";
    case Suite::aes: return "AES-128";
    case Suite::sm4: return "SM4";
  }
  return "unknown";
}

Result<std::vector<Bytes>> Vault::codes(std::span<const TransactionCode> requests) {
  std::vector<Bytes> out;
  for (const auto& request : requests) {
    TRY(code, perform(request));
    out.push_back(std::move(code));
  }
  return out;
}

Result<Bytes> Vault::sign(const KeyRef& key, ByteView) {
  MUST(may_sign(key));
  return vault_cannot("sign");
}

Result<Bytes> Vault::public_key(const KeyRef& key) {
  MUST(may_sign(key));
  return key_missing(key);
}

Result<std::optional<Bytes>> Vault::books_mark() { return vault_cannot("books_mark"); }
Result<void> Vault::keep_books_mark(ByteView) { return vault_cannot("books_mark"); }

namespace {

bool may_authenticate(Purpose purpose) {
  switch (purpose) {
    case Purpose::card_transport:
    case Purpose::card_master:
    case Purpose::card_authentication:
    case Purpose::meter_authentication:
    case Purpose::seller_authentication:
    case Purpose::meter_identity:
    case Purpose::pairing: return true;
    default: return false;
  }
}

bool may_protect_a_command(Purpose purpose) {
  switch (purpose) {
    case Purpose::card_transport:
    case Purpose::card_master:
    case Purpose::credit:
    case Purpose::return_data:
    case Purpose::maintenance:
    case Purpose::meter_parameter:
    case Purpose::meter_control:
    case Purpose::pin_unblock: return true;
    default: return false;
  }
}

bool may_protect_a_key(Purpose purpose) {
  return purpose == Purpose::card_transport || purpose == Purpose::card_master || purpose == Purpose::issue_transport;
}

bool may_make_a_session(Purpose purpose) {
  switch (purpose) {
    case Purpose::load:
    case Purpose::purchase:
    case Purpose::unload:
    case Purpose::overdraft:
    case Purpose::online_release: return true;
    default: return false;
  }
}

bool may_be_folded(Purpose purpose) {
  return purpose == Purpose::tac || purpose == Purpose::terminal_tac || purpose == Purpose::pin_reload || purpose == Purpose::maintenance;
}

/// `04 D6 P1 P2 Lc 00…`: a write of zeros. Only meters write returned data; the counter may empty the file, so that a
/// cashier cannot write himself a remaining credit to refund.
bool empties_a_file(ByteView message) {
  constexpr std::size_t header_bytes = 5;
  return message.size() > header_bytes && message[0] == 0x04 && message[1] == 0xD6 &&
         std::ranges::all_of(message.subspan(header_bytes), [](std::uint8_t byte) { return byte == 0; });
}

Error wrong_purpose(const KeyRef& key, std::string_view use) {
  return vault_refused(fmt::format("the key {} is not for {}", name_of(key.purpose), use));
}

/// The factor of a province or county is its code, twice; its complement has equal halves, too. An answer to such a challenge under
/// a key of a level above would be half of a key below, so it is never given. A card's dice throw one once in four thousand million.
bool may_be_the_factor_of_a_region(const std::array<std::uint8_t, 8>& challenge) {
  return std::equal(challenge.begin(), challenge.begin() + 4, challenge.begin() + 4);
}

/// The duties of a pump's port are levels below its meter's key: "INFRARDM" and its like; an answer to one, or to its complement, under that
/// key would be half of theirs.
bool may_be_the_factor_of_a_duty(const std::array<std::uint8_t, 8>& challenge) {
  constexpr std::string_view duty = "INFRARD";
  const auto begins = [&](std::uint8_t turned) {
    return std::ranges::equal(duty, std::span{challenge}.first(duty.size()),
                              [turned](char letter, std::uint8_t byte) { return static_cast<std::uint8_t>(letter) == (byte ^ turned); });
  };
  return begins(0x00) || begins(0xFF);
}

struct Rules {
  Result<void> operator()(const Authenticate& request) const {
    if (!may_authenticate(request.key.purpose)) return wrong_purpose(request.key, "authentication");
    if (may_be_the_factor_of_a_region(request.challenge) || may_be_the_factor_of_a_duty(request.challenge))
      return vault_refused("this challenge is no random number; ask again");
    if (!request.path.empty() && !is_diversified(request.key)) return vault_refused("a single card's key has no levels");
    if (request.path.size() >= levels_max) return vault_refused("a key has at most four levels");
    return {};
  }
  Result<void> operator()(const LineMac& request) const {
    constexpr std::size_t command_max = 5 + 255;
    if (!may_protect_a_command(request.key.purpose)) return wrong_purpose(request.key, "protecting commands");
    if (request.message.size() > command_max) return vault_refused("the command is too long");
    if (request.key.purpose == Purpose::return_data && !empties_a_file(request.message))
      return vault_refused("returned data are written by meters; the counter may only empty them");
    return {};
  }
  Result<void> operator()(const WriteCardKey& request) const {
    if (!comes_from_the_seed(request.key.purpose)) return wrong_purpose(request.key, "cards");
    MUST(may_protect(request.under));
    if (request.key.version == single_card) return vault_refused("a single card's key is not written into another");
    if (request.record_header.size() != card_header && request.record_header.size() != psam_header)
      return vault_refused("the header of a key record has five bytes, of a PSAM's three");
    if (request.path.size() >= levels_max) return vault_refused("a key has at most four levels");
    return {};
  }
  Result<void> operator()(const SessionMac& request) const {
    if (!may_make_a_session(request.key.purpose)) return wrong_purpose(request.key, "transactions");
    return check_use(request.key, request.factors, request.message);
  }
  Result<void> operator()(const TransactionCode& request) const {
    if (!may_be_folded(request.key.purpose)) return wrong_purpose(request.key, "transaction codes");
    return check_use(request.key, request.factors, request.message);
  }

  Result<void> operator()(const EncipheredCommand& request) const {
    constexpr std::size_t data_max = 200, named_max = 4;
    if (request.key.purpose != Purpose::meter_parameter && request.key.purpose != Purpose::meter_control)
      return wrong_purpose(request.key, "enciphering orders");
    if (request.data.empty() || request.data.size() > data_max || request.named.size() > named_max)
      return vault_refused("an order has 1 to 200 bytes");
    return {};
  }
  Result<void> operator()(const MeterKeyStep&) const { return vault_refused("keys for meters come from the key office, not from a counter's key store"); }

 private:
  static constexpr std::size_t card_header = 5, psam_header = 3, message_max = 255;

  /// A root that answered without a factor would speak with the left half of any card's key.
  static Result<void> check_use(const KeyRef& key, const std::vector<Factor>& factors, const Bytes& message) {
    if (factors.empty() != (key.version == single_card)) return vault_refused("a root is used only diversified");
    if (factors.size() > levels_max) return vault_refused("a key has at most four levels");
    if (message.size() > message_max) return vault_refused("the message is too long");
    return {};
  }
};

}  // namespace

Result<void> permitted(const Request& request) { return std::visit(Rules{}, request); }

Result<void> may_sign(const KeyRef& key) {
  if (is_signature(key.purpose) && key.purpose != Purpose::root_signature) return {};
  return wrong_purpose(key, "signing messages");
}

Result<void> may_protect(const KeyRef& under) {
  if (!may_protect_a_key(under.purpose)) return wrong_purpose(under, "writing keys");
  return {};
}

std::vector<Factor> factors_of(const Authenticate& request) {
  std::vector<Factor> factors = request.path;
  factors.push_back(request.serial.bytes);
  return factors;
}

std::vector<Factor> factors_of(const WriteCardKey& request) {
  std::vector<Factor> factors = request.path;
  factors.push_back(request.factor.value_or(request.serial.bytes));
  return factors;
}

Bytes covered_by_seal(const EncipheredCommand& request, ByteView cipher) {
  constexpr std::size_t mac_bytes = 4;
  Bytes message = to_bytes(request.header);
  message.push_back(static_cast<std::uint8_t>(request.named.size() + cipher.size() + mac_bytes));
  append(message, request.named);
  append(message, cipher);
  return message;
}

Bytes key_write_header(std::uint8_t p1, std::uint8_t key_id, std::size_t body_bytes) {
  constexpr std::size_t mac_bytes = 4;
  return {0x84, 0xD4, p1, key_id, static_cast<std::uint8_t>(body_bytes + mac_bytes)};
}

}  // namespace kwota::seal
