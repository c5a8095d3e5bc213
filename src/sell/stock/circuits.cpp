#include "sell/stock/circuits.h"

#include <fmt/format.h>

#include "base/ids_text.h"
#include "books/lookup.h"
#include "people/permissions.h"

namespace kwota::stock {
namespace {

constexpr books::Right right_to_make = "meters_write";
constexpr std::uint64_t numbers_end = 1'000'000'000'000;

Error unknown_meter(MeterNumber meter) {
  return error(Fault::request, "unknown_meter", "The meter is not in the books; nothing was changed.", {{"meter", to_text(meter)}});
}
Error already_there(const std::string& what) {
  return error(Fault::refused, "already_there", "There is one with this name already; nothing was changed.", {{"what", what}});
}

Result<std::uint8_t> circuits_on(const books::Reader& books, const books::Meter& plate, const people::Context& context) {
  const auto circuits = context.devices.facts_of(plate.model).circuits;
  if (circuits == 0 || circuit_of(books, plate.number))
    return error(Fault::refused, "no_circuits", "Meters of this model have no circuits; nothing was changed.", {{"meter", to_text(plate.number)}, {"model", plate.model}});
  if (!circuits_of(books, plate.number).empty()) return already_there(to_text(plate.number));
  return circuits;
}

Result<std::optional<books::ServicePoint>> point_of(const books::Reader& books, const std::string& code) {
  if (code.empty()) return std::optional<books::ServicePoint>{};
  TRY(known, books::point_in_use(books, code));
  return std::optional{std::move(known)};
}

/// Below the plate's: "P-1/03".
books::ServicePoint point_of_circuit(const books::ServicePoint& plate, unsigned circuit) {
  auto out = plate;
  out.code = fmt::format("{}/{:02}", plate.code, circuit);
  out.address = fmt::format("{} / {:02}", plate.address, circuit);
  out.room.clear();
  return out;
}

}  // namespace

std::vector<books::Circuit> circuits_of(const books::Reader& books, MeterNumber meter) { return books.select<books::Circuit>(meter); }

std::optional<books::Circuit> circuit_of(const books::Reader& books, MeterNumber number) {
  auto found = books.select<books::Circuit>(books::Circuit::by_number, number);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

Result<books::Decision<std::vector<books::Circuit>>> put_circuits(const books::Reader& books, const CircuitsRequest& request, const people::Context& context) {
  MUST(people::require(context.who, right_to_make));
  auto plate = books.find<books::Meter>(request.meter);
  if (!plate) return unknown_meter(request.meter);
  TRY(circuits, circuits_on(books, *plate, context));
  TRY(point, point_of(books, request.service_point));
  if (request.first.is_zero() || request.first.value() + circuits > numbers_end)
    return error(Fault::request, "bad_meter_number", "A meter number has 1 to 12 digits and is not zero.", {{"text", to_text(request.first)}});
  books::Decision<std::vector<books::Circuit>> out;
  if (point) {
    plate->service_point = point->code;
    plate->state = books::MeterStatus::installed;
    out.changes.put.emplace_back(*plate);
  }
  for (unsigned i = 1; i <= circuits; ++i) {
    books::Meter own{.number = MeterNumber::from(request.first.value() + i - 1), .model = plate->model, .maker = plate->maker, .ct = plate->ct, .pt = plate->pt, .service_point = "",
                     .commodity = plate->commodity};
    if (books.find<books::Meter>(own.number)) return already_there(to_text(own.number));
    if (point) {
      const auto below = point_of_circuit(*point, i);
      if (books.find<books::ServicePoint>(below.code)) return already_there(below.code);
      own.service_point = below.code;
      out.changes.put.emplace_back(below);
    }
    books::Circuit circuit{.meter = plate->number, .circuit = i, .number = own.number, .phases = context.devices.facts_of(plate->model).phases, .name = ""};
    out.changes.put.emplace_back(std::move(own));
    out.changes.put.emplace_back(circuit);
    out.answer.push_back(std::move(circuit));
  }
  return out;
}

Result<books::Decision<books::Circuit>> name_circuit(const books::Reader& books, MeterNumber number, const std::string& name, const people::Context& context) {
  MUST(people::require(context.who, right_to_make));
  auto row = circuit_of(books, number);
  if (!row) return unknown_meter(number);
  row->name = name;
  return books::Decision<books::Circuit>{{{*row}, {}}, *row};
}

}  // namespace kwota::stock
