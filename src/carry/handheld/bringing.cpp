#include "carry/handheld/bringing.h"

#include <algorithm>

#include "base/cause.h"
#include "carry/dlt645/pump_items.h"

namespace kwota::handheld {
namespace {

using dialogue::attempt;
using dialogue::ok;

constexpr std::uint32_t clock_item = 0x0400010C;
constexpr auto edition_item = dlt645::pump_item("black_list_edition"), black_cards_item = dlt645::pump_item("black_list_cards"), black_list_whole_item = dlt645::pump_item("black_list_whole"),
               acknowledge_item = dlt645::pump_item("hung_acknowledged"), changes_acknowledge_item = dlt645::pump_item("changes_acknowledged"),
               faults_acknowledge_item = dlt645::pump_item("faults_acknowledged"), hung_brought_item = dlt645::pump_item("hung_brought"),
               hung_released_item = dlt645::pump_item("hung_released"), settlement_item = dlt645::pump_item("pump_settlement"), locked_out_item = dlt645::pump_item("locked_out");
constexpr std::size_t most_in_a_write = 16;
/// Of a pump's list of who hangs; half of it is free after a visit. [K]
constexpr std::size_t hung_kept = 20, hung_free_after = 10;
constexpr std::int64_t right_within_s = 60, unasked_within_s = 15 * 60, seconds_a_day = 86'400;

/// n1 and so many numbers.
Bytes numbers(ByteView each) {
  Bytes out{static_cast<std::uint8_t>(each.size() / 4)};
  append(out, each);
  return out;
}

/// In frames of sixteen; each frame is kept when the pump has taken it.
Dialogue<std::size_t> tell_numbers(Session session, std::uint32_t item, Kind kind, std::vector<std::uint32_t> wanted) {
  for (std::size_t from = 0; from < wanted.size(); from += most_in_a_write) {
    Bytes some;
    for (std::size_t i = from; i < std::min(wanted.size(), from + most_in_a_write); ++i) append(some, low_first(wanted[i], 4));
    co_await write(session, item, numbers(some));
    co_await keep(kind, some);
  }
  co_return wanted.size();
}

/// All of a list are kept in one piece, so whoever has one has those before it, back to the one that was acknowledged. What this handheld alone has stays for
/// the next one to read: this one may be lost on its way home.
Dialogue<Done> acknowledge_list(Session session, Known known, Kind kind, std::uint32_t newest, std::uint32_t acknowledged, std::vector<Bytes> told) {
  const std::uint32_t unmarked = newest - acknowledged;
  if (unmarked == 0) co_return Done{};
  const auto here_alone = co_await not_at_office(session, known, kind, unmarked, told);
  if (here_alone >= unmarked) co_return Done{};
  const Bytes number = numbers(low_first(newest - here_alone, 4));
  co_await write(session, kind == Kind::fault ? faults_acknowledge_item : changes_acknowledge_item, number);
  co_return Done{};
}

/// Who hangs or was settled here, stored and not acknowledged yet.
struct Unacknowledged {
  std::vector<std::uint32_t> at_office, here_alone;
  std::size_t hanging_at_office = 0;
};

Unacknowledged unacknowledged(const Known& known) {
  Unacknowledged out;
  for (const auto& [number, record] : known.hung()) {
    if (known.is_acknowledged(number)) continue;
    const bool at_office = known.office_has_hung(number), hangs = record.state == pump::HungState::hung;
    if (at_office) out.at_office.push_back(number), out.hanging_at_office += hangs ? 1 : 0;
    else if (hangs) out.here_alone.push_back(number);
  }
  return out;
}

/// What takes the money from a card elsewhere is lost with a handheld when its pump has given the place away. So of what this one alone has the pump hears only
/// where nobody could start any more before somebody comes again: of the oldest, until half of its places are free.
Dialogue<std::vector<std::uint32_t>> may_give_away(Session session, Known known, std::optional<pump::Head> told) {
  const auto found = unacknowledged(known);
  auto wanted = found.at_office;
  if (found.here_alone.empty()) co_return wanted;
  if (!told) told = co_await look(session.address);
  const std::size_t taken = told->hung - std::min<std::size_t>(told->hung, found.hanging_at_office), most = hung_kept - hung_free_after;
  const std::size_t more = std::min(taken > most ? taken - most : 0, found.here_alone.size());
  wanted.insert(wanted.end(), found.here_alone.begin(), found.here_alone.begin() + static_cast<std::ptrdiff_t>(more));
  co_return wanted;
}

Bytes black_cards(std::uint16_t edition, std::span<const CardSerial> cards) {
  Bytes out = low_first(edition, 2);
  out.push_back(static_cast<std::uint8_t>(cards.size()));
  for (const CardSerial& card : cards) out.insert(out.end(), card.bytes.rbegin(), card.bytes.rend());
  return out;
}

/// Sixteen cards a frame.
std::vector<Bytes> frames_of(std::uint16_t edition, std::span<const CardSerial> cards) {
  std::vector<Bytes> frames;
  for (std::size_t from = 0; from < cards.size(); from += most_in_a_write)
    frames.push_back(black_cards(edition, cards.subspan(from, std::min(most_in_a_write, cards.size() - from))));
  return frames;
}

/// It has so many cards.
Bytes whole_list(std::uint16_t edition, std::size_t cards) {
  Bytes whole = low_first(edition, 2);
  append(whole, low_first(static_cast<std::uint32_t>(cards), 2));
  return whole;
}

/// The pump goes by its former list until it has all of this one. What was written is kept after that: one that broke off is brought anew.
Dialogue<std::size_t> bring_edition(Session session, std::uint16_t edition, std::vector<CardSerial> cards) {
  auto frames = frames_of(edition, cards);
  frames.insert(frames.begin(), black_cards(edition, {}));
  for (const Bytes& some : frames) co_await write(session, black_cards_item, some);
  co_await write(session, black_list_whole_item, whole_list(edition, cards.size()));
  for (const Bytes& some : frames) co_await keep(Kind::black_list_delivered, some);
  co_return cards.size();
}

/// Does the pump take it? Light that fails is an error.
Dialogue<bool> takes(Session session, std::uint32_t item, Bytes data) {
  const auto written = co_await attempt(write(session, item, std::move(data)));
  if (!written.ok() && written.error().fault != Fault::meter) co_return written.error();
  co_return written.ok();
}

/// These and those that were brought there before; each frame is kept when the pump has taken it. How many of these it took.
Dialogue<std::size_t> add_cards(Session session, std::uint16_t edition, std::vector<CardSerial> cards) {
  std::size_t taken = 0;
  for (const Bytes& some : frames_of(edition, cards)) {
    if (!co_await takes(session, black_cards_item, some)) co_return taken;
    co_await keep(Kind::black_list_delivered, some);
    taken += some[2];
  }
  co_return taken;
}

/// The pump has this number already. Who did not bring it there himself knows whose list that is when all of these cards stand in it: it has as many, or books that were restored from
/// an older copy have given the number once more, and it has those of the lost hours beside them.
Dialogue<std::size_t> bring_beside(Session session, Known known, std::uint16_t edition, std::vector<CardSerial> cards) {
  const auto* delivered = known.delivered(edition);
  auto lacking = cards;
  if (delivered) std::erase_if(lacking, [&](const CardSerial& card) { return delivered->contains(card); });
  if (edition == 0 || (delivered && lacking.empty())) co_return 0;
  const auto taken = co_await add_cards(session, edition, lacking);
  const Bytes number = low_first(edition, 2);
  const bool is_ours = taken == lacking.size() && co_await takes(session, black_list_whole_item, whole_list(edition, cards.size()));
  if (is_ours && lacking.empty()) co_await keep(Kind::black_list_delivered, black_cards(edition, {}));
  if (!is_ours && !known.has(Kind::black_list_differs, number)) co_await keep(Kind::black_list_differs, number);
  co_return taken;
}

Error list_is_newer(std::uint32_t here, std::uint16_t brought) {
  return error(Fault::refused, "black_list_newer",
               "The pump has a newer black list already; nothing was sent. Take new orders from the office.",
               {{"here", std::to_string(here)}, {"brought", std::to_string(brought)}})
      .trying(Again::never);
}

Error list_is_full(std::size_t cards) {
  return error(Fault::refused, "black_list_full",
               "More cards are blocked for this well than its pump has room for; nothing was sent, its list stays as it was. Call the manager.",
               {{"cards", std::to_string(cards)}, {"most", std::to_string(black_list_most)}})
      .trying(Again::never);
}

std::int64_t seconds_of(const LocalTime& at) {
  return day_number(at.date) * seconds_a_day + at.hour * 3'600 + at.minute * 60 + at.second;
}

LocalTime later_by(const LocalTime& at, std::int64_t seconds) {
  const auto whole = seconds_of(at) + seconds, days = (whole - (whole % seconds_a_day + seconds_a_day) % seconds_a_day) / seconds_a_day;
  const auto of_day = static_cast<unsigned>(whole - days * seconds_a_day);
  return {date_of_day(days), of_day / 3'600, of_day / 60 % 60, of_day % 60};
}

LocalTime local_of(const pump::Moment& at) { return {{2000 + at.year, at.month, at.day}, at.hour, at.minute, at.second}; }

Bytes moment_bytes(const LocalTime& at) {
  Bytes out;
  for (const unsigned part :
       {at.second, at.minute, at.hour, at.date.day, at.date.month, static_cast<unsigned>(at.date.year % 100)})
    append(out, low_first(part, 1));
  return out;
}

/// ss mm hh WW DD MM YY; the days of the week begin with Sunday, 0.
Bytes clock_bytes(const LocalTime& at) {
  Bytes out = moment_bytes(at);
  out.insert(out.begin() + 3, static_cast<std::uint8_t>(weekday(at.date) % 7));
  return out;
}

Error far_off(const LocalTime& meter, const LocalTime& ours) {
  return error(Fault::refused, Cause::clock_far_off,
               "The meter's clock says " + format_local(meter) + " and ours " + format_local(ours) +
                   ": more than a quarter of an hour. Nothing was set; confirm it when ours is right.",
               {{"meter_time", format_local(meter)}, {"time", format_local(ours)}})
      .trying(Again::never);
}

}  // namespace

Dialogue<std::size_t> acknowledge(Session session, Known known) {
  const AlreadyRead nothing;
  co_return co_await acknowledge_with(session, known, nothing);
}

Dialogue<std::size_t> acknowledge_with(Session session, Known known, AlreadyRead already) {
  const auto wanted = co_await may_give_away(session, known, already.head);
  const auto told = co_await tell_numbers(session, acknowledge_item, Kind::hung_acknowledged, wanted);
  if (!already.marks) already.marks = co_await read_marks(session);
  const auto& marks = already.marks;
  if (!marks) co_return told;
  co_await acknowledge_list(session, known, Kind::parameter, marks->changes, marks->changes_acknowledged, already.changes);
  co_await acknowledge_list(session, known, Kind::fault, marks->faults, marks->faults_acknowledged, already.faults);
  co_return told;
}

Dialogue<std::size_t> bring_black_list(Session session, Known known, std::uint16_t edition, std::vector<CardSerial> cards) {
  const auto bytes = co_await read(session.address, edition_item);
  const auto here = number_in(bytes);
  if (!here || *here > edition) co_return list_is_newer(here.value_or(0), edition);
  std::ranges::sort(cards);
  cards.erase(std::unique(cards.begin(), cards.end()), cards.end());
  if (cards.size() > black_list_most) co_return list_is_full(cards.size());
  if (*here < edition) co_return co_await bring_edition(session, edition, cards);
  co_return co_await bring_beside(session, known, edition, std::move(cards));
}

Dialogue<std::size_t> bring_released(Session session, Known known, std::vector<ReleasedUser> released) {
  std::vector<std::uint32_t> wanted;
  for (const ReleasedUser& user : released)
    if (user.meter == session.meter && !known.is_released(user.number)) wanted.push_back(user.number);
  return tell_numbers(std::move(session), hung_released_item, Kind::hung_released, std::move(wanted));
}

Dialogue<std::size_t> bring_hung(Session session, Known known, std::vector<Bytes> records) {
  std::size_t taken = 0;
  for (const Bytes& record : records) {
    if (known.is_brought(record) || known.has(Kind::hung, record)) continue;
    const auto written = co_await attempt(write(session, hung_brought_item, record));
    if (!written.ok() && written.error().fault != Fault::meter) co_return written.error();
    if (!written.ok()) continue;
    co_await keep(Kind::hung_brought, record);
    ++taken;
  }
  co_return taken;
}

Dialogue<ClockSetting> set_clock(Session session, std::function<LocalTime()> now, bool confirmed) {
  const auto head = co_await look(session.address);
  const ClockTold told{head.clock, now()};
  co_return co_await set_clock_told(session, told, now, confirmed);
}

Dialogue<ClockSetting> set_clock_told(Session session, ClockTold told, std::function<LocalTime()> now, bool confirmed) {
  ClockSetting setting;
  if (!told.there.is_none()) setting.ahead_s = seconds_of(local_of(told.there)) - seconds_of(told.here);
  const std::int64_t wrong = std::abs(setting.ahead_s.value_or(seconds_a_day));
  if (wrong <= right_within_s) co_return setting;
  if (wrong > unasked_within_s && !confirmed) co_return far_off(local_of(told.there), told.here);
  const LocalTime set = now();
  co_await write(session, clock_item, clock_bytes(set));
  setting.written = true;
  Bytes entry = moment_bytes(setting.ahead_s ? later_by(set, *setting.ahead_s) : local_of(told.there));
  append(entry, moment_bytes(set));
  entry.push_back(confirmed ? 1 : 0);
  co_await keep(Kind::clock_set, entry);
  co_return setting;
}

Dialogue<bool> lock_out(Session session, bool locked) {
  const auto there = co_await read(session.address, locked_out_item);
  const Bytes wanted = low_first(locked ? 1 : 0, 4);
  if (there == wanted) co_return false;
  co_await write(session, locked_out_item, wanted);
  co_return true;
}

Dialogue<bool> set_settlement(Session session, unsigned day, unsigned hour) {
  if (day < 1 || day > 28 || hour > 23)
    co_return error(Fault::request, "no_settlement_day", "A settlement day is 1 to 28 and its hour 0 to 23; nothing was set.");
  const auto head = co_await look(session.address);
  if (head.settlement_day == day && head.settlement_hour == hour) co_return false;
  // A month ends at one moment: day and hour are one change, or none.
  Bytes set, entry;
  for (const unsigned part : {hour, day}) append(set, low_first(part, 1));
  co_await write(session, settlement_item, set);
  for (const unsigned part : {unsigned{head.settlement_hour}, unsigned{head.settlement_day}}) append(entry, low_first(part, 1));
  append(entry, set);
  co_await keep(Kind::settlement_set, entry);
  co_return true;
}

}  // namespace kwota::handheld
