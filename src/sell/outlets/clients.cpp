#include "sell/outlets/clients.h"
#include "base/ascii.h"
#include "people/reason.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace kwota::outlets {
namespace {

using books::OutletClient;
using books::OutletClientStatus;

constexpr books::Right client_right = "outlet_clients";
constexpr std::size_t client_max = 12;

Error unknown_client(const std::string& client) {
  return error(Fault::request, "unknown_client", "This outlet has no such terminal.", {{"client", client}});
}

Result<books::Outlet> outlet_for(const books::Reader& books, const std::string& code, const Context& context) {
  MUST(people::require(context.who, client_right));
  TRY(outlet, outlet_named(books, code));
  if (outlet.state == books::OutletStatus::closed)
    return error(Fault::refused, "outlet_closed", "This outlet was closed for ever; open another one. Nothing was changed.", {{"outlet", code}});
  return outlet;
}

bool good_client(std::string_view code) {
  return !code.empty() && code.size() <= client_max &&
         std::ranges::all_of(code, [](char c) { return is_capital_letter(c) || is_digit(c) || c == '-'; });
}

OutletClient fresh(const ClientRequest& request, std::int64_t serial, const Context& context) {
  OutletClient row;
  row.outlet = request.outlet;
  row.client = request.client;
  row.serial = serial;
  row.name = request.name;
  row.salt = request.salt;
  row.made = context.now;
  row.made_by = context.who.name;
  return row;
}

}  // namespace

Result<books::Decision<OutletClient>> make(const books::Reader& books, const ClientRequest& request, const Context& context) {
  MUST(outlet_for(books, request.outlet, context));
  if (!good_client(request.client))
    return error(Fault::request, "bad_client_code", "A terminal's code has 1 to 12 capital letters, digits and hyphens.", {{"client", request.client}});
  if (!books.select<OutletClient>(request.outlet, request.client).empty())
    return error(Fault::refused, "client_exists", "This outlet has a terminal of this code: give it another key, or choose another code.", {{"client", request.client}});
  const auto row = fresh(request, 1, context);
  return books::Decision<OutletClient>{{{row}, {}}, row};
}

Result<books::Decision<OutletClient>> rotate(const books::Reader& books, const ClientRequest& request, const Context& context) {
  MUST(outlet_for(books, request.outlet, context));
  const auto rows = books.select<OutletClient>(request.outlet, request.client);
  if (rows.empty()) return unknown_client(request.client);
  if (request.overlap_hours < 0 || request.overlap_hours > overlap_hours_max)
    return error(Fault::request, "bad_overlap", "The former key may stay good for a month at most. Nothing was changed.", {{"most", fmt::format("{}", overlap_hours_max)}});
  auto row = fresh(request, rows.back().serial + 1, context);
  if (row.name.empty()) row.name = rows.back().name;
  books::Changes changes{{row}, {}};
  const Instant end = context.now + Duration::hours(request.overlap_hours);
  for (auto former : rows) {
    if (!usable(former, context.now) || (former.until && *former.until <= end)) continue;
    former.until = end;
    changes.put.emplace_back(former);
  }
  return books::Decision<OutletClient>{std::move(changes), row};
}

Result<books::Decision<OutletClient>> revoke(const books::Reader& books, const RevokeRequest& request, const Context& context) {
  MUST(people::require(context.who, client_right));
  MUST(people::has_reason(request.reason, client_right.word()));
  auto rows = books.select<OutletClient>(request.outlet, request.client);
  if (rows.empty()) return unknown_client(request.client);
  books::Changes changes;
  for (auto& row : rows) {
    if (row.state == OutletClientStatus::revoked) continue;
    row.state = OutletClientStatus::revoked;
    row.revoked = context.now;
    row.revoked_by = context.who.name;
    row.reason = request.reason;
    changes.put.emplace_back(row);
  }
  return books::Decision<OutletClient>{std::move(changes), rows.back()};
}

std::string key_name(const OutletClient& row) { return fmt::format("{}.{}.{}", row.outlet, row.client, row.serial); }

std::optional<OutletClient> key_named(const books::Reader& books, std::string_view name) {
  const auto first = name.find('.'), second = name.rfind('.');
  if (first == std::string_view::npos || second == first) return std::nullopt;
  const auto digits = name.substr(second + 1);
  std::int64_t serial = 0;
  if (std::from_chars(digits.data(), digits.data() + digits.size(), serial).ptr != digits.data() + digits.size()) return std::nullopt;
  return books.find<OutletClient>(std::string(name.substr(0, first)), std::string(name.substr(first + 1, second - first - 1)), serial);
}

bool usable(const OutletClient& row, Instant now) { return row.state == OutletClientStatus::active && (!row.until || now < *row.until); }

books::Operator operator_of(const books::Outlet& outlet, const OutletClient& client) {
  books::Operator who;
  who.name = outlet.code + "." + client.client;
  who.full_name = outlet.name;
  who.roles = std::string(people::name_of(people::Role::outlet));
  who.station = outlet.station;
  return who;
}

}  // namespace kwota::outlets
