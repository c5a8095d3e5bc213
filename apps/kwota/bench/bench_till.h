// A till that loads farmers' cards one after another through the writer, to measure how long each of them waits there: alone, and beside an import of
// waterings into the same books; given to the measurement of that import.   Begin with TillBeside.
#pragma once
#include <atomic>
#include <optional>
#include <thread>
#include <vector>

#include "sell/purse/load.h"
#include "sim/season/import_rate.h"

namespace kwota::app {

/// Milliseconds of one load through the writer, from the request to the disk.
struct TillWaits {
  double p50 = 0, p99 = 0;
  std::size_t loads = 0;
};

class TillBeside final : public sim::Beside {
 public:
  ~TillBeside() override;
  Result<void> begin(store::Books& books, Instant now) override;
  Result<void> end() override;
  TillWaits at_rest() const { return waits_of(at_rest_); }
  TillWaits beside() const { return waits_of(beside_); }

 private:
  static TillWaits waits_of(std::vector<double> each);
  Result<double> load_next();
  void work();

  store::Books* books_ = nullptr;
  people::Context here_;
  std::vector<purse::LoadRequest> requests_;
  std::size_t next_ = 0;
  std::vector<double> at_rest_, beside_;
  std::optional<Error> failed_;
  std::atomic<bool> enough_ = false;
  std::thread till_;
};

}  // namespace kwota::app
