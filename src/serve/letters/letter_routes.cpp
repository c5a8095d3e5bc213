// Letters as pages see them: one with its text, a test letter, given up, sent again; where they go out; where somebody wants his own.
#include "base/cause.h"
#include "base/text/address_gate.h"
#include "people/notices/own_mail.h"
#include "people/permissions.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/desk/shown.h"
#include "serve/letters/texts.h"
#include "work/letters/outbox.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;
using books::Letter;

object shown(const Letter& row) {
  return {{"number", row.number},
          {"kind", word_of(row.kind)},
          {"way", word_of(row.way)},
          {"to_kind", word_of(row.to_kind)},
          {"addressee", row.to},
          {"address", row.address},
          {"language", row.language},
          {"object", row.object},
          {"subject", row.subject},
          {"text", row.text},
          {"job", row.job},
          {"message_id", row.message_id},
          {"state", word_of(row.state)},
          {"tries", row.tries},
          {"under_way", row.begun.has_value()},
          {"next_try", time_text(row.next_try)},
          {"failure", word_of(row.failure)},
          {"answer_code", row.answer},
          {"perhaps_twice", row.perhaps_twice},
          {"wanted_by", row.wanted_by},
          {"made", time_text(row.made)},
          {"ended", time_text(row.ended)},
          {"cancelled_by", row.cancelled_by}};
}

/// Addresses are personal: without that right as much is shown as tells one from another.
object seen_by(const Letter& row, const books::Operator& who) {
  auto out = shown(row);
  if (row.to_kind == books::LetterTo::customer && people::granted(who, "personal_export") == people::Grant::no) out["address"] = row.address.substr(0, 2) + "…";
  return out;
}

void get_letter(ServerParts& server, const CallPtr& call) {
  const auto number = path_number(*call, "number");
  call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
    const auto row = books.find<Letter>(number);
    if (!row || (!call->who->station.empty() && row->station != call->who->station))
      return error(Fault::request, Cause::not_found, "There is nothing of this name.", {{"what", std::to_string(number)}});
    return seen_by(*row, *call->who);
  }));
}

/// Whether anything can leave, never by which name and password.
void get_ways(ServerParts& server, const CallPtr& call) {
  const auto now = server.clock.now();
  call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
    const auto places = letters::places_of(books, now);
    return object{{"mail", places.mail.has_value()}, {"message", places.message.has_value()}, {"signs_in", places.mail && !places.mail->user.empty()}};
  }));
}

Result<books::Decision<Letter>> test_letter(const books::Reader& books, books::LetterWay way, const std::string& address, const std::string& language, const std::string& mark, const people::Context& context) {
  MUST(people::require(context.who, "letters_write"));
  const bool mail = way == books::LetterWay::mail;
  MUST(mail ? address_gate::admit_mail(address) : address_gate::admit_phone(address));
  auto letter = composed(books, books::LetterKind::test, way, language_for(language), {{"name", context.who.full_name}}, context.now);
  letter.to = context.who.name;
  letter.station = context.who.station;
  letter.address = mail ? address : address_gate::bare_phone(address);
  letter.wanted_by = context.who.name;
  books::Decision<Letter> decision;
  decision.answer = letters::add_letters(books, {letter}, mark, context.now, decision.changes).front();
  return decision;
}

void post_test(ServerParts& server, const CallPtr& call) {
  const Asked body(call->body);
  const auto context = context_of(server, *call);
  const auto mark = to_hex(server.random.bytes(8));
  const auto way = body.word<books::LetterWay>("way");
  if (!way) return call->refuse(way.error());
  decide(
      server, call, "letters_write",
      [way = *way, address = body.text("address"), language = call->language, mark, context](const books::Reader& books) { return test_letter(books, way, address, language, mark, context); },
      [](const Letter& row) { return shown(row); });
}

void cancel(ServerParts& server, const CallPtr& call) {
  const auto context = context_of(server, *call);
  const auto number = path_number(*call, "number");
  decide(
      server, call, "letters_write", [number, context](const books::Reader& books) { return letters::cancel(books, number, context); },
      [call](const Letter& row) { return seen_by(row, *call->who); });
}

void send_again(ServerParts& server, const CallPtr& call) {
  const auto context = context_of(server, *call);
  const auto number = path_number(*call, "number");
  decide(
      server, call, "letters_write", [number, context](const books::Reader& books) { return letters::send_again(books, number, context); },
      [call](const Letter& row) { return seen_by(row, *call->who); });
}

array words(const std::vector<books::NoticeEvent>& events) {
  array out;
  for (const auto event : events) out.push_back(value(word_of(event)));
  return out;
}

object own_mail(const books::Operator& who) { return {{"mail", who.mail}, {"events", words(people::mailed_events(who))}, {"offered", words(people::events_for(who))}}; }

void get_own(ServerParts&, const CallPtr& call) { call->answer(own_mail(*call->who)); }

void put_own(ServerParts& server, const CallPtr& call) {
  const Asked body(call->body);
  const auto context = context_of(server, *call);
  decide(
      server, call, by_himself(*call, "own_mail"), [mail = body.text("mail"), events = body.texts("events"), context](const books::Reader& books) { return people::set_own_mail(books, mail, events, context); },
      [](const books::Operator& row) { return own_mail(row); });
}

}  // namespace

void add_letter_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("GET", "/letters/ways", "letters_read", get_ways);
  on("POST", "/letters/test", "letters_write", post_test);
  on("GET", "/letters/{number}", "letters_read", get_letter);
  on("POST", "/letters/{number}/cancel", "letters_write", cancel);
  on("POST", "/letters/{number}/again", "letters_write", send_again);
  on("GET", "/session/mail", need::session, get_own);
  on("PUT", "/session/mail", need::session, put_own);
}

}  // namespace kwota::serve
