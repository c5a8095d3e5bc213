#include "meter/dlt645/pump_line.h"

#include <algorithm>

#include "base/ids_text.h"
#include "carry/dlt645/pump_items.h"
#include "meter/dlt645/server.h"

namespace kwota::meter_line {
namespace {

using dlt645::Frame;
using seal::infrared::Block;
using seal::infrared::Duty;
namespace function = dlt645::function;
namespace err = dlt645::err;
namespace serr = dlt645::serr;

constexpr std::uint32_t address_item = 0x04000401, clock_item = 0x0400010C;
constexpr auto directory_item = dlt645::pump_item("pump_directory"), head_item = dlt645::pump_item("pump_head"), black_list_item = dlt645::pump_item("black_list_edition"),
               black_cards_item = dlt645::pump_item("black_list_cards"), black_list_whole_item = dlt645::pump_item("black_list_whole"), acknowledge_item = dlt645::pump_item("hung_acknowledged"),
               changes_acknowledge_item = dlt645::pump_item("changes_acknowledged"), faults_acknowledge_item = dlt645::pump_item("faults_acknowledged"),
               hung_brought_item = dlt645::pump_item("hung_brought"), hung_released_item = dlt645::pump_item("hung_released"), settlement_item = dlt645::pump_item("pump_settlement"),
               locked_out_item = dlt645::pump_item("locked_out"), places_item = dlt645::pump_item("usage_places"), marks_item = dlt645::pump_item("list_marks");
constexpr auto usage_group = dlt645::pump_group("usage_records"), place_group = dlt645::pump_group("usage_records_by_place"), hung_group = dlt645::pump_group("hung_records"),
               month_group = dlt645::pump_group("settlement_months"), change_group = dlt645::pump_group("parameter_records"), fault_group = dlt645::pump_group("card_faults"),
               parameter_group = dlt645::pump_group("idle_minutes");
static_assert(std::ranges::count(dlt645::pump_rows, parameter_group, [](const dlt645::Item& row) { return row.value >> 8; }) == meter::pump_parameter_count &&
              locked_out_item == (parameter_group << 8 | (static_cast<std::uint32_t>(meter::PumpParameter::locked_out) + 1)));
constexpr std::size_t di_bytes = 4, most_from_a_number = 4, room = dlt645::read_data_max - di_bytes - 1;
constexpr std::size_t code_bytes = sizeof(dlt645::Mac), most_in_a_write = 16;
/// So long a handheld may say nothing; then it proves itself anew.
constexpr std::uint32_t session_s = 5 * 60;

/// Lowest byte first.
std::optional<std::uint32_t> number_in(ByteView bytes) {
  Bytes highest_first{bytes.rbegin(), bytes.rend()};
  const auto value = get_bcd(highest_first);
  return value ? std::optional{static_cast<std::uint32_t>(*value)} : std::nullopt;
}

std::optional<Block> block_in(ByteView body) {
  Block block{};
  if (body.size() != block.size()) return std::nullopt;
  std::ranges::reverse_copy(body, block.begin());
  return block;
}

Bytes low_first(std::uint32_t value, std::size_t bytes) {
  Bytes out(bytes);
  put_bcd(out, value);
  std::ranges::reverse(out);
  return out;
}

/// ss mm hh WW DD MM YY
Bytes clock_bytes(meter::ClockTime now) {
  const pump::Moment at = meter::pump_moment(now);
  constexpr std::uint32_t saturday = 6;  // 2000-01-01
  const std::uint32_t weekday = (now.seconds / meter::seconds_a_day + saturday) % 7;
  Bytes out;
  for (const std::uint32_t part : {std::uint32_t{at.second}, std::uint32_t{at.minute}, std::uint32_t{at.hour}, weekday,
                                   std::uint32_t{at.day}, std::uint32_t{at.month}, std::uint32_t{at.year}})
    append(out, low_first(part, 1));
  return out;
}

template <class Image>
std::optional<Bytes> told(const std::optional<Image>& image) {
  return image ? std::optional{to_bytes(*image)} : std::nullopt;
}

/// From the newest back, as many as a frame holds.
template <class List>
Bytes newest_first(const List& list, std::uint32_t first) {
  Bytes out{0};
  for (std::uint32_t back = first; out.size() + sizeof(typename List::Image) <= 1 + room; ++back) {
    const auto image = list.at(back);
    if (!image) break;
    append(out, *image);
    ++out[0];
  }
  return out;
}

bool tells_a_stranger(std::uint32_t identifier) {
  return identifier == address_item || identifier == clock_item || identifier == head_item;
}

}  // namespace

void PumpLine::silence() {
  wires_.receiver.silence();
  window_.receiver.silence();
}

Bytes PumpLine::answers(Port& port, ByteView bytes) {
  port.receiver.feed(bytes);
  Bytes out;
  while (const auto frame = port.receiver.next())
    if (const auto answer = serve(port, *frame)) append(out, dlt645::encode(*answer, 0));
  return out;
}

PumpLine::Answer PumpLine::serve(Port& port, const Frame& frame) {
  if (frame.control.from_meter() || frame.address.is_broadcast() || !frame.address.reaches(address_)) return std::nullopt;
  switch (frame.control.byte) {
    case function::read_address: return Frame{address_, frame.control.answer(), to_bytes(address_.bytes)};
    case function::read: return read(port, frame);
    case function::write: return write(port, frame);
    case function::security: return module_.encipher ? prove(port, frame) : std::nullopt;
    default: return std::nullopt;
  }
}

PumpLine::Answer PumpLine::read(Port& port, const Frame& frame) {
  const auto refused = [&](std::uint8_t why) { return Frame{address_, frame.control.refusal(), {why}}; };
  const auto asked = dlt645::identifier_of(frame);
  if (!asked) return refused(err::no_data);
  if (!port.tells_strangers_all && !is_open(port) && !tells_a_stranger(asked->value)) return refused(err::not_authorised);
  const auto found = value(asked->value, ByteView{frame.data}.subspan(di_bytes));
  if (!found) return refused(err::no_data);
  if (port.session) port.session->since = pump_.clock();
  Bytes data = dlt645::wire(*asked);
  append(data, *found);
  return Frame{address_, frame.control.answer(), std::move(data)};
}

std::optional<Bytes> PumpLine::value(std::uint32_t identifier, ByteView asked) {
  const std::uint32_t group = identifier >> 8;
  if (group == usage_group || group == hung_group || group == place_group) return records(identifier, asked);
  if (!asked.empty()) return std::nullopt;
  const std::uint32_t number = identifier & 0xFF;
  switch (identifier) {
    case address_item: return to_bytes(address_.bytes);
    case clock_item: return pump_.clock_valid() ? std::optional{clock_bytes(pump_.clock())} : std::nullopt;
    case directory_item: return told(pump::encode(pump_.directory()));
    case places_item: {
      const auto places = pump_.places();
      Bytes both = low_first(places.first, 4);
      append(both, low_first(places.last, 4));
      return both;
    }
    case black_list_item: return low_first(pump_.store().black_list().edition, 2);
    case marks_item: {
      const auto marks = pump_.list_marks();
      Bytes out;
      for (const std::uint32_t count : {marks.changes, marks.changes_acknowledged, marks.faults, marks.faults_acknowledged}) append(out, low_first(count, 4));
      return out;
    }
    case head_item: {
      std::array<std::uint8_t, 6> highest_first = address_.bytes;
      std::ranges::reverse(highest_first);
      return told(pump::encode(pump_.head(highest_first)));
    }
    default: break;
  }
  if (number == 0) return std::nullopt;
  switch (group) {
    case parameter_group:
      if (number > meter::pump_parameter_count) return std::nullopt;
      return low_first(pump_.parameters().of(static_cast<meter::PumpParameter>(number - 1)), 4);
    case month_group: return newest_first(pump_.store().months(), number);
    case change_group: return newest_first(pump_.store().parameter_records(), number);
    case fault_group: return newest_first(pump_.store().faults(), number);
    default: return std::nullopt;
  }
}

/// `N1 number4`; nn is N too.
std::optional<Bytes> PumpLine::records(std::uint32_t identifier, ByteView asked) {
  if (asked.size() != 5 || asked[0] != (identifier & 0xFF) || asked[0] == 0 || asked[0] > most_from_a_number) return std::nullopt;
  const auto first = number_in(asked.subspan(1));
  if (!first) return std::nullopt;
  std::array<std::array<std::uint8_t, pump::UsageRecord::size>, most_from_a_number> images{};
  const auto wanted = std::span{images}.first(asked[0]);
  const std::uint32_t group = identifier >> 8;
  const std::size_t count = group == usage_group ? pump_.usage_from(*first, wanted) : group == place_group ? pump_.usage_at(*first, wanted) : pump_.hung_from(*first, wanted);
  Bytes out{static_cast<std::uint8_t>(count)};
  for (const auto& image : wanted.first(count)) append(out, image);
  return out;
}

// ---- who has proved himself

bool PumpLine::is_open(const Port& port) const {
  if (!port.session) return false;
  // Without a clock it stands until the next greeting.
  return !pump_.clock_valid() ||
         (pump_.clock() >= port.session->since && pump_.clock().seconds - port.session->since.seconds < session_s);
}

/// Greeting and proof, in the frames of the payment meters (docs/dlt645.md).
PumpLine::Answer PumpLine::prove(Port& port, const Frame& frame) {
  namespace security = dlt645::security;
  const auto refused = [&](std::uint16_t why) {
    return Frame{address_, frame.control.refusal(), {static_cast<std::uint8_t>(why), static_cast<std::uint8_t>(why >> 8)}};
  };
  const auto asked = dlt645::identifier_of(frame);
  if (!asked || frame.data.size() < di_bytes + sizeof(meter::Operator)) return refused(serr::other);
  const auto said = block_in(ByteView{frame.data}.subspan(di_bytes + sizeof(meter::Operator)));
  if (!said) return refused(serr::other);
  if (*asked == security::greet_infrared) {
    port.session.reset();
    const auto proof = module_.encipher(Duty::meter, *said);
    if (!proof) return refused(serr::other);
    port.greeted = module_.random();
    const auto number = parse_meter_number(address_.text());
    dlt645::InfraredGreeting greeting{.meter = number.ok() ? *number : MeterNumber{}};
    greeting.module = module_.serial;
    greeting.cipher = *proof;
    greeting.random2 = *port.greeted;
    Bytes data = dlt645::wire(*asked);
    append(data, encode(greeting));
    return Frame{address_, frame.control.answer(), std::move(data)};
  }
  if (*asked != security::open_infrared || !port.greeted) return refused(serr::identity);
  const Block random2 = *std::exchange(port.greeted, std::nullopt);
  const auto expected = module_.encipher(Duty::handheld, random2);
  if (!expected || !equal_secret(*said, *expected)) return refused(serr::identity);
  port.session = Session{random2, pump_.clock()};
  return Frame{address_, frame.control.answer(), dlt645::wire(*asked)};
}

/// Who sends a wrong code proves himself anew before he tries another one.
PumpLine::Answer PumpLine::write(Port& port, const Frame& frame) {
  const auto refused = [&](std::uint8_t why) { return Frame{address_, frame.control.refusal(), {why}}; };
  if (!is_open(port)) return refused(err::not_authorised);
  const auto asked = dlt645::identifier_of(frame);
  constexpr std::size_t before = di_bytes + dlt645::authority_bytes;
  if (!asked || frame.data.size() < before + code_bytes) return refused(err::other);
  const auto authority = dlt645::decode_authority(ByteView{frame.data}.subspan(di_bytes));
  if (!authority || authority->level != dlt645::permission::sealed) return refused(err::not_authorised);
  const ByteView sealed = ByteView{frame.data}.first(frame.data.size() - code_bytes);
  const auto code = seal::infrared::write_code(module_.encipher, port.session->random2, sealed);
  if (!code || !equal_secret(*code, ByteView{frame.data}.last(code_bytes))) {
    port.session.reset();
    return refused(err::not_authorised);
  }
  const auto* item = dlt645::find_item(*asked);
  if (item == nullptr || (item->writing != dlt645::Writing::handheld && asked->value != clock_item)) return refused(err::no_data);
  if (!take({asked->value, authority->by, sealed.subspan(before)})) return refused(err::other);
  port.session->since = pump_.clock();
  return Frame{address_, frame.control.answer(), {}};
}

bool PumpLine::take(const Write& order) {
  switch (order.identifier) {
    case clock_item: return take_clock(order);
    case settlement_item: return take_settlement(order);
    case locked_out_item: return take_lockout(order);
    case black_cards_item: return take_black_list(order);
    case black_list_whole_item: return enforce_black_list(order);
    case hung_brought_item: return take_hung(order);
    case acknowledge_item: return each_number(order, &PumpLine::acknowledge);
    case changes_acknowledge_item: return each_number(order, &PumpLine::acknowledge_change);
    case faults_acknowledge_item: return each_number(order, &PumpLine::acknowledge_fault);
    case hung_released_item: return each_number(order, &PumpLine::release);
    default: return false;
  }
}

/// ss mm hh WW DD MM YY
bool PumpLine::take_clock(const Write& order) {
  constexpr std::size_t size = 7, weekday = 3;
  if (order.data.size() != size) return false;
  Bytes groups = to_bytes(order.data);
  groups.erase(groups.begin() + weekday);
  const auto now = moment_in(groups);
  if (now) pump_.set_clock(*now, order.by);
  return now.has_value();
}

/// hh DD
bool PumpLine::take_settlement(const Write& order) {
  constexpr std::size_t size = 2;
  if (order.data.size() != size) return false;
  const auto hour = number_in(order.data.first(1)), day = number_in(order.data.last(1));
  meter::PumpParameters next = pump_.parameters();
  const bool good = hour && day && next.set(meter::PumpParameter::settlement_hour, *hour) && next.set(meter::PumpParameter::settlement_day, *day);
  return good && (next == pump_.parameters() || pump_.set_parameters(next, order.by));
}

/// Four bytes as it is told: 1, it stops, and nobody starts it; 0.
bool PumpLine::take_lockout(const Write& order) {
  constexpr std::size_t size = 4;
  const auto locked = order.data.size() == size ? number_in(order.data) : std::nullopt;
  return locked && *locked <= 1 && pump_.lock_out(*locked == 1, order.by);
}

/// edition2 n1 cards; n 0: that edition begins anew. Cards of a new one wait until all of them are there; those of the one in force count at once.
bool PumpLine::take_black_list(const Write& order) {
  constexpr std::size_t head = 3;
  if (order.data.size() < head) return false;
  const auto edition = number_in(order.data.first(2));
  const std::size_t count = order.data[2];
  if (!edition || count > most_in_a_write || order.data.size() != head + count * sizeof(CardSerial)) return false;
  std::array<CardSerial, most_in_a_write> cards{};
  for (std::size_t i = 0; i < count; ++i)
    std::ranges::reverse_copy(order.data.subspan(head + i * sizeof(CardSerial), sizeof(CardSerial)), cards[i].bytes.begin());
  const auto some = std::span{cards}.first(count);
  auto& store = pump_.store();
  if (*edition == store.black_list().edition) return pump_.extend_black_list(static_cast<std::uint16_t>(*edition), some, order.by);
  if (count == 0) return store.prepare_black_list(static_cast<std::uint16_t>(*edition), true);
  return *edition == store.prepared().edition && std::ranges::all_of(some, [&](const CardSerial& card) { return store.prepare(card); });
}

/// edition2 cards2: so many it has. One that is in force already is told so again.
bool PumpLine::enforce_black_list(const Write& order) {
  constexpr std::size_t size = 4;
  if (order.data.size() != size) return false;
  const auto edition = number_in(order.data.first(2)), cards = number_in(order.data.last(2));
  const auto is_whole = [&](const meter::PumpStore::BlackList& list) { return edition && list.edition == *edition && cards && list.count == *cards; };
  return is_whole(pump_.store().black_list()) || (is_whole(pump_.store().prepared()) && pump_.enforce_black_list(order.by));
}

bool PumpLine::take_hung(const Write& order) {
  pump::Image<pump::HungRecord> image{};
  if (order.data.size() != image.size()) return false;
  std::ranges::copy(order.data, image.begin());
  const auto record = pump::decode_hung(image);
  return record && pump_.take_released(*record);
}

/// n1 and so many numbers. One that the pump does not know any more is told already.
bool PumpLine::each_number(const Write& order, bool (PumpLine::*told)(std::uint32_t, const meter::Operator&)) {
  constexpr std::size_t size = 4;
  if (order.data.empty() || order.data[0] > most_in_a_write || order.data.size() != 1 + order.data[0] * size) return false;
  for (std::size_t at = 1; at < order.data.size(); at += size)
    if (!number_in(order.data.subspan(at, size))) return false;
  for (std::size_t at = 1; at < order.data.size(); at += size) (this->*told)(*number_in(order.data.subspan(at, size)), order.by);
  return true;
}

/// The office names a hung user by the number of his watering.
bool PumpLine::release(std::uint32_t number, const meter::Operator& by) {
  std::array<pump::Image<pump::HungRecord>, 1> first{};
  const auto record = pump_.hung_from(number, first) == 1 ? pump::decode_hung(first[0]) : std::nullopt;
  return record && record->number == number && pump_.release(record->card, record->offline, pump::HungState::released, by);
}

}  // namespace kwota::meter_line
