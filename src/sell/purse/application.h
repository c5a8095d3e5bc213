// A farmer applies for a purse card; the application waits until his station grants it, unless the utility has said that none is reviewed
// (setting purse_review). The grant opens his account: a customer, where his wells are and what water costs him – no meter. Its card is made
// when he loads it for the first time; where none is reviewed, all of it may be one booking (opening.h).
// Guarantees: nobody decides what he has entered himself; a customer has one application waiting and one account at most.
// Begin with apply(), then grant().
#pragma once
#include <optional>

#include "books/decision.h"
#include "books/reader.h"
#include "people/context.h"

namespace kwota::purse {

using people::Context;

struct ApplyRequest {
  CustomerNumber customer;   ///< as he is in the books
  std::string station;       ///< that decides; empty: where the person stands who enters it
  books::PurseTerms terms;
  std::string remark;
  std::optional<books::Customer> unregistered = {};  ///< in place of `customer`: somebody who is not in the books yet, and is with this application
};
using Applied = Result<books::Decision<books::PurseApplication>>;

/// Up to four area numbers, the first of them said, none twice, all in use. Errors: unknown_place {place}, bad_area_number {text},
/// unknown_area_number, area_number_inactive, area_number_twice {area_number}, price_class_out_of_range {price_class}.
Result<void> check_terms(const books::Reader& books, const books::PurseTerms& terms);

/// Errors: permission_denied, unknown_customer, customer_blocked {reason}, unknown_station, application_waits {application},
/// has_purse_account {account}, and those of check_terms(); of somebody new those of customer::known_or_new(). Where none is reviewed it is granted at
/// once: errors as grant().
Applied apply(const books::Reader& books, const ApplyRequest& request, const Context& context);

/// Opens the account, a purse without card. Errors: permission_denied, unknown_application, application_decided {state}, application_own,
/// unknown_scheme: this program issues no purse cards; and what has become wrong with it since, as apply().
Applied grant(const books::Reader& books, std::int64_t number, const Context& context);
/// Errors: as grant(), reason_missing.
Applied refuse(const books::Reader& books, std::int64_t number, const std::string& reason, const Context& context);

/// What a grant brings into the books.
struct GrantedRows {
  books::Customer customer;
  books::PurseApplication application;
  books::Account account;
  books::Purse purse;  ///< without card
};
/// Of an application that is entered and granted in one: where none is reviewed. Errors: application_needed {account}, and as apply().
Result<GrantedRows> granted_at_once(const books::Reader& books, const ApplyRequest& request, const Context& context);

}  // namespace kwota::purse
