// Where a verb finds the books: --data FOLDER, $KWOTA_DATA, or ./data; and the vault's public key, to check its signatures.
#pragma once
#include <filesystem>
#include <memory>
#include <string>

#include "kwota/verb.h"
#include "store/draft/moment.h"
#include "store/verify/public_keys.h"
#include "store/verify/verify.h"

namespace kwota::app {

struct BooksFolder {
  std::filesystem::path folder = "data";
  std::string public_key;  ///< file; empty: root_public_key.der in the folder, when it is there
};

/// --data, and --public-key when signatures are checked.
Option data_option(Target folder);
Option data_option(BooksFolder& books);
Option key_option(BooksFolder& books);

/// Opens one moment of the books to look at, also while they are being sold from; `walk` to read a whole list of them. Errors: `no_books`,
/// those of Connection::open.
Result<std::unique_ptr<store::Moment>> open_to_read(const BooksFolder& books, store::Moment::Mode how = store::Moment::Mode::read);

/// Empty when no key was named and none lies in the folder. Errors: `file_unreadable`, `bad_public_key`.
Result<store::SignatureCheck> signature_check(const BooksFolder& books);

using store::public_key_file;

}  // namespace kwota::app
