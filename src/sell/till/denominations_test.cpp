#include "sell/till/denominations.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/decimal.h"

namespace kwota::till {
namespace {

std::vector<std::string> said(std::string_view currency, int minor_digits) {
  std::vector<std::string> out;
  for (const auto& one : denominations_of(currency))
    if (const auto value = value_of(one, minor_digits)) out.push_back(format_money(*value, minor_digits));
  return out;
}

TEST(Denominations, are_said_in_the_decimals_that_the_currency_has) {
  EXPECT_EQ(said("CNY", 2), (std::vector<std::string>{"100.00", "50.00", "20.00", "10.00", "5.00", "1.00", "0.50", "0.10"}));
  EXPECT_EQ(said("JPY", 0), (std::vector<std::string>{"10000", "5000", "2000", "1000", "500", "100", "50", "10", "5", "1"}));
  EXPECT_EQ(said("KWD", 3), (std::vector<std::string>{"20.000", "10.000", "5.000", "1.000", "0.500", "0.250", "0.100", "0.050", "0.020", "0.010", "0.005"}));
}

TEST(Denominations, what_is_smaller_than_the_books_count_is_not_counted) {
  EXPECT_EQ(said("CNY", 0).back(), "1");
  EXPECT_EQ(said("KWD", 2).back(), "0.01");
  EXPECT_EQ(said("CNY", 4).back(), "0.1000");
}

TEST(Denominations, of_a_currency_that_nobody_wrote_down_there_are_none) { EXPECT_TRUE(denominations_of("XTS").empty()); }

TEST(Denominations, each_stands_once_and_is_one_of_the_currency) {
  const books::Pieces counted{{Money::minor(5), 3}, {Money::minor(20'000), 2}, {Money::minor(250), 0}};
  const auto checked = checked_pieces(counted, "KWD", 3);
  ASSERT_TRUE(checked.ok());
  ASSERT_EQ(checked->size(), 2U) << "what there is none of is not kept";
  EXPECT_EQ(checked->front().value, Money::minor(20'000)) << "the largest first";
  EXPECT_EQ(checked_pieces({{Money::minor(3), 1}}, "KWD", 3).error().code, "piece_unknown");
  EXPECT_EQ(checked_pieces({{Money::minor(5), 1}, {Money::minor(5), 2}}, "KWD", 3).error().code, "piece_unknown");
  EXPECT_EQ(checked_pieces({{Money::minor(5), -1}}, "KWD", 3).error().code, "piece_count");
}

}  // namespace
}  // namespace kwota::till
