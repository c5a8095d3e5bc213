#include "store/folder_nature.h"

#include "store/books.h"
#include "store/sqlite/reader.h"
#include "store/sqlite/schema.h"

namespace kwota::store {

Result<std::optional<books::Nature>> nature_of_folder(const std::filesystem::path& folder) {
  std::error_code failed;
  const auto file = folder / books_file;
  if (!std::filesystem::exists(file, failed)) return std::optional<books::Nature>();
  TRY(connection, Connection::open(file.string(), Connection::Mode::read));
  TRY(there, has_column(*connection, "utility", "name"));
  if (!there) return std::optional<books::Nature>();
  // Older books than this program's have no word on it: they are brought to its version first, and count as real until then.
  TRY(named, has_column(*connection, "utility", "nature"));
  if (!named) return std::optional(books::Nature::real);
  const auto utility = BooksReader(*connection).only<books::Utility>();
  return utility ? std::optional(utility->nature) : std::nullopt;
}

Result<books::Nature> nature_for_start(const std::filesystem::path& folder, bool samples) {
  TRY(known, nature_of_folder(folder));
  if (known == books::Nature::real && samples)
    return error(Fault::refused, "books_are_real",
                 "The books in " + folder.string() + " are real: neither the bench nor the sample utility is opened on them, and their clock is the "
                 "real one. Nothing was changed. Start without --bench and --demo, or name an empty folder with --data to look and to train.",
                 {{"folder", folder.string()}});
  return known.value_or(samples ? books::Nature::sample : books::Nature::real);
}

}  // namespace kwota::store
