// Wrong passwords, counted by name and address: five from one place lock the name there for a quarter of an hour, and nowhere else, so
// that a stranger at his own desk cannot keep a cashier from hers. Names that nobody has are counted alike.
// Guarantees: a try counts before its password is compared, so many at once are no way round; safe to call from several threads.
// Begin with begin().
#pragma once
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "base/result.h"
#include "base/time.h"
#include "books/rows.h"

namespace kwota::people {

inline constexpr std::int64_t tries_before_lock = 5;
inline constexpr Duration lock_lasts = Duration::minutes(15);

/// What a password is proved for.
enum class Purpose : std::uint8_t {
  sign_in,
  own_password,   ///< the old one, when it is changed
  second_person,  ///< in the dialog of the first: four eyes, a difference accepted
};

struct Try {
  std::string name, address;  ///< as typed; where it came from
  Purpose purpose = Purpose::sign_in;
  Instant now;
};

class Tries {
 public:
  static constexpr Duration window = Duration::minutes(1);
  static constexpr std::int64_t misses_per_window = 20;  ///< of one address, whatever the names
  static constexpr std::size_t kept_max = 20'000;

  /// The number of misses in a row that this try will be one of if it is one. `row`: of the name, if it is somebody's – what the books
  /// remember of it from before a restart counts on. Errors: locked_out {until}, for a second person also when the name is locked at
  /// another address; rate_limited {retry_after}.
  Result<std::int64_t> begin(const Try& asked, const std::optional<books::Operator>& row);
  /// The password was right, and what else proves him is still asked for: this try – `number`, as begin() said – was no miss. Earlier ones stay.
  void unfinished(const Try& asked, std::int64_t number);
  /// The password was right: the misses of this name at this address are forgotten.
  void proved(const Try& asked);
  /// Until when a name is locked at some address, as far as that is still to come.
  std::optional<Instant> locked_until(const books::Operator& who, Instant now) const;
  /// An administrator lifts the lock of a name everywhere.
  void lift(const std::string& name);

 private:
  struct Misses {
    std::int64_t failed = 0;
    std::optional<Instant> locked_until;
    Instant last;
  };
  struct Recent {
    Instant since;
    std::int64_t count = 0;
  };
  void forget_old(Instant now);
  /// With the mutex held.
  void no_miss(const std::string& address);
  /// With the mutex held. `row`: of the name, if it is somebody's.
  std::optional<Instant> locked_anywhere(const std::string& name, const std::optional<books::Operator>& row, Instant now) const;
  mutable std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, Misses> by_name_;  ///< name, address
  std::map<std::string, Recent> by_address_;
};

}  // namespace kwota::people
