#include "sell/outlets/keep.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "base/decimal.h"
#include "base/text/typed_amount.h"
#include "base/text/typed_reference.h"
#include "books/chains.h"
#include "books/lookup.h"
#include "people/station.h"
#include "sell/customer/receipt_numbers.h"
#include "sell/ledger/chart.h"
#include "sell/ledger/entry_name.h"
#include "sell/settings/in_force.h"

namespace kwota::outlets {
namespace {

using books::Outlet;
using books::OutletMove;
using books::OutletMoveKind;
using books::OutletStatus;
using people::Part;

constexpr books::Right right = "outlets_write";
constexpr std::size_t code_min = 2, code_max = 12, reference_max = 40;

/// Whatever it is, nobody does it alone.
Result<std::optional<books::Approval>> two(const books::Reader& books, people::Proposal content, std::int64_t approval, const Context& context) {
  return people::second_person(books, {right, std::move(content), {}, {}, approval, true}, context);
}

Result<Outlet> open_one(const books::Reader& books, const std::string& code, const Context& context) {
  TRY(outlet, outlet_named(books, code));
  if (!people::works_at(context.who, outlet.station))
    return error(Fault::request, "unknown_outlet", "There is no such outlet.", {{"outlet", code}});
  if (outlet.state == OutletStatus::closed)
    return error(Fault::refused, "outlet_closed", "This outlet was closed for ever; open another one. Nothing was changed.", {{"outlet", code}});
  return outlet;
}

Result<Money> limit_of(const std::string& text, int digits) {
  if (text.empty()) return Money{};
  TRY(amount, parse_money(text, digits));
  if (!amount.is_negative()) return amount;
  return amount_below_zero(text);
}

Result<void> fill(const books::Reader& books, Outlet& row, const KeepRequest& request) {
  const int digits = books::minor_digits_of(books);
  if (request.name.empty()) return error(Fault::request, "name_missing", "An entry of a register needs a name.", {{"field", "name"}});
  TRY(credit, limit_of(request.credit_limit, digits));
  TRY(sale, limit_of(request.sale_limit, digits));
  TRY(day, limit_of(request.day_limit, digits));
  row.name = request.name;
  row.contact = request.contact;
  row.credit_limit = credit;
  row.sale_limit = sale;
  row.day_limit = day;
  return Done{};
}

people::Proposal about(people::Proposed what, const Outlet& row) { return people::Proposal(what).text(Part::outlet, row.code).text(Part::name, row.name); }

people::Proposal content_of(people::Proposed what, const Outlet& row, int digits) {
  return about(what, row).money(Part::credit_limit, row.credit_limit, digits).money(Part::sale_limit, row.sale_limit, digits).money(Part::day_limit, row.day_limit, digits);
}

bool good_code(std::string_view code) {
  const auto plain = [](char c) { return is_capital_letter(c) || is_digit(c) || c == '-'; };
  return code.size() >= code_min && code.size() <= code_max && std::ranges::all_of(code, plain) && code.front() != '-' && code.back() != '-';
}

/// Commission that sales had earned which were handed back later: the outlet owes it, and settles it out of its float.
bool takes_from_float(const OutletMove& row) { return row.kind == OutletMoveKind::netted && row.amount.is_negative(); }

/// What there is to move: of the float, of the commission; nothing: as much as is brought.
std::optional<Money> there(const books::Reader& books, const OutletMove& row) {
  switch (row.kind) {
    case OutletMoveKind::top_up: return std::nullopt;
    case OutletMoveKind::withdrawal: return in_float(books, row.outlet);
    case OutletMoveKind::netted:
    case OutletMoveKind::paid: return owed_to(books, row.outlet);
  }
  return std::nullopt;
}

std::string where_money_lies(const OutletMove& row, const std::string& station) {
  return row.money == books::OutletMoney::cash ? ledger::safe(station) : ledger::due(books::Tender::transfer, station);
}

Result<books::Entry> entry_of(const OutletMove& row, const std::string& station) {
  const bool of_float = row.kind == OutletMoveKind::top_up || row.kind == OutletMoveKind::withdrawal;
  const ledger::Head head{ledger::named_by(row), books::chain_of_station(station), row.time, row.business_day,
                          of_float ? ledger::Operation::outlet_float : ledger::Operation::outlet_settled};
  const auto in_it = ledger::outlet_float(row.outlet), earned = ledger::outlet_commission(row.outlet);
  switch (row.kind) {
    case OutletMoveKind::top_up: return ledger::balanced(head, {{where_money_lies(row, station), row.amount}, {in_it, -row.amount}});
    case OutletMoveKind::withdrawal: return ledger::balanced(head, {{in_it, row.amount}, {where_money_lies(row, station), -row.amount}});
    case OutletMoveKind::netted: return ledger::balanced(head, {{earned, row.amount}, {in_it, -row.amount}});
    case OutletMoveKind::paid: break;
  }
  return ledger::balanced(head, {{earned, row.amount}, {where_money_lies(row, station), -row.amount}});
}

books::OutletDay with(books::OutletDay day, const OutletMove& row) {
  switch (row.kind) {
    case OutletMoveKind::top_up: day.topped_up += row.amount; break;
    case OutletMoveKind::withdrawal: day.withdrawn += row.amount; break;
    case OutletMoveKind::netted: day.netted += row.amount, day.paid += row.amount; break;
    case OutletMoveKind::paid: day.paid += row.amount; break;
  }
  return day;
}

/// All of it was to be settled, and the utility owes nothing: there is none, or the outlet owes what was handed back.
Error no_commission(const OutletMove& row, int digits) {
  return error(Fault::refused, "no_commission_owed", "No commission is owed to this outlet; nothing was booked.", {{"outlet", row.outlet}, {"owed", format_money(row.amount, digits)}});
}

/// Kind, where the money lies, how much, by what document.
Result<OutletMove> move_of(const books::Reader& books, const MoveRequest& request) {
  const auto kind = parse_word<OutletMoveKind>(request.kind);
  const bool netted = kind == OutletMoveKind::netted;
  const auto money = netted ? std::optional(books::OutletMoney::none) : parse_word<books::OutletMoney>(request.money);
  if (!kind || !money || (!netted && money == books::OutletMoney::none))
    return error(Fault::request, "unknown_move", "Money moves between the utility and an outlet by transfer or in cash: choose from the list. Nothing was booked.", {{"kind", request.kind}});
  OutletMove row;
  row.outlet = request.outlet;
  row.kind = *kind;
  row.money = *money;
  row.reference = typed_reference(request.reference);
  row.remark = request.remark;
  if (row.money == books::OutletMoney::transfer && (row.reference.empty() || row.reference.size() > reference_max))
    return error(Fault::request, "reference_missing", "This tender needs its number – the approval of the terminal, the number of the cheque; nothing was booked.", {{"tender", "transfer"}});
  const auto most = there(books, row);
  const bool commission = row.kind == OutletMoveKind::netted || row.kind == OutletMoveKind::paid;
  if (request.amount.empty() && commission && most) {
    row.amount = *most;
    if (row.amount.is_zero() || (row.amount.is_negative() && row.kind == OutletMoveKind::paid)) return no_commission(row, books::minor_digits_of(books));
  } else {
    TRY(amount, parse_money(request.amount, books::minor_digits_of(books)));
    row.amount = amount;
  }
  if (takes_from_float(row) && row.amount >= owed_to(books, row.outlet)) return row;
  if (row.amount <= Money{}) return bad_amount(request.amount);
  return row;
}

/// The number of a bank's transfer is one transfer's; over a longer time banks give it again.
constexpr Duration transfer_known_for = Duration::days(366);

/// Two people who enter what the bank has told twice give the same money twice, be it to two outlets. `typed`: older moves have their numbers as they were typed.
Result<void> not_entered_before(const books::Reader& books, const OutletMove& row, const std::string& typed, Instant now) {
  if (row.money != books::OutletMoney::transfer) return Done{};
  for (const auto& reference : {row.reference, typed})
    for (const auto& other : books.since(OutletMove::transfers, now - transfer_known_for, reference, row.kind))
      if (now - other.time < transfer_known_for)
        return error(Fault::refused, "transfer_entered", "A transfer with this number has been entered already; nothing was booked.",
                     {{"reference", row.reference}, {"day", other.business_day}, {"outlet", other.outlet}, {"number", fmt::format("{}", other.number)}});
  return Done{};
}

Result<void> is_there(const books::Reader& books, const OutletMove& row, const std::string& station) {
  if (takes_from_float(row)) {
    if (const Money left = in_float(books, row.outlet); left < -row.amount)
      return error(Fault::refused, "more_than_there", "There is not so much to hand out; nothing was booked.", {{"there", format_money(std::max(Money{}, left), books::minor_digits_of(books))}});
    return Done{};
  }
  auto most = there(books, row);
  const bool out = row.kind == OutletMoveKind::withdrawal || row.kind == OutletMoveKind::paid;
  if (out && row.money == books::OutletMoney::cash) most = std::min(most.value_or(row.amount), books.balance(ledger::safe(station)));
  if (!most || row.amount <= *most) return Done{};
  return error(Fault::refused, "more_than_there", "There is not so much to hand out; nothing was booked.",
               {{"there", format_money(std::max(Money{}, *most), books::minor_digits_of(books))}});
}

}  // namespace

Result<books::Decision<Outlet>> open(const books::Reader& books, const KeepRequest& request, const Context& context) {
  MUST(people::require(context.who, right));
  if (!good_code(request.code))
    return error(Fault::request, "bad_outlet_code", "A code has 2 to 12 capital letters, digits and hyphens.", {{"outlet", request.code}});
  if (books.find<Outlet>(request.code)) return error(Fault::refused, "outlet_exists", "There is an outlet of this code already.", {{"outlet", request.code}});
  Outlet row;
  row.code = request.code;
  row.station = context.who.station.empty() ? request.station : context.who.station;
  if (!books.find<books::Station>(row.station)) return error(Fault::request, "unknown_station", "There is no such station; choose one of the list.", {{"station", row.station}});
  MUST(customer::receipts_apart(books, row));
  MUST(fill(books, row, request));
  row.opened = context.now;
  TRY(approval, two(books, content_of(people::Proposed::open_outlet, row, books::minor_digits_of(books)), request.approval, context));
  return books::Decision<Outlet>{{{row, *approval}, {}}, row};
}

Result<books::Decision<Outlet>> change(const books::Reader& books, const KeepRequest& request, const Context& context) {
  MUST(people::require(context.who, right));
  TRY(row, open_one(books, request.code, context));
  MUST(fill(books, row, request));
  TRY(approval, two(books, content_of(people::Proposed::change_outlet, row, books::minor_digits_of(books)), request.approval, context));
  return books::Decision<Outlet>{{{row, *approval}, {}}, row};
}

Result<books::Decision<Outlet>> set_state(const books::Reader& books, const StateRequest& request, const Context& context) {
  MUST(people::require(context.who, right));
  TRY(row, open_one(books, request.code, context));
  books::Changes changes;
  if (request.state != OutletStatus::blocked) {
    const Money left = in_float(books, row.code), owed = owed_to(books, row.code);
    const int digits = books::minor_digits_of(books);
    if (request.state == OutletStatus::closed && !(left.is_zero() && owed.is_zero()))
      return error(Fault::refused, "outlet_has_money", "Settle the commission and hand the float back first; then the outlet can be closed.",
                   {{"float", format_money(left, digits)}, {"commission", format_money(owed, digits)}});
    TRY(approval, two(books, about(people::Proposed::outlet_state, row).word(Part::outlet_state, "outlet_state", word_of(request.state)), request.approval, context));
    changes.put.emplace_back(*approval);
  }
  row.state = request.state;
  changes.put.emplace_back(row);
  return books::Decision<Outlet>{std::move(changes), row};
}

Result<books::Decision<OutletMove>> move(const books::Reader& books, const MoveRequest& request, const Context& context) {
  MUST(people::require(context.who, right));
  TRY(outlet, open_one(books, request.outlet, context));
  TRY(row, move_of(books, request));
  MUST(is_there(books, row, outlet.station));
  MUST(not_entered_before(books, row, request.reference, context.now));
  const auto content = about(people::Proposed::outlet_move, outlet).word(Part::move_kind, "outlets.move_kind", word_of(row.kind)).money(Part::sum, row.amount, books::minor_digits_of(books))
                           .word(Part::tender, "outlets.money", word_of(row.money)).text(Part::reference, row.reference);
  TRY(approval, two(books, content, request.approval, context));
  const auto before = books.last<OutletMove>(outlet.code);
  row.number = before ? before->number + 1 : 1;
  row.time = context.now;
  row.business_day = settings::business_day(books, context.now, context.zone);
  row.operator_name = context.who.name;
  row.approved_by = approval->decided_by;
  TRY(entry, entry_of(row, outlet.station));
  books::Changes changes{{row, with(day_of(books, outlet.code, row.business_day), row), *approval}, {}};
  changes.append.emplace_back(std::move(entry));
  return books::Decision<OutletMove>{std::move(changes), row};
}

Result<books::Decision<books::OutletCommission>> agree(const books::Reader& books, const CommissionRequest& request, const Context& context) {
  MUST(people::require(context.who, right));
  TRY(outlet, open_one(books, request.outlet, context));
  if (request.per_mille < 0 || request.per_mille > per_mille_max)
    return error(Fault::request, "bad_per_mille", "A commission is a whole number of per mille, from 0 on. Nothing was changed.", {{"most", fmt::format("{}", per_mille_max)}});
  const auto today = settings::business_day(books, context.now, context.zone);
  const auto from = request.from.empty() ? today : request.from;
  MUST(parse_date(from));
  if (from < today) return error(Fault::refused, "from_is_past", "Sales of days that are over have earned by the former rule: let it begin today or later.", {{"from", from}});
  if (request.reason.empty()) return error(Fault::request, "reason_missing", "Say why; the second person has to judge it.", {{"action", right.word()}});
  TRY(approval, two(books, about(people::Proposed::outlet_commission, outlet).count(Part::per_mille, request.per_mille).day(Part::from, from), request.approval, context));
  const auto before = books.last<books::OutletCommission>(outlet.code);
  books::OutletCommission row;
  row.outlet = outlet.code;
  row.number = before ? before->number + 1 : 1;
  row.from = from;
  row.per_mille = request.per_mille;
  row.reason = request.reason;
  row.asked_by = context.who.name;
  row.approved_by = approval->decided_by;
  row.agreed = context.now;
  return books::Decision<books::OutletCommission>{{{row, *approval}, {}}, row};
}

}  // namespace kwota::outlets
