// What people keep under a name: views of tables, queries, and how each likes his tables. Whoever opens what another shared sees it with his own
// rights: nothing here gives anybody a row.
// Guarantees: one's own is changed by its owner alone; to share it is a right (queries_share), and who has that may also take away what is shared.
// Never: knows what a document asks – whoever takes it in has checked it (store/queries).   Begin with save(), visible_to().
#pragma once
#include <string>
#include <vector>

#include "books/decision.h"
#include "books/reader.h"
#include "people/context.h"

namespace kwota::people {

inline constexpr std::size_t saved_max = 200, choices_max = 200;             ///< of one person [K]
inline constexpr std::size_t saved_name_max = 80, document_max = 60'000, choice_max = 4'000;

struct SaveRequest {
  std::int64_t number = 0;  ///< 0: a new one
  books::SavedKind kind = books::SavedKind::view;
  std::string subject, name, document;
  std::vector<std::string> roles;  ///< with whom it is shared
  bool pinned = false;
};

/// Errors: permission_denied, not_found, unknown_role, `saved_name` {most}, `saved_name_taken` {name}, `saved_too_many` {most}, `saved_too_long` {most}.
Result<books::Decision<books::SavedQuery>> save(const books::Reader& books, const SaveRequest& request, const Context& context);
/// Errors: permission_denied, not_found.
Result<books::Decision<books::SavedQuery>> remove_saved(const books::Reader& books, std::int64_t number, const Context& context);
/// Of whoever might have removed it: it is kept again, under its number. Errors: permission_denied, not_found, saved_name_taken, saved_too_many.
Result<books::Decision<books::SavedQuery>> bring_back_saved(const books::Reader& books, std::int64_t number, const Context& context);
/// His own, and what is shared with one of his roles; what is pinned first, then by name.
std::vector<books::SavedQuery> visible_to(const books::Reader& books, const books::Operator& who);

/// How he likes something from now on. An empty value: as everybody. Errors `choice_unknown` {choice}, saved_too_many, saved_too_long.
Result<books::Decision<books::UserChoice>> choose(const books::Reader& books, const std::string& name, const std::string& value, const Context& context);

}  // namespace kwota::people
