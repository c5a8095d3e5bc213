#include "sell/receipt/drawer_slips.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "sell/ledger/tender.h"
#include "sell/receipt/paper_facts.h"

namespace kwota::receipt {
namespace {

/// Of which notes and coins a count was made.
void say_pieces(const books::Pieces& pieces, const Style& style, PaperFacts& paper) {
  if (pieces.empty()) return;
  paper.text(SlipFact::pieces, style.text("slip.closing.pieces"));
  for (const auto& [value, count] : pieces)
    paper.row(SlipFact::pieces, Row::Kind::pair, {fmt::format("{} x {}", count, style.amount(value)), style.amount(Money::minor(value.minor() * count))});
}

/// What a shift took beside cash: by its receipts, and, when it has ended, what the slips add up to.
void say_tenders(const books::Shift& shift, const till::Figures& figures, const Style& style, PaperFacts& paper) {
  bool begun = false;
  for (const auto& row : ledger::tenders()) {
    const auto found = figures.tenders.find(row.tender);
    const auto moved = found == figures.tenders.end() ? till::Figures::Moved{} : found->second;
    const Money expected = shift.expected ? shift.slips_expected.of(row.tender) : moved.in - moved.out, counted = shift.slips.of(row.tender), first = shift.first_slips.of(row.tender);
    if (row.counted || (moved.count == 0 && expected.is_zero() && counted.is_zero() && first.is_zero())) continue;
    if (!std::exchange(begun, true)) paper.row(SlipFact::by_tender, Row::Kind::rule, {}), paper.text(SlipFact::by_tender, style.text("slip.closing.by_tender"));
    paper.counted(SlipFact::by_tender, style.text(fmt::format("tender.{}", word_of(row.tender))), moved.count, expected);
    if (!shift.expected) continue;
    if (first != counted) paper.amount(SlipFact::by_tender, "slip.closing.slips_first", first);
    paper.amount(SlipFact::by_tender, "slip.closing.slips", counted);
    if (counted != expected) paper.amount(SlipFact::by_tender, "slip.closing.slips_difference", counted - expected);
  }
}

/// Float, what came in and went out, what should be there and what was.
void say_drawer(const books::Shift& shift, const till::Figures& figures, const Style& style, PaperFacts& paper) {
  const auto cash = figures.tenders.find(books::Tender::cash);
  auto in_cash = cash == figures.tenders.end() ? till::Figures::Moved{} : cash->second;
  if (shift.closed) in_cash.in = shift.received.of(books::Tender::cash), in_cash.out = shift.paid_out.of(books::Tender::cash);
  paper.amount(SlipFact::float_at_start, "slip.closing.float", shift.opening_float);
  paper.amount(SlipFact::received, "slip.closing.received", in_cash.in);
  paper.amount(SlipFact::paid_out, "slip.closing.paid_out", -in_cash.out);
  if (figures.drops.count > 0) paper.counted(SlipFact::drops, style.text("slip.closing.drops"), figures.drops.count, -figures.drops.amount);
  paper.money(SlipFact::expected, "slip.closing.expected", shift.expected ? *shift.expected : shift.opening_float + in_cash.in - in_cash.out - figures.drops.amount);
  if (shift.first_counted && shift.first_counted != shift.counted) paper.money(SlipFact::first_counted, "slip.closing.first_counted", *shift.first_counted);
  if (shift.counted) paper.money(SlipFact::counted, "slip.closing.counted", *shift.counted);
  if (shift.expected && shift.counted) paper.money(SlipFact::difference, "slip.closing.difference", *shift.counted - *shift.expected);
}

/// What was done how often, and what it adds up to.
void say_kinds(const std::map<books::Operation, till::Figures::Kind>& kinds, const Style& style, PaperFacts& paper) {
  for (const auto& [kind, sum] : kinds) paper.counted(SlipFact::kinds, style.text(fmt::format("slip.kind.{}", word_of(kind))), sum.count, sum.amount);
}

/// What somebody carries to the bank apart from what comes there by itself. Both always stand there: a day's are the sums of its shifts'.
void say_bankable(const std::map<books::Tender, till::Figures::Moved>& tenders, const Style& style, PaperFacts& paper) {
  till::Figures::Kind bankable, other;
  for (const auto& [tender, moved] : tenders) {
    const auto* row = ledger::row_of(tender);
    auto& to = row != nullptr && row->bankable ? bankable : other;
    to.count += moved.count;
    to.amount += moved.in - moved.out;
  }
  paper.counted(SlipFact::services, style.text("slip.closing.bankable"), bankable.count, bankable.amount);
  paper.counted(SlipFact::services, style.text("slip.closing.not_bankable"), other.count, other.amount);
}

/// Whether drawer and slips are what they should be, tender by tender: what is over in one may be short in another.
bool agrees(const books::Shift& shift) {
  if (shift.expected && shift.counted && *shift.expected != *shift.counted) return false;
  return std::ranges::all_of(ledger::tenders(), [&](const auto& row) { return shift.slips.of(row.tender) == shift.slips_expected.of(row.tender); });
}

/// Where somebody looks first for what is over or short; nothing of it is said to be the reason.
void say_what_may_explain(const till::Figures& figures, const Style& style, PaperFacts& paper) {
  std::vector<std::pair<std::string, till::Figures::Kind>> found{{"  " + style.text("slip.closing.in_doubt"), figures.in_doubt}};
  for (const auto kind : {books::Operation::take_back, books::Operation::payment_back})
    if (const auto sum = figures.kinds.find(kind); sum != figures.kinds.end()) found.emplace_back("  " + style.text(fmt::format("slip.kind.{}", word_of(kind))), sum->second);
  found.emplace_back(style.text("slip.closing.split"), figures.split);
  found.emplace_back(style.text("slip.closing.large_change", {{"amount", style.amount(till::much_change)}}), figures.large_change);
  std::erase_if(found, [](const auto& one) { return one.second.count == 0; });
  if (found.empty()) return;
  paper.text(SlipFact::reason, style.text("slip.closing.may_explain"));
  for (const auto& [name, sum] : found) paper.counted(SlipFact::reason, name, sum.count, sum.amount);
}

/// "electricity"; what is of none is something else.
std::string service_name(const std::string& commodity, const Style& style) { return style.text(commodity.empty() ? "slip.closing.no_service" : "report.commodity." + commodity); }

/// What came in by services, what was sold, and the tax in it.
void say_sold(const Sold& sold, const Style& style, PaperFacts& paper) {
  paper.money(SlipFact::total, "slip.closing.total", sold.received);
  for (const auto& one : sold.services) {
    const auto name = service_name(one.commodity, style);
    const auto units = [&](std::int64_t thousandths, std::string_view unit) {
      if (thousandths != 0) paper.row(SlipFact::units, Row::Kind::pair, {style.text("slip.closing.units", {{"service", name}}), style.number(thousandths, 3) + " " + style.text(unit)});
    };
    if (!one.received.is_zero()) paper.row(SlipFact::services, Row::Kind::pair, {"  " + name, style.amount(one.received)});
    units(one.energy.wh(), "slip.unit.kWh");
    units(one.volume.litres(), "slip.unit.m3");
  }
  paper.amount(SlipFact::tax, "slip.closing.tax", sold.tax);
}

Money taken(const std::map<books::Tender, till::Figures::Moved>& tenders) {
  Money out;
  for (const auto& [tender, moved] : tenders) out += moved.in - moved.out;
  return out;
}

/// What a day's shifts add up to.
struct Sums {
  Money dropped, in_cash, handed_in, difference;
  Sold sold;
  std::int64_t receipts = 0;
  std::map<books::Operation, till::Figures::Kind> kinds;
  std::map<books::Tender, till::Figures::Moved> tenders;
};

void add(Sums& sums, const ShiftOfDay& one) {
  sums.receipts += one.figures.receipts;
  sums.dropped += one.figures.drops.amount;
  sums.in_cash += one.shift.received.of(books::Tender::cash) - one.shift.paid_out.of(books::Tender::cash);
  sums.handed_in += one.shift.counted.value_or(Money{}) - one.shift.opening_float;
  sums.difference += one.shift.counted.value_or(Money{}) - one.shift.expected.value_or(Money{});
  for (const auto& [kind, sum] : one.figures.kinds) {
    auto& to = sums.kinds[kind];
    to.count += sum.count;
    to.amount += sum.amount;
  }
  for (const auto& [tender, moved] : one.figures.tenders) {
    auto& to = sums.tenders[tender];
    to.count += moved.count;
    to.in += moved.in;
    to.out += moved.out;
  }
  sums.sold.received += one.sold.received;
  sums.sold.tax += one.sold.tax;
  sums.sold.made_of += one.sold.made_of;
  for (const auto& service : one.sold.services) {
    auto found = std::ranges::find(sums.sold.services, service.commodity, &Sold::Service::commodity);
    if (found == sums.sold.services.end()) found = sums.sold.services.insert(found, {service.commodity, {}, {}, {}});
    found->received += service.received;
    found->energy += service.energy;
    found->volume += service.volume;
  }
}

/// A day among others: what goes to the safe of it. One on which no shift was is not named.
void say_day(const Day& day, const Style& style, PaperFacts& paper) {
  if (day.shifts.empty()) return;
  Sums sums;
  for (const auto& one : day.shifts) add(sums, one);
  paper.row(SlipFact::shifts, Row::Kind::pair, {fmt::format("{} ({})", style.calendar(day.date), day.shifts.size()), style.amount(sums.handed_in + sums.dropped)});
}

void say_shift(const ShiftOfDay& one, const Style& style, PaperFacts& paper) {
  const Money handed_in = one.shift.counted.value_or(Money{}) - one.shift.opening_float;
  paper.row(SlipFact::shifts, Row::Kind::pair, {fmt::format("{} Z {} {}", one.shift.till, one.shift.number, one.shift.operator_name), style.amount(handed_in)});
  if (one.figures.receipts > 0) paper.text(SlipFact::shifts, fmt::format("  {} - {}: {}", one.figures.first_number, one.figures.last_number, one.figures.receipts));
}

/// A day by itself: what its shifts handed in, and their first and last receipts.
void say_shifts(const Day& day, const Style& style, PaperFacts& paper) {
  for (const auto& one : day.shifts) say_shift(one, style, paper);
}

/// What a day of a station adds up to, or several.
struct DaySums {
  Sums of_shifts;
  Money deposited;
  std::int64_t shifts = 0, drops = 0;
};

void add(DaySums& to, const Day& day) {
  for (const auto& one : day.shifts) add(to.of_shifts, one);
  to.shifts += static_cast<std::int64_t>(day.shifts.size());
  to.drops += static_cast<std::int64_t>(day.sheet.drops.size());
  for (const auto& one : day.sheet.deposits) to.deposited += one.amount;
}

void say_deposit(const books::Deposit& one, const Style& style, PaperFacts& paper) {
  paper.row(SlipFact::deposits, Row::Kind::pair, {fmt::format("{} {} {}{}", style.text("slip.day.deposit"), one.number, one.bank, one.bag.empty() ? "" : ", " + one.bag), style.amount(one.amount)});
}

void say_sums(const DaySums& all, Money safe, const Style& style, PaperFacts& paper) {
  const auto& sums = all.of_shifts;
  paper.pair(SlipFact::receipts, "slip.closing.receipts", fmt::format("{}", sums.receipts));
  say_kinds(sums.kinds, style, paper);
  for (const auto& [tender, moved] : sums.tenders) paper.counted(SlipFact::tenders, style.text(fmt::format("tender.{}", word_of(tender))), moved.count, moved.in - moved.out);
  say_bankable(sums.tenders, style, paper);
  say_sold(sums.sold, style, paper);
  paper.counted(SlipFact::handed_in, style.text("slip.day.handed_in"), all.shifts, sums.handed_in);
  paper.counted(SlipFact::drops, style.text("slip.closing.drops"), all.drops, sums.dropped);
  paper.amount(SlipFact::difference, "slip.closing.difference", sums.difference);
  paper.money(SlipFact::to_safe, "slip.day.to_safe", sums.handed_in + sums.dropped);
  paper.money(SlipFact::not_deposited, "slip.day.not_deposited", sums.handed_in + sums.dropped - all.deposited);
  paper.amount(SlipFact::safe, "slip.day.safe", safe);
  // Handed in and dropped is what came in cash, less what was missing: else somebody looks for the rest. And what receipts say was paid is what the ledger made of it.
  paper.amount(SlipFact::check, "slip.day.check", sums.handed_in + sums.dropped - sums.in_cash - sums.difference);
  paper.amount(SlipFact::check, "slip.day.check_sold", taken(sums.tenders) - sums.sold.made_of);
}

}  // namespace

Slip opening_slip(const books::Utility& utility, const books::Station& station, const books::Shift& shift, const Style& style, const Layout& layout) {
  PaperFacts paper(utility, style, layout);
  paper.title("slip.opening.title", {{"number", fmt::format("{}", shift.number)}});
  paper.pair(SlipFact::station, "slip.closing.station", station.name + " " + shift.till);
  paper.pair(SlipFact::shift_operator, "slip.operator", shift.operator_name);
  paper.pair(SlipFact::opened, "slip.closing.opened", style.time(shift.opened));
  paper.money(SlipFact::float_at_start, "slip.closing.float", shift.opening_float);
  paper.signed_by("slip.closing.cashier", "slip.closing.supervisor");
  return paper.draw(SlipKind::opening);
}

Slip closing_slip(const books::Utility& utility, const books::Station& station, const books::Shift& shift, const till::Figures& figures, const Sold& sold, const Style& style,
                  const books::Pieces& pieces, const Layout& layout) {
  PaperFacts paper(utility, style, layout);
  paper.title(shift.expected ? "slip.closing.title" : "slip.closing.interim", {{"number", fmt::format("{}", shift.number)}});
  paper.pair(SlipFact::station, "slip.closing.station", station.name + " " + shift.till);
  paper.pair(SlipFact::shift_operator, "slip.operator", shift.operator_name);
  paper.pair(SlipFact::opened, "slip.closing.opened", style.time(shift.opened));
  if (shift.closed) paper.pair(SlipFact::closed, "slip.closing.closed", style.time(*shift.closed));
  paper.pair(SlipFact::receipts, "slip.closing.receipts", figures.receipts == 0 ? "0" : fmt::format("{} - {}: {}", figures.first_number, figures.last_number, figures.receipts));
  paper.pair(SlipFact::reprints, "slip.closing.reprints", fmt::format("{}", shift.reprints));
  const auto count_and_sum = [&](const till::Figures::Kind& kind) { return fmt::format("{} ({})", kind.count, style.amount(kind.amount)); };
  paper.pair(SlipFact::in_doubt, "slip.closing.in_doubt", count_and_sum(figures.in_doubt));
  if (figures.in_transit.count > 0) paper.pair(SlipFact::in_transit, "slip.closing.in_transit", count_and_sum(figures.in_transit));
  say_kinds(figures.kinds, style, paper);
  say_bankable(figures.tenders, style, paper);
  say_sold(sold, style, paper);
  if (figures.one_hand.count > 0) paper.pair(SlipFact::one_hand, "slip.one_hand", count_and_sum(figures.one_hand));
  say_drawer(shift, figures, style, paper);
  say_pieces(pieces, style, paper);
  say_tenders(shift, figures, style, paper);
  if (!agrees(shift)) say_what_may_explain(figures, style, paper);
  if (!shift.difference_reason.empty()) paper.pair(SlipFact::reason, "slip.reason", shift.difference_reason);
  if (!shift.accepted_by.empty()) paper.pair(SlipFact::approved_by, "slip.approved_by", shift.accepted_by);
  paper.amount(SlipFact::check, "slip.day.check", taken(figures.tenders) - sold.made_of);  // what receipts say was paid, and what the ledger made of it
  paper.signed_by("slip.closing.cashier", "slip.closing.supervisor");
  return paper.draw(SlipKind::closing);
}

Slip drop_slip(const books::Utility& utility, const books::Station& station, const books::CashDrop& drop, const Style& style, const Layout& layout) {
  PaperFacts paper(utility, style, layout);
  paper.title("slip.drop.title", {{"number", fmt::format("{}", drop.number)}});
  paper.pair(SlipFact::station, "slip.closing.station", station.name + " " + drop.till);
  paper.pair(SlipFact::shift, "slip.drop.shift", fmt::format("{}", drop.shift));
  paper.pair(SlipFact::time, "slip.time", style.time(drop.time));
  if (!drop.bag.empty()) paper.pair(SlipFact::bag, "slip.drop.bag", drop.bag);
  paper.money(SlipFact::total, "slip.total", drop.amount);
  paper.pair(SlipFact::shift_operator, "slip.operator", drop.operator_name);
  if (!drop.taken_by.empty()) paper.pair(SlipFact::taken_by, "slip.drop.taken_by", drop.taken_by);
  paper.signed_by("slip.closing.cashier", "slip.closing.supervisor");
  return paper.draw(SlipKind::drop);
}

Slip deposit_slip(const books::Utility& utility, const books::Station& station, const books::Deposit& deposit, const Style& style, const Layout& layout) {
  PaperFacts paper(utility, style, layout);
  paper.title("slip.deposit.title", {{"number", fmt::format("{}", deposit.number)}});
  paper.pair(SlipFact::station, "slip.closing.station", station.name);
  paper.pair(SlipFact::business_day, "slip.deposit.day", style.calendar(deposit.business_day));
  paper.pair(SlipFact::time, "slip.time", style.time(deposit.time));
  paper.pair(SlipFact::bank, "slip.deposit.bank", deposit.bank);
  if (!deposit.bag.empty()) paper.pair(SlipFact::bag, "slip.drop.bag", deposit.bag);
  paper.money(SlipFact::total, "slip.total", deposit.amount);
  paper.pair(SlipFact::shift_operator, "slip.closing.supervisor", deposit.operator_name);
  if (!deposit.approved_by.empty()) paper.pair(SlipFact::approved_by, "slip.approved_by", deposit.approved_by);
  paper.signed_by("slip.closing.supervisor", "slip.deposit.bank");
  return paper.draw(SlipKind::deposit);
}

Slip day_slip(const books::Utility& utility, const books::Station& station, const std::vector<Day>& days, const Style& style, const Layout& layout) {
  PaperFacts paper(utility, style, layout);
  const bool several = days.size() > 1;
  if (several) paper.title("slip.day.days", {{"from", style.calendar(days.front().date)}, {"to", style.calendar(days.back().date)}});
  else paper.title("slip.day.title", {{"day", style.calendar(days.front().date)}});
  paper.pair(SlipFact::station, "slip.closing.station", station.name);
  const auto& newest = days.back().sheet;
  if (newest.open > 0) paper.text(SlipFact::open_shifts, style.text("slip.day.open", {{"count", fmt::format("{}", newest.open)}}));
  DaySums all;
  for (const auto& day : days) {
    add(all, day);
    if (several) say_day(day, style, paper);
    else say_shifts(day, style, paper);
    for (const auto& one : day.sheet.deposits) say_deposit(one, style, paper);
  }
  say_sums(all, newest.safe, style, paper);
  paper.signed_by("slip.closing.cashier", "slip.closing.supervisor");
  return paper.draw(SlipKind::day);
}

}  // namespace kwota::receipt
