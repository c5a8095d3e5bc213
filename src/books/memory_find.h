// The row of a key, for the two files that the books in memory are written in.
#pragma once
#include <optional>

namespace kwota::books {

template <class Map, class Key>
auto find(const Map& map, const Key& key) -> std::optional<typename Map::mapped_type> {
  const auto at = map.find(key);
  if (at == map.end()) return std::nullopt;
  return at->second;
}

}  // namespace kwota::books
