#include "people/people.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>

#include "base/cause.h"
#include "books/audit_entry.h"
#include "books/lookup.h"
#include "people/approval.h"
#include "people/permissions.h"

namespace kwota::people {
namespace {

using books::Operator;
using books::PeopleChange;
using books::WhyAlone;

/// Who handles money, and who agrees to what another administrator asks: one who makes himself a second administrator would agree to his own requests.
constexpr std::array given_by_two{Role::cashier, Role::supervisor, Role::manager, Role::administrator};

/// Nothing but that he is locked out.
bool only_locks(const std::optional<Operator>& before, const Operator& after) {
  const auto given = [](const Operator& row) { return std::tie(row.full_name, row.roles, row.station, row.password, row.language); };
  return before && after.state == books::OperatorStatus::locked && given(*before) == given(after);
}
constexpr books::Right right = "operators_money";

books::PeopleChangeKind kind_of(const std::optional<Operator>& before, const Operator& after) {
  if (!before) return books::PeopleChangeKind::created;
  return before->password != after.password ? books::PeopleChangeKind::reset : books::PeopleChangeKind::raised;
}

/// What the second person reads, and what he approves: another content is another request.
Proposal content_of(books::PeopleChangeKind kind, const Operator& after) {
  Proposal content(Proposed::operator_change);
  content.word(Part::change, "proposal.change", word_of(kind)).text(Part::operator_name, after.name).text(Part::full_name, after.full_name);
  if (const auto roles = parse_roles(after.roles); roles.ok())
    for (const auto role : *roles) content.word(Part::role, "role", name_of(role));
  return content.text(Part::station, after.station).word(Part::operator_state, "state.operator", word_of(after.state));
}

PeopleChange change_of(const books::Reader& books, const std::optional<Operator>& before, const Operator& after, const Context& context) {
  PeopleChange row;
  row.number = books::next_number<books::PeopleChange>(books);
  row.operator_name = after.name;
  row.kind = kind_of(before, after);
  row.full_name = after.full_name;
  row.roles = after.roles;
  row.station = after.station;
  row.language = after.language;
  row.made_by = context.who.name;
  row.made = row.takes_effect = context.now;
  row.why_alone = why_alone(books);
  return row;
}

/// He can do something that he could not, or comes in by a password that somebody else has chosen.
bool gives(const std::optional<Operator>& before, const Operator& after) {
  if (!before || before->password != after.password) return true;
  if (before->station != after.station && !before->station.empty()) return true;
  return std::ranges::any_of(matrix(), [&](const Permission& one) { return granted(after, one.right) > granted(*before, one.right); });
}

/// The row that a change which waited makes of what the books have now.
Operator taken_effect(const books::Reader& books, const PeopleChange& change) {
  auto row = books.find<books::Operator>(change.operator_name).value_or(Operator{});
  row.name = change.operator_name;
  if (change.kind != books::PeopleChangeKind::reset) {
    row.full_name = change.full_name;
    row.roles = change.roles;
    row.station = change.station;
    row.language = change.language;
    row.state = books::OperatorStatus::active;
  }
  if (!change.password.empty()) {
    row.password = change.password;
    row.must_change = true;
    row.second_factor = false;
  }
  row.given_by = change.made_by;
  row.given = change.takes_effect;
  return row;
}

/// What was asked for him and waits for its day comes no more: since then somebody has locked him, or has taken from him what he could.
void drop_what_waits(const books::Reader& books, const std::optional<Operator>& before, const Operator& after, books::Changes& changes) {
  if (!before) return;
  const bool locked = after.state != books::OperatorStatus::active && before->state == books::OperatorStatus::active;
  const bool less = std::ranges::any_of(matrix(), [&](const Permission& one) { return granted(after, one.right) < granted(*before, one.right); });
  if (!locked && !less && before->station == after.station) return;
  for (auto change : books::open_people_changes(books)) {
    if (change.state != books::PeopleChangeStatus::waiting || change.operator_name != after.name) continue;
    change.state = books::PeopleChangeStatus::refused;
    change.password.clear();
    changes.put.emplace_back(std::move(change));
  }
}

/// Both were given what they have by this hand, within a day.
bool of_hand(const Operator& row, const std::string& hand, Instant now) {
  return row.given && !row.given_by.empty() && row.given_by == hand && now - *row.given < hand_lasts;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

}  // namespace

WhyAlone why_alone(const books::Reader& books) {
  const auto utility = books.only<books::Utility>();
  if (!utility || !utility->installed) return WhyAlone::installation;
  return utility->one_person ? WhyAlone::one_person : WhyAlone::not_alone;
}

bool is_given_by_two(const Operator& row) {
  const auto roles = parse_roles(row.roles);
  return roles.ok() && std::ranges::any_of(*roles, [](Role role) { return std::ranges::find(given_by_two, role) != given_by_two.end(); });
}
bool handles_keys(const Operator& row) {
  const auto roles = parse_roles(row.roles);
  return roles.ok() && std::ranges::any_of(*roles, [](Role role) { return handles_keys(role); });
}

bool raises(const std::optional<Operator>& before, const Operator& after) { return is_given_by_two(after) && gives(before, after); }

Result<books::Decision<Given>> give(const books::Reader& books, const std::optional<Operator>& before, Operator after, std::int64_t approval,
                                    const Context& context) {
  if ((handles_keys(after) || (before && handles_keys(*before))) && !only_locks(before, after))
    return error(Fault::refused, "key_roles_apart",
                 "Who handles keys is named by those who do: the first at the installation of the key office (kwota keys install), later ones "
                 "by two key managers. An administrator can neither make, change, reset nor unlock them. Nothing was changed.",
                 {{"name", after.name}});
  // Whose hand it was counts of an auditor too, who countersigns what others did alone. What was given while the house was set up stands on the list
  // that ends the installation; nobody is suspected for it.
  if (gives(before, after) && why_alone(books) != WhyAlone::installation) {
    after.given_by = context.who.name;
    after.given = context.now;
  }
  books::Changes changes{{after}, {}};
  drop_what_waits(books, before, after, changes);
  if (!raises(before, after)) return books::Decision<Given>{std::move(changes), {after, {}}};
  auto change = change_of(books, before, after, context);
  std::optional<books::Approval> second;
  if (change.why_alone == WhyAlone::not_alone) {
    TRY(approved, second_person(books, {right, content_of(change.kind, after), {}, {}, approval}, context));
    second = approved;
    if (second) change.approved_by = second->decided_by;
  }
  if (change.why_alone == WhyAlone::one_person) {
    change.takes_effect = context.now + hand_lasts;
    change.state = books::PeopleChangeStatus::waiting;
    if (!before || before->password != after.password) change.password = after.password;
    return books::Decision<Given>{{{change}, {}}, {after, change.takes_effect}};
  }
  changes.put.emplace_back(change);
  if (second) changes.put.emplace_back(*second);
  return books::Decision<Given>{std::move(changes), {after, {}}};
}

Result<books::Decision<std::int64_t>> let_take_effect(const books::Reader& books, Instant now) {
  books::Decision<std::int64_t> out{{}, 0};
  for (auto change : books::open_people_changes(books)) {
    if (change.state != books::PeopleChangeStatus::waiting || change.takes_effect > now) continue;
    out.changes.put.emplace_back(taken_effect(books, change));
    change.state = books::PeopleChangeStatus::done;
    change.password.clear();
    out.changes.put.emplace_back(change);
    ++out.answer;
  }
  return out;
}

Result<books::Decision<PeopleChange>> countersign(const books::Reader& books, std::int64_t number, bool agree, const Context& context) {
  MUST(require(context.who, "people_countersign"));
  auto row = books.find<books::PeopleChange>(number);
  const auto name = fmt::format("{}", number);
  if (!row) return error(Fault::request, Cause::not_found, "There is no such change.", {{"what", name}});
  if (row->made_by == context.who.name || row->operator_name == context.who.name)
    return error(Fault::refused, "approval_own", "Nobody approves his own request; ask another person.", {{"approval", name}});
  if (const auto maker = books.find<books::Operator>(row->made_by)) MUST(independent(*maker, context.who, context.now));
  if (row->countersigned || (!agree && row->state != books::PeopleChangeStatus::waiting))
    return error(Fault::refused, "approval_decided", "This request has been decided already.", {{"approval", name}});
  row->countersigned_by = context.who.name;
  row->countersigned = context.now;
  if (!agree) {
    row->state = books::PeopleChangeStatus::refused;
    row->password.clear();
  }
  return books::Decision<PeopleChange>{{{*row}, {}}, *row};
}

Result<void> independent(const Operator& first, const Operator& second, Instant now) {
  const bool one_hand = of_hand(second, first.name, now) || of_hand(first, second.name, now) ||
                        (of_hand(second, second.given_by, now) && of_hand(first, second.given_by, now));
  if (!one_hand) return Done{};
  return error(Fault::refused, "second_person_fresh",
               "One hand gave these two their rights or passwords within a day: ask somebody else, or wait. Nothing was changed.",
               {{"name", second.name}});
}

std::vector<Operator> who_holds_what(const books::Reader& books) {
  auto out = books.all<books::Operator>();
  std::erase_if(out, [](const Operator& row) { return row.state == books::OperatorStatus::removed; });
  return out;
}

books::Changes end_installation(const books::Reader& books, const Context& context) {
  auto utility = books.only<books::Utility>();
  if (!utility || utility->installed) return {};
  utility->installed = context.now;
  std::string details;
  for (const auto& row : who_holds_what(books)) details += fmt::format("{}{}:{}", details.empty() ? "{" : ",", quoted(row.name), quoted(row.roles + "@" + row.station));
  details += details.empty() ? "{}" : "}";
  return {{*utility}, {books::audit_entry({context.who.name, "installation_ended", {}}, "people", std::move(details))}};
}

}  // namespace kwota::people
