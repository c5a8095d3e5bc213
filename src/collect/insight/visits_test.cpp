// Somebody is sent to a supply: who may, when, what is said of it afterwards, and what that does to the lists.
#include "collect/insight/visits.h"

#include <gtest/gtest.h>

#include "books/memory.h"

namespace kwota::insight {
namespace visits_test {

using books::VisitOutcome;
using books::VisitStatus;

people::Context by(const char* role, const char* today = "2026-11-20", const char* station = "") {
  people::Context context;
  context.who.name = role;
  context.who.roles = role;
  context.who.station = station;
  context.now = parse_instant(std::string(today) + "T10:00:00Z").value();
  return context;
}

/// Two houses at two stations.
struct Street {
  Street() {
    house(100001, "E", 11);
    house(100002, "W", 12);
  }
  void house(std::int64_t number, const char* station, std::uint64_t meter) {
    books::Account account;
    account.number = number;
    account.station = station;
    account.meter = MeterNumber::from(meter);
    account.state = books::AccountStatus::open;
    books.put(account);
  }
  std::string order(const OrderVisits& wanted, const people::Context& context = by("manager")) {
    const auto done = order_visits(books, wanted, context);
    if (!done) return std::string(done.error().code);
    books.apply(done->changes);
    last = done->answer;
    return "done";
  }
  std::string tell(const TellVisit& said, const people::Context& context = by("technician", "2026-11-21")) {
    const auto done = tell_visit(books, said, context);
    if (!done) return std::string(done.error().code);
    books.apply(done->changes);
    return std::string(word_of(done->answer.state)) + " " + std::string(word_of(done->answer.outcome));
  }
  books::Memory books;
  OrderedVisits last;
};

TEST(Visits, two_houses_of_a_list_are_ordered_at_once_and_keep_why) {
  Street street;
  EXPECT_EQ(street.order({.supplies = {{100001, "magnet+15,cover_opened+15"}, {100002, ""}, {100001, ""}}, .rule = "I03", .reason = {}, .day = "2026-11-22", .visitor = "tech"}), "done");
  ASSERT_EQ(street.last.ordered.size(), 2U) << "a supply that was chosen twice is one";
  const auto row = *street.books.find<books::Visit>(1);
  EXPECT_EQ(row.account, 100001);
  EXPECT_EQ(row.meter, MeterNumber::from(11));
  EXPECT_EQ(row.reason, "magnet+15,cover_opened+15");
  EXPECT_EQ(row.ordered_by, "manager");
  EXPECT_EQ(row.state, VisitStatus::planned);
  EXPECT_EQ(format_date(row.day), "2026-11-22");
}

TEST(Visits, where_somebody_goes_already_that_errand_stays) {
  Street street;
  EXPECT_EQ(street.order({.supplies = {{100001, ""}}, .rule = {}, .reason = "the neighbour called", .day = {}, .visitor = {}}), "done");
  EXPECT_EQ(street.order({.supplies = {{100001, ""}, {100002, ""}}, .rule = "I02", .reason = {}, .day = {}, .visitor = {}}), "done");
  ASSERT_EQ(street.last.waiting.size(), 1U);
  EXPECT_EQ(street.last.waiting[0].number, 1);
  EXPECT_EQ(street.last.ordered[0].number, 2);
  EXPECT_EQ(street.order({.supplies = {{100001, ""}}, .rule = "I02", .reason = {}, .day = {}, .visitor = {}}), "visit_ordered");
}

TEST(Visits, an_order_says_why_for_when_and_for_whom_the_person_answers) {
  Street street;
  const OrderVisits good{.supplies = {{100001, ""}}, .rule = "I03", .reason = {}, .day = {}, .visitor = {}};
  EXPECT_EQ(street.order(good, by("cashier")), "permission_denied");
  EXPECT_EQ(street.order(good, by("supervisor", "2026-11-20", "W")), "unknown_account") << "another station's";
  auto wrong = good;
  wrong.rule.clear();
  EXPECT_EQ(street.order(wrong), "reason_missing");
  wrong = good;
  wrong.day = "2026-11-19";
  EXPECT_EQ(street.order(wrong), "visit_in_past");
  wrong.day = "tomorrow";
  EXPECT_EQ(street.order(wrong), "bad_date");
  EXPECT_EQ(street.order({.supplies = {}, .rule = "I03", .reason = {}, .day = {}, .visitor = {}}), "no_supply_chosen");
  wrong = good;
  wrong.supplies.assign(visits_at_once + 1, {100001, ""});
  EXPECT_EQ(street.order(wrong), "too_many_supplies");
  EXPECT_TRUE(street.books.all<books::Visit>().empty());
}

TEST(Visits, what_was_found_is_said_once) {
  Street street;
  street.order({.supplies = {{100001, ""}}, .rule = "I03", .reason = {}, .day = {}, .visitor = {}});
  const TellVisit said{.visit = 1, .outcome = "confirmed", .found = "a magnet at the terminal", .day = {}, .visitor = "tech"};
  EXPECT_EQ(street.tell(said, by("auditor")), "permission_denied");
  EXPECT_EQ(street.tell(said, by("technician", "2026-11-21", "W")), "unknown_visit") << "another station's";
  EXPECT_EQ(street.tell({.visit = 7, .outcome = "confirmed", .found = {}, .day = {}, .visitor = {}}), "unknown_visit");
  auto wrong = said;
  wrong.found.clear();
  EXPECT_EQ(street.tell(wrong), "found_missing");
  wrong = said;
  wrong.visitor.clear();
  EXPECT_EQ(street.tell(wrong), "visitor_missing");
  wrong = said;
  wrong.outcome = "none";
  EXPECT_EQ(street.tell(wrong), "bad_outcome");
  wrong = said;
  wrong.day = "2026-11-22";
  EXPECT_EQ(street.tell(wrong), "visit_not_yet");
  wrong.day = "2026-11-19";
  EXPECT_EQ(street.tell(wrong), "visit_before_order");
  EXPECT_EQ(street.tell(said), "done confirmed");
  EXPECT_EQ(street.tell(said), "visit_told");
  const auto row = *street.books.find<books::Visit>(1);
  EXPECT_EQ(row.told_by, "technician");
  EXPECT_EQ(format_date(row.day), "2026-11-21");
}

TEST(Visits, nobody_goes_needs_its_reason_too) {
  Street street;
  street.order({.supplies = {{100001, ""}}, .rule = "I03", .reason = {}, .day = {}, .visitor = {}});
  EXPECT_EQ(street.tell({.visit = 1, .outcome = "dropped", .found = {}, .day = {}, .visitor = {}}), "found_missing");
  EXPECT_EQ(street.tell({.visit = 1, .outcome = "dropped", .found = "the supply was closed", .day = {}, .visitor = {}}), "dropped none");
  EXPECT_EQ(street.order({.supplies = {{100001, ""}}, .rule = "I03", .reason = {}, .day = {}, .visitor = {}}), "done") << "the next one may go";
}

TEST(Visits, an_empty_house_is_not_asked_for_half_a_year_why_it_buys_nothing) {
  Street street;
  const auto day = [](const char* text) { return day_number(parse_date(text).value()); };
  street.order({.supplies = {{100001, ""}, {100002, ""}}, .rule = "I02", .reason = {}, .day = {}, .visitor = "tech"});
  EXPECT_FALSE(silence_explained(street.books, 100001, day("2026-11-21")));
  EXPECT_EQ(street.tell({.visit = 1, .outcome = "vacant", .found = "they moved to the city", .day = {}, .visitor = {}}), "done vacant");
  EXPECT_EQ(street.tell({.visit = 2, .outcome = "in_order", .found = {}, .day = {}, .visitor = {}}), "done in_order");
  EXPECT_TRUE(silence_explained(street.books, 100001, day("2027-05-23")));
  EXPECT_FALSE(silence_explained(street.books, 100001, day("2027-05-24")));
  EXPECT_FALSE(silence_explained(street.books, 100002, day("2026-11-22")));
}

}  // namespace visits_test
}  // namespace kwota::insight
