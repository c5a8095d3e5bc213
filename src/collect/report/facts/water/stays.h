// A meter hangs at a well for some days, behind transformers of that place: what its register counted elsewhere is not this well's.   Begin with Stays.
#pragma once
#include <set>
#include <string>
#include <vector>

#include "books/reader.h"
#include "books/rows.h"

namespace kwota::facts {

/// The meters that hung at one well, or hang there.
class Stays {
 public:
  Stays(const books::Reader& books, const std::string& well) : all_(books.select<books::WellMeter>(well)) {}
  /// Of that meter on that day; on a day of which nobody has said that it hung there, as it did last before, else as it did first. Null: nobody has said anything.
  const books::WellMeter* on(MeterNumber meter, const LocalDate& day) const;
  /// Which hung there on any of these days, as texts; each once.
  std::set<MeterNumber> in(const std::string& from, const std::string& to) const;

 private:
  std::vector<books::WellMeter> all_;  ///< of each meter by their days
};

/// It hung elsewhere in between: what its register counted then is not this well's.
bool was_away(const books::WellMeter& before, const books::WellMeter& after);

}  // namespace kwota::facts
