#include "meter/dlt645/settings.h"

#include <algorithm>

#include "base/core/byte_fields.h"

namespace kwota::meter_line {
namespace {

class Writer {
 public:
  explicit Writer(MutableBytes to) : rest_(to) {}
  void put(ByteView bytes) {
    std::ranges::copy(bytes, rest_.begin());
    rest_ = rest_.subspan(bytes.size());
  }
  void put8(std::uint8_t value) { put({&value, 1}); }
  void put16(std::uint16_t value) {
    std::array<std::uint8_t, 2> bytes{};
    put_be16(bytes.data(), value);
    put(bytes);
  }
  void put32(std::uint32_t value) {
    std::array<std::uint8_t, 4> bytes{};
    put_be32(bytes.data(), value);
    put(bytes);
  }

 private:
  MutableBytes rest_;
};

}  // namespace

SettingsSlots::Image encode(const Settings& settings) {
  SettingsSlots::Image image{};
  Writer fields{image};
  fields.put(settings.address);
  for (const auto& password : settings.passwords) fields.put(password);
  fields.put8(settings.speed);
  fields.put16(settings.session_minutes);
  for (const auto* attempts : {&settings.mac_failures, &settings.wrong_passwords}) {
    fields.put8(attempts->count);
    fields.put32(attempts->since.seconds);
  }
  fields.put16(settings.broadcast_day);
  for (const auto& frozen : settings.frozen) {
    fields.put32(frozen.at.seconds);
    fields.put32(static_cast<std::uint32_t>(frozen.energy.wh() >> 32));
    fields.put32(static_cast<std::uint32_t>(frozen.energy.wh()));
  }
  return image;
}

std::optional<Settings> decode_settings(const SettingsSlots::Image& image) {
  Settings settings;
  ByteFields fields{image};
  fields.copy_to(settings.address);
  for (auto& password : settings.passwords) fields.copy_to(password);
  settings.speed = fields.byte();
  settings.session_minutes = fields.be16();
  for (auto* attempts : {&settings.mac_failures, &settings.wrong_passwords}) {
    attempts->count = fields.byte();
    attempts->since.seconds = fields.be32();
  }
  settings.broadcast_day = fields.be16();
  for (auto& frozen : settings.frozen) {
    frozen.at.seconds = fields.be32();
    const std::uint64_t high = fields.be32();
    frozen.energy = Energy::wh(static_cast<std::int64_t>(high << 32 | fields.be32()));
  }
  if (!get_bcd(settings.address) || !baud_of(settings.speed)) return std::nullopt;
  return settings;
}

std::optional<unsigned> baud_of(std::uint8_t speed) {
  switch (speed) {
    case 0x04: return 1200;
    case 0x08: return 2400;
    case 0x10: return 4800;
    case 0x20: return 9600;
    case 0x40: return 19200;
    default: return std::nullopt;
  }
}

}  // namespace kwota::meter_line
