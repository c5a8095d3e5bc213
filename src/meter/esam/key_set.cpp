#include "meter/esam/key_set.h"

#include <algorithm>

#include "base/core/byte_fields.h"

namespace kwota::esam {
namespace {

constexpr std::uint8_t edition = 4;

class Writer {
 public:
  void byte(std::uint8_t value) { out_.push_back(value); }
  void number(std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) byte(static_cast<std::uint8_t>(value >> shift));
  }
  void bytes(ByteView value) {
    const auto size = static_cast<std::uint16_t>(value.size());
    byte(static_cast<std::uint8_t>(size >> 8));
    byte(static_cast<std::uint8_t>(size));
    append(out_, value);
  }
  void keys(const KeySet& set) {
    byte(set.version);
    byte(static_cast<std::uint8_t>(set.keys.size()));
    for (const auto& [purpose, key] : set.keys) {
      byte(static_cast<std::uint8_t>(purpose));
      byte(static_cast<std::uint8_t>(key.suite()));
      bytes(key.view());
    }
  }
  void keys(const std::optional<KeySet>& set) {
    byte(set.has_value());
    if (set) keys(*set);
  }
  SecretBytes done() { return SecretBytes{std::move(out_)}; }

 private:
  Bytes out_;
};

ByteView counted(ByteFields& in) { return in.take(in.be16()); }

KeySet read_keys(ByteFields& in) {
  KeySet set{.version = in.byte()};
  for (int left = in.byte(); left > 0 && in.good(); --left) {
    const auto purpose = static_cast<seal::Purpose>(in.byte());
    const auto suite = static_cast<seal::Suite>(in.byte());
    auto key = seal::Key::make(suite, counted(in));
    in.require(key.ok());
    if (in.good()) set.keys.emplace(purpose, *key);
  }
  return set;
}

std::optional<KeySet> read_optional_keys(ByteFields& in) { return in.byte() == 1 ? std::optional{read_keys(in)} : std::nullopt; }

}  // namespace

bool KeySet::complete(meter_keys::KeysKept kept) const {
  return std::ranges::all_of(meter_keys::purposes_of(kept), [&](seal::Purpose purpose) { return keys.contains(purpose); });
}

KeySet keys_of(MeterNumber meter, const KeySet& county, meter_keys::KeysKept kept) {
  KeySet own{.version = county.version};
  const auto wanted = meter_keys::purposes_of(kept);
  for (const auto& [purpose, key] : county.keys)
    if (std::ranges::find(wanted, purpose) != wanted.end()) own.keys.emplace(purpose, meter_keys::is_the_meters_own(purpose) ? seal::diversify(key, meter_keys::factor_of(meter)) : key);
  return own;
}

KeySet county_keys(const seal::RootOf& roots, std::uint8_t version) {
  KeySet county{.version = version};
  for (const auto purpose : meter_keys::purposes_of_a_meter) county.keys.emplace(purpose, roots(purpose));
  return county;
}

KeySet test_county_keys(std::uint8_t version) { return county_keys(seal::test_root, version); }

SecretBytes encode(const Contents& contents) {
  Writer out;
  out.byte(edition);
  out.byte(static_cast<std::uint8_t>(contents.kept));
  std::array<std::uint8_t, 6> number{};
  put_bcd(number, contents.meter.value());
  out.bytes(number);
  out.bytes(contents.serial);
  out.keys(contents.factory);
  out.keys(contents.current);
  out.keys(contents.previous);
  out.keys(contents.spare);
  out.bytes(contents.identity.view());
  out.bytes(contents.certificate);
  out.bytes(contents.factory_certificate);
  out.bytes(contents.utility_key);
  out.bytes(contents.set);
  out.number(contents.void_number);
  Bytes voided;
  for (const auto& serial : contents.voided) append(voided, serial.bytes);
  out.bytes(voided);
  return out.done();
}

std::optional<Contents> decode_contents(ByteView bytes) {
  ByteFields in(bytes);
  if (in.byte() != edition) return std::nullopt;
  Contents contents;
  const auto kept = in.byte();
  if (kept > static_cast<std::uint8_t>(meter_keys::KeysKept::in_firmware)) return std::nullopt;
  contents.kept = static_cast<meter_keys::KeysKept>(kept);
  const auto number = get_bcd(counted(in));
  if (!number) return std::nullopt;
  contents.meter = MeterNumber::from(*number);
  const auto serial = counted(in);
  if (serial.size() != contents.serial.size()) return std::nullopt;
  std::ranges::copy(serial, contents.serial.begin());
  contents.factory = read_keys(in);
  contents.current = read_optional_keys(in);
  contents.previous = read_optional_keys(in);
  contents.spare = read_keys(in);
  contents.identity = SecretBytes{counted(in)};
  contents.certificate = to_bytes(counted(in));
  contents.factory_certificate = to_bytes(counted(in));
  contents.utility_key = to_bytes(counted(in));
  contents.set = to_bytes(counted(in));
  contents.void_number = in.be32();
  constexpr std::size_t serial_bytes = std::tuple_size_v<decltype(CardSerial::bytes)>;
  auto voided = counted(in);
  if (voided.size() % serial_bytes != 0) return std::nullopt;
  for (; !voided.empty(); voided = voided.subspan(serial_bytes))
    std::ranges::copy(voided.first(serial_bytes), contents.voided.emplace_back().bytes.begin());
  if (!in.done()) return std::nullopt;
  return contents;
}

}  // namespace kwota::esam
