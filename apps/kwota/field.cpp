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

int play_all(const std::vector<std::string>& files, bool as_json) {
  json::array all;
  int passed = 0, failed = 0;
  for (const auto& file : files) {
    const auto played = field::play(file);
    ++(played.holds() ? passed : failed);
    if (as_json) {
      all.push_back(in_json(played));
      continue;
    }
    fmt::print("{}  {}\n", file, played.title);
    if (played.holds())
      fmt::print("  holds\n");
    else
      fmt::print("{}", field::in_words(*played.failure));
  }
  if (as_json)
    fmt::print("{}\n", json::serialize(json::object{{"passed", passed}, {"failed", failed}, {"logs", std::move(all)}}));
  else
    fmt::print("{} passed, {} failed\n", passed, failed);
  return failed == 0 ? 0 : 1;
}

}  // namespace

void add_field(CLI::App& root, Run& run) {
  auto* verb = root.add_subcommand("field", "Field logs: what happened in the field, played and checked");
  verb->require_subcommand(1);
  auto* play = verb->add_subcommand("run",
                                    "Play field logs (docs/field-logs.md); exit status 1 when one does not hold\n"
                                    "Example: kwota field run tests/field/*.log");
  auto files = std::make_shared<std::vector<std::string>>();
  auto as_json = std::make_shared<bool>(false);
  play->add_option("FILE", *files, "Field logs")->required();
  play->add_flag("--json", *as_json, "One JSON document instead of text");
  play->callback([&run, files, as_json] { run = [files, as_json] { return play_all(*files, *as_json); }; });
}

}  // namespace kwota::app
