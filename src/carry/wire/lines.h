// All lines to meters of one program, on one thread that never waits for any of them: ports and connections that we open, and
// concentrators and meters' modules that dial in, log in and are the line to their meters from then on. Each line carries one
// question and its answer at a time (carry/dlt645/exchange.h). Guarantees: every question is answered once, with an answer or an
// error; what comes late for an earlier question is thrown away before the next one is asked and passed over while it is waited
// for; a line that broke is opened anew with the next question; who dials in under a name that is there already takes its place,
// for networks forget connections without a word. A line that says nothing costs no timer and no buffer. Never: repeats a
// question, or believes anybody because of the name that he logs in with: what meters say is sealed. Begin with Lines, then
// open().
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/time.h"
#include "carry/dialogue/line_frame.h"
#include "carry/dlt645/frame.h"

namespace kwota::wire {

/// Called once, on the thread of the lines: it must be quick.
using OnAnswer = std::function<void(Result<dialogue::LineFrame>)>;

/// One line, for as long as it is kept. What we opened is closed after it.
class Line {
 public:
  virtual ~Line() = default;
  /// Sees that it is there. Error `link_failed`{link, reason}.
  virtual void reach(std::function<void(Result<void>)> reached) = 0;
  /// Not before the question before it has been answered. Errors `meter_silent`{link}, `link_failed`.
  virtual void ask(const dialogue::LineFrame& frame, OnAnswer received) = 0;
};

/// How long a meter may be silent: 500 ms before an answer begins and between its bytes (DL/T 645-2007 5.1), and the way there.
struct Patience {
  Duration answer = Duration::seconds(3), gap = Duration::ms(500);
};

class Lines {
 public:
  struct Settings {
    Patience patience{};
    std::size_t wake_up = dlt645::wake_up_bytes;  ///< bytes FE before a question on a line of our own: more for a light that wakes slowly
    Duration network = Duration::seconds(12);  ///< more for who dialled in: 2G takes up to 10 s there and back (meters.md 12)
    Duration login_within = Duration::seconds(30);
    Duration silent_max = Duration::minutes(32);  ///< heartbeats come every 1 to 15 minutes: two may be lost
    std::size_t dialled_max = 50'000;             ///< connections from outside at a time
    std::function<Result<void>(const std::string& link)> may_open{};  ///< asked before a line of our own; empty: everything (tests, measurements)
  };
  explicit Lines(Settings settings);
  Lines() : Lines(Settings{}) {}
  /// Questions that are open are answered with `link_failed`.
  ~Lines();
  Lines(const Lines&) = delete;
  Lines& operator=(const Lines&) = delete;

  /// Opens nothing yet. Errors `bad_link`{link}, those of Settings::may_open.
  Result<std::shared_ptr<Line>> open(const std::string& link);

  /// Concentrators and modules may dial in at "tcp://address:port", port 0: a free one. How it is named.
  /// Errors `bad_link`, `link_failed`.
  Result<std::string> listen(const std::string& where);
  /// Who has logged in and is there: "concentrator:1307-00042", "modem:13800000001"; sorted.
  std::vector<std::string> present() const;
  /// Calls when somebody has logged in, on the thread of the lines. Before listen().
  void when_present(std::function<void(const std::string& who)> call);

  struct Io;  ///< of this room's own files

 private:
  std::shared_ptr<Io> io_;
};

}  // namespace kwota::wire
