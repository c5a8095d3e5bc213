#include "books/memory.h"

#include <algorithm>
#include <cassert>

#include "books/memory_find.h"

namespace kwota::books {
namespace {

/// The last `count` rows, newest first.
template <class Row>
std::vector<Row> newest_of(const std::vector<Row>& rows, std::size_t count) {
  std::vector<Row> out(rows.rbegin(), rows.rbegin() + static_cast<std::ptrdiff_t>(std::min(count, rows.size())));
  return out;
}

}  // namespace

void Memory::apply(const Changes& changes) {
  for (const auto& row : changes.put) put(row);
  for (const auto& row : changes.append) append(row);
}

void Memory::put(const Register& row) {
  std::visit([this](const auto& one) { keep(one); }, row);
}

void Memory::append(const Chained& row) {
  std::visit([this](const auto& one) { add(one); }, row);
}

void Memory::add(const Sale& row) {
  assert(!sale_by_number_.contains(row.number) && "a receipt number is given once");
  assert(row.client_key.empty() || !sale_by_key_.contains(row.client_key));
  sale_by_number_[row.number] = sales_.size();
  if (!row.client_key.empty()) sale_by_key_[row.client_key] = sales_.size();
  sales_.push_back(row);
}

void Memory::add(const Entry& row) {
  const bool is_new = entry_numbers_.insert(row.number).second;
  assert(is_new && "an entry's number is given once");
  Money sum;
  for (const auto& leg : row.legs) sum += leg.amount;
  assert(sum.is_zero() && "an entry balances");
  for (const auto& leg : row.legs) balances_[leg.account] += leg.amount;
  entries_.push_back(row);
}

void Memory::add(const Instruction& row) {
  auto& book = instructions_[row.meter];
  assert(std::none_of(book.begin(), book.end(), [&](const Instruction& old) { return old.n == row.n && old.revision == row.revision; }));
  book.push_back(row);
}

void Memory::add(Statement row) {
  auto& book = statements_[row.meter];
  row.number = static_cast<std::int64_t>(book.size()) + 1;
  book.push_back(std::move(row));
}

void Memory::add(JournalEntry row) {
  row.number = 1 + std::count_if(journal_.begin(), journal_.end(), [&](const JournalEntry& old) { return old.chain == row.chain; });
  journal_.push_back(std::move(row));
}

std::optional<Utility> Memory::utility() const { return utility_; }
std::optional<Station> Memory::station(std::string_view code) const { return find(stations_, code); }
std::optional<Place> Memory::place(std::string_view code) const { return find(places_, code); }
std::optional<Till> Memory::till_of_reader(std::string_view reader) const {
  for (const auto& [key, till] : tills_)
    if (!reader.empty() && till.reader == reader) return till;
  return std::nullopt;
}
std::optional<Till> Memory::till(std::string_view station, std::string_view code) const {
  return find(tills_, std::pair{Text{station}, Text{code}});
}
std::optional<Customer> Memory::customer(CustomerNumber number) const { return find(customers_, number); }
std::optional<Customer> Memory::customer_with_identity(std::string_view identity) const {
  for (const auto& [number, customer] : customers_)
    if (!identity.empty() && customer.identity_number == identity) return customer;
  return std::nullopt;
}
std::optional<ServicePoint> Memory::service_point(std::string_view code) const { return find(service_points_, code); }
std::optional<Meter> Memory::meter(MeterNumber number) const { return find(meters_, number); }
std::optional<Account> Memory::account(std::int64_t number) const { return find(accounts_, number); }

std::optional<Account> Memory::account_of_meter(MeterNumber meter) const {
  for (const auto& [number, account] : accounts_)
    if (account.meter == meter && account.state != books::AccountStatus::closed) return account;
  return std::nullopt;
}

std::vector<Account> Memory::accounts_of_customer(CustomerNumber customer) const {
  std::vector<Account> out;
  for (const auto& [number, account] : accounts_)
    if (account.customer == customer) out.push_back(account);
  return out;
}

std::optional<Card> Memory::card(const CardSerial& serial) const { return find(cards_, serial); }

std::vector<Card> Memory::cards_of_account(std::int64_t account) const {
  std::vector<Card> out;
  for (const auto& [serial, card] : cards_)
    if (card.account == account) out.push_back(card);
  return out;
}

std::optional<Plan> Memory::plan(std::string_view id) const { return find(plans_, id); }

std::vector<PlanVersion> Memory::plan_versions(std::string_view plan) const {
  std::vector<PlanVersion> out;
  for (const auto& [key, version] : versions_)
    if (key.first == plan) out.push_back(version);
  return out;
}

std::vector<Code> Memory::codes(std::string_view kind) const {
  std::vector<Code> out;
  for (const auto& [key, code] : codes_)
    if (key.first == kind) out.push_back(code);
  return out;
}

std::optional<Operator> Memory::operator_named(std::string_view name) const { return find(operators_, name); }

std::optional<PeopleChange> Memory::people_change(std::int64_t number) const { return find(people_changes_, number); }

std::vector<PeopleChange> Memory::open_people_changes() const {
  std::vector<PeopleChange> out;
  for (const auto& [number, row] : people_changes_)
    if (row.why_alone == "one_person" && (row.state == books::PeopleChangeStatus::waiting || !row.countersigned)) out.push_back(row);
  return out;
}

std::vector<ClockCorrection> Memory::clock_corrections() const {
  std::vector<ClockCorrection> out;
  for (const auto& [number, row] : clock_corrections_) out.push_back(row);
  return out;
}
std::int64_t Memory::next_people_change_number() const { return people_changes_.empty() ? 1 : people_changes_.rbegin()->first + 1; }

std::vector<Operator> Memory::operators() const {
  std::vector<Operator> out;
  for (const auto& [name, row] : operators_) out.push_back(row);
  return out;
}

std::optional<Shift> Memory::shift(std::string_view station, std::string_view till, std::int64_t number) const {
  return find(shifts_, std::tuple{Text{station}, Text{till}, number});
}

std::optional<Shift> Memory::open_shift(std::string_view station, std::string_view till) const {
  for (const auto& [key, shift] : shifts_)
    if (shift.station == station && shift.till == till && shift.state == books::ShiftStatus::open) return shift;
  return std::nullopt;
}

std::optional<Shift> Memory::open_shift_of(std::string_view operator_name) const {
  for (const auto& [key, shift] : shifts_)
    if (shift.operator_name == operator_name && shift.state == books::ShiftStatus::open) return shift;
  return std::nullopt;
}

std::optional<Approval> Memory::approval(std::int64_t number) const { return find(approvals_, number); }
std::int64_t Memory::next_approval_number() const { return approvals_.empty() ? 1 : approvals_.rbegin()->first + 1; }
std::int64_t Memory::next_account_number() const { return accounts_.empty() ? 100'001 : accounts_.rbegin()->first + 1; }

std::optional<Sale> Memory::sale(std::string_view number) const {
  const auto at = find(sale_by_number_, number);
  if (!at) return std::nullopt;
  return sales_[*at];
}

std::optional<Sale> Memory::sale_by_client_key(std::string_view key) const {
  const auto at = find(sale_by_key_, key);
  if (!at) return std::nullopt;
  return sales_[*at];
}

std::optional<SaleState> Memory::sale_state(std::string_view sale) const { return find(states_, sale); }

std::vector<Sale> Memory::sales_of_account(std::int64_t account, std::size_t newest) const {
  std::vector<Sale> out;
  for (auto row = sales_.rbegin(); row != sales_.rend() && out.size() < newest; ++row)
    if (row->account == account) out.push_back(*row);
  return out;
}

std::vector<Sale> Memory::sales_of_shift(std::string_view station, std::string_view till, std::int64_t shift) const {
  std::vector<Sale> out;
  for (const auto& row : sales_)
    if (row.station == station && row.till == till && row.shift == shift) out.push_back(row);
  return out;
}

std::optional<Instruction> Memory::newest_instruction(MeterNumber meter) const {
  const auto book = instructions_.find(meter);
  if (book == instructions_.end() || book->second.empty()) return std::nullopt;
  return book->second.back();
}

std::vector<Instruction> Memory::instructions(MeterNumber meter, SequenceNumber n) const {
  std::vector<Instruction> out;
  const auto book = instructions_.find(meter);
  if (book == instructions_.end()) return out;
  for (const auto& row : book->second)
    if (row.n == n) out.push_back(row);
  return out;
}

std::optional<Statement> Memory::newest_statement(MeterNumber meter) const {
  const auto book = statements_.find(meter);
  if (book == statements_.end() || book->second.empty()) return std::nullopt;
  return *std::max_element(book->second.begin(), book->second.end(),
                           [](const Statement& a, const Statement& b) { return progress(a) < progress(b); });
}

std::optional<Statement> Memory::newest_statement(MeterNumber meter, std::int64_t up_to) const {
  std::optional<Statement> newest;
  if (const auto book = statements_.find(meter); book != statements_.end())
    for (const auto& row : book->second)
      if (row.number <= up_to && (!newest || progress(*newest) < progress(row))) newest = row;
  return newest;
}

std::vector<Statement> Memory::statements(MeterNumber meter, std::size_t newest) const {
  const auto book = statements_.find(meter);
  if (book == statements_.end()) return {};
  return newest_of(book->second, newest);
}

std::vector<JournalEntry> Memory::journal_of_sale(std::string_view sale) const {
  std::vector<JournalEntry> out;
  for (const auto& row : journal_)
    if (row.sale == sale) out.push_back(row);
  return out;
}

Money Memory::balance(std::string_view ledger_account) const { return find(balances_, ledger_account).value_or(Money{}); }

}  // namespace kwota::books
