// When a counter takes no money because it could not write the card any more.
#include "work/teller/key_gate.h"

#include <gtest/gtest.h>

#include "books/memory.h"
#include "keys/journal/note.h"

namespace kwota::teller {
namespace {

constexpr CardSerial serial{{0x62, 0x20, 0x26, 0x11, 0x20, 0, 0, 7}};
constexpr auto in_time = "2026-12-31", too_late = "2027-01-01";

/// An account with its card and meter, in the middle of a change from version 1 to 2 that ends with the year.
struct Change : ::testing::Test {
  Change() {
    put_version(1, books::KeyStatus::retiring);
    put_version(2, books::KeyStatus::active);
    campaign.number = 1, campaign.from_version = 1, campaign.to_version = 2, campaign.state = books::CampaignStatus::running, campaign.refuse_after = in_time;
    books.put(campaign);
    books::Account account;
    account.number = 100001, account.meter = meter_number;
    books.put(account);
    put_meter(1);
    put_card(1);
    look.recognition.serial = serial;
    look.recognition.condition = cards::CardCondition::ours;
    order.meter = meter_number;
  }
  void put_version(std::int64_t version, books::KeyStatus state) {
    books::KeyVersion row;
    row.vault = keys::sealing_vault, row.purpose = "credit", row.version = version, row.state = state;
    books.put(row);
  }
  void put_meter(std::uint8_t version) {
    books::Meter row;
    row.number = meter_number, row.key_version = version;
    books.put(row);
  }
  void put_card(std::uint8_t version) {
    books::Card row;
    row.serial = serial, row.account = 100001, row.state = books::CardStatus::active, row.key_version = version;
    books.put(row);
  }
  void lies_there(std::uint8_t version) {
    look.card.emplace();
    look.card->serial = serial;
    look.card->key_version = version;
  }
  std::string written(const char* today) { return code(may_be_written(books, look, order, today)); }
  std::string quoted(const char* today) { return code(account_keys_are_good(books, 100001, today)); }
  static std::string code(const Result<void>& verdict) { return verdict.ok() ? "good" : verdict.error().code; }

  const MeterNumber meter_number = MeterNumber::from(4'000'000'001);
  books::Memory books;
  books::Campaign campaign;
  Inspection look;
  counter::CarryOrder order;
};

TEST_F(Change, until_its_last_day_a_card_of_the_old_version_is_as_good_as_any) {
  lies_there(1);
  EXPECT_EQ(written(in_time), "good");
  EXPECT_EQ(quoted(in_time), "good");
}

TEST_F(Change, behind_it_no_money_is_taken_for_that_card_and_the_day_is_named) {
  lies_there(1);
  EXPECT_EQ(written(too_late), "key_version_retired") << "looked at before midnight, sold after it";
  EXPECT_EQ(quoted(too_late), "key_version_retired");
  const auto verdict = account_keys_are_good(books, 100001, too_late).error();
  EXPECT_EQ(verdict.details.at("version"), "1");
  EXPECT_EQ(verdict.details.at("date"), in_time);
}

TEST_F(Change, a_card_that_was_not_read_because_of_its_version_is_refused_too) { EXPECT_EQ(written(too_late), "key_version_retired"); }

TEST_F(Change, a_card_whose_meter_has_the_new_keys_gets_them_on_the_reader_and_may_be_sold_onto) {
  put_meter(2);
  lies_there(1);
  EXPECT_EQ(written(too_late), "good");
  EXPECT_EQ(quoted(too_late), "good");
  put_version(1, books::KeyStatus::retired);
  EXPECT_EQ(written(too_late), "key_version_retired") << "once the old version is retired it is too late for that";
}

TEST_F(Change, a_card_that_has_the_new_keys_is_good_for_ever) {
  put_card(2);
  lies_there(2);
  EXPECT_EQ(written(too_late), "good");
  EXPECT_EQ(quoted(too_late), "good");
}

TEST_F(Change, no_card_is_made_for_a_meter_of_the_old_version) {
  look.recognition.condition = cards::CardCondition::blank;
  look.recognition.serial = CardSerial{{0x62, 0x20, 0x26, 0x11, 0x20, 0, 0, 8}};
  EXPECT_EQ(written(in_time), "good");
  EXPECT_EQ(written(too_late), "meter_not_rekeyed");
  put_meter(2);
  EXPECT_EQ(written(too_late), "good");
}

TEST_F(Change, a_stopped_change_refuses_nobody) {
  campaign.state = books::CampaignStatus::stopped;
  books.put(campaign);
  lies_there(1);
  EXPECT_EQ(written(too_late), "good");
}

}  // namespace
}  // namespace kwota::teller
