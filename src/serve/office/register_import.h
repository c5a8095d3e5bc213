// Files of a register as its form declares it: what the form takes are the columns, what the form goes through each row goes through.
// Begin with importable_of().
#pragma once
#include <boost/json.hpp>

#include "people/permissions.h"
#include "sell/imports/importable.h"
#include "serve/api/asked.h"
#include "store/lists/views.h"

namespace kwota::serve {

template <class Row>
struct Register;

namespace detail {

/// The cells of a row as a form sends them: numbers as numbers, yes and no as such, all else as text. Cells without anything are not there.
template <class Row>
Result<boost::json::value> body_of(const imports::Importable& of, const imports::Cells& cells) {
  boost::json::object body;
  Result<void> good;
  Row::columns([&]<class Value>(std::string_view name, Value Row::*) {
    if (!good.ok() || !of.knows(name) || !cells.has(name)) return;
    if constexpr (std::is_same_v<Value, bool>) {
      const auto flag = cells.flag(name);
      flag.ok() ? void(body[name] = *flag) : void(good = flag.error());
    } else if constexpr (std::is_integral_v<Value>) {
      const auto number = cells.number(name, 0, 999'999'999'999);
      number.ok() ? void(body[name] = *number) : void(good = number.error());
    } else {
      body[name] = cells.text(name);
    }
  });
  if (!good.ok()) return good.error();
  return boost::json::value(std::move(body));
}

template <class Row>
Result<imports::Outcome> judge_row(const Register<Row>& reg, const imports::Importable& of, const books::Reader& books, const imports::Cells& cells, const people::Context& context) {
  MUST(people::require(context.who, reg.write));
  TRY(body, body_of<Row>(of, cells));
  const Asked asked(body);
  TRY(before, reg.known(books, asked));
  TRY(row, reg.take(asked, before ? *before : Row{}));
  auto out = imports::outcome_of(before, row);
  if (out.changes.put.empty()) return out;
  TRY(decision, reg.put(books, row, asked, context));
  return imports::Outcome{std::move(decision.changes), !before};
}

}  // namespace detail

/// `reg` lives as long as it.
template <class Row>
imports::Importable importable_of(const Register<Row>& reg) {
  imports::Importable out{.name = reg.view, .columns = {}, .key = reg.key, .besides = {}, .right = reg.write};
  std::vector<std::string> names;
  static_cast<void>(reg.take(Asked::noting(names), Row{}));
  for (const auto& name : names)
    if (!out.knows(name)) out.columns.push_back({name, std::ranges::find(reg.key, name) != reg.key.end()});
  // A key that the form does not ask for is given by the books: a row without it is new.
  for (const auto& name : reg.key)
    if (!out.knows(name)) out.columns.insert(out.columns.begin(), {name, false});
  if (const auto* view = store::find_view(reg.view))
    for (const auto& column : view->columns)
      if (!out.knows(column.name)) out.besides.push_back(column.name);
  out.judge = [&reg, columns = out](const books::Reader& books, const imports::Cells& cells, const people::Context& context) {
    return detail::judge_row<Row>(reg, columns, books, cells, context);
  };
  return out;
}

}  // namespace kwota::serve
