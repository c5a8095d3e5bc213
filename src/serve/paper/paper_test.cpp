#include "serve/paper/paper.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>

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
