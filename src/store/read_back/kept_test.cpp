// What many rows say is there once, comes back as it was written, and is not remembered of a decision that was refused.
#include "store/sqlite/kept.h"

#include <gtest/gtest.h>

#include "store/draft/canonical.h"
#include "store/test_books_on_disk.h"

namespace kwota::store {
namespace {

using namespace test;

constexpr auto till_key = "0123456789ABCDEF01234567";

class KeptOnce : public BooksOnDisk {
 protected:
  /// A sale to another customer, with names and a till's key that stand in no sale before; `broken`: its legs do not add up.
  static Result<std::string> sell_to(Books& books, const std::string& number, const std::string& account, bool broken) {
    return books.run(cashier, [=](const books::Reader& reader) -> Result<books::Decision<std::string>> {
      TRY(decided, decide_sale(reader, number, 100));
      auto& sale = decided.changes.append.front().get<books::Sale>();
      sale.names = R"({"customer":")" + account + R"("})";
      sale.client_key = std::string(till_key) + (number == receipt(1) ? "" : number.substr(number.size() - 2));
      auto& entry = decided.changes.append[1].get<books::Entry>();
      auto& legs = entry.legs;
      legs.back().account = account;
      entry.account = std::stoll(account.substr(account.find('/') + 1));
      if (broken) legs.front().amount += Money::minor(1);
      return decided;
    });
  }
  static std::int64_t count(Books& books, const std::string& sql) {
    return books.query([&](Moment& moment) { return sqlite_of(moment).number(sql); }).value();
  }
};

TEST_F(KeptOnce, a_hundred_sales_to_one_customer_keep_his_names_once) {
  auto books = open();
  ASSERT_TRUE(set_up(*books));
  for (int i = 1; i <= 9; ++i) ASSERT_TRUE(sell_to(*books, receipt(i), "customer/100001/balance", false));
  EXPECT_EQ(count(*books, "SELECT count(*) FROM kept_text WHERE text LIKE '%customer%'"), 1);
  EXPECT_EQ(count(*books, "SELECT count(*) FROM ledger_account"), 2);
  EXPECT_EQ(count(*books, "SELECT count(*) FROM leg"), 18);
}

TEST(Kept, as_bytes_only_what_reads_back_letter_by_letter) {
  EXPECT_EQ(bytes_of_hex("00FF"), (Bytes{0x00, 0xFF}));
  for (const auto* text : {"", "0", "00F", "00ff", "0G", "00 FF", " 00FF", "00\n"}) EXPECT_FALSE(bytes_of_hex(text)) << text;
}

TEST_F(KeptOnce, a_row_comes_back_as_it_was_written) {
  auto books = open();
  ASSERT_TRUE(set_up(*books));
  ASSERT_TRUE(sell_to(*books, receipt(1), "customer/100001/balance", false));
  ASSERT_TRUE(sell(*books, receipt(2), 100));  // its key is no hexadecimal number
  EXPECT_EQ(count(*books, "SELECT length(client_key) FROM sale WHERE number='R3-000001' AND typeof(client_key)='blob'"), 12);
  const auto done = books->read([](const books::Reader& reader) -> Result<Done> {
    const auto first = reader.find(books::Sale::by_client_key, std::string(till_key)), second = reader.find(books::Sale::by_client_key, "key " + receipt(2));
    EXPECT_TRUE(first && second);
    if (!first || !second) return Done{};
    EXPECT_EQ(first->number, receipt(1));
    EXPECT_EQ(first->client_key, till_key);
    EXPECT_EQ(first->names, R"({"customer":"customer/100001/balance"})");
    EXPECT_EQ(first->chain, "till/3/1");
    EXPECT_EQ(second->client_key, "key " + receipt(2));
    EXPECT_EQ(reader.legs(receipt(1)), (std::vector<books::Leg>{{"till/3/1/cash", Money::minor(100)}, {"customer/100001/balance", Money::minor(-100)}}));
    EXPECT_TRUE(reader.legs("none").empty());
    return Done{};
  });
  EXPECT_TRUE(done.ok());
}

TEST_F(KeptOnce, a_refused_decision_leaves_no_number_behind) {
  {
    auto books = open();
    ASSERT_TRUE(set_up(*books));
    ASSERT_TRUE(sell_to(*books, receipt(1), "customer/100001/balance", false));
    EXPECT_EQ(sell_to(*books, receipt(2), "customer/100002/balance", true).error().code, "unbalanced_entry");
    ASSERT_TRUE(sell_to(*books, receipt(2), "customer/100003/balance", false));
    ASSERT_TRUE(sell_to(*books, receipt(3), "customer/100002/balance", false));
    EXPECT_EQ(count(*books, "SELECT count(*) FROM ledger_account"), 4);
  }
  EXPECT_TRUE(verified().ok());
}

TEST_F(KeptOnce, a_row_that_names_another_chain_than_its_own_is_refused) {
  auto books = open();
  ASSERT_TRUE(set_up(*books));
  const auto refused = books->run(cashier, [](const books::Reader& reader) -> Result<books::Decision<std::string>> {
    TRY(decided, decide_sale(reader, receipt(1), 100));
    decided.changes.append.front().get<books::Sale>().chain = "till/3/2";
    return decided;
  });
  EXPECT_EQ(refused.error().code, "chain_missing");
}

}  // namespace
}  // namespace kwota::store
