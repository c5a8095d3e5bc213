// What tests of the line share: a meter with its module and its line, in memories that may lose power at any byte.
#pragma once
#include <gtest/gtest.h>

#include <algorithm>

#include "meter/dlt645/server.h"
#include "meter/esam/test_module.h"

namespace kwota::meter_line::test {

using dlt645::Address;
using dlt645::Frame;
using dlt645::Identifier;

inline const MeterNumber number = MeterNumber::from(4'123'456'789);
inline const CustomerNumber customer = CustomerNumber::from(880'001);

inline constexpr meter::Model model{
    .name = "TEST",
    .limits = {.alarm1 = Money::minor(20'00), .alarm2 = Money::minor(10'00), .hoarding = Money::minor(99'999'99)},
};

class TornMemory final : public meter::Storage {
 public:
  explicit TornMemory(std::size_t size) : bytes_(size, 0xFF) {}
  void lose_power_after(std::size_t bytes) { left_ = bytes; }
  void power_is_back() { left_ = no_limit; }
  bool power_lost() const { return left_ == 0; }

  void read(std::size_t offset, MutableBytes to) const override {
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(offset), to.size(), to.begin());
  }
  void write(std::size_t offset, ByteView bytes) override {
    for (std::size_t i = 0; i < bytes.size() && left_ > 0; ++i) {
      bytes_[offset + i] = bytes[i];
      if (left_ != no_limit) --left_;
    }
  }
  void flush() override {}

 private:
  static constexpr std::size_t no_limit = static_cast<std::size_t>(-1);
  Bytes bytes_;
  std::size_t left_ = no_limit;
};

inline meter::ClockTime noon() { return *meter::clock_of({.year = 26, .month = 11, .day = 20, .hour = 12}); }

class World {
 public:
  enum class Keys : std::uint8_t { utility, factory };
  explicit World(std::uint64_t seed = 1, std::size_t answer_max = dlt645::read_data_max, Keys keys = Keys::utility,
                 const meter::Model& of = model)
      : random(seed), answer_max_(answer_max), model_(of) {
    auto contents = esam::test::meter_contents(esam::test::factory(), number);
    if (keys == Keys::utility) contents.current = esam::keys_of(number, esam::test_county_keys());
    esam::test::make(module_, std::move(contents));
    meter::Meter{model_, account}.commission(number);
    power_on();
  }

  void power_on() {
    account.power_is_back();
    line.power_is_back();
    server.reset();
    meter = std::make_unique<meter::Meter>(model_, account);
    EXPECT_TRUE(module_.power_on());
    EXPECT_TRUE(meter->power_on(now));
    meter->note_keys(module_.key_info());
    server = std::make_unique<Server>(*meter, module_, line, answer_max_);
  }
  bool dark() const { return account.power_lost() || line.power_lost(); }
  void pass(std::uint32_t seconds) {
    now.seconds += seconds;
    meter->tick(now);
  }

  /// Nothing of an answer leaves a meter that lost power while it stored.
  Bytes say(ByteView bytes) {
    if (dark()) return {};
    const auto answer = server->receive(bytes);
    return dark() ? Bytes{} : answer;
  }
  std::optional<Frame> ask(Address to, std::uint8_t function, Bytes data) {
    const auto answer = say(dlt645::encode({to, {function}, std::move(data)}));
    const auto received = dlt645::decode(answer);
    return received.ok() ? std::optional{received->frame} : std::nullopt;
  }
  Address address() const { return {server->settings().address}; }

  Money credited() const { return meter->state().ledger.credited; }

  meter::ClockTime now = noon();
  TornMemory account{meter::Meter::storage_size}, line{SettingsSlots::storage_size};
  std::unique_ptr<meter::Meter> meter;
  std::unique_ptr<Server> server;
  SeededRandom random;

 private:
  std::size_t answer_max_;
  const meter::Model& model_;
  esam::test::PlainMemory chip_;
  esam::Esam module_{chip_, random};
};

inline Bytes wire(std::uint32_t identifier) { return dlt645::wire(Identifier{dlt645::Edition::y2007, identifier}); }

}  // namespace kwota::meter_line::test
