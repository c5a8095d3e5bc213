#include "carry/cards/purse_card/purse_moves.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "base/decimal.h"
#include "base/ids_text.h"
#include "carry/cards/common/holder_pin.h"
#include "carry/cards/purse_card/purse_card_table.h"
#include "carry/cards/purse_card/purse_commands.h"

namespace kwota::cards {

using purse_card::LockProof;
using purse_card::LockState;
namespace recipe = seal::purse;

Error proof_wrong() {
  return error(Fault::forged, "purse_proof_wrong", "The card's proof of this transaction is not right; keep the card and tell the manager.");
}

Error purse_grey() {
  return error(Fault::card, Cause::purse_grey, "A pump has locked this card and its watering is not settled yet; settle it at that pump, or here with its record.");
}

Error purse_used_up() {
  return error(Fault::card, "purse_used_up", "This card has counted as far as it can: nothing can be loaded onto it or taken off it any more, and nothing was. Block it, make the next card, and pay over what it holds.");
}

namespace {

constexpr std::uint16_t no_longer = 0x9406, is_grey = 0x6985, too_empty = 0x9401, counter_at_end = 0x9402;

Error purse_not_grey() { return error(Fault::card, Cause::purse_not_grey, "This card is not locked; nothing is to be released."); }
Error purse_too_empty() { return error(Fault::card, Cause::purse_too_empty, "There is less money on the card than that; nothing was taken."); }

Error purse_too_full(Money balance) {
  const auto most = format_money(purse_card::county_purse_max, 2);
  return error(Fault::card, "purse_too_full", fmt::format("With this load the card would hold more than {}; load less.", most),
               {{"balance", format_money(balance, 2)}, {"most", most}});
}

Error bad_amount(Money amount) {
  return error(Fault::request, "bad_amount", "This amount cannot be loaded or unloaded; give one above zero.", {{"text", format_money(amount, 2)}});
}

Details counts(const CardKeys& keys, std::uint16_t found, SequenceNumber n) {
  return {{"card", to_hex(keys.serial.bytes)}, {"found", fmt::format("{}", found)}, {"expected", fmt::format("{}", n.value() - 1)}};
}

Error counter_ahead(const CardKeys& keys, std::uint16_t found, SequenceNumber n) {
  return error(Fault::card, "purse_counter_differs", "This card has moved money of which the books do not know; nothing was written. Have the manager take over what the card proves, where these books were restored from an older copy; else keep the card.",
               counts(keys, found, n));
}

Error counter_behind(const CardKeys& keys, std::uint16_t found, SequenceNumber n) {
  return error(Fault::card, "purse_counter_behind", "This card counts less than it did before: it was put back to what it once held. Nothing was written; keep the card and tell the manager.", counts(keys, found, n));
}

Error not_genuine(const CardKeys& keys) {
  return error(Fault::forged, Cause::card_not_genuine, "The card cannot prove that it is ours; keep it and report it.", {{"serial", to_hex(keys.serial.bytes)}});
}

Error refused_by_card(PurseMoveKind kind, const iso7816::Command& command, iso7816::StatusWord status) {
  if (status.value == is_grey) return kind == PurseMoveKind::release ? purse_not_grey() : purse_grey();
  if (status.value == too_empty) return purse_too_empty();
  if (status.value == counter_at_end) return purse_used_up();
  return refusal(command, status);
}

recipe::Trade trade_of(const PurseOrder& order, PurseMoveKind kind, const Begun& card) {
  return {.random = card.random, .sequence = card.counter, .amount = order.amount, .type = type_of(kind), .terminal = order.terminal, .moment = order.moment};
}

seal::SessionMac under_session(const PurseOrder& order, PurseMoveKind kind, const recipe::Trade& trade, Bytes message) {
  return {.key = order.keys.key(purpose_of(kind)), .factors = {order.keys.serial.bytes}, .input = recipe::online_input(trade), .message = std::move(message)};
}

/// Somebody has answered with this: a vault may only say whether it is right.
seal::SessionMac judged(seal::SessionMac asked, const purse_card::Mac& claimed) {
  asked.claimed = to_bytes(claimed);
  return asked;
}

/// What the card has said beside the order's own words, and its MAC1 (seal::SessionMac::announced).
Bytes announced_by(const Begun& card, PurseMoveKind kind) {
  Bytes said(4);
  put_be32(said.data(), static_cast<std::uint32_t>(card.balance.minor()));
  if (kind == PurseMoveKind::release) append(said, std::array{static_cast<std::uint8_t>(card.offline_counter >> 8), static_cast<std::uint8_t>(card.offline_counter)});
  append(said, card.mac1);
  return said;
}

seal::TransactionCode under_tac_key(const CardKeys& keys, Bytes message) {
  return {.key = keys.key(seal::Purpose::tac), .factors = {keys.serial.bytes}, .message = std::move(message)};
}

Bytes announced(PurseMoveKind kind, const Begun& card, const recipe::Trade& trade) {
  return kind == PurseMoveKind::release ? recipe::release_announcement(card.balance, card.offline_counter, trade) : recipe::announcement(card.balance, trade);
}

dialogue::JournalNote about_to_move(const PurseOrder& order, PurseMoveKind kind, const Begun& card) {
  constexpr std::array<std::string_view, 3> names{"load", "unload", "release"};
  return dialogue::JournalNote{"move_purse",
                               {{"sale", order.sale},
                                {"kind", std::string{names[static_cast<std::size_t>(kind)]}},
                                {"card", to_hex(order.keys.serial.bytes)},
                                {"n", fmt::format("{}", order.n.value())},
                                {"amount", fmt::format("{}", order.amount.minor())},
                                {"balance", fmt::format("{}", card.balance.minor())},
                                {"terminal", to_hex(order.terminal)},
                                {"moment", to_hex(order.moment)}}};
}

/// What the card says, under its seal; nothing is changed by it, and an older order under this counter is worth nothing from now on.
Dialogue<Begun> begin_move(PurseOrder order, PurseMoveKind kind) {
  if (kind != PurseMoveKind::release) co_await give_pin(order.pin);
  const auto command = initialize(kind, order.amount, order.terminal);
  const auto answer = co_await transmit(command);
  if (!answer.sw.ok()) co_return refused_by_card(kind, command, answer.sw);
  const Begun card = co_await ok(begun(kind, answer.data));
  const auto trade = trade_of(order, kind, card);
  const Bytes mac1 = co_await to_vault(judged(under_session(order, kind, trade, announced(kind, card, trade)), card.mac1));
  if (!equal_secret(mac1, card.mac1)) co_return not_genuine(order.keys);
  co_return card;
}

/// Nothing was ordered in this contact. Whether an earlier one did is only known when the card has said its counter.
PurseWritten not_ordered(const PurseOrder& order, const std::optional<Begun>& card, Error cause) {
  PurseWritten written;
  const bool never_sealed = order.first_attempt || (card && card->counter + 1U == order.n.value());
  written.outcome = never_sealed ? Outcome::not_done : Outcome::in_doubt;
  written.evidence = never_sealed ? "nothing was ordered of the card" : "an earlier order may have reached the card";
  written.cause = std::move(cause);
  if (card) written.balance_before = written.balance = card->balance;
  return written;
}

Result<Done> may_be_ordered(const PurseOrder& order, PurseMoveKind kind, const Begun& card) {
  if (card.counter + 1U > order.n.value()) return counter_ahead(order.keys, card.counter, order.n);
  if (card.counter + 1U < order.n.value()) return counter_behind(order.keys, card.counter, order.n);
  if (kind == PurseMoveKind::load && card.balance + order.amount > purse_card::county_purse_max) return purse_too_full(card.balance);
  if (kind != PurseMoveKind::load && order.amount > card.balance) return purse_too_empty();
  return Done{};
}

/// Journal, then the seal.
Dialogue<iso7816::Command> seal_order(PurseOrder order, PurseMoveKind kind, Begun card) {
  co_await ok(may_be_ordered(order, kind, card));
  co_await to_journal(about_to_move(order, kind, card));
  const auto trade = trade_of(order, kind, card);
  auto asked = under_session(order, kind, trade, recipe::order(trade));
  asked.announced = announced_by(card, kind);
  const Bytes mac2 = co_await to_vault(std::move(asked));
  co_return ordered(kind, order.amount, order.moment, mac2);
}

Dialogue<Money> read_balance() {
  const Bytes bytes = co_await transmit_ok(get_balance());
  co_await ok(check_length(bytes, 4));
  co_return Money::minor(get_be32(bytes.data()));
}

purse_card::Mac four(const Bytes& bytes, std::size_t at = 0) {
  purse_card::Mac mac{};
  std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), mac.size(), mac.begin());
  return mac;
}

/// TAC of a load, MAC3 of an unload or release.
Dialogue<PurseProof> judge_answer(PurseOrder order, PurseMoveKind kind, Begun card, purse_card::Mac claimed) {
  const auto trade = trade_of(order, kind, card);
  const Money after = balance_after(kind, card.balance, order.amount);
  if (kind == PurseMoveKind::load) {
    const auto proof = co_await judge_code(under_tac_key(order.keys, recipe::completion(after, trade)), claimed);
    co_return proof;
  }
  const Bytes message = kind == PurseMoveKind::release ? recipe::release_completion(after, card.offline_counter, trade) : recipe::completion(after, trade);
  const auto expected = co_await attempt(to_vault(judged(under_session(order, kind, trade, message), claimed)));
  if (!expected.ok()) co_return PurseProof::unchecked;
  co_return equal_secret(*expected, claimed) ? PurseProof::right : PurseProof::wrong;
}

/// The card has answered, and nothing says that it lies: a right code; of a load also one that nobody here can judge, for nobody gains by a load that was none.
bool is_believed(PurseProof proof, PurseMoveKind kind) { return proof == PurseProof::right || (proof == PurseProof::unchecked && kind == PurseMoveKind::load); }

PurseWritten with_proof(PurseWritten written) {
  written.outcome = Outcome::done;
  written.evidence = written.proof == PurseProof::right ? "the card proved it" : "the card answered; its proof is not checked yet";
  return written;
}

/// Asked of the card, and nothing is ordered: what it answers is of now, and what was sealed for it before is worth nothing from then on.
PurseOrder asking(PurseOrder order) {
  order.amount = Money{};
  if (order.challenge != TerminalNumber{}) order.terminal = order.challenge;
  return order;
}

/// Under the card's seal: of a purse that is free by INITIALIZE FOR LOAD, of a grey one by INIT FOR GREY UNLOCK.
Dialogue<Begun> ask_counter(PurseOrder order, bool grey) {
  const auto card = co_await begin_move(asking(std::move(order)), grey ? PurseMoveKind::release : PurseMoveKind::load);
  co_return card;
}

/// What is on it is told under the card's seal, the balance that GET BALANCE says is not: whoever stands between card and reader says what he likes, and has the order still.
PurseWritten by_counter(PurseWritten written, const PurseOrder& order, const Begun& card) {
  const std::uint32_t n = order.n.value();
  written.balance = card.balance;
  if (card.counter >= n) {
    written.outcome = Outcome::done;
    written.evidence = "the card counts it";
  } else if (card.counter + 1U == n) {
    written.outcome = Outcome::not_done;
    written.evidence = "the card does not count it, and takes that order no more";
  } else {
    written.outcome = Outcome::in_doubt;
    written.evidence = "the card counts less than the books";
    written.behind = true;
    written.cause = counter_behind(order.keys, card.counter, order.n);
  }
  return written;
}

/// Nothing can be heard of its lock: it is asked as a free one.
Dialogue<bool> is_grey_still() {
  const auto lock = co_await attempt(read_lock_proof());
  co_return lock.ok() && *lock && (*lock)->state == LockState::grey;
}

/// The order went to the card, and no right proof came back: how far it has counted says what became of it. Of a release the lock is gone when it was done.
Dialogue<PurseWritten> without_proof(PurseWritten written, PurseOrder order, PurseMoveKind kind, Error cause) {
  bool grey = false;
  if (kind == PurseMoveKind::release) grey = co_await is_grey_still();
  const auto card = co_await attempt(ask_counter(order, grey));
  if (card.ok()) {
    written = by_counter(std::move(written), order, *card);
  } else {
    written.outcome = Outcome::in_doubt;
    written.evidence = "the answer of the card was lost";
  }
  if (written.outcome == Outcome::done && written.proof == PurseProof::wrong) written.cause = proof_wrong();
  if (written.outcome != Outcome::done && !written.behind) written.cause = std::move(cause);
  co_return written;
}

Dialogue<PurseWritten> send_order(PurseOrder order, PurseMoveKind kind, Begun card, iso7816::Command command) {
  PurseWritten written;
  written.balance_before = card.balance;
  const auto answer = co_await attempt(transmit(command));
  if (answer.ok() && answer->sw.ok() && answer->data.size() == 4) written.code = four(answer->data);
  const auto balance = co_await attempt(read_balance());
  if (balance.ok()) written.balance = *balance;
  if (written.code) written.proof = co_await judge_answer(order, kind, card, *written.code);
  if (is_believed(written.proof, kind)) co_return with_proof(std::move(written));
  auto cause = !answer.ok() ? answer.error() : written.code ? proof_wrong() : refusal(command, answer->sw);
  co_return co_await without_proof(std::move(written), order, kind, std::move(cause));
}

}  // namespace

Dialogue<PurseProof> judge_code(seal::TransactionCode asked, purse_card::Mac claimed) {
  const auto expected = co_await attempt(to_vault(std::move(asked)));
  if (!expected.ok()) co_return PurseProof::unchecked;
  co_return equal_secret(*expected, claimed) ? PurseProof::right : PurseProof::wrong;
}

Dialogue<std::optional<LockProof>> read_lock_proof() {
  const auto command = get_lock_proof();
  const auto answer = co_await transmit(command);
  if (answer.sw.value == is_grey) co_return std::nullopt;  // conditions not satisfied: it was never locked
  if (!answer.sw.ok()) co_return refusal(command, answer.sw);
  const auto proof = purse_card::decode_lock_proof(answer.data);
  if (!proof)
    co_return error(Fault::card, Cause::card_damaged, "A file of this card cannot be read; replace the card.", {{"file", "lock proof"}});
  co_return proof;
}

Dialogue<PurseWritten> move_purse(PurseOrder order, PurseMoveKind kind) {
  const bool may_be_zero = kind == PurseMoveKind::release;
  if (order.amount.is_negative() || (order.amount.is_zero() && !may_be_zero) || order.amount > purse_card::county_purse_max)
    co_return not_ordered(order, std::nullopt, bad_amount(order.amount));
  const auto card = co_await attempt(begin_move(order, kind));
  if (!card.ok()) co_return not_ordered(order, std::nullopt, card.error());
  const auto command = co_await attempt(seal_order(order, kind, *card));
  if (!command.ok()) co_return not_ordered(order, *card, command.error());
  co_return co_await send_order(order, kind, *card, *command);
}

namespace {

/// What GET TRANSACTION PROVE keeps of the last transaction: MAC and TAC, 8 bytes; empty: nothing.
Dialogue<Bytes> kept_codes(purse_card::TransactionType type, std::uint32_t counter) {
  const auto command = prove(type, static_cast<std::uint16_t>(counter));
  const auto answer = co_await transmit(command);
  if (answer.sw.ok() && answer.data.size() == 8) co_return answer.data;
  if (!answer.sw.ok() && answer.sw.value != no_longer) co_return refusal(command, answer.sw);
  co_return Bytes{};
}

struct JudgedCode {
  purse_card::Mac code{};
  PurseProof proof = PurseProof::none;
};

/// Ours answer the MAC first, others the TAC: whichever half is right.
Dialogue<JudgedCode> judge_kept(seal::TransactionCode asked, Bytes codes) {
  JudgedCode judged;
  for (const std::size_t at : {std::size_t{4}, std::size_t{0}}) {
    const auto code = four(codes, at);
    const auto proof = co_await judge_code(asked, code);
    if (at == 4 || proof == PurseProof::right) {
      judged.code = code;
      judged.proof = proof;
    }
    if (proof != PurseProof::wrong) co_return judged;
  }
  co_return judged;
}

PurseWritten settled(const PurseDoubt& doubt, Outcome outcome, std::string evidence) {
  PurseWritten written;
  written.outcome = outcome;
  written.evidence = std::move(evidence);
  written.balance_before = doubt.balance_before;
  return written;
}

/// The message of the TAC that the card made, if it did that.
Bytes completion_of(const PurseDoubt& doubt) {
  Begun card;
  card.counter = static_cast<std::uint16_t>(doubt.order.n.value() - 1);
  return recipe::completion(balance_after(doubt.kind, doubt.balance_before, doubt.order.amount), trade_of(doubt.order, doubt.kind, card));
}

PurseWritten by_code(const PurseDoubt& doubt, const purse_card::Mac& code) {
  PurseWritten written = settled(doubt, Outcome::done, "the card keeps the proof of it");
  written.code = code;
  written.proof = PurseProof::right;
  written.balance = balance_after(doubt.kind, doubt.balance_before, doubt.order.amount);
  return written;
}

/// The card's own code of exactly that transaction. It is asked for with the counter after it; cards of other makers want the one before, and
/// there ours keeps the transaction before it: such an answer counts only when it is right. Nothing: it keeps none.
Dialogue<std::optional<JudgedCode>> kept_code(PurseDoubt doubt) {
  const std::uint32_t n = doubt.order.n.value();
  for (const std::uint32_t counter : {n, n - 1}) {
    const Bytes codes = co_await kept_codes(type_of(doubt.kind), counter);
    if (codes.empty()) continue;
    const auto judged = co_await judge_kept(under_tac_key(doubt.order.keys, completion_of(doubt)), codes);
    if (counter == n || judged.proof == PurseProof::right) co_return judged;
  }
  co_return std::nullopt;
}

bool is_that_release(const LockProof& proof, const PurseDoubt& doubt) {
  return proof.state == LockState::free && proof.is_release() && proof.sequence + 1U == doubt.order.n.value() &&
         proof.terminal == doubt.order.terminal && proof.moment == doubt.order.moment && proof.amount() == doubt.order.amount;
}

/// Only what stands on the card is looked at; an error of it is the caller's doubt. A code that nobody can judge, or that is not right, says nothing of what was done: it stands beside what the
/// counter says.
Dialogue<PurseWritten> ask_card(PurseDoubt doubt) {
  const auto proof = co_await read_lock_proof();
  std::optional<JudgedCode> kept;
  if (doubt.kind == PurseMoveKind::release) {
    if (proof && is_that_release(*proof, doubt)) {
      auto written = settled(doubt, Outcome::done, "the card's lock says that it was released so");
      written.balance = proof->balance;
      written.code = proof->y;
      written.proof = PurseProof::unchecked;
      co_return written;
    }
  } else {
    kept = co_await kept_code(doubt);
    if (kept && kept->proof == PurseProof::right) co_return by_code(doubt, kept->code);
  }
  const bool grey = proof && proof->state == LockState::grey;
  const Begun card = co_await ask_counter(doubt.order, grey);
  auto written = by_counter(settled(doubt, Outcome::in_doubt, ""), doubt.order, card);
  if (written.outcome != Outcome::done || !kept) co_return written;
  written.code = kept->code;
  written.proof = kept->proof;
  if (written.proof == PurseProof::wrong) written.cause = proof_wrong();
  co_return written;
}

/// The newest line of its log as the order that it was; nothing: it was no load, or money has come off since.
std::optional<PurseDoubt> newest_load(const PurseOrder& order, const PurseProven& card) {
  if (card.log.empty()) return std::nullopt;
  const auto& newest = card.log.front();
  if (newest.type != purse_card::TransactionType::purse_load || newest.sequence + 1U != card.counter.value() || newest.amount > card.balance) return std::nullopt;
  PurseDoubt load{.order = order, .kind = PurseMoveKind::load, .balance_before = card.balance - newest.amount};
  load.order.n = card.counter;
  load.order.amount = newest.amount;
  load.order.terminal = newest.terminal;
  load.order.moment = newest.moment;
  return load;
}

}  // namespace

Dialogue<std::vector<purse_card::LogRecord>> read_purse_log() {
  std::vector<purse_card::LogRecord> log;
  for (std::uint8_t number = 1; number <= purse_log_records; ++number) {
    const auto answer = co_await transmit(read_record(purse_card::sfi::log, number));
    const auto record = answer.sw.ok() ? purse_card::decode_log_record(answer.data) : std::nullopt;
    if (!record) break;
    log.push_back(*record);
  }
  co_return log;
}

Dialogue<PurseProven> prove_purse(PurseOrder order) {
  PurseProven proven;
  proven.log = co_await read_purse_log();
  const Begun card = co_await ask_counter(order, false);
  proven.counter = SequenceNumber{card.counter};
  proven.balance = card.balance;
  const auto load = newest_load(order, proven);
  if (!load) co_return proven;
  const auto kept = co_await kept_code(*load);
  if (!kept) co_return proven;
  proven.proof = kept->proof;
  proven.code = kept->code;
  co_return proven;
}

Dialogue<PurseWritten> settle_move(PurseDoubt doubt) {
  auto asked = co_await attempt(ask_card(doubt));
  if (asked.ok()) co_return std::move(*asked);
  PurseWritten written = settled(doubt, Outcome::in_doubt, "the card could not be asked");
  written.cause = asked.error();
  co_return written;
}

}  // namespace kwota::cards
