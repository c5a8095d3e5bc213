// A user UKEY's quota in the books: what the stick said that is left on it, and more that two managers give it. The stick counts;
// the books keep what it said last, and believe no stick that says it has more than it was given, or more than it had.   Begin with permit_refill().
#pragma once
#include "keys/office/versions.h"

namespace kwota::keys {

struct RefillOrder {
  std::string ukey;        ///< label
  Money amount{};          ///< more credit that it may seal
  std::int64_t count = 0;  ///< more sales
  std::string valid_to;    ///< its new last day, YYYY-MM-DD in the utility's zone
  std::string reason;
  std::int64_t approval = 0;
};
/// Four eyes, as for an issue. Errors: permission_denied, `unknown_device`{device}, `not_a_user_ukey`{ukey}, those of
/// check_device(), `bad_ukey`{field}, reason_missing, those of an approval.
Result<books::Decision<Permission>> permit_refill(const books::Reader& books, const RefillOrder& order,
                                                  const shift::Context& context);

/// A user UKEY that may be used. Errors: `unknown_device`{device}, `not_a_user_ukey`{ukey}, those of check_device().
Result<books::KeyDevice> user_ukey(const books::Reader& books, const std::string& label);

/// What the stick itself says.
struct QuotaLeft {
  Money amount{};
  std::int64_t count = 0;
  std::string valid_to;  ///< its last day
};
/// It was looked at. Errors: those of user_ukey(); `ukey_quota_forged`{ukey}: it says that more is left than it was given, or than
/// it said before.
Result<books::Decision<books::KeyDevice>> note_ukey_read(const books::Reader& books, const std::string& label,
                                                         const QuotaLeft& left, const shift::Context& context);
/// It took what `order` gives it; `left`: with that. The same errors.
Result<books::Decision<books::KeyDevice>> note_refilled(const books::Reader& books, const RefillOrder& order,
                                                        const Permission& permission, const QuotaLeft& left,
                                                        const shift::Context& context);

}  // namespace kwota::keys
