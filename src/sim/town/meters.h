// Many meters in one process: each the product's own firmware with its security module, on lines behind concentrators.
// Guarantees: the same seed gives the same meters. Never: sells or reads anything (town.h does). Begin with Meters.
#pragma once
#include <unordered_map>
#include <vector>

#include "carry/dlt645/frame.h"
#include "carry/qgdw376/frame.h"
#include "sim/meter/simulated_meter.h"

namespace kwota::sim {

/// One kWh costs this much in every meter of the town.
inline constexpr std::int64_t town_price_e4 = 5'200;

class Meters {
 public:
  struct Setup {
    std::size_t count = 200;
    std::size_t a_line = 64;  ///< behind one concentrator, 1 to 128
    std::uint64_t seed = 1;
    LocalTime clock{};  ///< the meters' own
  };
  struct One {
    MeterNumber number;
    CustomerNumber customer;
    std::size_t line = 0;  ///< which concentrator
    std::unique_ptr<SimulatedMeter> meter;
  };
  /// Each has the utility's test keys, a price and an account that is open, without a credit. Error `meter_memory_damaged`.
  static Result<std::unique_ptr<Meters>> make(const Setup& setup);

  std::vector<One>& all() { return all_; }
  std::size_t lines() const { return (all_.size() + a_line_ - 1) / a_line_; }
  One* find(MeterNumber number);
  /// Of the concentrator of that line.
  static qgdw376::Terminal terminal(std::size_t line);
  /// Port 1 of it: "concentrator:1301-00001/1".
  static std::string link(std::size_t line);
  /// A frame that every meter of a line hears; what they say. Nobody but the meters of `line`.
  Bytes receive(std::size_t line, ByteView frame);
  /// The same for all of them.
  Bytes receive(ByteView frame);

 private:
  Meters(std::size_t a_line, std::uint64_t seed) : a_line_(a_line), random_(seed) {}
  Result<void> add(const Setup& setup, std::size_t index);

  std::size_t a_line_;
  SeededRandom random_;
  std::vector<One> all_;
  std::unordered_map<std::uint64_t, std::size_t> by_number_;
};

}  // namespace kwota::sim
