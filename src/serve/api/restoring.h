// An older copy that is being put in place of the books: while it is, nothing is changed here any more.   Begin with begin().
#pragma once
#include <mutex>
#include <optional>
#include <string>

#include "base/cause.h"
#include "base/result.h"
#include "base/words.h"

namespace kwota::serve {

enum class RestoreState : std::uint8_t {
  none,
  proving,     ///< put back beside the books and verified there
  restarting,  ///< ordered: the program ends and begins again with it
  failed,
};
constexpr auto words_of(RestoreState) { return std::array<std::string_view, 4>{"none", "proving", "restarting", "failed"}; }

class Restoring {
 public:
  struct Now {
    RestoreState state = RestoreState::none;
    std::string file;
    std::optional<Error> why;  ///< of one that failed
  };
  Now now() const {
    const std::lock_guard lock(mutex_);
    return now_;
  }
  /// Whether requests that change something are refused.
  bool closed() const {
    const auto state = now().state;
    return state == RestoreState::proving || state == RestoreState::restarting;
  }
  /// False: one is on its way already.
  bool begin(const std::string& file) {
    const std::lock_guard lock(mutex_);
    if (now_.state == RestoreState::proving || now_.state == RestoreState::restarting) return false;
    now_ = {RestoreState::proving, file, {}};
    return true;
  }
  void restarting() { set(RestoreState::restarting, {}); }
  void failed(const std::string& file, Error why) {
    const std::lock_guard lock(mutex_);
    now_ = {RestoreState::failed, file, std::move(why)};
  }
  /// Nothing came of it, and nobody need hear of it.
  void forget() { set(RestoreState::none, {}); }

 private:
  void set(RestoreState state, std::optional<Error> why) {
    const std::lock_guard lock(mutex_);
    now_.state = state;
    now_.why = std::move(why);
  }
  mutable std::mutex mutex_;
  Now now_;
};

inline Error books_being_restored() {
  return error(Fault::refused, Cause::books_being_restored,
               "Two persons are putting an older copy in place of the books: nothing is sold or changed until the program has started again. Nothing was booked. Wait for the page to come back, "
               "then sign in again.");
}

}  // namespace kwota::serve
