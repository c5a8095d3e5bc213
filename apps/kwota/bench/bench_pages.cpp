#include "kwota/bench/bench_pages.h"

#include <algorithm>

namespace kwota::app {

Took took_of(std::vector<double> milliseconds) {
  if (milliseconds.empty()) return {};
  std::ranges::sort(milliseconds);
  return {milliseconds[milliseconds.size() / 2], milliseconds[std::min(milliseconds.size() - 1, milliseconds.size() * 95 / 100)]};
}

double milliseconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
}

Result<std::vector<std::string>> values_in(store::Moment& connection, const store::ListRequest& request, std::string_view column, std::size_t many) {
  TRY(page, store::list(connection, request));
  const auto& columns = page.view->columns;
  const auto at = static_cast<std::size_t>(std::ranges::find(columns, column, &store::Column::name) - columns.begin());
  std::vector<std::string> values;
  if (at == columns.size()) return values;
  const auto step = std::max<std::size_t>(1, page.rows.size() / many);
  for (std::size_t i = 0; i < page.rows.size(); i += step)
    if (auto text = store::text_of(page.rows[i][at], columns[at].kind, 2); !text.empty()) values.push_back(std::move(text));
  return values;
}

}  // namespace kwota::app
