// The office's proofs: what became of a sale and who signed it, whether the books are what they were, a copy for the safe.
#include <algorithm>
#include <fstream>

#include "base/ids_text.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/desk/shown.h"
#include "store/backup.h"
#include "store/proof.h"
#include "store/public_keys.h"

namespace kwota::serve {
namespace {

namespace fs = std::filesystem;
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
    if (!sale || !state) return error(Fault::request, "not_found", "There is no such sale.", {{"what", number}});
    MUST(may_see(*call->who, "sales_read", sale->operator_name));
    auto row = shown.sale(*sale, state->state, state->reprints);
    row["document"] = parsed(sale->document);
    row["timeline"] = timeline_of(books, *sale, *state);
    return row;
  });
  if (!view) return call->refuse(view.error());
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
        {"table", report.first->table}, {"key", report.first->key}, {"what", report.first->what}, {"why", report.first->why}};
  return out;
}

/// A connection of its own: a check of all rows holds up nobody.
Result<std::unique_ptr<store::Connection>> own_connection(const ServerParts& server) {
  return store::Connection::open((server.data / store::books_file).string(), store::Connection::Mode::read);
}

void verify(ServerParts& server, const CallPtr& call) {
  server.checks->run([&server, call] {
    std::vector<store::WitnessAnswer> received;
    const auto report = [&]() -> Result<store::VerifyReport> {
      TRY(connection, own_connection(server));
      TRY(answers, store::hold_witnesses(*connection, server.books.witnesses()));
      received = std::move(answers);
      return store::verify(*connection, {.check = server.check, .anchor_log = server.data / store::anchor_log_file});
    }();
    if (!report) return call->refuse(report.error());
    server.events.publish("job", object{{"what", "verify"}, {"ok", report->ok()}}, {.permission = "verify"});
    call->answer(report_view(*report, received));
  });
}

/// A file beside a good copy says that it was proven; a copy without it is for the auditor.
fs::path mark_of(fs::path file) { return file += ".verified"; }

Result<object> make_backup(const ServerParts& server) {
  auto name = format_utc(server.clock.now()) + ".db";
  std::replace(name.begin(), name.end(), ':', '.');
  const auto file = server.data / "backups" / name;
  std::error_code failed;
  fs::create_directories(file.parent_path(), failed);
  TRY(connection, own_connection(server));
  TRY(report, store::backup(*connection, file, server.check));
  std::ofstream(mark_of(file)) << report.verified.rows << " rows\n";
  return object{{"file", name},
                {"bytes", report.bytes},
                {"verified", report.verified.ok()},
                {"rows", report.verified.rows},
                {"signatures_checked", report.verified.signatures_checked}};
}

void backup(ServerParts& server, const CallPtr& call) {
  server.workers.run([&server, call] {
    const auto made = make_backup(server);
    if (!made) return call->refuse(made.error());
    server.events.publish("job", object{{"what", "backup"}, {"file", made->at("file")}}, {.permission = "backup"});
    call->answer(made);
  });
}

/// "2026-11-20T06.05.09.123Z.db" -> its instant.
value time_of(std::string name) {
  std::replace(name.begin(), name.begin() + std::min<std::ptrdiff_t>(19, std::ssize(name)), '.', ':');
  const auto at = parse_instant(name.substr(0, name.rfind(".db")));
  return at ? value(time_text(*at)) : value(nullptr);
}

void backups(ServerParts& server, const CallPtr& call) {
  std::vector<std::string> names;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(server.data / "backups", failed))
    if (entry.path().extension() == ".db") names.push_back(entry.path().filename().string());
  std::erase_if(names, [&](const std::string& name) { return name.find(call->request.parameter("q")) == std::string::npos; });
  std::sort(names.rbegin(), names.rend());
  if (call->request.parameter("sort") == "time") std::reverse(names.begin(), names.end());
  array rows;
  for (const auto& name : names) {
    const auto file = server.data / "backups" / name;
    rows.push_back(object{{"file", name},
                          {"time", time_of(name)},
                          {"bytes", static_cast<std::int64_t>(fs::file_size(file, failed))},
                          {"verified", fs::exists(mark_of(file), failed)}});
  }
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
