#include "serve/counter/terminal_gate.h"

#include "base/cause.h"
#include "books/lookup.h"
#include "sell/settings/in_force.h"
#include "serve/api/asked.h"
#include "serve/desk/card_desk.h"
#include "serve/desk/shown.h"
#include "serve/desk/till_reader.h"
#include "work/counter_vault/counter_vault.h"
#include "work/teller/purse_on_file.h"

namespace kwota::serve {
namespace {

using counter_vault::Admission;

Error psam_wanted() {
  return error(Fault::refused, "psam_wanted", "No PSAM admits this till: no money was moved on a card. Put the till's PSAM into its reader, choose that reader and enter its PIN.");
}

bool is_asked_for(ServerParts& server) {
  if (server.counter == nullptr || server.counter->kind() != seal::SealsWith::token) return false;
  const auto asked = server.books.read([&](const books::Reader& books) -> Result<bool> {
    return settings::number_in_force(books, settings::SettingName::psam_required, server.clock.now()) != 0;
  });
  return !asked.ok() || *asked;
}

/// Of the shift that is open now, by a PSAM that has lain there ever since.
std::optional<Admission> admission_now(ServerParts& server, const Call& call) {
  if (!call.session) return std::nullopt;
  const auto admitted = server.counter->admissions().of(call.session->station, call.session->till);
  if (!admitted) return std::nullopt;
  const auto shift = server.books.read([&](const books::Reader& books) -> Result<std::optional<books::Shift>> { return books::open_shift(books, call.session->station, call.session->till); });
  const auto lies = server.desk.card_on(admitted->reader);
  const bool same = shift.ok() && *shift && (*shift)->number == admitted->shift && lies && lies->session == admitted->card_session;
  return same ? admitted : std::nullopt;
}

Result<std::int64_t> open_shift_number(ServerParts& server, const Call& call) {
  return server.books.read([&](const books::Reader& books) -> Result<std::int64_t> {
    const auto shift = books::open_shift(books, call.session->station, call.session->till);
    if (!shift) return error(Fault::refused, "no_open_shift", "No shift is open at this till; open your shift, then repeat it.");
    return shift->number;
  });
}

/// The PSAM on `lying.reader` proves itself; on the desk's thread.
Result<Admission> prove(ServerParts& server, const OnDesk& lying, const SecretBytes& pin, const people::Context& context) {
  TRY(connection, server.desk.connect(lying.reader));
  const auto question = psam::TerminalQuestion::thrown(server.random, teller::moment_of(context));
  TRY(proof, server.counter->admit([&connection](const auto& command) { return connection.exchange(command); }, lying.atr, pin, question, context));
  return Admission{.card = proof.card, .terminal = to_hex(proof.terminal), .reader = lying.reader, .card_session = lying.session, .shift = 0, .since = context.now};
}

}  // namespace

Result<void> may_move_purses(ServerParts& server, const Call& call) {
  if (!is_asked_for(server)) return {};
  const auto admitted = admission_now(server, call);
  if (!admitted) return psam_wanted();
  return server.counter->still_good(admitted->card);
}

boost::json::value admission_view(ServerParts& server, const Call& call) {
  if (!is_asked_for(server)) return nullptr;
  const auto admitted = admission_now(server, call);
  if (!admitted || !server.counter->still_good(admitted->card).ok()) return object{{"state", "wanted"}, {"terminal", ""}, {"since", nullptr}};
  return object{{"state", "admitted"}, {"terminal", admitted->terminal}, {"since", time_text(admitted->since)}};
}

void admit_till(ServerParts& server, const CallPtr& call, std::function<boost::json::object()> view) {
  const auto own = reader_of(server, *call);
  if (!own) return call->refuse(own.error());
  const auto shift = open_shift_number(server, *call);
  if (!shift) return call->refuse(shift.error());
  const Asked asked(call->body);
  const auto reader = asked.text("reader");
  if (reader == *own)
    return call->refuse(error(Fault::request, "psam_in_the_cards_reader", "Customers' cards are put on this reader: nothing was proved. Put the PSAM into another one.", {{"reader", reader}}));
  const auto lying = server.desk.card_on(reader);
  if (!lying) return call->refuse(error(Fault::card, Cause::no_card, "No card lies on the reader: put it down, then try again."));
  server.desk.run([&server, call, lying = *lying, pin = asked.secret("pin"), shift = *shift, view = std::move(view)] {
    const auto context = context_of(server, *call);
    auto admission = prove(server, lying, pin, context);
    if (!admission.ok()) return call->refuse(admission.error());
    admission->shift = shift;
    server.counter->admissions().admit(call->session->station, call->session->till, *admission);
    server.events.publish("vault", object{});
    call->answer(view());
  });
}

}  // namespace kwota::serve
