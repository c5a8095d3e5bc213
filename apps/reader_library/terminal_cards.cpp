// What only looks at a card, and tool cards.
#include <algorithm>

#include "base/cause.h"
#include "carry/cards/common/application.h"
#include "carry/cards/purse_card/purse_card_table.h"
#include "carry/cards/purse_card/purse_moves.h"
#include "reader_library/error_codes.h"
#include "reader_library/fields.h"
#include "reader_library/terminal.h"

namespace kwota::reader {

namespace place = cards::place;
namespace sfi = purse_card::sfi;
using purse_card::LockState;

namespace {

constexpr std::uint8_t tool_file = 0x01, meter_purse_file = 0x02, frame_begin = 0x68, frame_end = 0x16, first_tool = 0x21, last_tool = 0x28;
constexpr std::uint16_t no_such_file = 0x6A82, no_such_kind = 0x6981;
constexpr std::size_t frame_head = 4, frame_tail = 2, frame_max = 250;  // with its MAC in one command

/// `68 cmd len2 data CS 16`: len counts the data, CS is the sum from cmd to the last byte of them.
Bytes tool_frame(std::uint8_t type, const Bytes& payload) {
  Bytes frame{frame_begin, type, static_cast<std::uint8_t>(payload.size() >> 8), static_cast<std::uint8_t>(payload.size())};
  append(frame, payload);
  std::uint8_t sum = 0;
  for (const auto byte : ByteView(frame).subspan(1)) sum = static_cast<std::uint8_t>(sum + byte);
  frame.push_back(sum);
  frame.push_back(frame_end);
  return frame;
}

bool is_tool(std::uint8_t type) { return type >= first_tool && type <= last_tool; }

/// Type and data of the frame that stands at the begin of a file; nothing: none.
std::optional<std::pair<std::uint8_t, Bytes>> tool_in(const Bytes& file) {
  if (file.size() < frame_head + frame_tail || file[0] != frame_begin || !is_tool(file[1])) return std::nullopt;
  const std::size_t size = get_be16(file.data() + 2);
  if (size > file.size() - frame_head - frame_tail) return std::nullopt;
  const Bytes data(file.begin() + frame_head, file.begin() + static_cast<std::ptrdiff_t>(frame_head + size));
  const Bytes frame = tool_frame(file[1], data);
  if (!std::equal(frame.begin(), frame.end(), file.begin())) return std::nullopt;
  return std::pair{file[1], data};
}

std::uint32_t grey_of(const std::optional<purse_card::LockProof>& lock) {
  if (!lock || lock->state == LockState::free) return 0;
  return lock->state == LockState::grey ? 1 : 2;
}

kw_record as_record(const purse_card::LogRecord& record) {
  kw_record full{};
  full.seq = record.sequence;
  full.overdraft = record.overdraft;
  full.amount = static_cast<std::uint32_t>(record.amount.minor());
  full.tt = static_cast<std::uint32_t>(record.type);
  text_to(full.tid, to_hex(record.terminal));
  text_to(full.datetime, to_hex(record.moment));
  return full;
}

struct Counters {
  std::uint32_t online = KW_UNKNOWN, offline = KW_UNKNOWN;
};

/// Asked by commands that begin something and change nothing: what they begin ends with the next command.
dialogue::Dialogue<Counters> ask_counters(cards::PurseSeen purse, Bytes pin) {
  Counters counters;
  const std::uint32_t grey = grey_of(purse.lock);
  if (grey == 1) {
    const auto begun = co_await cards::attempt(cards::begin_sealed_move(cards::PurseMoveKind::release, Money{}, {}, {}));
    if (begun.ok()) counters = {begun->counter, begun->offline_counter};
    co_return counters;
  }
  if (grey == 2) {
    counters.offline = purse.lock->sequence + 1U;  // a transaction would collect its TAC
  } else {
    const auto answer = co_await cards::transmit(cards::initialize(cards::OfflineKind::grey_lock, Money{}, {}));
    const auto begun = cards::begin_offline(answer.data);
    if (answer.sw.ok() && begun.ok()) counters.offline = begun->counter;
  }
  if (pin.empty() || grey == 2) co_return counters;
  const auto begun = co_await cards::attempt(cards::begin_sealed_move(cards::PurseMoveKind::load, Money{}, {}, pin));
  if (begun.ok()) counters.online = begun->counter;
  co_return counters;
}

/// By its applications. What shows none and is none of our chips is foreign.
dialogue::Dialogue<std::uint32_t> family_of(bool our_chip) {
  const auto key_card = co_await cards::transmit(cards::select(cards::key_application_id));
  if (key_card.sw.ok()) co_return std::uint32_t{KW_FAMILY_KEY_CARD};
  const auto meter_card = co_await cards::transmit(cards::select(cards::application_id));
  if (!meter_card.sw.ok()) co_return our_chip ? std::uint32_t{KW_FAMILY_BLANK} : std::uint32_t{KW_FAMILY_FOREIGN};
  // A customer's card has a purse in its second file; what has none, or rows in it, is a crew's.
  const auto purse = co_await cards::transmit(cards::read_binary(meter_purse_file, 1));
  co_return purse.sw.value == no_such_file || purse.sw.value == no_such_kind ? std::uint32_t{KW_FAMILY_TOOL} : std::uint32_t{KW_FAMILY_METER_CARD};
}

}  // namespace

int Terminal::card_status(kw_status* out) {
  const Call call(*this, {place::purse});
  if (call.error()) return fail(*call.error());
  kw_status full{};
  full.pin_tries = full.online_seq = full.offline_seq = full.balance = KW_UNKNOWN;
  const auto seen = run(cards::look_at_purse());
  if (!seen.ok() && cause_of(seen.error()) != Cause::card_foreign) return fail(seen.error());
  if (!seen.ok()) {
    const auto family = run(family_of(!chip_of(slots_[place::purse]->atr()).empty()));
    if (!family.ok()) return fail(family.error());
    full.family = *family;
    give(out, full);
    return KW_OK;
  }
  full.family = KW_FAMILY_PURSE;
  full.blocked = seen->blocked ? 1 : 0;
  full.grey = grey_of(seen->lock);
  const auto may = may_spend(*seen);
  full.expired = !may.ok() && cause_of(may.error()) == Cause::card_expired ? 1 : 0;
  text_to(full.asn, to_hex(seen->application.serial));
  if (!seen->blocked) {
    full.balance = static_cast<std::uint32_t>(seen->balance.minor());
    const bool pin_is_his = pin_of_ && *pin_of_ == seen->application.serial;
    const auto counters = run(ask_counters(*seen, pin_is_his ? to_bytes(pin_.view()) : Bytes{}));
    if (!counters.ok()) return fail(counters.error());
    full.online_seq = counters->online;
    full.offline_seq = counters->offline;
    full.pin_tries = pin_tries_;
  }
  give(out, full);
  return KW_OK;
}

int Terminal::card_records(std::vector<kw_record>& out, std::size_t max) {
  const Call call(*this, {place::purse});
  if (call.error()) return fail(*call.error());
  const auto seen = run(cards::look_at_purse());
  if (!seen.ok()) return fail(seen.error());
  for (std::uint8_t number = 1; number <= cards::purse_log_records && out.size() < max; ++number) {
    const auto answer = run(cards::transmit(cards::read_record(sfi::log, number)));
    if (!answer.ok()) return fail(answer.error());
    const auto record = answer->sw.ok() ? purse_card::decode_log_record(answer->data) : std::nullopt;
    if (!record) break;
    out.push_back(as_record(*record));
  }
  return KW_OK;
}

/// The proof that the caller gets now says what became of a lock, debit or release: that is open no more. A load or purchase is none of it.
void Terminal::learn_by_lock(const cards::PurseSeen& seen) {
  using purse_card::TransactionType;
  const auto found = pending_.find(seen.application.serial);
  if (found == pending_.end()) return;
  const auto type = found->second.trade.type;
  if (type == TransactionType::purse_load || type == TransactionType::purse_purchase) return;
  const auto written = run(cards::settle(found->second.trade));
  if (written.ok() && written->outcome != cards::Outcome::in_doubt) (void)finish(found->second.function, *written, nullptr);
}

int Terminal::lock_status(kw_lockproof* out) {
  std::optional<Call> call;
  // What is learned is brought to the PSAM, if it is there.
  if (!pending_.empty() && has(place::psam)) call.emplace(*this, std::vector{place::purse, place::psam});
  if (!call || (call->error() && code_of(*call->error()) == KW_E_NO_PSAM)) call.emplace(*this, std::vector{place::purse});
  if (call->error()) return fail(*call->error());
  const auto seen = run(cards::look_at_purse());
  if (!seen.ok()) return fail(seen.error());
  learn_by_lock(*seen);
  kw_lockproof full{};
  full.balance = static_cast<std::uint32_t>(seen->balance.minor());
  if (const auto& lock = seen->lock) {
    full.state = static_cast<std::uint32_t>(lock->state);
    full.tt = static_cast<std::uint32_t>(lock->type);
    full.purse = static_cast<std::uint32_t>(lock->purse);
    full.balance = static_cast<std::uint32_t>(lock->balance.minor());
    full.seq = lock->sequence;
    text_to(full.tid, to_hex(lock->terminal));
    text_to(full.datetime, to_hex(lock->moment));
    text_to(full.x, to_hex(lock->x));
    text_to(full.y, to_hex(lock->y));
  }
  give(out, full);
  return KW_OK;
}

int Terminal::card_number(std::string& asn) {
  const Call call(*this, {place::purse});
  if (call.error()) return fail(*call.error());
  const auto seen = run(cards::look_at_purse());
  if (!seen.ok()) return fail(seen.error());
  asn = to_hex(seen->application.serial);
  return KW_OK;
}

int Terminal::card_info(kw_cardinfo* out) {
  const Call call(*this, {place::purse});
  if (call.error()) return fail(*call.error());
  const auto seen = run(cards::look_at_purse());
  if (!seen.ok()) return fail(seen.error());
  kw_cardinfo full{};
  const auto& file = seen->application;
  full.app_type = file.application_type;
  full.app_version = file.application_version;
  text_to(full.asn, to_hex(file.serial));
  text_to(full.issuer, to_hex(file.issuer));
  text_to(full.valid_from, to_hex(file.valid_from));
  text_to(full.valid_to, to_hex(file.valid_to));
  const auto holder_file = run(cards::transmit(cards::read_binary(sfi::holder, purse_card::HolderFile::size)));
  if (!holder_file.ok()) return fail(holder_file.error());
  if (const auto holder = purse_card::decode_holder(holder_file->data)) {
    full.card_type = static_cast<std::uint32_t>(holder->card_type);
    text_to(full.holder, name_of_holder(holder->name));
    text_to(full.id_no, identity_of(holder->identity));
  }
  const auto areas_record = run(cards::transmit(cards::read_record(sfi::composite, purse_card::AreasRecord::number)));
  if (!areas_record.ok()) return fail(areas_record.error());
  if (const auto areas = purse_card::decode_areas(areas_record->data)) {
    full.areas = areas->count;
    for (std::size_t i = 0; i < areas->count; ++i) {
      const auto digits = std::to_string(areas->areas[i]);
      text_to(full.area[i], std::string(8 - std::min<std::size_t>(8, digits.size()), '0') + digits);
    }
  }
  give(out, full);
  return KW_OK;
}

namespace {

/// The tool card's file, whole.
dialogue::Dialogue<Bytes> read_tool_file() {
  const auto selected = co_await cards::transmit(cards::select(cards::application_id));
  if (!selected.sw.ok()) co_return error(Fault::card, Cause::card_foreign, "This is no tool card.");
  const auto answer = co_await cards::transmit(cards::read_binary(tool_file, 0));
  if (!answer.sw.ok()) co_return cards::refusal(cards::read_binary(tool_file, 0), answer.sw);
  co_return answer.data;
}

}  // namespace

/// The seal over the card's own random number comes from the authority: a terminal holds no maintenance key.
int Terminal::issue_tool_card(int type, const Bytes& payload) {
  if (type < first_tool || type > last_tool || payload.size() > frame_max - frame_head - frame_tail) return KW_E_ARGUMENT;
  if (auth_ == nullptr) return KW_E_NO_PSAM;
  const Call call(*this, {place::purse});
  if (call.error()) return fail(*call.error());
  const auto file = run(read_tool_file());
  if (!file.ok()) return fail(file.error());
  const bool a_meter_card = !file->empty() && (*file)[0] == frame_begin && !tool_in(*file);
  if (a_meter_card) return KW_E_CARD_TYPE;
  const Bytes frame = tool_frame(static_cast<std::uint8_t>(type), payload);
  if (frame.size() > file->size()) return KW_E_BUFFER;
  const auto challenge = run(cards::fresh_challenge());
  if (!challenge.ok()) return fail(challenge.error());
  kw_authreq request{};
  request.op = KW_OP_TOOL_CARD;
  request.tt = static_cast<std::uint32_t>(type);
  request.amount = static_cast<std::uint32_t>(payload.size());
  text_to(request.asn, chip_of(slots_[place::purse]->atr()));
  text_to(request.rnd, to_hex(*challenge));
  const auto mac = ask_authority(request, nullptr);
  if (!mac.ok()) return fail(mac.error());
  const auto command = cards::update_binary(tool_file, frame, *mac);
  const auto written = run(cards::transmit(command));
  if (!written.ok()) return KW_E_TORN;
  if (!written->sw.ok()) return fail(cards::refusal(command, written->sw));
  const auto stands = run(read_tool_file());
  if (!stands.ok()) return KW_E_TORN;
  const auto tool = tool_in(*stands);
  return tool && tool->first == type && tool->second == payload ? KW_OK : KW_E_OTHER;
}

int Terminal::read_tool_card(int* type, std::string& payload) {
  const Call call(*this, {place::purse});
  if (call.error()) return fail(*call.error());
  const auto file = run(read_tool_file());
  if (!file.ok()) return fail(file.error());
  const auto tool = tool_in(*file);
  if (!tool) return KW_E_CARD_TYPE;
  if (type != nullptr) *type = tool->first;
  payload = to_hex(tool->second);
  return KW_OK;
}

}  // namespace kwota::reader
