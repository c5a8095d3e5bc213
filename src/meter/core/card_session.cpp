#include "meter/core/card_session.h"

namespace kwota::meter {
namespace {

namespace sfi = user_card::sfi;
using user_card::Command;

// ISO 7816-4 instructions; CLA 04 carries a MAC (cards.md 2.6).
constexpr std::uint8_t plain = 0x00, secure = 0x04;
constexpr std::uint8_t select = 0xA4, get_challenge = 0x84, internal_authenticate = 0x88, external_authenticate = 0x82,
                       read_binary = 0xB0, update_binary = 0xD6;
constexpr std::uint8_t proprietary = 0x80, export_key = 0x1C;  // [K] the key card's own command
constexpr std::uint8_t card_authentication_key = 0x01, meter_authentication_key = 0x02;
constexpr std::uint16_t no_such_directory = 0x6A82;
constexpr std::uint8_t by_sfi(std::uint8_t file) { return static_cast<std::uint8_t>(0x80 | file); }

/// What a status word that is not 9000 says of the card.
Refusal meaning(std::uint16_t sw) {
  switch (sw) {
    case 0x6A82:
    case 0x6A81:
    case 0x6A83:
    case 0x6A86:
    case 0x6B00:
    case 0x6D00:
    case 0x6E00:
    case 0x9303: return Refusal::wrong_system;
    case 0x6400:
    case 0x6581: return Refusal::card_silent;
    default: return Refusal::not_authentic;
  }
}

/// The last eight historical bytes of an ISO 7816-3 answer to reset.
std::optional<CardSerial> serial_of(ByteView atr) {
  if (atr.size() < 2) return std::nullopt;
  const std::size_t historical = atr[1] & 15;
  std::size_t at = 2;
  for (unsigned present = atr[1] >> 4; present != 0;) {
    const bool more = (present & 8) != 0;
    for (unsigned bits = present & 7; bits != 0; bits &= bits - 1) ++at;
    if (!more) break;
    if (at >= atr.size()) return std::nullopt;
    present = atr[at++] >> 4;
  }
  CardSerial serial;
  if (historical < serial.bytes.size() || at + historical > atr.size()) return std::nullopt;
  const ByteView last = atr.subspan(at + historical - serial.bytes.size(), serial.bytes.size());
  for (std::size_t i = 0; i < last.size(); ++i) serial.bytes[i] = last[i];
  return serial;
}

constexpr bool is_key_card(Command kind) { return kind == Command::key_modify || kind == Command::key_restore; }

template <std::size_t n>
void copy(std::array<std::uint8_t, n>& to, ByteView from) {
  for (std::size_t i = 0; i < n; ++i) to[i] = i < from.size() ? from[i] : std::uint8_t{0};
}

}  // namespace

// The procedure, row by row; row i is the step with the number i. `take` names the next step.
const CardSession::Row CardSession::procedure[] = {
    {Step::key_state, Party::security, &CardSession::ask_key_state, &CardSession::four, &CardSession::take_key_state},
    {Step::reset, Party::card_reset, &CardSession::ask_nothing, &CardSession::any, &CardSession::take_atr},
    {Step::select, Party::card, &CardSession::ask_select, &CardSession::any, &CardSession::take_select},
    {Step::select_key_card, Party::card, &CardSession::ask_select_key_card, &CardSession::any, &CardSession::take_select},
    {Step::kind, Party::card, &CardSession::ask_kind, &CardSession::four, &CardSession::take_kind},
    {Step::random, Party::security, &CardSession::ask_random, &CardSession::eight, &CardSession::take_random},
    {Step::internal, Party::card, &CardSession::ask_internal, &CardSession::eight, &CardSession::take_internal},
    {Step::check_card, Party::security, &CardSession::ask_check_card, &CardSession::one, &CardSession::take_check_card},
    {Step::challenge, Party::card, &CardSession::ask_challenge, &CardSession::eight, &CardSession::take_challenge},
    {Step::answer, Party::security, &CardSession::ask_answer, &CardSession::eight, &CardSession::take_answer},
    {Step::external, Party::card, &CardSession::ask_external, &CardSession::none, &CardSession::take_external},
    {Step::read_random, Party::security, &CardSession::ask_random, &CardSession::eight, &CardSession::take_read_random},
    {Step::read, Party::card, &CardSession::ask_nothing, &CardSession::file_and_mac, &CardSession::take_read},
    {Step::check, Party::security, &CardSession::ask_check, &CardSession::one, &CardSession::take_check},
    {Step::void_list, Party::security, &CardSession::ask_void_list, &CardSession::any, &CardSession::take_void_list},
    {Step::export_random, Party::security, &CardSession::ask_export_random, &CardSession::eight,
     &CardSession::take_export_random},
    {Step::export_key, Party::card, &CardSession::ask_export, &CardSession::any, &CardSession::take_export},
    {Step::take_key, Party::security, &CardSession::ask_take_key, &CardSession::any, &CardSession::take_key_taken},
    {Step::change_keys, Party::security, &CardSession::ask_change, &CardSession::any, &CardSession::take_changed},
    {Step::returned, Party::card, &CardSession::ask_returned, &CardSession::returned_size, &CardSession::take_returned},
    {Step::write_challenge, Party::card, &CardSession::ask_write_challenge, &CardSession::four,
     &CardSession::take_write_challenge},
    {Step::write_mac, Party::security, &CardSession::ask_write_mac, &CardSession::four, &CardSession::take_write_mac},
    {Step::write, Party::card, &CardSession::ask_nothing, &CardSession::none, &CardSession::take_write},
    {Step::done, Party::nobody, &CardSession::ask_nothing, &CardSession::none, nullptr},
};

CardSession::CardSession(Meter& meter) : meter_(meter) {
  if (!meter.working()) refusal_ = Refusal::memory;
  if (meter.card_slot_asleep()) refusal_ = Refusal::asleep;
  go(refusal_ == Refusal::none ? Step::key_state : Step::done);
}

const CardSession::Row& CardSession::row() const { return procedure[static_cast<std::size_t>(step_)]; }

CardSession::Party CardSession::asks() const { return row().party; }

void CardSession::go(Step next) {
  step_ = next;
  (this->*row().ask)();
}

CardSession::Step CardSession::end(Refusal refusal) {
  refusal_ = refusal;
  meter_.note_refusal(refusal, offer_.serial);
  return Step::done;
}

void CardSession::receive(ByteView answer) {
  if (finished()) return;
  if (asks() == Party::card) {
    if (answer.size() < 2) return silent();
    const std::uint16_t sw = get_be16(answer.data() + answer.size() - 2);
    if (sw != 0x9000) return go(refused(sw));
    answer = answer.first(answer.size() - 2);
  }
  const std::size_t expected = (this->*row().size)();
  if (expected != any_size && answer.size() != expected) {
    return go(end(asks() == Party::security ? Refusal::not_authentic : Refusal::bad_format));
  }
  go((this->*row().take)(answer));
}

/// A card without the customer's application may be a key card.
CardSession::Step CardSession::refused(std::uint16_t sw) {
  return step_ == Step::select && sw == no_such_directory ? Step::select_key_card : end(meaning(sw));
}

void CardSession::silent() {
  if (!finished()) go(end(Refusal::card_silent));
}

// ---- commands

void CardSession::put(ByteView bytes) {
  for (const std::uint8_t byte : bytes) buffer_[length_++] = byte;
}

void CardSession::put_header(std::uint8_t cla, std::uint8_t ins, std::uint8_t p1, std::uint8_t p2, std::uint8_t third) {
  length_ = 0;
  const std::uint8_t header[] = {cla, ins, p1, p2, third};
  put(header);
}

// ---- who is there

void CardSession::ask_key_state() { request_.kind = SecurityRequest::Kind::key_state; }
CardSession::Step CardSession::take_key_state(ByteView answer) {
  meter_.note_keys(get_be32(answer.data()));
  return Step::reset;
}

CardSession::Step CardSession::take_atr(ByteView atr) {
  const auto serial = serial_of(atr);
  if (!serial) return end(Refusal::wrong_system);
  offer_.serial = request_.serial = *serial;
  return Step::select;
}

void CardSession::ask_select() {
  constexpr std::uint8_t df01[] = {0xDF, 0x01};
  put_header(plain, select, 0x00, 0x00, sizeof df01);
  put(df01);
}
void CardSession::ask_select_key_card() {
  constexpr std::uint8_t df02[] = {0xDF, 0x02};
  put_header(plain, select, 0x00, 0x00, sizeof df02);
  put(df02);
}
CardSession::Step CardSession::take_select(ByteView) { return Step::kind; }

void CardSession::ask_kind() { put_header(plain, read_binary, by_sfi(sfi::instruction), 0, 4); }
CardSession::Step CardSession::take_kind(ByteView answer) {
  const auto kind = user_card::command_of(answer);
  if (!kind) return end(Refusal::wrong_system);
  kind_ = *kind;
  const bool private_keys = (meter_.state().key_info >> 24) == 1;
  switch (kind_) {
    case Command::user: return private_keys ? Step::random : end(Refusal::wrong_key_state);
    case Command::preset: return private_keys ? end(Refusal::wrong_key_state) : Step::random;
    case Command::clear: return Step::random;
    case Command::key_modify:
    case Command::key_restore: return private_keys ? Step::random : end(Refusal::wrong_key_state);
    default: return end(Refusal::wrong_system);
  }
}

void CardSession::ask_random() { request_.kind = SecurityRequest::Kind::challenge; }
CardSession::Step CardSession::take_random(ByteView answer) {
  copy(request_.challenge, answer);
  return Step::internal;
}

void CardSession::ask_internal() {
  put_header(plain, internal_authenticate, 0x00, card_authentication_key, 8);
  put(request_.challenge);
  constexpr std::uint8_t le[] = {8};
  put(le);
}
CardSession::Step CardSession::take_internal(ByteView answer) {
  length_ = 0;
  put(answer);
  return Step::check_card;
}

void CardSession::ask_check_card() {
  request_.kind = SecurityRequest::Kind::check_card;
  request_.message = command();
}
CardSession::Step CardSession::take_check_card(ByteView answer) {
  if (answer[0] == proof_voided) return end(Refusal::voided);
  return answer[0] == proof_fits ? Step::challenge : end(Refusal::not_authentic);
}

void CardSession::ask_challenge() { put_header(plain, get_challenge, 0, 0, 8); }
CardSession::Step CardSession::take_challenge(ByteView answer) {
  copy(request_.challenge, answer);
  return Step::answer;
}

void CardSession::ask_answer() { request_.kind = SecurityRequest::Kind::answer_card; }
CardSession::Step CardSession::take_answer(ByteView answer) {
  length_ = 0;
  put(answer);
  return Step::external;
}

void CardSession::ask_external() {
  std::array<std::uint8_t, 8> proof{};
  copy(proof, command());
  put_header(plain, external_authenticate, 0x00, meter_authentication_key, 8);
  put(proof);
}
CardSession::Step CardSession::take_external(ByteView) {
  sfi_ = sfi::instruction;
  return Step::read_random;
}

// ---- files: the card answers with a MAC whose start value is our own random number, so an old answer is worth nothing.

CardSession::Step CardSession::take_read_random(ByteView answer) {
  copy(request_.challenge, answer.first(4));
  put_header(secure, read_binary, by_sfi(sfi_), 0, 4);
  put(answer.first(4));
  const std::uint8_t le[] = {static_cast<std::uint8_t>(file_size())};
  put(le);
  return Step::read;
}

std::size_t CardSession::file_size() const {
  switch (sfi_) {
    case sfi::purse: return user_card::PurseFile::size;
    case sfi::tariff_current:
    case sfi::tariff_spare: return user_card::TariffFile::size;
    case sfi::void_list: return user_card::VoidFile::size;
    default: break;
  }
  if (is_key_card(kind_)) return user_card::KeyCardFile::size;
  if (kind_ == Command::preset) return user_card::PresetFile::size;
  return kind_ == Command::clear ? user_card::ClearFile::size : user_card::InstructionFile::size;
}

CardSession::Step CardSession::take_read(ByteView answer) {
  length_ = 0;
  put(answer.first(file_size()));
  copy(request_.mac, answer.subspan(file_size()));
  return Step::check;
}

void CardSession::ask_check() {
  request_.kind = SecurityRequest::Kind::check_mac;
  request_.key = SecurityRequest::Key::credit;
  request_.message = command();
}
CardSession::Step CardSession::take_check(ByteView answer) {
  if (answer[0] != 1) return end(Refusal::not_authentic);
  if (!keep_file()) return end(Refusal::bad_format);
  return sfi_ == sfi::void_list ? Step::void_list : next_file();
}

/// Decodes the file in the buffer into the offer.
bool CardSession::keep_file() {
  const ByteView bytes = command();
  const auto keep = [](const auto& decoded, auto& to) { return decoded ? (to = *decoded, true) : false; };
  switch (sfi_) {
    case sfi::purse: return keep(user_card::decode_purse(bytes), offer_.purse);
    case sfi::tariff_current:
    case sfi::tariff_spare: break;
    case sfi::void_list: return keep(user_card::decode_void_list(bytes), voids_);
    default:
      if (is_key_card(kind_)) return keep(user_card::decode_key_card(bytes), key_card_);
      if (kind_ == Command::preset) return keep(user_card::decode_preset(bytes), preset_);
      if (kind_ == Command::clear) return keep(user_card::decode_clear(bytes), clear_);
      return keep(user_card::decode_instruction(bytes), offer_.instruction);
  }
  const bool spare = sfi_ == sfi::tariff_spare;
  const auto file = user_card::decode_tariff(bytes);
  if (!file || user_card::command_of(bytes) != (spare ? Command::tariff_spare : Command::tariff_current)) return false;
  (spare ? offer_.spare : offer_.current) = tariff_of(*file);
  if (spare) offer_.spare_switch = clock_of(file->switch_time).value_or(end_of_time);
  return true;
}

/// Instruction, purse, the tariffs that the update flags announce, and at last whether the counter took the old data.
CardSession::Step CardSession::next_file() {
  namespace update = user_card::update;
  if (kind_ == Command::clear) return decide();
  if (is_key_card(kind_)) return decide_key_card();
  const bool user = kind_ == Command::user;
  const std::uint8_t flags = user ? offer_.instruction.update_flags : preset_.update_flags;
  const auto wanted = [&](std::uint8_t bits) { return flags != update::none && (flags & bits) != 0; };
  if (user && sfi_ < sfi::purse) {
    sfi_ = sfi::purse;
  } else if (sfi_ < sfi::tariff_current && wanted(update::tariff_current | update::steps_current)) {
    sfi_ = sfi::tariff_current;
  } else if (sfi_ < sfi::tariff_spare && wanted(update::tariff_spare | update::steps_spare)) {
    sfi_ = sfi::tariff_spare;
  } else if (user && sfi_ < sfi::void_list && wanted(update::void_list)) {
    sfi_ = sfi::void_list;
  } else {
    return user ? Step::returned : decide();
  }
  return Step::read_random;
}

// ---- the list of voided cards: kept by the security module, because it is the one that believes cards

void CardSession::ask_void_list() {
  length_ = 0;
  for (std::size_t i = 0; i < voids_.count; ++i) put(voids_.cards[i].bytes);
  request_.kind = SecurityRequest::Kind::void_cards;
  request_.message = command();
  request_.number = voids_.number;
}
CardSession::Step CardSession::take_void_list(ByteView answer) {
  if (answer.size() == 4) meter_.note_keys(get_be32(answer.data()));
  return next_file();  // a memory that keeps no list takes no credit either: the next step tells
}

// ---- key cards

CardSession::Step CardSession::decide_key_card() {
  const auto now = meter_.clock_valid() ? std::optional{meter_.clock()} : std::nullopt;
  const auto in_force = static_cast<std::uint8_t>(meter_.state().key_info >> 16);
  const Refusal refusal = judge(key_card_, meter_.state().number, in_force, now);
  if (refusal != Refusal::none) return end(refusal);
  return kind_ == Command::key_modify ? Step::export_random : Step::change_keys;
}

void CardSession::ask_export_random() { request_.kind = SecurityRequest::Kind::challenge; }
CardSession::Step CardSession::take_export_random(ByteView answer) {
  copy(request_.challenge, answer);
  return Step::export_key;
}

/// `80 1C kind version Lc n1 factor8*n target8 random4 header3 P1 id` (docs/card-os.md): the low half of n1 counts the factors,
/// the high half names the version of the meter's master under which the key travels: the one that is in force [K].
void CardSession::ask_export() {
  std::array<std::uint8_t, 8> target{};  // 00 00 || meter number: it names the meter's own master key
  put_bcd(MutableBytes{target}.last(6), meter_.state().number.value());
  const std::uint8_t purpose = exported_purposes[exported_];
  const std::uint8_t factors = purpose >= first_own_purpose ? 1 : 0;
  put_header(proprietary, export_key, purpose, key_card_.to, static_cast<std::uint8_t>(1 + 8 * factors + 8 + 4 + 3 + 2));
  const auto n1 = static_cast<std::uint8_t>(key_card_.from << 4 | factors);
  put({&n1, 1});
  if (factors == 1) put(target);
  put(target);
  put(ByteView{request_.challenge}.first(4));
  const std::uint8_t rest[] = {purpose, key_card_.to, 0x00, 0x00, purpose, 0x00};  // header, P1 and id of the write, Le
  put(rest);
}
CardSession::Step CardSession::take_export(ByteView answer) {
  length_ = 0;
  put(answer);
  return Step::take_key;
}

void CardSession::ask_take_key() {
  request_.kind = SecurityRequest::Kind::take_key;
  request_.message = command();
  request_.purpose = exported_purposes[exported_];
  request_.version = key_card_.to;
}
CardSession::Step CardSession::take_key_taken(ByteView answer) {
  if (answer.size() != 1 || answer[0] != 1) return end(Refusal::keys_refused);
  return ++exported_ < exported_purposes.size() ? Step::export_random : Step::change_keys;
}

void CardSession::ask_change() {
  request_.kind = kind_ == Command::key_modify ? SecurityRequest::Kind::change_keys : SecurityRequest::Kind::restore_keys;
  request_.version = key_card_.to;
}
CardSession::Step CardSession::take_changed(ByteView answer) {
  if (answer.size() != 4) return end(Refusal::keys_refused);
  meter_.note_keys(get_be32(answer.data()));
  return end(Refusal::none);
}

void CardSession::ask_returned() { put_header(plain, read_binary, by_sfi(sfi::returned), 0, user_card::ReturnedFile::size); }
CardSession::Step CardSession::take_returned(ByteView answer) {
  offer_.returned_empty = user_card::is_empty_returned(answer);
  return decide();
}

// ---- the decision, stored before anything is written to the card, and the way home

CardSession::Step CardSession::decide() {
  if (kind_ == Command::clear) return end(meter_.take(clear_));
  if (kind_ == Command::preset) return end(meter_.take(preset_, offer_));
  verdict_ = meter_.take(offer_);
  if (verdict_.refusal != Refusal::none || !verdict_.writes_back) end(verdict_.refusal);
  if (!verdict_.writes_back) return Step::done;
  sfi_ = sfi::register_copy;
  return Step::write_challenge;
}

void CardSession::ask_write_challenge() { put_header(plain, get_challenge, 0, 0, 4); }
CardSession::Step CardSession::take_write_challenge(ByteView answer) {
  copy(request_.challenge, answer);
  const auto with_mac = [](std::size_t size) { return static_cast<std::uint8_t>(size + 4); };
  if (sfi_ == sfi::register_copy) {
    const auto image = user_card::encode(meter_.registers());
    if (!image) return end(Refusal::bad_format);
    put_header(secure, update_binary, by_sfi(sfi_), 0, with_mac(image->size()));
    put(*image);
  } else {
    const auto image = user_card::encode(meter_.returned());
    if (!image) return end(Refusal::bad_format);
    put_header(secure, update_binary, by_sfi(sfi_), 0, with_mac(image->size()));
    put(*image);
  }
  return Step::write_mac;
}

void CardSession::ask_write_mac() {
  request_.kind = SecurityRequest::Kind::make_mac;
  request_.key = SecurityRequest::Key::return_data;
  request_.message = command();
}
CardSession::Step CardSession::take_write_mac(ByteView answer) {
  put(answer);
  return Step::write;
}

CardSession::Step CardSession::take_write(ByteView) {
  if (sfi_ == sfi::returned) return Step::done;
  sfi_ = sfi::returned;
  return Step::write_challenge;
}

}  // namespace kwota::meter
