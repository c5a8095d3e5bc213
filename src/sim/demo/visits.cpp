// What lists of insight are for: somebody is sent to a house every other week, says a few days later what he found there, and one errand is still open.
#include "collect/insight/visits.h"
#include "sim/demo/subjects.h"

namespace kwota::demo {
namespace {

constexpr auto visit_station = "E01", technician_name = "王工";
constexpr int visits_since = 64, visited_every = 8, told_after = 3;

struct Errand {
  const char* list;
  const char* reason;   ///< as the list says it
  const char* outcome;
  const char* found;
};
constexpr Errand errands[] = {
    {"I03", "cover_opened+15,uses_little+20", "confirmed", "表盖被撬，已加封"}, {"I02", "", "vacant", "外出务工，房屋空置"}, {"I03", "illegal_cards+10", "in_order", ""},
    {"I02", "", "not_met", ""},                                                 {"I03", "relay_passes+30", "fault", "继电器触点粘连，已换表"},
};

/// A house of the station in this turn, with an account.
Result<std::int64_t> house_to_visit(History& now, const Village& village) {
  return now.ask([&](const books::Reader& reader) -> Result<std::int64_t> {
    const auto houses = village.houses.size();
    for (std::size_t tried = 0; tried < houses; ++tried) {
      const auto& house = village.houses[(static_cast<std::size_t>(now.day()) * 3 + tried) % houses];
      const auto account = house.account == 0 ? std::nullopt : reader.find<books::Account>(house.account);
      if (account && account->state == books::AccountStatus::open && account->station == visit_station) return house.account;
    }
    return std::int64_t{0};
  });
}

Result<void> sends_somebody(History& now, const Village& village, const Errand& errand) {
  MUST(now.settle());
  TRY(account, house_to_visit(now, village));
  if (account == 0) return {};
  const insight::OrderVisits request{.supplies = {{account, errand.reason}}, .rule = errand.list, .reason = "按清单核查", .day = {}, .visitor = technician_name};
  MUST(now.decide(supervisor(visit_station), "visits_write", [&](const books::Reader& reader, const people::Context& context) { return insight::order_visits(reader, request, context); }));
  return {};
}

/// On the first day on which the office works.
Result<void> says_what_he_found(History& now, const Errand& errand) {
  TRY(last, now.ask([](const books::Reader& reader) -> Result<std::optional<books::Visit>> { return reader.last<books::Visit>(); }));
  if (!last || last->outcome != books::VisitOutcome::none) return {};
  const insight::TellVisit request{.visit = last->number, .outcome = errand.outcome, .found = errand.found, .day = {}, .visitor = {}};
  MUST(now.decide(supervisor(visit_station), "visits_write", [&](const books::Reader& reader, const people::Context& context) { return insight::tell_visit(reader, request, context); }));
  return {};
}

}  // namespace

Result<void> visit_supplies(History& history, Village& village) {
  const int first = history.last() - visits_since;
  if (first < 0) return {};  // a short history has none
  history.daily([&village, first](History& now) -> Result<void> {
    const int since = now.day() - first;
    if (since < 0) return {};
    const auto& errand = errands[static_cast<std::size_t>(since / visited_every) % std::size(errands)];
    if (since % visited_every == 0) return sends_somebody(now, village, errand);
    return since % visited_every >= told_after ? says_what_he_found(now, errand) : Result<void>{};
  });
  return {};
}

}  // namespace kwota::demo
