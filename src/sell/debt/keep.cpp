#include "sell/debt/keep.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "base/decimal.h"
#include "base/text/typed_amount.h"
#include "books/chains.h"
#include "books/lookup.h"
#include "people/reason.h"
#include "sell/debt/interest.h"
#include "sell/ledger/chart.h"
#include "sell/settings/in_force.h"

namespace kwota::debts {
namespace {

using books::Debt;
using books::DebtOrigin;
using books::DebtRule;
using people::Part;

constexpr books::Right right = "debts_write";
constexpr std::size_t instalments_max = 120;
constexpr int digits_of_percent = 2;
constexpr std::int64_t hundred_percent_e2 = 10000;

Details of_debt(const Debt& row) { return {{"debt", fmt::format("{}", row.number)}}; }
/// `field`: of the request, and of a row of a file.
Error bad_recovery(std::string_view why, std::string_view field) {
  return error(Fault::request, "bad_recovery", fmt::format("The debt cannot be recovered so: {}. Nothing was changed.", why), {{"why", std::string{why}}, {"field", std::string{field}}});
}

/// An earlier day is a slip of the pen: nobody pays what his grandfather is said to have owed, and a month's part would be due a thousandfold.
constexpr int years_most = 50;

Result<std::string> day_of(const std::string& text, const Context& context) {
  if (text.empty()) return context.today();
  const auto date = parse_date(text);
  if (!date.ok()) return error(Fault::request, "bad_date", "This is no date; write 2026-12-01 or 2026-12-01 08:00.", {{"text", text}});
  auto earliest = context.zone.local(context.now).date;
  earliest = {earliest.year - years_most, 1, 1};
  if (*date >= earliest) return format_date(*date);
  return error(Fault::request, "debt_day_too_old", "This day is too long ago for a debt; nothing was changed.", {{"day", format_date(*date)}, {"earliest", format_date(earliest)}});
}

/// A debt of which something is left.
Result<Debt> open_debt(const books::Reader& books, std::int64_t number, const Context& context) {
  MUST(people::require(context.who, right));
  auto row = books.find<Debt>(number);
  if (!row) return error(Fault::request, "unknown_debt", "There is no such debt; look for it in the list.", {{"debt", fmt::format("{}", number)}});
  if (!left_of(books, *row).is_zero()) return *std::move(row);
  return error(Fault::refused, "debt_paid", "Nothing is left of this debt; nothing was changed.", of_debt(*row));
}

/// What becomes of the row by a rule; beside it the plan's parts, and the interest that was agreed upon with it.
struct Agreed {
  Debt row;
  std::vector<books::DebtInstalment> parts;
  std::optional<books::DebtRate> rate = {};
  std::vector<books::DebtInterest> months = {};  ///< of a debt that is raised from a day that has passed
  std::vector<books::DebtRate> instead = {};  ///< of days that have not come: what was agreed upon for them before holds no more
};

Result<void> take_plan(const Recovery& asked, Money left, int digits, Agreed& out) {
  if (asked.instalments.empty() || asked.instalments.size() > instalments_max) return bad_recovery("a plan has 1 to 120 instalments", "instalments");
  Money sum;
  std::string before;
  ++out.row.plan;
  for (const auto& typed : asked.instalments) {
    TRY(amount, typed_amount(typed.amount, digits));
    const auto date = parse_date(typed.due);
    if (!date.ok()) return error(Fault::request, "bad_date", "This is no date; write 2026-12-01 or 2026-12-01 08:00.", {{"text", typed.due}});
    const auto due = format_date(*date);
    if (due <= before) return bad_recovery("each instalment falls due after the one before it", "instalments");
    before = due;
    sum += amount;
    out.parts.push_back({out.row.number, out.row.plan, static_cast<std::int64_t>(out.parts.size()) + 1, due, amount});
  }
  if (sum != left) return bad_recovery(fmt::format("the instalments are {}, left are {}", format_money(sum, digits), format_money(left, digits)), "instalments");
  out.row.from = out.parts.front().due;
  return Done{};
}

/// The rule as it was typed, from now on: `left` is what it will recover.
Result<Agreed> agreed(Debt row, const Recovery& asked, Money left, int digits, const Context& context) {
  const auto rule = parse_word<DebtRule>(asked.rule.empty() ? word_of(DebtRule::at_counter) : asked.rule);
  if (!rule) return bad_recovery("there is no such rule", "rule");
  Agreed out{std::move(row), {}};
  out.row.rule = *rule;
  out.row.percent_e2 = 0;
  out.row.part = {};
  out.row.from.clear();
  out.row.rest_at_rule = left;
  out.row.changed = context.now;
  const bool by_amount = *rule == DebtRule::fixed || *rule == DebtRule::monthly;
  if (!by_amount && *rule != DebtRule::percent && !asked.value.empty()) return bad_recovery("this rule has no value", "value");
  if (*rule != DebtRule::plan && !asked.instalments.empty()) return bad_recovery("only a plan has instalments", "instalments");
  if (*rule != DebtRule::monthly && !asked.from.empty()) return bad_recovery("only a monthly part has a first day", "rule");
  if (*rule == DebtRule::percent) {
    const auto percent = parse_decimal(asked.value, digits_of_percent);
    if (!percent.ok() || *percent <= 0 || *percent > hundred_percent_e2) return bad_recovery("a percentage is above 0 and at most 100", "value");
    out.row.percent_e2 = *percent;
  }
  if (by_amount) {
    TRY(part, typed_amount(asked.value, digits));
    out.row.part = part;
  }
  if (*rule == DebtRule::monthly) {
    TRY(from, day_of(asked.from, context));
    out.row.from = from;
  }
  if (*rule == DebtRule::plan) MUST(take_plan(asked, left, digits, out));
  return out;
}

/// What a day that has passed brings along is owed with the debt: who pays at once pays it too.
void charge_at_once(Agreed& what, const Context& context) {
  if (what.rate) what.months = charged_at_once(what.row, what.rate->rate_e2, context.zone.local(context.now).date, context.now);
}

books::Decision<Debt> decided(Agreed what, const std::optional<books::Approval>& second) {
  books::Decision<Debt> out{{{what.row}, {}}, what.row};
  for (auto& part : what.parts) out.changes.put.emplace_back(std::move(part));
  if (what.rate) out.changes.put.emplace_back(*std::move(what.rate));
  for (auto& rate : what.instead) out.changes.put.emplace_back(std::move(rate));
  for (auto& month : what.months) out.changes.put.emplace_back(std::move(month));
  if (second) out.changes.put.emplace_back(*second);
  return out;
}

/// The row bears it from this day on; what it bore before stands in rows of its own.
books::DebtRate bear(Debt& row, std::int64_t rate_e2, const std::string& from, const Context& context) {
  row.interest_e2 = rate_e2;
  return {.debt = row.number, .from = from, .rate_e2 = rate_e2, .agreed_by = context.who.name, .approved_by = {}, .agreed = context.now};
}

/// What a day that has passed brings along, which whoever agrees to the debt has seen.
Money at_once(Agreed what, const Context& context) {
  charge_at_once(what, context);
  return what.row.interest;
}

/// Where a new debt bears interest: from when on, by months that begin on a day that each month has.
Result<std::optional<books::DebtRate>> first_rate(Debt& row, const RaiseRequest& request, const Context& context) {
  TRY(rate_e2, interest_of(request.interest));
  TRY(from, day_of(request.interest_from, context));
  if (rate_e2 == 0) return std::optional<books::DebtRate>{};
  if (!request.interest_from.empty() && from < row.since)
    return error(Fault::request, "interest_before_debt", "Interest is borne from the day on from which the debt is owed, or from a later one; nothing was changed.", {{"since", row.since}});
  row.interest_to = first_month_from(*parse_date(from));
  if (const auto months = whole_months(row.interest_to, context.zone.local(context.now).date); months > months_at_once_most)
    return error(Fault::request, "interest_too_long", "Interest of so many months is not charged at once; nothing was changed.",
                 {{"interest_to", from}, {"from", row.interest_to}, {"months", fmt::format("{}", months)}, {"most", fmt::format("{}", months_at_once_most)}});
  return std::optional(bear(row, rate_e2, row.interest_to, context));
}

Result<void> active_kind(const books::Reader& books, const std::string& kind) {
  const auto code = books.find<books::Code>(books::CodeKind::debt_kind, kind);
  if (code && code->active) return Done{};
  return error(Fault::request, "unknown_debt_kind", "Choose a kind of debt from the list.", {{"kind", kind}});
}

/// What the second person reads of it: the rule with its value, and each part of a plan.
void add_rule(people::Proposal& content, const Agreed& what, int digits) {
  content.word(Part::rule, "debt_rule", word_of(what.row.rule)).figure(Part::value, value_text(what.row, digits));
  if (what.row.rule == DebtRule::monthly) content.day(Part::from, what.row.from);
  for (const auto& part : what.parts) content.money(Part::instalment, part.amount, digits).day(Part::due, part.due);
}

people::Proposal about(people::Proposed what, const Debt& row) { return people::Proposal(what).number(Part::debt, row.number).number(Part::account, row.account); }

/// Two persons, whatever the amount.
Result<std::optional<books::Approval>> second_of(const books::Reader& books, const people::Proposal& content, Money amount, std::int64_t approval, const Context& context) {
  return people::second_person(books, {right, content, amount, {}, approval, true}, context);
}

/// The ledger's entry of its own: no till books it.
Result<books::Entry> entry_of_write_off(const books::Reader& books, const Debt& row, Money amount, const Context& context) {
  int n = 1;
  const auto number = [&] { return fmt::format("debt/{}/written-off/{}", row.number, n); };
  while (!books.legs(number()).empty()) ++n;
  const auto account = books.find<books::Account>(row.account);
  const ledger::Head head{number(), books::chain_of_station(account ? account->station : context.station), context.now, settings::business_day(books, context.now, context.zone),
                          ledger::Operation::write_off, row.account};
  return ledger::debts_paid(head, {{std::string{ledger::write_off}, amount}}, {{account_in_ledger(row), amount}});
}

/// Everything of a new debt but the second person.
Result<Agreed> new_debt(const books::Reader& books, const RaiseRequest& request, int digits, const Context& context) {
  MUST(people::require(context.who, right));
  const auto account = books.find<books::Account>(request.account);
  const Details about{{"account", fmt::format("{}", request.account)}};
  if (!account) return error(Fault::request, "unknown_account", "There is no such account; search by name or meter.", about);
  if (account->state == books::AccountStatus::closed)
    return error(Fault::refused, Cause::account_closed, "This account is closed; nothing can be sold to it. Open a new account.", about);
  MUST(active_kind(books, request.kind));
  const auto origin = parse_word<DebtOrigin>(request.origin.empty() ? word_of(DebtOrigin::document) : request.origin);
  if (!origin || *origin == DebtOrigin::claim) return error(Fault::request, "bad_origin", "A debt is entered by a document or is a connection fee; a claim comes out of an account.", {{"origin", request.origin}});
  if (request.document.empty()) return error(Fault::request, "document_missing", "Name the document by which the debt is owed; two people answer for it.", {{"field", "document"}});
  TRY(amount, typed_amount(request.amount, digits));
  TRY(since, day_of(request.since, context));
  if (since > context.today()) return error(Fault::request, "debt_since_future", "A debt is owed from today or from before; nothing was changed.", {{"since", since}});
  Debt row;
  row.number = books::next_number<Debt>(books);
  row.account = account->number;
  row.customer = account->customer;
  row.kind = request.kind;
  row.origin = *origin;
  row.document = request.document;
  row.amount = amount;
  row.raised = context.now;
  row.since = since;
  TRY(rate, first_rate(row, request, context));
  row.remark = request.remark;
  row.raised_by = context.who.name;
  TRY(out, agreed(std::move(row), request.recovery, amount, digits, context));
  out.rate = rate;
  return out;
}

/// Not before today, and behind what has begun: what two persons once agreed upon for a day that has come stays.
Result<std::string> first_day_of_rate(const std::vector<books::DebtRate>& agreed_before, const InterestRequest& request, const Context& context) {
  TRY(from, day_of(request.from, context));
  auto earliest = context.today();
  for (const auto& one : agreed_before)
    if (const auto day = parse_date(one.from); day.ok() && one.from <= context.today()) earliest = std::max(earliest, format_date(date_of_day(day_number(*day) + 1)));
  if (from >= earliest) return from;
  return error(Fault::request, "interest_too_early", "Months that have begun keep their interest: choose a later day. Nothing was changed.", {{"from", from}, {"earliest", earliest}});
}

/// Days to come for which something else was agreed upon before: the last word holds for them, too.
std::vector<books::DebtRate> instead_of(std::vector<books::DebtRate> agreed_before, const books::DebtRate& rate) {
  std::erase_if(agreed_before, [&](const books::DebtRate& one) { return one.from <= rate.from; });
  for (auto& one : agreed_before) {
    const auto from = one.from;
    one = rate;
    one.from = from;
  }
  return agreed_before;
}

}  // namespace

Decided raise(const books::Reader& books, const RaiseRequest& request, const Context& context) {
  const int digits = books::minor_digits_of(books);
  TRY(what, new_debt(books, request, digits, context));
  people::Proposal content(people::Proposed::raise_debt);
  content.number(Part::account, request.account).text(Part::debt_kind, request.kind).text(Part::document, request.document).day(Part::since, what.row.since);
  if (what.rate) content.figure(Part::interest, interest_text(what.row)).day(Part::period_from, what.rate->from);
  if (const Money now = at_once(what, context); !now.is_zero()) content.money(Part::interest_at_once, now, digits);
  add_rule(content, what, digits);
  TRY(second, second_of(books, content, what.row.amount, request.approval, context));
  if (second) what.row.approved_by = second->decided_by;
  if (second && what.rate) what.rate->approved_by = second->decided_by;
  charge_at_once(what, context);
  return decided(std::move(what), second);
}

Decided raise_of_file(const books::Reader& books, const RaiseRequest& request, const Context& context) {
  TRY(what, new_debt(books, request, books::minor_digits_of(books), context));
  return decided(std::move(what), {});
}

Decided change_recovery(const books::Reader& books, const RecoveryRequest& request, const Context& context) {
  TRY(row, open_debt(books, request.debt, context));
  const Money left = left_of(books, row);
  TRY(what, agreed(std::move(row), request.recovery, left, books::minor_digits_of(books), context));
  if (!request.remark.empty()) what.row.remark = request.remark;
  return decided(std::move(what), {});
}

Decided change_interest(const books::Reader& books, const InterestRequest& request, const Context& context) {
  TRY(row, open_debt(books, request.debt, context));
  if (row.origin == DebtOrigin::claim)
    return error(Fault::refused, "claim_bears_no_interest", "A claim is what an account's balance left behind, and bears no interest. Nothing was changed.", of_debt(row));
  TRY(rate_e2, interest_of(request.interest));
  const auto agreed_before = books.select<books::DebtRate>(request.debt);
  TRY(day, day_of(request.from, context));
  const auto before = rate_on(books, request.debt, day);
  const bool last_word = agreed_before.empty() || agreed_before.back().from <= day;
  if (rate_e2 == before && last_word)
    return error(Fault::request, "same_interest", "It bears this interest already; nothing was changed.", {{"rate", rate_text(rate_e2)}});
  if (request.reason.empty()) return error(Fault::request, "reason_missing", "Say why; the second person has to judge it.", {{"action", right.word()}});
  TRY(from, first_day_of_rate(agreed_before, request, context));
  Agreed what{.row = std::move(row), .parts = {}};
  what.rate = bear(what.row, rate_e2, from, context);
  if (what.row.interest_to.empty()) what.row.interest_to = first_month_from(*parse_date(from));
  what.row.changed = context.now;
  const auto content = about(people::Proposed::change_interest, what.row).figure(Part::value_before, rate_text(before)).figure(Part::interest, rate_text(rate_e2))
                           .day(Part::period_from, from).text(Part::reason, request.reason);
  TRY(second, second_of(books, content, left_of(books, what.row), request.approval, context));
  if (second) what.rate->approved_by = second->decided_by;
  what.instead = instead_of(agreed_before, *what.rate);
  return decided(std::move(what), second);
}

Decided pause(const books::Reader& books, const PauseRequest& request, const Context& context) {
  TRY(row, open_debt(books, request.debt, context));
  if (request.reason.empty()) return error(Fault::request, "reason_missing", "Say why; the second person has to judge it.", {{"action", right.word()}});
  TRY(from, day_of(request.from, context));
  TRY(until, day_of(request.until, context));
  if (until < from || until < context.today())
    return error(Fault::request, "bad_pause", "A pause ends today or later, and not before it begins; nothing was changed.", {{"from", from}, {"until", until}});
  const auto content = about(people::Proposed::pause_debt, row).day(Part::from, from).day(Part::until, until).text(Part::reason, request.reason);
  TRY(second, second_of(books, content, left_of(books, row), request.approval, context));
  interrupt_month(row, context.zone.local(context.now).date);
  row.pause_from = from;
  row.pause_until = until;
  row.pause_reason = request.reason;
  row.paused_by = context.who.name;
  row.pause_approved_by = second ? second->decided_by : "";
  row.changed = context.now;
  return decided({std::move(row), {}}, second);
}

Decided resume(const books::Reader& books, std::int64_t debt, const Context& context) {
  TRY(row, open_debt(books, debt, context));
  if (row.pause_from.empty() || row.pause_until < context.today())
    return error(Fault::refused, "not_paused", "This debt is not paused; nothing was changed.", of_debt(row));
  interrupt_month(row, context.zone.local(context.now).date);
  row.pause_from.clear();
  row.pause_until.clear();
  row.pause_reason.clear();
  row.paused_by.clear();
  row.pause_approved_by.clear();
  row.changed = context.now;
  return decided({std::move(row), {}}, {});
}

Decided write_off(const books::Reader& books, const WriteOffRequest& request, const Context& context) {
  TRY(row, open_debt(books, request.debt, context));
  if (row.origin == DebtOrigin::claim)
    return error(Fault::refused, "claim_at_till", "A claim stands in the ledger: have it written off at a till, with a slip. Nothing was changed.", {{"account", fmt::format("{}", row.account)}});
  MUST(people::has_reason(request.reason, right.word()));
  const int digits = books::minor_digits_of(books);
  const auto owed = owed_by(books, row.account, context.now, context.zone);
  const auto known = std::ranges::find(owed, row.number, [](const Owed& one) { return one.row.number; });
  if (known != owed.end() && known->free != known->left)
    return error(Fault::refused, "debt_in_transit", "A sale that recovered a part of this debt is being taken back; wait until its meter has spoken. Nothing was changed.", of_debt(row));
  const Money left = left_of(books, row);
  Money amount = left;
  if (!request.amount.empty()) {
    TRY(typed, typed_amount(request.amount, digits));
    amount = typed;
  }
  if (amount > left)
    return error(Fault::refused, "more_than_left", "Less than that is left of this debt; nothing was changed.", {{"left", format_money(left, digits)}});
  const auto content = about(people::Proposed::write_off_debt, row).text(Part::reason, request.reason);
  TRY(second, second_of(books, content, amount, request.approval, context));
  TRY(entry, entry_of_write_off(books, row, amount, context));
  row.written_off += amount;
  row.remark = row.remark.empty() ? request.reason : row.remark + "; " + request.reason;
  row.changed = context.now;
  auto out = decided({std::move(row), {}}, second);
  out.changes.append.emplace_back(std::move(entry));
  return out;
}

void register_claim(const books::Reader& books, const books::Account& account, Money amount, const std::string& receipt, const Context& context, books::Changes& changes) {
  if (amount.is_zero()) return;
  for (auto row : books.select(Debt::of_account, account.number)) {
    if (row.origin != DebtOrigin::claim) continue;
    const bool paid = left_of(books, row).is_zero();
    row.amount += amount;
    row.document = receipt;
    row.changed = context.now;
    if (paid) row.since = context.today();
    changes.put.emplace_back(std::move(row));
    return;
  }
  Debt row;
  row.number = books::next_number<Debt>(books);
  row.account = account.number;
  row.customer = account.customer;
  row.origin = DebtOrigin::claim;
  row.document = receipt;
  row.amount = amount;
  row.raised = row.changed = context.now;
  row.since = context.today();
  row.rest_at_rule = amount;
  row.raised_by = context.who.name;
  changes.put.emplace_back(std::move(row));
}

void claim_written_off(const books::Reader& books, std::int64_t account, Money amount, const Context& context, books::Changes& changes) {
  if (amount.is_zero()) return;
  for (auto row : books.select(Debt::of_account, account)) {
    if (row.origin != DebtOrigin::claim) continue;
    row.written_off += amount;
    row.changed = context.now;
    changes.put.emplace_back(std::move(row));
  }
}

void hand_over(const books::Reader& books, std::int64_t from, const books::Account& to, const Context& context, books::Changes& changes) {
  for (auto row : books.select(Debt::of_account, from)) {
    if (row.origin == DebtOrigin::claim || left_of(books, row).is_zero()) continue;
    row.account = to.number;
    row.customer = to.customer;
    row.changed = context.now;
    changes.put.emplace_back(std::move(row));
  }
}

}  // namespace kwota::debts
