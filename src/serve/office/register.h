// A register as routes: one row to look at, a new row, a changed one. How a row is named and taken out of a request follows from its columns
// (kept()); what may stand in the books is decided by a use-case, or by the row's own form (books/listed.h). Guarantees: nobody overwrites
// what he has not seen – a change says the version it began from.   Begin with kept() and add_register().
#pragma once
#include <functional>

#include "base/cause.h"
#include "books/key.h"
#include "books/listed.h"
#include "serve/api/asked.h"
#include "serve/api/taken.h"
#include "serve/lists/list_view.h"
#include "serve/office/register_import.h"

namespace kwota::serve {

template <class Row>
struct Register {
  std::string view;              ///< "/<view>" is its address and its list
  std::vector<std::string> key;  ///< members that name a row, also in the address
  books::Rights read;            ///< any one is enough
  books::Right write;
  /// The row of this name. Errors of a malformed name.
  std::function<Result<std::optional<Row>>(const books::Reader& books, const Asked& key)> known;
  /// What a request says over what the books have; members that do not come stay as they are.
  std::function<Result<Row>(const Asked& body, Row row)> take;
  std::function<Result<books::Decision<Row>>(const books::Reader& books, const Row& row, const Asked& body, const people::Context& context)> put;
  /// The row's name as filters of its list.
  std::function<std::vector<store::Filter>(const Row& row)> named;
  /// What follows from a row that was put, off the writer's thread; may be none.
  std::function<void(ServerParts& server, const Call& call, const Row& row)> after = nullptr;
};

/// A use-case that needs nothing but the row, or who puts it and when.
template <class Row, auto put>
Result<books::Decision<Row>> put_row(const books::Reader& books, const Row& row, const Asked&, const people::Context& context) {
  if constexpr (std::invocable<decltype(put), const books::Reader&, const Row&, const people::Context&>)
    return put(books, row, context);
  else
    return put(books, row);
}

/// A member's text, or what was there when the member does not come.
inline std::string text_or(const Asked& asked, std::string_view name, const std::string& before) {
  return asked.has(name) ? asked.text(name) : before;
}

namespace detail {

inline std::string text_of(const books::Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  const auto* text = std::get_if<std::string>(&value);
  return text == nullptr ? std::string{} : *text;
}

template <class Row>
Result<std::optional<Row>> known_by_key(const books::Reader& books, const Asked& key) {
  TRY(named, taken(key, Row{}, books::key_names<Row>()));
  return books.first<Row>({.table = &books::table_of<Row>(), .equal = books::key_values(named), .from = {}, .up_to = {}});
}

template <class Row>
std::vector<store::Filter> named_by_key(const Row& row) {
  std::vector<store::Filter> out;
  const auto values = books::key_values(row);
  for (const auto name : books::key_names<Row>()) out.push_back({std::string(name), store::Match::is, text_of(values[out.size()])});
  return out;
}

/// The columns of the row's form.
template <class Row>
std::vector<std::string_view> form_columns() {
  std::vector<std::string_view> out;
  for (const auto& field : Row::by_form.fields)
    if (!field.column.empty()) out.push_back(field.column);
  return out;
}

inline Result<void> is_there(const books::Reader& books, MeterNumber meter) {
  if (books.find<books::Meter>(meter)) return Done{};
  return error(Fault::request, "unknown_meter", "There is no such meter; nothing was changed.", {{"meter", to_text(meter)}});
}
inline Result<void> is_there(const books::Reader& books, CustomerNumber customer) {
  if (books.find<books::Customer>(customer)) return Done{};
  return error(Fault::request, "unknown_customer", "There is no such customer; nothing was changed.", {{"customer", to_text(customer)}});
}

/// Numbers of things, days and times have no value that is none: it is the one that a new row has.
template <class Value>
bool says_nothing(const Value& value) {
  if constexpr (std::is_integral_v<Value> || Worded<Value> || std::is_convertible_v<Value, std::string_view>)
    return text_of(books::value_of(value)).empty();
  else
    return books::value_of(value) == books::value_of(Value{});
}

/// What must be said is said, and whom it names the books know. Errors `field_missing` {field}, unknown_meter, unknown_customer.
template <class Row>
Result<void> filled_in(const books::Reader& books, const Row& row) {
  Result<void> good;
  Row::columns([&]<class Value>(std::string_view name, Value Row::*column) {
    const auto field = std::ranges::find(Row::by_form.fields, name, &books::FormField::column);
    if (!good.ok() || field == Row::by_form.fields.end()) return;
    const bool empty = says_nothing(row.*column);
    if (empty && field->need == books::Need::must)
      good = field_missing(name);
    else if constexpr (requires { is_there(books, row.*column); })
      if (!empty) good = is_there(books, row.*column);
  });
  return good;
}

inline boost::json::value key_of(const Call& call) {
  boost::json::object key;
  for (const auto& [name, text] : call.path) key[name] = text;
  return key;
}

template <class Row>
Result<books::Decision<Row>> decide_row(const Register<Row>& reg, const books::Reader& books, const Call& call,
                                        const people::Context& context) {
  const Asked body(call.body);
  const bool making = call.request.method == "POST";
  const auto key = key_of(call);
  TRY(before, reg.known(books, making ? body : Asked(key)));
  const auto name = before ? store::name_of(*before) : call.request.path;
  if (making && before)
    return error(Fault::refused, "already_there", "There is one with this name already; nothing was changed.", {{"what", name}});
  if (!making && !before) return error(Fault::request, Cause::not_found, "There is nothing of this name.", {{"what", name}});
  if (!making) {
    TRY(seen, body.required("version"));
    MUST(seen_as_it_is(before, seen));
  }
  TRY(row, reg.take(body, before ? *before : Row{}));
  if (before && store::name_of(row) != name)
    return error(Fault::refused, "in_use", "A name is never changed; make a new row.", {{"object", name}});
  return reg.put(books, row, body, context);
}

template <class Row>
void change_row(ServerParts& server, const CallPtr& call, const Register<Row>& reg) {
  show_beside_conflict(*call, [&server, &reg, caller = call.get()] {
    std::vector<store::Filter> filters;
    for (const auto& name : reg.key) filters.push_back({name, store::Match::is, caller->path.at(name)});
    return row_of(server, *caller->who, reg.view, filters);
  });
  server.workers.run([&server, call, &reg] {
    const auto context = context_of(server, *call);
    const auto done = server.books.run(actor_of(*call, reg.write),
                                      [&](const books::Reader& books) { return decide_row(reg, books, *call, context); });
    if (done && reg.after != nullptr) reg.after(server, *call, *done);
    if (!done) return refuse_or_ask(server, call, done.error());
    call->answer(row_of(server, *call->who, reg.view, reg.named(*done)));
  });
}

template <class Row>
void get_row(ServerParts& server, const CallPtr& call, const Register<Row>& reg) {
  const auto found = server.books.read([&](const books::Reader& books) -> Result<std::vector<store::Filter>> {
    const auto key = key_of(*call);
    TRY(row, reg.known(books, Asked(key)));
    if (!row) return error(Fault::request, Cause::not_found, "There is nothing of this name.", {{"what", call->request.path}});
    return reg.named(*row);
  });
  if (!found) return call->refuse(found.error());
  call->answer(row_of(server, *call->who, reg.view, *found));
}

}  // namespace detail

/// A register as its row declares it. `put`: put_row<Row, use_case>, or what the row's form says.
template <class Row>
Register<Row> kept(decltype(Register<Row>::put) put, decltype(Register<Row>::after) after = nullptr) {
  const auto key = books::key_names<Row>();
  return {std::string(Row::list.name), {key.begin(), key.end()}, Row::list.right, Row::by_form.right, detail::known_by_key<Row>,
          [fields = detail::form_columns<Row>()](const Asked& body, Row row) { return taken(body, std::move(row), fields); }, std::move(put), detail::named_by_key<Row>, std::move(after)};
}
template <class Row>
Register<Row> kept_by_form() {
  return kept<Row>([](const books::Reader& books, const Row& row, const Asked&, const people::Context&) -> Result<books::Decision<Row>> {
    MUST(detail::filled_in(books, row));
    return books::Decision<Row>{{{row}, {}}, row};
  });
}

/// Files of it come in, where no room below declares them already. `reg` lives as long as `to`.
template <class Row>
void add_files(std::vector<imports::Importable>& to, const Register<Row>& reg) {
  if (!imports::find_importable(reg.view)) to.push_back(importable_of<Row>(reg));
}

/// GET /<view>/{key…}, POST /<view>, PUT /<view>/{key…}; and files of it come in. `reg` lives as long as the router.
template <class Row>
void add_register(Router& router, ServerParts& server, const Register<Row>& reg) {
  std::string one = "/" + reg.view;
  for (const auto& name : reg.key) one += "/{" + name + "}";
  router.add({"GET", one, reg.read, [&server, &reg](const CallPtr& call) { detail::get_row(server, call, reg); }});
  router.add({"POST", "/" + reg.view, reg.write, [&server, &reg](const CallPtr& call) { detail::change_row(server, call, reg); }});
  router.add({"PUT", one, reg.write, [&server, &reg](const CallPtr& call) { detail::change_row(server, call, reg); }});
  add_files(server.importables, reg);
}

}  // namespace kwota::serve
