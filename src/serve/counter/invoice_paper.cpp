#include "serve/counter/invoice_paper.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/ascii.h"
#include "sell/receipt/slip.h"
#include "serve/paper/a4.h"
#include "serve/words/words.h"

namespace kwota::serve {
namespace {

constexpr std::string_view built_in = "plain-a5", behind = ".json";
/// Half a sheet of fan-fold paper, 80 columns wide.
constexpr std::string_view plain_a5 = R"({"name": "plain-a5", "columns": 80, "lines": 33,
 "fields": [{"field": "title", "line": 2, "column": 3, "width": 50}, {"field": "date", "line": 2, "column": 56, "width": 23, "align": "right"},
  {"field": "seller", "line": 4, "column": 3, "width": 76}, {"field": "own", "line": 5, "column": 3, "width": 76, "lines": 2},
  {"field": "buyer_name", "line": 8, "column": 3, "width": 50}, {"field": "buyer_tax_number", "line": 8, "column": 56, "width": 23, "align": "right"},
  {"field": "buyer_address", "line": 9, "column": 3, "width": 76}, {"field": "original", "line": 10, "column": 3, "width": 50},
  {"field": "taxes", "line": 26, "column": 3, "width": 76, "lines": 2}, {"field": "total", "line": 28, "column": 50, "width": 29, "align": "right"},
  {"field": "in_words", "line": 29, "column": 3, "width": 76}, {"field": "foot", "line": 30, "column": 3, "width": 76, "lines": 2},
  {"field": "operator", "line": 32, "column": 3, "width": 40}, {"field": "mark", "line": 33, "column": 3, "width": 76}],
 "rows": {"line": 12, "count": 13, "columns": [{"field": "receipt", "column": 3, "width": 17}, {"field": "what", "column": 21, "width": 25},
  {"field": "units", "column": 47, "width": 10, "align": "right"}, {"field": "unit", "column": 58, "width": 6}, {"field": "rate", "column": 59, "width": 6, "align": "right"},
  {"field": "amount", "column": 66, "width": 13, "align": "right"}]}})";

std::filesystem::path folder_of(const ServerParts& server) { return server.data / "forms"; }

/// What stands in an address and names a file: nothing that leads elsewhere.
bool good_name(std::string_view name) {
  const auto good = [](char c) { return is_letter_or_digit(c) || c == '-' || c == '_'; };
  return !name.empty() && name.size() <= 40 && std::ranges::all_of(name, good);
}

/// "VAT 13 % of 100.00: 13.00".
std::vector<std::string> taxes_in_words(const InvoiceOnPaper& invoice) {
  std::vector<std::string> out;
  for (const auto& tax : invoice.paper.taxes)
    out.push_back(invoice.style.text(tax.inside ? "invoice.tax_inside" : "invoice.tax_added", {{"tax", tax.rate.empty() ? tax.name : tax.name + " " + tax.rate}, {"base", tax.base}, {"amount", tax.amount}}));
  return out;
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string out;
  for (const auto& part : parts) out += (out.empty() ? std::string{} : std::string(between)) + part;
  return out;
}

std::string labelled(const InvoiceOnPaper& invoice, std::string_view key, const std::string& text) { return text.empty() ? std::string{} : invoice.style.text(key) + ": " + text; }

std::vector<std::string> about(const InvoiceOnPaper& invoice) {
  const auto& paper = invoice.paper;
  std::vector<std::string> out{paper.seller + (paper.station.empty() ? "" : ", " + paper.station)};
  out.insert(out.end(), invoice.own.begin(), invoice.own.end());
  out.emplace_back();
  const auto add = [&](std::string text) {
    if (!text.empty()) out.push_back(std::move(text));
  };
  add(labelled(invoice, "column.buyer_name", paper.buyer_name + "  (" + paper.customer + ")"));
  add(labelled(invoice, "column.buyer_address", paper.buyer_address));
  add(labelled(invoice, "column.buyer_tax_number", paper.buyer_tax_number));
  add(labelled(invoice, "slip.time", paper.date));
  add(labelled(invoice, "invoice.credits", paper.original));
  add(labelled(invoice, "slip.reason", paper.reason));
  return out;
}

std::vector<std::string> notes(const InvoiceOnPaper& invoice) {
  const auto& paper = invoice.paper;
  std::vector<std::string> out{labelled(invoice, "column.net", paper.net)};
  for (auto& tax : taxes_in_words(invoice)) out.push_back(std::move(tax));
  out.push_back(labelled(invoice, "slip.total", paper.total_money));
  if (!paper.in_words.empty()) out.push_back(invoice.style.text("slip.capitals") + " " + paper.in_words);
  out.emplace_back();
  out.push_back(invoice.style.text("slip.operator") + " " + paper.operator_name + "    ____________________");
  if (!invoice.foot.empty()) out.push_back(invoice.foot);
  return out;
}

FieldTexts fields_of(const InvoiceOnPaper& invoice) {
  const auto& paper = invoice.paper;
  return {{"title", paper.title}, {"number", paper.number}, {"date", paper.date}, {"seller", paper.seller}, {"station", paper.station}, {"own", joined(invoice.own, "  ")},
          {"buyer_name", paper.buyer_name}, {"buyer_address", paper.buyer_address}, {"buyer_tax_number", paper.buyer_tax_number}, {"customer", paper.customer},
          {"original", paper.original}, {"taxes", joined(taxes_in_words(invoice), "; ")}, {"net", paper.net}, {"tax", paper.tax}, {"total", paper.total_money}, {"total_plain", paper.total},
          {"in_words", paper.in_words}, {"currency", paper.currency}, {"operator", paper.operator_name}, {"reason", paper.reason}, {"foot", invoice.foot}, {"mark", invoice.mark}};
}

/// The yen sign of Chinese letter sets takes two columns: it is measured as it is printed.
void as_wide_as_printed(FieldTexts& texts) {
  constexpr std::string_view narrow = "\u00A5", wide = "\uFFE5";
  for (auto& [field, text] : texts)
    for (auto at = text.find(narrow); at != std::string::npos; at = text.find(narrow, at + wide.size())) text.replace(at, narrow.size(), wide);
}

std::vector<FieldTexts> rows_of(const InvoiceOnPaper& invoice) {
  std::vector<FieldTexts> out;
  for (const auto& line : invoice.paper.lines)
    out.push_back({{"receipt", line.receipt}, {"what", line.what}, {"units", line.units}, {"unit", line.unit}, {"price", line.price}, {"rate", line.rate}, {"amount", line.amount}});
  return out;
}

}  // namespace

Result<std::string> a4_invoice(const InvoiceOnPaper& invoice) {
  const auto& paper = invoice.paper;
  const auto text = [&](std::string_view key) { return invoice.style.text(key); };
  A4Table table;
  table.language = invoice.style.language;
  table.title = (invoice.style.sample ? text("slip.sample") + "  " : "") + paper.title;
  table.about = about(invoice);
  table.columns = {{text("slip.number")}, {text("slip.item")}, {text("invoice.units"), true}, {text("invoice.unit")}, {text("slip.price"), true}, {text("column.rate"), true}, {text("column.amount") + ", " + paper.currency, true}};
  table.wide = 1;
  for (const auto& line : paper.lines) table.rows.push_back({line.receipt, line.what, line.units, line.unit, line.price, line.rate, line.amount});
  table.totals = {text("slip.total"), "", "", "", "", "", paper.total};
  table.notes = notes(invoice);
  table.foot = invoice.mark;
  table.page_of = text("report.page");
  return a4_pdf(table);
}

std::vector<std::string> form_names(const ServerParts& server) {
  std::vector<std::string> out{std::string(built_in)};
  std::error_code wrong;
  for (const auto& one : std::filesystem::directory_iterator(folder_of(server), wrong))
    if (const auto name = one.path().stem().string(); one.path().extension() == behind && good_name(name) && name != built_in) out.push_back(name);
  std::ranges::sort(out);
  return out;
}

Result<Form> form_named(const ServerParts& server, const std::string& name) {
  const auto unknown = [&] { return error(Fault::refused, "unknown_form", "There is no form of this name. Put its file into the folder of forms, or choose another one for the series.", {{"form", name}}); };
  if (!good_name(name)) return unknown();
  std::ifstream file(folder_of(server) / (name + std::string(behind)), std::ios::binary);
  if (!file) return name == built_in ? form_from(plain_a5) : Result<Form>(unknown());
  std::ostringstream text;
  text << file.rdbuf();
  return form_from(text.str());
}

Result<Bytes> form_bytes(const Form& form, const InvoiceOnPaper& invoice, books::Letterset letters) {
  auto fields = fields_of(invoice);
  auto rows = rows_of(invoice);
  if (letters == books::Letterset::gb18030) {
    as_wide_as_printed(fields);
    for (auto& row : rows) as_wide_as_printed(row);
  }
  const Measure measure{[](std::string_view text) { return receipt::columns_of(text); }, [](std::string_view text, int columns) { return receipt::wrapped(text, columns); }};
  TRY(placed, filled(form, fields, rows, measure));
  return escp(placed, form.lines, static_cast<Glyphs>(letters));
}

}  // namespace kwota::serve
