#include "store/lists/query.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/decimal.h"
#include "base/text/csv_cell.h"
#include "base/time.h"
#include "books/parts/tender.h"
#include "store/lists/list_walk.h"

namespace kwota::store {

Error bad_cursor() {
  return error(Fault::request, "bad_cursor",
               "This page belongs to another list or sort. Nothing was changed. Begin with the first page.");
}

namespace {

/// However many.
constexpr std::int64_t no_end = std::numeric_limits<std::int64_t>::max();

void bind_all(Cursor& cursor, std::initializer_list<std::reference_wrapper<const std::vector<Value>>> all) {
  for (const auto& values : all)
    for (const auto& value : values.get()) bind(cursor, value);
}

/// Its place among the view's orders: a cursor of another order is none.
std::size_t place_of(const Walk& walk) {
  for (std::size_t i = 0; i < walk.view->orders.size(); ++i) {
    const auto& order = walk.view->orders[i];
    if (order.filter == walk.order.filter && order.sort == walk.order.sort) return i;
  }
  return 0;
}

// A cursor is the list's name, the order's place and the terms of the last row that was looked at: two words, then "i<number>" or "t<hexadecimal>" each, dots between.
std::string cursor_part(const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return fmt::format("i{}", *number);
  return "t" + to_hex(view_of(std::get<std::string>(value)));
}

Result<Value> cursor_value(std::string_view part) {
  if (part.starts_with('i')) {
    auto number = parse_decimal(part.substr(1), 0);
    if (number) return Value(*number);
  }
  if (part.starts_with('t')) {
    auto bytes = from_hex(part.substr(1));
    if (bytes) return Value(std::string(bytes->begin(), bytes->end()));
  }
  return bad_cursor();
}

Result<std::vector<Value>> terms_of(const std::optional<std::string>& text, const Walk& walk) {
  std::vector<Value> terms;
  if (!text) return terms;
  std::string_view rest = *text;
  const auto part = [&rest] {
    const auto end = std::min(rest.find('.'), rest.size());
    const auto out = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return out;
  };
  if (part() != walk.view->name || part() != std::to_string(place_of(walk))) return bad_cursor();
  while (!rest.empty()) {
    TRY(term, cursor_value(part()));
    terms.push_back(std::move(term));
  }
  return terms.size() == walk.order.terms.size() ? Result<std::vector<Value>>(std::move(terms)) : bad_cursor();
}

std::string cursor_of(const Walk& walk, const Cursor& at) {
  auto text = fmt::format("{}.{}", walk.view->name, place_of(walk));
  for (std::size_t i = 0; i < walk.order.terms.size(); ++i) text += "." + cursor_part(read(at, static_cast<int>(i)));
  return text;
}

Result<void> add_row(Connection& connection, const ListRequest& request, const std::string& sql, const Walk& walk, const std::vector<Value>& key, ListPage& page) {
  auto row = connection.prepare(sql);
  bind_all(row, {walk.changes.bound, key});
  TRY(there, row.step());
  page.rows.push_back(there ? row_as_seen(request, *walk.view, row) : std::vector<Value>(walk.view->columns.size()));
  page.changeable.push_back(there && row.get_integer(static_cast<int>(walk.view->columns.size())) != 0);
  return Done{};
}

/// The page: keys first, by the index; then the rows of those that match.
Result<void> read_page(Connection& connection, const ListRequest& request, const Walk& walk, ListPage& page) {
  TRY(after, terms_of(request.cursor, walk));
  const auto size = std::clamp<std::size_t>(request.page_size, 1, page_size_max);
  const bool ends = !walk.exact() && request.look_max > 0;
  auto cursor = connection.prepare(sql_of_walk(walk, request.cursor.has_value()));
  bind_all(cursor, {walk.rest.bound, walk.walked.bound, after});
  cursor.integer(walk.exact() ? static_cast<std::int64_t>(size + 1) : no_end);
  const int terms = static_cast<int>(walk.order.terms.size()), keys = static_cast<int>(walk.view->key.size());
  const auto row_sql = sql_of_row(walk);
  std::string last;
  for (std::size_t looked = 0;; ++looked) {
    if (ends && looked == request.look_max && !last.empty()) {
      page.further = true;
      page.next = last;
      return Done{};
    }
    TRY(row, cursor.step());
    if (!row) return Done{};
    const bool matches = cursor.get_integer(terms + keys) != 0;
    if (matches && page.rows.size() == size) {
      page.next = last;
      return Done{};
    }
    last = cursor_of(walk, cursor);
    if (!matches) continue;
    std::vector<Value> key;
    for (int i = 0; i < keys; ++i) key.push_back(read(cursor, terms + i));
    MUST(add_row(connection, request, row_sql, walk, key, page));
  }
}

bool is_summed(const View& view) { return std::ranges::any_of(view.columns, &Column::summed); }

/// Sums of the rows that match, when no more than `limit` have to be looked at (`no_end`: however many).
Result<void> read_sums(Connection& connection, const Walk& walk, std::int64_t limit, ListPage& page) {
  auto cursor = connection.prepare(sql_of_sums(walk));
  bind_all(cursor, {walk.rest.bound, walk.walked.bound});
  cursor.integer(limit == no_end ? limit : limit + 1);
  TRY(row, cursor.step());
  if (!row || cursor.get_integer(0) > limit) return Done{};
  page.total = cursor.get_integer(1);
  page.total_is_exact = true;
  int at = 2;
  for (const auto& column : walk.view->columns)
    if (column.summed) page.sums[column.name] = cursor.get_integer(at++);
  return Done{};
}

Result<void> read_count(Connection& connection, const Walk& walk, std::int64_t most, ListPage& page) {
  auto cursor = connection.prepare(sql_of_count(walk));
  for (const auto& value : walk.walked.bound) bind(cursor, value);
  cursor.integer(most + 1);
  TRY(row, cursor.step());
  const auto count = row ? cursor.get_integer(0) : 0;
  page.total = std::min(count, most);
  page.total_is_exact = count <= most;
  return Done{};
}

/// Where the index holds what is asked it is counted there; else as many rows are looked at as for a page.
Result<void> read_totals(Connection& connection, const ListRequest& request, const Walk& walk, ListPage& page) {
  if (request.totals == Totals::none) return Done{};
  if (request.totals == Totals::all) return read_sums(connection, walk, no_end, page);
  const bool few = request.totals == Totals::few;
  const auto looked = few ? few_max : static_cast<std::int64_t>(looked_max);
  if (walk.exact()) {
    MUST(read_count(connection, walk, few ? few_max : total_max, page));
    return page.total_is_exact && page.total <= looked && is_summed(*walk.view) ? read_sums(connection, walk, looked, page) : Result<void>(Done{});
  }
  page.total = static_cast<std::int64_t>(page.rows.size());
  page.total_is_exact = false;
  return read_sums(connection, walk, looked, page);
}

}  // namespace

Result<ListPage> list(Moment& moment, const ListRequest& request) {
  auto& connection = sqlite_of(moment);
  TRY(walk, walk_of(request, request.any_sort ? Reach::all : Reach::page));
  ListPage page;
  page.view = walk.view;
  page.sort = (walk.descending ? "-" : "") + std::string(bare_sort(walk.order.sort));
  MUST(read_page(connection, request, walk, page));
  MUST(read_totals(connection, request, walk, page));
  return page;
}

std::string masked(std::string_view text) {
  const auto begins = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; };  // a character of UTF-8
  const auto length = static_cast<std::size_t>(std::ranges::count_if(text, begins));
  const std::size_t head = length >= 11 ? 3 : 0, tail = length >= 11 ? 4 : length > 4 ? 2 : 0;
  std::string out;
  std::size_t at = 0;
  for (const char byte : text) {
    if (begins(byte)) ++at;
    if (at <= head || at + tail > length) out += byte;
    else if (begins(byte)) out += '*';
  }
  return out;
}

Result<void> for_each_match(Moment& moment, const ListRequest& request,
                            const std::function<void(const View&, const std::vector<Value>&)>& row) {
  auto& connection = sqlite_of(moment);
  TRY(walk, walk_of(request, Reach::all));
  auto cursor = connection.prepare(sql_of_all(walk));
  bind_all(cursor, {walk.walked.bound, walk.rest.bound});
  ManyRows rows(connection, request, *walk.view);
  for (;;) {
    TRY(more, cursor.step());
    if (!more) return Done{};
    TRY(values, rows.next(cursor));
    row(*walk.view, *values);
  }
}

namespace {

/// "cash 60.00; card 40.00 A41F77"
std::string tenders_text(const std::string& kept, int minor_digits) {
  std::string out;
  for (const auto& [tender, amount, reference] : books::parse_tenders(kept))
    out += fmt::format("{}{} {}{}{}", out.empty() ? "" : "; ", word_of(tender), format_decimal(amount.minor(), minor_digits), reference.empty() ? "" : " ", reference);
  return out;
}

}  // namespace

Result<void> export_csv(Moment& moment, const ListRequest& request,
                        const std::function<void(std::string_view line)>& line,
                        const std::function<std::string(const Column&)>& label) {
  auto& connection = sqlite_of(moment);
  const auto* view = find_view(request.view);
  std::string text;
  if (view != nullptr) {
    for (const auto& column : view->columns)
      (text += text.empty() ? "" : ",") += csv_cell(label ? label(column) : column.name, true);
    line(text + "\r\n");
  }
  return for_each_match(connection, request, [&](const View& of, const std::vector<Value>& values) {
    text.clear();
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i > 0) text += ',';
      const auto kind = of.columns[i].kind;
      const auto* said = kind == ColumnKind::text ? std::get_if<std::string>(&values[i]) : nullptr;
      said != nullptr ? add_csv_cell(text, *said) : add_csv_cell(text, text_of(values[i], kind, request.minor_digits), kind == ColumnKind::text);
    }
    line(text += "\r\n");
  });
}

std::string text_of(const Value& value, ColumnKind kind, int minor_digits) {
  if (const auto* text = std::get_if<std::string>(&value)) return kind == ColumnKind::tenders ? tenders_text(*text, minor_digits) : *text;
  const auto* number = std::get_if<std::int64_t>(&value);
  if (number == nullptr) return "";
  switch (kind) {
    case ColumnKind::money: return format_decimal(*number, minor_digits);
    case ColumnKind::energy: return format_decimal(*number, energy_digits);
    case ColumnKind::hundredths: return format_decimal(*number, hundredths_digits);
    case ColumnKind::time: return format_utc(Instant::from_ms(*number));
    case ColumnKind::flag: return *number != 0 ? "true" : "false";
    default: return std::to_string(*number);
  }
}

}  // namespace kwota::store
