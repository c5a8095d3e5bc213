// A pump that stands on the bench or in a test: the machine of the firmware, its module in a slot, a memory chip, and water that flows while
// the relay is closed. Cards are whoever answers. Guarantees: the pump asks its module by itself whenever it wants to, as on a wall.
// Begin with RunningPump::swipe().
#pragma once
#include <functional>
#include <vector>

#include "base/bytes.h"
#include "meter/pump/session.h"

namespace kwota::sim {

/// The memory chip, in memory.
class PumpChip final : public meter::Storage {
 public:
  void read(std::size_t offset, MutableBytes to) const override;
  void write(std::size_t offset, ByteView bytes) override;
  void flush() override {}

 private:
  Bytes bytes_ = Bytes(meter::Pump::storage_size, 0xFF);
};

class RunningPump {
 public:
  /// An answer with its status word; empty: it is silent, or was pulled.
  using Device = std::function<Bytes(ByteView command)>;
  struct Swipe {
    meter::PumpRefusal refusal = meter::PumpRefusal::none;
    std::optional<Money> paid;
    Money balance;
    std::optional<pump::ToolAnswer> tool{};  ///< what a tool card was told
    unsigned card_commands = 0, module_commands = 0;
  };
  struct Flow {
    Power power;       ///< while the relay is closed
    Volume a_second;
  };

  /// `chip` outlives the pump. Without an identity the chip was commissioned before.
  RunningPump(meter::Storage& chip, Device module) : chip_(chip), module_(std::move(module)), pump_(chip) {}
  bool commission(const meter::Pump::Identity& identity) { return pump_.commission(identity); }
  bool power_on(std::optional<meter::ClockTime> clock);
  /// Mains go and come back.
  bool power_cut(std::uint32_t seconds);
  /// They are back, after a time that run() has let pass. `clock_kept` false: its battery did not last.
  bool power_back(bool clock_kept = true);
  /// Its clock is set otherwise, by somebody or by a fault; time goes on from there.
  void shift_clock(std::int64_t seconds);

  Swipe swipe(const Device& card);
  /// More than one card lies before its reader.
  Swipe several_cards();
  void run(std::uint32_t seconds, const Flow& flow = {});
  /// The same while its mains are off: its clock goes on, and nothing else.
  void run(bool powered, std::uint32_t seconds, const Flow& flow);

  meter::Pump& pump() { return pump_; }
  meter::ClockTime now() const { return pump_.clock_valid() && pump_.clock() != pump_said_ ? pump_.clock() : now_; }

 private:
  void ask_module();
  Swipe converse(meter::PumpSession& session, const Device& card);
  Swipe outcome_of(const meter::PumpSession& session) const;
  meter::Storage& chip_;
  Device module_;
  meter::Pump pump_;
  /// A tool card or a handheld has set it: time goes on from there.
  void hear_clock();
  meter::ClockTime now_{}, pump_said_{};  ///< the pump's clock goes by the first; it said the second when it was heard last
  std::int64_t watt_seconds_ = 0;  ///< less than a Wh
};

}  // namespace kwota::sim
