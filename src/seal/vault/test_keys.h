// The TEST KEY SET: published, worthless, the same in every copy of the program. For tests, vectors, field logs and the reference,
// and for what is public in the trade itself: the keys of a meter fresh from its factory, the transport key of the bench's blank
// cards. No counter sells under it: sample books have keys of their own folder (sample_keys.h), real ones the utility's. A vault
// that holds one of these keys says so (KeyDescription::test_key).
#pragma once
#include <functional>

#include "seal/cipher/key.h"
#include "seal/vault/vault.h"

namespace kwota::seal {

inline constexpr std::uint8_t test_key_version = 1;

/// Where the roots of a known key set come from.
using RootOf = std::function<Key(Purpose)>;

/// The supplier's transport key and every purpose whose root comes from a seed; never a seed, a pair or a vault's own key.
bool has_test_key(Purpose purpose);

/// Root of a purpose, 16 bytes of 3DES: left half of SHA-256("KWOTA TEST KEY, WORTHLESS: " name_of(purpose)).
Key test_root(Purpose purpose);

/// Recognised by the check value, so that no label can hide it. 
bool is_test_key(Purpose purpose, const KeyCheckValue& check_value);

}  // namespace kwota::seal
