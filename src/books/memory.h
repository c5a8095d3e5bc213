// The books in memory: the same Reader as the store's, for tests, field logs and trials of use-cases.
// Guarantees: apply() does what the store's writer does with a decision – replaces register rows, appends chained rows, gives
// running numbers, adds the legs of entries to the balances – and refuses what the store would refuse (a second row with the
// same key in a chain, legs that do not add up), by aborting: a use-case that asks for it is wrong.
// Never: keeps hashes or audit entries; those are the store's.   Begin with: apply().
#pragma once
#include <map>
#include <string>
#include <vector>

#include "books/decision.h"
#include "books/reader.h"

namespace kwota::books {

class Memory final : public Reader {
 public:
  Memory();
  Memory(const Memory& other);
  Memory& operator=(const Memory& other);
  void apply(const Changes& changes);
  void put(const Register& row);
  void remove(const Register& row);
  void append(const Chained& row);

  void each(const Query& query, const std::function<bool(const ValueSource&)>& take) const override;
  Money balance(std::string_view ledger_account) const override;
  std::vector<Leg> legs(std::string_view entry) const override;
  std::vector<HeldVersion> cards_by_key_version() const override;
  std::vector<HeldVersion> meters_by_key_version() const override;
  std::vector<MeterPoint> meter_points() const override;
  std::vector<LastContact> last_contacts() const override;

  // In the order of the books.
  const std::vector<Entry>& entries() const { return entries_; }
  std::vector<Sale> sales() const { return in_order<Sale>(); }
  std::vector<KeyEvent> key_events() const { return in_order<KeyEvent>(); }
  const std::map<std::string, Money, std::less<>>& balances() const { return balances_; }

 private:
  using Values = std::vector<Value>;
  struct Kept {
    Values values;           ///< of all columns but legs
    std::int64_t place = 0;  ///< among the chained rows of all kinds
  };
  struct Rows {
    std::map<Values, Kept> by_key;
    std::vector<std::map<Values, const Kept*>> by_index;  ///< in the order of the table's indexes
  };

  void keep(const RowRef& row);
  void number(Statement& row) const;
  void number(JournalEntry& row) const;
  void number(KeyEvent& row) const;
  void post(const Entry& row);
  void sort_anew();
  template <class Row>
  std::vector<Row> in_order() const;
  const Rows& rows_of(const Table& table) const;

  std::vector<Rows> tables_;  ///< in the order of all_tables()
  std::int64_t appended_ = 0;
  std::vector<Entry> entries_;
  std::map<std::string, Money, std::less<>> balances_;
};

}  // namespace kwota::books
