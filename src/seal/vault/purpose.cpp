#include "seal/vault/purpose.h"

#include <fmt/format.h>

namespace kwota::seal {
namespace {

/// In the order of the purposes.
constexpr std::array<std::string_view, purposes> names{
    "card_transport",
    "card_master",
    "card_authentication",
    "meter_authentication",
    "seller_authentication",
    "credit",
    "return_data",
    "pin_unblock",
    "pin_reload",
    "root_signature",
    "seed",
    "load",
    "purchase",
    "tac",
    "maintenance",
    "online_release",
    "unload",
    "overdraft",
    "meter_parameter",
    "meter_control",
    "meter_identity",
    "meter_master",
    "pairing",
    "issue_transport",
    "vault_transport",
    "backup",
    "sts_vending",
    "server_ed25519",
    "server_rsa",
    "utility_identity",
    "terminal_tac",
};
static_assert(names[static_cast<std::size_t>(Purpose::terminal_tac)] == "terminal_tac");

}  // namespace

std::string_view name_of(Purpose purpose) {
  const auto number = static_cast<std::size_t>(purpose);
  return number < names.size() ? names[number] : "unknown";
}

Result<Purpose> parse_purpose(std::string_view name) {
  for (std::size_t number = 0; number < names.size(); ++number)
    if (names[number] == name) return static_cast<Purpose>(number);
  return error(
      Fault::request, "unknown_purpose",
      fmt::format("There is no purpose of keys called \"{}\": nothing was changed. Use a name that the key tree shows.", name),
      {{"purpose", std::string{name}}});
}

bool comes_from_the_seed(Purpose purpose) {
  switch (purpose) {
    case Purpose::card_transport:
    case Purpose::seed:
    case Purpose::vault_transport:
    case Purpose::backup:
    case Purpose::sts_vending: return false;
    default: return !is_signature(purpose);
  }
}

bool is_signature(Purpose purpose) {
  switch (purpose) {
    case Purpose::root_signature:
    case Purpose::server_ed25519:
    case Purpose::server_rsa:
    case Purpose::utility_identity: return true;
    default: return false;
  }
}

Factor purpose_factor(Purpose purpose) { return {'K', 'W', 0, 0, 0, 0, 0, static_cast<std::uint8_t>(purpose)}; }

}  // namespace kwota::seal
