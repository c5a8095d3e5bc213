// The machine's clock: what people have to say of it before anything is sold, and that it was wrong for a while.
#include "people/clock.h"
#include "serve/api/prove.h"
#include "serve/api/routes.h"
#include "serve/desk/shown.h"
#include "serve/server/clock_view.h"

namespace kwota::serve {
namespace {

void answer_clock(ServerParts& parts, Call& call) {
  call.answer(parts.books.read([&](const books::Reader& books) -> Result<object> { return clock_view(parts, books); }));
}

void confirm(ServerParts& parts, const CallPtr& call) {
  parts.workers.run([&parts, call] {
    const Asked asked(call->body);
    const auto shown = parse_instant(asked.text("shown"));
    if (!shown) return call->refuse(shown.error());
    const auto second = second_of(parts, *call, asked.object("second"));
    if (!second) return call->refuse(second.error());
    const auto doubt = parts.books.clock_state().doubt;
    const auto context = context_of(parts, *call);
    const auto done = parts.books.run({.operator_name = call->who->name, .action = "clock", .station = ""},
                                      [&](const books::Reader& books) { return people::confirm_clock(people::as_asked(books, doubt), *shown, *second, context); });
    if (!done) return call->refuse(done.error());
    parts.books.confirm_clock();
    answer_clock(parts, *call);
  });
}

/// Date and time as they were read; nothing: nobody has said them.
Result<std::optional<Instant>> shown_in(const Asked& asked) {
  const auto text = asked.text("shown");
  if (text.empty()) return std::optional<Instant>{};
  TRY(at, parse_instant(text));
  return std::optional(at);
}

/// `shown`: what it shows now is confirmed by the same two words. A code of a telephone is good once, so nobody could say both one after the other.
Result<books::Decision<books::ClockCorrection>> corrected(const books::Reader& books, const people::CorrectionRequest& request, books::ClockDoubt doubt, const std::optional<Instant>& shown,
                                                          const std::optional<books::Operator>& second, const people::Context& context) {
  TRY(out, people::correct_clock(books, request, second, context));
  if (!shown) return out;
  TRY(confirmed, people::confirm_clock(people::as_asked(books, doubt), *shown, second, context));
  for (auto& row : confirmed.changes.append) out.changes.append.push_back(std::move(row));
  return out;
}

void correct(ServerParts& parts, const CallPtr& call) {
  parts.workers.run([&parts, call] {
    const Asked asked(call->body);
    const auto from = parse_instant(asked.text("from")), to = parse_instant(asked.text("to"));
    if (!from) return call->refuse(from.error());
    if (!to) return call->refuse(to.error());
    const auto second = second_of(parts, *call, asked.object("second"));
    if (!second) return call->refuse(second.error());
    const people::CorrectionRequest request{.wrong_from = *from, .wrong_to = *to, .reason = asked.text("reason")};
    const auto shown = shown_in(asked);
    if (!shown) return call->refuse(shown.error());
    const auto doubt = parts.books.clock_state().doubt;
    const auto context = context_of(parts, *call);
    const auto done = parts.books.run({.operator_name = call->who->name, .action = "clock", .station = ""},
                                      [&](const books::Reader& books) { return corrected(books, request, doubt, *shown, *second, context); });
    if (!done) return call->refuse(done.error());
    if (*shown) parts.books.confirm_clock();
    call->answer(object{{"number", done->number}, {"from", time_text(done->wrong_from)}, {"to", time_text(done->wrong_to)}, {"first", done->first}, {"second", done->second}});
  });
}

}  // namespace

object clock_view(const ServerParts& parts, const books::Reader& books) {
  const auto state = parts.books.clock_state();
  return {{"doubt", books::name_of(people::as_asked(books, state.doubt))}, {"now", time_text(parts.clock.now())}, {"newest", time_text(state.newest)}, {"expected", time_text(state.expected)}};
}

void add_clock_routes(Router& router, ServerParts& parts) {
  const auto on = adding_to(router, parts);
  on("GET", "/clock", need::session, [](ServerParts& h, const CallPtr& call) { answer_clock(h, *call); });
  // The second person's right is checked with his own name inside.
  on("POST", "/clock/confirm", need::session, confirm);
  on("POST", "/clock/correction", need::session, correct);
}

}  // namespace kwota::serve
