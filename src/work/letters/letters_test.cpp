// What becomes of a letter: tried with growing pauses, told again after a kill under the same number, cancelled, sent again; and how it is written for the way.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <set>
#include <thread>

#include "base/key_file.h"
#include "base/text/address_gate.h"
#include "people/test_office.h"
#include "sell/settings/declared.h"
#include "store/books.h"
#include "work/letters/outbox.h"
#include "work/letters/secrets.h"
#include "work/letters/transport.h"

namespace kwota::letters {
namespace {

using books::LetterStatus;
using books::LetterWay;

struct Post : testing::Test, people::test::Office {
  Letter wanted(Wanted letter = {.to = "li", .address = "li@example.org", .object = "7", .subject = "It is so", .text = "So it is."}) {
    books::Changes changes;
    const auto rows = add_letters(books, {std::move(letter)}, "mark", now, changes);
    books.apply(changes);
    return rows.front();
  }
  Letter tried(std::int64_t number, const TryResult& result) {
    EXPECT_TRUE(apply(begin_try(books, number, now)).ok());
    return apply(end_try(books, number, result, now)).value();
  }
};

TEST_F(Post, a_letter_is_in_the_books_before_it_leaves_and_is_taken_once) {
  const auto letter = wanted();
  EXPECT_EQ(due(books, LetterWay::mail, now, 9).size(), 1U);
  const auto sent = tried(letter.number, {LetterFailure::none, 250});
  EXPECT_EQ(sent.state, LetterStatus::sent);
  EXPECT_FALSE(sent.perhaps_twice);
  EXPECT_TRUE(due(books, LetterWay::mail, now + Duration::days(30), 9).empty());
  EXPECT_EQ(apply(begin_try(books, letter.number, now)).error().code, "not_found");
  EXPECT_TRUE(was_written(books, letter.kind, "7", "li"));
  EXPECT_FALSE(was_written(books, letter.kind, "7", "wang"));
}

TEST_F(Post, what_can_wait_disturbs_nobody_at_night) {
  books.put(books::Utility{.name = "East", .currency = "CNY", .zone = "Asia/Shanghai"});
  const auto asked_at = [&](const char* time) {
    now = parse_instant(time).value();
    return *wanted({.to = "li", .address = "li@example.org", .object = "7", .may_wait = true}).next_try;
  };
  EXPECT_EQ(asked_at("2026-11-20T21:59:59+08:00"), now);
  EXPECT_EQ(asked_at("2026-11-20T22:00:00+08:00"), parse_instant("2026-11-21T07:00:00+08:00").value()) << "over midnight";
  EXPECT_EQ(asked_at("2026-11-21T06:59:00+08:00"), parse_instant("2026-11-21T07:00:00+08:00").value());
  EXPECT_EQ(asked_at("2026-11-21T07:00:00+08:00"), now);
  now = parse_instant("2026-11-20T23:00:00+08:00").value();
  EXPECT_EQ(*wanted({.to = "li", .address = "li@example.org", .object = "7"}).next_try, now) << "what is critical wakes whoever wanted to hear of it";
  auto from = settings::always_counting(1, settings::SettingName::quiet_from, 7);
  books.put(from);
  EXPECT_EQ(asked_at("2026-11-20T23:00:00+08:00"), now) << "from seven to seven: there are none";
  from = settings::always_counting(1, settings::SettingName::quiet_from, 1);
  books.put(from);
  EXPECT_EQ(asked_at("2026-11-21T00:59:00+08:00"), now);
  EXPECT_EQ(asked_at("2026-11-21T01:00:00+08:00"), parse_instant("2026-11-21T07:00:00+08:00").value()) << "not over midnight";
}

TEST_F(Post, pauses_grow_and_come_to_an_end) {
  const auto letter = wanted();
  Duration before{};
  for (std::int64_t i = 1; i < tries_max; ++i) {
    const auto row = tried(letter.number, {LetterFailure::refused_later, 451});
    ASSERT_EQ(row.state, LetterStatus::waiting) << i;
    EXPECT_GT(*row.next_try - now, before);
    EXPECT_TRUE(due(books, LetterWay::mail, *row.next_try - Duration::seconds(1), 9).empty());
    before = *row.next_try - now;
    now = *row.next_try;
  }
  const auto last = tried(letter.number, {LetterFailure::refused_later, 451});
  EXPECT_EQ(last.state, LetterStatus::failed);
  EXPECT_EQ(last.tries, tries_max);
  EXPECT_LT(now - letter.made, letter_lasts);
}

TEST_F(Post, what_was_under_way_when_the_program_ended_is_told_again_and_says_so) {
  const auto letter = wanted();
  ASSERT_TRUE(apply(begin_try(books, letter.number, now)).ok());
  EXPECT_TRUE(due(books, LetterWay::mail, now, 9).empty()) << "not at once: a program that is killed again and again tells nobody all the time";
  now = now + Duration::minutes(1);
  ASSERT_EQ(due(books, LetterWay::mail, now, 9).size(), 1U);
  const auto again = apply(begin_try(books, letter.number, now)).value();
  EXPECT_TRUE(again.perhaps_twice);
  EXPECT_EQ(again.message_id, letter.message_id);
  EXPECT_EQ(again.tries, 2);
}

TEST_F(Post, killed_in_each_try_it_has_failed_at_last) {
  const auto letter = wanted();
  for (std::int64_t i = 0; i < tries_max; ++i) {
    ASSERT_TRUE(apply(begin_try(books, letter.number, now)).ok());
    now = *books.find<Letter>(letter.number)->next_try;
  }
  const auto last = apply(begin_try(books, letter.number, now)).value();
  EXPECT_EQ(last.state, LetterStatus::failed);
  EXPECT_EQ(last.failure, LetterFailure::cut_off);
  EXPECT_EQ(last.tries, tries_max);
}

TEST_F(Post, one_that_is_asked_for_anew_while_it_is_under_way_goes_on) {
  const auto letter = wanted();
  ASSERT_TRUE(apply(begin_try(books, letter.number, now)).ok());
  ASSERT_TRUE(apply(send_again(books, letter.number, as("li"))).ok());
  const auto row = apply(end_try(books, letter.number, {LetterFailure::refused_later, 451}, now)).value();
  EXPECT_EQ(row.state, LetterStatus::waiting);
  EXPECT_GT(*row.next_try, now);
}

TEST_F(Post, leaves_with_what_is_so_now_and_never_with_two_texts) {
  const auto letter = wanted();
  EXPECT_EQ(apply(begin_try(books, letter.number, now, SaidNow{"zh", "Now", "It is so now."}))->text, "It is so now.");
  EXPECT_EQ(books.find<Letter>(letter.number)->language, "zh");
  const auto later = apply(end_try(books, letter.number, {LetterFailure::refused_later, 451}, now)).value();
  now = *later.next_try;
  EXPECT_EQ(apply(begin_try(books, letter.number, now, SaidNow{"zh", "Later", "It is so later."}))->text, "It is so now.") << "he may have got it";
}

TEST_F(Post, one_that_was_dropped_told_nobody_anything) {
  const auto letter = wanted();
  EXPECT_TRUE(was_written(books, letter.kind, letter.object, letter.to));
  const auto row = apply(end_try(books, letter.number, {LetterFailure::no_longer_so, 0, true}, now)).value();
  EXPECT_EQ(row.state, LetterStatus::failed);
  EXPECT_EQ(row.tries, 0) << "nothing left";
  EXPECT_TRUE(was_dropped(row));
  EXPECT_FALSE(was_written(books, letter.kind, letter.object, letter.to));
}

TEST_F(Post, without_a_relay_no_try_is_counted_and_after_three_days_it_has_failed) {
  const auto letter = wanted();
  const auto row = apply(end_try(books, letter.number, {LetterFailure::no_relay}, now)).value();
  EXPECT_EQ(row.state, LetterStatus::waiting);
  EXPECT_EQ(row.tries, 0);
  EXPECT_FALSE(row.perhaps_twice);
  now = now + letter_lasts + Duration::hours(1);
  EXPECT_EQ(apply(end_try(books, letter.number, {LetterFailure::no_relay}, now))->state, LetterStatus::failed);
}

TEST_F(Post, one_that_is_cancelled_while_it_is_under_way_stays_so_unless_it_was_taken) {
  const auto put_off = wanted(), taken = wanted({.to = "li", .object = "8"});
  for (const auto& letter : {put_off, taken}) {
    ASSERT_TRUE(apply(begin_try(books, letter.number, now)).ok());
    EXPECT_EQ(apply(cancel(books, letter.number, as("wang"))).error().code, "permission_denied");
    auto li = as("li");
    ASSERT_TRUE(apply(cancel(books, letter.number, li)).ok());
  }
  EXPECT_EQ(apply(end_try(books, put_off.number, {LetterFailure::refused_later, 451}, now))->state, LetterStatus::cancelled);
  EXPECT_EQ(apply(end_try(books, taken.number, {LetterFailure::none, 250}, now))->state, LetterStatus::sent);
  EXPECT_EQ(apply(send_again(books, taken.number, as("li"))).error().code, "letter_sent");
  EXPECT_EQ(apply(send_again(books, put_off.number, as("li")))->state, LetterStatus::waiting);
}

TEST_F(Post, who_works_at_another_station_does_not_learn_of_it) {
  auto li = as("li");
  li.who.station = "E";
  const auto elsewhere = wanted({.to = "li", .station = "W", .object = "9"});
  EXPECT_EQ(apply(cancel(books, elsewhere.number, li)).error().code, "not_found");
}

TEST_F(Post, a_text_is_a_text) {
  const auto letter = wanted({.to = "li", .subject = "One\r\nBcc: other@example.org", .text = "a\nb\x01"});
  EXPECT_EQ(letter.subject.find_first_of("\r\n"), std::string::npos);
  EXPECT_EQ(letter.text, "a\nb ");
  EXPECT_EQ(wanted({.to = "li", .subject = std::string(9999, 'x')}).subject.size(), subject_max);
  EXPECT_EQ(wanted({.to = "li", .subject = "\xff\xfe"}).subject, "?");
}

/// A relay that takes the call and says nothing until it is let go, and a gateway that takes everything.
struct Stuck {
  std::mutex mutex;
  std::condition_variable changed;
  bool called = false, let_go = false;
  int calls = 0;
  std::set<std::int64_t> ended{};

  void until(const bool& what) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return what; });
  }
  void now(const std::function<void()>& change) {
    {
      const std::lock_guard lock(mutex);
      change();
    }
    changed.notify_all();
  }
  void until_ended(std::int64_t letter) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return ended.contains(letter); });
  }

  struct Way final : Transport {
    explicit Way(Stuck& to) : stuck(to) {}
    std::optional<TryResult> mail(const MailPlace&, const Parcel&) override {
      stuck.now([this] { stuck.called = true, ++stuck.calls; });
      stuck.until(stuck.let_go);
      return TryResult{LetterFailure::unreachable};
    }
    std::optional<TryResult> message(const MessagePlace&, const Parcel&) override { return TryResult{LetterFailure::none, 204}; }
    Stuck& stuck;
  };
};

struct Posted : testing::Test {
  Posted() {
    std::string name = (std::filesystem::temp_directory_path() / "kwota-letters-XXXXXX").string();
    folder = ::mkdtemp(name.data());
    SystemRandom random;
    EXPECT_TRUE(make_key_file(folder / "message.key", random));
    set(1, books::SettingName::mail_relay, "smtp://localhost:25");
    set(2, books::SettingName::mail_from, "utility@example.org");
    set(3, books::SettingName::message_address, "http://127.0.0.1:9/sms");
  }
  ~Posted() override { std::filesystem::remove_all(folder); }
  void put(const std::function<void(const books::Reader&, books::Changes&)>& change) {
    EXPECT_TRUE(books->run({.operator_name = "root", .action = "settings_write", .station = {}}, [&](const books::Reader& reader) -> Result<books::Decision<Done>> {
                       books::Decision<Done> decision;
                       change(reader, decision.changes);
                       return decision;
                     }).ok());
  }
  void set(std::int64_t number, books::SettingName name, const std::string& text) {
    put([&](const books::Reader&, books::Changes& changes) {
      books::Setting row;
      row.number = number;
      row.name = name;
      row.text = text;
      changes.put.emplace_back(row);
    });
  }
  std::int64_t letter(LetterWay way) {
    std::int64_t number = 0;
    put([&](const books::Reader& reader, books::Changes& changes) { number = add_letters(reader, {{.way = way, .to = "li", .address = "li@example.org", .text = "So it is."}}, "mark", clock.now(), changes).front().number; });
    return number;
  }
  Letter row(std::int64_t number) {
    return books->read([&](const books::Reader& reader) -> Result<Letter> { return *reader.find<Letter>(number); }).value();
  }
  ManualClock clock{parse_instant("2026-11-20T08:00:00Z").value()};
  std::unique_ptr<store::Books> books = store::Books::in_memory(clock).value();
  std::filesystem::path folder;
  Stuck stuck;
};

TEST_F(Posted, a_relay_that_does_not_answer_keeps_no_short_message_waiting_and_is_asked_by_one_letter_alone) {
  const auto mail = letter(LetterWay::mail), next_mail = letter(LetterWay::mail);
  Outbox outbox({.books = *books, .clock = clock, .password_file = folder / "none", .key_file = folder / "message.key",
                 .content = [](const Letter&) { return Content{}; },
                 .told = [&](const Letter& one) { stuck.now([&] { stuck.ended.insert(one.number); }); }},
                [&](const std::function<bool()>&) { return std::make_unique<Stuck::Way>(stuck); });
  std::thread relay([&] { outbox.send_due(LetterWay::mail); });
  stuck.until(stuck.called);
  const auto message = letter(LetterWay::message);
  EXPECT_EQ(outbox.send_due(LetterWay::message), 1U);
  EXPECT_EQ(row(message).state, LetterStatus::sent);
  EXPECT_TRUE(row(mail).begun) << "it is still on its way";
  stuck.now([this] { stuck.let_go = true; });
  relay.join();
  EXPECT_EQ(row(mail).failure, LetterFailure::unreachable);
  EXPECT_EQ(stuck.calls, 1) << "the next one would wait as long";
  EXPECT_EQ(row(next_mail).tries, 0);
  EXPECT_EQ(outbox.send_due(LetterWay::mail), 1U) << "it is its turn at the next look";
  EXPECT_EQ(row(next_mail).tries, 1);
}

TEST_F(Posted, both_ways_are_looked_after) {
  Outbox outbox({.books = *books, .clock = clock, .password_file = folder / "none", .key_file = folder / "message.key",
                 .content = [](const Letter&) { return Content{}; },
                 .told = [&](const Letter& one) { stuck.now([&] { stuck.ended.insert(one.number); }); }},
                [&](const std::function<bool()>&) { return std::make_unique<Stuck::Way>(stuck); });
  letter(LetterWay::mail);
  outbox.start();
  stuck.until(stuck.called);
  stuck.until_ended(letter(LetterWay::message));
  stuck.now([this] { stuck.let_go = true; });
}

TEST_F(Posted, a_letter_waits_while_nobody_knows_what_time_it_is) {
  books = store::Books::open({.folder = folder / "books", .steady = [] { return Duration{}; }}, clock).value();
  set(1, books::SettingName::message_address, "http://127.0.0.1:9/sms");
  Outbox outbox({.books = *books, .clock = clock, .password_file = folder / "none", .key_file = folder / "message.key", .content = [](const Letter&) { return Content{}; }},
                [&](const std::function<bool()>&) { return std::make_unique<Stuck::Way>(stuck); });
  const auto message = letter(LetterWay::message);
  const auto right = clock.now();
  clock.set(right + Duration::days(365));
  EXPECT_EQ(outbox.send_due(LetterWay::message), 0U);
  EXPECT_EQ(row(message).state, LetterStatus::waiting) << "and not failed as too old";
  clock.set(right);
  EXPECT_EQ(outbox.send_due(LetterWay::message), 1U);
  EXPECT_EQ(row(message).state, LetterStatus::sent);
  books.reset();
}

TEST(Form, a_header_is_ascii_in_lines_that_are_short_enough) {
  EXPECT_EQ(header_text("Receipt R1-12"), "Receipt R1-12");
  EXPECT_EQ(header_text("余额不足"), "=?UTF-8?B?5L2Z6aKd5LiN6Laz?=");
  EXPECT_NE(header_text("=?utf-8?B?eA==?=").find("=?UTF-8?B?"), std::string::npos) << "what looks like an encoded word is a text";
  std::string many;
  for (int i = 0; i < 50; ++i) many += "я";
  for (std::string rest = header_text(many) + "\r\n"; !rest.empty(); rest.erase(0, rest.find("\r\n") + 2)) EXPECT_LE(rest.find("\r\n"), 76U);
}

TEST(Form, dates_and_signatures_are_as_others_write_them) {
  EXPECT_EQ(mail_date(parse_instant("2026-11-23T07:05:09Z").value()), "Mon, 23 Nov 2026 07:05:09 +0000");
  // openssl dgst -sha256 -hmac key
  EXPECT_EQ(message_signature("key", "/sms", "{}", "2026-11-23T07:05:09.000Z", "1.mark@kwota").size(), 64U);
  EXPECT_NE(message_signature("key", "/sms", "{}", "2026-11-23T07:05:09.000Z", "1.mark@kwota"), message_signature("key", "/sms", "{} ", "2026-11-23T07:05:09.000Z", "1.mark@kwota"));
}

TEST(Addresses, of_people_relays_and_gateways) {
  using namespace address_gate;
  for (const auto* good : {"a@b.cn", "wang.li+bills@mail.example.org", "o'neil@example.org"}) EXPECT_TRUE(admit_mail(good).ok()) << good;
  for (const auto* bad : {"", "a", "a@", "@b.cn", "a@b..cn", "a@b.cn ", "a b@c.cn", "a@b.cn\r\nX: y", "<a@b.cn>", ".a@b.cn", "-a@b.cn", "я@b.cn", "a@b_c.cn"}) EXPECT_FALSE(admit_mail(bad).ok()) << bad;
  EXPECT_EQ(bare_phone("+86 138-0000-0001"), "+8613800000001");
  for (const auto* bad : {"", "12", "1+2345678", "++12345678", "12345678;9", "12345678901234567"}) EXPECT_FALSE(admit_phone(bad).ok()) << bad;
  EXPECT_EQ(parse_relay("smtp+starttls://mail.example.org:587")->security, Security::starttls);
  EXPECT_TRUE(parse_relay("smtp://localhost:25")->here());
  EXPECT_FALSE(parse_relay("smtp://mail.example.org:25")->here());
  for (const auto* bad : {"mail.example.org:25", "smtps://mail.example.org", "smtps://user@mail.example.org:465", "smtps://mail.example.org:465/x", "smtps://mail.example.org:0", "smtps://mail.example.org:99999", "http://mail.example.org:25"})
    EXPECT_FALSE(parse_relay(bad).ok()) << bad;
  for (const auto* good : {"https://sms.example.org/send?x=1", "https://10.0.0.7:8443/sms", "http://127.0.0.1:9000/sms"}) EXPECT_TRUE(admit_gateway(good).ok()) << good;
  for (const auto* bad : {"http://sms.example.org/", "http://127.evil.example.org/", "https://u:p@sms.example.org/", "https:///x", "ftp://sms.example.org/", "https://sms.example.org/ x", "https://sms.example.org/#x", "gopher://localhost/"})
    EXPECT_FALSE(admit_gateway(bad).ok()) << bad;
}

}  // namespace
}  // namespace kwota::letters
