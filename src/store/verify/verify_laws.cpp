#include "store/verify/verify_laws.h"

#include <algorithm>
#include <utility>

#include "base/ids_text.h"
#include "collect/laws/card_stock.h"
#include "collect/laws/invoices.h"
#include "collect/laws/purses.h"
#include "sell/ledger/chart.h"
#include "sell/ledger/entry_name.h"
#include "sell/ledger/operation.h"
#include "sell/ledger/posting.h"
#include "store/sqlite/columns.h"

namespace kwota::store {
namespace {

/// A receipt, as far as the laws look at it.
Result<std::optional<books::Sale>> sale_of(Connection& connection, const std::string& receipt) {
  auto cursor = connection.prepare("SELECT station, till, tendered, approved_by, kind, tenders FROM sale WHERE number=?");
  cursor.text(receipt);
  TRY(there, cursor.step());
  if (!there) return std::optional<books::Sale>{};
  books::Sale sale;
  sale.number = receipt;
  sale.station = cursor.get_text(0);
  sale.till = cursor.get_text(1);
  sale.tendered = Money::minor(cursor.get_integer(2));
  sale.approved_by = cursor.get_text(3);
  sale.kind = parse_word<books::Operation>(cursor.get_text(4)).value_or(no_word<books::Operation>);
  sale.tenders = books::parse_tenders(cursor.get_text(5));
  return std::optional(std::move(sale));
}

/// All rows of a register, as long as no law is broken.
template <class Row>
Result<void> walk_all(Connection& connection, laws::MoneyLaws& laws) {
  const auto& table = books::table_of<Row>();
  auto cursor = connection.prepare(sql_of(table).select);
  while (!laws.broken()) {
    TRY(more, cursor.step());
    if (!more) break;
    Row row;
    table.take(&row, cursor);
    laws.take(row);
  }
  return Done{};
}

Result<void> walk_statements(Connection& connection, laws::MoneyLaws& laws) {
  auto cursor = connection.prepare("SELECT meter, number, credited, surrendered, overdraft_cleared_e5, used_e5, balance_e5, unit FROM statement ORDER BY id");
  while (!laws.broken()) {
    TRY(row, cursor.step());
    if (!row) break;
    books::Statement statement;
    if (const auto meter = parse_meter_number(cursor.get_text(0))) statement.meter = *meter;
    statement.number = cursor.get_integer(1);
    statement.unit = parse_word<Unit>(cursor.get_text(7)).value_or(no_word<Unit>);
    statement.credited = Credit::of(statement.unit, cursor.get_integer(2));
    statement.surrendered = Credit::of(statement.unit, cursor.get_integer(3));
    statement.overdraft_cleared_e5 = cursor.get_integer(4);
    statement.used_e5 = cursor.get_integer(5);
    statement.balance_e5 = cursor.get_integer(6);
    laws.take(statement);
  }
  return Done{};
}

/// The booking of a move, as far as the laws look at it.
Result<std::optional<books::Sale>> booking_of(Connection& connection, const std::string& number) {
  auto cursor = connection.prepare("SELECT account, credit, n, card, kind FROM sale WHERE number=?");
  cursor.text(number);
  TRY(there, cursor.step());
  if (!there) return std::optional<books::Sale>{};
  books::Sale sale;
  sale.number = number;
  sale.account = cursor.get_integer(0);
  sale.credit = Money::minor(cursor.get_integer(1));
  sale.n = SequenceNumber(static_cast<std::uint32_t>(cursor.get_integer(2)));
  if (const auto card = parse_card_serial(cursor.get_text(3))) sale.card = *card;
  sale.kind = parse_word<books::Operation>(cursor.get_text(4)).value_or(no_word<books::Operation>);
  return std::optional(std::move(sale));
}

Result<void> walk_purses(Connection& connection, laws::PurseLaws& laws) {
  const auto& table = books::table_of<books::PurseMove>();
  auto cursor = connection.prepare(sql_of(table).select + " ORDER BY id");
  while (!laws.broken()) {
    TRY(row, cursor.step());
    if (!row) break;
    books::PurseMove move;
    table.take(&move, cursor);
    TRY(sale, booking_of(connection, move.sale));
    laws.take(move, sale ? &*sale : nullptr);
  }
  return Done{};
}

/// What the ledger has as used under this name.
Result<Money> used_under(Connection& connection, const std::string& entry) {
  auto cursor = connection.prepare("SELECT coalesce(sum(l.amount), 0) FROM entry AS e JOIN leg AS l ON l.entry=e.id JOIN ledger_account AS a ON a.number=l.account "
                                   "WHERE e.number=? AND a.name=?");
  cursor.text(entry);
  cursor.text(ledger::used_irrigation);
  TRY(there, cursor.step());
  return there ? -Money::minor(cursor.get_integer(0)) : Money{};
}

Result<Money> in_doubt_of(Connection& connection, std::int64_t account) {
  auto cursor = connection.prepare("SELECT coalesce(sum(s.credit), 0) FROM sale AS s JOIN sale_state AS t ON t.sale=s.number WHERE s.account=? AND s.credit>0 AND t.state IN ('booked', 'in_doubt')");
  cursor.integer(account);
  TRY(there, cursor.step());
  return there ? Money::minor(cursor.get_integer(0)) : Money{};
}

/// After all moves: every watering against the ledger, and every entry of a watering against its row.
Result<void> walk_waterings(Connection& connection, laws::PurseLaws& laws) {
  const auto& table = books::table_of<books::Watering>();
  auto cursor = connection.prepare(sql_of(table).select + " ORDER BY account, purse, meter, series, number");
  while (!laws.broken()) {
    TRY(row, cursor.step());
    if (!row) break;
    books::Watering watering;
    table.take(&watering, cursor);
    TRY(moved, used_under(connection, ledger::watered_number(watering.meter, watering.series, watering.number)));
    TRY(in_doubt, in_doubt_of(connection, watering.account));
    laws.take(watering, moved, in_doubt);
  }
  return Done{};
}

/// After all waterings: what each purse says of itself.
Result<void> walk_purse_rows(Connection& connection, laws::PurseLaws& laws) {
  const auto& table = books::table_of<books::Purse>();
  auto cursor = connection.prepare(sql_of(table).select + " ORDER BY account, number");
  while (!laws.broken()) {
    TRY(row, cursor.step());
    if (!row) break;
    books::Purse purse;
    table.take(&purse, cursor);
    auto locks = connection.prepare("SELECT count(*) FROM released_lock WHERE card=?");
    locks.text_copy(purse.card ? to_text(*purse.card) : std::string{});
    TRY(there, locks.step());
    laws.take(purse, there ? locks.get_integer(0) : 0);
  }
  return Done{};
}

Result<std::optional<Finding>> entries_without_watering(Connection& connection) {
  TRY(entries, connection.number("SELECT count(*) FROM entry WHERE number LIKE 'watered/%'"));
  TRY(waterings, connection.number("SELECT count(*) FROM watering WHERE posted<>0"));
  if (entries == waterings) return std::optional<Finding>{};
  return std::optional(Finding{books::Entry::table, "watered", Wrong::broken, std::string(word_of(laws::Law::watering_differs)) + ": the ledger has " + std::to_string(entries) + " waterings, the books " + std::to_string(waterings)});
}

}  // namespace

Result<std::optional<Finding>> purse_laws(Connection& connection) {
  laws::PurseLaws laws;
  MUST(walk_purses(connection, laws));
  MUST(walk_waterings(connection, laws));
  MUST(walk_purse_rows(connection, laws));
  if (!laws.broken()) return entries_without_watering(connection);
  const auto& broken = *laws.broken();
  return std::optional(Finding{books::PurseMove::table, broken.whose, Wrong::broken, std::string(word_of(broken.law)) + ": " + broken.seen});
}

Result<void> MoneyWalk::see(const books::Sale& sale, std::int64_t) {
  sale_ = sale;
  return Done{};
}

/// Nothing is left to say once a law is broken.
Result<void> MoneyWalk::see(const books::Entry& entry, std::int64_t) {
  if (laws_.broken()) return Done{};
  const auto receipt = ledger::receipt_of(entry);
  std::optional<books::Sale> other;
  if (receipt != sale_.number) {
    TRY(found, sale_of(connection_, std::string(receipt)));
    other = std::move(found);
  }
  const auto* sale = receipt == sale_.number ? &sale_ : other ? &*other : nullptr;
  const auto house = entry.account == 0 ? ledger::of_house(reader_, entry.number) : ledger::OfHouse{};
  laws_.take({entry, sale, house.shift ? &*house.shift : nullptr, house.drop ? &*house.drop : nullptr, house.deposit ? &*house.deposit : nullptr, house.outlet ? &*house.outlet : nullptr});
  return Done{};
}

Result<std::optional<Finding>> MoneyWalk::hold() {
  if (reader_.failure()) return *reader_.failure();
  MUST(walk_all<books::DebtRate>(connection_, laws_));
  MUST(walk_all<books::DebtInterest>(connection_, laws_));
  MUST(walk_all<books::Debt>(connection_, laws_));
  MUST(walk_all<books::OpeningBalance>(connection_, laws_));
  MUST(walk_all<books::OutletDay>(connection_, laws_));
  laws_.end_of_rows();
  MUST(walk_statements(connection_, laws_));
  if (!laws_.broken()) return std::optional<Finding>{};
  const auto& broken = *laws_.broken();
  const bool of_meter = broken.law == laws::Law::meter_adds_up;
  return std::optional(Finding{of_meter ? books::Statement::table : books::Entry::table, broken.whose, Wrong::broken, std::string(word_of(broken.law)) + ": " + broken.seen});
}

namespace {

/// An invoice with its lines, and what each of its receipts is on.
void walk_invoice(const BooksReader& reader, const books::Invoice& invoice, laws::InvoiceLaws& laws) {
  const auto lines = reader.select<books::InvoiceLine>(invoice.series, invoice.number);
  laws.take(invoice, lines);
  std::string last;
  for (const auto& line : lines) {
    if (line.receipt == std::exchange(last, line.receipt)) continue;
    const auto sale = reader.find<books::Sale>(line.receipt);
    laws.take(line.receipt, invoices::standing_of(reader, line.receipt), sale ? std::optional(sale->tendered) : std::nullopt);
  }
}

}  // namespace

Result<std::optional<Finding>> invoice_laws(Connection& connection) {
  const BooksReader reader(connection);
  laws::InvoiceLaws laws;
  for (const auto& series : reader.all<books::InvoiceSeries>()) laws.take(series);
  const books::Query all{.table = &books::table_of<books::Invoice>(), .index = nullptr, .equal = {}, .from = {}, .up_to = {}};
  reader.each(all, [&](const books::ValueSource& from) {
    books::Invoice invoice;
    all.table->take(&invoice, from);
    walk_invoice(reader, invoice, laws);
    return !laws.broken();
  });
  if (reader.failure()) return *reader.failure();
  laws.end();
  if (!laws.broken()) return std::optional<Finding>{};
  const auto& broken = *laws.broken();
  return std::optional(Finding{books::Invoice::table, broken.whose, Wrong::broken, std::string(word_of(broken.law)) + ": " + broken.seen});
}

namespace {

/// A card leaves one stock, once.
Result<std::optional<Finding>> made_twice(Connection& connection) {
  auto cursor = connection.prepare("SELECT station || '/' || product || '/' || max(number), serial FROM card_stock_move WHERE serial IS NOT NULL GROUP BY serial HAVING count(*)>1 LIMIT 1");
  TRY(there, cursor.step());
  if (!there) return std::optional<Finding>{};
  return std::optional(Finding{books::CardStockMove::table, std::string(cursor.get_text(0)), Wrong::broken, std::string(word_of(laws::Law::card_made_twice)) + ": card " + std::string(cursor.get_text(1)) + " left a stock before"});
}

}  // namespace

Result<std::optional<Finding>> card_stock_laws(Connection& connection) {
  const BooksReader reader(connection);
  laws::CardStockLaws laws;
  const books::Query all{.table = &books::table_of<books::CardStockMove>(), .index = nullptr, .equal = {}, .from = {}, .up_to = {}};
  reader.each(all, [&](const books::ValueSource& from) {
    books::CardStockMove move;
    all.table->take(&move, from);
    laws.take(move, move.serial ? reader.find(books::columns(&books::Card::product), *move.serial) : std::nullopt);
    return !laws.broken();
  });
  for (const auto& stock : reader.all<books::CardStock>()) laws.take(stock);
  if (reader.failure()) return *reader.failure();
  laws.end();
  if (!laws.broken()) return made_twice(connection);
  const auto& broken = *laws.broken();
  const bool of_a_move = std::ranges::count(broken.whose, '/') == 2;
  return std::optional(Finding{of_a_move ? books::CardStockMove::table : books::CardStock::table, broken.whose, Wrong::broken, std::string(word_of(broken.law)) + ": " + broken.seen});
}

}  // namespace kwota::store
