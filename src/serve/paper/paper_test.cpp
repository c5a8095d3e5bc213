#include "serve/paper/paper.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "serve/paper/a4.h"
#include "serve/paper/sheet.h"
#include "serve/paper/terminal_table.h"

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

TEST(TerminalTable, columns_stand_below_one_another_in_three_scripts) {
  const A4Table table{.language = "zh",
                      .title = "R07 · Presale detail",
                      .about = {"October 2026"},
                      .columns = {{"Operator", false}, {"Sales", true}, {"Received, CNY", true}},
                      .rows = {{"陈静", "78", "5,500.00"}, {"Иванова", "6", "—"}, {"li", "106", "8,010.00"}},
                      .totals = {"Total", "190", "13,510.00"},
                      .notes = {"Check: 0.00"},
                      .foot = "made by ivanova",
                      .page_of = ""};
  EXPECT_EQ(terminal_table(table), R"(R07 · Presale detail
October 2026

                 Received,
Operator  Sales        CNY
────────  ─────  ─────────
陈静         78   5,500.00
Иванова       6          —
li          106   8,010.00
────────  ─────  ─────────
Total       190  13,510.00

Check: 0.00
made by ivanova
)");
}

/// What stands on paper, by a program that is not ours.
std::string read_by_pdftotext(const std::string& paper) {
  const auto file = std::filesystem::temp_directory_path() / ("kwota-a4-" + std::to_string(::getpid()) + ".pdf");
  std::ofstream(file, std::ios::binary) << paper;
  std::string text;
  auto* pipe = ::popen(("pdftotext -layout '" + file.string() + "' -").c_str(), "r");
  std::array<char, 4096> piece{};
  for (std::size_t read = 1; read > 0;) text.append(piece.data(), read = std::fread(piece.data(), 1, piece.size(), pipe));
  EXPECT_EQ(::pclose(pipe), 0);
  std::filesystem::remove(file);
  return text;
}

TEST(A4, in_a_wide_table_numbers_days_and_words_of_heads_are_whole) {
  const std::vector<std::string> texts{"2026-10-19 13:07:41", "R3-T2-00000002", "412600029329", "44989.261"};
  A4Table table{.language = "en", .title = "R08", .about = {}, .columns = {}, .rows = {{}}, .totals = {}, .notes = {}, .foot = {}, .page_of = "page {page} / {pages}"};
  for (const auto& text : texts) {
    table.columns.push_back({"Register", false});
    table.rows[0].push_back(text);
  }
  for (int i = 0; i < 12; ++i) {
    table.columns.push_back({"Energy by records, given back", true});
    table.rows[0].emplace_back("1,234.50");
  }
  const auto paper = a4_pdf(table);
  ASSERT_TRUE(paper.ok());
  const auto text = read_by_pdftotext(*paper);
  for (const auto* whole : {"2026-10-19", "13:07:41", "R3-T2-00000002", "412600029329", "44989.261", "1,234.50", "Register", "records,"}) EXPECT_NE(text.find(whole), std::string::npos) << whole << " in\n" << text;
}

TEST(A4, whoever_waits_for_a_long_table_hears_how_far_it_is) {
  for (const auto wide : {false, true}) {
    A4Table table{.language = "en", .title = "R07", .about = {}, .columns = {}, .rows = {}, .totals = {}, .notes = {}, .foot = {}, .page_of = "{page}/{pages}"};
    for (int i = 0; i < (wide ? 14 : 3); ++i) table.columns.push_back({"Received, CNY", true});
    table.rows.assign(450, std::vector<std::string>(table.columns.size(), "1,234,567.89"));
    std::vector<std::size_t> heard;
    table.drawn = [&](std::size_t done, std::size_t all) {
      EXPECT_EQ(all, 1350u) << "measured, then drawn twice: the number of pages stands on each";
      heard.push_back(done);
    };
    ASSERT_TRUE(a4_pdf(table).ok());
    EXPECT_EQ(heard, (std::vector<std::size_t>{0, 100, 200, 300, 400, 450, 550, 650, 750, 850, 900, 1000, 1100, 1200, 1300})) << (wide ? "lying" : "standing") << ": never less than before";
  }
}

TEST(A4, smaller_type_breaks_nothing_either) {
  for (int columns = 12; columns <= 24; ++columns) {
    A4Table table{.language = "en", .title = "R03", .about = {}, .columns = {}, .rows = {{}}, .totals = {}, .notes = {}, .foot = {}, .page_of = "page {page} / {pages}"};
    for (int i = 0; i < columns; ++i) {
      table.columns.push_back({i < 3 ? "Meter" : "Energy by records", i >= 3});
      table.rows[0].push_back(i < 3 ? fmt::format("41270000{:04}", i) : fmt::format("{}.{:03}", 115 + i, 230 + i));
    }
    const auto text = read_by_pdftotext(a4_pdf(table).value());
    for (const auto& cell : table.rows[0]) EXPECT_NE(text.find(cell), std::string::npos) << columns << " columns: " << cell << " in\n" << text;
  }
}

TEST(A4, heads_give_way_in_type_before_their_words_are_broken) {
  A4Table table{.language = "ru", .title = "R19", .about = {}, .columns = {}, .rows = {{}}, .totals = {}, .notes = {}, .foot = {}, .page_of = "{page}/{pages}"};
  for (const auto* name : {"Месяц", "Носитель", "Причина", "Счётчик"}) table.columns.push_back({name, false});
  table.rows[0] = {"ноябрь 2026", "карта", "—", "412700009590"};
  for (int i = 0; i < 5; ++i)
    for (const auto* head : {"Энергия: загружено, кВт·ч", "Месяцев счётчиков без вестей", "Кредиты, которых никто не продавал"}) {
      table.columns.push_back({head, true});
      table.rows[0].emplace_back("1 974,090");
    }
  const auto text = read_by_pdftotext(a4_pdf(table).value());
  for (const auto* whole : {"Носитель", "Причина", "Энергия:", "загружено,", "Месяцев", "счётчиков", "Кредиты,", "которых", "продавал", "412700009590", "1 974,090"}) EXPECT_NE(text.find(whole), std::string::npos) << whole << " in\n" << text;
}

TEST(A4, what_fits_in_no_type_breaks_its_words_and_never_its_figures) {
  A4Table table{.language = "en", .title = "R", .about = {}, .columns = {}, .rows = {{}}, .totals = {}, .notes = {}, .foot = {}, .page_of = "{page}/{pages}"};
  for (int i = 0; i < 12; ++i) {
    table.columns.push_back({"Name", false});
    table.rows[0].push_back(std::string(30, 'n'));
    table.columns.push_back({"Figure", true});
    table.rows[0].push_back("1,234,567.50");
  }
  const auto text = read_by_pdftotext(a4_pdf(table).value());
  EXPECT_NE(text.find("1,234,567.50"), std::string::npos) << text;
}

std::string content(const Spool& file) {
  std::string text(file.size(), '\0');
  EXPECT_EQ(::pread(file.descriptor(), text.data(), text.size(), 0), static_cast<ssize_t>(text.size()));
  return text;
}

/// A part of the workbook, by a program that is not ours.
std::string part(const Spool& file, const std::string& name) {
  const auto command = "python3 -c \"import sys,zipfile; sys.stdout.write(zipfile.ZipFile('/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(file.descriptor()) +
                       "').read('" + name + "').decode())\"";
  std::string text;
  auto* pipe = ::popen(command.c_str(), "r");
  std::array<char, 4096> piece{};
  for (std::size_t read = 1; read > 0;) text.append(piece.data(), read = std::fread(piece.data(), 1, piece.size(), pipe));
  EXPECT_EQ(::pclose(pipe), 0);
  return text;
}

TEST(Sheet, a_list_becomes_a_workbook_in_which_text_is_never_a_formula) {
  auto book = SheetWriter::begin({.name = "sales", .columns = {{"number", -1}, {"credit", 2}}, .about = {{"list", "sales"}}}).value();
  book->row({std::string("=1+1"), std::int64_t{12345}});
  book->row({std::string("R1"), {}});
  const auto file = book->finish().value();
  EXPECT_EQ(content(*file).substr(0, 2), "PK") << "a zip file";
  const auto page = part(*file, "xl/worksheets/sheet1.xml");
  EXPECT_EQ(page.find("<f>"), std::string::npos);
  EXPECT_NE(page.find("=1+1"), std::string::npos);
  EXPECT_NE(page.find("<v>123.45"), std::string::npos);
  EXPECT_NE(page.find("autoFilter ref=\"A1:B3\""), std::string::npos);
}

TEST(Sheet, days_and_figures_are_what_they_are_and_a_head_is_read_whole) {
  auto book = SheetWriter::begin({.name = "R08", .columns = {{"Day", -1}, {"Time", -1}, {"Register at the start", -1}, {"Customer", -1}}, .about = {}, .language = "ru"}).value();
  book->row({LocalDate{2026, 10, 19}, LocalTime{{2026, 10, 19}, 12, 0, 0}, SheetFigure{44'989'261, 3}, std::string(40, 'n')});
  const auto file = book->finish().value();
  const auto page = part(*file, "xl/worksheets/sheet1.xml"), styles = part(*file, "xl/styles.xml");
  for (const auto* cell : {"<v>46314</v>", "<v>46314.5</v>", "<v>44989.261"}) EXPECT_NE(page.find(cell), std::string::npos) << cell;
  for (const auto* form : {"\"dd.mm.yyyy\"", "\"dd.mm.yyyy hh:mm:ss\"", "wrapText=\"1\""}) EXPECT_NE(styles.find(form), std::string::npos) << form;
  EXPECT_NE(page.find(R"(<col min="4" max="4" width="41)"), std::string::npos) << page;
}

TEST(Sheet, what_one_page_cannot_hold_goes_on_on_the_next) {
  auto book = SheetWriter::begin({.name = "sales", .columns = {{"number", -1}}, .about = {}}, 2).value();
  for (const auto* number : {"R1", "R2", "R3"}) book->row({std::string(number)});
  const auto file = book->finish().value();
  EXPECT_NE(part(*file, "xl/workbook.xml").find("sales 2"), std::string::npos);
  EXPECT_EQ(part(*file, "xl/worksheets/sheet1.xml").find("R3"), std::string::npos);
  const auto second = part(*file, "xl/worksheets/sheet2.xml");
  EXPECT_NE(second.find("R3"), std::string::npos);
  EXPECT_NE(second.find("number"), std::string::npos) << "with the header again";
}

TEST(Sheet, no_name_is_left_behind_whether_it_was_finished_or_not) {
  const auto folder = std::filesystem::temp_directory_path() / ("kwota-sheet-" + std::to_string(::getpid()));
  std::filesystem::create_directory(folder);
  const auto* before = ::getenv("TMPDIR");
  const std::string old = before != nullptr ? before : "";
  ::setenv("TMPDIR", folder.c_str(), 1);
  {
    auto book = SheetWriter::begin({.name = "sales", .columns = {{"number", -1}}, .about = {}}).value();
    book->row({std::string("R1")});
    EXPECT_TRUE(std::filesystem::is_empty(folder));
    const auto abandoned = SheetWriter::begin({.name = "sales", .columns = {{"number", -1}}, .about = {}}).value();
    const auto file = book->finish().value();
    EXPECT_GT(file->size(), 0u);
    EXPECT_TRUE(std::filesystem::is_empty(folder)) << "also while somebody holds it";
  }
  std::filesystem::remove_all(folder);
  EXPECT_EQ(SheetWriter::begin({.name = "sales", .columns = {}, .about = {}}).error().code, "file_not_made");
  old.empty() ? ::unsetenv("TMPDIR") : ::setenv("TMPDIR", old.c_str(), 1);
}

}  // namespace
}  // namespace kwota::serve
