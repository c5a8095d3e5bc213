#include "carry/cards/tool_cards/tool_cards.h"

#include "base/ids_text.h"
#include "carry/cards/common/structure.h"
#include "carry/cards/tool_cards/tool_card_tables.h"

namespace kwota::cards {

namespace sfi = user_card::sfi;

namespace {

/// A tool card may be written over a blank card or one that was begun, never over a card that somebody carries credit with.
Dialogue<Done> begin_tool_card(const Product* product, CardKeys keys) {
  co_await make_card(product, keys, Bytes{});
  co_await authenticate(keys, seal::Purpose::seller_authentication, key_id::seller);
  co_return Done{};
}

Dialogue<Done> write_tariff(CardKeys keys, user_card::TariffFile tariff, user_card::Command which, std::uint8_t file) {
  const Bytes image = co_await ok(bytes_of(user_card::encode(tariff, which), file));
  co_await write_and_compare(keys, file, image);
  co_return Done{};
}

dialogue::JournalNote about_to_permit(const ClearCardOrder& order) {
  return dialogue::JournalNote{"write_clear_card",
                               {{"authorisation", to_hex(order.permission.authorisation)},
                                {"meter", to_text(order.permission.meter)},
                                {"card", to_hex(order.keys.serial.bytes)}}};
}

}  // namespace

Dialogue<Done> issue_preset_card(PresetCardOrder order) {
  const Bytes image = co_await ok(bytes_of(user_card::encode(order.preset), sfi::instruction));
  co_await begin_tool_card(&preset_card_product, order.keys);
  co_await write_tariff(order.keys, order.tariff_current, user_card::Command::tariff_current, sfi::tariff_current);
  co_await write_tariff(order.keys, order.tariff_spare, user_card::Command::tariff_spare, sfi::tariff_spare);
  co_await write_and_compare(order.keys, sfi::instruction, image);
  co_return Done{};
}

Dialogue<Done> issue_clear_card(ClearCardOrder order) {
  const Bytes image = co_await ok(bytes_of(user_card::encode(order.permission), sfi::instruction));
  co_await begin_tool_card(&clear_card_product, order.keys);
  co_await to_journal(about_to_permit(order));
  co_await write_and_compare(order.keys, sfi::instruction, image);
  co_return Done{};
}

}  // namespace kwota::cards
