#include "kwota_handheld/query.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/ids_text.h"
#include "kwota_handheld/entry_text.h"

namespace kwota::app {
namespace {

using handheld::Entry;
using handheld::Kind;

std::optional<CardSerial> card_in(const Entry& entry) {
  constexpr std::size_t number = 4, moment = 6;
  const bool record = entry.kind == Kind::usage || entry.kind == Kind::hung;
  if (!record && entry.kind != Kind::fault) return std::nullopt;
  CardSerial card;
  std::ranges::reverse_copy(ByteView{entry.bytes}.subspan(record ? number : moment, card.bytes.size()), card.bytes.begin());
  return card;
}

std::string counted(const std::vector<Entry>& entries, std::string_view language) {
  const auto counts = handheld::count(entries);
  std::string text;
  for (std::size_t kind = 0; kind < counts.size(); ++kind)
    if (counts[kind] != 0) text += " · " + count_text(static_cast<Kind>(kind), counts[kind], language);
  return text;
}

template <class Wanted>
Result<std::vector<std::string>> lines_of(handheld::DeviceStore& store, std::string_view language, Wanted wanted) {
  std::vector<std::string> lines;
  TRY(meters, store.meters());
  for (const MeterNumber meter : meters) {
    TRY(entries, store.entries(meter));
    for (const Entry& entry : entries)
      if (wanted(meter, entry)) lines.push_back(to_text(meter) + " · " + text_of(entry, language));
  }
  return lines;
}

/// As it is printed on the card, with blanks or without.
Result<CardSerial> card_number(std::string typed) {
  constexpr std::size_t digits = 16;
  std::erase(typed, ' ');
  if (typed.size() != digits || !is_digits(typed)) return error(Fault::request, "bad_card_number", "A farmer's card has a number of sixteen digits: nothing was looked for.", {{"number", typed.substr(0, 24)}});
  return parse_card_serial(typed);
}

Error unknown(const std::string& question) {
  return error(
      Fault::request, "unknown_query",
      "This can be asked of the store: meters; a meter's number; card, record and a number; date and a day like 2026-11-20.",
      {{"query", question.substr(0, 64)}});
}

}  // namespace

Result<std::uint32_t> watering_number(const std::string& typed) {
  constexpr std::size_t digits_max = 8;
  if (typed.size() > digits_max || !is_digits(typed)) return error(Fault::request, "bad_watering_number", "A watering's number has one to eight digits: nothing was looked for.", {{"number", typed.substr(0, 16)}});
  return static_cast<std::uint32_t>(std::stoul(typed));
}

bool is_numbered(const Entry& entry, std::uint32_t number) {
  const bool record = entry.kind == Kind::usage || entry.kind == Kind::hung;
  return record && handheld::number_in(ByteView{entry.bytes}.first(4)) == number;
}

bool began_on(const Entry& entry, const LocalDate& day) {
  const auto usage = entry.kind == Kind::usage ? handheld::usage_in(entry.bytes) : std::nullopt;
  return usage && usage->start.year == day.year % 100 && usage->start.month == day.month && usage->start.day == day.day;
}

Result<std::vector<std::string>> query(handheld::DeviceStore& store, const std::string& question, std::string_view language) {
  constexpr std::string_view card_word = "card ", date_word = "date ", record_word = "record ";
  if (question == "meters") {
    std::vector<std::string> lines;
    TRY(meters, store.meters());
    for (const MeterNumber meter : meters) {
      TRY(entries, store.entries(meter));
      lines.push_back(to_text(meter) + counted(entries, language));
    }
    return lines;
  }
  if (question.starts_with(card_word)) {
    TRY(card, card_number(question.substr(card_word.size())));
    return lines_of(store, language, [&](MeterNumber, const Entry& entry) { return card_in(entry) == card; });
  }
  if (question.starts_with(date_word)) {
    TRY(day, parse_date(question.substr(date_word.size())));
    return lines_of(store, language, [&](MeterNumber, const Entry& entry) { return began_on(entry, day); });
  }
  if (question.starts_with(record_word)) {
    TRY(wanted, watering_number(question.substr(record_word.size())));
    return lines_of(store, language, [&](MeterNumber, const Entry& entry) { return is_numbered(entry, wanted); });
  }
  const auto meter = parse_meter_number(question);
  if (!meter.ok()) return unknown(question);
  return lines_of(store, language, [&](MeterNumber of, const Entry&) { return of == *meter; });
}

}  // namespace kwota::app
