// A small season: everything goes wrong that can, and at the end books, cards and wells agree to the fen. The whole one: kwota town season.
#include <gtest/gtest.h>

#include <cstdlib>

#include "sim/season/season.h"

namespace kwota::sim {
namespace {

struct Folder {
  Folder() {
    auto name = (std::filesystem::temp_directory_path() / "kwota-season-XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::filesystem::path path;
};

std::string all_of(const std::vector<std::string>& broken) {
  std::string out;
  for (const auto& one : broken) out += "\n" + one;
  return out;
}

TEST(Season, with_every_trouble_there_is_books_cards_and_wells_agree_to_the_fen) {
  for (const std::uint64_t seed : {1U, 2U}) {
    Folder folder;
    const auto season = run_season({.folder = folder.path, .farmers = 10, .wells = 7, .days = 8, .seed = seed, .trouble = true});
    ASSERT_TRUE(season.ok()) << season.error().code << ": " << season.error().what;
    EXPECT_TRUE(season->adds_up()) << season->sum() << all_of(season->broken);
    EXPECT_GT(season->waterings, 20u) << season->sum();
  }
}

TEST(Season, without_trouble_nothing_is_missing_and_nothing_unknown) {
  Folder folder;
  const auto season = run_season({.folder = folder.path, .farmers = 8, .wells = 6, .days = 5, .seed = 3, .trouble = false});
  ASSERT_TRUE(season.ok()) << season.error().code << ": " << season.error().what;
  EXPECT_TRUE(season->adds_up()) << season->sum() << all_of(season->broken);
  EXPECT_EQ(season->missing, 0u);
  EXPECT_EQ(season->not_known, Money{});
}

}  // namespace
}  // namespace kwota::sim
