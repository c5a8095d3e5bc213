// What became of one row of a list: who changed it, when, by which right, and each column before and after, out of the audit trail. Whoever may see the
// row may see its history, with what is personal masked as in the list.
#include "people/permissions.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/api/visibility.h"
#include "serve/desk/shown.h"
#include "serve/lists/list_view.h"
#include "store/draft/moment.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

/// Newest changes that a drawer shows; all of them stand in the audit trail. [K]
constexpr std::size_t shown_most = 50;

/// Whoever may see any list; which one is asked of the address.
constexpr Need any_list = "customers_read|meters_read|stations_read|codes_read|tariffs_read|operators_read|sales_read|statements_read|audit_read";

struct RowAsked {
  const store::View* view = nullptr;
  std::vector<store::Filter> filters;
  std::string object;  ///< as audit entries name it: "customer/000000000001"
};

/// t."number" -> number
std::string bare(std::string_view sql) {
  const auto from = sql.find('"');
  return from == std::string_view::npos ? std::string(sql) : std::string(sql.substr(from + 1, sql.rfind('"') - from - 1));
}

Error not_found(const std::string& what) { return error(Fault::request, "not_found", "There is nothing of this name.", {{"what", what}}); }

Result<RowAsked> row_asked(const Call& call) {
  const std::string list(call.request.parameter("list")), key(call.request.parameter("key"));
  RowAsked out;
  out.view = store::find_view(list);
  const auto rights = right_of_list(list);
  if (out.view == nullptr || rights.empty() || !out.view->from.starts_with('"')) return not_found(list);
  if (people::best_granted(*call.who, rights) != people::Grant::yes)
    return error(Fault::refused, "permission_denied", "This operator may not see that list; nothing was asked.", {{"permission", rights.words()}});
  std::string_view rest = key;
  for (const auto& sql : out.view->key) {
    if (store::find_column(*out.view, bare(sql)) == nullptr) return not_found(list);  // a chain's own row, whose number nobody names
    const auto end = &sql == &out.view->key.back() ? rest.size() : std::min(rest.find('/'), rest.size());
    out.filters.push_back({bare(sql), store::Match::is, std::string(rest.substr(0, end))});
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  const auto from = std::string_view(out.view->from);
  out.object = std::string(from.substr(1, from.find('"', 1) - 1)) + "/" + key;
  return out;
}

/// A value of a column as its list writes it.
value shown_value(const value& raw, const store::Column* column, bool personal, int digits) {
  store::Value cell;
  if (raw.is_int64()) cell = raw.get_int64();
  else if (raw.is_string()) cell = std::string(raw.get_string());
  if (std::holds_alternative<std::monostate>(cell)) return nullptr;
  const bool whole = std::holds_alternative<std::int64_t>(cell);
  auto text = column == nullptr || whole == store::is_text(column->kind) ? (whole ? std::to_string(std::get<std::int64_t>(cell)) : std::get<std::string>(cell))
                                                                        : store::text_of(cell, column->kind, digits);
  return value(column != nullptr && column->is_masked() && !personal ? store::masked(text) : text);
}

/// {"state":["active","blocked"]} of a change, {"name":"Li Wei"} of a new row. Technical columns are left out; nothing: no others changed.
std::optional<array> changes_of(const books::Audit& audit, const store::View& view, bool personal, int digits) {
  array out;
  bool left_out = false;
  boost::system::error_code failed;
  const auto details = boost::json::parse(audit.details, failed);
  if (failed || !details.is_object()) return out;
  for (const auto& [name, said] : details.get_object()) {
    const auto* column = store::find_column(view, std::string_view(name.data(), name.size()));
    if (column != nullptr && column->technical) {
      left_out = true;
      continue;
    }
    const bool changed = said.is_array() && said.get_array().size() == 2;
    out.push_back(object{{"column", name},
                         {"before", changed ? shown_value(said.get_array()[0], column, personal, digits) : value(nullptr)},
                         {"after", shown_value(changed ? said.get_array()[1] : said, column, personal, digits)}});
  }
  if (left_out && out.empty()) return std::nullopt;
  return out;
}

void get_history(ServerParts& server, const CallPtr& call) {
  const auto asked = row_asked(*call);
  if (!asked) return call->refuse(asked.error());
  server.lookups->run([&server, call, asked = *asked] {
    if (const auto row = row_of(server, *call->who, asked.view->name, asked.filters); !row) return call->refuse(row.error().code == "bad_filter" ? not_found(asked.object) : row.error());
    const auto personal = visibility_of(*call->who).personal;
    const auto digits = minor_digits(server);
    call->answer(server.books.walk([&](store::Moment& connection) -> Result<object> {
      const store::BooksReader reader(connection);
      array rows;
      for (const auto& audit : reader.newest(books::Audit::of_object, shown_most, asked.object))
        if (auto changes = changes_of(audit, *asked.view, personal, digits))
          rows.push_back(object{{"time", time_text(audit.time)}, {"operator", audit.operator_name}, {"action", audit.action}, {"changes", std::move(*changes)}});
      if (reader.failure()) return *reader.failure();
      return object{{"rows", std::move(rows)}};
    }));
  });
}

}  // namespace

void add_history_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("GET", "/history", any_list, get_history);
}

}  // namespace kwota::serve
