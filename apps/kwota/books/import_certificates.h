// kwota import meter-certificates: the maker's delivery file. Begin with import_certificates().
#pragma once
#include <filesystem>
#include <string>

#include "base/result.h"
#include "kwota/books/books_folder.h"

namespace kwota::app {

struct CertificatesImport {
  std::int64_t taken = 0;  ///< new ones
  std::size_t lines = 0;
};

/// `text`: one meter a line, number, comma, certificate as DER in hexadecimal; each is held against the factories that these books
/// trust before any is taken, and then they are taken in groups. Errors: `bad_delivery_file`{line, why}, `meter_of_another_factory`, `meter_not_genuine`,
/// `meter_module_differs`, those of the books.
Result<CertificatesImport> import_certificates(const std::filesystem::path& data, const std::string& text, const std::string& by);

/// What of it would be new, beside the running key office: without its lock, its token and its PIN. Errors: `no_key_office`, those above, `factory_not_asked` {line}: of
/// sample books, whose counters name the bench's factory to the office alone.
Result<CertificatesImport> look_at_certificates(const BooksFolder& books, const std::string& text);

}  // namespace kwota::app
