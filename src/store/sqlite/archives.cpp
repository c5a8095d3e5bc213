#include "store/sqlite/archives.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "store/sqlite/columns.h"
#include "store/sqlite/reader.h"
#include "store/sqlite/kept.h"

namespace kwota::store {
namespace {

namespace fs = std::filesystem;

/// Read and copied at a time.
constexpr std::size_t piece = std::size_t{1} << 18;

fs::path folder_of(Connection& books) {
  const auto* name = sqlite3_db_filename(books.handle(), "main");
  return name == nullptr || *name == '\0' ? fs::path() : fs::path(name).parent_path();
}

Finding wrong(const books::Archive& row, Wrong what, std::string why) { return Finding{books::Archive::table, std::to_string(row.year), what, std::move(why)}; }

struct EndContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

/// Under another name first: what has its name is whole.
Result<void> copied(const fs::path& from, const fs::path& to) {
  auto part = to;
  part += ".part";
  std::error_code failed;
  fs::remove(part, failed);
  fs::copy_file(from, part, failed);
  if (failed) {
    std::error_code gone;
    fs::remove(part, gone);
    return sqlite_error(failed == std::errc::no_space_on_device ? SQLITE_FULL : SQLITE_CANTOPEN, failed.message().c_str());
  }
  MUST(force_to_disk(part));
  fs::rename(part, to, failed);
  if (failed) return sqlite_error(SQLITE_CANTOPEN, failed.message().c_str());
  return force_to_disk(to.parent_path());
}

}  // namespace

Result<void> force_to_disk(const fs::path& path) {
  const int opened = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = opened >= 0 && ::fsync(opened) == 0;
  if (opened >= 0) ::close(opened);
  return synced ? Result<void>(Done{}) : Result<void>(sqlite_error(SQLITE_IOERR_FSYNC, path.filename().c_str()));
}

std::int64_t year_away(std::string_view document) {
  return document.starts_with('@') ? std::strtoll(std::string(document.substr(1)).c_str(), nullptr, 10) : 0;
}
std::string mark_of_year(std::int64_t year) { return "@" + std::to_string(year); }

Error archive_missing(std::int64_t year) {
  return error(Fault::ours, "archive_missing",
               fmt::format("The archive of {} is not beside the books, so this cannot be said. Nothing was changed. Put its file back into the folder of archives; every copy of the books has it beside it.", year),
               {{"year", std::to_string(year)}});
}

fs::path archive_beside(Moment& moment, const std::string& name) {
  auto& books = sqlite_of(moment);
  const auto folder = folder_of(books);
  // A name is ours; one with a way in it is nobody's.
  if (folder.empty() || name.empty() || name.find('/') != std::string::npos) return {};
  std::error_code failed;
  for (const auto& place : {folder, folder.parent_path()})
    if (const auto file = place / archives_folder / name; fs::is_regular_file(file, failed)) return file;
  return {};
}

Connection* Archives::opened(std::int64_t year) {
  if (const auto known = years_.find(year); known != years_.end()) return known->second.get();
  // A connection that stands in another time sees its own books all the same.
  auto named = books_.prepare("SELECT file FROM main.archive WHERE year=?");
  named.integer(year);
  const auto there = named.step();
  if (!there.ok() || !*there) return nullptr;
  const auto file = archive_beside(books_, std::string(named.get_text(0)));
  if (file.empty()) return nullptr;
  auto connection = Connection::open(file.string(), Connection::Mode::read);
  return connection ? years_.emplace(year, std::move(*connection)).first->second.get() : nullptr;
}

std::optional<std::string> Archives::slip(std::int64_t year, std::string_view sale) {
  auto* archive = opened(year);
  if (archive == nullptr) return std::nullopt;
  auto found = archive->prepare("SELECT document FROM slip WHERE sale=?");
  found.text(sale);
  const auto there = found.step();
  return there.ok() && *there ? std::optional<std::string>(found.get_text(0)) : std::nullopt;
}

std::string Archives::document(std::string_view sale, std::string_view in_books) {
  if (const auto year = year_away(in_books); year != 0)
    if (auto away = slip(year, sale)) return std::move(*away);
  return std::string(in_books);
}

Result<std::vector<books::Archive>> archives_of(Connection& books) {
  const BooksReader reader(books);
  auto rows = reader.all<books::Archive>();
  if (reader.failure()) return *reader.failure();
  std::erase_if(rows, [](const books::Archive& row) { return row.file.empty(); });
  return rows;
}

Result<std::int64_t> archive_of(Moment& moment, std::string_view sale) {
  auto& books = sqlite_of(moment);
  auto found = books.prepare(fmt::format("SELECT {} FROM sale WHERE number=?", in_full_sql("document")));
  found.text(sale);
  TRY(there, found.step());
  return there ? year_away(found.get_text(0)) : 0;
}

Result<Digest> sha256_of_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::unique_ptr<EVP_MD_CTX, EndContext> context(EVP_MD_CTX_new());
  Digest out{};
  bool good = in && context != nullptr && EVP_DigestInit_ex2(context.get(), EVP_sha256(), nullptr) == 1;
  std::vector<char> bytes(piece);
  while (good && in) {
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (in.gcount() > 0) good = EVP_DigestUpdate(context.get(), bytes.data(), static_cast<std::size_t>(in.gcount())) == 1;
  }
  if (!good || in.bad() || EVP_DigestFinal_ex(context.get(), out.data(), nullptr) != 1) return sqlite_error(SQLITE_IOERR_READ, file.filename().c_str());
  return out;
}

Result<std::optional<Finding>> hold_archives(Connection& books) {
  using Found = std::optional<Finding>;
  if (folder_of(books).empty()) return Found();  // books in memory
  TRY(rows, archives_of(books));
  for (const auto& row : rows) {
    const auto file = archive_beside(books, row.file);
    if (file.empty()) return Found(wrong(row, Wrong::removed, fmt::format("{} is not in the folder of archives beside the books", row.file)));
    std::error_code failed;
    const auto size = static_cast<std::int64_t>(fs::file_size(file, failed));
    if (failed || size != row.bytes) return Found(wrong(row, Wrong::changed, fmt::format("{} had {} bytes, {} are there", row.file, row.bytes, failed ? 0 : size)));
    TRY(hash, sha256_of_file(file));
    if (to_hex(hash) != row.sha256) return Found(wrong(row, Wrong::changed, fmt::format("{} is not the file that the books name", row.file)));
  }
  return Found();
}

Result<void> copy_archives(Connection& from, const fs::path& folder) {
  TRY(rows, archives_of(from));
  if (rows.empty()) return Done{};
  std::error_code failed;
  fs::create_directories(folder / archives_folder, failed);
  if (failed) return sqlite_error(failed == std::errc::no_space_on_device ? SQLITE_FULL : SQLITE_CANTOPEN, failed.message().c_str());
  for (const auto& row : rows) {
    const auto to = folder / archives_folder / row.file;
    if (fs::is_regular_file(to, failed)) {
      // Its name is of its content; what is otherwise was damaged there.
      if (const auto there = sha256_of_file(to); there && to_hex(*there) == row.sha256) continue;
    }
    // One that is missing is no reason to copy nothing: verify says of the copy what it lacks.
    if (const auto own = archive_beside(from, row.file); !own.empty()) MUST(copied(own, to));
  }
  return Done{};
}

Result<void> make_archive(Connection& file) {
  return file.run(R"sql(
CREATE TABLE about(name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE slip(id INTEGER PRIMARY KEY, sale TEXT NOT NULL UNIQUE, document TEXT NOT NULL) STRICT;
)sql");
}

namespace {

/// Of the table of sales, but for what is computed.
Result<std::string> columns_of_sales(Connection& books) {
  auto info = books.prepare("SELECT name FROM pragma_table_xinfo('sale') WHERE hidden=0 ORDER BY cid");
  std::string list;
  for (;;) {
    TRY(row, info.step());
    if (!row) return list;
    list += (list.empty() ? "" : ",") + in_quotes(info.get_text(0));
  }
}

}  // namespace

Result<void> rewrite_sales(Connection& books, std::int64_t first, std::int64_t last, const std::vector<std::int64_t>& ids, const std::string& mark) {
  const auto from_to = [&](const std::string& sql) {
    auto cursor = books.prepare(sql);
    cursor.integer(first);
    cursor.integer(last);
    return cursor.run();
  };
  TRY(columns, columns_of_sales(books));
  MUST(books.run("CREATE TEMP TABLE IF NOT EXISTS moving(" + columns + "); DELETE FROM temp.moving"));
  MUST(from_to("INSERT INTO temp.moving(" + columns + ") SELECT " + columns + " FROM main.sale WHERE id BETWEEN ? AND ?"));
  for (const auto id : ids) {
    auto put = books.prepare("UPDATE temp.moving SET document=? WHERE id=?");
    put.text(mark);
    put.integer(id);
    MUST(put.run());
  }
  MUST(from_to("DELETE FROM main.sale WHERE id BETWEEN ? AND ?"));
  return books.run("INSERT INTO main.sale(" + columns + ") SELECT " + columns + " FROM temp.moving ORDER BY id; DELETE FROM temp.moving");
}

}  // namespace kwota::store
