// What a handheld brings to a pump: black list, hung users, clock, settlement day, and that their records are stored. What the
// pump took is kept too, so that the office knows which well has heard of what. Begin with bring_black_list().
#pragma once
#include <functional>

#include "carry/handheld/known.h"
#include "carry/handheld/reading.h"
#include "carry/handheld/visit.h"
#include "seal/handheld_store/hand_over.h"

namespace kwota::handheld {

/// Hung records that the office has may give their slots away – of those that this handheld alone has the oldest, where the pump would not have half of its slots
/// free else; changes of parameters and card faults that the office has are marked, so that nobody brings them again. How many hung ones the pump was told of.
Dialogue<std::size_t> acknowledge(Session session, Known known);
/// The same within a visit that has read some of it.
Dialogue<std::size_t> acknowledge_with(Session session, Known known, AlreadyRead already);

/// So many cards a pump has room for.
inline constexpr std::size_t black_list_most = 500;
/// A newer edition whole, which is in force then and not before; of the one that is there the cards that this pump has not taken yet. How many were sent. Errors `black_list_newer`{here, brought},
/// `black_list_full`{cards, most}: nothing was sent, its list stays as it was.
Dialogue<std::size_t> bring_black_list(Session session, Known known, std::uint16_t edition, std::vector<CardSerial> cards);

/// Users who hang here and were settled or released elsewhere. How many were sent.
Dialogue<std::size_t> bring_released(Session session, Known known, std::vector<ReleasedUser> released);

/// Hung records of other wells. One that the pump has no room for is left out. How many it took.
Dialogue<std::size_t> bring_hung(Session session, Known known, std::vector<Bytes> records);

struct ClockSetting {
  bool written = false;
  std::optional<std::int64_t> ahead_s{};  ///< the pump's clock is so far ahead of ours, before; nothing: it had lost it
};
/// Written when it is more than a minute wrong; more than a quarter of an hour, or lost, only when `confirmed`.
/// Error `clock_far_off`{meter_time, time}.
Dialogue<ClockSetting> set_clock(Session session, std::function<LocalTime()> now, bool confirmed);
/// The pump's clock as it told it, and what ours said at that moment.
struct ClockTold {
  pump::Moment there{};
  LocalTime here{};
};
/// The same where the pump has told its clock already.
Dialogue<ClockSetting> set_clock_told(Session session, ClockTold told, std::function<LocalTime()> now, bool confirmed);

/// Day 1..28 and hour. False: it was so already. Error `no_settlement_day`.
Dialogue<bool> set_settlement(Session session, unsigned day, unsigned hour);

/// The pump stops, and nobody starts it until it is told otherwise; who waters hangs. What it did stands in its own records. False: it was so already.
Dialogue<bool> lock_out(Session session, bool locked);

}  // namespace kwota::handheld
