#include "serve/report/report_pages.h"

#include <algorithm>
#include <boost/json.hpp>

#include "base/bytes.h"

namespace kwota::serve {
namespace {

namespace json = boost::json;

Error bad_cursor() {
  return error(Fault::request, "bad_cursor", "This page belongs to another report, or to other days, groups or filters. Nothing was changed. Begin with the first page.");
}

/// What was asked: a cursor of anything else is none.
json::array asked_of(const report::Made& made) {
  json::array out{made.report->number, made.period.from, made.period.to, json::value_from(made.groups)};
  for (const auto& [name, value] : made.filters) out.push_back(json::value(name + "=" + value));
  return out;
}

std::string cursor_of(const report::Made& made, const report::MadeRow& row) {
  const auto text = json::serialize(json::object{{"asked", asked_of(made)}, {"row", json::value_from(row.names)}});
  return to_hex(view_of(text));
}

/// The names of the row behind which it goes on.
Result<std::vector<std::string>> row_in(const report::Made& made, std::string_view cursor) {
  const auto bytes = from_hex(cursor);
  if (!bytes.ok()) return bad_cursor();
  boost::system::error_code bad;
  const auto read = json::parse(std::string(bytes->begin(), bytes->end()), bad);
  if (bad || !read.is_object() || !read.get_object().contains("asked") || read.at("asked") != json::value(asked_of(made))) return bad_cursor();
  const auto* names = read.get_object().if_contains("row");
  const auto row = names != nullptr ? json::try_value_to<std::vector<std::string>>(*names) : boost::system::result<std::vector<std::string>>(boost::system::error_code(json::error::not_array));
  if (!row || row->size() != made.groups.size()) return bad_cursor();
  return *row;
}

/// Rows stand by their names, or by a figure that the report declares.
std::size_t behind(const report::Made& made, const std::vector<std::string>& names) {
  const auto same = std::ranges::find(made.rows, names, &report::MadeRow::names);
  if (same != made.rows.end()) return static_cast<std::size_t>(same - made.rows.begin()) + 1;
  if (!made.report->sort.empty()) return made.rows.size();  // it is a row no more, and nothing says where it stood
  return static_cast<std::size_t>(std::ranges::upper_bound(made.rows, names, {}, &report::MadeRow::names) - made.rows.begin());
}

}  // namespace

Result<ReportRows> page_of(report::Made made, std::size_t most, std::string_view cursor) {
  ReportRows out{.made = {}, .all = made.rows.size()};
  most = most == 0 ? rows_at_once_most : std::min(most, rows_at_once_most);
  std::size_t from = 0;
  if (!cursor.empty()) {
    TRY(names, row_in(made, cursor));
    from = behind(made, names);
  }
  if (made.report->lines.empty()) {
    const auto to = std::min(from + most, made.rows.size());
    if (to < made.rows.size()) out.next = cursor_of(made, made.rows[to - 1]);
    made.rows = std::vector<report::MadeRow>(made.rows.begin() + static_cast<std::ptrdiff_t>(std::min(from, to)), made.rows.begin() + static_cast<std::ptrdiff_t>(to));
  }
  out.made = std::move(made);
  return out;
}

}  // namespace kwota::serve
