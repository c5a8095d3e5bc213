// What a kind of long work is: who may have it, and the work itself. A new kind is a file in serve/jobs, a line of its list and a word of JobKind.
// The work is handed a Run: it asks ended() often and leaves when that says so, tells how far it is, and writes down from where it can go on.
// Begin with Kind.
#pragma once
#include <boost/json.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/spool.h"
#include "books/rows.h"
#include "books/rows/office/job.h"

namespace kwota::jobs {

/// What somebody was allowed when a file was made for him: whoever fetches it is allowed it still.
struct Needed {
  std::string rights;   ///< any of them is enough: "sales_read|reports_read"
  bool of_all = true;   ///< rows of others stand in it; false: his own alone
  friend bool operator==(const Needed&, const Needed&) = default;
};

/// What came of it.
struct Outcome {
  std::shared_ptr<Spool> file{};  ///< nothing: it makes none
  std::string file_name{}, content_type{};
  boost::json::object result{};   ///< the figures of what was done
  std::vector<std::string> tells_of{};  ///< columns of the file that tell of persons: whoever fetches it may take such data away
  std::vector<Needed> needs{};          ///< by which rights the file shows what it shows
  bool left = false;              ///< nothing was done: it was to end (Run::ended()), and why, its run knows
};
inline Outcome left() {
  Outcome out;
  out.left = true;
  return out;
}

/// One job while it runs, as its work sees it.
class Run {
 public:
  virtual ~Run() = default;
  virtual const books::Job& job() const = 0;
  virtual const boost::json::object& asked() const = 0;
  /// Whose it is, as the books have him now; nobody: a plan of the house.
  virtual const books::Operator* who() const = 0;
  /// Somebody stopped it, the program ends, or he has lost the right: the work leaves with left(), or with whatever error its leaving makes – which nobody
  /// is told, for the job is then stopped, paused, or refused as he is. Quick; asked often.
  virtual bool ended() = 0;
  /// `total` 0: not known.
  virtual void progress(std::int64_t written, std::int64_t total) = 0;
  /// A line of its log; `say` is `job.log.<say>` of the dictionaries.
  virtual void say(std::string_view what, boost::json::object figures = {}) = 0;
  /// On the disk from here on: a job that is taken up again finds this in its row. Whether it goes on.
  virtual Result<bool> checkpoint(const std::string& from_here) = 0;
};

struct Kind {
  books::JobKind kind;
  /// Asked when it is wanted, while it runs, and when its file is fetched. Error permission_denied, and those of what is asked.
  std::function<Result<void>(const books::Operator& who, const boost::json::object& asked)> may;
  std::function<Result<Outcome>(Run&)> work;
};

}  // namespace kwota::jobs
