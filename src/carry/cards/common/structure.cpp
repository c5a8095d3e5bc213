#include "carry/cards/common/structure.h"

#include <fmt/format.h>


#include "base/ascii.h"
#include "base/cause.h"
#include "base/ids_text.h"
#include "carry/cards/common/application.h"
#include "carry/cards/common/names.h"

namespace kwota::cards {

Error card_spoiled(std::string step) {
  return error(Fault::card, "card_spoiled",
               "The making of this card was broken off and cannot be finished; take another blank card.",
               {{"step", std::move(step)}});
}

Error card_in_use() { return error(Fault::card, "card_not_blank", "This card is in use; take a blank card."); }

Error card_foreign() {
  return error(Fault::card, Cause::card_foreign, "This card does not belong to this system; take it away.");
}

namespace {

constexpr std::uint8_t to_the_end = 0x00;  // Le of READ BINARY

/// The key that protects the way may go by another number than the key itself: that of the chip.
seal::WriteCardKey key_write(const CardKeys& keys, const CardSerial& protecting, const CardKey& entry, KeyWrite how, seal::Purpose under,
                             const Challenge4& challenge) {
  seal::WriteCardKey request{.key = keys.key(entry.purpose),
                             .under = keys.key(under),
                             .serial = protecting,
                             .challenge = challenge,
                             .p1 = write_key_p1(entry.key, how),
                             .key_id = entry.key.id,
                             .record_header = iso7816::key_record_header(entry.key, keys.version, true)};
  if (protecting != keys.serial) request.factor = keys.serial.bytes;
  return request;
}

Dialogue<iso7816::Response> send_key(CardKeys keys, CardSerial protecting, CardKey entry, KeyWrite how, seal::Purpose under) {
  const Challenge4 challenge = co_await fresh_challenge();
  const Bytes sealed = co_await to_vault(key_write(keys, protecting, entry, how, under, challenge));
  co_return co_await transmit(write_key(entry.key, how, sealed));
}

/// Adds a key under the master of `protecting`; one that stands there already (broken off after it) is written again.
Dialogue<Done> put_key(CardKeys keys, CardKey entry, CardSerial protecting) {
  const auto added = co_await send_key(keys, protecting, entry, KeyWrite::add, seal::Purpose::card_master);
  if (added.sw.ok()) co_return Done{};
  const auto updated = co_await send_key(keys, keys.serial, entry, KeyWrite::update, seal::Purpose::card_master);
  if (!updated.sw.ok()) co_return card_spoiled(std::string{entry.key.name});
  co_return Done{};
}

/// The master in place of the transport key; the new key must prove itself before anything is built on it.
Dialogue<Done> replace_transport_key(CardKeys keys) {
  const auto replaced = co_await send_key(keys, keys.serial, root_keys[0], KeyWrite::update, seal::Purpose::card_transport);
  if (!replaced.sw.ok()) co_return card_spoiled("transport key");
  co_await authenticate(keys, seal::Purpose::card_master, key_id::master);
  co_return Done{};
}

/// A card without our application: only the transport key is tried. The empty application comes first, so that a card
/// whose making is broken off here is known as ours the next time.
Dialogue<Done> begin_blank_card(const Directory* application, CardKeys keys) {
  co_await transmit_ok(select(card_root.id));
  const auto transport = co_await attempt(authenticate(keys, seal::Purpose::card_transport, key_id::master));
  if (!transport.ok() && cause_of(transport.error()) == Cause::key_missing) {
    co_await authenticate(keys, seal::Purpose::card_master, key_id::master);  // a prepared card: it has our master already
    co_await transmit_ok(create_directory(*application));
    co_return Done{};
  }
  if (!transport.ok()) co_return cause_of(transport.error()) == Cause::card_key_differs ? card_foreign() : transport.error();
  co_await transmit_ok(create_directory(*application));
  co_await replace_transport_key(keys);
  co_return Done{};
}

/// A card that was begun: its root has the transport key or our master already.
Dialogue<Done> take_over_root(CardKeys keys) {
  co_await transmit_ok(select(card_root.id));
  const auto master = co_await attempt(authenticate(keys, seal::Purpose::card_master, key_id::master));
  if (master.ok()) co_return Done{};
  if (cause_of(master.error()) != Cause::card_key_differs) co_return master.error();
  co_await authenticate(keys, seal::Purpose::card_transport, key_id::master);
  co_await replace_transport_key(keys);
  co_return Done{};
}

/// A card whose holder file reads well is in use: nothing here may touch it.
Dialogue<Done> refuse_card_in_use() {
  const auto holder = co_await transmit(read_binary(user_card::sfi::holder, user_card::HolderFile::size));
  if (holder.sw.ok() && user_card::decode_holder(holder.data))
    co_return card_in_use();
  co_return Done{};
}

/// A card that has our application already. Gives whether the application has its master key.
Dialogue<bool> resume_card(CardKeys keys) {
  co_await refuse_card_in_use();
  const auto master = co_await attempt(authenticate(keys, seal::Purpose::card_master, key_id::master));
  if (master.ok()) co_return true;
  if (cause_of(master.error()) == Cause::card_key_differs) co_return card_foreign();
  if (cause_of(master.error()) != Cause::card_refused) co_return master.error();  // a refusal: it has no such key yet
  co_await take_over_root(keys.of_root());
  co_return false;
}

/// Its key file and its master key, then master state: from here on keys and files may be added.
Dialogue<Done> open_application(const Directory* application, CardKeys keys) {
  const auto selected = co_await transmit(select(application->id));
  if (selected.sw.ok()) {
    const bool has_master = co_await resume_card(keys);
    if (has_master) co_return Done{};
  } else {
    co_await begin_blank_card(application, keys.of_root());
  }
  co_await transmit_ok(select(application->id));
  co_await transmit(create_key_file(*application));  // refused when it stands there already: the master key tells
  co_await put_key(keys, application->keys[0], keys.of_root().serial);  // it has none of its own yet: the root's protects it
  co_await authenticate(keys, seal::Purpose::card_master, key_id::master);
  co_return Done{};
}

}  // namespace

/// A file that stands there already must have the length of this product: a card begun as another one is not bent.
Dialogue<Done> put_file(iso7816::File file) {
  const auto created = co_await transmit(create_file(file));
  if (created.sw.ok()) co_return Done{};
  if (file.kind != iso7816::FileKind::transparent) co_return Done{};  // only our own table makes record files of that number
  if (file.read == iso7816::never) co_return Done{};                  // nor what nobody may look at
  const auto whole = co_await transmit(read_binary(file.sfi, to_the_end));
  if (!whole.sw.ok() || whole.data.size() != file.bytes) co_return card_spoiled(std::string{file.name});
  co_return Done{};
}

/// The PIN; when it stands there already it must be the same one.
Dialogue<Done> put_pin(iso7816::Key key, Bytes pin) {
  const auto written = co_await transmit(write_pin(key, pin));
  if (written.sw.ok()) co_return Done{};
  const auto verified = co_await transmit(verify_pin(key.id, pin));
  if (!verified.sw.ok()) co_return card_spoiled(std::string{key.name});
  co_return Done{};
}

Result<void> check_pin(const Bytes& pin) {
  if (pin.size() == pin_digits && is_digits(pin)) return {};
  return error(Fault::request, Cause::bad_pin, fmt::format("A PIN has {} digits.", pin_digits),
               {{"digits", fmt::format("{}", pin_digits)}});
}

Dialogue<Done> prepare_blank_card(CardKeys keys) {
  co_await transmit_ok(select(card_root.id));
  const auto transport = co_await attempt(authenticate(keys, seal::Purpose::card_transport, key_id::master));
  if (transport.ok()) {
    co_await replace_transport_key(keys);
    co_return Done{};
  }
  if (cause_of(transport.error()) != Cause::card_key_differs) co_return transport.error();
  const auto ours = co_await attempt(authenticate(keys, seal::Purpose::card_master, key_id::master));
  if (!ours.ok()) co_return cause_of(ours.error()) == Cause::card_key_differs ? card_foreign() : ours.error();
  const auto application = co_await transmit(select(application_id));
  if (application.sw.ok()) co_return card_in_use();
  co_return Done{};
}

Dialogue<Done> make_card(const Product* product, CardKeys keys, Bytes pin) {
  const Directory& application = product->application;
  co_await open_application(&application, keys);
  for (const auto& entry : application.keys.subspan(1)) co_await put_key(keys, entry, keys.serial);
  for (const auto& file : application.files) co_await put_file(file);
  for (const auto& key : application.pins) co_await put_pin(key, pin);
  co_return Done{};
}

}  // namespace kwota::cards
