// The law of cards and wells: money is on the card, or a well has charged it, once.
//   each card   what came onto it = what is on it + what came off it at the counter + what wells have debited: every record with its proof, and of those
//               that hang the ones whose answer was lost
//   all wells   charged in all = short on all cards + what hangs and was never debited
#include <map>
#include <set>

#include "collect/laws/purses.h"
#include "seal/pump_records/records.h"
#include "sell/purse/outcome.h"
#include "sell/purse/purse_account.h"
#include "sim/field/world/law.h"

namespace kwota::field {
namespace {

constexpr std::uint32_t numbers_of_a_well = 100'000'000;

/// What came onto a card and off it at the counter, and what nobody can say: a booking whose card is away or was settled without it.
struct Brought {
  Money sum;
  std::vector<Money> open;
};

/// Its card was reported lost while it was sealed for: what takes money off it counts as not done, and the card may have done it all the same.
bool was_settled_without_its_card(const books::Reader& reader, const books::PurseMove& move) {
  return purse::was_sealed(reader, move.sale) &&
         std::ranges::none_of(reader.select(books::JournalEntry::of_sale, move.sale), [](const auto& row) { return row.what == books::JournalEvent::not_carried; });
}

void add_move(const books::Reader& reader, const books::PurseMove& move, Brought& card) {
  if (move.kind == books::PurseMoveKind::paid_over_from) return;
  const Money amount = books::adds_to_card(move.kind) ? move.amount : -move.amount;
  if (books::happened(move.outcome)) {
    card.sum += amount;
    if (move.proof.empty()) card.open.push_back(-amount);
  } else if (was_settled_without_its_card(reader, move)) {
    card.open.push_back(amount);
  }
}

void add_purse(const books::Reader& reader, const books::Purse& purse, Brought& card) {
  for (const auto& move : reader.select<books::PurseMove>(purse.account, purse.number)) add_move(reader, move, card);
  const auto waits = purse::unsettled(reader, purse.account);
  if (waits && waits->card == purse.card && !waits->credit.is_zero()) card.open.push_back(waits->credit.money());
}

Result<std::map<CardSerial, Brought>> brought_by_the_books(World& world) {
  return world.books->read([&](const books::Reader& reader) -> Result<std::map<CardSerial, Brought>> {
    std::map<CardSerial, Brought> all;
    for (const auto& [name, account] : world.accounts)
      for (const auto& purse : reader.select<books::Purse>(account))
        if (purse.card) add_purse(reader, purse, all[*purse.card]);
    return all;
  });
}

/// One watering by its card, of whichever well.
struct Watered {
  Money amount;
  bool debited = false;
};
using Waterings = std::map<std::pair<pump::TerminalNumber, std::uint32_t>, Watered>;

std::map<CardSerial, Waterings> waterings(World& world) {
  std::map<CardSerial, Waterings> all;
  for (auto& [name, well] : world.wells) {
    auto& store = well.pump->pump().store();
    const auto count = std::min(store.usage().count(), meter::PumpStore::usage_kept);
    for (std::uint32_t back = 1; back <= count; ++back) {
      const auto image = store.usage().at(back);
      const auto record = image ? pump::decode_usage(*image) : std::nullopt;
      if (record && !record->amount.is_zero()) all[record->card][{well.terminal_of(store.usage().count() - back + 1), record->number}] = {record->amount, record->tac != pump::Proof{}};
    }
  }
  for (auto& [name, well] : world.wells)
    for (std::size_t slot = 0; slot < meter::PumpStore::released_kept; ++slot) {
      const auto brought = well.pump->pump().store().released(slot);
      if (!brought || brought->record.state != pump::HungState::settled || brought->record.amount.is_zero()) continue;
      all[brought->record.card][{brought->record.terminal, brought->record.number % numbers_of_a_well}] = {brought->record.amount, true};
    }
  return all;
}

/// Whether `spent` is what was debited, or that and some whose answer was lost: the next lock takes the place of a proof that nobody has heard.
bool explains(const Waterings& waterings, Money spent) {
  Money debited;
  std::set<Money> hanging{Money{}};  // sums of any of them
  for (const auto& [where, one] : waterings) {
    if (one.debited) {
      debited += one.amount;
      continue;
    }
    std::set<Money> with_it;
    for (const Money sum : hanging) with_it.insert(sum + one.amount);
    hanging.merge(with_it);
  }
  return hanging.contains(spent - debited);
}

Difference not_explained(World& world, const std::string& card, Money spent, const Waterings& waterings) {
  std::string seen = world.money(spent) + " are missing on it;";
  for (const auto& [where, one] : waterings) seen += " " + world.money(one.amount) + (one.debited ? " debited" : " hung");
  return {"card " + card + ": loaded = on the card + debited + taken off", seen};
}

/// Records of so many waterings are kept that each is seen.
bool keeps_all(World& world) {
  return std::ranges::all_of(world.wells, [](auto& one) { return one.second.pump->pump().store().usage().count() <= meter::PumpStore::usage_kept; });
}

}  // namespace

Result<std::optional<Difference>> check_purses(World& world) {
  if (world.wells.empty()) return std::optional<Difference>{};
  TRY(brought, brought_by_the_books(world));
  const auto watered = waterings(world);
  Money short_of, charged, hanging;
  bool certain = true;
  for (const auto& [name, card] : world.cards) {
    const auto seen = sim::purse_on(card.os->state());
    const auto stranger = world.strangers.find(name);
    if (!seen || (stranger == world.strangers.end() && !brought.contains(seen->number))) continue;
    auto known = stranger != world.strangers.end() ? Brought{stranger->second, {}} : brought.at(seen->number);
    known.open.emplace_back();
    const auto of_card = watered.find(seen->number);
    const auto& its = of_card == watered.end() ? Waterings{} : of_card->second;
    const bool good = std::ranges::any_of(known.open, [&](Money open) { return explains(its, known.sum + open - seen->balance); });
    if (keeps_all(world) && !good) return std::optional(not_explained(world, name, known.sum - seen->balance, its));
    certain = certain && known.open.size() == 1;
    short_of += known.sum - seen->balance;
    Money debited;
    for (const auto& [where, one] : its) (one.debited ? debited : hanging) += one.amount;
    if (known.sum - seen->balance != debited) hanging -= known.sum - seen->balance - debited;
  }
  for (auto& [name, well] : world.wells) charged += well.pump->pump().account().charged;
  if (certain && keeps_all(world) && charged != short_of + hanging)
    return std::optional(Difference{"the wells: charged = short on the cards + hung", world.money(charged) + " and " + world.money(short_of + hanging)});
  if (certain && !keeps_all(world) && charged < short_of)
    return std::optional(Difference{"the wells: nothing is debited that they have not charged", world.money(charged) + " and " + world.money(short_of)});
  return std::optional<Difference>{};
}

}  // namespace kwota::field
