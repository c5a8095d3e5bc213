#include "kwota/books/books_folder.h"

#include <fmt/format.h>

#include "kwota/input.h"
#include "store/restoration.h"

namespace kwota::app {

Option data_option(Target folder) {
  return {"--data", folder, "Folder of the books", {.shows_default = true, .environment = "KWOTA_DATA"}};
}

Option data_option(BooksFolder& books) { return data_option(&books.folder); }

Option key_option(BooksFolder& books) {
  return {"--public-key", &books.public_key,
          fmt::format("Public key of the vault (DER), to check its signatures; default: {} in the folder. An auditor brings his own copy",
                      public_key_file)};
}

Result<std::unique_ptr<store::Moment>> open_to_read(const BooksFolder& books, store::Moment::Mode how) {
  const auto file = books.folder / store::books_file;
  std::error_code failed;
  if (std::filesystem::exists(books.folder / store::moving_folder, failed))
    return error(Fault::refused, "books_half_restored", "Older books were being put in place when the program ended. Nothing was read. Start the server once: it brings that to its end.");
  if (!std::filesystem::exists(file, failed))
    return error(Fault::request, "no_books",
                 fmt::format("There are no books in {}. Nothing was done. Name their folder with --data.", books.folder.string()),
                 {{"folder", books.folder.string()}});
  return store::open_moment(file, how);
}

Result<store::SignatureCheck> signature_check(const BooksFolder& books) {
  auto file = books.public_key;
  std::error_code failed;
  if (const auto own = books.folder / public_key_file; file.empty() && std::filesystem::exists(own, failed)) file = own.string();
  if (file.empty()) return store::SignatureCheck();
  TRY(der, input_text(file));
  return store::check_by_public_key(view_of(der));
}

}  // namespace kwota::app
