#include "collect/report/facts/meters/visits.h"

#include "books/lookup.h"
#include "collect/insight/suspicion.h"
#include "collect/report/facts/sold.h"
#include "collect/report/facts/village.h"

namespace kwota::facts {
namespace {

using books::Visit;
using books::VisitStatus;

constexpr auto own_idea = "own_idea", by_list = "by_list";

/// The reasons of a list by their names, without the points that they had then. A list that gives none, and somebody's own words, are one reason each.
std::vector<std::string> reasons_of(const Visit& row) {
  if (row.rule.empty()) return {own_idea};
  const auto suspicions = insight::suspicions_in(row.reason);
  if (!suspicions) return {by_list};
  std::vector<std::string> out;
  for (const auto& one : *suspicions) out.emplace_back(word_of(one.sign));
  return out;
}

void count(VisitCounts& to, const Visit& row) {
  to.ordered = 1;
  to.waiting = row.state == VisitStatus::planned ? 1 : 0;
  to.dropped = row.state == VisitStatus::dropped ? 1 : 0;
  if (row.state != VisitStatus::done) return;
  to.made = 1;
  to.told = books::says_something(row.outcome) ? 1 : 0;
  to.hits = books::is_hit(row.outcome) ? 1 : 0;
  to.not_met = row.outcome == books::VisitOutcome::not_met ? 1 : 0;
}

template <class Row>
Row row_of(const books::Reader& books, CustomerNames& names, const Visit& visit) {
  Row out;
  const auto account = books.find<books::Account>(visit.account);
  out.business_day = format_date(visit.day);
  out.station = visit.station;
  out.operator_name = visit.ordered_by;
  if (account) out.village = village_of(books, *account);
  if (account) out.usage_class = account->usage_class;
  if (account) out.customer_name = names.of(account->customer);
  out.rule = visit.rule;
  out.reason = visit.reason;
  out.outcome = visit.state == VisitStatus::done ? std::string(word_of(visit.outcome)) : std::string(word_of(visit.state));
  out.visitor = visit.visitor;
  out.account = std::to_string(visit.account);
  out.number = std::to_string(visit.number);
  count(out, visit);
  return out;
}

template <class Use>
void each_visit(const books::Reader& books, const Days& days, const Use& use) {
  for (const auto& row : books.all<Visit>())
    if (days.hold(format_date(row.day))) use(row);
}

void each_made(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  CustomerNames names(books);
  each_visit(books, days, [&](const Visit& visit) { take(Given<VisitMade>(row_of<VisitMade>(books, names, visit))); });
}

void each_reason(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  CustomerNames names(books);
  each_visit(books, days, [&](const Visit& visit) {
    auto row = row_of<VisitReason>(books, names, visit);
    for (auto& reason : reasons_of(visit)) {
      row.reason = std::move(reason);
      take(Given<VisitReason>(row));
    }
  });
}

}  // namespace

const Source visits_made{VisitMade::table, columns_of<VisitMade>, each_made};
const Source visit_reasons{VisitReason::table, columns_of<VisitReason>, each_reason};

}  // namespace kwota::facts
