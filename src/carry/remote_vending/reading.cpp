#include "carry/remote_vending/reading.h"

#include <algorithm>

#include "carry/remote_vending/refusal.h"
#include "carry/remote_vending/remote_vending.h"

namespace kwota::dlt645 {
namespace {

using dialogue::attempt;

ItemAnswer absent(Identifier item) { return {.identifier = item.value, .edition = item.edition}; }

ItemAnswer received_one(Identifier item, Bytes bytes) {
  auto received = absent(item);
  const auto value = read_value(*find_item(item), bytes);
  // A value of another length is none of ours: the meter means something else by this identifier.
  if (!value.ok()) return received;
  received.state = value->available() ? ItemAnswer::State::value : ItemAnswer::State::not_available;
  if (value->available()) received.bytes = std::move(bytes);
  return received;
}

/// The items of a block, as far as it reaches; what it has not reached is absent. Nothing: it ends within a value.
std::optional<std::vector<ItemAnswer>> taken_apart(const Question& question, ByteView block) {
  std::vector<ItemAnswer> out;
  for (const auto identifier : question.items) {
    const Identifier item{question.edition, identifier};
    const auto size = find_item(item)->bytes;
    if (block.empty()) {
      out.push_back(absent(item));
      continue;
    }
    if (block.size() < size) return std::nullopt;
    out.push_back(received_one(item, to_bytes(block.first(size))));
    block = block.subspan(size);
  }
  return out;
}

Dialogue<std::optional<Bytes>> if_any(Address address, Identifier item) {
  auto bytes = co_await attempt(read_bytes(address, item));
  if (!bytes.ok() && is_refusal_of_item(bytes.error())) co_return std::optional<Bytes>{};
  if (!bytes.ok()) co_return bytes.error();
  co_return std::optional<Bytes>{std::move(*bytes)};
}

}  // namespace

Dialogue<std::optional<Bytes>> read_if_any(Address address, std::uint32_t identifier) {
  const Identifier item{Edition::y2007, identifier};
  co_return co_await if_any(address, item);
}

Dialogue<std::vector<ItemAnswer>> read_items(Address address, std::vector<Question> questions) {
  std::vector<ItemAnswer> out;
  for (const auto question : questions) {
    std::optional<std::vector<ItemAnswer>> whole;
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
      out.push_back(bytes ? received_one(item, std::move(*bytes)) : absent(item));
    }
  }
  co_return out;
}

namespace {

/// A moment in one value, or a day and a time of day.
std::optional<LocalTime> clock_in(std::span<const ItemAnswer> received) {
  std::optional<LocalDate> day;
  std::optional<TimeOfDay> time;
  for (const auto& one : received) {
    if (one.state != ItemAnswer::State::value) return std::nullopt;
    const auto value = read_value(*find_item(one.item()), one.bytes);
    if (const auto* moment = value->if_a<Moment>()) return moment->at;
    if (const auto* date = value->if_a<Day>()) day = date->date;
    if (const auto* of_day = value->if_a<TimeOfDay>()) time = *of_day;
  }
  if (!day || !time) return std::nullopt;
  return LocalTime{*day, time->hour, time->minute, time->second.value_or(0)};
}

}  // namespace

Dialogue<std::optional<LocalTime>> read_clock(Address address, std::vector<Question> ways) {
  for (const auto& way : ways) {
    const std::vector<Question> one_way(1, way);
    const auto received = co_await read_items(address, one_way);
    const auto clock = clock_in(received);
    if (clock) co_return clock;
  }
  co_return std::optional<LocalTime>{};
}

std::optional<std::int64_t> number_of(const ItemAnswer& received) {
  if (received.state != ItemAnswer::State::value) return std::nullopt;
  return number_in(*find_item(received.item()), received.bytes);
}

}  // namespace kwota::dlt645
