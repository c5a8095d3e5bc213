#include "carry/remote_vending/reading.h"

#include <algorithm>

#include "base/decimal.h"
#include "carry/remote_vending/remote_vending.h"

namespace kwota::dlt645 {
namespace {

using dialogue::attempt;

Heard absent(Identifier item) { return {.identifier = item.value, .edition = item.edition}; }

Heard heard_one(Identifier item, Bytes bytes) {
  auto heard = absent(item);
  const auto value = read_value(*find_item(item), bytes);
  // A value of another length is none of ours: the meter means something else by this identifier.
  if (!value.ok()) return heard;
  heard.state = value->available() ? Heard::State::value : Heard::State::not_available;
  if (value->available()) heard.bytes = std::move(bytes);
  return heard;
}

/// The items of a block, as far as it reaches; what it has not reached is absent. Nothing: it ends within a value.
std::optional<std::vector<Heard>> taken_apart(const Question& question, ByteView block) {
  std::vector<Heard> out;
  for (const auto identifier : question.items) {
    const Identifier item{question.edition, identifier};
    const auto size = find_item(item)->bytes;
    if (block.empty()) {
      out.push_back(absent(item));
      continue;
    }
    if (block.size() < size) return std::nullopt;
    out.push_back(heard_one(item, to_bytes(block.first(size))));
    block = block.subspan(size);
  }
  return out;
}

Dialogue<std::optional<Bytes>> if_any(Address address, Identifier item) {
  auto bytes = co_await attempt(read_bytes(address, item));
  if (!bytes.ok() && bytes.error().code == "meter_refused") co_return std::optional<Bytes>{};
  if (!bytes.ok()) co_return bytes.error();
  co_return std::optional<Bytes>{std::move(*bytes)};
}

}  // namespace

Dialogue<std::optional<Bytes>> read_if_any(Address address, std::uint32_t identifier) {
  const Identifier item{Edition::y2007, identifier};
  co_return co_await if_any(address, item);
}

Dialogue<std::vector<Heard>> read_items(Address address, std::vector<Question> questions) {
  std::vector<Heard> out;
  for (const auto question : questions) {
    std::optional<std::vector<Heard>> whole;
    if (question.block != 0) {
      const Identifier named{question.edition, question.block};
      const auto block = co_await if_any(address, named);
      if (block) whole = taken_apart(question, *block);
    }
    if (whole) {
      std::ranges::move(*whole, std::back_inserter(out));
      continue;
    }
    for (const auto identifier : question.items) {
      const Identifier item{question.edition, identifier};
      auto bytes = co_await if_any(address, item);
      out.push_back(bytes ? heard_one(item, std::move(*bytes)) : absent(item));
    }
  }
  co_return out;
}

Dialogue<std::string> read_clock(Address address, std::vector<Question> ways) {
  for (const auto& way : ways) {
    const std::vector<Question> one_way(1, way);
    const auto heard = co_await read_items(address, one_way);
    std::string text;
    for (const auto& one : heard)
      if (one.state == Heard::State::value) text += read_value(*find_item(one.item()), one.bytes)->text;
    constexpr std::size_t digits = 14;
    if (text.size() == digits) co_return text;
  }
  co_return std::string{};
}

std::optional<LocalTime> moment_in(std::string_view digits) {
  constexpr std::size_t to_the_minute = 10, to_the_second = 12;
  if (digits.size() != to_the_minute && digits.size() != to_the_second) return std::nullopt;
  constexpr unsigned no_number = 99;
  const auto two = [&](std::size_t at) {
    if (at >= digits.size()) return 0U;
    const auto number = parse_decimal(digits.substr(at, 2), 0);
    return number.ok() ? static_cast<unsigned>(*number) : no_number;
  };
  constexpr int century = 2000;
  const LocalTime time{{century + static_cast<int>(two(0)), two(2), two(4)}, two(6), two(8), two(10)};
  if (!valid(time.date) || time.hour > 23 || time.minute > 59 || time.second > 59) return std::nullopt;
  return time;
}

std::optional<std::int64_t> number_of(const Heard& heard) {
  if (heard.state != Heard::State::value) return std::nullopt;
  return number_in(*find_item(heard.item()), heard.bytes);
}

}  // namespace kwota::dlt645
