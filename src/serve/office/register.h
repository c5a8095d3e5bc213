// A register as routes: one row to look at, a new row, a changed one. Each register is a table entry that says how a row is
// named, taken out of a request and put; what may stand in the books is decided by sell/customer. Guarantees: nobody overwrites
// what he has not seen – a change says the version it began from. Begin with add_register().
#pragma once
#include "serve/api/asked.h"
#include "serve/lists/list_view.h"
#include "serve/office/register_import.h"

namespace kwota::serve {

template <class Row>
struct Register {
  std::string view;              ///< "/<view>" is its address and its list
  std::vector<std::string> key;  ///< members that name a row, also in the address
  std::string read, write;       ///< permissions
  /// The row of this name. Errors of a malformed name.
  Result<std::optional<Row>> (*known)(const books::Reader& books, const Asked& key);
  /// What a request says over what the books have; members that do not come stay as they are.
  Result<Row> (*take)(const Asked& body, Row row);
  Result<books::Decision<Row>> (*put)(const books::Reader& books, const Row& row, const Asked& body,
                                      const people::Context& context);
  /// The row's name as filters of its list.
  std::vector<store::Filter> (*named)(const Row& row);
  /// What follows from a row that was put, off the writer's thread; may be none.
  void (*after)(ServerParts& server, const Call& call, const Row& row) = nullptr;
};

/// A use-case that needs nothing but the row.
template <class Row, auto put>
Result<books::Decision<Row>> put_row(const books::Reader& books, const Row& row, const Asked&, const people::Context&) {
  return put(books, row);
}

/// A member's text, or what was there when the member does not come.
inline std::string text_or(const Asked& asked, std::string_view name, const std::string& before) {
  return asked.has(name) ? asked.text(name) : before;
}

namespace detail {

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
  if (!making && !before) return error(Fault::request, "not_found", "There is nothing of this name.", {{"what", name}});
  if (!making) {
    TRY(seen, body.required("version"));
    if (seen != version_of(*before))
      return error(Fault::refused, "version_conflict", "Somebody else has changed it meanwhile; nothing was saved.",
                   {{"what", name}});
  }
  TRY(row, reg.take(body, before ? *before : Row{}));
  if (before && store::name_of(row) != name)
    return error(Fault::refused, "in_use", "A name is never changed; make a new row.", {{"object", name}});
  return reg.put(books, row, body, context);
}

template <class Row>
void change_row(ServerParts& server, const CallPtr& call, const Register<Row>& reg) {
  server.workers.run([&server, call, &reg] {
    const auto context = context_of(server, *call);
    const auto done = server.books.run(actor_of(*call, reg.write),
                                      [&](const books::Reader& books) { return decide_row(reg, books, *call, context); });
    if (done && reg.after != nullptr) reg.after(server, *call, *done);
    if (done) return call->answer(row_of(server, *call->who, reg.view, reg.named(*done)));
    if (done.error().code != "version_conflict") return refuse_or_ask(server, call, done.error());
    std::vector<store::Filter> filters;
    for (const auto& name : reg.key) filters.push_back({name, store::Match::is, call->path.at(name)});
    const auto current = row_of(server, *call->who, reg.view, filters);
    call->refuse(done.error(), current ? boost::json::object{{"current", *current}} : boost::json::object{});
  });
}

template <class Row>
void get_row(ServerParts& server, const CallPtr& call, const Register<Row>& reg) {
  const auto found = server.books.read([&](const books::Reader& books) -> Result<std::vector<store::Filter>> {
    const auto key = key_of(*call);
    TRY(row, reg.known(books, Asked(key)));
    if (!row) return error(Fault::request, "not_found", "There is nothing of this name.", {{"what", call->request.path}});
    return reg.named(*row);
  });
  if (!found) return call->refuse(found.error());
  call->answer(row_of(server, *call->who, reg.view, *found));
}

}  // namespace detail

/// GET /<view>/{key…}, POST /<view>, PUT /<view>/{key…}; and files of it come in. `reg` lives as long as the router.
template <class Row>
void add_register(Router& router, ServerParts& server, const Register<Row>& reg) {
  std::string one = "/" + reg.view;
  for (const auto& name : reg.key) one += "/{" + name + "}";
  router.add({"GET", one, reg.read, [&server, &reg](const CallPtr& call) { detail::get_row(server, call, reg); }});
  router.add({"POST", "/" + reg.view, reg.write, [&server, &reg](const CallPtr& call) { detail::change_row(server, call, reg); }});
  router.add({"PUT", one, reg.write, [&server, &reg](const CallPtr& call) { detail::change_row(server, call, reg); }});
  if (!imports::find_importable(reg.view)) server.importables.push_back(importable_of<Row>(reg));
}

}  // namespace kwota::serve
