// Base64 for addresses and QR codes: RFC 4648, section 5, without padding.
#pragma once
#include <string>

#include "base/core/bytes.h"

namespace kwota {

std::string to_base64url(ByteView bytes);

/// Letters and digits that people read aloud and type: Crockford's base 32, without I, L, O and U; `digits` of them from the
/// beginning of `bytes`, five bits each (bytes.size() * 8 >= digits * 5).
std::string to_spoken(ByteView bytes, std::size_t digits);

}  // namespace kwota
