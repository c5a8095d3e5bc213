// Balances at the server, rooms, and what meters record themselves, in the store: read back as they were written, and guarded.
#include "store/test_books_on_disk.h"

namespace kwota::store {
namespace {

using namespace test;

class RoomBooks : public BooksOnDisk {};

Result<Done> write_down(Books& books) {
  return books.run({"wang", "remote", "3"}, [](const books::Reader&) -> Result<books::Decision<Done>> {
    books::Decision<Done> decision;
    auto& put = decision.changes.put;
    put.emplace_back(books::RemoteAccount{.account = 100001, .meter = meter_number, .alarm = Money::minor(2000), .changed = noon});
    for (const auto* day : {"2026-09-01", "2026-09-02", "2026-09-03"}) {
      put.emplace_back(books::DayFreeze{.meter = meter_number, .day = parse_date(day).value(), .energy = Energy::wh(1000), .received = noon});
      put.emplace_back(books::DayCharge{.account = 100001, .day = parse_date(day).value(), .used = Energy::wh(500), .rate2 = Energy::wh(500), .amount = Money::minor(25)});
    }
    for (const std::int64_t number : {1, 2})
      put.emplace_back(books::MeterEvent{.meter = meter_number, .kind = "trip", .number = number, .snapshot = "{}", .received = noon});
    put.emplace_back(books::Occupant{.service_point = "7-412", .number = 1, .name = "Zhao", .moved_in = "2026-09-01"});
    put.emplace_back(books::MeterParameter{.meter = meter_number, .item = "budget_watts", .wanted = "800"});
    put.emplace_back(books::AccountChange{.account = 100001, .number = 2, .from = "2026-09-03", .begins = noon, .plan = "trade", .usage_class = "trade", .household_persons = 4, .decided = noon});
    return decision;
  });
}

TEST_F(RoomBooks, are_read_back_by_account_by_meter_and_by_room) {
  auto books = open();
  ASSERT_TRUE(set_up(*books));
  ASSERT_TRUE(write_down(*books));
  const auto seen = books->read([](const books::Reader& reader) -> Result<Done> {
    EXPECT_EQ(reader.find<books::RemoteAccount>(100001)->alarm, Money::minor(2000));
    EXPECT_EQ(reader.all<books::RemoteAccount>().size(), 1u);
    EXPECT_EQ(reader.newest<books::DayCharge>(2, 100001).at(0).day, (LocalDate{2026, 9, 3}));
    EXPECT_EQ(reader.newest<books::DayCharge>(2, 100001).at(1).rate2, Energy::wh(500));
    EXPECT_EQ(reader.since<books::DayFreeze>(LocalDate{2026, 9, 2}, meter_number).size(), 2u);
    EXPECT_EQ(reader.find<books::DayFreeze>(meter_number, LocalDate{2026, 9, 1})->energy, Energy::wh(1000));
    EXPECT_FALSE(reader.find<books::DayFreeze>(meter_number, LocalDate{2026, 8, 31}).has_value());
    EXPECT_EQ(reader.last<books::MeterEvent>(meter_number, "trip")->number, 2);
    EXPECT_EQ(reader.newest(books::MeterEvent::as_received, 9, meter_number).size(), 2u);
    EXPECT_EQ(reader.select<books::Occupant>("7-412").at(0).name, "Zhao");
    EXPECT_TRUE(reader.select<books::Occupant>("7-413").empty());
    EXPECT_EQ(reader.find<books::MeterParameter>(meter_number, "budget_watts")->wanted, "800");
    EXPECT_EQ(reader.select<books::MeterParameter>(meter_number).size(), 1u);
    EXPECT_EQ(reader.since(books::AccountChange::of_moment, noon).at(0).plan, "trade");
    EXPECT_EQ(reader.find<books::AccountChange>(100001, 2)->household_persons, 4);
    return Done{};
  });
  EXPECT_TRUE(seen.ok());
}

TEST_F(RoomBooks, a_charge_that_was_changed_by_hand_is_found) {
  {
    auto books = open();
    ASSERT_TRUE(set_up(*books));
    ASSERT_TRUE(write_down(*books));
  }
  ASSERT_TRUE(verified().ok());
  by_hand("UPDATE day_charge SET amount=0 WHERE day='2026-09-02'");
  const auto report = verified();
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.first->table, "day_charge");
}

}  // namespace
}  // namespace kwota::store
