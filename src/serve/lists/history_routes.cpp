// What became of one row of a list: who changed it, when, by which right, and each column before and after, out of the audit trail. Whoever may see the
// row may see its history, with what is personal masked as in the list.
#include "base/cause.h"
#include "people/permissions.h"
#include "serve/api/asked.h"
#include "serve/api/called.h"
#include "serve/api/routes.h"
#include "serve/api/visibility.h"
#include "serve/desk/shown.h"
#include "serve/lists/changes.h"
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

/// A stroke inside of a part of a key, as in the code of a stall, comes as %2F: others stand between the parts.
std::string with_strokes(std::string_view part) {
  constexpr std::string_view stroke = "%2F";
  std::string out(part);
  for (auto at = out.find(stroke); at != std::string::npos; at = out.find(stroke, at + 1)) out.replace(at, stroke.size(), "/");
  return out;
}

Error not_found(const std::string& what) { return error(Fault::request, Cause::not_found, "There is nothing of this name.", {{"what", what}}); }

Result<RowAsked> row_asked(const Call& call) {
  const std::string list(call.request.parameter("list")), key(call.request.parameter("key"));
  RowAsked out;
  out.view = store::find_view(list);
  const auto rights = right_of_list(list);
  if (out.view == nullptr || rights.empty() || !out.view->from.starts_with('"')) return not_found(list);
  if (people::best_granted(*call.who, rights) != people::Grant::yes)
    return error(Fault::refused, Cause::permission_denied, "This operator may not see that list; nothing was asked.", {{"permission", rights.words()}});
  out.object = std::string(out.view->from.substr(1, out.view->from.find('"', 1) - 1));
  std::string_view rest = key;
  for (const auto& sql : out.view->key) {
    if (store::find_column(*out.view, bare(sql)) == nullptr) return not_found(list);  // a chain's own row, whose number nobody names
    const auto end = &sql == &out.view->key.back() ? rest.size() : std::min(rest.find('/'), rest.size());
    out.filters.push_back({bare(sql), store::Match::is, with_strokes(rest.substr(0, end))});
    out.object += "/" + out.filters.back().value;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return out;
}

void get_history(ServerParts& server, const CallPtr& call) {
  const auto asked = row_asked(*call);
  if (!asked) return call->refuse(asked.error());
  server.lookups->run([&server, call, asked = *asked] {
    if (const auto row = row_of(server, *call->who, asked.view->name, asked.filters); !row) return call->refuse(cause_of(row.error()) == Cause::bad_filter ? not_found(asked.object) : row.error());
    const auto personal = visibility_of(*call->who).personal;
    const auto digits = minor_digits(server);
    call->answer(server.books.walk([&](store::Moment& connection) -> Result<object> {
      const store::BooksReader reader(connection);
      array rows;
      for (const auto& audit : reader.newest(books::Audit::of_object, shown_most, asked.object))
        if (auto changes = changes_of(audit.details, {asked.view, personal, digits, [&](const std::string& name) { return called(reader, name); }})) {
          object one{{"time", time_text(audit.time)}, {"operator", audit.operator_name}, {"action", audit.action}, {"changes", std::move(*changes)}};
          say_people(reader, one, {"operator"});
          rows.push_back(std::move(one));
        }
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
