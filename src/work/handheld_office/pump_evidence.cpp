#include "work/handheld_office/pump_evidence.h"

#include <algorithm>

#include "base/bytes.h"
#include "seal/recipes/purse_sessions.h"

namespace kwota::handheld_office {
namespace {

using books::PumpRecordKind;
using books::WateringEnd;
using waterings::Proof;
using waterings::Recorded;

constexpr int century = 2000;

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

void take_flags(Recorded& told, std::uint8_t flags) {
  told.clock_invalid = (flags & pump::flag::clock_invalid) != 0;
  told.hung = told.hung || (flags & pump::flag::hung) != 0;
  told.settled_elsewhere = (flags & pump::flag::settled_elsewhere) != 0;
  told.made_up = (flags & pump::flag::made_up) != 0;
}

template <class Record>
std::optional<pump::Image<Record>> image_of(const books::Hex& hex) {
  const auto bytes = from_hex(hex);
  if (!bytes.ok() || bytes->size() != Record::size) return std::nullopt;
  pump::Image<Record> image{};
  std::ranges::copy(*bytes, image.begin());
  return image;
}

std::optional<Recorded> of_usage(const books::PumpRecord& row) {
  const auto image = image_of<pump::UsageRecord>(row.image);
  const auto record = image ? pump::decode_usage(*image) : std::nullopt;
  if (!record) return std::nullopt;
  Recorded told;
  told.card = record->card;
  told.start = local_of(record->start);
  told.seconds = record->seconds;
  told.register_after = record->total;
  told.energy = record->energy;
  told.water = record->water.litres();
  told.amount = record->amount;
  told.after = record->after;
  told.cause = end_of(record->cause);
  told.price_set = record->price_set;
  told.tac = code_text(record->tac);
  take_flags(told, record->flags);
  return told;
}

std::optional<Recorded> of_hung(const books::PumpRecord& row, MeterNumber meter) {
  const auto image = image_of<pump::HungRecord>(row.image);
  const auto record = image ? pump::decode_hung(*image) : std::nullopt;
  if (!record) return std::nullopt;
  Recorded told;
  told.kind = PumpRecordKind::hung;
  told.hung = true;
  told.of_another_well = row.meter != meter;
  told.card = record->card;
  told.start = local_of(record->start);
  told.seconds = record->seconds;
  told.energy = record->energy;
  told.amount = record->amount;
  told.after = record->balance - record->amount;
  told.offline = record->offline;
  told.terminal = row.terminal;
  take_flags(told, record->flags);
  // Settled here for another well: its moment is that of the debit, its last four bytes the card's proof of it.
  const bool is_proof = told.of_another_well && record->state == pump::HungState::settled;
  (is_proof ? told.tac : told.gmac) = code_text(record->gmac);
  return told;
}

/// The moments at which this watering may have been paid, as its records say.
std::vector<LocalTime> moments_of(const waterings::Case& one, const Recorded& told) {
  std::vector<LocalTime> out;
  if (told.kind == PumpRecordKind::hung) {
    if (told.start) out.push_back(*told.start);
    return out;
  }
  if (told.start) out.push_back(later_by(*told.start, told.seconds));
  for (const auto& other : one.records)
    if (other.of_another_well && !other.tac.empty() && other.start) out.push_back(*other.start);
  return out;
}

}  // namespace

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

std::optional<Recorded> told_by(const books::PumpRecord& record, MeterNumber meter) {
  return record.kind == PumpRecordKind::usage ? of_usage(record) : of_hung(record, meter);
}

Result<bool> ProofDesk::fits(const Recorded& told, std::int64_t number, const std::string& terminal, const LocalTime& at) {
  const auto bytes = from_hex(terminal);
  purse_card::TerminalNumber named{};
  if (!bytes.ok() || bytes->size() != named.size()) return false;
  std::ranges::copy(*bytes, named.begin());
  const seal::purse::Trade trade{.terminal_sequence = static_cast<std::uint32_t>(number), .amount = told.amount,
                                 .type = purse_card::TransactionType::purse_grey_debit, .terminal = named, .moment = card_moment(at)};
  std::optional<Error> missing;
  for (const auto version : versions_) {
    const auto code = vault_.perform(seal::TransactionCode{.key = {seal::Purpose::tac, version}, .factors = {told.card.bytes}, .message = seal::purse::debit(trade)});
    if (!code.ok() && code.error().code != "key_missing") return code.error();
    if (!code.ok()) missing = code.error();
    else if (to_hex(*code) == told.tac) return true;
    else missing.reset();
  }
  if (missing) return *missing;
  return false;
}

Result<void> ProofDesk::judge(waterings::Case& one, const std::string& terminal) {
  if (terminal.empty()) return Done{};
  for (auto& told : one.records) {
    if (told.tac.empty()) continue;
    told.proof = Proof::wrong;
    for (const auto& at : moments_of(one, told)) {
      TRY(right, fits(told, one.number, terminal, at));
      if (!right) continue;
      told.proof = Proof::right;
      told.proven_at = at;
      break;
    }
  }
  return Done{};
}

}  // namespace kwota::handheld_office
