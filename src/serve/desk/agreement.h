// What two people agreed to from a moment on – a value of a setting, the layout of a slip –, as pages see it: how far it is, who asked, who agreed, and the same
// of its withdrawal.   Begin with agreement_state().
#pragma once
#include <boost/json.hpp>
#include <optional>

#include "books/rows/office/setting.h"
#include "serve/api/called.h"
#include "serve/desk/shown.h"

namespace kwota::serve {

/// coming, in_force, past – another one counts now – or withdrawn. `counts`: the row that counts now where this one would.
template <class Row>
std::string_view agreement_state(const Row& row, const std::optional<Row>& counts, Instant now) {
  if (row.state == books::SettingStatus::withdrawn) return "withdrawn";
  if (row.in_force > now) return "coming";
  return counts && counts->number == row.number ? "in_force" : "past";
}

template <class Row>
void show_agreement(const books::Reader& books, const Row& row, std::string_view state, boost::json::object& out) {
  out["state"] = state;
  out["reason"] = row.reason;
  out["asked_by"] = row.asked_by;
  out["approved_by"] = row.approved_by;
  out["why_alone"] = word_of(row.why_alone);
  out["agreed"] = time_text(row.agreed);
  out["withdrawn_by"] = row.withdrawn_by;
  out["withdrawal_approved_by"] = row.withdrawal_approved_by;
  out["withdrawal_reason"] = row.withdrawal_reason;
  out["withdrawn"] = time_text(row.withdrawn);
  say_people(books, out, {"asked_by", "approved_by", "withdrawn_by", "withdrawal_approved_by"});
}

}  // namespace kwota::serve
