#include "sim/field/vocabulary.h"

#include <array>

namespace kwota::field {

std::span<const std::span<const Phrase>> vocabulary() {
  static const std::array all{utility_phrases(), time_phrases(),  card_phrases(),  meter_phrases(),
                              broken_phrases(),  books_phrases(), shift_phrases(), counter_phrases()};
  return all;
}

}  // namespace kwota::field
