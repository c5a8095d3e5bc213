// What verify finds where somebody changed invoices by hand.
#include "collect/laws/invoices.h"

#include <gtest/gtest.h>

namespace kwota::laws {
namespace {

constexpr auto yuan = [](std::int64_t n) { return Money::minor(n * 100); };

struct Books {
  books::InvoiceSeries series;
  std::vector<books::Invoice> invoices;
  Books() {
    series.code = "A";
    series.next_number = 3;
    for (std::int64_t n : {1, 2}) {
      books::Invoice row;
      row.series = "A";
      row.number = n;
      row.name = "A" + std::to_string(n);
      row.net = yuan(100);
      row.tax = yuan(13);
      row.total = yuan(113);
      invoices.push_back(row);
    }
  }
  static std::vector<books::InvoiceLine> lines() {
    std::vector<books::InvoiceLine> out(2);
    out[0].amount = yuan(100);
    out[1].kind = books::InvoiceLineKind::tax;
    out[1].amount = yuan(13);
    return out;
  }
  std::string broken() const {
    InvoiceLaws laws;
    laws.take(series);
    for (const auto& one : invoices) laws.take(one, lines());
    laws.end();
    return laws.broken() ? std::string(word_of(laws.broken()->law)) : "";
  }
};

TEST(InvoiceLaws, numbers_follow_one_another) {
  Books books;
  EXPECT_EQ(books.broken(), "");
  books.series.next_number = 4;
  EXPECT_EQ(books.broken(), "invoice_numbers_without_gaps") << "the last one is missing";
  books.series.next_number = 3;
  books.series.last_number = 1;
  EXPECT_EQ(books.broken(), "invoice_numbers_without_gaps") << "beyond the printed block";
  books.series.last_number = 0;
  books.invoices.erase(books.invoices.begin());
  EXPECT_EQ(books.broken(), "invoice_numbers_without_gaps") << "the first one is missing";
}

TEST(InvoiceLaws, an_invoice_is_the_sum_of_its_lines_and_void_by_two) {
  Books books;
  books.invoices[1].tax = yuan(12);
  EXPECT_EQ(books.broken(), "invoice_adds_up");
  books.invoices[1].tax = yuan(13);
  books.invoices[0].state = books::InvoiceStatus::voided;
  books.invoices[0].voided_by = books.invoices[0].void_approved_by = "zhao";
  books.invoices[0].void_reason = "jam";
  EXPECT_EQ(books.broken(), "invoice_void_by_two");
}

TEST(InvoiceLaws, money_of_a_receipt_stands_on_one_invoice_and_is_taken_off_once) {
  const auto broken = [](const invoices::Standing& standing, Money tendered) {
    InvoiceLaws laws;
    laws.take("R1", standing, tendered);
    return laws.broken() ? std::string(word_of(laws.broken()->law)) : "";
  };
  EXPECT_EQ(broken({.invoice = "A1", .credited = {}, .invoices = 1, .credit_notes = 0, .invoiced = yuan(5), .taken_off = {}, .went_back = {}, .went_back_then = {}}, yuan(5)), "");
  EXPECT_EQ(broken({.invoice = "A2", .credited = {}, .invoices = 2, .credit_notes = 0, .invoiced = yuan(10), .taken_off = {}, .went_back = {}, .went_back_then = {}}, yuan(5)), "receipt_invoiced_once");
  EXPECT_EQ(broken({.invoice = "A1", .credited = {}, .invoices = 1, .credit_notes = 0, .invoiced = yuan(6), .taken_off = {}, .went_back = {}, .went_back_then = {}}, yuan(5)), "receipt_invoiced_once");
  EXPECT_EQ(broken({.invoice = "A1", .credited = "A2", .invoices = 1, .credit_notes = 1, .invoiced = yuan(5), .taken_off = yuan(4), .went_back = yuan(5), .went_back_then = yuan(5)}, yuan(5)), "receipt_credited_once");
  EXPECT_EQ(broken({.invoice = "A1", .credited = "A2", .invoices = 1, .credit_notes = 1, .invoiced = yuan(5), .taken_off = yuan(5), .went_back = yuan(3), .went_back_then = yuan(3)}, yuan(5)), "receipt_credited_once")
      << "the customer used the rest before it was handed back";
  EXPECT_EQ(broken({.invoice = "A1", .credited = "A2", .invoices = 1, .credit_notes = 1, .invoiced = yuan(5), .taken_off = yuan(3), .went_back = yuan(3), .went_back_then = yuan(3)}, yuan(5)), "");
  EXPECT_EQ(broken({.invoice = "A1", .credited = "A3", .invoices = 1, .credit_notes = 2, .invoiced = yuan(5), .taken_off = yuan(2), .went_back = yuan(3), .went_back_then = yuan(2)}, yuan(5)), "")
      << "two parts were deducted and are on two notes, a third one waits for its own";
  EXPECT_EQ(broken({.invoice = "A1", .credited = "A3", .invoices = 1, .credit_notes = 2, .invoiced = yuan(5), .taken_off = yuan(4), .went_back = yuan(3), .went_back_then = yuan(3)}, yuan(5)), "receipt_credited_once")
      << "one part on both of them";
}

}  // namespace
}  // namespace kwota::laws
