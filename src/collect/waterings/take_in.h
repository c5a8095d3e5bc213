// What a handheld hands over becomes rows: each record once, as the pump made it. Judging comes afterwards (settle.h), so that nothing is lost when that
// cannot be done now.
// Guarantees: the same hand-over again is the same row, and one that was broken off goes on where it was; a record that is in the books is not
// written again, whoever brings it.   Begin with begin(), then take_in() batch by batch, then stored().
#pragma once
#include <span>
#include <variant>

#include "books/decision.h"
#include "books/reader.h"
#include "books/rows/field/pump.h"
#include "people/context.h"

namespace kwota::waterings {

using people::Context;

/// Whose hand-over it is, and what the device has signed.
struct Manifest {
  std::string device;
  books::Hex hash;
  Instant made;
  std::int64_t meters = 0, entries = 0;
};
/// Errors: permission_denied, unknown_handheld {device}, handheld_withdrawn {device, reason}.
Result<books::Decision<books::HandOver>> begin(const books::Reader& books, const Manifest& manifest, const Context& context);

/// One record of the hand-over.
struct Brought {
  MeterNumber meter;
  books::PumpRecordKind kind = books::PumpRecordKind::usage;
  std::int64_t number = 0, crc = 0;
  std::string terminal;   ///< of a hung record
  books::Hex image;
  std::optional<LocalTime> start;  ///< of its lock; nothing: it says none, or the moment of something else
};
struct BatchCount {
  std::int64_t fresh = 0, known = 0;
};
Result<books::Decision<BatchCount>> take_in(const books::Reader& books, std::int64_t hand_over, std::span<const Brought> records, const Context& context);

/// What a pump tells beside its waterings: how it stood when a month ended, what was set, which card it did not serve – and what it was brought of who hangs
/// elsewhere. Where it hangs and whose the card is, is found out here.
using Reported = std::variant<books::WellMonth, books::WellChange, books::CardFault, books::HungBrought>;
/// Each once; a month that is told otherwise is named, and the first one stands.
Result<books::Decision<BatchCount>> take_in(const books::Reader& books, std::int64_t hand_over, std::span<const Reported> told, const Context& context);

/// How a pump stood, as whoever read it saw it.
struct HeadSeen {
  MeterNumber meter;
  Instant read;
  std::optional<LocalTime> clock;
  std::int64_t hung = 0, price_set = 0, key_version = 0, edition = 0;
  Energy energy, fault_energy;
  std::int64_t water = 0;
  std::optional<Instant> edition_since, records_read;
  bool brought_cards = false;  ///< whoever tells it has brought cards of this edition there; `edition_since` is when
  std::int64_t differs = 0;    ///< an edition that the pump had before its cards were brought, with more than those; 0: none
  std::int64_t settlement_day = 0, settlement_hour = 0;
  std::optional<std::int64_t> kept_from, kept_to;  ///< by its directory; kept_from of one row of numbers alone
  bool kept_full = false;
};
/// Everything of the hand-over is in the books. `counts`: what the row says of it, and the receipt that is to be signed for it.
Result<books::Decision<books::HandOver>> stored(const books::Reader& books, const books::HandOver& counts, std::span<const HeadSeen> heads, const Context& context);

/// A pump was looked at and had nothing new to tell.
Result<books::Decision<Done>> seen(const books::Reader& books, std::span<const HeadSeen> heads, const Context& context);

/// The office has signed for it. Errors: unknown_hand_over, hand_over_not_cleaned {number, state}.
Result<books::Decision<books::HandOver>> receipted(const books::Reader& books, std::int64_t hand_over, const std::string& receipt, const books::Hex& signature, const Context& context);

struct Certify {
  std::string number, name, station, maker;
  books::Hex public_key;
  std::int64_t approval = 0;
};
/// From now on its hand-overs are believed. Errors: permission_denied, name_missing, unknown_station, unknown_code, code_out_of_use, already_there {what}, approval_needed.
Result<books::Decision<books::Handheld>> certify(const books::Reader& books, const Certify& request, const Context& context);
/// Lost or out of use: what it signs from now on is nothing. Errors: unknown_handheld, reason_missing.
Result<books::Decision<books::Handheld>> withdraw(const books::Reader& books, const std::string& number, const std::string& reason, const Context& context);

}  // namespace kwota::waterings
