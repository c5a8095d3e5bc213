// Who may change a meter's keys, and what the key journal keeps of it.
#include "keys/office/meter_keys.h"

#include <gtest/gtest.h>

#include "keys/journal/test_office.h"

namespace kwota::keys {
namespace {

using meter_keys::Work;

const MeterNumber home = MeterNumber::from(4'123'456'789);

struct Workshop : test::KeyOffice {
  Workshop() {
    books::Meter meter;
    meter.number = home;
    books.put(meter);
    books::Operator qian;
    qian.name = qian.full_name = "qian";
    qian.roles = "technician";
    books.put(qian);
    books::KeyVersion row{"sealing", "credit", 2, "3des", "A1B2C3", books::KeyStatus::active, books::KeyOrigin::delivered, {}, {}, {}};
    books.put(row);
  }
  Result<Permission> permit(const std::string& who, MeterKeyRequest request) {
    return apply(permit_meter_keys(books, request, as(who)));
  }
};

people::Proposal download() {
  return people::Proposal(people::Proposed::meter_keys).word(people::Part::meter_work, "meter_keys", "download").text(people::Part::meter, "004123456789").number(people::Part::key_version, 2);
}

TEST(MeterKeysInTheBooks, a_key_manager_alone_and_a_technician_with_a_second_person) {
  Workshop workshop;
  EXPECT_TRUE(workshop.permit("keller", {home, Work::download, 0, "new meter", 0}).ok());
  const auto alone = workshop.permit("qian", {home, Work::download, 0, "new meter", 0});
  ASSERT_FALSE(alone.ok());
  EXPECT_EQ(alone.error().code, "approval_needed");
  EXPECT_EQ(alone.error().details.at("content"), download().canonical());
  EXPECT_EQ(workshop.permit("wang", {home, Work::download, 0, "new meter", 0}).error().code, "permission_denied");
}

TEST(MeterKeysInTheBooks, what_makes_no_sense_is_refused_before_anybody_is_asked) {
  Workshop workshop;
  EXPECT_EQ(meter_keys::parse_work("polish").error().code, "unknown_meter_work");
  EXPECT_EQ(workshop.permit("keller", {MeterNumber::from(1), Work::restore, 0, "gone", 0}).error().code, "unknown_meter");
  EXPECT_EQ(workshop.permit("keller", {home, Work::update, 7, "ahead of time", 0}).error().code, "version_unknown");
  EXPECT_EQ(workshop.permit("keller", {home, Work::update, 2, "", 0}).error().code, "reason_missing");
}

/// A technician's stick with its last day, and the version of what it carries.
books::KeyDevice stick(const char* label, books::KeyDeviceKind kind, books::KeyDeviceStatus state, const char* valid_to, std::int64_t version = 2) {
  books::KeyDevice device;
  device.serial = label;
  device.kind = kind;
  device.state = state;
  device.state_reason = state == books::KeyDeviceStatus::voided ? "left in a bus" : "";
  device.valid_to = valid_to;
  device.key_version = version;
  return device;
}

TEST(MeterKeysInTheBooks, a_ukey_that_is_lost_spoiled_out_of_date_of_an_older_version_or_of_another_kind_is_refused_with_its_reason) {
  Workshop workshop;
  workshop.books.put(stick("ukey-00000001", books::KeyDeviceKind::key_ukey, books::KeyDeviceStatus::active, "2039-12-31"));
  workshop.books.put(stick("ukey-00000002", books::KeyDeviceKind::key_ukey, books::KeyDeviceStatus::voided, "2039-12-31"));
  workshop.books.put(stick("ukey-00000003", books::KeyDeviceKind::key_ukey, books::KeyDeviceStatus::active, "2020-01-01"));
  workshop.books.put(stick("ukey-00000004", books::KeyDeviceKind::load_sam, books::KeyDeviceStatus::active, "2039-12-31"));
  workshop.books.put(stick("ukey-00000005", books::KeyDeviceKind::key_ukey, books::KeyDeviceStatus::spoiled, "2039-12-31"));
  workshop.books.put(stick("ukey-00000007", books::KeyDeviceKind::key_ukey, books::KeyDeviceStatus::active, "2039-12-31", 1));
  const auto refused = [&](const char* label, Work work = Work::download) {
    const auto permitted = workshop.permit("keller", {home, work, 0, "new meter", 0, label});
    return permitted.ok() ? std::string{"ok"} : permitted.error().code;
  };
  EXPECT_EQ(refused("ukey-00000001"), "ok");
  EXPECT_EQ(refused("ukey-00000002"), "ukey_void");
  EXPECT_EQ(refused("ukey-00000003"), "ukey_expired");
  EXPECT_EQ(refused("ukey-00000004"), "not_a_key_ukey");
  EXPECT_EQ(refused("ukey-00000005"), "ukey_spoiled");
  EXPECT_EQ(refused("ukey-00000006"), "unknown_device");
  EXPECT_EQ(refused("ukey-00000007"), "ukey_of_other_version");
  EXPECT_EQ(refused("ukey-00000001", Work::restore), "ukey_brings_keys_only");
  const auto by_technician = workshop.permit("qian", {home, Work::download, 0, "new meter", 0, "ukey-00000001"});
  ASSERT_EQ(by_technician.error().code, "approval_needed");
  EXPECT_EQ(by_technician.error().details.at("content"), download().text(people::Part::ukey, "ukey-00000001").canonical());
  const auto& events = workshop.books.key_events();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].details, R"({"what":"download","ukey":"ukey-00000001"})");
}

TEST(MeterKeysInTheBooks, a_ukey_that_is_behind_its_meter_is_refused_before_the_meter_is_asked) {
  Workshop workshop;
  const books::KeyVersion retiring{"sealing", "credit", 1, "3des", "A1B2C3", books::KeyStatus::retiring, books::KeyOrigin::delivered, {}, {}, {}};
  workshop.books.put(retiring);
  auto meter = *workshop.books.find<books::Meter>(home);
  meter.key_version = 2;
  workshop.books.put(meter);
  workshop.books.put(stick("ukey-00000001", books::KeyDeviceKind::key_ukey, books::KeyDeviceStatus::active, "2039-12-31", 1));
  const auto behind = workshop.permit("keller", {home, Work::update, 1, "key change", 0, "ukey-00000001"});
  ASSERT_EQ(behind.error().code, "ukey_of_other_version");
  EXPECT_EQ(behind.error().details.at("has"), "1");
  EXPECT_EQ(behind.error().details.at("wanted"), "2");
  EXPECT_TRUE(workshop.permit("keller", {home, Work::download, 1, "it was put back", 0, "ukey-00000001"}).ok());
}

TEST(MeterKeysInTheBooks, what_the_meter_signed_for_stands_in_the_journal_and_in_its_row) {
  Workshop workshop;
  const MeterKeyRequest request{home, Work::update, 2, "key change", 0};
  const auto permission = workshop.permit("keller", request);
  ASSERT_TRUE(permission.ok());
  EXPECT_EQ(permission->version, 2);
  const MeterKeyOutcome outcome{
      "done", "", "the meter signed", std::uint8_t{2}, {{{seal::Purpose::credit, 2}, seal::Suite::des, {1, 2, 3}}}};
  ASSERT_TRUE(workshop.apply(note_meter_keys(workshop.books, request, *permission, outcome, workshop.as("keller"))).ok());
  EXPECT_EQ(workshop.books.find<books::Meter>(home)->key_version, 2);
  const auto& events = workshop.books.key_events();
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].what, "meter_keys_begun");
  EXPECT_EQ(events[1].what, "meter_keys_done");
  EXPECT_EQ(events[1].object, "meter/004123456789");
  EXPECT_NE(events[1].details.find(R"("credit":"010203")"), std::string::npos) << events[1].details;
}

TEST(MeterKeysInTheBooks, a_line_that_broke_leaves_the_meters_row_as_it_was) {
  Workshop workshop;
  const MeterKeyRequest request{home, Work::update, 2, "key change", 0};
  const auto permission = workshop.permit("keller", request);
  ASSERT_TRUE(permission.ok());
  const MeterKeyOutcome outcome{"in_doubt", "meter_not_reached", "nobody heard", std::nullopt, {}};
  ASSERT_TRUE(workshop.apply(note_meter_keys(workshop.books, request, *permission, outcome, workshop.as("keller"))).ok());
  EXPECT_EQ(workshop.books.find<books::Meter>(home)->key_version, books::KeyNumber::first);
  EXPECT_EQ(workshop.books.key_events().back().what, "meter_keys_in_doubt");
}

}  // namespace
}  // namespace kwota::keys
