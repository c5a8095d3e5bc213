// A pump at a well as it stands on the bench and in field logs: the running pump, the PSAM in its slot, what flows while the relay is closed, and what a
// person in front of it sees. Mains, module and clock may go away; a card can be pulled at any command.
// Guarantees: who looks changes nothing; a dark pump does nothing and answers nobody. Never: knows the books, or a card that is not swiped.
// Begin with WellPump::swipe().
#pragma once
#include <string>
#include <utility>

#include "base/time.h"
#include "meter/pump/display.h"
#include "sim/pump/purse_sight.h"
#include "sim/pump/running_pump.h"
#include "sim/pump/well_module.h"

namespace kwota::sim {

/// Where it stands.
struct PumpSite {
  MeterNumber number;
  std::uint32_t county = 0;  ///< area code as the utility has it, packed decimal
  std::uint32_t area = 0;    ///< eight digits: whose cards it takes
};

/// Its PSAM's, by the meter's number.
inline pump::TerminalNumber terminal_of(const PumpSite& site) { return pump_terminal_number(site.county, static_cast<std::int64_t>(site.number.value())); }

/// A card is lifted at this command: it does not hear it, or (`unanswered`) carries it out and nobody hears its answer.
struct PumpPull {
  unsigned commands = 0;
  bool unanswered = false;
};

struct PumpPageText {
  std::string label_key, value, unit;  ///< unit: "", "money", "money/kWh", "money/h", "money/m3", "kWh", "m3", "h"
};

/// Who went away with a grey card.
struct HungUser {
  CardSerial card;
  Money amount;
  std::uint32_t number = 0;
  bool proven = false;  ///< his debit has its GMAC
};

struct PumpView {
  bool powered = false, working = false, relay_closed = false, module_in = false, module_ready = false, clock_valid = false, locked_out = false;
  meter::PumpPhase phase = meter::PumpPhase::fault;
  meter::PumpLamp lamp = meter::PumpLamp::off;
  meter::PumpRefusal refusal = meter::PumpRefusal::none;  ///< the last one
  std::uint8_t error_class = 0;
  std::vector<PumpPageText> pages;
  std::size_t page = 0;  ///< the one that the display shows now
  std::string clock;     ///< 2026-11-20 14:05
  std::optional<CardSerial> watering;
  std::string since;     ///< of the watering
  Money amount, left;    ///< of the watering, as if it ended now
  std::vector<HungUser> hanging;
  std::size_t hung_unread = 0;
  std::uint32_t records = 0;
  std::optional<pump::UsageRecord> newest;
  Energy total, fault_energy, run_on;
  Money charged;         ///< of all waterings, by the well's own books
};

class WellPump {
 public:
  /// `chip` outlives the pump; a virgin one becomes the site's pump. `module` goes into its slot.
  WellPump(meter::Storage& chip, const PumpSite& site, CardOs module, const LocalTime& clock);
  WellPump(const WellPump&) = delete;
  WellPump& operator=(const WellPump&) = delete;

  struct Swiped {
    meter::PumpRefusal refusal = meter::PumpRefusal::none;
    std::optional<Money> paid;  ///< that this swipe took; nothing: it took none
    Money balance;
    bool dark = false;          ///< nobody answered
    unsigned card_commands = 0, module_commands = 0;
    std::optional<pump::ToolAnswer> tool{};  ///< what a tool card was told
  };
  /// The card must have power of its own afterwards again.
  Swiped swipe(CardOs& card, std::optional<PumpPull> pull = {});
  /// Both lie before its reader at once, as in one purse: it hears that there is more than one and speaks to neither.
  Swiped swipe_together(CardOs& one, CardOs& other);

  void set_flow(const RunningPump::Flow& flow) { flow_ = flow; }
  const RunningPump::Flow& flow() const { return flow_; }
  /// Not negative.
  void advance(Duration by);
  /// A wrong clock, not passing time.
  void shift_clock(Duration by);

  void cut_power();
  /// `clock_kept` false: its battery did not last.
  void restore_power(bool clock_kept = true);
  bool powered() const { return powered_; }

  /// Its slot: nothing, its own module, or another one.
  /// Who pulls it has it in his hand, with the locks that it knows.
  std::optional<CardOs> take_module() { return std::exchange(module_ ? module_ : fallen_out_, std::nullopt); }
  void put_module(CardOs module);
  bool module_in() const { return module_.has_value(); }
  const CardOs* module() const { return module_ ? &*module_ : nullptr; }
  /// Whatever lies in its slot, as the pump asks it.
  RunningPump::Device slot() {
    return [this](ByteView command) { return ask_module(command); };
  }
  /// Asked before each command: whether the memory has lost its power. Then nothing more is sent until restore_power().
  void dark_when(std::function<bool()> dark) { dark_ = std::move(dark); }
  /// The module falls silent at so manieth command from now; it does not hear that one. 0: it stays. Who takes it then has it as it was.
  void pull_module_at(unsigned commands) { module_dies_at_ = commands; }

  meter::Pump& pump() { return running_.pump(); }
  meter::ClockTime now() const { return running_.now(); }
  PumpView view();

 private:
  Bytes ask_module(ByteView command);

  std::optional<CardOs> module_, fallen_out_;
  std::function<bool()> dark_{};
  unsigned module_dies_at_ = 0;
  RunningPump running_;
  RunningPump::Flow flow_{};
  bool powered_ = true;
  std::int64_t ms_ = 0;  ///< less than a second
  std::uint32_t shows_card_until_ = 0, shows_tool_until_ = 0;
};

/// The seconds of the pump's own clock.
meter::ClockTime pump_clock(const LocalTime& at);

}  // namespace kwota::sim
