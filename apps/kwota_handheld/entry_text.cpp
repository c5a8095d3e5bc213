#include "kwota_handheld/entry_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "carry/handheld/known.h"
#include "serve/words/words.h"

namespace kwota::app {
namespace {

using handheld::Entry;
using handheld::Kind;

// Words behind pump.cause., pump.phase. and handheld.hung_state. of the dictionaries, by the byte of a record.
constexpr std::string_view causes[] = {"none", "swipe", "exhausted", "mains", "order", "black_list", "idle", "longest_run"};
constexpr std::string_view phases[] = {"idle", "checking", "starting", "running", "stopping", "settling", "lockout", "fault"};
constexpr std::string_view hung_states[] = {"hung", "released", "at_counter", "settled"};
constexpr int money_decimals = 2, energy_decimals = 2, water_decimals = 1;
constexpr std::int64_t wh_in_a_step = 10, litres_in_a_step = 100;
constexpr int minute = 60, hour = 3600;

/// Nothing: there are not so many bytes, or they do not fit each other.
template <class Record, class Decode>
std::optional<Record> record_in(ByteView bytes, Decode decode) {
  pump::Image<Record> image{};
  if (bytes.size() != image.size()) return std::nullopt;
  std::ranges::copy(bytes, image.begin());
  return decode(image);
}

/// What is written with the lowest byte first.
Bytes high_first(ByteView bytes) { return {bytes.rbegin(), bytes.rend()}; }

class Writer {
 public:
  explicit Writer(std::string_view language) : language_(language) {}

  std::string say(std::string_view key, const Details& details = {}) const { return serve::say(language_, key, details); }
  std::string number(std::int64_t value, int decimals) const { return number_text(value, decimals, language_); }
  std::string money(Money amount) const { return number(amount.minor(), money_decimals); }
  std::string energy(Energy amount) const { return number(amount.wh() / wh_in_a_step, energy_decimals); }
  std::string water(Volume amount) const { return number(amount.litres() / litres_in_a_step, water_decimals); }

  std::string moment(const pump::Moment& at) const {
    if (at.is_none()) return "–";
    const auto clock = fmt::format("{:02}:{:02}:{:02}", at.hour, at.minute, at.second);
    if (language_ == "ru") return fmt::format("{:02}.{:02}.20{:02} {}", at.day, at.month, at.year, clock);
    return fmt::format("20{:02}-{:02}-{:02} {}", at.year, at.month, at.day, clock);
  }
  static std::string duration(std::uint32_t seconds) { return fmt::format("{}:{:02}:{:02}", seconds / hour, seconds % hour / minute, seconds % minute); }

  /// "pump.cause." and the word; a byte that has none as digits.
  template <std::size_t N>
  std::string one_of(std::string_view prefix, const std::string_view (&words)[N], std::size_t place) const {
    return place < N ? say(std::string{prefix} + std::string{words[place]}) : std::to_string(place);
  }
  /// A word that stands under its number; a number that has none as it is.
  std::string numbered(std::string_view prefix, unsigned number) const {
    const auto key = std::string{prefix} + std::to_string(number);
    const auto text = say(key);
    return text == key ? std::to_string(number) : text;
  }

  std::string flags(std::uint8_t bits) const {
    constexpr std::pair<std::uint8_t, std::string_view> all[] = {
        {pump::flag::clock_invalid, "clock_invalid"}, {pump::flag::hung, "hung"}, {pump::flag::settled_elsewhere, "settled_elsewhere"}, {pump::flag::made_up, "made_up"}};
    std::string text;
    for (const auto& [bit, name] : all)
      if ((bits & bit) != 0) text += " · " + say("handheld.flag." + std::string{name});
    return text;
  }

  std::string usage(const pump::UsageRecord& record) const {
    const bool proven = record.tac != pump::Proof{};
    return say("handheld.entry.usage", {{"number", std::to_string(record.number)}, {"card", to_text(record.card)}, {"start", moment(record.start)}, {"duration", duration(record.seconds)},
                                        {"energy", energy(record.energy)}, {"water", water(record.water)}, {"amount", money(record.amount)}, {"after", money(record.after)},
                                        {"total", energy(record.total)}, {"cause", one_of("pump.cause.", causes, static_cast<std::size_t>(record.cause))},
                                        {"prices", std::to_string(record.price_set)}}) +
           " · " + (proven ? say("handheld.proof", {{"tac", to_hex(record.tac)}}) : say("handheld.no_proof")) + flags(record.flags);
  }
  std::string hung(const pump::HungRecord& record) const {
    const auto state = static_cast<std::size_t>(record.state) - static_cast<std::size_t>(pump::HungState::hung);
    return say("handheld.entry.hung", {{"number", std::to_string(record.number)}, {"card", to_text(record.card)}, {"start", moment(record.start)}, {"duration", duration(record.seconds)},
                                       {"energy", energy(record.energy)}, {"amount", money(record.amount)}, {"balance", money(record.balance)},
                                       {"state", one_of("handheld.hung_state.", hung_states, state)}}) +
           flags(record.flags);
  }
  std::string month(const pump::SettlementMonth& record) const {
    return say("handheld.entry.month", {{"month", language_ == "ru" ? fmt::format("{:02}.20{:02}", record.month, record.year) : fmt::format("20{:02}-{:02}", record.year, record.month)},
                                        {"energy", energy(record.energy)}, {"water", water(record.water)}, {"money", money(record.money)}});
  }
  std::string parameter(const pump::ParameterRecord& record) const {
    return say("handheld.entry.parameter", {{"at", moment(record.at)}, {"parameter", numbered("pump.record.", record.parameter)}, {"before", std::to_string(record.before)},
                                            {"after", std::to_string(record.after)}, {"by", to_hex(record.by)}});
  }
  std::string fault(const pump::CardFault& record) const {
    return say("handheld.entry.fault", {{"at", moment(record.at)}, {"card", to_text(record.card)}, {"cause", numbered("pump.error_class.", record.cause)},
                                        {"status", fmt::format("{:04X}", record.status)}, {"step", std::to_string(record.step)}, {"balance", money(record.balance)}});
  }
  std::string head(const pump::Head& record) const {
    return say("handheld.entry.head", {{"clock", moment(record.clock)}, {"phase", one_of("pump.phase.", phases, record.state)}, {"energy", energy(record.energy)},
                                       {"fault_energy", energy(record.fault_energy)}, {"water", water(record.water)}, {"hung", std::to_string(record.hung)},
                                       {"black_list", std::to_string(record.black_list)}, {"prices", std::to_string(record.price_set)}, {"keys", std::to_string(record.key_version)},
                                       {"day", std::to_string(record.settlement_day)}, {"hour", std::to_string(record.settlement_hour)}});
  }
  std::string directory(const pump::Directory& record) const {
    return say("handheld.entry.directory",
               {{"oldest", std::to_string(record.oldest)}, {"newest", std::to_string(record.newest)}, {"capacity", std::to_string(record.capacity)}});
  }
  std::string black_list(ByteView bytes) const {
    constexpr std::size_t head = 3, card = 8;
    std::string cards;
    for (std::size_t at = head; at + card <= bytes.size(); at += card) cards += " " + to_hex(high_first(bytes.subspan(at, card)));
    return say("handheld.entry.black_list",
               {{"edition", std::to_string(handheld::number_in(bytes.first(2)).value_or(0))}, {"count", std::to_string((bytes.size() - head) / card)}, {"cards", cards}});
  }
  std::string watering(std::string_view key, ByteView number) const {
    return say(key, {{"number", std::to_string(handheld::number_in(number).value_or(0))}});
  }
  std::string edition(ByteView bytes) const {
    return say("handheld.entry.list_differs", {{"edition", std::to_string(handheld::number_in(bytes).value_or(0))}});
  }
  std::string clock(ByteView bytes) const {
    return say("handheld.entry.clock", {{"before", moment(moment_in(bytes.first(6)))}, {"after", moment(moment_in(bytes.subspan(6, 6)))}}) +
           (bytes[12] == 0 ? std::string{} : " · " + say("handheld.confirmed"));
  }
  std::string settlement(ByteView bytes) const {
    const auto two = [&](std::size_t at) { return std::to_string(handheld::number_in(bytes.subspan(at, 1)).value_or(0)); };
    return say("handheld.entry.settlement_day", {{"hour_before", two(0)}, {"day_before", two(1)}, {"hour", two(2)}, {"day", two(3)}});
  }

 private:
  static pump::Moment moment_in(ByteView bytes) {
    const auto two = [&](std::size_t at) { return static_cast<std::uint8_t>(handheld::number_in(bytes.subspan(at, 1)).value_or(0)); };
    return {.year = two(5), .month = two(4), .day = two(3), .hour = two(2), .minute = two(1), .second = two(0)};
  }
  std::string_view language_;
};

std::string bytes_text(const Entry& entry) { return to_hex(entry.bytes); }

/// The sentence of a record that can be read.
template <class Record>
std::string read(const Entry& entry, const std::optional<Record>& record, const std::function<std::string(const Record&)>& say) {
  return record ? say(*record) : bytes_text(entry);
}

}  // namespace

std::string number_text(std::int64_t value, int decimals, std::string_view language) {
  auto text = format_decimal(value, decimals);
  if (language == "ru") std::ranges::replace(text, '.', ',');
  return text;
}

std::string count_text(Kind kind, std::uint64_t count, std::string_view language) {
  return serve::say(language, "handheld.stored." + std::string{word_of(kind)}, {{"count", std::to_string(count)}});
}

Entry entry_of(const pump::Head& head, Instant at) {
  const auto image = pump::encode(head);
  return {Kind::head, at, image ? to_bytes(*image) : Bytes{}};
}

std::string text_of(const Entry& entry, std::string_view language) {
  const Writer in{language};
  const ByteView bytes = entry.bytes;
  if (!handheld::fits(entry.kind, bytes.size())) return bytes_text(entry);
  switch (entry.kind) {
    case Kind::usage: return read<pump::UsageRecord>(entry, handheld::usage_in(bytes), [&](const auto& one) { return in.usage(one); });
    case Kind::hung: return read<pump::HungRecord>(entry, handheld::hung_in(bytes), [&](const auto& one) { return in.hung(one); });
    case Kind::hung_brought: return read<pump::HungRecord>(entry, handheld::hung_in(bytes), [&](const auto& one) { return in.say("handheld.brought_here") + " · " + in.hung(one); });
    case Kind::month: return read<pump::SettlementMonth>(entry, record_in<pump::SettlementMonth>(bytes, pump::decode_month), [&](const auto& one) { return in.month(one); });
    case Kind::parameter: return read<pump::ParameterRecord>(entry, record_in<pump::ParameterRecord>(bytes, pump::decode_parameter), [&](const auto& one) { return in.parameter(one); });
    case Kind::fault: return read<pump::CardFault>(entry, record_in<pump::CardFault>(bytes, pump::decode_fault), [&](const auto& one) { return in.fault(one); });
    case Kind::head: return read<pump::Head>(entry, record_in<pump::Head>(bytes, pump::decode_head), [&](const auto& one) { return in.head(one); });
    case Kind::directory: return read<pump::Directory>(entry, record_in<pump::Directory>(bytes, pump::decode_directory), [&](const auto& one) { return in.directory(one); });
    case Kind::black_list_delivered: return in.black_list(bytes);
    case Kind::hung_acknowledged: return in.watering("handheld.entry.acknowledged", bytes);
    case Kind::hung_released: return in.watering("handheld.entry.released", bytes);
    case Kind::clock_set: return in.clock(bytes);
    case Kind::settlement_set: return in.settlement(bytes);
    case Kind::black_list_differs: return in.edition(bytes);
    case Kind::none: break;
  }
  return bytes_text(entry);
}

}  // namespace kwota::app
