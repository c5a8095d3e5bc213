#include "people/clock.h"

#include <fmt/format.h>

#include <algorithm>

#include "books/audit_entry.h"
#include "people/people.h"
#include "people/permissions.h"

namespace kwota::people {
namespace {

Result<void> two_of_them(const std::optional<books::Operator>& second, const Context& context) {
  if (!second)
    return error(Fault::request, "second_person_needed", "Two persons say together what date and time it is. Nothing was changed. Call the second one.");
  if (second->name == context.who.name)
    return error(Fault::request, "same_person", "The second person must be another one. Nothing was changed.");
  MUST(require(*second, "approvals"));
  return Done{};
}

/// In a station of one person, and while a house is set up by its one administrator.
bool nobody_else(const books::Reader& books) {
  const auto why = why_alone(books);
  if (why != books::WhyAlone::installation) return why == books::WhyAlone::one_person;
  const auto all = books.all<books::Operator>();
  return std::ranges::count_if(all, [](const books::Operator& one) { return one.state == books::OperatorStatus::active && granted(one, "approvals") != Grant::no; }) < 2;
}

}  // namespace

books::ClockDoubt as_asked(const books::Reader& books, books::ClockDoubt doubt) {
  return doubt == books::ClockDoubt::two_persons && nobody_else(books) ? books::ClockDoubt::one_person : doubt;
}

Result<books::Decision<Instant>> confirm_clock(books::ClockDoubt doubt, Instant shown, const std::optional<books::Operator>& second, const Context& context) {
  if (doubt == books::ClockDoubt::two_persons) MUST(two_of_them(second, context));
  if (shown - context.now > clock_read_most || context.now - shown > clock_read_most)
    return error(Fault::request, "clock_shown_stale", "Date and time were read too long ago. Nothing was changed. Look at them again and confirm.",
                 {{"now", format_utc(context.now)}});
  books::Changes changes;
  changes.append.emplace_back(books::audit_entry({context.who.name, "clock_confirmed", {}}, "clock", fmt::format(R"({{"shown":"{}","second":"{}"}})", format_utc(shown), second ? second->name : "")));
  return books::Decision<Instant>{std::move(changes), context.now};
}

Result<books::Decision<books::ClockCorrection>> correct_clock(const books::Reader& books, const CorrectionRequest& request,
                                                              const std::optional<books::Operator>& second, const Context& context) {
  if (second || !nobody_else(books)) MUST(two_of_them(second, context));
  if (request.reason.empty()) return error(Fault::request, "reason_missing", "Say why. Nothing was changed.");
  if (request.wrong_to < request.wrong_from || request.wrong_from <= context.now)
    return error(Fault::request, "bad_clock_span", "The clock was wrong from a time that is still to come to one after it. Nothing was changed. Correct the times.",
                 {{"from", format_utc(request.wrong_from)}, {"to", format_utc(request.wrong_to)}});
  const auto before = books.all<books::ClockCorrection>();
  const books::ClockCorrection row{.number = before.empty() ? 1 : before.back().number + 1,
                                   .wrong_from = request.wrong_from,
                                   .wrong_to = request.wrong_to,
                                   .recorded = context.now,
                                   .first = context.who.name,
                                   .second = second ? second->name : "",
                                   .reason = request.reason};
  return books::Decision<books::ClockCorrection>{{{row}, {}}, row};
}

bool written_later(const books::Reader& books, Instant newest, Instant now) {
  if (newest <= now + asked_before_most) return false;
  const auto corrections = books.all<books::ClockCorrection>();
  return std::ranges::none_of(corrections, [&](const books::ClockCorrection& one) { return one.covers(newest); });
}

}  // namespace kwota::people
