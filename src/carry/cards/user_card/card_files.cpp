#include "carry/cards/user_card/card_files.h"

#include <algorithm>

#include "carry/cards/common/parameter_files.h"

namespace kwota::cards {
namespace {

user_card::CardType card_type(Use use) {
  switch (use) {
    case Use::open_account: return user_card::CardType::open_account;
    case Use::purchase: return user_card::CardType::purchase;
    case Use::replacement: return user_card::CardType::replacement;
    case Use::closing: break;
  }
  return user_card::CardType::closing;
}

user_card::InstructionFile instruction_of(const Delivery& delivery, const user_card::PresetFile& preset) {
  user_card::InstructionFile instruction;
  instruction.user_type = preset.user_type;
  instruction.update_flags = preset.update_flags;
  instruction.version = preset.version;
  instruction.tariff_switch = preset.tariff_switch;
  instruction.rates = preset.rates;
  instruction.alarm1 = preset.alarm1;
  instruction.alarm2 = preset.alarm2;
  instruction.ct = preset.ct;
  instruction.pt = preset.pt;
  instruction.meter = delivery.meter;
  instruction.customer = delivery.customer;
  instruction.card_type = card_type(delivery.use);
  return instruction;
}

/// Contents::as_read: instruction and returned data, as they stood.
constexpr std::size_t as_read_bytes = user_card::InstructionFile::size + user_card::ReturnedFile::size;

Bytes as_read(const UserCard& card) {
  Bytes out(user_card::InstructionFile::size);
  if (card.instruction)
    if (const auto image = user_card::encode(*card.instruction)) std::ranges::copy(*image, out.begin());
  append(out, card.returned_image);
  return out;
}

std::optional<user_card::InstructionFile> instruction_on(const Contents& card) {
  return user_card::decode_instruction(ByteView{card.as_read}.first(user_card::InstructionFile::size));
}

Bytes returned_on(const Contents& card) { return to_bytes(ByteView{card.as_read}.subspan(user_card::InstructionFile::size)); }

}  // namespace

Result<CreditOrder> credit_order(const Delivery& delivery, const Contents* on_card) {
  TRY(files, parameter_files(delivery.parameters));
  CreditOrder order;
  order.keys = delivery.keys;
  order.nonces = delivery.nonces;
  order.sale = delivery.sale;
  order.first_attempt = delivery.first_attempt;
  order.instruction = instruction_of(delivery, files.preset);
  order.purse = {delivery.amount, delivery.n};
  order.tariff_current = files.current;
  order.tariff_spare = files.spare;
  if (on_card == nullptr || on_card->as_read.size() != as_read_bytes) return order;
  order.voids = delivery.voids;
  if (on_card->credit) order.expected = user_card::PurseFile{on_card->credit->amount, on_card->credit->n};
  order.returned_stored = returned_on(*on_card);
  const auto there = instruction_on(*on_card);
  // Another meter has nothing of what this card brought to the one before.
  if (!there || there->version != order.instruction.version || there->meter != delivery.meter) return order;
  order.tariff_current = order.tariff_spare = std::nullopt;
  const auto returned = user_card::decode_returned(order.returned_stored);
  const bool meter_has_them = returned && returned->meter == delivery.meter;  // else they are still on their way
  order.instruction.update_flags = meter_has_them ? user_card::update::none : there->update_flags;
  return order;
}

Result<PersonaliseOrder> personalise_order(const Delivery& delivery, const Holder& holder) {
  PersonaliseOrder order;
  TRY(credit, credit_order(delivery, nullptr));
  order.credit = std::move(credit);
  if (!order.credit.tariff_spare) order.credit.tariff_spare = order.credit.tariff_current;
  order.holder.county = holder.county;
  order.holder.issued = meter_time({holder.issued, 0, 0, 0});
  if (holder.valid_to) order.holder.valid_to = meter_time({*holder.valid_to, 0, 0, 0});
  order.holder.issue_number = holder.issue_number;
  order.holder.customer = delivery.customer;
  order.pin = holder.pin;
  return order;
}

Contents contents_of(const UserCard& card) {
  Contents contents;
  contents.serial = card.serial;
  contents.key_version = card.key_version;
  contents.credit_version = card.credit_version;
  if (card.instruction) {
    contents.meter = card.instruction->meter;
    contents.customer = card.instruction->customer;
  }
  if (card.purse) contents.credit = CreditOnCard{card.purse->amount, card.purse->count};
  if (card.returned && card.registers) {
    MeterReport report{*card.returned, *card.registers, card.returned_image, {}};
    if (const auto image = user_card::encode(*card.registers)) report.register_image = to_bytes(*image);
    contents.report = std::move(report);
  }
  contents.as_read = as_read(card);
  return contents;
}

}  // namespace kwota::cards
