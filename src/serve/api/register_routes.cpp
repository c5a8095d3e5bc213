// The registers that the office keeps: service points, meters, places, stations, tills, codes.
#include "base/ids_text.h"
#include "sell/customer/change.h"
#include "serve/api/register.h"
#include "serve/api/routes.h"

namespace kwota::serve {
namespace {

using Filters = std::vector<store::Filter>;

/// A use-case that needs nothing but the row.
template <class Row, auto put>
Result<books::Decision<Row>> put_row(const books::Reader& books, const Row& row, const Asked&, const shift::Context&) {
  return put(books, row);
}

// ---- service points ----------------------------------------------------------------------------------------------------

Result<std::optional<books::ServicePoint>> known_point(const books::Reader& books, const Asked& key) {
  return books.service_point(key.text("code"));
}

Result<books::ServicePoint> take_point(const Asked& body, books::ServicePoint row) {
  row.code = text_or(body, "code", row.code);
  row.address = text_or(body, "address", row.address);
  row.place = text_or(body, "place", row.place);
  row.area = text_or(body, "area", row.area);
  return row;
}

// ---- meters ------------------------------------------------------------------------------------------------------------

Result<std::optional<books::Meter>> known_meter(const books::Reader& books, const Asked& key) {
  TRY(number, parse_meter_number(key.text("number")));
  return books.meter(number);
}

/// A transformer ratio; what is no number becomes 0, which no meter may have.
std::uint32_t ratio_or(const Asked& body, std::string_view name, std::uint32_t before) {
  return body.has(name) ? static_cast<std::uint32_t>(std::min<std::int64_t>(body.number(name), 1'000'000)) : before;
}

Result<books::Meter> take_meter(const Asked& body, books::Meter row) {
  if (body.has("number")) {
    TRY(number, parse_meter_number(body.text("number")));
    row.number = number;
  }
  row.model = text_or(body, "model", row.model);
  row.maker = text_or(body, "maker", row.maker);
  row.ct = ratio_or(body, "ct", row.ct);
  row.pt = ratio_or(body, "pt", row.pt);
  row.service_point = text_or(body, "service_point", row.service_point);
  return row;
}

// ---- places ------------------------------------------------------------------------------------------------------------

Result<std::optional<books::Place>> known_place(const books::Reader& books, const Asked& key) {
  return books.place(key.text("code"));
}

Result<books::Place> take_place(const Asked& body, books::Place row) {
  row.code = text_or(body, "code", row.code);
  row.kind = text_or(body, "kind", row.kind);
  row.name = text_or(body, "name", row.name);
  row.station = text_or(body, "station", row.station);
  row.parent = text_or(body, "parent", row.parent);
  return row;
}

// ---- stations and tills ------------------------------------------------------------------------------------------------

Result<std::optional<books::Station>> known_station(const books::Reader& books, const Asked& key) {
  return books.station(key.text("code"));
}

Result<books::Station> take_station(const Asked& body, books::Station row) {
  row.code = text_or(body, "code", row.code);
  row.name = text_or(body, "name", row.name);
  row.receipt_prefix = text_or(body, "receipt_prefix", row.receipt_prefix);
  return row;
}

Result<std::optional<books::Till>> known_till(const books::Reader& books, const Asked& key) {
  return books.till(key.text("station"), key.text("code"));
}

Result<books::Till> take_till(const Asked& body, books::Till row) {
  row.station = text_or(body, "station", row.station);
  row.code = text_or(body, "code", row.code);
  row.name = text_or(body, "name", row.name);
  return row;
}

// ---- codes -------------------------------------------------------------------------------------------------------------

Result<std::optional<books::Code>> known_code(const books::Reader& books, const Asked& key) {
  for (const auto& row : books.codes(key.text("kind")))
    if (row.code == key.text("code")) return std::optional(row);
  return std::optional<books::Code>{};
}

Result<books::Code> take_code(const Asked& body, books::Code row) {
  row.kind = text_or(body, "kind", row.kind);
  row.code = text_or(body, "code", row.code);
  row.name_zh = text_or(body, "name_zh", row.name_zh);
  row.name_en = text_or(body, "name_en", row.name_en);
  row.name_ru = text_or(body, "name_ru", row.name_ru);
  row.value = text_or(body, "value", row.value);
  if (body.has("active")) row.active = body.flag("active");
  return row;
}

template <class Row>
Filters by_code(const Row& row) {
  return {{"code", "is", row.code}};
}

const Register<books::ServicePoint> service_points{"service-points",
                                                   {"code"},
                                                   "customers_read",
                                                   "customers_write",
                                                   known_point,
                                                   take_point,
                                                   put_row<books::ServicePoint, customer::put_service_point>,
                                                   by_code<books::ServicePoint>};
const Register<books::Meter> meters{"meters",
                                    {"number"},
                                    "meters_read",
                                    "meters_write",
                                    known_meter,
                                    take_meter,
                                    put_row<books::Meter, customer::put_meter>,
                                    [](const books::Meter& row) {
                                      return Filters{{"number", "is", to_text(row.number)}};
                                    }};
const Register<books::Place> places{"places",
                                    {"code"},
                                    "customers_read",
                                    "customers_write",
                                    known_place,
                                    take_place,
                                    put_row<books::Place, customer::put_place>,
                                    by_code<books::Place>};
const Register<books::Station> stations{"stations",
                                        {"code"},
                                        "stations_read",
                                        "stations_write",
                                        known_station,
                                        take_station,
                                        put_row<books::Station, customer::put_station>,
                                        by_code<books::Station>};
const Register<books::Till> tills{"tills",
                                  {"station", "code"},
                                  "stations_read",
                                  "stations_write",
                                  known_till,
                                  take_till,
                                  put_row<books::Till, customer::put_till>,
                                  [](const books::Till& row) {
                                    return Filters{{"station", "is", row.station}, {"code", "is", row.code}};
                                  }};
const Register<books::Code> codes{"codes",
                                  {"kind", "code"},
                                  "codes_read",
                                  "codes_write",
                                  known_code,
                                  take_code,
                                  put_row<books::Code, customer::put_code>,
                                  [](const books::Code& row) {
                                    return Filters{{"kind", "is", row.kind}, {"code", "is", row.code}};
                                  }};

}  // namespace

void add_register_routes(Router& router, House& house) {
  add_register(router, house, service_points);
  add_register(router, house, meters);
  add_register(router, house, places);
  add_register(router, house, stations);
  add_register(router, house, tills);
  add_register(router, house, codes);
}

}  // namespace kwota::serve
