#include "carry/cards/common/holder_pin.h"

#include <fmt/format.h>

#include "base/cause.h"
#include "carry/cards/common/application.h"
#include "carry/cards/common/structure.h"

namespace kwota::cards {
namespace {

constexpr std::uint16_t locked = 0x6983;

Error pin_locked() {
  return error(Fault::card, Cause::card_pin_locked,
               "This card's PIN is locked after too many wrong tries; its credit is untouched. Set a new PIN.");
}

Error pin_wrong(int tries) {
  return error(Fault::card, Cause::card_pin_wrong, fmt::format("The PIN is wrong; {} tries are left. Nothing was changed.", tries),
               {{"tries", fmt::format("{}", tries)}});
}

Error in_doubt() {
  return error(Fault::card, "card_pin_in_doubt",
               "The card was taken away while its PIN was changed: the old PIN or the new one is good. Its credit is untouched.");
}

Result<Done> judged(const iso7816::Command& command, iso7816::StatusWord status) {
  if (status.value == locked || status.value == 0x63C0) return pin_locked();
  if (says_tries_left(status)) return pin_wrong(status.value & 0x0F);
  if (!status.ok()) return refusal(command, status);
  return Done{};
}

/// Only this command changes anything; a card that does not answer it any more may have carried it out.
Dialogue<Done> send(iso7816::Command command) {
  const auto answer = co_await attempt(transmit(command));
  if (!answer.ok()) co_return in_doubt();
  co_return co_await ok(judged(command, answer->sw));
}

}  // namespace

Dialogue<Done> give_pin(Bytes pin) {
  co_await ok(check_pin(pin));
  const auto command = verify_pin(key_id::pin, pin);
  const auto answer = co_await transmit(command);
  co_return co_await ok(judged(command, answer.sw));
}

Dialogue<Done> change_holder_pin(Bytes old_pin, Bytes new_pin) {
  co_await ok(check_pin(old_pin));
  co_await ok(check_pin(new_pin));
  co_return co_await send(change_pin(key_id::pin, old_pin, new_pin));
}

Dialogue<Done> set_holder_pin(CardKeys keys, Bytes new_pin) {
  co_await ok(check_pin(new_pin));
  seal::TransactionCode code{.key = keys.key(seal::Purpose::pin_reload), .factors = {keys.serial.bytes}, .message = new_pin};
  const dialogue::JournalNote note("a new PIN is set");
  co_await to_journal(note);
  const Bytes mac = co_await to_vault(std::move(code));
  co_return co_await send(reload_pin(key_id::pin, new_pin, mac));
}

}  // namespace kwota::cards
