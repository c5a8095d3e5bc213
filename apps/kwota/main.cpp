// kwota: one program, one small file per verb. This file is the explicit list of them.
#include <cstdio>

#include "kwota/books/job_verbs.h"
#include "kwota/command_line.h"

namespace kwota::app {

int refuse(const Error& error) {
  std::fprintf(stderr, "%s: %s\n", error.code.c_str(), error.what.c_str());
  return 1;
}

Verb version_verb() {
  return {.name = "version", .help = "Print the version", .example = "kwota version", .run = [] {
            std::puts("kwota 0.1.0");
            return 0;
          }};
}

Verb kwota_verb() {
  return {.name = "kwota",
          .help = "Kwota: prepaid utility vending, from the counter to the meter",
          .verbs = {serve_verb(), version_verb(), verify_verb(), accept_verb(), backup_verb(), restore_verb(), import_verb(), export_verb(), report_verb(), query_verb(), describe_verb(), jobs_verb(), month_end_verb(), archive_verb(), readings_verb(), outlet_verb(),
                    bench_verb(), card_verb(), purse_verb(), quote_verb(), field_verb(), frame_verb(), meter_verb(), town_verb(), bench_import_verb(), bench_lines_verb(), bench_stream_verb(), bench_lists_verb(), bench_office_verb(),
                    keys_verb(), office_verb(), handheld_verb()}};
}

}  // namespace kwota::app

int main(int argc, char** argv) { return kwota::app::run_command_line(kwota::app::kwota_verb(), argc, argv); }
