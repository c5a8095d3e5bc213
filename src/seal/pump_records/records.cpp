#include "seal/pump_records/records.h"

#include "base/core/crc16.h"
#include "seal/pump_records/whole_part.h"

namespace kwota::pump {
namespace {

constexpr std::int64_t wh_a_step = 10, litres_a_step = 100;
constexpr std::size_t crc16_at = 46, crc32_at = 68;

/// Fields one after another, either way; what does not fit is noted and the whole is nothing then.
class Out {
 public:
  explicit Out(MutableBytes to) : to_(to) {}
  bool good() const { return good_; }

  void byte(std::uint8_t value) { to_[at_++] = value; }
  /// As they are; reversed: lowest first.
  void raw(ByteView from) {
    for (const std::uint8_t one : from) byte(one);
  }
  void reversed(ByteView from) {
    for (std::size_t i = from.size(); i-- > 0;) byte(from[i]);
  }
  void bcd(std::int64_t value, std::size_t bytes) {
    auto left = static_cast<std::uint64_t>(value);  // of a negative one too much is left
    for (std::size_t i = 0; i < bytes; ++i, left /= 100) pair(left % 100);
    good_ = good_ && left == 0;
  }
  void moment(const Moment& at) {
    for (const std::uint8_t part : {at.second, at.minute, at.hour, at.day, at.month, at.year}) bcd(part, 1);
  }
  void energy(Energy value, std::size_t bytes) { bcd(whole_part(value.wh(), wh_a_step), bytes); }
  void water(Volume value, std::size_t bytes) { bcd(whole_part(value.litres(), litres_a_step), bytes); }
  void money(Money value) { bcd(value.minor(), 4); }
  void binary(std::int64_t value, std::size_t bytes) {
    for (std::size_t i = bytes; i-- > 0;) byte(static_cast<std::uint8_t>(value >> (8 * i)));
    good_ = good_ && value >= 0 && value >> (8 * bytes) == 0;
  }

 private:
  void pair(std::uint64_t value) { byte(static_cast<std::uint8_t>(value / 10 << 4 | value % 10)); }
  MutableBytes to_;
  std::size_t at_ = 0;
  bool good_ = true;
};

class In {
 public:
  explicit In(ByteView from) : from_(from) {}
  bool good() const { return good_; }

  std::uint8_t byte() { return from_[at_++]; }
  void raw(MutableBytes to) {
    for (std::uint8_t& one : to) one = byte();
  }
  void reversed(MutableBytes to) {
    for (std::size_t i = to.size(); i-- > 0;) to[i] = byte();
  }
  std::uint32_t bcd(std::size_t bytes) {
    std::uint32_t value = 0, place = 1;
    for (std::size_t i = 0; i < bytes; ++i, place *= 100) value += place * pair();
    return value;
  }
  std::uint8_t bcd1() { return static_cast<std::uint8_t>(bcd(1)); }
  Moment moment() {
    Moment at;
    for (std::uint8_t* part : {&at.second, &at.minute, &at.hour, &at.day, &at.month, &at.year}) *part = bcd1();
    return at;
  }
  Energy energy(std::size_t bytes) { return Energy::wh(bcd(bytes) * wh_a_step); }
  Volume water(std::size_t bytes) { return Volume::litres(bcd(bytes) * litres_a_step); }
  Money money() { return Money::minor(bcd(4)); }
  std::uint32_t binary(std::size_t bytes) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) value = value << 8 | byte();
    return value;
  }

 private:
  std::uint32_t pair() {
    const std::uint8_t both = byte();
    good_ = good_ && both >> 4 < 10 && (both & 15) < 10;
    return (both >> 4) * 10u + (both & 15);
  }
  ByteView from_;
  std::size_t at_ = 0;
  bool good_ = true;
};

template <class Image>
std::optional<Image> sealed16(Image& image, const Out& out) {
  const std::uint16_t crc = crc16_x25(ByteView{image}.first(crc16_at));
  image[crc16_at] = static_cast<std::uint8_t>(crc);
  image[crc16_at + 1] = static_cast<std::uint8_t>(crc >> 8);
  return out.good() ? std::optional{image} : std::nullopt;
}

bool intact16(ByteView image) {
  return crc16_x25(image.first(crc16_at)) == (image[crc16_at] | image[crc16_at + 1] << 8);
}

constexpr std::uint8_t century = 20;

/// YYYYMMDDhhmmss, highest first; all zero: none.
void put_long(Out& out, const Moment& at) {
  if (at.is_none()) return out.bcd(0, 7);
  for (const std::uint8_t part : {century, at.year, at.month, at.day, at.hour, at.minute, at.second}) out.bcd(part, 1);
}
Moment take_long(In& in) {
  in.bcd1();  // the century
  Moment at;
  for (std::uint8_t* part : {&at.year, &at.month, &at.day, &at.hour, &at.minute, &at.second}) *part = in.bcd1();
  return at;
}

template <class Image>
std::optional<Image> whole(const Image& image, const Out& out) {
  return out.good() ? std::optional{image} : std::nullopt;
}

template <class Record>
std::optional<Record> whole(const Record& record, const In& in) {
  return in.good() ? std::optional{record} : std::nullopt;
}

}  // namespace

std::optional<Image<UsageRecord>> encode(const UsageRecord& record) {
  Image<UsageRecord> image{};
  Out out{image};
  out.bcd(record.number, 4);
  out.reversed(record.card.bytes);
  out.moment(record.start);
  out.bcd(record.seconds, 3);
  out.energy(record.total, 4);
  out.energy(record.energy, 3);
  out.water(record.water, 3);
  out.money(record.amount);
  out.money(record.after);
  out.raw(record.tac);
  out.byte(record.flags);
  out.byte(static_cast<std::uint8_t>(record.cause));
  out.byte(record.price_set);
  return sealed16(image, out);
}

std::optional<UsageRecord> decode_usage(const Image<UsageRecord>& image) {
  if (!intact16(image)) return std::nullopt;
  In in{image};
  UsageRecord record;
  record.number = in.bcd(4);
  in.reversed(record.card.bytes);
  record.start = in.moment();
  record.seconds = in.bcd(3);
  record.total = in.energy(4);
  record.energy = in.energy(3);
  record.water = in.water(3);
  record.amount = in.money();
  record.after = in.money();
  in.raw(record.tac);
  record.flags = in.byte();
  record.cause = static_cast<Cause>(in.byte());
  record.price_set = in.byte();
  return whole(record, in);
}

std::optional<Image<HungRecord>> encode(const HungRecord& record) {
  Image<HungRecord> image{};
  Out out{image};
  out.bcd(record.number, 4);
  out.reversed(record.card.bytes);
  out.moment(record.start);
  out.bcd(record.seconds, 3);
  out.energy(record.energy, 3);
  out.money(record.amount);
  out.money(record.balance);
  out.binary(record.offline, 2);
  out.raw(record.terminal);
  out.raw(record.gmac);
  out.byte(static_cast<std::uint8_t>(record.state));
  out.byte(record.flags);
  return sealed16(image, out);
}

std::optional<HungRecord> decode_hung(const Image<HungRecord>& image) {
  if (!intact16(image)) return std::nullopt;
  In in{image};
  HungRecord record;
  record.number = in.bcd(4);
  in.reversed(record.card.bytes);
  record.start = in.moment();
  record.seconds = in.bcd(3);
  record.energy = in.energy(3);
  record.amount = in.money();
  record.balance = in.money();
  record.offline = static_cast<std::uint16_t>(in.binary(2));
  in.raw(record.terminal);
  in.raw(record.gmac);
  record.state = static_cast<HungState>(in.byte());
  record.flags = in.byte();
  return whole(record, in);
}

std::optional<Image<ControllerRecord>> encode(const ControllerRecord& record) {
  Image<ControllerRecord> image{};
  Out out{image};
  out.byte(static_cast<std::uint8_t>(record.progress));
  out.byte(record.version);
  out.raw(record.well);
  out.raw(record.card.bytes);
  out.raw(record.terminal);
  out.binary(record.offline, 2);
  out.binary(record.number, 4);
  out.binary(record.balance.minor(), 4);
  out.binary(record.amount.minor(), 4);
  put_long(out, record.start);
  put_long(out, record.stop);
  out.binary(whole_part(record.energy.wh(), wh_a_step), 4);
  out.binary(whole_part(record.water.litres(), litres_a_step), 4);
  for (const Proof* proof : {&record.gtac, &record.gmac, &record.tac}) out.raw(*proof);
  put_be32(image.data() + crc32_at, crc32(ByteView{image}.first(crc32_at)));
  return whole(image, out);
}

std::optional<ControllerRecord> decode_controller(const Image<ControllerRecord>& image) {
  if (get_be32(image.data() + crc32_at) != crc32(ByteView{image}.first(crc32_at))) return std::nullopt;
  In in{image};
  ControllerRecord record;
  record.progress = static_cast<Progress>(in.byte());
  record.version = in.byte();
  in.raw(record.well);
  in.raw(record.card.bytes);
  in.raw(record.terminal);
  record.offline = static_cast<std::uint16_t>(in.binary(2));
  record.number = in.binary(4);
  record.balance = Money::minor(in.binary(4));
  record.amount = Money::minor(in.binary(4));
  record.start = take_long(in);
  record.stop = take_long(in);
  record.energy = Energy::wh(std::int64_t{in.binary(4)} * wh_a_step);
  record.water = Volume::litres(std::int64_t{in.binary(4)} * litres_a_step);
  for (Proof* proof : {&record.gtac, &record.gmac, &record.tac}) in.raw(*proof);
  return whole(record, in);
}

std::optional<Image<ParameterRecord>> encode(const ParameterRecord& record) {
  Image<ParameterRecord> image{};
  Out out{image};
  out.moment(record.at);
  out.raw(record.by);
  out.bcd(record.parameter, 2);
  out.bcd(record.before, 4);
  out.bcd(record.after, 4);
  return whole(image, out);
}

std::optional<ParameterRecord> decode_parameter(const Image<ParameterRecord>& image) {
  In in{image};
  ParameterRecord record;
  record.at = in.moment();
  in.raw(record.by);
  record.parameter = static_cast<std::uint16_t>(in.bcd(2));
  record.before = in.bcd(4);
  record.after = in.bcd(4);
  return whole(record, in);
}

std::optional<Image<CardFault>> encode(const CardFault& record) {
  Image<CardFault> image{};
  Out out{image};
  out.moment(record.at);
  out.reversed(record.card.bytes);
  out.byte(record.cause);
  out.binary(record.status, 2);
  out.byte(record.step);
  out.money(record.balance);
  return whole(image, out);
}

std::optional<CardFault> decode_fault(const Image<CardFault>& image) {
  In in{image};
  CardFault record;
  record.at = in.moment();
  in.reversed(record.card.bytes);
  record.cause = in.byte();
  record.status = static_cast<std::uint16_t>(in.binary(2));
  record.step = in.byte();
  record.balance = in.money();
  return whole(record, in);
}

std::optional<Image<SettlementMonth>> encode(const SettlementMonth& record) {
  Image<SettlementMonth> image{};
  Out out{image};
  out.bcd(record.month, 1);
  out.bcd(record.year, 1);
  out.energy(record.energy, 4);
  out.water(record.water, 4);
  out.money(record.money);
  return whole(image, out);
}

std::optional<SettlementMonth> decode_month(const Image<SettlementMonth>& image) {
  In in{image};
  SettlementMonth record;
  record.month = in.bcd1();
  record.year = in.bcd1();
  record.energy = in.energy(4);
  record.water = in.water(4);
  record.money = in.money();
  return whole(record, in);
}

std::optional<Image<Directory>> encode(const Directory& record) {
  Image<Directory> image{};
  Out out{image};
  out.bcd(record.oldest, 4);
  out.bcd(record.newest, 4);
  out.bcd(record.record_size, 1);
  out.bcd(record.capacity, 2);
  return whole(image, out);
}

std::optional<Directory> decode_directory(const Image<Directory>& image) {
  In in{image};
  Directory record;
  record.oldest = in.bcd(4);
  record.newest = in.bcd(4);
  record.record_size = in.bcd1();
  record.capacity = static_cast<std::uint16_t>(in.bcd(2));
  return whole(record, in);
}

std::optional<Image<Head>> encode(const Head& record) {
  Image<Head> image{};
  Out out{image};
  out.reversed(record.address);
  out.moment(record.clock);
  out.byte(record.state);
  out.bcd(record.hung, 1);
  out.byte(record.key_version);
  out.byte(record.price_set);
  out.bcd(record.black_list, 2);
  out.energy(record.energy, 4);
  out.energy(record.fault_energy, 4);
  out.water(record.water, 4);
  out.bcd(record.settlement_hour, 1);
  out.bcd(record.settlement_day, 1);
  return whole(image, out);
}

std::optional<Head> decode_head(const Image<Head>& image) {
  In in{image};
  Head record;
  in.reversed(record.address);
  record.clock = in.moment();
  record.state = in.byte();
  record.hung = in.bcd1();
  record.key_version = in.byte();
  record.price_set = in.byte();
  record.black_list = static_cast<std::uint16_t>(in.bcd(2));
  record.energy = in.energy(4);
  record.fault_energy = in.energy(4);
  record.water = in.water(4);
  record.settlement_hour = in.bcd1();
  record.settlement_day = in.bcd1();
  return whole(record, in);
}

}  // namespace kwota::pump
