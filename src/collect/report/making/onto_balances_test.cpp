#include "collect/report/making/make.h"
#include "collect/report/making/test_books.h"

namespace kwota::report {
namespace {

using namespace test;

constexpr std::int64_t gas_account = 100001;

std::int64_t received(const Books& books, const std::string& commodity) {
  const auto made = make(books, *report_numbered("R06"), {.period = "2026-10", .filters = {{"commodity", commodity}}}).value();
  const auto found = std::ranges::find_if(made.rows, [](const MadeRow& row) { return row.names.front() == "received"; });
  return found->cells.front().value();
}

/// Somebody buys gas from a balance at the office: no meter is told of it, and it is money for gas all the same.
TEST(OntoBalances, what_is_paid_onto_the_balance_of_a_gas_account_was_received_for_gas) {
  Books books;
  books.put(books::Plan{.id = "gas-homes", .name = "Gas", .source = {}, .head = R"({"commodity": "gas"})"});
  books::Sale payment;
  payment.account = gas_account;
  payment.plan = "gas-homes";
  books.booked("R1", Operation::payment, "2026-10-05", {leg(drawer, yuan(200)), leg(ledger::customer_balance(gas_account), -yuan(200))}, "1", payment);
  EXPECT_EQ(received(books, "gas"), 200'00);
  EXPECT_EQ(received(books, "electricity"), 0);
  const auto by_commodity = make(books, *report_numbered("R07"), {.period = "2026-10", .groups = {"commodity"}}).value();
  ASSERT_EQ(by_commodity.rows.size(), 1U);
  EXPECT_EQ(by_commodity.rows.front().names.front(), "gas");
}

}  // namespace
}  // namespace kwota::report
