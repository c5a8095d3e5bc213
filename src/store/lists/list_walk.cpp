#include "store/lists/list_walk.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"

namespace kwota::store {
namespace {

Error sort_not_offered(std::string_view sort) {
  return error(Fault::request, "sort_not_offered",
               fmt::format("This list cannot be sorted by {} beside these filters: it would have to be read as a whole. Nothing was changed. Choose "
                           "another order, or take fewer filters.", sort),
               {{"column", std::string(sort)}});
}

/// Filters, and the station where a column of the view names it.
std::vector<Filter> filters_of(const ListRequest& request, const View& view) {
  auto filters = request.filters;
  if (!request.station.empty() && view.station == "t.station=@") filters.push_back({"station", Match::is, request.station});
  return filters;
}

bool asks_one(const std::vector<Filter>& filters, std::string_view column) {
  return std::ranges::any_of(filters, [&](const Filter& filter) { return filter.column == column && filter.how == Match::is; });
}

std::string join(const std::vector<std::string>& parts, std::string_view between) {
  std::string out;
  for (const auto& part : parts) ((out += out.empty() ? "" : between) += part);
  return out;
}

/// The order for these filters and this sort; the first that is declared wins.
const Order* order_for(const View& view, const std::vector<Filter>& filters, std::string_view sort) {
  const auto of = [&](auto good) -> const Order* {
    const auto found = std::ranges::find_if(view.orders, good);
    return found == view.orders.end() ? nullptr : &*found;
  };
  const auto served = [&](const Order& order) { return !order.filter.empty() && asks_one(filters, order.filter); };
  const std::string_view wanted = bare_sort(sort.empty() ? std::string_view(view.sort) : sort);
  if (const auto* one = of([&](const Order& order) { return order.one && served(order); })) return one;
  if (const auto* both = of([&](const Order& order) { return served(order) && bare_sort(order.sort) == wanted; })) return both;
  if (sort.empty()) {
    if (const auto* filtered = of(served)) return filtered;
    const auto cut = [&](const Order& order) {
      return order.filter.empty() && std::ranges::any_of(filters, [&](const Filter& filter) { return (filter.how == Match::from || filter.how == Match::to) && filter.column == bare_sort(order.sort); });
    };
    if (const auto* ranged = of(cut)) return ranged;
  }
  return of([&](const Order& order) { return order.filter.empty() && bare_sort(order.sort) == wanted; });
}

/// Any column sorts, nothing before everything: for small lists, and where all rows are seen anyway.
Order order_of_column(const View& view, const Column& column, std::string_view sort) {
  Order order;
  order.sort = sort;
  order.terms = {fmt::format("coalesce({}, {})", column.sql, is_text(column.kind) ? "''" : "0")};
  order.terms.insert(order.terms.end(), view.key.begin(), view.key.end());
  return order;
}

std::string without_quotes(std::string sql) {
  std::erase(sql, '"');
  return sql;
}

/// Whether the order's index holds what the filter asks.
bool holds(const View& view, const Order& order, const Filter& filter) {
  if (filter.how == Match::is && filter.column == order.filter) return true;
  if (filter.how != Match::from && filter.how != Match::to) return false;
  const auto* column = find_column(view, filter.column);
  return column != nullptr && without_quotes(column->sql) == order.terms.front();
}

std::string condition(const Condition& one) { return one.sql.empty() ? "1" : one.sql; }

std::string where(const std::string& sql) { return sql.empty() ? "" : " WHERE " + sql; }

/// Whether a condition asks columns of the list's own rows alone, whose name is t.
bool asks_rows_alone(std::string_view sql) {
  for (auto dot = sql.find('.'); dot != std::string_view::npos; dot = sql.find('.', dot + 1)) {
    const bool own = dot >= 1 && sql[dot - 1] == 't' && (dot == 1 || (!is_letter_or_digit(sql[dot - 2]) && sql[dot - 2] != '_'));
    if (!own) return false;
  }
  return true;
}

std::string order_by(const Walk& walk) {
  const std::string way = walk.descending ? " DESC" : " ASC";
  return " ORDER BY " + join(walk.order.terms, way + ", ") + way;
}

}  // namespace

std::string_view bare_sort(std::string_view sort) { return sort.starts_with('-') ? sort.substr(1) : sort; }

Result<Walk> walk_of(const ListRequest& request, Reach reach) {
  Walk walk;
  walk.view = find_view(request.view);
  if (walk.view == nullptr)
    return error(Fault::request, "unknown_list",
                 fmt::format("There is no list {}. Nothing was changed. Choose another one.", request.view),
                 {{"list", request.view}});
  const auto& view = *walk.view;
  TRY(backward, backward_range(request, view));
  if (backward)
    return error(Fault::request, "range_backwards", "The range ends before it begins: there is nothing in it, and nothing was changed. Exchange its ends.",
                 {{"column", backward->column}, {"from", backward->from}, {"to", backward->to}});
  const auto filters = filters_of(request, view);
  const auto* column = find_column(view, bare_sort(request.sort.empty() ? view.sort : request.sort));
  if (column == nullptr || (column->is_masked() && !request.personal)) return unknown_column(request.sort);
  const auto* order = order_for(view, filters, request.sort);
  // What the search's own ways find is so little that it is sorted as it is asked.
  const bool found = !request.search.empty() && !view.searches.empty();
  const bool any = view.orders.empty() || found || (order == nullptr && reach == Reach::all);
  if (order == nullptr && !any) return sort_not_offered(bare_sort(request.sort));
  walk.order = any ? order_of_column(view, *column, request.sort.empty() ? view.sort : request.sort) : *order;
  walk.descending = (request.sort.empty() ? walk.order.sort : request.sort).starts_with('-');
  walk.walked.also({view.where});
  walk.walked.also({walk.order.among});
  for (const auto& filter : filters) {
    TRY(asked, condition_of(request, view, filter));
    (any || holds(view, walk.order, filter) ? walk.walked : walk.rest).also(asked);
  }
  walk.changes = condition_of_change(request, view);
  auto& others = any ? walk.walked : walk.rest;
  others.also(request.condition);
  if (filters.size() == request.filters.size()) others.also(condition_of_station(request, view));
  others.also(found ? condition_of_ways(request, view) : condition_of_search(request, view));
  return walk;
}

std::string sql_of_walk(const Walk& walk, bool after) {
  auto condition_here = walk.walked.sql;
  if (after) {
    std::string holes;
    for (std::size_t i = 0; i < walk.order.terms.size(); ++i) holes += i == 0 ? "?" : ",?";
    condition_here += fmt::format("{}({}){}({})", condition_here.empty() ? "" : " AND ", join(walk.order.terms, ","), walk.descending ? "<" : ">", holes);
  }
  return fmt::format("SELECT {},{},{} FROM {}{}{} LIMIT ?", join(walk.order.terms, ","), join(walk.view->key, ","), condition(walk.rest), walk.view->from,
                     where(condition_here), order_by(walk));
}

std::string sql_of_row(const Walk& walk) {
  return fmt::format("SELECT {},({}) FROM {} WHERE {}=?", columns_of(*walk.view), condition(walk.changes), walk.view->from, join(walk.view->key, "=? AND "));
}

std::string sql_of_count(const Walk& walk) {
  // Without what only adds columns the rows are counted in an index, and not in the table.
  const auto& from = !walk.view->rows.empty() && asks_rows_alone(walk.walked.sql) ? walk.view->rows : walk.view->from;
  return fmt::format("SELECT count(*) FROM (SELECT 1 FROM {}{} LIMIT ?)", from, where(walk.walked.sql));
}

std::string sql_of_sums(const Walk& walk) {
  std::string outer = "count(*),coalesce(sum(m), 0)", inner = "(" + condition(walk.rest) + ") AS m";
  int number = 0;
  for (const auto& column : walk.view->columns) {
    if (!column.summed) continue;
    inner += fmt::format(",{} AS s{}", column.sum_sql.empty() ? column.sql : column.sum_sql, number);
    outer += fmt::format(",coalesce(sum(CASE WHEN m THEN s{} END), 0)", number++);
  }
  return fmt::format("SELECT {} FROM (SELECT {} FROM {}{} LIMIT ?)", outer, inner, walk.view->from, where(walk.walked.sql));
}

std::string sql_of_all(const Walk& walk) {
  auto all = walk.walked;
  all.also(walk.rest);
  return fmt::format("SELECT {} FROM {}{}{}", columns_by_number(*walk.view), walk.view->from, where(all.sql), order_by(walk));
}

Offers offers(const ListRequest& request) {
  Offers offered;
  const auto* view = find_view(request.view);
  if (view == nullptr) return offered;
  const auto filters = filters_of(request, *view);
  const auto add = [](std::vector<std::string>& names, std::string_view name) {
    if (!name.empty() && std::ranges::find(names, name) == names.end()) names.emplace_back(name);
  };
  const auto seen = [&](std::string_view name) {
    const auto* column = find_column(*view, name);
    return column != nullptr && (!column->is_masked() || request.personal);
  };
  if (view->orders.empty())
    for (const auto& column : view->columns) {
      if (seen(column.name)) add(offered.sorts, column.name);
      add(offered.filters, column.name);
    }
  const bool filtered = std::ranges::any_of(view->orders, [&](const Order& order) { return !order.filter.empty() && asks_one(filters, order.filter); });
  for (const auto& order : view->orders) {
    if ((order.filter.empty() ? !filtered : asks_one(filters, order.filter)) && seen(bare_sort(order.sort))) add(offered.sorts, bare_sort(order.sort));
    add(offered.filters, order.filter);
    if (order.filter.empty() && seen(bare_sort(order.sort))) add(offered.filters, bare_sort(order.sort));
  }
  return offered;
}

}  // namespace kwota::store
