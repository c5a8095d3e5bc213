#include "keys/campaign/campaign.h"

#include <gtest/gtest.h>

#include "keys/journal/test_office.h"

namespace kwota::keys {
namespace {

class Field : public test::KeyOffice, public ::testing::Test {
 protected:
  Field() {
    for (const std::int64_t version : {1, 2}) {
      books::KeyVersion row;
      row.vault = "sealing", row.purpose = "credit", row.version = version, row.state = version == 1 ? books::KeyStatus::retiring : books::KeyStatus::active;
      books.put(row);
    }
    for (std::uint64_t i = 1; i <= 3; ++i) put_meter(i, 1);
    for (std::uint8_t i = 1; i <= 3; ++i) put_card(i, 1);
    books::KeyDevice psam;
    psam.serial = "00000000000000A0", psam.kind = books::KeyDeviceKind::psam, psam.state = books::KeyDeviceStatus::active, psam.key_version = 1;
    books.put(psam);
  }
  void put_meter(std::uint64_t number, std::uint8_t version) {
    books::Meter row;
    row.number = MeterNumber::from(number), row.state = books::MeterStatus::installed, row.key_version = version;
    books.put(row);
  }
  void put_card(std::uint8_t number, std::uint8_t version) {
    books::Card row;
    row.serial = CardSerial{{0, 0, 0, 0, 0, 0, 0, number}}, row.state = books::CardStatus::active, row.key_version = version;
    books.put(row);
  }
  Result<books::Campaign> start(const std::string& until = "2026-12-31", std::int64_t version = 2) {
    return with_two([&](std::int64_t approval) {
      return start_campaign(books, {version, until, "yearly change", approval}, as("keller"));
    });
  }
  Result<books::Campaign> finish() {
    return with_two([&](std::int64_t approval) { const auto row = books.find<books::Campaign>(1);
      return finish_campaign(books, {1, "all there", approval, row ? missing_in(progress_of(books, *row)) : 0}, as("keller")); });
  }
  std::int64_t missing() {
    std::int64_t sum = 0;
    for (const auto& one : progress_of(books, *books.find<books::Campaign>(1))) sum += one.total - one.done;
    return sum;
  }
};

TEST_F(Field, a_change_names_the_version_that_is_in_the_field_and_not_one_that_never_left_the_office) {
  books::KeyVersion formed;
  formed.vault = "office", formed.purpose = "seed", formed.version = 3, formed.state = books::KeyStatus::created;
  books.put(formed);
  auto row = *books.find<books::KeyVersion>("sealing", "credit", 2);
  row.version = 4;
  books.put(row);
  const auto change = start("2026-12-31", 4);
  ASSERT_TRUE(change) << change.error().what;
  EXPECT_EQ(change->from_version, 2) << "version 3 was formed and never activated";
}

TEST_F(Field, where_no_older_keys_ever_left_the_office_there_is_nothing_to_change) {
  auto first = *books.find<books::KeyVersion>("sealing", "credit", 1);
  first.state = books::KeyStatus::destroyed;
  books.put(first);
  EXPECT_EQ(start().error().code, "no_former_version");
}

TEST_F(Field, a_change_runs_until_nothing_holds_the_old_keys) {
  ASSERT_TRUE(start());
  EXPECT_EQ(missing(), 7) << "three meters, three cards, one PSAM";
  EXPECT_EQ(finish().error().code, "campaign_incomplete");
  EXPECT_FALSE(is_refused(books, 1, "2026-11-21")) << "both versions are taken meanwhile";
  for (std::uint64_t i = 1; i <= 3; ++i) put_meter(i, 2);
  for (std::uint8_t i = 1; i <= 3; ++i) put_card(i, 2);
  auto psam = *books.find<books::KeyDevice>("00000000000000A0");
  psam.key_version = 2;
  books.put(psam);
  EXPECT_EQ(missing(), 0);
  ASSERT_TRUE(finish());
  EXPECT_EQ(books.find<books::KeyVersion>("sealing", "credit", 1)->state, books::KeyStatus::retired);
  EXPECT_EQ(books.find<books::KeyVersion>("sealing", "credit", 2)->state, books::KeyStatus::active);
  EXPECT_TRUE(is_refused(books, 1, "2026-11-21"));
  EXPECT_FALSE(is_refused(books, 2, "2026-11-21"));
  EXPECT_EQ(books.key_events().back().what, "campaign_finished");
}

TEST_F(Field, behind_the_date_the_old_version_is_refused_and_the_change_may_end_with_stragglers) {
  ASSERT_TRUE(start("2026-12-31"));
  EXPECT_FALSE(is_refused(books, 1, "2026-12-31")) << "the date itself is still good";
  EXPECT_TRUE(is_refused(books, 1, "2027-01-01"));
  EXPECT_FALSE(is_refused(books, 2, "2027-01-01"));
  now = parse_instant("2027-01-01T08:00:00Z").value();
  EXPECT_TRUE(finish().ok());
}

TEST_F(Field, a_clock_set_back_brings_no_retired_version_back) {
  ASSERT_TRUE(start());
  now = parse_instant("2027-01-02T08:00:00Z").value();
  ASSERT_TRUE(finish());
  EXPECT_TRUE(is_refused(books, 1, "2026-11-21")) << "what was retired stays so, whatever day it is said to be";
  now = parse_instant("2026-11-20T08:00:00Z").value();
  EXPECT_EQ(finish().error().code, "campaign_not_running") << "and it is not finished twice";
}

TEST_F(Field, one_change_at_a_time_by_two_persons_to_a_version_in_use) {
  EXPECT_EQ(start_campaign(books, {2, "2026-12-31", "x", 0}, as("keller")).error().code, "approval_needed");
  EXPECT_EQ(start_campaign(books, {2, "2026-12-31", "x", 0}, as("anna")).error().code, "permission_denied");
  EXPECT_EQ(start_campaign(books, {3, "2026-12-31", "x", 0}, as("keller")).error().code, "version_unknown");
  EXPECT_EQ(start_campaign(books, {1, "2026-12-31", "x", 0}, as("keller")).error().code, "version_not_active");
  EXPECT_EQ(start_campaign(books, {2, "tomorrow", "x", 0}, as("keller")).error().code, "bad_date");
  EXPECT_EQ(start_campaign(books, {2, "2026-11-20", "x", 0}, as("keller")).error().code, "date_past");
  ASSERT_TRUE(start());
  EXPECT_EQ(books.find<books::Campaign>(1)->approved_by, "orlova");
  EXPECT_EQ(start().error().code, "campaign_running");
}

TEST_F(Field, a_change_that_was_stopped_leaves_both_versions_alive) {
  ASSERT_TRUE(start());
  ASSERT_TRUE(with_two([&](std::int64_t approval) { return stop_campaign(books, {1, "wrong batch", approval}, as("keller")); }));
  EXPECT_FALSE(is_refused(books, 1, "2030-01-01"));
  EXPECT_EQ(finish().error().code, "campaign_not_running");
}

}  // namespace
}  // namespace kwota::keys
