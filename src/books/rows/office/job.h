// Long work: what somebody – or a plan – wants done, how far it is, and the file that came of it. The row says what is for good; how many rows
// were written this second is told by the one who runs it (work/jobs).
// Register: Job.   Begin with JobKind.
#pragma once
#include <array>
#include <optional>
#include <string>

#include "base/time.h"
#include "base/words.h"
#include "books/table.h"

namespace kwota::books {

/// All of them. A new one is a word here, a file in serve/jobs and a line of its list.
enum class JobKind : std::uint8_t {
  report,     ///< a report as a file
  list,       ///< all rows of a list that match, as a file
  query,      ///< a saved query, as a file
  verify,     ///< are the books what they were
  backup,     ///< a copy for the safe, verified
  prove,      ///< the newest copy is put back beside the books and verified there
  month_end,  ///< a month is closed
  archive,    ///< the slips of a closed year go into a file of their own
};
constexpr auto words_of(JobKind) { return std::array<std::string_view, 8>{"report", "list", "query", "verify", "backup", "prove", "month_end", "archive"}; }

enum class JobStatus : std::uint8_t {
  queued,
  running,
  paused,   ///< the program was ended meanwhile: it goes on at the next start
  done,
  failed,
  stopped,  ///< somebody wanted no more of it; it may be taken up again
};
constexpr auto words_of(JobStatus) { return std::array<std::string_view, 6>{"queued", "running", "paused", "done", "failed", "stopped"}; }

constexpr bool has_ended(JobStatus state) { return state == JobStatus::done || state == JobStatus::failed || state == JobStatus::stopped; }

struct Job {
  static constexpr auto table = "job";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 1> people{"operator"};
  std::int64_t number = 0;
  JobKind kind = JobKind::report;
  JobStatus state = JobStatus::queued;
  std::string operator_name;  ///< whose it is; empty: of a plan of the house
  std::string station;        ///< where he works; empty: for the whole utility
  std::string language;       ///< of what it writes
  std::string asked;          ///< JSON: what exactly
  std::int64_t plan = 0;      ///< of sending, that asked for it; 0: none
  Instant queued;
  std::optional<Instant> began, ended;
  std::int64_t written = 0;
  std::int64_t total = 0;     ///< 0: not known
  std::string checkpoint;     ///< from where it goes on; only its kind understands it
  std::string log;            ///< JSON: [{at, say, …}], a line a step
  std::string result;         ///< JSON: the figures of what was done
  std::string error;          ///< stable code, of one that failed
  std::string error_details;  ///< JSON
  std::string file;           ///< its name in the folder of jobs, which nobody can guess; empty: none, or removed
  std::string file_name;      ///< as who takes it away sees it
  std::string content_type;
  std::int64_t bytes = 0;
  Hex sha256;
  std::optional<Instant> kept_until;
  std::string tells_of = {};     ///< columns of its file that tell of persons, with ',' between
  std::string needs = {};        ///< by which rights its file shows what it shows, as work/jobs/decisions.h writes them
  template <class V> static void columns(V&& v) {
    v("number", &Job::number); v("kind", &Job::kind); v("state", &Job::state); v("operator", &Job::operator_name); v("station", &Job::station);
    v("language", &Job::language); v("asked", &Job::asked); v("plan_number", &Job::plan); v("queued", &Job::queued); v("began", &Job::began); v("ended", &Job::ended);
    v("written", &Job::written); v("total", &Job::total); v("checkpoint", &Job::checkpoint); v("log", &Job::log); v("result", &Job::result);
    v("error", &Job::error); v("error_details", &Job::error_details); v("file", &Job::file); v("file_name", &Job::file_name);
    v("content_type", &Job::content_type); v("bytes", &Job::bytes); v("sha256", &Job::sha256); v("kept_until", &Job::kept_until); v("tells_of", &Job::tells_of);
    v("needs", &Job::needs);
  }
  static constexpr IndexOf<Job> in_state{{"job_state", {"state"}}};
  static constexpr IndexOf<Job> of_kind{{"job_kind", {"kind", "state"}}};
  static constexpr IndexOf<Job> with_file{{"job_file", {"kept_until"}, {Only::When::filled, "file"}}};
  template <class V> static void indexes(V&& v) { v(in_state); v(of_kind); v(with_file); }
};

}  // namespace kwota::books
