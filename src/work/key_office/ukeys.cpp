#include "work/key_office/ukeys.h"

#include "keys/journal/note.h"
#include "keys/office/devices.h"
#include "people/permissions.h"
#include "seal/vault/meter_vault.h"
#include "seal/vault/vault_rules.h"
#include "work/key_office/card_care.h"
#include "work/key_office/meter_keys.h"

namespace kwota::key_office {
namespace {

bool is_ukey(const books::KeyDevice& device) { return device.kind == books::KeyDeviceKind::key_ukey; }

Error bad_ukey(const char* field) {
  return error(Fault::request, "bad_ukey",
               "A UKEY needs a holder, and a last day that is still to come. Nothing was issued.",
               {{"field", field}});
}

Result<void> check(const UkeyRequest& request, Instant valid_to, Instant now) {
  constexpr std::size_t holder_max = 64;
  if (request.holder.empty() || request.holder.size() > holder_max) return bad_ukey("holder");
  MUST(seal::check_ukey_pin(request.pin));
  if (valid_to <= now) return bad_ukey("valid_to");
  return {};
}

/// The end of that day, as its people count it.
Result<Instant> last_second(const std::string& day, const Zone& zone) {
  if (day.empty()) return bad_ukey("valid_to");
  TRY(date, parse_date(day));
  return zone.instant({.date = date, .hour = 23, .minute = 59, .second = 59});
}

books::KeyDevice device_of(const UkeyRequest& request, const seal::UkeyOrder& order) {
  books::KeyDevice device;
  device.serial = order.label;
  device.kind = books::KeyDeviceKind::key_ukey;
  device.holder = request.holder;
  device.key_version = order.version;
  device.valid_to = request.valid_to;
  return device;
}

}  // namespace

Result<seal::UkeyOrder> UkeyDesk::order_of(const UkeyRequest& request) const {
  seal::UkeyOrder order{
      .label = seal::new_ukey_label(parts_.random), .holder = request.holder, .pin = request.pin};
  const auto found = parts_.books.read([&](const books::Reader& books) -> Result<Done> {
    MUST(keys::county_factors(books.only<books::KeyFactors>()));
    order.version = static_cast<std::uint8_t>(issuing_version(books, request.version));
    return Done{};
  });
  if (!found.ok()) return found.error();
  return order;
}

/// What a key UKEY shows to meters is signed by the utility's one identity, which is in the office's vault; and so are the sets that it
/// brings.
Result<std::string> UkeyDesk::make(const UkeyRequest& request, seal::UkeyOrder order, Instant valid_to) {
  auto meters = request.meters;
  if (meters.empty()) {
    TRY(known, parts_.books.read(
                   [](const books::Reader& books) -> Result<std::vector<books::MeterModule>> { return books.all<books::MeterModule>(); }));
    for (const auto& module : known) meters.push_back(module.meter);
  }
  TRY(sets, prepare_sets(parts_.room, parts_.books, parts_.random, meters, order.version));
  order.sets = std::move(sets);
  return parts_.room.with_office([&](seal::KeyStore& office) -> Result<std::string> {
    order.certify = [&](ByteView ukey_key) -> Result<seal::UkeyCertificate> {
      MUST(seal::KeyStoreMeterVault(office, {}, parts_.random).public_key());  // made now if no meter has needed it yet
      return seal::certify_ukey(office.vault(), ukey_key, order.label, valid_to);
    };
    return issue_ukey(parts_.place, order, parts_.random);
  });
}

Result<books::KeyDevice> UkeyDesk::issue(const UkeyRequest& request, const people::Context& context) {
  MUST(people::require(context.who, "key_cards"));
  TRY(valid_to, last_second(request.valid_to, context.zone));
  MUST(check(request, valid_to, context.now));
  TRY(order, order_of(request));
  const books::Actor actor{context.who.name, "key_cards", context.station};
  const auto permitted = parts_.books.run(actor, [&](const books::Reader& books) {
    return keys::permit_ukey(books, device_of(request, order), request.reason, request.approval, context);
  });
  if (!permitted.ok()) return permitted.error();
  const auto made = make(request, order, valid_to);
  auto noted = parts_.books.run(
      actor, [&](const books::Reader& books) { return keys::note_issued(books, order.label, made.ok(), context); });
  if (!made.ok()) return made.error();
  return noted;
}

Result<Done> UkeyDesk::unblock(const std::string& label, const SecretBytes& pin, const people::Context& context) {
  MUST(people::require(context.who, "key_devices"));
  MUST(seal::check_ukey_pin(pin));
  const auto known = parts_.books.read([&](const books::Reader& books) -> Result<Done> {
    TRY(device, keys::known_device(books, label));
    if (!is_ukey(device)) return keys::unknown_device(label);
    MUST(keys::check_device(books, label));
    return Done{};
  });
  if (!known.ok()) return known.error();
  MUST(seal::unblock_ukey(parts_.place, label, pin));
  return parts_.books.run(
      {context.who.name, "key_devices", context.station}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
        return books::Decision<Done>{{{}, {keys::note(context, "pin_unblocked", "device/" + label)}}, Done{}};
      });
}

Result<std::vector<UkeyDesk::Seen>> UkeyDesk::all() {
  auto devices =
      parts_.books.read([](const books::Reader& books) -> Result<std::vector<books::KeyDevice>> { return books.all<books::KeyDevice>(); });
  if (!devices.ok()) return std::move(devices).error();
  std::vector<Seen> out;
  for (auto& device : *devices) {
    if (!is_ukey(device)) continue;
    Seen seen{.device = std::move(device)};
    seen.plugged_in = seal::is_plugged_in(parts_.place, seen.device.serial);
    out.push_back(std::move(seen));
  }
  return out;
}

}  // namespace kwota::key_office
