#include "serve/key_room/ukeys.h"

#include <limits>

#include "keys/journal/note.h"
#include "keys/office/devices.h"
#include "seal/keys/meter_vault.h"
#include "seal/keys/vault_rules.h"
#include "sell/shift/permissions.h"
#include "serve/key_room/card_care.h"
#include "serve/key_room/meter_keys.h"

namespace kwota::serve {
namespace {

using seal::UkeyKind;

bool is_ukey(const books::KeyDevice& device) {
  return device.kind == name_of(UkeyKind::master) || device.kind == name_of(UkeyKind::user) ||
         device.kind == name_of(UkeyKind::key);
}

Error bad_ukey(const char* field) {
  return error(Fault::request, "bad_ukey",
               "A UKEY needs a holder; one that seals or brings keys to meters also a last day that is still to come; one that "
               "seals an amount and a number of sales. Nothing was issued.",
               {{"field", field}});
}

Result<void> check(const UkeyRequest& request, Instant valid_to, Instant now) {
  constexpr std::size_t holder_max = 64;
  if (request.holder.empty() || request.holder.size() > holder_max) return bad_ukey("holder");
  if (!request.master.empty() && request.kind != UkeyKind::user) return bad_ukey("master");
  if (request.kind == UkeyKind::master) return {};
  if (valid_to <= now) return bad_ukey("valid_to");
  if (request.kind == UkeyKind::key) return {};
  if (request.amount.minor() <= 0) return bad_ukey("amount");
  if (request.count <= 0 || request.count > std::numeric_limits<std::uint32_t>::max()) return bad_ukey("count");
  return {};
}

/// The end of that day, as its people count it.
Result<Instant> last_second(const std::string& day, const Zone& zone) {
  if (day.empty()) return bad_ukey("valid_to");
  TRY(date, parse_date(day));
  return zone.instant({.date = date, .hour = 23, .minute = 59, .second = 59});
}

keys::QuotaLeft left_on(const seal::UkeyState& state, const Zone& zone) {
  return {state.amount_left, state.count_left, format_date(zone.local(state.valid_to).date)};
}

/// From the keys of who issues it down to its own: a master UKEY has the utility's, the others the county's.
std::vector<seal::Factor> below_issuer(std::vector<seal::Factor> whole, const UkeyRequest& request) {
  if (request.kind == UkeyKind::master) return {whole.front()};
  if (!request.master.empty()) whole.erase(whole.begin());
  return whole;
}

books::KeyDevice device_of(const UkeyRequest& request, const seal::UkeyOrder& order) {
  books::KeyDevice device;
  device.serial = order.label;
  device.kind = name_of(request.kind);
  device.holder = request.holder;
  device.key_version = order.version;
  device.quota_amount = order.amount;
  device.quota_count = order.count;
  device.valid_to = request.valid_to;
  return device;
}

}  // namespace

Result<seal::UkeyOrder> UkeyDesk::order_of(const UkeyRequest& request, const shift::Context& context) const {
  TRY(valid_to, request.kind == UkeyKind::master ? Result<Instant>(context.now) : last_second(request.valid_to, context.zone));
  MUST(check(request, valid_to, context.now));
  seal::UkeyOrder order{.label = seal::new_ukey_label(parts_.random),
                        .kind = request.kind,
                        .holder = request.holder,
                        .amount = request.amount,
                        .count = static_cast<std::uint32_t>(request.count),
                        .valid_to = valid_to};
  const auto found = parts_.books.read([&](const books::Reader& books) -> Result<Done> {
    TRY(whole, keys::county_factors(books.key_factors()));
    order.factors = below_issuer(std::move(whole), request);
    order.version = static_cast<std::uint8_t>(issuing_version(books, request.version));
    if (request.master.empty()) return Done{};
    const auto master = books.key_device(request.master);
    if (!master || master->kind != name_of(UkeyKind::master)) return bad_ukey("master");
    MUST(keys::check_device(books, request.master));
    return Done{};
  });
  if (!found.ok()) return found.error();
  return order;
}

/// Whoever gives the keys, what the UKEY shows to meters is signed by the utility's one identity, which is in the office's vault; and
/// so are the sets that it brings.
Result<seal::IssuedUkey> UkeyDesk::make(const UkeyRequest& request, const seal::UkeyOrder& wanted) {
  auto order = wanted;
  if (order.kind == UkeyKind::key) {
    auto meters = request.meters;
    if (meters.empty()) {
      TRY(known, parts_.books.read(
                     [](const books::Reader& books) -> Result<std::vector<books::MeterModule>> { return books.meter_modules(); }));
      for (const auto& module : known) meters.push_back(module.meter);
    }
    TRY(sets, prepare_sets(parts_.room, parts_.books, parts_.random, meters, order.version));
    order.sets = std::move(sets);
  }
  return parts_.room.with_office([&](seal::KeyStore& office) -> Result<seal::IssuedUkey> {
    auto certified = order;
    certified.certify = [&](ByteView ukey_key) -> Result<seal::UkeyCertificate> {
      MUST(seal::KeyStoreMeterVault(office, {}, parts_.random).public_key());  // made now if no meter has needed it yet
      return seal::certify_ukey(office.vault(), ukey_key, order.label, order.valid_to);
    };
    if (request.master.empty()) return issue_ukey(parts_.place, office, certified, parts_.random);
    const auto master =
        seal::open_ukey_store(parts_.place, request.master, [&]() -> Result<SecretBytes> { return request.master_pin; });
    return issue_ukey(parts_.place, *master, certified, parts_.random);
  });
}

Result<UkeyDesk::Issued> UkeyDesk::issue(const UkeyRequest& request, const shift::Context& context) {
  MUST(shift::require(context.who, "key_cards"));
  TRY(order, order_of(request, context));
  const books::Actor actor{context.who.name, "key_cards", context.station};
  const auto permitted = parts_.books.run(actor, [&](const books::Reader& books) {
    return keys::permit_ukey(books, device_of(request, order), request.reason, request.approval, context);
  });
  if (!permitted.ok()) return permitted.error();
  auto made = make(request, order);
  auto noted = parts_.books.run(
      actor, [&](const books::Reader& books) { return keys::note_issued(books, order.label, made.ok(), context); });
  if (!made.ok()) return std::move(made).error();
  if (!noted.ok()) return std::move(noted).error();
  return Issued{*noted, std::move(made->pin)};
}

Result<SecretBytes> UkeyDesk::unblock(const std::string& label, const shift::Context& context) {
  MUST(shift::require(context.who, "key_devices"));
  const auto known = parts_.books.read([&](const books::Reader& books) -> Result<Done> {
    TRY(device, keys::known_device(books, label));
    if (!is_ukey(device)) return keys::unknown_device(label);
    MUST(keys::check_device(books, label));
    return Done{};
  });
  if (!known.ok()) return known.error();
  auto pin = seal::new_holder_pin(parts_.random);
  if (parts_.in_use != nullptr && label == parts_.label_in_use) {
    MUST(parts_.in_use->unblock(pin));
  } else {
    MUST(seal::unblock_ukey(parts_.place, label, pin));
  }
  const auto noted = parts_.books.run(
      {context.who.name, "key_devices", context.station}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
        return books::Decision<Done>{{{}, {keys::note(context, "pin_unblocked", "device/" + label)}}, Done{}};
      });
  if (!noted.ok()) return noted.error();
  return pin;
}

Result<std::unique_ptr<seal::UkeyVault>> UkeyDesk::open(const std::string& label, const SecretBytes& pin,
                                                        const shift::Context& context) {
  MUST(shift::require(context.who, "key_cards"));
  MUST(parts_.books.read([&](const books::Reader& books) { return keys::user_ukey(books, label); }));
  if (!is_plugged_in(parts_.place, label)) return seal::vault_offline("the UKEY is not plugged in");
  auto ukey = std::make_unique<seal::UkeyVault>(parts_.place, label, parts_.room.office().vault(), parts_.clock);
  MUST(ukey->enter_pin(pin));
  return ukey;
}

Result<UkeyDesk::Told> UkeyDesk::read(const std::string& label, const SecretBytes& pin, const shift::Context& context) {
  TRY(ukey, open(label, pin, context));
  TRY(state, ukey->state());
  TRY(device, parts_.books.run({context.who.name, "key_cards", context.station}, [&, &state = state](const books::Reader& books) {
    return keys::note_ukey_read(books, label, left_on(state, context.zone), context);
  }));
  return Told{std::move(device), std::move(state)};
}

Result<UkeyDesk::Told> UkeyDesk::refill(const keys::RefillOrder& order, const SecretBytes& pin, const shift::Context& context) {
  TRY(ukey, open(order.ukey, pin, context));
  const books::Actor actor{context.who.name, "key_cards", context.station};
  TRY(permission,
      parts_.books.run(actor, [&](const books::Reader& books) { return keys::permit_refill(books, order, context); }));
  TRY(valid_to, last_second(order.valid_to, context.zone));
  TRY(state, ukey->refill({order.amount, static_cast<std::uint32_t>(order.count), valid_to}));
  TRY(device, parts_.books.run(actor, [&, &state = state, &permission = permission](const books::Reader& books) {
    return keys::note_refilled(books, order, permission, left_on(state, context.zone), context);
  }));
  return Told{std::move(device), std::move(state)};
}

Result<std::vector<UkeyDesk::Seen>> UkeyDesk::all() {
  auto devices =
      parts_.books.read([](const books::Reader& books) -> Result<std::vector<books::KeyDevice>> { return books.key_devices(); });
  if (!devices.ok()) return std::move(devices).error();
  std::vector<Seen> out;
  for (auto& device : *devices) {
    if (!is_ukey(device)) continue;
    Seen seen{.device = std::move(device)};
    seen.plugged_in = seal::is_plugged_in(parts_.place, seen.device.serial);
    seen.in_use = parts_.in_use != nullptr && seen.device.serial == parts_.label_in_use;
    if (seen.in_use && seen.plugged_in)
      if (const auto state = parts_.in_use->state(); state.ok()) seen.state = *state;
    out.push_back(std::move(seen));
  }
  return out;
}

}  // namespace kwota::serve
