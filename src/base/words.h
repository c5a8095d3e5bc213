// States, kinds and causes: an enum class, and beside it one table of the words that stand for it in the books, the API and the logs.
// Decisions compare the enum; nobody compares words.
//   enum class CardStatus : std::uint8_t { fresh, active, blocked };
//   constexpr auto words_of(CardStatus) { return std::array<std::string_view, 3>{"new", "active", "blocked"}; }
// The words stand in the order of the enumerators, from 0 on without gaps, and no two are the same.
#pragma once
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <type_traits>

namespace kwota {

/// An enum that has its words beside it.
template <class E>
concept Worded = std::is_enum_v<E> && requires(E value) {
  { words_of(value)[0] } -> std::convertible_to<std::string_view>;
};

/// What a word that is none is read as, where somebody else wrote it: equal to no enumerator.
template <Worded E>
inline constexpr E no_word = static_cast<E>(words_of(E{}).size());

/// "?" for no_word: it never stands for what the books said before.
template <Worded E>
constexpr std::string_view word_of(E value) {
  return value < no_word<E> ? words_of(value)[static_cast<std::size_t>(value)] : "?";
}

/// Nothing: no such word.
template <Worded E>
constexpr std::optional<E> parse_word(std::string_view word) {
  const auto words = words_of(E{});
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i] == word) return static_cast<E>(i);
  return std::nullopt;
}

/// Several of them at once; the n-th word is bit n.
template <Worded E>
class WordSet {
 public:
  constexpr WordSet() = default;
  constexpr WordSet(std::initializer_list<E> states) {
    for (const E state : states) bits_ |= bit_of(state);
  }
  /// As a device tells them; bits without a word stay.
  static constexpr WordSet of_bits(std::int64_t bits) {
    WordSet set;
    set.bits_ = bits;
    return set;
  }
  constexpr std::int64_t bits() const { return bits_; }
  constexpr bool has(E state) const { return (bits_ & bit_of(state)) != 0; }
  /// Calls `recorded` with the word of each.
  template <class Visit>
  void each_word(Visit recorded) const {
    for (std::size_t i = 0; i < words_of(E{}).size(); ++i)
      if (has(static_cast<E>(i))) recorded(words_of(E{})[i]);
  }
  friend constexpr bool operator==(WordSet, WordSet) = default;

 private:
  static constexpr std::int64_t bit_of(E state) { return std::int64_t{1} << static_cast<unsigned>(state); }
  std::int64_t bits_ = 0;
};

}  // namespace kwota
