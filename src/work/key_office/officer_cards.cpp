// Officers' cards in a ceremony: a component goes onto its officer's card, or comes from it, and into the ceremony – from one to
// the other in locked memory, and nowhere else. The card is spoken to outside of the room's lock: others go on meanwhile, and
// the ceremony judges anew when the component is given.
#include <fmt/format.h>

#include <algorithm>
#include <mutex>

#include "base/cause.h"
#include "base/core/bcd.h"
#include "base/ids_text.h"
#include "carry/cards/key_cards/care.h"
#include "keys/journal/note.h"
#include "keys/office/officer_cards.h"
#include "keys/office/versions.h"
#include "people/permissions.h"
#include "work/key_office/key_office.h"

namespace kwota::key_office {
namespace {

key_cards::Date4 date_of(const people::Context& context) {
  const auto day = context.zone.local(context.now).date;
  key_cards::Date4 out{};
  put_bcd(out, static_cast<unsigned>(day.year) * 10'000 + day.month * 100 + day.day);
  return out;
}

/// As far as they have been chosen.
Result<key_cards::TreeFactors> factors_of(const books::Reader& reader) {
  const auto row = reader.only<books::KeyFactors>();
  if (!row) return key_cards::TreeFactors{};
  key_cards::TreeFactors factors{.province = row->province};
  TRY(utility, from_hex(row->utility_factor));
  if (utility.size() == factors.utility.size()) std::copy(utility.begin(), utility.end(), factors.utility.begin());
  return factors;
}

/// What the books add to the order for a card.
Result<key_cards::ComponentOrder> order_of(const books::Reader& reader, const KeyOffice::OfficerCard& card,
                                           const people::Context& context) {
  key_cards::ComponentOrder order{.serial = card.serial, .pin = card.pin, .issued = date_of(context)};
  order.transport_version =
      static_cast<std::uint8_t>(keys::newest_version(reader, keys::office_vault, seal::Purpose::card_transport));
  if (order.transport_version == 0)
    return error(Fault::refused, Cause::transport_key_missing,
                 "The supplier's transport key of blank cards has not been entered: no card could be issued under the new keys. "
                 "Nothing was changed.");
  TRY(factors, factors_of(reader));
  order.factors = factors;
  return order;
}

}  // namespace

Result<void> KeyOffice::may_give(std::int64_t ceremony, const people::Context& context) {
  const std::lock_guard lock(mutex_);
  close_expired(context.now);
  MUST(is_held(ceremony));
  return open_->may_give(context.who.name, context.now);
}

Result<KeyOffice::Prepared> KeyOffice::prepare(std::int64_t ceremony, const std::optional<Typed>& typed,
                                           const people::Context& context) {
  MUST(may_give(ceremony, context));
  const std::lock_guard lock(mutex_);
  MUST(is_held(ceremony));
  if (typed) {
    TRY(value, open_->check(typed->component.view(), typed->repeated.view()));
    return Prepared{typed->component, value};
  }
  if (open_->setup().key.purpose == seal::Purpose::card_transport)
    return error(Fault::request, Cause::component_of_letter,
                 "The supplier's transport key comes in his letters: type what stands there. Nothing was changed.");
  TRY(component, rolled(open_->setup().suite));
  TRY(value, open_->check(component.view(), component.view()));
  return Prepared{std::move(component), value};
}

Result<Done> KeyOffice::write_card(const OfficerCard& card, const Prepared& prepared, const dialogue::Parties& parties,
                                 const people::Context& context) {
  TRY(order, parts_.books.read([&](const books::Reader& reader) { return order_of(reader, card, context); }));
  order.component = prepared.component;
  bool begun = false;
  auto with_books = parties;
  with_books.journal = [&](const dialogue::JournalNote&) -> Result<void> {
    auto noted = run(context, "key_ceremony", [&](const books::Reader& reader) {
      return keys::begin_officer_card(reader, to_text(card.serial), context);
    });
    if (!noted) return std::move(noted).error();
    begun = true;
    return {};
  };
  const auto written = dialogue::run(key_cards::issue_officer_card(std::move(order)), with_books);
  if (begun)
    MUST(run(context, "key_ceremony", [&](const books::Reader& reader) {
      return keys::note_officer_card(reader, to_text(card.serial), written.ok(), context);
    }));
  return written;
}

Result<KeyOffice::Receipt> KeyOffice::give_and_keep(std::int64_t ceremony, const OfficerCard& card, const std::optional<Typed>& typed,
                                                const dialogue::Parties& parties, const people::Context& context) {
  TRY(prepared, prepare(ceremony, typed, context));
  MUST(write_card(card, prepared, parties, context));
  return give(ceremony, prepared.component.view(), prepared.component.view(), to_text(card.serial), context);
}

Result<KeyOffice::Receipt> KeyOffice::give_from_card(std::int64_t ceremony, const OfficerCard& card, const dialogue::Parties& parties,
                                                 const people::Context& context) {
  MUST(may_give(ceremony, context));
  const auto serial = to_text(card.serial);
  auto given = [&]() -> Result<Receipt> {
    MUST(parts_.books.read([&](const books::Reader& reader) { return keys::may_bring(reader, serial, context); }));
    TRY(component, dialogue::run(key_cards::read_component(card.serial, card.pin), parties));
    return give(ceremony, component.view(), component.view(), serial, context);
  }();
  MUST(run(context, "key_ceremony", [&](const books::Reader& reader) {
    return given ? keys::note_brought(reader, serial, context)
                 : keys::note_not_brought(serial, given.error().code, context);
  }));
  return given;
}

Result<books::KeyFactors> KeyOffice::choose_factors_from_card(const OfficerCard& card, const dialogue::Parties& parties,
                                                            const people::Context& context) {
  MUST(people::require(context.who, "key_cards"));
  MUST(parts_.books.read([&](const books::Reader& reader) { return keys::check_device(reader, to_text(card.serial)); }));
  TRY(factors, dialogue::run(key_cards::read_factors(card.serial, card.pin), parties));
  return choose_factors({to_hex(factors.utility), fmt::format("{:08X}", factors.province)}, context);
}

}  // namespace kwota::key_office
