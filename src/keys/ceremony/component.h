// What an officer may enter as his part of a key: 16 bytes of dice, and nothing that a person would think of.
// Refused are zeros, patterns and counting up or down in any step, few different bytes, digits alone, text of any language, words
// spelled in hexadecimal, equal halves (two-key 3DES would be single DES) and halves that are weak keys of DES. Real dice fall
// foul of it less than once in a hundred thousand rolls, and are then rolled again.   Begin with check_component().
#pragma once
#include "seal/cipher/key.h"

namespace kwota::keys {

inline constexpr std::size_t component_size = 16;

/// Errors: `bad_component` (not 16 bytes), `weak_key` {why: zeros, repeated, sequence, few_different, digits, text, word,
/// equal_halves, weak_half}.
Result<void> check_component(seal::Suite suite, ByteView component);

}  // namespace kwota::keys
