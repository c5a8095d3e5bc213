// What people want sent by plan: a report or a saved query of the week or month before, as a job in their name, told by the bell.
// Guarantees: one is changed and removed by its owner alone; each is asked for once a week or month, made up for when the program stood still.
// Never: decides whether he may have it; the job asks for his right as it runs.   Begin with keep_send(), sends_due().
#pragma once
#include <vector>

#include "books/decision.h"
#include "books/reader.h"
#include "people/context.h"

namespace kwota::people {

inline constexpr std::size_t sends_max = 50;  ///< of one person [K]
inline constexpr std::size_t mailed_max = 20;  ///< people who get one plan as a letter [K]

struct SendRequest {
  std::string name, kind, asked, rhythm, language;
  std::int64_t day = 1;
  std::vector<std::string> mail_to{};  ///< sign-in names
};
/// Errors: permission_denied, unknown_kind {kind}, saved_name {most}, send_rhythm {rhythm}, send_day {day}, saved_too_many {most}, unknown_operator {name}, no_mail_address {name}.
Result<books::Decision<books::SendPlan>> keep_send(const books::Reader& books, const SendRequest& request, const Context& context);
/// Error not_found.
Result<books::Decision<books::SendPlan>> remove_send(const books::Reader& books, std::int64_t number, const Context& context);
/// It is sent again, from the next of its days on. Errors: not_found, saved_too_many.
Result<books::Decision<books::SendPlan>> bring_back_send(const books::Reader& books, std::int64_t number, const Context& context);
std::vector<books::SendPlan> sends_of(const books::Reader& books, const books::Operator& who);

/// Who gets it as a letter.
std::vector<std::string> mailed_to(const books::SendPlan& plan);

std::vector<books::SendPlan> sends_due(const books::Reader& books, Instant now, const Zone& zone);
/// It was asked for.
Result<books::Decision<books::SendPlan>> sent(const books::Reader& books, std::int64_t number, Instant now, const Zone& zone);
/// Of a report: the week or month before the day on which it is due.
std::string period_of(const books::SendPlan& plan, Instant now, const Zone& zone);

}  // namespace kwota::people
