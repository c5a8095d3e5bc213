// What people keep for themselves and for one another: views of tables and queries under a name, and how each likes his tables.
// Registers: SavedQuery, UserChoice.   Begin with SavedQuery.
#pragma once
#include <array>
#include <optional>
#include <string>

#include "base/time.h"
#include "base/words.h"
#include "books/table.h"

namespace kwota::books {

enum class SavedKind : std::uint8_t {
  view,   ///< a table as it was looked at: search, filters, sort, columns
  query,  ///< of the query builder (store/queries/document.h)
};
constexpr auto words_of(SavedKind) { return std::array<std::string_view, 2>{"view", "query"}; }

enum class SavedStatus : std::uint8_t {
  kept,
  removed,  ///< nobody sees it any more
};
constexpr auto words_of(SavedStatus) { return std::array<std::string_view, 2>{"kept", "removed"}; }

/// Looked at by his owner, and by whoever has one of the roles that it is shared with – each with his own rights and his own station.
struct SavedQuery {
  static constexpr auto table = "saved_query";
  static constexpr int key_columns = 1;
  std::int64_t number = 0;
  SavedKind kind = SavedKind::view;
  std::string subject;   ///< the list that it is about: "sales"
  std::string name;
  std::string document;  ///< JSON, checked before it is kept
  std::string owner;     ///< name of the operator
  std::string roles;     ///< with , between; empty: his alone
  bool pinned = false;   ///< stands in the menu, and first above its table
  Instant changed;
  SavedStatus state = SavedStatus::kept;
  template <class V> static void columns(V&& v) {
    v("number", &SavedQuery::number); v("kind", &SavedQuery::kind); v("subject", &SavedQuery::subject); v("name", &SavedQuery::name);
    v("document", &SavedQuery::document); v("owner", &SavedQuery::owner); v("roles", &SavedQuery::roles); v("pinned", &SavedQuery::pinned);
    v("changed", &SavedQuery::changed); v("state", &SavedQuery::state);
  }
  static constexpr IndexOf<SavedQuery> of_owner{"saved_query_owner", {"owner"}};
  template <class V> static void indexes(V&& v) { v(of_owner); }
};

/// How one person likes something: which columns of a table, how dense, how many rows a page. It follows him to every workstation.
struct UserChoice {
  static constexpr auto table = "user_choice";
  static constexpr int key_columns = 2;
  static constexpr std::array<std::string_view, 1> people{"operator"};
  std::string operator_name;
  std::string name;   ///< "columns.sales"
  std::string value;  ///< JSON, whatever the page means by it
  template <class V> static void columns(V&& v) {
    v("operator", &UserChoice::operator_name); v("name", &UserChoice::name); v("value", &UserChoice::value);
  }
};

}  // namespace kwota::books
