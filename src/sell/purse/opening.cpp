#include "sell/purse/opening.h"

#include <fmt/format.h>

#include "books/lookup.h"
#include "people/permissions.h"

namespace kwota::purse {
namespace {

/// The account as it will be, and the rows that are not in the books yet.
struct Opening {
  PurseAccount at;
  std::vector<books::Register> rows;
};

Result<Opening> granted_before(const books::Reader& books, std::int64_t account, const Context& context) {
  TRY(at, purse_account(books, account, context));
  if (at.purse.state != books::PurseStatus::granted || at.purse.card)
    return error(Fault::request, "unknown_draft", "There is no such prepared account.", {{"account", fmt::format("{}", account)}});
  return Opening{std::move(at), {}};
}

Result<Opening> opening_of(const books::Reader& books, const OpenRequest& request, const Context& context) {
  if (request.granted != 0) return granted_before(books, request.granted, context);
  TRY(rows, granted_at_once(books, request.application, context));
  auto utility = books::utility_of(books);
  Opening out{.at = {std::move(utility), rows.account, rows.customer, rows.purse}, .rows = {rows.account, rows.application}};
  if (request.application.unregistered) out.rows.emplace_back(rows.customer);
  return out;
}

}  // namespace

Booked open_account(const books::Reader& books, const OpenRequest& request, const Context& context) {
  TRY(before, answered_already(books, request.claim));
  if (before) return books::Decision<Outcome>{{}, std::move(*before)};
  TRY(opening, opening_of(books, request, context));
  TRY(booked, first_load(books, opening.at, request.pay, {.claim = request.claim, .quote = {}, .seen = request.seen, .paying = request.paying, .confirmed = request.confirmed}, context));
  booked.changes.put.insert(booked.changes.put.begin(), opening.rows.begin(), opening.rows.end());
  return booked;
}

Result<LoadQuote> quote_opening(const books::Reader& books, const OpenRequest& request, const Context& context) {
  TRY(opening, opening_of(books, request, context));
  return quote_first_load(books, opening.at, request.pay, request.seen, context);
}

}  // namespace kwota::purse
