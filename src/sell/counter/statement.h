// The meter's word comes home: stored once, held against what was sold, and what it settles is settled.
// Guarantees: the same statement twice is stored once; an old statement undoes nothing and hides no newer figure; the winner among the revisions of a
// number is the one that the meter names, and every sale that lost is carried again under the next number – no new money.
// Begin with: take_statement().
#pragma once
#include <array>
#include <string_view>

#include "base/words.h"
#include "sell/counter/desk.h"

namespace kwota::counter {

struct StatementRequest {
  books::Statement statement;   ///< meter, taken, meter_time, way, card and all figures; number and chain are given here or by the store
};

/// What is strange about it, against what was sold.
enum class StatementAnomaly : std::uint8_t {
  none,
  late,            ///< older than one that is here already: it undoes nothing
  meter_ahead,     ///< its count is above what the books ever gave it
  unknown_winner,  ///< the number is ours, the amount it took under it is not
};
constexpr auto words_of(StatementAnomaly) { return std::array<std::string_view, 4>{"", "late", "meter_ahead", "unknown_winner"}; }

struct StatementOutcome {
  bool fresh = false;                    ///< stored now
  std::vector<std::string> applied;      ///< receipts that the meter has taken
  std::vector<std::string> taken_back;   ///< receipts whose void the meter has taken: their refund is due
  std::vector<std::string> lost;         ///< receipts that are carried again under the next number
  bool withdrawn = false;                ///< the meter has left their account and never took them: they are among `taken_back`, and nobody sends them any more
  Money refund_due;                      ///< the customer's balance after it
  std::optional<CarryOrder> order;       ///< what must be written now for `lost`
  std::optional<books::MeterSwap> corrected;  ///< it is the word of a swapped meter for which another one had been typed
  StatementAnomaly anomaly = StatementAnomaly::none;
};

/// Errors: unknown_meter, units_differ and what order_for() says.
Result<books::Decision<StatementOutcome>> take_statement(const books::Reader& books, const StatementRequest& request, const Context& context);

}  // namespace kwota::counter
