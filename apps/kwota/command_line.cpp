// The only file that includes CLI11: its header costs seconds wherever it is compiled.
#include "kwota/command_line.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <iostream>
#include <system_error>

namespace kwota::app {
namespace {

CLI::Option& added(CLI::App& verb, const Option& option) {
  return *std::visit(
      [&](auto* target) {
        if constexpr (std::is_same_v<decltype(target), bool*>)
          return verb.add_flag(option.name, *target, option.help);
        else
          return verb.add_option(option.name, *target, option.help);
      },
      option.target);
}

void add(CLI::App& verb, const Option& option) {
  auto& made = added(verb, option);
  const auto& rules = option.rules;
  if (rules.required) made.required();
  if (rules.range) made.check(CLI::Range(rules.range->from, rules.range->to));
  if (!rules.one_of.empty()) made.check(CLI::IsMember(rules.one_of));
  if (!rules.environment.empty()) made.envname(rules.environment);
  if (!rules.when_named_alone.empty()) made.expected(0, 1)->default_str(rules.when_named_alone);
  if (rules.separator != '\0') made.delimiter(rules.separator);
  if (rules.shows_default) made.capture_default_str();
}

/// When all of them are there.
void relate(CLI::App& verb, const std::vector<Option>& options) {
  for (const auto& option : options) {
    auto* const made = verb.get_option(option.name.substr(0, option.name.find(',')));
    for (const auto& other : option.rules.excludes) made->excludes(verb.get_option(other));
    for (const auto& other : option.rules.needs) made->needs(verb.get_option(other));
  }
}

void describe(CLI::App& app, const Verb& verb) {
  for (const auto& option : verb.options) add(app, option);
  for (const auto& choice : verb.choices) {
    auto* group = app.add_option_group(choice.name, choice.help)->require_option(1);
    for (const auto& option : choice.options) add(*group, option);
  }
  relate(app, verb.options);
  if (!verb.example.empty()) app.footer("Example: " + verb.example);
  if (!verb.verbs.empty()) app.require_subcommand(verb.run ? 0 : 1, 1);
  if (verb.wrong_usage)
    app.callback([&app, &verb] {
      if (!app.get_subcommands().empty()) return;
      if (const auto wrong = verb.wrong_usage(); !wrong.empty()) throw CLI::ValidationError(verb.name, wrong);
    });
  for (const auto& below : verb.verbs) describe(*app.add_subcommand(below.name, below.help), below);
}

const Verb& chosen(const CLI::App& app, const Verb& verb) {
  for (const auto& below : verb.verbs)
    if (const auto* sub = app.get_subcommand(below.name); sub->parsed()) return chosen(*sub, below);
  return verb;
}

/// What was said lies where it was to lie: a list onto a full disk is half a list, and nobody may take it for a whole one.
bool all_is_said() {
  std::cout.flush();
  return std::cout.good() && std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
}

/// What a verb did stays done; that nobody can read what it said is a refusal of its own.
int run_and_say(const Verb& verb) {
  int status = 0;
  try {
    status = verb.run();
  } catch (const std::system_error&) {  // of the library that prints
    if (std::ferror(stdout) == 0) throw;
  }
  if (status != 0 || all_is_said()) return status;
  return refuse(error(Fault::request, "output_not_written",
                      "What was to be said could not be written to the end: the disk is full, or nobody reads any more. What is written there is not all of it. Make room, and ask again."));
}

}  // namespace

int run_command_line(const Verb& root, int argc, const char* const* argv) {
  CLI::App app{root.help};
  describe(app, root);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help) {
    return app.exit(help);
  } catch (const CLI::ParseError& wrong) {
    app.exit(wrong);
    return 2;
  }
  return run_and_say(chosen(app, root));
}

}  // namespace kwota::app
