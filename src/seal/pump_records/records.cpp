#include "seal/pump_records/records.h"

#include "base/core/crc16.h"
#include "seal/fields/fields.h"

namespace kwota::pump {
namespace {

constexpr std::size_t crc16_at = 46, crc32_at = 68;

// The tables, in the order of the bytes.

constexpr fields::Field usage_fields[] = {
    KWOTA_FIELD(bcd, UsageRecord, number, 4),
    KWOTA_FIELD(reversed, UsageRecord, card, 8),
    KWOTA_FIELD(decimals, UsageRecord, start, 6),
    KWOTA_FIELD(bcd, UsageRecord, seconds, 3),
    KWOTA_FIELD(bcd, UsageRecord, total, 4, tenths),
    KWOTA_FIELD(bcd, UsageRecord, energy, 3, tenths),
    KWOTA_FIELD(bcd, UsageRecord, water, 3, hundredths),
    KWOTA_FIELD(bcd, UsageRecord, amount, 4),
    KWOTA_FIELD(bcd, UsageRecord, after, 4),
    KWOTA_FIELD(raw, UsageRecord, tac, 4),
    KWOTA_FIELD(binary, UsageRecord, flags, 1),
    KWOTA_FIELD(binary, UsageRecord, cause, 1),
    KWOTA_FIELD(binary, UsageRecord, price_set, 1),
};
constexpr fields::Field hung_fields[] = {
    KWOTA_FIELD(bcd, HungRecord, number, 4),
    KWOTA_FIELD(reversed, HungRecord, card, 8),
    KWOTA_FIELD(decimals, HungRecord, start, 6),
    KWOTA_FIELD(bcd, HungRecord, seconds, 3),
    KWOTA_FIELD(bcd, HungRecord, energy, 3, tenths),
    KWOTA_FIELD(bcd, HungRecord, amount, 4),
    KWOTA_FIELD(bcd, HungRecord, balance, 4),
    KWOTA_FIELD(binary, HungRecord, offline, 2),
    KWOTA_FIELD(raw, HungRecord, terminal, 6),
    KWOTA_FIELD(raw, HungRecord, gmac, 4),
    KWOTA_FIELD(binary, HungRecord, state, 1),
    KWOTA_FIELD(binary, HungRecord, flags, 1),
};
constexpr fields::Field controller_fields[] = {
    KWOTA_FIELD(binary, ControllerRecord, progress, 1),
    KWOTA_FIELD(binary, ControllerRecord, version, 1),
    KWOTA_FIELD(raw, ControllerRecord, well, 4),
    KWOTA_FIELD(raw, ControllerRecord, card, 8),
    KWOTA_FIELD(raw, ControllerRecord, terminal, 6),
    KWOTA_FIELD(binary, ControllerRecord, offline, 2),
    KWOTA_FIELD(binary, ControllerRecord, number, 4),
    KWOTA_FIELD(binary, ControllerRecord, balance, 4),
    KWOTA_FIELD(binary, ControllerRecord, amount, 4),
    KWOTA_FIELD(long_moment, ControllerRecord, start, 7),
    KWOTA_FIELD(long_moment, ControllerRecord, stop, 7),
    KWOTA_FIELD(binary, ControllerRecord, energy, 4, tenths),
    KWOTA_FIELD(binary, ControllerRecord, water, 4, hundredths),
    KWOTA_FIELD(raw, ControllerRecord, gtac, 4),
    KWOTA_FIELD(raw, ControllerRecord, gmac, 4),
    KWOTA_FIELD(raw, ControllerRecord, tac, 4),
};
constexpr fields::Field parameter_fields[] = {
    KWOTA_FIELD(decimals, ParameterRecord, at, 6),      KWOTA_FIELD(raw, ParameterRecord, by, 8),
    KWOTA_FIELD(bcd, ParameterRecord, parameter, 2),    KWOTA_FIELD(bcd, ParameterRecord, before, 4),
    KWOTA_FIELD(bcd, ParameterRecord, after, 4),
};
constexpr fields::Field fault_fields[] = {
    KWOTA_FIELD(decimals, CardFault, at, 6),  KWOTA_FIELD(reversed, CardFault, card, 8), KWOTA_FIELD(binary, CardFault, cause, 1),
    KWOTA_FIELD(binary, CardFault, status, 2), KWOTA_FIELD(binary, CardFault, step, 1),   KWOTA_FIELD(bcd, CardFault, balance, 4),
};
constexpr fields::Field month_fields[] = {
    KWOTA_FIELD(bcd, SettlementMonth, month, 1),
    KWOTA_FIELD(bcd, SettlementMonth, year, 1),
    KWOTA_FIELD(bcd, SettlementMonth, energy, 4, tenths),
    KWOTA_FIELD(bcd, SettlementMonth, water, 4, hundredths),
    KWOTA_FIELD(bcd, SettlementMonth, money, 4),
};
constexpr fields::Field directory_fields[] = {
    KWOTA_FIELD(bcd, Directory, oldest, 4),
    KWOTA_FIELD(bcd, Directory, newest, 4),
    KWOTA_FIELD(bcd, Directory, record_size, 1),
    KWOTA_FIELD(bcd, Directory, capacity, 2),
};
constexpr fields::Field head_fields[] = {
    KWOTA_FIELD(reversed, Head, address, 6),
    KWOTA_FIELD(decimals, Head, clock, 6),
    KWOTA_FIELD(binary, Head, state, 1),
    KWOTA_FIELD(bcd, Head, hung, 1),
    KWOTA_FIELD(binary, Head, key_version, 1),
    KWOTA_FIELD(binary, Head, price_set, 1),
    KWOTA_FIELD(bcd, Head, black_list, 2),
    KWOTA_FIELD(bcd, Head, energy, 4, tenths),
    KWOTA_FIELD(bcd, Head, fault_energy, 4, tenths),
    KWOTA_FIELD(bcd, Head, water, 4, hundredths),
    KWOTA_FIELD(bcd, Head, settlement_hour, 1),
    KWOTA_FIELD(bcd, Head, settlement_day, 1),
};

constexpr fields::Field collect_fields[] = {
    KWOTA_FIELD(binary, CollectHead, order, 4),
    KWOTA_FIELD(binary, CollectHead, counter, 2),
    KWOTA_FIELD(binary, CollectHead, count, 1),
};

/// What does not fit its fields stays without a seal: nobody takes it for a record.
bool seal16(MutableBytes image, bool good) {
  const std::uint16_t crc = crc16_x25(image.first(crc16_at));
  if (good) {
    image[crc16_at] = static_cast<std::uint8_t>(crc);
    image[crc16_at + 1] = static_cast<std::uint8_t>(crc >> 8);
  }
  return good;
}
bool intact16(ByteView image) {
  return crc16_x25(image.first(crc16_at)) == (image[crc16_at] | image[crc16_at + 1] << 8);
}

template <class Record>
std::optional<Image<Record>> written(std::span<const fields::Field> table, const Record& record) {
  std::optional image{Image<Record>{}};
  if (!fields::write(table, &record, *image)) image.reset();
  return image;
}
template <class Record>
std::optional<Record> taken(std::span<const fields::Field> table, const Image<Record>& image) {
  std::optional record{Record{}};
  if (!fields::read(table, image, &*record)) record.reset();
  return record;
}

}  // namespace

bool encode_into(MutableBytes image, const HungRecord& record) { return seal16(image, fields::write(hung_fields, &record, image)); }
bool encode_into(MutableBytes image, const ControllerRecord& record) {
  const bool good = fields::write(controller_fields, &record, image);
  if (good) put_be32(image.data() + crc32_at, crc32(image.first(crc32_at)));
  return good;
}
bool decode_into(HungRecord& record, ByteView image) { return intact16(image) && fields::read(hung_fields, image, &record); }
bool decode_into(ControllerRecord& record, ByteView image) {
  return get_be32(image.data() + crc32_at) == crc32(image.first(crc32_at)) && fields::read(controller_fields, image, &record);
}

std::optional<Image<UsageRecord>> encode(const UsageRecord& record) {
  auto image = written(usage_fields, record);
  if (image) seal16(*image, true);
  return image;
}
std::optional<Image<HungRecord>> encode(const HungRecord& record) {
  std::optional image{Image<HungRecord>{}};
  if (!encode_into(*image, record)) image.reset();
  return image;
}
std::optional<Image<ControllerRecord>> encode(const ControllerRecord& record) {
  std::optional image{Image<ControllerRecord>{}};
  if (!encode_into(*image, record)) image.reset();
  return image;
}
std::optional<Image<ParameterRecord>> encode(const ParameterRecord& record) { return written(parameter_fields, record); }
std::optional<Image<CardFault>> encode(const CardFault& record) { return written(fault_fields, record); }
std::optional<Image<SettlementMonth>> encode(const SettlementMonth& record) { return written(month_fields, record); }
std::optional<Image<Directory>> encode(const Directory& record) { return written(directory_fields, record); }
std::optional<Image<Head>> encode(const Head& record) { return written(head_fields, record); }

std::optional<Image<CollectHead>> encode(const CollectHead& record) {
  std::optional image{Image<CollectHead>{}};
  const bool good = fields::write(head_fields, &record.head, *image) && fields::write(collect_fields, &record, MutableBytes{*image}.subspan(Head::size));
  if (!seal16(*image, good)) image.reset();
  return image;
}

std::optional<UsageRecord> decode_usage(const Image<UsageRecord>& image) {
  auto record = taken<UsageRecord>(usage_fields, image);
  if (!intact16(image)) record.reset();
  return record;
}
std::optional<HungRecord> decode_hung(const Image<HungRecord>& image) {
  std::optional record{HungRecord{}};
  if (!decode_into(*record, image)) record.reset();
  return record;
}
std::optional<ControllerRecord> decode_controller(const Image<ControllerRecord>& image) {
  std::optional record{ControllerRecord{}};
  if (!decode_into(*record, image)) record.reset();
  return record;
}
std::optional<ParameterRecord> decode_parameter(const Image<ParameterRecord>& image) { return taken<ParameterRecord>(parameter_fields, image); }
std::optional<CardFault> decode_fault(const Image<CardFault>& image) { return taken<CardFault>(fault_fields, image); }
std::optional<SettlementMonth> decode_month(const Image<SettlementMonth>& image) { return taken<SettlementMonth>(month_fields, image); }
std::optional<Directory> decode_directory(const Image<Directory>& image) { return taken<Directory>(directory_fields, image); }
std::optional<CollectHead> decode_collect_head(const Image<CollectHead>& image) {
  std::optional record{CollectHead{}};
  if (!intact16(image) || !fields::read(head_fields, image, &record->head) ||
      !fields::read(collect_fields, ByteView{image}.subspan(Head::size), &*record))
    record.reset();
  return record;
}
std::optional<Head> decode_head(const Image<Head>& image) { return taken<Head>(head_fields, image); }

}  // namespace kwota::pump
