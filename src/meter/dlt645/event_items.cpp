#include "meter/dlt645/event_items.h"

#include <algorithm>

namespace kwota::meter_line {
namespace {

using dlt645::Identifier;
using meter::ClockTime;
using meter::Event;
using meter::EventKind;
using Number = std::optional<std::int64_t>;

struct EventList {
  std::uint32_t count, records;  ///< identifiers; the records' low byte is how far back
  EventKind kind;
};
constexpr EventList lists[] = {
    {0x1D000001, 0, EventKind::trip},
    {0x1E000001, 0, EventKind::close},
    {0x03300000, 0x03300000, EventKind::programming},
    {0x03300100, 0x03300100, EventKind::cleared},
    {0x03300400, 0x03300400, EventKind::clock_set},
    {0x03300D00, 0x03300D00, EventKind::cover},
    {0x03300E00, 0x03300E00, EventKind::terminal_cover},
    {0x03301300, 0x03301300, EventKind::abnormal_card},
    {0x03301400, 0x03301400, EventKind::illegal_card},
    {0x03110000, 0x03110000, EventKind::power_off},
    {0x03350000, 0x03350000, EventKind::magnetic},
    {0x03380000, 0x03380000, EventKind::load_trip},
};

// ---- values as they are sent

constexpr std::int64_t register_range = 100'000'000;
std::int64_t register_of(Energy energy) { return energy.wh() / 10 % register_range; }

/// YYMMDDhhmm.
std::int64_t minute_of(ClockTime at) {
  const auto time = meter::meter_time(at);
  return ((((time.year * 100LL + time.month) * 100 + time.day) * 100 + time.hour) * 100) + time.minute;
}
std::int64_t second_of(ClockTime at) { return minute_of(at) * 100 + at.seconds % 60; }

void put(Bytes& to, std::size_t size, std::uint64_t value) {
  Bytes high_first(size);
  put_bcd(high_first, value);
  to.insert(to.end(), high_first.rbegin(), high_first.rend());
}
void put_moment(Bytes& to, ClockTime at) { put(to, 6, at == ClockTime{} ? 0 : static_cast<std::uint64_t>(second_of(at))); }
void put_energy(Bytes& to, Energy energy) { put(to, 4, static_cast<std::uint64_t>(register_of(energy))); }
void put_balance(Bytes& to, Money balance) {
  constexpr std::int64_t largest = 79'999'999;  // the top bit is the sign
  const auto size = std::min(std::abs(balance.minor()), largest);
  put(to, 4, static_cast<std::uint64_t>(size));
  if (balance.is_negative()) to.back() |= 0x80;
}
/// Four bytes without a sign: a debt is no balance.
void put_amount(Bytes& to, Money amount) {
  put(to, 4, static_cast<std::uint64_t>(std::clamp<std::int64_t>(amount.minor(), 0, register_range - 1)));
}

// ---- records

Bytes plain_record(const Event& event) {
  Bytes record;
  put_moment(record, event.at);
  append(record, event.subject);
  record.push_back(static_cast<std::uint8_t>(event.detail));
  record.push_back(static_cast<std::uint8_t>(event.detail >> 8));
  put_energy(record, event.energy);
  put_balance(record, event.balance);
  return record;
}

/// Time, operator, 24 energies before the meter was cleared; this one counts import alone.
Bytes clearing_record(const Event& event) {
  constexpr std::size_t size = 106;
  Bytes record;
  put_moment(record, event.at);
  append(record, ByteView{event.subject}.last(4));
  put_energy(record, event.energy);
  record.resize(size, 0xFF);
  return record;
}

/// Time, serial of the card, error, header and status of the command (not kept), count, balance, import, export (none).
Bytes abnormal_record(const meter::Meter& meter, const Event& event) {
  constexpr std::size_t header_and_status = 7;
  Bytes record;
  put_moment(record, event.at);
  append(record, event.subject);
  const bool known = event.detail <= static_cast<std::uint16_t>(meter::Refusal::keys_refused);
  record.push_back(known ? meter::error_class(static_cast<meter::Refusal>(event.detail)) : std::uint8_t{0});
  record.resize(record.size() + header_and_status, 0xFF);
  put(record, 2, meter.state().ledger.count.value() % 10'000);
  put_balance(record, event.balance);
  put_energy(record, event.energy);
  record.resize(record.size() + 4, 0xFF);
  return record;
}

Bytes purchase_record(const meter::Purchase& purchase) {
  Bytes record;
  put(record, 5, purchase.at == ClockTime{} ? 0 : static_cast<std::uint64_t>(minute_of(purchase.at)));
  put(record, 2, purchase.count.value() % 10'000);
  for (const Money amount : {purchase.amount, purchase.before, purchase.after, purchase.total}) put_amount(record, amount);
  return record;
}

// ---- single values

Number of_switching(const meter::Meter& meter, EventKind kind, std::uint32_t column, std::uint32_t back) {
  const auto event = meter.history().event(kind, back);
  if (!event) return std::nullopt;
  const auto& subject = event->subject;
  switch (column) {
    case 1: return event->at == ClockTime{} ? 0 : second_of(event->at);
    case 2: {
      Bytes high_first = to_bytes(ByteView{subject}.last(4));  // kept as it was sent
      std::ranges::reverse(high_first);
      const auto code = get_bcd(high_first);
      return code ? Number{static_cast<std::int64_t>(*code)} : std::nullopt;
    }
    case 3: return register_of(event->energy);
    case 4: return event->balance.minor();
    case 5: return kind == EventKind::trip ? Number{event->detail} : std::nullopt;
    default: return std::nullopt;
  }
}

Number of_freeze(const std::optional<meter::Freeze>& freeze, std::uint32_t column) {
  if (!freeze) return std::nullopt;
  switch (column) {
    case 0: return minute_of(freeze->at);
    case 1: return register_of(freeze->energy);
    default: return freeze->balance.minor();
  }
}

/// The three columns of a purchase that its account does not hold itself.
Number of_purchase(const meter::Meter& meter, std::uint32_t column, std::uint32_t back) {
  const auto purchase = meter.history().purchase(back);
  if (!purchase) return std::nullopt;
  switch (column) {
    case 1: return purchase->at == ClockTime{} ? 0 : minute_of(purchase->at);
    case 4: return std::max<std::int64_t>(purchase->before.minor(), 0);
    case 5: return std::max<std::int64_t>(purchase->after.minor(), 0);
    default: return std::nullopt;
  }
}

}  // namespace

std::optional<std::int64_t> event_number(const meter::Meter& meter, Identifier identifier) {
  const auto list = std::ranges::find(lists, identifier.value, &EventList::count);
  if (list != std::end(lists)) return meter.history().count(list->kind);
  const std::uint32_t back = identifier.value & 0xFF, column = identifier.value >> 8 & 0xFF;
  const auto& history = meter.history();
  switch (identifier.value >> 16) {
    case 0x1D00: return of_switching(meter, EventKind::trip, column, back);
    case 0x1E00: return of_switching(meter, EventKind::close, column, back);
    case 0x0333: return of_purchase(meter, column, back);
    case 0x0500: return column <= 2 ? of_freeze(history.frozen(back), column) : std::nullopt;
    case 0x0506: return column <= 1 ? of_freeze(history.day(back), column) : std::nullopt;
    case 0x0508: return column == 2 ? of_freeze(history.day(back), column) : std::nullopt;
    default: return std::nullopt;
  }
}

std::optional<Bytes> event_record(const meter::Meter& meter, Identifier identifier) {
  const std::uint32_t back = identifier.value & 0xFF, records = identifier.value & 0xFFFF'FF00;
  if (records == 0x0333FF00) {
    const auto purchase = meter.history().purchase(back);
    return purchase ? std::optional{purchase_record(*purchase)} : std::nullopt;
  }
  const auto list = std::ranges::find(lists, records, &EventList::records);
  if (list == std::end(lists)) return std::nullopt;
  const auto event = meter.history().event(list->kind, back);
  if (!event) return std::nullopt;
  if (list->kind == EventKind::cleared) return clearing_record(*event);
  if (list->kind == EventKind::abnormal_card) return abnormal_record(meter, *event);
  return plain_record(*event);
}

}  // namespace kwota::meter_line
