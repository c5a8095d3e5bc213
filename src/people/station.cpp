#include "people/station.h"

namespace kwota::people {

Result<void> require_for_whole_utility(const books::Operator& who, Right right) {
  MUST(require(who, right));
  if (who.station.empty()) return Done{};
  return error(Fault::refused, "whole_utility", "This is the whole utility's; who works at one station does not change it. Nothing was changed. Call a colleague of the whole utility.", {{"station", who.station}});
}

}  // namespace kwota::people
