// The seven status words of a meter, bit by bit by name: one table for the decoder, the command line, readings and pages. Facts:
// meters.md 2.5; makers differ in words 1 and 7, so which of them somebody must look at its model says (models/). Never: judges.
// Begin with StatusWord.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <optional>
#include <string_view>
#include <vector>

namespace kwota::dlt645 {

inline constexpr unsigned status_word_count = 7;

/// One or two bits of a word that say one thing.
struct StatusField {
  unsigned word = 1, bit = 0;
  std::string_view name{};                    ///< stable, snake_case
  std::array<std::string_view, 4> states{};   ///< by the value of its bits; two states: one bit, more: two
  constexpr unsigned mask() const { return states[2].empty() ? 1U : 3U; }
};
std::span<const StatusField> status_fields();

/// What a meter of that kind holds itself: nothing, energy, money.
enum class Prepaid : std::uint8_t { no, energy, money, other };

/// Of word 3 what somebody decides by.
struct RunState {
  bool relay_open = false, ordered_open = false, power_protected = false;
  Prepaid prepaid = Prepaid::no;
  friend constexpr bool operator==(const RunState&, const RunState&) = default;
};

/// One word as a meter said it.
struct StatusWord {
  unsigned word = 0;  ///< 1..7
  std::uint16_t bits = 0;

  /// "open", "mains" …; a field of another word has its first state.
  std::string_view state_of(const StatusField& field) const;
  /// Of a field of this word by its name: "relay", "power_protect" … Empty: it has no such field.
  std::string_view state_of(std::string_view name) const;
  /// Nothing: it is another word.
  std::optional<RunState> run_state() const;
  /// Bits that the standard leaves open and that are set all the same, lowest first.
  std::vector<unsigned> unknown_bits() const;
  /// "0010 relay open, kind money": the bits, and every field that is not in its first state.
  std::string text() const;
  friend constexpr bool operator==(const StatusWord&, const StatusWord&) = default;
};

}  // namespace kwota::dlt645
