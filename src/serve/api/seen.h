// Two people edit one row: nobody overwrites what he has not seen. What people change carries a `version`; whoever changes it says which one he began from, and
// whoever comes second is refused – before anybody is asked to agree – and shown what stands there now. One way for registers, outlets, operators, links,
// balances at the server and layouts of slips.   Begin with seen_as_it_is() and show_beside_conflict().
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/cause.h"
#include "books/rows.h"
#include "serve/api/asked.h"
#include "store/draft/canonical.h"

namespace kwota::serve {

// What changes by itself while people sell and collect, or by a door of its own, is no other version of the row.
inline books::Meter edited_part(books::Meter row) {
  return {row.number, row.model, row.maker, row.capacity, row.ct, row.pt, row.service_point, row.state, Unit::money, row.commodity, {}, 0, {}, 0, {}, 0};
}
inline books::Till edited_part(books::Till row) { return {row.station, row.code, row.name, 0, 0, row.reader}; }
/// Blocked and let sell again by a door of its own: a form that knows nothing of it takes nothing of it back.
inline books::Outlet edited_part(books::Outlet row) {
  row.state = {};
  row.next_receipt = 0;
  row.last_sale.reset();
  return row;
}
inline books::InvoiceSeries edited_part(books::InvoiceSeries row) {
  row.next_number = 0;
  return row;
}
/// Passwords, locks and a person's own mail have doors of their own.
inline books::Operator edited_part(const books::Operator& row) {
  books::Operator given;
  given.name = row.name, given.full_name = row.full_name;
  given.roles = row.roles, given.station = row.station, given.language = row.language;
  return given;
}
/// The head-end finds trouble and a technician lifts it; where a meter is reached is what people type.
inline books::MeterLink edited_part(books::MeterLink row) {
  row.trouble.clear();
  row.authentication_failures = 0;
  row.changed = {};
  return row;
}
/// The terms: days are charged and orders given by the house.
inline books::RemoteAccount edited_part(const books::RemoteAccount& row) {
  books::RemoteAccount terms;
  terms.account = row.account;
  terms.alarm = row.alarm, terms.overdraft = row.overdraft, terms.close_above = row.close_above;
  terms.close_directly = row.close_directly;
  terms.friendly = row.friendly;
  return terms;
}
template <class Row>
const Row& edited_part(const Row& row) {
  return row;
}

/// The same content, the same version: 16 hexadecimal digits.
template <class Row>
std::string version_of(const Row& row) {
  return to_hex(store::content_hash(edited_part(row))).substr(0, 16);
}
/// Of what several rows say together, in their order; of none, too.
template <class Row>
std::string version_of(const std::vector<Row>& rows) {
  std::vector<store::Digest> contents;
  for (const auto& row : rows) contents.push_back(store::content_hash(edited_part(row)));
  return to_hex(store::merkle_root(contents)).substr(0, 16);
}

inline Error version_conflict(const std::string& what) {
  return error(Fault::refused, Cause::version_conflict, "Somebody else has changed it meanwhile; nothing was saved.", {{"what", what}});
}

/// Whoever changes this row began from it as it is. `seen`: the version that he says; nothing where there is no row yet. Error version_conflict {what}.
template <class Row>
Result<void> seen_as_it_is(const std::optional<Row>& now, const std::string& seen) {
  if (now && seen != version_of(*now)) return version_conflict(store::name_of(*now));
  return Done{};
}

/// Whoever comes second is shown what stands there now, which `current` looks up: Result<object>.
template <class Current>
void show_beside_conflict(Call& call, Current current) {
  call.beside_refusal = [current](const Error& why) {
    if (cause_of(why) != Cause::version_conflict) return boost::json::object{};
    const auto now = current();
    return now ? boost::json::object{{"current", *now}} : boost::json::object{};
  };
}

}  // namespace kwota::serve
