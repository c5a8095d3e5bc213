// The lines of a layout of slips, as a row keeps them.   Begin with SlipLine; its words: books/parts/slip_facts.h.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "books/parts/values.h"

namespace kwota::books {

enum class SlipFact : std::uint8_t;
enum class SlipCondition : std::uint8_t;
enum class SlipAlign : std::uint8_t;
enum class SlipEmphasis : std::uint8_t;

struct SlipLine {
  SlipFact fact{};
  SlipCondition when{};
  SlipAlign align{};
  SlipEmphasis emphasis{};
  std::string text_en{}, text_zh{}, text_ru{};  ///< of an own text
  friend bool operator==(const SlipLine&, const SlipLine&) = default;
};
struct SlipLines : std::vector<SlipLine> {
  using std::vector<SlipLine>::vector;
};
/// A line each: "total always left strong", of an own text with its three texts behind tabs.
std::string to_text(const SlipLines& lines);
/// What is no such text has no line: slips are drawn as delivered, and verify finds the row.
SlipLines parse_slip_lines(std::string_view text);

template <class Sink>
void put(Sink& sink, const SlipLines& value) { sink.text_copy(to_text(value)); }
inline void get(const ValueSource& from, int column, SlipLines& value) { value = parse_slip_lines(from.get_text(column)); }

}  // namespace kwota::books
