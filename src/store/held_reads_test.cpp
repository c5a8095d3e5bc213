// Readers keep rows that every sale asks for from one look to the next: what they say is what the books say at the moment of the look, never what they said
// at another one.
#include <atomic>
#include <thread>

#include "store/sqlite/read_session.h"
#include "store/test_books_on_disk.h"

namespace kwota::store {
namespace {

using namespace test;

class HeldReads : public BooksOnDisk {
 protected:
  void SetUp() override {
    books = open();
    ASSERT_TRUE(set_up(*books));
  }

  /// The utility's name and its first station's, in one group.
  static books::Changes named(const std::string& name) {
    books::Changes changes;
    changes.put.emplace_back(books::Utility{.name = name, .currency = "CNY", .zone = "Asia/Shanghai"});
    changes.put.emplace_back(books::Station{"3", name, "R3"});
    return changes;
  }
  Result<Done> put(const books::Changes& changes) {
    return books->run({"admin", "import", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> { return books::Decision<Done>{changes, Done{}}; });
  }
  Result<Done> rename(const std::string& name) { return put(named(name)); }

  static std::string utility_in(const books::Reader& reader) { return reader.only<books::Utility>()->name; }
  static std::string station_in(const books::Reader& reader) { return reader.find<books::Station>("3")->name; }
  std::string utility() {
    return books->read([](const books::Reader& reader) -> Result<std::string> { return utility_in(reader); }).value();
  }

  std::unique_ptr<Books> books;
};

TEST_F(HeldReads, a_row_that_changed_is_read_anew_by_who_held_it) {
  EXPECT_EQ(utility(), "County");
  EXPECT_EQ(utility(), "County") << "the second look is answered by what is held";
  ASSERT_TRUE(rename("City"));
  EXPECT_EQ(utility(), "City");
}

TEST_F(HeldReads, a_look_that_began_before_the_change_goes_on_without_it) {
  EXPECT_EQ(utility(), "County");
  ASSERT_TRUE(books->read([&](const books::Reader& reader) -> Result<Done> {
    EXPECT_TRUE(rename("City"));
    EXPECT_EQ(utility(), "City") << "whoever looks now sees it";
    EXPECT_EQ(utility_in(reader), "County") << "held before the look";
    EXPECT_EQ(station_in(reader), "North") << "read at the moment of the look, although it was asked for only now";
    return Done{};
  }));
  // What that look kept was of its moment: two looks at once take both sessions.
  ASSERT_TRUE(books->read([&](const books::Reader& reader) -> Result<Done> {
    EXPECT_EQ(station_in(reader), "City");
    return books->read([](const books::Reader& other) -> Result<Done> {
      EXPECT_EQ(station_in(other), "City");
      return Done{};
    });
  }));
}

TEST_F(HeldReads, a_row_that_came_and_one_that_went_are_seen) {
  const auto agreed = [this] {
    return books->read([](const books::Reader& reader) -> Result<bool> { return reader.find<books::ClockCorrection>(std::int64_t{1}).has_value(); }).value();
  };
  EXPECT_FALSE(agreed());
  books::Changes comes, goes;
  const books::ClockCorrection row{.number = 1, .wrong_from = noon, .wrong_to = noon, .recorded = noon};
  comes.put.emplace_back(row);
  goes.remove.emplace_back(row);
  ASSERT_TRUE(put(comes));
  EXPECT_TRUE(agreed());
  ASSERT_TRUE(put(goes));
  EXPECT_FALSE(agreed());
}

TEST_F(HeldReads, a_group_that_was_rolled_back_has_changed_nothing) {
  EXPECT_EQ(utility(), "County");
  auto refused = named("Nowhere");
  refused.append.emplace_back(books::Entry{.number = "E1", .chain = "till/3/1", .time = noon, .what = books::Operation::recharge, .legs = {{"till/3/1/cash", Money::minor(1)}}});
  EXPECT_EQ(put(refused).error().code, "unbalanced_entry");
  EXPECT_EQ(utility(), "County");
  ASSERT_TRUE(rename("City"));
  EXPECT_EQ(utility(), "City");
}

TEST_F(HeldReads, nothing_is_kept_while_a_change_of_its_kind_is_being_committed) {
  HeldChanges changes;
  ReadSession session(Connection::open((folder.path / books_file).string(), Connection::Mode::read).value(), changes);
  const auto look = [&] {
    EXPECT_TRUE(session.begin_rows());
    auto seen = utility_in(session.rows());
    EXPECT_TRUE(session.end());
    return seen;
  };
  EXPECT_EQ(look(), "County");
  {
    const HeldChanges::Commit commit(changes, {&books::table_of<books::Utility>()});
    EXPECT_EQ(look(), "County") << "read, and not kept";
    ASSERT_TRUE(rename("City"));
    EXPECT_EQ(look(), "City") << "the group is on the disk, and its writer has not said so yet";
  }
  EXPECT_EQ(look(), "City");
  // Of a kind that nobody named as changed, what is held is given: by this one sees that it is held at all.
  ASSERT_TRUE(rename("Province"));
  EXPECT_EQ(look(), "City");
  { const HeldChanges::Commit commit(changes, {&books::table_of<books::Utility>()}); }
  EXPECT_EQ(look(), "Province");
}

TEST_F(HeldReads, looks_of_many_threads_see_whole_groups_and_never_less_than_was_answered) {
  constexpr int changes = 60, readers = 3;
  ASSERT_TRUE(rename("0"));
  std::atomic<int> answered = 0;
  std::vector<std::thread> looking;
  looking.reserve(readers);
  for (int i = 0; i < readers; ++i)
    looking.emplace_back([&] {
      for (int before = 0; before < changes;) {
        before = answered;
        const auto seen = books->read([](const books::Reader& reader) -> Result<std::pair<std::string, std::string>> { return std::pair(utility_in(reader), station_in(reader)); }).value();
        EXPECT_EQ(seen.first, seen.second) << "one group names both";
        EXPECT_GE(std::stoi(seen.first), before);
      }
    });
  for (int i = 1; i <= changes; ++i) {
    EXPECT_TRUE(rename(fmt::format("{}", i)));
    answered = i;
  }
  for (auto& one : looking) one.join();
}

}  // namespace
}  // namespace kwota::store
