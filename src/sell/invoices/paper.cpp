#include "sell/invoices/paper.h"

#include <fmt/format.h>

#include <map>
#include <tuple>
#include <utility>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "sell/receipt/capitals.h"

namespace kwota::invoices {
namespace {

using books::InvoiceLine;
using books::InvoiceLineKind;

/// A word of the dictionaries, or the id itself: plans name charges as they like.
std::string worded(const receipt::Style& style, const std::string& key, const std::string& plain) {
  auto text = style.text(key);
  return text == key ? plain : text;
}

std::string debt_name(const books::Reader& books, const std::string& kind, const std::string& language) {
  const auto code = books.find<books::Code>(books::CodeKind::debt_kind, kind);
  if (!code) return kind;
  const auto& own = books::name_in(*code, language);
  return own.empty() ? kind : own;
}

class Pen {
 public:
  Pen(const books::Reader& books, const receipt::Style& style) : books_(books), style_(style) {}

  std::string what(const InvoiceLine& line) const {
    const auto item = worded(style_, "slip.line." + line.item, line.item);
    switch (line.kind) {
      case InvoiceLineKind::energy: return style_.delivered(line.unit, line.step);
      case InvoiceLineKind::charge: return item;
      case InvoiceLineKind::debt: return debt_name(books_, line.item, style_.language);
      case InvoiceLineKind::paid_ahead: return style_.text("invoice.paid_ahead");
      case InvoiceLineKind::rest: return style_.text("invoice.rest");
      case InvoiceLineKind::tax:
      case InvoiceLineKind::tax_inside: break;
    }
    return item;
  }
  std::string rate(const InvoiceLine& line) const { return line.rate.empty() ? std::string{} : style_.decimal(line.rate) + " %"; }

  PaperLine row(const InvoiceLine& line) const {
    PaperLine out{.receipt = line.receipt, .what = what(line), .units = {}, .unit = {}, .price = {}, .rate = rate(line), .amount = style_.amount(line.amount)};
    if (line.units_e3 != 0) {
      out.units = style_.number(divide(line.units_e3, 10, Round::down), 2);
      out.unit = worded(style_, "slip.unit." + line.unit, line.unit);
    }
    if (!line.price.empty()) out.price = style_.decimal(line.price);
    return out;
  }

 private:
  const books::Reader& books_;
  const receipt::Style& style_;
};

/// Sums of taxes by name, way and rate.
std::vector<PaperTax> taxes_of(const std::vector<InvoiceLine>& lines, const Pen& pen, const receipt::Style& style) {
  struct Sum {
    Money base, amount;
    const InvoiceLine* line = nullptr;
  };
  std::map<std::tuple<std::string, bool, std::string>, Sum> sums;
  for (const auto& line : lines) {
    if (line.kind != InvoiceLineKind::tax && line.kind != InvoiceLineKind::tax_inside) continue;
    auto& sum = sums[{line.item, line.kind == InvoiceLineKind::tax_inside, line.rate}];
    sum.base += line.base;
    sum.amount += line.amount;
    sum.line = &line;
  }
  std::vector<PaperTax> out;
  for (const auto& [key, sum] : sums) out.push_back({pen.what(*sum.line), pen.rate(*sum.line), style.amount(sum.base), style.amount(sum.amount), std::get<1>(key)});
  return out;
}

}  // namespace

Paper paper_of(const books::Reader& books, const books::Utility& utility, const Written& written, const receipt::Style& style) {
  const auto& invoice = written.invoice;
  const Pen pen(books, style);
  Paper out;
  out.number = invoice.name;
  out.title = style.text(fmt::format("invoice.title.{}", word_of(invoice.kind)), {{"number", invoice.name}});
  if (invoice.state == books::InvoiceStatus::voided) out.title += "  " + style.text("invoice.void_mark");
  out.date = style.time(invoice.time);
  out.original = invoice.original;
  out.seller = utility.name;
  const auto station = books.find<books::Station>(invoice.station);
  out.station = station ? station->name : invoice.station;
  out.buyer_name = invoice.buyer_name;
  out.buyer_address = invoice.buyer_address;
  out.buyer_tax_number = invoice.buyer_tax_number;
  out.customer = to_text(invoice.customer);
  std::string last;
  for (const auto& line : written.lines) {
    if (line.kind == InvoiceLineKind::tax_inside) continue;
    out.lines.push_back(pen.row(line));
    // A receipt's number stands at its first line.
    if (line.receipt == std::exchange(last, line.receipt)) out.lines.back().receipt.clear();
  }
  out.taxes = taxes_of(written.lines, pen, style);
  out.net = style.amount(invoice.net);
  out.tax = style.amount(invoice.tax);
  out.total = style.amount(invoice.total);
  out.total_money = style.money(invoice.total);
  if (style.language == "zh" && style.currency == "CNY") out.in_words = receipt::capitals(invoice.total);
  out.currency = style.currency;
  out.operator_name = invoice.operator_name;
  out.reason = invoice.state == books::InvoiceStatus::voided ? invoice.void_reason : invoice.reason;
  return out;
}

}  // namespace kwota::invoices
