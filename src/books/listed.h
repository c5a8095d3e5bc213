// How a kind of row is listed that says so itself: all its columns, sorted by any of them, as a small list is. Lists that grow with the years,
// show columns of other tables or hide some of their own are put together in store/lists/views.cpp.
//   static constexpr Listed list{"key-devices", "-issued", {"serial", "holder"}};
#pragma once
#include <array>
#include <string_view>

namespace kwota::books {

struct Listed {
  std::string_view name;  ///< "key-devices"
  std::string_view sort;  ///< column; "-" in front: newest or largest first
  std::array<std::string_view, 4> searched{};  ///< columns in which the quick search looks
};

}  // namespace kwota::books
