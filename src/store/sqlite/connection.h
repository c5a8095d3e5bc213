// A thin layer on sqlite3: a connection with its prepared statements, and cursors that reset themselves.
// Guarantees: write-ahead log, synchronous=FULL (a commit is on the disk before it is acknowledged), foreign content is
// bound, never pasted into SQL. Every failure is an Error: `disk_full`, `books_busy`, `books_damaged`, `books_conflict`
// (a key that exists), `took_too_long` (broken off), `books_unavailable` (everything else that the disk or the file did).
// Never: throws, retries a write, knows a row of the books. Begin with Connection::open, then prepare().
#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/bytes.h"
#include "base/result.h"
#include "books/parts/values.h"
#include "store/draft/moment.h"

struct sqlite3;
struct sqlite3_stmt;

namespace kwota::store {

class Archives;

/// How long a reader or a second program may hold a lock before we give up, in milliseconds. [K]
inline constexpr int busy_ms_max = 5000;

/// A prepared statement in use. Bind, step, read; going out of scope resets it for the next user.
class Cursor final : public books::ValueSink, public books::ValueSource {
  friend class Connection;

 public:
  Cursor(sqlite3* database, sqlite3_stmt* statement) : database_(database), statement_(statement) {}
  Cursor(Cursor&& other) noexcept : database_(other.database_), statement_(other.statement_), next_(other.next_) {
    other.statement_ = nullptr;
  }
  Cursor(const Cursor&) = delete;
  Cursor& operator=(const Cursor&) = delete;
  Cursor& operator=(Cursor&&) = delete;
  ~Cursor() override;

  // Parameters, in order. `text` and `blob` must live until the last step; `text_copy` need not.
  void null() override;
  void integer(std::int64_t value) override;
  void text(std::string_view value) override;
  void text_copy(std::string_view value) override;
  void digits(std::uint64_t value) override { integer(static_cast<std::int64_t>(value)); }
  void hex(std::string_view value) override;  ///< as bytes
  void blob(ByteView value);
  void blob_copy(ByteView value);  ///< of some bytes at least

  /// True: there is a row to read. False: done.
  Result<bool> step();
  /// For statements without rows.
  Result<void> run();

  bool is_null(int column) const override;
  bool is_integer(int column) const;
  bool is_text(int column) const;
  bool is_blob(int column) const;
  std::int64_t get_integer(int column) const override;
  std::string_view get_text(int column) const override;  ///< until the next step
  std::string get_hex(int column) const override;
  ByteView get_blob(int column) const;          ///< until the next step
  int columns() const;
  std::string_view column_name(int column) const;

 private:
  sqlite3* database_;
  sqlite3_stmt* statement_;  ///< null when the SQL could not be prepared: step() tells why
  int next_ = 1;             ///< next parameter to bind
};

class Connection final : public Moment {
 public:
  /// Opens the file (creates it in mode `write`). Memory: `path` is not looked at.
  static Result<std::unique_ptr<Connection>> open(const std::string& path, Mode mode);
  ~Connection() override;
  std::unique_ptr<RowReader> rows() override;

  /// A cursor on the cached statement of this text. One cursor a text at a time.
  Cursor prepare(std::string_view sql);
  /// The same for whoever keeps, beside the text, what he was given last.
  struct Given {
    std::uint64_t by = 0;  ///< number_ of a connection; none has 0
    sqlite3_stmt* statement = nullptr;
  };
  Cursor prepare(std::string_view sql, Given& last);
  /// One or more statements without parameters and results: migrations, pragmas.
  Result<void> run(const std::string& sql);
  /// A single number, e.g. of a pragma.
  Result<std::int64_t> number(std::string_view sql);

  /// Of the books that it reads: years whose slips lie in files of their own.
  Archives& archives();

  /// Its file; empty in memory.
  std::filesystem::path file() const;
  /// In bytes: all of the file, and what of it waits to be filled again.
  Result<std::int64_t> size();
  Result<std::int64_t> free_size();
  /// So much of the file, in place of what each connection keeps.
  Result<void> keep_in_memory(std::int64_t bytes);
  /// A lone file from now on, without a write-ahead log beside it.
  Result<void> become_one_file();
  /// All of the log goes into the file, and the log is empty; while somebody reads in it, it stays.
  Result<void> empty_log();
  /// Every page of it as it is at one moment, over what `to` holds.
  Result<void> copy_to(Connection& to);
  /// A new file with the same rows, without holes.
  Result<void> copy_to_new(const std::string& file);

  bool in_transaction() const;
  /// Whether nobody can write by it.
  bool only_reads() const;
  std::int64_t last_number() const;  ///< that SQLite gave to the row that was inserted last
  std::size_t statements() const { return statements_.size(); }  ///< prepared and kept
  sqlite3* handle() const { return database_; }

 private:
  explicit Connection(sqlite3* database);
  void break_off_when(std::function<bool()> stop) override;
  static int ask(void* self);

  sqlite3* database_;
  std::uint64_t number_;  ///< of all connections of this process
  std::unordered_map<std::string, sqlite3_stmt*> statements_;
  std::unordered_map<std::string_view, sqlite3_stmt*> by_text_;  ///< views into the keys of statements_
  /// What was asked last from this address: most texts stand where they always stood, and comparing one is much less than hashing it.
  struct Place {
    std::string_view text{};
    sqlite3_stmt* statement = nullptr;
  };
  std::array<Place, 512> places_{};
  std::unique_ptr<Archives> archives_;
  std::function<bool()> stop_;  ///< empty: nothing is broken off
};

/// The engine's own side of what others hold as a moment.
inline Connection& sqlite_of(Moment& moment) { return static_cast<Connection&>(moment); }

/// A hash or a signature out of a column; what has another length is none and leaves `to` as it is.
template <class Digits>
void copy_digits(Digits& to, ByteView from) {
  if (from.size() == to.size()) std::copy(from.begin(), from.end(), to.begin());
}

/// What sqlite3's result code means for the shop.
Error sqlite_error(int code, const char* message);
/// `books_damaged`: what was read is not what was written.
Error damaged(const std::string& reason);

}  // namespace kwota::store
