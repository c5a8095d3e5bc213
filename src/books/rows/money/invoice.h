// Invoices: what a customer paid, on a document with a running number, for his books and for the tax office. A number is given once and stays: an
// invoice that was spoiled or wrong is void and keeps it, what was undone after it stands on a credit note with a number of its own.
// Guarantees: a series has no gaps, within the block that was printed for it; money of a receipt stands on one invoice at most. collect/laws/invoices.h
// recomputes both.   Registers: InvoiceSeries, Invoice, InvoiceLine, FormPrinter.   Begin with Invoice.
#pragma once
#include <array>
#include <optional>
#include <string>

#include "base/core/core.h"
#include "base/time.h"
#include "base/words.h"
#include "books/listed.h"
#include "books/rows/office/slip.h"
#include "books/table.h"

namespace kwota::books {

/// Numbers that follow one another: of a station, of a roll of pre-printed forms.
struct InvoiceSeries {
  static constexpr auto table = "invoice_series";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 1> follows{"next_number"};
  static constexpr Listed list{"invoice-series", "code", {"code", "prefix"}, "invoices_read|invoice_series_write", "tables"};
  static constexpr Form by_form{"invoice_series_write", {{{"code"}, {"prefix", Need::may}, {"station", Need::may}, {"digits", Need::must, "6"}, {"first_number", Need::must, "1"}, {"last_number", Need::may, "0"},
                                                            FormField{"form", Need::may}.of("invoice_form"), {"active"}}}, Judge::use_case};
  std::string code;
  std::string prefix;             ///< in front of each number: "E01-"
  std::string station;            ///< where it is used; empty: everywhere
  std::int64_t digits = 6;        ///< of a number, with zeros in front
  std::int64_t first_number = 1;
  std::int64_t next_number = 1;
  std::int64_t last_number = 0;   ///< of the printed block; 0: it has no end
  std::string form;               ///< the pre-printed paper, by its name; empty: plain paper alone
  bool active = true;
  template <class V> static void columns(V&& v) {
    v("code", &InvoiceSeries::code); v("prefix", &InvoiceSeries::prefix); v("station", &InvoiceSeries::station); v("digits", &InvoiceSeries::digits);
    v("first_number", &InvoiceSeries::first_number); v("next_number", &InvoiceSeries::next_number); v("last_number", &InvoiceSeries::last_number);
    v("form", &InvoiceSeries::form); v("active", &InvoiceSeries::active);
  }
};

enum class InvoiceKind : std::uint8_t {
  invoice,
  credit_note,  ///< takes back what an invoice said of receipts that were undone
};
constexpr auto words_of(InvoiceKind) { return std::array<std::string_view, 2>{"invoice", "credit_note"}; }

enum class InvoiceStatus : std::uint8_t {
  issued,
  voided,  ///< its number stays, its receipts may be invoiced anew
};
constexpr auto words_of(InvoiceStatus) { return std::array<std::string_view, 2>{"issued", "void"}; }

struct Invoice {
  static constexpr auto table = "invoice";
  static constexpr int key_columns = 2;
  static constexpr std::array<std::string_view, 4> people{"operator", "approved_by", "voided_by", "void_approved_by"};
  static constexpr std::array<std::string_view, 1> days{"business_day"};
  static constexpr std::array<std::string_view, 5> personal{"reason", "buyer_name", "buyer_address", "buyer_tax_number", "void_reason"};
  std::string series;
  std::int64_t number = 0;
  std::string name;               ///< as it stands on the paper: "E01-000123"
  InvoiceKind kind = InvoiceKind::invoice;
  InvoiceStatus state = InvoiceStatus::issued;
  Instant time;
  std::string business_day;
  std::string station, operator_name;
  std::string approved_by;        ///< of a credit note
  std::string reason;             ///< of a credit note
  std::string original;           ///< of a credit note: the name of the invoice
  CustomerNumber customer;
  std::string buyer_name, buyer_address, buyer_tax_number;
  Money net, tax, total;          ///< of a credit note below zero
  std::optional<Instant> voided_at;
  std::string voided_by, void_approved_by, void_reason;
  template <class V> static void columns(V&& v) {
    v("series", &Invoice::series); v("number", &Invoice::number); v("name", &Invoice::name); v("kind", &Invoice::kind); v("state", &Invoice::state);
    v("time", &Invoice::time); v("business_day", &Invoice::business_day); v("station", &Invoice::station); v("operator", &Invoice::operator_name);
    v("approved_by", &Invoice::approved_by); v("reason", &Invoice::reason); v("original", &Invoice::original); v("customer", &Invoice::customer);
    v("buyer_name", &Invoice::buyer_name); v("buyer_address", &Invoice::buyer_address); v("buyer_tax_number", &Invoice::buyer_tax_number);
    v("net", &Invoice::net); v("tax", &Invoice::tax); v("total", &Invoice::total); v("voided_at", &Invoice::voided_at); v("voided_by", &Invoice::voided_by);
    v("void_approved_by", &Invoice::void_approved_by); v("void_reason", &Invoice::void_reason);
  }
  static constexpr IndexOf<Invoice> by_name{{"invoice_name", {"name"}, {}, true}};
  static constexpr IndexOf<Invoice> of_customer{{"invoice_customer", {"customer"}}};
  static constexpr IndexOf<Invoice> of_original{{"invoice_original", {"original"}, {Only::When::filled, "original"}}};
  template <class V> static void indexes(V&& v) { v(by_name); v(of_customer); v(of_original); }
};

enum class InvoiceLineKind : std::uint8_t {
  energy,      ///< an amount at a price
  charge,      ///< standing charges, fees, levies
  debt,        ///< recovered
  paid_ahead,  ///< onto a balance or a purse: nothing was bought yet
  rest,        ///< too little to buy anything: it stays the customer's
  tax,         ///< comes onto what stands above
  tax_inside,  ///< is in what stands above, and adds nothing
};
constexpr auto words_of(InvoiceLineKind) {
  return std::array<std::string_view, 7>{"energy", "charge", "debt", "paid_ahead", "rest", "tax", "tax_inside"};
}

/// What an invoice says of one receipt, as the receipt said it.
struct InvoiceLine {
  static constexpr auto table = "invoice_line";
  static constexpr int key_columns = 3;
  std::string series;
  std::int64_t number = 0;
  std::int64_t line = 0;       ///< from 1
  std::string receipt;
  InvoiceLineKind kind = InvoiceLineKind::energy;
  std::string item;            ///< id of the charge or tax in the price plan; of a debt its name
  std::int64_t step = 0;       ///< of energy; 0: the plan has none
  std::int64_t units_e3 = 0;
  std::string unit;            ///< "kWh"
  std::string price;           ///< plain decimal; empty: none
  std::string rate;            ///< of a tax, in percent; empty: nobody says it any more
  Money base;                  ///< of a tax
  Money amount;
  template <class V> static void columns(V&& v) {
    v("series", &InvoiceLine::series); v("number", &InvoiceLine::number); v("line", &InvoiceLine::line); v("receipt", &InvoiceLine::receipt);
    v("kind", &InvoiceLine::kind); v("item", &InvoiceLine::item); v("step", &InvoiceLine::step); v("units_e3", &InvoiceLine::units_e3);
    v("unit", &InvoiceLine::unit); v("price", &InvoiceLine::price); v("rate", &InvoiceLine::rate); v("base", &InvoiceLine::base); v("amount", &InvoiceLine::amount);
  }
  static constexpr IndexOf<InvoiceLine> of_receipt{{"invoice_line_receipt", {"receipt"}}};
  template <class V> static void indexes(V&& v) { v(of_receipt); }
};

/// The printer of pre-printed forms at a till, beside the one for its slips.
struct FormPrinter {
  static constexpr auto table = "form_printer";
  static constexpr int key_columns = 2;
  std::string station, till;
  std::string place;           ///< as of TillPrinter; empty: none
  Letterset letters = Letterset::ascii;  ///< never dots: on a form each text has its place
  template <class V> static void columns(V&& v) {
    v("station", &FormPrinter::station); v("till", &FormPrinter::till); v("place", &FormPrinter::place); v("letters", &FormPrinter::letters);
  }
};

}  // namespace kwota::books
