// What the books keep of a ceremony: who was named, who has given, the check values, how it ended. Decisions like those of the
// shop: pure, applied by the store. The components themselves stay in OpenCeremony and end with it.
// Guarantees: one ceremony at a time; the version is the next that nobody used; a ceremony whose components are gone
// (restart, pause) is closed as abandoned and can never be formed.   Begin with start_ceremony().
#pragma once
#include <vector>

#include "books/decision.h"
#include "books/reader.h"
#include "people/context.h"
#include "seal/vault/purpose.h"

namespace kwota::keys {

/// Of how many officers a seed is formed: the setting that is fixed with the factors.
std::size_t officers_of_a_ceremony(const books::Reader& books);

struct CeremonyRequest {
  seal::Purpose purpose = seal::Purpose::seed;  ///< seed or card_transport
  seal::Suite suite = seal::Suite::des;
  std::vector<std::string> officers;
  std::int64_t version = 0;  ///< of a key that is entered again because its vault lost it; 0: the next
};
/// A key manager begins. Errors: permission_denied, `ceremony_open` {ceremony}, `not_a_key_officer` {operator},
/// `officers_not_as_fixed` {required, given} (a seed takes as many as the settings say, not as the manager names),
/// `not_for_a_ceremony` {purpose}, `versions_used_up`, `backup_key_missing` {collected, needed}: what is formed now could not be
/// brought back.
Result<books::Decision<books::Ceremony>> start_ceremony(const books::Reader& books, const CeremonyRequest& request,
                                                        const people::Context& context);

/// `context.who` has given his component; `card`: the officer card that it came from or was written to, empty without one.
/// Errors: permission_denied, `unknown_ceremony`, `ceremony_not_open` {state}.
Result<books::Decision<books::CeremonyPart>> note_component(const books::Reader& books, std::int64_t ceremony,
                                                            const people::Context& context, const std::string& card = {});

/// A key that came out: the seed and the roots that were diversified from it – or the supplier's transport key, which cannot be
/// handed over (no key leaves a vault undiversified) and so is formed in both vaults and in use at once.
struct FormedKey {
  seal::KeyRef key;
  seal::Suite suite = seal::Suite::des;
  seal::KeyCheckValue check_value{};
};
/// Errors: permission_denied, `unknown_ceremony`, `ceremony_not_open` {state}. `formed.front()` is the ceremony's own key.
Result<books::Decision<books::Ceremony>> note_formed(const books::Reader& books, std::int64_t ceremony,
                                                     const std::vector<FormedKey>& formed, const people::Context& context);

/// `reason`: a person's text, or "restart", "expired". Errors as note_formed.
Result<books::Decision<books::Ceremony>> note_abandoned(const books::Reader& books, std::int64_t ceremony,
                                                        const std::string& reason, const people::Context& context);

/// Their names as the row has them, commas between.
std::vector<std::string> officers_of(const books::Ceremony& ceremony);

}  // namespace kwota::keys
