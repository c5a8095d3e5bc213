#include "sell/counter/order/key_notes.h"

#include "base/ids_text.h"
#include "books/lookup.h"

namespace kwota::counter {

Result<books::Decision<books::Card>> card_has_keys(const books::Reader& books, const CardSerial& card, std::uint8_t version) {
  auto row = books.find<books::Card>(card);
  if (!row) return error(Fault::request, "unknown_card", "This card is not in the books: replace it.", {{"card", to_text(card)}});
  books::Decision<books::Card> decision;
  if (row->key_version != version) {
    row->key_version = version;
    decision.changes.put.emplace_back(*row);
  }
  decision.answer = *row;
  return decision;
}

Result<books::Decision<books::Meter>> meter_has_keys(const books::Reader& books, MeterNumber meter, std::uint8_t version) {
  auto row = books.find<books::Meter>(meter);
  if (!row)
    return error(Fault::request, "unknown_meter", "This meter is not in the books: enter it first.", {{"meter", to_text(meter)}});
  books::Decision<books::Meter> decision;
  if (row->key_version != version) {
    row->key_version = version;
    decision.changes.put.emplace_back(*row);
  }
  decision.answer = *row;
  return decision;
}

Result<void> check_may_forget_keys(const books::Reader& books, MeterNumber meter) {
  const auto row = books.find<books::Meter>(meter);
  const auto account = books::account_of_meter(books, meter);
  if (!row || !account || row->sold == row->applied) return Done{};
  std::string cards;
  for (const auto& card : books::cards_of_account(books, account->number)) {
    const bool in_use = card.state == books::CardStatus::fresh || card.state == books::CardStatus::active || card.state == books::CardStatus::blocked;
    if (in_use && card.key_version < row->key_version) cards += (cards.empty() ? "" : ", ") + to_text(card.serial);
  }
  if (cards.empty()) return Done{};
  return error(Fault::refused, "cards_in_transit",
               "A paid sale travels to this meter on a card under the old keys: the meter would refuse it. Nothing was changed; let the "
               "meter read the card, or bring the card to the counter first.",
               {{"meter", to_text(meter)}, {"cards", cards}});
}

std::optional<std::uint8_t> version_in(const books::Statement& statement) {
  const auto own_keys = statement.key_info >> 24 & 0xFF;
  const auto version = static_cast<std::uint8_t>(statement.key_info >> 16);
  return own_keys == 1 && version != 0 ? std::optional{version} : std::nullopt;
}

std::int64_t voids_in(const books::Statement& statement, std::int64_t before) {
  constexpr std::int64_t editions = 255;  // one byte without 0
  const std::int64_t edition = statement.key_info & 0xFF;
  if (edition == 0) return 0;  // another security module, that knows none
  const auto ahead = ((edition - before) % editions + editions) % editions;
  return ahead <= voids_a_word ? before + ahead : before;  // more than that: a word of before
}

}  // namespace kwota::counter
