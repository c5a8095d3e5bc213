// Every list of the books, page by page or as a file with all rows that match.
#include <algorithm>
#include <array>

#include "base/text/parts.h"
#include "people/permissions.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/api/visibility.h"
#include "serve/desk/shown.h"
#include "serve/lists/list_files.h"
#include "serve/lists/list_view.h"
#include "serve/lists/made/made_lists.h"
#include "serve/router/answer.h"
#include "serve/router/description.h"
#include "serve/router/patience.h"

namespace kwota::serve {
namespace {

static_assert(list_page_most == static_cast<int>(store::page_size_max), "who asks for more is refused by the description");

struct ListRight {
  std::string_view view;
  books::Rights rights;
};
/// Which list asks which right, where its row does not say it (books/listed.h). A list of neither is nobody's.
constexpr std::array listed{
    ListRight{"accounts", "customers_read"}, ListRight{"cards", "customers_read"}, ListRight{"plans", "tariffs_read"}, ListRight{"plan-versions", "tariffs_read"},
    ListRight{"sales", "sales_read"}, ListRight{"in-doubt", "sales_read"}, ListRight{"shifts", "shifts_read"},
    ListRight{"approvals", "approvals"}, ListRight{"statements", "statements_read"},
    ListRight{"instructions", "statements_read"}, ListRight{"journal", "ledger_read"},
    ListRight{"figures-sales", "sales_read"}, ListRight{"figures-money", "ledger_read"},
    ListRight{"figures-receipts", "sales_read"}, ListRight{"figures-openings", "customers_read"},
    ListRight{"entries", "ledger_read"}, ListRight{"balances", "ledger_read"}, ListRight{"audit", "audit_read"},
    ListRight{"anchors", "audit_read"}, ListRight{"operators", "operators_read"},
    ListRight{"people-changes", "operators_read|people_countersign"}, ListRight{"clock-corrections", "audit_read"},
    ListRight{"links", "meters_read"}, ListRight{"commands", "meters_read"}, ListRight{"readings", "statements_read"},
    ListRight{"day-freezes", "statements_read"},
    ListRight{"meter-events", "statements_read"}, ListRight{"remote-accounts", "customers_read"},
    ListRight{"day-charges", "customers_read"}, ListRight{"purse-moves", "customers_read"},
    ListRight{"account-changes", "customers_read"},
    ListRight{"meter-swaps", "customers_read"},
    ListRight{"scheme-changes", "customers_read"}, ListRight{"visits", "customers_read"},
    ListRight{"outlets", "outlets_read"}, ListRight{"invoices", "invoices_read"}, ListRight{"letters", "letters_read"},
    ListRight{"jobs", "jobs"}, ListRight{"month-ends", "ledger_read"},
};

/// The lists of the key system live below /keys.
struct KeyList {
  const char *address, *view;
  books::Right right;
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
  if (request.parameter("count") == "few") wanted.totals = store::Totals::few;
  if (const auto cursor = request.parameter("cursor"); !cursor.empty()) wanted.cursor = std::string(cursor);
  if (const auto size = Asked(object{{"n", std::string(request.parameter("page_size"))}}).number("n"); size > 0)
    wanted.page_size = static_cast<std::size_t>(size);
  for (const auto& [name, text] : request.query)
    if (name.starts_with("filter.") && !text.empty()) add_filter(wanted.filters, name.substr(7), text);
  return wanted;
}

/// Who may see only his own rows sees only those. What a form keeps and names no operator is nobody's own: from the same numbers of invoices all cashiers give.
void keep_own(store::ListRequest& wanted, const Call& call, books::Rights rights) {
  const auto* view = store::find_view(wanted.view);
  if (view != nullptr && view->kept_by_form && store::find_column(*view, "operator") == nullptr) return;
  if (people::best_granted(*call.who, rights) == people::Grant::own) wanted.filters.push_back({"operator", store::Match::is, call.who->name});
}

void take_away(ServerParts& server, const CallPtr& call, FileForm form, store::ListRequest wanted) {
  server.files->run([&server, call, form, wanted = std::move(wanted)] {
    auto file = list_file(server, wanted, form, {.language = call->language, .made_by = call->who->name, .columns = texts_of(call->request.parameter("columns"))});
    if (!file) return call->refuse(file.error());
    const auto name = named(wanted.view, form);
    if (const auto out = let_out(server, *call->who, name, file->personal); !out) return call->refuse(out.error());
    call->respond(answer_file(std::move(file->file), content_type(form), name));
  });
}

void answer_list(ServerParts& server, const CallPtr& call, const std::string& view, books::Rights rights) {
  auto wanted = request_of(call->request, view, minor_digits(server));
  keep_own(wanted, *call, rights);
  limit(wanted, visibility_of(*call->who));
  if (const auto form = list_file_asked(call->request.parameter("format"))) return take_away(server, call, *form, std::move(wanted));
  server.lists->run([&server, call, wanted = std::move(wanted)] {
    call->answer(page_of(server, wanted, call->who->name, patience(call, wanted.totals == store::Totals::all ? count_patience : page_patience)));
  });
}

}  // namespace

books::Rights right_of_list(std::string_view view) {
  for (const auto& [name, rights] : listed)
    if (view == name) return rights;
  const auto* declared = store::find_view(view);
  return declared == nullptr ? books::Rights{} : declared->right;
}

std::vector<ShownList> shown_lists() {
  std::vector<ShownList> out;
  for (const auto& view : store::views())
    if (const auto rights = right_of_list(view.name); !rights.empty()) out.push_back({view.name, "/" + view.name, rights});
  for (const auto& made : made_lists()) out.push_back({std::string(made.name), "/" + std::string(made.name), made.right});
  for (const auto& list : key_lists) out.push_back({list.view, list.address, list.right});
  return out;
}

void add_key_list_routes(Router& router, ServerParts& server) {
  for (const auto& [address, view, right] : key_lists)
    router.add({"GET", address, right, [&server, name = std::string(view), right = right](const CallPtr& call) { answer_list(server, call, name, right); }});
  router.add({"GET", "/approvals", "approvals", [&server](const CallPtr& call) { answer_list(server, call, "approvals", "approvals"); }});
}

void add_list_routes(Router& router, ServerParts& server) {
  for (const auto& list : store::views()) {
    const std::string view = list.name;
    const auto rights = right_of_list(view);
    if (!rights.empty()) router.add({"GET", "/" + view, rights, [&server, view, rights](const CallPtr& call) { answer_list(server, call, view, rights); }});
  }
}

}  // namespace kwota::serve
