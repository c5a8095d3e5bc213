#include "carry/handheld/known.h"

#include <algorithm>

#include "carry/handheld/visit.h"

namespace kwota::handheld {
namespace {

template <class Record, class Decode>
std::optional<Record> decoded(ByteView bytes, Decode decode) {
  pump::Image<Record> image{};
  if (bytes.size() != image.size()) return std::nullopt;
  std::ranges::copy(bytes, image.begin());
  return decode(image);
}

}  // namespace

std::optional<pump::UsageRecord> usage_in(ByteView bytes) {
  return decoded<pump::UsageRecord>(bytes, [](const auto& image) { return pump::decode_usage(image); });
}
std::optional<pump::HungRecord> hung_in(ByteView bytes) {
  return decoded<pump::HungRecord>(bytes, [](const auto& image) { return pump::decode_hung(image); });
}
std::optional<std::uint32_t> number_in(ByteView bytes) {
  const Bytes highest_first{bytes.rbegin(), bytes.rend()};
  const auto value = get_bcd(highest_first);
  return value ? std::optional{static_cast<std::uint32_t>(*value)} : std::nullopt;
}

Known::Known(const std::vector<Entry>& entries) {
  for (const Entry& entry : entries) add(entry);
}

void Known::add(const Entry& entry) {
  seen_.emplace(entry.kind, entry.bytes);
  const ByteView bytes{entry.bytes};
  if (const auto usage = entry.kind == Kind::usage ? usage_in(bytes) : std::nullopt) {
    // A settlement is read once more under its old number: it is not the newest.
    const bool again = settled_.contains(usage->number);
    if (!again) last_number_ = usage->number;
    if ((usage->flags & pump::flag::hung) != 0)
      settled_[usage->number] = usage->tac != pump::Proof{} || (usage->flags & pump::flag::settled_elsewhere) != 0;
  }
  if (const auto hung = entry.kind == Kind::hung ? hung_in(bytes) : std::nullopt) hung_[hung->number] = *hung;
  if (entry.kind != Kind::black_list_delivered) return;
  const auto edition = number_in(bytes.first(2));
  auto& cards = delivered_[static_cast<std::uint16_t>(edition.value_or(0))];
  if (bytes[2] == 0) cards.clear();
  for (std::size_t at = 3; at < bytes.size(); at += sizeof(CardSerial)) {
    CardSerial card;
    std::ranges::reverse_copy(bytes.subspan(at, sizeof(CardSerial)), card.bytes.begin());
    cards.insert(card);
  }
}

bool Known::has(Kind kind, ByteView bytes) const { return seen_.contains({kind, to_bytes(bytes)}); }

std::vector<std::uint32_t> Known::unsettled() const {
  std::vector<std::uint32_t> numbers;
  for (const auto& [number, settled] : settled_)
    if (!settled) numbers.push_back(number);
  return numbers;
}

bool Known::is_settled(std::uint32_t number) const {
  const auto found = settled_.find(number);
  return found != settled_.end() && found->second;
}

bool Known::is_acknowledged(std::uint32_t number) const { return has(Kind::hung_acknowledged, low_first(number, 4)); }
bool Known::is_released(std::uint32_t number) const { return has(Kind::hung_released, low_first(number, 4)); }

const std::set<CardSerial>& Known::delivered(std::uint16_t edition) const {
  static const std::set<CardSerial> none;
  const auto found = delivered_.find(edition);
  return found == delivered_.end() ? none : found->second;
}

std::vector<Entry> remembered(const std::vector<Entry>& entries) {
  // As many as a pump keeps, and some that it has just overwritten.
  constexpr std::size_t most_of_a_kind = 64;
  const Known known{entries};
  const auto unsettled = known.unsettled();
  std::map<std::uint32_t, Entry> usage;
  std::map<Kind, std::size_t> left;
  std::vector<Entry> out;
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    if (entry->kind == Kind::head || entry->kind == Kind::directory || entry->kind == Kind::clock_set) continue;
    if (entry->kind != Kind::usage) {
      if (left[entry->kind]++ < most_of_a_kind) out.push_back(*entry);
      continue;
    }
    const auto record = usage_in(entry->bytes);
    const bool wanted =
        record && (record->number == known.last_number() || std::ranges::binary_search(unsettled, record->number));
    if (wanted) usage.try_emplace(record->number, *entry);
  }
  std::ranges::reverse(out);
  for (const auto& [number, entry] : usage)
    if (number != known.last_number()) out.push_back(entry);
  if (const auto last = usage.find(known.last_number()); last != usage.end()) out.push_back(last->second);
  return out;
}

}  // namespace kwota::handheld
