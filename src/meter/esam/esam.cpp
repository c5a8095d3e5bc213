#include "meter/esam/esam.h"

#include <algorithm>

#include "seal/cipher/secure_messaging.h"
#include "seal/recipes/infrared.h"

namespace kwota::esam {

using meter::SecurityRequest;
using seal::Purpose;

namespace {

const Bytes yes{1};

Bytes four(std::uint32_t value) {
  Bytes bytes(4);
  put_be32(bytes.data(), value);
  return bytes;
}

}  // namespace

// ---- its memory

bool Esam::commission(Contents contents) {
  link_ = {};
  return store(std::move(contents));
}

bool Esam::power_on() {
  link_ = {};
  const auto stored = memory_.load();
  auto contents = stored ? decode_contents(stored->view()) : std::nullopt;
  if (!contents) return false;
  contents_ = std::move(*contents);
  version_in_use_ = contents_.in_force().version;
  return true;
}

bool Esam::store(Contents next) {
  if (!memory_.store(encode(next).view())) return false;
  contents_ = std::move(next);
  return true;
}

bool Esam::install(KeySet keys) {
  Contents next = contents_;
  next.current = std::move(keys);
  next.previous.reset();
  next.set.clear();
  return store(std::move(next));
}

meter_keys::MeterIdentity Esam::identity() const {
  return {.meter = contents_.meter,
          .serial = contents_.serial,
          .own_keys = contents_.current.has_value(),
          .current = contents_.in_force().version,
          .previous = contents_.previous ? contents_.previous->version : std::uint8_t{0},
          .void_edition = user_card::void_edition_of(contents_.void_number)};
}

// ---- cards

Bytes Esam::answer(const SecurityRequest& request) {
  const bool of_the_meter = request.kind == SecurityRequest::Kind::key_state || request.kind == SecurityRequest::Kind::challenge;
  if (contents_.kept == meter_keys::KeysKept::in_firmware && !of_the_meter) return {};  // it has no key of any card
  switch (request.kind) {
    case SecurityRequest::Kind::key_state: return four(key_info());
    case SecurityRequest::Kind::challenge: random_.fill(challenge_); return to_bytes(challenge_);
    case SecurityRequest::Kind::check_card: return check_card(request);
    case SecurityRequest::Kind::answer_card:
      return seal::answer_challenge(seal::diversify(*set_in_use().find(Purpose::meter_authentication), request.serial.bytes),
                                    request.challenge);
    case SecurityRequest::Kind::make_mac: return to_bytes(line_mac(request));
    case SecurityRequest::Kind::check_mac: return equal_secret(line_mac(request), request.mac) ? yes : Bytes{};
    case SecurityRequest::Kind::take_key: return take_card_key(request);
    case SecurityRequest::Kind::change_keys: return change_by_card(request.version);
    case SecurityRequest::Kind::restore_keys: return restore_by_card();
    case SecurityRequest::Kind::void_cards: return take_void_list(request);
  }
  return {};
}

const KeySet& Esam::set_in_use() const {
  const bool older = contents_.previous && contents_.previous->version == version_in_use_;
  return older ? *contents_.previous : contents_.in_force();
}

/// The newer version first; a card that has not been at a counter since the change proves itself by the one before.
Bytes Esam::check_card(const SecurityRequest& request) {
  const auto proves = [&](const KeySet& set) {
    const auto key = seal::diversify(*set.find(Purpose::card_authentication), request.serial.bytes);
    return equal_secret(seal::answer_challenge(key, request.challenge), request.message);
  };
  version_in_use_ = contents_.in_force().version;
  if (!proves(contents_.in_force())) {
    if (!contents_.previous || !proves(*contents_.previous)) return {};
    version_in_use_ = contents_.previous->version;
  }
  const bool voided = std::ranges::find(contents_.voided, request.serial) != contents_.voided.end();
  return Bytes{static_cast<std::uint8_t>(voided ? meter::proof_voided : meter::proof_fits)};
}

seal::Mac Esam::line_mac(const SecurityRequest& request) const {
  const auto purpose = request.key == SecurityRequest::Key::credit ? Purpose::credit : Purpose::return_data;
  const seal::Challenge challenge{request.challenge[0], request.challenge[1], request.challenge[2], request.challenge[3]};
  return seal::line_mac(seal::diversify(*set_in_use().find(purpose), request.serial.bytes), challenge, request.message);
}

seal::Mac Esam::own_mac(Purpose purpose, const seal::Challenge& random2, ByteView message) const {
  return seal::line_mac(*contents_.in_force().find(purpose), random2, message);
}

bool Esam::proves(Purpose purpose, const seal::Challenge& random2, ByteView message, ByteView mac) const {
  return equal_secret(own_mac(purpose, random2, message), mac);
}

Bytes Esam::deciphered(Purpose purpose, ByteView cipher) const {
  auto plain = seal::decrypted_body(*contents_.in_force().find(purpose), cipher);
  return plain.ok() ? std::move(plain).value() : Bytes{};
}

seal::Key infrared_key(const seal::Key& identity, bool of_the_meter) {
  return seal::diversify(identity, seal::infrared::factor_of(of_the_meter ? seal::infrared::Duty::meter : seal::infrared::Duty::handheld));
}

Esam::Greeting Esam::greet(ByteView random1) {
  Greeting greeting;
  const auto proof = seal::answer_challenge(infrared_key(*contents_.in_force().find(Purpose::meter_identity), true), random1);
  std::copy_n(proof.begin(), greeting.cipher.size(), greeting.cipher.begin());
  random_.fill(greeting.random2);
  greeting_ = greeting.random2;
  return greeting;
}

bool Esam::handheld_proves(ByteView cipher) {
  if (!greeting_) return false;
  const auto expected =
      seal::answer_challenge(infrared_key(*contents_.in_force().find(Purpose::meter_identity), false), *greeting_);
  greeting_.reset();
  return equal_secret(cipher, expected);
}

// ---- keys by card: the key-modify card exports them under the meter's own master, bound to our random number

Bytes Esam::take_card_key(const SecurityRequest& request) {
  constexpr std::size_t mac_bytes = 4, header_bytes = 3;
  const auto purpose = static_cast<Purpose>(request.purpose);
  const bool known = std::ranges::find(meter_keys::purposes_of_a_meter, purpose) != meter_keys::purposes_of_a_meter.end();
  if (!contents_.current || !known || request.version <= contents_.current->version || request.message.size() <= mac_bytes)
    return {};
  const seal::Key& master = *contents_.current->find(Purpose::meter_master);
  const ByteView body = request.message.first(request.message.size() - mac_bytes);
  Bytes message{0x84, 0xD4, 0x00, request.purpose, static_cast<std::uint8_t>(request.message.size())};
  append(message, body);
  const seal::Challenge challenge{challenge_[0], challenge_[1], challenge_[2], challenge_[3]};
  const auto mac = seal::line_mac(master, challenge, message);
  random_.fill(challenge_);  // good for one key only
  if (!equal_secret(mac, request.message.last(mac_bytes))) return {};
  const auto opened = seal::decrypted_body(master, body);
  if (!opened.ok() || opened->size() <= header_bytes) return {};
  const SecretBytes record{*opened};
  if (record.view()[0] != request.purpose || record.view()[1] != request.version) return {};
  const auto suite = record.view()[2] == 0 ? master.suite() : static_cast<seal::Suite>(record.view()[2]);
  auto key = seal::Key::make(suite, record.view().subspan(header_bytes));
  if (!key.ok()) return {};
  Contents next = contents_;
  if (next.spare.version != request.version) next.spare = KeySet{.version = request.version};
  next.spare.keys.insert_or_assign(purpose, *key);
  return store(std::move(next)) ? yes : Bytes{};
}

Bytes Esam::change_by_card(std::uint8_t version) {
  if (!contents_.current || contents_.spare.version != version || version <= contents_.current->version ||
      !contents_.spare.complete(contents_.kept))
    return {};
  Contents next = contents_;
  next.previous = std::move(next.current);
  next.current = std::exchange(next.spare, KeySet{});
  next.set.clear();
  return store(std::move(next)) ? four(key_info()) : Bytes{};
}

Bytes Esam::restore_by_card() {
  if (!contents_.current) return {};
  Contents next = contents_;
  next.current.reset();
  next.previous.reset();
  next.spare = {};
  next.utility_key.clear();
  next.set.clear();
  return store(std::move(next)) ? four(key_info()) : Bytes{};
}

/// A page is added to what is known already; one that comes twice, or late, changes nothing.
Bytes Esam::take_void_list(const SecurityRequest& request) {
  constexpr std::size_t serial_bytes = std::tuple_size_v<decltype(CardSerial::bytes)>;
  if (request.message.size() % serial_bytes != 0) return {};
  Contents next = contents_;
  next.void_number = std::max(next.void_number, request.number);
  for (std::size_t at = 0; at < request.message.size(); at += serial_bytes) {
    CardSerial serial;
    std::ranges::copy(request.message.subspan(at, serial_bytes), serial.bytes.begin());
    if (std::ranges::find(next.voided, serial) == next.voided.end()) next.voided.push_back(serial);
  }
  if (next.voided.size() > user_card::void_cards_kept)
    next.voided.erase(next.voided.begin(), next.voided.end() - static_cast<std::ptrdiff_t>(user_card::void_cards_kept));
  if (next.void_number == contents_.void_number && next.voided == contents_.voided) return four(key_info());
  return store(std::move(next)) ? four(key_info()) : Bytes{};
}

}  // namespace kwota::esam
