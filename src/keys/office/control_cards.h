// How many cards a control card may still issue: the card counts, two managers refill it for a few cards at a time, and the books keep
// what it said last.   Begin with permit_issues().
#pragma once
#include "keys/office/versions.h"

namespace kwota::keys {

struct IssuesOrder {
  std::string serial;      ///< of the control card
  std::int64_t issues = 0; ///< besides what is left
  std::string valid_to;    ///< its last day, YYYY-MM-DD in the utility's zone; empty: without end
  std::string reason;
  std::int64_t approval = 0;
};
/// Four eyes. Errors: permission_denied, `unknown_device`{device}, those of check_device(), `bad_issues`{most}, `bad_date`,
/// reason_missing, those of an approval.
Result<books::Decision<Permission>> permit_issues(const books::Reader& books, const IssuesOrder& order, std::int64_t most,
                                                  const people::Context& context);
/// It took the order; `left`: as the card says now.
Result<books::Decision<books::KeyDevice>> note_issues(const books::Reader& books, const IssuesOrder& order,
                                                      const Permission& permission, std::int64_t left,
                                                      const people::Context& context);

}  // namespace kwota::keys
