// The laws of money, recomputed from the rows of the books.   Begin with MoneyWalk.
#pragma once
#include <optional>

#include "collect/laws/money.h"
#include "store/sqlite/reader.h"
#include "store/verify/chain_walk.h"
#include "store/verify/verify.h"

namespace kwota::store {

/// Takes entries in the order in which they were written, each beside what it stands for.
class MoneyWalk final : public Onlooker {
 public:
  explicit MoneyWalk(Connection& connection) : connection_(connection), reader_(connection) {}
  Result<void> see(const books::Sale& sale, std::int64_t id) override;
  Result<void> see(const books::Entry& entry, std::int64_t id) override;
  /// After all entries: the first law that does not hold (collect/laws), of which `what` is broken, the table "entry" or "statement". Errors: of the books.
  Result<std::optional<Finding>> hold();

 private:
  Connection& connection_;
  BooksReader reader_;
  laws::MoneyLaws laws_;
  books::Sale sale_;  ///< an entry mostly follows its own
};
/// The same of invoices and their numbers, of which the table is "invoice".
Result<std::optional<Finding>> invoice_laws(Connection& connection);
/// The same of what was moved onto and off purse cards, of which the table is "purse_move".
Result<std::optional<Finding>> purse_laws(Connection& connection);
/// The same of blank cards, of which the table is "card_stock_move", or "card_stock".
Result<std::optional<Finding>> card_stock_laws(Connection& connection);

}  // namespace kwota::store
