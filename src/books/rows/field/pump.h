// What wells tell the office: the records of their pumps as a handheld brought them, the waterings that follow from these, the numbers that are
// missing, and the handhelds themselves.
// A module draws each number once. Where a meter got another module – or another meter came under its number –, numbers begin anew: that is another
// series of this meter, and a watering is known by meter, series and number.
// Guarantees: a record is kept as the pump made it, once, and never changed; what a watering is and whether it is paid follows from all records of
// it, in whatever order they came. Money moves with a proof alone, once.
// Registers: Watering, WellSeries, ReleasedLock, RecordGap, WellHead, HungBrought, WellMonth, WellChange, CardFault, Handheld, HandOver, BlackListed.   Chained: PumpRecord.   Begin with Watering.
#pragma once
#include <array>
#include <optional>
#include <string>

#include "base/core/core.h"
#include "base/time.h"
#include "base/words.h"
#include "books/listed.h"
#include "books/table.h"

namespace kwota::books {

enum class PumpRecordKind : std::uint8_t {
  usage,
  hung,
};
constexpr auto words_of(PumpRecordKind) { return std::array<std::string_view, 2>{"usage", "hung"}; }

/// The bytes of one record, as the pump made them: what everything else is said by.
struct PumpRecord {
  static constexpr auto table = "pump_record";
  static constexpr int key_columns = 4;
  static constexpr Composed composed{"chain", {"pump/", "=meter"}};
  MeterNumber meter;        ///< that was read
  PumpRecordKind kind = PumpRecordKind::usage;
  std::int64_t number = 0;  ///< transaction number of the terminal
  std::int64_t crc = 0;     ///< as the record ends: the same number may come with other bytes
  std::string chain;        ///< "pump/<meter>"
  std::string terminal;     ///< of a hung record, which may be another well's; of a usage record empty: it is the meter's own
  Hex image;
  std::int64_t hand_over = 0;
  Instant time;             ///< when it was taken in
  template <class V> static void columns(V&& v) {
    v("meter", &PumpRecord::meter); v("kind", &PumpRecord::kind); v("number", &PumpRecord::number); v("crc", &PumpRecord::crc);
    v("chain", &PumpRecord::chain); v("terminal", &PumpRecord::terminal); v("image", &PumpRecord::image); v("hand_over", &PumpRecord::hand_over);
    v("time", &PumpRecord::time);
  }
  static constexpr IndexOf<PumpRecord> of_terminal{{"pump_record_terminal", {"terminal", "number"}, {Only::When::filled, "terminal"}}};
  static constexpr IndexOf<PumpRecord> of_hand_over{{"pump_record_hand_over", {"hand_over"}}};
  template <class V> static void indexes(V&& v) { v(of_terminal); v(of_hand_over); }
};

/// What is known of a watering, and so of its money.
enum class WateringStatus : std::uint8_t {
  unknown_well,   ///< nobody has said at which well this meter hangs, or which terminal is in it: nothing can be proven
  foreign,        ///< paid by a card that is not in our books
  useless,        ///< nothing flowed and nothing was paid: kept, and not shown
  hung,           ///< used and not paid yet: its card is grey
  unproven,       ///< its proof is not the card's: no money moves
  contradicting,  ///< its records say different things, and no proof says which is right: no money moves
  proven,         ///< the card has paid, and the books know
  late,           ///< proven after its purse was paid over, or beyond what was ever on it: an exception, never a second payment
  released,       ///< its card was freed without this record, by two persons: nothing more is owed for it
};
constexpr auto words_of(WateringStatus) {
  return std::array<std::string_view, 9>{"unknown_well", "foreign", "useless", "hung", "unproven", "contradicting", "proven", "late", "released"};
}
/// A card has proved that it paid; nothing that comes later takes it back.
constexpr bool is_proven(WateringStatus state) { return state == WateringStatus::proven || state == WateringStatus::late; }

/// Why the pump stopped.
enum class WateringEnd : std::uint8_t {
  none,
  swipe,
  exhausted,
  mains,
  order,
  black_list,
  idle,
  longest_run,
};
constexpr auto words_of(WateringEnd) {
  return std::array<std::string_view, 8>{"none", "swipe", "exhausted", "mains", "order", "black_list", "idle", "longest_run"};
}

/// Where the card paid.
enum class WateringPaid : std::uint8_t {
  nowhere,
  at_well,
  elsewhere,   ///< at another well, with the record that was brought there
  at_counter,  ///< with the record
  released,    ///< at the counter without a record: by two persons
  kept_back,   ///< by nothing that its card did: it is lost, and what hung was taken off what it held
};
constexpr auto words_of(WateringPaid) { return std::array<std::string_view, 6>{"nowhere", "at_well", "elsewhere", "at_counter", "released", "kept_back"}; }

/// One watering, as all records of it together say.
struct Watering {
  static constexpr auto table = "watering";
  static constexpr int key_columns = 3;
  static constexpr Listed list{.name = "waterings", .sort = "-start", .searched = {"meter", "well", "card"}, .right = "customers_read", .technical = {"gmac"}};
  MeterNumber meter;          ///< of the well where it was
  std::int64_t series = 1;    ///< which of the meter's rows of numbers, from 1 on
  std::int64_t number = 0;    ///< transaction number of the terminal
  std::string well, station;
  WateringStatus state = WateringStatus::unknown_well;
  WateringPaid paid = WateringPaid::nowhere;
  std::optional<CardSerial> card;
  std::int64_t account = 0, purse = 0;  ///< 0: nobody's of ours
  std::optional<LocalTime> start;   ///< of the lock, by the pump's clock
  std::optional<LocalTime> debited; ///< when the card paid, as its proof says
  std::int64_t seconds = 0;
  Energy register_after;      ///< of the well, after this watering
  Energy used;
  std::int64_t water = 0;     ///< litres
  Money amount;
  Money after;                ///< left on the card then
  WateringEnd cause = WateringEnd::none;
  bool clock_invalid = false, made_up = false;
  std::int64_t price_set = 0;
  std::string terminal;       ///< twelve digits
  std::int64_t offline = 0;   ///< the card's counter before the lock, as the hung record has it
  Hex gmac;                   ///< what takes the money from the card elsewhere; empty: it never hung
  Hex tac;                    ///< what proves it
  std::int64_t others = 0;    ///< records that say something else
  Money posted;               ///< what has moved in the ledger for it
  std::int64_t hand_over = 0; ///< that told of it last
  std::optional<Instant> settled;
  template <class V> static void columns(V&& v) {
    v("meter", &Watering::meter); v("series", &Watering::series); v("number", &Watering::number); v("well", &Watering::well); v("station", &Watering::station);
    v("state", &Watering::state); v("paid", &Watering::paid); v("card", &Watering::card); v("account", &Watering::account); v("purse", &Watering::purse);
    v("start", &Watering::start); v("debited", &Watering::debited); v("seconds", &Watering::seconds); v("register_after", &Watering::register_after);
    v("used", &Watering::used); v("water", &Watering::water); v("amount", &Watering::amount); v("after", &Watering::after);
    v("cause", &Watering::cause); v("clock_invalid", &Watering::clock_invalid); v("made_up", &Watering::made_up); v("price_set", &Watering::price_set);
    v("terminal", &Watering::terminal); v("offline", &Watering::offline); v("gmac", &Watering::gmac); v("tac", &Watering::tac);
    v("others", &Watering::others); v("posted", &Watering::posted); v("hand_over", &Watering::hand_over); v("settled", &Watering::settled);
  }
  static constexpr IndexOf<Watering> of_account{{"watering_account", {"account", "start"}}};
  /// Of a card, those that hang: few, so that what is paid at its own well writes one index less.
  static constexpr IndexOf<Watering> hanging_on_card{{"watering_hanging_card", {"card"}, {Only::When::is, "state", "hung"}}};
  static constexpr IndexOf<Watering> of_well{{"watering_well", {"well", "start"}}};
  static constexpr IndexOf<Watering> hanging{{"watering_hanging", {"meter", "number"}, {Only::When::is, "state", "hung"}}};
  /// Who ever hung, by where he paid; with that his own well's proof, or none.
  static constexpr IndexOf<Watering> once_hung{{"watering_once_hung", {"paid", "tac", "meter", "number"}, {Only::When::filled, "gmac"}}};
  template <class V> static void indexes(V&& v) { v(of_account); v(hanging_on_card); v(of_well); v(hanging); v(once_hung); }
};

/// Numbers that one module has drawn in a meter.
struct WellSeries {
  static constexpr auto table = "well_series";
  static constexpr int key_columns = 2;
  MeterNumber meter;
  std::int64_t series = 1;
  std::optional<LocalTime> from;         ///< of its first lock that is known; of the meter's first series none
  std::int64_t newest = -1;              ///< number of the record that was read last; -1: none
  std::optional<LocalTime> newest_start; ///< of that one's lock
  Instant found;
  template <class V> static void columns(V&& v) {
    v("meter", &WellSeries::meter); v("series", &WellSeries::series); v("begins", &WellSeries::from); v("newest_number", &WellSeries::newest);
    v("newest_start", &WellSeries::newest_start); v("found", &WellSeries::found);
  }
};

/// How far its card's offline counter has gone by it, as far as the books are sure: a lock moves it on, and so does the debit after it.
inline std::int64_t steps_of(const Watering& row) {
  if (is_proven(row.state) || (row.state == WateringStatus::useless && !row.tac.empty())) return 2;
  return row.state == WateringStatus::hung ? 1 : 0;
}

/// A grey card that was freed without its pump's record: what that record says later is paid with this, whatever it says.
struct ReleasedLock {
  static constexpr auto table = "released_lock";
  static constexpr int key_columns = 2;
  CardSerial card;
  std::int64_t offline = 0;  ///< the card's counter before the lock
  std::string terminal;      ///< that had locked it
  std::string sale;          ///< receipt number of the release
  Money amount;              ///< that two persons said was used
  Instant time;
  std::optional<LocalTime> locked;  ///< when, by the pump's clock, as the card says
  template <class V> static void columns(V&& v) {
    v("card", &ReleasedLock::card); v("offline", &ReleasedLock::offline); v("terminal", &ReleasedLock::terminal); v("sale", &ReleasedLock::sale);
    v("amount", &ReleasedLock::amount); v("time", &ReleasedLock::time); v("locked", &ReleasedLock::locked);
  }
};
/// Whether it is of this lock: the card's counter tells it, which the hung record has, or the moment of the lock, which the usage record has.
inline bool is_of(const Watering& row, const ReleasedLock& lock) {
  if (row.card != lock.card || row.terminal != lock.terminal) return false;
  return (!row.gmac.empty() && row.offline == lock.offline) || (lock.locked && row.start == lock.locked);
}

enum class GapStatus : std::uint8_t {
  open,
  filled,
  overwritten,  ///< the pump has written newer ones over them: nobody can bring them any more
};
constexpr auto words_of(GapStatus) { return std::array<std::string_view, 3>{"open", "filled", "overwritten"}; }

/// Numbers between two records of a well, or before the first of them, that nobody has brought.
struct RecordGap {
  static constexpr auto table = "record_gap";
  static constexpr int key_columns = 3;
  static constexpr Listed list{"record-gaps", "meter", {"meter", "well"}, "meters_read"};
  MeterNumber meter;
  std::int64_t series = 1;
  std::int64_t first = 0, last = 0;  ///< the missing numbers, both included
  std::string well, station;
  GapStatus state = GapStatus::open;
  Instant found;
  std::optional<Instant> filled;
  template <class V> static void columns(V&& v) {
    v("meter", &RecordGap::meter); v("series", &RecordGap::series); v("first_number", &RecordGap::first); v("last_number", &RecordGap::last); v("well", &RecordGap::well);
    v("station", &RecordGap::station); v("state", &RecordGap::state); v("found", &RecordGap::found); v("filled", &RecordGap::filled);
  }
};

/// How a pump stood when it was read last.
struct WellHead {
  static constexpr auto table = "well_head";
  static constexpr int key_columns = 1;
  static constexpr Listed list{"well-heads", "meter", {"meter", "well"}, "meters_read"};
  MeterNumber meter;
  std::string well, station;
  Instant read;                         ///< by the handheld's clock
  std::optional<LocalTime> clock;       ///< by the pump's
  std::int64_t hung = 0, price_set = 0, key_version = 0;
  std::int64_t edition = 0;             ///< of its black list
  std::optional<Instant> edition_since; ///< when its cards were brought there, or found there; nothing: a number alone was read
  Energy energy, fault_energy;
  std::int64_t water = 0;               ///< litres
  std::optional<Instant> records_read;  ///< up to when its waterings are in the books
  std::int64_t settlement_day = 0, settlement_hour = 0;  ///< when its months end; 0: nobody has read it
  std::optional<std::int64_t> kept_from, kept_to;  ///< numbers of its oldest and newest record, as its directory said last; nothing: it keeps none, or nobody has asked
  bool kept_full = false;               ///< it keeps as many as it has room for: the next one takes the place of the oldest
  template <class V> static void columns(V&& v) {
    v("meter", &WellHead::meter); v("well", &WellHead::well); v("station", &WellHead::station); v("read", &WellHead::read); v("clock", &WellHead::clock);
    v("hung", &WellHead::hung); v("price_set", &WellHead::price_set); v("key_version", &WellHead::key_version); v("list_edition", &WellHead::edition);
    v("edition_since", &WellHead::edition_since); v("energy", &WellHead::energy); v("fault_energy", &WellHead::fault_energy); v("water", &WellHead::water);
    v("records_read", &WellHead::records_read); v("settlement_day", &WellHead::settlement_day); v("settlement_hour", &WellHead::settlement_hour);
    v("kept_from", &WellHead::kept_from); v("kept_to", &WellHead::kept_to); v("kept_full", &WellHead::kept_full);
  }
};

/// Who hangs elsewhere and may come to this well: his record was brought here, and the pump took it.
struct HungBrought {
  static constexpr auto table = "hung_brought";
  static constexpr int key_columns = 2;
  MeterNumber meter;
  Hex image;  ///< the hung record as its own pump made it
  Instant brought;
  template <class V> static void columns(V&& v) { v("meter", &HungBrought::meter); v("image", &HungBrought::image); v("brought", &HungBrought::brought); }
};

/// How a pump stood when a month ended, on its settlement day.
struct WellMonth {
  static constexpr auto table = "well_month";
  static constexpr int key_columns = 2;
  static constexpr Listed list{"well-months", "-month", {"meter", "well", "month"}, "meters_read"};
  MeterNumber meter;
  std::string month;          ///< "2026-11", as the pump calls it
  std::string well, station;
  Energy energy;              ///< of its register then
  std::int64_t water = 0;     ///< litres, likewise
  Money charged;              ///< of all waterings until then
  bool differs = false;       ///< another record says something else of this month; the first one stands
  std::int64_t hand_over = 0;
  template <class V> static void columns(V&& v) {
    v("meter", &WellMonth::meter); v("month", &WellMonth::month); v("well", &WellMonth::well); v("station", &WellMonth::station);
    v("energy", &WellMonth::energy); v("water", &WellMonth::water); v("charged", &WellMonth::charged); v("differs", &WellMonth::differs);
    v("hand_over", &WellMonth::hand_over);
  }
  static constexpr IndexOf<WellMonth> of_well{{"well_month_well", {"well", "month"}}};
  template <class V> static void indexes(V&& v) { v(of_well); }
};

/// Something was set at a pump, as the pump wrote it down.
struct WellChange {
  static constexpr auto table = "well_change";
  static constexpr int key_columns = 2;
  static constexpr std::array<std::string_view, 1> people{"changed_by"};
  static constexpr Listed list{.name = "well-changes", .sort = "-changed", .searched = {"meter", "well", "changed_by"}, .right = "meters_read", .technical = {"image"}};
  MeterNumber meter;
  std::string image;          ///< the record itself, hexadecimal: once
  std::string well, station;
  std::optional<LocalTime> changed;  ///< by the pump's clock
  std::string by;             ///< code of an operator, or serial number of a card
  std::int64_t parameter = 0; ///< its number at the pump
  std::int64_t before = 0, after = 0;
  std::int64_t hand_over = 0;
  template <class V> static void columns(V&& v) {
    v("meter", &WellChange::meter); v("image", &WellChange::image); v("well", &WellChange::well); v("station", &WellChange::station);
    v("changed", &WellChange::changed); v("changed_by", &WellChange::by); v("parameter", &WellChange::parameter); v("value_before", &WellChange::before);
    v("value_after", &WellChange::after); v("hand_over", &WellChange::hand_over);
  }
  static constexpr IndexOf<WellChange> of_well{{"well_change_well", {"well", "changed"}}};
  template <class V> static void indexes(V&& v) { v(of_well); }
};

/// A card that a pump did not serve to the end.
struct CardFault {
  static constexpr auto table = "card_fault";
  static constexpr int key_columns = 2;
  static constexpr Listed list{.name = "card-faults", .sort = "-seen", .searched = {"meter", "well", "card", "account"}, .right = "meters_read", .technical = {"image"}};
  MeterNumber meter;
  std::string image;          ///< the record itself, hexadecimal: once
  std::string well, station;
  std::optional<LocalTime> seen;     ///< by the pump's clock
  std::optional<CardSerial> card;
  std::int64_t account = 0;   ///< 0: nobody's of ours
  std::int64_t error_class = 0;      ///< as the display showed it
  std::string status;         ///< what card or module answered, four hexadecimal digits
  std::int64_t step = 0;      ///< of the session
  Money balance;
  std::int64_t hand_over = 0;
  template <class V> static void columns(V&& v) {
    v("meter", &CardFault::meter); v("image", &CardFault::image); v("well", &CardFault::well); v("station", &CardFault::station);
    v("seen", &CardFault::seen); v("card", &CardFault::card); v("account", &CardFault::account); v("error_class", &CardFault::error_class);
    v("status", &CardFault::status); v("step", &CardFault::step); v("balance", &CardFault::balance); v("hand_over", &CardFault::hand_over);
  }
  static constexpr IndexOf<CardFault> of_well{{"card_fault_well", {"well", "seen"}}};
  template <class V> static void indexes(V&& v) { v(of_well); }
};

enum class HandheldStatus : std::uint8_t {
  certified,
  withdrawn,
};
constexpr auto words_of(HandheldStatus) { return std::array<std::string_view, 2>{"certified", "withdrawn"}; }

/// A handheld whose hand-overs are believed: two persons stand behind its key.
struct Handheld {
  static constexpr auto table = "handheld";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 2> people{"entered_by", "approved_by"};
  static constexpr Listed list{.name = "handhelds", .sort = "number", .searched = {"number", "name"}, .right = "meters_read", .technical = {"public_key"}};
  std::string number;      ///< the first bytes of its key's hash, as it shows them itself
  std::string name, station;
  std::string maker;       ///< a code of the table of their makers
  Hex public_key;          ///< SubjectPublicKeyInfo
  HandheldStatus state = HandheldStatus::certified;
  std::string reason;      ///< why it was withdrawn
  Instant since;
  std::string entered_by, approved_by;
  template <class V> static void columns(V&& v) {
    v("number", &Handheld::number); v("name", &Handheld::name); v("station", &Handheld::station); v("maker", &Handheld::maker); v("public_key", &Handheld::public_key);
    v("state", &Handheld::state); v("reason", &Handheld::reason); v("since", &Handheld::since); v("entered_by", &Handheld::entered_by);
    v("approved_by", &Handheld::approved_by);
  }
};

enum class HandOverStatus : std::uint8_t {
  taking_in,  ///< broken off: the same hand-over again goes on
  stored,     ///< every record is in the books, as it came
  cleaned,    ///< each is judged, and its money is settled
  receipted,  ///< the office has signed for it: the device may clear its store
};
constexpr auto words_of(HandOverStatus) { return std::array<std::string_view, 4>{"taking_in", "stored", "cleaned", "receipted"}; }

/// What a handheld, a collect card or a line gave to the office at once.
struct HandOver {
  static constexpr auto table = "hand_over";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 1> people{"taken_by"};
  static constexpr Listed list{.name = "hand-overs", .sort = "-number", .searched = {"device", "manifest"}, .right = "meters_read", .technical = {"manifest", "receipt", "receipt_signature"}};
  std::int64_t number = 0;
  std::string device, station;
  Hex manifest;            ///< SHA-256 of what the device has signed
  Instant made, taken;
  std::string taken_by;
  HandOverStatus state = HandOverStatus::taking_in;
  std::int64_t meters = 0, entries = 0;   ///< as the manifest counts
  std::int64_t usage = 0, hung = 0;
  std::int64_t fresh = 0, known = 0, unreadable = 0;  ///< records that came for the first time, that were there before, whose check sum is wrong
  std::int64_t waterings = 0;             ///< judged
  std::int64_t proven = 0, open = 0, unproven = 0, contradicting = 0, useless = 0, foreign = 0, late = 0;  ///< of these
  std::int64_t gaps = 0;                  ///< open at its wells
  Money amount;                           ///< proven by it
  std::string receipt;                    ///< the text that was signed
  Hex receipt_signature;
  template <class V> static void columns(V&& v) {
    v("number", &HandOver::number); v("device", &HandOver::device); v("station", &HandOver::station); v("manifest", &HandOver::manifest);
    v("made", &HandOver::made); v("taken", &HandOver::taken); v("taken_by", &HandOver::taken_by); v("state", &HandOver::state);
    v("meters", &HandOver::meters); v("entries", &HandOver::entries); v("usage", &HandOver::usage); v("hung", &HandOver::hung);
    v("fresh", &HandOver::fresh); v("known", &HandOver::known); v("unreadable", &HandOver::unreadable); v("waterings", &HandOver::waterings);
    v("proven", &HandOver::proven); v("open", &HandOver::open); v("unproven", &HandOver::unproven); v("contradicting", &HandOver::contradicting);
    v("useless", &HandOver::useless); v("foreign", &HandOver::foreign); v("late", &HandOver::late); v("gaps", &HandOver::gaps);
    v("amount", &HandOver::amount); v("receipt", &HandOver::receipt); v("receipt_signature", &HandOver::receipt_signature);
  }
  static constexpr IndexOf<HandOver> of_manifest{{"hand_over_manifest", {"manifest"}}};
  static constexpr IndexOf<HandOver> of_device{{"hand_over_device", {"device", "number"}}};
  /// Their records are in the books, and nobody has judged them yet.
  static constexpr IndexOf<HandOver> to_be_cleaned{{"hand_over_stored", {"taken"}, {Only::When::is, "state", "stored"}}};
  template <class V> static void indexes(V&& v) { v(of_manifest); v(of_device); v(to_be_cleaned); }
};

/// A card that no well shall serve any more; an edition of the black list has all cards up to its own number.
struct BlackListed {
  static constexpr auto table = "black_listed";
  static constexpr int key_columns = 1;
  static constexpr Listed list{"black-list", "-list_edition", {"card", "account"}, "customers_read"};
  std::int64_t edition = 0;  ///< with which it came onto the list
  CardSerial card;
  std::int64_t account = 0, purse = 0;
  std::string area_1, area_2, area_3, area_4;
  std::string reason;
  Instant since;
  template <class V> static void columns(V&& v) {
    v("list_edition", &BlackListed::edition); v("card", &BlackListed::card); v("account", &BlackListed::account); v("purse", &BlackListed::purse);
    v("area_1", &BlackListed::area_1); v("area_2", &BlackListed::area_2); v("area_3", &BlackListed::area_3); v("area_4", &BlackListed::area_4);
    v("reason", &BlackListed::reason); v("since", &BlackListed::since);
  }
  static constexpr IndexOf<BlackListed> of_card{{"black_listed_card", {"card"}}};
  template <class V> static void indexes(V&& v) { v(of_card); }
};

}  // namespace kwota::books
