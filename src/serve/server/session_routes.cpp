// Who is there: sign in and out, own password, language, till.
#include "base/text/parts.h"
#include "books/lookup.h"
#include "people/permissions.h"
#include "people/sign_in/sign_in.h"
#include "sell/settings/in_force.h"
#include "serve/api/asked.h"
#include "serve/api/called.h"
#include "serve/api/prove.h"
#include "serve/api/routes.h"
#include "serve/desk/session_rows.h"
#include "serve/desk/shown.h"
#include "serve/router/answer.h"
#include "serve/router/password.h"
#include "serve/server/clock_view.h"
#include "serve/words/words.h"
#include "store/lists/query.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::value;

object operator_view(const books::Operator& who) {
  array roles, permissions;
  for (const auto role : parts_of(who.roles)) roles.push_back(value(role));
  for (const auto right : people::permissions_of(who)) permissions.push_back(value(right.word()));
  return {{"name", who.name}, {"full_name", who.full_name}, {"roles", std::move(roles)}, {"permissions", std::move(permissions)},
          {"station", who.station}, {"language", who.language}, {"must_change", who.must_change}, {"second_factor", who.second_factor}};
}

/// In which ways this utility sells to whoever comes new: "card", "line", "server", "purse".
array ways_view(const books::Reader& books, Instant now) {
  array out;
  using enum settings::SettingName;
  for (const auto& [way, name] : {std::pair{way_card, "card"}, std::pair{way_line, "line"}, std::pair{way_server, "server"}, std::pair{way_purse, "purse"}})
    if (settings::number_in_force(books, way, now) != 0) out.push_back(value(name));
  return out;
}

object utility_view(const books::Reader& books, const books::Utility& utility, Instant now) {
  const Shown shown{utility.minor_digits};
  const auto setting = [&](settings::SettingName name) { return shown.money(settings::money_in_force(books, name, now)); };
  using enum settings::SettingName;
  return {{"name", utility.name},           {"currency", utility.currency},
          {"minor_digits", utility.minor_digits}, {"zone", utility.zone},
          {"large_sale", setting(large_sale)}, {"hoarding_limit", setting(hoarding_limit)},
          {"supplement_limit", setting(supplement_limit)}, {"card_fee", setting(card_fee)}, {"ways", ways_view(books, now)}, {"purse_review", settings::number_in_force(books, purse_review, now) != 0}};
}

object lock_view(const books::Reader& books, Instant now) {
  using enum settings::SettingName;
  return {{"office", settings::number_in_force(books, lock_minutes, now)}, {"counter", settings::number_in_force(books, counter_lock_minutes, now)}};
}

array stations_view(const ServerParts& parts, const std::string& only) {
  array rows;
  const auto read = parts.books.query([&](store::Moment& connection) { return store::list(connection, {.view = "tills", .filters = {}, .search = {}, .sort = "station", .cursor = {}, .page_size = 200, .station = only, .totals = store::Totals::none}); });
  const auto stations = parts.books.query([&](store::Moment& connection) { return store::list(connection, {.view = "stations", .filters = {}, .search = {}, .sort = "code", .cursor = {}, .page_size = 200, .station = only, .totals = store::Totals::none}); });
  if (!read || !stations) return rows;
  const auto text = [](const store::ListPage& page, const std::vector<store::Value>& row, std::string_view name) {
    for (std::size_t i = 0; i < row.size(); ++i)
      if (page.view->columns[i].name == name) return store::text_of(row[i], page.view->columns[i].kind, 2);
    return std::string{};
  };
  for (const auto& station : stations->rows) {
    array tills;
    const auto code = text(*stations, station, "code");
    for (const auto& till : read->rows)
      if (text(*read, till, "station") == code) tills.push_back(object{{"code", text(*read, till, "code")}, {"name", text(*read, till, "name")}});
    rows.push_back(object{{"code", code}, {"name", text(*stations, station, "name")}, {"tills", std::move(tills)}});
  }
  return rows;
}

object session_view(const ServerParts& parts, const Call& call) {
  array known;
  for (const auto& language : languages()) known.push_back(value(language));
  object out{{"signed_in", call.who.has_value()}, {"version", parts.version}, {"sample", parts.nature == books::Nature::sample}, {"bench", parts.bench}, {"key_office", parts.keys != nullptr}, {"sample_keys", shows_sample_keys(parts.vault)}, {"languages", std::move(known)},
             {"csrf", call.session ? value(call.session->csrf) : value(nullptr)}, {"till", nullptr}, {"shift", nullptr}, {"language", call.language}};
  const auto read = parts.books.read([&](const books::Reader& books) -> Result<Done> {
    out["lock_minutes"] = lock_view(books, parts.clock.now());
    if (const auto utility = books.only<books::Utility>()) out["utility"] = utility_view(books, *utility, parts.clock.now());
    if (!call.who || !call.session) return Done{};
    array alone;
    for (const auto& row : books::open_people_changes(books)) {
      object one{{"number", row.number}, {"operator", row.operator_name}, {"what", word_of(row.kind)}, {"made_by", row.made_by}, {"takes_effect", time_text(row.takes_effect)}, {"state", word_of(row.state)}};
      say_people(books, one, {"operator", "made_by"});
      alone.push_back(std::move(one));
    }
    out["people_alone"] = std::move(alone);
    out["operator"] = operator_view(*call.who);
    out["clock"] = clock_view(parts, books);
    if (call.session->till.empty()) return Done{};
    out["till"] = object{{"station", call.session->station}, {"code", call.session->till}};
    if (const auto open = books::open_shift(books, call.session->station, call.session->till))
      out["shift"] = object{{"number", open->number}, {"opened", time_text(open->opened)}, {"operator", open->operator_name}};
    return Done{};
  });
  if (read && call.who) out["stations"] = stations_view(parts, call.who->station);
  return out;
}

/// `secure`: the client came by TLS, as a proxy of ours says, and the cookie never goes another way. On the plain loopback address some
/// browsers would not take it.
Response with_cookie(Response response, const std::string& cookie, const std::string& token, bool secure) {
  response.with("Set-Cookie", cookie + "=" + token + "; HttpOnly; SameSite=Strict; Path=/" + (secure ? "; Secure" : "") + (token.empty() ? "; Max-Age=0" : ""));
  return response;
}

/// An operator of one station works there; the till is the one where his shift is open, or the station's only one.
void choose_till(ServerParts& parts, Session& session, const books::Operator& who, const Asked& asked) {
  session.station = who.station.empty() ? asked.text("station") : who.station;
  session.till = asked.text("till");
  const auto read = parts.books.read([&](const books::Reader& books) -> Result<Done> {
    if (const auto own = books::open_shift_of(books, who.name)) {
      session.station = own->station;
      session.till = own->till;
    }
    if (!books.find<books::Till>(session.station, session.till)) session.till.clear();
    if (who.station.empty() && !books.find<books::Station>(session.station)) session.station.clear();
    return Done{};
  });
  if (!read) session.till.clear(), session.station = who.station;
}

constexpr std::size_t browser_max = 200;

/// As a browser names itself. Anybody may write anything there: what is no plain text is left out.
std::string browser_of(const Request& request) {
  std::string out;
  for (const char c : request.header("user-agent").substr(0, browser_max))
    if (c >= ' ' && c <= '~') out += c;
  return out;
}

void signed_in(ServerParts& parts, const CallPtr& call, const books::Operator& who) {
  auto session = parts.sessions.open(who.name, speaks(who.language) ? who.language : call->language, call->request.remote, browser_of(call->request));
  choose_till(parts, session, who, Asked(call->body));
  parts.sessions.keep(session);
  call->session = session;
  call->who = who;
  call->language = session.language;
  call->respond(with_cookie(answer_json(session_view(parts, *call)), session_cookie(parts), session.token, call->request.secure));
}

void sign_in(ServerParts& parts, const CallPtr& call) {
  // Argon2 takes its time on purpose; the network does not wait for it.
  parts.workers.run([&parts, call] {
    const Asked asked(call->body);
    const auto who = prove(parts, *call, {asked.text("name"), asked.secret("password"), asked.secret("pin"), asked.text("code")}, people::Purpose::sign_in);
    if (!who) return call->refuse(who.error());
    signed_in(parts, call, *who);
  });
}

void change_password(ServerParts& parts, const CallPtr& call) {
  parts.workers.run([&parts, call] {
    const Asked asked(call->body);
    const auto fresh = asked.secret("new");
    if (const auto good = people::check_password(text_of(fresh), call->who->name); !good) return call->refuse(good.error());
    const auto proved = prove(parts, *call, {call->who->name, asked.secret("old")}, people::Purpose::own_password);
    if (!proved) return call->refuse(proved.error());
    const auto encoded = hash_password(text_of(fresh), parts.random);
    const auto context = context_of(parts, *call);
    const auto changed = parts.books.run(actor_of(*call, "own_password"),
                                         [&](const books::Reader& books) { return people::change_password(books, encoded, context); });
    if (!changed) return call->refuse(changed.error());
    parts.sessions.close_all_of(call->who->name, call->session->token);
    call->answer(object{{"changed", true}});
  });
}

void set_language(ServerParts& parts, const CallPtr& call) {
  const auto language = Asked(call->body).text("language");
  if (const auto known = spoken(language); !known.ok()) return call->refuse(known.error());
  auto session = *call->session;
  session.language = language;
  parts.sessions.keep(session);
  decide(
      parts, call, by_himself(*call, "own_language"),
      [language, context = context_of(parts, *call)](const books::Reader& books) { return people::set_own_language(books, language, context); },
      [language](const books::Operator&) { return object{{"language", language}}; });
}

void set_till(ServerParts& parts, const CallPtr& call) {
  auto session = *call->session;
  const Asked asked(call->body);
  choose_till(parts, session, *call->who, asked);
  const auto station = asked.text("station");
  if (session.till.empty() || (!station.empty() && station != session.station)) return call->refuse(error(Fault::request, "no_till", "There is no such till at this station: choose another.", {{"station", station.empty() ? session.station : station}, {"till", asked.text("till")}}));
  parts.sessions.keep(session);
  call->session = session;
  call->answer(session_view(parts, *call));
}

/// Who is signed in under one's own name, and where: what somebody does not know he ends.
void get_own(ServerParts& parts, const CallPtr& call) {
  call->answer(object{{"rows", session_rows(parts, call->who->name, call->session->token)}});
}

void end_others(ServerParts& parts, const CallPtr& call) { call->answer(object{{"ended", parts.sessions.close_all_of(call->who->name, call->session->token)}}); }

}  // namespace

void add_session_routes(Router& router, ServerParts& parts) {
  const auto on = adding_to(router, parts);
  on("GET", "/session", need::nothing, [](ServerParts& h, const CallPtr& call) { call->answer(session_view(h, *call)); });
  on("POST", "/session", need::nothing, sign_in);
  on("DELETE", "/session", need::session, [](ServerParts& h, const CallPtr& call) {
    h.sessions.close(call->session->token);
    call->respond(with_cookie(answer_json(object{{"signed_in", false}}), session_cookie(h), "", call->request.secure));
  });
  on("GET", "/session/all", need::session, get_own);
  on("DELETE", "/session/others", need::session, end_others);
  on("POST", "/session/password", need::session, change_password);
  on("PUT", "/session/language", need::session, set_language);
  on("PUT", "/session/till", need::session, set_till);
}

}  // namespace kwota::serve
