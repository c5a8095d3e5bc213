// Four eyes: what one person may not do alone. The first person's request is bound to its exact content; a second person
// approves or rejects it, and until then whoever asked may withdraw it; it is used once, lapses after a day, and is void when whoever gave it is locked or loses the right.
// Guarantees: nobody decides his own request; another amount, or another reason, is another request; an approval serves once. What waits already is not asked twice, and one person
// has a bounded number of requests waiting, so that nobody buries what others ask.
// Begin with: ask_approval(), decide_approval(), withdraw_approval(); use-cases call second_person().
#pragma once
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "books/decision.h"
#include "books/reader.h"
#include "people/context.h"
#include "people/permissions.h"
#include "people/proposal.h"

namespace kwota::people {

inline constexpr Duration approval_lasts = Duration::hours(24);
inline constexpr std::size_t approvals_waiting_most = 100;  ///< of one person

struct ApprovalRequest {
  Right action;
  std::string content;  ///< Proposal::canonical() of what shall be done, as second_person() will be given it
  std::string reason;   ///< empty where what is asked needs none
};
/// What a refusal `approval_needed` asks for, from its details {action, content}.
ApprovalRequest request_of(const Details& details, std::string reason);
/// It is the station's of whoever asks, else the one where he stands, else the one whose accounts, customers or sales it names: of that station, or of none, is the second person.
/// The same request of the same person that still waits is answered with that one, and nothing changes.
/// Errors: permission_denied, approvals_waiting {most}.
Result<books::Decision<books::Approval>> ask_approval(const books::Reader& books, const ApprovalRequest& request, const Context& context);

struct ApprovalDecision {
  std::int64_t number = 0;
  bool approve = false;
  std::string reason;  ///< of a rejection
};
/// `context.who` is the second person. Errors: approval_unknown, approval_own, second_person_fresh, approval_asker_gone, approval_decided, approval_withdrawn, approval_lapsed,
/// permission_denied, reason_missing.
Result<books::Decision<books::Approval>> decide_approval(const books::Reader& books, const ApprovalDecision& decision,
                                                         const Context& context);

/// Whoever asked does not want it any more: nobody can agree to it, and nothing is done by it. What is older than a day waits no more and is withdrawn all the same.
/// Errors: approval_unknown, approval_not_own, approval_decided, approval_withdrawn.
Result<books::Decision<books::Approval>> withdraw_approval(const books::Reader& books, std::int64_t number, const Context& context);

/// Requests of the last day that wait, of whomever, and name this thing as one of these parts.
std::vector<books::Approval> waiting_about(const books::Reader& books, std::initializer_list<Part> parts, std::string_view name, Instant now);

/// What a use-case asks when its action may need a second person.
struct Question {
  Right action;
  Proposal content;
  std::optional<Money> amount;  ///< nothing: no sum is at stake
  Money limit;                  ///< above it a second person is asked
  std::int64_t approval = 0;    ///< number of the approval that came with the request; 0 none
  bool always = false;          ///< whoever asks and whatever the amount: nobody does this alone
  std::string reason = {};      ///< as the books will keep it
  Money done_alone = {};        ///< of the same kind and at the same account, not long ago: a sum in slices is the sum
};
/// The approval, marked as used, to be put with the decision; nothing when none is needed. Errors: permission_denied,
/// approval_needed {action, content}, approval_unknown, approval_pending, approval_rejected, approval_withdrawn, approval_used, approval_lapsed, approval_void, approval_asker_gone, approval_differs.
Result<std::optional<books::Approval>> second_person(const books::Reader& books, const Question& question, const Context& context);
/// Of what nobody does alone, whoever asks and whatever the amount: the approval. Errors as of second_person().
Result<books::Approval> always_second_person(const books::Reader& books, const Question& question, const Context& context);

}  // namespace kwota::people
