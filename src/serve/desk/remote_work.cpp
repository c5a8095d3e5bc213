#include "serve/desk/remote_work.h"

#include "base/ids_text.h"
#include "books/whose.h"
#include "sell/remote/link.h"
#include "serve/api/seen.h"
#include "serve/desk/desk_work.h"
#include "serve/desk/shown.h"

namespace kwota::serve {

object link_json(const books::MeterLink& link) {
  return {{"meter", to_text(link.meter)},      {"address", link.address}, {"line", books::line_of(link)},
          {"protocol", link.protocol},           {"state", word_of(link.state)},     {"trouble", link.trouble},
          {"changed", time_text(link.changed)},  {"version", version_of(link)}};
}

object command_json(const books::MeterCommand& command) {
  return {{"number", command.number},
          {"meter", to_text(command.meter)},
          {"kind", word_of(command.kind)},
          {"order", remote::relay_order_text(command)},
          {"sale", command.sale},
          {"n", command.n.value()},
          {"revision", command.revision},
          {"state", word_of(command.state)},
          {"tries", command.tries},
          {"created", time_text(command.created)},
          {"not_before", time_text(command.not_before)},
          {"deadline", time_text(command.deadline)},
          {"settled", time_text(command.settled)},
          {"asked_by", command.asked_by},
          {"approved_by", command.approved_by},
          {"evidence", command.evidence},
          {"error", command.error},
          {"error_details", parsed(command.error_details.empty() ? "{}" : command.error_details)}};
}

Audience about_meter(store::Books& books, MeterNumber meter) {
  const auto whose = books.read([&](const books::Reader& reader) -> Result<books::Whose> { return books::station_of_reports(reader, meter); });
  return {.station = whose.ok() ? whose->value_or(std::string{}) : std::string{}, .permission = "meters_read"};
}

void publish_command(ServerParts& server, const books::MeterCommand& command) {
  server.events.publish("command", command_json(command), about_meter(server.books, command.meter));
  if (server.queue_changed) server.queue_changed();
}

counter::Booked without_command(remote::Booked booked) {
  if (!booked.ok()) return std::move(booked).error();
  return books::Decision<counter::Outcome>{std::move(booked->changes), std::move(booked->answer)};
}

void book_by_link(ServerParts& server, const CallPtr& call, books::Right right, BookByLink book) {
  const auto claim = claim_of(*call);
  if (!claim) return call->refuse(claim.error());
  const auto context = context_of(server, *call);
  server.books.submit(
      actor_of(*call, right),
      [book = std::move(book), claim = *claim, context](const books::Reader& books) { return book(books, claim, context); },
      [&server, call](Result<remote::Outcome> booked) {
        server.workers.run([&server, call, booked = std::move(booked)] {
          if (!booked) return refuse_or_ask(server, call, booked.error());
          if (booked->command && !booked->repeated) publish_command(server, *booked->command);
          call->answer(outcome_of(server, booked->sale.number));
        });
      });
}

}  // namespace kwota::serve
