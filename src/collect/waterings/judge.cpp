#include "collect/waterings/judge.h"

#include <algorithm>
#include <span>

namespace kwota::waterings {
namespace {

using books::PumpRecordKind;
using books::Watering;
using books::WateringPaid;
using books::WateringStatus;

/// A record whose proof is right; without one the first that says it is of the well itself.
const Recorded* leading(const Case& all) {
  const auto proven = std::ranges::find(all.records, Proof::right, &Recorded::proof);
  if (proven != all.records.end()) return &*proven;
  const auto own = std::ranges::find(all.records, false, &Recorded::of_another_well);
  if (own != all.records.end()) return &*own;
  return all.records.empty() ? nullptr : &all.records.front();
}

void take_usage(Watering& row, const Recorded& record) {
  row.start = record.start;
  row.register_after = record.register_after;
  row.water = record.water;
  row.after = record.after;
  row.cause = record.cause;
  row.clock_invalid = record.clock_invalid;
  row.made_up = record.made_up;
  row.price_set = record.price_set;
}

void take_hung(Watering& row, const Recorded& record, bool usage_is_there) {
  row.offline = record.offline;
  if (!record.of_another_well) row.gmac = record.gmac;
  if (usage_is_there) return;
  if (!record.of_another_well) row.start = record.start;
  row.after = record.after;
  row.clock_invalid = record.clock_invalid;
  row.made_up = record.made_up;
}

void take_values(Watering& row, const Case& all, const Recorded& first) {
  row.card = first.card;
  row.seconds = first.seconds;
  row.used = first.energy;
  row.amount = first.amount;
  row.tac = first.proof == Proof::right ? books::Hex(first.tac) : books::Hex();
  row.others = std::ranges::count_if(all.records, [&](const Recorded& one) { return !same_watering(first, one); });
  bool usage_is_there = false;
  for (const auto& one : all.records) {
    if (!same_watering(first, one)) continue;
    if (one.kind == PumpRecordKind::usage) take_usage(row, one);
    else take_hung(row, one, usage_is_there);
    usage_is_there = usage_is_there || one.kind == PumpRecordKind::usage;
  }
}

WateringPaid paid_where(const Recorded& proof, const Watering& before) {
  if (before.paid == WateringPaid::at_counter || before.paid == WateringPaid::released) return before.paid;
  return proof.of_another_well || proof.settled_elsewhere ? WateringPaid::elsewhere : WateringPaid::at_well;
}

/// Two persons have freed the card of exactly this lock.
bool was_released(const books::Reader& books, const Case& all, const Watering& row) {
  return std::ranges::any_of(books.select<books::ReleasedLock>(*row.card), [&](const books::ReleasedLock& lock) {
    const auto says_so = [&](const Recorded& one) { return one.kind == PumpRecordKind::hung && one.offline == lock.offline && one.terminal == lock.terminal; };
    return is_of(row, lock) || std::ranges::any_of(all.records, says_so);
  });
}

/// The pump had drawn the number and did not hear whether the card was locked; then the card has shown it that this is not its lock.
bool never_locked(const Recorded& one) {
  const bool never_ran = one.kind == PumpRecordKind::usage && one.tac.empty() && one.cause == books::WateringEnd::none && one.seconds == 0 && one.amount.is_zero();
  return never_ran && (!one.hung || one.settled_elsewhere);
}

/// Its card was grey, whatever was used: it pays its nothing, too, and that moves its counter on.
bool once_hung(const Case& all) {
  const auto hung = [](const Recorded& one) { return one.hung || one.kind == PumpRecordKind::hung; };
  return std::ranges::any_of(all.records, hung) && std::ranges::none_of(all.records, never_locked);
}

WateringStatus state_of(const Case& all, const Recorded& first, const Watering& row) {
  if (row.terminal.empty()) return WateringStatus::unknown_well;
  const bool nothing = first.amount.is_zero() && (first.seconds < useless_seconds || first.tac.empty());
  if (nothing && row.others == 0 && !once_hung(all)) return WateringStatus::useless;
  if (row.account == 0) return WateringStatus::foreign;
  if (first.proof == Proof::right) return WateringStatus::proven;
  if (row.others != 0) return WateringStatus::contradicting;
  const auto same = [&](auto which) { return std::ranges::any_of(all.records, which); };
  if (same([](const Recorded& one) { return one.proof == Proof::wrong && !one.settled_elsewhere; })) return WateringStatus::unproven;
  // Without a proof the card still owes: it hangs. A record that says so is there, or nothing explains why nobody has paid.
  return same([](const Recorded& one) { return one.hung || one.settled_elsewhere || one.kind == PumpRecordKind::hung; }) ? WateringStatus::hung : WateringStatus::unproven;
}

/// That has drawn its number: another module may have come into the meter since that day, or on it.
std::string terminal_of(const Case& all, const books::WellMeter& place) {
  const auto said = std::ranges::find_if(all.records, [](const Recorded& one) { return !one.terminal.empty(); });
  return said != all.records.end() ? said->terminal : place.terminal;
}

/// Where it hung on that day, else where it hangs now; they come by their days.
const books::WellMeter* place_among(std::span<const books::WellMeter> places, const std::optional<LocalTime>& at) {
  const auto there = std::ranges::find_if(places, [&](const books::WellMeter& row) { return at && row.from <= at->date && (!row.to || at->date <= *row.to); });
  if (there != places.end()) return &*there;
  return places.empty() ? nullptr : &places.back();
}

}  // namespace

std::optional<books::WellMeter> place_of(const books::Reader& books, MeterNumber meter, const std::optional<LocalTime>& at) {
  const auto places = books.select(books::WellMeter::of_meter, meter);
  const auto* place = place_among(places, at);
  return place != nullptr ? std::optional(*place) : std::nullopt;
}

std::string station_of(const books::Reader& books, const std::string& well) {
  const auto row = books.find<books::Well>(well);
  const auto village = row ? books.find<books::Place>(row->village) : std::nullopt;
  return village ? village->station : std::string{};
}

bool same_watering(const Recorded& a, const Recorded& b) {
  const bool same = a.card == b.card && a.seconds == b.seconds && a.energy == b.energy && a.amount == b.amount;
  if (!same || a.kind != b.kind || a.kind == PumpRecordKind::hung) return same;
  return a.start == b.start && a.register_after == b.register_after && a.water == b.water && a.after == b.after;
}

const Surroundings::Owner& Surroundings::owner_of(const CardSerial& card) {
  const auto [known, first] = owners_.try_emplace(card);
  if (!first) return known->second;
  if (const auto purse = books_.find(books::Purse::of_card, card)) known->second = {purse->account, purse->number};
  return known->second;
}

const books::WellMeter* Surroundings::place_of(MeterNumber meter, const std::optional<LocalTime>& at) {
  const auto [known, first] = places_.try_emplace(meter);
  if (first) known->second = books_.select(books::WellMeter::of_meter, meter);
  return place_among(known->second, at);
}

const std::string& Surroundings::station_of(const std::string& well) {
  const auto [known, first] = stations_.try_emplace(well);
  if (first) known->second = waterings::station_of(books_, well);
  return known->second;
}

Watering judge(Surroundings& around, const Case& all, std::optional<Watering> before) {
  Watering row = before.value_or(Watering{});
  row.meter = all.meter;
  row.series = all.series;
  row.number = all.number;
  const auto* first = leading(all);
  if (first == nullptr) return row;
  if (books::is_proven(row.state)) {  // money has moved by it, or never will: only what contradicts it is counted
    row.others = std::ranges::count_if(all.records, [&](const Recorded& one) { return one.card != row.card || one.amount != row.amount; });
    if (row.tac.empty() && first->proof == Proof::right && first->card == row.card && first->amount == row.amount) {
      row.paid = paid_where(*first, row);  // it was settled by the card's counter, and here is its proof
      row.tac = books::Hex(first->tac);
      row.debited = first->proven_at;
    }
    return row;
  }
  take_values(row, all, *first);
  if (const auto* place = around.place_of(all.meter, row.start)) {
    row.well = place->well;
    row.terminal = place->terminal.empty() ? std::string{} : terminal_of(all, *place);
    if (const auto& station = around.station_of(place->well); !station.empty()) row.station = station;
  }
  if (const auto& owner = around.owner_of(first->card); owner.account != 0) {
    row.account = owner.account;
    row.purse = owner.purse;
  }
  row.state = state_of(all, *first, row);
  if (row.state == WateringStatus::useless) row.gmac = {};  // nothing hangs by it
  if (row.state == WateringStatus::hung && was_released(around.books(), all, row)) {
    row.state = WateringStatus::released;
    row.paid = WateringPaid::released;
  }
  if (row.state == WateringStatus::proven) {
    row.paid = paid_where(*first, before.value_or(Watering{}));
    row.debited = first->proven_at;
  }
  return row;
}

}  // namespace kwota::waterings
