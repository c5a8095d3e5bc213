// An office whose day is after the wells': what was used there comes home by a handheld, and cards are lost meanwhile.
#pragma once
#include "sim/purse_counter/wells.h"

namespace kwota::sim {

class NotKnown : public Wells {
 protected:
  /// The office's day is after the wells'.
  void SetUp() override {
    Wells::SetUp();
    clock.set(as("li").zone.instant(LocalTime{{2026, 11, 22}, 12, 0, 0}));
  }
  /// The handheld stands at the pump: it brings the list, reads everything, and sees that nothing newer is there.
  void visit(Pump& pump, std::uint16_t edition = 0) {
    if (edition != 0) {
      const auto orders = handheld::parse_orders(HandheldOffice(*office, vault).orders(handheld::device_of(reader.key.public_key()), as("li"))->text);
      EXPECT_TRUE(pump.well.pump().extend_black_list(edition, handheld::listed_at(*orders, pump.meter)));
    }
    reader.now = reader.now + Duration::seconds(60);
    if (edition != 0) reader.add(pump.meter, handheld::Kind::black_list_delivered, Bytes{static_cast<std::uint8_t>(edition), 0, 0});  // below ten: its digit
    reader.add(pump.meter, handheld::Kind::head, *pump::encode(pump.well.pump().head({0x70, 0, 0, 0, 0, 0x17})));
    reader.read(pump);
    pump::Directory directory;
    if (const auto newest = pump.well.pump().store().usage().at(1)) directory.newest = pump::decode_usage(*newest)->number;
    reader.add(pump.meter, handheld::Kind::directory, *pump::encode(directory));
  }
  void lose_the_card() {
    lost = std::move(card);
    const auto replaced = PurseCounter::lose_and_replace(8);
    EXPECT_EQ(carry(*replaced.order).condition.state, SaleStatus::applied);
    reader.now = clock.now();  // whoever brings the list does so after that
    clock.advance(Duration::hours(1));
  }
  std::string why_not_yet() {
    const purse::PayOverRequest request{claim(), account, seen(), 0};
    const auto now = as("li");
    return office->read([&](const books::Reader& books) { return purse::pay_over(books, request, now); }).error().code;
  }
  books::Purse purse_of(std::int64_t number) {
    return office->read([&](const books::Reader& books) -> Result<books::Purse> { return *books.find<books::Purse>(account, number); }).value();
  }
  std::unique_ptr<CardOs> lost;
};

}  // namespace kwota::sim
