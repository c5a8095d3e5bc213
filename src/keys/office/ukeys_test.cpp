// More quota for a counter's UKEY, as the books see it.
#include "keys/office/ukeys.h"

#include <gtest/gtest.h>

#include "keys/journal/test_office.h"

namespace kwota::keys {
namespace {

struct Desk : test::KeyOffice {
  Desk() {
    books::KeyDevice stick;
    stick.serial = label;
    stick.kind = "user_ukey";
    stick.holder = "王秀英";
    stick.state = "active";
    stick.quota_amount = Money::minor(5000);
    stick.quota_count = 5;
    stick.valid_to = "2026-12-31";
    books.put(stick);
    stick.serial = "ukey-00000002";
    stick.kind = "key_ukey";
    books.put(stick);
  }
  RefillOrder order() const { return {label, Money::minor(3000), 4, "2039-12-31", "a good month", 0}; }
  std::string refused(const RefillOrder& asked) {
    const auto permitted = permit_refill(books, asked, as("keller"));
    return permitted.ok() ? "ok" : permitted.error().code;
  }
  const std::string label = "ukey-00000001";
};

TEST(UkeysInTheBooks, a_second_manager_reads_what_he_agrees_to) {
  Desk desk;
  const auto asked = permit_refill(desk.books, desk.order(), desk.as("keller"));
  ASSERT_FALSE(asked.ok());
  EXPECT_EQ(asked.error().code, "approval_needed");
  EXPECT_EQ(asked.error().details.at("content"), "refill user_ukey ukey-00000001 of 王秀英: 30.00 in 4 sales until 2039-12-31");
}

TEST(UkeysInTheBooks, what_makes_no_sense_is_refused_before_anybody_is_asked) {
  Desk desk;
  auto wrong = desk.order();
  wrong.ukey = "ukey-00000002";
  EXPECT_EQ(desk.refused(wrong), "not_a_user_ukey");
  wrong.ukey = "ukey-00000009";
  EXPECT_EQ(desk.refused(wrong), "unknown_device");
  wrong = desk.order();
  wrong.amount = {};
  EXPECT_EQ(desk.refused(wrong), "bad_ukey");
  wrong = desk.order();
  wrong.valid_to = "2020-01-01";
  EXPECT_EQ(desk.refused(wrong), "bad_ukey");
}

TEST(UkeysInTheBooks, what_it_has_sealed_follows_from_what_it_says_is_left) {
  Desk desk;
  ASSERT_TRUE(desk.apply(note_ukey_read(desk.books, desk.label, {Money::minor(1200), 2, "2026-12-31"}, desk.as("keller"))).ok());
  EXPECT_EQ(desk.books.key_device(desk.label)->used_amount, Money::minor(3800));
  EXPECT_EQ(desk.books.key_device(desk.label)->used_count, 3);
  const Permission permission{0, "a good month", "orlova"};
  const auto refilled =
      desk.apply(note_refilled(desk.books, desk.order(), permission, {Money::minor(4200), 6, "2039-12-31"}, desk.as("keller")));
  ASSERT_TRUE(refilled.ok());
  EXPECT_EQ(refilled->quota_amount, Money::minor(8000));
  EXPECT_EQ(refilled->used_amount, Money::minor(3800)) << "a refill seals nothing";
  EXPECT_EQ(refilled->used_count, 3);
  EXPECT_EQ(refilled->valid_to, "2039-12-31");
  const auto& events = desk.books.key_events();
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[1].what, "ukey_refilled");
  EXPECT_EQ(events[1].second, "orlova");
  EXPECT_EQ(events[1].details, R"({"left":"42.00","count_left":"6","valid_to":"2039-12-31"})");
}

TEST(UkeysInTheBooks, a_stick_that_says_more_is_left_than_it_was_given_or_than_it_had_is_not_believed) {
  Desk desk;
  const auto says = [&](std::int64_t minor, std::int64_t count) {
    const auto noted =
        desk.apply(note_ukey_read(desk.books, desk.label, {Money::minor(minor), count, "2026-12-31"}, desk.as("keller")));
    return noted.ok() ? std::string{"ok"} : noted.error().code;
  };
  EXPECT_EQ(says(99'999'999'958'99, 5), "ukey_quota_forged") << "it was given 50.00 in 5 sales";
  EXPECT_EQ(says(5000, 6), "ukey_quota_forged");
  EXPECT_EQ(says(1200, 2), "ok");
  EXPECT_EQ(says(5000, 5), "ukey_quota_forged") << "a copy from before, put back";
  EXPECT_EQ(desk.books.key_device(desk.label)->used_amount, Money::minor(3800));
}

}  // namespace
}  // namespace kwota::keys
