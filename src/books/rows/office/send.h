// What is made and sent by plan: a report or a saved query, every week or every month, as a job of whoever wants it.
// Register: SendPlan.   Begin with SendPlan.
#pragma once
#include <array>
#include <string>

#include "base/time.h"
#include "base/words.h"
#include "books/rows/office/job.h"
#include "books/table.h"

namespace kwota::books {

enum class Rhythm : std::uint8_t { weekly, monthly };
constexpr auto words_of(Rhythm) { return std::array<std::string_view, 2>{"weekly", "monthly"}; }

enum class SendStatus : std::uint8_t { active, removed };
constexpr auto words_of(SendStatus) { return std::array<std::string_view, 2>{"active", "removed"}; }

struct SendPlan {
  static constexpr auto table = "send_plan";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 1> people{"operator"};
  std::int64_t number = 0;
  std::string name;
  std::string operator_name;  ///< who wants it, and whose rights count when it is made
  JobKind kind = JobKind::report;  ///< report or query
  std::string asked;          ///< JSON, as the job is asked; a period is the one before
  std::string language;
  Rhythm rhythm = Rhythm::monthly;
  std::int64_t day = 1;       ///< of the week from Monday, 1 to 7; of the month, 1 to 28
  std::string last;           ///< local date on which it was asked for; empty: never
  SendStatus state = SendStatus::active;
  Instant made;
  std::string mail_to;        ///< sign-in names, comma separated: each gets one of his own, made with his rights, as a letter
  template <class V> static void columns(V&& v) {
    v("number", &SendPlan::number); v("name", &SendPlan::name); v("operator", &SendPlan::operator_name); v("kind", &SendPlan::kind);
    v("asked", &SendPlan::asked); v("language", &SendPlan::language); v("rhythm", &SendPlan::rhythm); v("day", &SendPlan::day);
    v("last", &SendPlan::last); v("state", &SendPlan::state); v("made", &SendPlan::made); v("mail_to", &SendPlan::mail_to);
  }
  static constexpr IndexOf<SendPlan> of_operator{{"send_plan_operator", {"operator"}}};
  template <class V> static void indexes(V&& v) { v(of_operator); }
};

}  // namespace kwota::books
