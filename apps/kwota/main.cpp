// kwota: one program, one small file per verb. This file is the explicit list of them.
#include <cstdio>

#include "kwota/verb.h"

namespace kwota::app {

constexpr AddVerb verbs[] = {
    add_serve,
    add_version,
    add_verify,
    add_accept,
    add_backup,
    add_restore,
    add_import,
    add_export,
    add_bench,
    add_card_check,
    add_card_show,
    add_card_trace,
    add_quote,
    add_field,
    add_frame,
    add_meter,
    add_town,
    add_bench_lines,
    add_keys,
};

int refuse(const Error& error) {
  std::fprintf(stderr, "%s: %s\n", error.code.c_str(), error.what.c_str());
  return 1;
}

void add_version(CLI::App& root, Run& run) {
  auto* verb = root.add_subcommand("version", "Print the version");
  verb->callback([&run] {
    run = [] {
      std::puts("kwota 0.1.0");
      return 0;
    };
  });
}

}  // namespace kwota::app

int main(int argc, char** argv) {
  CLI::App root{"Kwota: prepaid utility vending, from the counter to the meter"};
  root.require_subcommand(1);
  kwota::app::Run run;
  for (const auto add : kwota::app::verbs) add(root, run);
  try {
    root.parse(argc, argv);
  } catch (const CLI::Success& help) {
    return root.exit(help);
  } catch (const CLI::ParseError& wrong) {
    root.exit(wrong);
    return 2;
  }
  return run ? run() : 2;
}
