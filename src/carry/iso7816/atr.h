// Answer to reset: what a card says of itself when it gets power (ISO/IEC 7816-3, 8.2). Of its bytes we need the historical ones,
// in which the cards of this family name their serial number; speed and protocol are the reader's business.
// Guarantees: reads nothing beyond the bytes that are there, whatever they claim.
#pragma once
#include <optional>

#include "base/bytes.h"

namespace kwota::iso7816 {

/// The historical bytes (0 to 15 of them) as a view into `atr`; nothing when the interface bytes announced run beyond the end.
std::optional<ByteView> historical_bytes(ByteView atr);

}  // namespace kwota::iso7816
