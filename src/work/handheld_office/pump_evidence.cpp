#include "work/handheld_office/pump_evidence.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "base/bytes.h"
#include "base/cause.h"
#include "seal/recipes/purse_sessions.h"

namespace kwota::handheld_office {
namespace {

using books::PumpRecordKind;
using books::WateringEnd;
using waterings::Proof;
using waterings::Recorded;

constexpr int century = 2000, first_error_class = 30;  // a fault keeps what the display showed beyond it
constexpr std::size_t stretch = 4'000;  // of waterings that are brought into the order of their cards: a pump's lie beside each other in the books [K]

std::uint8_t bcd(std::int64_t number) { return static_cast<std::uint8_t>((number / 10 % 10) << 4 | number % 10); }

purse_card::Moment card_moment(const LocalTime& at) {
  return {bcd(at.date.year / 100), bcd(at.date.year % 100), bcd(at.date.month), bcd(at.date.day), bcd(at.hour), bcd(at.minute), bcd(at.second)};
}

template <std::size_t size>
std::string code_text(const std::array<std::uint8_t, size>& code) {
  return std::ranges::all_of(code, [](std::uint8_t byte) { return byte == 0; }) ? std::string{} : to_hex(code);
}

WateringEnd end_of(pump::Cause cause) {
  const auto number = static_cast<std::size_t>(cause);
  return number < words_of(WateringEnd{}).size() ? static_cast<WateringEnd>(number) : WateringEnd::none;
}

void take_flags(Recorded& recorded, std::uint8_t flags) {
  recorded.clock_invalid = (flags & pump::flag::clock_invalid) != 0;
  recorded.hung = recorded.hung || (flags & pump::flag::hung) != 0;
  recorded.settled_elsewhere = (flags & pump::flag::settled_elsewhere) != 0;
  recorded.made_up = (flags & pump::flag::made_up) != 0;
}

template <class Record>
std::optional<pump::Image<Record>> image_in_hex(const books::Hex& hex) {
  const auto bytes = from_hex(hex);
  if (!bytes.ok() || bytes->size() != Record::size) return std::nullopt;
  pump::Image<Record> image{};
  std::ranges::copy(*bytes, image.begin());
  return image;
}

std::optional<Recorded> of_usage(const books::PumpRecord& row) {
  const auto image = image_in_hex<pump::UsageRecord>(row.image);
  const auto record = image ? pump::decode_usage(*image) : std::nullopt;
  if (!record) return std::nullopt;
  Recorded recorded;
  recorded.card = record->card;
  recorded.start = local_of(record->start);
  recorded.seconds = record->seconds;
  recorded.register_after = record->total;
  recorded.energy = record->energy;
  recorded.water = record->water.litres();
  recorded.amount = record->amount;
  recorded.after = record->after;
  recorded.cause = end_of(record->cause);
  recorded.price_set = record->price_set;
  recorded.tac = code_text(record->tac);
  take_flags(recorded, record->flags);
  return recorded;
}

std::optional<Recorded> of_hung(const books::PumpRecord& row, MeterNumber meter) {
  const auto image = image_in_hex<pump::HungRecord>(row.image);
  const auto record = image ? pump::decode_hung(*image) : std::nullopt;
  if (!record) return std::nullopt;
  Recorded recorded;
  recorded.kind = PumpRecordKind::hung;
  recorded.hung = true;
  recorded.of_another_well = row.meter != meter;
  recorded.card = record->card;
  recorded.start = local_of(record->start);
  recorded.seconds = record->seconds;
  recorded.energy = record->energy;
  recorded.amount = record->amount;
  recorded.after = record->balance - record->amount;
  recorded.offline = record->offline;
  recorded.terminal = row.terminal;
  take_flags(recorded, record->flags);
  // Settled here for another well: its moment is that of the debit, its last four bytes the card's proof of it.
  const bool is_proof = recorded.of_another_well && record->state == pump::HungState::settled;
  (is_proof ? recorded.tac : recorded.gmac) = code_text(record->gmac);
  return recorded;
}

std::optional<waterings::Reported> month_of(MeterNumber meter, const Bytes& bytes) {
  const auto image = image_of<pump::SettlementMonth>(bytes);
  const auto record = image ? pump::decode_month(*image) : std::nullopt;
  if (!record || record->month < 1 || record->month > 12) return std::nullopt;
  books::WellMonth row;
  row.meter = meter;
  row.month = fmt::format("{}-{:02}", century + record->year, record->month);
  row.energy = record->energy;
  row.water = record->water.litres();
  row.charged = record->money;
  return row;
}

std::optional<waterings::Reported> change_of(MeterNumber meter, const Bytes& bytes) {
  const auto image = image_of<pump::ParameterRecord>(bytes);
  const auto record = image ? pump::decode_parameter(*image) : std::nullopt;
  if (!record) return std::nullopt;
  books::WellChange row;
  row.meter = meter;
  row.image = to_hex(bytes);
  row.changed = local_of(record->at);
  row.by = to_hex(record->by);
  row.parameter = record->parameter;
  row.before = record->before;
  row.after = record->after;
  return row;
}

std::optional<waterings::Reported> fault_of(MeterNumber meter, const Bytes& bytes) {
  const auto image = image_of<pump::CardFault>(bytes);
  const auto record = image ? pump::decode_fault(*image) : std::nullopt;
  if (!record) return std::nullopt;
  books::CardFault row;
  row.meter = meter;
  row.image = to_hex(bytes);
  row.seen = local_of(record->at);
  if (record->card != CardSerial{}) row.card = record->card;
  row.error_class = first_error_class + record->cause;
  row.status = fmt::format("{:04X}", record->status);
  row.step = record->step;
  row.balance = record->balance;
  return row;
}

/// The moments at which this watering may have been paid, as its records say.
std::vector<LocalTime> moments_of(const waterings::Case& one, const Recorded& recorded) {
  std::vector<LocalTime> out;
  if (recorded.kind == PumpRecordKind::hung) {
    if (recorded.start) out.push_back(*recorded.start);
    return out;
  }
  if (recorded.start) out.push_back(later_by(*recorded.start, recorded.seconds));
  for (const auto& other : one.records)
    if (other.of_another_well && !other.tac.empty() && other.start) out.push_back(*other.start);
  return out;
}

/// Whose its number may be: a hung record says it; of the meter's own the newest module is asked first.
std::vector<std::string> terminals_of(const Recorded& recorded, const Evidence& evidence) {
  if (!recorded.terminal.empty()) return {recorded.terminal};
  return {evidence.terminals.rbegin(), evidence.terminals.rend()};
}

/// What the vault is asked for; nothing: nobody has said which terminal it was.
std::optional<seal::TransactionCode> asked_for(const Recorded& recorded, const Evidence& evidence, const std::string& terminal, const LocalTime& at, std::uint8_t version) {
  const auto bytes = from_hex(terminal);
  purse_card::TerminalNumber named{};
  if (!bytes.ok() || bytes->size() != named.size()) return std::nullopt;
  std::ranges::copy(*bytes, named.begin());
  const seal::purse::Trade trade{.terminal_sequence = static_cast<std::uint32_t>(evidence.one.number), .amount = recorded.amount,
                                 .type = purse_card::TransactionType::purse_grey_debit, .terminal = named, .moment = card_moment(at)};
  return seal::TransactionCode{.key = {seal::Purpose::tac, version}, .factors = {recorded.card.bytes}, .message = seal::purse::debit(trade)};
}

/// As the office has entered them; one that it has written over is remembered by what was proven under it.
std::vector<std::string> terminals_in(const books::Reader& books, MeterNumber meter) {
  std::vector<std::string> terminals;
  const auto add = [&](const std::string& terminal) {
    if (!terminal.empty() && std::ranges::find(terminals, terminal) == terminals.end()) terminals.push_back(terminal);
  };
  const auto places = books.select(books::WellMeter::of_meter, meter);
  if (std::ranges::all_of(places, [](const books::WellMeter& place) { return place.terminal.empty(); })) return terminals;
  for (const auto& series : books.select<books::WellSeries>(meter))
    if (const auto last = books.last<books::Watering>(meter, series.series)) add(last->terminal);
  for (const auto& place : places) {
    std::erase(terminals, place.terminal);
    add(place.terminal);
  }
  return terminals;
}

std::vector<Recorded> recorded_of(const books::Reader& books, const ToJudge& one, const std::vector<std::string>& terminals) {
  std::vector<books::PumpRecord> records = books.select<books::PumpRecord>(one.meter, PumpRecordKind::usage, one.number);
  std::ranges::move(books.select<books::PumpRecord>(one.meter, PumpRecordKind::hung, one.number), std::back_inserter(records));
  for (const auto& terminal : terminals)
    for (auto& record : books.select(books::PumpRecord::of_terminal, terminal, one.number))
      if (record.meter != one.meter) records.push_back(std::move(record));
  std::erase_if(records, [&](const books::PumpRecord& record) { return waterings::home_of(books, record) != one.meter; });
  std::vector<Recorded> out;
  for (const auto& record : records)
    if (auto recorded = recorded_by(record, one.meter)) out.push_back(std::move(*recorded));
  return out;
}

}  // namespace

std::optional<waterings::Reported> told_by(MeterNumber meter, const handheld::Entry& entry) {
  switch (entry.kind) {
    case handheld::Kind::month: return month_of(meter, entry.bytes);
    case handheld::Kind::parameter: return change_of(meter, entry.bytes);
    case handheld::Kind::fault: return fault_of(meter, entry.bytes);
    case handheld::Kind::hung_brought: return books::HungBrought{.meter = meter, .image = books::Hex(to_hex(entry.bytes)), .brought = entry.at};
    default: return std::nullopt;
  }
}

std::optional<LocalTime> local_of(const pump::Moment& at) {
  const LocalTime time{{century + at.year, at.month, at.day}, at.hour, at.minute, at.second};
  return valid(time) ? std::optional(time) : std::nullopt;
}

LocalTime later_by(const LocalTime& at, std::int64_t seconds) {
  constexpr std::int64_t day = 86'400;
  const std::int64_t of_day = static_cast<std::int64_t>(at.hour) * 3'600 + static_cast<std::int64_t>(at.minute) * 60 + at.second + seconds;
  const std::int64_t rest = of_day % day;
  return {date_of_day(day_number(at.date) + of_day / day), static_cast<unsigned>(rest / 3'600), static_cast<unsigned>(rest / 60 % 60), static_cast<unsigned>(rest % 60)};
}

std::optional<Recorded> recorded_by(const books::PumpRecord& record, MeterNumber meter) {
  return record.kind == PumpRecordKind::usage ? of_usage(record) : of_hung(record, meter);
}

namespace {

/// Itself, and those that nobody has judged: a record that came with one of them is in the books, and whoever brings it once more brings nothing new.
std::vector<std::int64_t> with_all_unjudged(const books::Reader& books, std::int64_t hand_over) {
  std::vector<std::int64_t> out{hand_over};
  for (const auto& row : books.all<books::HandOver>())
    if (row.number != hand_over && (row.state == books::HandOverStatus::taking_in || row.state == books::HandOverStatus::stored)) out.push_back(row.number);
  return out;
}

}  // namespace

std::vector<ToJudge> to_judge(const books::Reader& books, std::int64_t hand_over) {
  std::map<std::pair<MeterNumber, std::int64_t>, ToJudge> waterings;
  for (const auto number : with_all_unjudged(books, hand_over))
    waterings::each_record_of(books, number, [&](MeterNumber meter, const books::PumpRecord& record) {
      const auto recorded = recorded_by(record, meter);
      waterings.try_emplace({meter, record.number}, ToJudge{meter, record.number, recorded ? recorded->card : CardSerial{}, number != hand_over});
    });
  std::vector<ToJudge> out;
  for (const auto& [number, one] : waterings) out.push_back(one);
  for (std::size_t from = 0; from < out.size(); from += stretch) {
    const auto begin = out.begin() + static_cast<std::ptrdiff_t>(from);
    std::ranges::stable_sort(begin, begin + static_cast<std::ptrdiff_t>(std::min(stretch, out.size() - from)), {}, &ToJudge::card);
  }
  return out;
}

std::vector<Evidence> evidence_of(const books::Reader& books, std::span<const ToJudge> waterings) {
  std::map<MeterNumber, std::vector<std::string>> terminals;  // a few meters tell of many waterings
  std::vector<Evidence> out;
  for (const auto& one : waterings) {
    const auto [known, first] = terminals.try_emplace(one.meter);
    if (first) known->second = terminals_in(books, one.meter);
    out.push_back({{one.meter, one.number, recorded_of(books, one, known->second)}, known->second});
  }
  return out;
}

Result<bool> ProofDesk::fits(const Recorded& recorded, const Evidence& evidence, const std::string& terminal, const LocalTime& at) {
  std::optional<Error> missing;
  for (const auto version : versions_) {
    const auto asked = asked_for(recorded, evidence, terminal, at, version);
    if (!asked) return false;
    const auto code = vault_.perform(*asked);
    if (!code.ok() && cause_of(code.error()) != Cause::key_missing) return code.error();
    if (!code.ok()) missing = code.error();
    else if (to_hex(*code) == recorded.tac) return true;
    else missing.reset();
  }
  if (missing) return *missing;
  return false;
}

Result<void> ProofDesk::ask_together(std::span<Evidence> all) {
  struct Claim {
    Recorded* recorded;
    std::string terminal;
    LocalTime at;
  };
  std::vector<Claim> claims;
  std::vector<seal::TransactionCode> asked;
  for (auto& evidence : all)
    for (auto& recorded : evidence.one.records) {
      if (recorded.tac.empty() || versions_.empty()) continue;
      const auto moments = moments_of(evidence.one, recorded);
      const auto terminals = terminals_of(recorded, evidence);
      auto code = moments.empty() || terminals.empty() ? std::nullopt : asked_for(recorded, evidence, terminals.front(), moments.front(), versions_.front());
      if (!code) continue;
      claims.push_back({&recorded, terminals.front(), moments.front()});
      asked.push_back(std::move(*code));
    }
  const auto codes = vault_.codes(asked);
  if (!codes.ok() && cause_of(codes.error()) == Cause::key_missing) return Done{};  // whose it is, each asks for itself
  if (!codes.ok()) return codes.error();
  for (std::size_t i = 0; i < claims.size(); ++i) {
    if (to_hex((*codes)[i]) != claims[i].recorded->tac) continue;
    claims[i].recorded->proof = Proof::right;
    claims[i].recorded->terminal = claims[i].terminal;
    claims[i].recorded->proven_at = claims[i].at;
  }
  return Done{};
}

Result<void> ProofDesk::find_proof(Recorded& recorded, const Evidence& evidence) {
  for (const auto& terminal : terminals_of(recorded, evidence))
    for (const auto& at : moments_of(evidence.one, recorded)) {
      TRY(right, fits(recorded, evidence, terminal, at));
      if (!right) continue;
      recorded.proof = Proof::right;
      recorded.terminal = terminal;
      recorded.proven_at = at;
      return Done{};
    }
  return Done{};
}

Result<void> ProofDesk::judge_one(Evidence& evidence) {
  if (evidence.terminals.empty()) return Done{};
  for (auto& recorded : evidence.one.records) {
    if (recorded.tac.empty() || recorded.proof == Proof::right) continue;
    recorded.proof = Proof::wrong;
    MUST(find_proof(recorded, evidence));
  }
  return Done{};
}

Result<void> ProofDesk::judge(std::span<Evidence> all) {
  MUST(ask_together(all));
  for (auto& evidence : all) MUST(judge_one(evidence));
  return Done{};
}

}  // namespace kwota::handheld_office
