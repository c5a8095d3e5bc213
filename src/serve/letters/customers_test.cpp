// Which customers get which letter, and when no second one.
#include "serve/letters/customers.h"

#include <gtest/gtest.h>

#include "base/ids_text.h"
#include "books/memory.h"
#include "sell/settings/declared.h"
#include "serve/letters/people.h"
#include "serve/letters/supplies.h"
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
  books::Sale sale(const std::string& number, Instant at, MeterNumber meter = {}, SequenceNumber n = {}) {
    books::Sale row;
    row.meter = meter;
    row.n = n;
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

/// One meter, paid for in kWh, of which the meter tells.
struct Supplied : Customers {
  Supplied() {
    meter.number = parse_meter_number("000000900001").value();
    meter.unit = Unit::energy;
    books.put(meter);
    auto account = books.find<books::Account>(100001).value();
    account.meter = meter.number;
    account.plan = "flat";
    books.put(account);
    remote.state = books::RemoteAccountStatus::ended;
    books.put(remote);
    books.put(books::Plan{"flat", "Households", "", head});
    version("2026-01-01", "0.5");
  }
  void version(const std::string& from, const std::string& price, books::PlanStatus state = books::PlanStatus::published) {
    books.put(books::PlanVersion{"flat", from, R"({"from":")" + from + R"(","energy":{"price":")" + price + R"("}})", state, "li", "root", "", ""});
  }
  /// Sold to the meter, and on its way from then on.
  void on_its_way(const std::string& number, std::uint32_t n, Instant at) {
    sale(number, at, meter.number, SequenceNumber{n});
    books.put(books::SaleState{number, books::SaleStatus::carried, at, 0});
    meter.sold = SequenceNumber{n};
    books.put(meter);
  }
  /// What the meter said on that day of its register and of what it has left.
  void told(const std::string& day, std::int64_t register_kwh, std::int64_t left_kwh) {
    books::Statement row;
    row.meter = meter.number;
    row.number = ++statements;
    row.taken = parse_instant(day + "T12:00:00Z").value();
    row.carrier = books::Carrier::link;
    row.unit = Unit::energy;
    row.energy = Energy::wh(register_kwh * 1000);
    row.remaining = Credit::of(Unit::energy, left_kwh * 1000);
    row.count = meter.applied;
    books::Changes changes;
    changes.append.emplace_back(row);
    books.apply(changes);
  }
  std::vector<letters::Wanted> of_supplies() { return kept(letters_of_supplies(books, customers_who_hear(books), now, Zone::utc())); }
  std::vector<letters::Wanted> of_prices() { return kept(letters_of_prices(books, customers_who_hear(books), coming_versions(books, now, nullptr), now)); }
  std::vector<letters::Wanted> kept(std::vector<letters::Wanted> all) {
    books::Changes changes;
    letters::add_letters(books, all, "mark", now, changes);
    books.apply(changes);
    return all;
  }
  void set(books::SettingName name, std::int64_t value) { books.put(settings::always_counting(static_cast<std::int64_t>(name) + 1, name, value)); }
  using Customers::set;

  static constexpr auto head = R"({"id":"flat","name":"Households","commodity":"electricity","unit":"kWh","currency":"CNY","minor":2,"zone":"UTC","quantum":"0.01"})";
  books::Meter meter;
  std::uint32_t statements = 0;
};

TEST_F(Supplied, hear_once_of_credit_that_no_meter_has_taken_in) {
  on_its_way("R1-1", 1, now - Duration::hours(71));
  EXPECT_TRUE(of_supplies().empty()) << "it has three days";
  now = now + Duration::hours(1);
  const auto first = of_supplies();
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first.front().kind, LetterKind::credit_waiting);
  EXPECT_EQ(first.front().object, "R1-1");
  EXPECT_TRUE(first.front().may_wait);
  EXPECT_NE(first.front().text.find("50.00 CNY"), std::string::npos);
  EXPECT_NE(first.front().text.find("000000900001"), std::string::npos);
  now = now + Duration::hours(24 * 9);
  EXPECT_TRUE(of_supplies().empty()) << "he was told";
  on_its_way("R1-2", 2, now - Duration::hours(73));
  const auto second = of_supplies();
  ASSERT_EQ(second.size(), 1U) << "more has waited as long";
  EXPECT_NE(second.front().text.find("100.00 CNY"), std::string::npos) << "all that waits";
}

TEST_F(Supplied, hear_nothing_of_credit_that_was_taken_in_or_taken_back_or_was_not_paid_for) {
  on_its_way("R1-1", 1, now - Duration::hours(100));
  for (const auto state : {books::SaleStatus::applied, books::SaleStatus::taking_back, books::SaleStatus::taken_back, books::SaleStatus::reversed}) {
    books.put(books::SaleState{"R1-1", state, now, 0});
    EXPECT_TRUE(of_supplies().empty()) << word_of(state);
  }
  books.put(books::SaleState{"R1-1", books::SaleStatus::in_doubt, now, 0});
  set(books::SettingName::credit_waits_days, 0);
  EXPECT_TRUE(of_supplies().empty()) << "this utility writes of none";
  set(books::SettingName::credit_waits_days, 5);
  EXPECT_TRUE(of_supplies().empty()) << "it has five days here";
  set(books::SettingName::credit_waits_days, 4);
  EXPECT_EQ(of_supplies().size(), 1U);
}

TEST_F(Supplied, hear_once_that_their_credit_lasts_a_few_days_until_they_have_bought_again) {
  told("2026-11-10", 1000, 60);
  told("2026-11-18", 1040, 20);  // five a day: it lasts until the 22nd
  now = parse_instant("2026-11-18T20:00:00Z").value();
  EXPECT_TRUE(of_supplies().empty()) << "four days are left";
  now = now + Duration::hours(24);
  const auto low = of_supplies();
  ASSERT_EQ(low.size(), 1U);
  EXPECT_EQ(low.front().kind, LetterKind::low_credit);
  EXPECT_NE(low.front().text.find("2026-11-22"), std::string::npos);
  now = now + Duration::hours(24);
  EXPECT_TRUE(of_supplies().empty()) << "he was told";
  sale("R1-9", now);
  now = now + Duration::hours(24);
  EXPECT_EQ(of_supplies().size(), 1U) << "he has bought, and it is soon gone again";
}

TEST_F(Supplied, hear_nothing_of_credit_that_is_gone_or_of_a_balance_at_the_server) {
  told("2026-11-10", 1000, 60);
  told("2026-11-18", 1040, 20);
  now = parse_instant("2026-11-23T08:00:00Z").value();
  EXPECT_TRUE(of_supplies().empty()) << "he sits in the dark and knows it";
  now = parse_instant("2026-11-20T08:00:00Z").value();
  set(books::SettingName::low_credit_days, 1);
  EXPECT_TRUE(of_supplies().empty()) << "two days are left, and he hears at one";
  set(books::SettingName::low_credit_days, 2);
  remote.state = books::RemoteAccountStatus::active;
  books.put(remote);
  EXPECT_TRUE(of_supplies().empty()) << "he hears of his balance";
  remote.state = books::RemoteAccountStatus::ended;
  books.put(remote);
  EXPECT_EQ(of_supplies().size(), 1U);
}

TEST_F(Supplied, hear_once_of_each_version_of_their_plan_before_it_counts) {
  version("2027-01-01", "0.6");
  version("2027-02-01", "0.7", books::PlanStatus::draft);
  const auto first = of_prices();
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first.front().kind, LetterKind::new_prices);
  EXPECT_EQ(first.front().object, "100001/flat/2027-01-01");
  EXPECT_NE(first.front().subject.find("2027-01-01"), std::string::npos);
  EXPECT_NE(first.front().text.find("0.6000"), std::string::npos) << first.front().text;
  EXPECT_NE(first.front().text.find("0.5000"), std::string::npos) << "and what it costs until then";
  EXPECT_TRUE(of_prices().empty());
  version("2027-02-01", "0.7");
  EXPECT_EQ(of_prices().size(), 1U) << "another version is another letter";
}

TEST_F(Supplied, hear_nothing_of_prices_that_count_already_or_of_anothers_plan) {
  version("2026-11-20", "0.6");
  EXPECT_TRUE(of_prices().empty());
  version("2027-01-01", "0.7");
  set(books::SettingName::price_letters, 0);
  EXPECT_TRUE(of_prices().empty()) << "this utility writes of none";
  set(books::SettingName::price_letters, 1);
  auto account = books.find<books::Account>(100001).value();
  account.plan = "another";
  books.put(account);
  EXPECT_TRUE(of_prices().empty());
}

/// A letter that waits for the morning.
struct Waiting : Supplied {
  std::optional<letters::Wanted> in_the_morning(const letters::Wanted& letter) {
    books::Letter row;
    row.kind = letter.kind;
    row.to = letter.to;
    row.object = letter.object;
    now = now + Duration::hours(10);
    return as_of_now(books, row, Zone::utc(), now, nullptr);
  }
  /// That letter was dropped when it should have left.
  void dropped(const letters::Wanted& letter) {
    auto row = books.last(books::Letter::about, letter.kind, letter.object, letter.to).value();
    row.state = books::LetterStatus::failed;
    row.failure = books::LetterFailure::no_longer_so;
    books.put(row);
  }
};

TEST_F(Waiting, a_letter_of_credit_that_waited_says_what_still_waits_or_nothing) {
  on_its_way("R1-1", 1, now - Duration::hours(80));
  on_its_way("R1-2", 2, now - Duration::hours(75));
  const auto letter = of_supplies().front();
  EXPECT_NE(letter.text.find("100.00 CNY"), std::string::npos);
  ASSERT_TRUE(in_the_morning(letter));
  EXPECT_EQ(in_the_morning(letter)->text, letter.text);
  on_its_way("R1-3", 3, now - Duration::hours(74));
  EXPECT_EQ(in_the_morning(letter)->text, letter.text) << "that is another letter's";
  books.put(books::SaleState{"R1-1", books::SaleStatus::applied, now, 0});
  EXPECT_NE(in_the_morning(letter)->text.find("50.00 CNY"), std::string::npos) << "half of it has come";
  books.put(books::SaleState{"R1-2", books::SaleStatus::applied, now, 0});
  EXPECT_FALSE(in_the_morning(letter)) << "all of what it told of";
}

TEST_F(Waiting, credit_of_a_meter_that_was_changed_or_of_an_account_that_was_closed_waits_no_more) {
  on_its_way("R1-1", 1, now - Duration::hours(80));
  const auto letter = of_supplies().front();
  auto account = books.find<books::Account>(100001).value();
  account.meter = parse_meter_number("000000900002").value();
  books.put(account);
  EXPECT_FALSE(in_the_morning(letter));
  account.meter = meter.number;
  books.put(account);
  EXPECT_TRUE(in_the_morning(letter));
  account.customer = CustomerNumber::from(8);
  books.put(books::Customer{.number = account.customer, .name = "Next", .mail = "next@example.org", .hears_by = books::HearsBy::mail});
  books.put(account);
  EXPECT_FALSE(in_the_morning(letter)) << "it is another's by now";
  account.customer = customer.number;
  account.state = books::AccountStatus::closed;
  books.put(account);
  EXPECT_FALSE(in_the_morning(letter));
}

TEST_F(Waiting, of_a_low_balance_nobody_hears_who_paid_in_the_evening_and_he_hears_of_the_next_one) {
  remote.state = books::RemoteAccountStatus::active;
  books.put(remote);
  balance(15);
  const auto letter = written().front();
  balance(12);
  EXPECT_NE(in_the_morning(letter)->text.find("12.00 CNY"), std::string::npos) << "a night was charged";
  balance(-6);
  EXPECT_FALSE(in_the_morning(letter)) << "a disconnection is ahead: that is another letter";
  balance(60);
  EXPECT_FALSE(in_the_morning(letter));
  balance(14);
  EXPECT_TRUE(written().empty()) << "as far as one knows he was told";
  dropped(letter);
  EXPECT_EQ(written().size(), 1U);
}

TEST_F(Waiting, of_credit_that_is_soon_gone_nobody_hears_whose_meter_has_taken_more_in) {
  told("2026-11-10", 1000, 60);
  told("2026-11-18", 1040, 20);
  now = parse_instant("2026-11-19T20:00:00Z").value();
  const auto letter = of_supplies().front();
  EXPECT_TRUE(in_the_morning(letter));
  told("2026-11-20", 1050, 110);
  EXPECT_FALSE(in_the_morning(letter));
}

TEST_F(Waiting, of_prices_that_were_withdrawn_nobody_hears_until_they_are_published_again) {
  version("2027-01-01", "0.6");
  const auto letter = of_prices().front();
  version("2027-01-01", "0.65");
  EXPECT_NE(in_the_morning(letter)->text.find("0.6500"), std::string::npos);
  version("2027-01-01", "0.6", books::PlanStatus::withdrawn);
  EXPECT_FALSE(in_the_morning(letter));
  dropped(letter);
  version("2027-01-01", "0.6");
  EXPECT_EQ(of_prices().size(), 1U);
}

TEST_F(Supplied, are_written_to_in_the_utilitys_language_where_nobody_knows_theirs) {
  version("2027-01-01", "0.6");
  customer.language.clear();
  books.put(customer);
  set(books::SettingName::letter_language, "zh");
  EXPECT_EQ(of_prices().front().language, "zh");
}

TEST_F(Supplied, who_want_nothing_are_not_looked_at) {
  EXPECT_EQ(customers_who_hear(books).size(), 1U);
  customer.hears_by = books::HearsBy::none;
  books.put(customer);
  EXPECT_TRUE(customers_who_hear(books).empty());
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
