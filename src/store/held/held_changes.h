// How often rows that readers hold changed, kind by kind: the writer counts before it commits a group and after it, a reader compares when it opens its moment
// of the books (store/sqlite/read_session.h).
// Guarantees: who finds the same number – ended before his moment was opened, begun after it – sees exactly the rows of that many changes: all of them were on
// the disk, and none more was. A group that is rolled back is counted too, which costs readers a reading and no more.
// Never: waits. From any thread. Begin with Counts.
#pragma once
#include <atomic>
#include <cstdint>
#include <span>
#include <vector>

#include "books/table.h"

namespace kwota::store {

/// Kinds of which answers are kept (books::Table::held).
std::span<const books::Table* const> held_tables();

class HeldChanges {
 public:
  HeldChanges();
  /// Of each of held_tables(), in their order.
  using Counts = std::vector<std::uint64_t>;
  void read_begun(Counts& to) const;
  void read_ended(Counts& to) const;

  /// For the writer: while it lives, rows of these kinds may be on the disk already, or not yet.
  class Commit {
   public:
    Commit(HeldChanges& changes, std::vector<const books::Table*> changed);
    Commit(const Commit&) = delete;
    Commit& operator=(const Commit&) = delete;
    ~Commit();

   private:
    HeldChanges& changes_;
    std::vector<const books::Table*> changed_;
  };

 private:
  struct Count {
    std::atomic<std::uint64_t> begun{0}, ended{0};
  };
  Count& of(const books::Table* table);
  std::vector<Count> counts_;  ///< never grows
};

}  // namespace kwota::store
