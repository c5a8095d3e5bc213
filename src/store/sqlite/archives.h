// Slips of closed years, read where they lie: in files of their own beside the books (store/archive.h). In the books the document of such a sale
// is "@2021"; whoever reads the sale is given the document out of the archive of 2021.
// Guarantees: each document is part of the hash of its sale, so one that was edited in its archive is found as if it stood in the books.
// Never: writes; fails a look at the books because a file is missing – then the document stays "@2021" (books::Sale::away).
// Begin with Connection::archives(), Archives::slip().
#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "books/rows/office/archive.h"
#include "store/draft/finding.h"
#include "store/draft/hash.h"
#include "store/sqlite/connection.h"

namespace kwota::store {

inline constexpr auto archives_folder = "archives";

/// 2021 of "@2021"; 0: it is a document.
std::int64_t year_away(std::string_view document);
std::string mark_of_year(std::int64_t year);

class Archives {
 public:
  explicit Archives(Connection& books) : books_(books) {}
  /// The document of a sale; nothing: its archive is not at hand, or does not hold it.
  std::optional<std::string> slip(std::int64_t year, std::string_view sale);
  /// As it stands in the books, or out of its archive; "@2021" when that is not at hand.
  std::string document(std::string_view sale, std::string_view in_books);

 private:
  Connection* opened(std::int64_t year);

  Connection& books_;
  std::map<std::int64_t, std::unique_ptr<Connection>> years_;
};

/// Where a file of this name lies: in the folder of archives beside the books, or one folder above them, as for a copy in `backups` or books that
/// were put aside. Empty: nowhere, or the books are in memory.
std::filesystem::path archive_beside(Moment& books, const std::string& name);
/// All that these books name a file of.
Result<std::vector<books::Archive>> archives_of(Connection& books);
/// The year whose archive holds this receipt's slip; 0: none.
Result<std::int64_t> archive_of(Moment& books, std::string_view sale);

/// A file, or the names in a folder. Error `books_unavailable`.
Result<void> force_to_disk(const std::filesystem::path& path);
/// Of a file. Error `books_unavailable`.
Result<Digest> sha256_of_file(const std::filesystem::path& file);
/// The first archive that is missing, cut or edited.
Result<std::optional<Finding>> hold_archives(Connection& books);
/// Into the folder of archives of `folder`, every archive that these books name and find: copied once, proven by its hash.
/// Errors: disk_full, books_unavailable.
Result<void> copy_archives(Connection& from, const std::filesystem::path& folder);

/// Its tables, in an empty file.
Result<void> make_archive(Connection& file);
/// Sales from one id to another of the books: `ids` get this mark in the place of their slips. They are written anew side by side: rows that only
/// grow shorter would leave holes that no later sale fills.
Result<void> rewrite_sales(Connection& books, std::int64_t first, std::int64_t last, const std::vector<std::int64_t>& ids, const std::string& mark);

/// What could not be said without it.
Error archive_missing(std::int64_t year);

}  // namespace kwota::store
