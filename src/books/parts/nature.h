// What books are for, from their first row on and for ever: the sales of a utility, or samples – to look at, to train and to test.
// Guarantees: the store refuses to change it (store/group); whoever is asked without books says real, so that nothing that only
// samples may do is ever done by mistake. What asks: the bench and its clock, keys that the folder rolls for itself, words on pages and paper.
#pragma once
#include <cstdint>

#include "base/words.h"

namespace kwota::books {

enum class Nature : std::uint8_t {
  real,
  sample,  ///< says so on every page, slip, report and anchor
};

constexpr auto words_of(Nature) { return std::array<std::string_view, 2>{"real", "sample"}; }

}  // namespace kwota::books
