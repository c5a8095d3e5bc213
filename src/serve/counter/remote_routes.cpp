// Meters on a line: their links, what waits for them, and sales that change the way they travel.
#include "base/cause.h"
#include "base/ids_text.h"
#include "sell/remote/link.h"
#include "serve/api/routes.h"
#include "serve/desk/by_carrier.h"
#include "serve/desk/shown.h"
#include "serve/desk/till_reader.h"
#include "serve/lists/list_view.h"
#include "work/teller/key_gate.h"

namespace kwota::serve {
namespace {

using LinkUse = remote::Linked (*)(const books::Reader&, MeterNumber, const people::Context&);

void decide_link(ServerParts& server, const CallPtr& call, LinkUse use) {
  const auto meter = parse_meter_number(call->path.at("meter"));
  if (!meter) return call->refuse(meter.error());
  const auto context = context_of(server, *call);
  decide(
      server, call, "links_write",
      [use, meter = *meter, context](const books::Reader& books) { return use(books, meter, context); },
      [&server](const books::MeterLink& link) {
        if (server.queue_changed) server.queue_changed();
        return link_json(link);
      });
}

/// A new one has no version: whoever names none has seen that there is none.
void put_link(ServerParts& server, const CallPtr& call) {
  const auto meter = parse_meter_number(call->path.at("meter"));
  if (!meter) return call->refuse(meter.error());
  const Asked asked(call->body);
  remote::LinkRequest request{
      .meter = *meter, .address = asked.text("address"), .line = asked.text("line"), .stopped = parse_word<books::LinkStatus>(asked.text("state")) == books::LinkStatus::stopped};
  if (asked.has("protocol")) request.protocol = asked.text("protocol");
  if (const auto reached = server.line_targets.check(request.address); !reached) return call->refuse(reached.error());
  const auto context = context_of(server, *call);
  show_beside_conflict(*call, [&server, caller = call.get(), meter = to_text(*meter)] { return row_of(server, *caller->who, "links", {{"meter", store::Match::is, meter}}); });
  decide(
      server, call, "links_write",
      [request, context, seen = asked.text("version")](const books::Reader& books) -> remote::Linked {
        MUST(seen_as_it_is(books.find<books::MeterLink>(request.meter), seen));
        return remote::connect(books, request, context);
      },
      [&server](const books::MeterLink& link) {
        if (server.queue_changed) server.queue_changed();
        return link_json(link);
      });
}

void get_link(ServerParts& server, const CallPtr& call) {
  call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
    TRY(meter, parse_meter_number(call->path.at("meter")));
    const auto link = books.find<books::MeterLink>(meter);
    if (!link) return error(Fault::request, Cause::not_found, "This meter is on no line.", {{"what", to_text(meter)}});
    return link_json(*link);
  }));
}

void get_command(ServerParts& server, const CallPtr& call) {
  call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
    const auto row = books.find<books::MeterCommand>(path_number(*call, "number"));
    if (!row) return error(Fault::request, Cause::not_found, "There is no such command.", {{"what", call->path.at("number")}});
    return command_json(*row);
  }));
}

void give_order(ServerParts& server, const CallPtr& call) {
  const auto meter = parse_meter_number(call->path.at("number"));
  if (!meter) return call->refuse(meter.error());
  const Asked asked(call->body);
  const auto relay = remote::parse_relay_order(asked.text("order"));
  if (!relay) return call->refuse(relay.error());
  remote::OrderRequest request{.meter = *meter, .kind = parse_word<books::CommandKind>(asked.text("kind")).value_or(no_word<books::CommandKind>), .relay = *relay};
  if (asked.has("minutes")) request.minutes = asked.number("minutes");
  request.confirmed = asked.flag("confirmed");
  request.settlement = {asked.number("day"), asked.number("hour")};
  const auto context = context_of(server, *call);
  decide(
      server, call, "remote_orders",
      [request, context](const books::Reader& books) { return remote::order(books, request, context); },
      [&server](const books::MeterCommand& row) {
        publish_command(server, row);
        return command_json(row);
      });
}

void cancel(ServerParts& server, const CallPtr& call) {
  const auto context = context_of(server, *call);
  decide(
      server, call, "remote_orders",
      [number = path_number(*call, "number"), context](const books::Reader& books) {
        return remote::cancel(books, number, context);
      },
      [&server](const books::MeterCommand& row) {
        publish_command(server, row);
        return command_json(row);
      });
}

void move_to_link(ServerParts& server, const CallPtr& call) {
  const auto number = call->path.at("number");
  const auto context = context_of(server, *call);
  server.workers.run([&server, call, number, context] {
    const auto moved = server.books.run(actor_of(*call, "sell"),
                                       [&](const books::Reader& books) { return remote::move_to_link(books, number, context); });
    if (!moved) return call->refuse(moved.error());
    if (moved->command) publish_command(server, *moved->command);
    call->answer(outcome_of(server, number));
  });
}

/// Without a card on the reader the card gets it where it is put down next.
void move_to_card_later(ServerParts& server, const CallPtr& call) {
  const auto number = call->path.at("number");
  const auto context = context_of(server, *call);
  server.workers.run([&server, call, number, context] {
    const auto moved = server.books.run(
        actor_of(*call, "sell"), [&](const books::Reader& books) { return remote::move_to_card(books, number, {}, context); });
    if (!moved) return call->refuse(moved.error());
    if (moved->command) publish_command(server, *moved->command);
    call->answer(outcome_of(server, number));
  });
}

void move_to_card_now(ServerParts& server, const CallPtr& call) {
  submit_card_work(
      server, call,
      [&server, call, number = call->path.at("number")](teller::CardOnReader& card, const teller::Inspection& look) {
        const auto context = context_of(server, *call);
        const std::optional<CardSerial> serial(look.recognition.serial);
        const auto moved = server.books.run(actor_of(*call, "sell"), [&](const books::Reader& books) -> remote::MoveAnswer {
          auto decided = remote::move_to_card(books, number, serial, context);
          if (!decided.ok()) return decided;
          MUST(teller::may_be_written(books, look, *decided->answer.order, context.today()));
          return decided;
        });
        if (!moved) return call->refuse(moved.error());
        if (moved->command) publish_command(server, *moved->command);
        const auto carried = server.desk.teller().carry(card, *moved->order, context);
        std::optional<Error> cause;
        if (!carried)
          cause = carried.error();
        else
          cause = carried->written.cause;
        call->answer(outcome_of(server, number, cause));
      });
}

void move(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  const auto to = asked.word<counter::Carrier>("to");
  if (!to) return call->refuse(to.error());
  switch (*to) {
    case counter::Carrier::link: return move_to_link(server, call);
    case counter::Carrier::card: return asked.has("card_session") ? move_to_card_now(server, call) : move_to_card_later(server, call);
  }
}

}  // namespace

void add_remote_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("GET", "/links/{meter}", "meters_read", get_link);
  on("PUT", "/links/{meter}", "links_write", put_link);
  on("DELETE", "/links/{meter}", "links_write", [](ServerParts& h, const CallPtr& call) { decide_link(h, call, remote::disconnect); });
  on("POST", "/links/{meter}/lift", "links_write",
     [](ServerParts& h, const CallPtr& call) { decide_link(h, call, remote::lift_trouble); });
  on("GET", "/commands/{number}", "meters_read", get_command);
  on("POST", "/commands/{number}/cancel", "remote_orders", cancel);
  on("POST", "/meters/{number}/commands", "remote_orders", give_order);
  on("POST", "/sales/{number}/move", "sell", move);
}

}  // namespace kwota::serve
