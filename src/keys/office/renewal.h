// A key card or PSAM in use gets the keys of a new version beside those it has: two managers agree before, the books say after
// what it holds. Guarantees: a renewal that broke off changes nothing in the books; the same order is given again.
// Begin with permit_renewal().
#pragma once
#include "keys/office/versions.h"

namespace kwota::keys {

/// `device` as it will be. Errors: permission_denied, those of check_device(), reason_missing, those of an approval.
Result<books::Decision<books::KeyDevice>> permit_renewal(const books::Reader& books, const books::KeyDevice& device,
                                                         const std::string& reason, std::int64_t approval,
                                                         const people::Context& context);
/// It holds `device.key_version` now, or the renewal was broken off.
Result<books::Decision<books::KeyDevice>> note_renewed(const books::Reader& books, const books::KeyDevice& device, bool complete,
                                                       const people::Context& context);

}  // namespace kwota::keys
