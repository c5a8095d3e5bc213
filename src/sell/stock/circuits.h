// A plate with several circuits becomes so many supplies: each circuit gets its own number, its service point below the plate's, and later an
// account, a line and registers as any other meter has them.
// Guarantees: a plate is taken apart once, into as many circuits as its model has; none of their numbers was anybody's before.
// Never: opens an account.   Begin with put_circuits().
#pragma once
#include <string>
#include <vector>

#include "books/decision.h"
#include "books/reader.h"
#include "books/rows/supply/circuit.h"
#include "people/context.h"

namespace kwota::stock {

struct CircuitsRequest {
  MeterNumber meter;          ///< on the plate
  MeterNumber first;          ///< of circuit 1; the others follow it one by one
  std::string service_point;  ///< where the plate hangs; empty: nowhere yet, and the circuits get none
};
/// Right `meters_write`. Errors: permission_denied, unknown_meter {meter}, no_circuits {meter, model}, already_there {what}: it was done before, or a number is
/// another meter's; bad_meter_number, unknown_service_point {service_point}.
Result<books::Decision<std::vector<books::Circuit>>> put_circuits(const books::Reader& books, const CircuitsRequest& request, const people::Context& context);

/// What a circuit feeds. Errors: permission_denied, unknown_meter {meter}: no circuit has that number.
Result<books::Decision<books::Circuit>> name_circuit(const books::Reader& books, MeterNumber number, const std::string& name, const people::Context& context);

/// Of one plate, as they are numbered.
std::vector<books::Circuit> circuits_of(const books::Reader& books, MeterNumber meter);
/// The plate on which this number is a circuit; nothing: it is a meter by itself.
std::optional<books::Circuit> circuit_of(const books::Reader& books, MeterNumber number);

}  // namespace kwota::stock
