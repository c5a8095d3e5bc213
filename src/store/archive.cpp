#include "store/archive.h"

#include <fmt/format.h>

#include <utility>

#include "base/cause.h"
#include "store/folder_lock.h"
#include "store/sqlite/archives.h"
#include "store/sqlite/columns.h"
#include "store/sqlite/kept.h"

namespace kwota::store {
namespace {

namespace fs = std::filesystem;

/// Sales that are rewritten between two groups. [K]
constexpr int window = 200;
/// Documents in one transaction of the new file, and between two questions whether it is still wanted. [K]
constexpr std::int64_t at_once = 5'000;
/// What stays free on the disk for the tills. [K]
constexpr std::uintmax_t kept_free = std::uintmax_t{16} << 20;
/// Shorter ones say nothing, and stay.
std::string worth_moving() { return fmt::format("({} IS NOT NULL OR (length(s.document)>8 AND substr(s.document, 1, 1)<>'@'))", shape_sql("s.document")); }
/// Of which nothing is expected any more.
constexpr auto settled = "t.state IN ('applied','taken_back','reversed')";

Error year_error(Fault fault, const char* code, std::string what, std::int64_t year) { return error(fault, code, std::move(what), {{"year", std::to_string(year)}}); }
Error broken_off() { return error(Fault::refused, Cause::took_too_long, "It was broken off; what is done stays done, and it goes on from there."); }
bool ended(const ArchiveWork& work) { return work.ended && work.ended(); }
void reached(const ArchiveWork& work, std::string_view point) {
  if (work.hook) work.hook(point);
}

/// The last group before the first one that was signed at or after the end of the year.
Result<std::int64_t> last_group(Connection& books, Instant end) {
  auto first = books.prepare("SELECT coalesce(min(number), (SELECT coalesce(max(number), 0) + 1 FROM anchor)) - 1 FROM anchor WHERE time>=?");
  first.integer(end.ms());
  TRY(there, first.step());
  return there ? first.get_integer(0) : 0;
}

std::string what_goes(const std::string& columns) {
  return fmt::format("SELECT {} FROM sale AS s JOIN sale_state AS t ON t.sale=s.number WHERE s.id<? AND {} AND {}", columns, settled, worth_moving());
}

fs::path named(const fs::path& folder, const std::string& name) { return folder / archives_folder / name; }

Result<void> room_for(const fs::path& folder, std::int64_t bytes) {
  std::error_code failed;
  const auto space = fs::space(folder, failed);
  // Index and page heads of the file, and its log while it is written.
  const auto needed = static_cast<std::uintmax_t>(bytes) * 3 + kept_free;
  if (failed || space.available >= needed) return Done{};
  return error(Fault::ours, Cause::disk_full, fmt::format("The archive needs {} bytes, the disk has {}. Nothing was written. Make room, then go on.", needed, space.available),
               {{"needed", std::to_string(needed)}, {"there", std::to_string(space.available)}});
}

// ---- the file ---------------------------------------------------------------------------------------------------------

Result<void> write_about(Connection& file, const books::Archive& row, std::int64_t up_to_group) {
  const std::pair<const char*, std::string> facts[] = {{"what", "slips of a closed year, as the books of the utility hashed them"}, {"year", std::to_string(row.year)},
                                                       {"up_to_group", std::to_string(up_to_group)}};
  for (const auto& [name, value] : facts) {
    auto put = file.prepare("INSERT INTO about(name, value) VALUES(?,?)");
    put.text(name);
    put.text(value);
    MUST(put.run());
  }
  return Done{};
}

/// How many were written.
Result<std::int64_t> write_slips(Connection& books, Connection& file, std::int64_t up_to_group, const ArchiveWork& work) {
  auto from = books.prepare(what_goes("s.id, s.number, " + in_full_sql("s.document")) + " ORDER BY s.id");
  from.integer(row_id(up_to_group + 1, 0));
  for (std::int64_t written = 0;; ++written) {
    if (written % at_once == 0) {
      if (ended(work)) return broken_off();
      if (written > 0) MUST(file.run("COMMIT; BEGIN"));
    }
    TRY(row, from.step());
    if (!row) return written;
    auto put = file.prepare("INSERT INTO slip(id, sale, document) VALUES(?,?,?)");
    put.integer(from.get_integer(0));
    put.text(from.get_text(1));
    put.text(from.get_text(2));
    MUST(put.run());
  }
}

Result<std::int64_t> fill(Connection& books, const fs::path& part, const books::Archive& row, std::int64_t up_to_group, const ArchiveWork& work) {
  TRY(file, Connection::open(part.string(), Connection::Mode::write));
  MUST(make_archive(*file));
  MUST(file->run("BEGIN"));
  MUST(write_about(*file, row, up_to_group));
  TRY(slips, write_slips(books, *file, up_to_group, work));
  MUST(file->run("COMMIT"));
  reached(work, "written");
  MUST(file->become_one_file());
  return slips;
}

/// What came onto the disk is what the books say, document by document.
Result<void> read_back(Connection& books, const fs::path& path, std::int64_t up_to_group, const ArchiveWork& work) {
  TRY(file, Connection::open(path.string(), Connection::Mode::read));
  auto from = books.prepare(what_goes("s.id, s.number, " + in_full_sql("s.document")) + " ORDER BY s.id");
  from.integer(row_id(up_to_group + 1, 0));
  auto there = file->prepare("SELECT id, sale, document FROM slip ORDER BY id");
  for (std::int64_t read = 1;; ++read) {
    if (read % at_once == 0 && ended(work)) return broken_off();
    TRY(wanted, from.step());
    TRY(found, there.step());
    if (!wanted && !found) return Done{};
    if (wanted != found || from.get_integer(0) != there.get_integer(0) || from.get_text(1) != there.get_text(1) || from.get_text(2) != there.get_text(2))
      return damaged("the archive does not read as it was written");
  }
}

void remove_part(const fs::path& part) {
  std::error_code gone;
  for (const auto* end : {"", "-wal", "-shm", "-journal"}) fs::remove(part.string() + end, gone);
}

/// Named by its content, so that no other one is ever written over.
Result<books::Archive> close_file(const fs::path& folder, const fs::path& part, books::Archive row) {
  MUST(force_to_disk(part));
  TRY(hash, sha256_of_file(part));
  row.sha256 = to_hex(hash);
  row.file = fmt::format("{}-{}.db", row.year, static_cast<const std::string&>(row.sha256).substr(0, 12));
  std::error_code failed;
  row.bytes = static_cast<std::int64_t>(fs::file_size(part, failed));
  if (!failed) fs::permissions(part, fs::perms::owner_read | fs::perms::group_read, failed);
  if (!failed) fs::rename(part, named(folder, row.file), failed);
  if (failed) return unavailable(failed.message());
  MUST(force_to_disk(folder / archives_folder));
  MUST(force_to_disk(folder));
  return row;
}

Result<books::Archive> make_file(Connection& books, const fs::path& folder, books::Archive row, Instant end, const ArchiveWork& work) {
  TRY(size, archive_size(books, end));
  row.up_to_group = size.up_to_group;
  if (size.slips == 0) return row;  // a year without settled sales stands in no later one's way
  MUST(room_for(folder, size.bytes));
  std::error_code failed;
  fs::create_directories(folder / archives_folder, failed);
  if (failed) return unavailable(failed.message());
  const auto part = named(folder, fmt::format("{}.part", row.year));
  remove_part(part);
  auto made = [&]() -> Result<books::Archive> {
    TRY(slips, fill(books, part, row, size.up_to_group, work));
    row.slips = slips;
    reached(work, "closed");
    return close_file(folder, part, row);
  }();
  if (!made) {
    remove_part(part);
    return made;
  }
  reached(work, "named");
  MUST(read_back(books, named(folder, made->file), size.up_to_group, work));
  reached(work, "read_back");
  return made;
}

// ---- the books --------------------------------------------------------------------------------------------------------

Result<void> note(Books& books, const books::Actor& actor, const books::Archive& row) {
  TRY(done, books.run(actor, [&row](const books::Reader&) -> Result<books::Decision<Done>> {
    books::Decision<Done> decision;
    decision.changes.put.emplace_back(row);
    return decision;
  }));
  static_cast<void>(done);
  return Done{};
}

/// The next sales of the books: what of them the archive holds is given up.
class Window {
 public:
  Window(Connection& books, Connection& archive, std::int64_t year) : books_(books), archive_(archive), year_(year) {}

  /// Rows behind `after`, before `end`. The answer: the last of them; `end` when there is none.
  Result<std::int64_t> give_up(std::int64_t after, std::int64_t end) {
    MUST(find(after, end));
    if (last_ == 0) return end;
    MUST(hold());
    if (!away_.empty()) MUST(rewrite_sales(books_, first_, last_, away_, mark_of_year(year_)));
    return last_;
  }
  std::int64_t given() const { return given_; }

 private:
  Result<void> find(std::int64_t after, std::int64_t end) {
    auto rows = books_.prepare("SELECT coalesce(min(id), 0), coalesce(max(id), 0) FROM (SELECT id FROM sale WHERE id>? AND id<? ORDER BY id LIMIT ?)");
    rows.integer(after);
    rows.integer(end);
    rows.integer(window);
    TRY(there, rows.step());
    first_ = there ? rows.get_integer(0) : 0;
    last_ = there ? rows.get_integer(1) : 0;
    return Done{};
  }
  /// What the archive holds is what the books say, at this very moment; or they have given it up before.
  Result<void> hold() {
    auto there = archive_.prepare("SELECT id, sale, document FROM slip WHERE id BETWEEN ? AND ? ORDER BY id");
    there.integer(first_);
    there.integer(last_);
    for (;;) {
      TRY(row, there.step());
      if (!row) return Done{};
      auto own = books_.prepare(fmt::format("SELECT number, {} FROM sale WHERE id=?", in_full_sql("document")));
      own.integer(there.get_integer(0));
      TRY(known, own.step());
      ++given_;
      if (known && own.get_text(0) == there.get_text(1) && year_away(own.get_text(1)) == year_) continue;
      if (!known || own.get_text(0) != there.get_text(1) || own.get_text(1) != there.get_text(2))
        return error(Fault::forged, "archive_differs", fmt::format("The archive of {} and the books say different things of the sale {}. It stays in the books. Run verify.", year_, there.get_text(1)),
                     {{"sale", std::string(there.get_text(1))}, {"year", std::to_string(year_)}});
      away_.push_back(there.get_integer(0));
    }
  }

  Connection& books_;
  Connection& archive_;
  std::int64_t year_, first_ = 0, last_ = 0, given_ = 0;
  std::vector<std::int64_t> away_;
};

Result<std::int64_t> free_bytes(Books& books) {
  return books.query([](Moment& moment) { return sqlite_of(moment).free_size(); });
}

/// All of it, a window at a time.
Result<void> give_up(Books& books, const fs::path& path, const books::Archive& row, const ArchiveWork& work) {
  TRY(hash, sha256_of_file(path));
  if (to_hex(hash) != row.sha256)
    return error(Fault::forged, "archive_differs", fmt::format("{} is not the file that the books name. The books keep what they hold. Run verify.", row.file), {{"year", std::to_string(row.year)}});
  TRY(archive, Connection::open(path.string(), Connection::Mode::read));
  const auto end = row_id(row.up_to_group + 1, 0);
  std::int64_t given = 0;
  for (std::int64_t at = 0; at < end;) {
    if (ended(work)) return broken_off();
    MUST(books.keep_up([&](Connection& connection) -> Result<void> {
      Window window(connection, *archive, row.year);
      TRY(last, window.give_up(at, end));
      at = last;
      given += window.given();
      return Done{};
    }));
    if (work.told) work.told(given, row.slips);
    reached(work, "given_up");
  }
  return Done{};
}

}  // namespace

Result<ArchiveSize> archive_size(Moment& moment, Instant end) {
  auto& books = sqlite_of(moment);
  TRY(up_to, last_group(books, end));
  auto sum = books.prepare(what_goes(fmt::format("count(*), coalesce(sum(length({}) + length(s.number)), 0)", in_full_sql("s.document"))));
  sum.integer(row_id(up_to + 1, 0));
  TRY(there, sum.step());
  return there ? ArchiveSize{sum.get_integer(0), sum.get_integer(1), up_to} : ArchiveSize{};
}

Result<ArchiveResult> archive_year(Books& books, std::int64_t year, Instant end, const books::Actor& actor, const Clock& clock, const ArchiveWork& work) {
  const auto& folder = books.folder();
  if (folder.empty()) return year_error(Fault::refused, "archive_not_ordered", "Books in memory have no archives.", year);
  TRY(ordered, books.read([year](const books::Reader& reader) -> Result<std::optional<books::Archive>> { return reader.find<books::Archive>(year); }));
  if (!ordered) return year_error(Fault::refused, "archive_not_ordered", fmt::format("Nobody ordered an archive of {}: two persons do that.", year), year);
  auto row = *ordered;
  TRY(free_before, free_bytes(books));
  if (row.state == books::ArchiveStatus::ordered) {
    TRY(made, books.walk([&](Moment& moment) { return make_file(sqlite_of(moment), folder, row, end, work); }));
    row = made;
    row.state = books::ArchiveStatus::made;
    row.made = clock.now();
    MUST(note(books, actor, row));
    reached(work, "noted");
  }
  if (row.state == books::ArchiveStatus::made) {
    const auto path = named(folder, row.file);
    std::error_code failed;
    if (row.slips > 0 && !fs::is_regular_file(path, failed)) return archive_missing(year);
    if (row.slips > 0) MUST(give_up(books, path, row, work));
    row.state = books::ArchiveStatus::done;
    row.done = clock.now();
    MUST(note(books, actor, row));
    reached(work, "done");
  }
  TRY(free_after, free_bytes(books));
  return ArchiveResult{row, std::max<std::int64_t>(0, free_after - free_before)};
}

}  // namespace kwota::store
