// kwota describe: what stands in files and follows from declarations, as it should stand there.
#include <iostream>

#include "kwota/verb.h"
#include "serve/lists/list_catalogue.h"
#include "serve/report/report_catalogue.h"
#include "serve/router/row_schema.h"

namespace kwota::app {
namespace {

struct DescribeOptions {
  std::string what;
};

Result<void> run_describe(const DescribeOptions& options) {
  std::cout << (options.what == "reports" ? serve::reports_page() : options.what == "rows" ? serve::rows_document() : serve::registers_page());
  return Done{};
}

}  // namespace

Verb describe_verb() {
  auto options = std::make_shared<DescribeOptions>();
  return {.name = "describe",
          .help = "Write what follows from declarations: the pages of docs/ with all reports, or all registers, and their columns; or what the rows of each list hold, as JSON Schema",
          .options = {{"PAGE", &options->what, "reports, registers or rows", {.required = true, .one_of = {"reports", "registers", "rows"}}}},
          .example = "kwota describe reports > docs/reports.md",
          .run = run_with(options, run_describe)};
}

}  // namespace kwota::app
