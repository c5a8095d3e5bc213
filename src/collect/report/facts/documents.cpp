#include "collect/report/facts/documents.h"

#include <charconv>
#include <map>

#include "base/ids_text.h"
#include "collect/report/facts/commodities.h"
#include "collect/report/facts/sold.h"

namespace kwota::facts {
namespace {

using books::CardStatus;

struct Ended {
  std::string day;  ///< empty: it is in use
  CardStatus how = CardStatus::active;
};

/// A card ends with its account, with the next card of it, or when its issue was broken off.
Ended end_of(const books::Reader& books, const books::Card& card, const Calendar& calendar) {
  if (card.state == CardStatus::spoiled) return {calendar.day_of(card.issued), card.state};
  if (card.state == CardStatus::replaced)
    for (const auto& next : books.select(books::Card::of_account, card.account))
      if (next.issue_number == card.issue_number + 1) return {calendar.day_of(next.issued), card.state};
  if (card.state == CardStatus::closed || card.state == CardStatus::replaced)
    if (const auto account = books.find<books::Account>(card.account); account && account->closed) return {calendar.day_of(*account->closed), CardStatus::closed};
  return {};
}

void each_card(const books::Reader& books, const Days& days, const Calendar& calendar, const std::function<void(const books::ValueSource&)>& take) {
  const auto& table = books::table_of<books::Card>();
  Commodities commodities;
  books.each({.table = &table, .index = nullptr, .equal = {}, .from = {}, .up_to = {}}, [&](const books::ValueSource& from) {
    books::Card card;
    table.take(&card, from);
    const auto issued = calendar.day_of(card.issued);
    const auto end = end_of(books, card, calendar);
    if (issued > days.to || (!end.day.empty() && end.day < days.from)) return true;
    const auto account = books.find<books::Account>(card.account);
    const bool over = !end.day.empty() && end.day <= days.to;
    Document row;
    row.business_day = days.to;
    row.station = account ? account->station : std::string{};
    row.document = "card";
    row.product = card.product;
    row.serial = to_text(card.serial);
    if (account) row.commodity = commodities.of_plan(books, account->plan);
    (issued < days.from ? row.opening : row.issued) = 1;
    if (over) (end.how == CardStatus::spoiled ? row.spoiled : end.how == CardStatus::closed ? row.closed : row.replaced) = 1;
    row.closing = over ? 0 : 1;
    row.blocked = !over && card.state == CardStatus::blocked ? 1 : 0;
    take(Given<Document>(row));
    return true;
  });
}

std::int64_t& moved_in(Document& row, books::CardStockMoveKind move) {
  using enum books::CardStockMoveKind;
  switch (move) {
    case received: return row.stock_received;
    case issued: return row.stock_issued;
    case spoiled: return row.stock_spoiled;
    case counted: return row.stock_difference;
    case sent:
    case arrived: break;
  }
  return row.stock_moved;
}

/// What went out of the stock for good is told by its number.
bool is_out(books::CardStockMoveKind move) { return move == books::CardStockMoveKind::issued || move == books::CardStockMoveKind::spoiled; }

/// One row a stock, between its first move and the last day.
void each_stock_of_cards(const books::Reader& books, const Days& days, const Calendar& calendar, const std::function<void(const books::ValueSource&)>& take) {
  for (const auto& stock : books.all<books::CardStock>()) {
    Document row;
    row.business_day = days.to;
    row.document = "blank_card";
    row.station = stock.station;
    row.product = stock.product;
    bool begun = false;
    for (const auto& move : books.select<books::CardStockMove>(stock.station, stock.product)) {
      const auto day = calendar.day_of(move.time);
      if (day > days.to) break;
      begun = true;
      row.stock_closing = move.left;
      if (day < days.from) row.stock_opening = move.left;
      else moved_in(row, move.move) += is_out(move.move) ? -move.change : move.change;
    }
    if (begun) take(Given<Document>(row));
  }
}

/// "R1-T1-00000508" is number 508 of its till.
std::int64_t running(const std::string& receipt) {
  std::int64_t out = 0;
  const auto begin = receipt.find_last_of('-') + 1;
  std::from_chars(receipt.data() + begin, receipt.data() + receipt.size(), out);
  return out;
}

/// The number of the till's last receipt before this one, whatever its day: what is missing between two periods is missing in the second. 0: there is none.
std::int64_t running_before(const books::Reader& books, const std::string& receipt) {
  const auto of_till = receipt.substr(0, receipt.find_last_of('-') + 1);
  const books::Query query{.table = &books::table_of<books::Sale>(), .index = nullptr, .equal = {}, .from = books::value_of(of_till), .up_to = books::value_of(receipt), .newest = true, .limit = 2,
                           .columns = books::columns(&books::Sale::number).places()};
  std::int64_t before = 0;
  books.each(query, [&](const books::ValueSource& from) {
    const auto number = books::columns(&books::Sale::number).read(from);
    if (number != receipt) before = running(number);
    return true;
  });
  return before;
}

struct Numbers {
  std::string first, last;
  std::int64_t used = 0, voided = 0;
};

void each_receipt_number(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  std::map<std::pair<std::string, std::string>, Numbers> tills;
  const auto columns = books::columns(&books::Sale::number, &books::Sale::station, &books::Sale::till, &books::Sale::business_day).places();
  each_sale(books, days, {.columns = columns}, [&](const books::Sale& sale) {
    auto& one = tills[{sale.station, sale.till}];
    if (one.used == 0 || running(sale.number) < running(one.first)) one.first = sale.number;
    if (one.used == 0 || running(sale.number) > running(one.last)) one.last = sale.number;
    ++one.used;
    const auto state = books.find<books::SaleState>(sale.number);
    if (state && !books::happened(state->state)) ++one.voided;
  });
  for (const auto& [till, numbers] : tills) {
    Document row;
    row.business_day = days.to;
    row.document = "receipt";
    row.station = till.first;
    row.till = till.second;
    row.first_number = numbers.first;
    row.last_number = numbers.last;
    row.used = numbers.used;
    row.voided = numbers.voided;
    row.missing = running(numbers.last) - running_before(books, numbers.first) - numbers.used;
    take(Given<Document>(row));
  }
}

void each_document(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  const Calendar calendar(books);
  each_card(books, days, calendar, take);
  each_stock_of_cards(books, days, calendar, take);
  each_receipt_number(books, days, take);
}

}  // namespace

const Source documents{Document::table, columns_of<Document>, each_document};

}  // namespace kwota::facts
