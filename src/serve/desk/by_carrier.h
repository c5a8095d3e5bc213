// Work that goes by the carrier that a client names: written onto the card on the desk, or queued for the meter's line.
// Begin with carrier_asked() or carrier_to_open(), then book_by().
#pragma once
#include <utility>

#include "serve/desk/desk_work.h"
#include "serve/desk/remote_work.h"

namespace kwota::serve {

/// The one that the body names, else that by which accounts of this one's scheme are opened. Where credit travels by none the decision refuses it,
/// whichever is said here. Error `field_malformed`.
Result<counter::Carrier> carrier_asked(const ServerParts& server, const Call& call, std::int64_t account);
/// The same of an account that shall be opened: by the scheme that the body names, else by its draft's.
Result<counter::Carrier> carrier_to_open(const ServerParts& server, const Call& call);

/// A use-case's request as the client made it, completed with the client's claim and with the card on the desk.
template <class Request>
Book completed(Request request, counter::Booked (*use)(const books::Reader&, const Request&, const people::Context&)) {
  return [request = std::move(request), use](const books::Reader& books, const counter::Claim& claim, const std::optional<CardSerial>& card,
                                             const people::Context& context) {
    auto whole = request;
    whole.claim = claim;
    if constexpr (requires { whole.card; }) whole.card = card;
    return use(books, whole, context);
  };
}

/// The same request by the one use-case or the other.
template <class Request, class OverLine>
void book_by(counter::Carrier carrier, ServerParts& server, const CallPtr& call, books::Right right, Request request, OverLine over_line,
             counter::Booked (*onto_card)(const books::Reader&, const Request&, const people::Context&)) {
  if (scheme::facts_of(carrier).over_line) return book_by_link(server, call, right, over_the_line(std::move(request), over_line));
  book_and_carry(server, call, right, completed(std::move(request), onto_card));
}

}  // namespace kwota::serve
