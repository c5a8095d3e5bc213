// For tests that play in a world of the field logs: its words, said line by line. Nothing behind the arrow is looked at: the test
// does that.
#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "sim/field/vocabulary.h"

namespace kwota::field::test {

/// What it came to: the facts, or the code of the refusal.
inline std::string say(World& world, const std::string& line) {
  const auto words = *split(line);
  const auto arrow = std::ranges::find_if(words, [](const Word& word) { return word.text == "->" || word.text == "shows"; });
  const auto understood = vocabulary().find({words.begin(), arrow});
  if (!understood.ok()) return understood.error().what;
  const auto facts = understood->phrase->act(world, understood->sentence);
  return facts.ok() ? facts->text() : facts.error().code;
}

/// A log, and those that it builds on.
inline void read(World& world, const std::filesystem::path& logs, const std::string& file) {
  std::ifstream lines(logs / file);
  for (std::string line; std::getline(lines, line);) {
    const auto words = split(line);
    ASSERT_TRUE(words.ok());
    if (words->empty()) continue;
    if ((*words)[0].text == "with") {
      read(world, logs, (*words)[1].text);
    } else {
      (void)say(world, line);
    }
  }
}

}  // namespace kwota::field::test
