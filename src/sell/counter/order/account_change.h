// The segments of an open account's life: by which price plan, as what class and for how many people it is sold to, and from when on.
// Guarantees: one answer for every moment – of one that is over, what counted then, also for changes that were decided afterwards.
// Never: changes anything; remote::change_account() does.   Begin with account_at().
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "books/reader.h"

namespace kwota::counter {

/// Of an account, by their moment: those that count or will.
std::vector<books::AccountChange> agreed_changes(const books::Reader& books, std::int64_t account);

/// The account as it is, was or will be sold to at this moment.
books::Account account_at(const books::Reader& books, books::Account account, Instant at);

/// A change of address whose day has come, and which the register of service points does not say yet.
bool address_is_due(const books::AccountChange& change, Instant at);
/// Under which address the supply stands at this moment: as its register says, or as was agreed for it by then.
std::string address_at(const books::Reader& books, const books::ServicePoint& point, std::int64_t account, Instant at);

/// People who live at its service point are counted one by one: how many is no matter of its changes.
bool counts_occupants(const books::Reader& books, const books::Account& account);

/// Around the price plan of a moment: what was before it, and what comes.
struct PlanLife {
  books::Account account;        ///< as account_at()
  std::optional<Instant> since;  ///< it came to its plan then; nothing: with its opening
  std::string former;            ///< plan before that
  struct Coming {
    Instant begins;
    std::string plan;  ///< empty: a change was withdrawn, and what may have been told for that moment is not to be
  };
  std::optional<Coming> coming;  ///< the next change of plan
};
PlanLife plan_life(const books::Reader& books, const books::Account& account, Instant at);

}  // namespace kwota::counter
