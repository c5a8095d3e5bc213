#include "seal/keys/vault.h"

#include <fmt/format.h>

#include <algorithm>

#include "seal/keys/vault_rules.h"

namespace kwota::seal {

std::string_view name_of(Purpose purpose) {
  switch (purpose) {
    case Purpose::card_transport: return "card_transport";
    case Purpose::card_master: return "card_master";
    case Purpose::card_authentication: return "card_authentication";
    case Purpose::meter_authentication: return "meter_authentication";
    case Purpose::seller_authentication: return "seller_authentication";
    case Purpose::credit: return "credit";
    case Purpose::return_data: return "return_data";
    case Purpose::pin_unblock: return "pin_unblock";
    case Purpose::pin_reload: return "pin_reload";
    case Purpose::root_signature: return "root_signature";
  }
  return "unknown";
}

Error vault_offline(std::string reason) {
  return error(
      Fault::wire, "vault_offline",
      fmt::format("The key store does not answer ({}): nothing was sealed. Plug it in or start it again, then try again.",
                  reason),
      {{"reason", reason}});
}

Error key_missing(const KeyRef& key) {
  const auto purpose = std::string{name_of(key.purpose)};
  const auto version = std::to_string(key.version);
  return error(Fault::refused, "key_missing",
               fmt::format("The key store has no key {} version {}: nothing was sealed. Ask the key officer to load it.", purpose,
                           version),
               {{"purpose", purpose}, {"version", version}});
}

Error vault_refused(std::string reason) {
  return error(Fault::refused, "vault_refused",
               fmt::format("The key store refused: {}. Nothing was sealed. Ask the administrator to check it.", reason),
               {{"reason", reason}});
}

namespace {

bool may_authenticate(Purpose purpose) {
  switch (purpose) {
    case Purpose::card_transport:
    case Purpose::card_master:
    case Purpose::card_authentication:
    case Purpose::meter_authentication:
    case Purpose::seller_authentication: return true;
    default: return false;
  }
}

bool may_protect_a_command(Purpose purpose) {
  switch (purpose) {
    case Purpose::card_transport:
    case Purpose::card_master:
    case Purpose::credit:
    case Purpose::return_data:
    case Purpose::pin_unblock: return true;
    default: return false;
  }
}

bool may_protect_a_key(Purpose purpose) { return purpose == Purpose::card_transport || purpose == Purpose::card_master; }

bool may_be_written_to_a_card(Purpose purpose) {
  return purpose != Purpose::card_transport && purpose != Purpose::root_signature;
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

struct Rules {
  Result<void> operator()(const Authenticate& request) const {
    if (!may_authenticate(request.key.purpose)) return wrong_purpose(request.key, "authentication");
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
    constexpr std::size_t header_bytes = 5;
    if (!may_be_written_to_a_card(request.key.purpose)) return wrong_purpose(request.key, "cards");
    if (!may_protect_a_key(request.under.purpose)) return wrong_purpose(request.under, "writing keys");
    if (request.record_header.size() != header_bytes) return vault_refused("the header of a key record has five bytes");
    return {};
  }
};

}  // namespace

Result<void> permitted(const Request& request) { return std::visit(Rules{}, request); }

Bytes key_write_header(const WriteCardKey& request, std::size_t body_bytes) {
  constexpr std::size_t mac_bytes = 4;
  return {0x84, 0xD4, request.p1, request.key_id, static_cast<std::uint8_t>(body_bytes + mac_bytes)};
}

}  // namespace kwota::seal
