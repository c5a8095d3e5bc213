#include "sell/shift/sign_in.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace kwota::shift {
namespace {

using books::Operator;

/// The beginnings of the passwords that every list of leaked ones opens with; with digits behind them they are no better.
constexpr std::array<std::string_view, 12> common{"password", "qwerty", "123456", "111111", "000000", "admin", "letmein", "abc123", "iloveyou", "welcome", "kwota", "administrator"};

Error wrong_password(std::int64_t tries_left) {
  return error(Fault::request, "wrong_password", "Name or password is wrong.", {{"tries_left", fmt::format("{}", tries_left)}});
}

Error locked_out(Instant until) {
  return error(Fault::refused, "locked_out", "Too many wrong tries; wait, or ask an administrator.", {{"until", format_utc(until)}});
}

std::string lower(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : static_cast<char>(c); });
  return out;
}

bool is_administrator(const Operator& row) {
  const auto roles = parse_roles(row.roles);
  return row.state == "active" && roles.ok() && std::find(roles->begin(), roles->end(), Role::administrator) != roles->end();
}

/// Somebody must be able to mend everything: the row may change only while another administrator is there.
Result<void> keep_an_administrator(const books::Reader& books, const Operator& before, const Operator& after) {
  if (!is_administrator(before) || is_administrator(after)) return Done{};
  for (const auto& other : books.operators())
    if (other.name != before.name && is_administrator(other)) return Done{};
  return error(Fault::refused, "last_administrator", "This is the last administrator; make another one first.", {{"name", before.name}});
}

Result<void> check_row(const books::Reader& books, const OperatorRequest& request) {
  if (request.name.empty() || request.full_name.empty()) return error(Fault::request, "name_missing", "An operator needs a name.");
  TRY(roles, parse_roles(request.roles));
  MUST(compatible(roles));
  if (request.station.empty() || books.station(request.station)) return Done{};
  return error(Fault::request, "unknown_station", "There is no such station; choose one of the list.", {{"station", request.station}});
}

void fill(Operator& row, const OperatorRequest& request) {
  row.full_name = request.full_name;
  row.roles = request.roles;
  row.station = request.station;
  row.language = request.language;
}

Result<Operator> known(const books::Reader& books, const std::string& name) {
  const auto row = books.operator_named(name);
  if (row && row->state != "removed") return *row;
  return error(Fault::request, "unknown_operator", "There is no such operator.", {{"name", name}});
}

books::Decision<Operator> changed(const Operator& row) { return {{{row}, {}}, row}; }

}  // namespace

Result<Operator> may_try(const books::Reader& books, const std::string& name, Instant now) {
  const auto row = books.operator_named(name);
  if (row && row->locked_until && *row->locked_until > now) return locked_out(*row->locked_until);
  if (!row || row->state != "active") return wrong_password(tries_before_lock);
  return *row;
}

Result<books::Decision<SignIn>> sign_in(const books::Reader& books, const std::string& name, bool matched, const std::string& station, Instant now) {
  TRY(row, may_try(books, name, now));
  books::Audit audit;
  audit.chain = station.empty() ? "utility" : "station/" + station;
  audit.time = now;
  audit.operator_name = name;
  audit.action = matched ? "sign_in" : "sign_in_refused";
  audit.object = "operator/" + name;
  audit.details = "{}";
  SignIn out;
  if (matched) {
    out.signed_in = true;
    row.failed = 0;
    row.locked_until.reset();
  } else if (++row.failed >= tries_before_lock) {
    row.failed = 0;
    row.locked_until = now + lock_lasts;
    out.refusal = locked_out(*row.locked_until);
  } else {
    out.refusal = wrong_password(tries_before_lock - row.failed);
  }
  out.who = row;
  return books::Decision<SignIn>{{{row}, {audit}}, std::move(out)};
}

Result<void> check_password(std::string_view password, std::string_view name) {
  const auto plain = lower(password);
  auto stem = plain;
  while (!stem.empty() && stem.back() >= '0' && stem.back() <= '9') stem.pop_back();
  const bool often_used = std::any_of(common.begin(), common.end(), [&](std::string_view one) { return plain == one || stem == one; });
  const bool monotonous = std::all_of(plain.begin(), plain.end(), [&](char c) { return c == plain.front(); });
  const bool named = plain == lower(name) || (stem == lower(name) && !stem.empty());
  if (password.size() >= password_length_min && password.size() <= password_length_max && !often_used && !monotonous && !named && !stem.empty())
    return Done{};
  return error(Fault::request, "weak_password", "The new password is too weak.", {{"length", fmt::format("{}", password_length_min)}});
}

Result<books::Decision<Operator>> change_password(const books::Reader& books, bool old_matched, const std::string& encoded, const Context& context) {
  TRY(row, known(books, context.who.name));
  if (!old_matched) return wrong_password(tries_before_lock);
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

Result<books::Decision<Operator>> add_operator(const books::Reader& books, const OperatorRequest& request, const Context& context) {
  MUST(require(context.who, "operators_write"));
  MUST(check_row(books, request));
  if (books.operator_named(request.name))
    return error(Fault::request, "operator_exists", "There is such an operator already; choose another name.", {{"name", request.name}});
  Operator row;
  row.name = request.name;
  fill(row, request);
  row.password = request.password;
  row.must_change = true;
  return changed(row);
}

Result<books::Decision<Operator>> change_operator(const books::Reader& books, const OperatorRequest& request, const Context& context) {
  MUST(require(context.who, "operators_write"));
  TRY(row, known(books, request.name));
  MUST(check_row(books, request));
  const auto before = row;
  fill(row, request);
  MUST(keep_an_administrator(books, before, row));
  return changed(row);
}

Result<books::Decision<Operator>> reset_password(const books::Reader& books, const std::string& name, const std::string& encoded, const Context& context) {
  MUST(require(context.who, "operators_write"));
  TRY(row, known(books, name));
  row.password = encoded;
  row.must_change = true;
  row.failed = 0;
  row.locked_until.reset();
  return changed(row);
}

Result<books::Decision<Operator>> set_operator_state(const books::Reader& books, const std::string& name, const std::string& state,
                                                     const Context& context) {
  MUST(require(context.who, "operators_write"));
  if (state != "active" && state != "locked")
    return error(Fault::request, "unknown_state", "There is no such state.", {{"state", state}});
  TRY(row, known(books, name));
  const auto before = row;
  row.state = state;
  if (state == "active") row.locked_until.reset();
  MUST(keep_an_administrator(books, before, row));
  return changed(row);
}

}  // namespace kwota::shift
