#include "serve/paper/paper.h"

#include <gtest/gtest.h>

#include "serve/paper/sheet.h"

namespace kwota::serve {
namespace {

TEST(Paper, a_slip_in_three_scripts_becomes_one_page_as_long_as_it_needs) {
  using Style = PaperRow::Style;
  Paper paper{.width_mm = 80, .language = "zh", .title = "R3-00010247", .rows = {}, .qr = "https://example/receipt/R3-00010247"};
  paper.rows = {{Style::title, {"示范县灌溉供电站"}}, {Style::rule, {}}, {Style::pair, {"Абонент", "Иванова А. П."}},
                {Style::table, {"一档电量", "100.00", "0.5200", "52.00"}}, {Style::strong_pair, {"TOTAL", "120.00"}}, {Style::note, {"keep this slip"}}};
  const auto short_slip = pdf(paper);
  ASSERT_TRUE(short_slip.ok());
  EXPECT_EQ(short_slip->substr(0, 5), "%PDF-");
  for (int i = 0; i < 60; ++i) paper.rows.push_back({Style::pair, {"line", std::to_string(i)}});
  const auto long_slip = pdf(paper);
  ASSERT_TRUE(long_slip.ok());
  EXPECT_GT(long_slip->size(), short_slip->size());
  EXPECT_NE(long_slip->find("/Count 1"), std::string::npos) << "still one page";
}

TEST(Paper, a_slip_is_light_enough_for_a_slow_line_in_every_language) {
  using Style = PaperRow::Style;
  for (const auto* language : {"en", "zh", "ru"}) {
    Paper paper{.width_mm = 80, .language = language, .title = "R3-00010247", .rows = {}, .qr = "https://example/R3-00010247"};
    paper.rows = {{Style::title, {"KI高 示范县灌溉供电站"}},
                  {Style::pair, {"Customer", "高海玉"}},
                  {Style::pair, {"Абонент", "Иванова А. П."}},
                  {Style::table, {"Energy, step 1, 一档电量", "204.80", "0.4883", "100.00"}},
                  {Style::strong_pair, {"合计", "120.00"}},
                  {Style::strong_pair, {"ИТОГО", "120.00"}},
                  {Style::note, {"ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz 0123456789"}},
                  {Style::note, {"城东村三组1号 请保管好您的购电卡"}}};
    const auto slip = pdf(paper);
    ASSERT_TRUE(slip.ok());
    EXPECT_LT(slip->size(), 100'000U) << language;
  }
}

TEST(Sheet, a_list_becomes_a_workbook_in_which_text_is_never_a_formula) {
  Sheet sheet{.name = "sales", .columns = {{"number", -1}, {"credit", 2}}, .rows = {{std::string("=1+1"), std::int64_t{12345}}, {std::string("R1"), {}}}, .about = {{"list", "sales"}}};
  const auto book = xlsx(sheet);
  ASSERT_TRUE(book.ok());
  EXPECT_EQ(book->substr(0, 2), "PK") << "a zip file";
  EXPECT_EQ(book->find("<f>"), std::string::npos);
}

}  // namespace
}  // namespace kwota::serve
