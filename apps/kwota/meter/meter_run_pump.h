// A virtual irrigation pump on a line or at the end of a handheld's light, under known keys; with a PSAM in a reader as its module it takes farmers' cards, too.
// Begin with PumpAtHand::open().
#pragma once
#include "base/random.h"
#include "base/time.h"
#include "kwota/verb.h"
#include "meter/dlt645/pump_line.h"
#include "meter/pump/session.h"
#include "seal/vault/test_keys.h"
#include "sim/meter/meter_memory.h"
#include "sim/pump/well_module.h"

namespace kwota::app {

class PumpAtHand {
 public:
  /// An answer with its status word; empty: it is silent, or was pulled.
  using Device = std::function<Bytes(ByteView command)>;
  struct Setup {
    MeterNumber number;
    std::shared_ptr<sim::Storage> memory;  ///< of at least meter::Pump::storage_size
    unsigned waterings = 0;                ///< in a virgin memory: so many users were here before, one after another, and paid
    /// Its module; none: it says that one is there, and takes no card.
    Device module{};
    std::array<std::uint8_t, 6> pin = sim::module_pin;  ///< by which it opens its module
    std::uint32_t area = 0;                ///< whose cards it takes; 0: the county's first
    Power load{};                          ///< what it draws while its relay is closed
  };
  /// Error `pump_memory`: it does not keep what a pump needs.
  static Result<std::unique_ptr<PumpAtHand>> open(const Setup& setup, const seal::RootOf& roots, Random& random,
                                                  const LocalTime& now);
  PumpAtHand(const PumpAtHand&) = delete;
  PumpAtHand& operator=(const PumpAtHand&) = delete;

  meter_line::PumpLine& line() { return line_; }
  /// Its own clock goes on: a handheld may have set it.
  void advance(Duration by);
  struct Swiped {
    meter::PumpRefusal refusal = meter::PumpRefusal::none;
    std::optional<Money> paid;
    Money balance;
    bool runs = false;
  };
  /// A card is held to it.
  Swiped swipe(const Device& card);

 private:
  PumpAtHand(const Setup& setup, const seal::RootOf& roots, Random& random);
  bool commission(const Setup& setup, const seal::RootOf& roots, meter::ClockTime now);
  bool water_once(std::uint32_t number, const seal::Key& tac_root);
  void converse(meter::PumpSession& session, const Device& card) const;
  void ask_module();

  Device module_;
  Power load_;
  std::int64_t watt_seconds_ = 0;  ///< less than a Wh
  pump::TerminalNumber terminal_;

  sim::MeterMemory memory_;
  meter::Pump pump_;
  meter_line::PumpLine line_;
  Duration left_{};  ///< less than a second
};

}  // namespace kwota::app
