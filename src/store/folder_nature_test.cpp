#include "store/folder_nature.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>

#include "store/sqlite/reader.h"
#include "store/test_books.h"
#include "store/verify/verify.h"

namespace kwota::store {
namespace {

using books::Nature;

/// A folder with the books of a utility of this nature, left again.
struct NatureOfFolder : testing::Test {
  NatureOfFolder() {
    char name[] = "/tmp/kwota-nature-XXXXXX";
    folder = mkdtemp(name);
  }
  ~NatureOfFolder() override { std::filesystem::remove_all(folder); }

  void begin(Nature nature) {
    auto books = Books::open({.folder = folder, .signer = {}}, clock);
    ASSERT_TRUE(books);
    ASSERT_TRUE((*books)->run({"first start", "first_start", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
      books::Decision<Done> decision;
      decision.changes.put.emplace_back(books::Utility{.name = "County", .currency = "CNY", .zone = "Asia/Shanghai", .nature = nature});
      return decision;
    }));
  }
  void by_hand(const std::string& sql) {
    auto connection = Connection::open((folder / books_file).string(), Connection::Mode::write);
    ASSERT_TRUE(connection && (*connection)->run(sql));
  }

  ManualClock clock{test::noon};
  std::filesystem::path folder;
};

TEST_F(NatureOfFolder, an_empty_one_becomes_what_its_first_start_asks_for) {
  EXPECT_EQ(nature_for_start(folder, true).value(), Nature::sample);
  EXPECT_EQ(nature_for_start(folder, false).value(), Nature::real);
  EXPECT_EQ(nature_of_folder(folder).value(), std::nullopt);
}

TEST_F(NatureOfFolder, real_books_never_see_a_bench) {
  begin(Nature::real);
  const auto refused = nature_for_start(folder, true);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "books_are_real");
  EXPECT_EQ(nature_for_start(folder, false).value(), Nature::real);
}

TEST_F(NatureOfFolder, sample_books_stay_samples_also_when_nobody_asks_for_a_bench) {
  begin(Nature::sample);
  EXPECT_EQ(nature_for_start(folder, false).value(), Nature::sample);
  EXPECT_EQ(nature_for_start(folder, true).value(), Nature::sample);
}

TEST_F(NatureOfFolder, no_decision_turns_samples_into_real_sales) {
  begin(Nature::sample);
  auto books = Books::open({.folder = folder, .signer = {}}, clock).value();
  const auto turned = books->run({"admin", "settings_write", ""}, [](const books::Reader& reader) -> Result<books::Decision<Done>> {
    auto row = *reader.only<books::Utility>();
    row.nature = Nature::real;
    return books::Decision<Done>{{{row}, {}}, Done{}};
  });
  ASSERT_FALSE(turned);
  EXPECT_EQ(turned.error().code, "nature_for_ever");
  EXPECT_EQ(books->read([](const books::Reader& reader) -> Result<Nature> { return nature_of(reader); }).value(), Nature::sample);
}

TEST_F(NatureOfFolder, samples_that_were_made_real_by_hand_are_named) {
  begin(Nature::sample);
  by_hand("UPDATE utility SET nature='real'");
  auto connection = Connection::open((folder / books_file).string(), Connection::Mode::read).value();
  EXPECT_FALSE(verify(*connection, {}).value().ok());
  by_hand("UPDATE anchor SET nature='real'");
  EXPECT_FALSE(verify(*connection, {}).value().ok()) << "each anchor's hash says it too";
}

TEST_F(NatureOfFolder, every_anchor_and_every_line_of_the_log_says_sample) {
  begin(Nature::sample);
  std::ifstream log(folder / anchor_log_file);
  std::string line;
  ASSERT_TRUE(std::getline(log, line));
  EXPECT_TRUE(line.ends_with(" sample")) << line;
  Anchor sample{.number = 1, .nature = Nature::sample}, real{.number = 1};
  EXPECT_NE(hash_of(sample), hash_of(real));
}

}  // namespace
}  // namespace kwota::store
