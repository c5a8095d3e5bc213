// A day on which nobody pauses: what the books keep beside themselves stays bounded.
#include <atomic>
#include <semaphore>
#include <thread>

#include "store/test_books_on_disk.h"

namespace kwota::store {
namespace {

using namespace test;

TEST_F(BooksOnDisk, the_write_ahead_log_stays_bounded_under_a_stream_of_sales) {
  // A log that nobody shortens has 8,700 pages after so many sales.
  constexpr int sales = 10'000, pages_max = 300;
  auto books = Books::open({.folder = folder.path, .log_pages_max = pages_max}, clock).value();
  ASSERT_TRUE(set_up(*books));
  std::counting_semaphore<> places(400);  // a till has a few sales under way, never all of a day
  std::counting_semaphore<> looks(0);
  std::atomic<bool> selling = true;
  // Somebody looks at the books all the time, as consoles do.
  std::thread looking([&] {
    for (looks.acquire(); selling; looks.acquire())
      EXPECT_TRUE(books->read([](const books::Reader& reader) -> Result<Money> { return reader.balance("till/3/1"); }));
  });
  std::uintmax_t largest = 0;
  const auto log = folder.path / (std::string(books_file) + "-wal");
  for (int i = 1; i <= sales; ++i) {
    places.acquire();
    books->submit(
        cashier, [i](const books::Reader& reader) { return decide_sale(reader, receipt(i), 10); },
        [&](const Result<std::string>& result) {
          EXPECT_TRUE(result) << result.error().what;
          places.release();
        });
    if (i % 16 == 0) looks.release();
    if (i % 256 == 0) largest = std::max(largest, std::filesystem::file_size(log));
  }
  for (int i = 0; i < 400; ++i) places.acquire();
  selling = false;
  looks.release();
  looking.join();
  // A group of 256 sales touches some hundred pages; a look at the books holds the log for a few groups.
  EXPECT_LT(largest, std::uintmax_t{(pages_max + 3000)} * 4096) << "bytes";
}

}  // namespace
}  // namespace kwota::store
