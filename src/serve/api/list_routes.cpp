// Every list of the books, page by page or as a file with all rows that match.
#include <array>

#include "sell/shift/permissions.h"
#include "serve/api/answer.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/api/shown.h"
#include "serve/words/words.h"
#include "store/query.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::value;

/// Which list asks which permission. A list that is not here is nobody's.
constexpr std::array listed{
    std::pair{"customers", "customers_read"},   std::pair{"accounts", "customers_read"},     std::pair{"service-points", "customers_read"},
    std::pair{"meters", "meters_read"},         std::pair{"cards", "customers_read"},        std::pair{"places", "customers_read"},
    std::pair{"stations", "stations_read"},     std::pair{"tills", "stations_read"},         std::pair{"codes", "codes_read"},
    std::pair{"plans", "tariffs_read"},         std::pair{"plan-versions", "tariffs_read"},  std::pair{"sales", "sales_read"},
    std::pair{"in-doubt", "sales_read"},        std::pair{"shifts", "shifts_read"},          std::pair{"approvals", "approvals"},
    std::pair{"statements", "statements_read"}, std::pair{"instructions", "statements_read"}, std::pair{"journal", "ledger_read"},
    std::pair{"entries", "ledger_read"},        std::pair{"balances", "ledger_read"},        std::pair{"audit", "audit_read"},
    std::pair{"anchors", "audit_read"},         std::pair{"operators", "operators_read"},
};

value shown(const store::Value& cell, store::ColumnKind kind, int digits) {
  if (std::holds_alternative<std::monostate>(cell)) return nullptr;
  if (kind == store::ColumnKind::integer && std::holds_alternative<std::int64_t>(cell)) return std::get<std::int64_t>(cell);
  if (kind == store::ColumnKind::flag && std::holds_alternative<std::int64_t>(cell)) return std::get<std::int64_t>(cell) != 0;
  return value(store::text_of(cell, kind, digits));
}

/// "a,b" any of, "from..to" between, else equal.
void add_filter(std::vector<store::Filter>& filters, const std::string& column, const std::string& text) {
  if (const auto range = text.find(".."); range != std::string::npos) {
    if (range > 0) filters.push_back({column, "from", text.substr(0, range)});
    if (range + 2 < text.size()) filters.push_back({column, "to", text.substr(range + 2)});
  } else {
    filters.push_back({column, text.find(',') == std::string::npos ? "is" : "in", text});
  }
}

store::ListRequest request_of(const Request& request, const std::string& view, int digits) {
  store::ListRequest wanted;
  wanted.view = view;
  wanted.minor_digits = digits;
  wanted.search = std::string(request.parameter("q"));
  wanted.sort = std::string(request.parameter("sort"));
  if (const auto cursor = request.parameter("cursor"); !cursor.empty()) wanted.cursor = std::string(cursor);
  if (const auto size = Asked(object{{"n", std::string(request.parameter("page_size"))}}).number("n"); size > 0)
    wanted.page_size = std::min<std::size_t>(static_cast<std::size_t>(size), store::page_size_max);
  for (const auto& [name, text] : request.query)
    if (name.starts_with("filter.") && !text.empty()) add_filter(wanted.filters, name.substr(7), text);
  return wanted;
}

/// Who may see only his own rows sees only those.
void keep_own(store::ListRequest& wanted, const Call& call, const std::string& permission) {
  if (shift::granted(*call.who, permission) == shift::Grant::own) wanted.filters.push_back({"operator", "is", call.who->name});
}

Result<object> page_of(House& house, const store::ListRequest& wanted) {
  return house.books.query([&](store::Connection& connection) -> Result<object> {
    TRY(page, store::list(connection, wanted));
    array rows;
    for (const auto& cells : page.rows) {
      object row;
      for (std::size_t i = 0; i < cells.size(); ++i) row[page.view->columns[i].name] = shown(cells[i], page.view->columns[i].kind, wanted.minor_digits);
      rows.push_back(std::move(row));
    }
    object totals;
    for (const auto& [name, sum] : page.sums)
      for (const auto& column : page.view->columns)
        if (column.name == name) totals[name] = store::text_of(store::Value(sum), column.kind, wanted.minor_digits);
    return object{{"rows", std::move(rows)}, {"next", page.next ? value(*page.next) : value(nullptr)}, {"total", page.total},
                  {"total_is_exact", page.total_is_exact}, {"totals", std::move(totals)}};
  });
}

void download(House& house, const CallPtr& call, store::ListRequest wanted) {
  house.workers.run([&house, call, wanted = std::move(wanted)] {
    std::string text = "\xEF\xBB\xBF";  // table programs know UTF-8 by it
    const auto done = house.books.query([&](store::Connection& connection) {
      return store::export_csv(
          connection, wanted, [&text](std::string_view line) { text += line; },
          [&call](const store::Column& column) { return say(call->language, "column." + column.name); });
    });
    if (!done) return call->refuse(done.error());
    call->respond(answer_download(std::move(text), "text/csv; charset=utf-8", wanted.view + ".csv"));
  });
}

void answer_list(House& house, const CallPtr& call, const std::string& view, const std::string& permission) {
  auto wanted = request_of(call->request, view, minor_digits(house));
  keep_own(wanted, *call, permission);
  if (call->request.parameter("format") == "csv") return download(house, call, std::move(wanted));
  call->answer(page_of(house, wanted));
}

}  // namespace

void add_list_routes(Router& router, House& house) {
  for (const auto& [name, permission] : listed) {
    const std::string view = name, needed = permission;
    router.add({"GET", "/" + view, needed, [&house, view, needed](const CallPtr& call) { answer_list(house, call, view, needed); }});
  }
}

}  // namespace kwota::serve
