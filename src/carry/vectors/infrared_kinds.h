// Test vectors of what a handheld and a pump say to one another over infrared light: frames and their time on the air. They are kinds
// beside those of seal/vectors, which sees no frames. Begin with infrared_kinds().
#pragma once
#include "seal/vectors/kinds.h"

namespace kwota::carry::vectors {

/// ir_records, ir_bound.
std::span<const seal::vectors::Kind> infrared_kinds();

}  // namespace kwota::carry::vectors
