// What an office wants of meters on a line beside prices: parameters of load, hours, free energy, amounts
// (devices/parameters.h). Guarantees: what is wanted stands in the books apart from what the meter said last (MeterParameter);
// the newest wanted value wins, also over one that waits; nothing is wanted that a meter of the model could not take; what gives
// money or energy away needs two people. Never: says that a meter has something because it was told so.   Begin with:
// order_parameters(), command_to_send().
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "books/decision.h"
#include "books/reader.h"
#include "devices/settings/settings.h"
#include "people/context.h"
#include "people/proposal.h"
#include "sell/remote/command_content.h"

namespace kwota::remote {

using people::Context;

/// For a command of kind `parameters`: its content is {"set": {name: text}}.
struct ParametersRequest {
  MeterNumber meter;
  devices::Settings set{};  ///< an empty text: no longer wanted, the meter keeps what it has
  std::int64_t approval = 0;
};
/// Nothing to set: everything is read. The answer's number is 0 when something was only no longer wanted. Errors: no_link,
/// link_stopped, link_in_trouble, unknown_meter, those of devices::checked(), permission_denied (meter_parameters; for what is
/// worth money meter_limits), approval_needed and the other approval_* errors.
Result<books::Decision<books::MeterCommand>> order_parameters(const books::Reader& books, const ParametersRequest& request,
                                                              const Context& context);

/// What a second person agrees to: of a meter or a place, what gives credit or energy away; nothing: nobody is asked.
std::optional<people::Proposal> worth_money(people::Part of_what, std::string_view name, const devices::Settings& set);

/// Wanted from now on and in the queue, nobody is asked; what waits is taken over. `number`: of the command. Errors of checked(),
/// unknown_meter.
Result<books::MeterCommand> want(const books::Reader& books, std::int64_t number, MeterNumber meter,
                                 const devices::Settings& set, const Context& context, books::Changes& changes);

/// A command as it is sent: its names with the texts that are wanted now. Nothing: nothing of it is wanted any more.
std::optional<books::MeterCommand> command_to_send(const books::Reader& books, books::MeterCommand command);

/// What a meter said of one parameter.
struct ReportedParameter {
  std::string item, text;  ///< text empty: it has it not
};
/// Into the books; `command`: that told or read it.
void keep_parameters(const books::Reader& books, const books::MeterCommand& command, const std::vector<ReportedParameter>& reported,
                     Instant now, books::Changes& changes);

}  // namespace kwota::remote
