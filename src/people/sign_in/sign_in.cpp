#include "people/sign_in/sign_in.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/cause.h"
#include "books/audit_entry.h"
#include "books/lookup.h"
#include "people/sign_in/names.h"
#include "people/station.h"

namespace kwota::people {
namespace {

using books::Operator;

/// The beginnings of the passwords that every list of leaked ones opens with; with digits behind them they are no better.
constexpr std::array<std::string_view, 12> common{"password", "qwerty", "123456", "111111", "000000", "admin", "letmein", "abc123", "iloveyou", "welcome", "kwota", "administrator"};

bool is_administrator(const Operator& row) {
  const auto roles = parse_roles(row.roles);
  return row.state == books::OperatorStatus::active && roles.ok() && std::find(roles->begin(), roles->end(), Role::administrator) != roles->end();
}

/// Somebody must be able to mend everything: the row may change only while another administrator is there.
Result<void> keep_an_administrator(const books::Reader& books, const Operator& before, const Operator& after) {
  if (!is_administrator(before) || is_administrator(after)) return Done{};
  for (const auto& other : books.all<books::Operator>())
    if (other.name != before.name && is_administrator(other)) return Done{};
  return error(Fault::refused, "last_administrator", "This is the last administrator; make another one first.", {{"name", before.name}});
}

/// Who keeps the operators of one station gives nobody more than that station.
Result<void> within_station(const OperatorRequest& request, const Context& context) {
  if (works_at(context.who, request.station)) return Done{};
  return error(Fault::refused, Cause::permission_denied, "This operator may not do that; nothing was changed. A supervisor can.",
               {{"permission", "operators_write"}});
}

Result<void> check_row(const books::Reader& books, const OperatorRequest& request, const Context& context) {
  MUST(within_station(request, context));
  if (request.name.empty() || request.full_name.empty()) return error(Fault::request, "name_missing", "An operator needs a name.", {{"field", request.name.empty() ? "name" : "full_name"}});
  TRY(roles, parse_roles(request.roles));
  MUST(compatible(roles));
  if (request.station.empty() || books.find<books::Station>(request.station)) return Done{};
  return error(Fault::request, "unknown_station", "There is no such station; choose one of the list.", {{"station", request.station}});
}

/// Removed people count too: their names stand in the trail.
Result<void> looks_like_nobody(const books::Reader& books, const std::string& name) {
  const auto mine = skeleton(name);
  for (const auto& other : books.all<books::Operator>())
    if (skeleton(other.name) == mine)
      return error(Fault::request, "operator_name_confusable", "This name looks like another operator's; choose another one.", {{"name", name}, {"other", other.name}});
  // A terminal stands in the trail under its outlet's name: "O-01.T1".
  for (const auto& outlet : books.all<books::Outlet>())
    if (mine.starts_with(skeleton(outlet.code + ".")))
      return error(Fault::request, "operator_name_confusable", "This name looks like another operator's; choose another one.", {{"name", name}, {"other", outlet.code}});
  return Done{};
}

void fill(Operator& row, const OperatorRequest& request) {
  row.full_name = request.full_name;
  row.roles = request.roles;
  row.station = request.station;
  row.language = request.language;
}

Result<Operator> known(const books::Reader& books, const std::string& name) {
  const auto row = books.find<books::Operator>(name);
  if (row && row->state != books::OperatorStatus::removed) return *row;
  return error(Fault::request, "unknown_operator", "There is no such operator.", {{"name", name}});
}

books::Decision<Operator> changed(const Operator& row) { return {{{row}, {}}, row}; }

}  // namespace

void lift(Operator& row) {
  row.failed = 0;
  row.tried_from.clear();
  row.locked_until.reset();
}

Result<std::string> free_name(const books::Reader& books, const std::string& typed) {
  const auto waiting = books::open_people_changes(books);
  const bool waits = std::ranges::any_of(waiting, [&](const auto& row) { return row.state == books::PeopleChangeStatus::waiting && row.operator_name == typed; });
  if (waits || books.find<books::Operator>(typed))
    return error(Fault::request, "operator_exists", "There is such an operator already; choose another name.", {{"name", typed}});
  TRY(name, good_name(typed));
  MUST(looks_like_nobody(books, name));
  return name;
}

Result<void> check_password(std::string_view password, std::string_view name) {
  const auto plain = in_small_letters(password);
  auto stem = plain;
  while (!stem.empty() && is_digit(stem.back())) stem.pop_back();
  const bool often_used = std::any_of(common.begin(), common.end(), [&](std::string_view one) { return plain == one || stem == one; });
  const bool monotonous = std::all_of(plain.begin(), plain.end(), [&](char c) { return c == plain.front(); });
  const bool named = plain == in_small_letters(name) || (stem == in_small_letters(name) && !stem.empty());
  if (password.size() >= password_length_min && password.size() <= password_length_max && !often_used && !monotonous && !named && !stem.empty())
    return Done{};
  return error(Fault::request, "weak_password", "The new password is too weak.", {{"length", fmt::format("{}", password_length_min)}});
}

Result<books::Decision<Operator>> change_password(const books::Reader& books, const std::string& encoded, const Context& context) {
  TRY(row, known(books, context.who.name));
  row.password = encoded;
  row.must_change = false;
  return changed(row);
}

Result<books::Decision<Operator>> set_own_language(const books::Reader& books, const std::string& language, const Context& context) {
  MUST(require(context.who, "own_password"));
  TRY(row, known(books, context.who.name));
  row.language = language;
  return changed(row);
}

Result<books::Decision<Operator>> set_up_second_factor(const books::Reader& books, std::int64_t number, std::int64_t step, const Context& context) {
  MUST(require(context.who, "own_password"));
  TRY(row, known(books, context.who.name));
  if (row.second_factor) return error(Fault::refused, "second_factor_there", "There is a second factor already; give that one up first.");
  if (number <= row.factor_number || number - row.factor_number > factor_numbers_ahead) return error(Fault::refused, "second_factor_stale", "This was offered before another was set up; nothing was changed. Begin again.");
  row.second_factor = true;
  row.factor_number = number;
  row.factor_step = step;
  return changed(row);
}

Result<books::Decision<Operator>> give_up_second_factor(const books::Reader& books, const Context& context) {
  MUST(require(context.who, "own_password"));
  TRY(row, known(books, context.who.name));
  if (!row.second_factor) return error(Fault::request, "second_factor_none", "There is no second factor that could be given up.");
  row.second_factor = false;
  return changed(row);
}

Result<books::Decision<Given>> add_operator(const books::Reader& books, const OperatorRequest& request, const Context& context) {
  MUST(require(context.who, "operators_write"));
  MUST(check_row(books, request, context));
  TRY(name, free_name(books, request.name));
  Operator row;
  row.name = name;
  fill(row, request);
  row.password = request.password;
  row.must_change = true;
  return give(books, {}, row, request.approval, context);
}

Result<books::Decision<Given>> change_operator(const books::Reader& books, const OperatorRequest& request, const Context& context) {
  MUST(require(context.who, "operators_write"));
  TRY(row, known(books, request.name));
  MUST(check_row(books, request, context));
  const auto before = row;
  fill(row, request);
  MUST(keep_an_administrator(books, before, row));
  return give(books, before, row, request.approval, context);
}

Result<books::Decision<Given>> reset_password(const books::Reader& books, const OperatorRequest& request, const Context& context) {
  MUST(require(context.who, "operators_write"));
  TRY(row, known(books, request.name));
  const auto before = row;
  row.password = request.password;
  row.must_change = true;
  row.second_factor = false;
  lift(row);
  return give(books, before, row, request.approval, context);
}

Result<books::Decision<Operator>> end_sessions(const books::Reader& books, const std::string& name, const Context& context) {
  MUST(require(context.who, "operators_write"));
  TRY(row, known(books, name));
  return books::Decision<Operator>{{{}, {books::audit_entry({context.who.name, "sessions_ended", context.station}, "operator/" + name, "{}")}}, row};
}

Result<books::Decision<Given>> set_operator_state(const books::Reader& books, const OperatorRequest& request, books::OperatorStatus state,
                                                  const Context& context) {
  MUST(require(context.who, "operators_write"));
  if (state == books::OperatorStatus::removed)
    return error(Fault::request, "unknown_state", "There is no such state.", {{"state", std::string(word_of(state))}});
  TRY(row, known(books, request.name));
  const auto before = row;
  row.state = state;
  if (state == books::OperatorStatus::active) lift(row);
  MUST(keep_an_administrator(books, before, row));
  return give(books, before, row, request.approval, context);
}

}  // namespace kwota::people
