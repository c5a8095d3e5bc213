// Columns of a row out of a request, by the row's own list of columns: what a form may say of a register. Guarantees: only the
// columns that are named are ever taken, each by its type; what does not come stays as it was. Begin with taken().
#pragma once
#include <algorithm>
#include <initializer_list>
#include <span>

#include "base/ids_text.h"
#include "base/words.h"
#include "serve/api/asked.h"

namespace kwota::serve {

namespace detail {

inline Result<void> take(const Asked& body, std::string_view name, std::string& value) {
  value = body.text(name);
  return {};
}
inline Result<void> take(const Asked& body, std::string_view name, std::int64_t& value) {
  TRY(number, body.whole(name));
  value = number;
  return {};
}
/// Left empty: as it was; who must have one asks for it.
inline Result<void> take(const Asked& body, std::string_view name, LocalDate& value) {
  if (body.text(name).empty()) return {};
  TRY(date, parse_date(body.text(name)));
  value = date;
  return {};
}
/// Empty: none.
inline Result<void> take(const Asked& body, std::string_view name, std::optional<LocalDate>& value) {
  value.reset();
  return body.text(name).empty() ? Result<void>{} : take(body, name, value.emplace());
}
/// A transformer's ratio; what is none becomes 0, which no meter may have.
inline Result<void> take(const Asked& body, std::string_view name, std::uint32_t& value) {
  value = static_cast<std::uint32_t>(std::clamp<std::int64_t>(body.number(name), 0, 1'000'000));
  return {};
}
inline Result<void> take(const Asked& body, std::string_view name, bool& value) {
  value = body.flag(name);
  return {};
}
inline Result<void> take(const Asked& body, std::string_view name, MeterNumber& value) {
  TRY(number, parse_meter_number(body.text(name)));
  value = number;
  return {};
}
/// Errors `unknown_kind`, `unknown_state`: the word is none of those.
template <Worded E>
Result<E> word_in(std::string_view name, const std::string& text) {
  if (const auto word = parse_word<E>(text)) return *word;
  if (name == "kind") return error(Fault::request, "unknown_kind", "There is no such kind.", {{"kind", text}});
  return error(Fault::request, "unknown_state", "There is no such state.", {{std::string(name), text}, {"state", text}});
}
template <Worded E>
Result<void> take(const Asked& body, std::string_view name, E& value) {
  TRY(word, word_in<E>(name, body.text(name)));
  value = word;
  return {};
}
/// Empty: the office gives one.
inline Result<void> take(const Asked& body, std::string_view name, CustomerNumber& value) {
  if (body.text(name).empty()) return {};
  TRY(number, parse_customer_number(body.text(name)));
  value = number;
  return {};
}

}  // namespace detail

/// The row with the named columns as the request gives them. Errors of numbers that are none.
template <class Row>
Result<Row> taken(const Asked& body, Row row, std::span<const std::string_view> names) {
  Result<void> good;
  Row::columns([&]<class Value>(std::string_view name, Value Row::*column) {
    if constexpr (requires { detail::take(body, name, row.*column); }) {
      const bool wanted = std::ranges::find(names, name) != names.end() && body.has(name);
      if (wanted && good.ok()) good = detail::take(body, name, row.*column);
    }
  });
  if (!good.ok()) return good.error();
  return row;
}
template <class Row>
Result<Row> taken(const Asked& body, Row row, std::initializer_list<std::string_view> names) {
  return taken(body, std::move(row), std::span(names.begin(), names.size()));
}

}  // namespace kwota::serve
