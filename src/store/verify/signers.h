// Who signed each group, and whether he might (part of verify): the vault at once, the vault afterwards, or two persons for a process
// that died while the vault was away.
#pragma once
#include <map>
#include <vector>

#include "store/draft/process.h"
#include "store/verify/tail.h"
#include "store/verify/verify.h"

namespace kwota::store {

class Signers {
 public:
  Signers(const SignatureCheck& check, const AnchorRange& as_if_accepted) : check_(check), as_if_(as_if_accepted) {}

  /// Processes and acceptances of the books; a finding when one of them is not the vault's.
  Result<std::optional<Finding>> read(Connection& connection);
  /// The next anchor, in their order. `guarded`: a row of its group that only the vault may sign for; empty: none.
  std::optional<Finding> hold(const Anchor& anchor, const std::string& guarded);
  /// What speaks of anchors behind the last one.
  std::optional<Finding> left_over(std::int64_t last_anchor) const;
  const Signatures& counted() const { return counted_; }

 private:
  Result<std::optional<Finding>> hold_restorations(Connection& connection) const;
  std::optional<Finding> hold_process(const Anchor& anchor, const std::string& guarded);
  const Acceptance* acceptance_of(std::int64_t anchor) const;

  bool covered(std::int64_t anchor) const { return anchor <= covered_to_; }

  const SignatureCheck& check_;
  AnchorRange as_if_;
  std::int64_t covered_to_ = 0;
  std::vector<Process> processes_;
  std::size_t next_ = 0;  ///< the process that was started next
  std::vector<SignatureCheck> process_checks_;
  std::vector<Acceptance> acceptances_;
  Signatures counted_;
};

}  // namespace kwota::store
