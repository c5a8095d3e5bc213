// kwota import: registers from a file – CSV or a workbook –, checked whole before any of it is taken, and then taken in groups: for that the server of
// these books must stand still. Who only looks reads one moment of them, as every other verb that reads does, and needs neither their lock nor their vault.

#include <fmt/format.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <iostream>

#include "base/idle_thread.h"
#include "base/time.h"
#include "carry/lines/all.h"
#include "kwota/books/books_folder.h"
#include "kwota/books/house_books.h"
#include "kwota/books/import_certificates.h"
#include "kwota/input.h"
#include "kwota/verb.h"
#include "schemes/all.h"
#include "sell/imports/groups.h"
#include "serve/office/import_view.h"
#include "serve/office/register_files.h"
#include "store/books.h"
#include "store/draft/moment.h"

namespace kwota::app {
namespace {

struct ImportOptions {
  BooksFolder books;
  std::string first, second, of, encoding;
  bool dry_run = false, preview = false, json = false;

  /// "kwota import customers FILE" and "kwota import FILE --register customers" are the same.
  std::string table() const { return of.empty() ? first : of; }
  std::string file() const { return of.empty() ? second : first; }
  bool only_looks() const { return dry_run || preview; }
};

/// Who did it, as the audit names people of the command line.
std::string operator_here() {
  const char* name = std::getenv("USER");
  return fmt::format("command line ({})", name != nullptr && *name != '\0' ? name : std::to_string(::getuid()));
}

boost::json::object as_json(const imports::ImportReport& report, bool dry_run) {
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

void print(const imports::ImportReport& report, bool dry_run) {
  for (const auto& bad : report.errors) fmt::print("line {}, {}: {}\n", bad.row, bad.column, bad.what);
  if (report.encoding != customer::Encoding::utf8) fmt::print("The file was read as {}.\n", customer::name_of(report.encoding));
  fmt::print("{} new, {} changed, {} same, {} errors{}\n", report.created, report.changed, report.same, report.errors.size(),
             dry_run                  ? "; nothing was imported (dry run)"
             : report.errors.empty()  ? ""
             : report.written == 0    ? "; nothing was imported"
                                      : fmt::format("; {} rows before them are in the books: correct the file and import it again", report.written));
}

/// What would change, cell by cell.
void print_changes(const imports::ImportFile& file, const books::Reader& books, const people::Context& context) {
  imports::judge(books, file, file.table.rows, context, [](imports::Judged&& one) {
    for (const auto& cell : one.cells) fmt::print("line {}, {}: \"{}\" -> \"{}\"\n", one.row->line, cell.column, cell.before, cell.after);
    for (const auto& note : one.warnings) fmt::print("line {}, {}: {}\n", note.row, note.column, note.what);
    return true;
  });
}

Result<int> run_certificates(const ImportOptions& options) {
  TRY(text, input_text(options.file()));
  TRY(done, options.only_looks() ? look_at_certificates(options.books, text) : import_certificates(options.books.folder, text, operator_here()));
  if (options.json)
    std::cout << boost::json::serialize(boost::json::object{
                     {"dry_run", options.only_looks()}, {"new", done.taken}, {"same", static_cast<std::int64_t>(done.lines) - done.taken}})
              << "\n";
  else
    fmt::print("{} new, {} known already{}\n", done.taken, static_cast<std::int64_t>(done.lines) - done.taken,
               options.only_looks() ? "; nothing was imported (dry run)" : "");
  return 0;
}

/// Columns by their own names, or by what any of our languages calls them: so files of our own lists come back.
Result<imports::ImportFile> file_of(const imports::Importable& of, std::string_view bytes, const std::string& encoding) {
  TRY(said, customer::encoding_said(encoding));
  TRY(table, imports::read_table(bytes, said));
  if (const auto unknown = imports::unknown_columns(of, table.header, serve::known_in(of.name)); !unknown.empty())
    return error(Fault::request, "column_unknown",
                 "The column \"" + unknown.front() + "\" is none of this table. Nothing was imported. Name it as the template does, or take it out.", {{"column", unknown.front()}});
  const auto mapping = imports::guessed(of, table.header, serve::known_in(of.name));
  TRY(mapped, imports::mapped(of, std::move(table), mapping));
  return imports::ImportFile{&of, std::move(mapped)};
}

imports::Context context_here(Instant now) {
  auto context = imports::setting_up(now);
  context.schemes = &schemes::table();
  context.devices = lines::known_devices();
  return context;
}

/// Beside a server that sells from these books.
Result<imports::ImportReport> looked_at(const ImportOptions& options, const imports::ImportFile& file) {
  run_when_idle();
  TRY(moment, open_to_read(options.books, store::Moment::Mode::walk));
  const store::BooksReader books(*moment);
  const auto context = context_here(SystemClock().now());
  const imports::ImportWay way{.look = [&](const imports::ImportDecide& whole) -> Result<imports::ImportReport> {
                                 TRY(seen, whole(books));
                                 return std::move(seen.answer);
                               },
                               .write = {}};
  TRY(report, imports::look_at_import(file, way, context));
  if (options.preview && !options.json) print_changes(file, books, context);
  return report;
}

Result<imports::ImportReport> taken_in(const ImportOptions& options, const imports::ImportFile& file) {
  const SystemClock clock;
  SystemRandom random;
  TRY(vault, FolderVault::open(options.books.folder, random));
  TRY(settings, settings_with_vault(options.books.folder, vault.vault()));
  TRY(books, store::Books::open(settings, clock));
  const imports::ImportWay way{.look = [&](const imports::ImportDecide& whole) -> Result<imports::ImportReport> {
                                 TRY(seen, books->read(whole));
                                 return std::move(seen.answer);
                               },
                               .write = [&](const imports::ImportDecide& group, bool) { return books->run({operator_here(), "import", ""}, group); }};
  return imports::import_in_groups(file, way, context_here(clock.now()));
}

Result<int> run_import(const ImportOptions& options) {
  if (options.file().empty())
    return error(Fault::request, "field_missing", "Say which register and which file: kwota import FILE --register customers. Nothing was imported.", {{"field", "FILE"}});
  if (options.table() == "meter-certificates") return run_certificates(options);
  const auto more = serve::register_files();
  TRY(of, imports::find_importable(options.table(), more));
  TRY(text, input_text(options.file()));
  TRY(file, file_of(*of, text, options.encoding));
  TRY(report, options.only_looks() ? looked_at(options, file) : taken_in(options, file));
  if (options.json)
    std::cout << boost::json::serialize(as_json(report, options.only_looks())) << "\n";
  else
    print(report, options.only_looks());
  return report.errors.empty() ? 0 : 1;
}

std::string all_names() {
  std::string out;
  const auto more = serve::register_files();
  for (const auto list : {imports::importables(), std::span<const imports::Importable>(more)})
    for (const auto& one : list) out += (out.empty() ? "" : ", ") + one.name;
  return out;
}

}  // namespace

Verb import_verb() {
  auto options = std::make_shared<ImportOptions>();
  return {.name = "import",
          .help = "Take registers from a CSV file or a workbook, checked whole before any of it is taken",
          .options = {{"TABLE", &options->first,
                       all_names() + "; meter-certificates (the maker's delivery file, into the folder of the key office). With --register, the file",
                       {.required = true}},
                      {"FILE", &options->second, "The file; - for standard input"},
                      {"--register", &options->of, "The register, where the file comes first"},
                      {"--encoding", &options->encoding, "UTF-8, GB18030 or Windows-1251, where the file is not what it looks like"},
                      {"--preview", &options->preview, "Only say what would be new, changed (each cell, before and after) and wrong"},
                      {"--dry-run", &options->dry_run, "Only say what would be new, changed and wrong"},
                      {"--json", &options->json, "As JSON"},
                      data_option(options->books)},
          .example = "kwota import demo/meters.csv --register meters --preview",
          .run = run_with(options, run_import)};
}

}  // namespace kwota::app
