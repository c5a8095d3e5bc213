// kwota verify: were the books changed by hand? Recomputes all of them and names the first row that is not as it was written.
#include <fmt/format.h>

#include <boost/json.hpp>
#include <iostream>

#include "kwota/books_folder.h"
#include "kwota/verb.h"
#include "store/books.h"

namespace kwota::app {
namespace {

struct VerifyOptions {
  BooksFolder books;
  bool json = false;
};

boost::json::object as_json(const store::VerifyReport& report) {
  boost::json::object json{{"ok", report.ok()},
                           {"rows", report.rows},
                           {"chains", report.chains},
                           {"anchors", report.anchors},
                           {"signatures_checked", report.signatures_checked}};
  if (report.first)
    json["first_problem"] = {
        {"table", report.first->table}, {"key", report.first->key}, {"what", report.first->what}, {"why", report.first->why}};
  return json;
}

void print(const store::VerifyReport& report) {
  if (report.first)
    fmt::print("{}: {}/{}: {}\n", report.first->what, report.first->table, report.first->key, report.first->why);
  else
    fmt::print(
        "In order: {} rows, {} chains, {} anchors{}.\n", report.rows, report.chains, report.anchors,
        report.signatures_checked ? " with their signatures" : "; signatures were not checked (no public key, see --public-key)");
}

Result<int> run_verify(const VerifyOptions& options) {
  TRY(check, signature_check(options.books));
  TRY(connection, open_to_read(options.books));
  TRY(report, store::verify(*connection, {check, options.books.folder / store::anchor_log_file}));
  if (options.json)
    std::cout << boost::json::serialize(as_json(report)) << "\n";
  else
    print(report);
  return report.ok() ? 0 : 1;
}

}  // namespace

void add_verify(CLI::App& root, Run& run) {
  auto options = std::make_shared<VerifyOptions>();
  auto* verb =
      root.add_subcommand("verify", "Recompute the books and name the first row that was changed, removed or put in by hand");
  add_data_option(*verb, options->books);
  add_key_option(*verb, options->books);
  verb->add_flag("--json", options->json, "As JSON");
  verb->footer("Example: kwota verify --data /var/lib/kwota --public-key auditor/root_public_key.der");
  when_chosen(*verb, run, options, run_verify);
}

}  // namespace kwota::app
