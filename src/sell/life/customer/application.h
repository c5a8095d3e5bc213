// Somebody wants a supply: his application waits until another person grants it. The grant chooses the meter and prepares the account, which the
// counter opens with its first sale, everything filled in. Where the utility wants it (setting account_review) no account is opened without.
// Guarantees: nobody decides what he has entered himself; a customer waits once for a service point.
// Begin with apply(), then grant().
#pragma once
#include "books/decision.h"
#include "books/reader.h"
#include "books/rows/supply/application.h"
#include "people/context.h"

namespace kwota::life {

using people::Context;
using Applied = Result<books::Decision<books::AccountApplication>>;

struct ApplyRequest {
  CustomerNumber customer;    ///< as he is in the books
  std::string service_point;  ///< likewise
  std::string plan;           ///< wished; empty: the grant says it
  std::string usage_class;
  std::int64_t household_persons = 0;
  std::string remark;
};
/// Right `open_account`. Errors: permission_denied, unknown_customer, customer_blocked {reason}, unknown_service_point, service_point_out_of_use, unknown_plan, plan_out_of_use, code_out_of_use, application_waits {application}.
Applied apply(const books::Reader& books, const ApplyRequest& request, const Context& context);

struct GrantRequest {
  std::int64_t number = 0;
  MeterNumber meter;
  std::string plan;           ///< empty: as applied for
};
/// Right `customers_write`. Prepares the account. Errors: permission_denied, unknown_application, application_decided {state}, application_own, unknown_meter,
/// meter_in_use and the others of free_meter(), unknown_plan, customer_blocked.
Applied grant(const books::Reader& books, const GrantRequest& request, const Context& context);
/// Errors: as grant(), reason_missing.
Applied refuse(const books::Reader& books, std::int64_t number, const std::string& reason, const Context& context);

}  // namespace kwota::life
