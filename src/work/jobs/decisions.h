// What becomes of a job, each step one decision: wanted, begun, ended, stopped, taken up again, its file gone.
// Guarantees: one who stops or takes up a job is its owner or has the right for all; a job that has ended stays ended until somebody takes it up again;
// what was running when the program was killed waits again, and says so.
// Begin with ask().
#pragma once
#include <boost/json.hpp>

#include "books/decision.h"
#include "books/reader.h"
#include "people/context.h"
#include "work/jobs/kinds.h"

namespace kwota::jobs {

inline constexpr std::size_t waiting_max = 20;                       ///< of one person [K]
inline constexpr Duration file_kept = Duration::hours(24 * 30);
inline constexpr std::size_t log_lines_max = 200;                    ///< the oldest go

struct Wanted {
  books::JobKind kind = books::JobKind::report;
  std::string asked;          ///< JSON
  std::string operator_name, station, language;
  std::int64_t plan = 0;
};
/// Error jobs_too_many {most}.
Result<books::Decision<books::Job>> ask(const books::Reader& books, const Wanted& wanted, Instant now);
/// The first that waits; nothing: none does.
std::optional<books::Job> next_of(const books::Reader& books);
/// Error not_found: it waits no more.
Result<books::Decision<books::Job>> begin(const books::Reader& books, std::int64_t number, Instant now);

struct End {
  books::JobStatus state = books::JobStatus::done;
  std::int64_t written = 0, total = 0;
  std::string result, error, error_details;
  std::string file, file_name, content_type, sha256;
  std::int64_t bytes = 0;
  std::string tells_of{}, needs{};
};
Result<books::Decision<books::Job>> end(const books::Reader& books, const books::Job& job, const End& with, Instant now);
/// How far it is, for a later start.
Result<books::Decision<books::Job>> note(const books::Reader& books, const books::Job& job, Instant now);

/// What was running, or paused, when this program began: it waits again. The answer: how many.
Result<books::Decision<std::size_t>> take_over(const books::Reader& books, Instant now);

/// Errors: not_found, job_ended.
Result<books::Decision<books::Job>> stop(const books::Reader& books, std::int64_t number, const people::Context& context);
/// Of one that was stopped or failed. Errors: not_found, job_not_ended, jobs_too_many.
Result<books::Decision<books::Job>> resume(const books::Reader& books, std::int64_t number, const people::Context& context);

/// Whose file is kept no longer.
std::vector<books::Job> files_to_remove(const books::Reader& books, Instant now);
Result<books::Decision<books::Job>> file_removed(const books::Reader& books, std::int64_t number, Instant now);

/// His own, or whoever may see all of them. Error not_found.
Result<books::Job> job_of(const books::Reader& books, std::int64_t number, const books::Operator& who);


/// As a row keeps it: "sales_read/own,customers_read|meters_read"; "/own" where nobody else's rows are in the file.
std::string text_of(const std::vector<Needed>& needs);
/// Whether he may see today all that is in its file. Error made_with_other_rights {permission}.
Result<void> still_allowed(const books::Job& job, const books::Operator& who);

/// Columns of its file that tell of persons.
std::vector<std::string> personal_columns(const books::Job& job);

void add_line(books::Job& job, Instant at, std::string_view say, boost::json::object figures = {});

}  // namespace kwota::jobs
