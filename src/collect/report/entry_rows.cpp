#include "collect/report/entry_rows.h"

#include <set>
#include <type_traits>

#include "base/ids_text.h"
#include "books/lookup.h"
#include "collect/report/day_sheets.h"
#include "collect/report/facts/sold.h"
#include "collect/report/facts/village.h"
#include "collect/report/measures.h"
#include "sell/ledger/entry_name.h"

namespace kwota::report {
namespace {

using facts::Days;
using Take = std::function<void(const books::ValueSource&)>;

/// As the list of entries is walked by their time (store/lists/view_orders.cpp).
constexpr books::IndexOf<books::Entry> by_time{{"entry_time", {"time"}}};

/// A row of a sheet that counts one receipt or entry alone, and whose that is.
template <class Sheet>
struct RowOf : Sheet {
  static constexpr std::array<std::string_view, 1> personal{"customer_name"};
  std::string number;  ///< the receipt; empty: no sale stands behind it
  std::string entry;   ///< the entry, where no receipt names it
  std::string time, customer, customer_name, account_number, meter, village, area, paid_by, state, sequence;
  template <class V> static void columns(V&& v) {
    Sheet::columns(v);
    v("number", &RowOf::number); v("entry", &RowOf::entry); v("time", &RowOf::time); v("customer", &RowOf::customer); v("customer_name", &RowOf::customer_name);
    v("account_number", &RowOf::account_number); v("meter", &RowOf::meter); v("village", &RowOf::village); v("area", &RowOf::area); v("paid_by", &RowOf::paid_by); v("state", &RowOf::state);
    v("n", &RowOf::sequence);
  }
};
struct PresaleRow : RowOf<books::DaySheet> {
  static constexpr auto table = "presale_rows";
};
struct MoneyRow : RowOf<books::MoneySheet> {
  static constexpr auto table = "money_rows";
};
struct TaxRow : RowOf<books::TaxSheet> {
  static constexpr auto table = "tax_rows";
};

/// "tender/cash", "tender/card+tender/cash": by what it was paid.
std::string paid_by(const std::vector<books::Leg>& legs) {
  std::set<std::string> names;
  for (const auto& leg : legs)
    if (ledger::tender_of(leg.account)) names.insert(sheet_account(leg.account));
  std::string out;
  for (const auto& name : names) (out += out.empty() ? "" : "+") += name;
  return out;
}

class EntryRows {
 public:
  explicit EntryRows(const books::Reader& books) : books_(books), names_(books), calendar_(books) {}

  template <class Row>
  void tell_of(Row& row, const books::Sale& sale, const std::vector<books::Leg>& legs) {
    row.number = sale.number;
    row.time = calendar_.time_of(sale.time);
    row.customer = to_text(sale.customer);
    row.customer_name = names_.of(sale.customer);
    if (sale.meter != MeterNumber{}) row.meter = to_text(sale.meter);
    if (sale.n != SequenceNumber{}) row.sequence = std::to_string(sale.n.value());
    row.account_number = std::to_string(sale.account);
    const auto first = sale.original.empty() ? std::nullopt : books_.find<books::Sale>(sale.original);
    const auto& root = first ? *first : sale;
    row.village = root.village;
    row.area = root.area;
    row.paid_by = paid_by(legs);
    if (const auto state = books_.find<books::SaleState>(sale.number)) row.state = word_of(state->state);
  }
  template <class Row>
  void tell_of(Row& row, const books::Entry& entry) {
    const std::string receipt(ledger::receipt_of(entry));
    const auto sale = books_.find<books::Sale>(receipt);
    if (sale) {
      tell_of(row, *sale, entry.legs);
    } else {
      const auto account = books_.find<books::Account>(entry.account);
      row.entry = entry.number;
      if (account) row.customer = to_text(account->customer);
      if (account) row.customer_name = names_.of(account->customer);
      if (account && account->meter != MeterNumber{}) row.meter = to_text(account->meter);
      row.account_number = std::to_string(entry.account);
      if (const auto point = account ? books_.find<books::ServicePoint>(account->service_point) : std::nullopt) row.area = point->area;
      if (account) row.village = facts::village_of(books_, *account);
      row.paid_by = paid_by(entry.legs);
    }
    if (!sale || entry.number != receipt) row.time = calendar_.time_of(entry.time);
  }
  const facts::Calendar& calendar() const { return calendar_; }

 private:
  const books::Reader& books_;
  facts::CustomerNames names_;
  facts::Calendar calendar_;
};

/// What a sale or an entry alone comes to, each sheet a row, and whose that is.
template <class Row, class Sheets, class... Of>
void tell(EntryRows& rows, const Sheets& sheets, const Take& take, const Of&... of) {
  for (const auto& [key, sheet] : sheets) {
    Row row;
    static_cast<std::remove_cvref_t<decltype(sheet)>&>(row) = sheet;
    rows.tell_of(row, of...);
    take(facts::Given<Row>(row));
  }
}

/// Each entry of these days by which a customer's money moves, with its legs.
void each_entry(const books::Reader& books, const Days& days, const facts::Calendar& calendar, const std::function<void(const books::Entry&)>& take) {
  const auto time = calendar.around(days);
  if (!time) return;
  const books::Query query{.table = &books::table_of<books::Entry>(), .index = &by_time, .equal = {}, .from = books::value_of(time->first), .up_to = books::value_of(time->last)};
  books.each(query, [&](const books::ValueSource& from_books) {
    books::Entry entry;
    query.table->take(&entry, from_books);
    if (entry.account == 0 || !days.hold(entry.business_day)) return true;
    entry.legs = books.legs(entry.number);
    take(entry);
    return true;
  });
}

void each_presale_row(const books::Reader& books, const Days& days, const Take& take) {
  EntryRows rows(books);
  DaySheets one;
  facts::each_sale(books, days, [&](const books::Sale& sale) {
    one.clear();
    one.take(sale, books);
    tell<PresaleRow>(rows, one.days(), take, sale, books.legs(sale.number));
  });
  each_entry(books, days, rows.calendar(), [&](const books::Entry& entry) {
    one.clear();
    one.take(entry, books);
    tell<PresaleRow>(rows, one.days(), take, entry);
  });
}

void each_money_row(const books::Reader& books, const Days& days, const Take& take) {
  EntryRows rows(books);
  DaySheets one;
  each_entry(books, days, rows.calendar(), [&](const books::Entry& entry) {
    one.clear();
    one.take(entry, books);
    tell<MoneyRow>(rows, one.money(), take, entry);
  });
}

void each_tax_row(const books::Reader& books, const Days& days, const Take& take) {
  EntryRows rows(books);
  DaySheets one;
  each_entry(books, days, rows.calendar(), [&](const books::Entry& entry) {
    one.clear();
    one.take(entry, books);
    tell<TaxRow>(rows, one.taxes(), take, entry);
  });
}

}  // namespace

const facts::Source presale_rows{PresaleRow::table, facts::columns_of<PresaleRow>, each_presale_row};
const facts::Source money_rows{MoneyRow::table, facts::columns_of<MoneyRow>, each_money_row};
const facts::Source tax_rows{TaxRow::table, facts::columns_of<TaxRow>, each_tax_row};

}  // namespace kwota::report
