// A grey card and its record: see purse_teller.h.
#include "work/teller/purse_grey.h"

#include <boost/json.hpp>

#include <algorithm>

#include "base/bytes.h"
#include "base/cause.h"
#include "work/teller/purse_on_file.h"
#include "work/teller/purse_teller.h"

namespace kwota::teller {
namespace {

using dialogue::Outcome;

template <class Array>
Array bytes_of(const std::string& hex) {
  Array out{};
  const auto bytes = from_hex(hex);
  if (bytes.ok() && bytes->size() == out.size()) std::copy(bytes->begin(), bytes->end(), out.begin());
  return out;
}

cards::HungDebit debit_of(const purse::HungOrder& order, const PurseInspection& look, const Context& context) {
  cards::HungDebit debit;
  debit.keys = {.serial = order.card, .version = look.key_version, .transport_version = 1, .chip = look.recognition.serial};
  debit.record = order.record;
  debit.amount = order.amount;
  debit.lock_sequence = static_cast<std::uint16_t>(order.offline);
  debit.terminal = bytes_of<cards::TerminalNumber>(order.terminal);
  debit.terminal_sequence = static_cast<std::uint32_t>(order.number);
  debit.moment = moment_of(context);
  debit.gmac = bytes_of<purse_card::Mac>(order.gmac);
  return debit;
}

std::string journal_details(const dialogue::JournalNote& note) {
  boost::json::object details;
  for (const auto& [name, value] : note.details) details[name] = value;
  return boost::json::serialize(details);
}

unsigned binary(std::uint8_t bcd) { return static_cast<unsigned>(bcd >> 4) * 10 + (bcd & 15); }

}  // namespace

std::optional<LocalTime> local_of(const cards::Moment& at) {
  const LocalTime time{{static_cast<int>(binary(at[0]) * 100 + binary(at[1])), binary(at[2]), binary(at[3])}, binary(at[4]), binary(at[5]), binary(at[6])};
  return valid(time) ? std::optional(time) : std::nullopt;
}

std::optional<purse::LockSeen> lock_of(const cards::PurseContents& contents) {
  if (!contents.lock) return std::nullopt;
  const auto& lock = *contents.lock;
  if (!contents.grey() && (lock.is_release() || lock.sequence == 0)) return std::nullopt;
  return purse::LockSeen{to_hex(lock.terminal), contents.grey() ? lock.sequence : lock.sequence - 1};
}

std::optional<std::int64_t> offline_of(const cards::PurseContents& contents) {
  if (!contents.lock) return 0;
  if (contents.lock->is_release()) return std::nullopt;
  return contents.lock->sequence + 1;  // of a lock the number before it, of a debit the one that it carried
}

std::optional<LocalTime> locked_at(const cards::PurseContents& contents) { return contents.lock ? local_of(contents.lock->moment) : std::nullopt; }

Result<GreySettled> PurseTeller::settle_grey(CardOnReader& card, const PurseInspection& look, const Context& context) {
  if (!look.contents || !look.seen || !look.seen->grey) return error(Fault::card, Cause::purse_not_grey, "This card is not locked; nothing is to be released.");
  const auto lock = lock_of(*look.contents);
  TRY(order, books_.read([&](const books::Reader& books) { return purse::record_to_pay(books, look.seen->card, lock); }));
  return pay(card, look, order, context);
}

Result<void> PurseTeller::note_debit(CardOnReader& card, PurseInspection& look, const Context& context) {
  if (!look.contents || !look.seen || look.seen->grey) return Done{};
  const auto lock = lock_of(*look.contents);
  if (!lock) return Done{};
  TRY(order, books_.read([&](const books::Reader& books) -> Result<std::optional<purse::HungOrder>> { return purse::record_of(books, look.seen->card, *lock); }));
  if (!order || look.contents->lock->amount() != order->amount) return Done{};
  TRY(paid, pay(card, look, *order, context));
  look.watering = paid.watering;
  return Done{};
}

Result<void> PurseTeller::note_contact(const PurseInspection& look, const Context& context) {
  if (!look.contents || !look.seen || look.watering) return Done{};  // what was paid just now is written down already
  const purse::CardShown shown{look.seen->card, look.seen->balance, offline_of(*look.contents)};
  TRY(tells, books_.read([&](const books::Reader& books) -> Result<bool> {
    TRY(noted, purse::note_contact(books, shown, context));
    return !noted.changes.put.empty();
  }));
  if (!tells) return Done{};
  TRY(done, books_.run({context.who.name, "settle", context.station}, [&](const books::Reader& books) { return purse::note_contact(books, shown, context); }));
  return done;
}

Result<GreySettled> PurseTeller::pay(CardOnReader& card, const PurseInspection& look, const purse::HungOrder& order, const Context& context) {
  const books::Actor actor{context.who.name, "settle", context.station};
  dialogue::Parties all;
  all.device = [&card](const iso7816::Command& command) { return card.exchange(command); };
  all.vault = [this](const seal::Request& request) { return vault_.perform(request); };
  all.journal = [&](const dialogue::JournalNote& note) -> Result<void> {
    auto noted = books_.run(actor, [&](const books::Reader& books) { return purse::debiting(books, vault_.name(), order, journal_details(note), context); });
    if (!noted) return noted.error();
    return Done{};
  };
  const auto debit = debit_of(order, look, context);
  TRY(written, dialogue::run(look.recognition.family->debit_hung(debit), all));
  GreySettled out{written, {}};
  const bool was_refused = written.outcome == Outcome::not_done && written.cause && cause_of(*written.cause) == Cause::card_refused;
  if (was_refused) MUST(books_.run(actor, [&](const books::Reader& books) { return purse::refused_by_card(books, vault_.name(), order, context); }));
  if (written.outcome != Outcome::done || !written.code) return out;  // torn: its lock says at the next look what was done
  const bool was_paid_before = !look.seen->grey;
  const auto at = was_paid_before ? locked_at(*look.contents) : local_of(debit.moment);
  const Money holds = was_paid_before ? look.seen->balance : written.balance.value_or(look.seen->balance);  // its proof says what was left then: it may have been loaded since
  const purse::Debited shown{.at = at.value_or(LocalTime{}), .proof = to_hex(*written.code), .proof_holds = written.proof != cards::PurseProof::wrong, .balance = holds};
  TRY(row, books_.run(actor, [&](const books::Reader& books) { return purse::debited(books, vault_.name(), order, shown, context); }));
  out.watering = std::move(row);
  return out;
}

}  // namespace kwota::teller
