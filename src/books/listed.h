// How a kind of row is listed that says so itself: all its columns, sorted by any of them, as a small list is. Lists that grow with the years,
// show columns of other tables or hide some of their own are put together in store/lists/views.cpp.
//   static constexpr Listed list{"key-devices", "-issued", {"serial", "holder"}};
// And how people keep such rows by a form:
//   static constexpr Form by_form{"meters_write", "meters", {{{"meter"}, {"day"}, {"remark", Need::may}}}};
// Address, page, form, description of the API, files in and out follow from the two.   Begin with Listed.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

#include "books/right.h"

namespace kwota::books {

struct Listed {
  std::string_view name;  ///< "key-devices"; its address is "/key-devices"
  std::string_view sort;  ///< column; "-" in front: newest or largest first
  std::array<std::string_view, 4> searched{};  ///< columns in which the quick search looks
  Rights right{};  ///< who may see it; none: it has no address of its own
};

enum class Need : std::uint8_t {
  must,
  may,  ///< it may stay empty
};

/// What a person fills in of a row. The columns of the key are filled in once and never changed.
struct FormField {
  std::string_view column{};  ///< empty: no more
  Need need = Need::must;
  std::string_view start{};  ///< what a new row says there before anybody typed
  std::string_view means{};  ///< what a program that sends it must know beside its name and kind
};

/// What makes of a filled-in row a row of the books.
enum class Judge : std::uint8_t {
  form,      ///< what must be said is said, meters and customers that it names are there
  use_case,  ///< serve/office adds the register with a use-case of its own
};

struct Form {
  Right right;              ///< who may add rows and change them
  std::string_view menu{};  ///< group of the back office in which the list has its page; empty: it has a page made for it
  std::array<FormField, 12> fields{};
  Judge judge = Judge::form;
};

}  // namespace kwota::books
