#include "store/sqlite/connection.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <atomic>

#include "base/cause.h"
#include "store/draft/canonical.h"
#include "store/held/held_memory.h"
#include "store/sqlite/archives.h"
#include "store/sqlite/reader.h"
#include "store/sqlite/kept.h"

namespace kwota::store {
namespace {

/// SQLite counts its memory under one lock for the whole process, where the writer and all readers meet at every allocation, and nobody reads that
/// count; and it asks the heap for each small piece (sqlite3_config(3): before the first connection, once).
void be_sparing_with_memory() {
  static const int answer = [] {
    static sqlite3_mem_methods held{take_memory, give_back_memory, take_larger_memory, room_in_memory, room_for, [](void*) { return SQLITE_OK; }, [](void*) {}, nullptr};
    sqlite3_config(SQLITE_CONFIG_MALLOC, &held);
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  }();
  static_cast<void>(answer);
}

}  // namespace

Error sqlite_error(int code, const char* message) {
  const std::string reason = message != nullptr ? message : sqlite3_errstr(code);
  switch (code & 0xFF) {
    case SQLITE_FULL:
      return error(Fault::ours, Cause::disk_full,
                   "The disk of the books is full. Nothing was booked. Make room on the disk and try again.");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return error(Fault::ours, "books_busy", "Another program holds the books. Nothing was booked. Close it and try again.");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return error(
          Fault::ours, "books_damaged",
          fmt::format("The file of the books is damaged ({}). Nothing was booked. Stop selling and restore the newest backup.",
                      reason),
          {{"reason", reason}});
    case SQLITE_INTERRUPT:
      return error(Fault::ours, Cause::took_too_long,
                   "This would take too long and was broken off. Nothing was changed. Take fewer filters or a shorter period, or take the list away as a file.");
    case SQLITE_CONSTRAINT:
      return error(
          Fault::ours, "books_conflict",
          fmt::format("The books already hold a row with this key ({}). Nothing was booked. Load the page again and repeat.",
                      reason),
          {{"reason", reason}});
    default:
      return error(
          Fault::ours, Cause::books_unavailable,
          fmt::format("The books cannot be read or written ({}). Nothing was booked. Check the disk, then try again.", reason),
          {{"reason", reason}});
  }
}

Error damaged(const std::string& reason) { return sqlite_error(SQLITE_CORRUPT, reason.c_str()); }

/// What was bound stays until the next user binds his own; what he leaves open, step() binds to nothing.
Cursor::~Cursor() {
  if (statement_ != nullptr) sqlite3_reset(statement_);
}

void Cursor::null() { sqlite3_bind_null(statement_, next_++); }
void Cursor::integer(std::int64_t value) { sqlite3_bind_int64(statement_, next_++, value); }
void Cursor::text(std::string_view value) {
  // A null pointer would bind NULL, and an empty text is not "nothing".
  sqlite3_bind_text(statement_, next_++, value.empty() ? "" : value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
}
void Cursor::text_copy(std::string_view value) {
  sqlite3_bind_text(statement_, next_++, value.empty() ? "" : value.data(), static_cast<int>(value.size()), SQLITE_TRANSIENT);
}
void Cursor::hex(std::string_view value) {
  const auto bytes = bytes_of_hex(value);
  if (!bytes) return text(value);
  sqlite3_bind_blob(statement_, next_++, bytes->data(), static_cast<int>(bytes->size()), SQLITE_TRANSIENT);
}
void Cursor::blob_copy(ByteView value) { sqlite3_bind_blob(statement_, next_++, value.data(), static_cast<int>(value.size()), SQLITE_TRANSIENT); }
void Cursor::blob(ByteView value) {
  if (value.empty())
    sqlite3_bind_zeroblob(statement_, next_++, 0);
  else
    sqlite3_bind_blob(statement_, next_++, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
}

Result<bool> Cursor::step() {
  while (statement_ != nullptr && next_ <= sqlite3_bind_parameter_count(statement_)) null();
  const int code = statement_ == nullptr ? sqlite3_errcode(database_) : sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return sqlite_error(code, sqlite3_errmsg(database_));
}

Result<void> Cursor::run() {
  TRY(row, step());
  static_cast<void>(row);
  return Done{};
}

bool Cursor::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
bool Cursor::is_integer(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_INTEGER; }
bool Cursor::is_text(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_TEXT; }
bool Cursor::is_blob(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_BLOB; }
std::string Cursor::get_hex(int column) const { return is_blob(column) ? to_hex(get_blob(column)) : std::string(get_text(column)); }
std::int64_t Cursor::get_integer(int column) const { return sqlite3_column_int64(statement_, column); }
std::string_view Cursor::get_text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  if (text == nullptr) return {};
  return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}
ByteView Cursor::get_blob(int column) const {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}
int Cursor::columns() const { return sqlite3_column_count(statement_); }
std::string_view Cursor::column_name(int column) const { return sqlite3_column_name(statement_, column); }

Result<std::unique_ptr<Connection>> Connection::open(const std::string& path, Mode mode) {
  be_sparing_with_memory();
  int flags = SQLITE_OPEN_NOMUTEX;  // a connection belongs to one thread at a time
  flags |= mode == Mode::read || mode == Mode::walk ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  sqlite3* database = nullptr;
  const int code = sqlite3_open_v2(mode == Mode::memory ? ":memory:" : path.c_str(), &database, flags, nullptr);
  auto connection = std::unique_ptr<Connection>(new Connection(database));
  if (code != SQLITE_OK) return sqlite_error(code, database != nullptr ? sqlite3_errmsg(database) : nullptr);
  sqlite3_extended_result_codes(database, 1);
  sqlite3_busy_timeout(database, busy_ms_max);
  teach_shapes(database);
  if (mode == Mode::write) MUST(connection->run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0"));
  // The cache also bounds what a sorting keeps in memory before it goes to a file. Of a walk it is what the pages above all rows need in books of many years:
  // with less, each customer beside a sale is looked for from the top.
  MUST(connection->run(mode == Mode::walk ? "PRAGMA cache_size=-14336; PRAGMA temp_store=FILE" : "PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY"));
  MUST(connection->run("PRAGMA trusted_schema=OFF"));
  return connection;
}

Connection::Connection(sqlite3* database) : database_(database) {
  static std::atomic<std::uint64_t> made{0};
  number_ = ++made;
}

Archives& Connection::archives() {
  if (!archives_) archives_ = std::make_unique<Archives>(*this);
  return *archives_;
}

Connection::~Connection() {
  for (const auto& [text, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(database_);
}

Cursor Connection::prepare(std::string_view sql) {
  const auto address = reinterpret_cast<std::uintptr_t>(sql.data());
  auto& place = places_[((address >> 4) ^ (address >> 13) ^ sql.size()) % places_.size()];
  if (place.text == sql) return Cursor(database_, place.statement);
  if (const auto known = by_text_.find(sql); known != by_text_.end()) {
    place = {known->first, known->second};
    return Cursor(database_, known->second);
  }
  sqlite3_stmt* statement = nullptr;
  const int code =
      sqlite3_prepare_v3(database_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return Cursor(database_, nullptr);
  const auto added = statements_.emplace(std::string(sql), statement).first;
  by_text_.emplace(added->first, statement);
  place = {added->first, statement};
  return Cursor(database_, statement);
}

Cursor Connection::prepare(std::string_view sql, Given& last) {
  if (last.by == number_) return Cursor(database_, last.statement);
  auto cursor = prepare(sql);
  if (cursor.statement_ != nullptr) last = {number_, cursor.statement_};
  return cursor;
}

Result<void> Connection::run(const std::string& sql) {
  const int code = sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return sqlite_error(code, sqlite3_errmsg(database_));
  return Done{};
}

Result<std::int64_t> Connection::number(std::string_view sql) {
  auto cursor = prepare(sql);
  TRY(row, cursor.step());
  return row ? cursor.get_integer(0) : 0;
}

void Connection::break_off_when(std::function<bool()> stop) {
  constexpr int steps_between = 2000;  // of SQLite's machine: some tens of microseconds
  stop_ = std::move(stop);
  if (stop_)
    sqlite3_progress_handler(database_, steps_between, &Connection::ask, this);
  else
    sqlite3_progress_handler(database_, 0, nullptr, nullptr);
}

int Connection::ask(void* self) { return static_cast<Connection*>(self)->stop_() ? 1 : 0; }

std::unique_ptr<RowReader> Connection::rows() { return std::make_unique<SqliteReader>(*this); }

std::filesystem::path Connection::file() const {
  const auto* name = sqlite3_db_filename(database_, "main");
  return name == nullptr ? std::filesystem::path() : std::filesystem::path(name);
}

Result<std::int64_t> Connection::size() {
  TRY(pages, number("PRAGMA page_count"));
  TRY(bytes, number("PRAGMA page_size"));
  return pages * bytes;
}

Result<std::int64_t> Connection::free_size() {
  TRY(pages, number("PRAGMA freelist_count"));
  TRY(bytes, number("PRAGMA page_size"));
  return pages * bytes;
}

Result<void> Connection::keep_in_memory(std::int64_t bytes) { return run(fmt::format("PRAGMA cache_size=-{}", bytes / 1024)); }
Result<void> Connection::become_one_file() { return run("PRAGMA journal_mode=DELETE"); }
Result<void> Connection::empty_log() { return run("PRAGMA wal_checkpoint(TRUNCATE)"); }

Result<void> Connection::copy_to(Connection& to) {
  sqlite3_backup* copy = sqlite3_backup_init(to.database_, "main", database_, "main");
  if (copy == nullptr) return sqlite_error(sqlite3_errcode(to.database_), sqlite3_errmsg(to.database_));
  const int stepped = sqlite3_backup_step(copy, -1);  // all pages at once: one moment
  const int finished = sqlite3_backup_finish(copy);
  if (stepped != SQLITE_DONE || finished != SQLITE_OK) return sqlite_error(stepped != SQLITE_DONE ? stepped : finished, sqlite3_errmsg(to.database_));
  return Done{};
}

Result<void> Connection::copy_to_new(const std::string& file) {
  auto copy = prepare("VACUUM INTO ?");
  copy.text(file);
  return copy.run();
}

std::int64_t Connection::last_number() const { return sqlite3_last_insert_rowid(database_); }
bool Connection::only_reads() const { return sqlite3_db_readonly(database_, "main") == 1; }
bool Connection::in_transaction() const { return sqlite3_get_autocommit(database_) == 0; }

}  // namespace kwota::store
