// The list of all kinds of rows. A new kind is a file of its own and a word here.
// Begin with Register, Chained, table_of().
#pragma once
#include <variant>

#include "books/account_rows.h"
#include "books/application_rows.h"
#include "books/archive_rows.h"
#include "books/balance_rows.h"
#include "books/circuit_rows.h"
#include "books/clock_rows.h"
#include "books/debt_rows.h"
#include "books/drawer_rows.h"
#include "books/import_rows.h"
#include "books/invoice_rows.h"
#include "books/job_rows.h"
#include "books/letter_rows.h"
#include "books/link_rows.h"
#include "books/month_rows.h"
#include "books/notice_rows.h"
#include "books/opening_rows.h"
#include "books/outlet_rows.h"
#include "books/pump_rows.h"
#include "books/purse_rows.h"
#include "books/reading_rows.h"
#include "books/review_rows.h"
#include "books/room_rows.h"
#include "books/rows.h"
#include "books/saved_rows.h"
#include "books/send_rows.h"
#include "books/setting_rows.h"
#include "books/sheet_rows.h"
#include "books/slip_rows.h"
#include "books/stock_rows.h"
#include "books/table.h"
#include "books/tool_rows.h"
#include "books/visit_rows.h"
#include "books/well_rows.h"

namespace kwota::books {

/// May change; every change is told by an audit entry.
using Register = std::variant<Utility, Station, Place, Till, Customer, ServicePoint, Meter, Account, Card, Plan, PlanVersion, Code,
                              Operator, PeopleChange, Shift, Approval, SaleState, KeyFactors, KeyVersion, KeyDevice, MeterModule, Ceremony,
                              CeremonyPart, Campaign, Partner, OfficeMessage, KeyPerson,
                              MeterLink, MeterCommand, ReadingPlan, MeterReading, AreaMeter, DayFreeze, MeterEvent, ReadingRoute, TypedReading, ReviewedReading, ReviewStep, RemoteAccount,
                              DayCharge, Occupant, MeterParameter, AccountChange, MeterSwap, ClockCorrection, Setting, ClosedDay,
                              AreaNumber, Well, WellMeter, PurseApplication, Purse, Watering, WellSeries, ReleasedLock, RecordGap, WellHead,
                              Handheld, HandOver, BlackListed, Debt, DebtInstalment, SlipPrint, TillPrinter, DrawerCount, CashDrop, Deposit, SavedQuery, UserChoice, WellMonth, WellChange, CardFault, StockLot, StockMeter, StockEvent, Outlet, OutletClient, OutletCommission, OutletMove, OutletDay, Job, Notice, SendPlan, ToolOrder, ToolAnswer, AccountApplication, ImportRun, Visit, InvoiceSeries, Invoice, InvoiceLine, FormPrinter, Circuit, SchemeChange, OpeningBalance, Letter, Archive>;
/// Only ever appended, each with the hash of the one before it in its chain.
using Chained = std::variant<Sale, Entry, Instruction, Statement, JournalEntry, Audit, KeyEvent, PurseMove, PumpRecord, MonthEnd>;

/// Sums of what the chains say, written beside it by the store alone. Verify adds them up again.
using Kept = std::variant<Balance, DaySheet, MoneySheet>;

/// The place of a kind among all_tables().
template <class Row>
constexpr std::size_t place_of_kind() {
  std::size_t place = 0;
  bool found = false;
  const auto look = [&]<class... Kinds>(const std::variant<Kinds...>*) { ((found = found || std::is_same_v<Row, Kinds>, place += found ? 0 : 1), ...); };
  look(static_cast<const Register*>(nullptr));
  look(static_cast<const Chained*>(nullptr));
  look(static_cast<const Kept*>(nullptr));
  return place;
}

template <class Row>
const Table& table_of() {
  constexpr auto place = place_of_kind<Row>();
  static_assert(place < std::variant_size_v<Register> + std::variant_size_v<Chained> + std::variant_size_v<Kept>, "no kind of row of the books");
  return *all_tables()[place];
}
template <class Row>
RowRef ref(const Row& row) { return {&table_of<Row>(), &row}; }
RowRef ref(const Register& row);
RowRef ref(const Chained& row);

}  // namespace kwota::books
