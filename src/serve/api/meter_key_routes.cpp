// A technician's work on the keys of a meter: download, update, forget the old version, restore the factory's.
#include "base/ids_text.h"
#include "serve/api/key_work.h"
#include "serve/api/routes.h"
#include "serve/key_room/meter_keys.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::value;

object state_of(const meter_keys::MeterIdentity& meter) {
  return {{"meter", to_text(meter.meter)},
          {"module", to_hex(meter.serial)},
          {"keys", meter.own_keys ? "own" : "factory"},
          {"version", meter.current},
          {"previous", meter.previous}};
}

object shown(const meter_keys::KeysChanged& changed) {
  object answer{{"outcome", meter_keys::name_of(changed.outcome)}, {"evidence", changed.evidence}};
  answer["before"] = changed.before ? value(state_of(*changed.before)) : value(nullptr);
  answer["after"] = changed.after ? value(state_of(*changed.after)) : value(nullptr);
  array given;
  for (const auto& key : changed.given)
    given.push_back(object{{"purpose", seal::name_of(key.purpose)}, {"check_value", to_hex(key.check_value)}});
  answer["given"] = std::move(given);
  return answer;
}

void change(House& house, const CallPtr& call) {
  const auto meter = parse_meter_number(call->path.at("number"));
  if (!meter) return call->refuse(meter.error());
  if (house.meters == nullptr || house.keys == nullptr)
    return call->refuse(error(Fault::wire, "meter_not_reached",
                              "No line leads to this meter from here: nothing was changed. Use a key card at the meter.",
                              {{"meter", to_text(*meter)}}));
  const Asked asked(call->body);
  const keys::MeterKeyRequest request{*meter, asked.text("what"), asked.number("version"), asked.text("reason"),
                                      asked.number("approval")};
  key_work(
      house, call,
      [&house, request](KeyRoom& room, const shift::Context& context) -> Result<meter_keys::KeysChanged> {
        TRY(changed, change_meter_keys(room, house.books, *house.meters, house.random, request, context));
        if (changed.outcome == meter_keys::Outcome::not_done && changed.cause) return *changed.cause;
        return changed;
      },
      [](const meter_keys::KeysChanged& changed) { return shown(changed); });
}

}  // namespace

void add_meter_key_routes(Router& router, House& house) {
  router.add({"POST", "/meters/{number}/keys", "meter_keys", [&house](const CallPtr& call) { change(house, call); }});
}

}  // namespace kwota::serve
