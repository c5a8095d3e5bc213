// Every list of the books, page by page or as a file with all rows that match.
#include <algorithm>
#include <array>

#include "base/parts.h"
#include "people/permissions.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/api/visibility.h"
#include "serve/desk/shown.h"
#include "serve/lists/list_files.h"
#include "serve/lists/list_view.h"
#include "serve/router/answer.h"
#include "serve/router/patience.h"

namespace kwota::serve {
namespace {

/// Which list asks which permission, where its row does not say it (books/listed.h). A list of neither is nobody's.
constexpr std::array listed{
    std::pair{"customers", "customers_read"}, std::pair{"accounts", "customers_read"}, std::pair{"service-points", "customers_read"},
    std::pair{"meters", "meters_read"}, std::pair{"cards", "customers_read"}, std::pair{"places", "customers_read"},
    std::pair{"stations", "stations_read"}, std::pair{"tills", "stations_read"}, std::pair{"codes", "codes_read"}, std::pair{"plans", "tariffs_read"},
    std::pair{"plan-versions", "tariffs_read"}, std::pair{"sales", "sales_read"}, std::pair{"in-doubt", "sales_read"},
    std::pair{"shifts", "shifts_read"}, std::pair{"approvals", "approvals"}, std::pair{"statements", "statements_read"},
    std::pair{"instructions", "statements_read"}, std::pair{"journal", "ledger_read"}, std::pair{"figures-sales", "sales_read"},
    std::pair{"figures-money", "ledger_read"}, std::pair{"figures-receipts", "sales_read"}, std::pair{"figures-openings", "customers_read"},
    std::pair{"entries", "ledger_read"}, std::pair{"balances", "ledger_read"}, std::pair{"audit", "audit_read"}, std::pair{"anchors", "audit_read"},
    std::pair{"operators", "operators_read"}, std::pair{"people-changes", "operators_read|people_countersign"},
    std::pair{"clock-corrections", "audit_read"}, std::pair{"links", "meters_read"}, std::pair{"commands", "meters_read"},
    std::pair{"readings", "statements_read"}, std::pair{"reading-plans", "meters_read"}, std::pair{"areas", "meters_read"},
    std::pair{"day-freezes", "statements_read"}, std::pair{"meter-events", "statements_read"}, std::pair{"remote-accounts", "customers_read"},
    std::pair{"day-charges", "customers_read"}, std::pair{"purse-moves", "customers_read"}, std::pair{"occupants", "customers_read"},
    std::pair{"account-changes", "customers_read"}, std::pair{"meter-swaps", "customers_read"}, std::pair{"debts", "customers_read"},
    std::pair{"scheme-changes", "customers_read"}, std::pair{"visits", "customers_read"}, std::pair{"outlets", "outlets_read"},
    std::pair{"invoices", "invoices_read"}, std::pair{"letters", "letters_read"}, std::pair{"jobs", "jobs"}, std::pair{"month-ends", "ledger_read"},
};

/// The lists of the key system live below /keys.
struct KeyList {
  const char *address, *view, *permission;
};
constexpr std::array key_lists{
    KeyList{"/keys/versions", "key-versions", "keys_read"},      KeyList{"/keys/devices", "key-devices", "keys_read"},
    KeyList{"/keys/ceremonies", "key-ceremonies", "keys_read"},  KeyList{"/keys/campaigns", "key-campaigns", "keys_read"},
    KeyList{"/keys/journal", "key-journal", "key_journal_read"},
};

store::ListRequest request_of(const Request& request, const std::string& view, int digits) {
  store::ListRequest wanted;
  wanted.view = view;
  wanted.minor_digits = digits;
  wanted.search = std::string(request.parameter("q"));
  wanted.sort = std::string(request.parameter("sort"));
  if (request.parameter("count") == "all") wanted.totals = store::Totals::all;
  if (const auto cursor = request.parameter("cursor"); !cursor.empty()) wanted.cursor = std::string(cursor);
  if (const auto size = Asked(object{{"n", std::string(request.parameter("page_size"))}}).number("n"); size > 0)
    wanted.page_size = std::min<std::size_t>(static_cast<std::size_t>(size), store::page_size_max);
  for (const auto& [name, text] : request.query)
    if (name.starts_with("filter.") && !text.empty()) add_filter(wanted.filters, name.substr(7), text);
  return wanted;
}

/// Who may see only his own rows sees only those.
void keep_own(store::ListRequest& wanted, const Call& call, const std::string& permission) {
  if (people::granted(*call.who, permission) == people::Grant::own) wanted.filters.push_back({"operator", store::Match::is, call.who->name});
}

void take_away(ServerParts& server, const CallPtr& call, const TableForm& form, store::ListRequest wanted) {
  server.files->run([&server, call, &form, wanted = std::move(wanted)] {
    auto file = list_file(server, wanted, form.name, {.language = call->language, .made_by = call->who->name, .columns = texts_of(call->request.parameter("columns"))});
    if (!file) return call->refuse(file.error());
    const auto name = wanted.view + "." + std::string(form.name);
    if (const auto out = let_out(server, *call->who, name, file->personal); !out) return call->refuse(out.error());
    call->respond(answer_file(std::move(file->file), form.content_type, name));
  });
}

void answer_list(ServerParts& server, const CallPtr& call, const std::string& view, const std::string& permission) {
  auto wanted = request_of(call->request, view, minor_digits(server));
  keep_own(wanted, *call, permission);
  limit(wanted, visibility_of(*call->who));
  if (const auto* form = list_file_named(call->request.parameter("format"))) return take_away(server, call, *form, std::move(wanted));
  server.lists->run([&server, call, wanted = std::move(wanted)] {
    call->answer(page_of(server, wanted, call->who->name, patience(call, wanted.totals == store::Totals::all ? count_patience : page_patience)));
  });
}

}  // namespace

std::string_view right_of_list(std::string_view view) {
  for (const auto& [name, permission] : listed)
    if (view == name) return permission;
  const auto* declared = store::find_view(view);
  return declared == nullptr ? std::string_view{} : std::string_view(declared->right);
}

void add_key_list_routes(Router& router, ServerParts& server) {
  for (const auto& [address, view, permission] : key_lists)
    router.add({"GET", address, permission, [&server, name = std::string(view), needed = std::string(permission)](const CallPtr& call) {
                  answer_list(server, call, name, needed);
                }});
  router.add({"GET", "/approvals", "approvals", [&server](const CallPtr& call) { answer_list(server, call, "approvals", "approvals"); }});
}

void add_list_routes(Router& router, ServerParts& server) {
  for (const auto& list : store::views()) {
    const std::string view = list.name, needed(right_of_list(view));
    if (!needed.empty()) router.add({"GET", "/" + view, needed, [&server, view, needed](const CallPtr& call) { answer_list(server, call, view, needed); }});
  }
}

}  // namespace kwota::serve
