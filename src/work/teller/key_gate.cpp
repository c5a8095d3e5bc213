#include "work/teller/key_gate.h"

#include <fmt/format.h>

#include "base/cause.h"
#include "books/lookup.h"
#include "keys/journal/note.h"
#include "work/teller/key_policy.h"

namespace kwota::teller {
namespace {

std::string text(std::uint8_t version) { return fmt::format("{}", version); }

Error retired(std::uint8_t version, const std::string& date) {
  return error(
      Fault::refused, Cause::key_version_retired,
      fmt::format(
          "This card has keys of version {}, which counters refuse since {}: nothing was read or sold. Update its meter's "
          "keys and put it down again, or replace the card; what it carried is in the books.",
          version, date),
      {{"version", text(version)}, {"date", date}});
}

/// Behind which day the counters refuse that version.
std::string last_day_of(const books::Reader& books, std::uint8_t version) {
  std::string day = "—";
  for (std::int64_t number = 1; number < books::next_number<books::Campaign>(books); ++number)
    if (const auto row = books.find<books::Campaign>(number); row && row->from_version == version && row->state != books::CampaignStatus::stopped)
      day = row->refuse_after;
  return day;
}

/// Behind the last day, but before the version is retired for good: a card whose meter has the new keys gets them now.
bool may_still_change(const books::Reader& books, const KeyPolicy& policy, const CardSerial& serial, std::uint8_t version) {
  const auto key = books.find<books::KeyVersion>(keys::sealing_vault, seal::name_of(seal::Purpose::credit), version);
  const auto card = books.find<books::Card>(serial);
  const auto account = card ? books.find<books::Account>(card->account) : std::nullopt;
  const auto meter = account ? books.find<books::Meter>(account->meter) : std::nullopt;
  return key && key->state != books::KeyStatus::retired && meter && meter->key_version > version && policy.takes(meter->key_version);
}

}  // namespace

Result<void> card_keys_are_good(const books::Reader& books, const CardSerial& card, std::uint8_t version, std::string_view today) {
  const auto policy = key_policy(books, today);
  if (!policy.refuses(version) || may_still_change(books, policy, card, version)) return {};
  return retired(version, last_day_of(books, version));
}

Result<void> account_keys_are_good(const books::Reader& books, std::int64_t account, std::string_view today) {
  Result<void> verdict;
  for (const auto& card : books::cards_of_account(books, account)) {
    if (card.state != books::CardStatus::active) continue;
    verdict = card_keys_are_good(books, card.serial, card.key_version, today);
    if (verdict.ok()) return verdict;
  }
  return verdict;
}

Result<std::uint8_t> version_for_new_card(const books::Reader& books, const CardSerial& serial, MeterNumber meter,
                                          std::string_view today) {
  const auto policy = key_policy(books, today);
  const auto card = books.find<books::Card>(serial);
  if (card && card->key_version != books::KeyNumber::first && policy.takes(card->key_version))
    return std::uint8_t{card->key_version};
  const auto row = books.find<books::Meter>(meter);
  const std::uint8_t version = row ? std::uint8_t{row->key_version} : policy.known.front();
  if (policy.takes(version)) return version;
  return error(Fault::refused, "meter_not_rekeyed",
               fmt::format("The meter still has keys of version {}, which counters use no more: no card can be written for it. "
                           "Update its keys first.",
                           version),
               {{"version", text(version)}});
}

Result<void> may_be_written(const books::Reader& books, const Inspection& look, const counter::CarryOrder& order, std::string_view today) {
  const auto& serial = look.recognition.serial;
  if (look.trouble && cause_of(*look.trouble) == Cause::card_of_sample_keys) return *look.trouble;
  if (look.card) return card_keys_are_good(books, serial, look.card->key_version, today);
  const auto row = books.find<books::Card>(serial);
  if (look.recognition.condition == cards::CardCondition::ours && row) return card_keys_are_good(books, serial, row->key_version, today);
  const auto version = version_for_new_card(books, serial, order.meter, today);
  if (!version) return version.error();
  return {};
}

}  // namespace kwota::teller
