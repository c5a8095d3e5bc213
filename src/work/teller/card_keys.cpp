// The teller and the keys of a card: which version it has, whether that is still good, and the change to its meter's version.
#include "sell/counter/order/key_notes.h"
#include "work/teller/key_gate.h"
#include "work/teller/key_policy.h"
#include "work/teller/teller.h"

namespace kwota::teller {
Result<cards::Contents> Teller::read_once(CardOnReader& card, const cards::Recognition& recognised, const Context& context) {
  const auto& serial = recognised.serial;
  cards::Reading reading;
  reading.keys.serial = serial;
  reading.nonces = cards::Nonces::from(random_);
  TRY(policy,
      books_.read([&](const books::Reader& books) -> Result<KeyPolicy> { return key_policy(books, context.today()); }));
  reading.versions = policy.known;
  reading.of_before = policy.of_before;
  TRY(seen, dialogue::run(recognised.family->read(reading), parties(card)));
  MUST(books_.read([&](const books::Reader& books) {
    return card_keys_are_good(books, serial, seen.key_version, context.today());
  }));
  return seen;
}

Result<cards::Contents> Teller::read(CardOnReader& card, const cards::Recognition& recognised, const Context& context) {
  TRY(seen, read_once(card, recognised, context));
  if (!seen.rekey_unfinished()) return seen;
  MUST(rekey(card, *recognised.family, seen, {seen.credit_version, seen.key_version}, context));
  return read_once(card, recognised, context);
}

Result<void> Teller::rekey(CardOnReader& card, const cards::Family& family, const cards::Contents& seen, ChangeOfKeys change,
                           const Context& context) {
  cards::NewKeys order;
  order.serial = seen.serial;
  order.from = change.from;
  order.to = change.to;
  order.credit_version = seen.credit_version;
  order.nonces = cards::Nonces::from(random_);
  MUST(dialogue::run(family.rekey(order), parties(card)));
  return note_version(seen.serial, change.to, context);
}

Result<void> Teller::note_version(const CardSerial& serial, std::uint8_t version, const Context& context) {
  const auto noted = books_.run(actor(context, "carry"),
                                [&](const books::Reader& books) { return counter::card_has_keys(books, serial, version); });
  if (!noted) return noted.error();
  return {};
}

Result<void> Teller::rekey_if_due(CardOnReader& card, Inspection& look, const Context& context) {
  if (!look.card) return {};
  const auto& seen = *look.card;
  TRY(wanted, books_.read([&](const books::Reader& books) -> Result<ChangeOfKeys> {
    const auto row = books.find<books::Card>(seen.serial);
    const auto account = row ? books.find<books::Account>(row->account) : std::nullopt;
    const auto meter = account ? books.find<books::Meter>(account->meter) : std::nullopt;
    if (!meter) return ChangeOfKeys{};
    // Its keys are new, but nobody has noted that the change came to its end.
    if (row->key_version < seen.key_version) return ChangeOfKeys{row->key_version, seen.key_version};
    const auto policy = key_policy(books, context.today());
    const bool due = meter->key_version > seen.key_version && policy.takes(meter->key_version);
    return due ? ChangeOfKeys{seen.key_version, meter->key_version} : ChangeOfKeys{};
  }));
  if (wanted.to == 0) return {};
  MUST(rekey(card, *look.recognition.family, seen, wanted, context));
  look.card->key_version = look.card->credit_version = wanted.to;
  look.rekeyed = wanted.to;
  return {};
}

Result<std::optional<user_card::VoidFile>> Teller::voids_for(MeterNumber meter, const Context& context) {
  return books_.read([&](const books::Reader& books) -> Result<std::optional<user_card::VoidFile>> {
    const auto pages = void_pages_for(books, meter, context.today());
    return pages.empty() ? std::nullopt : std::optional{pages.front()};
  });
}

Result<std::uint8_t> Teller::version_for(const CardSerial& serial, MeterNumber meter, const Context& context) {
  return books_.read([&](const books::Reader& books) {
    return version_for_new_card(books, serial, meter, context.today());
  });
}

}  // namespace kwota::teller
