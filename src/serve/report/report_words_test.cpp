#include "serve/report/report_words.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "serve/words/words.h"

namespace kwota::serve {
namespace {

void is_said(const std::string& key) {
  for (const auto& language : languages()) EXPECT_NE(say(language, key), key) << language;
}

TEST(ReportWords, whatever_a_report_shows_is_said_in_each_language) {
  for (const auto* report : report::reports()) {
    is_said(fmt::format("report.{}", report->number));
    for (const auto& column : report->columns) is_said(fmt::format("report.figure.{}", column.figure));
    for (const auto& line : report->lines) is_said(fmt::format("report.line.{}", line.name));
    for (const auto& check : report->checks) is_said(fmt::format("report.check.{}", check.name));
    for (const auto* names : {&report->groups, &report->grouped, &report->detail, &report->filters})
      for (const auto name : *names) is_said(fmt::format("column.{}", name));
    is_said(fmt::format("report.about.{}", report->number));
  }
}

TEST(ReportWords, what_looks_odd_is_said_with_its_points_and_what_somebody_typed_stays) {
  const auto said = [](const char* value) { return value_text("en", {}, "reason", value); };
  EXPECT_EQ(said("cover_opened+15,magnet+15"), "cover opened (15), magnet (15)");
  EXPECT_EQ(said("ghost"), "the meter took more than was sold");
  for (const auto* typed : {"magnet+tea", "magnet, he says", "magnet+15,", "tea"}) EXPECT_EQ(said(typed), typed);
}

TEST(ReportWords, days_with_a_corrected_sheet_are_said_in_each_language) {
  report::Made made;
  EXPECT_EQ(corrected_days("en", made), "");
  made.corrected = {"2026-10-05", "2026-11-06"};
  for (const auto& [language, days] : {std::pair{"en", "5 Oct 2026, 6 Nov 2026"}, {"ru", "05.10.2026, 06.11.2026"}, {"zh", "2026-10-05"}})
    EXPECT_NE(corrected_days(language, made).find(days), std::string::npos) << corrected_days(language, made);
}

TEST(ReportWords, documents_are_called_as_people_call_them) {
  const auto said = [](const char* value) { return value_text("en", {}, "of_document", value); };
  EXPECT_EQ(said(""), "—");
  EXPECT_EQ(said("R3-00010247, N-3, request/12"), "R3-00010247, N-3, request 12");
  EXPECT_EQ(said("statement/000000123456/7"), "statement 7 of meter 000000123456");
}

TEST(ReportWords, an_entry_is_called_by_what_its_kind_does_not_say) {
  const auto said = [](const char* value) { return value_text("ru", {}, "entry", value); };
  EXPECT_EQ(said("charge/100353/2026-11-28"), "100353/2026-11-28");
  EXPECT_EQ(said("shift/E01/T1/315/close"), "E01/T1/315");
  EXPECT_EQ(said("R1-T1-00001747"), "R1-T1-00001747");
  EXPECT_EQ(said("R1-T1-00001747/reversed"), "R1-T1-00001747");
  EXPECT_EQ(said(""), "—");
}

}  // namespace
}  // namespace kwota::serve
