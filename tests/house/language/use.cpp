// The language that tests/house added: the server speaks it, in whole, and a browser that asks for it gets it.
#include <gtest/gtest.h>

#include <algorithm>

#include "serve/words/words.h"

namespace kwota::serve {
namespace {

TEST(AddedLanguage, is_spoken_by_the_server) {
  EXPECT_EQ(std::ranges::count(languages(), "qp"), 1);
  EXPECT_EQ(languages().front(), "en");
  EXPECT_EQ(choose_language("qp, en;q=0.5"), "qp");
}

TEST(AddedLanguage, says_the_sentence_of_an_error_with_its_figures) {
  const auto taken = error(Fault::wire, "address_in_use", "in English", {{"address", "127.0.0.1"}, {"port", "8080"}});
  const auto reported = say("qp", taken);
  EXPECT_TRUE(reported.starts_with("[")) << reported;
  EXPECT_NE(reported.find("127.0.0.1:8080"), std::string::npos) << reported;
}

}  // namespace
}  // namespace kwota::serve
