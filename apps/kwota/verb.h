// One small file per verb of the command line. A verb declares itself as data: its options, where their values go, and what is done
// when it was chosen. command_line.cpp alone turns that into a parser. Exit status: 0 done, 1 refused (code and sentence on stderr),
// 2 wrong usage.
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/result.h"

namespace kwota::app {

/// IANA zone where none is said: of both programs and of all of their verbs, so that what is started side by side reads the same day.
inline constexpr const char* default_zone = "Asia/Shanghai";

using Run = std::function<int()>;

/// Where the value of an option goes; which of them it is also says what is taken: bool* is a flag, a vector takes several.
/// What stands there before is the default.
using Target = std::variant<bool*, std::string*, std::vector<std::string>*, std::filesystem::path*, int*, unsigned*, std::int64_t*,
                            std::uint64_t*, std::uint16_t*>;

struct Range {
  std::int64_t from = 0, to = 0;  ///< both are allowed
};

/// What else an option asks and shows.
struct Rules {
  bool required = false;
  bool shows_default = false;
  std::optional<Range> range = {};
  std::vector<std::string> one_of = {};
  std::string environment = {};            ///< variable that is taken when the option is not given
  char separator = '\0';                   ///< between several values in one word
  std::vector<std::string> excludes = {};  ///< options that cannot stand beside it; holds for both
  std::string when_named_alone = {};       ///< value of an option that may stand without one
  std::vector<std::string> needs = {};     ///< options without which it says nothing
};

struct Option {
  std::string name;  ///< "--data"; without dashes it is told by its place
  Target target;
  std::string help;
  Rules rules = {};
};

/// Exactly one of these options is given.
struct Choice {
  std::string name, help;
  std::vector<Option> options;
};

struct Verb {
  std::string name, help;
  std::vector<Option> options = {};
  std::vector<Choice> choices = {};
  std::string example = {};
  std::vector<Verb> verbs = {};
  /// What is wrong with the options together, as a sentence; empty: nothing. Not asked when one of `verbs` was chosen.
  std::function<std::string()> wrong_usage = {};
  /// Gives the exit status. None: one of `verbs` has to be named.
  Run run = {};
};

/// Prints "code: sentence" on stderr; the exit status of a refusal.
int refuse(const Error& error);

/// What a verb does with its options as they were given then. `work` gives an exit status, or nothing when doing it is success.
template <class Options, class Status>
Run run_with(std::shared_ptr<Options> options, Status (*work)(const Options&)) {
  return [options = std::move(options), work] {
    const auto status = work(*options);
    if (!status) return refuse(status.error());
    if constexpr (std::is_same_v<Status, Result<int>>)
      return *status;
    else
      return 0;
  };
}

/// Options that several verbs share stand before their own ones.
inline std::vector<Option> together(std::vector<Option> shared, const std::vector<Option>& own) {
  shared.insert(shared.end(), own.begin(), own.end());
  return shared;
}

Verb serve_verb();
Verb version_verb();
Verb verify_verb();
Verb accept_verb();
Verb backup_verb();
Verb restore_verb();
Verb import_verb();
Verb export_verb();
Verb report_verb();
Verb query_verb();
Verb describe_verb();
Verb outlet_verb();
Verb bench_verb();
Verb bench_import_verb();
Verb bench_lines_verb();
Verb bench_lists_verb();
Verb bench_office_verb();
Verb bench_stream_verb();
Verb card_verb();
Verb purse_verb();
Verb quote_verb();
Verb field_verb();
Verb keys_verb();
Verb office_verb();
Verb handheld_verb();
Verb frame_verb();
Verb meter_verb();
Verb town_verb();

}  // namespace kwota::app
