// The registers that say themselves how they are listed and kept (books/listed.h), as the console makes their pages of them.
#include <algorithm>
#include <array>
#include <span>

#include "books/key.h"
#include "books/listed.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/lists/list_view.h"
#include "serve/lists/query_viewer.h"
#include "serve/queries/query_forms.h"
#include "serve/router/row_schema.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

/// In the order of the form. What names a row is `fixed`: filled in once and never changed.
array fields_of(const books::Form& form, const array& key) {
  array out;
  for (const auto& field : form.fields)
    if (!field.column.empty() && field.need != books::Need::unasked)
      out.push_back(object{{"name", field.column},
                           {"required", field.need == books::Need::must},
                           {"fixed", std::ranges::find(key, value(field.column)) != key.end()},
                           {"start", field.start},
                           {"source", field.source},
                           {"free", field.is_free},
                           {"words", array_of(field.words)}});
  return out;
}

object action_of(const books::Action& action) {
  constexpr std::array<std::string_view, 3> kinds{"text", "day", "reason"};
  array fields;
  for (const auto& field : action.fields)
    if (!field.name.empty())
      fields.push_back(object{{"name", field.name}, {"kind", kinds.at(static_cast<std::size_t>(field.what))}, {"required", field.need == books::Need::must}});
  return {{"name", action.name}, {"right", action.right.word()}, {"fields", std::move(fields)}, {"column", action.column}, {"says", array_of(action.says)}};
}

/// Those that a page begins with first and in their order; the others are `hidden` until somebody chooses them. Technical ones are none of a page's.
array columns_of(const store::View& view, std::span<const std::string_view> shown, const queries::Viewer& viewer) {
  array fields;
  auto all_fields = declared(view, viewer).at("fields").as_array();
  for (auto& field : all_fields)
    if (!store::find_column(view, std::string_view(field.at("name").as_string()))->technical) fields.push_back(std::move(field));
  const bool all = shown.front().empty();
  const auto place_of = [&](const value& field) { return std::ranges::find(shown, std::string_view(field.at("name").as_string())) - shown.begin(); };
  for (auto& field : fields) field.as_object()["hidden"] = !all && place_of(field) == std::ssize(shown);
  std::ranges::stable_sort(fields, {}, place_of);
  return fields;
}

/// What is worth a page: it is kept by a form, or says what its page shows.
template <class Row>
constexpr bool is_told() {
  if constexpr (requires { Row::by_form; })
    return true;
  else if constexpr (requires { Row::list; })
    return !Row::list.menu.empty() || !Row::list.shown.front().empty() || !Row::list.related.front().list.empty();
  else
    return false;
}

template <class Row>
void tell(array& rows, const queries::Viewer& viewer) {
  if constexpr (is_told<Row>()) {
    const books::Listed& list = Row::list;
    const auto* view = store::find_view(list.name);
    if (!viewer.may(view->name).ok()) return;
    const auto names = books::key_names<Row>();
    array key(names.begin(), names.end()), related, actions, form;
    std::string_view write;
    for (const auto& one : list.related)
      if (!one.list.empty() && viewer.may(one.list).ok()) related.push_back(object{{"list", one.list}, {"by", one.by}});
    if constexpr (requires { Row::actions; })
      for (const books::Action& one : Row::actions) actions.push_back(action_of(one));
    if constexpr (requires { Row::by_form; }) {
      form = fields_of(Row::by_form, key);
      write = Row::by_form.right.word();
    }
    rows.push_back(object{{"register", view->name},
                          {"right", list.right.words()},
                          {"write", write},
                          {"menu", list.menu},
                          {"sort", view->sort},
                          {"divided", list.divided},
                          {"form", std::move(form)},
                          {"key", std::move(key)},
                          {"columns", columns_of(*view, list.shown, viewer)},
                          {"related", std::move(related)},
                          {"actions", std::move(actions)}});
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
