#include "sell/life/customer/application.h"

#include "base/ids_text.h"
#include "books/lookup.h"
#include "people/permissions.h"
#include "people/reason.h"
#include "sell/counter/account/applications.h"
#include "sell/customer/change.h"
#include "sell/customer/registers.h"

namespace kwota::life {
namespace {

using books::AccountApplication;
using books::ApplicationStatus;

}  // namespace

Applied apply(const books::Reader& books, const ApplyRequest& request, const Context& context) {
  MUST(people::require(context.who, "open_account"));
  MUST(customer::present_unblocked(books, request.customer));
  MUST(books::point_in_use(books, request.service_point));
  if (!request.plan.empty()) MUST(customer::plan_in_use(books, request.plan));
  MUST(books::not_out_of_use(books, books::CodeKind::usage_class, request.usage_class));
  for (const auto& other : books.select(AccountApplication::of_customer, request.customer))
    if (other.state == ApplicationStatus::waiting && other.service_point == request.service_point)
      return counter::about_application(other, "application_waits", "An application of this customer waits already.");
  AccountApplication row;
  row.number = books::next_number<AccountApplication>(books);
  row.station = context.station;
  row.customer = request.customer;
  row.service_point = request.service_point;
  row.plan = request.plan;
  row.usage_class = request.usage_class;
  row.household_persons = request.household_persons;
  row.remark = request.remark;
  row.entered = context.now;
  row.entered_by = context.who.name;
  return books::Decision<AccountApplication>{{{row}, {}}, row};
}

Applied grant(const books::Reader& books, const GrantRequest& request, const Context& context) {
  TRY(row, counter::to_decide<AccountApplication>(books, request.number, "customers_write", context));
  MUST(customer::present_unblocked(books, row.customer));
  if (!request.plan.empty()) row.plan = request.plan;
  books::Account account;
  account.station = row.station;
  account.customer = row.customer;
  account.service_point = row.service_point;
  account.meter = request.meter;
  account.plan = row.plan;
  account.usage_class = row.usage_class;
  account.household_persons = row.household_persons;
  TRY(prepared, customer::put_draft(books, std::move(account)));
  counter::decide(row, ApplicationStatus::granted, context);
  row.meter = request.meter;
  row.account = prepared.answer.number;
  auto changes = std::move(prepared.changes);
  changes.put.emplace_back(row);
  return books::Decision<AccountApplication>{std::move(changes), row};
}

Applied refuse(const books::Reader& books, std::int64_t number, const std::string& reason, const Context& context) {
  TRY(row, counter::to_decide<AccountApplication>(books, number, "customers_write", context));
  MUST(people::has_reason(reason, "refuse"));
  counter::decide(row, ApplicationStatus::refused, context);
  row.reason = reason;
  return books::Decision<AccountApplication>{{{row}, {}}, row};
}

}  // namespace kwota::life
