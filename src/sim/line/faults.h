// What may go wrong on a line and in the meter at its end, switched on as data: "lose-answer:3,split:1,welded". Counted, not
// drawn, so that a run can be repeated. The line itself does not look at the meter's faults: whoever runs the meter does.
// Guarantees: a lost answer was carried out by the meter, a lost request never reached it. Begin with parse_faults().
#pragma once
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"

namespace kwota::sim {

struct Faults {
  unsigned lose_request = 0, lose_answer = 0, corrupt = 0;  ///< every n-th; 0: never
  unsigned dead_after = 0;                                  ///< no answer comes back after so many; 0: all come
  std::size_t split = 0;                                    ///< an answer comes in pieces of so many bytes; 0: whole
  Duration delay{};                                         ///< before an answer
  bool echo = false;                                        ///< the line gives back what was sent on it
  // of the meter
  unsigned reboot_at_write = 0;  ///< power goes in the middle of so-manieth write to its memory, once, and comes back; 0: never
  Duration clock_jump{};         ///< its clock goes ahead by that
  bool welded = false;           ///< the contact of its relay feeds the load against its order
};
/// "lose-request:N", "lose-answer:N", "corrupt:N", "dead-after:N", "split:BYTES", "delay:MS", "echo", "reboot-at-write:N",
/// "clock-jump:MINUTES", "welded", separated by commas. Error `bad_fault`{fault}.
Result<Faults> parse_faults(std::string_view text);

/// Which of the requests and answers go wrong.
class FaultyLine {
 public:
  explicit FaultyLine(Faults faults) : faults_(faults) {}
  /// What reaches the meter of bytes from the line.
  Bytes to_meter(ByteView bytes);
  /// What comes back of its answer, in pieces.
  std::vector<Bytes> from_meter(ByteView answer);
  const Faults& faults() const { return faults_; }

 private:
  Faults faults_;
  unsigned requests_ = 0, answers_ = 0;
};

}  // namespace kwota::sim
