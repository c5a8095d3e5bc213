#include "store/sqlite/schema.h"

#include <fmt/format.h>

#include <mutex>

#include "store/sqlite/columns.h"

namespace kwota::store {
namespace {

/// What the books consist of besides their rows.
constexpr std::string_view around_the_rows = R"sql(
CREATE INDEX journal_in_doubt ON journal(time) WHERE what='in_doubt';
CREATE INDEX journal_not_carried ON journal(time) WHERE what='not_carried';
CREATE TABLE leg(entry INTEGER NOT NULL, position INTEGER NOT NULL, account INTEGER NOT NULL, amount INTEGER NOT NULL,
  PRIMARY KEY(entry, position)) STRICT, WITHOUT ROWID;
CREATE TABLE ledger_account(number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE kept_text(number INTEGER PRIMARY KEY, mark INTEGER NOT NULL, text TEXT NOT NULL) STRICT;
CREATE INDEX kept_text_mark ON kept_text(mark);
CREATE TABLE shape(number INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE search_word(kind TEXT NOT NULL, word TEXT NOT NULL, object TEXT NOT NULL, PRIMARY KEY(kind, word, object)) STRICT, WITHOUT ROWID;
CREATE TABLE chain_head(chain TEXT NOT NULL PRIMARY KEY, position INTEGER NOT NULL, hash BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE anchor(number INTEGER PRIMARY KEY, time INTEGER NOT NULL, count INTEGER NOT NULL, root BLOB NOT NULL,
  previous BLOB NOT NULL, hash BLOB NOT NULL, signature BLOB NOT NULL, nature TEXT NOT NULL, process INTEGER NOT NULL, process_signature BLOB NOT NULL
  ) STRICT;
CREATE INDEX anchor_without_vault ON anchor(number) WHERE length(signature) = 0;
CREATE TABLE process(number INTEGER PRIMARY KEY, started INTEGER NOT NULL, after INTEGER NOT NULL, after_hash BLOB NOT NULL,
  public_key BLOB NOT NULL, signature BLOB NOT NULL) STRICT;
CREATE TABLE acceptance(number INTEGER PRIMARY KEY, from_anchor INTEGER NOT NULL, to_anchor INTEGER NOT NULL, to_hash BLOB NOT NULL,
  first TEXT NOT NULL, second TEXT NOT NULL, reason TEXT NOT NULL, time INTEGER NOT NULL, signature BLOB NOT NULL) STRICT;
CREATE TABLE restoration(number INTEGER PRIMARY KEY, from_anchor INTEGER NOT NULL, from_hash BLOB NOT NULL, former INTEGER NOT NULL, former_hash BLOB NOT NULL,
  copy TEXT NOT NULL, sold INTEGER NOT NULL, first TEXT NOT NULL, second TEXT NOT NULL, reason TEXT NOT NULL, time INTEGER NOT NULL, kept TEXT NOT NULL,
  signature BLOB NOT NULL) STRICT;
)sql";

/// Hexadecimal text and what is in shape are kept as bytes, and what is neither as it is.
const char* type_of(const books::ColumnInfo& column) {
  if (column.type == books::ColumnType::hex || column.of_one_shape) return "ANY";
  return column.type == books::ColumnType::integer || column.type == books::ColumnType::digits || column.kept_once ? "INTEGER" : "TEXT";
}

std::string column_of(const books::Table& table, const books::ColumnInfo& column) {
  if (column.name == table.composed.column) return fmt::format("{} TEXT GENERATED ALWAYS AS ({}) VIRTUAL", in_quotes(column.name), composed_sql(table));
  return fmt::format("{} {}{}", in_quotes(column.name), type_of(column), column.may_be_nothing ? "" : " NOT NULL");
}

std::string table_of(const books::Table& table) {
  std::string sql = fmt::format("CREATE TABLE {}(", in_quotes(table.name));
  if (table.chained) sql += "id INTEGER PRIMARY KEY, ";
  for (const auto& column : table.columns)
    if (column.type != books::ColumnType::legs) sql += column_of(table, column) + ", ";
  if (table.chained) {
    sql += "position INTEGER NOT NULL, hash BLOB NOT NULL, tells ANY";
    return sql + (table.keyed ? fmt::format(", UNIQUE({})) STRICT;\n", sql_of(table).key_list) : ") STRICT;\n");
  }
  if (table.follows) sql += "told INTEGER NOT NULL, ";
  return sql + fmt::format("PRIMARY KEY({})) STRICT, WITHOUT ROWID;\n", sql_of(table).key_list);
}

std::string index_of(const books::Table& table, const books::Index& index) {
  std::string columns;
  for (const auto column : index.columns)
    if (!column.empty()) columns += (columns.empty() ? "" : ", ") + in_quotes(column);
  const auto only = condition_of(index.only);
  return fmt::format("CREATE {}INDEX {} ON {}({}){};\n", index.unique ? "UNIQUE " : "", in_quotes(index.name), in_quotes(table.name), columns,
                     only.empty() ? "" : " WHERE " + only);
}

Error other_version(std::int64_t version) {
  const Details details{{"version", std::to_string(version)}, {"known", std::to_string(schema_version)}};
  if (version > schema_version)
    return error(Fault::refused, "books_of_newer_program",
                 fmt::format("These books were written by a newer program (version {}, this program knows {}). Nothing was changed. "
                             "Start the newer program.", version, schema_version), details);
  return error(Fault::refused, "books_of_older_program",
               fmt::format("These books were written by a program of before the first release (version {}, this program writes {}). Nothing was "
                           "changed. Begin in an empty folder, or start the program that wrote them.", version, schema_version), details);
}

}  // namespace

std::string schema(std::string_view indexes_of_lists) {
  std::string sql;
  for (const auto* table : books::all_tables()) {
    sql += table_of(*table);
    for (const auto* index : table->indexes) sql += index_of(*table, *index);
  }
  return sql + std::string(around_the_rows) + std::string(indexes_of_lists);
}

Result<void> migrate(Connection& connection, std::string_view indexes_of_lists) {
  TRY(version, version_of(connection));
  if (version == schema_version) return Done{};
  if (version != 0) return other_version(version);
  MUST(connection.run("BEGIN IMMEDIATE"));
  if (auto made = connection.run(schema(indexes_of_lists)); !made) {
    static_cast<void>(connection.run("ROLLBACK"));
    return made;
  }
  MUST(connection.run(fmt::format("PRAGMA user_version={}", schema_version)));
  return connection.run("COMMIT");
}

namespace {

/// Empty books as the program makes them, and who may look at them now.
struct Empty {
  std::mutex mutex;
  std::map<std::string, std::unique_ptr<Connection>, std::less<>> by_indexes;
};

}  // namespace

Result<void> migrate_in_memory(Connection& connection, std::string_view indexes_of_lists) {
  static Empty empty;
  const std::lock_guard lock(empty.mutex);
  auto& made = empty.by_indexes[std::string(indexes_of_lists)];
  if (!made) {
    TRY(fresh, Connection::open("", Connection::Mode::memory));
    MUST(migrate(*fresh, indexes_of_lists));
    made = std::move(fresh);
  }
  return made->copy_to(connection);
}

Result<std::int64_t> version_of(Connection& connection) { return connection.number("PRAGMA user_version"); }

Result<bool> has_column(Connection& connection, std::string_view table, std::string_view column) {
  auto cursor = connection.prepare("SELECT 1 FROM pragma_table_info(?) WHERE name=?");
  cursor.text(table);
  cursor.text(column);
  return cursor.step();
}

namespace {

Result<Schema> schema_of(Connection& connection) {
  Schema schema;
  auto cursor = connection.prepare("SELECT name, type || ' ' || coalesce(sql, '') FROM sqlite_schema");
  for (;;) {
    TRY(row, cursor.step());
    if (!row) return schema;
    schema.emplace(cursor.get_text(0), cursor.get_text(1));
  }
}

std::optional<Finding> strange(std::string_view name, Wrong what, const char* why) { return Finding{"sqlite_schema", std::string(name), what, why}; }

}  // namespace

Result<Schema> schema_of_the_program(std::string_view indexes_of_lists) {
  TRY(fresh, Connection::open("", Connection::Mode::memory));
  MUST(migrate(*fresh, indexes_of_lists));
  return schema_of(*fresh);
}

Result<std::optional<Finding>> strange_schema(Connection& connection, const Schema& wanted) {
  TRY(version, version_of(connection));
  if (version != schema_version) return strange("user_version", Wrong::changed, "these books were written by another program, or their version was changed");
  TRY(there, schema_of(connection));
  for (const auto& [name, text] : there) {
    const auto known = wanted.find(name);
    if (known == wanted.end()) return strange(name, Wrong::inserted, "the program makes no such table, index, trigger or view");
    if (known->second != text) return strange(name, Wrong::changed, "it is not as the program made it");
  }
  for (const auto& [name, text] : wanted)
    if (!there.contains(name)) return strange(name, Wrong::removed, "the program made it, and it is not there");
  return std::optional<Finding>();
}

}  // namespace kwota::store
