#include "sim/field/vocabulary.h"

#include <array>

namespace kwota::field {

const Vocabulary& vocabulary() {
  static const std::array subjects{utility_phrases(), time_phrases(),  card_phrases(),  meter_phrases(), key_phrases(),
                                   link_phrases(), balance_phrases(), account_phrases(), swap_phrases(), move_phrases(), room_phrases(), collection_phrases(), purse_phrases(), well_phrases(), handheld_phrases(), tool_card_phrases(), broken_phrases(), books_phrases(), report_phrases(), shift_phrases(), counter_phrases()};
  static const Vocabulary all{subjects};
  return all;
}

}  // namespace kwota::field
