#include "carry/cards/purse_card/terminal_moves.h"

#include <algorithm>
#include <span>

#include "base/cause.h"
#include "base/ids_text.h"
#include "carry/cards/common/holder_pin.h"
#include "carry/cards/common/structure.h"
#include "carry/cards/purse_card/purse_card_table.h"
#include "carry/cards/purse_card/purse_moves.h"

namespace kwota::cards {

using purse_card::LockProof;
using purse_card::LockState;
using purse_card::TransactionType;
namespace recipe = seal::purse;

namespace {

constexpr std::uint16_t selected_but_blocked = 0x6283, grey_or_more_than_fits = 0x6985, too_little_money = 0x9401, no_more_numbers = 0x9402, none_kept = 0x9406;

template <std::size_t size>
std::array<std::uint8_t, size> bytes_at(const Bytes& bytes, std::size_t at) {
  std::array<std::uint8_t, size> out{};
  std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), size, out.begin());
  return out;
}

Error damaged(std::string_view file) {
  return error(Fault::card, Cause::card_damaged, "A file of this card cannot be read; replace the card.", {{"file", std::string{file}}});
}

Error another_card() { return error(Fault::card, Cause::card_changed, "Another card lies on the reader than the one this was begun with; put that one back."); }

Error refused_offline(const iso7816::Command& command, iso7816::StatusWord status) {
  if (status.value == grey_or_more_than_fits) return purse_grey();
  if (status.value == too_little_money) return error(Fault::card, Cause::purse_too_empty, "There is less money on the card than that; nothing was taken.");
  if (status.value == no_more_numbers) return purse_used_up();
  return refusal(command, status);
}

TerminalWritten not_done(TerminalTrade trade, Error cause) {
  TerminalWritten written;
  written.outcome = Outcome::not_done;
  written.trade = trade;
  written.cause = std::move(cause);
  return written;
}

TerminalWritten done(TerminalTrade trade, std::optional<Error> but = std::nullopt) {
  TerminalWritten written;
  written.outcome = Outcome::done;
  written.trade = trade;
  written.cause = std::move(but);
  return written;
}

bool is_offline(TransactionType type) { return type == TransactionType::purse_purchase; }

/// The application file of the card that lies there, freshly selected.
Dialogue<PurseSeen> select_again() {
  const auto selected = co_await transmit(select_purse());
  PurseSeen seen;
  seen.blocked = selected.sw.value == selected_but_blocked;
  if (!selected.sw.ok() && !seen.blocked) {
    if (selected.sw.value == 0x6A82 || selected.sw.value == 0x6A86 || selected.sw.value == 0x6D00 || selected.sw.value == 0x6E00) co_return card_foreign();
    co_return refusal(select_purse(), selected.sw);
  }
  const auto file = purse_card::decode_application(shown_in(selected.data));
  if (!file) co_return damaged("application");
  seen.application = *file;
  co_return seen;
}

Dialogue<Money> balance_there() {
  const Bytes bytes = co_await transmit_ok(get_balance());
  co_await ok(check_length(bytes, 4));
  co_return Money::minor(get_be32(bytes.data()));
}

Error refused_by_sam(std::size_t where, const iso7816::Command& command, iso7816::StatusWord status) {
  Error why = refusal(command, status);
  why.details["sam"] = where == place::psam ? "psam" : "load_sam";
  return why;
}

/// What PSAM or load SAM refuses, under its own name: a refusal of the SAM is none of the card.
Dialogue<Bytes> ask_sam(std::size_t where, iso7816::Command command) {
  const auto answer = co_await transmit_to(where, command);
  if (answer.sw.ok()) co_return answer.data;
  co_return refused_by_sam(where, command, answer.sw);
}

/// What moves money, and its answer; when it is lost the caller looks at the card.
Dialogue<Bytes> send_order(iso7816::Command command, std::size_t wanted) {
  const auto answer = co_await transmit(command);
  if (!answer.sw.ok()) co_return refusal(command, answer.sw);
  co_await ok(check_length(answer.data, wanted));
  co_return answer.data;
}

}  // namespace

Money TerminalTrade::after() const {
  switch (type) {
    case TransactionType::purse_load: return before + amount;
    case TransactionType::purse_grey_lock: return before;
    default: return before - amount;
  }
}

Dialogue<PurseSeen> look_at_purse() {
  PurseSeen seen = co_await select_again();
  if (seen.blocked) co_return seen;
  seen.lock = co_await read_lock_proof();
  seen.balance = co_await balance_there();
  co_return seen;
}

Dialogue<TerminalNumber> open_sam(std::size_t where) {
  co_await ask_sam(where, select_sam());
  const Bytes number = co_await ask_sam(where, read_terminal_number());
  co_await ok(check_length(number, std::tuple_size_v<TerminalNumber>));
  co_return bytes_at<6>(number, 0);
}

Dialogue<Done> give_sam_pin(std::size_t where, Bytes pin) {
  const auto command = verify_pin(key_id::pin, pin);
  co_await ask_sam(where, command);
  co_return Done{};
}

namespace {

/// The last move of its kind that the card keeps the codes of: MAC and TAC.
Dialogue<std::optional<Bytes>> codes_kept(TransactionType type, std::uint16_t counter_after) {
  const auto command = prove(type, counter_after);
  const auto answer = co_await transmit(command);
  if (answer.sw.ok() && answer.data.size() == 8) co_return answer.data;
  if (answer.sw.value != none_kept) co_return refusal(command, answer.sw);
  co_return std::nullopt;
}

TerminalWritten moved_on(const TerminalTrade& doubt) {
  TerminalWritten unknown;
  unknown.trade = doubt;
  unknown.cause = error(Fault::card, Cause::purse_moved_on, "The card has moved on since; look at its records.");
  return unknown;
}

Error nothing_moved() { return error(Fault::card, Cause::nothing_moved, "The card shows that nothing was moved; begin anew."); }

/// As the card has written it into its log: some cards write the counter before it there, some the one after.
bool is_logged(std::span<const purse_card::LogRecord> log, const TerminalTrade& doubt) {
  return std::ranges::any_of(log, [&](const purse_card::LogRecord& record) {
    const bool counted = record.sequence == doubt.sequence || record.sequence == doubt.sequence + 1U;
    const bool of_then = record.moment == doubt.moment || doubt.type == TransactionType::purse_grey_debit;  // which may have been sent twice: its lock's counter says which one it is
    return counted && of_then && record.type == doubt.type && record.terminal == doubt.terminal && record.amount == doubt.amount;
  });
}

TerminalWritten done_without_proof(const TerminalTrade& doubt) {
  return done(doubt, error(Fault::card, "proof_gone", "It was done; the card keeps the proof of its last transaction alone."));
}

/// The card has moved on, and its proof is another one's. Its log is under no seal: it is believed that a move was done, and never that one was not.
Dialogue<TerminalWritten> settle_by_log(TerminalTrade doubt) {
  const auto log = co_await read_purse_log();
  if (is_logged(log, doubt)) co_return done_without_proof(doubt);
  co_return moved_on(doubt);
}

/// Nothing: a locked card tells none, nor one that wants its holder's PIN.
Dialogue<std::optional<std::uint16_t>> offline_counter(TerminalTrade doubt) {
  const auto answer = co_await transmit(initialize(OfflineKind::purchase, Money{}, doubt.terminal));
  if (!answer.sw.ok()) co_return std::nullopt;
  const auto begun = begin_offline(answer.data);
  if (!begun.ok()) co_return std::nullopt;
  co_return begun->counter;
}

/// Under the card's seal. A locked card says it without PIN.
Dialogue<std::optional<std::uint16_t>> online_counter(TerminalTrade doubt, Bytes pin) {
  auto card = co_await attempt(begin_sealed_move(PurseMoveKind::load, Money{}, doubt.terminal, pin));
  if (!card.ok() && cause_of(card.error()) == Cause::purse_grey) card = co_await attempt(begin_sealed_move(PurseMoveKind::release, Money{}, doubt.terminal, {}));
  if (!card.ok()) co_return std::nullopt;
  co_return card->counter;
}

/// A counter that stands where it stood says that nothing was done. One that has moved says nothing: another terminal may have loaded the card since, or freed it from
/// a lock.
Dialogue<TerminalWritten> settle_by_counter(TerminalTrade doubt, Bytes pin) {
  std::optional<std::uint16_t> counter;
  if (is_offline(doubt.type)) counter = co_await offline_counter(doubt);
  else counter = co_await online_counter(doubt, std::move(pin));
  if (counter == doubt.sequence) co_return not_done(doubt, nothing_moved());
  co_return moved_on(doubt);
}

/// Between the order and this question.
enum class Moved : std::uint8_t { by_nobody_else, by_others_perhaps };

/// A purchase or load that was done stands in the card's log. Its codes are the card's as long as nothing moved since; money that is still there says that it was not
/// done, if nobody else can have moved it.
Dialogue<TerminalWritten> settle_by_codes(TerminalTrade doubt, Bytes pin, Moved moved) {
  const auto codes = co_await codes_kept(doubt.type, static_cast<std::uint16_t>(doubt.sequence + 1));
  const Money balance = co_await balance_there();
  if (!codes && balance == doubt.before && moved == Moved::by_nobody_else) co_return not_done(doubt, nothing_moved());
  const auto log = co_await read_purse_log();
  if (!is_logged(log, doubt)) co_return co_await settle_by_counter(doubt, std::move(pin));
  if (!codes || balance != doubt.after()) co_return done_without_proof(doubt);
  doubt.mac = is_offline(doubt.type) ? bytes_at<4>(*codes, 0) : doubt.mac;
  doubt.code = bytes_at<4>(*codes, 4);
  co_return done(doubt);
}

bool is_of(const LockProof& proof, const TerminalTrade& doubt) { return proof.terminal == doubt.terminal && proof.moment == doubt.moment; }

/// It holds the lock that this was to end.
bool is_its_lock(const LockProof& proof, const TerminalTrade& doubt) {
  return proof.state == LockState::grey && proof.sequence == (doubt.type == TransactionType::purse_grey_debit ? doubt.sequence : doubt.offline_sequence - 1U);
}
bool is_this_lock(const LockProof& proof, const TerminalTrade& doubt) {
  return proof.state == LockState::grey && proof.sequence == doubt.sequence && is_of(proof, doubt);
}
bool is_this_debit(const LockProof& proof, const TerminalTrade& doubt) {
  return proof.state != LockState::grey && !proof.is_release() && proof.sequence == doubt.sequence + 1U && proof.terminal == doubt.terminal &&
         proof.amount() == doubt.amount;
}
bool is_this_release(const LockProof& proof, const TerminalTrade& doubt) {
  return proof.state == LockState::free && proof.is_release() && proof.sequence == doubt.sequence && is_of(proof, doubt) && proof.amount() == doubt.amount;
}

TerminalTrade with_codes(TerminalTrade trade, const LockProof& proof) {
  if (trade.type == TransactionType::purse_grey_lock) trade.mac = proof.x;
  trade.code = proof.y;
  trade.moment = proof.moment;
  return trade;
}

Dialogue<TerminalWritten> settle_by_lock(TerminalTrade doubt) {
  const auto proof = co_await read_lock_proof();
  const bool lock = doubt.type == TransactionType::purse_grey_lock, debit = doubt.type == TransactionType::purse_grey_debit;
  if (proof && (lock ? is_this_lock(*proof, doubt) : debit ? is_this_debit(*proof, doubt) : is_this_release(*proof, doubt))) co_return done(with_codes(doubt, *proof));
  const bool grey = proof && proof->state == LockState::grey;
  if (lock ? !grey : proof && is_its_lock(*proof, doubt)) co_return not_done(doubt, nothing_moved());
  co_return co_await settle_by_log(doubt);
}

}  // namespace

namespace {

/// Chosen here and not within a co_await: g++ 12 destroys the dialogue of a conditional expression there twice.
Dialogue<TerminalWritten> settle_there(TerminalTrade doubt, Bytes pin, Moved moved) {
  const bool by_codes = doubt.type == TransactionType::purse_load || doubt.type == TransactionType::purse_purchase;
  if (by_codes) return settle_by_codes(doubt, std::move(pin), moved);
  return settle_by_lock(doubt);
}

/// By what the card says alone.
Dialogue<TerminalWritten> ask_card(TerminalTrade doubt, Bytes pin, Moved moved) {
  TerminalWritten unknown;
  unknown.trade = doubt;
  const auto seen = co_await attempt(select_again());
  if (!seen.ok()) {
    unknown.cause = seen.error();
    co_return unknown;
  }
  if (seen->application.serial != doubt.card) {
    unknown.cause = another_card();
    co_return unknown;
  }
  const auto settled = co_await attempt(settle_there(doubt, pin, moved));
  if (settled.ok()) co_return *settled;
  unknown.cause = settled.error();
  co_return unknown;
}

/// The order failed: not answered, or refused. What the card says to that is final; the first cause is told.
Dialogue<TerminalWritten> after_failure(TerminalTrade trade, Error why) {
  TerminalWritten settled = co_await ask_card(trade, {}, Moved::by_nobody_else);
  if (settled.outcome != Outcome::done) settled.cause = std::move(why);
  co_return settled;
}

TerminalTrade trade_of(const TerminalOrder& order, TransactionType type) {
  TerminalTrade trade;
  trade.type = type;
  trade.card = order.purse.application.serial;
  trade.before = order.purse.balance;
  trade.amount = order.amount;
  trade.terminal = order.terminal;
  trade.moment = order.moment;
  return trade;
}

struct OfflineStart {
  OfflineBegun card;
  Bytes sam;  ///< termSeq4 [termRnd4] MAC1
};

Dialogue<OfflineStart> start_offline(TerminalOrder order, OfflineKind kind) {
  const auto command = initialize(kind, order.amount, order.terminal);
  const auto answer = co_await transmit(command);
  if (!answer.sw.ok()) co_return refused_offline(command, answer.sw);
  OfflineStart start;
  start.card = co_await ok(begin_offline(answer.data));
  const bool purchase = kind == OfflineKind::purchase;
  const Money sealed = purchase ? order.amount : start.card.balance;
  start.sam = co_await ask_sam(place::psam, sam_begin(kind, start.card, sealed, order.moment, order.purse.number()));
  co_await ok(check_length(start.sam, purchase ? 8 : 12));
  co_return start;
}

TerminalTrade begun_trade(TerminalTrade trade, const OfflineStart& start) {
  trade.sequence = start.card.counter;
  trade.before = start.card.balance;
  trade.terminal_sequence = get_be32(start.sam.data());
  return trade;
}

/// The PSAM judges what the card answered; the move stands whatever it says. Of an answer that is gone it is asked nothing.
Dialogue<TerminalWritten> certify(OfflineKind kind, TerminalWritten written) {
  if (written.outcome != Outcome::done || written.cause) co_return written;
  const auto certified = co_await attempt(ask_sam(place::psam, sam_certify(kind, written.trade.mac)));
  if (!certified.ok()) written.cause = certified.error();
  co_return written;
}

/// The card's answer to the order, or what its silence means; then the PSAM's word.
Dialogue<TerminalWritten> ended(OfflineKind kind, TerminalTrade trade, Result<Bytes> answer) {
  TerminalWritten written;
  if (answer.ok()) {
    trade.code = bytes_at<4>(*answer, 0);
    trade.mac = bytes_at<4>(*answer, 4);
    written = done(trade);
  } else {
    written = co_await after_failure(trade, answer.error());
  }
  co_return co_await certify(kind, written);
}

}  // namespace

Dialogue<TerminalWritten> buy(TerminalOrder order) {
  TerminalTrade trade = trade_of(order, TransactionType::purse_purchase);
  const auto start = co_await attempt(start_offline(order, OfflineKind::purchase));
  if (!start.ok()) co_return not_done(trade, start.error());
  trade = begun_trade(trade, *start);
  const auto answer = co_await attempt(send_order(debit_for_purchase(trade.terminal_sequence, trade.moment, bytes_at<4>(start->sam, 4)), 8));
  co_return co_await ended(OfflineKind::purchase, trade, answer);
}

Dialogue<TerminalWritten> lock_grey(TerminalOrder order) {
  TerminalTrade trade = trade_of(order, TransactionType::purse_grey_lock);
  trade.amount = Money{};
  const auto start = co_await attempt(start_offline(order, OfflineKind::grey_lock));
  if (!start.ok()) co_return not_done(trade, start.error());
  trade = begun_trade(trade, *start);
  const auto command = grey_lock(trade.terminal_sequence, bytes_at<4>(start->sam, 4), trade.moment, bytes_at<4>(start->sam, 8));
  const auto answer = co_await attempt(send_order(command, 8));
  co_return co_await ended(OfflineKind::grey_lock, trade, answer);
}

namespace {

/// Answered or not: the card shows it until its next transaction, and the PSAM's row makes room. What fails here is done anyhow.
Dialogue<TerminalWritten> collected(TerminalWritten written) {
  if (written.outcome != Outcome::done) co_return written;
  (void)co_await attempt(transmit(collect_tac()));
  (void)co_await attempt(ask_sam(place::psam, sam_acknowledge(written.trade.terminal_sequence)));
  co_return written;
}

HungDebit debit_of(const TerminalTrade& trade) {
  HungDebit debit;
  debit.amount = trade.amount;
  debit.lock_sequence = trade.sequence;
  debit.terminal = trade.terminal;
  debit.terminal_sequence = trade.terminal_sequence;
  debit.moment = trade.moment;
  debit.gmac = trade.mac;
  return debit;
}

Error of_another_terminal() {
  return error(Fault::card, Cause::purse_grey, "Another terminal has locked this card; settle it there, or with its record.", {{"other_terminal", "yes"}});
}

}  // namespace

Dialogue<TerminalWritten> debit_own_lock(TerminalOrder order, std::uint32_t terminal_sequence) {
  TerminalTrade trade = trade_of(order, TransactionType::purse_grey_debit);
  trade.terminal_sequence = terminal_sequence;
  const auto& lock = order.purse.lock;
  if (lock && lock->state == LockState::tac_pending && lock->terminal == order.terminal && lock->amount() == order.amount) {
    trade.before = lock->balance + lock->amount();
    trade.sequence = static_cast<std::uint16_t>(lock->sequence - 1);
    co_return co_await collected(done(with_codes(trade, *lock)));
  }
  if (!lock || lock->state != LockState::grey) co_return not_done(trade, error(Fault::card, Cause::purse_not_grey, "This card is not locked; nothing is to be taken."));
  if (lock->terminal != order.terminal) co_return not_done(trade, of_another_terminal());
  trade.sequence = lock->sequence;
  const auto sealed = co_await attempt(ask_sam(place::psam, sam_seal_debit(order.purse.number(), trade.sequence, trade.amount)));
  if (!sealed.ok()) co_return not_done(trade, sealed.error());
  if (const auto whole = check_length(*sealed, 8); !whole.ok()) co_return not_done(trade, whole.error());
  trade.mac = bytes_at<4>(*sealed, 0);
  const auto command = debit_for_unlock(debit_of(trade));
  const auto answer = co_await attempt(send_order(command, 4));
  if (!answer.ok()) {
    TerminalWritten settled = co_await after_failure(trade, answer.error());
    co_return co_await collected(settled);
  }
  trade.code = bytes_at<4>(*answer, 0);
  co_return co_await collected(done(trade));
}

namespace {

Error refused_sealed(PurseMoveKind kind, const iso7816::Command& command, iso7816::StatusWord status) {
  if (status.value == grey_or_more_than_fits)
    return kind == PurseMoveKind::release ? error(Fault::card, Cause::purse_not_grey, "This card is not locked; nothing is to be released.") : purse_grey();
  return refused_offline(command, status);
}

}  // namespace

Dialogue<Begun> begin_sealed_move(PurseMoveKind kind, Money amount, TerminalNumber terminal, Bytes pin) {
  if (!pin.empty()) co_await give_pin(pin);
  const auto command = initialize(kind, amount, terminal);
  const auto answer = co_await transmit(command);
  if (!answer.sw.ok()) co_return refused_sealed(kind, command, answer.sw);
  co_return co_await ok(begun(kind, answer.data));
}

Dialogue<TerminalWritten> finish_sealed_move(PurseMoveKind kind, TerminalTrade trade, Mac4 mac2) {
  const auto command = ordered(kind, trade.amount, trade.moment, mac2);
  const auto answer = co_await attempt(send_order(command, 4));
  trade.mac = mac2;
  if (!answer.ok()) co_return co_await after_failure(trade, answer.error());
  trade.code = bytes_at<4>(*answer, 0);
  co_return done(trade);
}

namespace {

Error card_not_genuine(const CardSerial& number) {
  return error(Fault::forged, Cause::card_not_genuine, "The card cannot prove that it is ours; keep it and report it.", {{"serial", to_hex(number.bytes)}});
}

recipe::Trade session_of(const Begun& card, const TerminalTrade& trade) {
  return {.random = card.random, .sequence = card.counter, .amount = trade.amount, .type = trade.type, .terminal = trade.terminal, .moment = trade.moment};
}

/// A load SAM of before compares nothing itself: its MAC1 is held against the card's here.
Dialogue<Mac4> seal_with_isam(Begun card, TerminalTrade trade) {
  const CardSerial number = purse_card::factor_of(trade.card);
  const auto of_session = session_of(card, trade);
  co_await ask_sam(place::load_sam, load_sam_session(card.version, number, recipe::online_input(of_session)));
  const Bytes mac1 = co_await ask_sam(place::load_sam, load_sam_mac(recipe::announcement(card.balance, of_session)));
  if (!equal_secret(mac1, card.mac1)) co_return card_not_genuine(number);
  const Bytes mac2 = co_await ask_sam(place::load_sam, load_sam_mac(recipe::order(of_session)));
  co_await ok(check_length(mac2, std::tuple_size_v<Mac4>));
  co_return bytes_at<4>(mac2, 0);
}

}  // namespace

Dialogue<Mac4> seal_with_load_sam(PurseMoveKind kind, Begun card, TerminalTrade trade, bool one_unload_key) {
  constexpr std::uint16_t not_right = 0x6300, knows_no_such_kind = 0x6A86, knows_no_such_command = 0x6D00;
  const CardSerial number = purse_card::factor_of(trade.card);
  const auto command = load_sam_seal(kind, one_unload_key, card, number, recipe::order(session_of(card, trade)));
  const auto answer = co_await transmit_to(place::load_sam, command);
  if (answer.sw.value == not_right) co_return card_not_genuine(number);
  const bool of_before = answer.sw.value == knows_no_such_kind || answer.sw.value == knows_no_such_command;
  if (of_before && kind == PurseMoveKind::load) co_return co_await seal_with_isam(card, trade);
  if (of_before) co_return error(Fault::refused, Cause::load_sam_without_release, "This load SAM loads cards and frees no lock; take one of the newer kind, or ask the centre.");
  if (!answer.sw.ok()) co_return refused_by_sam(place::load_sam, command, answer.sw);
  co_await ok(check_length(answer.data, std::tuple_size_v<Mac4>));
  co_return bytes_at<4>(answer.data, 0);
}

Dialogue<TerminalWritten> settle(TerminalTrade doubt, Bytes pin) {
  const TerminalWritten settled = co_await ask_card(doubt, pin, Moved::by_others_perhaps);
  switch (doubt.type) {
    case TransactionType::purse_purchase: co_return co_await certify(OfflineKind::purchase, settled);
    case TransactionType::purse_grey_lock: co_return co_await certify(OfflineKind::grey_lock, settled);
    case TransactionType::purse_grey_debit: co_return co_await collected(settled);
    default: co_return settled;
  }
}

}  // namespace kwota::cards
