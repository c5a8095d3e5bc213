// What the counter knows of the queue to a meter on a line: an instruction may travel on a card, over the link, or both. They carry
// the same number and revision, so it does not matter which one arrives (decision 16).
// Guarantees: looks and makes rows; a command is settled by the meter's own count or by a newer instruction, never by time alone.
// Who sends, when and how often: sell/remote.   Begin with: command_for(), on_the_line().
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "books/decision.h"
#include "books/reader.h"
#include "sell/scheme/scheme.h"

namespace kwota::counter {

using scheme::Carrier;

/// A sale that no meter took for so long is moved or taken back by a person (meters.md section 12).
inline constexpr Duration money_deadline = Duration::hours(24);

inline bool is_credit_command(const books::MeterCommand& command) { return command.n.value() != 0; }

/// A command that waits from now on; what it says is the caller's.
books::MeterCommand new_command(std::int64_t number, MeterNumber meter, books::CommandKind kind, const std::string& asked_by, Instant now,
                                Instant deadline);
/// The command that brings this instruction over the meter's link; `sale` is what people know it by.
books::MeterCommand command_for(const books::Reader& books, const books::Instruction& instruction, const std::string& sale,
                                const std::string& asked_by, Instant now);
/// What went wrong last; nothing: all is well.
void set_cause(books::MeterCommand& command, const std::optional<Error>& cause);
books::MeterCommand settled(books::MeterCommand command, books::CommandStatus state, std::string evidence, const std::optional<Error>& cause, Instant now);

/// How far the line is with a number: the most urgent word of its open commands.
enum class LinkDelivery : std::uint8_t {
  never,    ///< the number was never given to the line
  ended,    ///< it was, and no command is open any more
  queued,   ///< waits; nothing of it is out
  unknown,  ///< may have arrived: the meter must be asked
  sent,     ///< in a conversation right now
};
LinkDelivery on_the_line(const books::Reader& books, const books::Instruction& instruction);

/// Queued commands of this number are over: `evidence` says what takes their place.
void cancel_queued(const books::Reader& books, const books::Instruction& instruction, std::string evidence, Instant now, books::Changes& changes);
/// Why nothing of them is sent any more.
inline constexpr std::string_view left_behind = "This meter serves the account no longer.";
/// The meter's count has reached these commands. `winner`: what it took last, when that is one of ours.
void settle_commands(const books::Reader& books, MeterNumber meter, SequenceNumber count, const books::Instruction& winner, Instant now,
                     books::Changes& changes);

/// Something that carries this sale may be outside: on a card, or sent and not proven to be worthless.
bool may_have_been_sent(const books::Reader& books, const books::Instruction& newest, std::string_view sale);

}  // namespace kwota::counter
