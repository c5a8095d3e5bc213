// The structures of the header as callers know them: smaller or larger than ours, and then filled as far as whole members fit.
// Begin with give() and text_to().
#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>

#include "base/core/bytes.h"
#include "kwota_reader.h"

namespace kwota::reader {

/// Where each member ends, in the order of the structure.
template <class Structure>
std::span<const std::uint16_t> ends_of();
template <>
std::span<const std::uint16_t> ends_of<kw_trade>();
template <>
std::span<const std::uint16_t> ends_of<kw_status>();
template <>
std::span<const std::uint16_t> ends_of<kw_record>();
template <>
std::span<const std::uint16_t> ends_of<kw_lockproof>();
template <>
std::span<const std::uint16_t> ends_of<kw_cardinfo>();

/// What of `wanted` bytes holds whole members.
inline std::uint32_t fitting(std::span<const std::uint16_t> ends, std::uint32_t wanted) {
  std::uint32_t fits = 0;
  for (const auto end : ends)
    if (end <= wanted) fits = end;
  return fits;
}

/// False: the caller said no size, so nothing may be written there.
template <class Structure>
bool has_room(const Structure* out) {
  return out != nullptr && out->cb >= sizeof out->cb;
}

template <class Structure>
void give(Structure* out, Structure full) {
  if (!has_room(out)) return;
  full.cb = fitting(ends_of<Structure>(), out->cb);
  std::memcpy(static_cast<void*>(out), &full, full.cb);
}

/// Zero-terminated, cut between two characters of UTF-8.
template <std::size_t room>
void text_to(char (&to)[room], std::string_view text) {
  std::size_t size = std::min(text.size(), room - 1);
  while (size < text.size() && size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  std::memcpy(to, text.data(), size);
  std::memset(to + size, 0, room - size);
}

}  // namespace kwota::reader
