#include "serve/counter/slip_paper.h"


#include <utility>

#include "base/cause.h"
#include "base/text/base64.h"
#include "books/lookup.h"
#include "sell/counter/slip_print.h"
#include "serve/api/asked.h"
#include "serve/api/called.h"
#include "serve/router/answer.h"
#include "serve/words/words.h"
#include "store/draft/moment.h"
#include "store/lists/query.h"
#include "store/verify/proof.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

/// "7K3F-92QD-X1": fifty bits of the sale's hash. Ten marks read aloud tell a changed receipt from the booked one.
std::string mark_of(const store::Digest& leaf) {
  auto text = to_spoken(leaf, 10);
  text.insert(8, "-");
  text.insert(4, "-");
  return text;
}

/// Of sample books it begins with kwota-sample:1.
/// kwota:1:<receipt>:<leaf>:<path>:<anchor>:<time in ms>:<rows>:<anchor before>:<signature>; each step of the path begins with
/// the side (L or R) on which the neighbour stands, steps are joined by dots.
std::string proof_text(const std::string& number, const store::Proof& proof) {
  std::string path;
  for (const auto& step : proof.path)
    path += std::string(path.empty() ? "" : ".") + (step.left ? "L" : "R") + to_base64url(step.neighbour);
  const auto& anchor = proof.anchor;
  const bool sample = anchor.nature == books::Nature::sample;
  std::string out = (sample ? "kwota-sample:1:" : "kwota:1:") + number + ":" + to_base64url(proof.leaf) + ":" + path + ":" + std::to_string(anchor.number) +
                    ":" + std::to_string(anchor.time.ms()) + ":" + std::to_string(anchor.count) + ":" +
                    to_base64url(anchor.previous);
  return anchor.signature ? out + ":" + to_base64url(*anchor.signature) : out;
}

PaperRow paper_row(const receipt::Row& row, bool first) {
  using Kind = receipt::Row::Kind;
  using Style = PaperRow::Style;
  switch (row.kind) {
    case Kind::heading: return {Style::title, row.cells};
    case Kind::strong_text: return {Style::strong_pair, row.cells};
    case Kind::title: return {first ? Style::title : Style::centre, row.cells};
    case Kind::rule: return {Style::rule, {}};
    case Kind::pair: return {Style::pair, row.cells};
    case Kind::item: return {Style::table, row.cells};
    case Kind::total: return {Style::strong_pair, row.cells};
    case Kind::text: break;
  }
  return {Style::note, row.cells};
}

std::string_view name_of(receipt::Row::Kind kind) {
  using Kind = receipt::Row::Kind;
  switch (kind) {
    case Kind::title: return "title";
    case Kind::rule: return "rule";
    case Kind::pair: return "pair";
    case Kind::item: return "item";
    case Kind::total: return "total";
    case Kind::heading: return "heading";
    case Kind::strong_text: return "strong_text";
    case Kind::text: break;
  }
  return "text";
}

object slip_view(const receipt::Slip& slip, const std::string& language) {
  array rows;
  for (const auto& row : slip.rows) {
    array cells;
    for (const auto& cell : row.cells) cells.push_back(value(cell));
    rows.push_back(object{{"kind", name_of(row.kind)}, {"cells", std::move(cells)}});
  }
  return {{"language", language}, {"rows", std::move(rows)}, {"qr", slip.qr}};
}

}  // namespace

std::string slip_text(const books::Reader& books, const std::string& place, const std::string& language) {
  const auto row = books.find<books::Code>(books::CodeKind::slip_text, place);
  if (!row || !row->active) return {};
  return books::name_in(*row, language);
}

std::string receipt_text(const books::Reader& books, const std::string& place, books::Operation kind, const std::string& language) {
  auto own = slip_text(books, place + "." + std::string(word_of(kind)), language);
  return own.empty() ? slip_text(books, place, language) : own;
}

receipt::Layout layout_of(const books::Reader& books, receipt::SlipKind kind, Instant at, const std::string& language) {
  const std::string word{word_of(kind)};
  return {receipt::lines_in_force(books, kind, at), slip_text(books, "head." + word, language), slip_text(books, "foot." + word, language)};
}

void add_people_alone(const ServerParts& server, const std::string& language, receipt::Slip& slip) {
  const auto read = server.books.read([&](const books::Reader& books) -> Result<Done> {
    for (const auto& row : books::open_people_changes(books))
      slip.rows.push_back({receipt::Row::Kind::text,
                           {say(language, "slip.people_alone", {{"number", std::to_string(row.number)}, {"operator", called(books, row.operator_name)}, {"by", called(books, row.made_by)}})}});
    return Done{};
  });
  if (!read) slip.rows.push_back({receipt::Row::Kind::text, {read.error().code}});
}

std::string language_of(const Call& call) {
  const auto wanted = std::string(call.request.parameter("lang"));
  return speaks(wanted) ? wanted : call.language;
}

receipt::Style style_of(const books::Utility& utility, const Zone& zone, const std::string& language) {
  return {.language = language,
          .words = [language](std::string_view key) { return say(language, key); },
          .currency = utility.currency,
          .minor_digits = utility.minor_digits,
          .zone = zone,
          .sample = utility.nature == books::Nature::sample};
}

Paper paper_of(const receipt::Slip& slip, int columns, const std::string& language, const std::string& title) {
  Paper paper{.width_mm = columns == narrow_columns ? 58 : 80, .language = language, .title = title, .rows = {}, .qr = slip.qr};
  for (const auto& row : slip.rows) paper.rows.push_back(paper_row(row, paper.rows.empty()));
  return paper;
}

void answer_slip(const ServerParts& server, const CallPtr& call, receipt::Slip slip, const std::string& title) {
  const auto language = language_of(*call);
  add_people_alone(server, language, slip);
  const auto format = call->request.parameter("format");
  const int columns = call->request.parameter("width") == "32" ? narrow_columns : wide_columns;
  if (format == "text") return call->respond(answer_download(receipt::to_text(slip, columns) + receipt::code_text(slip, columns), "text/plain; charset=utf-8", ""));
  if (format != "pdf") return call->answer(slip_view(slip, language));
  auto made = pdf(paper_of(slip, columns, language, title));
  if (!made) return call->refuse(made.error());
  auto response = answer_download(std::move(*made), "application/pdf", "");
  response.with("Content-Disposition", "inline; filename=\"" + title + ".pdf\"");
  call->respond(std::move(response));
}

namespace {

/// A print says which one it is. What is only read says so, too, unless it carries a reprint's mark already.
Result<void> mark_print(const books::Reader& books, const SlipWanted& wanted, receipt::Print& print) {
  auto row = counter::newest_print(books, wanted.number);
  if (wanted.print) {
    row = books.find<books::SlipPrint>(wanted.number, *wanted.print);
    if (!row || row->operator_name != wanted.who.name)
      return error(Fault::request, "unknown_print", "There is no such print.", {{"document", wanted.number}});
  }
  print.for_reading = !wanted.print && (!row || row->number == 0);
  if (!row || row->number == 0) return Done{};
  print.reprint = row->number;
  print.reprinted_by = called(books, row->operator_name);
  print.reprinted = row->time;
  return Done{};
}

}  // namespace

Result<receipt::Slip> slip_of_receipt(ServerParts& server, const SlipWanted& wanted) {
  receipt::Print print;
  if (const auto proof = server.books.proof_of(wanted.number); proof) {
    print.signature = mark_of(proof->leaf);
    print.qr = proof_text(wanted.number, *proof);
  }
  return server.books.read([&](const books::Reader& books) -> Result<receipt::Slip> {
    const auto sale = books.find<books::Sale>(wanted.number);
    const auto utility = books.only<books::Utility>();
    if (!sale || !utility) return error(Fault::request, Cause::not_found, "There is no such sale.", {{"what", wanted.number}});
    MUST(may_see(wanted.who, "sales_read", sale->operator_name));
    print.style = style_of(*utility, wanted.zone, wanted.language);
    MUST(mark_print(books, wanted, print));
    print.head = receipt_text(books, "head", sale->kind, wanted.language);
    print.foot = receipt_text(books, "foot", sale->kind, wanted.language);
    // As slips were laid out when it was booked: a reprint looks like what the customer has.
    print.lines = [&books, at = sale->time](receipt::SlipKind kind) { return receipt::lines_in_force(books, kind, at); };
    return receipt::receipt_of(with_people_called(books, *sale, &books::Sale::approved_by), print);
  });
}

}  // namespace kwota::serve
