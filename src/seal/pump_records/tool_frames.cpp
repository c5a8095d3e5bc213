#include "seal/pump_records/tool_frames.h"

namespace kwota::pump {
namespace {

constexpr std::uint8_t frame_begin = 0x68, frame_end = 0x16, this_century = 20;
constexpr std::size_t before_data = 4, after_data = 2;

std::uint8_t sum_of(ByteView bytes) {
  unsigned sum = 0;
  for (const std::uint8_t byte : bytes) sum += byte;
  return static_cast<std::uint8_t>(sum);
}

/// Data of a frame one after another; what does not fit is noted.
class ToolOut {
 public:
  void number(std::uint64_t value, std::size_t bytes) {
    for (std::size_t i = bytes; i-- > 0;) put(static_cast<std::uint8_t>(value >> (8 * i)));
  }
  void raw(ByteView from) {
    for (const std::uint8_t byte : from) put(byte);
  }
  void digits(std::uint8_t value) {
    good_ = good_ && value < 100;
    put(static_cast<std::uint8_t>(value / 10 << 4 | value % 10));
  }
  /// The century is said with a year of eight digits alone.
  void moment(const Moment& at, bool whole) {
    if (whole) digits(this_century);
    for (const std::uint8_t part : {at.year, at.month, at.day, at.hour, at.minute}) digits(part);
    if (whole) digits(at.second);
  }
  std::optional<ByteView> data() const { return good_ ? std::optional(ByteView{bytes_}.first(size_)) : std::nullopt; }

 private:
  void put(std::uint8_t byte) {
    good_ = good_ && size_ < bytes_.size();
    if (good_) bytes_[size_++] = byte;
  }
  std::array<std::uint8_t, ToolFrame::data_max> bytes_{};
  std::size_t size_ = 0;
  bool good_ = true;
};

void write(ToolOut& out, const SetParameters& order) {
  out.number(order.parameters.count, 1);
  for (const auto& one : order.parameters.view()) out.number(one.parameter, 2), out.number(one.value, 4);
}
void write(ToolOut& out, const SetClock& order) { out.moment(order.at, true); }
void write(ToolOut&, const Collect&) {}
void write(ToolOut& out, const ClearHung& order) {
  out.raw(order.authorisation);
  out.raw(order.card.bytes);
  out.number(order.offline, 2);
}
void write(ToolOut& out, const ExtendBlackList& order) {
  out.number(order.edition, 2);
  out.number(order.cards.count, 1);
  for (const CardSerial& card : order.cards.view()) out.raw(card.bytes);
}
void write(ToolOut& out, const TestRun& order) { out.number(order.seconds, 2); }
void write(ToolOut& out, const BindTerminal& order) {
  out.raw(order.well);
  out.raw(order.terminal);
  out.raw(order.area);
}
void write(ToolOut& out, const SetPrices& order) {
  out.number(order.set, 1);
  out.moment(order.from, false);
  out.number(order.basis, 1);
  out.number(order.prices.count, 1);
  for (const auto& one : order.prices.view()) out.number(one.rate, 1), out.number(one.e4, 4);
  out.number(order.periods.count, 1);
  for (const auto& one : order.periods.view()) out.digits(one.hour), out.digits(one.minute), out.number(one.rate, 1);
}

void read(ToolIn& in, SetParameters& order) {
  in.list(order.parameters, [&] {
    SetParameters::One one;
    one.parameter = static_cast<std::uint16_t>(in.number(2));
    one.value = in.number(4);
    return one;
  });
}
void read(ToolIn& in, SetClock& order) { order.at = in.moment(true); }
void read(ToolIn&, Collect&) {}
void read(ToolIn& in, ClearHung& order) {
  in.raw(order.authorisation);
  in.raw(order.card.bytes);
  order.offline = static_cast<std::uint16_t>(in.number(2));
}
void read(ToolIn& in, ExtendBlackList& order) {
  order.edition = static_cast<std::uint16_t>(in.number(2));
  in.list(order.cards, [&] {
    CardSerial card;
    in.raw(card.bytes);
    return card;
  });
}
void read(ToolIn& in, TestRun& order) { order.seconds = static_cast<std::uint16_t>(in.number(2)); }
void read(ToolIn& in, BindTerminal& order) {
  in.raw(order.well);
  in.raw(order.terminal);
  in.raw(order.area);
}
void read(ToolIn& in, SetPrices& order) {
  order.set = static_cast<std::uint8_t>(in.number(1));
  order.from = in.moment(false);
  order.basis = static_cast<std::uint8_t>(in.number(1));
  in.list(order.prices, [&] {
    SetPrices::Price one;
    one.rate = static_cast<std::uint8_t>(in.number(1));
    one.e4 = in.number(4);
    return one;
  });
  in.list(order.periods, [&] {
    SetPrices::Period one;
    one.hour = in.digits();
    one.minute = in.digits();
    one.rate = static_cast<std::uint8_t>(in.number(1));
    return one;
  });
}

/// The order of that number, empty; nothing: there is none.
template <std::size_t index = 0>
std::optional<ToolOrder> order_number(std::size_t wanted) {
  if constexpr (index < std::variant_size_v<ToolOrder>) {
    if (wanted == index) return ToolOrder{std::in_place_index<index>};
    return order_number<index + 1>(wanted);
  }
  return std::nullopt;
}

}  // namespace

std::optional<ToolImage> frame_of(std::uint8_t command, ByteView data) {
  if (data.size() > ToolFrame::data_max) return std::nullopt;
  ToolImage image;
  const auto put = [&](std::uint8_t byte) { image.bytes[image.size++] = byte; };
  put(frame_begin);
  put(command);
  put(0);
  put(static_cast<std::uint8_t>(data.size()));
  for (const std::uint8_t byte : data) put(byte);
  put(sum_of(image.view().subspan(1)));
  put(frame_end);
  return image;
}

std::optional<ToolImage> encode(const ToolFrame& frame) {
  ToolOut out;
  out.number(frame.serial, 4);
  out.raw(frame.valid_until);
  out.number(frame.counter, 2);
  std::visit([&](const auto& order) { write(out, order); }, frame.order);
  const auto data = out.data();
  return data ? frame_of(frame.command(), *data) : std::nullopt;
}

std::uint8_t ToolIn::take() {
  good_ = good_ && !from_.empty();
  if (!good_) return 0;
  const std::uint8_t byte = from_.front();
  from_ = from_.subspan(1);
  return byte;
}
std::uint32_t ToolIn::number(std::size_t bytes) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < bytes; ++i) value = value << 8 | take();
  return value;
}
void ToolIn::raw(MutableBytes to) {
  for (std::uint8_t& byte : to) byte = take();
}
std::uint8_t ToolIn::digits() {
  const std::uint8_t byte = take();
  good_ = good_ && byte >> 4 < 10 && (byte & 0x0F) < 10;
  return static_cast<std::uint8_t>((byte >> 4) * 10 + (byte & 0x0F));
}
Moment ToolIn::moment(bool whole) {
  if (whole) good_ = digits() == this_century && good_;
  Moment at{.year = digits(), .month = digits(), .day = digits(), .hour = digits(), .minute = digits()};
  if (whole) at.second = digits();
  return at;
}

std::optional<ToolHead> open_tool_frame(ByteView bytes) {
  if (bytes.size() < before_data + after_data || bytes[0] != frame_begin) return std::nullopt;
  const std::size_t size = static_cast<std::size_t>(bytes[2] << 8 | bytes[3]), end = before_data + size;
  if (size > ToolFrame::data_max || bytes.size() < end + after_data || bytes[end + 1] != frame_end) return std::nullopt;
  if (sum_of(bytes.subspan(1, 3 + size)) != bytes[end]) return std::nullopt;
  ToolHead head{.command = bytes[1], .size = end + after_data, .order = ToolIn{bytes.subspan(before_data, size)}};
  head.serial = head.order.number(4);
  head.valid_until = head.order.number(4);
  head.counter = static_cast<std::uint16_t>(head.order.number(2));
  return head;
}

std::optional<ToolFrame> decode_tool_frame(ByteView bytes) {
  auto head = open_tool_frame(bytes);
  if (!head || head->size != bytes.size() || head->command < first_tool_command) return std::nullopt;
  auto order = order_number(head->command - std::size_t{first_tool_command});
  if (!order) return std::nullopt;
  ToolFrame frame{.serial = head->serial, .counter = head->counter};
  put_be32(frame.valid_until.data(), head->valid_until);
  std::visit([&](auto& one) { read(head->order, one); }, *order);
  frame.order = *order;
  return head->order.good() ? std::optional(frame) : std::nullopt;
}

}  // namespace kwota::pump
