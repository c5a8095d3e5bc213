// One moment of the books, as whoever asks holds it: a question of the store – a list, a proof, verify – is asked of it, and rows are read of it.
// What is behind it, a connection to a database, only the store's engine knows.
// Begin with BooksReader, or with Books::query().
#pragma once
#include <functional>
#include <memory>
#include <optional>

#include "books/reader.h"
#include "store/draft/anchor.h"

namespace kwota::store {

/// Thrown by a reader to whoever lent it, through whoever decides or looks: what it was asked it cannot answer, and nobody goes on with "nothing" where there is
/// something (decision 56). The reason is in failure(). Nothing but the lender catches it.
struct LookEnded {};

/// What a reader does when a reading fails. `end_look`: throws LookEnded. `go_on`: answers "nothing", and whoever asked throws the answer away and returns failure().
enum class OnFailure : std::uint8_t { end_look, go_on };

/// Rows, as use-cases read them. The interface has no room for a broken disk.
class RowReader : public books::Reader {
 public:
  virtual const std::optional<Error>& failure() const = 0;
  virtual void forget_failure() = 0;
};

class Moment {
 public:
  /// How a file of books is opened. `walk`: to read a whole list; little is kept, however many rows there are.
  enum class Mode : std::uint8_t { write, read, walk, memory };

  Moment() = default;
  Moment(const Moment&) = delete;
  Moment& operator=(const Moment&) = delete;
  virtual ~Moment() = default;

  virtual std::unique_ptr<RowReader> rows() = 0;

  /// While it lives, what is asked of the moment is broken off once `stop` says so: error `took_too_long`. `stop` is asked often and must be quick.
  class Stopped {
   public:
    Stopped(Moment& moment, std::function<bool()> stop) : moment_(moment) { moment_.break_off_when(std::move(stop)); }
    Stopped(const Stopped&) = delete;
    Stopped& operator=(const Stopped&) = delete;
    ~Stopped() { moment_.break_off_when({}); }

   private:
    Moment& moment_;
  };

 private:
  /// Empty: it is not broken off any more.
  virtual void break_off_when(std::function<bool()> stop) = 0;
};

/// The newest anchor of the books; number 0 when there is none.
Result<Anchor> newest_anchor(Moment& moment);
Result<std::optional<Anchor>> read_anchor(Moment& moment, std::int64_t number);

/// How many rows of a kind there are.
Result<std::int64_t> count_rows(Moment& moment, const books::Table& table);

/// What the books say at this moment.
class BooksReader final : public RowReader {
 public:
  explicit BooksReader(Moment& moment) : rows_(moment.rows()) {}

  const std::optional<Error>& failure() const override { return rows_->failure(); }
  void forget_failure() override { rows_->forget_failure(); }
  void each(const books::Query& query, const std::function<bool(const books::ValueSource&)>& take) const override { rows_->each(query, take); }
  Money balance(std::string_view ledger_account) const override { return rows_->balance(ledger_account); }
  void needs_archive(std::int64_t year) const override { rows_->needs_archive(year); }
  std::vector<books::Leg> legs(std::string_view entry) const override { return rows_->legs(entry); }
  std::vector<books::HeldVersion> cards_by_key_version() const override { return rows_->cards_by_key_version(); }
  std::vector<books::HeldVersion> meters_by_key_version() const override { return rows_->meters_by_key_version(); }
  std::vector<books::MeterPoint> meter_points() const override { return rows_->meter_points(); }
  std::vector<books::LastContact> last_contacts() const override { return rows_->last_contacts(); }

 private:
  std::unique_ptr<RowReader> rows_;
};

}  // namespace kwota::store
