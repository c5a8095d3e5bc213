#include "collect/insight/visits.h"

#include <algorithm>

#include "books/lookup.h"
#include "people/permissions.h"
#include "people/station.h"

namespace kwota::insight {
namespace {

using books::Visit;
using books::VisitOutcome;
using books::VisitStatus;

constexpr books::Right right = "visits_write";

Result<LocalDate> day_of(const std::string& text, const people::Context& context) { return parse_date(text.empty() ? context.today() : text); }

Result<void> may_order(const OrderVisits& request, const LocalDate& day, const people::Context& context) {
  if (request.supplies.empty()) return error(Fault::request, "no_supply_chosen", "Choose at least one supply; nothing was saved.");
  if (request.supplies.size() > visits_at_once)
    return error(Fault::request, "too_many_supplies", "These are more than can be ordered at once; choose fewer. Nothing was saved.",
                 {{"count", std::to_string(request.supplies.size())}, {"most", std::to_string(visits_at_once)}});
  if (request.rule.empty() && request.reason.empty()) return error(Fault::request, "reason_missing", "Say why; nothing was changed.");
  if (format_date(day) < context.today())
    return error(Fault::request, "visit_in_past", "This day is over; choose today or a later one. Nothing was saved.", {{"day", format_date(day)}});
  return Done{};
}

std::optional<Visit> waiting_at(const books::Reader& books, std::int64_t account) {
  for (const auto& other : books.select(Visit::of_account, account))
    if (other.state == VisitStatus::planned) return other;
  return std::nullopt;
}

Error unknown_visit(std::int64_t visit) {
  return error(Fault::request, "unknown_visit", "There is no such visit; look for it in the list.", {{"visit", std::to_string(visit)}});
}

/// Nobody goes: why stands where the finding would.
Result<Visit> dropped(Visit row, const TellVisit& request) {
  if (request.found.empty()) return error(Fault::request, "found_missing", "Say it in words; nothing was saved.");
  row.state = VisitStatus::dropped;
  return row;
}

bool says_itself(VisitOutcome outcome) { return outcome == VisitOutcome::in_order || outcome == VisitOutcome::not_met; }

Result<Visit> made(Visit row, const TellVisit& request, const people::Context& context) {
  const auto outcome = parse_word<VisitOutcome>(request.outcome);
  if (!outcome || *outcome == VisitOutcome::none)
    return error(Fault::request, "bad_outcome", "Choose what came of the visit; nothing was saved.", {{"outcome", request.outcome}});
  TRY(day, day_of(request.day, context));
  const auto text = format_date(day), ordered = format_date(context.zone.local(row.ordered).date);
  if (text > context.today()) return error(Fault::request, "visit_not_yet", "This day has not come; nothing was saved.", {{"day", text}});
  if (text < ordered)
    return error(Fault::request, "visit_before_order", "On that day the visit was not ordered yet; look at the date. Nothing was saved.", {{"day", text}, {"ordered", ordered}});
  if (!request.visitor.empty()) row.visitor = request.visitor;
  if (row.visitor.empty()) return error(Fault::request, "visitor_missing", "Say who was there; nothing was saved.");
  if (request.found.empty() && !says_itself(*outcome)) return error(Fault::request, "found_missing", "Say it in words; nothing was saved.");
  row.state = VisitStatus::done;
  row.outcome = *outcome;
  row.day = day;
  return row;
}

}  // namespace

Result<books::Decision<OrderedVisits>> order_visits(const books::Reader& books, const OrderVisits& request, const people::Context& context) {
  MUST(people::require(context.who, right));
  TRY(day, day_of(request.day, context));
  MUST(may_order(request, day, context));
  auto number = books::next_number<Visit>(books);
  books::Decision<OrderedVisits> out;
  std::vector<std::int64_t> seen;
  for (const auto& wish : request.supplies) {
    if (std::ranges::find(seen, wish.account) != seen.end()) continue;
    seen.push_back(wish.account);
    const auto account = books.find<books::Account>(wish.account);
    if (!account || !people::works_at(context.who, account->station))
      return error(Fault::request, "unknown_account", "There is no such account; look for it in the list.", {{"account", std::to_string(wish.account)}});
    if (const auto waiting = waiting_at(books, wish.account)) {
      out.answer.waiting.push_back(*waiting);
      continue;
    }
    Visit row;
    row.number = number++;
    row.station = account->station;
    row.account = account->number;
    row.meter = account->meter;
    row.rule = request.rule;
    row.reason = wish.reason.empty() ? request.reason : wish.reason;
    row.day = day;
    row.visitor = request.visitor;
    row.ordered_by = context.who.name;
    row.ordered = context.now;
    out.changes.put.emplace_back(row);
    out.answer.ordered.push_back(std::move(row));
  }
  if (out.answer.ordered.empty()) {
    const auto& first = out.answer.waiting.front();
    return error(Fault::refused, "visit_ordered", "Somebody is to go there already; say what he found, or drop that visit first.",
                 {{"account", std::to_string(first.account)}, {"visit", std::to_string(first.number)}});
  }
  return out;
}

Result<books::Decision<Visit>> tell_visit(const books::Reader& books, const TellVisit& request, const people::Context& context) {
  MUST(people::require(context.who, right));
  const auto row = books.find<Visit>(request.visit);
  if (!row || !people::works_at(context.who, row->station)) return unknown_visit(request.visit);
  if (row->state != VisitStatus::planned)
    return error(Fault::refused, "visit_told", "What came of this visit was said already, and stays.", {{"visit", std::to_string(request.visit)}});
  TRY(told, request.outcome == word_of(VisitStatus::dropped) ? dropped(*row, request) : made(*row, request, context));
  told.found = request.found;
  told.told_by = context.who.name;
  told.told = context.now;
  return books::Decision<Visit>{{{told}, {}}, told};
}

bool silence_explained(const books::Reader& books, std::int64_t account, std::int64_t today) {
  const auto visits = books.select(Visit::of_account, account);
  return std::ranges::any_of(visits, [&](const Visit& row) {
    const auto day = day_number(row.day);
    return books::explains_silence(row.outcome) && day <= today && today - day <= explained_days;
  });
}

}  // namespace kwota::insight
