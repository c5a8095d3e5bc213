#include "store/backup.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "base/cause.h"
#include "store/books.h"
#include "store/force_out.h"
#include "store/lists/views.h"
#include "store/restoration.h"
#include "store/sqlite/archives.h"
#include "store/sqlite/schema.h"

namespace kwota::store {
namespace {

namespace fs = std::filesystem;

Error bad(const fs::path& file, const Finding& finding) {
  return error(Fault::forged, Cause::backup_bad,
               fmt::format("{}: the row {}/{} was {} by hand ({}). It is no proof of the money. Take another backup.",
                           file.string(), finding.table, finding.key, word_of(finding.what), finding.why),
               {{"file", file.string()}, {"row", finding.table + "/" + finding.key}, {"what", std::string(word_of(finding.what))}});
}

/// What engine and disk have against a copy they have not against the books, and do not say so. They alone give a reason.
Error unreadable_copy(const fs::path& file, const Error& failed) {
  const auto reason = failed.details.find("reason");
  if (reason == failed.details.end()) return failed;
  return error(Fault::refused, "copy_unreadable", fmt::format("{} is no copy of books, or a damaged one ({}). The books are as they were. Take another copy.", file.string(), reason->second),
               {{"file", file.string()}, {"reason", reason->second}});
}

Error unwritable_copy(const fs::path& file, const std::string& reason) {
  return error(Fault::refused, "copy_unwritable", fmt::format("{} cannot be written ({}): no copy was made. The books are as they were. Make room on its disk, or name another place.", file.string(), reason),
               {{"file", file.string()}, {"reason", reason}});
}

bool on_one_disk(const fs::path& a, const fs::path& b) {
  struct stat one{}, other{};
  return ::stat(a.c_str(), &one) == 0 && ::stat(b.c_str(), &other) == 0 && one.st_dev == other.st_dev;
}

/// Opens a lone file and looks whether it is what was written once.
Result<BackupReport> inspect(const fs::path& file, const SignatureCheck& check) {
  TRY(connection, Connection::open(file.string(), Connection::Mode::read));
  TRY(version, version_of(*connection));
  if (version == 0) return damaged("not the books of a utility");
  TRY(report, verify(*connection, {check, {}}));
  if (!report.ok()) return bad(file, *report.first);
  BackupReport out{file, 0, report};
  std::error_code failed;
  out.bytes = static_cast<std::int64_t>(fs::file_size(file, failed));
  return out;
}

/// A copy while it is written: its file is locked as long as its writer lives, so that what a killed one left is told from what another one writes.
/// The suffix is our own: other programs' unfinished files may lie in the same folder.
class Unfinished {
 public:
  static constexpr std::string_view suffix = ".kwota-part";

  /// Errors: `file_exists`: somebody writes it now; `copy_unwritable`.
  static Result<Unfinished> hold(const fs::path& part) {
    Unfinished held{part, ::open(part.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640)};
    if (held.lock_ < 0) return unwritable_copy(part, std::error_code(errno, std::generic_category()).message());
    if (::flock(held.lock_, LOCK_EX | LOCK_NB) == 0) return held;
    return error(Fault::request, "file_exists", fmt::format("{} is being written already. Nothing was written. Choose another name.", part.string()),
                 {{"file", part.string()}});
  }
  Unfinished(Unfinished&& other) noexcept : part_(std::move(other.part_)), lock_(std::exchange(other.lock_, -1)) {}
  Unfinished& operator=(Unfinished&&) = delete;
  ~Unfinished() {
    if (lock_ >= 0) ::close(lock_);
  }

  const fs::path& file() const { return part_; }
  /// The engine's files beside it first: whoever is killed in between leaves one that is still found by its name.
  void remove() const {
    std::error_code failed;
    for (const auto* beside : {"-journal", "-wal", "-shm", ""}) fs::remove(part_.string() + beside, failed);
  }

 private:
  Unfinished(fs::path part, int lock) : part_(std::move(part)), lock_(lock) {}
  fs::path part_;
  int lock_ = -1;
};

/// Copies in this folder whose writers were killed. What cannot be looked at or removed stays, and hinders nobody.
void clear_left_behind(const fs::path& folder) {
  std::error_code failed;
  std::vector<fs::path> parts;
  for (fs::directory_iterator at{folder, failed}, end; !failed && at != end; at.increment(failed))
    if (at->symlink_status(failed).type() == fs::file_type::regular && at->path().filename().string().ends_with(Unfinished::suffix)) parts.push_back(at->path());
  for (const auto& part : parts)
    if (const auto left = Unfinished::hold(part)) left->remove();
}

/// So that the books in the folder find their archives; one that lies above it is found there.
Result<void> archives_for(Connection& source, const fs::path& folder) {
  TRY(rows, archives_of(source));
  const auto lies_above = [&](const books::Archive& row) {
    std::error_code failed;
    return fs::is_regular_file(folder.parent_path() / archives_folder / row.file, failed);
  };
  return std::ranges::all_of(rows, lies_above) ? Result<void>(Done{}) : copy_archives(source, folder);
}

/// The backup as books that only have to be moved into their place.
Result<void> prepare(const fs::path& file, const fs::path& part, const fs::path& folder) {
  TRY(source, Connection::open(file.string(), Connection::Mode::read));
  TRY(copy, Connection::open((part / books_file).string(), Connection::Mode::write));
  MUST(source->copy_to(*copy));
  MUST(migrate(*copy, indexes_of_orders()));
  // The log goes with its books: the one of the books that stood here lies beside them.
  MUST(complete_anchor_log(*copy, part / anchor_log_file, true));
  MUST(copy->become_one_file());
  return archives_for(*source, folder);
}

}  // namespace

Result<BackupReport> backup(Moment& moment, const fs::path& file, const SignatureCheck& check) {
  auto& connection = sqlite_of(moment);
  std::error_code failed;
  if (fs::exists(file, failed))
    return error(Fault::request, "file_exists",
                 fmt::format("{} is there already. Nothing was written. Choose another name.", file.string()),
                 {{"file", file.string()}});
  const auto folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  clear_left_behind(folder);
  auto name = file;
  name += Unfinished::suffix;
  TRY(part, Unfinished::hold(name));
  auto made = [&]() -> Result<void> {
    TRY(copy, Connection::open(part.file().string(), Connection::Mode::write));
    MUST(connection.copy_to(*copy));
    MUST(copy->become_one_file());
    // What lies outside of the books comes along, once: whoever takes the folder of copies away has all of it.
    return copy_archives(connection, folder);
  }();
  if (!made) {
    part.remove();
    const bool elsewhere = cause_of(made.error()) == Cause::disk_full && !on_one_disk(connection.file(), folder);
    return elsewhere ? unwritable_copy(file, "its disk is full") : made.error();
  }
  fs::rename(part.file(), file, failed);
  if (failed) return unavailable(failed.message());
  MUST(force_folder(folder));
  return inspect(file, check);
}

Result<BackupReport> restore(const fs::path& file, const fs::path& folder, const SignatureCheck& check, Instant now, const RestoreHook& hook) {
  std::error_code failed;
  if (!fs::is_regular_file(file, failed))
    return error(Fault::request, "no_such_file",
                 fmt::format("There is no file {}. Nothing was changed. Check the name.", file.string()),
                 {{"file", file.string()}});
  TRY(lock, FolderLock::take(folder));
  static_cast<void>(lock);  // held to the end
  auto report = inspect(file, check);
  if (!report) return unreadable_copy(file, report.error());
  fs::permissions(folder, fs::perms::owner_all, failed);  // books are their owner's, also before a server has been there
  if (failed) return unavailable(failed.message());
  MUST(complete_moving(folder));  // of a restore that was killed
  const auto part = folder / "restore.part";
  fs::remove_all(part, failed);
  fs::create_directories(part, failed);
  if (failed) return unavailable(failed.message());
  if (auto prepared = prepare(file, part, folder); !prepared) {
    fs::remove_all(part, failed);
    return prepared.error();
  }
  auto kept = "before-restore-" + format_utc(now);
  std::replace(kept.begin(), kept.end(), ':', '.');
  MUST(put_in_place(part, folder, free_name(folder, kept), hook));
  return std::move(*report);
}

}  // namespace kwota::store
