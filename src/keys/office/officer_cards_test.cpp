#include "keys/office/officer_cards.h"

#include <gtest/gtest.h>

#include "keys/journal/test_office.h"

namespace kwota::keys {
namespace {

using test::KeyOffice;

const std::string card = "2026112000000170";
constexpr seal::KeyCheckValue value{0xA1, 0xB2, 0xC3};

class OfficerCards : public ::testing::Test {
 protected:
  Result<books::KeyDevice> begin(const std::string& who) {
    return office.apply(begin_officer_card(office.books, card, office.as(who)));
  }
  Result<books::KeyDevice> written(const std::string& who) {
    return office.apply(note_officer_card(office.books, card, true, office.as(who)));
  }
  Result<books::KeyDevice> torn(const std::string& who) {
    return office.apply(note_officer_card(office.books, card, false, office.as(who)));
  }
  std::string bring(const std::string& who) {
    const auto may = may_bring(office.books, card, office.as(who));
    return may.ok() ? "ok" : may.error().code;
  }
  KeyOffice office;
};

TEST_F(OfficerCards, the_books_know_a_card_before_it_is_written_and_nothing_of_what_it_holds_afterwards) {
  ASSERT_EQ(begin("anna")->state, books::KeyDeviceStatus::fresh);
  const auto device = written("anna");
  EXPECT_EQ(device->state, books::KeyDeviceStatus::active);
  EXPECT_EQ(device->holder, "anna");
  EXPECT_EQ(office.journal(), (std::vector<std::string>{"device_begun", "device_issued"}));
  EXPECT_EQ(office.books.key_events().back().check_value, "");
  EXPECT_EQ(begin("anna").error().code, "device_known") << "another component needs another card";
}

TEST_F(OfficerCards, torn_out_it_is_spoiled_and_its_officer_alone_finishes_it) {
  ASSERT_TRUE(begin("anna").ok());
  ASSERT_EQ(torn("anna")->state, books::KeyDeviceStatus::spoiled);
  EXPECT_EQ(begin("boris").error().code, "officer_card_of_another");
  ASSERT_TRUE(begin("anna").ok());
  EXPECT_EQ(written("anna")->state, books::KeyDeviceStatus::active);
}

TEST_F(OfficerCards, nobody_gives_a_component_by_the_card_of_another) {
  ASSERT_TRUE(begin("anna").ok() && written("anna").ok());
  EXPECT_EQ(bring("anna"), "ok");
  const auto other = may_bring(office.books, card, office.as("boris"));
  ASSERT_EQ(other.error().code, "officer_card_of_another");
  EXPECT_EQ(other.error().details.at("holder"), "anna");
  EXPECT_EQ(bring("wang"), "permission_denied");
  ASSERT_TRUE(office.apply(note_not_brought(card, "officer_card_of_another", office.as("boris"))).ok());
  EXPECT_EQ(office.books.key_events().back().first, "boris");
}

TEST_F(OfficerCards, a_void_card_brings_nothing_and_is_not_written_again) {
  ASSERT_TRUE(begin("anna").ok() && written("anna").ok());
  const auto lost = office.with_two(
      [&](std::int64_t approval) { return void_device(office.books, {card, "lost", approval}, office.as("keller")); });
  ASSERT_TRUE(lost.ok());
  EXPECT_EQ(bring("anna"), "card_voided");
  EXPECT_EQ(bring("boris"), "card_voided");
  EXPECT_EQ(begin("anna").error().code, "device_void");
}

TEST_F(OfficerCards, a_card_whose_last_answer_was_lost_is_whole_after_all_when_it_brings_its_component) {
  ASSERT_TRUE(begin("anna").ok() && torn("anna").ok());
  ASSERT_EQ(bring("anna"), "ok");
  ASSERT_TRUE(office.apply(note_brought(office.books, card, office.as("anna"))).ok());
  EXPECT_EQ(office.books.find<books::KeyDevice>(card)->state, books::KeyDeviceStatus::active);
}

TEST_F(OfficerCards, a_card_of_books_that_were_lost_belongs_to_who_opens_it) {
  EXPECT_EQ(bring("boris"), "ok");
  ASSERT_TRUE(office.apply(note_brought(office.books, card, office.as("boris"))).ok());
  EXPECT_EQ(bring("anna"), "officer_card_of_another");
  EXPECT_EQ(office.books.find<books::KeyDevice>(card)->kind, books::KeyDeviceKind::officer);
}

TEST_F(OfficerCards, a_half_written_card_of_another_kind_becomes_no_officer_card) {
  books::KeyDevice county;
  county.serial = card;
  county.kind = books::KeyDeviceKind::county;
  county.state = books::KeyDeviceStatus::spoiled;
  office.books.put(county);
  EXPECT_EQ(begin("anna").error().code, "device_spoiled");
}

}  // namespace
}  // namespace kwota::keys
