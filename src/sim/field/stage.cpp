#include "sim/field/stage.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "sim/field/vocabulary.h"
#include "sim/field/world/law.h"

namespace kwota::field {
namespace {

namespace fs = std::filesystem;

struct LogLine {
  std::string file;
  int number = 0;
  std::string text;
  std::vector<Word> words;
};

struct Log {
  std::string title, variable;
  std::int64_t from = 1, to = 1;
  std::vector<LogLine> lines;
};

Failure wrong(const LogLine& line, std::string why) {
  Failure failure;
  failure.file = line.file;
  failure.line = line.number;
  failure.text = line.text;
  failure.seen = std::move(why);
  return failure;
}

std::string trimmed(std::string text) {
  const auto first = text.find_first_not_of(" \t"), last = text.find_last_not_of(" \t\r");
  return first == std::string::npos ? "" : text.substr(first, last - first + 1);
}

/// Reads a log: header, rounds, files that it takes in.
class Script {
 public:
  explicit Script(fs::path folder) : folder_(std::move(folder)) {}

  void read(const std::string& name, std::istream& in, bool header) {
    int number = 0;
    for (std::string text; !failure && std::getline(in, text);) {
      LogLine line{name, ++number, trimmed(text), {}};
      auto words = split(text);
      if (!words) {
        failure = wrong(line, words.error().what);
        return;
      }
      line.words = std::move(*words);
      if (line.words.empty()) continue;
      if (header && log.title.empty())
        take_title(line);
      else if (header && line.words.size() == 7 && line.words[0].text == "for" && line.words[1].text == "each")
        take_rounds(line);
      else if (line.words.size() == 2 && line.words[0].text == "with")
        take_in(line);
      else
        log.lines.push_back(std::move(line));
    }
    if (header && log.title.empty() && !failure)
      failure = wrong({name, number, "", {}}, "a log begins with: field log \"title\"");
  }
  Log log;
  std::optional<Failure> failure;

 private:
  void take_title(const LogLine& line) {
    if (line.words.size() == 3 && line.words[0].text == "field" && line.words[1].text == "log" && line.words[2].quoted)
      log.title = line.words[2].text;
    else
      failure = wrong(line, "a log begins with: field log \"title\"");
  }
  void take_rounds(const LogLine& line) {
    const auto from = parse_decimal(line.words[4].text, 0), to = parse_decimal(line.words[6].text, 0);
    if (line.words[3].text != "from" || line.words[5].text != "to" || !from.ok() || !to.ok() || *from > *to) {
      failure = wrong(line, "rounds are written: for each K from 1 to 40");
      return;
    }
    log.variable = line.words[2].text;
    log.from = *from;
    log.to = *to;
  }
  void take_in(const LogLine& line) {
    std::ifstream in(folder_ / line.words[1].text);
    if (!in) {
      failure = wrong(line, "there is no file `" + line.words[1].text + "` beside the log");
      return;
    }
    read((folder_ / line.words[1].text).string(), in, false);
  }
  fs::path folder_;
};

bool is_arrow(const Word& word) { return !word.quoted && (word.text == "->" || word.text == "shows"); }

class Round {
 public:
  Round(World& world, std::string variable, std::int64_t value)
      : world_(world), variable_(std::move(variable)), value_(std::to_string(value)) {}

  std::optional<Failure> say(const LogLine& line) {
    auto words = line.words;
    for (auto& word : words)
      if (!variable_.empty() && !word.quoted && word.text == variable_) word.text = value_;
    if (words.front().text == "==") {
      section_ = joined(std::span(words).subspan(1));
      return std::nullopt;
    }
    const auto arrow = std::find_if(words.begin(), words.end(), is_arrow);
    auto done = act({words.begin(), arrow});
    auto failure = arrow == words.end() ? unexpected(line, done) : hold(line, done, {arrow + 1, words.end()});
    return named(std::move(failure));
  }
  std::optional<Failure> law(const LogLine& last) {
    const auto found = check_law(world_);
    if (found.ok() && !*found) return std::nullopt;
    auto failure = wrong(last, found.ok() ? (*found)->seen : found.error().what);
    failure.text = "the law at the end of every log";
    if (found.ok()) failure.stated = (*found)->stated;
    section_.clear();
    return named(std::move(failure));
  }

 private:
  std::optional<Failure> named(std::optional<Failure> failure) const {
    if (!failure) return failure;
    failure->section = section_;
    if (!variable_.empty()) failure->round = variable_ + " = " + value_;
    return failure;
  }
  Result<Facts> act(std::span<const Word> words) {
    TRY(understood, vocabulary().find(words));
    try {
      return understood.phrase->act(world_, understood.sentence);
    } catch (const ProgramDied&) {
      world_.program_runs = false;
      for (auto& [till, window] : world_.windows) window.look.reset();
      return Facts{}.say("state", "program died");
    }
  }
  static std::optional<Failure> unexpected(const LogLine& line, const Result<Facts>& done) {
    if (done.ok()) return std::nullopt;
    auto failure =
        wrong(line, is_mistake(done.error()) ? done.error().what : "refused " + done.error().code + ": " + done.error().what);
    if (!is_mistake(done.error())) failure.stated = "that it is done";
    return failure;
  }
  static std::optional<Failure> hold(const LogLine& line, const Result<Facts>& done, std::span<const Word> stated) {
    if (!done.ok() && is_mistake(done.error())) return wrong(line, done.error().what);
    if (stated.empty()) return wrong(line, "after the arrow a statement is missing");
    if (stated.front().text == "refused" || !done.ok()) return refused(line, done, stated);
    for (std::size_t from = 0; from <= stated.size();) {
      std::size_t to = from;
      while (to < stated.size() && (stated[to].quoted || stated[to].text != ",")) ++to;
      const auto difference = check(*done, stated.subspan(from, to - from));
      if (!difference.ok()) return wrong(line, difference.error().what);
      if (*difference) {
        auto failure = wrong(line, (*difference)->seen);
        failure.stated = (*difference)->stated;
        return failure;
      }
      from = to + 1;
    }
    return std::nullopt;
  }
  static std::optional<Failure> refused(const LogLine& line, const Result<Facts>& done, std::span<const Word> stated) {
    const bool wants = stated.front().text == "refused";
    if (wants && stated.size() % 2 != 0) return wrong(line, "a refusal is written: -> refused CODE, or: -> refused CODE or CODE");
    for (std::size_t code = 1; wants && !done.ok() && code < stated.size(); code += 2)
      if (done.error().code == stated[code].text) return std::nullopt;
    auto failure =
        wrong(line, done.ok() ? "it is done (" + done->text() + ")" : "refused " + done.error().code + ": " + done.error().what);
    failure.stated = joined(stated);
    return failure;
  }

  World& world_;
  std::string variable_, value_, section_;
};

std::optional<Failure> play_round(const Log& log, std::int64_t value, const fs::path& folder, int& lines) {
  auto world = World::make(folder);
  if (!world) return wrong(log.lines.front(), "the world could not be made: " + world.error().what);
  Round round(**world, log.variable, value);
  for (const auto& line : log.lines) {
    ++lines;
    if (auto failure = round.say(line)) return failure;
  }
  return log.lines.empty() ? std::nullopt : round.law(log.lines.back());
}

Played play_script(const std::string& name, std::istream& in, const fs::path& folder, int step) {
  Script script(folder);
  script.read(name, in, true);
  Played played{name, script.log.title, 0, script.failure};
  for (auto value = script.log.from; value <= script.log.to && played.holds(); value += step)
    played.failure = play_round(script.log, value, folder, played.lines);
  return played;
}

}  // namespace

Played play(const fs::path& file, int step) {
  std::ifstream in(file);
  if (!in) {
    Played played;
    played.file = file.string();
    played.failure = wrong({file.string(), 0, "", {}}, "the file cannot be read");
    return played;
  }
  return play_script(file.string(), in, file.parent_path(), step);
}

Played play_text(const std::string& name, const std::string& text, const fs::path& folder) {
  std::istringstream in(text);
  return play_script(name, in, folder, 1);
}

std::string in_words(const Failure& failure) {
  std::string text = failure.file + ":" + std::to_string(failure.line) + ": " + failure.text + "\n";
  if (!failure.section.empty()) text += "  section: " + failure.section + "\n";
  if (!failure.round.empty()) text += "  round:   " + failure.round + "\n";
  if (!failure.stated.empty()) text += "  stated:  " + failure.stated + "\n";
  return text + (failure.stated.empty() ? "  wrong:   " : "  seen:    ") + failure.seen + "\n";
}

}  // namespace kwota::field
