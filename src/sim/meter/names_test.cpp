// What the meter says has a name, and the name has a sentence in every language.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "sim/meter/names.h"

namespace kwota::sim {
namespace {

std::string dictionary(const std::string& language) {
  std::ifstream file{std::string{KWOTA_SOURCE_DIR} + "/lang/" + language + ".json"};
  return {std::istreambuf_iterator<char>{file}, {}};
}

TEST(MeterNames, every_refusal_and_trip_has_words_in_three_languages) {
  for (const char* language : {"en", "zh", "ru"}) {
    const std::string words = dictionary(language);
    for (int i = 0; i <= static_cast<int>(meter::Refusal::keys_refused); ++i) {
      const std::string key = "\"meter.refusal." + std::string{name_of(static_cast<meter::Refusal>(i))} + "\"";
      EXPECT_NE(words.find(key), std::string::npos) << language << " " << key;
    }
    for (int i = 0; i <= static_cast<int>(meter::Trip::held); ++i) {
      const std::string key = "\"meter.trip." + std::string{name_of(static_cast<meter::Trip>(i))} + "\"";
      EXPECT_NE(words.find(key), std::string::npos) << language << " " << key;
    }
  }
}

}  // namespace
}  // namespace kwota::sim
