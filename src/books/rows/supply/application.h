// Who wants a supply and has no account yet: entered at the counter, granted or refused by another person where the utility wants that.
// Guarantees: what is granted names the account that was prepared for it; it is opened with its first sale.
// Registers: AccountApplication.   Begin with AccountApplication.
#pragma once
#include <array>
#include <optional>
#include <string>

#include "base/core/core.h"
#include "base/time.h"
#include "books/listed.h"
#include "books/rows/money/purse.h"
#include "books/table.h"

namespace kwota::books {

struct AccountApplication {
  static constexpr auto table = "account_application";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 2> people{"entered_by", "decided_by"};
  static constexpr Listed list{"account-applications", "-number", {"customer", "service_point", "entered_by"}, "customers_read"};
  static constexpr std::array<std::string_view, 2> personal{"remark", "reason"};
  std::int64_t number = 0;
  std::string station;
  CustomerNumber customer;
  std::string service_point;
  std::string plan, usage_class;
  std::int64_t household_persons = 0;
  ApplicationStatus state = ApplicationStatus::waiting;
  std::string remark;
  Instant entered;
  std::string entered_by;
  std::optional<Instant> decided;
  std::string decided_by, reason;     ///< why it was refused
  std::optional<MeterNumber> meter;   ///< that the grant has chosen
  std::int64_t account = 0;           ///< that was prepared for it
  template <class V> static void columns(V&& v) {
    v("number", &AccountApplication::number); v("station", &AccountApplication::station); v("customer", &AccountApplication::customer);
    v("service_point", &AccountApplication::service_point); v("plan", &AccountApplication::plan); v("usage_class", &AccountApplication::usage_class);
    v("heads", &AccountApplication::household_persons); v("state", &AccountApplication::state); v("remark", &AccountApplication::remark);
    v("entered", &AccountApplication::entered); v("entered_by", &AccountApplication::entered_by); v("decided", &AccountApplication::decided);
    v("decided_by", &AccountApplication::decided_by); v("reason", &AccountApplication::reason); v("meter", &AccountApplication::meter);
    v("account", &AccountApplication::account);
  }
  static constexpr IndexOf<AccountApplication> of_customer{{"account_application_customer", {"customer"}}};
  static constexpr IndexOf<AccountApplication> of_account{{"account_application_account", {"account"}}};
  template <class V> static void indexes(V&& v) { v(of_customer); v(of_account); }
};

}  // namespace kwota::books
