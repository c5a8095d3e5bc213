// Decide, then apply (design, section 5). A use-case looks at the books through a Reader and returns a Decision: the rows
// to put and to append and its answer – or an error, and then nothing happened. It writes nothing itself, opens no file,
// reads no clock: the writer of the store runs many decisions in one transaction, each seeing what the ones before it decided.
#pragma once
#include <vector>

#include "base/result.h"
#include "books/kinds.h"

namespace kwota::books {

/// What a decision changes. Applied in order, all or nothing.
/// - A register row replaces the row with the same key, or is new. Its audit entry is written by the store: the operator and
///   the action stand in `by`; a use-case appends an Audit itself only for what changes no register (a refusal, a sign-in, a reprint).
///   Columns that follow from chained rows have none: the first row that the decision appends tells of them, so that a state that was
///   changed by hand is found all the same. A Sale, which is what somebody did, has one. A Balance is the sum of its legs.
/// - A chained row is appended to `chain`; the store gives position and hashes, and, for JournalEntry, Audit, KeyEvent and Statement, the number.
/// - A register row in `remove` is in the books no more; its audit entry says what it said. Only for what was never used: an import that is undone, days that a wrong
///   clock made up.
/// - Balances follow from the legs of the entries; nobody sets them.
struct Changes {
  std::vector<Register> put;
  std::vector<Chained> append;
  std::vector<Register> remove{};

  /// What another decision came to goes into the same group, behind what is here.
  void join(Changes&& more) {
    for (auto& row : more.put) put.push_back(std::move(row));
    for (auto& row : more.append) append.push_back(std::move(row));
    for (auto& row : more.remove) remove.push_back(std::move(row));
  }
};

/// Who acts. Every change of the books is somebody's.
struct Actor {
  std::string operator_name;
  std::string action;   ///< the permission that was used, e.g. "sell"
  std::string station;  ///< names the audit chain; empty: "utility"
};

template <class Answer>
struct Decision {
  Changes changes;
  Answer answer;
};

}  // namespace kwota::books
