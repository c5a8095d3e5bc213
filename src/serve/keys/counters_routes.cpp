// Which counters the key office works for: their fingerprint, what waits for them, and the word of two managers for others.
#include "serve/api/routes.h"
#include "serve/keys/key_work.h"
#include "work/office_link/counters_link.h"

namespace kwota::serve {
namespace {

object partner_view(ServerParts& server) {
  using boost::json::value;
  const auto counters = server.link->partner();
  const auto key = server.vault.root_public_key();
  const auto seen = counters ? server.link->look(counters->address) : Result<office_link::CountersLink::Seen>(key_office::counters_unknown());
  const auto trouble = server.link->trouble();
  return {{"own", key ? office_link::fingerprint(to_hex(*key)) : ""},
          {"address", counters ? counters->address : ""},
          {"counters", counters ? value(office_link::fingerprint(counters->public_key)) : value(nullptr)},
          {"answers", seen ? value(seen->fingerprint) : value(nullptr)},
          {"messages", counters ? counters->messages : 0},
          {"waiting", server.link->waiting()},
          {"trouble", trouble.empty() ? value(nullptr) : value(trouble)}};
}

void look_at_counters(ServerParts& server, const CallPtr& call) {
  server.workers.run([&server, call] { call->answer(partner_view(server)); });
}

void confirm_counters(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  key_work(
      server, call,
      [&server, address = asked.text("address"), print = asked.text("fingerprint"), reason = asked.text("reason"),
       approval = asked.number("approval")](key_office::KeyOffice&, const people::Context& context) -> Result<Done> {
        const auto known = server.link->partner();
        return server.link->confirm(address.empty() && known ? known->address : address, print, reason, approval, context);
      },
      [&server](Done) { return partner_view(server); });
}

}  // namespace

void add_counters_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("GET", "/keys/counters", "keys_read", look_at_counters);
  on("POST", "/keys/counters", "key_export", confirm_counters);
}

}  // namespace kwota::serve
