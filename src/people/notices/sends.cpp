#include "people/notices/sends.h"

#include <algorithm>

#include "base/cause.h"
#include "base/text/parts.h"
#include "base/text/text_gate.h"
#include "books/lookup.h"
#include "people/permissions.h"
#include "people/saved.h"

namespace kwota::people {
namespace {

using books::Rhythm;
using books::SendPlan;
using books::SendStatus;

constexpr std::int64_t month_days_sure = 28;

LocalDate moved(const LocalDate& day, std::int64_t days) { return date_of_day(day_number(day) + days); }

/// The newest day up to today on which it is due.
LocalDate due_day(const SendPlan& plan, const LocalDate& today) {
  if (plan.rhythm == Rhythm::weekly) return moved(today, -((weekday(today) - plan.day + 7) % 7));
  for (auto day = today;; day = moved(day, -1))
    if (static_cast<std::int64_t>(day.day) == plan.day) return day;
}

/// The whole week, Monday to Sunday, or the month before that day.
std::string period_before(const SendPlan& plan, const LocalDate& day) {
  if (plan.rhythm == Rhythm::weekly) {
    const auto monday = moved(day, -(weekday(day) - 1) - 7);
    return format_date(monday) + ".." + format_date(moved(monday, 6));
  }
  return format_date(moved(day, -static_cast<std::int64_t>(day.day))).substr(0, 7);
}

/// Each is there and has an address of his own.
Result<std::string> joined_names(const books::Reader& books, const std::vector<std::string>& names) {
  if (names.size() > mailed_max) return error(Fault::refused, "saved_too_many", "So many are kept for one person. Remove one first.", {{"most", std::to_string(mailed_max)}});
  std::string out;
  for (const auto& name : names) {
    const auto who = books.find<books::Operator>(name);
    if (!who || who->state != books::OperatorStatus::active) return error(Fault::request, "unknown_operator", "There is no operator of this name.", {{"name", name}});
    if (who->mail.empty()) return error(Fault::refused, "no_mail_address", "He has entered no mail address of his own; nothing was changed.", {{"name", name}});
    out += (out.empty() ? "" : ",") + name;
  }
  return out;
}

Result<void> has_room(const books::Reader& books, const Context& context) {
  if (sends_of(books, context.who).size() < sends_max) return {};
  return error(Fault::refused, "saved_too_many", "So many are kept for one person. Remove one first.", {{"most", std::to_string(sends_max)}});
}

Error no_such_send(std::int64_t number) { return error(Fault::request, Cause::not_found, "There is nothing of this name.", {{"what", std::to_string(number)}}); }

}  // namespace

Result<books::Decision<SendPlan>> keep_send(const books::Reader& books, const SendRequest& request, const Context& context) {
  MUST(require(context.who, "jobs"));
  const auto kind = parse_word<books::JobKind>(request.kind);
  if (!kind || (*kind != books::JobKind::report && *kind != books::JobKind::query)) return error(Fault::request, "unknown_kind", "There is no such kind.", {{"kind", request.kind}});
  const auto rhythm = parse_word<Rhythm>(request.rhythm);
  if (!rhythm) return error(Fault::request, "send_rhythm", "It is sent weekly or monthly.", {{"rhythm", request.rhythm}});
  if (request.day < 1 || request.day > (*rhythm == Rhythm::weekly ? 7 : month_days_sure))
    return error(Fault::request, "send_day", "There is no such day: 1 to 7 of the week, 1 to 28 of the month.", {{"day", std::to_string(request.day)}});
  if (request.name.empty() || text_gate::flaw_of(request.name, text_gate::Kind::line, saved_name_max))
    return error(Fault::request, "saved_name", "It needs a name.", {{"most", std::to_string(saved_name_max)}});
  MUST(has_room(books, context));
  // Who may do it for himself alone sends nobody else anything.
  const bool to_others = std::ranges::any_of(request.mail_to, [&](const std::string& name) { return name != context.who.name; });
  if (to_others && granted(context.who, "jobs") != Grant::yes)
    return error(Fault::refused, Cause::permission_denied, "This operator may not do that; nothing was changed. A supervisor can.", {{"permission", "jobs"}});
  TRY(mailed, joined_names(books, request.mail_to));
  SendPlan row;
  row.mail_to = mailed;
  row.number = books::next_number<SendPlan>(books);
  row.name = request.name;
  row.operator_name = context.who.name;
  row.kind = *kind;
  row.asked = request.asked;
  row.language = request.language;
  row.rhythm = *rhythm;
  row.day = request.day;
  row.last = context.today();  // the first one comes on the next of its days
  row.made = context.now;
  books::Decision<SendPlan> decision{{}, row};
  decision.changes.put.emplace_back(row);
  return decision;
}

Result<books::Decision<SendPlan>> remove_send(const books::Reader& books, std::int64_t number, const Context& context) {
  auto row = books.find<SendPlan>(number);
  if (!row || row->state == SendStatus::removed || row->operator_name != context.who.name) return no_such_send(number);
  row->state = SendStatus::removed;
  books::Decision<SendPlan> decision{{}, *row};
  decision.changes.put.emplace_back(*row);
  return decision;
}

Result<books::Decision<SendPlan>> bring_back_send(const books::Reader& books, std::int64_t number, const Context& context) {
  auto row = books.find<SendPlan>(number);
  if (!row || row->state != SendStatus::removed || row->operator_name != context.who.name) return no_such_send(number);
  MUST(has_room(books, context));
  row->state = SendStatus::active;
  books::Decision<SendPlan> decision{{}, *row};
  decision.changes.put.emplace_back(*row);
  return decision;
}

std::vector<SendPlan> sends_of(const books::Reader& books, const books::Operator& who) {
  auto rows = books.select(SendPlan::of_operator, who.name);
  std::erase_if(rows, [](const SendPlan& row) { return row.state == SendStatus::removed; });
  return rows;
}

std::vector<std::string> mailed_to(const SendPlan& plan) {
  return texts_of(plan.mail_to);
}

std::vector<SendPlan> sends_due(const books::Reader& books, Instant now, const Zone& zone) {
  const auto today = zone.local(now).date;
  auto rows = books.all<SendPlan>();
  // One that went out on a day that is still to come went out under a clock that was ahead.
  const auto went = [&](const SendPlan& row) { return row.last <= format_date(today) && format_date(due_day(row, today)) <= row.last; };
  std::erase_if(rows, [&](const SendPlan& row) { return row.state == SendStatus::removed || went(row); });
  return rows;
}

Result<books::Decision<SendPlan>> sent(const books::Reader& books, std::int64_t number, Instant now, const Zone& zone) {
  auto row = books.find<SendPlan>(number);
  if (!row) return no_such_send(number);
  row->last = format_date(zone.local(now).date);
  books::Decision<SendPlan> decision{{}, *row};
  decision.changes.put.emplace_back(*row);
  return decision;
}

std::string period_of(const SendPlan& plan, Instant now, const Zone& zone) { return period_before(plan, due_day(plan, zone.local(now).date)); }

}  // namespace kwota::people
