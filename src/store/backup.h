// Backup and restore: the books as one file, proven by opening and verifying it.
// A backup is made while people sell: it is one moment of the books. A restore never destroys: what stood in the folder is moved
// to `before-restore-<time>` beside it. Killed at any moment it was not begun, or the next start of a program on the folder brings it to its end.
#pragma once
#include <filesystem>
#include <functional>
#include <string_view>

#include "base/time.h"
#include "store/verify/verify.h"

namespace kwota::store {

struct BackupReport {
  std::filesystem::path file;
  std::int64_t bytes = 0;
  VerifyReport verified;
};

/// Copies the books of an open connection, and beside the copy, in `archives`, the archives that they name: each once. Errors: `file_exists`, `disk_full`, `copy_unwritable` (its place, or its own disk), `books_unavailable`, `backup_bad` (the copy was
/// made, but the books themselves do not pass verify: the copy is kept for the auditor). Killed, it leaves FILE.kwota-part, which the next backup into that folder clears.
Result<BackupReport> backup(Moment& connection, const std::filesystem::path& file, const SignatureCheck& check);

/// Puts a backup in place of the books of a folder. Errors: `no_such_file`, `books_in_use`, `copy_unreadable`, `backup_bad` (nothing was changed),
/// `books_of_newer_program`, `disk_full`, `books_unavailable`. `hook`: points at which tests end the process.
Result<BackupReport> restore(const std::filesystem::path& file, const std::filesystem::path& folder, const SignatureCheck& check,
                             Instant now, const std::function<void(std::string_view point)>& hook = {});

}  // namespace kwota::store
