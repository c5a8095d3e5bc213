#include "seal/handheld_store/store_file.h"

#include <algorithm>

#include "base/cause.h"
#include "base/core/crc32.h"
#include "base/ids_text.h"

namespace kwota::handheld {
namespace {

constexpr std::size_t head_size = 11, crc_size = 4;
constexpr std::size_t list_head = 3, card_size = 8, cards_max = 16;
constexpr std::string_view suffix = ".kwh";

/// Bytes of an entry that always has as many; 0: it differs, or there is no such kind.
std::size_t size_of(Kind kind) {
  switch (kind) {
    case Kind::usage:
    case Kind::hung:
    case Kind::hung_brought: return 48;
    case Kind::month: return 14;
    case Kind::parameter:
    case Kind::fault: return 24;
    case Kind::head: return 32;
    case Kind::directory: return 11;
    case Kind::hung_acknowledged:
    case Kind::hung_released:
    case Kind::settlement_set: return 4;
    case Kind::clock_set: return 13;
    case Kind::black_list_differs: return 2;
    case Kind::none:
    case Kind::black_list_delivered: break;
  }
  return 0;
}
constexpr std::size_t longest = list_head + card_size * cards_max;

/// Bytes of the entry that stands first in these, if it stands there whole and its CRC fits; 0: it does not.
std::size_t whole_entry(ByteView file) {
  if (file.size() < head_size + crc_size) return 0;
  const std::size_t body = head_size + get_be16(file.data());
  if (file.size() < body + crc_size || get_be32(file.data() + body) != crc32(file.first(body))) return 0;
  return body + crc_size;
}

/// A write that power cut: shorter than the longest entry and nothing whole in it, or room that the file system never filled.
bool is_torn(ByteView rest) {
  if (std::ranges::all_of(rest, [](std::uint8_t byte) { return byte == 0; })) return true;
  if (rest.size() > head_size + longest + crc_size) return false;
  for (std::size_t from = 1; from < rest.size(); ++from)
    if (whole_entry(rest.subspan(from)) != 0) return false;
  return true;
}

Error damaged(std::size_t at) {
  return error(Fault::refused, Cause::store_damaged,
               "This file of the handheld was changed or damaged at byte " + std::to_string(at) +
                   ". Nothing of it was taken in: read the meter again, it still has its records.",
               {{"at", std::to_string(at)}});
}

Error unknown(std::size_t at, int kind) {
  return error(Fault::refused, "store_entry_unknown",
               "The entry at byte " + std::to_string(at) + " is of kind " + std::to_string(kind) +
                   ", in a form that this program does not know: bring it to the version of the handheld.",
               {{"at", std::to_string(at)}, {"kind", std::to_string(kind)}});
}

}  // namespace

bool fits(Kind kind, std::size_t size) {
  if (kind == Kind::black_list_delivered) return size >= list_head && size <= longest && (size - list_head) % card_size == 0;
  return kind > Kind::none && static_cast<std::size_t>(kind) < kinds && size == size_of(kind);
}

Bytes encode(const Entry& entry) {
  Bytes out(head_size);
  put_be16(out.data(), static_cast<std::uint16_t>(entry.bytes.size()));
  out[2] = static_cast<std::uint8_t>(entry.kind);
  put_be64(out.data() + 3, static_cast<std::uint64_t>(entry.at.ms()));
  append(out, entry.bytes);
  append_be32(out, crc32(out));
  return out;
}

Result<Store> read_store(ByteView file) {
  Store store;
  while (store.whole < file.size()) {
    const ByteView rest = file.subspan(store.whole);
    const std::size_t size = whole_entry(rest);
    if (size == 0) {
      if (!is_torn(rest)) return damaged(store.whole);
      store.torn = to_bytes(rest);
      break;
    }
    const ByteView bytes = rest.subspan(head_size, size - head_size - crc_size);
    const auto kind = static_cast<Kind>(rest[2]);
    if (!fits(kind, bytes.size())) return unknown(store.whole, rest[2]);
    store.entries.push_back({kind, Instant::from_ms(static_cast<std::int64_t>(get_be64(rest.data() + 3))), to_bytes(bytes)});
    store.whole += size;
  }
  return store;
}

Counts count(const std::vector<Entry>& entries) {
  Counts counts{};
  for (const Entry& entry : entries) ++counts[static_cast<std::size_t>(entry.kind)];
  return counts;
}

std::string store_name(MeterNumber meter) { return to_text(meter) + std::string(suffix); }

std::optional<MeterNumber> meter_of_name(std::string_view name) {
  if (!name.ends_with(suffix)) return std::nullopt;
  const auto meter = parse_meter_number(name.substr(0, name.size() - suffix.size()));
  if (!meter.ok() || store_name(*meter) != name) return std::nullopt;
  return *meter;
}

}  // namespace kwota::handheld
