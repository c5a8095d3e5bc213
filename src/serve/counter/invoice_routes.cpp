// Invoices: issued from receipts, made void, credited; on paper, and which receipts of a customer wait for one.
#include "base/cause.h"
#include "base/decimal.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "sell/customer/change.h"
#include "sell/invoices/receipts.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/counter/invoice_paper.h"
#include "serve/counter/slip_paper.h"
#include "serve/counter/slip_printing.h"
#include "serve/desk/shown.h"
#include "serve/router/answer.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using invoices::Written;

std::string document_of(const std::string& invoice) { return "invoices/" + invoice; }

object line_view(const Shown& shown, const books::InvoiceLine& line) {
  return {{"receipt", line.receipt}, {"kind", word_of(line.kind)}, {"item", line.item}, {"step", line.step}, {"units", line.units_e3 == 0 ? std::string{} : format_decimal(divide(line.units_e3, 10, Round::down), 2)}, {"unit", line.unit},
          {"price", line.price},     {"rate", line.rate},          {"base", shown.money(line.base)}, {"amount", shown.money(line.amount)}};
}

object invoice_view(const books::Reader& books, const Shown& shown, const Written& written) {
  const auto& row = written.invoice;
  array lines, notes;
  for (const auto& line : written.lines) lines.push_back(line_view(shown, line));
  for (const auto& note : invoices::notes_of(books, row.name)) notes.push_back(boost::json::value(note.name));
  const auto print = counter::newest_print(books, document_of(row.name));
  const auto series = books.find<books::InvoiceSeries>(row.series);
  return {{"name", row.name}, {"series", row.series}, {"number", row.number}, {"kind", word_of(row.kind)}, {"state", word_of(row.state)}, {"time", time_text(row.time)},
          {"business_day", row.business_day}, {"station", row.station}, {"operator", row.operator_name}, {"approved_by", row.approved_by}, {"reason", row.reason},
          {"original", row.original}, {"customer", to_text(row.customer)}, {"buyer_name", row.buyer_name}, {"buyer_address", row.buyer_address},
          {"buyer_tax_number", row.buyer_tax_number}, {"net", shown.money(row.net)}, {"tax", shown.money(row.tax)}, {"total", shown.money(row.total)},
          {"voided_at", time_text(row.voided_at)}, {"voided_by", row.voided_by}, {"void_approved_by", row.void_approved_by}, {"void_reason", row.void_reason},
          {"form", series ? series->form : std::string{}}, {"prints", print ? print->number + 1 : 0}, {"credit_notes", std::move(notes)}, {"lines", std::move(lines)}};
}

/// Decides, and answers with the invoice as it is then.
template <class Decide>
void write_invoice(ServerParts& server, const CallPtr& call, books::Right right, Decide decision) {
  const auto context = context_of(server, *call);
  decide(
      server, call, right, [decision, context](const books::Reader& books) { return decision(books, context); },
      [&server](const Written& written) {
        server.events.publish("invoices", object{{"invoice", written.invoice.name}}, {.station = written.invoice.station, .permission = "invoices_read"});
        const Shown shown{minor_digits(server)};
        const auto view = server.books.read([&](const books::Reader& books) -> Result<object> { return invoice_view(books, shown, written); });
        return view.ok() ? *view : object{};
      });
}

void issue_invoice(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  const invoices::IssueRequest request{.series = asked.text("series"), .receipts = asked.texts("receipts"), .buyer_name = asked.text("buyer_name"),
                                       .buyer_address = asked.text("buyer_address"), .buyer_tax_number = asked.text("buyer_tax_number")};
  write_invoice(server, call, "invoices_write", [request](const auto& books, const auto& context) { return invoices::issue(books, request, context); });
}

void void_invoice(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  const invoices::VoidRequest request{.invoice = call->path.at("name"), .reason = asked.text("reason"), .approval = asked.number("approval")};
  write_invoice(server, call, "invoices_void", [request](const auto& books, const auto& context) { return invoices::make_void(books, request, context); });
}

void credit_invoice(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  const invoices::CreditRequest request{.invoice = call->path.at("name"), .series = asked.text("series"), .reason = asked.text("reason"), .approval = asked.number("approval")};
  write_invoice(server, call, "invoices_void", [request](const auto& books, const auto& context) { return invoices::credit(books, request, context); });
}

/// That the caller may see.
Result<Written> invoice_asked(const books::Reader& books, const Call& call, const people::Context& context) {
  TRY(written, invoices::written(books, call.path.at("name"), context));
  MUST(may_see(*call.who, "invoices_read", written.invoice.operator_name));
  return written;
}

/// As this print; nothing: to be read.
Result<InvoiceOnPaper> on_paper(ServerParts& server, const Call& call, std::optional<std::int64_t> print) {
  const auto context = context_of(server, call);
  const auto language = language_of(call);
  return server.books.read([&](const books::Reader& books) -> Result<InvoiceOnPaper> {
    TRY(written, invoice_asked(books, call, context));
    const auto utility = books::utility_of(books);
    InvoiceOnPaper out;
    out.style = style_of(utility, context.zone, language);
    out.paper = invoices::paper_of(books, utility, written, out.style);
    if (auto head = slip_text(books, "head.invoice", language); !head.empty()) out.own.push_back(std::move(head));
    out.foot = slip_text(books, "foot.invoice", language);
    if (!print) {
      out.mark = out.style.text("invoice.for_reading");
      return out;
    }
    const auto row = books.find<books::SlipPrint>(document_of(written.invoice.name), *print);
    if (!row || row->operator_name != call.who->name) return error(Fault::request, "unknown_print", "There is no such print.", {{"document", document_of(written.invoice.name)}});
    if (*print > 0) out.mark = out.style.text("invoice.copy", {{"n", std::to_string(*print)}, {"time", out.style.time(row->time)}, {"by", row->operator_name}});
    return out;
  });
}

void answer_pdf(ServerParts& server, const CallPtr& call) {
  std::optional<std::int64_t> print;
  if (!call->request.parameter("print").empty()) print = parameter_number(*call, "print");
  const auto paper = on_paper(server, *call, print);
  if (!paper) return call->refuse(paper.error());
  auto made = a4_invoice(*paper);
  if (!made) return call->refuse(made.error());
  auto response = answer_download(std::move(*made), "application/pdf", "");
  response.with("Content-Disposition", "inline; filename=\"" + paper->paper.number + ".pdf\"");
  call->respond(std::move(response));
}

void get_invoice(ServerParts& server, const CallPtr& call) {
  server.workers.run([&server, call] {
    if (call->request.parameter("format") == "pdf") return answer_pdf(server, call);
    const auto context = context_of(server, *call);
    const Shown shown{minor_digits(server)};
    call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
      TRY(written, invoice_asked(books, *call, context));
      return invoice_view(books, shown, written);
    }));
  });
}

/// The printer of forms of the caller's till. Error `form_printer_not_set`.
Result<books::FormPrinter> form_printer_of(const ServerParts& server, const Call& call) {
  return server.books.read([&](const books::Reader& books) -> Result<books::FormPrinter> {
    const auto row = books.find<books::FormPrinter>(call.session->station, call.session->till);
    if (row && !row->place.empty() && server.printers != nullptr) return *row;
    return error(Fault::refused, "form_printer_not_set", "No printer of forms belongs to this till. Print the invoice on plain paper, or have one set for the till.");
  });
}

/// The form of the invoice's series, for a printer of forms.
Result<Form> form_asked(ServerParts& server, const Call& call) {
  const auto context = context_of(server, call);
  const auto name = server.books.read([&](const books::Reader& books) -> Result<std::string> {
    TRY(written, invoice_asked(books, call, context));
    const auto series = books.find<books::InvoiceSeries>(written.invoice.series);
    return series ? series->form : std::string{};
  });
  if (!name) return name.error();
  if (name->empty()) return error(Fault::refused, "series_without_form", "No form belongs to this series: print the invoice on plain paper, or name the form of the series.");
  return form_named(server, *name);
}

/// What can be seen before a number of print is used up: the printer, the form, and whether everything has room.
struct ToForm {
  books::FormPrinter printer;
  Form form;
};
Result<ToForm> to_form(ServerParts& server, const Call& call) {
  TRY(printer, form_printer_of(server, call));
  TRY(form, form_asked(server, call));
  TRY(paper, on_paper(server, call, std::nullopt));
  MUST(form_bytes(form, paper, printer.letters));
  return ToForm{std::move(printer), std::move(form)};
}

void print_invoice(ServerParts& server, const CallPtr& call) {
  server.workers.run([&server, call] {
    const auto way = way_asked(*call);
    if (!way) return call->refuse(way.error());
    const bool form = *way == books::PrintWay::printer;
    const auto to = form ? to_form(server, *call) : Result<ToForm>(ToForm{});
    if (!to) return call->refuse(to.error());
    if (const auto readable = on_paper(server, *call, std::nullopt); !readable) return call->refuse(readable.error());
    const auto context = context_of(server, *call);
    const counter::PrintRequest request{document_of(call->path.at("name")), *way};
    const auto print = server.books.run(actor_of(*call, "reprint"), [&](const books::Reader& books) { return counter::print_paper(books, request, context); });
    if (!print) return call->refuse(print.error());
    if (!form) return call->answer(print_view(*print));
    const auto paper = on_paper(server, *call, print->number);
    send_to_printer(server, call, to->printer.place, false, *print, paper ? form_bytes(to->form, *paper, to->printer.letters) : Result<Bytes>(paper.error()));
  });
}

void get_open_receipts(ServerParts& server, const CallPtr& call) {
  server.lookups->run([&server, call] {
    const Shown shown{minor_digits(server)};
    call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
      TRY(number, parse_customer_number(call->path.at("number")));
      const auto customer = books.find<books::Customer>(number);
      if (!customer) return error(Fault::request, "unknown_customer", "There is no such customer.", {{"customer", call->path.at("number")}});
      array rows;
      for (const auto& one : invoices::open_receipts(books, number)) {
        if (!call->who->station.empty() && one.sale.station != call->who->station) continue;
        rows.push_back(object{{"number", one.sale.number}, {"time", time_text(one.sale.time)}, {"kind", word_of(one.sale.kind)}, {"account", one.sale.account}, {"amount", shown.money(one.amount)}});
      }
      const auto last = books.last(books::Invoice::of_customer, number);
      return object{{"name", last ? last->buyer_name : customer->name}, {"address", last ? last->buyer_address : customer->address},
                    {"tax_number", last ? last->buyer_tax_number : std::string{}}, {"receipts", std::move(rows)}};
    }));
  });
}

void get_forms(ServerParts& server, const CallPtr& call) {
  server.workers.run([&server, call] {
    array rows;
    for (const auto& name : form_names(server)) {
      const auto form = form_named(server, name);
      rows.push_back(object{{"name", name}, {"good", form.ok()}, {"where", form.ok() ? std::string{} : form.error().details.contains("where") ? form.error().details.at("where") : std::string{}},
                            {"columns", form.ok() ? form->columns : 0}, {"lines", form.ok() ? form->lines : 0}, {"rows", form.ok() ? form->row_count : 0}});
    }
    call->answer(object{{"rows", std::move(rows)}});
  });
}

object form_printer_view(const books::FormPrinter& row) { return {{"place", row.place}, {"letters", word_of(row.letters)}}; }

void get_form_printer(ServerParts& server, const CallPtr& call) {
  call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
    const auto& path = call->path;
    if (!books.find<books::Till>(path.at("station"), path.at("code"))) return error(Fault::request, Cause::not_found, "There is no such till.", {{"what", path.at("code")}});
    return form_printer_view(books.find<books::FormPrinter>(path.at("station"), path.at("code")).value_or(books::FormPrinter{}));
  }));
}

Result<books::FormPrinter> form_printer_in(const ServerParts& server, const Call& call) {
  const Asked asked(call.body);
  books::FormPrinter row;
  row.station = call.path.at("station");
  row.till = call.path.at("code");
  row.place = asked.text("place");
  TRY(letters, asked.word<books::Letterset>("letters"));
  if (letters == books::Letterset::dots || letters == books::Letterset::windows1251) {
    constexpr std::array words{word_of(books::Letterset::gb18030), word_of(books::Letterset::cp866), word_of(books::Letterset::ascii)};
    return Asked::no_such_word("letters", words);
  }
  row.letters = letters;
  if (row.place.empty()) return row;
  if (server.printers == nullptr) return error(Fault::refused, "printer_not_set", "No printer belongs to this till. Print by the browser, or have one set for it.");
  MUST(server.printers->may_print_at(row.place));
  return row;
}

void put_form_printer(ServerParts& server, const CallPtr& call) {
  const auto row = form_printer_in(server, *call);
  if (!row) return call->refuse(row.error());
  decide(
      server, call, "stations_write",
      [row = *row](const books::Reader& books) { return customer::put_form_printer(books, row); },
      [](const books::FormPrinter& put) { return form_printer_view(put); });
}

}  // namespace

void add_invoice_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("POST", "/invoices", "invoices_write", issue_invoice);
  on("GET", "/invoices/{name}", "invoices_read", get_invoice);
  on("POST", "/invoices/{name}/void", "invoices_void", void_invoice);
  on("POST", "/invoices/{name}/credit", "invoices_void", credit_invoice);
  on("POST", "/invoices/{name}/print", "invoices_read", print_invoice);
  on("GET", "/customers/{number}/open-receipts", "invoices_write", get_open_receipts);
  on("GET", "/invoice-forms", "invoices_read|invoice_series_write|stations_write", get_forms);
  on("GET", "/tills/{station}/{code}/form-printer", "stations_read", get_form_printer);
  on("PUT", "/tills/{station}/{code}/form-printer", "stations_write", put_form_printer);
}

}  // namespace kwota::serve
