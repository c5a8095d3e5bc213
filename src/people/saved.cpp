#include "people/saved.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/cause.h"
#include "base/text/text_gate.h"
#include "books/lookup.h"
#include "people/permissions.h"

namespace kwota::people {
namespace {

using books::SavedKind;
using books::SavedQuery;
using books::SavedStatus;

Error not_there(std::int64_t number) { return error(Fault::request, Cause::not_found, "There is nothing of this name.", {{"what", std::to_string(number)}}); }
Error too_many(std::size_t most) { return error(Fault::refused, "saved_too_many", "So many are kept for one person. Remove one first.", {{"most", std::to_string(most)}}); }
Error too_long(std::size_t most) { return error(Fault::request, "saved_too_long", "This is too long to be kept.", {{"most", std::to_string(most)}}); }

bool has_role_of(const books::Operator& who, const std::string& roles) {
  const auto his = parse_roles(who.roles), theirs = parse_roles(roles);
  return his.ok() && theirs.ok() && std::ranges::any_of(*his, [&](Role role) { return std::ranges::find(*theirs, role) != theirs->end(); });
}

Result<std::string> shared_with(const SaveRequest& request, const SavedQuery& before, const Context& context) {
  std::string roles;
  for (const auto& role : request.roles) roles += (roles.empty() ? "" : ",") + role;
  TRY(known, parse_roles(roles));
  if (known.size() != request.roles.size()) return error(Fault::request, "unknown_role", "There is no such role; choose one of the list.", {{"role", roles}});
  // A right that was withdrawn: what was shared may be kept to oneself again, or left as it is shared.
  if (!roles.empty() && roles != before.roles) MUST(require(context.who, "queries_share"));
  return roles;
}

Result<void> is_name_free(const books::Reader& books, const SavedQuery& row) {
  for (const auto& other : books.select(SavedQuery::of_owner, row.owner))
    if (other.number != row.number && other.state == SavedStatus::kept && other.kind == row.kind && other.name == row.name && (row.kind == SavedKind::query || other.subject == row.subject))
      return error(Fault::refused, "saved_name_taken", "One of this name is kept already.", {{"name", row.name}});
  return {};
}

Result<std::string> named(const books::Reader& books, const SaveRequest& request, const Context& context) {
  const auto& name = request.name;
  const bool good = !name.empty() && name.front() != ' ' && name.back() != ' ' && !text_gate::flaw_of(name, text_gate::Kind::line, saved_name_max);
  if (!good) return error(Fault::request, "saved_name", "It needs a name.", {{"most", std::to_string(saved_name_max)}});
  MUST(is_name_free(books, {.number = request.number, .kind = request.kind, .subject = request.subject, .name = name, .owner = context.who.name}));
  return name;
}

/// So many of one person's, and no more.
Result<void> has_room(const books::Reader& books, const std::string& owner) {
  const auto own = books.select(SavedQuery::of_owner, owner);
  if (std::ranges::count(own, SavedStatus::kept, &SavedQuery::state) >= static_cast<std::ptrdiff_t>(saved_max)) return too_many(saved_max);
  return {};
}

/// One's own, and what is shared with whoever may share, too.
Result<void> may_take_away(const SavedQuery& row, const Context& context) {
  if (row.owner == context.who.name) return {};
  if (!has_role_of(context.who, row.roles)) return not_there(row.number);
  MUST(require(context.who, "queries_share"));
  return {};
}

}  // namespace

Result<books::Decision<SavedQuery>> save(const books::Reader& books, const SaveRequest& request, const Context& context) {
  if (request.kind == SavedKind::query) MUST(require(context.who, "queries"));
  SavedQuery row;
  if (request.number != 0) {
    const auto before = books.find<SavedQuery>(request.number);
    if (!before || before->state == SavedStatus::removed || before->owner != context.who.name || before->kind != request.kind) return not_there(request.number);
    row = *before;
  } else {
    MUST(has_room(books, context.who.name));
    row.number = books::next_number<SavedQuery>(books);
    row.owner = context.who.name;
  }
  if (request.document.size() > document_max) return too_long(document_max);
  TRY(name, named(books, request, context));
  TRY(roles, shared_with(request, row, context));
  row.kind = request.kind;
  row.subject = request.subject;
  row.name = name;
  row.document = request.document;
  row.roles = roles;
  row.pinned = request.pinned;
  row.changed = context.now;
  books::Decision<SavedQuery> decision{{}, row};
  decision.changes.put.emplace_back(row);
  return decision;
}

Result<books::Decision<SavedQuery>> remove_saved(const books::Reader& books, std::int64_t number, const Context& context) {
  auto row = books.find<SavedQuery>(number);
  if (!row || row->state == SavedStatus::removed) return not_there(number);
  MUST(may_take_away(*row, context));
  row->state = SavedStatus::removed;
  row->changed = context.now;
  books::Decision<SavedQuery> decision{{}, *row};
  decision.changes.put.emplace_back(*row);
  return decision;
}

Result<books::Decision<SavedQuery>> bring_back_saved(const books::Reader& books, std::int64_t number, const Context& context) {
  auto row = books.find<SavedQuery>(number);
  if (!row || row->state == SavedStatus::kept) return not_there(number);
  MUST(may_take_away(*row, context));
  MUST(has_room(books, row->owner));
  MUST(is_name_free(books, *row));
  row->state = SavedStatus::kept;
  row->changed = context.now;
  books::Decision<SavedQuery> decision{{}, *row};
  decision.changes.put.emplace_back(*row);
  return decision;
}

std::vector<SavedQuery> visible_to(const books::Reader& books, const books::Operator& who) {
  std::vector<SavedQuery> out;
  for (auto& row : books.all<SavedQuery>())
    if (row.state == SavedStatus::kept && (row.owner == who.name || has_role_of(who, row.roles))) out.push_back(std::move(row));
  std::ranges::stable_sort(out, [](const SavedQuery& one, const SavedQuery& other) { return one.pinned != other.pinned ? one.pinned : one.name < other.name; });
  return out;
}

Result<books::Decision<books::UserChoice>> choose(const books::Reader& books, const std::string& name, const std::string& value, const Context& context) {
  const auto fits = [](char c) { return is_small_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '_'; };
  if (name.empty() || name.size() > saved_name_max || !std::ranges::all_of(name, fits))
    return error(Fault::request, "choice_unknown", "Nothing of this name is chosen.", {{"choice", name}});
  if (value.size() > choice_max) return too_long(choice_max);
  const bool known = books.find<books::UserChoice>(context.who.name, name).has_value();
  if (!known && books.select<books::UserChoice>(context.who.name).size() >= choices_max) return too_many(choices_max);
  const books::UserChoice row{.operator_name = context.who.name, .name = name, .value = value};
  books::Decision<books::UserChoice> decision{{}, row};
  decision.changes.put.emplace_back(row);
  return decision;
}

}  // namespace kwota::people
