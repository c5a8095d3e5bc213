#include "carry/cards/recognise.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ids_text.h"
#include "carry/cards/names.h"
#include "carry/cards/tool_card_tables.h"
#include "carry/iso7816/atr.h"

namespace kwota::cards {

namespace {

constexpr std::size_t frame_head = 4;  // 68 cmd len2

bool all_zero(ByteView bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
}

Error foreign() {
  return error(Fault::card, "card_foreign", "This card does not belong to this system; take it away.");
}

std::string hex_county(std::uint32_t county) { return fmt::format("{:08X}", county); }

}  // namespace

std::string_view name_of(Standing standing) {
  switch (standing) {
    case Standing::blank: return "blank";
    case Standing::half_personalised: return "half_personalised";
    case Standing::ours: return "ours";
    case Standing::other_county: return "other_county";
    case Standing::foreign: return "foreign";
    case Standing::key_card: return "key_card";
    case Standing::damaged: break;
  }
  return "damaged";
}

Result<CardSerial> serial_of_atr(ByteView atr) {
  CardSerial serial;
  const auto historical = iso7816::historical_bytes(atr);
  if (!historical || historical->size() < serial.bytes.size()) return foreign();
  std::copy_n(historical->end() - serial.bytes.size(), serial.bytes.size(), serial.bytes.begin());
  if (serial.is_zero()) return foreign();
  return serial;
}

namespace {

/// A user card: the holder file, written last, decides.
Recognition judge_user_card(Recognition seen, const iso7816::Response& holder, std::uint32_t county) {
  if (!holder.sw.ok() || all_zero(holder.data)) {
    seen.standing = Standing::half_personalised;
    return seen;
  }
  seen.holder = user_card::decode_holder(holder.data);
  if (!seen.holder) {
    seen.standing = Standing::damaged;
    seen.damaged_file = file_name(user_card::sfi::holder);
    return seen;
  }
  seen.standing = seen.holder->county == county ? Standing::ours : Standing::other_county;
  return seen;
}

/// The kind of card, by the head of its instruction file. A card of another county is named even when that is damaged.
Recognition judge(Recognition seen, const iso7816::Response& head, const iso7816::Response& holder, std::uint32_t county) {
  const auto command = head.sw.ok() ? user_card::command_of(head.data) : std::nullopt;
  seen.product = command ? product_of(*command) : nullptr;
  if (seen.product == &preset_card_product || seen.product == &clear_card_product) {
    seen.standing = Standing::ours;
    return seen;
  }
  seen = judge_user_card(std::move(seen), holder, county);
  if (seen.standing == Standing::ours && seen.product == nullptr) {
    seen.standing = Standing::damaged;
    seen.damaged_file = file_name(user_card::sfi::instruction);
  }
  return seen;
}

}  // namespace

Dialogue<Recognition> recognise(Bytes atr, std::uint32_t county) {
  Recognition seen;
  const auto serial = serial_of_atr(atr);
  if (!serial.ok()) co_return seen;
  seen.serial = *serial;
  const auto application = co_await transmit(select(application_id));
  if (!application.sw.ok()) {
    const auto key_application = co_await transmit(select(key_application_id));
    if (key_application.sw.ok()) {
      seen.standing = Standing::key_card;
      co_return seen;
    }
    const auto root = co_await transmit(select(card_root.id));
    seen.standing = root.sw.ok() ? Standing::blank : Standing::foreign;
    co_return seen;
  }
  const auto head = co_await transmit(read_binary(user_card::sfi::instruction, frame_head));
  const auto holder = co_await transmit(read_binary(user_card::sfi::holder, user_card::HolderFile::size));
  co_return judge(std::move(seen), head, holder, county);
}

Result<void> must_be_ours(const Recognition& recognition) {
  switch (recognition.standing) {
    case Standing::ours: return {};
    case Standing::blank:
      return error(Fault::card, "card_blank", "This card is blank; open an account or replace a card with it.");
    case Standing::half_personalised:
      return error(Fault::card, "card_half_personalised", "The making of this card was broken off; finish it first.",
                   {{"serial", to_text(recognition.serial)}});
    case Standing::other_county:
      return error(Fault::card, "card_other_county", "This card belongs to another county; its holder must go there.",
                   {{"county", hex_county(recognition.holder->county)}});
    case Standing::damaged:
      return error(Fault::card, "card_damaged", "A file of this card cannot be read; replace the card.",
                   {{"file", recognition.damaged_file}});
    case Standing::key_card:
      return error(Fault::card, "card_is_key_card", "This is a key card: it carries no credit. Put the customer's card on the reader.");
    case Standing::foreign: break;
  }
  return foreign();
}

}  // namespace kwota::cards
