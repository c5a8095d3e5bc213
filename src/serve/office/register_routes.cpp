// The registers that the office keeps: service points, meters, places, stations, tills, codes, series of invoices.
#include "base/ids_text.h"
#include "sell/customer/change.h"
#include "sell/invoices/series.h"
#include "serve/api/routes.h"
#include "serve/api/taken.h"
#include "serve/office/register.h"

namespace kwota::serve {
namespace {

using Filters = std::vector<store::Filter>;

// ---- the row of a name -----------------------------------------------------------------------------------------------

Result<std::optional<books::ServicePoint>> known_point(const books::Reader& books, const Asked& key) {
  return books.find<books::ServicePoint>(key.text("code"));
}

Result<std::optional<books::Meter>> known_meter(const books::Reader& books, const Asked& key) {
  TRY(number, parse_meter_number(key.text("number")));
  return books.find<books::Meter>(number);
}

Result<std::optional<books::Place>> known_place(const books::Reader& books, const Asked& key) {
  return books.find<books::Place>(key.text("code"));
}

Result<std::optional<books::Station>> known_station(const books::Reader& books, const Asked& key) {
  return books.find<books::Station>(key.text("code"));
}

Result<std::optional<books::Till>> known_till(const books::Reader& books, const Asked& key) {
  return books.find<books::Till>(key.text("station"), key.text("code"));
}

Result<std::optional<books::Code>> known_code(const books::Reader& books, const Asked& key) {
  for (const auto& row : books.select<books::Code>(key.text("kind")))
    if (row.code == key.text("code")) return std::optional(row);
  return std::optional<books::Code>{};
}

template <class Row>
Filters by_code(const Row& row) {
  return {{"code", store::Match::is, row.code}};
}

const Register<books::ServicePoint> service_points{"service-points",
                                                   {"code"},
                                                   "customers_read",
                                                   "customers_write",
                                                   known_point,
                                                   [](const Asked& body, books::ServicePoint row) {
                                                     return taken(body, std::move(row), {"code", "address", "place", "area", "building", "room"});
                                                   },
                                                   put_row<books::ServicePoint, customer::put_service_point>,
                                                   by_code<books::ServicePoint>};
const Register<books::Meter> meters{"meters",
                                    {"number"},
                                    "meters_read",
                                    "meters_write",
                                    known_meter,
                                    [](const Asked& body, books::Meter row) {
                                      return taken(body, std::move(row), {"number", "model", "maker", "ct", "pt", "commodity", "service_point"});
                                    },
                                    put_row<books::Meter, customer::put_meter>,
                                    [](const books::Meter& row) {
                                      return Filters{{"number", store::Match::is, to_text(row.number)}};
                                    }};
const Register<books::Place> places{"places",
                                    {"code"},
                                    "customers_read",
                                    "customers_write",
                                    known_place,
                                    [](const Asked& body, books::Place row) {
                                      return taken(body, std::move(row), {"code", "kind", "name", "station", "parent"});
                                    },
                                    put_row<books::Place, customer::put_place>,
                                    by_code<books::Place>};
const Register<books::Station> stations{"stations",
                                        {"code"},
                                        "stations_read",
                                        "stations_write",
                                        known_station,
                                        [](const Asked& body, books::Station row) {
                                          return taken(body, std::move(row), {"code", "name", "receipt_prefix"});
                                        },
                                        put_row<books::Station, customer::put_station>,
                                        by_code<books::Station>};
const Register<books::Till> tills{"tills",
                                  {"station", "code"},
                                  "stations_read",
                                  "stations_write",
                                  known_till,
                                  [](const Asked& body, books::Till row) {
                                    return taken(body, std::move(row), {"station", "code", "name", "reader"});
                                  },
                                  put_row<books::Till, customer::put_till>,
                                  [](const books::Till& row) {
                                    return Filters{{"station", store::Match::is, row.station}, {"code", store::Match::is, row.code}};
                                  }};
const Register<books::InvoiceSeries> invoice_series{"invoice-series",
                                                    {"code"},
                                                    "invoices_read|invoice_series_write",
                                                    "invoice_series_write",
                                                    [](const books::Reader& books, const Asked& key) -> Result<std::optional<books::InvoiceSeries>> { return books.find<books::InvoiceSeries>(key.text("code")); },
                                                    [](const Asked& body, books::InvoiceSeries row) {
                                                      return taken(body, std::move(row), {"code", "prefix", "station", "digits", "first_number", "last_number", "form", "active"});
                                                    },
                                                    put_row<books::InvoiceSeries, invoices::put_series>,
                                                    by_code<books::InvoiceSeries>};
const Register<books::Code> codes{"codes",
                                  {"kind", "code"},
                                  "codes_read",
                                  "codes_write",
                                  known_code,
                                  [](const Asked& body, books::Code row) {
                                    return taken(body, std::move(row), {"kind", "code", "name_zh", "name_en", "name_ru", "value", "active"});
                                  },
                                  put_row<books::Code, customer::put_code>,
                                  [](const books::Code& row) {
                                    return Filters{{"kind", store::Match::is, row.kind}, {"code", store::Match::is, row.code}};
                                  }};

}  // namespace

void add_register_routes(Router& router, ServerParts& server) {
  add_register(router, server, service_points);
  add_register(router, server, meters);
  add_register(router, server, places);
  add_register(router, server, stations);
  add_register(router, server, tills);
  add_register(router, server, codes);
  add_register(router, server, invoice_series);
}

}  // namespace kwota::serve
