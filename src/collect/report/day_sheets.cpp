#include "collect/report/day_sheets.h"

#include <algorithm>
#include <utility>

#include "collect/report/facts/sold.h"
#include "collect/report/measures.h"
#include "sell/ledger/chart.h"
#include "sell/ledger/entry_name.h"
#include "sell/ledger/operation.h"

namespace kwota::report {
namespace {

using books::DaySheet;
using books::MoneySheet;
using books::TaxSheet;

constexpr std::string_view tax_family = "tax/", by_ledger = "posted", in_price = "inside";

/// Joins the key of a sheet to one text.
class KeyText final : public books::ValueSink {
 public:
  KeyText() { text_.reserve(160); }  // what most sheets need
  void null() override { text({}); }
  void integer(std::int64_t value) override { text(std::to_string(value)); }
  void text(std::string_view value) override { (text_ += value) += '\x1f'; }
  void text_copy(std::string_view value) override { text(value); }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

template <class Sheet>
std::string key_text(const Sheet& sheet) {
  KeyText text;
  books::table_of<Sheet>().give(&sheet, text, Sheet::key_columns);
  return text.take();
}

std::string carrier_of(const books::Sale& sale) {
  if (sale.card) return "card";
  return sale.n == SequenceNumber{} ? "" : "link";
}

std::string commodity_of_legs(const books::Entry& entry) {
  std::string out;
  for (const auto& leg : entry.legs)
    if (const auto commodity = commodity_of(leg.account); !commodity.empty()) out = commodity;
  return out;
}

/// What no sale stands behind is counted under what the entry itself says.
DaySheet of_no_sale(const books::Entry& entry) {
  DaySheet sheet;
  const auto place = ledger::posted_at(entry);
  sheet.station = place.station;
  sheet.till = place.till;
  sheet.commodity = commodity_of_legs(entry);
  return sheet;
}

/// A price that the ledger posts whole: what of it is tax is counted as tax.
void add(DaySheet& to, const facts::InsideTax& tax) {
  to.energy -= tax.energy;
  to.fees -= tax.fees;
  to.fixed -= tax.fixed;
  to.tax += tax.whole();
  to.tax_inside += tax.whole();
}

/// What names the sheet of an entry's taxes, but for the tax.
TaxSheet tax_under(const books::Entry& entry, const DaySheet& counted) {
  const auto place = ledger::posted_at(entry);
  TaxSheet out;
  out.business_day = entry.business_day;
  out.station = place.station;
  out.till = place.till;
  out.kind = counted.kind;
  out.undone = counted.undone;
  out.commodity = counted.commodity;
  out.edition = counted.edition;
  return out;
}

/// So much of a tax as was moved, with what it was of.
void put_moved(TaxSheet& out, const facts::TaxLine& line, Money amount) {
  out.tax = line.tax;
  out.rate = line.rate;
  out.count = 1;
  out.amount = amount;
  if (line.base.is_zero()) return;  // nobody says of what it is
  out.net = amount == line.amount ? line.net() : amount == -line.amount ? -line.net() : facts::share_of_tax(line, line.net(), amount);
  out.gross = out.net + amount;
}

TaxSheet posted_of(TaxSheet out, const facts::TaxLine& line, Money amount) {
  out.tax_way = by_ledger;
  put_moved(out, line, amount);
  out.posted = amount;
  return out;
}

TaxSheet in_price_of(const DaySheet& counted, TaxSheet out, const facts::TaxLine& line, Money amount) {
  out.tax_way = in_price;
  out.station = counted.station;
  out.till = counted.till;
  put_moved(out, line, amount);
  return out;
}

constexpr std::size_t year_of_day = 4, month_of_day = 7;  // letters

/// Business day of what the account bought last before this; empty: nothing.
std::string bought_before(const books::Sale& sale, const books::Reader& books, DaySheets::Rows rows) {
  using books::Sale;
  static const auto asked = books::columns(&Sale::number, &Sale::kind, &Sale::business_day);
  books::Query query{.table = &books::table_of<Sale>(), .index = &Sale::of_account, .equal = {books::value_of(sale.account)}, .from = {}, .up_to = {}};
  query.newest = true;
  query.columns = asked.places();
  std::string day;
  bool behind = rows == DaySheets::Rows::coming;  // not: itself and what came after it
  books.each(query, [&](const books::ValueSource& from) {
    auto [number, kind, business_day] = asked.read(from);
    if (behind && facts::buys(kind)) {
      day = std::move(business_day);
      return false;
    }
    behind = behind || number == sale.number;
    return true;
  });
  return day;
}

}  // namespace

bool is_sheet(const books::Table& table) {
  bool found = false;
  DaySheets{}.each_kind([&]<class Sheet>(const std::map<std::string, Sheet>&) { found = found || &table == &books::table_of<Sheet>(); });
  return found;
}

DaySheet counted_under(const books::Sale& root) {
  DaySheet sheet;
  sheet.station = root.station;
  sheet.till = root.till;
  sheet.operator_name = root.operator_name;
  sheet.usage_class = root.usage_class;
  sheet.plan = root.plan;
  sheet.scheme = root.scheme;
  sheet.carrier = carrier_of(root);
  sheet.channel = root.tenders.of(books::Tender::outlet).is_zero() ? "counter" : "outlet";
  return sheet;
}

std::string key_of(const DaySheet& sheet) { return key_text(sheet); }
std::string key_of(const MoneySheet& sheet) { return key_text(sheet); }
std::string key_of(const TaxSheet& sheet) { return key_text(sheet); }

DaySheet& DaySheets::day_of(DaySheet key) {
  auto text = key_of(key);
  return days_.try_emplace(std::move(text), std::move(key)).first->second;
}

const DaySheets::Under& DaySheets::under(const books::Sale& sale, const books::Reader& books) {
  const auto first = sale.original.empty() ? std::nullopt : books.find<books::Sale>(sale.original);
  const auto whole = !first && sale.away() != 0 ? books.find<books::Sale>(sale.number) : std::nullopt;  // with its document, wherever that lies
  const auto& root = first ? *first : whole ? *whole : sale;
  last_ = {.sale = sale.number, .kind = sale.kind, .undoes = first.has_value(), .unit = sale.unit};
  auto& sheet = last_.sheet;
  sheet = counted_under(root);
  sheet.commodity = commodities_.of_sale(books, root);
  sheet.undone = word_of(root.kind);
  last_.away = root.away();
  last_.taxes = facts::tax_lines(root);
  return last_;
}

const DaySheets::Under& DaySheets::under(const std::string& number, const books::Reader& books) {
  if (last_.sale == number) return last_;
  if (const auto sale = books.find<books::Sale>(number)) return under(*sale, books);
  last_ = {};
  return last_;
}

void DaySheets::take(const books::Sale& sale, const books::Reader& books, std::string_view edition) {
  const auto& known = under(sale, books);
  auto key = known.sheet;
  key.business_day = sale.business_day;
  key.kind = word_of(sale.kind);
  key.edition = edition;
  if (!known.undoes) key.undone.clear();
  auto& sheet = day_of(std::move(key));
  ++sheet.count;
  add_units(sheet, sale.credit);
  count_buyer(sheet, sale, books);
}

/// As it was booked, whatever becomes of it.
void DaySheets::count_buyer(DaySheet& sheet, const books::Sale& sale, const books::Reader& books) {
  if (!facts::buys(sale.kind)) return;
  std::string before;
  if (rows_ == Rows::all_in_order)
    before = std::exchange(bought_[sale.account], sale.business_day);
  else
    before = bought_before(sale, books, rows_);
  const auto fresh = [&](std::size_t letters) { return before.substr(0, letters) < sale.business_day.substr(0, letters); };
  if (fresh(month_of_day)) ++sheet.fresh_in_month;
  if (fresh(year_of_day)) ++sheet.fresh_in_year;
}

void DaySheets::take(const books::Entry& entry, const books::Reader& books, std::string_view edition) {
  if (entry.account == 0) return;  // floats and takings of the house
  const auto& known = under(std::string(ledger::receipt_of(entry)), books);
  auto key = known.sale.empty() ? of_no_sale(entry) : known.sheet;
  key.business_day = entry.business_day;
  key.kind = word_of(entry.what);
  key.edition = edition;
  if (known.kind == entry.what && !known.undoes) key.undone.clear();
  // What no sale stands behind, or one of an account without a plan, may move prepaid money all the same: it is of what its legs name, so that each commodity's account adds up.
  if (key.commodity.empty()) key.commodity = commodity_of_legs(entry);
  count_money(entry, key.undone, key.commodity, edition);
  auto& sheet = day_of(std::move(key));
  if (!ledger::row_of(entry.what).booked) ++sheet.count;
  const auto before = sheet.energy;
  for (const auto& leg : entry.legs) add_leg(sheet, leg);
  const bool own = entry.number == known.sale;
  const TaxSheet under_tax = tax_under(entry, sheet);
  count_posted_taxes(entry, known, books, under_tax);
  if (!own && entry.number != known.sale + "/reversed") return;
  if (known.away != 0) return books.needs_archive(known.away);
  for (const auto& line : known.taxes) {
    if (!line.inside) continue;
    const auto moved = own && !known.undoes ? facts::taken(line) : facts::given_back(line, entry.legs);
    add(sheet, moved);
    count_tax(in_price_of(sheet, under_tax, line, moved.whole()));
  }
  if (own) add_paid(sheet, known.unit, sheet.energy - before);
}

/// Taxes that the ledger posts. What of them a sale's document says has its rate and its base; of what is undone so much as of the tax.
void DaySheets::count_posted_taxes(const books::Entry& entry, const Under& known, const books::Reader& books, const TaxSheet& under) {
  std::map<std::string_view, Money> left;
  for (const auto& leg : entry.legs)
    if (leg.account.starts_with(tax_family)) left[leg.account] -= leg.amount;
  const bool own = entry.number == known.sale && !known.undoes;
  if (left.empty() && !own) return;
  if (known.away != 0) return books.needs_archive(known.away);
  for (const auto& line : known.taxes) {
    if (line.inside || (!own && !left.contains(line.tax))) continue;
    const auto whole = left[line.tax];
    const auto amount = own ? line.amount : std::clamp(whole, std::min(line.amount, -line.amount), std::max(line.amount, -line.amount));
    left[line.tax] -= amount;
    count_tax(posted_of(under, line, amount));
  }
  for (const auto& [tax, amount] : left)
    if (!amount.is_zero()) count_tax(posted_of(under, {.tax = std::string(tax), .rate = {}, .amount = amount, .base = {}}, amount));
}

void DaySheets::count_tax(const TaxSheet& more) {
  if (const auto [at, fresh] = taxes_.try_emplace(key_of(more), more); !fresh) add_sums(at->second, more);
}

void DaySheets::count_money(const books::Entry& entry, const std::string& undone, const std::string& commodity, std::string_view edition) {
  const auto place = ledger::posted_at(entry);
  for (const auto& leg : entry.legs) {
    MoneySheet key{entry.business_day, place.station, place.till, std::string{word_of(entry.what)}, undone, sheet_account(leg.account), commodity, std::string(edition), 0, {}};
    auto text = key_of(key);
    auto& sheet = money_.try_emplace(std::move(text), std::move(key)).first->second;
    ++sheet.count;
    sheet.amount += leg.amount;
  }
}

void DaySheets::join(const DaySheets& other) {
  for (const auto& [text, sheet] : other.days_)
    if (const auto [at, fresh] = days_.try_emplace(text, sheet); !fresh) add_sums(at->second, sheet);
  for (const auto& [text, sheet] : other.money_)
    if (const auto [at, fresh] = money_.try_emplace(text, sheet); !fresh) add_sums(at->second, sheet);
  for (const auto& [text, sheet] : other.taxes_) count_tax(sheet);
}

void DaySheets::clear() {
  days_.clear();
  money_.clear();
  taxes_.clear();
  last_ = {};
}

}  // namespace kwota::report
