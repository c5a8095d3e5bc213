// Wrong passwords, counted by name and address: five from one place lock the name there for a quarter of an hour, and nowhere else, so
// that a stranger at his own desk cannot keep a cashier from hers. Names that nobody has are counted alike.
// Behind a right password – a code of a telephone, the PIN of a token – misses count by name alone: whoever has a stolen password does not
// guess six digits from a thousand addresses, and nobody without it can lock a name that way.
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
#include "people/sign_in/address_misses.h"

namespace kwota::people {

inline constexpr std::int64_t tries_before_lock = 5;
inline constexpr Duration lock_lasts = Duration::minutes(15);
/// Whether it locks now. No lock lasts longer than that: one beyond it was set by a clock that was ahead and has been set right since.
inline bool is_locked(const std::optional<Instant>& until, Instant now) { return until && *until > now && *until - now <= lock_lasts; }
/// Stands in books::Operator::tried_from before the address when the misses that the row remembers were made behind a right password.
inline constexpr std::string_view behind_password = "* ";
/// The address alone, as people are told it.
std::string_view address_of_tries(const books::Operator& row);
/// Whether what the row remembers counts whatever the address.
bool counts_everywhere(const books::Operator& row);

/// What a password is proved for.
enum class Purpose : std::uint8_t {
  sign_in,
  own_password,   ///< the old one, when it is changed
  second_person,  ///< in the dialog of the first: four eyes, a difference accepted
};

struct Try {
  std::string name, address;  ///< as typed; where it came from, as addresses are counted (serve/http/client_address.h)
  Purpose purpose = Purpose::sign_in;
  Instant now;
};

class Tries {
 public:
  static constexpr std::int64_t misses_per_window = 20;  ///< of one address, whatever the names
  static constexpr std::size_t kept_max = 20'000;

  /// The number of misses in a row that this try will be one of if it is one. `row`: of the name, if it is somebody's – what the books
  /// remember of it from before a restart counts on. Errors: locked_out {until}, for a second person also when the name is locked at
  /// another address; rate_limited {retry_after}.
  Result<std::int64_t> begin(const Try& asked, const std::optional<books::Operator>& row);
  /// The password was right, and a second proof is about to be compared: the number of misses behind it, of this name at any address. Error locked_out {until}.
  Result<std::int64_t> begin_second(const Try& asked, const std::optional<books::Operator>& row);
  /// The password was right, and what else proves him is still asked for: this try – `number`, as begin() said – was no miss. Earlier ones stay.
  void unfinished(const Try& asked, std::int64_t number);
  /// The same of begin_second(): nothing could be compared.
  void unfinished_second(const Try& asked, std::int64_t number);
  /// The password was right: the misses of this name at this address are forgotten; `second`: a second proof was right, too, and those behind the password are.
  void proved(const Try& asked, bool second);
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
  void forget_old(Instant now);
  /// One more; the fifth locks.
  static std::int64_t count(Misses& misses, Instant now);
  static void take_back(Misses& misses, std::int64_t number);
  /// With the mutex held. `row`: of the name, if it is somebody's.
  std::optional<Instant> locked_anywhere(const std::string& name, const std::optional<books::Operator>& row, Instant now) const;
  mutable std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, Misses> by_name_;  ///< name, address
  std::map<std::string, Misses> behind_;  ///< name; of second proofs behind a right password, so there are no more than people
  AddressMisses by_address_{misses_per_window};
};

}  // namespace kwota::people
