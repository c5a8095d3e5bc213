// Who may do what: the matrix of roles and actions, once, as a table. The server checks with it, the console shows it.
// Guarantees: an action that is not in the table is nobody's; nobody approves his own request; an administrator handles no money;
// who handles keys neither sells nor keeps operators.
// Begin with: matrix(), require().
#pragma once
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "books/parts/right.h"
#include "books/rows.h"

namespace kwota::people {

using books::Right;
using books::Rights;

/// `outlet` is no person's: who sells for the utility is known by what his client signs, and has no password.
enum class Role : std::uint8_t { cashier, supervisor, manager, technician, auditor, administrator, key_officer, key_manager, security_auditor, outlet };
inline constexpr std::size_t role_count = 10;
std::string_view name_of(Role role);
/// A role of the key office, which nobody has where something is sold.
bool handles_keys(Role role);
/// Error `unknown_role`.
Result<std::vector<Role>> parse_roles(std::string_view comma_separated);

/// How far a role may do an action. In rising order: of several roles the best counts.
enum class Grant : std::uint8_t {
  no,
  own,     ///< own shift, own rows
  second,  ///< asks a second person above the limit of the house
  yes,
};

std::string_view name_of(Grant grant);

struct Permission {
  Right right;
  std::array<Grant, role_count> grants;       ///< by Role
};
/// [K] after the offices' habits: a cashier sells, a supervisor corrects, a manager decides, a technician serves meters,
/// an auditor reads, an administrator keeps operators and machines, key officers form keys, key managers use them.
std::span<const Permission> matrix();

Grant granted(const books::Operator& who, Right right);
/// The best of several.
Grant best_granted(const books::Operator& who, Rights rights);
/// Error `permission_denied` {permission}.
Result<Grant> require(const books::Operator& who, Right right);
/// Every action that `who` may do in some way.
std::vector<Right> permissions_of(const books::Operator& who);
/// A client of an outlet: no operator of the books.
bool is_outlet(const books::Operator& who);
/// Of such a client the outlet's code, with which his name begins: "O-01.T1". Empty: he is no client.
std::string outlet_of(const books::Operator& who);
/// One person may hold these roles together; errors `roles_exclude_each_other`, `role_of_no_person` {role}.
Result<void> compatible(std::span<const Role> roles);

}  // namespace kwota::people
