// A connection that reads, for one look at the books after the other. From look to look it keeps what it was answered of the kinds that every sale asks for, as
// long as no group changed a row of that kind.
// Guarantees: each look sees one moment of the books, what is kept as well as what is read; a look that began before a change goes on without it.
// Never: keeps an answer while a group that changes its kind is being committed – then nobody can say on which side of it the look is. Begin with begin().
#pragma once
#include <memory>

#include "base/function_ref.h"
#include "store/held/held_changes.h"
#include "store/held/held_rows.h"
#include "store/sqlite/reader.h"

namespace kwota::store {

class ReadSession {
 public:
  ReadSession(std::unique_ptr<Connection> own, const HeldChanges& changes) : connection_(std::move(own)), changes_(changes), reader_(*connection_, nullptr, &held_) {}
  ReadSession(const ReadSession&) = delete;
  ReadSession& operator=(const ReadSession&) = delete;

  /// Of a question of the store, which reads everything.
  Result<void> begin();
  /// Of rows(): with what is kept.
  Result<void> begin_rows();
  /// Without a moment: `look` is answered with what is held, as far as that is what the books say now. False: it asked for more, and what it saw is nothing.
  bool from_held(FunctionRef<void(const books::Reader&)> look);
  Result<void> end();

  RowReader& rows() { return reader_; }
  Connection& connection() { return *connection_; }

 private:
  void hold_what_stands();

  std::unique_ptr<Connection> connection_;
  const HeldChanges& changes_;
  HeldRows held_;
  SqliteReader reader_;
  bool open_ = false;  ///< a moment is
  HeldChanges::Counts seen_, ended_, begun_;  ///< at the look that kept what is kept; at the opening of this one
};

}  // namespace kwota::store
