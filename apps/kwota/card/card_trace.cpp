// kwota card trace: a readable log of the commands that read a card, for bug reports. Keys, PINs, MACs and what they were
// made from are named instead of shown.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iostream>

#include "carry/cards/common/names.h"
#include "kwota/card/card_reader.h"
#include "kwota/card/card_verb.h"
#include "kwota/verb.h"

namespace kwota::app {
namespace {

struct TraceOptions {
  CardReaderOptions reader;
  std::string file;
};

/// Writes the log even when the reading ends with an error: that is when it is wanted.
Result<int> trace(const TraceOptions& options) {
  std::ofstream file;
  if (!options.file.empty()) {
    file.open(options.file);
    if (!file)
      return error(Fault::request, "file_unwritable", fmt::format("The file {} cannot be written.", options.file),
                   {{"file", options.file}});
  }
  std::ostream& out = options.file.empty() ? std::cout : file;
  const dialogue::Trace log{[](const iso7816::Command& command) { return cards::name_of(command); },
                            [&out](const std::string& line) { out << line << "\n"; }};
  const auto read = read_card(options.reader, &log);
  if (!read.ok() && !options.file.empty() && file.tellp() == std::streampos(0)) std::filesystem::remove(options.file);  // no reader, no card: there is no log
  TRY(reading, read);
  out << fmt::format("# {} on {}: {}\n", to_hex(reading.atr), reading.reader, name_of(reading.recognition.condition));
  return 0;
}

}  // namespace

Verb card_trace_verb() {
  auto options = std::make_shared<TraceOptions>();
  return {.name = "trace",
          .help = "Read the card and log every command in words; secrets are masked",
          .options = together(reader_options(options->reader), {{"--out", &options->file, "File to write the log to; default: standard output"}}),
          .example = "kwota card trace --out card.log",
          .run = run_with(options, trace)};
}

}  // namespace kwota::app
