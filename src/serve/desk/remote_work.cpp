#include "serve/desk/remote_work.h"

#include "base/ids_text.h"
#include "books/lookup.h"
#include "sell/remote/link.h"
#include "serve/desk/desk_work.h"
#include "serve/desk/shown.h"

namespace kwota::serve {

object link_json(const books::MeterLink& link) {
  return {{"meter", to_text(link.meter)},      {"address", link.address}, {"line", books::line_of(link)},
          {"protocol", link.protocol},           {"state", word_of(link.state)},     {"trouble", link.trouble},
          {"changed", time_text(link.changed)}};
}

object command_json(const books::MeterCommand& command) {
  return {{"number", command.number},
          {"meter", to_text(command.meter)},
          {"kind", word_of(command.kind)},
          {"order", remote::relay_order_of(command)},
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
          {"error", command.error}};
}

Audience about_meter(store::Books& books, MeterNumber meter) {
  const auto point = books.read([&](const books::Reader& reader) -> Result<std::optional<books::MeterPoint>> { return books::meter_point(reader, meter); });
  return {.station = point.ok() && *point ? (*point)->station : std::string{}, .permission = "meters_read"};
}

void tell_command(House& house, const books::MeterCommand& command) {
  house.events.tell("command", command_json(command), about_meter(house.books, command.meter));
  if (house.queue_changed) house.queue_changed();
}

void book_by_link(House& house, const CallPtr& call, std::string action, BookByLink book) {
  const auto claim = claim_of(*call);
  if (!claim) return call->refuse(claim.error());
  const auto context = context_of(house, *call);
  house.books.submit(
      actor_of(*call, std::move(action)),
      [book = std::move(book), claim = *claim, context](const books::Reader& books) { return book(books, claim, context); },
      [&house, call](Result<remote::Outcome> booked) {
        house.workers.run([&house, call, booked = std::move(booked)] {
          if (!booked) return refuse_or_ask(house, call, booked.error());
          if (booked->command && !booked->repeated) tell_command(house, *booked->command);
          call->answer(outcome_of(house, booked->sale.number));
        });
      });
}

}  // namespace kwota::serve
