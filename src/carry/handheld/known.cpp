#include "carry/handheld/known.h"

#include <algorithm>

namespace kwota::handheld {
namespace {

template <class Record, class Decode>
std::optional<Record> decoded(ByteView bytes, Decode decode) {
  pump::Image<Record> image{};
  if (bytes.size() != image.size()) return std::nullopt;
  std::ranges::copy(bytes, image.begin());
  return decode(image);
}

constexpr int months_a_year = 12;
int month_number(unsigned year, unsigned month) { return static_cast<int>(year) * months_a_year + static_cast<int>(month) - 1; }

}  // namespace

bool same_lock(const pump::UsageRecord& a, const pump::UsageRecord& b) { return a.number == b.number && a.card == b.card && a.start == b.start; }

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
  if (const auto usage = entry.kind == Kind::usage ? usage_in(bytes) : std::nullopt) add_usage(*usage);
  if (const auto month = entry.kind == Kind::month ? decoded<pump::SettlementMonth>(bytes, [](const auto& image) { return pump::decode_month(image); }) : std::nullopt)
    last_month_ = std::max(last_month_, month_number(month->year, month->month));
  if (const auto hung = entry.kind == Kind::hung ? hung_in(bytes) : std::nullopt) add_hung(*hung);
  if (const auto number = entry.kind == Kind::hung_acknowledged ? number_in(bytes) : std::nullopt) acknowledged_.insert(*number);
  if (const auto number = entry.kind == Kind::hung_released ? number_in(bytes) : std::nullopt) released_.insert(*number);
  if (entry.kind == Kind::hung_brought) {
    std::erase(brought_, entry.bytes);
    brought_.push_back(entry.bytes);
    if (brought_.size() > pump::brought_kept) brought_.erase(brought_.begin());
  }
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

void Known::add_usage(const pump::UsageRecord& usage) {
  // A settlement is read once more under its old number: it is not the newest.
  const auto known = users_.find(usage.number);
  const bool again = known != users_.end() && known->second.start == usage.start;
  if (!again) last_ = usage;
  if ((usage.flags & pump::flag::hung) != 0)
    users_[usage.number] = {usage.start, usage.tac != pump::Proof{} || (usage.flags & pump::flag::settled_elsewhere) != 0};
  else if (!again && known != users_.end())
    users_.erase(known);  // of a module before: under his number the pump tells of somebody else
}

void Known::add_hung(const pump::HungRecord& hung) {
  const auto known = hung_.find(hung.number);
  const bool another = known != hung_.end() && (known->second.card != hung.card || known->second.offline != hung.offline || known->second.terminal != hung.terminal);
  if (another) {
    acknowledged_.erase(hung.number);
    released_.erase(hung.number);
  }
  hung_[hung.number] = hung;
}

void Known::office_has_all() {
  for (const auto& entry : seen_)
    if (entry.first == Kind::parameter || entry.first == Kind::fault || entry.first == Kind::hung) at_office_.insert(entry);
}

bool Known::has_month_before(const pump::Moment& now, unsigned settlement_day, unsigned settlement_hour) const {
  if (now.is_none()) return false;
  const bool is_past = now.day > settlement_day || (now.day == settlement_day && now.hour >= settlement_hour);
  const bool ends_with_its_month = settlement_day == 1 && settlement_hour == 0;  // what ends as a month begins is the month before
  return last_month_ >= month_number(now.year, now.month) - (is_past ? 0 : 1) - (ends_with_its_month ? 1 : 0);
}

bool Known::office_has(Kind kind, ByteView bytes) const { return at_office_.contains({kind, to_bytes(bytes)}); }

bool Known::office_has_hung(std::uint32_t number) const {
  const auto found = hung_.find(number);
  const auto image = found == hung_.end() ? std::nullopt : pump::encode(found->second);
  return image && office_has(Kind::hung, *image);
}

bool Known::has(Kind kind, ByteView bytes) const { return seen_.contains({kind, to_bytes(bytes)}); }

std::vector<std::uint32_t> Known::unsettled() const {
  std::vector<std::uint32_t> numbers;
  for (const auto& [number, user] : users_)
    if (!user.settled) numbers.push_back(number);
  return numbers;
}

bool Known::is_settled(std::uint32_t number) const {
  const auto found = users_.find(number);
  return found != users_.end() && found->second.settled;
}

bool Known::is_acknowledged(std::uint32_t number) const { return acknowledged_.contains(number); }
bool Known::is_released(std::uint32_t number) const { return released_.contains(number); }
bool Known::is_brought(ByteView record) const { return std::ranges::find(brought_, to_bytes(record)) != brought_.end(); }

const std::set<CardSerial>* Known::delivered(std::uint16_t edition) const {
  const auto found = delivered_.find(edition);
  return found == delivered_.end() ? nullptr : &found->second;
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
