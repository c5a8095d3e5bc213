#include "kwota/books/import_certificates.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

#include "base/ids_text.h"
#include "carry/meter_keys/change.h"
#include "keys/office/meter_keys.h"
#include "kwota/keys/office_folder.h"
#include "sell/imports/groups.h"

namespace kwota::app {
namespace {

namespace fs = std::filesystem;

Bytes content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// The factories of the folder; of sample books also the bench's, which the counters name while they are there.
std::vector<meter_keys::TrustedFactory> trusted_by(OfficeFolder& office, const fs::path& data) {
  std::vector<meter_keys::TrustedFactory> all;
  std::error_code none;
  for (const auto& folder : fs::directory_iterator(data / "factories", none))
    if (fs::exists(folder.path() / "factory.der", none)) all.push_back({content_of(folder.path() / "factory.der"), {}});
  office_link::RelayedMeters bench(office.link(), office.books(), {});
  const auto public_key = office.store().vault().root_public_key();
  if (!public_key) return all;
  if (const auto named = bench.factories(*public_key, {}); named) all.insert(all.end(), named->begin(), named->end());
  return all;
}

Error bad_line(std::size_t line, std::string_view why) {
  return error(Fault::request, "bad_delivery_file",
               fmt::format("Line {} of the delivery file cannot be used: {}. Nothing was taken in.", line, why),
               {{"line", fmt::format("{}", line)}, {"why", std::string{why}}});
}

Result<keys::KnownModule> module_in(const std::string& row, std::size_t line,
                                    const std::vector<meter_keys::TrustedFactory>& factories) {
  const auto comma = row.find(',');
  if (comma == std::string::npos) return bad_line(line, "a meter's number, a comma and its certificate are expected");
  TRY(meter, parse_meter_number(row.substr(0, comma)));
  const auto certificate = from_hex(row.substr(comma + 1));
  if (!certificate.ok()) return bad_line(line, "the certificate is not hexadecimal");
  TRY(known, meter_keys::check_delivered(meter, *certificate, factories));
  return keys::KnownModule{meter, to_hex(known.serial), to_hex(known.certificate)};
}

Result<std::vector<keys::KnownModule>> modules_in(const std::string& text,
                                                 const std::vector<meter_keys::TrustedFactory>& factories) {
  std::vector<keys::KnownModule> modules;
  std::istringstream lines(text);
  std::string row;
  for (std::size_t line = 1; std::getline(lines, row); ++line) {
    if (row.ends_with('\r')) row.pop_back();
    if (row.empty()) continue;
    TRY(module, module_in(row, line, factories));
    modules.push_back(std::move(module));
  }
  return modules;
}

/// In groups, as every long file: what broke off goes on when it comes again.
Result<void> take_in(store::Books& books, const std::vector<keys::KnownModule>& modules, const people::Context& context) {
  for (auto from = modules.begin(); from != modules.end();) {
    const auto to = from + std::min(modules.end() - from, static_cast<std::ptrdiff_t>(imports::import_group_rows));
    const std::vector<keys::KnownModule> group(from, to);
    MUST(books.run({context.who.name, "import", ""}, [&](const books::Reader& reader) { return keys::know_modules(reader, group, books::ModuleOrigin::delivery, context); }));
    from = to;
  }
  return Done{};
}

}  // namespace

Result<CertificatesImport> import_certificates(const fs::path& data, const std::string& text, bool dry_run,
                                               const std::string& by) {
  TRY(pin, typed_pin(data));
  TRY(office, OfficeFolder::open(data, pin));
  TRY(modules, modules_in(text, trusted_by(*office, data)));
  people::Context context;
  context.now = office->clock().now();
  context.who.name = by;
  const auto looked = office->books().read([&](const books::Reader& reader) { return keys::know_modules(reader, modules, books::ModuleOrigin::delivery, context); });
  if (!looked) return looked.error();
  if (!dry_run) MUST(take_in(office->books(), modules, context));
  return CertificatesImport{looked->answer, modules.size()};
}

}  // namespace kwota::app
