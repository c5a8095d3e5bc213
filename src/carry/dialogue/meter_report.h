// What a meter says of itself, of one moment, whichever way it travels home.
#pragma once
#include "base/bytes.h"
#include "seal/user_card/files.h"

namespace kwota::dialogue {

struct MeterReport {
  user_card::ReturnedFile returned;
  user_card::RegisterFile registers;
  Bytes returned_image{}, register_image{};  ///< as they were heard, for the books
};

}  // namespace kwota::dialogue
