// What the tests of this room share: a meter on a wall with an account, prices and the utility's keys, in a memory that may lose
// power at any byte. Everything goes through the meter's public doors.
#pragma once
#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "meter/core/display.h"
#include "meter/core/meter.h"

namespace kwota::meter::test {

inline constexpr Page pages[] = {Page::remaining_money};
inline constexpr Limits usual_limits{
    .alarm1 = Money::minor(20'00), .alarm2 = Money::minor(10'00), .hoarding = Money::minor(9'999'99)};
inline constexpr Model low_grade{.name = "LOW", .limits = usual_limits, .reclose = Reclose::on_card_withdrawn, .pages = pages};
inline constexpr Model high_grade{.name = "HIGH", .limits = usual_limits, .reclose = Reclose::by_key, .pages = pages};
inline constexpr Model three_phases{
    .name = "THREE", .phases = 3, .limits = usual_limits, .reclose = Reclose::by_key, .pages = pages};

struct Chip final : Storage {
  static constexpr std::size_t no_limit = static_cast<std::size_t>(-1);
  std::vector<std::uint8_t> bytes = std::vector<std::uint8_t>(Meter::storage_size, 0xFF);
  std::size_t bytes_left = no_limit;  ///< until the power goes
  std::size_t written = 0;

  void read(std::size_t offset, MutableBytes to) const override {
    for (std::size_t i = 0; i < to.size(); ++i) to[i] = bytes[offset + i];
  }
  void write(std::size_t offset, ByteView from) override {
    for (std::size_t i = 0; i < from.size() && bytes_left > 0; ++i, ++written) {
      bytes[offset + i] = from[i];
      if (bytes_left != no_limit) --bytes_left;
    }
  }
  void flush() override {}
};

inline const CustomerNumber customer = CustomerNumber::from(880'001);
inline const MeterNumber number = MeterNumber::from(4'123'456'789);
inline constexpr CardSerial card{{0x20, 0x26, 0x11, 0x20, 0, 0, 0, 1}};

/// Friday 2026-11-20, noon; one kWh costs 1.00.
class Wall {
 public:
  explicit Wall(const Model& of) : model(&of) {
    Meter works{of, chip};
    EXPECT_TRUE(works.commission(number));
    power_on();
    user_card::PresetFile preset;
    preset.update_flags = user_card::update::tariff_current;
    Tariff tariff;
    for (auto& price : tariff.step_prices) price = MeterPrice::e4(10'000);
    Offer offer;
    offer.current = tariff;
    EXPECT_EQ(meter->take(preset, offer), Refusal::none);
    meter->note_keys(0x01'01'00'00);
  }

  void power_on(bool with_clock = true) {
    chip.bytes_left = Chip::no_limit;
    meter = std::make_unique<Meter>(*model, chip);
    meter->power_on(with_clock ? std::optional{now} : std::nullopt);
  }
  void pass(std::uint32_t seconds, std::uint32_t step = 60) {
    for (; seconds > 0; seconds -= std::min(step, seconds)) {
      now.seconds += std::min(step, seconds);
      meter->tick(now);
    }
  }
  /// Until the minute of that day's clock comes next.
  void pass_until(std::uint32_t hour, std::uint32_t minute = 0) {
    const std::uint32_t wanted = hour * 3600 + minute * 60, today = now.seconds % seconds_a_day;
    pass(wanted > today ? wanted - today : wanted + seconds_a_day - today);
  }
  /// Wh by Wh as long as the relay lets it through; what came through.
  std::int64_t burn(std::int64_t wh) {
    std::int64_t through = 0;
    for (; through < wh && meter->relay_closed(); ++through) meter->consume(Energy::wh(1));
    return through;
  }
  /// Until this balance is left, as a customer would see it.
  void burn_to(Money balance) { burn((state().ledger.balance - ExactMoney::of(balance)).e5() / 10'000); }
  void key() { meter->press_key(resume_key_ms); }
  void line(Money amount, bool opens = false) {
    const Verdict verdict = meter->take(RemoteCredit{.opens = opens, .customer = customer, .amount = amount, .count = next()});
    ASSERT_EQ(verdict.refusal, Refusal::none);
  }
  void open(Money amount) { line(amount, true); }
  /// The card goes in, the meter takes it, and it comes out again.
  void purchase(Money amount) {
    Offer offer;
    offer.serial = card;
    offer.instruction.meter = number;
    offer.instruction.customer = customer;
    offer.instruction.card_type =
        state().ledger.card.is_zero() ? user_card::CardType::open_account : user_card::CardType::purchase;
    offer.instruction.update_flags = user_card::update::none;
    offer.purse = {amount, amount.is_zero() ? state().ledger.count : next()};
    offer.returned_empty = true;
    ASSERT_EQ(meter->take(offer).refusal, Refusal::none);
    in_the_slot = relay();
    meter->card_withdrawn();
  }
  void set(Parameter parameter, std::uint32_t value) { ASSERT_TRUE(meter->set_parameter(parameter, value)); }
  void set_limits(Money overdraft, Money close_permission = {}) {
    Limits limits = usual_limits;
    limits.overdraft = overdraft;
    limits.close_permission = close_permission;
    meter->set_limits(limits);
  }
  void draw(std::int64_t watts, std::int64_t vars = 0) {
    load = {watts, vars};
    measure();
  }
  /// Second by second, and nothing flows while the relay is open.
  void run(std::uint32_t seconds) {
    for (; seconds > 0; --seconds) {
      measure();
      pass(1, 1);
    }
    measure();
  }

  const State& state() const { return meter->state(); }
  Trip relay() const { return state().latches.trip; }
  bool closed() const { return meter->relay_closed(); }
  std::uint32_t events(EventKind kind) const { return meter->history().count(kind); }

  const Model* model;
  Chip chip{};
  ClockTime now = *clock_of({26, 11, 20, 12, 0});
  std::unique_ptr<Meter> meter;
  Trip in_the_slot = Trip::none;  ///< how the relay stood while the last card was in

 private:
  struct Load {
    std::int64_t watts = 0, vars = 0;
  };
  SequenceNumber next() const { return state().ledger.count.next(); }
  void measure() {
    Measured measured;
    for (std::size_t phase = 0; phase < model->phases; ++phase) measured.decivolts[phase] = 2'200;
    if (closed()) measured.watts[0] = load.watts, measured.vars[0] = load.vars;
    meter->measure(measured);
  }
  Load load{};
};

}  // namespace kwota::meter::test
