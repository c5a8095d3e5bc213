#include "work/import_desk/undo.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <map>
#include <sstream>

#include "books/kept_row.h"
#include "books/lookup.h"
#include "sell/debt/debts.h"
#include "sell/imports/opening_balances.h"
#include "work/import_desk/may_stand.h"

namespace kwota::import_desk {
namespace {

namespace json = boost::json;
using Values = books::KeptRow;

/// From the moment that a group was decided until it was written: longer than any writer is busy.
constexpr auto group_lasts = Duration::seconds(60);
std::string text_of(const books::Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return fmt::format("{}", *number);
  const auto* text = std::get_if<std::string>(&value);
  return text != nullptr ? *text : std::string();
}

std::string name_of(const books::Table& table, const Values& key) {
  std::string out(table.name);
  for (const auto& part : key) (out += '/') += text_of(part);
  return out;
}

std::optional<Values> values_now(const books::Reader& books, const Touched& row) {
  std::optional<Values> out;
  books.each({.table = row.table, .index = nullptr, .equal = row.key, .from = {}, .up_to = {}, .limit = 1}, [&](const books::ValueSource& from) {
    out.emplace();
    *out = books::kept(*row.table, from);
    return false;
  });
  return out;
}

books::Value value_in(const json::value& said) {
  if (said.is_int64()) return said.get_int64();
  if (said.is_string()) return std::string(said.get_string());
  return {};
}

/// The newest audit entry of a row was written by this import: nobody has touched it since.
bool is_of(const books::Audit& entry, const books::ImportRun& run) {
  constexpr books::Right import_right = "import";
  return books::Right::named(entry.action) == import_right && entry.operator_name == run.started_by && run.started <= entry.time && (!run.ended || entry.time <= *run.ended + group_lasts);
}

/// What follows from the chains says that the row was used.
bool has_history(const books::Table& table, const Values& values) {
  for (std::size_t i = 0; i < values.size(); ++i)
    if (table.columns[i].follows && values[i] != table.blank[i]) return true;
  return false;
}

/// What somebody may have built since the whole books were gone over; by an index, so that tills need not wait.
bool used_now(const books::Reader& books, const Touched& row) {
  const auto first = row.key.empty() ? std::string() : text_of(row.key.front());
  const auto asked = [&](const books::Index& index) {
    bool there = false;
    books.each({.table = &books::table_of<books::Account>(), .index = &index, .equal = {row.key.front()}, .from = {}, .up_to = {}, .limit = 1}, [&](const books::ValueSource&) { return !(there = true); });
    return there;
  };
  if (row.table == &books::table_of<books::Customer>()) return asked(books::Account::of_customer);
  if (row.table == &books::table_of<books::ServicePoint>()) return asked(books::Account::at_point);
  if (row.table == &books::table_of<books::Meter>()) return asked(books::Account::of_meter);
  return false;
}

/// Money was recovered of it, by whatever way, or is being given back: its row does not say so, the ledger does. A number that the ledger has named is never given again.
bool is_paid_of(const books::Reader& books, const Touched& row, const Values& values) {
  if (row.table != &books::table_of<books::Debt>()) return false;
  books::Debt debt;
  row.table->take(&debt, books::KeptSource(values));
  return books.find<books::Balance>(debts::account_in_ledger(debt)).has_value() || !debts::paid_of(books, debt).is_zero() || debts::left_of(books, debt) != debt.amount;
}

/// Nobody takes a station, a till or a series of invoices out again: people work there, and numbers were counted by it.
bool stays(const books::Table& table) {
  return &table == &books::table_of<books::Station>() || &table == &books::table_of<books::Till>() || &table == &books::table_of<books::InvoiceSeries>();
}

/// A price plan of which a version stays: somebody published it, or wrote it anew.
bool has_versions(const books::Reader& books, const Touched& row, const std::vector<books::Register>& removed) {
  if (row.table != &books::table_of<books::Plan>()) return false;
  const auto goes = [&](const books::PlanVersion& version) {
    return std::ranges::any_of(removed, [&](const books::Register& one) {
      const auto* other = one.as<books::PlanVersion>();
      return other != nullptr && other->plan == version.plan && other->from == version.from;
    });
  };
  const auto versions = books.select<books::PlanVersion>(text_of(row.key.front()));
  return !std::ranges::all_of(versions, goes);
}

/// A code is never removed, for rows of many kinds say it: it is out of use, and whoever has it keeps it.
books::Code out_of_use(const Values& values) {
  books::Code row;
  books::table_of<books::Code>().take(&row, books::KeptSource(values));
  row.active = false;
  return row;
}

/// As it was before the import changed it; nothing: the import made it.
std::optional<Values> before_of(const books::Table& table, Values values, const json::object& said) {
  for (const auto& change : said) {
    if (!change.value().is_array() || change.value().get_array().empty()) return std::nullopt;
    const auto place = table.column_named(std::string_view(change.key().data(), change.key().size()));
    if (place >= 0) values[static_cast<std::size_t>(place)] = value_in(change.value().get_array().front());
  }
  return values;
}

/// What was agreed upon with a debt – its interest, the parts of its plan – belongs to the debt, how an area was counted before to how it is counted now.
std::optional<Touched> whole_of(const Touched& row) {
  if (row.table == &books::table_of<books::DebtRate>() || row.table == &books::table_of<books::DebtInstalment>()) return Touched{&books::table_of<books::Debt>(), {row.key.front()}};
  if (row.table == &books::table_of<books::FormerTotal>()) return Touched{&books::table_of<books::AreaMeter>(), {row.key.front()}};
  return std::nullopt;
}

/// It is there, and somebody has touched it or built on it, or it may not become what it was.
bool stays_here(const books::Reader& books, const Touched& row, const std::set<std::string>& used, const books::ImportRun& run) {
  const auto values = values_now(books, row);
  if (!values) return false;
  const auto told = books.newest(books::Audit::of_object, 1, row.name());
  if (!told.empty() && told.front().action == undo_action) return false;
  if (told.empty() || !is_of(told.front(), run)) return true;
  boost::system::error_code failed;
  const auto said = json::parse(told.front().details, failed);
  if (failed || !said.is_object()) return true;
  if (const auto before = before_of(*row.table, *values, said.get_object())) return !may_stand(books, *row.table, *before);
  return used.contains(row.name()) || has_history(*row.table, *values) || is_paid_of(books, row, *values);
}

/// An account's number is never given again: it stays as one that was never open (life::remove_draft).
books::Account closed_draft(const Values& values, Instant now) {
  books::Account row;
  books::table_of<books::Account>().take(&row, books::KeptSource(values));
  row.state = books::AccountStatus::closed;
  row.closed = now;
  return row;
}

/// Money came with it: it is turned round in the ledger, and what was opened is prepared again.
void openings_back(const books::Reader& books, const Touched& row, const people::Context& context, books::Decision<Undone>& out) {
  if (row.table != &books::table_of<books::OpeningBalance>() || row.key.empty()) return;
  const auto* account = std::get_if<std::int64_t>(&row.key.front());
  auto back = account == nullptr ? Result<books::Changes>(books::Changes{}) : imports::take_back(books, *account, context);
  if (!back.ok()) {
    ++out.answer.kept;
    return;
  }
  for (auto& one : back->put) out.changes.put.push_back(std::move(one));
  for (auto& one : back->append) out.changes.append.push_back(std::move(one));
  for (auto& one : back->remove) out.changes.remove.push_back(std::move(one));
  ++out.answer.rows;
}

/// What the import made may be taken out again: nobody has built on it, and no money hangs on it. `removed`: what goes before it.
bool may_go(const books::Reader& books, const Touched& row, const Values& values, const std::set<std::string>& used, const std::vector<books::Register>& removed) {
  return !stays(*row.table) && !used.contains(row.name()) && !has_history(*row.table, values) && !used_now(books, row) && !is_paid_of(books, row, values) && !has_versions(books, row, removed);
}

void take_out(const Touched& row, const Values& values, Instant now, books::Changes& changes) {
  if (row.table == &books::table_of<books::Code>()) changes.put.push_back(out_of_use(values));
  else if (row.table == &books::table_of<books::Account>()) changes.put.push_back(closed_draft(values, now));
  else changes.remove.emplace_back(*row.table, books::KeptSource(values));
}

/// By whose rows they are, and the column that would name them: text -> name of the row.
using NamedRows = std::map<std::string, std::string>;
using WhereverNamed = std::map<std::pair<std::string_view, std::string_view>, NamedRows>;

WhereverNamed wherever_named(const std::vector<Touched>& rows) {
  WhereverNamed out;
  for (const auto& row : rows) {
    const auto of = std::ranges::find(references, row.table->name, &Names::table);
    if (of == references.end()) continue;
    for (const auto column : of->columns)
      if (!column.empty()) out[{of->table, column}].emplace(text_of(row.key.front()), row.name());
  }
  return out;
}

/// A column in which some of them may be named.
struct NamingPlace {
  int column = 0;
  const NamedRows* names = nullptr;
};

std::vector<NamingPlace> places_in(const books::Table& table, const WhereverNamed& named) {
  std::vector<NamingPlace> out;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const auto* whose = named_by(table.columns[i].name, table);
    const auto rows = whose == nullptr ? named.end() : named.find({whose->table, table.columns[i].name});
    if (rows != named.end()) out.push_back({static_cast<int>(i), &rows->second});
  }
  return out;
}

books::Value kept_at(const books::Table& table, const books::ValueSource& from, int column) { return books::kept(table.columns[static_cast<std::size_t>(column)], from, column); }

Values key_in(const books::Table& table, const books::ValueSource& from) {
  Values key;
  for (int i = 0; i < table.key_columns; ++i) key.push_back(kept_at(table, from, i));
  return key;
}

}  // namespace

std::string Touched::name() const { return name_of(*table, key); }

std::string to_json(const books::Register& row) {
  const auto of = books::ref(row);
  books::ValuesKeeper keeper;
  of.table->give(of.row, keeper, of.table->key_columns);
  json::array line{json::value(of.table->name)};
  for (const auto& value : keeper.values) {
    if (const auto* number = std::get_if<std::int64_t>(&value))
      line.push_back(json::value(*number));
    else
      line.push_back(json::value(text_of(value)));
  }
  return json::serialize(line);
}

std::optional<Touched> touched_in(std::string_view text) {
  boost::system::error_code failed;
  const auto line = json::parse(text, failed);
  if (failed || !line.is_array() || line.get_array().empty() || !line.get_array().front().is_string()) return std::nullopt;
  const auto& parts = line.get_array();
  const auto all = books::all_tables();
  const auto table = std::ranges::find(all, std::string_view(parts.front().get_string()), [](const books::Table* one) { return one->name; });
  if (table == all.end() || (*table)->chained || (*table)->kept || parts.size() != static_cast<std::size_t>((*table)->key_columns) + 1) return std::nullopt;
  Touched out{*table, {}};
  for (std::size_t i = 1; i < parts.size(); ++i) out.key.push_back(value_in(parts[i]));
  return out;
}

std::vector<Touched> touched_in_lines(const std::string& text) {
  std::vector<Touched> rows;
  std::set<std::string> seen;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    if (auto one = touched_in(line); one && seen.insert(line).second) rows.push_back(std::move(*one));
  std::ranges::reverse(rows);
  return rows;
}

std::set<std::string> used_since(const books::Reader& books, const std::vector<Touched>& rows) {
  const auto named = wherever_named(rows);
  std::set<std::string> own, used;
  for (const auto& row : rows) own.insert(row.name());
  for (const auto* table : books::all_tables()) {
    if (table->chained || table->kept || table->name == books::ImportRun::table) continue;
    const auto places = places_in(*table, named);
    if (places.empty()) continue;
    books.each({.table = table, .index = nullptr, .equal = {}, .from = {}, .up_to = {}}, [&](const books::ValueSource& from) {
      for (const auto& place : places) {
        const auto found = place.names->find(text_of(kept_at(*table, from, place.column)));
        if (found == place.names->end()) continue;
        if (const auto name = name_of(*table, key_in(*table, from)); name != found->second && !own.contains(name)) used.insert(found->second);
      }
      return true;
    });
  }
  return used;
}

books::Decision<Undone> undone(const books::Reader& books, std::span<const Touched> rows, const std::set<std::string>& used, const books::ImportRun& run, const people::Context& context) {
  books::Decision<Undone> out;
  if (run.subject == imports::opening_balances) {
    for (const auto& row : rows) openings_back(books, row, context, out);
    return out;
  }
  for (const auto& row : rows) {
    const auto values = values_now(books, row);
    const auto told = books.newest(books::Audit::of_object, 1, row.name());
    if (!values || told.empty() || told.front().action == undo_action) continue;  // undone before
    if (const auto whole = whole_of(row); whole && stays_here(books, *whole, used, run)) continue;  // counted with what it belongs to
    const auto& entry = told.front();
    boost::system::error_code failed;
    const auto said = json::parse(entry.details, failed);
    if (failed || !said.is_object() || !is_of(entry, run)) {
      ++out.answer.kept;
      continue;
    }
    const auto before = before_of(*row.table, *values, said.get_object());
    const bool goes = before ? may_stand(books, *row.table, *before).ok() : may_go(books, row, *values, used, out.changes.remove);
    ++(goes ? out.answer.rows : out.answer.kept);
    if (!goes) continue;
    if (before) out.changes.put.emplace_back(*row.table, books::KeptSource(*before));
    else take_out(row, *values, context.now, out.changes);
  }
  return out;
}

}  // namespace kwota::import_desk
