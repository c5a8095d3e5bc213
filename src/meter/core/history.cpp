#include "meter/core/history.h"

namespace kwota::meter {
namespace {

/// Numbers of a record, highest byte first.
class Out {
 public:
  explicit Out(MutableBytes to) : to_(to) {}
  void number(std::int64_t value, std::size_t bytes) {
    auto left = static_cast<std::uint64_t>(value);
    for (std::size_t i = bytes; i-- > 0; left >>= 8) to_[at_ + i] = static_cast<std::uint8_t>(left);
    at_ += bytes;
  }
  void bytes(ByteView from) {
    for (const std::uint8_t byte : from) to_[at_++] = byte;
  }

 private:
  MutableBytes to_;
  std::size_t at_ = 0;
};

class In {
 public:
  explicit In(ByteView from) : from_(from) {}
  std::int64_t number(std::size_t bytes) {
    std::uint64_t sum = (from_[at_] & 0x80) != 0 ? ~std::uint64_t{0} : 0;
    for (std::size_t i = 0; i < bytes; ++i) sum = sum << 8 | from_[at_ + i];
    at_ += bytes;
    return static_cast<std::int64_t>(sum);
  }
  ClockTime moment() { return ClockTime{static_cast<std::uint32_t>(number(4))}; }
  void bytes(MutableBytes to) {
    for (std::uint8_t& byte : to) byte = from_[at_++];
  }

 private:
  ByteView from_;
  std::size_t at_ = 0;
};

constexpr std::size_t value_bytes = 6;  // 1.4 * 10^14 watt-hours or minor units

template <std::size_t size>
std::array<std::uint8_t, size> image_of(const Freeze& freeze) {
  std::array<std::uint8_t, size> image{};
  Out out{image};
  out.number(freeze.at.seconds, 4);
  out.number(freeze.energy.wh(), value_bytes);
  out.number(freeze.balance.minor(), value_bytes);
  return image;
}

template <class List>
std::optional<Freeze> freeze_in(const List& list, std::uint32_t back) {
  const auto image = list.at(back);
  if (!image) return std::nullopt;
  In in{*image};
  Freeze freeze;
  freeze.at = in.moment();
  freeze.energy = Energy::wh(in.number(value_bytes));
  freeze.balance = Money::minor(in.number(value_bytes));
  return freeze;
}

}  // namespace

History::History(Storage& storage, std::size_t begin)
    : storage_(storage),
      begin_(begin),
      purchases_(storage, begin + event_kinds * Events::storage_size),
      freezes_(storage, begin + event_kinds * Events::storage_size + Purchases::storage_size),
      days_(storage, begin + event_kinds * Events::storage_size + Purchases::storage_size + Freezes::storage_size) {}

History::Events History::events(EventKind kind) const {
  Events list{storage_, begin_ + static_cast<std::size_t>(kind) * Events::storage_size};
  list.load();
  return list;
}

void History::load() {
  for (std::size_t kind = 0; kind < event_kinds; ++kind) counts_[kind] = events(static_cast<EventKind>(kind)).count();
  purchases_.load();
  freezes_.load();
  days_.load();
}

bool History::note(EventKind kind, const Event& event) {
  Events::Image image{};
  Out out{image};
  out.number(event.at.seconds, 4);
  out.bytes(event.subject);
  out.number(event.detail, 2);
  out.number(event.energy.wh(), value_bytes);
  out.number(event.balance.minor(), value_bytes);
  Events list = events(kind);
  const bool kept = list.append(image);
  counts_[static_cast<std::size_t>(kind)] = list.count();
  return kept;
}

std::optional<Event> History::event(EventKind kind, std::uint32_t back) const {
  const auto image = events(kind).at(back);
  if (!image) return std::nullopt;
  In in{*image};
  Event event;
  event.at = in.moment();
  in.bytes(event.subject);
  event.detail = static_cast<std::uint16_t>(in.number(2));
  event.energy = Energy::wh(in.number(value_bytes));
  event.balance = Money::minor(in.number(value_bytes));
  return event;
}

bool History::note(const Purchase& purchase) {
  Purchases::Image image{};
  Out out{image};
  out.number(purchase.at.seconds, 4);
  out.number(purchase.count.value(), 4);
  for (const Money amount : {purchase.amount, purchase.before, purchase.after, purchase.total})
    out.number(amount.minor(), value_bytes);
  return purchases_.append(image);
}

std::optional<Purchase> History::purchase(std::uint32_t back) const {
  const auto image = purchases_.at(back);
  if (!image) return std::nullopt;
  In in{*image};
  Purchase purchase;
  purchase.at = in.moment();
  purchase.count = SequenceNumber{static_cast<std::uint32_t>(in.number(4))};
  for (Money* amount : {&purchase.amount, &purchase.before, &purchase.after, &purchase.total})
    *amount = Money::minor(in.number(value_bytes));
  return purchase;
}

bool History::freeze_day(const Freeze& freeze) { return days_.append(image_of<16>(freeze)); }
bool History::freeze(const Freeze& freeze) { return freezes_.append(image_of<16>(freeze)); }
std::optional<Freeze> History::day(std::uint32_t back) const { return freeze_in(days_, back); }
std::optional<Freeze> History::frozen(std::uint32_t back) const { return freeze_in(freezes_, back); }

}  // namespace kwota::meter
