// A shop to measure: books on the disk with one till, an open shift and many open accounts, and cashiers' sales that were quoted.
// The sale is the real use-case of sell/counter: price, ledger entry, instruction, state, journal, audit, signature of the group.
#pragma once
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <semaphore>

#include "kwota/bench/bench_pace.h"
#include "kwota/bench/bench_reads.h"
#include "seal/vault/software_vault.h"
#include "sell/counter/sell.h"
#include "store/books.h"

namespace kwota::app {

inline constexpr auto bench_cashier = "wang", bench_station = "E", bench_till = "T-01", bench_payment = "100.00";

/// Number of an account's card in books that are measured.
CardSerial bench_card_of(std::int64_t account);

/// The sale that is measured, whichever way it comes: the use-case of the counter, and with it the journal's entry that has to
/// stand in the books before sealed bytes leave the house. No card lies on a desk here, so the entry comes with the sale.
counter::Booked bench_sale(const books::Reader& books, const std::string& quote, const counter::Claim& claim,
                           const counter::Context& here);

/// Books what `decision_for(i)` decides, for each i below `count`, at most `waiting` at a time, by the cashier at his till.
template <class DecisionFor>
Result<Pace> book_all(store::Books& books, int count, int waiting, DecisionFor decision_for) {
  std::counting_semaphore<> places(waiting);
  std::mutex mutex;
  std::optional<Error> failed;
  const Stopwatch watch;
  for (int i = 0; i < count; ++i) {
    places.acquire();
    books.submit({bench_cashier, "sell", bench_station}, decision_for(i), [&](auto outcome) {
      if (!outcome) {
        const std::lock_guard lock(mutex);
        failed = outcome.error();
      }
      places.release();
    });
  }
  for (int i = 0; i < waiting; ++i) places.acquire();
  if (failed) return *failed;
  return watch.pace(count);
}

class BenchShop {
 public:
  /// Makes books with so many accounts in the folder; `group_max` 1: one transaction each.
  /// `hook` as of the books' writer.
  static Result<std::unique_ptr<BenchShop>> open(const std::filesystem::path& folder, int accounts, std::size_t group_max, store::Hook hook = {});

  /// Sells once to each account, all into one till, at most `waiting` at a time. All were quoted before: what a quote costs is measured beside it.
  struct Sold {
    Pace quotes, sales;
    double bytes = 0;  ///< of the books, each
  };
  Result<Sold> sell_to_all(int waiting);
  /// Each meter says that it has taken what was sold, as its card comes back, as many at a time; bytes of the books, each.
  Result<double> receive_all(int waiting);
  /// How long quotes for its accounts take, alone and beside long reads.
  Result<QuoteWaits> quote_waits();
  store::Books& books() { return *books_; }
  seal::Vault& vault() { return vault_; }
  std::int64_t first_account() const { return first_account_; }
  int accounts() const { return accounts_; }
  /// The cashier at his till, now.
  Result<counter::Context> context() const;

 private:
  BenchShop() : vault_(seal::SoftwareVault::with_test_keys()) {}
  Result<void> found(int accounts);
  Result<std::int64_t> bytes();
  Result<std::string> quote(std::int64_t account, const counter::Context& here);
  SystemClock clock_;
  std::unique_ptr<tariff::PlanCache> plans_ = std::make_unique<tariff::PlanCache>();
  seal::SoftwareVault vault_;
  std::unique_ptr<store::Books> books_;
  std::int64_t first_account_ = 0;
  int accounts_ = 0;
};

}  // namespace kwota::app
