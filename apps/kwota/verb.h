// One small file per verb of the command line. A verb adds its subcommand and, when it was chosen, sets `run`.
// Exit status: 0 done, 1 refused (code and sentence on stderr), 2 wrong usage.
#pragma once
#include <CLI/CLI.hpp>
#include <functional>
#include <memory>

#include "base/result.h"

namespace kwota::app {

using Run = std::function<int()>;
using AddVerb = void (*)(CLI::App& root, Run& run);

/// Prints "code: sentence" on stderr; the exit status of a refusal.
int refuse(const Error& error);

/// What the verb does when it was chosen, with its options as they were given then. `work` gives an exit status, or nothing when
/// doing it is success.
template <class Options, class Status>
void when_chosen(CLI::App& verb, Run& run, std::shared_ptr<Options> options, Status (*work)(const Options&)) {
  verb.callback([&run, options = std::move(options), work] {
    run = [options, work] {
      const auto status = work(*options);
      if (!status) return refuse(status.error());
      if constexpr (std::is_same_v<Status, Result<int>>)
        return *status;
      else
        return 0;
    };
  });
}

void add_serve(CLI::App& root, Run& run);
void add_version(CLI::App& root, Run& run);
void add_verify(CLI::App& root, Run& run);
void add_accept(CLI::App& root, Run& run);
void add_backup(CLI::App& root, Run& run);
void add_restore(CLI::App& root, Run& run);
void add_import(CLI::App& root, Run& run);
void add_export(CLI::App& root, Run& run);
void add_bench(CLI::App& root, Run& run);
void add_card_check(CLI::App& root, Run& run);
void add_card_show(CLI::App& root, Run& run);
void add_card_trace(CLI::App& root, Run& run);
void add_quote(CLI::App& root, Run& run);
void add_field(CLI::App& root, Run& run);
void add_keys(CLI::App& root, Run& run);
void add_frame(CLI::App& root, Run& run);
void add_meter(CLI::App& root, Run& run);
void add_town(CLI::App& root, Run& run);
void add_bench_lines(CLI::App& root, Run& run);

}  // namespace kwota::app
