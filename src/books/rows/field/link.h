// The rows of meters on a line: where a meter is reached, and what it shall be told there.
// Guarantees: a command names what the meter shall do – a revision of a sequence number, a relay order, a reading – and how far
// it has come; money itself stands in sales, entries and instructions and in no command. No row holds a key or a seal.
// Never: says that a meter took something because it was sent; only the meter's own count settles a sale (decision 16).
// Registers: MeterLink, MeterCommand.   Queue and states: docs/remote-vending.md.   Begin with MeterCommand.
#pragma once
#include <array>
#include <optional>
#include <string>

#include "base/core/core.h"
#include "base/time.h"
#include "base/words.h"
#include "books/table.h"

namespace kwota::books {

enum class LinkStatus : std::uint8_t {
  active,
  stopped,  ///< nothing is sent and nothing is read
};
constexpr auto words_of(LinkStatus) { return std::array<std::string_view, 2>{"active", "stopped"}; }

/// Where a meter is reached without a card.
struct MeterLink {
  static constexpr auto table = "meter_link";
  static constexpr int key_columns = 1;
  MeterNumber meter;
  std::string address;           ///< "tcp://10.0.0.7:2404", "serial:///dev/ttyUSB0?baud=2400"
  std::string line;              ///< meters of one line never talk at the same time; empty: the address names the line
  std::string protocol;
  LinkStatus state = LinkStatus::active;
  std::string trouble;           ///< stable code of what a person must look at before anything more is sent; empty: nothing
  std::int64_t authentication_failures = 0;  ///< seals that the meter did not believe, one after the other, since the last one that it did
  Instant changed;
  template <class V> static void columns(V&& v) {
    v("meter", &MeterLink::meter); v("address", &MeterLink::address); v("line", &MeterLink::line); v("protocol", &MeterLink::protocol);
    v("state", &MeterLink::state); v("trouble", &MeterLink::trouble); v("authentication_failures", &MeterLink::authentication_failures);
    v("changed", &MeterLink::changed);
  }
};

/// Which conversations may not be held at the same time.
inline const std::string& line_of(const MeterLink& link) { return link.line.empty() ? link.address : link.line; }

/// Queued, sent, unknown: open. The others: settled.
enum class CommandStatus : std::uint8_t {
  queued,
  sent,
  unknown,  ///< sent, and nobody heard what became of it
  done,
  refused,
  expired,
  cancelled,
};
constexpr auto words_of(CommandStatus) { return std::array<std::string_view, 7>{"queued", "sent", "unknown", "done", "refused", "expired", "cancelled"}; }

/// One thing that a meter shall be told or asked over its link.
enum class CommandKind : std::uint8_t {
  credit,      ///< the instruction n/revision
  voided,      ///< the same, worthless
  closing,     ///< the instruction n/revision that ends the account
  relay,
  prices,
  parameters,
  clock,
  read,
  void_list,   ///< tool cards that it shall refuse from now on
  settlement,  ///< on which day of a month, and when, a pump ends it
};
constexpr auto words_of(CommandKind) { return std::array<std::string_view, 10>{"credit", "void", "closing", "relay", "prices", "parameters", "clock", "read", "void_list", "settlement"}; }

struct MeterCommand {
  static constexpr auto table = "meter_command";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 2> people{"asked_by", "approved_by"};
  std::int64_t number = 0;       ///< running
  MeterNumber meter;
  CommandKind kind = CommandKind::read;
  std::string sale;              ///< receipt number that people know it by; empty when it moves no money
  SequenceNumber n;              ///< 0 when it moves no money
  std::uint32_t revision = 0;
  std::string content = "{}";    ///< JSON: of a relay order {"order": "trip", "minutes": 60}; of prices
                                 ///< {"plan", "version", "mark"}; of parameters {"set": {name: text}};
                                 ///< of a void list {"edition": KeyDevice::void_number of its newest};
                                 ///< of a clock {"confirmed": true} or nothing; of a settlement {"day": 25, "hour": 6}
  CommandStatus state = CommandStatus::queued;
  std::int64_t tries = 0;        ///< how often it was sent, or the meter was not reached for it
  Instant created;
  Instant not_before;            ///< the pause after a try that failed
  Instant deadline;              ///< behind it a queued command expires; a sent one is still settled by reading
  std::optional<Instant> settled;
  std::string asked_by, approved_by;
  std::string evidence;          ///< one English sentence: how we know
  std::string error;             ///< stable code of what went wrong last; empty: nothing
  std::string error_details;     ///< JSON: the figures of its sentence in any language; empty: it has none
  template <class V> static void columns(V&& v) {
    v("number", &MeterCommand::number); v("meter", &MeterCommand::meter); v("kind", &MeterCommand::kind); v("sale", &MeterCommand::sale);
    v("n", &MeterCommand::n); v("revision", &MeterCommand::revision); v("content", &MeterCommand::content);
    v("state", &MeterCommand::state); v("tries", &MeterCommand::tries); v("created", &MeterCommand::created);
    v("not_before", &MeterCommand::not_before); v("deadline", &MeterCommand::deadline); v("settled", &MeterCommand::settled);
    v("asked_by", &MeterCommand::asked_by); v("approved_by", &MeterCommand::approved_by); v("evidence", &MeterCommand::evidence);
    v("error", &MeterCommand::error); v("error_details", &MeterCommand::error_details);
  }
  static constexpr IndexOf<MeterCommand> open_of{{"meter_command_open", {"meter", "number"}, {Only::When::nothing, "settled"}}};
  static constexpr IndexOf<MeterCommand> of_number{{"meter_command_number", {"meter", "n", "number"}}};
  static constexpr IndexOf<MeterCommand> of_kind{{"meter_command_kind", {"meter", "kind", "number"}}};
  static constexpr IndexOf<MeterCommand> by_pause{{"meter_command_due", {"not_before"}, {Only::When::nothing, "settled"}}};
  static constexpr IndexOf<MeterCommand> by_deadline{{"meter_command_late", {"deadline"}, {Only::When::nothing, "settled"}}};
  template <class V> static void indexes(V&& v) { v(open_of); v(of_number); v(of_kind); v(by_pause); v(by_deadline); }
};

}  // namespace kwota::books
