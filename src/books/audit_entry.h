// What somebody did that no row tells, as an entry in the audit trail of where he works. The store says when it was written.
//   changes.append.emplace_back(audit_entry({who.name, "reprint", station}, "sale/" + number, details));
// Begin with audit_entry().
#pragma once
#include <string>
#include <utility>

#include "books/chains.h"
#include "books/decision.h"
#include "books/rows/field/journal.h"

namespace kwota::books {

/// `object`: what was done to, as the trail names it, "operator/wang"; `details`: JSON, empty: nothing is to be said of it.
inline Audit audit_entry(const Actor& actor, std::string object, std::string details = {}) {
  Audit out;
  out.chain = chain_of_station(actor.station);
  out.operator_name = actor.operator_name;
  out.action = actor.action;
  out.object = std::move(object);
  out.details = std::move(details);
  return out;
}

}  // namespace kwota::books
