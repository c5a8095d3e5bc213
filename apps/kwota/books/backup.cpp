// kwota backup, kwota restore: the books as one proven file, and back.
#include "store/backup.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <iostream>

#include "base/cause.h"
#include "base/time.h"
#include "kwota/books/books_folder.h"
#include "kwota/verb.h"
#include "serve/lists/made/backups.h"
#include "store/folder_lock.h"

namespace kwota::app {
namespace {

struct BackupOptions {
  BooksFolder books;
  std::string file;
  bool json = false, prove = false;
};

/// "backups/2026-11-20T06.05.09.123Z.db" in the data folder.
std::filesystem::path default_file(const std::filesystem::path& folder, Instant now) {
  auto name = format_utc(now) + ".db";
  std::replace(name.begin(), name.end(), ':', '.');
  return folder / "backups" / name;
}

/// A folder that was named is there: one that is made on the way to a disk that is away lies on the disk of the books.
Result<std::filesystem::path> file_for_copy(const BackupOptions& options, Instant now) {
  std::error_code failed;
  if (options.file.empty()) {
    auto file = default_file(options.books.folder, now);
    std::filesystem::create_directories(file.parent_path(), failed);
    return file;
  }
  const std::filesystem::path file = options.file;
  if (!file.has_parent_path() || std::filesystem::is_directory(file.parent_path(), failed)) return file;
  const auto folder = file.parent_path().string();
  return error(Fault::request, "folder_missing", fmt::format("There is no folder {}: nothing was saved. Is its disk there? If so, make the folder.", folder), {{"folder", folder}});
}

void print_report(const store::BackupReport& report, const char* what, bool json) {
  if (json)
    std::cout << boost::json::serialize(boost::json::object{{"file", report.file.string()},
                                                            {"bytes", report.bytes},
                                                            {"verified", report.verified.ok()},
                                                            {"rows", report.verified.rows},
                                                            {"signatures_checked", report.verified.signatures_checked}})
              << "\n";
  else
    fmt::print("{} {}: {} bytes, {} rows, verified{}.\n", what, report.file.string(), report.bytes, report.verified.rows,
               report.verified.signatures_checked ? " with signatures" : "");
}

/// One at a time beside the server, which has a scratch folder of its own: two in one folder take each other's files away.
Result<store::FolderLock> alone_at_proving(const std::filesystem::path& own) {
  auto lock = store::FolderLock::take(own);
  if (lock || cause_of(lock.error()) == Cause::books_unavailable) return lock;
  return error(Fault::refused, "proof_running", "Another kwota backup --prove is at work on this folder. Nothing was done. Ask again when it has ended.");
}

/// Put back beside the books and verified there; nothing of it is left behind.
Result<void> run_prove(const BackupOptions& options) {
  TRY(check, signature_check(options.books));
  const auto now = SystemClock{}.now();
  TRY(name, serve::copy_meant(options.books.folder, options.file, now));
  const auto own = options.books.folder / "jobs" / "terminal", scratch = own / "scratch";
  TRY(lock, alone_at_proving(own));
  static_cast<void>(lock);  // held to the end
  MUST(serve::put_back_to_prove(options.books.folder, scratch, name, check, now));
  TRY(proved, serve::verify_put_back(options.books.folder, scratch, name, check, now, [] { return false; }));
  if (options.json) std::cout << boost::json::serialize(proved) << "\n";
  if (!options.json) fmt::print("Proved {}: restored into a scratch folder and verified there, {} rows, {} anchors, no findings.\n", name, proved.at("rows").as_int64(), proved.at("anchors").as_int64());
  return Done{};
}

Result<void> run_backup(const BackupOptions& options) {
  if (options.prove) return run_prove(options);
  TRY(check, signature_check(options.books));
  TRY(connection, open_to_read(options.books));
  TRY(file, file_for_copy(options, SystemClock{}.now()));
  TRY(report, store::backup(*connection, file, check));
  print_report(report, "Saved", options.json);
  return Done{};
}

Result<void> run_restore(const BackupOptions& options) {
  TRY(check, signature_check(options.books));
  TRY(report, store::restore(options.file, options.books.folder, check, SystemClock{}.now()));
  print_report(report, "Restored", options.json);
  return Done{};
}

Verb one_verb(const char* name, const char* what, bool file_required, const char* example, Result<void> (*work)(const BackupOptions&)) {
  auto options = std::make_shared<BackupOptions>();
  Verb verb{.name = name,
          .help = what,
          .options = {{"FILE", &options->file, "The backup", {.required = file_required}},
                      data_option(options->books),
                      key_option(options->books),
                      {"--json", &options->json, "As JSON"}},
            .example = example,
            .run = run_with(options, work)};
  if (work == run_backup) verb.options.push_back({"--prove", &options->prove, "Put this copy - a path, or a name in data/backups; none: the newest there - back into a scratch folder and verify it there"});
  return verb;
}

}  // namespace

Verb backup_verb() {
  return one_verb("backup", "Save the books to one file, also while they are being sold from, and prove the file", false,
                  "kwota backup /mnt/safe/monday.db", run_backup);
}

Verb restore_verb() {
  return one_verb("restore", "Put a proven backup in place of the books; what stood there is kept beside it", true,
                  "kwota restore /mnt/safe/monday.db --data /var/lib/kwota", run_restore);
}

}  // namespace kwota::app
