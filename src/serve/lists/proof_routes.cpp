// The office's proofs: what became of a sale and who signed it, whether the books are what they were, a copy for the safe.
#include <algorithm>

#include "base/cause.h"
#include "base/ids_text.h"
#include "base/text/parts.h"
#include "sell/invoices/receipts.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/desk/paid_back.h"
#include "serve/desk/shown.h"
#include "serve/lists/list_files.h"
#include "serve/lists/made/backups.h"
#include "serve/router/answer.h"
#include "store/archive.h"
#include "store/verify/proof.h"
#include "store/verify/public_keys.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::value;

/// What the journal noted beside a step: how it was seen, what went wrong, and by what a PSAM finds its seal again.
std::string proof_text(const std::string& details) {
  const auto json = parsed(details);
  if (!json.is_object()) return {};
  const auto noted = [&](std::string_view name) {
    const auto* text = json.get_object().if_contains(name);
    return text != nullptr && text->is_string() ? std::string(text->get_string()) : std::string{};
  };
  auto out = noted("evidence");
  if (const auto cause = noted("cause"); !cause.empty()) (out += out.empty() ? "" : ": ") += cause;
  if (const auto terminal = noted("terminal"); !terminal.empty())
    (out += out.empty() ? "" : " · ") += "PSAM " + terminal + " / " + noted("transaction");
  return out;
}

array timeline_of(const books::Reader& books, const books::Sale& sale, const books::SaleState& state) {
  array steps;
  steps.push_back(object{{"time", time_text(sale.time)}, {"what", "booked"}, {"proof", sale.chain}});
  for (const auto& entry : books.select(books::JournalEntry::of_sale, sale.number)) {
    std::string proof = proof_text(entry.details);
    if (entry.card) (proof += proof.empty() ? "" : " · ") += to_text(*entry.card);
    steps.push_back(object{{"time", time_text(entry.time)}, {"what", word_of(entry.what)}, {"proof", proof}});
  }
  if (state.state != books::SaleStatus::booked && state.state != books::SaleStatus::carried && state.state != books::SaleStatus::in_doubt)
    steps.push_back(object{{"time", time_text(state.since)}, {"what", word_of(state.state)}, {"proof", ""}});
  return steps;
}

/// `public_key`: none when no vault that these books know has signed.
object proof_view(const store::Proof& proof, const std::optional<Bytes>& public_key) {
  array path;
  for (const auto& step : proof.path) path.push_back(value((step.left ? "left " : "right ") + to_hex(step.neighbour)));
  return {{"leaf", to_hex(proof.leaf)},
          {"path", std::move(path)},
          {"root", to_hex(proof.anchor.root)},
          {"anchor",
           {{"books", word_of(proof.anchor.nature)},
            {"number", proof.anchor.number},
            {"time_ms", proof.anchor.time.ms()},
            {"count", proof.anchor.count},
            {"previous", to_hex(proof.anchor.previous)},
            {"hash", to_hex(proof.anchor.hash)}}},
          {"signature", proof.anchor.signature ? value(to_hex(*proof.anchor.signature)) : value(nullptr)},
          {"public_key", public_key ? value(to_hex(*public_key)) : value(nullptr)}};
}

void get_sale(ServerParts& server, const CallPtr& call) {
  const auto number = call->path.at("number");
  const Shown shown{minor_digits(server)};
  auto view = server.books.read([&](const books::Reader& books) -> Result<object> {
    const auto sale = books.find<books::Sale>(number);
    const auto state = books.find<books::SaleState>(number);
    if (!sale || !state) return error(Fault::request, Cause::not_found, "There is no such sale.", {{"what", number}});
    MUST(may_see(*call->who, "sales_read", sale->operator_name));
    auto row = shown.sale(*sale, state->state, state->reprints);
    // The sale is in the books, whatever became of its slip.
    row["document"] = sale->away() != 0 ? value(nullptr) : parsed(sale->document);
    row["archive_at_hand"] = sale->away() == 0;
    const auto invoiced = invoices::standing_of(books, number);
    row["invoice"] = invoiced.invoice;
    row["to_invoice"] = invoiced.invoice.empty() && invoices::may_stand_on_invoice(books, *sale, *state);
    row["paid_back_at"] = paid_back_at(books, shown, number);
    row["timeline"] = timeline_of(books, *sale, *state);
    return row;
  });
  if (!view) return call->refuse(view.error());
  const auto archive = server.books.query([&](store::Moment& connection) { return store::archive_of(connection, number); });
  (*view)["archive"] = archive && *archive != 0 ? value(*archive) : value(nullptr);
  const auto proof = server.books.proof_of(number);
  const auto known = store::read_public_keys(server.data / store::public_key_file);
  if (proof)
    (*view)["signature"] = proof_view(*proof, store::signing_key(known, proof->anchor));
  else
    (*view)["signature_error"] = proof.error().code;
  call->answer(*view);
}

/// Who outside of the books was asked, and how far they knew.
array witnesses_view(const std::vector<store::WitnessAnswer>& received) {
  array out;
  for (const auto& one : received)
    out.push_back(object{{"name", one.name}, {"asked", one.can_be_asked}, {"group", one.mark ? value(one.mark->number) : value(nullptr)}});
  return out;
}

object report_view(const store::VerifyReport& report, const std::vector<store::WitnessAnswer>& received) {
  object out{{"ok", report.ok()},
             {"checked", {{"rows", report.rows}, {"chains", report.chains}, {"anchors", report.anchors}}},
             {"signatures_checked", report.signatures_checked},
             {"witnesses", witnesses_view(received)}};
  if (report.first)
    out["first_problem"] = object{
        {"table", report.first->table}, {"key", report.first->key}, {"what", word_of(report.first->what)}, {"why", report.first->why}};
  return out;
}

void verify(ServerParts& server, const CallPtr& call) {
  server.checks->run([&server, call] {
    std::vector<store::WitnessAnswer> received;
    const auto report = [&]() -> Result<store::VerifyReport> {
      TRY(connection, own_connection(server));
      TRY(answers, store::hold_witnesses(*connection, server.books.witnesses(), server.check));
      received = std::move(answers);
      return store::verify(*connection, {.check = server.check, .anchor_log = server.data / store::anchor_log_file, .log_is_whole = true});
    }();
    if (!report) return call->refuse(report.error());
    server.events.publish("job", object{{"what", "verify"}, {"ok", report->ok()}}, {.permission = "verify"});
    call->answer(report_view(*report, received));
  });
}

void backup(ServerParts& server, const CallPtr& call) {
  server.workers.run([&server, call] {
    const auto made = make_backup(server, false);
    if (!made) return call->refuse(made.error());
    server.events.publish("job", object{{"what", "backup"}, {"file", made->at("file")}}, {.permission = "backup"});
    call->answer(made);
  });
}

void take_copies(ServerParts& server, const CallPtr& call, FileForm form, std::vector<Copy> copies) {
  server.files->run([&server, call, form, copies = std::move(copies)] {
    const auto file = [&]() -> Result<TableFile> {
      TRY(table, only_columns(copies_table(copies, call->language), texts_of(call->request.parameter("columns"))));
      return made_file(form, table, facts_of_list(server, "backups", call->language, call->who->name));
    }();
    if (!file) return call->refuse(file.error());
    call->respond(answer_file(file->file, content_type(form), named("backups", form)));
  });
}

void backups(ServerParts& server, const CallPtr& call) {
  const auto copies = copies_asked(server.data, call->request.parameter("q"), call->request.parameter("sort"));
  if (!copies) return call->refuse(copies.error());
  if (const auto form = list_file_asked(call->request.parameter("format"))) return take_copies(server, call, *form, *copies);
  array rows;
  for (const auto& copy : *copies)
    rows.push_back(object{{"file", copy.file},
                          {"time", time_text(copy.time)},
                          {"bytes", copy.bytes},
                          {"by_plan", copy.by_plan},
                          {"verified", copy.verified},
                          {"proved", time_text(copy.proved)}});
  const auto total = static_cast<std::int64_t>(rows.size());
  call->answer(object{{"rows", std::move(rows)}, {"next", nullptr}, {"total", total}, {"totals", object{}}});
}

}  // namespace

void add_verify_route(Router& router, ServerParts& server) {
  router.add({"POST", "/verify", "verify", [&server](const CallPtr& call) { verify(server, call); }});
}

void add_proof_routes(Router& router, ServerParts& server) {
  router.add({"GET", "/sales/{number}", "sales_read", [&server](const CallPtr& call) { get_sale(server, call); }});
  router.add({"POST", "/backup", "backup", [&server](const CallPtr& call) { backup(server, call); }});
  router.add({"GET", "/backups", "backup", [&server](const CallPtr& call) { backups(server, call); }});
}

}  // namespace kwota::serve
