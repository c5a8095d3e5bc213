// kwota field run: plays field logs and says which hold.
#include <fmt/format.h>

#include <boost/json.hpp>

#include "kwota/verb.h"
#include "sim/field/stage.h"

namespace kwota::app {
namespace {

namespace json = boost::json;

json::object in_json(const field::Played& played) {
  json::object out{{"file", played.file}, {"title", played.title}, {"lines", played.lines}, {"holds", played.holds()}};
  if (const auto& failure = played.failure)
    out["failure"] =
        json::object{{"file", failure->file},     {"line", failure->line}, {"section", failure->section}, {"text", failure->text},
                     {"stated", failure->stated}, {"seen", failure->seen}, {"round", failure->round}};
  return out;
}

struct FieldOptions {
  std::vector<std::string> files;
  bool json = false;
};

Result<int> play_all(const FieldOptions& options) {
  json::array all;
  int passed = 0, failed = 0;
  for (const auto& file : options.files) {
    const auto played = field::play(file);
    ++(played.holds() ? passed : failed);
    if (options.json) {
      all.push_back(in_json(played));
      continue;
    }
    fmt::print("{}  {}\n", file, played.title);
    if (played.holds())
      fmt::print("  holds\n");
    else
      fmt::print("{}", field::in_words(*played.failure));
  }
  if (options.json)
    fmt::print("{}\n", json::serialize(json::object{{"passed", passed}, {"failed", failed}, {"logs", std::move(all)}}));
  else
    fmt::print("{} passed, {} failed\n", passed, failed);
  return failed == 0 ? 0 : 1;
}

}  // namespace

Verb field_verb() {
  auto options = std::make_shared<FieldOptions>();
  Verb play{.name = "run",
            .help = "Play field logs (docs/field-logs.md); exit status 1 when one does not hold\n"
                    "Example: kwota field run tests/field/*.log",
            .options = {{"FILE", &options->files, "Field logs", {.required = true}},
                        {"--json", &options->json, "One JSON document instead of text"}},
            .run = run_with(options, play_all)};
  return {.name = "field", .help = "Field logs: what happened in the field, played and checked", .verbs = {std::move(play)}};
}

}  // namespace kwota::app
