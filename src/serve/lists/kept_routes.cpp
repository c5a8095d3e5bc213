// The registers that say themselves how they are kept (books/listed.h), as the console makes their pages of them.
#include <algorithm>

#include "books/key.h"
#include "books/listed.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/lists/list_view.h"
#include "serve/lists/query_viewer.h"
#include "serve/queries/query_forms.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::object;

/// In the order of the form. What names a row is `fixed`: filled in once and never changed.
array fields_of(const books::Form& form, const array& key) {
  array out;
  for (const auto& field : form.fields)
    if (!field.column.empty())
      out.push_back(object{{"name", field.column},
                           {"required", field.need == books::Need::must},
                           {"fixed", std::ranges::find(key, boost::json::value(field.column)) != key.end()},
                           {"start", field.start}});
  return out;
}

template <class Row>
void tell(array& rows, const queries::Viewer& viewer) {
  if constexpr (requires { Row::by_form; }) {
    const auto* view = store::find_view(Row::list.name);
    if (!viewer.may(view->name).ok()) return;
    const auto names = books::key_names<Row>();
    array key(names.begin(), names.end());
    auto columns = declared(*view, viewer).at("fields");
    rows.push_back(object{{"register", view->name},
                          {"right", Row::list.right.words()},
                          {"write", Row::by_form.right.word()},
                          {"menu", Row::by_form.menu},
                          {"sort", view->sort},
                          {"form", fields_of(Row::by_form, key)},
                          {"key", std::move(key)},
                          {"columns", std::move(columns)}});
  }
}

template <class... Rows>
array told(const queries::Viewer& viewer, books::Kinds<Rows...>) {
  array rows;
  (tell<Rows>(rows, viewer), ...);
  return rows;
}

void get_registers(ServerParts& server, const CallPtr& call) { call->answer(object{{"rows", told(viewer_of(server, *call), books::RegisterKinds{})}}); }

}  // namespace

void add_kept_routes(Router& router, ServerParts& server) { adding_to(router, server)("GET", "/registers", need::session, get_registers); }

}  // namespace kwota::serve
