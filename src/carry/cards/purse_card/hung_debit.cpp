#include "carry/cards/purse_card/hung_debit.h"

#include <fmt/format.h>

#include <algorithm>

#include "carry/cards/purse_card/purse_commands.h"
#include "carry/cards/purse_card/purse_moves.h"

namespace kwota::cards {

using purse_card::LockProof;
using purse_card::LockState;
namespace recipe = seal::purse;

namespace {

Error of_another_lock() {
  return error(Fault::card, "purse_of_another_lock", "This record is not of the lock that is on the card: nothing was taken. Look for the record of this card's last pump.");
}

bool is_of_that_terminal(const LockProof& proof, const HungDebit& order) { return proof.terminal == order.terminal; }

bool is_that_lock(const LockProof& proof, const HungDebit& order) {
  return proof.state == LockState::grey && proof.sequence == order.lock_sequence && is_of_that_terminal(proof, order);
}

/// By whomever it was done: the same lock takes the same GMAC, and so the same amount.
bool is_that_debit(const LockProof& proof, const HungDebit& order) {
  return proof.state != LockState::grey && !proof.is_release() && proof.sequence == order.lock_sequence + 1U && is_of_that_terminal(proof, order) &&
         proof.amount() == order.amount;
}

seal::TransactionCode code_of(const HungDebit& order, const Moment& moment) {
  const recipe::Trade trade{.terminal_sequence = order.terminal_sequence, .amount = order.amount, .type = purse_card::TransactionType::purse_grey_debit,
                            .terminal = order.terminal, .moment = moment};
  return {.key = order.keys.key(seal::Purpose::tac), .factors = {order.keys.serial.bytes}, .message = recipe::debit(trade)};
}

dialogue::JournalNote about_to_debit(const HungDebit& order, Money balance) {
  return dialogue::JournalNote{"debit_hung",
                               {{"record", order.record},
                                {"card", to_hex(order.keys.serial.bytes)},
                                {"lock", fmt::format("{}", order.lock_sequence)},
                                {"amount", fmt::format("{}", order.amount.minor())},
                                {"balance", fmt::format("{}", balance.minor())},
                                {"terminal", to_hex(order.terminal)},
                                {"moment", to_hex(order.moment)}}};
}

/// The card shows the debit and its TAC; collecting it again does no harm.
Dialogue<PurseWritten> debited(HungDebit order, LockProof proof, std::string evidence) {
  PurseWritten written;
  written.outcome = Outcome::done;
  written.evidence = std::move(evidence);
  written.code = proof.y;
  written.balance = proof.balance;
  written.balance_before = proof.balance + order.amount;
  written.proof = co_await judge_code(code_of(order, proof.moment), proof.y);
  if (written.proof == PurseProof::wrong) written.cause = proof_wrong();
  if (proof.state == LockState::tac_pending) (void)co_await attempt(transmit(collect_tac()));
  co_return written;
}

PurseWritten undone(Outcome outcome, std::string evidence, Error cause) {
  PurseWritten written;
  written.outcome = outcome;
  written.evidence = std::move(evidence);
  written.cause = std::move(cause);
  return written;
}

/// The answer was lost or was a refusal: the lock's proof decides.
Dialogue<PurseWritten> ask_again(HungDebit order, Error cause) {
  const auto proof = co_await attempt(read_lock_proof());
  if (!proof.ok() || !*proof) co_return undone(Outcome::in_doubt, "the answer of the card was lost", std::move(cause));
  if (is_that_debit(**proof, order)) co_return co_await debited(order, **proof, "the answer was lost, and the lock's proof shows the debit");
  co_return undone(Outcome::not_done, "the lock's proof shows no debit", std::move(cause));
}

Dialogue<PurseWritten> send_debit(HungDebit order, LockProof lock) {
  const auto noted = co_await attempt(to_journal(about_to_debit(order, lock.balance)));
  if (!noted.ok()) co_return undone(Outcome::not_done, "nothing was ordered of the card", noted.error());
  const auto command = debit_for_unlock(order);
  const auto answer = co_await attempt(transmit(command));
  if (!answer.ok()) co_return co_await ask_again(order, answer.error());
  if (!answer->sw.ok() || answer->data.size() != lock.y.size()) co_return co_await ask_again(order, refusal(command, answer->sw));
  LockProof after = lock;
  after.state = LockState::tac_pending;
  after.balance = lock.balance - order.amount;
  after.moment = order.moment;
  std::copy_n(answer->data.begin(), after.y.size(), after.y.begin());
  co_return co_await debited(order, after, "the card answered with its TAC");
}

}  // namespace

Dialogue<PurseWritten> debit_hung_watering(HungDebit order) {
  const auto proof = co_await attempt(read_lock_proof());
  if (!proof.ok()) co_return undone(Outcome::in_doubt, "the card could not be asked", proof.error());
  if (*proof && is_that_debit(**proof, order)) co_return co_await debited(order, **proof, "the card was debited so before");
  if (!*proof || !is_that_lock(**proof, order)) co_return undone(Outcome::not_done, "nothing was ordered of the card", of_another_lock());
  co_return co_await send_debit(order, **proof);
}

}  // namespace kwota::cards
