#include "seal/meter_keys/frames.h"

#include <algorithm>

#include "base/core/byte_fields.h"
#include "base/ids_text.h"

namespace kwota::meter_keys {
namespace {

Bytes number_in_bcd(MeterNumber meter) {
  Bytes bcd(6);
  put_bcd(bcd, meter.value());
  return bcd;
}

Bytes encode_header(const SetHeader& set) {
  Bytes out = number_in_bcd(set.meter);
  out.push_back(set.version);
  append(out, set.number);
  append(out, set.point);
  return out;
}

constexpr bool is_work(std::uint8_t byte) { return byte >= 1 && byte <= static_cast<std::uint8_t>(Work::restore); }

}  // namespace

std::string_view name_of(Work work) {
  switch (work) {
    case Work::download: return "download";
    case Work::update: return "update";
    case Work::forget: return "forget";
    case Work::restore: break;
  }
  return "restore";
}

Result<Work> parse_work(std::string_view name) {
  for (const auto work : {Work::download, Work::update, Work::forget, Work::restore})
    if (name_of(work) == name) return work;
  return error(Fault::request, "unknown_meter_work", "A meter's keys are downloaded, updated, restored, or the old ones forgotten. Nothing was changed.", {{"what", std::string(name)}});
}

seal::Factor factor_of(MeterNumber meter) {
  seal::Factor factor{};
  std::ranges::copy(number_in_bcd(meter), factor.begin() + 2);
  return factor;
}

Bytes encode(const MeterIdentity& identity) {
  Bytes out = number_in_bcd(identity.meter);
  append(out, identity.serial);
  for (const std::uint8_t byte : {std::uint8_t{identity.own_keys}, identity.current, identity.previous, identity.void_edition})
    out.push_back(byte);
  return out;
}

std::optional<MeterIdentity> decode_identity(ByteView bytes) {
  if (bytes.size() != identity_bytes) return std::nullopt;
  ByteFields fields(bytes);
  MeterIdentity identity;
  const auto number = get_bcd(fields.take(6));
  if (!number) return std::nullopt;
  identity.meter = MeterNumber::from(*number);
  fields.copy_to(identity.serial);
  const auto state = fields.byte();
  if (state > 1) return std::nullopt;
  identity.own_keys = state == 1;
  identity.current = fields.byte();
  identity.previous = fields.byte();
  identity.void_edition = fields.byte();
  return identity;
}

std::uint32_t key_info_of(const MeterIdentity& identity) {
  return std::uint32_t{identity.own_keys} << 24 | std::uint32_t{identity.current} << 16 | std::uint32_t{identity.previous} << 8 |
         identity.void_edition;
}

Bytes encode(const Opening& opening) {
  Bytes out{static_cast<std::uint8_t>(opening.work), opening.version};
  append(out, opening.random);
  append(out, opening.number);
  append(out, opening.point);
  return out;
}

std::optional<Opening> decode_opening(ByteView bytes) {
  if (bytes.size() != opening_bytes || !is_work(bytes[0])) return std::nullopt;
  ByteFields fields(bytes);
  Opening opening;
  opening.work = static_cast<Work>(fields.byte());
  opening.version = fields.byte();
  fields.copy_to(opening.random);
  fields.copy_to(opening.number);
  fields.copy_to(opening.point);
  return opening;
}

Bytes encode(const Opened& opened) {
  Bytes out = to_bytes(opened.random);
  append(out, opened.signature);
  return out;
}

std::optional<Opened> decode_opened(ByteView bytes) {
  if (bytes.size() != opened_bytes) return std::nullopt;
  ByteFields fields(bytes);
  Opened opened;
  fields.copy_to(opened.random);
  fields.copy_to(opened.signature);
  return opened;
}

seal::Digest transcript_of(const MeterIdentity& meter, const Opening& opening, const Nonce& meter_random,
                           ByteView meter_certificate, ByteView utility_certificate, ByteView ukey_certificate) {
  seal::Sha256 hash;
  hash.add(view_of("KWOTA METER KEYS 2"))
      .add(encode(meter))
      .add(encode(opening))
      .add(meter_random)
      .add(seal::sha256(meter_certificate))
      .add(seal::sha256(utility_certificate));
  if (!ukey_certificate.empty()) hash.add(seal::sha256(ukey_certificate));
  return hash.finish();
}

Bytes message_to_sign(Signer signer, const seal::Digest& transcript) {
  Bytes message =
      to_bytes(view_of(signer == Signer::meter ? "KWOTA METER KEYS 2 the meter " : "KWOTA METER KEYS 2 the utility "));
  append(message, transcript);
  return message;
}

Bytes message_of_receipt(const seal::Digest& transcript, std::uint32_t key_info) {
  Bytes message = to_bytes(view_of("KWOTA METER KEYS 2 receipt "));
  append(message, transcript);
  std::array<std::uint8_t, 4> info{};
  put_be32(info.data(), key_info);
  append(message, info);
  return message;
}

seal::Digest key_context(const SetHeader& set, seal::Purpose purpose) {
  const std::array<std::uint8_t, 1> which{static_cast<std::uint8_t>(purpose)};
  return seal::Sha256{}.add(view_of("KWOTA METER SET 1 key ")).add(encode_header(set)).add(which).finish();
}

void SetContent::add(seal::Purpose purpose, ByteView key) {
  content_.push_back(static_cast<std::uint8_t>(purpose));
  content_.push_back(static_cast<std::uint8_t>(key.size()));
  append(content_, key);
  ++keys_;
}

Bytes SetContent::message(const SetHeader& set) const {
  Bytes message = to_bytes(view_of("KWOTA METER SET 1 signed "));
  append(message, encode_header(set));
  append(message, seal::sha256(content_));
  return message;
}

Result<Point> point_of(ByteView public_key) {
  Point point{};
  if (public_key.size() > point.size()) {
    std::ranges::copy(public_key.last(point.size()), point.begin());
    const auto again = seal::public_key_from_point(point);
    if (again.ok() && equal(*again, public_key)) return point;
  }
  return error(Fault::forged, "bad_public_key", "The certificate is not of a key on the curve P-256.");
}

std::string certificate_name(MeterNumber meter, const std::array<std::uint8_t, 8>& serial) {
  return to_text(meter) + "/" + to_hex(serial);
}

}  // namespace kwota::meter_keys
