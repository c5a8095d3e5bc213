// What somebody has said of an exception: a gap of the reconciliation, what a reading showed, a watering that does not stand, an event of a meter.
// Guarantees: it is said once and stays; it holds for what was seen then, and nobody's list loses the exception by it.
// Registers: Explanation.   How they are used: docs/collection.md.   Begin with Explanation.
#pragma once
#include <array>
#include <string>

#include "base/core/core.h"
#include "base/time.h"
#include "base/words.h"
#include "books/listed.h"
#include "books/table.h"

namespace kwota::books {

enum class ExceptionKind : std::uint8_t {
  reconciliation,  ///< sold and taken in do not say the same: `code` is why, `object` the account
  finding,         ///< a meter's newest reading showed it: `code` is the finding's
  watering,        ///< a pump's records prove no payment: `code` is the series, `object` the number
  meter_event,     ///< the meter recorded it: `code` is the kind, `object` the meter's own count
};
constexpr auto words_of(ExceptionKind) { return std::array<std::string_view, 4>{"reconciliation", "finding", "watering", "meter_event"}; }

/// One exception, explained. The same meter with another figure, another reading or another state is another exception.
struct Explanation {
  static constexpr auto table = "explanation";
  static constexpr int key_columns = 5;
  static constexpr std::array<std::string_view, 1> people{"explained_by"};
  static constexpr Listed list{"explanations", "-explained", {"meter", "reason", "note", "explained_by"}, "statements_read"};
  static constexpr std::array<std::string_view, 2> personal{"reason", "note"};
  MeterNumber meter;
  ExceptionKind kind = ExceptionKind::finding;
  std::string code;        ///< as the kind says; empty: it needs none
  std::int64_t object = 0;
  std::string as_seen;     ///< what was explained: the gap "-20.00", when the reading was taken, the watering's state; an event never changes and has none
  std::string reason;      ///< of the code table, or in own words
  std::string note;        ///< further words; may be empty
  std::string explained_by;
  Instant explained;
  template <class V> static void columns(V&& v) {
    v("meter", &Explanation::meter); v("kind", &Explanation::kind); v("code", &Explanation::code); v("object", &Explanation::object);
    v("as_seen", &Explanation::as_seen); v("reason", &Explanation::reason); v("note", &Explanation::note); v("explained_by", &Explanation::explained_by);
    v("explained", &Explanation::explained);
  }
};

}  // namespace kwota::books
