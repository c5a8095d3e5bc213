// A ceremony as it runs: officers enter the components of one key, each his own, unseen by the others (cards.md 8.1).
// Guarantees: a component waits in locked memory, bound to the officer who gave it, and is wiped when the ceremony ends in any
// way – formed, abandoned, expired, or with the program; only the one who started it ends it; an officer gives once.
// Never: shows, writes or compares a component in a way that tells anything about it but "the same as another's".
// The rows that the books keep of it stand in ceremony_book.h.   Begin with start(), then give() and form().
#pragma once
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"
#include "seal/vault/purpose.h"

namespace kwota::keys {

/// Officers sit together; after this long without a step they do no more. [K]
inline constexpr Duration ceremony_rests = Duration::minutes(30);
/// One person alone forms nothing; how many do is fixed with the factors (books::KeyFactors). [K]
inline constexpr std::size_t officers_min = 2, officers_max = 16;

class OpenCeremony {
 public:
  struct Setup {
    std::int64_t number = 0;
    seal::KeyRef key;  ///< what comes out
    seal::Suite suite = seal::Suite::des;
    std::vector<std::string> officers;
    std::string started_by;
    Instant started;
  };
  /// Errors: `officers_too_few` {required}, `officers_too_many` {most}, `same_person_twice` {operator}.
  static Result<OpenCeremony> start(Setup setup);

  /// Errors: `not_in_ceremony` {operator}, `component_given`, `ceremony_expired`.
  Result<void> may_give(const std::string& officer, Instant now) const;
  /// Would this serve as a component here? Its check value. Errors: `components_differ`, `bad_component`, `weak_key` {why},
  /// `component_of_another`.
  Result<seal::KeyCheckValue> check(ByteView component, ByteView repeated) const;
  /// What one officer typed twice, or his card brought. The check value is his receipt: he sees it, the others do not.
  /// Errors: those of may_give() and check().
  Result<seal::KeyCheckValue> give(const std::string& officer, ByteView component, ByteView repeated, Instant now);

  /// Forms the key inside the vault; what `inside` returns is the formed key's check value. The components are wiped when it
  /// succeeds, and stay for another try when the vault fails. Errors: `ceremony_of_another` {operator}, `components_missing`
  /// {given, required}, `ceremony_expired`, those of `inside`.
  using Inside = std::function<Result<seal::KeyCheckValue>(std::span<const SecretBytes> components)>;
  Result<seal::KeyCheckValue> form(const std::string& by, Instant now, const Inside& inside);

  /// Its starter and its officers may end it. Error `not_in_ceremony` {operator}.
  Result<void> may_abandon(const std::string& who) const;

  const Setup& setup() const { return setup_; }
  std::size_t given() const { return parts_.size(); }
  bool has_given(const std::string& officer) const;
  Instant expires() const { return last_step_ + ceremony_rests; }
  bool expired(Instant now) const { return now > expires(); }

 private:
  struct Part {
    std::string officer;
    SecretBytes component;
  };
  explicit OpenCeremony(Setup setup) : setup_(std::move(setup)), last_step_(setup_.started) {}
  Result<void> still_open(Instant now) const;

  Setup setup_;
  std::vector<Part> parts_;
  Instant last_step_;
};

}  // namespace kwota::keys
