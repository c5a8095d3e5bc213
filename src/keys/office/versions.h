// The life of keys: created -> (pending -> ) active -> retiring -> retired -> destroyed, vault by vault.
// Each step with a key is two decisions around what the vault does: permit_…() before – the second person's word is used up and
// the journal says what is about to happen – and note_…() after it, with the check values the vaults named.
// Guarantees: nothing is used that nobody permitted; what is in use or carries what people hold is not destroyed; a new
// version in use makes the older ones "retiring", never "gone".   Begin with permit_delivery().
#pragma once
#include <vector>

#include "keys/ceremony/ceremony_book.h"
#include "people/approval.h"
#include "people/proposal.h"

namespace kwota::keys {

/// What a manager asks about one version of the county's keys.
struct VersionRequest {
  std::int64_t version = 0;
  std::string reason;
  std::int64_t approval = 0;  ///< of the second manager; 0: ask him first
};
/// What was permitted, and by whom.
struct Permission {
  std::int64_t version = 0;
  std::string reason;
  std::string second;  ///< operator who approved
};

/// The keys of this version leave the key office for the counters' vault, wrapped. Four eyes (`approval_needed`). Errors:
/// permission_denied, `version_unknown` {version}, `factors_missing`, those of an approval.
Result<books::Decision<Permission>> permit_delivery(const books::Reader& books, const VersionRequest& request,
                                                    const people::Context& context);
/// `keys`: as the sealing vault holds them, pending. The factors of the tree are fixed from now on.
Result<books::Decision<Done>> note_delivered(const books::Reader& books, const Permission& permission,
                                             const std::vector<FormedKey>& keys, const people::Context& context);

/// The counters begin to seal with this version. `cards`: user cards that are in use in the counters' real books, or why nobody
/// could say; asked before their first keys. Four eyes. Errors: as permit_delivery, `nothing_pending` {version}, `transport_key_missing`,
/// `sold_under_test_keys` {cards}: real books in which cards live by the keys that everybody knows; that of `cards`.
Result<books::Decision<Permission>> permit_activation(const books::Reader& books, const VersionRequest& request,
                                                      const people::Context& context, const Result<std::int64_t>& cards);
Result<books::Decision<Done>> note_activated(const books::Reader& books, const Permission& permission,
                                             const std::vector<FormedKey>& keys, const people::Context& context);

struct DestructionRequest {
  std::string vault;
  seal::KeyRef key;
  std::string reason;
  std::int64_t approval = 0;
};
/// Four eyes. Errors: permission_denied, `version_unknown` {version}, `key_in_use` {purpose, version}, reason_missing, those of
/// an approval.
Result<books::Decision<Permission>> permit_destruction(const books::Reader& books, const DestructionRequest& request,
                                                       const people::Context& context);
Result<books::Decision<books::KeyVersion>> note_destroyed(const books::Reader& books, const DestructionRequest& request,
                                                          const Permission& permission, const people::Context& context);

/// For other steps that need a second person and touch no row of their own: backup, restore.
struct StepRequest {
  books::Right action;  ///< key_backup
  std::string what;     ///< of the journal: "backup_made"
  people::Proposal content;  ///< what exactly; the approval is bound to it
  std::string reason;
  std::int64_t approval = 0;
};
Result<books::Decision<Permission>> permit_step(const books::Reader& books, const StepRequest& request,
                                                const people::Context& context);

/// The newest version of a purpose in a vault that was not destroyed; 0: none.
std::int64_t newest_version(const books::Reader& books, std::string_view vault, seal::Purpose purpose);

}  // namespace kwota::keys
