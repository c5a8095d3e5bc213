// A running payment meter of the simulators: the meter's own firmware core with a security module, a memory, a card slot
// and a load, in virtual time. The bench shows it, field logs and tests drive it.
// Guarantees: what is burnt does not depend on how the time is cut into advances; a card can be pulled at any command
// and power cut at any byte that is stored. Never: knows a price or a customer that did not come on a card.
// Begin with SimulatedMeter::open(), advance(), insert().
#pragma once
#include <functional>
#include <map>

#include "base/time.h"
#include "meter/core/display.h"
#include "meter/dlt645/server.h"
#include "meter/esam/esam.h"
#include "sim/card_os/card_os.h"
#include "sim/meter/esam_chip.h"
#include "sim/meter/factory.h"
#include "sim/meter/meter_memory.h"

namespace kwota::sim {

/// The eight contacts of a card in a slot. Answers are empty when the card does not answer.
struct CardContacts {
  std::function<Bytes()> reset;             ///< the ATR
  std::function<Bytes(ByteView)> exchange;  ///< data || SW
};
/// The card must outlive its stay in the slot.
CardContacts contacts_of(CardOs& card);

/// One page of the display in words: label_key is a key of the dictionaries.
struct DisplayPage {
  std::string label_key, value, unit;  ///< unit: "", "kWh", "money", "money/kWh"
};

/// What a person in front of the meter sees, and what the bench may tell.
struct MeterView {
  std::string model;
  MeterNumber number;
  bool powered = false, working = false;
  std::vector<DisplayPage> pages;
  std::size_t page = 0;  ///< the one that the display shows now
  bool relay_closed = false;
  meter::Lamp lamp = meter::Lamp::off;
  bool buzzer = false, alarm1 = false, alarm2 = false;
  meter::Trip trip = meter::Trip::none;
  bool account_open = false, clock_valid = false;
  std::uint8_t error_class = 0;  ///< 31..36, 0: none
  meter::Refusal refusal = meter::Refusal::none;
  Money remaining, overdraft;
  std::int64_t balance_e5 = 0;
  Energy energy, period_energy;
  std::size_t step = 1;
  MeterPrice price;
  SequenceNumber count;
  Power load;  ///< what flows: 0 while the relay is open
  bool card_in = false, card_busy = false;
  bool private_keys = false;
  std::uint8_t key_version = 0, previous_key_version = 0;  ///< in force, and still good beside it; 0: the factory's, none
  std::uint8_t void_edition = 0;                           ///< of the list of voided cards that it has
  std::size_t void_cards = 0;                              ///< how many it refuses
  bool identity = false;                                   ///< has a pair and a certificate: keys can come over the link
  std::vector<std::string> flags;  ///< stable names of the states that hold: "account_open", "relay_open", …
  std::string clock;               ///< the meter's own: 2026-11-20 14:05
};

class SimulatedMeter {
 public:
  struct Setup {
    const meter::Model* model = nullptr;
    MeterNumber number;
    std::optional<esam::KeySet> county_keys{};  ///< that a new module has already; none: it comes from the factory
    const Factory* factory = nullptr;           ///< gives a new module its identity; none: no link to it
    std::unique_ptr<EsamChip> esam{};           ///< memory of the module; none: it ends with the program
    std::shared_ptr<Storage> line{};            ///< settings of the line, line_bytes of it; none: they end with the program
    std::size_t line_answer_max = dlt645::read_data_max;  ///< data bytes of an answer on the line
  };

  /// A virgin memory (of the meter, of its module) becomes a new one with that number; another one goes on where it was, at
  /// `clock` (the meter's local time). `random` outlives the meter. Error `meter_memory_damaged`.
  static constexpr std::size_t line_bytes = meter_line::SettingsSlots::storage_size;
  static Result<std::unique_ptr<SimulatedMeter>> open(Setup setup, std::shared_ptr<Storage> memory, Random& random,
                                                      const LocalTime& clock);
  SimulatedMeter(const SimulatedMeter&) = delete;
  SimulatedMeter& operator=(const SimulatedMeter&) = delete;

  // ---- time and load
  /// `vars`: reactive power of the same; 0: heaters and lamps.
  void set_load(Power load, std::int64_t vars = 0) {
    load_ = load;
    vars_ = vars;
  }
  Power load() const { return load_; }
  /// An appliance beside the load; plugged in again under its name it is another one. `vars`: its reactive power.
  void plug(const std::string& appliance, Power draws, std::int64_t vars = 0);
  void unplug(const std::string& appliance);
  /// A phase that has no voltage; 0 is A.
  void lose_phase(std::size_t phase, bool lost) { lost_.at(phase) = lost; }
  /// A contact that is welded feeds the load against its order.
  void weld(bool welded) { welded_ = welded; }
  /// Power goes in the middle of the n-th write to the meter's memory, once, and comes back at once.
  void reboot_at_write(unsigned nth);
  /// Somebody opens a cover, or comes with a magnet.
  void notice(meter::EventKind what);
  /// Not negative.
  void advance(Duration by);
  /// Sets the meter's clock off by `by` (may be negative): a wrong clock, not passing time.
  void shift_clock(Duration by);

  // ---- power
  /// `warned`: the power-fail interrupt still runs; otherwise what was not flushed is lost (to the customer's benefit).
  void cut_power(bool warned = true);
  /// Mains come back after `off`; the clock ran as long as the model's reserve lasts. Error `meter_memory_damaged`.
  Result<void> restore_power(Duration off = Duration{});
  bool powered() const { return powered_; }

  // ---- people
  void press_key(Duration held);
  /// Published keys into the security module without a dialogue: tests and demonstration.
  void install_keys(const esam::KeySet& county);
  /// The list of voided cards, as a user card or the link brings it.
  void take_void_list(const user_card::VoidFile& list);
  /// A command on the key link to the security module, data || SW; empty when the meter is dark.
  Bytes key_link(ByteView command);

  // ---- the line (DL/T 645-2007)
  /// Bytes from the line; the answers. Empty when the meter is dark, or lost power while it stored.
  Bytes receive_line(ByteView bytes);
  /// The same at its infrared port.
  Bytes receive_infrared(ByteView bytes);
  /// The line was silent for longer than a gap within a frame may last.
  Bytes line_silent();
  void hold_programming_key(bool held);
  unsigned baud() const { return line_ ? line_->baud() : 2400; }

  // ---- card slot
  void insert(CardContacts card);
  void insert(CardOs& card) { insert(contacts_of(card)); }
  /// One question and its answer; false when there was nothing to do.
  bool step();
  /// All of them; returns how many.
  int run_card();
  void withdraw();
  bool card_in() const { return card_.has_value(); }
  bool card_busy() const { return session_ && !session_->finished(); }

  MeterView view() const;
  const meter::Meter& core() const { return *core_; }
  meter::Meter& core() { return *core_; }

 private:
  SimulatedMeter(Setup setup, std::shared_ptr<Storage> memory, Random& random, std::int64_t clock_ms);
  meter::ClockTime clock() const { return {static_cast<std::uint32_t>(clock_ms_ / 1000)}; }
  bool fed() const;
  Power drawn() const;
  std::int64_t drawn_vars() const;
  std::int64_t quantum() const;
  std::int64_t until_next(std::int64_t at_most) const;
  Result<void> make_module(const Setup& setup);
  meter_keys::KeysKept kept() const;
  bool notice_power_loss();  ///< true: it went, and may be back
  Bytes on_the_line(Bytes (*work)(meter_line::Server&, ByteView), ByteView bytes);
  meter_line::Measured measured() const;

  const meter::Model& model_;
  MeterNumber number_;
  MeterMemory memory_;
  MeterMemory line_memory_;
  std::size_t line_answer_max_;
  bool programming_ = false;
  std::unique_ptr<EsamChip> chip_;
  esam::Esam esam_;
  std::unique_ptr<meter::Meter> core_;      ///< made anew when power comes back: RAM does not survive
  std::optional<meter_line::Server> line_;  ///< as long as power is there
  std::optional<meter::CardSession> session_;
  std::optional<CardContacts> card_;
  bool powered_ = false;
  Power load_{};
  std::int64_t vars_ = 0;
  struct Appliance {
    std::int64_t watts = 0, vars = 0;
  };
  std::map<std::string, Appliance> appliances_{};
  std::array<bool, 3> lost_{};
  bool welded_ = false, reboots_ = false;
  std::int64_t clock_ms_ = 0;  ///< since 2000-01-01 of the meter's local time
  std::int64_t residue_ = 0;   ///< W·ms since the last pulse
};

}  // namespace kwota::sim
