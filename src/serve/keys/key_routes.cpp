// The key office over HTTP: tree, ceremonies, delivery and activation, what is void, key changes in the field. What people bring –
// components, factors – has routes of its own (component_routes.cpp).
#include "keys/journal/note.h"
#include "keys/office/devices.h"
#include "people/permissions.h"
#include "serve/api/routes.h"
#include "serve/desk/shown.h"
#include "serve/keys/key_work.h"

namespace kwota::serve {
namespace {

/// Members of the body that are text, as a list of names.
std::vector<std::string> names_in(const Call& call, std::string_view member) {
  std::vector<std::string> out;
  const auto* list = call.body.is_object() ? call.body.get_object().if_contains(member) : nullptr;
  if (list == nullptr || !list->is_array()) return out;
  for (const auto& name : list->get_array())
    if (name.is_string()) out.emplace_back(name.get_string());
  return out;
}

void start_ceremony(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  const auto purpose = seal::parse_purpose(asked.text("purpose"));
  if (!purpose) return call->refuse(purpose.error());
  const auto suite = asked.has("suite") ? keys::parse_suite(asked.text("suite")) : Result<seal::Suite>(seal::Suite::des);
  if (!suite) return call->refuse(suite.error());
  const keys::CeremonyRequest request{*purpose, *suite, names_in(*call, "officers")};
  key_work(
      server, call, [request](key_office::KeyOffice& room, const people::Context& context) { return room.start_ceremony(request, context); },
      [&server, call](const books::Ceremony& row) { return ceremony_view(server, row.number, call->who->name); });
}

void form(ServerParts& server, const CallPtr& call) {
  key_work(
      server, call,
      [number = path_number(*call, "number")](key_office::KeyOffice& room, const people::Context& context) {
        return room.form(number, context);
      },
      [&server, call](const books::Ceremony& row) { return ceremony_view(server, row.number, call->who->name); });
}

void abandon(ServerParts& server, const CallPtr& call) {
  key_work(
      server, call,
      [number = path_number(*call, "number"), reason = Asked(call->body).text("reason")](
          key_office::KeyOffice& room, const people::Context& context) { return room.abandon(number, reason, context); },
      [&server, call](const books::Ceremony& row) { return ceremony_view(server, row.number, call->who->name); });
}

void deliver(ServerParts& server, const CallPtr& call) {
  key_work(
      server, call,
      [request = version_request(*call)](key_office::KeyOffice& room, const people::Context& context) { return room.deliver(request, context); },
      [](const std::vector<keys::FormedKey>& keys) {
        return object{{"delivered", formed_view(keys)}};
      });
}

void activate(ServerParts& server, const CallPtr& call) {
  key_work(
      server, call,
      [request = version_request(*call)](key_office::KeyOffice& room, const people::Context& context) {
        return room.activate(request, context);
      },
      [&server](const std::vector<keys::FormedKey>& keys) {
        const auto counters = server.keys->counters().report();
        return object{{"active", formed_view(keys)}, {"sample_keys", counters && counters->sample_keys}, {"waiting", server.keys->counters().waiting()}};
      });
}

void destroy(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  const auto purpose = seal::parse_purpose(asked.text("purpose"));
  if (!purpose) return call->refuse(purpose.error());
  const keys::DestructionRequest request{asked.text("vault"),
                                         {*purpose, static_cast<std::uint8_t>(asked.number("version"))},
                                         asked.text("reason"),
                                         asked.number("approval")};
  key_work(
      server, call, [request](key_office::KeyOffice& room, const people::Context& context) { return room.destroy(request, context); },
      [](const books::KeyVersion& row) {
        return object{{"version", version_view(row)}};
      });
}

void void_device(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  const keys::VoidRequest request{call->path.at("serial"), asked.text("reason"), asked.number("approval")};
  key_work(
      server, call, [request](key_office::KeyOffice& room, const people::Context& context) { return room.void_device(request, context); },
      [digits = minor_digits(server)](const std::vector<books::KeyDevice>& devices) {
        boost::json::array rows;
        for (const auto& device : devices) rows.push_back(device_view(device, digits));
        return object{{"void", std::move(rows)}};
      });
}

void get_device(ServerParts& server, const CallPtr& call) {
  const auto serial = call->path.at("serial");
  call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
    TRY(device, keys::known_device(books, serial));
    return device_view(device, minor_digits(server));
  }));
}

void start_campaign(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  const keys::CampaignRequest request{asked.number("to_version"), asked.text("refuse_after"), asked.text("reason"),
                                      asked.number("approval")};
  key_work(
      server, call,
      [request, &server](key_office::KeyOffice&, const people::Context& context) {
        return server.books.run({context.who.name, "key_campaign", context.station},
                               [&](const books::Reader& books) { return keys::start_campaign(books, request, context); });
      },
      [&server](const books::Campaign& row) { return campaign_view(server, row.number); });
}

using EndCampaign = Result<books::Decision<books::Campaign>> (*)(const books::Reader&, const keys::Ending&,
                                                                 const people::Context&);

void end_campaign(ServerParts& server, const CallPtr& call, EndCampaign end) {
  const Asked asked(call->body);
  keys::Ending ending{path_number(*call, "number"), asked.text("reason"), asked.number("approval")};
  key_work(
      server, call,
      [ending, end, &server](key_office::KeyOffice& room, const people::Context& context) mutable -> Result<books::Campaign> {
        // How much is missing only the counters know; while they are away it is all of it.
        const auto counters = room.counters().campaign(ending.campaign);
        ending.missing = counters ? keys::missing_in(counters->progress) : 1;
        return server.books.run({context.who.name, "key_campaign", context.station},
                               [&](const books::Reader& books) { return end(books, ending, context); });
      },
      [&server](const books::Campaign& row) { return campaign_view(server, row.number); });
}

/// Who may be named as officer, holder of a share or second manager: people with a role of the key system.
void key_people(ServerParts& server, const CallPtr& call) {
  call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
    boost::json::array rows;
    for (const auto& who : books.all<books::Operator>()) {
      if (people::granted(who, "keys_read") == people::Grant::no) continue;
      boost::json::array roles;
      TRY(parsed, people::parse_roles(who.roles));
      for (const auto role : parsed) roles.push_back(boost::json::value(people::name_of(role)));
      rows.push_back(object{{"name", who.name}, {"full_name", who.full_name}, {"roles", std::move(roles)}, {"state", word_of(who.state)},
                            {"locked_until", time_text(server.tries->locked_until(who, server.clock.now()))}});
    }
    return object{{"rows", std::move(rows)}};
  }));
}

/// What asks the vaults is slow by nature: not on the network's thread.
void look(ServerParts& server, const CallPtr& call, Result<object> (*view)(ServerParts&)) {
  server.workers.run([&server, call, view] { call->answer(view(server)); });
}

}  // namespace

void add_key_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  // Nobody attends a counter here: cards are looked at when their work asks for it.
  on("GET", "/events", need::session, [](ServerParts& h, const CallPtr& call) { call->respond(h.events.listen(*call->session, *call->who, call->request.remote)); });
  on("GET", "/keys/tree", "keys_read", [](ServerParts& h, const CallPtr& call) { look(h, call, tree_view); });
  on("GET", "/keys/vaults", "keys_read", [](ServerParts& h, const CallPtr& call) { look(h, call, vaults_view); });
  on("GET", "/keys/people", "keys_read", key_people);
  on("POST", "/keys/ceremonies", "key_ceremony_begin", start_ceremony);
  on("GET", "/keys/ceremonies/{number}", "keys_read",
     [](ServerParts& h, const CallPtr& call) { call->answer(ceremony_view(h, path_number(*call, "number"), call->who->name)); });
  on("POST", "/keys/ceremonies/{number}/form", "key_ceremony", form);
  on("POST", "/keys/ceremonies/{number}/abandon", "key_ceremony", abandon);
  on("POST", "/keys/deliver", "key_export", deliver);
  on("POST", "/keys/activate", "key_export", activate);
  on("POST", "/keys/destroy", "key_destroy", destroy);
  on("GET", "/keys/devices/{serial}", "keys_read", get_device);
  on("POST", "/keys/devices/{serial}/void", "key_void", void_device);
  on("POST", "/keys/campaigns", "key_campaign", start_campaign);
  on("GET", "/keys/campaigns/{number}", "keys_read",
     [](ServerParts& h, const CallPtr& call) { call->answer(campaign_view(h, path_number(*call, "number"))); });
  on("POST", "/keys/campaigns/{number}/stop", "key_campaign",
     [](ServerParts& h, const CallPtr& call) { end_campaign(h, call, keys::stop_campaign); });
  on("POST", "/keys/campaigns/{number}/finish", "key_campaign",
     [](ServerParts& h, const CallPtr& call) { end_campaign(h, call, keys::finish_campaign); });
}

}  // namespace kwota::serve
