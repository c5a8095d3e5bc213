// The clients of an outlet – its terminals –, each with a key of its own by which its requests are signed (docs/outlets.md).
// Guarantees: a key is good from when it was made until it is revoked or, once another has followed it, until the overlap is over; a revoked key is never
// good again. Never: sees a key – whoever makes a row hands in its salt, and the key follows from that outside.   Begin with make(), usable().
#pragma once
#include <string>

#include "sell/outlets/keep.h"

namespace kwota::outlets {

struct ClientRequest {
  std::string outlet, client;
  std::string name;
  std::string salt;                 ///< fresh, of the key that shall be
  std::int64_t overlap_hours = 24;  ///< of rotating: so long the former key is good beside the new one, 0..720
};
inline constexpr std::int64_t overlap_hours_max = 720;
/// The first key of a terminal. Errors: permission_denied (outlet_clients), unknown_outlet, outlet_closed, bad_client_code, client_exists {client}.
Result<books::Decision<books::OutletClient>> make(const books::Reader& books, const ClientRequest& request, const Context& context);
/// The next key of a terminal. Errors beside those: unknown_client {client}, bad_overlap {most}.
Result<books::Decision<books::OutletClient>> rotate(const books::Reader& books, const ClientRequest& request, const Context& context);

struct RevokeRequest {
  std::string outlet, client;
  std::string reason;  ///< never empty
};
/// All keys of a terminal, from the next request on. Errors: permission_denied, unknown_client, reason_missing.
Result<books::Decision<books::OutletClient>> revoke(const books::Reader& books, const RevokeRequest& request, const Context& context);

/// "O-01.T1.3": what a client sends to say which key it signs with.
std::string key_name(const books::OutletClient& row);
/// Nothing: there is no such key. Whether it is good now says usable().
std::optional<books::OutletClient> key_named(const books::Reader& books, std::string_view name);
bool usable(const books::OutletClient& row, Instant now);
/// Who acts when a client has signed: of the role `outlet`, at the outlet's station.
books::Operator operator_of(const books::Outlet& outlet, const books::OutletClient& client);

}  // namespace kwota::outlets
