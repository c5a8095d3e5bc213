// What invoices say of a receipt, and which receipts of a customer wait for one. The decisions and `verify` ask the same functions.
// Begin with standing_of().
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "books/reader.h"

namespace kwota::invoices {

/// A receipt in the eyes of invoices; void ones count for nothing.
struct Standing {
  std::string invoice;   ///< that has it; empty: none
  std::string credited;  ///< the newest credit note that took some of it off again; empty: none
  std::int64_t invoices = 0, credit_notes = 0;  ///< one invoice at most, or a law is broken
  Money invoiced, taken_off;
  Money gone_before;     ///< of a payment: what had been handed back when its invoice was written, which says the rest
  Money went_back;       ///< what credit notes have to take off, in all
  Money went_back_then;  ///< of that, what had gone back before the newest note was written: notes took it off, or a law is broken
};
Standing standing_of(const books::Reader& books, const std::string& receipt);

/// What an invoice says of it: what came in by it, of a payment what of it was not handed back.
Money to_invoice(const books::Reader& books, const books::Sale& sale);
/// Money came in with it, and it was not undone – what went over to the next meter at an exchange was not, nor what was used of a payment before the rest was handed
/// back –; a take-back that is not settled yet is none.
bool may_stand_on_invoice(const books::Reader& books, const books::Sale& sale, const books::SaleState& state);
/// All of its money went back, but for what was used or kept, so a credit note takes it off its invoice.
bool is_undone(books::SaleStatus state);

/// Some of a receipt's money that became the customer's again.
struct WentBack {
  Instant at;
  Money amount;
};
/// Every way by which it did. Of a payment what was handed back, which is less where some of it was used before; of what was undone the whole, or what was paid for
/// the credit of a meter that left its account before it took it; of a sale that stands, or that went over to the next meter, what was deducted of its credit; of a load what came off the farmer's
/// card, the newest load first.
std::vector<WentBack> what_went_back(const books::Reader& books, const books::Sale& sale);

struct OpenReceipt {
  books::Sale sale;
  books::SaleStatus state = books::SaleStatus::applied;
  Money amount;  ///< to_invoice()
};
/// Of a customer's newest receipts, at most `looked_at` an account, those that stand on no invoice; newest first.
std::vector<OpenReceipt> open_receipts(const books::Reader& books, CustomerNumber customer, std::size_t looked_at = 200);

}  // namespace kwota::invoices
