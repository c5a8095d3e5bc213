// Losses of transformer areas beside what is odd at their supplies, over the last month: one row an area with what it lost, one a supply with its points.
// Begin with loss_suspects.
#pragma once
#include "collect/report/facts/source.h"

namespace kwota::facts {

struct LossSuspect {
  static constexpr auto table = "loss_suspects";
  static constexpr std::array<std::string_view, 1> personal{"customer_name"};
  std::string business_day, station, operator_name, area, name, account, customer_name, meter, reason;
  std::int64_t supplied = 0, lost = 0, usual = 0;      ///< Wh, of the area's own row; usual: what it would have lost as it used to
  std::int64_t odd = 0, with_loss = 0, points = 0;     ///< of a supply's row: it stands in the list of suspicion, its meter moves with the loss
  template <class V> static void columns(V&& v) {
    v("business_day", &LossSuspect::business_day); v("station", &LossSuspect::station); v("operator", &LossSuspect::operator_name);
    v("area", &LossSuspect::area); v("name", &LossSuspect::name); v("account", &LossSuspect::account); v("customer_name", &LossSuspect::customer_name);
    v("meter", &LossSuspect::meter); v("reason", &LossSuspect::reason); v("supplied", &LossSuspect::supplied); v("lost", &LossSuspect::lost);
    v("usual", &LossSuspect::usual); v("odd", &LossSuspect::odd); v("with_loss", &LossSuspect::with_loss); v("points", &LossSuspect::points);
  }
};
extern const Source loss_suspects;

}  // namespace kwota::facts
