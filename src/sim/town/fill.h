// A true sample of many years: customers, meters and cards, shifts, sales and the meters' words, all through the program's own decisions, in
// virtual time. One seed makes the same books; a folder that was left half filled goes on where it was left. Under the published test keys.
// Never: writes past the books' writer. Begin with fill().
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>

#include "base/result.h"
#include "base/time.h"

namespace kwota::sim {

struct FillSettings {
  std::filesystem::path folder;
  std::int64_t customers = 1000, sales = 10'000, years = 1;
  std::uint64_t seed = 1;
  std::int64_t stations = 4;                                   ///< each with one till
  Instant end = Instant::from_ms(1'795'176'000'000);           ///< noon of 2026-11-20: the last sale, whatever the day on which it is made
  std::function<void(std::int64_t customers, std::int64_t sales)> tell = {};  ///< now and then; how many are there
};

/// What the books will take, with their indexes; measured at a hundred thousand sales.
std::int64_t fill_bytes(const FillSettings& settings);

struct Filled {
  std::int64_t customers = 0, sales = 0;  ///< that are there now
  std::int64_t made = 0;                  ///< sales of this run
};

/// Errors: `other_sample` (the folder holds books of other numbers or another seed), those of the books and of a sale.
Result<Filled> fill(const FillSettings& settings);

}  // namespace kwota::sim
