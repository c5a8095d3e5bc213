// A virtual irrigation pump on a line or at the end of a handheld's light, under known keys. Begin with PumpAtHand::open().
#pragma once
#include "base/random.h"
#include "base/time.h"
#include "kwota/verb.h"
#include "meter/dlt645/pump_line.h"
#include "seal/vault/test_keys.h"
#include "sim/meter/meter_memory.h"

namespace kwota::app {

inline constexpr std::string_view pump_model = "pump";

class PumpAtHand {
 public:
  struct Setup {
    MeterNumber number;
    std::shared_ptr<sim::Storage> memory;  ///< of at least meter::Pump::storage_size
    unsigned waterings = 0;                ///< in a virgin memory: so many users were here before, one after another, and paid
  };
  /// Error `pump_memory`: it does not keep what a pump needs.
  static Result<std::unique_ptr<PumpAtHand>> open(const Setup& setup, const seal::RootOf& roots, Random& random,
                                                  const LocalTime& now);
  PumpAtHand(const PumpAtHand&) = delete;
  PumpAtHand& operator=(const PumpAtHand&) = delete;

  meter_line::PumpLine& line() { return line_; }
  /// Its own clock goes on: a handheld may have set it.
  void advance(Duration by);

 private:
  PumpAtHand(const Setup& setup, const seal::RootOf& roots, Random& random);
  bool commission(const Setup& setup, const seal::RootOf& roots, meter::ClockTime now);
  bool water_once(std::uint32_t number, const seal::Key& tac_root);

  sim::MeterMemory memory_;
  meter::Pump pump_;
  meter_line::PumpLine line_;
  Duration left_{};  ///< less than a second
};

}  // namespace kwota::app
