// Receipts and closing slips, as rows, as text for a slip printer, as PDF; in the language of the session or the one that is
// asked for. A receipt carries a short mark of its sale's hash, to be read aloud, and a QR code with the whole proof: whoever has
// the public key checks it without our books.
#include "base/base64.h"
#include "books/lookup.h"
#include "people/people.h"
#include "sell/receipt/slip.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/desk/shown.h"
#include "serve/paper/paper.h"
#include "serve/router/answer.h"
#include "serve/words/words.h"
#include "store/group.h"
#include "store/proof.h"
#include "store/query.h"
#include "store/witness.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::value;

constexpr int wide = 48, narrow = 32;  // columns of 80 and 58 mm paper

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

/// Who printed it again last, and when.
void add_reprint(ServerParts& server, const std::string& number, std::int64_t reprints, receipt::Print& print) {
  print.reprint = reprints;
  store::ListRequest wanted;
  wanted.view = "audit";
  wanted.filters = {{"object", "is", "sale/" + number}, {"action", "is", "reprint"}};
  wanted.page_size = 1;
  wanted.totals = store::Totals::none;
  const auto page = server.books.query([&](store::Connection& connection) { return store::list(connection, wanted); });
  if (!page || page->rows.empty()) return;
  for (std::size_t i = 0; i < page->view->columns.size(); ++i) {
    const auto& cell = page->rows.front()[i];
    if (page->view->columns[i].name == "operator" && std::holds_alternative<std::string>(cell))
      print.reprinted_by = std::get<std::string>(cell);
    if (page->view->columns[i].name == "time" && std::holds_alternative<std::int64_t>(cell))
      print.reprinted = Instant::from_ms(std::get<std::int64_t>(cell));
  }
}

PaperRow paper_row(const receipt::Row& row, bool first) {
  using Kind = receipt::Row::Kind;
  using Style = PaperRow::Style;
  switch (row.kind) {
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

/// What one person did alone to the rights of people stands on every slip until somebody has looked at it.
void add_people_alone(const ServerParts& server, const CallPtr& call, receipt::Slip& slip) {
  const auto read = server.books.read([&](const books::Reader& books) -> Result<Done> {
    for (const auto& row : books::open_people_changes(books))
      slip.rows.push_back({receipt::Row::Kind::text,
                           {say(language_of(*call), "slip.people_alone", {{"number", std::to_string(row.number)}, {"operator", row.operator_name}, {"by", row.made_by}})}});
    return Done{};
  });
  if (!read) slip.rows.push_back({receipt::Row::Kind::text, {read.error().code}});
}

/// The slip in the form that was asked for: format=json (default), text or pdf; width=48 or 32.
void answer_slip(const ServerParts& server, const CallPtr& call, receipt::Slip slip, const std::string& title) {
  add_people_alone(server, call, slip);
  const auto format = call->request.parameter("format");
  const auto language = language_of(*call);
  const bool small = call->request.parameter("width") == "32";
  if (format == "text")
    return call->respond(answer_download(receipt::to_text(slip, small ? narrow : wide), "text/plain; charset=utf-8", ""));
  if (format != "pdf") return call->answer(slip_view(slip, language));
  Paper paper{.width_mm = small ? 58 : 80, .language = language, .title = title, .rows = {}, .qr = slip.qr};
  for (const auto& row : slip.rows) paper.rows.push_back(paper_row(row, paper.rows.empty()));
  auto made = pdf(paper);
  if (!made) return call->refuse(made.error());
  auto response = answer_download(std::move(*made), "application/pdf", "");
  response.with("Content-Disposition", "inline; filename=\"" + title + ".pdf\"");
  call->respond(std::move(response));
}

void get_receipt(ServerParts& server, const CallPtr& call) {
  server.workers.run([&server, call] {
    const auto number = call->path.at("number");
    const auto context = context_of(server, *call);
    receipt::Print print;
    if (const auto proof = server.books.proof_of(number); proof) {
      print.signature = mark_of(proof->leaf);
      print.qr = proof_text(number, *proof);
    }
    const auto slip = server.books.read([&](const books::Reader& books) -> Result<receipt::Slip> {
      const auto sale = books.find<books::Sale>(number);
      const auto state = books.find<books::SaleState>(number);
      const auto utility = books.only<books::Utility>();
      if (!sale || !state || !utility) return error(Fault::request, "not_found", "There is no such sale.", {{"what", number}});
      MUST(may_see(*call->who, "sales_read", sale->operator_name));
      print.style = style_of(*utility, context.zone, language_of(*call));
      if (state->reprints > 0) add_reprint(server, number, state->reprints, print);
      return receipt::receipt_of(*sale, print);
    });
    if (!slip) return call->refuse(slip.error());
    answer_slip(server, call, *slip, number);
  });
}

void get_closing_slip(ServerParts& server, const CallPtr& call) {
  server.workers.run([&server, call] {
    const auto context = context_of(server, *call);
    const auto& path = call->path;
    const auto name = path.at("station") + "/" + path.at("till") + "/" + path.at("number");
    auto slip = server.books.read([&](const books::Reader& books) -> Result<receipt::Slip> {
      const auto shift = books.find<books::Shift>(path.at("station"), path.at("till"), path_number(*call, "number"));
      const auto station = books.find<books::Station>(path.at("station"));
      const auto utility = books.only<books::Utility>();
      // What should be in the drawer is not told before the count.
      if (!shift || !station || !utility || shift->state != books::ShiftStatus::closed)
        return error(Fault::request, "not_found", "There is no such closed shift.", {{"what", name}});
      MUST(may_see(*call->who, "shifts_read", shift->operator_name));
      return receipt::closing_slip(*utility, *station, *shift, till::figures(books, *shift),
                                   style_of(*utility, context.zone, language_of(*call)));
    });
    if (!slip) return call->refuse(slip.error());
    // The paper is a witness that lies outside of every disk: it says how far the books were when it was printed.
    const auto newest = server.books.query([](store::Connection& connection) { return store::newest_anchor(connection); });
    if (newest)
      slip->rows.push_back({receipt::Row::Kind::pair,
                            {say(language_of(*call), "slip.closing.books"), store::short_text({newest->number, newest->hash})}});
    answer_slip(server, call, *slip, "shift-" + path.at("station") + "-" + path.at("till") + "-" + path.at("number"));
  });
}

/// Who holds what, on paper: printed with the first shift, and whenever somebody wants to compare.
void get_people_slip(ServerParts& server, const CallPtr& call) {
  server.workers.run([&server, call] {
    const auto context = context_of(server, *call);
    const auto slip = server.books.read([&](const books::Reader& books) -> Result<receipt::Slip> {
      const auto utility = books.only<books::Utility>();
      if (!utility) return error(Fault::ours, "no_utility", "The books have no utility yet: complete the first start.");
      const auto style = style_of(*utility, context.zone, language_of(*call));
      receipt::Slip out;
      out.rows.push_back({receipt::Row::Kind::title, {utility->name}});
      out.rows.push_back({receipt::Row::Kind::title, {style.text("slip.people")}});
      out.rows.push_back({receipt::Row::Kind::text, {style.time(context.now)}});
      out.rows.push_back({receipt::Row::Kind::rule, {}});
      for (const auto& row : people::who_holds_what(books))
        out.rows.push_back({receipt::Row::Kind::pair, {row.name + "  " + row.full_name, row.roles + (row.station.empty() ? "" : " @ " + row.station)}});
      out.rows.push_back({receipt::Row::Kind::rule, {}});
      return out;
    });
    if (!slip) return call->refuse(slip.error());
    answer_slip(server, call, *slip, "people");
  });
}

}  // namespace

void add_receipt_routes(Router& router, ServerParts& server) {
  router.add({"GET", "/people/slip", "operators_read|people_countersign|shift_own", [&server](const CallPtr& call) { get_people_slip(server, call); }});
  router.add({"GET", "/receipts/{number}", "sales_read", [&server](const CallPtr& call) { get_receipt(server, call); }});
  router.add({"GET", "/shifts/{station}/{till}/{number}/slip", "shifts_read",
              [&server](const CallPtr& call) { get_closing_slip(server, call); }});
}

}  // namespace kwota::serve
