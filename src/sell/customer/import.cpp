#include "sell/customer/import.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <span>

#include "base/ids_text.h"
#include "base/text_gate.h"
#include "books/lookup.h"
#include "sell/customer/change.h"
#include "sell/customer/wells.h"

namespace kwota::customer {
namespace {

struct Column {
  std::string_view name;
  bool required;
};

/// Longest cell, in characters. [K]
constexpr std::size_t cell_characters_max = 200;

// The first column is the key of the row; of a meter at a well the first three. Optional columns may be left out of the file.
constexpr Column place_columns[]{{"code", true}, {"kind", true}, {"name", true}, {"station", true}, {"parent", false}};
constexpr Column point_columns[]{{"code", true}, {"address", true}, {"place", false}, {"area", false}};
constexpr Column customer_columns[]{{"number", true}, {"name", true}, {"kind", false}, {"phone", false}, {"identity_number", false},
                                    {"address", false}, {"language", false}, {"place", false}};
constexpr Column meter_columns[]{{"number", true}, {"model", true}, {"maker", false}, {"ct", false}, {"pt", false}, {"service_point", false}};
constexpr Column account_columns[]{{"meter", true}, {"customer", true}, {"service_point", true}, {"plan", true}, {"usage_class", false},
                                   {"heads", false}, {"station", false}};

constexpr Column area_number_columns[]{{"number", true}, {"name", true}, {"village", true}, {"station", true}, {"active", false}};
constexpr Column well_columns[]{{"number", true},       {"name", true},        {"village", true}, {"area", false},   {"area_number", true},
                                {"usage_class", false}, {"put_in", true},      {"depth_m", false}, {"pump_w", false}, {"active", false}};
constexpr Column well_meter_columns[]{{"well", true}, {"meter", true}, {"first_day", true}, {"last_day", false}, {"multiplier", false}, {"terminal", false}};

std::span<const Column> columns_of(Table table) {
  switch (table) {
    case Table::area_numbers: return area_number_columns;
    case Table::wells: return well_columns;
    case Table::well_meters: return well_meter_columns;
    case Table::places: return place_columns;
    case Table::service_points: return point_columns;
    case Table::customers: return customer_columns;
    case Table::meters: return meter_columns;
    case Table::accounts: return account_columns;
  }
  return {};
}

/// So many of the first columns are the key.
std::size_t key_columns_of(Table table) { return table == Table::well_meters ? 3 : 1; }
constexpr char between_keys = '\x1f';

using Earlier = books::AnyRow<books::Register>;
/// What a list of this table shows beside what can be imported: an exported file comes back as it is, these columns are the books' own.
bool exported_besides(Table table, std::string_view name) {
  constexpr std::string_view of_customers[]{"state", "state_reason", "created", "accounts"};
  constexpr std::string_view of_points[]{"state", "meters"};
  constexpr std::string_view of_meters[]{"state", "sold", "revision", "applied", "statements", "key_version", "account", "last_seen", "remaining"};
  constexpr std::string_view of_accounts[]{"number", "state", "opened", "closed", "charged", "customer_name", "address", "balance"};
  const auto among = [&](const auto& names) { return std::find(std::begin(names), std::end(names), name) != std::end(names); };
  switch (table) {
    case Table::area_numbers:
    case Table::wells:
    case Table::well_meters:
    case Table::places: return false;
    case Table::service_points: return among(of_points);
    case Table::customers: return among(of_customers);
    case Table::meters: return among(of_meters);
    case Table::accounts: return among(of_accounts);
  }
  return false;
}

/// One row of the file by the names of its columns. What was asked for last is the column that an error belongs to.
class Cells {
 public:
  Cells(const std::vector<std::string>& header, const CsvRow& row, const std::vector<Earlier>& earlier) : header_(header), row_(row), earlier_(earlier) {}

  std::string text(std::string_view name) const {
    asked_ = name;
    for (std::size_t i = 0; i < header_.size(); ++i)
      if (header_[i] == name && i < row_.cells.size()) return row_.cells[i];
    return {};
  }
  Result<std::int64_t> number(std::string_view name, std::int64_t when_empty) const {
    const auto cell = text(name);
    if (cell.empty()) return when_empty;
    std::int64_t value = 0;
    const auto [end, bad] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (bad != std::errc{} || end != cell.data() + cell.size() || value < 0 || value > 999'999)
      return error(Fault::request, "bad_value", "This cell needs a number from 0 to 999999.", {{"value", cell}});
    return value;
  }
  /// Nothing said is yes.
  Result<bool> flag(std::string_view name) const {
    const auto cell = text(name);
    if (cell.empty() || cell == "true" || cell == "1") return true;
    if (cell == "false" || cell == "0") return false;
    return error(Fault::request, "bad_value", "This cell says true or false.", {{"value", cell}});
  }
  Result<std::optional<LocalDate>> date(std::string_view name) const {
    const auto cell = text(name);
    if (cell.empty()) return std::optional<LocalDate>{};
    TRY(day, parse_date(cell));
    return std::optional(day);
  }
  /// Whom an error of this row is about: the column that it names, the one whose cell it names, the one of its code, else the one that
  /// was read last.
  std::string column_of(const Error& why) const {
    for (const auto& [name, value] : why.details)
      if (among_header(name)) return name;
    for (const auto& [name, value] : why.details)
      for (std::size_t i = 0; i < header_.size() && i < row_.cells.size(); ++i)
        if (!value.empty() && row_.cells[i] == value) return header_[i];
    for (const auto& name : header_)
      if (why.code == name + "_missing" || why.code == "unknown_" + name) return name;
    return std::string{asked_};
  }
  /// Every cell may stand in the books as it is. The first that may not: its column and why.
  std::optional<std::pair<std::string, Error>> bad_text() const {
    for (std::size_t i = 0; i < header_.size() && i < row_.cells.size(); ++i)
      if (auto good = text_gate::admit(header_[i], row_.cells[i], text_gate::Kind::line, cell_characters_max); !good)
        return std::pair{header_[i], std::move(good).error()};
    return std::nullopt;
  }
  /// A new or changed village that stands above this row in the file.
  bool village_above(const std::string& code) const {
    return std::any_of(earlier_.begin(), earlier_.end(), [&](const Earlier& one) {
      const auto* place = std::get_if<books::Place>(&one);
      return place != nullptr && place->code == code && place->kind == books::PlaceKind::village;
    });
  }

  /// The meter hangs at no other well in these days by a row that stands above this one in the file.
  Result<void> hangs_once_above(const books::WellMeter& row) const {
    for (const auto& one : earlier_)
      if (const auto* other = std::get_if<books::WellMeter>(&one); other != nullptr && other->meter == row.meter) MUST(hang_apart(*other, row));
    return Done{};
  }

 private:
  bool among_header(const std::string& name) const { return std::find(header_.begin(), header_.end(), name) != header_.end(); }

  const std::vector<std::string>& header_;
  const CsvRow& row_;
  const std::vector<Earlier>& earlier_;
  mutable std::string_view asked_;
};

/// Equal in every column of the table.
template <class Row>
bool same(const Row& a, const Row& b) {
  bool equal = true;
  Row::columns([&](const char*, auto member) { equal = equal && a.*member == b.*member; });
  return equal;
}

// Each reads one row over what the books have; the checks are those of the counter.

template <Worded E>
Result<E> kind_of(std::string_view text) {
  if (const auto kind = parse_word<E>(text)) return *kind;
  return error(Fault::request, "unknown_kind", "There is no such kind.", {{"kind", std::string(text)}});
}

Result<books::Place> read(const books::Reader& books, const Cells& cells, const std::optional<books::Place>& before, Instant) {
  auto row = before.value_or(books::Place{});
  row.code = cells.text("code");
  TRY(kind, kind_of<books::PlaceKind>(cells.text("kind")));
  row.kind = kind;
  row.name = cells.text("name");
  row.station = cells.text("station");
  row.parent = cells.text("parent");
  auto checked = row;
  if (row.kind == books::PlaceKind::area && cells.village_above(row.parent)) {
    // Its village comes with this file: everything else is checked as for a village.
    checked.kind = books::PlaceKind::village;
    checked.parent.clear();
  }
  MUST(put_place(books, checked));
  return row;
}

Result<books::ServicePoint> read(const books::Reader& books, const Cells& cells, const std::optional<books::ServicePoint>& before, Instant) {
  auto row = before.value_or(books::ServicePoint{});
  row.code = cells.text("code");
  row.address = cells.text("address");
  row.place = cells.text("place");
  row.area = cells.text("area");
  MUST(check(books, row));
  return row;
}

/// A meter in stock hangs nowhere; any other one where the books know of.
Result<void> known_point(const books::Reader& books, const std::string& code) {
  if (code.empty() || books.find<books::ServicePoint>(code)) return Done{};
  return error(Fault::request, "unknown_service_point", "There is no such service point; import it first.", {{"service_point", code}});
}

Result<books::Customer> read(const books::Reader& books, const Cells& cells, const std::optional<books::Customer>& before, Instant now) {
  auto row = before.value_or(books::Customer{});
  TRY(number, parse_customer_number(cells.text("number")));
  row.number = number;
  row.name = cells.text("name");
  if (const auto text = cells.text("kind"); !text.empty()) {
    TRY(kind, kind_of<books::CustomerKind>(text));
    row.kind = kind;
  }
  row.phone = cells.text("phone");
  row.identity_number = cells.text("identity_number");
  row.address = cells.text("address");
  row.language = cells.text("language");
  row.place = cells.text("place");
  MUST(check(books, row));
  if (!before) row.created = now;
  return row;
}

Result<books::Meter> read(const books::Reader& books, const Cells& cells, const std::optional<books::Meter>& before, Instant) {
  auto row = before.value_or(books::Meter{});
  TRY(number, parse_meter_number(cells.text("number")));
  row.number = number;
  row.model = cells.text("model");
  row.maker = cells.text("maker");
  TRY(ct, cells.number("ct", 1));
  row.ct = static_cast<std::uint32_t>(ct);
  TRY(pt, cells.number("pt", 1));
  row.pt = static_cast<std::uint32_t>(pt);
  if (!before) row.service_point = cells.text("service_point");
  if (!before) MUST(known_point(books, row.service_point));
  MUST(check(books, row));
  return row;
}

Result<books::Account> read(const books::Reader& books, const Cells& cells, const std::optional<books::Account>& before, Instant) {
  auto row = before.value_or(books::Account{});
  TRY(meter, parse_meter_number(cells.text("meter")));
  row.meter = meter;
  row.service_point = cells.text("service_point");
  row.plan = cells.text("plan");
  row.usage_class = cells.text("usage_class");
  TRY(household_persons, cells.number("heads", 0));
  row.household_persons = household_persons;
  row.station = cells.text("station");
  TRY(customer, parse_customer_number(cells.text("customer")));
  row.customer = customer;
  if (before && before->state != books::AccountStatus::draft && same(*before, row)) return row;
  TRY(put, put_draft(books, row));
  return put.answer;
}

Result<books::AreaNumber> read(const books::Reader& books, const Cells& cells, const std::optional<books::AreaNumber>&, Instant) {
  books::AreaNumber row{cells.text("number"), cells.text("name"), cells.text("village"), cells.text("station"), true};
  TRY(active, cells.flag("active"));
  row.active = active;
  MUST(put_area_number(books, row));
  return row;
}

/// Its area number may come with another file first, never with this one.
Result<books::Well> read(const books::Reader& books, const Cells& cells, const std::optional<books::Well>&, Instant) {
  books::Well row;
  row.number = cells.text("number");
  row.name = cells.text("name");
  row.village = cells.text("village");
  row.area = cells.text("area");
  row.area_number = cells.text("area_number");
  row.usage_class = cells.text("usage_class");
  TRY(put_in, cells.date("put_in"));
  row.put_in = put_in;
  TRY(depth, cells.number("depth_m", 0));
  row.depth_m = depth;
  TRY(power, cells.number("pump_w", 0));
  row.pump_w = power;
  TRY(active, cells.flag("active"));
  row.active = active;
  MUST(put_well(books, row));
  return row;
}

Result<books::WellMeter> read(const books::Reader& books, const Cells& cells, const std::optional<books::WellMeter>&, Instant) {
  books::WellMeter row;
  row.well = cells.text("well");
  TRY(meter, parse_meter_number(cells.text("meter")));
  row.meter = meter;
  TRY(from, cells.date("first_day"));
  row.from = from.value_or(LocalDate{});
  TRY(to, cells.date("last_day"));
  row.to = to;
  TRY(multiplier, cells.number("multiplier", 1));
  row.multiplier = multiplier;
  row.terminal = cells.text("terminal");
  MUST(cells.hangs_once_above(row));
  MUST(put_well_meter(books, row));
  return row;
}

template <class Row>
std::optional<Row> known(const books::Reader& books, const std::string& key);
template <>
std::optional<books::AreaNumber> known(const books::Reader& books, const std::string& key) { return books.find<books::AreaNumber>(key); }
template <>
std::optional<books::Well> known(const books::Reader& books, const std::string& key) { return books.find<books::Well>(key); }
template <>
std::optional<books::WellMeter> known(const books::Reader& books, const std::string& key) {
  const auto first = key.find(between_keys), last = key.rfind(between_keys);
  const auto meter = parse_meter_number(key.substr(first + 1, last - first - 1));
  const auto from = parse_date(key.substr(last + 1));
  return meter && from ? books.find<books::WellMeter>(key.substr(0, first), *meter, *from) : std::nullopt;
}
template <>
std::optional<books::Place> known(const books::Reader& books, const std::string& key) { return books.find<books::Place>(key); }
template <>
std::optional<books::ServicePoint> known(const books::Reader& books, const std::string& key) { return books.find<books::ServicePoint>(key); }
template <>
std::optional<books::Customer> known(const books::Reader& books, const std::string& key) {
  const auto number = parse_customer_number(key);
  return number.ok() ? books.find<books::Customer>(*number) : std::nullopt;
}
template <>
std::optional<books::Meter> known(const books::Reader& books, const std::string& key) {
  const auto number = parse_meter_number(key);
  return number.ok() ? books.find<books::Meter>(*number) : std::nullopt;
}
template <>
std::optional<books::Account> known(const books::Reader& books, const std::string& key) {
  const auto number = parse_meter_number(key);
  return number.ok() ? books::account_of_meter(books, *number) : std::nullopt;
}

CellError cell_error(std::size_t line, const std::string& column, const Error& why) { return {line, column, why.code, why.what, why.details}; }

/// Whom a row says that he is, where that may be said once.
std::string identity_of(const books::Customer& row) { return row.identity_number; }
template <class Row>
std::string identity_of(const Row&) {
  return {};
}

/// Numbers that the books give to new rows go on within the file.
void number_on(books::Account& row, std::int64_t already) { row.number += already; }
template <class Row>
void number_on(Row&, std::int64_t) {}

/// What stood in an earlier row and may stand in one only.
class Once {
 public:
  explicit Once(std::string column) : column_(std::move(column)) {}
  std::optional<CellError> again(const std::string& text, std::size_t line) {
    const auto [first, is_new] = seen_.emplace(text, line);
    if (is_new) return std::nullopt;
    return CellError{line, column_, "duplicate_row", "The same key stands in an earlier row.",
                     {{"row", std::to_string(line)}, {"first", std::to_string(first->second)}}};
  }

 private:
  std::string column_;
  std::map<std::string, std::size_t> seen_;
};

template <class Row>
books::Decision<ImportReport> import_as(const books::Reader& books, const ImportFile& file, std::span<const CsvRow> rows, Instant now) {
  books::Decision<ImportReport> out;
  auto& report = out.answer;
  report.encoding = file.encoding;
  const std::string key_name(columns_of(file.table).front().name);
  Once keys(key_name), identities("identity_number");
  for (const auto& row : rows) {
    const Cells cells{file.header, row, out.changes.put};
    if (std::all_of(row.cells.begin(), row.cells.end(), [](const std::string& cell) { return cell.empty(); })) continue;
    if (const auto bad = cells.bad_text()) {
      report.errors.push_back(cell_error(row.line, bad->first, bad->second));
      continue;
    }
    auto key = cells.text(key_name);
    for (std::size_t i = 1; i < key_columns_of(file.table); ++i) (key += between_keys) += cells.text(columns_of(file.table)[i].name);
    if (auto twice = keys.again(key, row.line)) {
      report.errors.push_back(std::move(*twice));
      continue;
    }
    const auto before = known<Row>(books, key);
    auto after = read(books, cells, before, now);
    if (!after.ok()) {
      report.errors.push_back(cell_error(row.line, cells.column_of(after.error()), after.error()));
      continue;
    }
    if (const auto identity = identity_of(*after); !identity.empty())
      if (auto twice = identities.again(identity, row.line)) {
        report.errors.push_back(std::move(*twice));
        continue;
      }
    if (before && same(*before, *after)) {
      ++report.same;
      continue;
    }
    if (!before) number_on(*after, report.created);
    ++(before ? report.changed : report.created);
    out.changes.put.emplace_back(std::move(*after));
  }
  if (!report.errors.empty()) out.changes = {};
  report.written = static_cast<std::int64_t>(out.changes.put.size());
  return out;
}

Result<std::vector<std::string>> checked_header(Table table, const CsvRow& first) {
  for (const auto& name : first.cells) {
    const auto all = columns_of(table);
    if (text_gate::flaw_of(name, text_gate::Kind::line, cell_characters_max))
      return error(Fault::request, "bad_csv", "The first line is no header. Nothing was imported.", {{"line", "1"}});
    if (exported_besides(table, name)) continue;
    if (std::none_of(all.begin(), all.end(), [&](const Column& column) { return column.name == name; }))
      return error(Fault::request, "column_unknown",
                   "The column \"" + name + "\" is none of this table. Nothing was imported. Name it as the template does, or take it out.",
                   {{"column", name}});
  }
  for (const auto& column : columns_of(table))
    if (column.required && std::find(first.cells.begin(), first.cells.end(), column.name) == first.cells.end())
      return error(Fault::request, "column_missing", "The file lacks a column.", {{"column", std::string{column.name}}});
  return first.cells;
}

}  // namespace

Result<Table> parse_table(std::string_view name) {
  constexpr std::string_view names[]{"places", "service-points", "customers", "meters", "accounts", "area-numbers", "wells", "well-meters"};
  const auto at = std::find(std::begin(names), std::end(names), name);
  if (at == std::end(names)) return error(Fault::request, "unknown_kind", "This table cannot be imported.", {{"kind", std::string{name}}});
  return static_cast<Table>(at - std::begin(names));
}

std::vector<std::string> header_of(Table table) {
  std::vector<std::string> out;
  for (const auto& column : columns_of(table)) out.emplace_back(column.name);
  return out;
}

Result<ImportFile> read_import(Table table, std::string_view csv) {
  TRY(text, read_text(csv));
  TRY(rows, read_csv(text.text));
  if (rows.empty()) return error(Fault::request, "bad_csv", "The file is empty; nothing was imported.", {{"line", "1"}});
  TRY(header, checked_header(table, rows.front()));
  rows.erase(rows.begin());
  return ImportFile{table, text.encoding, std::move(header), std::move(rows)};
}

books::Decision<ImportReport> import_rows(const books::Reader& books, const ImportFile& file, std::span<const CsvRow> rows, Instant now) {
  switch (file.table) {
    case Table::places: return import_as<books::Place>(books, file, rows, now);
    case Table::service_points: return import_as<books::ServicePoint>(books, file, rows, now);
    case Table::customers: return import_as<books::Customer>(books, file, rows, now);
    case Table::meters: return import_as<books::Meter>(books, file, rows, now);
    case Table::accounts: return import_as<books::Account>(books, file, rows, now);
    case Table::area_numbers: return import_as<books::AreaNumber>(books, file, rows, now);
    case Table::wells: return import_as<books::Well>(books, file, rows, now);
    case Table::well_meters: return import_as<books::WellMeter>(books, file, rows, now);
  }
  return {};
}

Result<books::Decision<ImportReport>> import_rows(const books::Reader& books, Table table, std::string_view csv, Instant now) {
  TRY(file, read_import(table, csv));
  return import_rows(books, file, file.rows, now);
}

}  // namespace kwota::customer
