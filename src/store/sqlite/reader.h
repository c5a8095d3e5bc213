// What the books say, read from one connection (books::Reader on SQLite).
// Begin with SqliteReader.
#pragma once
#include <map>
#include <string>

#include "books/reader.h"
#include "store/sqlite/connection.h"
#include "store/held/held_rows.h"

namespace kwota::store {

/// Whether an index that is asked by is named to the engine; under a view of a table it finds its own way.
enum class IndexUse : std::uint8_t { named, free };

class SqliteReader final : public RowReader {
 public:
  /// `pending`: what the running group adds to balances before it writes them; may be null.
  /// `held`: of the writer or of a session; may be null. Such a reader ends the look in any case: an empty answer of a failed reading would be held on.
  explicit SqliteReader(Connection& connection, const std::map<std::string, Money, std::less<>>* pending = nullptr, HeldRows* held = nullptr, IndexUse indexes = IndexUse::named,
                        OnFailure on_failure = OnFailure::go_on)
      : connection_(connection), pending_(pending), held_(held), indexes_(indexes), on_failure_(held != nullptr ? OnFailure::end_look : on_failure) {}

  const std::optional<Error>& failure() const override { return failure_; }
  void forget_failure() override { failure_.reset(); }
  /// Until it is said again: answers with what is held and asks nothing; what is not held ends the look.
  void ask_nothing(bool only_held) { only_held_ = only_held; }

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
    Connection::Given statement{};
  };
  Asked& asked(const books::Query& query) const;
  void ask(const books::Query& query, const std::function<bool(const books::ValueSource&)>& take) const;
  void hold(const books::Query& query, const std::function<bool(const books::ValueSource&)>& take) const;
  std::vector<books::HeldVersion> held_versions(const char* sql) const;
  /// Does not return when it ends the look.
  void failed(Error reason) const;

  Connection& connection_;
  const std::map<std::string, Money, std::less<>>* pending_;
  HeldRows* held_;
  IndexUse indexes_;
  OnFailure on_failure_;
  bool only_held_ = false;
  mutable std::optional<Error> failure_;
};

}  // namespace kwota::store
