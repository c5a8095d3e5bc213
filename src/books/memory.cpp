#include "books/memory.h"

#include <algorithm>
#include <cassert>

#include "books/kept_row.h"
#include "books/lookup.h"

namespace kwota::books {
namespace {

const Value& named(const Table& table, const std::vector<Value>& values, std::string_view column) {
  return values[static_cast<std::size_t>(table.column_named(column))];
}

bool stands_in(const Index& index, const Table& table, const std::vector<Value>& values) {
  if (index.only.when == Only::When::always) return true;
  const auto& value = named(table, values, index.only.column);
  switch (index.only.when) {
    case Only::When::nothing: return value.index() == 0;
    case Only::When::filled: return value != Value(std::string());
    default: return value == Value(std::string(index.only.word));
  }
}

/// What an index sorts a row by: its columns, then the key – of a chained row its place in the books.
std::vector<Value> order_in(const Index& index, const Table& table, const std::vector<Value>& values, std::int64_t place) {
  std::vector<Value> order;
  for (const auto column : index.columns)
    if (!column.empty()) order.push_back(named(table, values, column));
  if (table.chained)
    order.emplace_back(place);
  else
    order.insert(order.end(), values.begin(), values.begin() + table.key_columns);
  return order;
}

/// Whether an order lies behind the end of what is asked.
bool is_behind(const std::vector<Value>& order, const Query& query) {
  const auto equal = query.equal.size();
  return !std::equal(query.equal.begin(), query.equal.end(), order.begin()) || (query.up_to && *query.up_to < order[equal]);
}

/// Rows of an order – values to what holds them – that answer, in the order asked for.
template <class Ordered, class RowOf>
void walk(const Ordered& ordered, const Query& query, const RowOf& row_of, const std::function<bool(const ValueSource&)>& take) {
  auto lowest = query.equal;
  if (query.from) lowest.push_back(*query.from);
  std::vector<const std::vector<Value>*> found;
  for (auto at = ordered.lower_bound(lowest); at != ordered.end() && !is_behind(at->first, query); ++at) {
    found.push_back(&row_of(at->second).values);
    if (!query.newest && query.limit != 0 && found.size() == query.limit) break;
  }
  if (query.newest) std::ranges::reverse(found);
  if (query.limit != 0 && found.size() > query.limit) found.resize(query.limit);
  for (const auto* values : found)
    if (!take(KeptSource(*values))) return;
}

template <class Row, class Which>
std::vector<HeldVersion> held_versions(const Reader& books, Which which) {
  std::map<std::uint8_t, std::int64_t> counts;
  for (const auto& row : books.all<Row>())
    if (which(row)) ++counts[row.key_version];
  std::vector<HeldVersion> out;
  for (const auto& [version, count] : counts) out.push_back({version, count});
  return out;
}

std::size_t place_of(const Table& table) {
  const auto all = all_tables();
  return static_cast<std::size_t>(std::ranges::find(all, &table) - all.begin());
}

}  // namespace

Memory::Memory() : tables_(all_tables().size()) { sort_anew(); }
Memory::Memory(const Memory& other) : Reader(other), tables_(other.tables_), appended_(other.appended_), entries_(other.entries_), balances_(other.balances_) {
  sort_anew();
}
Memory& Memory::operator=(const Memory& other) {
  if (this == &other) return *this;
  tables_ = other.tables_;
  appended_ = other.appended_;
  entries_ = other.entries_;
  balances_ = other.balances_;
  sort_anew();
  return *this;
}

void Memory::sort_anew() {
  for (const auto* table : all_tables()) {
    auto& rows = tables_[place_of(*table)];
    rows.by_index.assign(table->indexes.size(), {});
    for (const auto& [key, kept] : rows.by_key)
      for (std::size_t i = 0; i < table->indexes.size(); ++i)
        if (stands_in(*table->indexes[i], *table, kept.values)) rows.by_index[i][order_in(*table->indexes[i], *table, kept.values, kept.place)] = &kept;
  }
}

const Memory::Rows& Memory::rows_of(const Table& table) const { return tables_[place_of(table)]; }

void Memory::apply(const Changes& changes) {
  for (const auto& row : changes.put) put(row);
  for (const auto& row : changes.append) append(row);
  for (const auto& row : changes.remove) remove(row);
}

void Memory::put(const Register& row) { keep(ref(row)); }

void Memory::remove(const Register& row) {
  const auto gone = ref(row);
  auto& rows = tables_[place_of(*gone.table)];
  ValuesKeeper keeper;
  gone.table->give(gone.row, keeper, gone.table->key_columns);
  const auto old = rows.by_key.find(keeper.values);
  if (old == rows.by_key.end()) return;
  for (std::size_t i = 0; i < gone.table->indexes.size(); ++i) rows.by_index[i].erase(order_in(*gone.table->indexes[i], *gone.table, old->second.values, old->second.place));
  rows.by_key.erase(old);
}

void Memory::append(const Chained& row) {
  auto numbered = row;
  if (auto* statement = numbered.as<Statement>()) number(*statement);
  if (auto* entry = numbered.as<JournalEntry>()) number(*entry);
  if (auto* event = numbered.as<KeyEvent>()) number(*event);
  if (auto* audit = numbered.as<Audit>()) audit->number = appended_ + 1;
  if (const auto* entry = numbered.as<Entry>()) post(*entry);
  keep(numbered.ref());
}

void Memory::keep(const RowRef& row) {
  const auto& table = *row.table;
  auto& rows = tables_[place_of(table)];
  ValuesKeeper collected;
  table.give(row.row, collected, static_cast<int>(table.columns.size()));
  Values key(collected.values.begin(), collected.values.begin() + table.key_columns);
  const auto indexes = table.indexes.size();
  if (const auto old = rows.by_key.find(key); old != rows.by_key.end()) {
    assert(!table.chained && "what is chained is written once");
    for (std::size_t i = 0; i < indexes; ++i) rows.by_index[i].erase(order_in(*table.indexes[i], table, old->second.values, old->second.place));
  }
  auto& kept = rows.by_key[std::move(key)];
  kept.values = std::move(collected.values);
  if (table.chained) kept.place = ++appended_;
  for (std::size_t i = 0; i < indexes; ++i) {
    const auto& index = *table.indexes[i];
    if (!stands_in(index, table, kept.values)) continue;
    if (index.unique) {
      Query same{.table = &table, .index = &index, .equal = {}, .from = {}, .up_to = {}};
      for (const auto column : index.columns)
        if (!column.empty()) same.equal.push_back(named(table, kept.values, column));
      bool taken = false;
      each(same, [&](const ValueSource&) { return !(taken = true); });
      assert(!taken && "a value that stands once");
    }
    rows.by_index[i][order_in(index, table, kept.values, kept.place)] = &kept;
  }
}

void Memory::post(const Entry& row) {
  Money sum;
  for (const auto& leg : row.legs) sum += leg.amount;
  assert(sum.is_zero() && "an entry balances");
  for (const auto& leg : row.legs) balances_[leg.account] += leg.amount;
  entries_.push_back(row);
}

void Memory::number(Statement& row) const {
  const auto last = books::Reader::last<Statement>(row.meter);
  row.number = last ? last->number + 1 : 1;
}
void Memory::number(JournalEntry& row) const {
  const auto last = books::Reader::last<JournalEntry>(row.chain);
  row.number = last ? last->number + 1 : 1;
}
void Memory::number(KeyEvent& row) const {
  const auto last = books::Reader::last<KeyEvent>(row.chain);
  row.number = last ? last->number + 1 : 1;
}

void Memory::each(const Query& query, const std::function<bool(const ValueSource&)>& take) const {
  const auto& rows = rows_of(*query.table);
  if (query.index == nullptr) return walk(rows.by_key, query, [](const Kept& kept) -> const Kept& { return kept; }, take);
  const auto index = std::ranges::find(query.table->indexes, query.index) - query.table->indexes.begin();
  if (static_cast<std::size_t>(index) == query.table->indexes.size()) {  // an order that no row declares: lists of the store are walked by it
    std::map<Values, const Kept*> sorted;
    for (const auto& [key, kept] : rows.by_key)
      if (stands_in(*query.index, *query.table, kept.values)) sorted[order_in(*query.index, *query.table, kept.values, kept.place)] = &kept;
    return walk(sorted, query, [](const Kept* kept) -> const Kept& { return *kept; }, take);
  }
  walk(rows.by_index[static_cast<std::size_t>(index)], query, [](const Kept* kept) -> const Kept& { return *kept; }, take);
}

template <class Row>
std::vector<Row> Memory::in_order() const {
  const auto& table = table_of<Row>();
  std::vector<const Kept*> found;
  for (const auto& [key, kept] : rows_of(table).by_key) found.push_back(&kept);
  std::ranges::sort(found, {}, &Kept::place);
  std::vector<Row> out;
  for (const auto* kept : found) table.take(&out.emplace_back(), KeptSource(kept->values));
  return out;
}
template std::vector<Sale> Memory::in_order() const;
template std::vector<KeyEvent> Memory::in_order() const;

Money Memory::balance(std::string_view ledger_account) const {
  const auto found = balances_.find(ledger_account);
  return found != balances_.end() ? found->second : Money{};
}

std::vector<Leg> Memory::legs(std::string_view entry) const {
  const auto found = std::ranges::find(entries_, entry, &Entry::number);
  return found != entries_.end() ? found->legs : std::vector<Leg>{};
}

std::vector<HeldVersion> Memory::cards_by_key_version() const {
  return held_versions<Card>(*this, [](const Card& row) { return row.kind == books::CardKind::user && row.state == CardStatus::active; });
}
std::vector<HeldVersion> Memory::meters_by_key_version() const {
  return held_versions<Meter>(*this, [](const Meter& row) { return row.state == MeterStatus::installed; });
}

std::vector<MeterPoint> Memory::meter_points() const {
  std::vector<MeterPoint> out;
  for (const auto& row : all<Meter>()) {
    auto point = *meter_point(*this, row.number);
    if (point.installed || point.link_state || !point.total_of.empty()) out.push_back(std::move(point));
  }
  return out;
}

std::vector<LastContact> Memory::last_contacts() const {
  std::map<MeterNumber, LastContact> newest;
  const auto received = [&newest](MeterNumber meter, Instant at, Carrier carrier) {
    const auto [known, first] = newest.try_emplace(meter, LastContact{meter, at, carrier});
    if (!first && known->second.at < at) known->second = {meter, at, carrier};
  };
  for (const auto& row : all<Statement>()) received(row.meter, row.taken, row.carrier);
  for (const auto& row : all<MeterReading>())
    if (row.taken) received(row.meter, *row.taken, row.carrier);
  std::vector<LastContact> out;
  for (auto& [meter, word] : newest) out.push_back(std::move(word));
  return out;
}

}  // namespace kwota::books
