// What credit travels on, and what each carrier asks of whoever sells by it. Whoever sells asks the row, never which carrier it is.
// A new carrier is its word in the books, where a meter's word comes by it too, and its row here.   Begin with facts_of().
#pragma once
#include "books/rows/field/statement.h"
#include "books/rows/office/setting.h"

namespace kwota::scheme {

using books::Carrier;

struct CarrierFacts {
  bool onto_card = false;  ///< what is sold is written onto the customer's card: it lies on the reader, and the meter has a slot for it
  bool over_line = false;  ///< what is sold waits as a command: the meter is on a line that may be used
  books::SettingName way;  ///< by which the utility says whether it sells so to whoever comes new
};

constexpr CarrierFacts facts_of(Carrier carrier) {
  switch (carrier) {
    case Carrier::card: return {.onto_card = true, .way = books::SettingName::way_card};
    case Carrier::link: return {.over_line = true, .way = books::SettingName::way_line};
  }
  return {.way = books::SettingName::way_card};
}

}  // namespace kwota::scheme
