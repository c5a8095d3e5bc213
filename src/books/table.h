// A kind of row as engines see it: its table, columns, key and indexes, and how a row's values come out of it and go into it. Made from
// what the row declares about itself, once (books/tables.cpp).
// An index is declared beside the columns, is named by whoever asks by it, and gives its rows in its own order:
//   static constexpr IndexOf<Card> of_account{"card_account", {"account", "issue_number"}};
//   template <class V> static void indexes(V&& v) { v(of_account); }
// So is what tells of a person (Personal):
//   static constexpr std::array<std::string_view, 2> personal{"name", "phone"};
//   static constexpr std::array<std::string_view, 1> masked{"phone"};
// And what says the code of a place: a village, a transformer area, a building; people are shown what it is called:
//   static constexpr std::array<std::string_view, 2> places{"village", "area"};
// What says by which name somebody signs in – people are shown what he is called –, and what says a day of somebody's own calendar as text:
//   static constexpr std::array<std::string_view, 2> people{"asked_by", "approved_by"};
//   static constexpr std::array<std::string_view, 1> days{"business_day"};
// Begin with Table.
#pragma once
#include <array>
#include <bitset>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "books/parts/values.h"

namespace kwota::books {

/// Columns of one kind of row, by their places.
using ColumnSet = std::bitset<64>;

enum class ColumnType : std::uint8_t { integer, text, digits, hex, legs };

/// What a column tells of a person: names, addresses, telephones, and what somebody wrote down about him. Whoever may not take such data away sees them
/// on his screens and finds them in no file of his.
enum class Personal : std::uint8_t {
  no,
  yes,
  masked,  ///< on screens, too, he sees only so much that he can ask for the rest
};

/// As the row says it.
template <class Row>
constexpr Personal personal_in(std::string_view column) {
  const auto among = [&](const auto& names) {
    for (const std::string_view name : names)
      if (name == column) return true;
    return false;
  };
  if constexpr (requires { Row::masked; })
    if (among(Row::masked)) return Personal::masked;
  if constexpr (requires { Row::personal; })
    if (among(Row::personal)) return Personal::yes;
  return Personal::no;
}

/// Whether the column says the code of a place.
template <class Row>
constexpr bool says_place(std::string_view column) {
  if constexpr (requires { Row::places; })
    for (const std::string_view name : Row::places)
      if (name == column) return true;
  return false;
}
/// Whether it says who: the name by which somebody signs in.
template <class Row>
constexpr bool says_person(std::string_view column) {
  if constexpr (requires { Row::people; })
    for (const std::string_view name : Row::people)
      if (name == column) return true;
  return false;
}
/// Whether its text is a day.
template <class Row>
constexpr bool says_day(std::string_view column) {
  if constexpr (requires { Row::days; })
    for (const std::string_view name : Row::days)
      if (name == column) return true;
  return false;
}

struct ColumnInfo {
  std::string_view name;
  ColumnType type = ColumnType::text;
  bool may_be_nothing = false;
  bool follows = false;    ///< it follows from chained rows, which tell of it
  bool kept_once = false;  ///< many rows say the same at length: an engine may keep the text once (`static constexpr std::array kept_once{"names"}` in the row)
  bool of_one_shape = false;  ///< many rows say the same at length but for the numbers in it: an engine may keep what is the same once (likewise)
  Personal personal = Personal::no;
};

/// Which rows stand in an index at all.
struct Only {
  enum class When : std::uint8_t {
    always,
    nothing,  ///< the column says nothing
    filled,   ///< the column's text is not empty
    is,       ///< the column's text is `word`
  };
  When when = When::always;
  std::string_view column{}, word{};
};

struct Index {
  std::string_view name;
  std::array<std::string_view, 5> columns{};  ///< empty: no more; behind them stands the key, of chained rows their place in the books
  Only only{};
  bool unique = false;
};

/// A text that others of the row's columns say already: an engine need not keep it. One part is either text or, with "=" in front, a column.
///   static constexpr Composed composed{"chain", {"meter/", "=meter"}};
struct Composed {
  std::string_view column{};
  std::array<std::string_view, 4> parts{};  ///< empty: no more
};

/// The index of one kind of row.
template <class Row>
struct IndexOf : Index {};

struct Table {
  std::string_view name;
  int key_columns = 1;   ///< the first so many columns
  bool chained = false;  ///< appended for ever, else a register
  bool kept = false;     ///< sums of what the chains say (kinds.h: Kept)
  bool keyed = true;     ///< false: chained rows that nobody looks for by their key
  bool held = false;     ///< every sale or its quote asks for it, and it seldom changes: writer and readers keep what they were answered
  bool audited = false;  ///< chained rows that are what somebody did: each has an audit entry beside it
  /// Of a register: some columns follow from chained rows (`static constexpr std::array follows{"sold", …}` in the row). A change of these alone
  /// has no audit entry: the first row that the same decision appends tells of it (store/draft/telling.h).
  bool follows = false;
  bool follows_whole = false;  ///< all columns behind the key do
  Composed composed;           ///< `column` empty: none
  std::vector<ColumnInfo> columns;
  std::vector<const Index*> indexes;
  std::vector<Value> blank;  ///< what the columns of a new row say before anybody said anything; of legs nothing
  /// Gives the first `columns` values of a row of this kind.
  void (*give)(const void* row, ValueSink& to, int columns) = nullptr;
  /// Fills a row of this kind, but for legs.
  void (*take)(void* row, const ValueSource& from) = nullptr;
  void (*take_columns)(void* row, const ValueSource& from, const ColumnSet& columns) = nullptr;  ///< only these
  std::string (*composed_text)(const void* row) = nullptr;  ///< what the composed column has to say of a row of this kind
  // A row of this kind on its own: one that says nothing yet, one that takes over what another said, one that says the same; and its end.
  void* (*fresh)() = nullptr;
  void* (*moved)(void* row) = nullptr;
  void* (*copied)(const void* row) = nullptr;
  void (*gone)(void* row) = nullptr;

  int column_named(std::string_view column) const;  ///< its place; -1: none
};

/// Of all kinds, in the order of books/kinds.h: registers, then what is chained, then what is kept of it.
std::span<const Table* const> all_tables();

/// A row whose kind only its table knows.
struct RowRef {
  const Table* table = nullptr;
  const void* row = nullptr;
};
/// Keeps all values that it is given; of legs nothing.
class ValuesKeeper final : public ValueSink {
 public:
  void null() override { values.emplace_back(); }
  void integer(std::int64_t value) override { values.emplace_back(value); }
  void text(std::string_view value) override { values.emplace_back(std::string(value)); }
  void text_copy(std::string_view value) override { text(value); }
  void legs(const std::vector<Leg>&) override { values.emplace_back(); }
  std::vector<Value> values;
};

/// What is asked of one table. Rows come in the order of the index – without one, of the key – behind `equal`.
struct Query {
  const Table* table = nullptr;
  const Index* index = nullptr;      ///< null: the key
  std::vector<Value> equal;          ///< the first columns of the order
  std::optional<Value> from, up_to;  ///< bounds of the column behind them, both included
  bool newest = false;               ///< from the end
  std::size_t limit = 0;             ///< 0: all
  ColumnSet columns{};               ///< an engine need give no others; none: all
};

}  // namespace kwota::books
