// Puts the books back before groups at their end that no vault signed: their rows go, registers become what they were – told by the
// audit entries of those groups, proven by the ones before them.
// Guarantees: what is left passes verify, or nothing was changed; a copy of the books as they stood is kept in the folder. Killed at any moment it is done, or done again.
#pragma once
#include <functional>
#include <string_view>

#include "store/verify/tail.h"
#include "store/verify/verify.h"

namespace kwota::store {

/// `folder` holds the books of `connection` (open to write). Errors: `nothing_to_accept`, `groups_not_last` (signed groups follow),
/// `cannot_put_back`{row}: what is left would not pass verify; restore a backup. `hook`: points at which tests end the process.
Result<UnsignedGroups> put_back(Moment& connection, const std::filesystem::path& folder, const SignatureCheck& check, Instant now,
                                const std::function<void(std::string_view point)>& hook = {});

}  // namespace kwota::store
