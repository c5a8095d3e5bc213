#include "collect/readings/explain.h"

#include <algorithm>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "books/kinds.h"
#include "books/lookup.h"
#include "collect/readings/findings.h"
#include "people/permissions.h"

namespace kwota::readings {
namespace {

using books::ExceptionKind;
using books::Explanation;

constexpr books::Right right = "exceptions_explain";
/// A finding holds the newest reading against the one before; tries that failed lie between them.
constexpr std::size_t newest_looked_at = 32;

Error unknown_exception(MeterNumber meter) {
  return error(Fault::request, "unknown_exception", "There is no such exception, or it is none any more: look at the list again. Nothing was saved.", {{"meter", to_text(meter)}});
}

/// What the newest reading of a meter shows under this code: when it was taken.
std::optional<std::string> finding_now(const books::Reader& books, const ExplainRequest& request, const devices::Known& devices) {
  const auto meter = books.find<books::Meter>(request.meter);
  if (!meter) return std::nullopt;
  auto rows = books.newest<books::MeterReading>(newest_looked_at, request.meter);
  std::erase_if(rows, [](const auto& row) { return row.state != books::ReadingStatus::read || !row.taken; });
  if (rows.empty()) return std::nullopt;
  std::ranges::sort(rows, std::ranges::greater{}, &books::MeterReading::due);
  const auto before = rows.size() > 1 ? std::optional{rows[1]} : std::nullopt;
  const auto found = findings(rows[0], before, devices.facts_of(meter->model));
  return std::ranges::any_of(found, [&](const Finding& one) { return one.code == request.code; }) ? std::optional{format_utc(*rows[0].taken)} : std::nullopt;
}

std::optional<std::string> watering_now(const books::Reader& books, const ExplainRequest& request) {
  const auto series = parse_decimal(request.code, 0);
  const auto row = series.ok() ? books.find<books::Watering>(request.meter, *series, request.object) : std::nullopt;
  if (row && is_exception(row->state)) return std::string(word_of(row->state));
  return std::nullopt;
}

std::optional<std::string> event_now(const books::Reader& books, const ExplainRequest& request) {
  return books.find<books::MeterEvent>(request.meter, request.code, request.object) ? std::optional{std::string{}} : std::nullopt;
}

std::optional<std::string> standing(const books::Reader& books, const ExplainRequest& request, const devices::Known& devices) {
  switch (request.kind) {
    case ExceptionKind::finding: return finding_now(books, request, devices);
    case ExceptionKind::watering: return watering_now(books, request);
    case ExceptionKind::meter_event: return event_now(books, request);
    case ExceptionKind::reconciliation: break;
  }
  return std::nullopt;
}

Result<books::Decision<Explanation>> explained(const books::Reader& books, const ExplainRequest& request, const std::optional<std::string>& now, const people::Context& context) {
  MUST(people::require(context.who, right));
  if (request.reason.empty()) return error(Fault::request, "reason_missing", "Say why; nothing was changed.", {{"action", right.word()}});
  if (!now) return unknown_exception(request.meter);
  if (*now != request.as_seen)
    return error(Fault::refused, "exception_changed", "It says something else by now: look at it again. Nothing was saved.", {{"now", *now}});
  if (const auto before = books.find<Explanation>(request.meter, request.kind, request.code, request.object, request.as_seen))
    return error(Fault::refused, "explained_already", "Somebody has explained this already, and what he said stays. Nothing was saved.", {{"by", before->explained_by}});
  Explanation row{.meter = request.meter, .kind = request.kind, .code = request.code, .object = request.object, .as_seen = request.as_seen, .reason = request.reason,
                  .note = request.note, .explained_by = context.who.name, .explained = context.now};
  return books::Decision<Explanation>{{{row}, {}}, row};
}

}  // namespace

bool is_exception(books::WateringStatus state) {
  using enum books::WateringStatus;
  return state != proven && state != released && state != useless;
}

std::string seen_gap(const reconcile::Reconciliation& figures, int minor_digits) { return format_credit(figures.gap, minor_digits); }

Result<books::Decision<Explanation>> explain(const books::Reader& books, const ExplainRequest& request, const devices::Known& devices, const people::Context& context) {
  return explained(books, request, standing(books, request, devices), context);
}

Result<books::Decision<Explanation>> explain_gap(const books::Reader& books, const ExplainRequest& request, const std::optional<reconcile::Reconciliation>& now,
                                                 const people::Context& context) {
  const bool there = now && now->reason != reconcile::Gap::none && word_of(now->reason) == request.code;
  return explained(books, request, there ? std::optional{seen_gap(*now, books::minor_digits_of(books))} : std::nullopt, context);
}

std::optional<Explanation> explanation_of(const books::Reader& books, MeterNumber meter, std::int64_t account, const reconcile::Reconciliation& figures, int minor_digits) {
  if (figures.reason == reconcile::Gap::none) return std::nullopt;
  return books.find<Explanation>(meter, ExceptionKind::reconciliation, std::string(word_of(figures.reason)), account, seen_gap(figures, minor_digits));
}

std::optional<Explanation> explanation_of(const books::Reader& books, MeterNumber meter, const std::string& finding, Instant taken) {
  return books.find<Explanation>(meter, ExceptionKind::finding, finding, std::int64_t{0}, format_utc(taken));
}

}  // namespace kwota::readings
