// The queue of a meter on a line, as decisions: what is next, what may be sent, what became of it. The runner (work/head_end)
// asks and tells; nothing here opens a line or waits.
//   queued -> sent -> done | refused | queued again after a pause | unknown -> (the meter is read) -> done | queued again
//   queued -> expired (its deadline) | cancelled (moved, replaced, called off)
// Guarantees: in the journal before it is sent; one money command of a meter at a time; unknown is settled by the meter's count
// and never by sending again; after two seals that the meter did not believe nothing more is sent until a person has looked. A
// runner's contact: next() -> open the line, read the meter -> received() -> next() -> sending() -> the dialogue -> record_result() -> read
// -> received(). Begin with: due(), next().
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sell/counter/carriage.h"
#include "sell/counter/statement.h"
#include "sell/remote/parameters.h"
#include "sell/remote/prices.h"

namespace kwota::remote {

using people::Context;

/// Who acts when no person does: at the station of the meter's account, with no right of its own.
inline constexpr auto head_end = "head-end";
Result<Context> context_of(const books::Reader& books, MeterNumber meter, Instant now);

/// Pauses after tries that failed: 2, 8, 30 seconds, then every 5 minutes (meters.md section 12).
Duration pause_after(std::int64_t tries);
/// So many seals in a row that the meter did not believe, and a person must look: a loop would lock the meter (meters.md 4.1).
inline constexpr std::int64_t seals_refused_max = 2;

struct Next {
  enum class Step : std::uint8_t {
    nothing,  ///< `at`: when there will be something, if nobody orders more
    ask,      ///< `command` may have arrived: read the meter, then received()
    send,     ///< `command` is to be sent: sending()
  };
  Step step = Step::nothing;
  std::optional<books::MeterCommand> command;
  std::optional<Instant> at;
};
/// Money before orders, protection before other orders, then prices, parameters, readings last; each kind in the order of its numbers.
Next next(const books::Reader& books, MeterNumber meter, Instant now);

/// Meters with something to do now – those with money first – and when the next one will have.
struct Due {
  std::vector<books::MeterLink> links;
  std::optional<Instant> next;
};
Due due(const books::Reader& books, Instant now);

struct Sending {
  books::MeterCommand command;                 ///< as it stands now
  std::optional<counter::CarryOrder> order{};  ///< of a money command: what the meter shall be told
  bool go = false;                             ///< false: it was replaced, taken back or refused meanwhile, or waits on
  std::optional<PriceTable> prices{};          ///< of a command of kind prices
};
/// Before anything of it leaves the house: journal and state `sent`. `vault`: the journal's chain. Errors: unknown_command,
/// command_not_queued, usable_link()'s and what order_of_sale() says.
Result<books::Decision<Sending>> sending(const books::Reader& books, std::int64_t command, const std::string& vault,
                                         const Context& context);

/// By what the seal of a money command is found again (seal::Vault::seal_marks): into the journal, beside that it was sealed.
Result<books::Decision<Done>> sealed(const books::Reader& books, std::int64_t command, const std::string& vault, const Details& marks, const Context& context);

/// It waits for its turn (Pace); not sent. Error `unknown_command`.
Result<books::Decision<Done>> postponed(const books::Reader& books, std::int64_t command, Instant until, const Context& context);

enum class Ended : std::uint8_t { done, not_done, in_doubt };
struct CommandResult {
  std::int64_t command = 0;
  Ended ended = Ended::in_doubt;
  std::string evidence;        ///< one English sentence
  std::optional<Error> cause;  ///< of not_done and in_doubt
  std::string vault;           ///< the journal's chain
  std::vector<ReportedParameter> reported{};  ///< of a command of kind parameters
};
/// What became of a command that was sent. Refusals that another try would only repeat end it (state refused); seals that were not believed count
/// for the link; everything else is tried again after a pause. A relay order in doubt may be given again. Nothing changes where the meter's whole
/// word, or a card that came to a counter meanwhile, has settled it. Error `unknown_command`.
Result<books::Decision<books::MeterCommand>> record_result(const books::Reader& books, const CommandResult& what, const Context& context);
/// The meter was not reached, or did not believe us, before anything was sent: every due command of it pauses.
Result<books::Decision<Done>> unreached(const books::Reader& books, MeterNumber meter, const Error& cause,
                                        const Context& context);

/// The meter's whole word (way "link"), read in a session that is newer than everything sent before: it settles sales by count
/// and amount (counter::take_statement), and with them the commands; what it has not taken will never arrive and may be sent
/// again. `vault` as above.
Result<books::Decision<counter::StatementOutcome>> received(const books::Reader& books, const counter::StatementRequest& request,
                                                const std::string& vault, const Context& context);

/// Commands that waited too long. Their sales stay booked, to be moved or taken back.
Result<books::Decision<std::vector<books::MeterCommand>>> expire(const books::Reader& books, Instant now);

}  // namespace kwota::remote
