#include "carry/dlt645/items.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/cause.h"

namespace kwota::dlt645 {
namespace {

bool names_an_item(std::uint8_t function) {
  return edition_of(function) == Edition::y1997 || function == function::security || function == function::read || function == function::read_on ||
         function == function::write || function == function::password;
}

}  // namespace

std::string_view name_of(Writing writing) {
  constexpr std::array<std::string_view, 4> names{"-", "password", "sealed", "handheld"};
  return names[static_cast<std::size_t>(writing)];
}

std::string Item::pattern() const {
  std::string text = Identifier{edition, value}.text();
  for (std::size_t i = 0; i < text.size(); ++i)
    if ((mask >> (4 * (text.size() - 1 - i)) & 0xF) == 0) text[i] = 'n';
  return text;
}

std::string Identifier::text() const { return fmt::format("{:0{}X}", value, 2 * bytes()); }

Bytes wire(Identifier identifier) {
  Bytes bytes;
  for (std::size_t i = 0; i < identifier.bytes(); ++i) bytes.push_back(static_cast<std::uint8_t>(identifier.value >> (8 * i)));
  return bytes;
}

std::optional<Identifier> identifier_of(const Frame& frame) {
  const auto function = frame.control.function();
  if (frame.control.error() || !names_an_item(function)) return std::nullopt;
  Identifier identifier{edition_of(function), 0};
  if (frame.data.size() < identifier.bytes()) return std::nullopt;
  for (std::size_t i = identifier.bytes(); i-- > 0;) identifier.value = identifier.value << 8 | frame.data[i];
  return identifier;
}

const Item* find_item(Identifier identifier) {
  const auto found = std::ranges::find_if(items(), [&](const Item& item) {
    return item.edition == identifier.edition && (identifier.value & item.mask) == item.value;
  });
  return found == items().end() ? nullptr : &*found;
}

Identifier first_of(const Item& item) {
  const auto free = ~item.mask & (item.edition == Edition::y1997 ? 0xFFFFU : ~0U);
  return {item.edition, item.value | (item.total ? 0U : free & 0x01010101U)};
}

bool is_block(Identifier identifier) {
  const auto low = identifier.value & 0xFF, next = identifier.value >> 8 & 0xFF;
  if (identifier.edition == Edition::y1997) return (identifier.value & 0xF) == 0xF;
  const auto* item = find_item(identifier);
  const bool named_so = item != nullptr && (item->value & item->mask & 0xFF00) == 0xFF00;
  return low == 0xFF || (next == 0xFF && !named_so);
}

namespace {

Error wrong_length(const Item& item, ByteView data) {
  return error(
      Fault::meter, Cause::wrong_item_length, "The meter's answer has another length than this value; it was not believed.",
      {{"item", std::string{item.name}}, {"bytes", std::to_string(data.size())}, {"expected", std::to_string(item.bytes)}});
}

}  // namespace

Result<Value> read_value(const Item& item, ByteView data) {
  auto value = read_value(item.shape(), data);
  return value ? Result<Value>(*std::move(value)) : wrong_length(item, data);
}

Result<Bytes> write_value(const Item& item, std::string_view text) {
  auto bytes = write_value(item.shape(), text);
  if (bytes) return *std::move(bytes);
  return error(Fault::request, "value_does_not_fit",
               "This value does not fit the item; nothing was sent. Give it as reading shows it: a number with the item's decimals, "
               "2026-11-20, 14:05:09, 2026-11-20 14:05.",
               {{"item", std::string{item.name}}, {"value", std::string{text.substr(0, 64)}}}).trying(Again::never);
}

// ---- blocks and records

namespace {

/// Where a block counts: in DI1, or in DI0 (1997: in its last digit).
struct Places {
  std::uint32_t mask = 0xFF;
  unsigned shift = 0;
  std::uint32_t last = 0x3F;
};
std::optional<Places> places_of(Identifier block) {
  if (block.edition == Edition::y1997) return Places{0xF, 0, 0xE};
  const bool low = (block.value & 0xFF) == 0xFF, next = (block.value >> 8 & 0xFF) == 0xFF;
  if (low && next && find_item(block) == nullptr) return std::nullopt;
  return low ? Places{} : Places{0xFF00, 8};
}

/// The value at one place of a block; null: nothing is there.
const Item* item_at(Identifier at, std::uint32_t place) {
  const auto* item = find_item(at);
  if (item == nullptr || place != 0 || item->total) return item;
  // How many records there are is none of them; the 1997 edition gives its total a row of its own.
  const bool own_row = at.edition == Edition::y1997 && item->mask == 0xFFFF;
  return own_row ? item : nullptr;
}

ReportedValue unknown(Identifier identifier, ByteView data) { return {identifier, {}, Value{Raw{to_bytes(data)}}}; }

/// The 1997 edition ends a block with AA.
ByteView without_block_mark(Identifier block, ByteView data) {
  const bool marked = block.edition == Edition::y1997 && !data.empty() && data.back() == 0xAA;
  return data.first(data.size() - (marked ? 1 : 0));
}

std::vector<ReportedValue> read_record(Identifier identifier, const Item& item, ByteView data) {
  std::vector<ReportedValue> reported;
  for (auto parts = item.parts; !data.empty(); parts = item.parts.subspan(item.again_from))
    for (const auto& part : parts) {
      const auto bytes = data.first(std::min<std::size_t>(part.shape.bytes, data.size()));
      auto value = read_value(part.shape, bytes);
      reported.push_back(value ? ReportedValue{identifier, part.name, *std::move(value)} : unknown(identifier, bytes));
      data = data.subspan(bytes.size());
    }
  return reported;
}

/// A place of a block that has the bytes of its item: a value, or a record's parts.
std::vector<ReportedValue> read_place(Identifier at, const Item& item, ByteView data) {
  if (!item.parts.empty() && !item.listed) return read_record(at, item, data);
  auto value = read_value(item.shape(), data);
  return value ? std::vector<ReportedValue>{{at, item.name, *std::move(value)}} : std::vector<ReportedValue>{unknown(at, data)};
}

Result<std::vector<ReportedValue>> read_block(Identifier block, ByteView data) {
  const auto places = places_of(block);
  std::vector<ReportedValue> reported;
  auto rest = without_block_mark(block, data);
  for (std::uint32_t place = 0; places && place <= places->last && !rest.empty(); ++place) {
    const Identifier at{block.edition, (block.value & ~places->mask) | place << places->shift};
    const auto* item = item_at(at, place);
    if (item == nullptr && reported.empty()) continue;  // places begin with 1, or with the first that the table has
    if (item == nullptr || rest.size() < item->bytes) break;
    std::ranges::move(read_place(at, *item, rest.first(item->bytes)), std::back_inserter(reported));
    rest = rest.subspan(item->bytes);
  }
  if (reported.empty())
    return error(Fault::request, "unknown_item", "The table of items has nothing under this name.", {{"item", block.text()}}).trying(Again::never);
  if (!rest.empty()) reported.push_back(unknown(block, rest));
  return reported;
}

/// A count, and so many records: a list that ends before what it says, or behind it, is not believed.
Result<std::vector<ReportedValue>> read_list(Identifier identifier, const Item& item, ByteView data) {
  if (data.empty() || data.size() != 1 + std::size_t{data[0]} * item.bytes) return wrong_length(item, data);
  std::vector<ReportedValue> reported{{identifier, "records", Value{Count{data[0]}}}};
  std::ranges::move(read_record(identifier, item, data.subspan(1)), std::back_inserter(reported));
  return reported;
}

/// The total and its rates.
Result<std::vector<ReportedValue>> read_rates(Identifier identifier, const Item& item, ByteView data) {
  std::vector<ReportedValue> reported;
  for (; !data.empty(); data = data.subspan(item.bytes)) {
    TRY(value, read_value(item, data.first(item.bytes)));
    reported.push_back({identifier, item.name, std::move(value)});
  }
  return reported;
}

}  // namespace

namespace {

/// What its parts fill: once, or where some come again so often as there is room.
bool fits_record(const Item& item, ByteView data) {
  if (item.parts.empty() || data.size() < item.bytes) return false;
  std::size_t again = 0;
  for (const auto& part : item.parts.subspan(item.again_from)) again += part.shape.bytes;
  return item.again_from == 0 ? data.size() == item.bytes : (data.size() - item.bytes) % again == 0;
}

}  // namespace

Result<std::vector<ReportedValue>> read_values(Identifier identifier, ByteView data) {
  if (is_block(identifier)) return read_block(identifier, data);
  const auto* item = find_item(identifier);
  if (item == nullptr)
    return error(Fault::request, "unknown_item", "The table of items has nothing under this name.", {{"item", identifier.text()}}).trying(Again::never);
  if (item->listed) return read_list(identifier, *item, data);
  if (fits_record(*item, data)) return read_record(identifier, *item, data);
  if (item->rates && !data.empty() && data.size() % item->bytes == 0) return read_rates(identifier, *item, data);
  TRY(value, read_value(*item, data));
  std::vector<ReportedValue> reported;
  reported.push_back({identifier, item->name, std::move(value)});
  return reported;
}

std::string text_of(std::span<const ReportedValue> reported) {
  std::string text;
  for (const auto& one : reported) {
    if (!text.empty()) text += ", ";
    if (reported.size() > 1) text += (one.name.empty() ? std::string{"?"} : std::string{one.name}) + " ";
    text += one.value.available() ? one.value.text_with_unit() : "-";
  }
  return text;
}

}  // namespace kwota::dlt645
