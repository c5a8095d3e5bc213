#include "work/key_office/key_office.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "books/lookup.h"
#include "keys/ceremony/component.h"
#include "keys/journal/note.h"
#include "seal/cipher/card_crypto.h"
#include "seal/vault/weak_keys.h"

namespace kwota::key_office {
namespace {

using keys::FormedKey;
using seal::KeyRef;
using seal::Purpose;

/// In whose name the room itself acts.
people::Context own_context(Instant now) {
  people::Context context;
  context.who.name = "kwota";
  context.now = now;
  return context;
}

Result<seal::KeyCheckValue> check_value_of(const books::KeyVersion& row) {
  TRY(bytes, from_hex(row.check_value));
  seal::KeyCheckValue value{};
  if (bytes.size() == value.size()) std::copy(bytes.begin(), bytes.end(), value.begin());
  return value;
}

/// What a killed ceremony left in the token is nobody's: the books do not know it. It gives way.
template <class Make>
Result<seal::KeyCheckValue> anew(seal::KeyStore& store, const KeyRef& key, Make make) {
  auto made = make();
  if (made || cause_of(made.error()) != Cause::key_exists) return made;
  MUST(store.destroy(key));
  return make();
}

}  // namespace

Result<KeyRef> KeyOffice::ref_of(const books::KeyVersion& row) {
  TRY(purpose, seal::parse_purpose(row.purpose));
  return KeyRef{purpose, static_cast<std::uint8_t>(row.version)};
}

Result<std::unique_ptr<KeyOffice>> KeyOffice::open(Parts parts) {
  std::unique_ptr<KeyOffice> room(new KeyOffice(std::move(parts)));
  MUST(room->close_what_was_left());
  return room;
}

Result<void> KeyOffice::close_what_was_left() {
  const auto context = own_context(parts_.clock.now());
  TRY(left, parts_.books.read(
                [](const books::Reader& reader) -> Result<std::vector<books::Ceremony>> { return books::open_ceremonies(reader); }));
  for (const auto& row : left)
    MUST(run(context, "key_ceremony",
             [&](const books::Reader& reader) { return keys::note_abandoned(reader, row.number, "restart", context); }));
  TRY(devices, parts_.books.read(
                   [](const books::Reader& reader) -> Result<std::vector<books::KeyDevice>> { return reader.all<books::KeyDevice>(); }));
  for (const auto& device : devices)
    if (device.kind == books::KeyDeviceKind::backup_share && device.state == books::KeyDeviceStatus::fresh)
      MUST(run(context, "key_backup",
               [&](const books::Reader& reader) { return keys::note_issued(reader, device.serial, false, context); }));
  return {};
}

void KeyOffice::close_expired(Instant now) {
  if (!open_ || !open_->expired(now)) return;
  const auto context = own_context(now);
  const auto number = open_->setup().number;
  // The components go first; should the books not take the line, the next start closes the ceremony in them.
  open_.reset();
  static_cast<void>(run(context, "key_ceremony",
                        [&](const books::Reader& reader) { return keys::note_abandoned(reader, number, "expired", context); }));
}

Result<books::Ceremony> KeyOffice::start_ceremony(const keys::CeremonyRequest& request, const people::Context& context) {
  const std::lock_guard lock(mutex_);
  close_expired(context.now);
  keys::OpenCeremony::Setup setup{
      .key = {}, .suite = request.suite, .officers = request.officers, .started_by = context.who.name, .started = context.now};
  MUST(keys::OpenCeremony::start(setup));
  auto wanted = request;
  if (request.purpose == Purpose::card_transport) {
    TRY(lost, lost_transport_key());
    wanted.version = lost;
  }
  TRY(row,
      run(context, "key_ceremony", [&](const books::Reader& reader) { return keys::start_ceremony(reader, wanted, context); }));
  setup.number = row.number;
  setup.key = {request.purpose, static_cast<std::uint8_t>(row.version)};
  TRY(open, keys::OpenCeremony::start(std::move(setup)));
  open_ = std::move(open);
  return row;
}

Result<void> KeyOffice::is_held(std::int64_t ceremony) {
  if (open_ && open_->setup().number == ceremony) return {};
  TRY(row, parts_.books.read(
               [&](const books::Reader& reader) -> Result<std::optional<books::Ceremony>> { return reader.find<books::Ceremony>(ceremony); }));
  if (!row)
    return error(Fault::request, "unknown_ceremony", "There is no such ceremony.", {{"ceremony", fmt::format("{}", ceremony)}});
  return error(Fault::refused, "ceremony_not_open", "This ceremony has ended; nothing was changed.", {{"state", std::string(word_of(row->state))}});
}

Result<KeyOffice::Receipt> KeyOffice::give_component(std::int64_t ceremony, const std::optional<Typed>& typed,
                                                 const people::Context& context) {
  TRY(prepared, prepare(ceremony, typed, context));
  return give(ceremony, prepared.component.view(), prepared.component.view(), {}, context);
}

/// What the dice give once in a hundred thousand rolls looks like a person's choice: it is rolled again.
Result<SecretBytes> KeyOffice::rolled(seal::Suite suite) {
  for (;;) {
    TRY(component, parts_.office.roll_component(parts_.random));
    if (keys::check_component(suite, component.view())) return component;
  }
}

Result<KeyOffice::Receipt> KeyOffice::give(std::int64_t ceremony, ByteView component, ByteView repeated, const std::string& card,
                                       const people::Context& context) {
  const std::lock_guard lock(mutex_);
  close_expired(context.now);
  MUST(is_held(ceremony));
  TRY(check_value, open_->give(context.who.name, component, repeated, context.now));
  auto noted = run(context, "key_ceremony", [&](const books::Reader& reader) {
    return keys::note_component(reader, ceremony, context, card);
  });
  if (!noted) return std::move(noted).error();
  return Receipt{check_value, open_->given(), open_->setup().officers.size()};
}

/// The version of the supplier's transport key that the books call active and the counters' vault no longer has; 0: none, or
/// nobody knows while they are away.
Result<std::int64_t> KeyOffice::lost_transport_key() {
  TRY(known, versions_of(keys::sealing_vault, {books::KeyStatus::active}));
  const auto there = parts_.counters.report();
  if (!there) return std::int64_t{0};
  for (const auto& row : known) {
    if (row.purpose != seal::name_of(Purpose::card_transport)) continue;
    const KeyRef key{Purpose::card_transport, static_cast<std::uint8_t>(row.version)};
    if (std::none_of(there->keys.begin(), there->keys.end(), [&](const seal::KeyDescription& one) { return one.key == key; }))
      return row.version;
  }
  return std::int64_t{0};
}

/// In both vaults, because it is used undiversified. Entered again after a loss it must be the key of before.
Result<seal::KeyCheckValue> KeyOffice::form_transport_key(const keys::OpenCeremony::Setup& setup,
                                                        std::span<const SecretBytes> components) {
  TRY(sum, seal::join_components(setup.suite, components));
  TRY(whole, seal::Key::make(setup.suite, sum.view()));
  const auto value = seal::check_value(whole);
  TRY(known, parts_.books.read([&](const books::Reader& reader) -> Result<std::optional<books::KeyVersion>> {
    return reader.find<books::KeyVersion>(keys::office_vault, seal::name_of(setup.key.purpose), setup.key.version);
  }));
  if (known && known->check_value != keys::text_of(value))
    return error(Fault::request, "check_value_differs", "This is not the transport key of before. It was not kept.",
                 {{"purpose", known->purpose}, {"version", fmt::format("{}", known->version)}});
  TRY(receiver, parts_.counters.receiving_key());
  keys::Delivery delivery;
  TRY(transport, parts_.office.start_delivery(receiver));
  delivery.transport = std::move(transport);
  TRY(block, parts_.office.deliver_supplied(setup.key, setup.suite, components));
  delivery.blocks.push_back(std::move(block.bytes));
  MUST(anew(parts_.office, setup.key, [&] { return parts_.office.form(setup.key, setup.suite, components); }));
  TRY(rows, rows_to_repeat(setup.key.version, true));
  MUST(parts_.counters.deliver(delivery, rows));
  return value;
}

/// What the counters' vault shall do again when keys come to it again: its rows of this version, as the books have them.
Result<std::vector<books::KeyVersion>> KeyOffice::rows_to_repeat(std::int64_t version, bool supplied) {
  TRY(rows, versions_of(keys::sealing_vault, {books::KeyStatus::active, books::KeyStatus::retiring, books::KeyStatus::retired}));
  std::erase_if(rows, [&](const books::KeyVersion& row) {
    return row.version != version || (row.purpose == seal::name_of(Purpose::card_transport)) != supplied;
  });
  return rows;
}

Result<seal::KeyCheckValue> KeyOffice::form_inside(const keys::OpenCeremony::Setup& setup, std::span<const SecretBytes> components,
                                                 std::vector<FormedKey>& formed) {
  auto& office = parts_.office;
  if (setup.key.purpose == Purpose::card_transport) {
    TRY(value, form_transport_key(setup, components));
    formed.assign(1, {setup.key, setup.suite, value});
    return value;
  }
  std::vector<SecretBytes> all(components.begin(), components.end());
  TRY(own, rolled(setup.suite));
  all.push_back(std::move(own));
  TRY(check_value, anew(office, setup.key, [&] { return office.form(setup.key, setup.suite, all); }));
  formed.assign(1, {setup.key, setup.suite, check_value});
  for (const auto purpose : keys::county_purposes()) {
    const KeyRef root{purpose, setup.key.version};
    const std::array<seal::Factor, 1> factor{seal::purpose_factor(purpose)};
    TRY(value, anew(office, root, [&] { return office.derive(setup.key, factor, root); }));
    formed.push_back({root, setup.suite, value});
  }
  return check_value;
}

Result<books::Ceremony> KeyOffice::form(std::int64_t ceremony, const people::Context& context) {
  const std::lock_guard lock(mutex_);
  close_expired(context.now);
  MUST(is_held(ceremony));
  std::vector<FormedKey> formed;
  MUST(open_->form(context.who.name, context.now,
                   [&](std::span<const SecretBytes> components) { return form_inside(open_->setup(), components, formed); }));
  auto row = run(context, "key_ceremony",
                 [&](const books::Reader& reader) { return keys::note_formed(reader, ceremony, formed, context); });
  open_.reset();
  return row;
}

Result<books::Ceremony> KeyOffice::abandon(std::int64_t ceremony, const std::string& reason, const people::Context& context) {
  const std::lock_guard lock(mutex_);
  MUST(is_held(ceremony));
  MUST(open_->may_abandon(context.who.name));
  open_.reset();
  return run(context, "key_ceremony",
             [&](const books::Reader& reader) { return keys::note_abandoned(reader, ceremony, reason, context); });
}

std::optional<Instant> KeyOffice::expires(std::int64_t ceremony) {
  const std::lock_guard lock(mutex_);
  close_expired(parts_.clock.now());
  if (!open_ || open_->setup().number != ceremony) return std::nullopt;
  return open_->expires();
}

Result<books::KeyFactors> KeyOffice::choose_factors(const keys::FactorChoice& choice, const people::Context& context) {
  const std::lock_guard lock(mutex_);
  return run(context, "key_cards", [&](const books::Reader& reader) { return keys::choose_factors(reader, choice, context); });
}

Result<std::vector<FormedKey>> KeyOffice::hand_over_version(std::uint8_t version) {
  TRY(factors, parts_.books.read([](const books::Reader& reader) -> Result<std::vector<seal::Factor>> {
    return keys::county_factors(reader.only<books::KeyFactors>());
  }));
  TRY(receiver, parts_.counters.receiving_key());
  keys::Delivery delivery;
  TRY(transport, parts_.office.start_delivery(receiver));
  delivery.transport = std::move(transport);
  TRY(gone, versions_of_all({books::KeyStatus::destroyed}));
  std::vector<FormedKey> keys;
  for (const auto purpose : keys::county_purposes()) {
    // What either vault's key of this purpose was destroyed for must not come about anew out of the other's.
    const auto destroyed = [&](const books::KeyVersion& row) { return row.purpose == seal::name_of(purpose) && row.version == version; };
    if (std::any_of(gone.begin(), gone.end(), destroyed)) continue;
    TRY(block, parts_.office.deliver({purpose, version}, factors));
    TRY(header, seal::read_key_block(block));
    keys.push_back({header.key, header.suite, header.check_value});
    delivery.blocks.push_back(std::move(block.bytes));
  }
  TRY(rows, rows_to_repeat(version, false));
  for (const auto& row : rows)
    for (const auto& key : keys)
      if (row.purpose == seal::name_of(key.key.purpose) && row.check_value != keys::text_of(key.check_value))
        return error(Fault::forged, "check_value_differs", "A restored key is not the one of the books. It was not activated.",
                     {{"purpose", row.purpose}, {"version", fmt::format("{}", row.version)}});
  MUST(parts_.counters.deliver(delivery, rows));
  return keys;
}

/// Before two managers are asked. Counters that are away say themselves what they do not take.
Result<void> KeyOffice::counters_of_our_county(const Result<Counters::Report>& counters) {
  TRY(ours, parts_.books.read([](const books::Reader& reader) -> Result<std::optional<books::KeyFactors>> { return reader.only<books::KeyFactors>(); }));
  if (!counters || counters->county == 0 || !ours || counters->county == ours->county) return {};
  return keys::county_differs(ours->county, counters->county);
}

Result<std::vector<FormedKey>> KeyOffice::deliver(const keys::VersionRequest& request, const people::Context& context) {
  const std::lock_guard lock(mutex_);
  MUST(counters_of_our_county(parts_.counters.report()));
  TRY(permission,
      run(context, "key_export", [&](const books::Reader& reader) { return keys::permit_delivery(reader, request, context); }));
  TRY(delivered, hand_over_version(static_cast<std::uint8_t>(request.version)));
  MUST(run(context, "key_export",
           [&](const books::Reader& reader) { return keys::note_delivered(reader, permission, delivered, context); }));
  return delivered;
}

Result<std::vector<books::KeyVersion>> KeyOffice::versions_of_all(std::initializer_list<books::KeyStatus> states) {
  return parts_.books.read([&](const books::Reader& reader) -> Result<std::vector<books::KeyVersion>> {
    auto rows = reader.all<books::KeyVersion>();
    std::erase_if(rows, [&](const books::KeyVersion& row) { return std::find(states.begin(), states.end(), row.state) == states.end(); });
    return rows;
  });
}

Result<std::vector<books::KeyVersion>> KeyOffice::versions_of(std::string_view vault,
                                                            std::initializer_list<books::KeyStatus> states) {
  TRY(rows, versions_of_all(states));
  std::erase_if(rows, [&](const books::KeyVersion& row) { return row.vault != vault; });
  return rows;
}

Result<std::vector<FormedKey>> KeyOffice::activate(const keys::VersionRequest& request, const people::Context& context) {
  const std::lock_guard lock(mutex_);
  const auto counters = parts_.counters.report();  // asked before the books decide: only they know their cards
  MUST(counters_of_our_county(counters));
  const auto cards = counters ? Result<std::int64_t>(counters->cards) : Result<std::int64_t>(counters.error());
  TRY(permission, run(context, "key_export",
                      [&](const books::Reader& reader) { return keys::permit_activation(reader, request, context, cards); }));
  TRY(waiting, versions_of(keys::sealing_vault, {books::KeyStatus::pending}));
  std::vector<FormedKey> active;
  for (const auto& row : waiting) {
    if (row.version != permission.version) continue;
    TRY(key, ref_of(row));
    TRY(expected, check_value_of(row));
    TRY(suite, keys::parse_suite(row.suite));
    active.push_back({key, suite, expected});
  }
  // The counters compare the check values when the message reaches them, between two cards; what they say is in their report.
  MUST(run(context, "key_export",
           [&](const books::Reader& reader) { return keys::note_activated(reader, permission, active, context); }));
  return active;
}

Result<books::KeyVersion> KeyOffice::destroy(const keys::DestructionRequest& request, const people::Context& context) {
  const std::lock_guard lock(mutex_);
  TRY(permission, run(context, "key_destroy",
                      [&](const books::Reader& reader) { return keys::permit_destruction(reader, request, context); }));
  // The counters destroy theirs when the message reaches them. A key that is gone already was destroyed before the books could say so.
  if (request.vault == keys::office_vault)
    if (auto gone = parts_.office.destroy(request.key); !gone && cause_of(gone.error()) != Cause::key_missing) return std::move(gone).error();
  return run(context, "key_destroy",
             [&](const books::Reader& reader) { return keys::note_destroyed(reader, request, permission, context); });
}

Result<std::vector<books::KeyDevice>> KeyOffice::void_device(const keys::VoidRequest& request, const people::Context& context) {
  const std::lock_guard lock(mutex_);
  return run(context, "key_void", [&](const books::Reader& reader) { return keys::void_device(reader, request, context); });
}

}  // namespace kwota::key_office
