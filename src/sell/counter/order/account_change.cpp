#include "sell/counter/order/account_change.h"

#include <algorithm>

namespace kwota::counter {
namespace {

using books::AccountChange;

std::vector<AccountChange> by_moment(const books::Reader& books, std::int64_t account) {
  auto rows = books.select<AccountChange>(account);
  std::ranges::sort(rows, [](const auto& a, const auto& b) { return std::pair{a.begins, a.number} < std::pair{b.begins, b.number}; });
  return rows;
}

bool counts(const AccountChange& row) { return row.state == books::AccountChangeStatus::agreed; }

void follow(const AccountChange& row, bool heads_too, books::Account& account) {
  account.plan = row.plan;
  account.usage_class = row.usage_class;
  if (row.household_persons && heads_too) account.household_persons = *row.household_persons;
}

books::Account followed(const books::Reader& books, const std::vector<AccountChange>& rows, books::Account account, Instant at) {
  if (rows.empty()) return account;
  const bool heads_too = !counts_occupants(books, account);
  // Before its first segment an account was what that says: it was opened so.
  follow(rows.front(), heads_too, account);
  for (const auto& row : rows)
    if (counts(row) && row.begins <= at) follow(row, heads_too, account);
  return account;
}

}  // namespace

std::vector<AccountChange> agreed_changes(const books::Reader& books, std::int64_t account) {
  auto rows = by_moment(books, account);
  std::erase_if(rows, [](const auto& row) { return !counts(row); });
  return rows;
}

bool address_is_due(const AccountChange& change, Instant at) { return counts(change) && !change.address.empty() && !change.address_written && change.begins <= at; }

std::string address_at(const books::Reader& books, const books::ServicePoint& point, std::int64_t account, Instant at) {
  auto address = point.address;
  for (const auto& row : by_moment(books, account))
    if (address_is_due(row, at)) address = row.address;
  return address;
}

bool counts_occupants(const books::Reader& books, const books::Account& account) {
  return books.find<books::Occupant>(account.service_point).has_value();
}

books::Account account_at(const books::Reader& books, books::Account account, Instant at) {
  return followed(books, by_moment(books, account.number), std::move(account), at);
}

PlanLife plan_life(const books::Reader& books, const books::Account& account, Instant at) {
  const auto rows = by_moment(books, account.number);
  PlanLife out{followed(books, rows, account, at), {}, {}, {}};
  std::string plan;
  for (const auto& row : rows) {
    if (!counts(row) || row.begins > at) continue;
    if (!plan.empty() && plan != row.plan) out.since = row.begins, out.former = plan;
    plan = row.plan;
  }
  for (const auto& row : rows) {
    if (row.begins <= at || row.plan == plan) continue;
    if (counts(row)) return out.coming = PlanLife::Coming{row.begins, row.plan}, out;
    if (!out.coming) out.coming = PlanLife::Coming{row.begins, ""};
  }
  return out;
}

}  // namespace kwota::counter
