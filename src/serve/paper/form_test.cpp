// A dot-matrix printer as it is used in the field, by the bytes that it is sent: what stands where on the paper.
#include "serve/paper/form.h"

#include <gtest/gtest.h>

namespace kwota::serve {
namespace {

constexpr auto a_form = R"({"name": "test", "columns": 40, "lines": 12,
  "fields": [{"text": "INVOICE", "line": 1, "column": 1, "width": 10}, {"field": "number", "line": 1, "column": 31, "width": 10, "align": "right"},
             {"field": "address", "line": 3, "column": 5, "width": 12, "lines": 2}],
  "rows": {"line": 6, "count": 2, "columns": [{"field": "what", "column": 2, "width": 20}, {"field": "amount", "column": 30, "width": 11, "align": "right"}]}})";

const Measure narrow{[](std::string_view text) { return static_cast<int>(text.size()); },
                     [](std::string_view text, int columns) {
                       std::vector<std::string> out;
                       for (; text.size() > static_cast<std::size_t>(columns); text.remove_prefix(static_cast<std::size_t>(columns))) out.emplace_back(text.substr(0, static_cast<std::size_t>(columns)));
                       out.emplace_back(text);
                       return out;
                     }};

/// Obeys the commands and keeps what it has struck, line by line, in the letters that it got.
struct Printer {
  std::vector<std::string> paper{""};
  std::size_t at = 0;
  int lines_a_sheet = 0, sheets = 0;

  void take(const Bytes& bytes) {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      const auto byte = bytes[i];
      if (byte == 0x1B) i += command(bytes, i + 1);
      else if (byte == 0x1C) ++i;
      else if (byte == '\r') at = 0;
      else if (byte == '\n') paper.emplace_back();
      else if (byte == '\f') ++sheets;
      else strike(static_cast<char>(byte));
    }
  }
  std::size_t command(const Bytes& bytes, std::size_t i) {
    switch (bytes[i]) {
      case '@': case '2': case 'P': return 1;
      case 'C': lines_a_sheet = bytes[i + 1]; return 2;
      case '$': at = (bytes[i + 1] + 256U * bytes[i + 2]) / 6U; return 3;
      case 't': return 2;
      case '(': return 4U + bytes[i + 2];
      default: ADD_FAILURE() << "a command that it does not know: " << bytes[i]; return 0;
    }
  }
  void strike(char letter) {
    auto& line = paper.back();
    if (line.size() <= at) line.resize(at + 1, ' ');
    EXPECT_EQ(line[at], ' ') << "struck twice in one place";
    line[at++] = letter;
  }
};

std::vector<FieldTexts> rows(int count) {
  std::vector<FieldTexts> out;
  for (int i = 1; i <= count; ++i) out.push_back({{"what", "Energy " + std::to_string(i)}, {"amount", std::to_string(i * 100) + ".00"}});
  return out;
}

TEST(Forms, each_text_stands_where_the_file_says) {
  const auto form = form_from(a_form).value();
  const auto placed = filled(form, {{"number", "E-0001"}, {"address", "East village, 12"}}, rows(2), narrow).value();
  Printer printer;
  printer.take(escp(placed, form.lines, Glyphs::ascii).value());
  EXPECT_EQ(printer.lines_a_sheet, 12);
  EXPECT_EQ(printer.sheets, 1);
  const std::vector<std::string> paper{"INVOICE                           E-0001", "", "    East village", "    , 12", "",
                                       " Energy 1                         100.00", " Energy 2                         200.00"};
  EXPECT_EQ(printer.paper, paper);
}

TEST(Forms, what_has_no_room_is_refused_by_name_and_never_cut) {
  const auto form = form_from(a_form).value();
  EXPECT_EQ(filled(form, {}, rows(3), narrow).error().code, "form_too_small");
  const auto wide = filled(form, {{"address", std::string(25, 'x')}}, {}, narrow).error();
  EXPECT_EQ(wide.code, "form_text_too_wide");
  EXPECT_EQ(wide.details.at("field"), "address");
  EXPECT_EQ(escp({{1, 1, "户号"}}, 12, Glyphs::ascii).error().code, "form_letters");
  EXPECT_EQ(escp({{1, 1, "户号"}}, 12, Glyphs::cp866).error().code, "form_letters");
  EXPECT_TRUE(escp({{1, 1, "户号 12,50"}}, 12, Glyphs::gb18030).ok());
}

TEST(Forms, letters_come_as_the_printer_has_them) {
  const auto chinese = escp({{1, 3, "户"}}, 33, Glyphs::gb18030).value();
  const Bytes end{0x1C, '&', 0x1B, '$', 12, 0, 0xBB, 0xA7, '\r', '\f'};
  ASSERT_GT(chinese.size(), end.size());
  EXPECT_TRUE(std::equal(end.begin(), end.end(), chinese.end() - static_cast<std::ptrdiff_t>(end.size())));
  const auto russian = escp({{1, 1, "Счёт"}}, 33, Glyphs::cp866).value();
  const Bytes word{0x91, 0xE7, 0xF1, 0xE2, '\r', '\f'};
  EXPECT_TRUE(std::equal(word.begin(), word.end(), russian.end() - static_cast<std::ptrdiff_t>(word.size())));
}

TEST(Forms, a_file_that_is_wrong_says_where) {
  const auto where = [](std::string_view json) {
    const auto form = form_from(json);
    return form.ok() ? "" : form.error().details.at("where");
  };
  EXPECT_EQ(where("[]"), "/");
  EXPECT_EQ(where(R"({"name":"x"})"), "/fields");
  EXPECT_EQ(where(R"({"fields":[{"field":"number","line":99}]})"), "/fields/0/line");
  EXPECT_EQ(where(R"({"fields":[{"field":"number","column":70,"width":20}]})"), "/fields/0/width");
  EXPECT_EQ(where(R"({"fields":[{"field":"number","colum":70}]})"), "/fields/0/colum");
  EXPECT_EQ(where(R"({"fields":[{"line":1}]})"), "/fields/0/field");
  EXPECT_EQ(where(R"({"fields":[],"rows":{"line":60,"count":10,"columns":[]}})"), "/rows/count");
  EXPECT_EQ(where(a_form), "");
}

}  // namespace
}  // namespace kwota::serve
