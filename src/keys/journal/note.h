// Words of the key journal: every step in the life of a key becomes one line of the chain "keys", with both persons, check value,
// version and reason – and never with a key. Begin with note().
#pragma once
#include "books/decision.h"
#include "people/context.h"
#include "seal/vault/purpose.h"

namespace kwota::keys {

/// A line that `context.who` causes now.
books::KeyEvent note(const people::Context& context, std::string what, std::string object);

/// The vaults as the books name them: where keys are formed, and what the counters seal with.
inline constexpr std::string_view office_vault = "office", sealing_vault = "sealing";

/// "3des", "aes", "sm4": as the books and the console name algorithm suites.
std::string suite_text(seal::Suite suite);
/// Error `unknown_suite` {suite}.
Result<seal::Suite> parse_suite(std::string_view text);

/// Six hexadecimal digits.
std::string text_of(const seal::KeyCheckValue& check_value);
/// "sealing/credit".
std::string object_name(std::string_view vault, seal::Purpose purpose);

}  // namespace kwota::keys
