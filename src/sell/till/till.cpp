#include "sell/till/till.h"


#include <algorithm>
#include <cstdlib>

#include "base/decimal.h"
#include "base/text/typed_amount.h"
#include "books/chains.h"
#include "books/lookup.h"
#include "people/people.h"
#include "people/permissions.h"
#include "sell/ledger/chart.h"
#include "sell/ledger/entry_name.h"
#include "sell/ledger/posting.h"
#include "sell/ledger/sale_document.h"
#include "sell/settings/in_force.h"
#include "sell/till/denominations.h"
#include "sell/till/second.h"

namespace kwota::till {
namespace {

ledger::Head head(const books::Reader& books, const books::Shift& shift, ledger::ShiftEnd end, ledger::Operation operation, const people::Context& context) {
  return {ledger::named_by(shift, end), books::chain_of_till(shift.station, shift.till), context.now,
          settings::business_day(books, context.now, context.zone), operation};
}

Result<books::Till> till_of(const books::Reader& books, const people::Context& context) {
  const auto till = books.find<books::Till>(context.station, context.till);
  if (till) return *till;
  return error(Fault::request, "no_till", "This workplace is no till; choose the till first.", {{"station", context.station}, {"till", context.till}});
}

std::int64_t running_number(const std::string& receipt) {
  const auto dash = receipt.rfind('-');
  return dash == std::string::npos ? 0 : std::strtoll(receipt.c_str() + dash + 1, nullptr, 10);
}

bool agrees(const std::vector<ledger::Count>& counts) {
  return std::ranges::all_of(counts, [](const ledger::Count& count) { return count.difference().is_zero(); });
}

/// Of every other tender its slips: each tender once, in the order of the list, and none that there is not.
Result<books::Tenders> slips_of(const CloseRequest& request) {
  books::Tenders out;
  for (const auto& row : ledger::tenders()) {
    const auto named = [&](const books::Tendered& one) { return one.tender == row.tender; };
    if (std::ranges::count_if(request.slips, named) > 1)
      return error(Fault::request, "tender_twice", "The same tender stands there twice; put its amounts together. Nothing was booked.",
                   {{"tender", std::string(word_of(row.tender))}});
    const auto slip = std::ranges::find_if(request.slips, named);
    if (slip == request.slips.end()) continue;
    if (row.counted)
      return error(Fault::request, "tender_unknown", "Nobody pays by that here: choose a tender from the list. Nothing was booked.", {{"tender", std::string(word_of(row.tender))}});
    if (!slip->amount.is_zero()) out.push_back({row.tender, slip->amount, {}});
  }
  return out;
}

/// What each tender should have brought, and what was counted of it; the drawer first, of the others those that moved.
std::vector<ledger::Count> counts_of(const books::Reader& books, const books::Shift& shift, Money counted, const books::Tenders& slips) {
  std::vector<ledger::Count> out;
  for (const auto& row : ledger::tenders()) {
    const ledger::Count count{row.tender, books.balance(ledger::till_money(shift.station, shift.till, row.tender)), row.counted ? counted : slips.of(row.tender)};
    if (row.counted || !count.expected.is_zero() || !count.counted.is_zero()) out.push_back(count);
  }
  return out;
}

Error below_zero(const books::Reader& books, Money amount) { return amount_below_zero(format_money(amount, books::minor_digits_of(books))); }

/// A figure too many would stand in the drawer's sum until it is counted: before it does, somebody looks at it again.
Result<void> usual_or_confirmed(const books::Reader& books, Money opening_float, const Confirmed& confirmed, Instant now) {
  const Money limit = settings::money_in_force(books, settings::SettingName::large_float, now);
  if (limit.is_zero() || opening_float <= limit || std::ranges::find(confirmed, "large_float") != confirmed.end()) return Done{};
  const int digits = books::minor_digits_of(books);
  return error(Fault::refused, "confirmation_needed", "This is unusual; nothing was booked. Look at it again and confirm it.",
               {{"codes", "large_float"}, {"amount", format_money(opening_float, digits)}, {"limit", format_money(limit, digits)}});
}

/// A difference is explained, and above the utility's limit accepted by somebody else who may.
CountNeeds needs_of(const books::Reader& books, const CloseRequest& request, const std::vector<ledger::Count>& counts, const people::Context& context) {
  if (agrees(counts)) return CountNeeds::nothing;
  if (request.reason.empty()) return CountNeeds::reason;
  const Money limit = settings::money_in_force(books, settings::SettingName::over_short_limit, context.now);
  Money differences;
  for (const auto& count : counts) differences += count.difference().is_negative() ? -count.difference() : count.difference();
  if (differences <= limit) return CountNeeds::nothing;
  return second_at_drawer(books, request.accepted_by, context).ok() ? CountNeeds::nothing : CountNeeds::second_person;
}

/// The first figure is written down; it stands when it agrees, when a reason comes with it, or when another look brings nothing new.
/// After the recount no other figure is taken.
Result<void> write_down(books::Shift& shift, const CloseRequest& request, const books::Tenders& slips, bool agrees, int minor_digits) {
  if (shift.counted && (*shift.counted != request.counted || shift.slips != slips))
    return error(Fault::refused, "count_stands", "This drawer was counted already, and that count stands; say why it differs.",
                 {{"counted", format_money(*shift.counted, minor_digits)}});
  const bool recounted = shift.first_counted.has_value();
  if (!recounted) shift.first_counted = request.counted, shift.first_slips = slips;
  if (recounted || agrees || !request.reason.empty()) shift.counted = request.counted, shift.slips = slips;
  return Done{};
}

/// The notes and coins of a count, as it was made.
Result<std::optional<books::DrawerCount>> pieces_of(const books::Reader& books, const books::Shift& shift, const CloseRequest& request, const people::Context& context) {
  if (request.pieces.empty()) return std::optional<books::DrawerCount>{};
  const auto utility = books::utility_of(books);
  TRY(pieces, checked_pieces(request.pieces, utility.currency, utility.minor_digits));
  if (pieces.sum() != request.counted)
    return error(Fault::request, "pieces_differ", "Notes and coins do not add up to the sum that was counted; nothing was booked. Add them up again.",
                 {{"sum", format_money(pieces.sum(), utility.minor_digits)}});
  const std::int64_t number = shift.first_counted ? 2 : 1;
  if (books.find<books::DrawerCount>(shift.station, shift.till, shift.number, number)) return std::optional<books::DrawerCount>{};
  return std::optional(books::DrawerCount{shift.station, shift.till, shift.number, number, std::move(pieces), context.now, context.who.name});
}

}  // namespace

std::string_view name_of(CountNeeds needs) {
  constexpr std::string_view names[] = {"nothing", "recount", "reason", "second_person"};
  return names[static_cast<std::size_t>(needs)];
}

Result<books::Decision<books::Shift>> open_shift(const books::Reader& books, Money opening_float, const people::Context& context, const Confirmed& confirmed) {
  MUST(people::require(context.who, "shift_own"));
  TRY(till, till_of(books, context));
  if (opening_float.is_negative()) return below_zero(books, opening_float);
  if (const auto open = books::open_shift(books, context.station, context.till))
    return error(Fault::refused, "shift_open", "A shift is open at this till; close it first.", {{"operator", open->operator_name}});
  if (const auto own = books::open_shift_of(books, context.who.name))
    return error(Fault::refused, "own_shift_open", "This operator has an open shift at another till; close it first.",
                 {{"station", own->station}, {"till", own->till}});
  MUST(usual_or_confirmed(books, opening_float, confirmed, context.now));
  books::Shift shift;
  shift.station = context.station;
  shift.till = context.till;
  shift.number = till.next_shift++;
  shift.operator_name = context.who.name;
  shift.opened = context.now;
  shift.opening_float = opening_float;
  TRY(entry, ledger::shift_opened(head(books, shift, ledger::ShiftEnd::open, ledger::Operation::shift_open, context), shift.station, shift.till, opening_float));
  books::Changes changes{{till, shift}, {}};
  if (!entry.legs.empty()) changes.append.emplace_back(std::move(entry));
  auto ended = people::end_installation(books, context);
  std::ranges::move(ended.put, std::back_inserter(changes.put));
  std::ranges::move(ended.append, std::back_inserter(changes.append));
  return books::Decision<books::Shift>{std::move(changes), shift};
}

namespace {

/// Where hands go wrong: change out of large notes, and tenders that were taken for each other.
void note_easily_wrong(const books::Sale& sale, Figures& out) {
  if (sale.tenders.size() > 1) ++out.split.count, out.split.amount += sale.tendered;
  const auto document = ledger::sale_document(sale.number, sale.document);
  if (document && document->change > much_change) ++out.large_change.count, out.large_change.amount += document->change;
}

void count(const books::Sale& sale, Figures& out) {
  auto& kind = out.kinds[sale.kind];
  ++kind.count;
  // A gift of energy or water is no money: it is counted, and its amount is in its receipt.
  const Money given = sale.credit.is_money() ? sale.credit.money() : Money{};
  kind.amount += sale.kind == books::Operation::supplement ? given : sale.tendered;
  const auto cash = ledger::row_of(sale.kind).cash;
  for (const auto& part : ledger::parts_of(sale)) {
    auto& moved = out.tenders[part.tender];
    ++moved.count;
    (part.amount.is_negative() ? moved.out : moved.in) += part.amount.is_negative() ? -part.amount : part.amount;
  }
  if (cash == ledger::Cash::in) out.received += sale.tendered;
  if (cash == ledger::Cash::out) out.paid_out -= sale.tendered;
  if (!sale.one_hand || cash != ledger::Cash::out) return;
  ++out.one_hand.count;
  out.one_hand.amount -= sale.tendered;
}

/// What nobody has confirmed yet.
void note_open(const books::Reader& books, const books::Sale& sale, const books::SaleState& state, Figures& out) {
  const bool booked = state.state == books::SaleStatus::booked && !sale.credit.is_zero();
  if (!booked && state.state != books::SaleStatus::in_doubt) return;
  auto& open = booked && books::is_on_the_line(books, sale) ? out.in_transit : out.in_doubt;
  ++open.count;
  open.amount += sale.tendered;
}

/// What each tender brought and gave out: by the shift's receipts; and what it gave back of an earlier shift, whose sale never happened after all, or took back so.
void note_moved(books::Shift& shift, const std::vector<ledger::Count>& counts, const Figures& figures) {
  for (const auto& row : ledger::tenders()) {
    const auto found = figures.tenders.find(row.tender);
    auto moved = found == figures.tenders.end() ? Figures::Moved{} : found->second;
    const auto count = std::ranges::find(counts, row.tender, &ledger::Count::tender);
    const Money there = count == counts.end() ? Money{} : count->expected;
    const Money beside = row.counted ? shift.opening_float - figures.drops.amount : Money{};
    const Money earlier = there - beside - moved.in + moved.out;
    (earlier.is_negative() ? moved.out : moved.in) += earlier.is_negative() ? -earlier : earlier;
    if (!moved.in.is_zero()) shift.received.push_back({row.tender, moved.in, {}});
    if (!moved.out.is_zero()) shift.paid_out.push_back({row.tender, moved.out, {}});
  }
}

/// `explained`: what only a slip says of receipts is read out of each of them, too.
Figures figures_of(const books::Reader& books, const books::Shift& shift, bool explained) {
  Figures out;
  for (const auto& sale : books.select(books::Sale::of_shift, shift.station, shift.till, shift.number)) {
    const auto state = books.find<books::SaleState>(sale.number);
    // What never happened after all, as was found when the drawer had been counted, was in the drawer: its money leaves that of a later shift.
    const bool undone_later = state && !books::happened(state->state) && shift.closed && *shift.closed < state->since;
    const bool counts = !state || books::happened(state->state) || undone_later;
    if (counts) count(sale, out);
    if (counts && explained) note_easily_wrong(sale, out);
    if (!shift.closed && state) note_open(books, sale, *state, out);
    if (out.receipts++ == 0) out.first_number = sale.number;
    out.last_number = sale.number;
  }
  if (shift.closed) out.in_doubt = {shift.in_doubt, shift.in_doubt_sum}, out.in_transit = {shift.in_transit, shift.in_transit_sum};
  for (const auto& drop : books.select<books::CashDrop>(shift.station, shift.till, shift.number)) {
    ++out.drops.count;
    out.drops.amount += drop.amount;
  }
  out.first_receipt = running_number(out.first_number);
  out.last_receipt = running_number(out.last_number);
  return out;
}

/// The shift as it ends: what is said of it later is read here, not counted again.
void note_closed(books::Shift& shift, const Closing& closing, const CloseRequest& request, Instant now) {
  const auto& figures = closing.figures;
  shift.state = books::ShiftStatus::closed;
  shift.closed = now;
  shift.expected = closing.expected;
  for (const auto& count : closing.slips)
    if (!count.expected.is_zero()) shift.slips_expected.push_back({count.tender, count.expected, {}});
  shift.difference_reason = request.reason;
  shift.accepted_by = request.accepted_by;
  shift.in_doubt = figures.in_doubt.count, shift.in_doubt_sum = figures.in_doubt.amount;
  shift.in_transit = figures.in_transit.count, shift.in_transit_sum = figures.in_transit.amount;
  shift.first_receipt = figures.first_receipt;
  shift.last_receipt = figures.last_receipt;
  shift.receipts = figures.receipts;
}

}  // namespace

Figures figures(const books::Reader& books, const books::Shift& shift) { return figures_of(books, shift, false); }
Figures explained_figures(const books::Reader& books, const books::Shift& shift) { return figures_of(books, shift, true); }

Result<books::Decision<Closing>> close_shift(const books::Reader& books, const CloseRequest& request, const people::Context& context) {
  auto shift = books::open_shift(books, context.station, context.till);
  if (!shift) return error(Fault::refused, "no_open_shift", "No shift is open at this till; open your shift, then repeat it.");
  MUST(people::require(context.who, shift->operator_name == context.who.name ? books::Right("shift_own") : books::Right("shift_other")));
  if (request.counted.is_negative()) return below_zero(books, request.counted);
  TRY(slips, slips_of(request));
  const auto counts = counts_of(books, *shift, request.counted, slips);
  TRY(pieces, pieces_of(books, *shift, request, context));
  const auto with_pieces = [&pieces](books::Changes changes) {
    if (pieces) changes.put.emplace_back(*pieces);
    return changes;
  };
  MUST(write_down(*shift, request, slips, agrees(counts), books::minor_digits_of(books)));
  Closing out;
  out.needs = shift->counted ? needs_of(books, request, counts, context) : CountNeeds::recount;
  out.shift = *shift;
  if (out.needs == CountNeeds::recount) return books::Decision<Closing>{with_pieces({{*shift}, {}}), std::move(out)};
  out.expected = counts.front().expected;
  out.counted = request.counted;
  out.difference = counts.front().difference();
  out.slips.assign(counts.begin() + 1, counts.end());
  if (out.needs != CountNeeds::nothing) return books::Decision<Closing>{with_pieces({{*shift}, {}}), std::move(out)};
  out.figures = figures(books, *shift);
  note_moved(*shift, counts, out.figures);
  note_closed(*shift, out, request, context.now);
  out.shift = *shift;
  TRY(entry, ledger::shift_closed(head(books, *shift, ledger::ShiftEnd::close, ledger::Operation::shift_close, context), shift->station, shift->till, shift->opening_float, counts));
  books::Changes changes{{*shift}, {}};
  if (!entry.legs.empty()) changes.append.emplace_back(std::move(entry));
  return books::Decision<Closing>{with_pieces(std::move(changes)), std::move(out)};
}

}  // namespace kwota::till
