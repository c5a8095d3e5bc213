// Exceptions that somebody has looked into: a gap, a finding, a watering that proves no payment, an event that a meter recorded.
// Guarantees: what is explained is what stands there now, and once; nothing else changes – it is counted and listed as before, and a new figure, another
// reading, another state is another exception that nobody has explained.
// Begin with explain().
#pragma once
#include <optional>
#include <string>

#include "books/decision.h"
#include "books/reader.h"
#include "collect/reconcile/reconcile.h"
#include "devices/facts.h"
#include "people/context.h"

namespace kwota::readings {

struct ExplainRequest {
  MeterNumber meter;
  books::ExceptionKind kind = books::ExceptionKind::finding;
  std::string code;        ///< as books::ExceptionKind says
  std::int64_t object = 0;
  std::string as_seen;     ///< what stood there when he looked
  std::string reason, note;
};

/// Of a finding, a watering, an event. Errors: permission_denied (exceptions_explain), reason_missing, unknown_exception {meter}: there is none, or none any more;
/// exception_changed {now}, explained_already {by}.
Result<books::Decision<books::Explanation>> explain(const books::Reader& books, const ExplainRequest& request, const devices::Known& devices, const people::Context& context);

/// Of a gap, which follows from more than one decision reads: `now` is what the reconciliation says; nothing: it adds up. Errors as of explain().
Result<books::Decision<books::Explanation>> explain_gap(const books::Reader& books, const ExplainRequest& request, const std::optional<reconcile::Reconciliation>& now,
                                                        const people::Context& context);

/// What a gap is known by: another figure is another gap. "-20.00"
std::string seen_gap(const reconcile::Reconciliation& figures, int minor_digits);
std::optional<books::Explanation> explanation_of(const books::Reader& books, MeterNumber meter, std::int64_t account, const reconcile::Reconciliation& figures, int minor_digits);
/// Of what a reading of this moment showed.
std::optional<books::Explanation> explanation_of(const books::Reader& books, MeterNumber meter, const std::string& finding, Instant taken);

/// Nobody has proved that the card paid, or it is not the card's to pay: somebody looks into it.
bool is_exception(books::WateringStatus state);

}  // namespace kwota::readings
