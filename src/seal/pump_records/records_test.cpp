#include "seal/pump_records/records.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string_view>

#include "base/core/crc16.h"
#include "seal/pump_records/cost.h"

namespace kwota::pump {
namespace {

UsageRecord a_watering() {
  return {.number = 1,
          .card = {{0x13, 0x01, 0x05, 0, 0, 0, 0, 0x17}},
          .start = {26, 6, 1, 8, 30, 0},
          .seconds = 6330,
          .total = Energy::wh(1'246'900),
          .energy = Energy::wh(12'340),
          .water = Volume::litres(185'000),
          .amount = Money::minor(666),
          .after = Money::minor(93'34),
          .tac = {0x26, 0x2E, 0x51, 0x85},
          .cause = Cause::swipe,
          .price_set = 1};
}

template <class Record, class Decode>
void comes_back(const Record& record, Decode decode) {
  const auto image = encode(record);
  ASSERT_TRUE(image);
  EXPECT_EQ(decode(*image), record);
}

TEST(PumpRecords, each_comes_back_as_it_was_written) {
  const UsageRecord usage = a_watering();
  comes_back(usage, decode_usage);
  comes_back(HungRecord{.number = 17, .card = usage.card, .start = usage.start, .seconds = 6330, .energy = usage.energy,
                        .amount = usage.amount, .balance = Money::minor(10'000), .offline = 5,
                        .terminal = {0x13, 0x10, 0x50, 0, 0, 0x17}, .gmac = {0x72, 0xF8, 0xBA, 0xB1}},
             decode_hung);
  comes_back(ControllerRecord{.progress = Progress::grey, .well = {1, 2, 3, 4}, .card = usage.card, .offline = 0x9889,
                              .number = 0x747D0443, .balance = Money::minor(20'000), .start = usage.start, .gtac = {1, 2, 3, 4}},
             decode_controller);
  comes_back(ParameterRecord{.at = usage.start, .by = {9, 8, 7, 6, 5, 4, 3, 2}, .parameter = 12, .before = 5, .after = 99'999'999},
             decode_parameter);
  comes_back(CardFault{.at = usage.start, .card = usage.card, .cause = 33, .status = 0x9302, .step = 4, .balance = Money::minor(1)},
             decode_fault);
  comes_back(SettlementMonth{.year = 26, .month = 11, .energy = Energy::kwh(77), .water = Volume::litres(300), .money = Money::minor(8)},
             decode_month);
  comes_back(Directory{.oldest = 3, .newest = 1002}, decode_directory);
  comes_back(Head{.address = {0x12, 0x34, 0x56, 0x78, 0x90, 0x12}, .clock = usage.start, .state = 3, .hung = 19, .key_version = 1,
                  .price_set = 2, .black_list = 312, .energy = Energy::kwh(5), .fault_energy = Energy::wh(20),
                  .water = Volume::litres(100), .settlement_day = 28, .settlement_hour = 23},
             decode_head);
}

TEST(PumpRecords, energy_and_water_are_rounded_down) {
  UsageRecord record = a_watering();
  record.energy += Energy::wh(9);
  record.water = record.water + Volume::litres(99);
  EXPECT_EQ(encode(record), encode(a_watering()));
}

TEST(PumpRecords, a_record_with_one_bit_turned_is_none) {
  const auto good = *encode(a_watering());
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    auto bad = good;
    bad[bit / 8] = static_cast<std::uint8_t>(bad[bit / 8] ^ 1u << bit % 8);
    EXPECT_FALSE(decode_usage(bad)) << "bit " << bit;
  }
}

TEST(PumpRecords, the_crc_is_that_of_the_handhelds) {
  constexpr std::string_view digits = "123456789";
  EXPECT_EQ(crc16_x25({reinterpret_cast<const std::uint8_t*>(digits.data()), digits.size()}), 0x906E);
}

TEST(PumpCost, prices_of_all_quantities_add_up_exactly_before_one_rounding) {
  Cost cost;
  for (int i = 0; i < 1000; ++i) {
    cost.add(Quantity::energy, MeterPrice::e4(5395), 7);
    cost.add(Quantity::time, MeterPrice::e4(1), 1);
    cost.add(Quantity::volume, MeterPrice::e4(3333), 1);
  }
  // 7000 Wh = 377.65 fen, 1000 s = 0.0027..., 100 m³ = 3333 fen
  EXPECT_EQ(cost.amount(Money::minor(1'000'000)), Money::minor(3710));
  EXPECT_EQ(cost.amount(Money::minor(100)), Money::minor(100)) << "never more than is on the card";
}

RC_GTEST_PROP(PumpCost, one_unit_more_than_the_greatest_quantity_is_too_much, ()) {
  const auto quantity = *rc::gen::element(Quantity::energy, Quantity::time, Quantity::volume);
  const auto price = MeterPrice::e4(*rc::gen::inRange<std::int64_t>(1, 99'999'999));
  const auto balance = Money::minor(*rc::gen::inRange<std::int64_t>(0, 99'999'999));
  const auto reserve = Money::minor(*rc::gen::inRange<std::int64_t>(0, 10'000));
  const auto most = greatest_quantity(quantity, price, balance, reserve);
  RC_ASSERT(most.has_value());
  Cost paid, more;
  paid.add(quantity, price, *most);
  more.add(quantity, price, *most + 1);
  const Cost room = reserve < balance ? Cost::of(balance - reserve) : Cost{};
  RC_ASSERT(paid <= room);
  RC_ASSERT(more > room);
}

TEST(PumpCost, a_sum_without_room_stays_more_than_any_balance) {
  Cost cost;
  for (int i = 0; i < 3; ++i) cost.add(Quantity::volume, MeterPrice::e4(99'999'999), 1'000'000'000'000);
  EXPECT_EQ(cost.amount(Money::minor(99'999'999)), Money::minor(99'999'999));
}

}  // namespace
}  // namespace kwota::pump
