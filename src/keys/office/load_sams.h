// A load SAM's quota in the books: what two managers gave it, and what the card said last that is left. The card counts.
// Begin with permit_sam_refill().
#pragma once
#include "keys/office/versions.h"

namespace kwota::keys {

struct SamRefillOrder {
  std::string serial;       ///< of the load SAM
  Money amount{};           ///< more credit that it may seal
  std::int64_t count = 0;   ///< in so many more sales
  std::string valid_to;     ///< its new last day, YYYY-MM-DD in the utility's zone
  std::string reason;
  std::int64_t approval = 0;
};
/// Four eyes. Errors: permission_denied, `unknown_device`{device}, those of check_device(), `bad_sam_quota`{field}, reason_missing, those of
/// an approval.
Result<books::Decision<Permission>> permit_sam_refill(const books::Reader& books, const SamRefillOrder& order,
                                                      const people::Context& context);

/// What the card itself says.
struct SamLeft {
  Money amount{};
  std::int64_t count = 0;
};
/// It took what `order` gives it; `left`: with that.
Result<books::Decision<books::KeyDevice>> note_sam_refilled(const books::Reader& books, const SamRefillOrder& order,
                                                            const Permission& permission, const SamLeft& left,
                                                            const people::Context& context);

}  // namespace kwota::keys
