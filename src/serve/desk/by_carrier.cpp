#include "serve/desk/by_carrier.h"

namespace kwota::serve {

namespace {

std::optional<counter::Carrier> opens_by(const scheme::Scheme* scheme) { return scheme == nullptr ? std::nullopt : scheme->opens_by(); }

/// By which accounts of this scheme are opened; of none, or of one without carriers: of the first that has one.
counter::Carrier usual_carrier(const ServerParts& server, const scheme::Scheme* scheme) {
  if (const auto by = opens_by(scheme)) return *by;
  for (const auto* row : server.schemes.rows())
    if (const auto by = opens_by(row)) return *by;
  return counter::Carrier::card;
}

const scheme::Scheme* scheme_of(const ServerParts& server, std::int64_t account) {
  const auto row = server.books.read([&](const books::Reader& books) -> Result<std::optional<books::Account>> { return books.find<books::Account>(account); });
  return row.ok() && *row ? server.schemes.find((*row)->scheme) : nullptr;
}

}  // namespace

Result<counter::Carrier> carrier_asked(const ServerParts& server, const Call& call, std::int64_t account) {
  const Asked asked(call.body);
  if (asked.text("carrier").empty()) return usual_carrier(server, scheme_of(server, account));
  return asked.word<counter::Carrier>("carrier");
}

Result<counter::Carrier> carrier_to_open(const ServerParts& server, const Call& call) {
  const Asked asked(call.body);
  if (!asked.text("carrier").empty()) return asked.word<counter::Carrier>("carrier");
  const auto scheme = asked.text("scheme");
  return usual_carrier(server, scheme.empty() ? scheme_of(server, asked.number("draft")) : server.schemes.find(scheme));
}

}  // namespace kwota::serve
