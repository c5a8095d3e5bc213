#include "carry/cards/user_card/credit.h"

#include <fmt/format.h>

#include "carry/cards/user_card/credit_steps.h"
#include "carry/cards/user_card/user_card.h"
#include "carry/cards/user_card/user_card_table.h"

namespace kwota::cards {

namespace sfi = user_card::sfi;

namespace {

/// Refuses before anything is changed: another credit than the books know is on the card.
Result<void> check_expected(const CreditOrder& order, const user_card::PurseFile& found) {
  if (!order.expected || *order.expected == found) return {};
  return error(Fault::card, "card_purse_differs", "The card carries another credit than the books know; read the card again.",
               {{"found_n", fmt::format("{}", found.count.value())},
                {"found_amount", fmt::format("{}", found.amount.minor())}});
}

/// Seller state, and what the card carries now.
Dialogue<user_card::PurseFile> open_card(CreditOrder order) {
  co_await transmit_ok(select(application_id));
  co_await authenticate(order.keys, seal::Purpose::seller_authentication, key_id::seller);
  co_return co_await read_purse(order.keys, order.nonces.purse_before);
}

/// Everything before the commit.
Dialogue<Done> prepare(CreditOrder order, user_card::PurseFile found) {
  co_await ok(check_expected(order, found));
  const Bytes returned = co_await read_file(sfi::returned, user_card::ReturnedFile::size);
  const bool carries_data = !user_card::is_empty_returned(returned);
  if (carries_data && returned != order.returned_stored)
    co_return error(Fault::card, "returned_data_unknown",
                    "The meter has written data that is not stored yet; read the card again.");
  co_await write_instruction(order);
  if (carries_data) co_await empty_returned(order.keys);
  co_return Done{};
}

}  // namespace

Dialogue<Written> write_credit(CreditOrder order) {
  const auto found = co_await attempt(open_card(order));
  if (!found.ok()) co_return not_sent(order, std::nullopt, found.error());
  const auto prepared = co_await attempt(prepare(order, *found));
  if (!prepared.ok()) co_return not_sent(order, *found, prepared.error());
  co_return co_await commit_purse(order, *found);
}

Dialogue<Written> settle(CardKeys keys, Nonces nonces, user_card::PurseFile written) {
  co_await transmit_ok(select(application_id));
  const auto stands = co_await read_purse(keys, nonces.purse);
  co_return compare_purse(written, stands);
}

}  // namespace kwota::cards
