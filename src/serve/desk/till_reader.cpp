#include "serve/desk/till_reader.h"

#include <algorithm>
#include <utility>

#include "base/cause.h"
#include "books/lookup.h"
#include "people/permissions.h"
#include "sell/customer/change.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/desk/shown.h"

namespace kwota::serve {
namespace {

using boost::json::array;

/// Whoever may do this works with cards on a reader.
constexpr books::Right card_work = "settle";

Error no_till() { return error(Fault::refused, "till_not_chosen", "Choose the till at which you work first: its reader is where cards are put down."); }

bool works_with_cards(const books::Operator& who) { return people::granted(who, card_work) != people::Grant::no; }

/// One reader as this till may know it: its own as it is, another's only by its name.
object reader_json(const books::Reader& books, const wire::ReaderView& reader, const Session& session) {
  const auto owner = books::till_of_reader(books, reader.name);
  const bool others = owner && (owner->station != session.station || owner->code != session.till);
  object out{{"name", reader.name}, {"state", others ? "other_till" : reader.card_present ? "card" : "empty"}};
  if (others) out["till"] = owner->station + "/" + owner->code;
  return out;
}

/// The readers, one's own first; that one also when it is not plugged in.
array readers_json(const books::Reader& books, const CardDesk::State& state, const std::string& own, const Session& session) {
  array mine, rest;
  for (const auto& reader : state.readers) (reader.name == own ? mine : rest).push_back(reader_json(books, reader, session));
  if (mine.empty() && !own.empty()) mine.push_back(object{{"name", own}, {"state", "offline"}});
  for (auto& one : rest) mine.push_back(std::move(one));
  return mine;
}

void get_reader(ServerParts& server, const CallPtr& call) {
  const auto state = server.desk.state();
  const auto context = context_of(server, *call);
  const Shown shown{minor_digits(server)};
  call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
    const auto till = books.find<books::Till>(call->session->station, call->session->till);
    const auto own = till ? till->reader : std::string{};
    object out{{"readers", readers_json(books, state, own, *call->session)}, {"reader", own.empty() ? boost::json::value(nullptr) : boost::json::value(own)}, {"card", nullptr}};
    if (!state.service_running)
      out["reason"] = "service_stopped";
    else if (state.readers.empty())
      out["reason"] = "no_reader";
    else if (till && own.empty())
      out["reason"] = "reader_not_chosen";
    if (own.empty() || !sees_cards(*call->who)) return out;
    if (const auto card = server.desk.card_on(own)) out["card"] = shown.card(books, *card, context);
    return out;
  }));
}

/// Whoever works with cards at a till of his own is the one in whose name cards on its reader are looked at.
void attend(ServerParts& server, const Call& call) {
  if (!works_with_cards(*call.who)) return;
  const auto reader = reader_of(server, call);
  if (reader) server.desk.attend(*reader, {.who = *call.who, .station = call.session->station, .till = call.session->till, .language = call.language});
}

/// The reader of the caller's till from now on; empty: it has none any more.
void choose_reader(ServerParts& server, const CallPtr& call) {
  if (call->session->till.empty()) return call->refuse(no_till());
  const auto wanted = Asked(call->body).text("reader");
  const auto known = server.desk.state().readers;
  if (!wanted.empty() && std::none_of(known.begin(), known.end(), [&](const wire::ReaderView& reader) { return reader.name == wanted; }))
    return call->refuse(error(Fault::wire, Cause::reader_offline, "This reader is not there: plug it in, then choose it.", {{"reader", wanted}}));
  server.workers.run([&server, call, wanted] {
    const auto chosen = server.books.run(actor_of(*call, "settle"), [&](const books::Reader& books) { return customer::choose_reader(books, call->session->station, call->session->till, wanted); });
    if (!chosen) return call->refuse(chosen.error());
    if (const auto& before = chosen->before; before != wanted && !before.empty()) server.desk.leave(before);
    attend(server, *call);
    get_reader(server, call);
  });
}

}  // namespace

bool sees_cards(const books::Operator& who) {
  return works_with_cards(who) && people::granted(who, "customers_read") != people::Grant::no;
}

Result<std::string> reader_of(const ServerParts& server, const Call& call) {
  if (!call.session || call.session->till.empty()) return no_till();
  return server.books.read([&](const books::Reader& books) -> Result<std::string> {
    const auto till = books.find<books::Till>(call.session->station, call.session->till);
    if (!till) return no_till();
    if (till->reader.empty())
      return error(Fault::refused, "reader_not_chosen", "No reader belongs to this till yet: choose at the counter page which one stands here.");
    return till->reader;
  });
}

void submit_card_work(ServerParts& server, const CallPtr& call, CardDesk::Work work) {
  submit_card_work(server, call, std::move(work), [call](const Error& why) { call->refuse(why); });
}

void submit_card_work(ServerParts& server, const CallPtr& call, CardDesk::Work work, std::function<void(Error)> refused) {
  const auto reader = reader_of(server, *call);
  if (!reader) return refused(reader.error());
  server.desk.submit(*reader, Asked(call->body).text("card_session"), std::move(work), std::move(refused));
}

void add_reader_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("GET", "/reader", need::session, [](ServerParts& h, const CallPtr& call) {
    attend(h, *call);
    get_reader(h, call);
  });
  on("GET", "/events", need::session, [](ServerParts& h, const CallPtr& call) {
    attend(h, *call);
    call->respond(h.events.listen(*call->session, *call->who, call->request.remote));
  });
  on("PUT", "/session/reader", card_work, choose_reader);
}

}  // namespace kwota::serve
