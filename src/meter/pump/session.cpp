#include "meter/pump/session.h"

namespace kwota::meter {
namespace {

using purse_card::LockProof;
using purse_card::LockState;

constexpr std::uint8_t purse = static_cast<std::uint8_t>(purse_card::PurseKind::purse);
constexpr std::uint8_t purchase_key = 0x01;
constexpr std::uint8_t grey_lock = static_cast<std::uint8_t>(purse_card::TransactionType::purse_grey_lock),
                       grey_debit = static_cast<std::uint8_t>(purse_card::TransactionType::purse_grey_debit);
constexpr std::uint8_t application_name[] = {0xA0, 0x00, 0x00, 0x00, 0x03, 0x86, 0x98, 0x07, 0x01};
constexpr std::uint8_t module_application[] = {0xDF, 0x02};
constexpr std::uint8_t terminal_file = 0x16, module_pin = 0x01;
constexpr std::uint16_t any_size = 0xFFFF;
constexpr std::uint16_t counters_end = 0xFFFE;  // a lock needs two numbers: its own and the debit's
constexpr std::uint16_t never_locked_yet = 0x6985, no_room = 0x6A84;

}  // namespace

/// The application's file in the answer to SELECT: 6F { 84 name, A5 { 9F08 version, 9F0C file } }.
std::optional<ByteView> PumpSession::issuer_data(ByteView fci) {
  constexpr std::uint8_t constructed[] = {0x6F, 0xA5};
  while (fci.size() >= 2) {
    const bool two = (fci[0] & 0x1F) == 0x1F;
    const std::size_t header = two ? 3 : 2;
    if (fci.size() < header || fci[header - 1] > fci.size() - header) return std::nullopt;
    const ByteView value = fci.subspan(header, fci[header - 1]);
    if (two && fci[0] == 0x9F && fci[1] == 0x0C) return value;
    const bool inside = fci[0] == constructed[0] || fci[0] == constructed[1];
    fci = inside ? value : fci.subspan(header + value.size());
  }
  return std::nullopt;
}

namespace {

template <std::size_t n>
void copy(std::array<std::uint8_t, n>& to, ByteView from) {
  for (std::size_t i = 0; i < n && i < from.size(); ++i) to[i] = from[i];
}

pump::Proof proof_in(ByteView answer) {
  pump::Proof proof{};
  copy(proof, answer);
  return proof;
}

bool watered_here(std::uint32_t area, const purse_card::AreasRecord& record) {
  for (std::size_t i = 0; i < record.count; ++i)
    if (record.areas[i] == area) return true;
  return false;
}

}  // namespace

// The procedure, row by row; row i is the step with the number i. `take` names the next step, `refused` the one after another status
// word than 9000, or silence.
const PumpSession::Row PumpSession::procedure[] = {
    row_of<&PumpSession::ask_module_select, &PumpSession::take_module_select, &PumpSession::no_module>(Step::module_select, Party::module, any_size),
    row_of<&PumpSession::ask_module_pin, &PumpSession::take_module_pin, &PumpSession::no_pin>(Step::module_pin, Party::module, 0),
    row_of<&PumpSession::ask_module_terminal, &PumpSession::take_module_terminal, &PumpSession::no_module>(Step::module_terminal, Party::module, 6),
    row_of<&PumpSession::ask_select, &PumpSession::take_select, &PumpSession::no_purse>(Step::select, Party::card, any_size),
    row_of<&PumpSession::ask_proof, &PumpSession::take_proof, &PumpSession::no_proof>(Step::proof, Party::card, LockProof::size),
    row_of<&PumpSession::ask_areas, &PumpSession::take_areas, &PumpSession::no_card>(Step::areas, Party::card, purse_card::AreasRecord::size),
    row_of<&PumpSession::ask_init, &PumpSession::take_init, &PumpSession::no_card>(Step::init, Party::card, 15),
    row_of<&PumpSession::ask_draw, &PumpSession::take_draw, &PumpSession::no_number>(Step::draw, Party::module, 12),
    row_of<&PumpSession::ask_lock, &PumpSession::take_lock, &PumpSession::no_lock>(Step::lock, Party::card, 8),
    row_of<&PumpSession::ask_certify, &PumpSession::take_certify, &PumpSession::not_certified>(Step::certify, Party::module, 0),
    row_of<&PumpSession::ask_gmac, &PumpSession::take_gmac, &PumpSession::no_gmac>(Step::gmac, Party::module, 8),
    row_of<&PumpSession::ask_gmac_again, &PumpSession::take_gmac, &PumpSession::no_gmac_at_all>(Step::gmac_again, Party::module, 8),
    row_of<&PumpSession::ask_debit, &PumpSession::take_debit, &PumpSession::no_debit>(Step::debit, Party::card, 4),
    row_of<&PumpSession::ask_collect, &PumpSession::take_collect, &PumpSession::not_collected>(Step::collect, Party::card, any_size),
    row_of<&PumpSession::ask_tool_select, &PumpSession::take_tool_select, &PumpSession::no_card>(Step::tool_select, Party::card, any_size),
    row_of<&PumpSession::ask_tool_random, &PumpSession::take_tool_random, &PumpSession::no_tool_key>(Step::tool_random, Party::module, 4),
    row_of<&PumpSession::ask_tool_key, &PumpSession::take_tool_key, &PumpSession::no_tool_key>(Step::tool_key, Party::module, 0),
    row_of<&PumpSession::ask_tool_read, &PumpSession::take_tool_read, &PumpSession::no_card>(Step::tool_read, Party::card, tool_bytes + 4),
    row_of<&PumpSession::ask_tool_mac, &PumpSession::take_tool_mac, &PumpSession::no_tool_key>(Step::tool_mac, Party::module, 4),
    row_of<&PumpSession::ask_answer_look, &PumpSession::take_answer_look, &PumpSession::no_answer>(Step::answer_look, Party::card, pump::collect_row::size),
    row_of<&PumpSession::ask_answer_random, &PumpSession::take_answer_random, &PumpSession::no_answer>(Step::answer_random, Party::card, 4),
    row_of<&PumpSession::ask_answer_mac, &PumpSession::take_answer_mac, &PumpSession::no_answer>(Step::answer_mac, Party::module, 4),
    row_of<&PumpSession::ask_answer_write, &PumpSession::take_answer_write, &PumpSession::no_answer>(Step::answer_write, Party::card, 0),
    {Step::done, Party::nobody, 0, &to_ask<&PumpSession::ask_nothing>, nullptr, nullptr},
};

PumpSession::PumpSession(Pump& pump, Begin begin) : pump_(pump), begin_(begin) {
  if (!pump.working()) {
    refusal_ = PumpRefusal::memory;
    return;
  }
  if (begin == Begin::card) pump.note_phase(PumpPhase::checking);
  go(pump.module_unasked() ? Step::module_select : begin_card());
}

PumpSession::Step PumpSession::begin_card() {
  if (begin_ == Begin::card) return Step::select;
  if (gmacs_left_-- > 0)
    if (debt_ = pump_.unproven(); debt_.where != Debt::Where::nowhere) return Step::gmac;
  return end(PumpRefusal::none);
}

void PumpSession::go(Step next) {
  step_ = next;
  length_ = 0;
  row().ask(*this);
}

PumpSession::Step PumpSession::end(PumpRefusal refusal) {
  refusal_ = refusal;
  if (begin_ == Begin::card) {
    pump_.note_refusal(refusal, card_, status_, static_cast<std::uint8_t>(step_), balance_);
    pump_.note_phase(PumpPhase::idle);
  }
  return Step::done;
}

void PumpSession::receive(ByteView answer) {
  if (finished()) return;
  if (answer.size() < 2) return silent();
  status_ = get_be16(answer.data() + answer.size() - 2);
  const ByteView data = answer.first(answer.size() - 2);
  const bool good = status_ == 0x9000 && (row().size == any_size || row().size == data.size());
  // An answer of another length is as good as a refusal.
  const std::uint16_t refused = status_ == 0x9000 ? std::uint16_t{0x6700} : status_;
  go(good ? row().take(*this, data) : row().refused(*this, refused));
}

void PumpSession::silent() {
  if (finished()) return;
  status_ = 0;
  go(row().refused(*this, 0));
}

// ---- commands

void PumpSession::put(ByteView bytes) {
  for (const std::uint8_t byte : bytes) put(byte);
}
void PumpSession::put_number(std::uint32_t number, std::size_t bytes) {
  for (std::size_t i = bytes; i-- > 0;) put(static_cast<std::uint8_t>(number >> (8 * i)));
}
void PumpSession::put_header(std::uint8_t cla, std::uint8_t ins, std::uint8_t p1, std::uint8_t p2, std::uint8_t third) {
  const std::uint8_t header[] = {cla, ins, p1, p2, third};
  put(header);
}

// ---- the module, when power has come

void PumpSession::ask_module_select() {
  put_header(0x00, 0xA4, 0x00, 0x00, sizeof module_application);
  put(module_application);
}
PumpSession::Step PumpSession::take_module_select(ByteView) { return Step::module_pin; }

void PumpSession::ask_module_pin() {
  const auto& pin = pump_.account().pin;
  put_header(0x00, 0x20, 0x00, module_pin, static_cast<std::uint8_t>(pin.size()));
  put(pin);
}
PumpSession::Step PumpSession::take_module_pin(ByteView) { return Step::module_terminal; }

void PumpSession::ask_module_terminal() { put_header(0x00, 0xB0, 0x80 | terminal_file, 0x00, 6); }
PumpSession::Step PumpSession::take_module_terminal(ByteView answer) {
  pump::TerminalNumber terminal{};
  copy(terminal, answer);
  return pump_.note_module(terminal) ? begin_card() : no_module(0);
}
/// A user who hangs here may have his GMAC already and needs no module.
PumpSession::Step PumpSession::no_module(std::uint16_t) {
  pump_.module_silent();
  return begin_ == Begin::card ? begin_card() : end(PumpRefusal::module_dead);
}

/// Three wrong ones lock it for ever. Pulled meanwhile it says nothing.
PumpSession::Step PumpSession::no_pin(std::uint16_t sw) {
  if (sw != 0) pump_.note_module_pin_refused();
  return no_module(sw);
}

// ---- whose card, and is it grey

void PumpSession::ask_select() {
  put_header(0x00, 0xA4, 0x04, 0x00, sizeof application_name);
  put(application_name);
  put(0x00);
}
PumpSession::Step PumpSession::take_select(ByteView fci) {
  const auto data = issuer_data(fci);
  const auto file = data ? purse_card::decode_application(*data) : std::nullopt;
  if (!file) return end(PumpRefusal::not_ours);
  file_ = *file;
  card_ = purse_card::factor_of(file_.serial);
  const Watering& watering = pump_.watering();
  return watering.runs() && watering.record.card != card_ ? end(PumpRefusal::busy) : Step::proof;
}
PumpSession::Step PumpSession::no_card(std::uint16_t sw) {
  switch (sw) {
    case 0: return end(PumpRefusal::card_gone);
    case 0x6A81:
    case 0x6A82:
    case 0x6D00:
    case 0x6E00: return end(PumpRefusal::not_ours);
    case 0x9402: return end(PumpRefusal::balance);
    default: return end(PumpRefusal::not_authentic);
  }
}

void PumpSession::ask_proof() { put_header(0xE0, 0xCA, 0x00, 0x00, LockProof::size); }
PumpSession::Step PumpSession::take_proof(ByteView answer) {
  const auto proof = purse_card::decode_lock_proof(answer);
  if (!proof) return end(PumpRefusal::not_authentic);
  balance_ = proof->balance;
  if (proof->state != LockState::grey) {
    const bool watered = pump_.watering().runs();
    if (pump_.reconcile(card_, &*proof)) return proof->state == LockState::tac_pending ? Step::collect : end(PumpRefusal::none);
    return watered ? end(PumpRefusal::none) : start();
  }
  // The debt of a lost card waits at the counter, where the card is kept.
  if (pump_.store().is_black(card_)) return end(PumpRefusal::black_listed);
  const Debt debt = pump_.debt_of(card_, *proof);
  return debt.where == Debt::Where::nowhere ? end(PumpRefusal::grey_elsewhere) : settle(debt);
}
/// A card that was never locked may have no proof.
PumpSession::Step PumpSession::no_proof(std::uint16_t sw) {
  if (sw != never_locked_yet) return no_card(sw);
  const bool watered = pump_.watering().runs();
  pump_.reconcile(card_, nullptr);
  return watered ? end(PumpRefusal::none) : start();
}

// ---- on

PumpSession::Step PumpSession::start() {
  if (const PumpRefusal refusal = pump_.admits(card_, file_); refusal != PumpRefusal::none) return end(refusal);
  const PumpRefusal refusal = pump_.may_start();
  return refusal == PumpRefusal::none ? Step::areas : end(refusal);
}

void PumpSession::ask_areas() {
  put_header(0x00, 0xB2, purse_card::AreasRecord::number, purse_card::sfi::composite << 3 | 4, purse_card::AreasRecord::size);
}
PumpSession::Step PumpSession::take_areas(ByteView answer) {
  const auto areas = purse_card::decode_areas(answer);
  return areas && watered_here(pump_.account().area, *areas) ? Step::init : end(PumpRefusal::wrong_area);
}

void PumpSession::ask_init() {
  pump_.note_phase(PumpPhase::starting);
  put_header(0xE0, 0x7A, 0x08, purse, 7);
  put(purchase_key);
  put(pump_.account().terminal);
  put(0x0F);
}
PumpSession::Step PumpSession::take_init(ByteView answer) {
  // balance4 offline2 overdraft3 version1 algorithm1 random4
  lock_ = {.card = card_, .offline = get_be16(answer.data() + 4), .balance = Money::minor(get_be32(answer.data()))};
  balance_ = lock_.balance;
  copy(random_, answer.subspan(11, 4));
  random_[4] = answer[9];
  random_[5] = answer[10];
  if (lock_.offline >= counters_end || lock_.balance > purse_card::county_purse_max || !pump_.affords(lock_.balance)) return end(PumpRefusal::balance);
  return Step::draw;
}

void PumpSession::ask_draw() {
  lock_.at = pump_moment(pump_.clock());
  put_header(0xE0, 0x40, 0x00, 0x00, 0x1C);
  put(ByteView{random_}.first(4));
  put_number(lock_.offline, 2);
  put_number(static_cast<std::uint32_t>(lock_.balance.minor()), 4);
  put(grey_lock);
  put(card_moment(lock_.at));
  put(ByteView{random_}.last(2));
  put(card_.bytes);
}
/// From here the number has a record, whatever comes.
PumpSession::Step PumpSession::take_draw(ByteView answer) {
  lock_.number = get_be32(answer.data());
  copy(drawn_, answer.subspan(4));
  if (pump_.begin(lock_)) return Step::lock;
  pump_.never_locked();
  return end(PumpRefusal::memory);
}
PumpSession::Step PumpSession::no_number(std::uint16_t sw) {
  if (sw == 0) pump_.module_silent();
  return end(sw == no_room ? PumpRefusal::locks_full : PumpRefusal::module_dead);
}

void PumpSession::ask_lock() {
  put_header(0xE0, 0x7C, 0x08, 0x00, 0x13);
  put_number(lock_.number, 4);
  put(ByteView{drawn_}.first(4));
  put(card_moment(lock_.at));
  put(ByteView{drawn_}.last(4));
  put(0x08);
}
PumpSession::Step PumpSession::take_lock(ByteView answer) {
  proof_ = proof_in(answer.subspan(4));
  pump_.granted(proof_in(answer));
  return Step::certify;
}
/// Refused, the card is free. Gone, nobody knows: it is settled with nothing when it comes again.
PumpSession::Step PumpSession::no_lock(std::uint16_t sw) {
  if (sw == 0) {
    pump_.never_ran();
    pump_.hang();
  } else {
    pump_.never_locked();
  }
  return no_card(sw);
}

void PumpSession::ask_certify() {
  put_header(0xE0, 0x42, 0x00, 0x00, 4);
  put(proof_);
}
PumpSession::Step PumpSession::take_certify(ByteView) {
  pump_.run();
  return end(PumpRefusal::none);
}
PumpSession::Step PumpSession::not_certified(std::uint16_t sw) {
  const Debt nothing = pump_.never_ran();
  if (sw == 0) {
    pump_.module_silent();
    pump_.hang();
    return end(PumpRefusal::module_dead);
  }
  after_settling_ = PumpRefusal::not_authentic;
  return settle(nothing);
}

// ---- off

PumpSession::Step PumpSession::settle(const Debt& debt) {
  pump_.note_phase(PumpPhase::settling);
  debt_ = debt;
  if (debt_.has_gmac()) return Step::debit;
  if (pump_.module_ready()) return Step::gmac;
  if (debt_.where == Debt::Where::journal) pump_.hang();
  return end(PumpRefusal::module_dead);
}

void PumpSession::ask_gmac() {
  put_header(0xE0, 0x44, 0x00, 0x00, 0x0F);
  put(grey_debit);
  put(debt_.card.bytes);
  put_number(debt_.offline, 2);
  put_number(static_cast<std::uint32_t>(debt_.amount.minor()), 4);
}
/// It is stored when the module has said it twice: nobody here can tell a wrong one, and with the record it would go to counters and other wells,
/// where it frees no card.
PumpSession::Step PumpSession::take_gmac(ByteView answer) {
  const pump::Proof heard = proof_in(answer);
  if (debt_.gmac != heard) {
    debt_.gmac = heard;
    return gmacs_left_-- > 0 ? Step::gmac_again : no_gmac_at_all(status_);
  }
  const bool kept = pump_.note_gmac(debt_);
  if (begin_ == Begin::module_alone) return kept ? begin_card() : end(PumpRefusal::memory);
  if (kept) return Step::debit;
  pump_.hang();
  return end(PumpRefusal::memory);
}
/// It may have been computed and not heard; the amount was stored before and is the same.
PumpSession::Step PumpSession::no_gmac(std::uint16_t sw) { return sw == 0 ? no_gmac_at_all(sw) : Step::gmac_again; }

void PumpSession::ask_gmac_again() {
  put_header(0xE0, 0x46, 0x00, 0x00, 4);
  put_number(debt_.number, 4);
}
PumpSession::Step PumpSession::no_gmac_at_all(std::uint16_t sw) {
  if (sw == 0) pump_.module_silent();
  if (debt_.where == Debt::Where::journal) pump_.hang();
  if (begin_ == Begin::module_alone) pump_.module_tries_later();
  return end(PumpRefusal::module_dead);
}

void PumpSession::ask_debit() {
  put_header(0xE0, 0x7E, 0x08, purse, 0x1B);
  put_number(static_cast<std::uint32_t>(debt_.amount.minor()), 4);
  put_number(debt_.offline + 1u, 2);
  put(debt_.terminal);
  put_number(debt_.number, 4);
  put(card_moment(debt_.at));
  put(debt_.gmac);
  put(0x04);
}
PumpSession::Step PumpSession::take_debit(ByteView answer) {
  pump_.settled(debt_, proof_in(answer));
  paid_ = debt_.amount;
  balance_ -= debt_.amount;
  return Step::collect;
}
PumpSession::Step PumpSession::no_debit(std::uint16_t sw) {
  if (debt_.where == Debt::Where::journal) pump_.hang();
  return end(sw == 0 ? PumpRefusal::card_gone : PumpRefusal::not_authentic);
}

void PumpSession::ask_collect() { put_header(0xE0, 0xCA, 0x01, 0x00, 0x00); }
PumpSession::Step PumpSession::take_collect(ByteView) { return end(after_settling_); }
/// The card frees itself with its next INIT.
PumpSession::Step PumpSession::not_collected(std::uint16_t) { return end(after_settling_); }

}  // namespace kwota::meter
