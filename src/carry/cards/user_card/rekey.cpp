#include "carry/cards/user_card/rekey.h"

#include "base/cause.h"
#include "base/ids_text.h"
#include "carry/cards/user_card/user_card_table.h"

namespace kwota::cards {

namespace {

constexpr std::uint16_t other_header = 0x6A80;

/// Of the application's keys, in which order: see the head of rekey.h. The master is not among them.
constexpr std::array<seal::Purpose, 7> written_in_order{
    seal::Purpose::card_authentication,
    seal::Purpose::meter_authentication,
    seal::Purpose::seller_authentication,
    seal::Purpose::return_data,
    seal::Purpose::pin_unblock,
    seal::Purpose::pin_reload,
    seal::Purpose::credit,
};
static_assert(written_in_order.size() + 1 == application_keys.size());

CardKey entry_of(seal::Purpose purpose) {
  for (const auto& entry : application_keys)
    if (entry.purpose == purpose) return entry;
  return application_keys[0];
}

CardKeys keys_of(const NewKeys& order, std::uint8_t version) { return CardKeys{order.serial, version}; }

seal::WriteCardKey key_write(const NewKeys& order, const CardKey& entry, std::uint8_t header_version,
                             const Challenge4& challenge) {
  return {.key = {entry.purpose, order.to},
          .under = {seal::Purpose::card_master, order.from},
          .serial = order.serial,
          .challenge = challenge,
          .p1 = write_key_p1(entry.key, KeyWrite::update),
          .key_id = entry.key.id,
          .record_header = iso7816::key_record_header(entry.key, header_version, true)};
}

Dialogue<iso7816::Response> send_key(NewKeys order, CardKey entry, std::uint8_t header_version) {
  const Challenge4 challenge = co_await fresh_challenge();
  const Bytes sealed = co_await to_vault(key_write(order, entry, header_version, challenge));
  co_return co_await transmit(write_key(entry.key, KeyWrite::update, sealed));
}

/// An update repeats the header as it was when the key was first written (FMCOS), with the version of that day: the current one,
/// or that of an earlier change.
Dialogue<Done> write_over(NewKeys order, CardKey entry) {
  auto version = order.from;
  auto written = co_await send_key(order, entry, version);
  while (written.sw.value == other_header && version > 1) written = co_await send_key(order, entry, --version);
  if (!written.sw.ok()) co_return refusal(write_key(entry.key, KeyWrite::update, Bytes()), written.sw);
  co_return Done{};
}

/// Master state, under whichever of the two the card has; gives whether it has the new one. The likelier is tried first: a wrong
/// try is forgiven by the right one behind it.
Dialogue<bool> open_directory(NewKeys order, bool likely_new) {
  const auto first = likely_new ? order.to : order.from, second = likely_new ? order.from : order.to;
  const auto opened = co_await attempt(authenticate(keys_of(order, first), seal::Purpose::card_master, key_id::master));
  if (opened.ok()) co_return likely_new;
  if (cause_of(opened.error()) != Cause::card_key_differs) co_return opened.error();
  co_await authenticate(keys_of(order, second), seal::Purpose::card_master, key_id::master);
  co_return !likely_new;
}

/// The keys of the application and, behind them, its master.
Dialogue<Done> rekey_application(NewKeys order) {
  co_await transmit_ok(select(application_id));
  const bool keys_are_new = order.credit_version == order.to;
  const bool has_new_master = co_await open_directory(order, keys_are_new);
  if (has_new_master) co_return Done{};
  if (!keys_are_new)
    for (const auto purpose : written_in_order) co_await write_over(order, entry_of(purpose));
  co_await write_over(order, application_keys[0]);
  co_return Done{};
}

Dialogue<Done> rekey_root(NewKeys order) {
  co_await transmit_ok(select(card_root.id));
  const bool has_new_master = co_await open_directory(order, false);
  if (!has_new_master) co_await write_over(order, root_keys[0]);
  co_return Done{};
}

}  // namespace

Dialogue<Done> rekey_user_card(NewKeys order) {
  co_await rekey_application(order);
  co_await rekey_root(order);
  co_await transmit_ok(select(application_id));
  const auto proven = co_await attempt(check_genuine(keys_of(order, order.to), order.nonces.authentication));
  const auto purse = co_await attempt(read_purse(keys_of(order, order.to), order.nonces.purse));
  if (!proven.ok() && cause_of(proven.error()) != Cause::card_not_genuine) co_return proven.error();
  if (!purse.ok() && cause_of(purse.error()) != Cause::card_answer_forged) co_return purse.error();
  if (!proven.ok() || !purse.ok())
    co_return error(Fault::card, "rekey_failed",
                    "The card does not prove itself under its new keys; replace it, what it carries is in the books.",
                    {{"card", to_text(order.serial)}});
  co_return Done{};
}

}  // namespace kwota::cards
