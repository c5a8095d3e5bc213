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

}  // namespace

Result<AskedReportPage> asked_page(std::size_t most, std::string_view cursor) {
  AskedReportPage out{{.most = most == 0 ? rows_at_once_most : std::min(most, rows_at_once_most)}};
  if (cursor.empty()) return out;
  const auto bytes = from_hex(cursor);
  if (!bytes.ok()) return bad_cursor();
  boost::system::error_code bad;
  const auto read = json::parse(std::string(bytes->begin(), bytes->end()), bad);
  if (bad || !read.is_object() || !read.get_object().contains("asked") || !read.get_object().contains("row")) return bad_cursor();
  const auto row = json::try_value_to<std::vector<std::string>>(read.at("row"));
  if (!row) return bad_cursor();
  out.page.after = *row;
  out.of = json::serialize(read.at("asked"));
  return out;
}

Result<void> belongs(const AskedReportPage& asked, const report::Made& made) {
  if (asked.of.empty()) return Done{};
  if (asked.of != json::serialize(asked_of(made)) || asked.page.after.size() != made.groups.size()) return bad_cursor();
  return Done{};
}

std::optional<std::string> next_of(const report::Made& page, bool more) {
  return more && !page.rows.empty() ? std::optional(cursor_of(page, page.rows.back())) : std::nullopt;
}

}  // namespace kwota::serve
