// Receipts one by one: whatever a person booked at a till, under what it is counted and by whom it was asked.
// A receipt that takes an earlier one back is counted under what that one was counted under, as in the sheets of its day (collect/report/day_sheets.h);
// who asked for it stands beside. Begin with sold.
#pragma once
#include "collect/report/facts/source.h"

namespace kwota::facts {

struct Sold {
  static constexpr auto table = "receipts";
  static constexpr std::array<std::string_view, 2> personal{"reason", "customer_name"};
  std::string business_day, station, till, operator_name, kind, undone;
  std::string number, time, asked_by, approved_by, reason, reason_code;
  std::string weekday, hour;                  ///< by the clock: "1" is Monday; "09"
  std::string of_document;                    ///< beside its own receipt: what it takes back, or follows, and the credit note that says so
  std::string customer, customer_name, account, meter, card, usage_class, plan, scheme, commodity;
  std::int64_t count = 1, reprints = 0, one_hand = 0;
  std::int64_t agreed = 0;                    ///< somebody agreed to it: in a row of its own, under who agreed
  std::int64_t overrides = 0;                 ///< the program called it unusual, and whoever booked it said yes
  std::int64_t night = 0, again = 0;          ///< outside of office hours; to a customer who had bought often enough that day
  Money money;                                ///< tendered; below zero: handed out
  Money credit;                               ///< of credit in money
  std::int64_t energy = 0, volume = 0;        ///< of credit in Wh, in litres
  Money emptied;                              ///< what a meter gave up and he is owed, or below zero was cleared of and he owes: in a row of its own, on the day when it was known
  template <class V> static void columns(V&& v) {
    v("business_day", &Sold::business_day); v("station", &Sold::station); v("till", &Sold::till); v("operator", &Sold::operator_name); v("kind", &Sold::kind);
    v("undone", &Sold::undone); v("number", &Sold::number); v("time", &Sold::time); v("weekday", &Sold::weekday); v("hour", &Sold::hour); v("asked_by", &Sold::asked_by); v("approved_by", &Sold::approved_by);
    v("reason", &Sold::reason); v("reason_code", &Sold::reason_code); v("customer", &Sold::customer); v("customer_name", &Sold::customer_name);
    v("account", &Sold::account); v("meter", &Sold::meter); v("card", &Sold::card); v("usage_class", &Sold::usage_class); v("plan", &Sold::plan);
    v("scheme", &Sold::scheme); v("commodity", &Sold::commodity); v("count", &Sold::count); v("reprints", &Sold::reprints); v("one_hand", &Sold::one_hand); v("money", &Sold::money);
    v("credit", &Sold::credit); v("energy", &Sold::energy); v("volume", &Sold::volume); v("agreed", &Sold::agreed); v("overrides", &Sold::overrides); v("night", &Sold::night); v("again", &Sold::again);
    v("emptied", &Sold::emptied); v("of_document", &Sold::of_document);
  }
};
extern const Source sold;

/// Nobody buys energy at these hours, and of a customer who buys so often a day one asks why. [K]
inline constexpr std::string_view office_opens = "06:00:00", office_closes = "22:00:00";
inline constexpr std::int64_t sales_a_day_usual = 3;

/// Whether a supply has bought something with it: credit, or money for a balance at the server.
constexpr bool buys(books::Operation kind) { return kind == books::Operation::open || kind == books::Operation::recharge || kind == books::Operation::payment; }

/// Every shift that was open at some moment of that time, till by till.
void each_shift(const books::Reader& books, const Instants& time, const std::function<void(const books::Shift&)>& take);

/// What somebody looks at of receipts.
struct SalesAsked {
  std::vector<books::Operation> kinds{};  ///< none: all
  books::ColumnSet columns{};             ///< none: all; else with the business day and the kind
};
/// Every receipt of these days, shift by shift; where few are asked, kind by kind.
void each_sale(const books::Reader& books, const Days& days, const SalesAsked& asked, const std::function<void(const books::Sale&)>& take);
inline void each_sale(const books::Reader& books, const Days& days, const std::function<void(const books::Sale&)>& take) { each_sale(books, days, SalesAsked{}, take); }
/// Every sale that never happened after all, as was found in these days – whenever it was booked.
void each_reversed(const books::Reader& books, const Days& days, const std::function<void(const books::Sale&, const books::SaleState&)>& take);
/// Names of customers, each looked up once.
class CustomerNames {
 public:
  explicit CustomerNames(const books::Reader& books) : books_(books) {}
  const std::string& of(CustomerNumber number);

 private:
  const books::Reader& books_;
  std::map<CustomerNumber, std::string> known_;
};
/// What a sale's credit is in its own unit, and nothing in the others.
template <class Row>
void put_credit(Row& to, const books::Sale& sale) {
  if (sale.unit == Unit::energy) to.energy = sale.credit.amount();
  else if (sale.unit == Unit::volume) to.volume = sale.credit.amount();
  else to.credit = Money::minor(sale.credit.amount());
}

}  // namespace kwota::facts
