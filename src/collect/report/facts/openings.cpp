#include "collect/report/facts/openings.h"

#include "base/ids_text.h"
#include "books/lookup.h"
#include "collect/report/facts/commodities.h"
#include "collect/report/facts/sold.h"
#include "collect/report/facts/village.h"

namespace kwota::facts {
namespace {

void put_who(Opening& to, CustomerNames& names, CustomerNumber customer, std::string village, MeterNumber meter) {
  to.customer = to_text(customer);
  to.customer_name = names.of(customer);
  to.village = std::move(village);
  if (meter != MeterNumber{}) to.meter = to_text(meter);
}

Opening of_first_sale(const books::Reader& books, const books::Sale& sale, CustomerNames& names, Commodities& commodities) {
  Opening out;
  const auto state = books.find<books::SaleState>(sale.number);
  put_who(out, names, sale.customer, sale.village, sale.meter);
  out.business_day = sale.business_day;
  out.station = sale.station;
  out.till = sale.till;
  out.operator_name = sale.operator_name;
  out.account = std::to_string(sale.account);
  if (sale.card) out.card = to_text(*sale.card);
  out.usage_class = sale.usage_class;
  out.plan = sale.plan;
  out.scheme = sale.scheme;
  out.commodity = commodities.of_sale(books, sale);
  out.number = sale.number;
  out.count = !state || books::happened(state->state) ? 1 : 0;
  out.sales = 1;
  out.money = sale.tendered;
  put_credit(out, sale);
  return out;
}

Opening without_a_sale(const books::Reader& books, const books::Account& account, std::string day, CustomerNames& names, Commodities& commodities) {
  Opening out;
  put_who(out, names, account.customer, village_of(books, account), account.meter);
  out.business_day = std::move(day);
  out.station = account.station;
  out.account = std::to_string(account.number);
  out.usage_class = account.usage_class;
  out.plan = account.plan;
  out.scheme = account.scheme;
  out.commodity = commodities.of_plan(books, account.plan);
  out.count = 1;
  return out;
}

void each_opening(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  const Calendar calendar(books);
  CustomerNames names(books);
  Commodities commodities(Commodities::Of::one_moment);
  each_sale(books, days, {.kinds = {books::Operation::open}}, [&](const books::Sale& sale) { take(Given<Opening>(of_first_sale(books, sale, names, commodities))); });
  each_account(books, [&](const books::Account& account) {
    if (!account.opened || !account.first_sale.empty()) return;
    auto day = calendar.day_of(*account.opened);
    if (days.hold(day)) take(Given<Opening>(without_a_sale(books, account, std::move(day), names, commodities)));
  });
}

}  // namespace

const Source openings{Opening::table, columns_of<Opening>, each_opening};

void each_account(const books::Reader& books, const std::function<void(const books::Account&)>& take) {
  const auto& table = books::table_of<books::Account>();
  books.each({.table = &table, .index = nullptr, .equal = {}, .from = {}, .up_to = {}}, [&](const books::ValueSource& from) {
    books::Account account;
    table.take(&account, from);
    take(account);
    return true;
  });
}

}  // namespace kwota::facts
