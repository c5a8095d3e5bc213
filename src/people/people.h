// Who may handle money, and who gives that: making, raising or resetting somebody who holds a role with money, or an administrator, who is a second person
// himself, needs a second person, so that nobody makes his own second pair of eyes. Three ways (docs/people.md): the second person approves; until the first shift is opened
// the administrator works alone; a station of one person waits a day, and every page and slip says so until an auditor or a manager has
// countersigned.
// Guarantees: one predicate, raises(), decides for every way of changing an operator; each such change is a row of its own.
// Begin with give().
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "books/decision.h"
#include "books/reader.h"
#include "people/context.h"

namespace kwota::people {

/// How long somebody is no second person for the hand that made him, and how long a change waits in a station of one person.
inline constexpr Duration hand_lasts = Duration::hours(24);

/// Cashier, supervisor, manager, administrator: whose money it is, and who agrees to what others do.
bool is_given_by_two(const books::Operator& row);
/// Key officer, key manager, security auditor. Who holds such a role was named at the installation of the key office or by two of its
/// managers (keys/office/people.h); of him an administrator can change nothing, he can only lock him out.
bool handles_keys(const books::Operator& row);

/// Does this change let somebody who is given by two do more than before, somewhere else, or with another password? `before`: nothing for a
/// new operator.
bool raises(const std::optional<books::Operator>& before, const books::Operator& after);

/// Why no second person is asked where one would be.
books::WhyAlone why_alone(const books::Reader& books);

/// The row changed, with the second person that it needs. What waits for its day of somebody who is locked by it, or loses a right, comes no more. Errors: permission_denied, `key_roles_apart` {name}, approval_needed {action,
/// content} and those of second_person().
struct Given {
  books::Operator row;            ///< as the books have him after this
  std::optional<Instant> from;    ///< when it takes effect, if not at once
};
Result<books::Decision<Given>> give(const books::Reader& books, const std::optional<books::Operator>& before, books::Operator after,
                                    std::int64_t approval, const Context& context);

/// Changes whose day is over take effect. Nothing due: an empty decision.
Result<books::Decision<std::int64_t>> let_take_effect(const books::Reader& books, Instant now);

/// An auditor or a manager has seen it; one that still waits he may also refuse. Errors: permission_denied, not_found, approval_own,
/// approval_decided.
Result<books::Decision<books::PeopleChange>> countersign(const books::Reader& books, std::int64_t number, bool agree, const Context& context);

/// Two people, and not one hand behind both: neither made the other within a day, nor did one hand make both. Error second_person_fresh {name}.
Result<void> independent(const books::Operator& first, const books::Operator& second, Instant now);

/// Who holds what, for the list that ends the installation: by name.
std::vector<books::Operator> who_holds_what(const books::Reader& books);
/// With the first shift the installation is over: from then on the administrator is not alone any more. Empty when it was over before.
books::Changes end_installation(const books::Reader& books, const Context& context);

}  // namespace kwota::people
