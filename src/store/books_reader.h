// What the books say, read from one connection (books::Reader on SQLite).
// The interface has no room for a broken disk: a read that fails answers "nothing" and leaves the reason in failure(), and
// whoever asked – the writer after a decision, Books::read after a query – throws the answer away and returns that error.
#pragma once
#include <map>
#include <memory>
#include <string>

#include "books/reader.h"
#include "store/kept.h"
#include "store/sqlite.h"

namespace kwota::store {

/// Answers that the writer keeps from one decision to the next, of the kinds that say so (books::Table::held).
/// A row that is put takes the place of the one that was held under its key; whatever else was answered of its kind is forgotten.
class HeldRows {
 public:
  using Row = std::vector<books::Value>;
  /// Whoever reads them may ask for other rows meanwhile, and rows may be put: what he has stays as it is.
  using Rows = std::shared_ptr<const std::vector<Row>>;
  Rows find(const books::Query& query) const;  ///< null: not held
  void keep(const books::Query& query, Rows rows);
  void put(const books::RowRef& row);
  void forget() {
    answers_.clear();
    texts.clear();
    ledger_accounts.clear();
  }
  KnownNumbers texts, ledger_accounts;

 private:
  struct Answer {
    books::Query query;
    Rows rows;
  };
  std::map<const books::Table*, std::vector<Answer>> answers_;
};

/// Whether an index that is asked by is named to the engine; under a view of a table it finds its own way.
enum class IndexUse : std::uint8_t { named, free };

class BooksReader final : public books::Reader {
 public:
  /// `pending`: what the running group adds to balances before it writes them; may be null.
  /// `held`: of the writer; may be null.
  explicit BooksReader(Connection& connection, const std::map<std::string, Money, std::less<>>* pending = nullptr, HeldRows* held = nullptr, IndexUse indexes = IndexUse::named)
      : connection_(connection), pending_(pending), held_(held), indexes_(indexes) {}

  const std::optional<Error>& failure() const { return failure_; }
  void forget_failure() { failure_.reset(); }

  void each(const books::Query& query, const std::function<bool(const books::ValueSource&)>& take) const override;
  Money balance(std::string_view ledger_account) const override;
  void needs_archive(std::int64_t year) const override;
  std::vector<books::Leg> legs(std::string_view entry) const override;
  std::vector<books::HeldVersion> cards_by_key_version() const override;
  std::vector<books::HeldVersion> meters_by_key_version() const override;
  std::vector<books::MeterPoint> meter_points() const override;
  std::vector<books::LastContact> last_contacts() const override;

 private:
  struct Asked {
    std::string sql;
    std::vector<bool> is_hex{};  ///< of the columns that are asked, in their order
  };
  const Asked& asked(const books::Query& query) const;
  void ask(const books::Query& query, const std::function<bool(const books::ValueSource&)>& take) const;
  void hold(const books::Query& query, const std::function<bool(const books::ValueSource&)>& take) const;
  std::vector<books::HeldVersion> held_versions(const char* sql) const;

  Connection& connection_;
  const std::map<std::string, Money, std::less<>>* pending_;
  HeldRows* held_;
  IndexUse indexes_;
  mutable std::optional<Error> failure_;
};

}  // namespace kwota::store
