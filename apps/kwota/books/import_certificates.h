// kwota import meter-certificates: the maker's delivery file. Begin with import_certificates().
#pragma once
#include <filesystem>
#include <string>

#include "base/result.h"

namespace kwota::app {

struct CertificatesImport {
  std::int64_t taken = 0;  ///< new ones
  std::size_t lines = 0;
};

/// `text`: one meter a line, number, comma, certificate as DER in hexadecimal; each is held against the factories that these books
/// trust before any is taken, and then they are taken in groups. Errors: `bad_delivery_file`{line, why}, `meter_of_another_factory`, `meter_not_genuine`,
/// `meter_module_differs`, those of the books.
Result<CertificatesImport> import_certificates(const std::filesystem::path& data, const std::string& text, bool dry_run,
                                               const std::string& by);

}  // namespace kwota::app
