// What people are told of by the house itself: the bell. Each thing once an object and day, with the text that was said; what is critical stays
// until somebody says that he has seen it.
// Register: Notice.   Begin with NoticeEvent.
#pragma once
#include <array>
#include <optional>
#include <string>

#include "base/time.h"
#include "base/words.h"
#include "books/table.h"

namespace kwota::books {

/// All of them. A new one is a word here and a line in people/notices/notices.cpp, in the same order.
enum class NoticeEvent : std::uint8_t {
  approval_waits,
  job_ended,
  job_failed,
  sale_in_doubt,      ///< for more than ten minutes
  device_trouble,     ///< reader, vault
  vault_quota,        ///< less than a tenth is left
  verify_failed,
  books_unbalanced,   ///< a report or a month does not add up
  backup_old,         ///< more than 26 hours
  backup_unproven,    ///< for seven days
  meter_silent,
  tamper,
  clock_off,          ///< a meter's clock, by more than five minutes
  sign_in_locked,
  outlet_float_low,   ///< less than a fifth is left of what its last top-up made possible
  loss_high,          ///< an area lost more of what it was supplied than the setting allows
  till_reader_away,   ///< of a till at which somebody works
  till_reader_back,   ///< the same one, that had been missed
  till_printer_fails, ///< its last slip did not come out whole
  till_printer_back,  ///< it has printed again
  witness_away,       ///< a place outside that is told how far the books are does not take it
};
constexpr auto words_of(NoticeEvent) {
  return std::array<std::string_view, 21>{"approval_waits", "job_ended", "job_failed", "sale_in_doubt", "device_trouble", "vault_quota", "verify_failed",
                                          "books_unbalanced", "backup_old", "backup_unproven", "meter_silent", "tamper", "clock_off", "sign_in_locked", "outlet_float_low", "loss_high",
                                          "till_reader_away", "till_reader_back", "till_printer_fails", "till_printer_back", "witness_away"};
}

struct Notice {
  static constexpr auto table = "notice";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 2> people{"operator", "seen_by"};
  static constexpr std::array<std::string_view, 1> days{"day"};
  std::int64_t number = 0;
  NoticeEvent event = NoticeEvent::job_ended;
  std::string object;         ///< "R1-00000012", the number of a meter or a job
  std::string day;            ///< local date on which it was said
  bool critical = false;
  std::string operator_name;  ///< him alone; empty: whoever has the right of its event
  std::string station;        ///< empty: the whole utility's
  std::string text;           ///< as it was said, in the language of the house
  std::string details;        ///< JSON: the figures of its sentence in any language
  Instant raised;
  std::optional<Instant> seen;  ///< by the first who said so
  std::string seen_by;
  template <class V> static void columns(V&& v) {
    v("number", &Notice::number); v("event", &Notice::event); v("object", &Notice::object); v("day", &Notice::day); v("critical", &Notice::critical);
    v("operator", &Notice::operator_name); v("station", &Notice::station); v("text", &Notice::text); v("details", &Notice::details);
    v("raised", &Notice::raised); v("seen", &Notice::seen); v("seen_by", &Notice::seen_by);
  }
  static constexpr IndexOf<Notice> once{{"notice_once", {"event", "object", "day"}}};
  static constexpr IndexOf<Notice> unseen{{"notice_unseen", {"raised"}, {Only::When::nothing, "seen"}}};
  template <class V> static void indexes(V&& v) { v(once); v(unseen); }
};

}  // namespace kwota::books
