#include "kwota/bench/bench_reads.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>
#include <vector>

#include "base/idle_thread.h"
#include "store/lists/query.h"
#include "store/verify/verify.h"

namespace kwota::app {
namespace {

using Times = std::vector<double>;

Result<double> slowest_but_one_percent(int quotes, const std::function<Result<void>(int number)>& quote) {
  Times milliseconds;
  for (int i = 0; i < quotes; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    MUST(quote(i));
    milliseconds.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
  }
  const auto place = milliseconds.begin() + static_cast<std::ptrdiff_t>(milliseconds.size() * 99 / 100);
  std::nth_element(milliseconds.begin(), place, milliseconds.end());
  return *place;
}

/// What people read for long, again and again until it is enough.
class LongReads {
 public:
  explicit LongReads(store::Books& books) : books_(books) {
    begin([this] { return books_.query([](store::Moment& connection) { return pages(connection); }); });
    begin([this] { return books_.walk([](store::Moment& connection) { return file(connection); }); });
    begin([this] { return books_.walk([](store::Moment& connection) -> Result<void> { return store::verify(connection, {.check = {}, .anchor_log = {}}).ok() ? Result<void>(Done{}) : store::unavailable("verify"); }); });
  }
  LongReads(const LongReads&) = delete;
  LongReads& operator=(const LongReads&) = delete;
  ~LongReads() { static_cast<void>(end()); }

  /// How many were done; the first error.
  Result<int> end() {
    enough_ = true;
    for (auto& thread : threads_)
      if (thread.joinable()) thread.join();
    if (failed_) return *failed_;
    return done_.load();
  }

 private:
  template <class Read>
  void begin(Read read) {
    threads_.emplace_back([this, read] {
      run_when_idle();
      while (!enough_) {
        if (const auto seen = read(); !seen.ok()) {
          const std::lock_guard lock(mutex_);
          failed_ = seen.error();
          return;
        }
        ++done_;
      }
    });
  }
  static Result<void> pages(store::Moment& connection) {
    for (const auto* view : {"sales", "entries", "audit", "customers", "statements"}) {
      store::ListRequest wanted;
      wanted.view = view;
      TRY(page, store::list(connection, wanted));
      static_cast<void>(page);
    }
    return Done{};
  }
  static Result<void> file(store::Moment& connection) {
    store::ListRequest wanted;
    wanted.view = "sales";
    return store::for_each_match(connection, wanted, [](const store::View&, const std::vector<store::Value>&) {});
  }

  store::Books& books_;
  std::atomic<bool> enough_ = false;
  std::atomic<int> done_ = 0;
  std::mutex mutex_;
  std::optional<Error> failed_;
  std::vector<std::thread> threads_;
};

}  // namespace

Result<QuoteWaits> quote_waits(store::Books& books, int quotes, const std::function<Result<void>(int number)>& quote) {
  QuoteWaits waits;
  TRY(rest, slowest_but_one_percent(quotes, quote));
  waits.at_rest = rest;
  LongReads reads(books);
  TRY(beside, slowest_but_one_percent(quotes, quote));
  waits.beside = beside;
  TRY(done, reads.end());
  waits.reads = done;
  return waits;
}

}  // namespace kwota::app
