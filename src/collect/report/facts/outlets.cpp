#include "collect/report/facts/outlets.h"

#include <fmt/format.h>

#include "sell/outlet_float/outlet_float.h"

namespace kwota::facts {
namespace {

void add(OutletMoved& to, const books::OutletDay& day) {
  to.sales += day.sales;
  to.topped_up += day.topped_up;
  to.withdrawn += day.withdrawn;
  to.sold += day.sold;
  to.given_back += day.given_back;
  to.netted += day.netted;
  to.earned += day.earned;
  to.settled += day.paid;
  if (to.first_receipt.empty()) to.first_receipt = day.first_receipt;
  if (!day.last_receipt.empty()) to.last_receipt = day.last_receipt;
}

OutletMoved moved_between(const books::Reader& books, const books::Outlet& outlet, const Days& days) {
  OutletMoved out;
  for (const auto& day : books.select<books::OutletDay>(outlet.code)) {
    if (day.business_day > days.to) break;
    if (day.business_day >= days.from) {
      add(out, day);
      continue;
    }
    out.opening += day.moved();
    out.owed_before += day.earned - day.paid;
  }
  out.closing = out.opening + out.topped_up - out.withdrawn - out.sold + out.given_back + out.netted;
  out.owed = out.owed_before + out.earned - out.settled;
  return out;
}

void each_outlet(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  for (const auto& outlet : books.all<books::Outlet>()) {
    auto out = moved_between(books, outlet, days);
    out.business_day = days.to;
    out.station = outlet.station;
    out.outlet = outlet.code;
    out.name = outlet.name;
    out.per_mille = fmt::format("{}", outlets::per_mille_on(books, outlet.code, days.to));
    take(Given<OutletMoved>(out));
  }
}

}  // namespace

const Source outlets_moved{OutletMoved::table, columns_of<OutletMoved>, each_outlet};

}  // namespace kwota::facts
