// The teller and the keys of a card: which version it has, whether that is still good, and the change to its meter's version.
#include <fmt/format.h>

#include "carry/cards/rekey.h"
#include "keys/journal/note.h"
#include "sell/counter/key_notes.h"
#include "serve/teller/key_policy.h"
#include "serve/teller/teller.h"

namespace kwota::teller {
namespace {

books::Actor actor(const Context& context, std::string action) {
  return {.operator_name = context.who.name, .action = std::move(action), .station = context.station};
}

std::string text(std::uint8_t version) { return fmt::format("{}", version); }

Error retired(std::uint8_t version, std::string date) {
  return error(
      Fault::refused, "key_version_retired",
      fmt::format(
          "This card has keys of version {}, which counters refuse since {}: nothing was read or sold. Update its meter's "
          "keys and put it down again, or replace the card; what it carried is in the books.",
          version, date),
      {{"version", text(version)}, {"date", std::move(date)}});
}

/// Behind which day the counters refuse that version.
std::string last_day_of(const books::Reader& books, std::uint8_t version) {
  std::string day = "—";
  for (std::int64_t number = 1; number < books.next_campaign_number(); ++number)
    if (const auto row = books.campaign(number); row && row->from_version == version && row->state != "stopped")
      day = row->refuse_after;
  return day;
}

/// Behind the last day, but before the version is retired for good: a card whose meter has the new keys gets them now.
bool may_still_change(const books::Reader& books, const KeyPolicy& policy, const cards::UserCard& seen) {
  const auto key = books.key_version(keys::sealing_vault, seal::name_of(seal::Purpose::credit), seen.key_version);
  const auto card = books.card(seen.serial);
  const auto account = card ? books.account(card->account) : std::nullopt;
  const auto meter = account ? books.meter(account->meter) : std::nullopt;
  return key && key->state != "retired" && meter && meter->key_version > seen.key_version && policy.takes(meter->key_version);
}

}  // namespace

Result<cards::UserCard> Teller::read_once(CardOnReader& card, const CardSerial& serial, const Context& context) {
  cards::Reading reading;
  reading.keys.serial = serial;
  reading.nonces = cards::Nonces::from(random_);
  TRY(policy,
      books_.read([&](const books::Reader& books) -> Result<KeyPolicy> { return key_policy(books, context.business_day()); }));
  reading.versions = policy.known;
  TRY(seen, dialogue::run(cards::read_user_card(reading), parties(card, nullptr, serial, context)));
  if (!policy.refuses(seen.key_version)) return seen;
  TRY(day, books_.read([&](const books::Reader& books) -> Result<std::string> {
    return may_still_change(books, policy, seen) ? std::string{} : last_day_of(books, seen.key_version);
  }));
  if (day.empty()) return seen;
  return retired(seen.key_version, day);
}

Result<cards::UserCard> Teller::read(CardOnReader& card, const CardSerial& serial, const Context& context) {
  TRY(seen, read_once(card, serial, context));
  if (!seen.rekey_unfinished()) return seen;
  MUST(rekey(card, seen, seen.credit_version, seen.key_version, context));
  return read_once(card, serial, context);
}

Result<void> Teller::rekey(CardOnReader& card, const cards::UserCard& seen, std::uint8_t from, std::uint8_t to,
                           const Context& context) {
  cards::RekeyOrder order;
  order.serial = seen.serial;
  order.from = from;
  order.to = to;
  order.credit_version = seen.credit_version;
  order.nonces = cards::Nonces::from(random_);
  MUST(dialogue::run(cards::rekey_user_card(order), parties(card, nullptr, seen.serial, context)));
  return note_version(seen.serial, to, context);
}

Result<void> Teller::note_version(const CardSerial& serial, std::uint8_t version, const Context& context) {
  const auto noted = books_.run(actor(context, "carry"),
                                [&](const books::Reader& books) { return counter::card_has_keys(books, serial, version); });
  if (!noted) return noted.error();
  return {};
}

Result<void> Teller::rekey_if_due(CardOnReader& card, Look& look, const Context& context) {
  if (!look.card) return {};
  const auto& seen = *look.card;
  struct Wanted {
    std::uint8_t from = 0, to = 0;
  };
  TRY(wanted, books_.read([&](const books::Reader& books) -> Result<Wanted> {
    const auto row = books.card(seen.serial);
    const auto account = row ? books.account(row->account) : std::nullopt;
    const auto meter = account ? books.meter(account->meter) : std::nullopt;
    if (!meter) return Wanted{};
    // Its keys are new, but nobody has noted that the change came to its end.
    if (row->key_version < seen.key_version) return Wanted{row->key_version, seen.key_version};
    const auto policy = key_policy(books, context.business_day());
    const bool due = meter->key_version > seen.key_version && policy.takes(meter->key_version);
    return due ? Wanted{seen.key_version, meter->key_version} : Wanted{};
  }));
  if (wanted.to == 0) return {};
  MUST(rekey(card, seen, wanted.from, wanted.to, context));
  look.card->key_version = look.card->credit_version = wanted.to;
  look.rekeyed = wanted.to;
  return {};
}

Result<std::optional<user_card::VoidFile>> Teller::voids_for(MeterNumber meter) {
  return books_.read(
      [&](const books::Reader& books) -> Result<std::optional<user_card::VoidFile>> { return void_list_for(books, meter); });
}

Result<std::uint8_t> Teller::version_for(const CardSerial& serial, MeterNumber meter, const Context& context) {
  return books_.read([&](const books::Reader& books) -> Result<std::uint8_t> {
    const auto policy = key_policy(books, context.business_day());
    const auto card = books.card(serial);
    if (card && card->key_version != books::KeyNumber::first && policy.takes(card->key_version))
      return std::uint8_t{card->key_version};
    const auto row = books.meter(meter);
    const std::uint8_t version = row ? std::uint8_t{row->key_version} : policy.known.front();
    if (policy.takes(version)) return version;
    return error(Fault::refused, "meter_not_rekeyed",
                 fmt::format("The meter still has keys of version {}, which counters use no more: no card can be written for it. "
                             "Update its keys first.",
                             version),
                 {{"version", text(version)}});
  });
}

}  // namespace kwota::teller
