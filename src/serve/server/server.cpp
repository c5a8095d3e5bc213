#include "serve/server/server.h"

#include "base/cause.h"
#include "books/audit_entry.h"
#include "people/permissions.h"
#include "serve/api/edition.h"
#include "serve/api/outlet_door.h"
#include "serve/api/routes.h"
#include "serve/api/visibility.h"
#include "serve/desk/balance_view.h"
#include "serve/desk/card_desk.h"
#include "serve/desk/till_reader.h"
#include "serve/router/answer.h"
#include "serve/router/described.h"
#include "serve/router/doors.h"
#include "serve/router/static_files.h"
#include "serve/words/words.h"

namespace kwota::serve {
namespace {

constexpr std::string_view health_path = "/api/v1/health";

/// What was refused stands in the audit trail beside what was done.
void note_denied(ServerParts& parts, const Call& call, books::Right right) {
  const books::Actor actor{.operator_name = call.who->name, .action = std::string(right.word()), .station = call.session ? call.session->station : call.who->station};
  const auto row = books::audit_entry(actor, call.request.method + " " + call.request.path,
                                      boost::json::serialize(boost::json::object{{"refused", "permission_denied"}, {"from_address", call.request.remote}}));
  parts.books.submit(
      actor,
      [row](const books::Reader&) -> Result<books::Decision<Done>> { return books::Decision<Done>{{{}, {row}}, Done{}}; }, [](const Result<Done>&) {});
}

/// In the standalone edition somebody at another machine signs in nowhere, and who was signed in there is not any more. That the server is well is told to anybody.
std::optional<Error> not_from_there(ServerParts& parts, const Request& request) {
  if (is_this_machine(request.remote) || request.path == health_path) return std::nullopt;
  if (is_network_edition(parts.books, parts.clock.now())) return std::nullopt;
  parts.sessions.close(request.cookie(session_cookie(parts)));
  return error(Fault::refused, "other_machine", "Standalone edition: this server serves its own machine alone. Work there, under http://localhost; a manager sets the network edition.", {{"address", request.remote}});
}

Gate gate_of(ServerParts& parts) {
  return {
      .cookie = session_cookie(parts),
      .session = [&parts](std::string_view token) { return parts.sessions.find(token); },
      .operator_named = [&parts](std::string_view name) -> std::optional<books::Operator> {
        auto who = parts.books.read_held([&](const books::Reader& books) -> Result<std::optional<books::Operator>> { return books.find<books::Operator>(name); });
        return who ? *std::move(who) : std::nullopt;
      },
      .allowed = [](const books::Operator& who, books::Right right) { return people::granted(who, right) != people::Grant::no; },
      .request_id = [&parts] { return to_hex(parts.random.bytes(6)); },
      .denied = [&parts](const Call& call, books::Right right) { note_denied(parts, call, right); },
      .description = &served_description(),
      .sample = parts.nature == books::Nature::sample,
      .signed_by = [door = parts.outlets.get()](const Request& request) { return door != nullptr ? door->enter(request) : Result<std::optional<books::Operator>>(std::nullopt); },
      .elsewhere = [&parts](const Request& request) { return not_from_there(parts, request); },
      .closed = [&parts] { return parts.restoring->closed() ? std::optional(books_being_restored()) : std::nullopt; },
      .in_scope = [&parts](const Call& call, const std::string& pattern) { return in_scope(parts, call, pattern); },
  };
}

/// For people who watch the server, without a session: no figure of the books.
void health(ServerParts& parts, const CallPtr& call) {
  const auto books = parts.books.read([](const books::Reader& reader) -> Result<bool> { return reader.only<books::Utility>().has_value(); });
  const auto vault = parts.vault.health();
  const auto desk = parts.desk.state();
  const bool good = books.ok() && vault.ok();
  call->answer(boost::json::object{{"status", good ? "ok" : "failing"},
                                   {"version", parts.version},
                                   {"books", word_of(parts.nature)},
                                   {"database", books ? "ok" : books.error().code},
                                   {"vault", vault ? "ok" : vault.error().code},
                                   {"reader", !desk.service_running ? "service_stopped" : desk.readers.empty() ? "no_reader" : "ok"}},
               good ? 200 : 503);
}

/// Who is signed in may send a file; everybody else a password.
std::function<std::size_t(const Request&)> body_bytes_for(ServerParts& parts) {
  constexpr std::size_t of_strangers = 64 * 1024;
  return [&parts, cookie = session_cookie(parts)](const Request& head) {
    const auto token = head.cookie(cookie);
    return !token.empty() && parts.sessions.find(token) ? HttpLimits{}.body_bytes_max : of_strangers;
  };
}

/// `what` names the rule that the request breaks; its sentence is a word of the reader.
Error unreadable(std::string_view what) {
  return error(Fault::request, Cause::request_unreadable, "The request cannot be read. Nothing was done. Correct it.", {{"what", what}});
}

Error why_unheard(Unheard why) {
  switch (why) {
    case Unheard::address: return unreadable("address");
    case Unheard::host: return unreadable("host");
    case Unheard::length: return unreadable("length");
    case Unheard::body_too_large: return error(Fault::request, Cause::body_too_large, "That is more than may be sent here; nothing was done. Send less at once: who is signed in may send 16 MB, everybody else 64 kB.");
    case Unheard::head_too_large: return error(Fault::request, Cause::head_too_large, "The address or the heads of the request are too long; nothing was done. Ask for less at once.");
    case Unheard::coding: return error(Fault::request, Cause::transfer_unknown, "The request comes in a coding that is not read here; nothing was done. Send it with its length, or in chunks.");
    case Unheard::full: return error(Fault::wire, Cause::too_many_at_once, "Too much is asked at this moment; nothing was done. Ask again in a moment.");
  }
  return unreadable("address");
}

Response unheard(Unheard why, std::string_view accept_language) {
  auto response = answer_problem(why_unheard(why), choose_language(accept_language), "");
  add_security_headers(response);
  return response;
}

/// A page of somebody else whose name was made to lead to this machine.
Response misdirected(const Request& request) {
  auto response = answer_problem(error(Fault::request, Cause::host_unknown, "This server is not asked by that name: use its address, or name it with --host."),
                                 choose_language(request.header("accept-language")), "");
  add_security_headers(response);
  return response;
}

}  // namespace

void add_routes(Router& router, ServerParts& parts) {
  router.add({"GET", "/health", need::nothing, [&parts](const CallPtr& call) { health(parts, call); }});
  add_description_route(router);
  add_door_route(router);
  add_session_routes(router, parts);
  add_second_factor_routes(router, parts);
  add_counter_routes(router, parts);
  add_reader_routes(router, parts);
  add_account_routes(router, parts);
  add_tool_card_routes(router, parts);
  add_shift_routes(router, parts);
  add_approval_routes(router, parts);
  add_receipt_routes(router, parts);
  add_print_routes(router, parts);
  add_drawer_routes(router, parts);
  add_invoice_routes(router, parts);
  add_list_routes(router, parts);
  add_register_routes(router, parts);
  add_customer_routes(router, parts);
  add_plan_routes(router, parts);
  add_plan_preview_routes(router, parts);
  add_operator_routes(router, parts);
  add_proof_routes(router, parts);
  add_restore_routes(router, parts);
  add_archive_routes(router, parts);
  add_clock_routes(router, parts);
  add_verify_route(router, parts);
  add_office_door_routes(router, parts);
  add_reconciliation_routes(router, parts);
  add_explanation_routes(router, parts);
  add_counter_vault_routes(router, parts);
  add_life_routes(router, parts);
  add_scheme_routes(router, parts);
  add_change_routes(router, parts);
  add_room_routes(router, parts);
  add_history_routes(router, parts);
  add_place_routes(router, parts);
  add_card_stock_routes(router, parts);
  add_stock_routes(router, parts);
  add_circuit_routes(router, parts);
  add_well_routes(router, parts);
  add_purse_routes(router, parts);
  add_application_routes(router, parts);
  add_handheld_routes(router, parts);
  add_purse_card_routes(router, parts);
  add_remote_routes(router, parts);
  add_balance_routes(router, parts);
  add_collection_routes(router, parts);
  add_review_routes(router, parts);
  add_report_routes(router, parts);
  add_kept_routes(router, parts);
  add_query_routes(router, parts);
  add_saved_routes(router, parts);
  add_setting_routes(router, parts);
  add_template_routes(router, parts);
  add_job_routes(router, parts);
  add_notice_routes(router, parts);
  add_send_routes(router, parts);
  add_letter_routes(router, parts);
  add_debt_routes(router, parts);
  add_visit_routes(router, parts);
  add_outlet_routes(router, parts);
  add_outlet_client_routes(router, parts);
  add_import_routes(router, parts);  // after all registers: what they declare can be imported
}

void add_office_routes(Router& router, ServerParts& parts) {
  router.add({"GET", "/health", need::nothing, [&parts](const CallPtr& call) { health(parts, call); }});
  add_description_route(router);
  add_door_route(router);
  add_session_routes(router, parts);
  add_approval_routes(router, parts);
  add_clock_routes(router, parts);
  add_key_list_routes(router, parts);
  add_verify_route(router, parts);
  add_key_routes(router, parts);
  add_component_routes(router, parts);
  add_ukey_routes(router, parts);
  add_key_card_routes(router, parts);
  add_key_backup_routes(router, parts);
  add_key_people_routes(router, parts);
  add_meter_key_routes(router, parts);
  add_counters_routes(router, parts);
}

Result<std::unique_ptr<Server>> Server::open(ServerParts& parts, const ServerSettings& settings, const std::function<void(Router&)>& more) {
  if (!settings.key_office) {
    parts.outlets = std::make_unique<OutletDoor>(parts.books, parts.clock, parts.random, parts.data);
    parts.factors = std::make_unique<SecondFactors>(parts.data, parts.random, parts.machine);
  }
  std::unique_ptr<Server> server(new Server(gate_of(parts)));
  auto& router = server->router_;
  parts.sessions.when_ended([&events = parts.events](std::string_view token) { events.end(token); });
  settings.key_office ? add_office_routes(router, parts) : add_routes(router, parts);
  if (more) more(router);

  TRY(files, StaticFiles::load(settings.console));
  TRY(proxies, Proxies::parse(settings.proxies));
  auto handler = [&router, files = std::move(files), hosts = Hosts(settings.hosts)](Request request, Respond respond) {
    if (!hosts.admit(request.header("host"))) return respond(misdirected(request));
    if (request.path.starts_with(Router::base)) return router.handle(std::move(request), std::move(respond));
    auto response = files.serve(request);
    add_security_headers(response);
    respond(std::move(response));
  };
  TRY(http, HttpServer::listen(settings.address, settings.port, std::move(handler), {.limits = {}, .proxies = std::move(proxies), .body_bytes_for = body_bytes_for(parts), .unheard = unheard}));
  server->http_ = std::move(http);
  return server;
}

void finish(ServerParts& parts) {
  parts.desk.stop();
  parts.workers.stop();
  for (auto* workers : {parts.files.get(), parts.lists.get(), parts.checks.get(), parts.lookups.get()}) workers->stop();
  parts.books.settle();  // the writer's answers name all of these
}

}  // namespace kwota::serve
