#include "sell/counter/key_notes.h"

#include "base/ids_text.h"

namespace kwota::counter {

Result<books::Decision<books::Card>> card_has_keys(const books::Reader& books, const CardSerial& card, std::uint8_t version) {
  auto row = books.card(card);
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
  auto row = books.meter(meter);
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

std::optional<std::uint8_t> version_in(const books::Statement& statement) {
  const auto own_keys = statement.key_info >> 24 & 0xFF;
  const auto version = static_cast<std::uint8_t>(statement.key_info >> 16);
  return own_keys == 1 && version != 0 ? std::optional{version} : std::nullopt;
}

}  // namespace kwota::counter
