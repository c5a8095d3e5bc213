// Customers and their accounts before the first sale: registered, corrected, blocked, prepared, brought in from files.
#include "base/ids_text.h"
#include "people/approval.h"
#include "seal/cipher/sha256.h"
#include "sell/customer/change.h"
#include "sell/customer/import_groups.h"
#include "serve/api/routes.h"
#include "serve/api/taken.h"
#include "serve/desk/opening.h"
#include "serve/desk/shown.h"
#include "serve/office/register.h"
#include "serve/words/words.h"

namespace kwota::serve {
namespace {

using boost::json::array;

/// Blocking is a right of its own; lifting a block may need a second person, who is put with the decision.
Result<void> may_block(const books::Reader& books, const books::Customer& row, bool block, std::int64_t approval,
                       const people::Context& context, books::Changes& changes) {
  if (block) {
    MUST(people::require(context.who, "block"));
    return Done{};
  }
  TRY(second, people::second_person(books, {"unblock", "unblock customer " + to_text(row.number), Money::minor(1), {}, approval},
                                   context));
  if (second) changes.put.emplace_back(*second);
  return Done{};
}

Result<books::Decision<books::Customer>> block_customer(const books::Reader& books, CustomerNumber number, bool block,
                                                        const Asked& body, const people::Context& context) {
  TRY(decision, customer::block_customer(books, number, block, body.text("reason")));
  MUST(may_block(books, decision.answer, block, body.number("approval"), context, decision.changes));
  return decision;
}

Result<std::optional<books::Customer>> known_customer(const books::Reader& books, const Asked& key) {
  if (key.text("number").empty()) return std::optional<books::Customer>{};
  TRY(number, parse_customer_number(key.text("number")));
  return books.find<books::Customer>(number);
}

Result<books::Customer> take_customer(const Asked& body, books::Customer row) {
  return taken(body, std::move(row),
               {"number", "name", "kind", "phone", "identity_number", "address", "language", "place", "state", "state_reason"});
}

/// The form of a customer holds his state, too: a change of it asks what block and unblock ask.
Result<books::Decision<books::Customer>> put_customer(const books::Reader& books, const books::Customer& row, const Asked& body,
                                                      const people::Context& context) {
  auto placed = row;
  if (placed.station.empty() && !books.find<books::Customer>(row.number)) placed.station = context.who.station;
  TRY(decision, customer::put_customer(books, placed, context.now));
  if (decision.answer.state == row.state) return decision;
  if (row.state == books::CustomerStatus::removed)
    return error(Fault::request, "unknown_state", "There is no such state.", {{"state", std::string(word_of(row.state))}});
  const bool block = row.state == books::CustomerStatus::blocked;
  if (row.state_reason.empty())
    return error(Fault::request, "reason_missing", "Say why; the books keep it.", {{"action", "block"}});
  decision.answer.state = row.state;
  decision.answer.state_reason = row.state_reason;
  decision.changes = {{decision.answer}, {}};
  MUST(may_block(books, decision.answer, block, body.number("approval"), context, decision.changes));
  return decision;
}

std::vector<store::Filter> named(const books::Customer& row) { return {{"number", "is", to_text(row.number)}}; }

const Register<books::Customer> customers{"customers",    {"number"},    "customers_read", "customers_write",
                                          known_customer, take_customer, put_customer,     named};

void block_customer(ServerParts& server, const CallPtr& call, bool blocking) {
  const auto number = parse_customer_number(call->path.at("number"));
  if (!number) return call->refuse(number.error());
  const auto context = context_of(server, *call);
  decide(
      server, call, blocking ? "block" : "unblock",
      [number = *number, blocking, call, context](const books::Reader& books) {
        return block_customer(books, number, blocking, Asked(call->body), context);
      },
      [](const books::Customer& row) {
        return object{{"number", to_text(row.number)}, {"state", word_of(row.state)}, {"state_reason", row.state_reason}};
      });
}

/// An account without card and sale; the counter opens it later. Customer, service point and meter may be new.
void draft(ServerParts& server, const CallPtr& call) {
  const auto request = opening_of(*call);
  if (!request) return call->refuse(request.error());
  const auto context = context_of(server, *call);
  books::Account account;
  account.number = request->draft;
  account.station = Asked(call->body).text("station").empty() ? context.station : Asked(call->body).text("station");
  account.plan = request->plan;
  account.usage_class = request->usage_class;
  account.household_persons = request->household_persons;
  const customer::DraftParts parts{request->customer, request->service_point, request->meter};
  decide(
      server, call, "customers_write",
      [account, parts, now = context.now](const books::Reader& books) { return customer::put_draft(books, account, parts, now); },
      [](const books::Account& row) {
        return object{{"number", row.number},
                      {"state", word_of(row.state)},
                      {"customer", to_text(row.customer)},
                      {"service_point", row.service_point},
                      {"meter", to_text(row.meter)}};
      });
}

object report_view(const customer::ImportReport& report, const std::string& language) {
  array errors;
  for (const auto& one : report.errors) {
    object details;
    for (const auto& [name, text] : one.details) details[name] = text;
    const auto why = error(Fault::request, one.code, one.what, one.details);
    errors.push_back(object{{"row", one.row},
                            {"column", one.column},
                            {"code", one.code},
                            {"detail", say(language, why)},
                            {"details", std::move(details)}});
  }
  return {{"new", report.created}, {"changed", report.changed}, {"same", report.same}, {"written", report.written}, {"encoding", customer::name_of(report.encoding)},
          {"errors", std::move(errors)}};
}

/// The second person approves exactly this file: its name is its hash. The approval serves until the last group of it is in the books.
Result<books::Decision<customer::ImportReport>> import_group(const books::Reader& books, const customer::ImportDecide& group, bool last,
                                                             const people::Question& question, const people::Context& context) {
  TRY(decision, group(books));
  if (!decision.answer.errors.empty()) return decision;
  TRY(second, people::second_person(books, question, context));
  if (second && last) decision.changes.put.emplace_back(*second);
  return decision;
}

customer::ImportWay way_into(ServerParts& server, const CallPtr& call, const people::Context& context) {
  const auto content = "import " + call->path.at("table") + " " + to_hex(seal::sha256(view_of(call->request.body))).substr(0, 16);
  const people::Question question{"import", content, Money::minor(1), {}, parameter_number(*call, "approval")};
  return {.look = [&server](const customer::ImportDecide& whole) -> Result<customer::ImportReport> {
            TRY(seen, server.books.read(whole));
            return std::move(seen.answer);
          },
          .write = [&server, call, question, context](const customer::ImportDecide& group, bool last) {
            return server.books.run(actor_of(*call, "import"),
                                   [&](const books::Reader& books) { return import_group(books, group, last, question, context); });
          }};
}

void import(ServerParts& server, const CallPtr& call) {
  server.files->run([&server, call] {
    const auto table = customer::parse_table(call->path.at("table"));
    if (!table) return call->refuse(table.error());
    const auto file = customer::read_import(*table, call->request.body);
    if (!file) return call->refuse(file.error());
    const auto context = context_of(server, *call);
    const auto way = way_into(server, call, context);
    const auto dry = call->request.parameter("dry_run");
    const bool look_only = !dry.empty() && dry != "0";
    const auto done = look_only ? customer::look_at_import(*file, way, context.now) : customer::import_in_groups(*file, way, context.now);
    if (!done) return refuse_or_ask(server, call, done.error());
    call->answer(report_view(*done, call->language));
  });
}

}  // namespace

void add_customer_routes(Router& router, ServerParts& server) {
  add_register(router, server, customers);
  router.add({"POST", "/customers/{number}/block", "block", [&server](const CallPtr& call) { block_customer(server, call, true); }});
  router.add({"POST", "/customers/{number}/unblock", "unblock", [&server](const CallPtr& call) { block_customer(server, call, false); }});
  router.add({"POST", "/accounts/drafts", "customers_write", [&server](const CallPtr& call) { draft(server, call); }});
  router.add({"POST", "/import/{table}", "import", [&server](const CallPtr& call) { import(server, call); }});
}

}  // namespace kwota::serve
