// What the rows of a business day add up to, kept as they are written: so a report of a month reads a few hundred rows and no sale.
// Guarantees: nobody sets them; each is the sum of the sales and entries that stand in the chains (collect/report/day_sheets.h says how), and
// verify adds them up again. What a sale is counted under is what its own row says, and that never changes.
// A day closes with the first group after its cut-off; what two persons' correction of the clock brings into it afterwards stands in a corrected sheet
// beside the closed one, and both stay.
// Kept: DaySheet, MoneySheet, TaxSheet.   Register: ClosedDay.   Begin with DaySheet.
#pragma once
#include <array>
#include <string>

#include "base/core/core.h"
#include "base/time.h"
#include "books/listed.h"
#include "books/table.h"

namespace kwota::books {

/// A business day that is over at a station: no row is booked for it any more.
struct ClosedDay {
  static constexpr auto table = "closed_day";
  static constexpr int key_columns = 2;
  static constexpr std::array<std::string_view, 1> days{"business_day"};
  static constexpr bool held_by_writer = true;
  static constexpr Listed list{.name = "closed-days", .sort = "-business_day", .searched = {"business_day", "station"}, .right = "ledger_read", .technical = {"rows_before", "hash"}};
  std::string business_day;      ///< local date
  std::string station;
  Instant closed;                ///< when the group was written that closed it
  std::int64_t rows_before = 0;  ///< rows of the books before this one are counted in its sheets
  std::int64_t sheets = 0;       ///< how many it has
  Hex hash;                      ///< over their content (store/draft/closing.h)
  template <class V> static void columns(V&& v) {
    v("business_day", &ClosedDay::business_day); v("station", &ClosedDay::station); v("closed", &ClosedDay::closed);
    v("rows_before", &ClosedDay::rows_before); v("sheets", &ClosedDay::sheets); v("hash", &ClosedDay::hash);
  }
};

/// What a sheet is to its day.
inline constexpr std::string_view corrected_sheet = "corrected";

/// Sales of one day that have everything in common by which reports group. What undoes a sale, or follows from it later, is counted on its own
/// day under what that sale was counted under.
struct DaySheet {
  static constexpr auto table = "day_sheet";
  static constexpr int key_columns = 13;
  static constexpr std::array<std::string_view, 1> people{"operator"};
  static constexpr std::array<std::string_view, 1> days{"business_day"};
  std::string business_day;   ///< local date
  std::string station, till, operator_name;
  std::string usage_class, plan, scheme;
  std::string carrier;        ///< "card", "link"; empty: nothing is carried to a meter
  std::string channel;        ///< "counter"; empty: booked by no person
  std::string commodity;      ///< "electricity"; empty: no energy moves
  std::string kind;           ///< name of the ledger::Operation
  std::string undone;         ///< kind of the sale that it takes back, settles or reverses; empty: it stands for itself
  std::string edition;        ///< empty; "corrected": beside the sheet of a day that was closed by a wrong clock
  std::int64_t count = 0;     ///< what was booked; of postings by which nothing is booked, those
  /// Supplies whose first purchase of its month, or of its year, this is: so each is counted once in a month or a year, under what it bought first.
  std::int64_t fresh_in_month = 0, fresh_in_year = 0;
  // Sums of legs (collect/report/measures.h), with the sign that they have for the house. Energy, fees and fixed charges are net: a tax inside their price is tax.
  Money received, energy, supplemented, tax, fees, fixed, debt, balance, written_off, transferred, prepaid;
  Money tax_inside;           ///< of `tax` what stood inside prices, as documents of sales say: the ledger posts such a price whole
  Energy units_energy;        ///< credit of what was booked, where it is energy
  Volume units_volume;        ///< likewise
  Money paid_energy, paid_volume;  ///< of `energy` what these were booked with
  template <class V> static void columns(V&& v) {
    v("business_day", &DaySheet::business_day); v("station", &DaySheet::station); v("till", &DaySheet::till); v("operator", &DaySheet::operator_name);
    v("usage_class", &DaySheet::usage_class); v("plan", &DaySheet::plan); v("scheme", &DaySheet::scheme); v("carrier", &DaySheet::carrier);
    v("channel", &DaySheet::channel); v("commodity", &DaySheet::commodity); v("kind", &DaySheet::kind); v("undone", &DaySheet::undone);
    v("edition", &DaySheet::edition);
    v("count", &DaySheet::count); v("fresh_in_month", &DaySheet::fresh_in_month); v("fresh_in_year", &DaySheet::fresh_in_year); v("received", &DaySheet::received); v("energy", &DaySheet::energy); v("supplemented", &DaySheet::supplemented);
    v("tax", &DaySheet::tax); v("fees", &DaySheet::fees); v("fixed", &DaySheet::fixed); v("debt", &DaySheet::debt); v("balance", &DaySheet::balance);
    v("written_off", &DaySheet::written_off); v("transferred", &DaySheet::transferred); v("prepaid", &DaySheet::prepaid);
    v("tax_inside", &DaySheet::tax_inside); v("units_energy", &DaySheet::units_energy); v("units_volume", &DaySheet::units_volume);
    v("paid_energy", &DaySheet::paid_energy); v("paid_volume", &DaySheet::paid_volume);
  }
};

/// Money of one day by the ledger's accounts, where it was posted: tender by tender, tax by tax. Its counts are payments, not sales.
struct MoneySheet {
  static constexpr auto table = "money_sheet";
  static constexpr int key_columns = 8;
  static constexpr std::array<std::string_view, 1> days{"business_day"};
  std::string business_day;
  std::string station, till;  ///< whose drawer or office posted it
  std::string kind;           ///< name of the ledger::Operation
  std::string undone;         ///< as in the day sheet
  std::string account;        ///< "tender/cash", "tax/vat", "fee/card", "fixed/supply"; of customers their word alone: "customer", "claim"
  std::string commodity;      ///< what the customer is supplied with; empty: the money is the house's own
  std::string edition;        ///< as in the day sheet
  std::int64_t count = 0;     ///< legs
  Money amount;               ///< debit positive
  template <class V> static void columns(V&& v) {
    v("business_day", &MoneySheet::business_day); v("station", &MoneySheet::station); v("till", &MoneySheet::till); v("kind", &MoneySheet::kind);
    v("undone", &MoneySheet::undone); v("account", &MoneySheet::account); v("commodity", &MoneySheet::commodity); v("edition", &MoneySheet::edition); v("count", &MoneySheet::count); v("amount", &MoneySheet::amount);
  }
};

/// Taxes of one day by name, rate and how they were taken. What a take-back or a reversal gives back is counted on its own day, below zero.
struct TaxSheet {
  static constexpr auto table = "tax_sheet";
  static constexpr int key_columns = 10;
  static constexpr std::array<std::string_view, 1> days{"business_day"};
  std::string business_day;
  std::string station, till;  ///< of a posted tax where it was posted, of one inside a price where the first sale was booked
  std::string kind;           ///< name of the ledger::Operation
  std::string undone;         ///< as in the day sheet
  std::string tax;            ///< "tax/vat"
  std::string rate;           ///< in percent, as the sale's own document has it: "13"; empty: nothing says it
  std::string tax_way;        ///< "posted" by the ledger; "inside" the price, which the ledger posts whole
  std::string commodity;      ///< as in the money sheet
  std::string edition;        ///< as in the day sheet
  std::int64_t count = 0;     ///< of what it was taken, or given back
  Money net, gross;           ///< of documents that say it
  Money amount;               ///< of tax
  Money posted;               ///< of `amount` what stands in the ledger
  template <class V> static void columns(V&& v) {
    v("business_day", &TaxSheet::business_day); v("station", &TaxSheet::station); v("till", &TaxSheet::till); v("kind", &TaxSheet::kind); v("undone", &TaxSheet::undone);
    v("tax", &TaxSheet::tax); v("rate", &TaxSheet::rate); v("tax_way", &TaxSheet::tax_way); v("commodity", &TaxSheet::commodity); v("edition", &TaxSheet::edition);
    v("count", &TaxSheet::count); v("net", &TaxSheet::net); v("gross", &TaxSheet::gross); v("amount", &TaxSheet::amount); v("posted", &TaxSheet::posted);
  }
};

}  // namespace kwota::books
