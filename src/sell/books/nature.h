// What books are for, from their first row on and for ever: the sales of a utility, or samples – to look at, to train and to test.
// Guarantees: the store refuses to change it (store/group); whoever is asked without books says real, so that nothing that only
// samples may do is ever done by mistake. What asks: the bench and its clock, keys that the folder rolls for itself, words on pages and paper.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace kwota::books {

enum class Nature : std::uint8_t {
  real,
  sample,  ///< says so on every page, slip, report and anchor
};

constexpr std::string_view name_of(Nature nature) { return nature == Nature::sample ? "sample" : "real"; }
/// Nothing: no such nature.
constexpr std::optional<Nature> parse_nature(std::string_view name) {
  if (name == "real") return Nature::real;
  if (name == "sample") return Nature::sample;
  return std::nullopt;
}

}  // namespace kwota::books
