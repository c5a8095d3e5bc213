#include "people/approval.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/cause.h"
#include "base/decimal.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "people/clock.h"
#include "people/decidable.h"
#include "people/people.h"
#include "people/station.h"

namespace kwota::people {
namespace {

using books::Approval;
using books::ApprovalStatus;

Error about(std::int64_t number, std::string code, std::string what) {
  return error(Fault::refused, std::move(code), std::move(what), {{"approval", fmt::format("{}", number)}});
}

/// Older than a day; or asked under a clock that was ahead and has been set right since: nobody knows how old that is.
bool lapsed(const Approval& row, Instant now) { return now - row.requested > approval_lasts || row.requested - now > asked_before_most; }

Error withdrawn(const Approval& row) { return about(row.number, "approval_withdrawn", "Whoever asked has withdrawn this request."); }

/// Errors: approval_withdrawn, approval_decided.
Result<void> waits(const Approval& row) {
  if (row.decision == ApprovalStatus::withdrawn) return withdrawn(row);
  if (row.decision != ApprovalStatus::waiting) return about(row.number, "approval_decided", "This request has been decided already.");
  return Done{};
}

/// What somebody has asked for within the last day and nobody has decided.
std::vector<Approval> waiting_of(const books::Reader& books, const Context& context) {
  auto rows = books.newest(Approval::waiting_of, approvals_waiting_most, context.who.name);
  std::erase_if(rows, [&](const Approval& row) { return lapsed(row, context.now); });
  return rows;
}

/// A cashier's word is never the second one. What only the meter crew may ask for is judged by whoever may block a supply, a manager's word about an outlet by
/// whoever may accept a difference of money [K].
Right judged_by(Right action) {
  if (action == "tool_cards") return "block";
  // Money that leaves a drawer: also a manager, for a station may have one supervisor only.
  if (action == "pay_out" || action == "close_account" || action == "claim_debt" || action == "take_back_own") return "take_back";
  // Who puts older books in place, or archives a year of them, is an administrator; his second may be a manager.
  // A file of stations or tills is an administrator's, too.
  if (action == "restore" || action == "archive" || action == "stations_write") return "settings_write";
  return action == "outlets_write" ? Right("accept_difference") : action;
}
bool may_approve(const books::Operator& who, std::string_view action) {
  const auto asked = Right::named(action);
  if (!asked) return false;  // of a right that was once
  const auto grant = granted(who, judged_by(*asked));
  return granted(who, "approvals") == Grant::yes && (grant == Grant::yes || grant == Grant::second);
}

/// A request of somebody who works for all stations, and stands at none, is no station's own.
bool works_there(const books::Operator& who, const Approval& row) { return concerns(who, row.station); }

/// Who agreed and is no longer let in, works at another station now, or may no longer agree to such a thing: whoever took that from him had a reason, and it
/// counts at once.
bool gone_since(const books::Reader& books, const Approval& row) {
  const auto second = books.find<books::Operator>(row.decided_by);
  return second && (second->state != books::OperatorStatus::active || !works_there(*second, row) || !may_approve(*second, row.action));
}

/// Who asked is no longer let in, or may not do such a thing any more: nobody agrees to what he wanted, and nobody else makes use of it.
Result<void> asker_is_there(const books::Reader& books, const Approval& row) {
  const auto first = books.find<books::Operator>(row.requested_by);
  const auto action = Right::named(row.action);
  if (!first || (first->state == books::OperatorStatus::active && action && granted(*first, *action) != Grant::no)) return Done{};
  return about(row.number, "approval_asker_gone", "Who asked for this is locked, or may not ask for it any more. Nothing was done; whoever wants it asks anew.");
}

/// Whose accounts, customers and sales it names, when all of them are one station's; else nobody's own.
std::string station_of(const books::Reader& books, const std::string& content) {
  std::set<std::string> stations;
  for (const auto& name : named(content, Part::sale))
    if (const auto sale = books.find<books::Sale>(name)) {
      const auto account = books.find<books::Account>(sale->account);
      stations.insert(account ? account->station : sale->station);
    }
  for (const auto part : {Part::account, Part::to_account})
    for (const auto& name : named(content, part)) {
      const auto number = parse_decimal(name, 0);
      if (const auto account = number.ok() ? books.find<books::Account>(*number) : std::nullopt) stations.insert(account->station);
    }
  for (const auto part : {Part::customer, Part::into_customer})
    for (const auto& name : named(content, part)) {
      const auto number = parse_customer_number(name);
      const auto customer = number.ok() ? books.find<books::Customer>(*number) : std::nullopt;
      if (!customer) continue;
      for (const auto& account : books.select(books::Account::of_customer, customer->number)) stations.insert(account.station);
      if (!customer->station.empty()) stations.insert(customer->station);
    }
  return stations.size() == 1 ? *stations.begin() : std::string{};
}

/// What an approval is bound to: the deed, the sum as it is now, and the reason that the books will keep.
std::string bound_content(const books::Reader& books, const Question& question) {
  auto whole = question.content;
  if (question.amount && !question.amount->is_zero()) whole.money(Part::sum, *question.amount, books::minor_digits_of(books));
  return whole.text(Part::reason, question.reason).canonical();
}

}  // namespace

ApprovalRequest request_of(const Details& details, std::string reason) {
  return {Right::named(details.at("action")).value(), details.at("content"), std::move(reason)};
}

Result<books::Decision<Approval>> ask_approval(const books::Reader& books, const ApprovalRequest& request, const Context& context) {
  MUST(require(context.who, request.action));
  auto waiting = waiting_of(books, context);
  auto station = context.who.station.empty() ? context.station : context.who.station;
  if (station.empty()) station = station_of(books, request.content);  // whoever works elsewhere reads nothing of its customers, and agrees to nothing
  const auto same = std::ranges::find_if(waiting, [&](const Approval& row) {
    return row.action == request.action.word() && row.content == request.content && row.reason == request.reason && row.station == station;
  });
  if (same != waiting.end()) return books::Decision<Approval>{{}, std::move(*same)};
  if (waiting.size() >= approvals_waiting_most)
    return error(Fault::refused, "approvals_waiting", "Too many requests of yours wait for a second person; have some decided first. Nothing was asked.",
                 {{"most", fmt::format("{}", approvals_waiting_most)}});
  Approval row;
  row.number = books::next_number<books::Approval>(books);
  row.action = request.action.word();
  row.content = request.content;
  row.requested_by = context.who.name;
  row.reason = request.reason;
  row.requested = context.now;
  row.station = station;
  return books::Decision<Approval>{{{row}, {}}, row};
}

Result<void> may_decide(const books::Reader& books, const Approval& row, const books::Operator& who, Instant now) {
  if (!works_there(who, row)) return about(row.number, "approval_unknown", "There is no such request for approval.");
  if (row.requested_by == who.name) return about(row.number, "approval_own", "Nobody approves his own request; ask another person.");
  if (!may_approve(who, row.action))
    return error(Fault::refused, Cause::permission_denied, "This operator may not do that; nothing was changed. A supervisor can.", {{"permission", row.action}});
  if (const auto first = books.find<books::Operator>(row.requested_by)) MUST(independent(*first, who, now));
  MUST(asker_is_there(books, row));
  MUST(waits(row));
  if (lapsed(row, now)) return about(row.number, "approval_lapsed", "This request is older than a day; ask again.");
  return Done{};
}

Result<books::Decision<Approval>> decide_approval(const books::Reader& books, const ApprovalDecision& decision, const Context& context) {
  auto row = books.find<books::Approval>(decision.number);
  if (!row) return about(decision.number, "approval_unknown", "There is no such request for approval.");
  MUST(may_decide(books, *row, context.who, context.now));
  if (!decision.approve && decision.reason.empty())
    return error(Fault::request, "reason_missing", "Say why; the first person has to know.", {{"action", row->action}});
  row->decision = decision.approve ? ApprovalStatus::approved : ApprovalStatus::rejected;
  if (!decision.approve) row->reason += (row->reason.empty() ? "" : " / ") + decision.reason;
  row->decided_by = context.who.name;
  row->decided = context.now;
  return books::Decision<Approval>{{{*row}, {}}, *row};
}

Result<books::Decision<Approval>> withdraw_approval(const books::Reader& books, std::int64_t number, const Context& context) {
  auto row = books.find<books::Approval>(number);
  if (!row) return about(number, "approval_unknown", "There is no such request for approval.");
  if (row->requested_by != context.who.name) return about(number, "approval_not_own", "Only whoever asked withdraws a request; a second person approves or rejects it.");
  MUST(waits(*row));
  row->decision = ApprovalStatus::withdrawn;
  row->decided_by = context.who.name;
  row->decided = context.now;
  return books::Decision<Approval>{{{*row}, {}}, *row};
}

std::vector<Approval> waiting_about(const books::Reader& books, std::initializer_list<Part> parts, std::string_view name, Instant now) {
  auto rows = books.select(Approval::waiting_of);
  std::erase_if(rows, [&](const Approval& row) { return lapsed(row, now) || std::ranges::none_of(parts, [&](Part part) { return names(row.content, part, name); }); });
  return rows;
}

Result<std::optional<Approval>> second_person(const books::Reader& books, const Question& question, const Context& context) {
  TRY(grant, require(context.who, question.action));
  const bool small = question.amount && *question.amount + question.done_alone <= question.limit;
  if (!question.always && (grant != Grant::second || small)) return std::optional<Approval>{};
  TRY(approval, always_second_person(books, question, context));
  return std::optional(std::move(approval));
}

Result<Approval> always_second_person(const books::Reader& books, const Question& question, const Context& context) {
  MUST(require(context.who, question.action));
  const auto content = bound_content(books, question);
  if (question.approval == 0)
    return error(Fault::refused, Cause::approval_needed, "This needs a second person; ask for approval, then repeat it.",
                 {{"action", std::string(question.action.word())}, {"content", content}});
  auto row = books.find<books::Approval>(question.approval);
  if (!row) return about(question.approval, "approval_unknown", "There is no such request for approval.");
  if (row->action != question.action.word() || row->content != content)
    return about(row->number, "approval_differs", "The approval was given for something else; another amount is another request.");
  if (row->decision == ApprovalStatus::waiting) return about(row->number, "approval_pending", "Nobody has approved this yet.");
  if (row->decision == ApprovalStatus::rejected) return about(row->number, "approval_rejected", "The second person has rejected this.");
  if (row->decision == ApprovalStatus::withdrawn) return withdrawn(*row);
  if (row->decided_by == context.who.name) return about(row->number, "approval_own", "Nobody approves his own request; ask another person.");
  if (row->decision == ApprovalStatus::used) return about(row->number, "approval_used", "This approval has been used; ask for a new one.");
  if (lapsed(*row, context.now)) return about(row->number, "approval_lapsed", "This request is older than a day; ask again.");
  MUST(asker_is_there(books, *row));
  if (gone_since(books, *row)) return about(row->number, "approval_void", "Who agreed to this is locked or may not agree to it any more; ask another person.");
  row->decision = ApprovalStatus::used;
  return *std::move(row);
}

}  // namespace kwota::people
