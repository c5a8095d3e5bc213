#include <fmt/format.h>

#include <boost/json.hpp>
#include <utility>

#include "sell/receipt/drawer_slips.h"
#include "sell/receipt/facts.h"
#include "sell/ledger/tender.h"
#include "sell/receipt/slip.h"

namespace kwota::receipt {
namespace {

namespace json = boost::json;

bool is_empty(const Row& row) { return row.cells.back().empty(); }

/// How a line's rows look: texts in the middle and strong lines are kinds of their own.
Row::Kind look_of(const SlipLine& line, Row::Kind plain) {
  const bool strong = line.emphasis == SlipEmphasis::strong, centred = line.align == SlipAlign::centre;
  if (plain == Row::Kind::pair) return strong ? Row::Kind::total : plain;
  if (plain != Row::Kind::text) return plain;
  if (centred) return strong ? Row::Kind::heading : Row::Kind::title;
  return strong ? Row::Kind::strong_text : plain;
}

const std::string& own_text(const SlipLine& line, const std::string& language) {
  return language == "zh" ? line.text_zh : language == "ru" ? line.text_ru : line.text_en;
}

std::vector<Row> rows_of(const SlipLine& line, Facts& facts, const Style& style) {
  if (line.fact == SlipFact::rule) return {{Row::Kind::rule, {}}};
  auto rows = line.fact == SlipFact::own_text ? std::vector<Row>{{Row::Kind::text, {own_text(line, style.language)}}} : facts.rows(line.fact);
  if (line.when == SlipCondition::not_empty) std::erase_if(rows, is_empty);
  for (auto& row : rows) row.kind = look_of(line, row.kind);
  return rows;
}

Slip drawn(const SlipLines& lines, Facts& facts, const Print& print) {
  auto slip = begin_slip(print.style);
  for (const auto& line : lines) {
    if (!facts.holds(line.when)) continue;
    for (auto& row : rows_of(line, facts, print.style)) slip.rows.push_back(std::move(row));
  }
  slip.qr = print.qr;
  return slip;
}

}  // namespace

Result<Slip> receipt_of(const books::Sale& sale, const Print& print) {
  if (const auto year = sale.away(); year != 0)
    return error(Fault::ours, "archive_missing", fmt::format("The archive of {} is not beside the books, so the slip of {} cannot be shown. Put its file back into the folder of archives.", year, sale.number),
                 {{"year", std::to_string(year)}, {"sale", sale.number}});
  json::error_code bad, bad_names;
  auto document = json::parse(sale.document, bad);
  const auto names = json::parse(sale.names, bad_names);
  if (bad || bad_names || !document.is_object() || !names.is_object())
    return error(Fault::ours, "document_damaged", "The document of this sale cannot be read; nothing was booked. Run verify.", {{"sale", sale.number}});
  document.get_object().insert(names.get_object().begin(), names.get_object().end());
  const Document read{document.get_object()};
  Facts facts{sale, read, print};
  return drawn(print.lines ? print.lines(facts.kind()) : builtin_lines(facts.kind()), facts, print);
}

Slip begin_slip(const Style& style) {
  Slip slip;
  if (style.sample) slip.rows.push_back({Row::Kind::title, {style.text("slip.sample")}});
  return slip;
}

namespace {

/// What a shift took beside cash: by its receipts, and what the slips add up to.
void by_tender(const books::Shift& shift, const till::Figures& figures, const Style& style, Slip& slip) {
  const auto add = [&](Row::Kind kind, std::vector<std::string> cells) { slip.rows.push_back({kind, std::move(cells)}); };
  const auto pair = [&](std::string_view key, Money amount) { add(Row::Kind::pair, {style.text(key), style.amount(amount)}); };
  bool begun = false;
  for (const auto& row : ledger::tenders()) {
    const auto found = figures.tenders.find(row.tender);
    const auto moved = found == figures.tenders.end() ? till::Figures::Moved{} : found->second;
    const Money expected = shift.slips_expected.of(row.tender), counted = shift.slips.of(row.tender), first = shift.first_slips.of(row.tender);
    if (row.counted || (moved.count == 0 && expected.is_zero() && counted.is_zero() && first.is_zero())) continue;
    if (!std::exchange(begun, true)) add(Row::Kind::rule, {}), add(Row::Kind::text, {style.text("slip.closing.by_tender")});
    add(Row::Kind::pair, {fmt::format("{} ({})", style.text(fmt::format("tender.{}", word_of(row.tender))), moved.count), style.amount(expected)});
    if (first != counted) pair("slip.closing.slips_first", first);
    pair("slip.closing.slips", counted);
    if (counted != expected) pair("slip.closing.slips_difference", counted - expected);
  }
}

}  // namespace

Slip closing_slip(const books::Utility& utility, const books::Station& station, const books::Shift& shift, const till::Figures& figures,
                  const Style& style, const books::Pieces& pieces) {
  Slip slip = begin_slip(style);
  const auto add = [&](Row::Kind kind, std::vector<std::string> cells) { slip.rows.push_back({kind, std::move(cells)}); };
  const auto pair = [&](std::string_view key, std::string value) { add(Row::Kind::pair, {style.text(key), std::move(value)}); };
  add(Row::Kind::title, {utility.name});
  add(Row::Kind::title, {style.text(shift.expected ? "slip.closing.title" : "slip.closing.interim", {{"number", fmt::format("{}", shift.number)}})});
  add(Row::Kind::rule, {});
  pair("slip.closing.station", station.name + " " + shift.till);
  pair("slip.operator", shift.operator_name);
  pair("slip.closing.opened", style.time(shift.opened));
  if (shift.closed) pair("slip.closing.closed", style.time(*shift.closed));
  pair("slip.closing.receipts", figures.receipts == 0 ? "0" : fmt::format("{} - {}: {}", figures.first_number, figures.last_number, figures.receipts));
  pair("slip.closing.reprints", fmt::format("{}", shift.reprints));
  pair("slip.closing.in_doubt", fmt::format("{} ({})", figures.in_doubt.count, style.amount(figures.in_doubt.amount)));
  if (figures.in_transit.count > 0)
    pair("slip.closing.in_transit", fmt::format("{} ({})", figures.in_transit.count, style.amount(figures.in_transit.amount)));
  add(Row::Kind::rule, {});
  for (const auto& [kind, sum] : figures.kinds)
    add(Row::Kind::pair, {fmt::format("{} ({})", style.text(fmt::format("slip.kind.{}", word_of(kind))), sum.count), style.amount(sum.amount)});
  if (figures.one_hand.count > 0)
    pair("slip.one_hand", fmt::format("{} ({})", figures.one_hand.count, style.amount(figures.one_hand.amount)));
  add(Row::Kind::rule, {});
  pair("slip.closing.float", style.amount(shift.opening_float));
  const auto cash = figures.tenders.find(books::Tender::cash);
  const auto in_cash = cash == figures.tenders.end() ? till::Figures::Moved{} : cash->second;
  pair("slip.closing.received", style.amount(in_cash.in));
  pair("slip.closing.paid_out", style.amount(-in_cash.out));
  if (figures.drops.count > 0)
    add(Row::Kind::pair, {fmt::format("{} ({})", style.text("slip.closing.drops"), figures.drops.count), style.amount(-figures.drops.amount)});
  if (shift.expected) add(Row::Kind::total, {style.text("slip.closing.expected"), style.money(*shift.expected)});
  else add(Row::Kind::total, {style.text("slip.closing.expected"), style.money(shift.opening_float + in_cash.in - in_cash.out - figures.drops.amount)});
  if (shift.first_counted && shift.first_counted != shift.counted)
    pair("slip.closing.first_counted", style.money(*shift.first_counted));
  if (shift.counted) add(Row::Kind::total, {style.text("slip.closing.counted"), style.money(*shift.counted)});
  if (shift.expected && shift.counted) add(Row::Kind::total, {style.text("slip.closing.difference"), style.money(*shift.counted - *shift.expected)});
  add_pieces(pieces, style, slip);
  by_tender(shift, figures, style, slip);
  if (!shift.difference_reason.empty()) pair("slip.reason", shift.difference_reason);
  if (!shift.accepted_by.empty()) pair("slip.approved_by", shift.accepted_by);
  add(Row::Kind::rule, {});
  add(Row::Kind::pair, {style.text("slip.closing.cashier") + " ________", style.text("slip.closing.supervisor") + " ________"});
  return slip;
}

}  // namespace kwota::receipt
