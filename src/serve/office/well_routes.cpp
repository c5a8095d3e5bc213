// The registers of irrigation: area numbers, wells, the meters at them.
#include "base/ids_text.h"
#include "sell/customer/wells.h"
#include "serve/api/routes.h"
#include "serve/api/taken.h"
#include "serve/office/register.h"

namespace kwota::serve {
namespace {

using Filters = std::vector<store::Filter>;

template <class Row>
Result<std::optional<Row>> known_by_number(const books::Reader& books, const Asked& key) {
  return books.find<Row>(key.text("number"));
}

template <class Row>
Filters by_number(const Row& row) {
  return {{"number", store::Match::is, row.number}};
}

Result<std::optional<books::WellMeter>> known_well_meter(const books::Reader& books, const Asked& key) {
  TRY(meter, parse_meter_number(key.text("meter")));
  TRY(from, parse_date(key.text("first_day")));
  return books.find<books::WellMeter>(key.text("well"), meter, from);
}

const Register<books::AreaNumber> area_numbers{"area-numbers",
                                               {"number"},
                                               "customers_read",
                                               "customers_write",
                                               known_by_number<books::AreaNumber>,
                                               [](const Asked& body, books::AreaNumber row) {
                                                 return taken(body, std::move(row), {"number", "name", "village", "station", "active"});
                                               },
                                               put_row<books::AreaNumber, customer::put_area_number>,
                                               by_number<books::AreaNumber>};
const Register<books::Well> wells{"wells",
                                  {"number"},
                                  "customers_read",
                                  "customers_write",
                                  known_by_number<books::Well>,
                                  [](const Asked& body, books::Well row) {
                                    return taken(body, std::move(row),
                                                 {"number", "name", "village", "area", "area_number", "usage_class", "put_in", "depth_m",
                                                  "pump_w", "active"});
                                  },
                                  put_row<books::Well, customer::put_well>,
                                  by_number<books::Well>};
const Register<books::WellMeter> well_meters{"well-meters",
                                             {"well", "meter", "first_day"},
                                             "meters_read",
                                             "meters_write",
                                             known_well_meter,
                                             [](const Asked& body, books::WellMeter row) {
                                               return taken(body, std::move(row), {"well", "meter", "first_day", "last_day", "multiplier", "terminal"});
                                             },
                                             put_row<books::WellMeter, customer::put_well_meter>,
                                             [](const books::WellMeter& row) {
                                               return Filters{{"well", store::Match::is, row.well},
                                                              {"meter", store::Match::is, to_text(row.meter)},
                                                              {"first_day", store::Match::is, format_date(row.from)}};
                                             }};

}  // namespace

void add_well_routes(Router& router, ServerParts& server) {
  add_register(router, server, area_numbers);
  add_register(router, server, wells);
  add_register(router, server, well_meters);
}

}  // namespace kwota::serve
