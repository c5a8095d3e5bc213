#include "sell/receipt/drawer_slips.h"

#include <fmt/format.h>

#include <map>

namespace kwota::receipt {
namespace {

using Kind = Row::Kind;

/// Rows of a slip as they are written.
class Writer {
 public:
  Writer(const books::Utility& utility, const Style& style) : style_(style), slip_(begin_slip(style)) { row(Kind::title, {utility.name}); }
  void row(Kind kind, std::vector<std::string> cells = {}) { slip_.rows.push_back({kind, std::move(cells)}); }
  void title(std::string_view key, const Details& details = {}) {
    row(Kind::title, {style_.text(key, details)});
    row(Kind::rule);
  }
  void pair(std::string_view key, std::string text) { row(Kind::pair, {style_.text(key), std::move(text)}); }
  void total(std::string_view key, Money amount) { row(Kind::total, {style_.text(key), style_.money(amount)}); }
  void signed_by(std::string_view first, std::string_view second) {
    row(Kind::rule);
    row(Kind::pair, {style_.text(first) + " ________", style_.text(second) + " ________"});
  }
  Slip done() { return std::move(slip_); }

 private:
  const Style& style_;
  Slip slip_;
};

std::string counted(const std::string& name, std::int64_t count) { return fmt::format("{} ({})", name, count); }

/// What a day's shifts add up to.
struct Sums {
  Money received, paid_out, dropped, handed_in, difference;
  std::int64_t receipts = 0;
  std::map<books::Tender, till::Figures::Moved> tenders;
};

void add(Sums& sums, const ShiftOfDay& one) {
  sums.receipts += one.figures.receipts;
  sums.received += one.figures.received;
  sums.paid_out += one.figures.paid_out;
  sums.dropped += one.figures.drops.amount;
  sums.handed_in += one.shift.counted.value_or(Money{}) - one.shift.opening_float;
  sums.difference += one.shift.counted.value_or(Money{}) - one.shift.expected.value_or(Money{});
  for (const auto& [tender, moved] : one.figures.tenders) {
    auto& to = sums.tenders[tender];
    to.count += moved.count;
    to.in += moved.in;
    to.out += moved.out;
  }
}

}  // namespace

void add_pieces(const books::Pieces& pieces, const Style& style, Slip& slip) {
  if (pieces.empty()) return;
  slip.rows.push_back({Kind::text, {style.text("slip.closing.pieces")}});
  for (const auto& [value, count] : pieces)
    slip.rows.push_back({Kind::pair, {fmt::format("{} x {}", count, style.amount(value)), style.amount(Money::minor(value.minor() * count))}});
}

Slip opening_slip(const books::Utility& utility, const books::Station& station, const books::Shift& shift, const Style& style) {
  Writer out(utility, style);
  out.title("slip.opening.title", {{"number", fmt::format("{}", shift.number)}});
  out.pair("slip.closing.station", station.name + " " + shift.till);
  out.pair("slip.operator", shift.operator_name);
  out.pair("slip.closing.opened", style.time(shift.opened));
  out.total("slip.closing.float", shift.opening_float);
  out.signed_by("slip.closing.cashier", "slip.closing.supervisor");
  return out.done();
}

Slip drop_slip(const books::Utility& utility, const books::Station& station, const books::CashDrop& drop, const Style& style) {
  Writer out(utility, style);
  out.title("slip.drop.title", {{"number", fmt::format("{}", drop.number)}});
  out.pair("slip.closing.station", station.name + " " + drop.till);
  out.pair("slip.drop.shift", fmt::format("{}", drop.shift));
  out.pair("slip.time", style.time(drop.time));
  if (!drop.bag.empty()) out.pair("slip.drop.bag", drop.bag);
  out.total("slip.total", drop.amount);
  out.pair("slip.operator", drop.operator_name);
  if (!drop.taken_by.empty()) out.pair("slip.drop.taken_by", drop.taken_by);
  out.signed_by("slip.closing.cashier", "slip.closing.supervisor");
  return out.done();
}

Slip deposit_slip(const books::Utility& utility, const books::Station& station, const books::Deposit& deposit, const Style& style) {
  Writer out(utility, style);
  out.title("slip.deposit.title", {{"number", fmt::format("{}", deposit.number)}});
  out.pair("slip.closing.station", station.name);
  out.pair("slip.deposit.day", deposit.business_day);
  out.pair("slip.time", style.time(deposit.time));
  out.pair("slip.deposit.bank", deposit.bank);
  if (!deposit.bag.empty()) out.pair("slip.drop.bag", deposit.bag);
  out.total("slip.total", deposit.amount);
  out.pair("slip.closing.supervisor", deposit.operator_name);
  if (!deposit.approved_by.empty()) out.pair("slip.approved_by", deposit.approved_by);
  out.signed_by("slip.closing.supervisor", "slip.deposit.bank");
  return out.done();
}

Slip day_slip(const books::Utility& utility, const books::Station& station, const std::string& day, const till::DaySheet& sheet, const std::vector<ShiftOfDay>& shifts,
              const Style& style) {
  Writer out(utility, style);
  out.title("slip.day.title", {{"day", day}});
  out.pair("slip.closing.station", station.name);
  if (sheet.open > 0) out.row(Kind::text, {style.text("slip.day.open", {{"count", fmt::format("{}", sheet.open)}})});
  Sums sums;
  for (const auto& one : shifts) {
    add(sums, one);
    const Money handed_in = one.shift.counted.value_or(Money{}) - one.shift.opening_float;
    out.row(Kind::pair, {fmt::format("{} Z {} {}", one.shift.till, one.shift.number, one.shift.operator_name), style.amount(handed_in)});
    if (one.figures.receipts > 0) out.row(Kind::text, {fmt::format("  {} - {}: {}", one.figures.first_number, one.figures.last_number, one.figures.receipts)});
  }
  out.row(Kind::rule);
  out.pair("slip.closing.receipts", fmt::format("{}", sums.receipts));
  for (const auto& [tender, moved] : sums.tenders)
    out.row(Kind::pair, {counted(style.text(fmt::format("tender.{}", word_of(tender))), moved.count), style.amount(moved.in - moved.out)});
  out.row(Kind::rule);
  out.row(Kind::pair, {counted(style.text("slip.day.handed_in"), static_cast<std::int64_t>(shifts.size())), style.amount(sums.handed_in)});
  out.row(Kind::pair, {counted(style.text("slip.closing.drops"), static_cast<std::int64_t>(sheet.drops.size())), style.amount(sums.dropped)});
  out.pair("slip.closing.difference", style.amount(sums.difference));
  out.total("slip.day.to_safe", sums.handed_in + sums.dropped);
  Money deposited;
  for (const auto& one : sheet.deposits) {
    deposited += one.amount;
    out.row(Kind::pair, {fmt::format("{} {} {}", style.text("slip.day.deposit"), one.number, one.bank), style.amount(one.amount)});
  }
  out.total("slip.day.not_deposited", sums.handed_in + sums.dropped - deposited);
  out.pair("slip.day.safe", style.amount(sheet.safe));
  // Handed in and dropped is what came in cash, less what was missing: else somebody looks for the rest.
  const auto cash = sums.tenders.find(books::Tender::cash);
  const Money in_cash = cash == sums.tenders.end() ? Money{} : cash->second.in - cash->second.out;
  out.pair("slip.day.check", style.amount(sums.handed_in + sums.dropped - in_cash - sums.difference));
  out.signed_by("slip.closing.cashier", "slip.closing.supervisor");
  return out.done();
}

}  // namespace kwota::receipt
