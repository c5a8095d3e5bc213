// What transformer areas lost in a month, by the places in which they lie: stations, villages, the areas themselves.
// Guarantees: every figure is R16's own of that month, added up exactly; an area without a figure is counted, and is no zero. Never: reads a register.   Begin with losses_by_place().
#pragma once
#include <map>
#include <optional>
#include <string>

#include "books/reader.h"
#include "collect/report/making/adding.h"
#include "collect/report/making/make.h"

namespace kwota::report {

/// Of areas with a figure, in Wh or in litres.
struct SumOfLosses {
  std::int64_t supplied = 0, used = 0, lost = 0;
  /// Of what was supplied, in per mille; nothing of nothing.
  Cell share() const;
};

struct PlaceLoss {
  std::optional<SumOfLosses> energy;
  std::optional<SumOfLosses> volume;  ///< of areas of gas or of water; of both there is none
  OneCommodity of_volumes;
  std::int64_t areas = 0, without_figure = 0;  ///< areas with a total meter, and those of which nobody can say what they lost
  std::int64_t meters = 0, unread = 0;         ///< behind the total meters, and those of them without a reading
  void add(const PlaceLoss& other);
};

struct PlaceLosses {
  std::map<std::string, PlaceLoss> stations, places;  ///< by their codes; places: villages and areas
  PlaceLoss whole;
};

/// "2026-10"; of one station's areas, or of all. Errors as make().
Result<PlaceLosses> losses_by_place(const books::Reader& books, const std::string& month, const std::string& station);

}  // namespace kwota::report
