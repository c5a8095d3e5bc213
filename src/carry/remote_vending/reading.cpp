#include "carry/remote_vending/reading.h"

#include <algorithm>

#include "base/decimal.h"
#include "carry/remote_vending/remote_vending.h"

namespace kwota::dlt645 {
namespace {

using dialogue::attempt;

constexpr auto edition = Edition::y2007;

Heard heard_one(std::uint32_t identifier, Bytes bytes) {
  const auto value = read_value(*find_item({edition, identifier}), bytes);
  // A value of another length is none of ours: the meter means something else by this identifier.
  if (!value.ok()) return {identifier, Heard::State::absent};
  if (!value->available()) return {identifier, Heard::State::not_available};
  return {identifier, Heard::State::value, std::move(bytes)};
}

/// The items of a block, as far as it reaches; what it has not reached is absent. Nothing: it ends within a value.
std::optional<std::vector<Heard>> taken_apart(const Question& question, ByteView block) {
  std::vector<Heard> out;
  for (const auto identifier : question.items) {
    const auto size = find_item({edition, identifier})->bytes;
    if (block.empty()) {
      out.push_back({identifier, Heard::State::absent});
      continue;
    }
    if (block.size() < size) return std::nullopt;
    out.push_back(heard_one(identifier, to_bytes(block.first(size))));
    block = block.subspan(size);
  }
  return out;
}

}  // namespace

Dialogue<std::optional<Bytes>> read_if_any(Address address, std::uint32_t identifier) {
  const Identifier asked{edition, identifier};
  auto bytes = co_await attempt(read_bytes(address, asked));
  if (!bytes.ok() && bytes.error().code == "meter_refused") co_return std::optional<Bytes>{};
  if (!bytes.ok()) co_return bytes.error();
  co_return std::optional<Bytes>{std::move(*bytes)};
}

Dialogue<std::vector<Heard>> read_items(Address address, std::vector<Question> questions) {
  std::vector<Heard> out;
  for (const auto question : questions) {
    std::optional<std::vector<Heard>> whole;
    if (question.block != 0) {
      const auto block = co_await read_if_any(address, question.block);
      if (block) whole = taken_apart(question, *block);
    }
    if (whole) {
      std::ranges::move(*whole, std::back_inserter(out));
      continue;
    }
    for (const auto identifier : question.items) {
      auto bytes = co_await read_if_any(address, identifier);
      out.push_back(bytes ? heard_one(identifier, std::move(*bytes)) : Heard{identifier});
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
      if (one.state == Heard::State::value) text += read_value(*find_item({edition, one.identifier}), one.bytes)->text;
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
  return number_in(*find_item({edition, heard.identifier}), heard.bytes);
}

}  // namespace kwota::dlt645
