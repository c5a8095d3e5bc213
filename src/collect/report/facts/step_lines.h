// What was sold in each step of its price plan, as the lines of the receipts say it.
// A sale whose document lies in an archive that is not at hand says nothing of its steps.   Begin with step_lines.
#pragma once
#include "collect/report/facts/source.h"

namespace kwota::facts {

struct StepLine {
  static constexpr auto table = "step_lines";
  std::string business_day, station, usage_class, plan, scheme, commodity, kind, number;
  std::string step;          ///< "1"; empty: a plan without steps
  std::int64_t count = 1;    ///< lines
  std::int64_t energy = 0, volume = 0;  ///< Wh, litres
  Money money;               ///< the line's own: without tax and fees that stand beside it
  template <class V> static void columns(V&& v) {
    v("business_day", &StepLine::business_day); v("station", &StepLine::station); v("usage_class", &StepLine::usage_class); v("plan", &StepLine::plan); v("scheme", &StepLine::scheme);
    v("commodity", &StepLine::commodity); v("kind", &StepLine::kind); v("number", &StepLine::number); v("step", &StepLine::step); v("count", &StepLine::count);
    v("energy", &StepLine::energy); v("volume", &StepLine::volume); v("money", &StepLine::money);
  }
};
extern const Source step_lines;

}  // namespace kwota::facts
