#include "carry/cards/user_card/personalise.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ids_text.h"
#include "carry/cards/common/structure.h"
#include "carry/cards/user_card/credit_steps.h"
#include "carry/cards/user_card/user_card.h"
#include "carry/cards/user_card/user_card_table.h"

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

}  // namespace kwota::cards
