// The list of all kinds of rows. A new kind is a file of its own and a word here.
// Begin with RegisterKinds, Register, table_of().
#pragma once
#include <concepts>

#include "books/rows.h"
#include "books/rows/field/explanation.h"
#include "books/rows/field/link.h"
#include "books/rows/field/pump.h"
#include "books/rows/field/reading.h"
#include "books/rows/field/review.h"
#include "books/rows/field/tool.h"
#include "books/rows/field/visit.h"
#include "books/rows/money/areas_change.h"
#include "books/rows/money/balance.h"
#include "books/rows/money/debt.h"
#include "books/rows/money/drawer.h"
#include "books/rows/money/invoice.h"
#include "books/rows/money/month.h"
#include "books/rows/money/opening.h"
#include "books/rows/money/outlet.h"
#include "books/rows/money/purse.h"
#include "books/rows/money/sheet.h"
#include "books/rows/office/archive.h"
#include "books/rows/office/clock.h"
#include "books/rows/office/import.h"
#include "books/rows/office/job.h"
#include "books/rows/office/letter.h"
#include "books/rows/office/notice.h"
#include "books/rows/office/saved.h"
#include "books/rows/office/send.h"
#include "books/rows/office/setting.h"
#include "books/rows/office/slip.h"
#include "books/rows/office/slip_template.h"
#include "books/rows/supply/account.h"
#include "books/rows/supply/application.h"
#include "books/rows/supply/card_stock.h"
#include "books/rows/supply/circuit.h"
#include "books/rows/supply/former_card.h"
#include "books/rows/supply/room.h"
#include "books/rows/supply/stock.h"
#include "books/rows/supply/well.h"
#include "books/table.h"

namespace kwota::books {

/// A list of kinds and nothing else. (Of a std::variant of a hundred kinds, what makes, moves and destroys it is compiled for each of them,
/// in steps that each know all kinds behind it: ten thousand functions in every file that keeps one.)
template <class... Rows>
struct Kinds {
  template <class Row>
  static constexpr bool have = (std::same_as<Row, Rows> || ...);
  static constexpr std::size_t count = sizeof...(Rows);
};

/// May change; every change is told by an audit entry.
using RegisterKinds = Kinds<Utility, Station, Place, Till, Customer, ServicePoint, Meter, Account, Card, Plan, PlanVersion, Code,
                            Operator, PeopleChange, Shift, Approval, SaleState, PaidReference, KeyFactors, KeyVersion, KeyDevice, MeterModule, Ceremony,
                            CeremonyPart, Campaign, Partner, OfficeMessage, KeyPerson,
                            MeterLink, MeterCommand, ReadingPlan, MeterReading, AreaMeter, FormerTotal, DayFreeze, MeterEvent, ReadingRoute, TypedReading, ReviewedReading, ReviewStep, RemoteAccount,
                            DayCharge, Occupant, MeterParameter, AccountChange, MeterSwap, ClockCorrection, Setting, ClosedDay,
                            AreaNumber, Well, WellMeter, PurseApplication, Purse, Watering, WellSeries, ReleasedLock, RecordGap, WellHead, HungBrought,
                            Handheld, HandOver, BlackListed, Debt, DebtInstalment, DebtRate, DebtInterest, SlipPrint, TillPrinter, SlipTemplate, DrawerCount, CashDrop, Deposit, SavedQuery, UserChoice, WellMonth, WellChange, CardFault, StockLot, StockMeter, StockEvent, Outlet, OutletClient, OutletCommission, OutletMove, OutletDay, Job, Notice, SendPlan, ToolOrder, ToolAnswer, AccountApplication, ImportRun, Visit, InvoiceSeries, Invoice, InvoiceLine, FormPrinter, Circuit, SchemeChange, OpeningBalance, Letter, Archive, Explanation, FormerCard, FormerArea, CardStock, CardStockMove, UnknownEdition, AreasChange>;
/// Only ever appended, each with the hash of the one before it in its chain.
using ChainedKinds = Kinds<Sale, Entry, Instruction, Statement, JournalEntry, Audit, KeyEvent, PurseMove, PumpRecord, MonthEnd>;

/// Sums of what the chains say, written beside it by the store alone. Verify adds them up again.
using KeptKinds = Kinds<Balance, DaySheet, MoneySheet, TaxSheet>;

/// The place of a kind among all_tables().
template <class Row>
constexpr std::size_t place_of_kind() {
  std::size_t place = 0;
  bool found = false;
  const auto look = [&]<class... Rows>(Kinds<Rows...>) { ((found = found || std::same_as<Row, Rows>, place += found ? 0 : 1), ...); };
  look(RegisterKinds{});
  look(ChainedKinds{});
  look(KeptKinds{});
  return place;
}

template <class Row>
const Table& table_of() {
  constexpr auto place = place_of_kind<Row>();
  static_assert(place < RegisterKinds::count + ChainedKinds::count + KeptKinds::count, "no kind of row of the books");
  return *all_tables()[place];
}

/// A row of which only its table knows the kind. What makes, copies and destroys it the table has.
class HeldRow {
 public:
  HeldRow(const HeldRow&);
  HeldRow(HeldRow&& other) noexcept;
  HeldRow& operator=(const HeldRow&);
  HeldRow& operator=(HeldRow&& other) noexcept;
  ~HeldRow();

  RowRef ref() const { return {table_, row_}; }
  /// Nothing when it is of another kind.
  template <class Row>
  const Row* as() const { return table_ == &table_of<Row>() ? static_cast<const Row*>(row_) : nullptr; }
  template <class Row>
  Row* as() { return table_ == &table_of<Row>() ? static_cast<Row*>(row_) : nullptr; }
  /// Of a kind that the caller knows.
  template <class Row>
  const Row& get() const { return *static_cast<const Row*>(known(table_of<Row>())); }
  template <class Row>
  Row& get() { return *static_cast<Row*>(known(table_of<Row>())); }

 protected:
  HeldRow(const Table& table, void* row_to_move);
  HeldRow(const Table& table, const ValueSource& from);

 private:
  void* known(const Table& table) const;

  const Table* table_;
  void* row_;
};

/// A row of one of these kinds. (Classes of their own: a name that tells all kinds would stand in every symbol.)
class Register final : public HeldRow {
 public:
  template <class Row>
    requires(RegisterKinds::have<Row>)
  Register(Row row) : HeldRow(table_of<Row>(), &row) {}  // NOLINT: a row of one of these kinds it is
  /// With these values. `table` is a register's.
  Register(const Table& table, const ValueSource& from) : HeldRow(table, from) {}
};
class Chained final : public HeldRow {
 public:
  template <class Row>
    requires(ChainedKinds::have<Row>)
  Chained(Row row) : HeldRow(table_of<Row>(), &row) {}  // NOLINT: the same
};

template <class Row>
  requires(!std::derived_from<Row, HeldRow>)
RowRef ref(const Row& row) { return {&table_of<Row>(), &row}; }
inline RowRef ref(const HeldRow& row) { return row.ref(); }

}  // namespace kwota::books
