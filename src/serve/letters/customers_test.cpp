// Which customers get which letter, and when no second one.
#include "serve/letters/customers.h"

#include <gtest/gtest.h>

#include "base/ids_text.h"
#include "books/memory.h"
#include "sell/settings/declared.h"
#include "serve/letters/people.h"
#include "serve/letters/texts.h"

namespace kwota::serve {
namespace {

using books::LetterKind;

struct Customers : testing::Test {
  Customers() {
    books::Utility utility;
    utility.name = "East County";
    utility.currency = "CNY";
    books.put(utility);
    set(books::SettingName::mail_relay, "smtps://localhost:465");
    set(books::SettingName::mail_from, "utility@example.org");
    customer.number = CustomerNumber::from(7);
    customer.name = "He {balance}";
    customer.mail = "he@example.org";
    customer.phone = "+86 138 0000 0001";
    customer.hears_by = books::HearsBy::mail;
    customer.language = "ru";
    books.put(customer);
    books.put(books::Account{.number = 100001, .station = "E", .customer = customer.number, .state = books::AccountStatus::open});
    remote.account = 100001;
    remote.alarm = yuan(20);
    remote.overdraft = yuan(10);
    books.put(remote);
    books.put(books::DayCharge{.account = 100001, .day = {2026, 11, 19}, .amount = yuan(6)});
  }
  static Money yuan(std::int64_t whole) { return Money::minor(whole * 100); }
  void set(books::SettingName name, const std::string& text) {
    books::Setting row;
    row.number = static_cast<std::int64_t>(name) + 1;
    row.name = name;
    row.text = text;
    books.put(row);
  }
  /// The balance is this from now on.
  void balance(std::int64_t whole) {
    const auto by = yuan(whole) - held;
    held = yuan(whole);
    books::Changes changes;
    books::Entry entry;
    entry.number = "e/" + std::to_string(++entries);
    entry.time = now;
    entry.legs = {{"till/E/T1/cash", by}, {"customer/100001/balance", Money{} - by}};
    changes.append.emplace_back(entry);
    books.apply(changes);
  }
  books::Sale sale(const std::string& number, Instant at) {
    books::Sale row;
    row.number = number;
    row.time = at;
    row.account = 100001;
    row.customer = customer.number;
    row.tendered = yuan(50);
    books::Changes changes;
    changes.append.emplace_back(row);
    books.apply(changes);
    return row;
  }
  std::vector<letters::Wanted> written() {
    const auto all = letters_of_balances(books, now);
    books::Changes changes;
    letters::add_letters(books, all, "mark", now, changes);
    books.apply(changes);
    return all;
  }

  books::Memory books;
  books::Customer customer;
  books::RemoteAccount remote;
  Money held;
  int entries = 0;
  Instant now = parse_instant("2026-11-20T08:00:00Z").value();
};

TEST_F(Customers, hear_once_that_their_balance_is_low_until_they_have_paid) {
  balance(30);
  EXPECT_TRUE(written().empty());
  balance(15);
  const auto low = written();
  ASSERT_EQ(low.size(), 1U);
  EXPECT_EQ(low.front().kind, LetterKind::low_balance);
  EXPECT_EQ(low.front().address, "he@example.org");
  EXPECT_EQ(low.front().language, "ru");
  EXPECT_NE(low.front().text.find("15.00 CNY"), std::string::npos);
  EXPECT_NE(low.front().text.find("He {balance}"), std::string::npos) << "a name is a text, no template";
  now = now + Duration::hours(30);
  EXPECT_TRUE(written().empty());
  sale("R1-1", now + Duration::minutes(1));
  now = now + Duration::hours(2);
  EXPECT_EQ(written().size(), 1U) << "he has paid, and it is low again";
}

TEST_F(Customers, hear_that_a_day_like_the_last_one_brings_a_disconnection) {
  balance(-3);
  EXPECT_EQ(written().front().kind, LetterKind::low_balance) << "seven may still be owed, and a day costs six";
  balance(-5);
  EXPECT_EQ(written().front().kind, LetterKind::disconnection);
  EXPECT_TRUE(written().empty());
}

TEST_F(Customers, who_want_none_or_are_not_reached_get_none) {
  balance(1);
  customer.hears_by = books::HearsBy::none;
  books.put(customer);
  EXPECT_TRUE(written().empty());
  customer.hears_by = books::HearsBy::message;
  books.put(customer);
  EXPECT_TRUE(written().empty()) << "no gateway is set";
  set(books::SettingName::message_address, "https://sms.example.org/");
  const auto all = written();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all.front().address, "+8613800000001");
  EXPECT_TRUE(all.front().subject.empty());
}

TEST_F(Customers, get_a_receipt_once) {
  const auto row = sale("R1-00000012", now);
  const auto letter = letter_of_receipt(books, row, Zone::utc(), now);
  ASSERT_TRUE(letter);
  EXPECT_NE(letter->text.find("50.00 CNY"), std::string::npos);
  EXPECT_NE(letter->subject.find("R1-00000012"), std::string::npos);
  books::Changes changes;
  letters::add_letters(books, {*letter}, "mark", now, changes);
  books.apply(changes);
  EXPECT_FALSE(letter_of_receipt(books, row, Zone::utc(), now));
}

TEST_F(Customers, the_utilitys_own_line_stands_under_mail_in_its_language) {
  set(books::SettingName::letter_foot_ru, "Вопросы: 555-12-34");
  balance(1);
  EXPECT_NE(written().front().text.find("Вопросы: 555-12-34\nEast County"), std::string::npos);
}

struct People : Customers {
  People() {
    for (const auto& [name, roles] : {std::pair{"root", "administrator"}, {"li", "manager"}, {"wang", "cashier"}}) {
      books::Operator row;
      row.name = name;
      row.roles = roles;
      row.mail = std::string(name) + "@example.org";
      row.mail_of = "backup_old,job_ended";
      books.put(row);
    }
  }
  static books::Notice notice(books::NoticeEvent event, const std::string& operator_name = {}) {
    books::Notice row;
    row.number = 3;
    row.event = event;
    row.object = "9";
    row.operator_name = operator_name;
    row.details = R"({"object":"9","since":"2026-11-19","kind":"verify"})";
    return row;
  }
};

TEST_F(People, hear_by_mail_of_what_concerns_them_alone) {
  const auto old = letters_of_notices(books, {notice(books::NoticeEvent::backup_old)}, now);
  ASSERT_EQ(old.size(), 1U) << "a cashier chose it, and may not hear it";
  EXPECT_EQ(old.front().to, "root");
  EXPECT_NE(old.front().subject.find("2026-11-19"), std::string::npos);
  const auto job = letters_of_notices(books, {notice(books::NoticeEvent::job_ended, "li")}, now);
  ASSERT_EQ(job.size(), 1U);
  EXPECT_EQ(job.front().to, "li");
  EXPECT_TRUE(letters_of_notices(books, {notice(books::NoticeEvent::verify_failed)}, now).empty()) << "nobody chose it";
}

TEST_F(People, get_a_report_by_plan_with_its_file_when_they_are_named) {
  books::SendPlan plan;
  plan.number = 4;
  plan.name = "County";
  plan.operator_name = "root";
  plan.mail_to = "li";
  books.put(plan);
  for (const auto* owner : {"li", "root"}) {
    books::Job job;
    job.number = 9;
    job.plan = 4;
    job.operator_name = owner;
    job.file = "abc";
    job.file_name = "R07.csv";
    books.put(job);
    const auto all = letters_of_notices(books, {notice(books::NoticeEvent::job_ended, owner)}, now);
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all.front().job, std::string(owner) == "li" ? 9 : 0) << "who is not named hears of it without the file";
  }
}

TEST_F(People, nothing_is_written_while_no_relay_is_set) {
  set(books::SettingName::mail_relay, "");
  balance(1);
  EXPECT_TRUE(written().empty());
  EXPECT_TRUE(letters_of_notices(books, {notice(books::NoticeEvent::backup_old)}, now).empty());
}

}  // namespace
}  // namespace kwota::serve
