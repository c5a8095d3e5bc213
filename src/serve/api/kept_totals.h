// How many rows a list has and what they add up to, kept for the pages that follow the first: counted once, not on every page.
// A first page is given what was kept only while nothing was booked since; a later page belongs to its first. Begin with find() and keep().
#pragma once
#include <deque>
#include <map>
#include <mutex>
#include <optional>

#include "store/lists/query.h"

namespace kwota::serve {

class KeptTotals {
 public:
  struct Kept {
    std::int64_t total = 0;
    bool exact = true;
    std::map<std::string, std::int64_t> sums;
    std::int64_t group = 0;  ///< the newest of the books when it was counted
  };
  static constexpr std::size_t kept_max = 256;

  std::optional<Kept> find(const store::ListRequest& request, std::int64_t newest_group) const;
  void keep(const store::ListRequest& request, Kept kept);

 private:
  mutable std::mutex mutex_;
  std::map<std::string, Kept> kept_;
  std::deque<std::string> oldest_;  ///< names, the oldest first
};

}  // namespace kwota::serve
