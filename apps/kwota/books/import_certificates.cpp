#include "kwota/books/import_certificates.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "base/cause.h"
#include "base/idle_thread.h"
#include "base/ids_text.h"
#include "base/whole_file.h"
#include "carry/meter_keys/change.h"
#include "keys/office/meter_keys.h"
#include "kwota/keys/office_folder.h"
#include "sell/imports/groups.h"
#include "store/draft/moment.h"

namespace kwota::app {
namespace {

namespace fs = std::filesystem;

std::vector<meter_keys::TrustedFactory> of_the_folder(const fs::path& data) {
  std::vector<meter_keys::TrustedFactory> all;
  std::error_code none;
  for (const auto& folder : fs::directory_iterator(data / "factories", none))
    if (fs::exists(folder.path() / "factory.der", none)) all.push_back({whole_file<Bytes>(folder.path() / "factory.der"), {}});
  return all;
}

/// The factories of the folder; of sample books also the bench's, which the counters name while they are there.
std::vector<meter_keys::TrustedFactory> trusted_by(OfficeFolder& office, const fs::path& data) {
  auto all = of_the_folder(data);
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

struct Trusted {
  std::vector<meter_keys::TrustedFactory> factories;
  bool others_not_asked = false;  ///< the bench's may be another one
};

Result<keys::KnownModule> module_in(const std::string& row, std::size_t line, const Trusted& trusted) {
  const auto comma = row.find(',');
  if (comma == std::string::npos) return bad_line(line, "a meter's number, a comma and its certificate are expected");
  TRY(meter, parse_meter_number(row.substr(0, comma)));
  const auto certificate = from_hex(row.substr(comma + 1));
  if (!certificate.ok()) return bad_line(line, "the certificate is not hexadecimal");
  const auto known = meter_keys::check_delivered(meter, *certificate, trusted.factories);
  if (!known.ok() && trusted.others_not_asked && cause_of(known.error()) == Cause::meter_of_another_factory)
    return error(Fault::request, "factory_not_asked",
                 fmt::format("No factory of the key office's folder made the meter of line {}. Whether it is one of the bench only the office itself can ask: stop its server and import the file.", line),
                 {{"line", fmt::format("{}", line)}});
  if (!known.ok()) return known.error();
  return keys::KnownModule{meter, to_hex(known->serial), to_hex(known->certificate)};
}

Result<std::vector<keys::KnownModule>> modules_in(const std::string& text, const Trusted& trusted) {
  std::vector<keys::KnownModule> modules;
  std::istringstream lines(text);
  std::string row;
  for (std::size_t line = 1; std::getline(lines, row); ++line) {
    if (row.ends_with('\r')) row.pop_back();
    if (row.empty()) continue;
    TRY(module, module_in(row, line, trusted));
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

Result<CertificatesImport> look_at_certificates(const BooksFolder& books, const std::string& text) {
  if (!is_office_folder(books.folder)) return no_key_office(books.folder);
  run_when_idle();
  TRY(moment, open_to_read(books, store::Moment::Mode::walk));
  const store::BooksReader reader(*moment);
  TRY(modules, modules_in(text, {of_the_folder(books.folder), books::nature_of(reader) == books::Nature::sample}));
  people::Context context;
  context.now = SystemClock().now();
  TRY(seen, keys::know_modules(reader, modules, books::ModuleOrigin::delivery, context));
  return CertificatesImport{seen.answer, modules.size()};
}

Result<CertificatesImport> import_certificates(const fs::path& data, const std::string& text, const std::string& by) {
  TRY(pin, typed_pin(data));
  TRY(office, OfficeFolder::open(data, pin));
  TRY(modules, modules_in(text, {trusted_by(*office, data)}));
  people::Context context;
  context.now = office->clock().now();
  context.who.name = by;
  const auto looked = office->books().read([&](const books::Reader& reader) { return keys::know_modules(reader, modules, books::ModuleOrigin::delivery, context); });
  if (!looked) return looked.error();
  MUST(take_in(office->books(), modules, context));
  return CertificatesImport{looked->answer, modules.size()};
}

}  // namespace kwota::app
