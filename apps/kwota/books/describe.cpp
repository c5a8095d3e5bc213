// kwota describe: the pages of docs that follow from declarations, as they should stand there.
#include <iostream>

#include "kwota/verb.h"
#include "serve/lists/list_catalogue.h"
#include "serve/report/report_catalogue.h"

namespace kwota::app {
namespace {

struct DescribeOptions {
  std::string what;
};

Result<void> run_describe(const DescribeOptions& options) {
  std::cout << (options.what == "reports" ? serve::reports_page() : serve::registers_page());
  return Done{};
}

}  // namespace

Verb describe_verb() {
  auto options = std::make_shared<DescribeOptions>();
  return {.name = "describe",
          .help = "Write a page of docs/ that follows from declarations: all reports, or all registers, with their columns",
          .options = {{"PAGE", &options->what, "reports or registers", {.required = true, .one_of = {"reports", "registers"}}}},
          .example = "kwota describe reports > docs/reports.md",
          .run = run_with(options, run_describe)};
}

}  // namespace kwota::app
