// kwota card trace: a readable log of the commands that read a card, for bug reports. Keys, PINs, MACs and what they were
// made from are named instead of shown.
#include <fmt/format.h>

#include <fstream>
#include <iostream>

#include "carry/cards/names.h"
#include "kwota/card_reader.h"
#include "kwota/card_verb.h"
#include "kwota/verb.h"

namespace kwota::app {
namespace {

struct TraceOptions {
  CardReaderOptions reader;
  std::string file;
};

/// Writes the log even when the reading ends with an error: that is when it is wanted.
int trace(const TraceOptions& options) {
  std::ofstream file;
  if (!options.file.empty()) {
    file.open(options.file);
    if (!file)
      return refuse(error(Fault::request, "file_unwritable", fmt::format("The file {} cannot be written.", options.file),
                          {{"file", options.file}}));
  }
  std::ostream& out = options.file.empty() ? std::cout : file;
  const dialogue::Trace log{[](const iso7816::Command& command) { return cards::name_of(command); },
                            [&out](const std::string& line) { out << line << "\n"; }};
  const auto reading = read_card(options.reader, &log);
  if (!reading.ok()) return refuse(reading.error());
  out << fmt::format("# {} on {}: {}\n", to_hex(reading->atr), reading->reader, name_of(reading->recognition.standing));
  return 0;
}

}  // namespace

void add_card_trace(CLI::App& root, Run& run) {
  auto options = std::make_shared<TraceOptions>();
  auto* verb = card_verb(root).add_subcommand("trace", "Read the card and log every command in words; secrets are masked");
  add_reader_options(*verb, options->reader);
  verb->add_option("--out", options->file, "File to write the log to; default: standard output");
  verb->footer("Example: kwota card trace --out card.log");
  verb->callback([&run, options] { run = [options] { return trace(*options); }; });
}

}  // namespace kwota::app
