#include "sell/purse/returned.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ids_text.h"
#include "people/permissions.h"

namespace kwota::purse {
namespace {

using books::PurseStatus;

constexpr auto cleared = "cleared";

enum class Standing : std::uint8_t { unknown, in_force, blocked, returned };

struct Known {
  std::optional<books::Card> card;
  Standing standing = Standing::unknown;
};

/// A purse of which the money was paid over has a lost card like one of which it waits.
Standing standing_of(const books::Purse& purse) {
  if (purse.state == PurseStatus::closed) return Standing::returned;
  return purse.state == PurseStatus::blocked || purse.state == PurseStatus::paid_over ? Standing::blocked : Standing::in_force;
}

/// A card that was made and never got its first money is nobody's, like one whose account is closed. Rows of farmers' cards alone go by such a number.
Known known(const books::Reader& books, const CardSerial& number) {
  Known out{books.find<books::Card>(number), Standing::unknown};
  if (!out.card) return out;
  if (const auto purse = books.find(books::Purse::of_card, number)) out.standing = standing_of(*purse);
  else if (out.card->state == books::CardStatus::spoiled && books.last<books::Purse>(out.card->account)) out.standing = Standing::returned;
  return out;
}

}  // namespace

Result<books::Card> may_be_cleared(const books::Reader& books, const CardSeen& seen) {
  auto [card, standing] = known(books, seen.card);
  if (standing == Standing::unknown) return error(Fault::card, "unknown_card", "This card is not in our books; nothing was done.", {{"card", to_text(seen.card)}});
  if (standing == Standing::in_force)
    return error(Fault::refused, "purse_in_use", "Only a card whose account is closed is cleared; nothing was done.", {{"account", fmt::format("{}", card->account)}});
  if (standing == Standing::blocked)
    return error(Fault::refused, "blocked_card_kept", "This card is blocked, and a blocked card is never cleared; nothing was done. Keep it.", {{"account", fmt::format("{}", card->account)}});
  if (seen.grey)
    return error(Fault::card, "card_grey", "A pump has locked this card and not charged it yet; settle that first. Nothing was booked.", {{"card", to_text(seen.card)}});
  if (!seen.balance.is_zero()) return error(Fault::card, "purse_holds_money", "There is still money on this card, and it is nobody's by the books: it was not cleared. Keep it and tell the manager.");
  return *std::move(card);
}

Result<books::Decision<books::Card>> clear_card(const books::Reader& books, const CardSeen& seen, const Context& context) {
  MUST(people::require(context.who, "open_account"));
  TRY(card, may_be_cleared(books, seen));
  card.state_reason = cleared;
  return books::Decision<books::Card>{{{card}, {}}, card};
}

Result<void> may_be_made_of(const books::Reader& books, const std::optional<CardSerial>& card) {
  const auto at = card ? known(books, *card) : Known{};
  if (at.standing == Standing::unknown) return Done{};
  if (at.standing == Standing::returned)
    return error(Fault::card, "card_to_clear", "This card was a farmer's before; nothing was booked. Clear it, then it is as good as a blank one.", {{"card", to_text(*card)}});
  return error(Fault::card, "card_in_use", "This card is somebody's already; nothing was booked. Put a blank card on the reader.",
               {{"card", to_text(*card)}, {"account", fmt::format("{}", at.card->account)}});
}

std::vector<books::Card> begun_with(const books::Reader& books, const CardSerial& chip) {
  std::vector<books::Card> begun;
  for (auto& card : books.all<books::Card>())
    if (was_begun_with(books, card, chip)) begun.push_back(std::move(card));
  std::ranges::sort(begun, {}, &books::Card::issued);
  return begun;
}

Result<void> may_be_taken_over(const books::Card& begun) {
  if (begun.state == books::CardStatus::spoiled) return Done{};
  return error(Fault::card, "card_begun_elsewhere", "This card is being made for another account, whose booking is not settled yet; nothing was written. Finish it there, or take another blank card.",
               {{"account", fmt::format("{}", begun.account)}});
}

Result<books::Decision<books::Card>> begun_is_gone(const books::Reader& books, const CardSerial& number, const Context&) {
  auto card = books.find<books::Card>(number);
  if (!card || card->state != books::CardStatus::spoiled) return error(Fault::card, "unknown_card", "This card is not in our books; nothing was done.", {{"card", to_text(number)}});
  card->state_reason = cleared;
  return books::Decision<books::Card>{{{*card}, {}}, *card};
}

}  // namespace kwota::purse
