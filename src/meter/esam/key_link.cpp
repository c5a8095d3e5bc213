// The key link: how a utility that proves itself changes the module's keys (frames and order: seal/meter_keys/frames.h).
#include <algorithm>
#include <utility>

#include "meter/esam/esam.h"
#include "seal/cipher/certificate.h"
#include "seal/cipher/secure_messaging.h"
#include "seal/ukey/ukey_certificate.h"

namespace kwota::esam {

namespace ins = meter_keys::ins;
namespace status = meter_keys::status;
using meter_keys::Work;
using seal::Purpose;

namespace {

constexpr std::size_t certificate_max = 1024;

meter_keys::SetHeader header_of(const meter_keys::Opening& opening, MeterNumber meter) {
  return {.meter = meter, .version = opening.version, .number = opening.number, .point = opening.point};
}

Bytes say(std::uint16_t sw, Bytes data = {}) {
  data.push_back(static_cast<std::uint8_t>(sw >> 8));
  data.push_back(static_cast<std::uint8_t>(sw));
  return data;
}

/// Days since 1970-01-01, by the meter's own calendar and by UTC.
std::int64_t day_of(meter::ClockTime at) {
  return day_number({.year = 2000, .month = 1, .day = 1}) + at.seconds / meter::seconds_a_day;
}
std::int64_t day_of(Instant at) {
  constexpr std::int64_t ms_a_day = std::int64_t{meter::seconds_a_day} * 1000;
  return at.ms() / ms_a_day;
}

}  // namespace

Bytes Esam::execute(ByteView bytes, std::optional<meter::ClockTime> now) {
  constexpr std::size_t header = 4;
  if (bytes.size() < header || bytes[0] != meter_keys::cla) return say(status::unknown_command);
  Command command{.ins = bytes[1], .p1 = bytes[2], .p2 = bytes[3], .data = {}};
  // Lc and data; a last byte alone is Le, which says nothing to us.
  if (bytes.size() > header + 1) {
    const std::size_t lc = bytes[header];
    if (bytes.size() < header + 1 + lc || bytes.size() > header + 2 + lc) return say(status::wrong_length);
    command.data = bytes.subspan(header + 1, lc);
  }
  switch (command.ins) {
    case ins::identity: return answer_identity();
    case ins::authenticate: return authenticate(command);
    case ins::certificate: return answer_certificate(command);
    case ins::utility_certificate: return take_certificate(command, link_.utility_certificate);
    case ins::ukey_certificate: return take_certificate(command, link_.ukey_certificate);
    case ins::open: return open(command, now);
    case ins::prove: return prove(command);
    case ins::put_key: return put_key(command);
    case ins::change: return change(command);
    default: return say(status::unknown_command);
  }
}

Bytes Esam::answer_identity() const { return say(status::done, encode(identity())); }

/// DL/T 645 07 00 00 FF: the head end shows that it has the identity key that is in force, and gets our random number.
Bytes Esam::authenticate(const Command& command) {
  constexpr std::size_t block = 8;
  link_ = {};
  if (command.data.size() != 3 * block) return say(status::wrong_length);
  const auto cipher = command.data.first(block), random = command.data.subspan(block, block), factor = command.data.last(block);
  const auto expected = seal::answer_challenge(*contents_.in_force().find(Purpose::meter_identity), random);
  if (!equal(factor, meter_keys::factor_of(contents_.meter)) || !equal_secret(cipher, expected)) return say(status::not_proven);
  link_.authenticated = true;
  random_.fill(challenge_);
  Bytes answer = to_bytes(ByteView{challenge_}.first(4));
  append(answer, contents_.serial);
  return say(status::done, std::move(answer));
}

Bytes Esam::answer_certificate(const Command& command) const {
  const std::size_t offset = std::size_t{command.p1} << 8 | command.p2;
  const ByteView whole = contents_.certificate;
  if (whole.empty()) return say(status::no_identity);
  if (offset >= whole.size()) return say(status::wrong_data);
  Bytes answer{static_cast<std::uint8_t>(whole.size() >> 8), static_cast<std::uint8_t>(whole.size())};
  append(answer, whole.subspan(offset, std::min(meter_keys::chunk_bytes, whole.size() - offset)));
  return say(status::done, std::move(answer));
}

Bytes Esam::take_certificate(const Command& command, Bytes& collected) {
  const std::size_t offset = std::size_t{command.p1} << 8 | command.p2;
  if (!link_.authenticated) return say(status::not_proven);
  if (offset == 0) collected.clear();
  if (command.ins == ins::utility_certificate) link_.ukey_certificate.clear();  // which hangs on it
  if (offset != collected.size() || offset + command.data.size() > certificate_max) return say(status::wrong_data);
  append(collected, command.data);
  return say(status::done);
}

/// The factory knows the utilities that it works for; a meter that has a utility's keys obeys that utility only.
std::uint16_t Esam::believe_utility(std::optional<meter::ClockTime> now) {
  const auto facts = seal::check_certificate(link_.utility_certificate, contents_.factory_certificate);
  if (!facts.ok() || facts->organisation != meter_keys::role_utility) return status::certificate_refused;
  if (!contents_.utility_key.empty() && contents_.utility_key != facts->public_key) return status::other_utility;
  link_.utility_key = link_.signer_key = facts->public_key;
  return link_.ukey_certificate.empty() ? status::done : believe_ukey(now);
}

/// Whom the utility's own identity certified in that role speaks for it, until his last day: the meter's clock has no zone, so
/// it is a day that is compared, not a minute.
std::uint16_t Esam::believe_ukey(std::optional<meter::ClockTime> now) {
  const auto facts = seal::check_certificate_of_key(link_.ukey_certificate, link_.utility_key);
  if (!facts.ok() || facts->organisation != seal::role_key_ukey) return status::ukey_not_certified;
  if (!now || !facts->valid_to || day_of(*now) > day_of(*facts->valid_to)) return status::ukey_out_of_date;
  link_.signer_key = facts->public_key;
  return status::done;
}

/// A UKEY speaks for the utility as far as it brings the utility's sets: to put a meter back or to make it forget is an order of
/// the utility itself, in answer to this meter's random number.
std::uint16_t Esam::may_open(const meter_keys::Opening& opening) const {
  const bool fresh = !contents_.current;
  const bool brings = meter_keys::brings_keys(opening.work);
  if (!brings && !link_.ukey_certificate.empty()) return status::ukey_brings_keys_only;
  const auto version = contents_.in_force().version;
  const bool again = !fresh && brings && opening.version == version && !contents_.set.empty();
  if (again) return status::done;
  if (fresh != (opening.work == Work::download)) return status::not_in_this_state;
  return brings && opening.version <= version ? status::version_not_higher : status::done;
}

Bytes Esam::open(const Command& command, std::optional<meter::ClockTime> now) {
  const auto opening = meter_keys::decode_opening(command.data);
  link_.proven = false;
  if (!opening) return say(status::wrong_data);
  if (!link_.authenticated) return say(status::not_proven);
  if (const auto sw = believe_utility(now); sw != status::done) return say(sw);
  if (const auto sw = may_open(*opening); sw != status::done) return say(sw);
  const auto identity = seal::SigningKey::from_private_key(contents_.identity);
  const auto own = seal::AgreementKey::from_private_key(contents_.identity);
  if (!identity || !own) return say(status::no_identity);
  if (meter_keys::brings_keys(opening->work)) {
    auto shared = own->agree(opening->point);
    if (!shared.ok()) return say(status::wrong_data);
    link_.shared = std::move(*shared);
  }
  meter_keys::Opened opened;
  random_.fill(opened.random);
  link_.transcript = meter_keys::transcript_of(this->identity(), *opening, opened.random, contents_.certificate,
                                               link_.utility_certificate, link_.ukey_certificate);
  link_.opening = opening;
  link_.content = {};
  opened.signature = identity->sign(seal::sha256(meter_keys::message_to_sign(meter_keys::Signer::meter, link_.transcript)));
  return say(status::done, encode(opened));
}

Bytes Esam::prove(const Command& command) {
  seal::Signature signature{};
  if (command.data.size() != signature.size()) return say(status::wrong_length);
  std::ranges::copy(command.data, signature.begin());
  const auto message = meter_keys::message_to_sign(meter_keys::Signer::utility, link_.transcript);
  if (!link_.opening || !seal::verify_signature(link_.signer_key, seal::sha256(message), signature)) {
    link_ = {};
    return say(status::not_proven);
  }
  link_.proven = true;
  Contents next = contents_;  // what an earlier attempt had begun to collect is of no use
  next.spare = {};
  return say(store(std::move(next)) ? status::done : status::memory_failed);
}

Bytes Esam::put_key(const Command& command) {
  constexpr std::size_t head = 1 + 3;  // suite, check value
  const auto purpose = static_cast<Purpose>(command.p1);
  if (!link_.proven || !meter_keys::brings_keys(link_.opening->work)) return say(status::not_proven);
  const auto wanted = meter_keys::purposes_of(contents_.kept);
  const bool known = std::ranges::find(wanted, purpose) != wanted.end();
  const bool too_many = link_.content.keys() >= wanted.size();
  if (!known || too_many || command.p2 != link_.opening->version || command.data.size() <= head) return say(status::wrong_data);
  const auto context = meter_keys::key_context(header_of(*link_.opening, contents_.meter), purpose);
  const auto transport = seal::transport_key(link_.shared, context);
  const auto opened = seal::unwrap_key(transport, command.data.subspan(head));
  if (!opened.ok()) return say(status::cryptogram_refused);
  const auto key = seal::Key::make(static_cast<seal::Suite>(command.data[0]), opened->view());
  if (!key.ok() || !equal(seal::check_value(*key), command.data.subspan(1, 3))) return say(status::cryptogram_refused);
  Contents next = contents_;
  next.spare.version = command.p2;
  next.spare.keys.insert_or_assign(purpose, *key);
  if (!store(std::move(next))) return say(status::memory_failed);
  link_.content.add(purpose, command.data);
  return say(status::done);
}

/// What was collected is exactly what the utility lists, check value by check value.
bool Esam::collected(ByteView list) const {
  constexpr std::size_t row = 1 + 3;
  if (!contents_.spare.complete(contents_.kept) || list.size() != contents_.spare.keys.size() * row) return false;
  for (; !list.empty(); list = list.subspan(row)) {
    const auto* key = contents_.spare.find(static_cast<Purpose>(list[0]));
    if (key == nullptr || !equal(seal::check_value(*key), list.subspan(1, 3))) return false;
  }
  return true;
}

/// The utility's own signature over the whole set: whoever brings it, and whatever pair he has, can neither make nor change one.
std::uint16_t Esam::take_set(ByteView list_and_signature, Contents& next) const {
  seal::Signature signature{};
  if (list_and_signature.size() < signature.size()) return status::wrong_length;
  if (!collected(list_and_signature.first(list_and_signature.size() - signature.size()))) return status::incomplete;
  std::ranges::copy(list_and_signature.last(signature.size()), signature.begin());
  const auto digest = seal::sha256(link_.content.message(header_of(*link_.opening, contents_.meter)));
  if (!seal::verify_signature(link_.utility_key, digest, signature)) return status::set_not_signed;
  const bool again = contents_.current && contents_.current->version == link_.opening->version;
  if (again && !equal(contents_.set, digest)) return status::version_not_higher;
  if (again) {
    next.spare = {};
    return status::done;
  }
  next.set = to_bytes(digest);
  change_over(next);
  return status::done;
}

void Esam::change_over(Contents& next) const {
  switch (link_.opening->work) {
    case Work::download:
    case Work::update:
      next.previous = std::move(next.current);
      next.current = next.spare;
      next.utility_key = link_.utility_key;
      break;
    case Work::forget: next.previous.reset(); break;
    case Work::restore:
      next.current.reset();
      next.previous.reset();
      next.utility_key.clear();
      next.set.clear();
      break;
  }
  next.spare = {};
}

Bytes Esam::change(const Command& command) {
  if (!link_.proven) return say(status::not_proven);
  Contents next = contents_;
  if (meter_keys::brings_keys(link_.opening->work)) {
    if (const auto sw = take_set(command.data, next); sw != status::done) return say(sw);
  } else {
    change_over(next);
  }
  if (!store(std::move(next))) return say(status::memory_failed);
  version_in_use_ = contents_.in_force().version;
  const auto transcript = link_.transcript;
  link_ = {};
  const auto info = key_info();
  Bytes answer(4);
  put_be32(answer.data(), info);
  const auto identity = seal::SigningKey::from_private_key(contents_.identity);
  append(answer, identity->sign(seal::sha256(meter_keys::message_of_receipt(transcript, info))));
  return say(status::done, std::move(answer));
}

}  // namespace kwota::esam
