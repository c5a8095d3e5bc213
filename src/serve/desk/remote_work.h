// Sales and orders to meters on a line, on their way through the API: booked like every sale, with a command in the queue instead
// of a card on the desk. Whoever runs the queue is told that something waits; whether anybody runs it is not known here. Begin
// with book_by_link().
#pragma once
#include "sell/remote/sale.h"
#include "serve/api/asked.h"

namespace kwota::serve {

/// A command as the console is shown it, in answers and in the event `command`.
boost::json::object command_json(const books::MeterCommand& command);
boost::json::object link_json(const books::MeterLink& link);

/// Who hears what a meter does: the station that it belongs to, and who works for the whole utility.
Audience about_meter(store::Books& books, MeterNumber meter);

/// A command was queued, or moved on: every console whom its meter concerns hears it, and the queue is looked at.
void publish_command(ServerParts& server, const books::MeterCommand& command);

using BookByLink = std::function<remote::Booked(const books::Reader&, const counter::Claim&, const people::Context&)>;
/// Books and queues; answers a SaleOutcome with its `command`. A client that asks again with its key gets the same outcome.
void book_by_link(ServerParts& server, const CallPtr& call, books::Right right, BookByLink book);

/// What the counter needs of a booking over the line, where the command that it queued has been published or is none of the caller's.
counter::Booked without_command(remote::Booked booked);

/// A request that is booked by `decide`(reader, request, context) over the line, with this call's claim.
template <class Request, class Decide>
BookByLink over_the_line(Request request, Decide decide) {
  return [request = std::move(request), decide](const books::Reader& books, const counter::Claim& claim, const people::Context& context) {
    auto whole = request;
    whole.claim = claim;
    return decide(books, whole, context);
  };
}

}  // namespace kwota::serve
