#include "sim/town/fill.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include "store/books.h"
#include "store/lists/query.h"
#include "store/verify/verify.h"

namespace kwota::sim {
namespace {

struct Folder {
  Folder() {
    auto name = (std::filesystem::temp_directory_path() / "kwota-fill-XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path); }
  std::filesystem::path path;
};

FillSettings settings_in(const Folder& folder) { return {.folder = folder.path / "books", .customers = 40, .sales = 200, .years = 1, .seed = 7, .stations = 2}; }

std::int64_t listed(store::Moment& connection, const char* view) { return store::list(connection, {.view = view, .totals = store::Totals::all}).value().total; }

TEST(Fill, a_sample_is_made_through_the_decisions_and_passes_verify) {
  const Folder folder;
  const auto filled = fill(settings_in(folder));
  ASSERT_TRUE(filled.ok()) << filled.error().what;
  EXPECT_EQ(filled->sales, 200);
  const auto books = store::open_file(folder.path / "books" / store::books_file, store::Moment::Mode::read).value();
  const auto report = store::verify(*books, {});
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->ok()) << report->first->table << " " << report->first->key << ": " << report->first->why;
  EXPECT_EQ(listed(*books, "sales"), 200);
  EXPECT_EQ(listed(*books, "customers"), 40);
  EXPECT_EQ(listed(*books, "statements"), 160) << "each customer's last card is still on its way";
}

TEST(Fill, a_folder_that_was_left_half_filled_goes_on_and_becomes_the_same) {
  const Folder once, twice;
  ASSERT_TRUE(fill(settings_in(once)).ok());
  auto settings = settings_in(twice);
  int calls = 0;
  struct Left {};
  settings.tell = [&](std::int64_t, std::int64_t sales) {
    if (sales > 0 && ++calls == 2) throw Left();
  };
  EXPECT_THROW(static_cast<void>(fill(settings)), Left);
  settings.tell = {};
  const auto rest = fill(settings);
  ASSERT_TRUE(rest.ok()) << rest.error().what;
  EXPECT_LT(rest->made, 200);
  const auto sums = [](const Folder& folder) {
    const auto books = store::open_file(folder.path / "books" / store::books_file, store::Moment::Mode::read).value();
    return store::list(*books, {.view = "sales", .totals = store::Totals::all}).value().sums;
  };
  EXPECT_EQ(sums(once), sums(twice));
}

TEST(Fill, books_of_other_numbers_are_not_gone_on_with) {
  const Folder folder;
  auto settings = settings_in(folder);
  settings.sales = 10;
  ASSERT_TRUE(fill(settings).ok());
  settings.seed = 8;
  EXPECT_EQ(fill(settings).error().code, "other_sample");
}

}  // namespace
}  // namespace kwota::sim
