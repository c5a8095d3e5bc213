// From when on something counts that the utility sets for itself, and how it is agreed to and withdrawn.
// Begin with moment_of(), agreed_by_two().
#pragma once
#include <optional>

#include "books/decision.h"
#include "books/parts/right.h"
#include "books/reader.h"
#include "books/rows/office/people.h"
#include "books/rows/office/setting.h"
#include "people/context.h"
#include "people/proposal.h"

namespace kwota::settings {

/// A day begins at midnight, a time is to the minute: "2026-12-01", "2026-12-01 08:00"; empty: at once. Errors bad_date {text}, setting_past {from}.
Result<std::optional<Instant>> moment_of(std::string_view from, const people::Context& context);
/// Whoever is alone in a station has a day in which he may think of it again, and others may see it. Error setting_waits_a_day {from}.
Result<Instant> moment_alone(const std::optional<Instant>& wanted, books::WhyAlone why_alone, const people::Context& context);

/// What the second person agrees to, and the number of his approval.
struct Agreeing {
  books::Right right;
  people::Proposal content;
  std::int64_t approval = 0;
};
/// Nobody sets such a thing alone, unless nobody else is there: then nothing. Errors as of people::always_second_person().
Result<std::optional<books::Approval>> agreed_by_two(const books::Reader& books, books::WhyAlone why_alone, const Agreeing& agreeing, const people::Context& context);

/// What stands in each row of that kind.
struct Withdrawable {
  std::int64_t number = 0;
  books::SettingStatus state = books::SettingStatus::agreed;
  Instant in_force{};
};
/// Before its moment has come, once, with a reason. Errors setting_withdrawn {number}, setting_counts {from}, reason_missing {action}.
Result<void> may_be_withdrawn(const Withdrawable& row, books::Right right, std::string_view reason, const people::Context& context);

namespace detail {
template <class Row>
books::Decision<Row> put_with(Row row, const std::optional<books::Approval>& second) {
  books::Decision<Row> decision{{{row}, {}}, row};
  if (second) decision.changes.put.emplace_back(*second);
  return decision;
}
}  // namespace detail

/// `row` with who wanted it, who agreed to it, and why.
template <class Row>
books::Decision<Row> agreed(Row row, const std::optional<books::Approval>& second, const std::string& reason, const people::Context& context) {
  row.reason = reason;
  row.asked_by = context.who.name;
  row.approved_by = second ? second->decided_by : "";
  row.agreed = context.now;
  return detail::put_with(std::move(row), second);
}
template <class Row>
books::Decision<Row> withdrawn(Row row, const std::optional<books::Approval>& second, const std::string& reason, const people::Context& context) {
  row.state = books::SettingStatus::withdrawn;
  row.withdrawn_by = context.who.name;
  row.withdrawal_approved_by = second ? second->decided_by : "";
  row.withdrawal_reason = reason;
  row.withdrawn = context.now;
  return detail::put_with(std::move(row), second);
}

}  // namespace kwota::settings
