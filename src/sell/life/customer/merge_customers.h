// Somebody was registered twice: what is his under one number goes on under the other.
// His accounts and the debts that he owes by name become the surviving number's; balances stand at accounts, so no money moves. His meters and cards know him by
// the number that they were told and go on by it (books::told_customer). Receipts, invoices and decided applications say what they said.
// Guarantees: no row is removed; the merged number stays, is never given again and leads to the surviving one; by two persons, who see the same list.
// Never: guesses – two numbers that differ in what tells people apart are two people.   Begin with merge_preview(), merge_customers().
#pragma once
#include <string>
#include <vector>

#include "books/decision.h"
#include "books/reader.h"
#include "people/context.h"

namespace kwota::life {

using people::Context;

struct MergeRequest {
  CustomerNumber merged, into;
  std::string reason;
  std::int64_t approval = 0;
};

/// What would be, or was done.
struct Merge {
  books::Customer merged, into;             ///< as they are then
  std::vector<books::Account> accounts;     ///< that become the surviving number's, as they are then
  std::vector<books::Debt> debts;
  std::vector<std::string> filled;          ///< columns that the surviving row lacked and takes over: "phone"
  std::vector<books::Approval> answered;    ///< rejected with it; of a preview none
};

/// Errors: permission_denied (merge_customers), unknown_customer, customer_merged {customer, into}, merge_with_itself, customer_blocked, kinds_differ, identities_differ,
/// stations_differ {station, other}: who works at one would see what is another's; application_waits {application}; has_purse_account {account}: one card is enough for
/// a farmer, and both have one.
Result<Merge> merge_preview(const books::Reader& books, const MergeRequest& request, const Context& context);
/// Requests that wait for a second person and name the merged number are rejected with it; what was agreed to in its name is refused as customer_merged.
/// Errors as of merge_preview(); reason_missing, and those of second_person(): always two, whoever asks.
Result<books::Decision<Merge>> merge_customers(const books::Reader& books, const MergeRequest& request, const Context& context);

}  // namespace kwota::life
