// What invoices say of a receipt, and which receipts of a customer wait for one. The decisions and `verify` ask the same functions.
// Begin with standing_of().
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "books/reader.h"

namespace kwota::invoices {

/// A receipt in the eyes of invoices; void ones count for nothing.
struct Standing {
  std::string invoice;   ///< that has it; empty: none
  std::string credited;  ///< the credit note that took it off again; empty: none
  std::int64_t invoices = 0, credit_notes = 0;  ///< one of each at most, or a law is broken
  Money invoiced, taken_off;
  Money went_back;  ///< what a credit note has to take off; zero: there is none
};
Standing standing_of(const books::Reader& books, const std::string& receipt);

/// Money came in with it, and it was not undone: a take-back that is not settled yet is none.
bool may_stand_on_invoice(const books::Sale& sale, books::SaleStatus state);
/// Its money went back, so a credit note takes it off its invoice.
bool is_undone(books::SaleStatus state);
/// How much of it, once it is undone: of a payment what was handed back, which is less where some of it was used before; of all else the whole.
Money went_back(const books::Reader& books, const books::Sale& sale);

struct OpenReceipt {
  books::Sale sale;
  books::SaleStatus state = books::SaleStatus::applied;
};
/// Of a customer's newest receipts, at most `looked_at` an account, those that stand on no invoice; newest first.
std::vector<OpenReceipt> open_receipts(const books::Reader& books, CustomerNumber customer, std::size_t looked_at = 200);

}  // namespace kwota::invoices
