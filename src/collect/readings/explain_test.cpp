// Exceptions that somebody looks into: who may, what of, and that it holds for what stood there then.
#include "collect/readings/explain.h"

#include <gtest/gtest.h>

#include "books/memory.h"

namespace kwota::readings {
namespace explain_test {

using books::ExceptionKind;
using books::WateringStatus;

const auto meter = MeterNumber::from(4'100'000'001);

people::Context by(const char* role) {
  people::Context context;
  context.who.name = role;
  context.who.roles = role;
  context.now = parse_instant("2026-11-20T10:00:00Z").value();
  return context;
}

struct Office {
  Office() { books.put(books::Utility{.zone = "Asia/Shanghai"}); }
  std::string explain(const ExplainRequest& request, const char* role = "technician") { return take(readings::explain(books, request, {}, by(role))); }
  std::string explain_gap(const ExplainRequest& request, const std::optional<reconcile::Reconciliation>& now) { return take(readings::explain_gap(books, request, now, by("manager"))); }
  std::string take(const Result<books::Decision<books::Explanation>>& done) {
    if (!done) return std::string(done.error().code);
    books.apply(done->changes);
    return "done";
  }
  void watering(WateringStatus state) { books.put(books::Watering{.meter = meter, .series = 2, .number = 17, .state = state}); }
  void read(const char* at, std::int64_t drift) {
    const auto taken = parse_instant(at).value();
    books.put(books::MeterReading{.meter = meter, .due = taken, .state = books::ReadingStatus::read, .taken = taken, .drift_seconds = drift});
  }
  books::Memory books;
};

TEST(Explain, an_event_is_acknowledged_once_by_whoever_serves_meters_or_answers_for_them) {
  Office office;
  office.books.put(books::MeterEvent{.meter = meter, .kind = "cover_opened", .number = 3});
  const ExplainRequest request{.meter = meter, .kind = ExceptionKind::meter_event, .code = "cover_opened", .object = 3, .as_seen = "", .reason = "seal changed", .note = "by Qian"};
  for (const char* other : {"cashier", "supervisor", "auditor", "administrator"}) EXPECT_EQ(office.explain(request, other), "permission_denied") << other;
  auto silent = request;
  silent.reason.clear();
  EXPECT_EQ(office.explain(silent), "reason_missing");
  EXPECT_EQ(office.explain(request), "done");
  EXPECT_EQ(office.explain(request, "manager"), "explained_already") << "what was said stays";
  const auto row = *office.books.find<books::Explanation>(meter, ExceptionKind::meter_event, std::string("cover_opened"), std::int64_t{3}, std::string());
  EXPECT_EQ(row.explained_by, "technician");
  EXPECT_EQ(row.note, "by Qian");
  auto next = request;
  next.object = 4;
  EXPECT_EQ(office.explain(next), "unknown_exception") << "a meter that recorded it three times has no fourth";
}

TEST(Explain, another_state_of_a_watering_is_another_exception) {
  Office office;
  office.watering(WateringStatus::contradicting);
  ExplainRequest request{.meter = meter, .kind = ExceptionKind::watering, .code = "2", .object = 17, .as_seen = "contradicting", .reason = "module changed", .note = {}};
  EXPECT_EQ(office.explain(request), "done");
  office.watering(WateringStatus::late);
  EXPECT_EQ(office.explain(request), "exception_changed") << "what he looked at is not there any more";
  request.as_seen = "late";
  EXPECT_EQ(office.explain(request), "done");
  office.watering(WateringStatus::proven);
  request.as_seen = "proven";
  EXPECT_EQ(office.explain(request), "unknown_exception") << "what is paid needs no word";
  request.code = "1";
  EXPECT_EQ(office.explain(request), "unknown_exception") << "another row of numbers is another watering";
}

TEST(Explain, a_finding_holds_for_the_reading_that_showed_it) {
  Office office;
  office.books.put(books::Meter{.number = meter, .model = "DDSY1352"});
  office.read("2026-11-20T01:00:00Z", 2000);
  ExplainRequest request{.meter = meter, .kind = ExceptionKind::finding, .code = "clock_far_off", .object = 0, .as_seen = "2026-11-20T01:00:00.000Z", .reason = "battery ordered", .note = {}};
  EXPECT_EQ(office.explain(request), "done");
  const auto first = parse_instant("2026-11-20T01:00:00Z").value(), second = parse_instant("2026-11-20T02:00:00Z").value();
  EXPECT_TRUE(explanation_of(office.books, meter, "clock_far_off", first));
  office.read("2026-11-20T02:00:00Z", 2001);
  EXPECT_FALSE(explanation_of(office.books, meter, "clock_far_off", second)) << "the next reading asks again";
  EXPECT_EQ(office.explain(request), "exception_changed");
  office.read("2026-11-20T03:00:00Z", 0);
  request.as_seen = "2026-11-20T03:00:00.000Z";
  EXPECT_EQ(office.explain(request), "unknown_exception") << "the clock is right again";
}

TEST(Explain, a_gap_that_grows_is_another_gap) {
  Office office;
  reconcile::Reconciliation figures;
  figures.gap = Credit::of(Unit::money, 20'00);
  figures.reason = reconcile::Gap::meter_ahead;
  const ExplainRequest request{.meter = meter, .kind = ExceptionKind::reconciliation, .code = "meter_ahead", .object = 100023, .as_seen = "20.00", .reason = "credited by the old program", .note = {}};
  EXPECT_EQ(office.explain_gap(request, std::nullopt), "unknown_exception") << "it adds up";
  EXPECT_EQ(office.explain_gap(request, figures), "done");
  EXPECT_TRUE(explanation_of(office.books, meter, 100023, figures, 2));
  figures.gap = Credit::of(Unit::money, 25'00);
  EXPECT_FALSE(explanation_of(office.books, meter, 100023, figures, 2));
  EXPECT_EQ(office.explain_gap(request, figures), "exception_changed");
  EXPECT_EQ(office.explain(request), "unknown_exception") << "a gap is worked out beside the writer, and comes with what it is";
}

}  // namespace explain_test
}  // namespace kwota::readings
