// How a kind of row is listed that says so itself: all its columns but the technical ones, sorted by any of them, as a small list is. Lists that hide some of their columns or
// sum them up are put together in store/lists/views.cpp, where columns of other tables stand, too.
//   static constexpr Listed list{"key-devices", "-issued", {"serial", "holder"}};
// And how people keep such rows by a form, and what they do to them besides:
//   static constexpr Form by_form{"meters_write", {{{"meter"}, {"day"}, {"remark", Need::may}}}};
//   static constexpr std::array actions{Action{.name = "move-out", .right = "occupants_write", .fields = {{{"last_day", ActionField::What::day}}}}};
// Address, page, drawer, form, description of the API, files in and out follow from them.   Begin with Listed.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "books/parts/right.h"

namespace kwota::books {

/// Rows of another list whose column `by` names a row of this one: the drawer shows them.
struct Related {
  std::string_view list{}, by{};
};

struct Listed {
  std::string_view name;  ///< "key-devices"; its address is "/key-devices"
  std::string_view sort;  ///< column; "-" in front: newest or largest first
  std::array<std::string_view, 6> searched{};  ///< columns in which the quick search looks
  Rights right{};  ///< who may see it; none: it has no address of its own
  std::string_view menu{};  ///< group of the back office in which it has its page; empty: none, or one that is made for it
  std::array<std::string_view, 12> shown{};  ///< columns that its page begins with, in this order; the others are chosen there; none: all
  std::string_view divided{};  ///< column of words: the page has a tab for each
  std::array<Related, 2> related{};
  std::array<std::string_view, 6> technical{};  ///< columns for programs alone – counters of ours, hashes, what only names a row –: never on a page or in a file that takes all; whoever asks for them by name has them
};

enum class Need : std::uint8_t {
  must,
  may,      ///< it may stay empty
  unasked,  ///< a program may say it; the form of the page does not ask for it
};

/// What a person fills in of a row. The columns of the key are filled in once and never changed.
struct FormField {
  std::string_view column{};  ///< empty: no more
  Need need = Need::must;
  std::string_view start{};  ///< what a new row says there before anybody typed
  std::string_view means{};  ///< what a program that sends it must know beside its name and kind
  std::string_view source{};  ///< register or code table in which it is looked up (web/src/form/registers.ts), where that is not named like the column
  bool is_free = false;       ///< what stands in the source is offered beside what somebody types himself
  std::span<const std::string_view> words{};  ///< all that may be chosen, of a text, or where that is not every word of the column

  constexpr FormField of(std::string_view which) const {
    auto field = *this;
    field.source = which;
    return field;
  }
  constexpr FormField offered(std::string_view which) const {
    auto field = of(which);
    field.is_free = true;
    return field;
  }
  constexpr FormField among(std::span<const std::string_view> all) const {
    auto field = *this;
    field.words = all;
    return field;
  }
};

/// What makes of a filled-in row a row of the books.
enum class Judge : std::uint8_t {
  form,      ///< what must be said is said, meters and customers that it names are there
  use_case,  ///< serve/office adds the register with a use-case of its own
};

struct Form {
  Right right;  ///< who may add rows and change them
  std::array<FormField, 12> fields{};
  Judge judge = Judge::form;
  bool by_two = false;  ///< of some of its rows two people agree to a change: the request says the number of their agreement
};

struct ActionField {
  enum class What : std::uint8_t { text, day, reason };
  std::string_view name{};
  What what = What::text;
  Need need = Need::may;
};

/// What people do to a row besides changing what its form holds: POST /<list>/<key…>/<name>, a route of its own. Its words are
/// `action.<list>.<name>` and, beneath it, `action.<list>.<name>.how`.
struct Action {
  std::string_view name;
  Right right;
  std::array<ActionField, 3> fields{};
  std::string_view column{};               ///< it is offered while this column
  std::array<std::string_view, 3> says{};  ///< says one of these; none: nothing
};

}  // namespace kwota::books
