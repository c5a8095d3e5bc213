#include <gtest/gtest.h>

#include "sell/scheme/device_fit.h"
#include "sell/scheme/test_schemes.h"

namespace kwota::scheme {
namespace {

people::Context at_the_counter() {
  people::Context context;
  context.schemes = &test_schemes;
  return context;
}

books::Account account(std::string_view scheme, books::AccountStatus state = books::AccountStatus::open) {
  books::Account row;
  row.number = 100001;
  row.scheme = scheme;
  row.state = state;
  return row;
}

TEST(Scheme, an_account_is_opened_by_the_scheme_that_begins_with_its_carrier) {
  const auto context = at_the_counter();
  EXPECT_EQ((*scheme_to_open("", Carrier::card, context))->name, "by_card");
  EXPECT_EQ((*scheme_to_open("", Carrier::link, context))->name, "by_link");
  EXPECT_EQ((*scheme_to_open("by_card", Carrier::link, context))->name, "by_card") << "both may carry";
  const auto refused = scheme_to_open("at_server", Carrier::card, context);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "carrier_not_of_scheme");
  EXPECT_EQ(refused.error().details.at("carrier"), "card");
  EXPECT_EQ(scheme_to_open("by_purse", Carrier::card, context).error().code, "opened_by_application") << "a purse is granted";
}

TEST(Scheme, where_nobody_says_by_what_credit_travels_the_scheme_does) {
  const auto context = at_the_counter();
  EXPECT_EQ(*carrier_of(account("by_card"), {}, context), Carrier::card);
  EXPECT_EQ(*carrier_of(account("by_link"), {}, context), Carrier::link) << "nothing is sold by card because somebody forgot to say so";
  EXPECT_EQ(*carrier_of(account("by_link"), Carrier::card, context), Carrier::card);
  EXPECT_EQ(carrier_of(account("at_server"), {}, context).error().code, "carrier_not_of_scheme") << "no credit leaves the books";
}

TEST(Scheme, credit_goes_only_where_the_balance_lies) {
  const auto context = at_the_counter();
  EXPECT_TRUE(balance_in_meter(account("by_link"), context).ok());
  EXPECT_TRUE(balance_is_free(account("by_link"), context).ok());
  EXPECT_EQ(balance_in_meter(account("at_server"), context).error().code, "balance_at_office");
  EXPECT_EQ(balance_is_free(account("at_server"), context).error().code, "balance_in_use");
  EXPECT_EQ(carries(account("at_server"), Carrier::link, context).error().code, "carrier_not_of_scheme");
}

TEST(Scheme, a_line_speaks_what_the_scheme_names) {
  EXPECT_TRUE(speaks(test_by_link, "a-line").ok());
  const auto refused = speaks(test_by_link, "another-line").error();
  EXPECT_EQ(refused.code, "protocol_not_of_scheme");
  EXPECT_EQ(refused.details.at("protocols"), "a-line");
  EXPECT_EQ(speaks(test_purse, "a-line").error().code, "scheme_without_line") << "a purse is served by no line, and nobody is told to choose among none";
}

TEST(Scheme, a_device_fits_where_its_money_is_the_schemes) {
  constexpr devices::Facts of_money{.holds_credit = true, .serves_the_office = false}, of_office{.holds_credit = false, .serves_the_office = true};
  const auto fit = [](const devices::Facts& device, BalanceHolder holder) {
    Scheme scheme;
    scheme.holder = holder;
    return device_fit(scheme, device);
  };
  EXPECT_EQ(fit(of_money, BalanceHolder::meter), DeviceFit::fits);
  EXPECT_EQ(fit(of_money, BalanceHolder::server), DeviceFit::has_own_money);
  EXPECT_EQ(fit(of_office, BalanceHolder::server), DeviceFit::fits);
  EXPECT_EQ(fit(of_office, BalanceHolder::meter), DeviceFit::takes_no_money);
  EXPECT_EQ(fit(devices::Facts{}, BalanceHolder::server), DeviceFit::fits) << "of a model that nobody knows nothing is said";
}

TEST(Scheme, a_prepared_account_may_leave_it_open_and_nobody_else) {
  const auto context = at_the_counter();
  EXPECT_EQ((*scheme_of(account("", books::AccountStatus::draft), context))->name, "by_card");
  EXPECT_EQ(scheme_of(account(""), context).error().code, "unknown_scheme");
  EXPECT_EQ(scheme_of(account("of another program"), context).error().code, "unknown_scheme");
}

TEST(Scheme, without_a_table_nothing_is_sold) {
  EXPECT_EQ(scheme_of(account("by_card"), {}).error().code, "unknown_scheme");
  EXPECT_EQ(scheme_to_open("", Carrier::card, {}).error().code, "unknown_scheme");
}

}  // namespace
}  // namespace kwota::scheme
