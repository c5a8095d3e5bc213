#include "meter/dlt645/server.h"

#include <algorithm>

#include "meter/dlt645/schedule_items.h"
#include "models/dlt645_meters.h"

namespace kwota::meter_line {

using dlt645::Address;
using dlt645::Frame;
using dlt645::Identifier;
namespace err = dlt645::err;
namespace function = dlt645::function;

namespace {

constexpr std::size_t identifier_bytes = 4;
constexpr std::uint8_t speed_1200 = 0x04;

constexpr std::size_t level_and_password = 4, operator_bytes = 4;

/// YYMMDDhhmm read as one number.
std::optional<ClockTime> minute_in(std::int64_t value) {
  const auto two = [value](std::int64_t unit) { return static_cast<std::uint8_t>(value / unit % 100); };
  return meter::clock_of(
      {.year = two(100'000'000), .month = two(1'000'000), .day = two(10'000), .hour = two(100), .minute = two(1)});
}

}  // namespace

const Server::Row Server::functions[] = {
    {function::security, false, &Server::security},
    {function::time, false, &Server::set_time},
    {function::read, true, &Server::read},
    {function::read_on, true, &Server::read_on},
    {function::read_address, true, &Server::read_address},
    {function::write, false, &Server::write},
    {function::write_address, true, &Server::write_address},
    {function::freeze, false, &Server::freeze},
    {function::baud_rate, false, &Server::change_speed},
    {function::password, false, &Server::change_password},
    // No demand is measured; an account is zeroed by a clear card alone; what happened is not erased.
    {function::clear_demand, false, &Server::refuse_always},
    {function::clear_meter, false, &Server::refuse_always},
    {function::clear_events, false, &Server::refuse_always},
    {function::control, false, &Server::control},
    {function::terminal, false, &Server::refuse_always},
};

/// A meter of the old edition is read, and silent to everything of the new one.
const Server::Row Server::functions_1997[] = {
    {function::read_1997, true, &Server::read},
    {function::time, false, &Server::set_time},
};

std::span<const Server::Row> Server::spoken() const {
  if (meter_.model().facts.protocol == models::dlt645_meters::edition_1997) return functions_1997;
  return functions;
}

std::optional<ClockTime> moment_in(ByteView groups) {
  std::array<std::uint8_t, 6> value{};
  if (groups.size() != value.size()) return std::nullopt;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const auto two = get_bcd(groups.subspan(i, 1));
    if (!two) return std::nullopt;
    value[i] = static_cast<std::uint8_t>(*two);
  }
  const auto minute =
      meter::clock_of({.year = value[5], .month = value[4], .day = value[3], .hour = value[2], .minute = value[1]});
  if (!minute || value[0] > 59) return std::nullopt;
  return ClockTime{minute->seconds + value[0]};
}

Server::Server(meter::Meter& meter, esam::Esam& module, meter::Storage& memory, std::size_t answer_max)
    : meter_(meter), module_(module), slots_(memory), answer_max_(answer_max) {
  if (const auto stored = slots_.load(&decode_settings)) {
    settings_ = *stored;
    return;
  }
  put_bcd(settings_.address, meter.state().number.value());
  std::ranges::reverse(settings_.address);
  if (meter_.model().facts.protocol == models::dlt645_meters::edition_1997) settings_.speed = speed_1200;
  slots_.save(encode(settings_));
}

bool Server::keep(const Settings& next) {
  if (next == settings_) return true;
  if (!slots_.save(encode(next))) return false;
  settings_ = next;
  return true;
}

ReadingSources Server::view() const { return {meter_, settings_, meter_.measured(), programming_, authenticated()}; }

// ---- frames

Bytes Server::receive(ByteView bytes) {
  by_infrared_ = false;
  receiver_.feed(bytes);
  return answers(receiver_);
}

Bytes Server::receive_infrared(ByteView bytes) {
  by_infrared_ = true;
  infrared_receiver_.feed(bytes);
  auto out = answers(infrared_receiver_);
  by_infrared_ = false;
  return out;
}

Bytes Server::silence() {
  infrared_receiver_.silence();
  receiver_.silence();
  return answers(receiver_);
}

Bytes Server::answers(dlt645::Receiver& receiver) {
  Bytes out;
  while (const auto frame = receiver.next())
    if (const auto answer = serve(*frame)) append(out, *answer);
  return out;
}

std::optional<Bytes> Server::serve(const Frame& frame) {
  const Address own{settings_.address};
  const auto rows = spoken();
  const auto row = std::ranges::find(rows, frame.control.function(), &Row::function);
  // A frame from a meter is somebody else's answer; error and follow-up bits have no meaning in a request.
  if (row == rows.end() || frame.control.byte != row->function || !frame.address.reaches(own)) return std::nullopt;
  if (frame.address.has_wildcards() && !row->wildcards) return std::nullopt;
  const bool to_all = frame.address.is_broadcast();
  const bool old_read = row->function == function::read_1997;  // 1997 knows no "any one meter": 99..99 is answered
  if (to_all && row->function != function::time && row->function != function::freeze && !old_read) return std::nullopt;
  const auto answer = by_infrared_ ? serve_infrared(frame, *row) : (this->*row->serve)(frame);
  if (!answer || (to_all && !old_read)) return std::nullopt;
  return dlt645::encode({Address{settings_.address}, answer->control, answer->data}, 0);
}

std::optional<Server::Order> Server::order_in(ByteView data) {
  if (data.size() < level_and_password + operator_bytes) return std::nullopt;
  Order order{data[0], data.subspan(1, 3), data.subspan(level_and_password + operator_bytes)};
  std::ranges::copy(data.subspan(level_and_password, operator_bytes), order.by.begin());
  return order;
}

std::optional<Server::Answer> Server::refuse_always(const Frame& frame) {
  return Answer{frame.control.refusal(), {err::not_authorised}};
}

// ---- reading

std::optional<Server::Answer> Server::read(const Frame& frame) {
  const auto asked = dlt645::identifier_of(frame);
  auto value = asked && frame.data.size() == asked->bytes() ? reading(view(), *asked) : std::nullopt;
  if (!value) return Answer{frame.control.refusal(), {err::no_data}};
  long_read_ = *asked;
  long_value_ = std::move(*value);
  return part(frame, 0);
}

/// A part may be asked for again: its answer may have been lost.
std::optional<Server::Answer> Server::read_on(const Frame& frame) {
  const auto asked = dlt645::identifier_of(frame);
  if (!asked || frame.data.size() != identifier_bytes + 1 || *asked != long_read_ || frame.data.back() == 0)
    return Answer{frame.control.refusal(), {err::no_data}};
  return part(frame, frame.data.back());
}

/// Part 0 is the answer to the read itself; the others carry their number at the end.
Server::Answer Server::part(const Frame& frame, std::size_t number) {
  const std::size_t room = answer_max_ - long_read_.bytes() - 1;
  const std::size_t at = number * room;
  if (at >= long_value_.size()) return {frame.control.refusal(), {err::no_data}};
  const auto piece = ByteView{long_value_}.subspan(at, std::min(room, long_value_.size() - at));
  Bytes data = dlt645::wire(long_read_);
  append(data, piece);
  if (number > 0) data.push_back(static_cast<std::uint8_t>(number));
  return {frame.control.answer(at + piece.size() < long_value_.size()), std::move(data)};
}

std::optional<Server::Answer> Server::read_address(const Frame& frame) {
  if (frame.address != Address::any() || !frame.data.empty()) return std::nullopt;
  return Answer{frame.control.answer(), to_bytes(settings_.address)};
}

// ---- writing

std::optional<Server::Answer> Server::write(const Frame& frame) {
  const auto refused = [&](std::uint8_t why) { return Answer{frame.control.refusal(), {why}}; };
  const auto asked = dlt645::identifier_of(frame);
  const auto order = asked ? order_in(ByteView{frame.data}.subspan(identifier_bytes)) : std::nullopt;
  if (!order) return refused(err::other);
  const auto* item = dlt645::find_item(*asked);
  if (item == nullptr || !reading(view(), *asked)) return refused(err::no_data);
  Bytes data = to_bytes(order->data);
  if (order->level == dlt645::permission::sealed || order->level == dlt645::permission::enciphered) {
    auto plain = item->writing == dlt645::Writing::never
                     ? std::nullopt
                     : unsealed(seal::Purpose::meter_parameter, *order, dlt645::mac_of_write, *asked);
    if (!plain || plain->size() != item->bytes) return refused(err::not_authorised);
    data = *std::move(plain);
  } else {
    // Who moves the clock moves prices, suspensions and the time that orders are good for.
    const bool may =
        item->writing == dlt645::Writing::password && order->level <= dlt645::permission::writes_max && !has_the_utilitys_keys();
    if (!may || !password_fits(order->level, order->password)) return refused(err::not_authorised);
  }
  if (const auto why = write_item(*item, *asked, *order, data); why != 0) return refused(why);
  meter_.note(meter::EventKind::programming, meter::subject_of(asked->value, order->by));
  return Answer{frame.control.answer(), {}};
}

namespace {

/// When the first steps of a meter begin anew, every month: DDhh, in the set that lies beside the one in force. Steps that run keep
/// their days, and a second day a line does not set.
bool write_settlement(meter::Meter& meter, std::uint32_t place, std::int64_t value) {
  constexpr std::int64_t hours = 100, day_most = 28, hour_most = 23;
  const auto& tariffs = meter.state().tariffs;
  const auto day = value / hours, hour = value % hours;
  if (place != 1 || !tariffs.current.step_ends[0].is_zero() || day < 1 || day > day_most || hour > hour_most) return false;
  auto spare = tariffs.spare;
  spare.settlement_days = {};
  spare.settlement_days[0] = {0, static_cast<std::uint8_t>(day), static_cast<std::uint8_t>(hour)};
  return meter.set_spare(spare);
}

}  // namespace

std::uint8_t Server::write_item(const dlt645::Item& item, dlt645::Identifier identifier, const Order& order, ByteView data) {
  if (item.format == dlt645::Format::record) return write_schedule(meter_, identifier, data) ? std::uint8_t{0} : err::other;
  const auto value = dlt645::number_in(item, data);
  if (!value || *value < 0) return err::other;
  if (item.writing == dlt645::Writing::password) return write_clock(item, *value, order.by);
  if (const auto parameter = parameter_of(item.value)) {
    const bool in_range = *value <= 0xFFFF'FFFF && meter_.set_parameter(*parameter, static_cast<std::uint32_t>(*value));
    return in_range ? std::uint8_t{0} : err::other;
  }
  switch (item.value) {
    case 0x04000106:
    case 0x04000107: {  // zones and day tables change over together in this meter
      const auto at = minute_in(*value);
      return at && meter_.plan_schedule(*at) ? std::uint8_t{0} : err::other;
    }
    case 0x04000108:
    case 0x04000109: {  // and so do rates and steps
      const auto at = minute_in(*value);
      return at && meter_.plan_switch(*at) ? std::uint8_t{0} : err::other;
    }
    case 0x04000B00: return write_settlement(meter_, identifier.value & 0xFF, *value) ? std::uint8_t{0} : err::other;
    case 0x04050200:
    case 0x04060200:
    case 0x04060300: return write_spare(item, (identifier.value & 0xFF) - 1, *value);
    default: return write_limit(item, Money::minor(*value));
  }
}

/// The place is one that could be read, so it is one of the set.
std::uint8_t Server::write_spare(const dlt645::Item& item, std::size_t place, std::int64_t value) {
  auto spare = meter_.state().tariffs.spare;
  switch (item.value) {
    case 0x04050200: spare.rate_prices[place] = MeterPrice::e4(value); break;
    case 0x04060200: spare.step_ends[place] = Energy::wh(value * 10); break;
    default: spare.step_prices[place] = MeterPrice::e4(value); break;
  }
  return meter_.set_spare(spare) ? std::uint8_t{0} : err::other;
}

std::uint8_t Server::write_limit(const dlt645::Item& item, Money amount) {
  auto limits = meter_.state().limits;
  switch (item.value) {
    case 0x04001001: limits.alarm1 = amount; break;
    case 0x04001002: limits.alarm2 = amount; break;
    case 0x04001003: limits.overdraft = amount; break;
    case 0x04001004: limits.hoarding = amount; break;
    case 0x04001005: limits.close_permission = amount; break;
    default: return err::no_data;
  }
  if (limits.alarm2 > limits.alarm1) return err::other;
  meter_.set_limits(limits);
  return 0;
}

/// The weekday follows from the date; what is sent of it is not believed.
std::uint8_t Server::write_clock(const dlt645::Item& item, std::int64_t value, const meter::Operator& by) {
  constexpr std::uint32_t day = meter::seconds_a_day;
  const auto two = [](std::int64_t number, std::int64_t unit) { return static_cast<std::uint8_t>(number / unit % 100); };
  const auto at_midnight = [&](std::int64_t date) {
    return meter::clock_of({.year = two(date, 10'000), .month = two(date, 100), .day = two(date, 1)});
  };
  const auto in_day = [&](std::int64_t time) -> std::optional<std::uint32_t> {
    const std::uint32_t hour = two(time, 10'000), minute = two(time, 100), second = two(time, 1);
    if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
    return hour * 3600 + minute * 60 + second;
  };
  std::optional<ClockTime> date{ClockTime{now() / day * day}};
  std::optional<std::uint32_t> seconds{now() % day};
  if (item.value == 0x04000101) {
    date = at_midnight(value / 100);
  } else if (item.value == 0x04000102) {
    seconds = meter_.clock_valid() ? in_day(value) : std::nullopt;  // a time without a date is no clock
  } else {
    date = at_midnight(value / 100'000'000);
    seconds = in_day(value % 1'000'000);
  }
  if (!date || !seconds) return err::other;
  meter_.set_clock(ClockTime{date->seconds + *seconds}, by);
  return 0;
}

/// Only while the programming key is held: whoever may write an address makes a meter another one.
std::optional<Server::Answer> Server::write_address(const Frame& frame) {
  Settings next = settings_;
  if (!programming_ || frame.address != Address::any() || frame.data.size() != next.address.size()) return std::nullopt;
  std::ranges::copy(frame.data, next.address.begin());
  if (Address{next.address}.is_broadcast() || !get_bcd(next.address) || !keep(next)) return std::nullopt;
  return Answer{frame.control.answer(), {}};
}

/// A broadcast corrects a clock, it does not set one: at most five minutes, once a day (DL/T 645-2007 7.4).
std::optional<Server::Answer> Server::set_time(const Frame& frame) {
  constexpr std::uint32_t correction_max = 5 * 60;
  const auto sent = moment_in(frame.data);
  if (!sent || !meter_.clock_valid()) return std::nullopt;
  const auto off = sent->seconds > now() ? sent->seconds - now() : now() - sent->seconds;
  Settings next = settings_;
  next.broadcast_day = static_cast<std::uint16_t>(now() / meter::seconds_a_day + 1);
  if (off > correction_max || next.broadcast_day == settings_.broadcast_day || !keep(next)) return std::nullopt;
  meter_.set_clock(*sent);
  return std::nullopt;
}

/// mm hh DD MM, each 99: every one. All of them 99: now. Another pattern waits in the meter for its minute, again and again.
std::optional<Server::Answer> Server::freeze(const Frame& frame) {
  const auto refused = Answer{frame.control.refusal(), {err::other}};
  if (frame.data.size() != 4 || !meter_.clock_valid()) return refused;
  if (std::ranges::count(frame.data, 0x99) != 4) {
    Bytes pattern{frame.data.rbegin(), frame.data.rend()};
    const auto value = get_bcd(pattern);
    const bool kept =
        value && *value != 0 && meter_.set_parameter(meter::Parameter::timed_freeze, static_cast<std::uint32_t>(*value));
    return kept ? Answer{frame.control.answer(), {}} : refused;
  }
  Settings next = settings_;
  std::ranges::copy_backward(settings_.frozen.begin(), settings_.frozen.end() - 1, next.frozen.end());
  next.frozen[0] = {meter_.clock(), meter_.state().ledger.energy};
  if (!keep(next)) return Answer{frame.control.refusal(), {err::other}};
  return Answer{frame.control.answer(), {}};
}

/// The answer still goes out at the old speed.
std::optional<Server::Answer> Server::change_speed(const Frame& frame) {
  Settings next = settings_;
  if (frame.data.size() == 1) next.speed = frame.data[0];
  if (frame.data.size() != 1 || !baud_of(next.speed) || !keep(next)) return Answer{frame.control.refusal(), {err::baud_rate}};
  return Answer{frame.control.answer(), frame.data};
}

/// 04 00 0C 01 … 0A: of the levels 0 to 9. Who changes one knows it, or one of a higher level.
std::optional<Server::Answer> Server::change_password(const Frame& frame) {
  constexpr std::uint32_t first = 0x04000C01;
  constexpr std::size_t size = identifier_bytes + 2 * level_and_password;
  const auto refused = Answer{frame.control.refusal(), {err::not_authorised}};
  const auto asked = dlt645::identifier_of(frame);
  if (!asked || frame.data.size() != size || asked->value < first || asked->value >= first + Settings::levels) return refused;
  const auto level = static_cast<std::uint8_t>(asked->value - first);
  const auto known = ByteView{frame.data}.subspan(identifier_bytes, level_and_password);
  const auto fresh = ByteView{frame.data}.last(level_and_password);
  if (known[0] > level || fresh[0] != level || !password_fits(known[0], known.subspan(1))) return refused;
  Settings next = settings_;
  std::ranges::copy(fresh.subspan(1), next.passwords[level].begin());
  if (!keep(next)) return Answer{frame.control.refusal(), {err::other}};
  return Answer{frame.control.answer(), to_bytes(fresh)};
}

}  // namespace kwota::meter_line
