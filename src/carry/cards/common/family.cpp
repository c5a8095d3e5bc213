#include "carry/cards/common/family.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "base/ids_text.h"
#include "carry/cards/common/structure.h"
#include "carry/iso7816/atr.h"

namespace kwota::cards {
namespace {

std::string hex_county(std::uint32_t county) { return fmt::format("{:08X}", county); }

Error of_another_kind(const Family& family) {
  return error(Fault::card, "card_of_another_kind", "Cards of this kind are not made for this; nothing was written. Take another card.",
               {{"family", std::string{family.name()}}});
}

}  // namespace

std::string_view name_of(PurseProof proof) {
  switch (proof) {
    case PurseProof::right: return "right";
    case PurseProof::wrong: return "wrong";
    case PurseProof::unchecked: return "unchecked";
    case PurseProof::none: break;
  }
  return "none";
}

std::string_view name_of(CardCondition condition) {
  switch (condition) {
    case CardCondition::blank: return "blank";
    case CardCondition::half_personalised: return "half_personalised";
    case CardCondition::ours: return "ours";
    case CardCondition::other_county: return "other_county";
    case CardCondition::foreign: return "foreign";
    case CardCondition::key_card: return "key_card";
    case CardCondition::damaged: break;
  }
  return "damaged";
}

Result<void> must_be_ours(const Recognition& recognition) {
  switch (recognition.condition) {
    case CardCondition::ours: return {};
    case CardCondition::blank:
      return error(Fault::card, "card_blank", "This card is blank; open an account or replace a card with it.");
    case CardCondition::half_personalised:
      return error(Fault::card, "card_half_personalised", "The making of this card was broken off; finish it first.",
                   {{"serial", to_text(recognition.serial)}});
    case CardCondition::other_county:
      return error(Fault::card, "card_other_county", "This card belongs to another county; its holder must go there.",
                   {{"county", hex_county(recognition.county.value_or(0))}});
    case CardCondition::damaged:
      return error(Fault::card, Cause::card_damaged, "A file of this card cannot be read; replace the card.",
                   {{"file", recognition.damaged_file}});
    case CardCondition::key_card:
      return error(Fault::card, "card_is_key_card", "This is a key card: it carries no credit. Put the customer's card on the reader.");
    case CardCondition::foreign: break;
  }
  return card_foreign();
}

Dialogue<bool> Glance::has(std::uint16_t directory) {
  if (selected_ == directory) co_return true;
  if (std::ranges::find(absent_, directory) != absent_.end()) co_return false;
  const auto answer = co_await transmit(select(directory));
  if (!answer.sw.ok()) {
    absent_.push_back(directory);
    co_return false;
  }
  selected_ = directory;
  control_information_ = answer.data;
  files_.clear();
  co_return true;
}

Dialogue<iso7816::Response> Glance::file(std::uint8_t sfi, std::uint8_t length) {
  const std::pair asked{sfi, length};
  if (const auto known = files_.find(asked); known != files_.end()) co_return known->second;
  auto answer = co_await transmit(read_binary(sfi, length));
  files_.emplace(asked, answer);
  co_return answer;
}

Dialogue<Contents> Family::read(Reading) const { co_return of_another_kind(*this); }
Dialogue<Written> Family::write_credit(Delivery, Contents) const { co_return of_another_kind(*this); }
Dialogue<Written> Family::issue(Delivery, Holder) const { co_return of_another_kind(*this); }
Dialogue<Done> Family::rekey(NewKeys) const { co_return of_another_kind(*this); }
Dialogue<Done> Family::set_pin(CardKeys, HolderPins) const { co_return of_another_kind(*this); }
Dialogue<PurseWritten> Family::load(PurseOrder) const { co_return of_another_kind(*this); }
Dialogue<PurseWritten> Family::unload(PurseOrder) const { co_return of_another_kind(*this); }
Dialogue<PurseWritten> Family::settle_purse(PurseDoubt) const { co_return of_another_kind(*this); }
Dialogue<PurseProven> Family::prove_purse(PurseOrder) const { co_return of_another_kind(*this); }
Dialogue<PurseWritten> Family::debit_hung(HungDebit) const { co_return of_another_kind(*this); }
Dialogue<PurseWritten> Family::release_lock(PurseOrder) const { co_return of_another_kind(*this); }
Dialogue<Done> Family::issue_purse(PurseIssue) const { co_return of_another_kind(*this); }
Dialogue<Done> Family::write_areas(CardKeys, purse_card::AreasRecord) const { co_return of_another_kind(*this); }
Dialogue<Done> Family::block_purse(CardKeys) const { co_return of_another_kind(*this); }
Dialogue<Done> Family::clear_purse(CardKeys) const { co_return of_another_kind(*this); }
Dialogue<Done> Family::issue_clear_card(CardKeys, ClearPermission) const { co_return of_another_kind(*this); }
Dialogue<Done> Family::issue_preset_card(CardKeys, Parameters) const { co_return of_another_kind(*this); }

const Family* Families::find(std::string_view name) const {
  const auto found = std::ranges::find_if(rows_, [&](const Family* row) { return row->name() == name; });
  return found == rows_.end() ? nullptr : *found;
}

const Family* Families::maker_of(std::string_view product) const {
  for (const auto* family : rows_)
    for (const auto* made : family->products())
      if (made->name == product) return family;
  return nullptr;
}

Result<CardSerial> serial_of_atr(ByteView atr) {
  CardSerial serial;
  const auto historical = iso7816::historical_bytes(atr);
  if (!historical || historical->size() < serial.bytes.size()) return card_foreign();
  std::copy_n(historical->end() - serial.bytes.size(), serial.bytes.size(), serial.bytes.begin());
  if (serial.is_zero()) return card_foreign();
  return serial;
}

Dialogue<Recognition> recognise(Families families, Bytes atr, std::uint32_t county) {
  Recognition stranger;
  const auto serial = serial_of_atr(atr);
  if (!serial.ok()) co_return stranger;
  stranger.serial = *serial;
  Glance glance(*serial, county);
  for (const auto* family : families.rows()) {
    auto seen = co_await family->recognise(glance);
    if (seen) co_return std::move(*seen);
  }
  const bool has_root = co_await glance.has(card_root.id);
  stranger.condition = has_root ? CardCondition::blank : CardCondition::foreign;
  co_return stranger;
}

}  // namespace kwota::cards
