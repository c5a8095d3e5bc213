// kwota import: registers from a CSV file, checked whole before any of it is taken, and then taken in groups. The server of these books must
// stand still.

#include <fmt/format.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <iostream>

#include "base/time.h"
#include "kwota/books_folder.h"
#include "kwota/house_books.h"
#include "kwota/import_certificates.h"
#include "kwota/input.h"
#include "kwota/verb.h"
#include "sell/customer/import_groups.h"
#include "store/books.h"

namespace kwota::app {
namespace {

struct ImportOptions {
  BooksFolder books;
  std::string table, file;
  bool dry_run = false, json = false;
};

/// Who did it, as the audit names people of the command line.
std::string operator_here() {
  const char* name = std::getenv("USER");
  return fmt::format("command line ({})", name != nullptr && *name != '\0' ? name : std::to_string(::getuid()));
}

boost::json::object as_json(const customer::ImportReport& report, bool dry_run) {
  boost::json::array errors;
  for (const auto& bad : report.errors)
    errors.push_back({{"row", bad.row}, {"column", bad.column}, {"code", bad.code}, {"detail", bad.what}});
  return {{"dry_run", dry_run},
          {"new", report.created},
          {"changed", report.changed},
          {"same", report.same},
          {"written", report.written},
          {"encoding", customer::name_of(report.encoding)},
          {"errors", std::move(errors)}};
}

void print(const customer::ImportReport& report, bool dry_run) {
  for (const auto& bad : report.errors) fmt::print("line {}, {}: {}\n", bad.row, bad.column, bad.what);
  if (report.encoding != customer::Encoding::utf8) fmt::print("The file was read as {}.\n", customer::name_of(report.encoding));
  fmt::print("{} new, {} changed, {} same, {} errors{}\n", report.created, report.changed, report.same, report.errors.size(),
             dry_run                  ? "; nothing was imported (dry run)"
             : report.errors.empty()  ? ""
             : report.written == 0    ? "; nothing was imported"
                                      : fmt::format("; {} rows before them are in the books: correct the file and import it again", report.written));
}

Result<int> run_certificates(const ImportOptions& options) {
  TRY(text, input_text(options.file));
  TRY(done, import_certificates(options.books.folder, text, options.dry_run, operator_here()));
  if (options.json)
    std::cout << boost::json::serialize(boost::json::object{
                     {"dry_run", options.dry_run}, {"new", done.taken}, {"same", static_cast<std::int64_t>(done.lines) - done.taken}})
              << "\n";
  else
    fmt::print("{} new, {} known already{}\n", done.taken, static_cast<std::int64_t>(done.lines) - done.taken,
               options.dry_run ? "; nothing was imported (dry run)" : "");
  return 0;
}

Result<int> run_import(const ImportOptions& options) {
  if (options.table == "meter-certificates") return run_certificates(options);
  TRY(table, customer::parse_table(options.table));
  TRY(text, input_text(options.file));
  TRY(file, customer::read_import(table, text));
  const SystemClock clock;
  SystemRandom random;
  TRY(vault, FolderVault::open(options.books.folder, random));
  TRY(settings, settings_with_vault(options.books.folder, vault.vault()));
  TRY(books, store::Books::open(settings, clock));
  const customer::ImportWay way{.look = [&](const customer::ImportDecide& whole) -> Result<customer::ImportReport> {
                                  TRY(seen, books->read(whole));
                                  return std::move(seen.answer);
                                },
                                .write = [&](const customer::ImportDecide& group, bool) { return books->run({operator_here(), "import", ""}, group); }};
  TRY(report, options.dry_run ? customer::look_at_import(file, way, clock.now()) : customer::import_in_groups(file, way, clock.now()));
  if (options.json)
    std::cout << boost::json::serialize(as_json(report, options.dry_run)) << "\n";
  else
    print(report, options.dry_run);
  return report.errors.empty() ? 0 : 1;
}

}  // namespace

Verb import_verb() {
  auto options = std::make_shared<ImportOptions>();
  return {.name = "import",
          .help = "Take registers from a CSV file, checked whole before any of it is taken",
          .options = {{"TABLE", &options->table,
                       "places, service-points, customers, meters, accounts; meter-certificates (the maker's delivery file, into the folder of the key office)", {.required = true}},
                      {"FILE", &options->file, "The file; - for standard input", {.required = true}},
                      {"--dry-run", &options->dry_run, "Only say what would be new, changed and wrong"},
                      {"--json", &options->json, "As JSON"},
                      data_option(options->books)},
          .example = "kwota import meters demo/meters.csv --dry-run",
          .run = run_with(options, run_import)};
}

}  // namespace kwota::app
