// What moves money, or holds it: load, purchase, grey lock, its debit, its release.
#include "base/cause.h"
#include "reader_library/error_codes.h"
#include "reader_library/fields.h"
#include "reader_library/terminal.h"

namespace kwota::reader {

namespace place = cards::place;
using cards::PurseMoveKind;
using cards::TerminalWritten;
using purse_card::LockState;
using purse_card::TransactionType;

namespace {

constexpr std::uint16_t sam_has_no_such_lock = 0x6985;

bool moves_by_seal(int function) { return function == KW_OP_LOAD || function == KW_OP_RELEASE; }

cards::TerminalTrade trade_for(const cards::PurseSeen& purse, TransactionType type, std::uint32_t fen) {
  cards::TerminalTrade trade;
  trade.type = type;
  trade.card = purse.application.serial;
  trade.before = purse.balance;
  trade.amount = Money::minor(fen);
  return trade;
}

}  // namespace

std::optional<int> Terminal::resume(int function, const Trade& asked, kw_trade* out) {
  const auto found = pending_.find(asked.card);
  if (found == pending_.end()) return std::nullopt;
  const Pending before = found->second;
  const bool pin_is_his = pin_of_ && *pin_of_ == asked.card;
  const auto written = run(cards::settle(before.trade, pin_is_his ? to_bytes(pin_.view()) : Bytes{}));
  if (!written.ok() || written->outcome == cards::Outcome::in_doubt) return KW_E_TORN;
  if (written->outcome == cards::Outcome::not_done) {
    pending_.erase(found);
    return std::nullopt;
  }
  // It was done, and whoever asked for it has not heard so yet: only he is told.
  if (before.function != function || before.trade.type != asked.type || before.trade.amount != asked.amount) return KW_E_TORN;
  return finish(function, *written, out);
}

int Terminal::finish(int function, const TerminalWritten& written, kw_trade* out) {
  const Trade& trade = written.trade;
  switch (written.outcome) {
    case cards::Outcome::in_doubt: pending_[trade.card] = {function, trade}; return KW_E_TORN;
    case cards::Outcome::not_done: pending_.erase(trade.card); return written.cause ? fail(*written.cause) : KW_E_OTHER;
    case cards::Outcome::done: break;
  }
  pending_.erase(trade.card);
  if (trade.type == TransactionType::purse_grey_lock) own_locks_[trade.card] = trade.terminal_sequence;
  if (trade.type == TransactionType::purse_grey_debit || trade.type == TransactionType::purse_release) own_locks_.erase(trade.card);
  if (out != nullptr) give(out, as_structure(trade));
  if (moves_by_seal(function) && !written.cause) return tell_authority(function, trade);
  if (!written.cause) return KW_OK;
  return code_of(*written.cause) == KW_E_MAC ? KW_E_MAC : KW_W_UNCERTIFIED;
}

int Terminal::deduct(const Bytes& asn, std::uint32_t fen, int mode, kw_trade* out) {
  if (mode != KW_PURCHASE && mode != KW_GREY_LOCK) return KW_E_ARGUMENT;
  const bool lock = mode == KW_GREY_LOCK;
  if (!lock && fen == 0) return KW_E_ARGUMENT;  // it would take nothing, and push a line out of the card's log
  const Call call(*this, {place::psam, place::purse});
  if (call.error()) return fail(*call.error());
  const auto terminal = terminal_of(place::psam);
  if (!terminal.ok()) return fail(terminal.error());
  const auto purse = purse_of(asn);
  if (!purse.ok()) return fail(purse.error());
  const auto type = lock ? TransactionType::purse_grey_lock : TransactionType::purse_purchase;
  if (const auto before = resume(6, trade_for(*purse, type, lock ? 0 : fen), out)) return *before;
  if (const auto may = may_spend(*purse); !may.ok()) return fail(may.error());
  if (!lock && Money::minor(fen) > purse->balance) return KW_E_BALANCE;
  const cards::TerminalOrder order{.purse = *purse, .amount = Money::minor(fen), .terminal = *terminal, .moment = moment_now()};
  const auto written = run(lock ? cards::lock_grey(order) : cards::buy(order));
  return written.ok() ? finish(6, *written, out) : fail(written.error());
}

int Terminal::undeduct(const Bytes& asn, std::uint32_t fen, kw_trade* out) {
  const Call call(*this, {place::psam, place::purse});
  if (call.error()) return fail(*call.error());
  const auto terminal = terminal_of(place::psam);
  if (!terminal.ok()) return fail(terminal.error());
  const auto purse = purse_of(asn);
  if (!purse.ok()) return fail(purse.error());
  if (const auto before = resume(7, trade_for(*purse, TransactionType::purse_grey_debit, fen), out)) return *before;
  const auto own = own_locks_.find(purse->application.serial);
  const bool named = out != nullptr && out->cb >= offsetof(kw_trade, term_seq) + sizeof out->term_seq && out->term_seq != 0;
  const bool known = own != own_locks_.end() || named;  // a new PSAM numbers its first lock 0
  const std::uint32_t number = own != own_locks_.end() ? own->second : named ? out->term_seq : 0;
  const bool ours = purse->lock && purse->lock->state == LockState::grey && purse->lock->terminal == *terminal;
  if (ours && !known) return KW_E_ARGUMENT;
  if (ours && Money::minor(fen) > purse->balance) return KW_E_BALANCE;
  const cards::TerminalOrder order{.purse = *purse, .amount = Money::minor(fen), .terminal = *terminal, .moment = moment_now()};
  const auto written = run(cards::debit_own_lock(order, number));
  if (!written.ok()) return fail(written.error());
  const bool refused = written->outcome == cards::Outcome::not_done && written->cause && written->cause->details.contains("sam");
  if (refused && last_status_ == sam_has_no_such_lock) return KW_E_GREY;
  return finish(7, *written, out);
}

Result<cards::TerminalNumber> Terminal::terminal_for_load(const std::string& oper) {
  if (auth_ == nullptr) return terminal_of(place::load_sam);
  if (has(place::psam)) return terminal_of(place::psam);
  if (has(place::load_sam)) return terminal_of(place::load_sam);
  if (const auto number = exactly<6>(oper.c_str())) return *number;
  return error(Fault::request, Cause::bad_pin, "Without a PSAM the terminal's twelve digits are the operator.");
}

int Terminal::load(const Bytes& asn, std::uint32_t fen, const std::string& oper, kw_trade* out) {
  if (fen == 0) return KW_E_ARGUMENT;
  if (auth_ == nullptr && !has(place::load_sam)) return KW_E_NO_PSAM;
  std::vector<std::size_t> slots{place::purse};
  for (const auto sam : {place::psam, place::load_sam})
    if (has(sam) && (auth_ == nullptr ? sam == place::load_sam : !terminals_[sam].has_value() && (sam == place::psam || !has(place::psam)))) slots.push_back(sam);
  const Call call(*this, slots);
  if (call.error()) return fail(*call.error());
  const auto purse = purse_of(asn);
  if (!purse.ok()) return fail(purse.error());
  const auto terminal = terminal_for_load(oper);
  if (!terminal.ok()) return fail(terminal.error());
  Trade trade = trade_for(*purse, TransactionType::purse_load, fen);
  trade.terminal = *terminal;
  if (const auto before = resume(KW_OP_LOAD, trade, out)) return *before;
  if (const auto may = may_spend(*purse); !may.ok()) return fail(may.error());
  if (purse->balance + trade.amount > purse_card::county_purse_max) return KW_E_BALANCE;
  return sealed_move(KW_OP_LOAD, PurseMoveKind::load, trade, out);
}

int Terminal::release_lock(const Bytes& asn, std::uint32_t fen, kw_trade* out) {
  if (auth_ == nullptr && !has(place::load_sam)) return KW_E_NO_PSAM;
  const auto sealing = auth_ == nullptr ? place::load_sam : place::psam;
  std::vector<std::size_t> slots{place::purse};
  if (has(sealing) && (auth_ == nullptr || !terminals_[sealing])) slots.push_back(sealing);
  const Call call(*this, slots);
  if (call.error()) return fail(*call.error());
  const auto purse = purse_of(asn);
  if (!purse.ok()) return fail(purse.error());
  Trade trade = trade_for(*purse, TransactionType::purse_release, fen);
  if (has(sealing)) {
    const auto terminal = terminal_of(sealing);
    if (!terminal.ok()) return fail(terminal.error());
    trade.terminal = *terminal;
  } else if (purse->lock) {
    trade.terminal = purse->lock->terminal;
  }
  if (const auto before = resume(KW_OP_RELEASE, trade, out)) return *before;
  if (!purse->lock || purse->lock->state != LockState::grey) return KW_E_NOT_GREY;
  if (trade.amount > purse->balance) return KW_E_BALANCE;
  return sealed_move(KW_OP_RELEASE, PurseMoveKind::release, trade, out);
}

int Terminal::sealed_move(int function, PurseMoveKind kind, Trade trade, kw_trade* out) {
  const bool pin_is_asked = kind != PurseMoveKind::release || profile_.one_unload_key;
  const bool pin_is_his = pin_is_asked && pin_of_ && *pin_of_ == trade.card;
  const auto card = run(cards::begin_sealed_move(kind, trade.amount, trade.terminal, pin_is_his ? to_bytes(pin_.view()) : Bytes{}));
  if (!card.ok()) return fail(card.error());
  trade.before = card->balance;
  trade.sequence = card->counter;
  trade.offline_sequence = card->offline_counter;
  const auto mac2 = seal_of(function, kind, *card, trade);
  if (!mac2.ok()) return fail(mac2.error());
  const auto written = run(cards::finish_sealed_move(kind, trade, *mac2));
  return written.ok() ? finish(function, *written, out) : KW_E_TORN;
}

Result<cards::Mac4> Terminal::seal_of(int function, PurseMoveKind kind, const cards::Begun& card, Trade& trade) {
  if (auth_ != nullptr) return ask_authority(request_of(function, trade, &card), &trade.moment);
  trade.moment = moment_now();
  return run(cards::seal_with_load_sam(kind, card, trade, profile_.one_unload_key));
}

kw_authreq Terminal::request_of(int function, const Trade& trade, const cards::Begun* card) const {
  kw_authreq request{};
  request.op = static_cast<std::uint32_t>(function);
  request.phase = card != nullptr ? 1 : 2;
  request.bal = static_cast<std::uint32_t>((card != nullptr ? trade.before : trade.after()).minor());
  request.on_seq = trade.sequence;
  request.off_seq = function == KW_OP_RELEASE ? trade.offline_sequence : KW_UNKNOWN;
  request.amount = static_cast<std::uint32_t>(trade.amount.minor());
  request.tt = static_cast<std::uint32_t>(trade.type);
  text_to(request.asn, to_hex(trade.card));
  text_to(request.tid, to_hex(trade.terminal));
  if (card == nullptr) {
    text_to(request.tac, to_hex(trade.code));
    return request;
  }
  request.ver = card->version;
  request.alg = card->algorithm;
  text_to(request.rnd, to_hex(card->random));
  text_to(request.mac1, to_hex(card->mac1));
  return request;
}

/// A negative answer is the call's; an answer that is none ends it as an argument would.
Result<cards::Mac4> Terminal::ask_authority(const kw_authreq& request, cards::Moment* moment) {
  kw_authreq asked = request;
  asked.cb = sizeof asked;
  asked.phase = 1;
  kw_authres answer{};
  answer.cb = sizeof answer;
  const int said = auth_(auth_user_, &asked, &answer);
  const Error refused = error(Fault::refused, "authority_refused", "The seal was not given; nothing was changed.");
  if (said < 0) {
    refused_by_authority_ = said;
    return refused;
  }
  answer.datetime[sizeof answer.datetime - 1] = answer.mac2[sizeof answer.mac2 - 1] = '\0';
  const auto mac = exactly<4>(answer.mac2);
  const auto when = exactly<7>(answer.datetime);
  if (!mac || (moment != nullptr && (!when || !is_moment(*when)))) {
    refused_by_authority_ = KW_E_ARGUMENT;
    return refused;
  }
  if (moment != nullptr) *moment = *when;
  return *mac;
}

/// The card's proof. What it says of that is the call's answer: the money has moved.
int Terminal::tell_authority(int function, const Trade& trade) {
  if (auth_ == nullptr) return KW_OK;
  kw_authreq told = request_of(function, trade, nullptr);
  told.cb = sizeof told;
  kw_authres nothing{};
  nothing.cb = sizeof nothing;
  const int said = auth_(auth_user_, &told, &nothing);
  return said < 0 ? said : KW_OK;
}

}  // namespace kwota::reader
