// A backup that is killed leaves nothing for ever: the next one clears what nobody writes any more, and touches nothing else.
#include "store/backup.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>

#include "store/test_books_on_disk.h"
#include "store/test_child.h"

namespace kwota::store {
namespace {

using namespace test;
namespace fs = std::filesystem;

class Copied : public BooksOnDisk {
 protected:
  void SetUp() override {
    auto books = open();
    ASSERT_TRUE(set_up(*books));
    ASSERT_TRUE(sell(*books, receipt(1), 100));
  }
  std::string copied(const std::string& name) {
    auto books = open();
    const auto made = books->query([&](Moment& moment) { return backup(moment, copies.path / name, key.check()); });
    return made ? "made" : made.error().code;
  }
  /// The system kills whoever writes more than so much into one file: in the middle of the copy.
  void copied_and_killed(const std::string& name) {
    ASSERT_TRUE(is_killed_at([&] {
      auto books = open();
      const rlimit little{16'384, 16'384};
      ::signal(SIGXFSZ, SIG_DFL);
      ::setrlimit(RLIMIT_FSIZE, &little);
      static_cast<void>(books->query([&](Moment& moment) { return backup(moment, copies.path / name, key.check()); }));
    }));
  }
  std::vector<std::string> there() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(copies.path)) names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
  }
  Folder copies;
};
using Names = std::vector<std::string>;

TEST_F(Copied, what_a_killed_one_left_is_cleared_by_the_next_of_whatever_name) {
  copied_and_killed("monday.db");
  ASSERT_FALSE(there().empty()) << "it had begun";
  EXPECT_FALSE(fs::exists(copies.path / "monday.db")) << "and is no backup";
  EXPECT_EQ(copied("tuesday.db"), "made");
  EXPECT_EQ(there(), Names{"tuesday.db"});
  copied_and_killed("wednesday.db");
  EXPECT_EQ(copied("wednesday.db"), "made") << "under its own name, too";
  EXPECT_EQ(there(), (Names{"tuesday.db", "wednesday.db"}));
}

TEST_F(Copied, what_another_one_writes_now_stays_his_and_other_programs_files_are_theirs) {
  const auto part = copies.path / "monday.db.kwota-part";
  std::ofstream(copies.path / "film.part") << "half";
  const int his = ::open(part.c_str(), O_RDWR | O_CREAT, 0640);
  ASSERT_EQ(::flock(his, LOCK_EX), 0);
  EXPECT_EQ(copied("monday.db"), "file_exists") << "two of one name";
  EXPECT_EQ(copied("tuesday.db"), "made");
  EXPECT_EQ(there(), (Names{"film.part", "monday.db.kwota-part", "tuesday.db"}));
  ::close(his);
  EXPECT_EQ(copied("monday.db"), "made") << "he is gone";
  EXPECT_EQ(there(), (Names{"film.part", "monday.db", "tuesday.db"}));
}

TEST_F(Copied, a_copy_that_is_none_says_nothing_of_the_books) {
  std::ofstream(copies.path / "torn.db") << "not a database at all, whatever its name says";
  std::ofstream(copies.path / "empty.db");
  for (const auto* name : {"torn.db", "empty.db"}) {
    const auto put_back = restore(copies.path / name, copies.path / "anew", key.check(), Instant{});
    EXPECT_EQ(put_back.error().code, "copy_unreadable") << name << ": books that are sold from are not damaged by it";
  }
  EXPECT_EQ(copied("no/such/folder.db"), "copy_unwritable") << "nor is their disk to be looked at";
}

}  // namespace
}  // namespace kwota::store
