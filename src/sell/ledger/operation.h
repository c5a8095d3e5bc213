// Everything that moves money, as one declared list. Each entry of the ledger names one of these, and each booking at a counter
// is begun with one: so a use-case that is not in the list cannot post. The laws (collect/laws) know what each does to a drawer from here.
// Begin with operations().
#pragma once
#include <cstdint>
#include <span>

#include "books/parts/operation.h"

namespace kwota::ledger {

using books::Operation;

/// What an operation does to a drawer.
enum class Cash : std::uint8_t { none, in, out, utility };

struct OperationRow {
  Operation operation;
  Cash cash;              ///< in: from a customer; out: to him; house: floats and takings
  bool booked;            ///< a person books it at a till: it has a receipt
  bool undoes = false;    ///< turns the legs of another entry round, which then never happened
};

/// All of them, in the order of the enumeration.
std::span<const OperationRow> operations();
/// Of a word that is none, as somebody may have written it behind our back: it moves nothing.
const OperationRow& row_of(Operation operation);

}  // namespace kwota::ledger
