// What a pump does with the order of a tool card (irrigation.md 9): the session has proven card and frame before. Every order may be carried out
// twice – power may go between its end and the note that it was obeyed.
#include "meter/pump/pump.h"

namespace kwota::meter {
namespace {

using pump::ToolAnswer;
using pump::ToolIn;

namespace command {
constexpr std::uint8_t parameters = 0x21, clock = 0x22, collect = 0x23, clear_hung = 0x24, black_list = 0x25, test = 0x26, bind = 0x27, prices = 0x28;
}

/// Numbers of the records that say what tool cards were told: this one and the command's last digit; 0: a card that proved nothing.
constexpr std::uint16_t tool_record = 120;
constexpr std::uint32_t in_a_record = 100'000'000, longest_test_s = 600;
/// Behind order and use: up to where records have been collected, and the newest order by which the clock was set. Each entry hands them on to the next.
constexpr std::size_t collected_at = 6, clock_order_at = 10;

/// Under which a tool card's changes are noted.
Operator end_of(const CardSerial& chip) {
  Operator end{};
  for (std::size_t i = 0; i < end.size(); ++i) end[i] = chip.bytes[4 + i];
  return end;
}

std::uint32_t day_of(const pump::Moment& at) { return get_be32(card_moment(at).data()); }

}  // namespace

std::uint32_t Pump::handed_on(std::size_t at) {
  const auto last = store_.tools_used().at(1);
  return last ? get_be32(last->data() + at) : 0;
}

/// Places up to this one have gone with a collect card, or are kept no more.
std::uint32_t Pump::collected_up_to() {
  const std::uint32_t went = handed_on(collected_at), count = store_.usage().count();
  return count - went > PumpStore::usage_kept ? count - PumpStore::usage_kept : went;
}

std::uint8_t Pump::to_collect() {
  const std::uint32_t left = store_.usage().count() - collected_up_to();
  return static_cast<std::uint8_t>(left < pump::collect_row::usage_most ? left : pump::collect_row::usage_most);
}

pump::Image<pump::UsageRecord> Pump::collected(std::uint8_t row, std::uint8_t count, const pump::ToolHead& tool) {
  namespace at = pump::collect_row;
  pump::Image<pump::UsageRecord> image{};
  if (row == at::head) {
    pump::CollectHead head{.order = tool.serial, .counter = tool.counter, .count = count};
    std::array<std::uint8_t, 6> address{};
    for (std::size_t i = 0; i < 4; ++i) address[2 + i] = account_.well[i];
    head.head = this->head(address);
    return pump::encode(head).value_or(image);
  }
  if (row < at::first_parameters) return store_.usage().numbered(collected_up_to() + row).value_or(image);
  for (std::uint32_t i = 0; i < 2; ++i)
    if (const auto record = store_.parameter_records().at((row - at::first_parameters) * 2u + i + 1))
      for (std::size_t byte = 0; byte < record->size(); ++byte) image[i * record->size() + byte] = (*record)[byte];
  return image;
}

void Pump::note_tool(const pump::ToolHead& tool, const CardSerial& chip, ToolAnswer answer) {
  tool_answer_ = answer;
  note_parameter(tool_record + (tool.command & 15), tool.serial % in_a_record, static_cast<std::uint8_t>(answer), end_of(chip));
  if (answer != ToolAnswer::done) return;
  PumpStore::ToolsUsed::Image used{};
  put_be32(used.data(), tool.serial);
  put_be16(used.data() + 4, tool.counter);
  put_be32(used.data() + collected_at, collected_up_to() + (tool.command == command::collect ? to_collect() : 0u));
  put_be32(used.data() + clock_order_at, tool.command == command::clock ? tool.serial : handed_on(clock_order_at));
  memory_fault_ |= !store_.tools_used().append(used);
}

ToolAnswer Pump::obey(pump::ToolHead& tool, const CardSerial& chip) {
  const Operator by = end_of(chip);
  for (std::uint32_t back = 1; back <= PumpStore::tools_kept; ++back) {
    const auto used = store_.tools_used().at(back);
    if (used && get_be32(used->data()) == tool.serial && get_be16(used->data() + 4) == tool.counter) return ToolAnswer::used;
  }
  // A clock card may bring the day by which it is judged.
  if (tool.command == command::clock) {
    const pump::Moment to = tool.order.moment(true);
    const ClockTime clock = clock_at(to);
    if (!tool.order.good() || pump_moment(clock) != to) return ToolAnswer::refused;
    // What it says was true once: when this pump has had a newer one, or this one before the last 32, it is no time of now.
    if (tool.serial <= handed_on(clock_order_at) || day_of(clock_valid_ ? now() : to) > tool.valid_until) return ToolAnswer::out_of_date;
    // Two persons say what time it is: a watering that a wrong clock put later has kept the pump shut until now.
    if (account_.newest > clock) account_.newest = clock;
    set_clock(clock, by);
    return ToolAnswer::done;
  }
  if (!clock_valid_) return ToolAnswer::not_now;
  if (day_of(now()) > tool.valid_until) return ToolAnswer::out_of_date;
  return carry_out(tool.command, tool.order, by);
}

ToolAnswer Pump::carry_out(std::uint8_t what, ToolIn& order, const Operator& by) {
  switch (what) {
    case command::parameters: return take_parameters(order, by);
    case command::collect: return order.good() ? ToolAnswer::done : ToolAnswer::refused;
    case command::clear_hung: {
      CardSerial card;
      order.number(4), order.number(4);  // the authorisation is the office's
      order.raw(card.bytes);
      const auto offline = static_cast<std::uint16_t>(order.number(2));
      if (!order.good()) return ToolAnswer::refused;
      return release(card, offline, pump::HungState::released, by) ? ToolAnswer::done : ToolAnswer::not_here;
    }
    case command::black_list: return take_black_list(order, by);
    case command::test: {
      const std::uint32_t seconds = order.number(2);
      if (!order.good() || seconds == 0 || seconds > longest_test_s) return ToolAnswer::refused;
      if (charging() || run_on_ || locked_out()) return ToolAnswer::not_now;
      run_on_ = true;  // as after a stop swipe: nobody pays for it
      run_on_left_s_ = seconds;
      return ToolAnswer::done;
    }
    case command::bind: return bind(order);
    case command::prices: return take_prices(order, by);
    default: return ToolAnswer::not_known;
  }
}

/// All of them, or none.
ToolAnswer Pump::take_parameters(ToolIn& order, const Operator& by) {
  PumpParameters next = parameters_;
  for (std::uint32_t left = order.number(1); left > 0; --left) {
    const std::uint32_t number = order.number(2), value = order.number(4);
    if (number == 0 || number > pump_parameter_count || !next.set(static_cast<PumpParameter>(number - 1), value)) return ToolAnswer::refused;
  }
  return order.good() && set_parameters(next, by) ? ToolAnswer::done : ToolAnswer::refused;
}

/// edition2 n1 cards; n 0: the list begins anew. All of it or nothing.
ToolAnswer Pump::take_black_list(ToolIn& order, const Operator& by) {
  const auto edition = static_cast<std::uint16_t>(order.number(2));
  std::uint32_t left = order.number(1);
  bool good = store_.prepare_black_list(edition, left == 0);
  CardSerial card;
  for (; good && left > 0; --left) {
    order.raw(card.bytes);
    good = store_.prepare(card);
  }
  return good && order.good() && enforce_black_list(by) ? ToolAnswer::done : ToolAnswer::refused;
}

/// set1 from5 basis1 n1 (rate1 price4)…, periods n1 (hhmm2 rate1)…. Rates 1 to 4 are of energy by the time of day, 5 is the one price of an hour or a
/// cubic metre; a rate without a price has that of the first.
ToolAnswer Pump::take_prices(ToolIn& order, const Operator& by) {
  constexpr std::uint32_t other = PriceTable::rates_max + 1;
  PriceTable table;
  table.set = static_cast<std::uint8_t>(order.number(1));
  table.from = clock_at(order.moment(false));
  table.basis = static_cast<ChargeBasis>(order.number(1));
  const std::uint32_t prices = order.number(1);
  for (std::uint32_t i = 0; i < prices; ++i) {
    const std::uint32_t rate = order.number(1);
    const MeterPrice price = MeterPrice::e4(order.number(4));
    if (rate == 0 || rate > other) return ToolAnswer::refused;
    if (rate == other) table.other = price;
    else if (i == 0) table.energy.fill(price);
    else table.energy[rate - 1] = price;
  }
  const std::uint32_t periods = order.number(1);
  if (periods > table.periods.size()) return ToolAnswer::refused;
  for (std::uint32_t i = 0; i < periods; ++i) {
    Schedule::Period& period = table.periods[i];
    period.hour = order.digits();
    period.minute = order.digits();
    period.rate = static_cast<std::uint8_t>(order.number(1));
  }
  return order.good() && set_prices(table, by) ? ToolAnswer::done : ToolAnswer::refused;
}

/// well4 TID6 area4: another module, or another area, for this very well.
ToolAnswer Pump::bind(ToolIn& order) {
  WellAccount next = account_;
  std::array<std::uint8_t, 4> area{};
  order.raw(next.well);
  order.raw(next.terminal);
  order.raw(area);
  const auto digits = get_bcd(area);
  if (!order.good() || !digits) return ToolAnswer::refused;
  if (next.well != account_.well) return ToolAnswer::not_here;
  if (charging() || run_on_) return ToolAnswer::not_now;
  next.area = static_cast<std::uint32_t>(*digits);
  next.other_module = next.other_module || next.terminal != account_.terminal;
  account_ = next;
  module_ = Module::unasked;
  module_again_ = {};
  return keep_account() ? ToolAnswer::done : ToolAnswer::refused;
}

}  // namespace kwota::meter
