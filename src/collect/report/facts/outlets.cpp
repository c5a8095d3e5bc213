#include "collect/report/facts/outlets.h"

#include <fmt/format.h>

#include "sell/outlet_float/outlet_float.h"

namespace kwota::facts {
namespace {

OutletMoved moved_by(const books::Reader& books, const books::Outlet& outlet, const Days& days) {
  const auto period = outlets::moved_between(books, outlet.code, days.from, days.to);
  OutletMoved out;
  out.opening = period.opening;
  out.owed_before = period.commission_opening;
  out.sales = period.sum.sales;
  out.topped_up = period.sum.topped_up;
  out.withdrawn = period.sum.withdrawn;
  out.sold = period.sum.sold;
  out.given_back = period.sum.given_back;
  out.netted = period.sum.netted;
  out.earned = period.sum.earned;
  out.settled = period.sum.paid;
  out.first_receipt = period.sum.first_receipt;
  out.last_receipt = period.sum.last_receipt;
  out.closing = period.closing();
  out.owed = period.commission_closing();
  return out;
}

void each_outlet(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  for (const auto& outlet : books.all<books::Outlet>()) {
    auto out = moved_by(books, outlet, days);
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
