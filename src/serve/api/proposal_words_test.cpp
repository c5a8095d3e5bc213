#include <gtest/gtest.h>

#include "people/proposal.h"
#include "serve/words/words.h"

namespace kwota::serve {
namespace {

TEST(ProposalWords, whatever_a_second_person_is_asked_is_said_in_each_language) {
  const auto said = [](std::string_view language, const std::string& key) { return say(language, key) != key; };
  for (const auto& language : languages()) {
    for (const auto what : words_of(people::Proposed{})) EXPECT_TRUE(said(language, "proposal." + std::string(what))) << language << " " << what;
    for (const auto part : words_of(people::Part{})) EXPECT_TRUE(said(language, "proposal.part." + std::string(part))) << language << " " << part;
  }
}

}  // namespace
}  // namespace kwota::serve
