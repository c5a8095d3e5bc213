// The TEST KEY SET: published, worthless, the same in every copy of the program. For the bench, the simulated cards and
// meters, field logs and tests. A vault that holds one of these keys says so (KeyDescription::test_key), and the
// counter shows it on every page; nobody is to sell real energy under them.
#pragma once
#include "seal/cipher/key.h"
#include "seal/keys/vault.h"

namespace kwota::seal {

inline constexpr std::uint8_t test_key_version = 1;

/// The supplier's transport key and every purpose whose root comes from a seed; never a seed, a pair or a vault's own key.
bool has_test_key(Purpose purpose);

/// Root of a purpose, 16 bytes of 3DES: left half of SHA-256("KWOTA TEST KEY, WORTHLESS: " name_of(purpose)).
Key test_root(Purpose purpose);

/// Recognised by the check value, so that no label can hide it. 
bool is_test_key(Purpose purpose, const KeyCheckValue& check_value);

}  // namespace kwota::seal
