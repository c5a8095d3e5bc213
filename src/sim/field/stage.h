// A field log is played: line by line, in a world of its own, until the first line that does not hold.
// Form of a log:
//   field log "title"            the first line that is no comment
//   for each K from 1 to 40      may follow: the log is played for each K, in a new world each time
//   == heading                   a section; failures name it
//   with <file>                  the lines of another file, such as the description of a utility
//   <phrase> [ -> or shows <statement>, <statement> … ]
// After an arrow may stand `refused CODE`; a phrase that is refused without saying so does not hold.
// Guarantees: ends with the law (law.h) whether the log says so or not.   Begin with play().
#pragma once
#include <filesystem>
#include <optional>
#include <string>

namespace kwota::field {

struct Failure {
  std::string file;
  int line = 0;
  std::string section, text;  ///< the line as it stands in the log
  std::string stated, seen;   ///< empty `stated`: the line itself is wrong, `seen` says why
  std::string round;          ///< "K = 7" of a log that is played several times
};

struct Played {
  std::string file, title;
  int lines = 0;  ///< statements and deeds, over all rounds
  std::optional<Failure> failure;
  bool holds() const { return !failure; }
};

/// Every `step`-th round of a log that is played for each K: where the whole is played elsewhere.
Played play(const std::filesystem::path& file, int step = 1);
/// The same for a text; `name` stands for the file in failures, `folder` is where files that it names are looked for.
Played play_text(const std::string& name, const std::string& text, const std::filesystem::path& folder);

/// "file:line: in section …" and the two sides, as `kwota field run` prints it.
std::string in_words(const Failure& failure);

}  // namespace kwota::field
