#include "work/handheld_office/collect_card.h"

#include <fmt/format.h>

#include <algorithm>

#include "collect/waterings/collected.h"
#include "collect/waterings/tool_answers.h"
#include "seal/cipher/sha256.h"
#include "work/handheld_office/taking_in.h"

namespace kwota::handheld_office {
namespace {

namespace row = pump::collect_row;
using waterings::Brought;

constexpr std::uint16_t first_answer = 120, last_answer = 128;  // numbers of the parameter records that say what tool cards were told
constexpr std::int64_t digits_of_a_well = 100'000'000;

template <class Record>
pump::Image<Record> image_in(ByteView bytes) {
  pump::Image<Record> image{};
  std::copy_n(bytes.begin(), std::min(bytes.size(), image.size()), image.begin());
  return image;
}

std::optional<LocalTime> time_said(const pump::Moment& at) {
  if (at.is_none()) return std::nullopt;
  LocalTime time;
  time.date = {2000 + at.year, at.month, at.day};
  time.hour = at.hour;
  time.minute = at.minute;
  time.second = at.second;
  return time;
}

/// A pump has room for eight digits of its meter's number.
Result<MeterNumber> meter_said(const books::Reader& books, const pump::CollectHead& head) {
  const std::int64_t said = get_be32(head.head.address.data() + 2);
  for (const auto& place : books.all<books::WellMeter>())
    if (static_cast<std::int64_t>(place.meter.value()) % digits_of_a_well == said) return place.meter;
  return error(Fault::refused, "meter_at_no_well", "This meter hangs at no well: enter it at its well first.", {{"meter", fmt::format("…{:08}", said)}});
}

std::vector<ToolSaid> said_on(const CollectedRows& card) {
  std::vector<ToolSaid> said;
  for (std::size_t at = row::first_parameters; at < row::head; ++at) {
    for (const std::size_t half : {std::size_t{0}, pump::ParameterRecord::size}) {
      const auto record = pump::decode_parameter(image_in<pump::ParameterRecord>(ByteView{card.rows[at - 1]}.subspan(half)));
      if (!record || record->parameter < first_answer || record->parameter > last_answer || record->after > static_cast<std::uint32_t>(pump::ToolAnswer::torn)) continue;
      const int command = record->parameter == first_answer ? 0 : record->parameter - first_answer + 20;
      said.push_back({command, record->before, static_cast<pump::ToolAnswer>(record->after), time_said(record->at)});
    }
  }
  return said;
}

/// As the register of orders counts them.
std::vector<waterings::PumpSaid> answers_in(const std::vector<ToolSaid>& said, MeterNumber meter) {
  std::vector<waterings::PumpSaid> out;
  for (const auto& one : said)
    if (one.command != 0) out.push_back({meter, one.order, static_cast<std::int64_t>(one.answer), one.at});
  return out;
}

struct Records {
  std::vector<Brought> brought;
  std::int64_t unreadable = 0;
};
Records records_on(const CollectedRows& card, MeterNumber meter, std::size_t count) {
  Records out;
  for (std::size_t i = 0; i < count; ++i) {
    const auto& bytes = card.rows[i];
    const auto record = pump::decode_usage(image_in<pump::UsageRecord>(bytes));
    if (!record) {
      ++out.unreadable;
      continue;
    }
    Brought one;
    one.meter = meter;
    one.number = record->number;
    one.crc = bytes[bytes.size() - 2] | bytes.back() << 8;
    one.image = books::Hex(to_hex(bytes));
    one.start = local_of(record->start);
    out.brought.push_back(std::move(one));
  }
  return out;
}

/// What the office will sign for, as of a handheld's hand-over: everything that the pump has written onto the card.
std::string receipt_to_be(const CollectedRows& card, const std::string& device, const seal::Digest& digest, std::size_t usage) {
  handheld::Receipt receipt{.device = device, .manifest = digest, .utility = {}, .taken_in = {}, .at = {}};
  const auto count_of = [&](handheld::Kind kind) -> std::uint64_t& { return receipt.taken_in[static_cast<std::size_t>(kind)]; };
  count_of(handheld::Kind::usage) = usage;
  count_of(handheld::Kind::head) = 1;
  for (std::size_t at = row::first_parameters; at < row::head; ++at)
    for (const std::size_t half : {std::size_t{0}, pump::ParameterRecord::size})
      if (const auto record = pump::decode_parameter(image_in<pump::ParameterRecord>(ByteView{card.rows[at - 1]}.subspan(half))); record && record->parameter != 0)
        ++count_of(handheld::Kind::parameter);
  return handheld::encode(receipt);
}

waterings::HeadSeen head_seen(const pump::Head& head, MeterNumber meter, Instant now) {
  waterings::HeadSeen seen;
  seen.meter = meter;
  seen.read = now;
  seen.clock = time_said(head.clock);
  seen.hung = head.hung;
  seen.price_set = head.price_set;
  seen.key_version = head.key_version;
  seen.edition = head.black_list;
  seen.edition_since = now;
  seen.energy = head.energy;
  seen.fault_energy = head.fault_energy;
  seen.water = head.water.litres();
  seen.settlement_day = head.settlement_day;
  seen.settlement_hour = head.settlement_hour;
  return seen;
}

}  // namespace

Result<CollectOutcome> take_in_collect_card(store::Books& books, seal::Vault& vault, const CollectedRows& card, const Context& context) {
  if (card.rows.size() != row::head || std::ranges::all_of(card.rows.back(), [](std::uint8_t byte) { return byte == 0; }))
    return error(Fault::card, "tool_answer_missing", "There is no pump's answer on this card. Hold it to the pump until the display says that it is done.");
  const auto head = pump::decode_collect_head(image_in<pump::CollectHead>(card.rows.back()));
  if (!head || head->count > row::usage_most)
    return error(Fault::card, "tool_answer_unreadable", "The pump's answer on this card cannot be read. Nothing was taken in. Collect again with another card.");
  TRY(meter, books.read([&](const books::Reader& reader) { return meter_said(reader, *head); }));
  Bytes all;
  for (const auto& bytes : card.rows) append(all, bytes);
  CollectOutcome taken{.hand_over = {}, .meter = meter, .said = said_on(card)};
  const auto records = records_on(card, meter, head->count);
  const auto digest = seal::sha256(all);
  const waterings::Collected collected{card.card, books::Hex(to_hex(digest)), head->count};
  TRY(row, books.run(importer(context), [&](const books::Reader& reader) { return waterings::begin_collected(reader, collected, context); }));
  if (row.state == books::HandOverStatus::cleaned || row.state == books::HandOverStatus::receipted) {  // all of it is there; the card was not emptied
    taken.hand_over = std::move(row);
    return taken;
  }
  TRY(counted, books.run(importer(context), [&](const books::Reader& reader) { return waterings::take_in(reader, row.number, records.brought, context); }));
  MUST(books.run(importer(context), [&](const books::Reader& reader) -> Result<books::Decision<std::int64_t>> {
    return waterings::take_in_answers(reader, row.number, answers_in(taken.said, meter), context.now);
  }));
  row.usage = static_cast<std::int64_t>(records.brought.size());
  row.fresh = counted.fresh;
  row.known = counted.known;
  row.unreadable = records.unreadable;
  row.receipt = receipt_to_be(card, row.device, digest, head->count);
  const std::array heads{head_seen(head->head, meter, context.now)};
  MUST(books.run(importer(context), [&](const books::Reader& reader) { return waterings::stored(reader, row, heads, context); }));
  TRY(cleaned, HandheldOffice(books, vault).clean(row.number, context));
  taken.hand_over = std::move(cleaned);
  return taken;
}

}  // namespace kwota::handheld_office
