// What many rows say is kept once: texts at length (books::ColumnInfo::kept_once), what is the same in texts but for their numbers (store/draft/shape.h), and
// the names of the ledger's accounts. A row holds the number; its hash is over the text itself, so that whoever changes the text changes every row that says it.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "store/sqlite/connection.h"

namespace kwota::store {

/// Numbers that a writer was told; they are good as long as nothing was rolled back.
struct HashOfText : std::hash<std::string_view> {
  using is_transparent = void;
};
using KnownNumbers = std::unordered_map<std::string, std::int64_t, HashOfText, std::equal_to<>>;
struct Kept {
  KnownNumbers texts, shapes, ledger_accounts;
};

/// Of a text in `kept_text`, which gets it when it is not there yet.
Result<std::int64_t> number_of_text(Connection& connection, KnownNumbers& known, std::string_view text);
/// By which a text is found: the first eight bytes of its SHA-256.
std::int64_t mark_of(std::string_view text);
/// Of an account of the ledger in `ledger_account`, likewise.
Result<std::int64_t> number_of_account(Connection& connection, KnownNumbers& known, std::string_view name);
/// Binds what stands in the row of a text of one shape (store/draft/shape.h): the number of the shape and the text's own numbers, as BLOB; a short text as it is.
/// It must live until the last step. A shape that is not known yet gets its number in `shape`.
Result<void> bind_in_shape(Connection& connection, KnownNumbers& known, Cursor& cursor, std::string_view text);
/// SQL: such a column as text; NULL when it is none of its shape.
std::string in_full_sql(std::string_view column);
/// SQL: the number of its shape; NULL: it is kept as it is.
std::string shape_sql(std::string_view column);
/// Teaches a database the functions that these two use.
void teach_shapes(sqlite3* database);

/// What numbers in rows stand for, for whoever walks over all rows and meets the same few again and again. Holds a bounded number of them.
class KeptByNumber {
 public:
  explicit KeptByNumber(Connection& connection) : connection_(connection) {}

  /// Null: nothing has this number, or it could not be read, as failure() says then. Good until the next question.
  const std::string* text(std::int64_t number) { return find(texts_, number, "SELECT text FROM kept_text WHERE number=?"); }
  const std::string* ledger_account(std::int64_t number) { return find(ledger_accounts_, number, "SELECT name FROM ledger_account WHERE number=?"); }
  /// Of what bind_in_shape() bound as BLOB: the text, and the number of its shape. Neither: these are no numbers of a shape.
  struct InFull {
    std::optional<std::int64_t> shape{};
    std::optional<std::string> text{};
  };
  InFull in_full(ByteView bytes);
  const std::optional<Error>& failure() const { return failure_; }

 private:
  using ByNumber = std::unordered_map<std::int64_t, std::string>;
  const std::string* find(ByNumber& known, std::int64_t number, std::string_view sql);

  Connection& connection_;
  ByNumber texts_, shapes_, ledger_accounts_;
  std::optional<Error> failure_;
};

/// Takes away what no row says any more.
Result<void> forget_unsaid(Connection& connection);

}  // namespace kwota::store
