// The machine's clock: what people have to say of it before anything is sold, and that it was wrong for a while.
#include "people/clock.h"
#include "serve/api/prove.h"
#include "serve/api/routes.h"
#include "serve/desk/shown.h"
#include "serve/server/clock_view.h"

namespace kwota::serve {
namespace {

void confirm(House& house, const CallPtr& call) {
  house.workers.run([&house, call] {
    const Asked asked(call->body);
    const auto shown = parse_instant(asked.text("shown"));
    if (!shown) return call->refuse(shown.error());
    const auto second = second_of(house, *call, asked.object("second"));
    if (!second) return call->refuse(second.error());
    const auto doubt = house.books.clock_state().doubt;
    const auto context = context_of(house, *call);
    const auto said = house.books.run({.operator_name = call->who->name, .action = "clock", .station = ""},
                                      [&](const books::Reader&) { return people::confirm_clock(doubt, *shown, *second, context); });
    if (!said) return call->refuse(said.error());
    house.books.confirm_clock();
    call->answer(clock_view(house));
  });
}

void correct(House& house, const CallPtr& call) {
  house.workers.run([&house, call] {
    const Asked asked(call->body);
    const auto from = parse_instant(asked.text("from")), to = parse_instant(asked.text("to"));
    if (!from) return call->refuse(from.error());
    if (!to) return call->refuse(to.error());
    const auto second = second_of(house, *call, asked.object("second"));
    if (!second) return call->refuse(second.error());
    const people::CorrectionRequest request{.wrong_from = *from, .wrong_to = *to, .reason = asked.text("reason")};
    const auto context = context_of(house, *call);
    const auto said = house.books.run({.operator_name = call->who->name, .action = "clock", .station = ""},
                                      [&](const books::Reader& books) { return people::correct_clock(books, request, *second, context); });
    if (!said) return call->refuse(said.error());
    call->answer(object{{"number", said->number}, {"from", time_text(said->wrong_from)}, {"to", time_text(said->wrong_to)}, {"first", said->first}, {"second", said->second}});
  });
}

}  // namespace

object clock_view(const House& house) {
  const auto state = house.books.clock_state();
  return {{"doubt", books::name_of(state.doubt)}, {"now", time_text(house.clock.now())}, {"newest", time_text(state.newest)}, {"expected", time_text(state.expected)}};
}

void add_clock_routes(Router& router, House& house) {
  const auto on = adding_to(router, house);
  on("GET", "/clock", need::session, [](House& h, const CallPtr& call) { call->answer(clock_view(h)); });
  // The second person's right is checked with his own name inside.
  on("POST", "/clock/confirm", need::session, confirm);
  on("POST", "/clock/correction", need::session, correct);
}

}  // namespace kwota::serve
