#include "kwota_handheld/query.h"

#include <algorithm>

#include "base/ids_text.h"
#include "carry/dlt645/items.h"

namespace kwota::app {
namespace {

using handheld::Entry;
using handheld::Kind;

/// The row of the table that tells such an entry; a listed one has a count before it.
struct ItemRow {
  Kind kind;
  std::uint32_t item;
  bool listed;
};
constexpr ItemRow rows[] = {
    {Kind::usage, 0x04FA0101, true},
    {Kind::hung, 0x04FA0701, true},
    {Kind::month, 0x04FA0801, true},
    {Kind::parameter, 0x04FA0901, true},
    {Kind::fault, 0x04FA0A01, true},
    {Kind::head, 0x04FA0200, false},
    {Kind::directory, 0x04FA0000, false},
    {Kind::black_list_delivered, 0x04FA0400, false},
    {Kind::hung_acknowledged, 0x04FA0B00, true},
    {Kind::hung_brought, 0x04FA0C00, false},
    {Kind::hung_released, 0x04FA0D00, true},
};

std::optional<CardSerial> card_in(const Entry& entry) {
  constexpr std::size_t number = 4, moment = 6;
  const bool record = entry.kind == Kind::usage || entry.kind == Kind::hung;
  if (!record && entry.kind != Kind::fault) return std::nullopt;
  CardSerial card;
  std::ranges::reverse_copy(ByteView{entry.bytes}.subspan(record ? number : moment, card.bytes.size()), card.bytes.begin());
  return card;
}

/// Of a watering, as people write it.
std::string number_of(const Entry& entry) {
  const bool record = entry.kind == Kind::usage || entry.kind == Kind::hung;
  const auto number = record ? handheld::number_in(ByteView{entry.bytes}.first(4)) : std::nullopt;
  return number ? std::to_string(*number) : std::string{};
}

bool began_on(const Entry& entry, const LocalDate& day) {
  const auto usage = entry.kind == Kind::usage ? handheld::usage_in(entry.bytes) : std::nullopt;
  return usage && usage->start.year == day.year % 100 && usage->start.month == day.month && usage->start.day == day.day;
}

std::string counted(const std::vector<Entry>& entries) {
  const auto counts = handheld::count(entries);
  std::string text;
  for (std::size_t kind = 0; kind < counts.size(); ++kind)
    if (counts[kind] != 0) text += " " + std::string{words_of(Kind{})[kind]} + " " + std::to_string(counts[kind]);
  return text;
}

template <class Wanted>
Result<std::vector<std::string>> lines_of(StoreFolder& store, Wanted wanted) {
  std::vector<std::string> lines;
  TRY(meters, store.meters());
  for (const MeterNumber meter : meters) {
    TRY(entries, store.entries(meter));
    for (const Entry& entry : entries)
      if (wanted(meter, entry)) lines.push_back(to_text(meter) + " " + text_of(entry));
  }
  return lines;
}

Error unknown(const std::string& question) {
  return error(
      Fault::request, "unknown_query",
      "This can be asked of the store: meters; a meter's number; card, record and a number; date and a day like 2026-11-20.",
      {{"query", question.substr(0, 64)}});
}

}  // namespace

std::string text_of(const Entry& entry) {
  const std::string kind{word_of(entry.kind)};
  for (const ItemRow& row : rows) {
    if (row.kind != entry.kind) continue;
    Bytes bytes = entry.bytes;
    if (row.listed) bytes.insert(bytes.begin(), 1);
    const auto values = dlt645::read_values({dlt645::Edition::y2007, row.item}, bytes);
    if (!values.ok()) break;
    const std::string text = dlt645::text_of(*values);
    constexpr std::string_view one = "records 1, ";
    return kind + ": " + (text.starts_with(one) ? text.substr(one.size()) : text);
  }
  return kind + ": " + to_hex(entry.bytes);
}

Result<std::vector<std::string>> query(StoreFolder& store, const std::string& question) {
  constexpr std::string_view card_word = "card ", date_word = "date ", record_word = "record ";
  if (question == "meters") {
    std::vector<std::string> lines;
    TRY(meters, store.meters());
    for (const MeterNumber meter : meters) {
      TRY(entries, store.entries(meter));
      lines.push_back(to_text(meter) + counted(entries));
    }
    return lines;
  }
  if (question.starts_with(card_word)) {
    TRY(card, parse_card_serial(question.substr(card_word.size())));
    return lines_of(store, [&](MeterNumber, const Entry& entry) { return card_in(entry) == card; });
  }
  if (question.starts_with(date_word)) {
    TRY(day, parse_date(question.substr(date_word.size())));
    return lines_of(store, [&](MeterNumber, const Entry& entry) { return began_on(entry, day); });
  }
  if (question.starts_with(record_word)) {
    const auto wanted = question.substr(record_word.size());
    return lines_of(store, [&](MeterNumber, const Entry& entry) { return number_of(entry) == wanted; });
  }
  const auto meter = parse_meter_number(question);
  if (!meter.ok()) return unknown(question);
  return lines_of(store, [&](MeterNumber of, const Entry&) { return of == *meter; });
}

}  // namespace kwota::app
