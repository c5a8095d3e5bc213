#include "carry/cards/personalise.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ids_text.h"
#include "carry/cards/credit_steps.h"
#include "carry/cards/structure.h"
#include "carry/cards/tool_card_tables.h"
#include "carry/cards/user_card.h"

namespace kwota::cards {

namespace sfi = user_card::sfi;

namespace {

/// A card whose making was broken off may carry a credit already; only the same one may be written again.
Result<void> check_no_other_credit(const user_card::PurseFile& found, const user_card::PurseFile& ordered) {
  if (found.count == SequenceNumber{} || found == ordered) return {};
  return error(Fault::card, "card_carries_other_credit",
               "This card was begun for another sale and carries its credit; finish that sale or take another card.",
               {{"n", fmt::format("{}", found.count.value())}, {"amount", fmt::format("{}", found.amount.minor())}});
}

/// Keys and files, and what the card carries now: zero on a card that was blank.
Dialogue<user_card::PurseFile> make_user_card(PersonaliseOrder order) {
  co_await ok(check_pin(order.pin));
  co_await ok(bytes_of(user_card::encode(order.holder), sfi::holder));
  co_await make_card(&user_card_product, order.credit.keys, order.pin);
  co_return co_await read_purse(order.credit.keys, order.credit.nonces.purse_before);
}

/// Everything before the commit.
Dialogue<Done> prepare(PersonaliseOrder order, user_card::PurseFile found) {
  const CardKeys keys = order.credit.keys;
  co_await ok(check_no_other_credit(found, order.credit.purse));
  co_await authenticate(keys, seal::Purpose::seller_authentication, key_id::seller);
  co_await write_instruction(order.credit);
  const Bytes returned = co_await read_file(sfi::returned, user_card::ReturnedFile::size);
  if (!user_card::is_empty_returned(returned)) co_await empty_returned(keys);
  co_return Done{};
}

/// The last step, with the holder's PIN: now the card is somebody's.
Dialogue<Done> write_holder(PersonaliseOrder order) {
  const Bytes image = co_await ok(bytes_of(user_card::encode(order.holder), sfi::holder));
  co_await transmit_ok(verify_pin(key_id::pin, order.pin));
  co_await write_and_compare(order.credit.keys, sfi::holder, image);
  co_return Done{};
}

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

/// The credit is proven to be there, but the card does not say yet whose it is.
Written without_holder(Written written, Error cause) {
  written.outcome = Outcome::in_doubt;
  written.evidence += ", but the holder file is not confirmed";
  written.cause = std::move(cause);
  return written;
}

}  // namespace

Dialogue<Written> personalise(PersonaliseOrder order) {
  const auto found = co_await attempt(make_user_card(order));
  if (!found.ok()) co_return not_sent(order.credit, std::nullopt, found.error());
  const auto prepared = co_await attempt(prepare(order, *found));
  auto written = prepared.ok() ? Written{} : not_sent(order.credit, *found, prepared.error());
  if (prepared.ok()) written = co_await commit_purse(order.credit, *found);
  if (written.outcome != Outcome::done) co_return written;
  if (!prepared.ok()) co_return without_holder(written, prepared.error());
  const auto holder = co_await attempt(write_holder(order));
  if (!holder.ok()) co_return without_holder(written, holder.error());
  co_return written;
}

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
