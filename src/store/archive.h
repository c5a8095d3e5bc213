// The slips of a closed year go out of the books into a file of their own: archives/2021-<hash>.db, written once and only read afterwards.
//   what goes     the documents of sales of whose meters nothing is expected any more – what the slip says at length, of each sale most of its bytes.
//                 The sale itself stays, with its money, entries, states, statements and its place in the chain; "@2021" stands where its document stood.
//   ordered       a row says so (books::Archive); the books hold everything
//   made          the file is written, forced onto the disk, read back document by document, and the row – signed like every other – names its SHA-256
//   done          the books have given their copy up, a few sales at a time between the tills' groups
// Guarantees: killed at any point every document is in the books, or in a file that the signed row names; going on ends the same way. A document that
// differs from the file's stays, and the work stops (`archive_differs`). What sales give up is free for the next sales; the file of books does not grow by it.
// Never: changes what a sale says or is hashed over (store/sqlite/archives.h). Begin with archive_year().
#pragma once
#include <functional>
#include <string_view>

#include "books/rows/office/archive.h"
#include "store/books.h"
#include "store/sqlite/archives.h"

namespace kwota::store {

struct ArchiveWork {
  std::function<bool()> ended{};                                        ///< nobody wants it any more; may be empty
  std::function<void(std::int64_t slips, std::int64_t total)> told{};   ///< how many the books have given up; may be empty
  Hook hook{};  ///< for tests that break off: written, closed, named, read_back, noted, given_up, done
};

/// What a year would move.
struct ArchiveSize {
  std::int64_t slips = 0, bytes = 0, up_to_group = 0;
};
/// `end`: of the year. Looks at all sales before it.
Result<ArchiveSize> archive_size(Moment& books, Instant end);

struct ArchiveResult {
  books::Archive row;
  std::int64_t freed = 0;  ///< bytes of the books' file that the next sales fill
};
/// Does what is ordered, from where it stands; of a year without settled sales it makes no file. Errors: archive_not_ordered {year}, archive_missing {year}, archive_differs {sale},
/// disk_full, took_too_long (ended), those of the books and of the vault.
Result<ArchiveResult> archive_year(Books& books, std::int64_t year, Instant end, const books::Actor& actor, const Clock& clock, const ArchiveWork& work);

}  // namespace kwota::store
