#include "sell/settings/moment.h"

#include <fmt/format.h>

#include "people/approval.h"
#include "people/people.h"

namespace kwota::settings {

Result<std::optional<Instant>> moment_of(std::string_view from, const people::Context& context) {
  constexpr std::size_t of_a_date = 10;
  if (from.empty()) return std::optional<Instant>{};
  const auto time = parse_local(std::string{from} + (from.size() == of_a_date ? " 00:00:00" : ":00"));
  if (!time.ok()) return error(Fault::request, "bad_date", "This is no date; write 2026-12-01 or 2026-12-01 08:00.", {{"field", "from"}, {"text", std::string{from}}});
  const Instant at = context.zone.instant(*time);
  if (at <= context.now)
    return error(Fault::request, "setting_past", "A setting counts from now or later on, never from before; nothing was changed.", {{"field", "from"}, {"from", std::string{from}}});
  return std::optional{at};
}

Result<Instant> moment_alone(const std::optional<Instant>& wanted, books::WhyAlone why_alone, const people::Context& context) {
  if (why_alone != books::WhyAlone::one_person) return wanted.value_or(context.now);
  const Instant earliest = context.now + people::hand_lasts;
  if (!wanted || *wanted >= earliest) return wanted.value_or(earliest);
  return error(Fault::refused, "setting_waits_a_day", "In a station of one person a change of a setting waits a day; nothing was changed.",
               {{"field", "from"}, {"from", format_local(context.zone.local(earliest))}});
}

Result<std::optional<books::Approval>> agreed_by_two(const books::Reader& books, books::WhyAlone why_alone, const Agreeing& agreeing, const people::Context& context) {
  if (why_alone != books::WhyAlone::not_alone) return std::optional<books::Approval>{};
  TRY(second, people::always_second_person(books, {.action = agreeing.right, .content = agreeing.content, .approval = agreeing.approval}, context));
  return std::optional(std::move(second));
}

Result<void> may_be_withdrawn(const Withdrawable& row, books::Right right, std::string_view reason, const people::Context& context) {
  if (row.state == books::SettingStatus::withdrawn)
    return error(Fault::refused, "setting_withdrawn", "This was withdrawn already.", {{"number", fmt::format("{}", row.number)}});
  if (row.in_force <= context.now)
    return error(Fault::refused, "setting_counts", "This counts already and is not withdrawn any more; set another value.",
                 {{"from", format_local(context.zone.local(row.in_force))}});
  if (reason.empty()) return error(Fault::request, "reason_missing", "Say why; the second person has to judge it.", {{"field", "reason"}, {"action", right.word()}});
  return Done{};
}

}  // namespace kwota::settings
