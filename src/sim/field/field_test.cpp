// The product's own field logs, and what the runner says when a log does not hold.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "base/ascii.h"
#include "sim/field/stage.h"

namespace kwota::field {
namespace {

namespace fs = std::filesystem;

const fs::path logs = fs::path(KWOTA_SOURCE_DIR) / "tests" / "field";

/// A log of 170 rounds, a cut at each byte, shows a sanitizer nothing in the next one that it did not see in the one before: it gets every
/// fifty-first (an odd number, for rounds that lose questions and answers by turns).
/// All of them are played by the program that is given away (script/test field).
#ifdef KWOTA_ASAN
constexpr int step = 51;
#else
constexpr int step = 1;
#endif

std::vector<fs::path> all_logs() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(logs))
    if (entry.path().extension() == ".log") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

class FieldLogs : public testing::TestWithParam<fs::path> {};

TEST_P(FieldLogs, hold) {
  const auto played = play(GetParam(), step);
  EXPECT_TRUE(played.holds()) << (played.failure ? in_words(*played.failure) : "");
}

INSTANTIATE_TEST_SUITE_P(Collection, FieldLogs, testing::ValuesIn(all_logs()), [](const auto& tested) {
  auto name = tested.param.stem().string();
  std::ranges::replace_if(name, [](char c) { return !is_letter_or_digit(c); }, '_');
  return name;
});

Played play_lines(const std::string& lines) {
  return play_text("test.log", "field log \"a test\"\nwith example-hills.utility\n" + lines, logs);
}

Failure failure_of(const std::string& lines) {
  const auto played = play_lines(lines);
  return played.failure.value_or(Failure{});
}

TEST(FieldLogRunner, the_first_line_that_does_not_hold_is_named_with_both_sides) {
  const auto failure =
      failure_of("== Morning\nblank card A\ncard A to reader T-01 -> recognised\ncard A to the wallet -> recognised\n");
  EXPECT_EQ(failure.file, "test.log");
  EXPECT_EQ(failure.line, 5);
  EXPECT_EQ(failure.section, "Morning");
  EXPECT_EQ(failure.stated, "recognised");
  EXPECT_EQ(failure.seen.substr(0, 18), "state unknown_card");
}

TEST(FieldLogRunner, a_refusal_that_was_not_stated_and_one_that_did_not_come_do_not_hold) {
  const auto refused =
      failure_of("blank card A\ncard A to reader T-01\nwang opens account li for li at meter Home with plan flat paying 1.00\n");
  EXPECT_EQ(refused.line, 5);
  EXPECT_NE(refused.seen.find("refused below_minimum"), std::string::npos) << refused.seen;
  const auto done = failure_of(
      "blank card A\ncard A to reader T-01\nwang opens account li for li at meter Home with plan flat paying 50.00 -> refused "
      "hoarding\n");
  EXPECT_EQ(done.stated, "refused hoarding");
  EXPECT_NE(done.seen.find("it is done"), std::string::npos);
}

TEST(FieldLogRunner, a_word_that_nobody_knows_is_named_with_what_could_stand_there) {
  const auto failure = failure_of("meter Home shines 10 kWh\n");
  EXPECT_EQ(failure.line, 3);
  EXPECT_TRUE(failure.stated.empty());
  EXPECT_NE(failure.seen.find("`shines` is not understood here"), std::string::npos) << failure.seen;
  EXPECT_NE(failure.seen.find("uses"), std::string::npos);
}

TEST(FieldLogRunner, names_that_were_never_introduced_and_things_that_cannot_be_seen_are_mistakes_of_the_log) {
  EXPECT_NE(failure_of("card Z to the wallet\n").seen.find("there is no card called `Z`"), std::string::npos);
  EXPECT_NE(failure_of("meter Home shows colour red\n").seen.find("what can be seen is: power on"), std::string::npos);
  EXPECT_NE(failure_of("wang sells 5.00 to li\n").seen.find("there is no account called `li`"), std::string::npos);
  EXPECT_NE(failure_of("meter Home shows\n").seen.find("a statement is missing"), std::string::npos);
  EXPECT_NE(failure_of("customer x is \"open\n").seen.find("does not end"), std::string::npos);
}

TEST(FieldLogRunner, a_file_without_title_and_a_file_that_is_not_there_are_told) {
  EXPECT_NE(play_text("x.log", "# nothing\nmeter Home\n", logs).failure->seen.find("a log begins with"), std::string::npos);
  EXPECT_FALSE(play(logs / "no-such.log").holds());
  EXPECT_NE(failure_of("with no-such.utility\n").seen.find("no-such.utility"), std::string::npos);
}

TEST(FieldLogRunner, rounds_are_played_in_worlds_of_their_own_and_the_round_that_fails_is_named) {
  const auto played = play_text("r.log",
                                "field log \"rounds\"\nfor each K from 1 to 5\nwith example-hills.utility\nmeter Home load K W "
                                "-> load 0\nmeter Home load 3 W -> load 0, power on\nK hours pass -> time \"2026-11-20 13:00\"\n",
                                logs);
  ASSERT_FALSE(played.holds());
  EXPECT_EQ(played.failure->round, "K = 1");
  EXPECT_EQ(played.failure->line, 6);
}

TEST(FieldLogRunner, the_law_notices_a_card_that_was_put_back_to_before_a_watering) {
  const auto played = play_text("law.log",
                                "field log \"put back\"\nwith two-wells.setup\ncard A is kept as image full\ncard A is held to well West -> phase running\n1000 seconds pass\n"
                                "card A is held to well West -> paid 1.00\ncard A becomes image full again\n",
                                logs);
  ASSERT_FALSE(played.holds());
  EXPECT_EQ(played.failure->stated, "card A: loaded = on the card + debited + taken off");
  EXPECT_EQ(played.failure->seen, "0.00 are missing on it; 1.00 debited");
}

/// Lines between ```field and ``` in the manual.
std::vector<std::pair<int, std::string>> examples(const fs::path& manual) {
  std::ifstream in(manual);
  std::vector<std::pair<int, std::string>> found;
  bool inside = false;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line == "```field") {
      inside = true;
      found.emplace_back(number, "");
    } else if (line == "```") {
      inside = false;
    } else if (inside) {
      found.back().second += line + "\n";
    }
  }
  return found;
}

TEST(FieldLogManual, every_example_in_the_manual_holds) {
  const auto shown = examples(fs::path(KWOTA_SOURCE_DIR) / "docs" / "field-logs.md");
  ASSERT_GE(shown.size(), 3U);
  for (const auto& [line, text] : shown) {
    const auto whole = text.starts_with("field log") ? text : "field log \"example\"\n" + text;
    const auto played = play_text("docs/field-logs.md", whole, logs);
    EXPECT_TRUE(played.holds()) << "example at line " << line << "\n" << (played.failure ? in_words(*played.failure) : "");
  }
}

}  // namespace
}  // namespace kwota::field
