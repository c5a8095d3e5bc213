#include "serve/paper/escpos.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace kwota::serve {
namespace {

std::string file(const std::string& path) {
  const std::ifstream in{std::string{KWOTA_SOURCE_DIR} + "/" + path};
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

/// Sixteen bytes a line, as a person compares them with the printer's manual.
std::string dump(const Bytes& bytes) {
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 16) {
    const auto line = ByteView(bytes).subspan(i, std::min<std::size_t>(16, bytes.size() - i));
    out += to_hex(line) + "\n";
  }
  return out;
}

void expect_approved(const std::string& name, const Bytes& bytes) {
  const auto approved = file("tests/approved/escpos/" + name + ".txt");
  if (approved != dump(bytes)) std::ofstream{testing::TempDir() + name + ".received.txt"} << dump(bytes);
  EXPECT_EQ(dump(bytes), approved) << name;
}

Paper paper(int width_mm, std::string qr = "kwota:1:R3-1") {
  return {.width_mm = width_mm, .language = "en", .title = "t", .rows = {{PaperRow::Style::pair, {"Total", "50.00"}}}, .qr = std::move(qr)};
}

bool holds(const Bytes& bytes, std::string_view part) { return std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()).find(part) != std::string_view::npos; }
constexpr std::string_view picture{"\x1Dv0\0", 4};

TEST(EscPos, says_a_slip_in_the_printers_letters) {
  expect_approved("latin_58", escpos("Total                      50.00\n", paper(58), {.glyphs = Glyphs::ascii, .cut = true}).value());
  expect_approved("russian_80", escpos("ИТОГО                                  543,00 ₽\n", paper(80), {.glyphs = Glyphs::cp866, .cut = true, .kick = true}).value());
  expect_approved("russian_1251_80", escpos("ИТОГО № 5                                543,00\n", paper(80, ""), {.glyphs = Glyphs::windows1251}).value());
  expect_approved("chinese_80", escpos("合计                                     ¥120.00\n", paper(80), {.glyphs = Glyphs::gb18030, .cut = true}).value());
}

TEST(EscPos, draws_what_the_letters_cannot_write) {
  EXPECT_TRUE(holds(escpos("合计 50.00\n", paper(80), {.glyphs = Glyphs::cp866}).value(), picture));
  EXPECT_TRUE(holds(escpos("ИТОГО 50.00\n", paper(80), {.glyphs = Glyphs::gb18030}).value(), picture)) << "Cyrillic would be twice as wide there";
  EXPECT_TRUE(holds(escpos("\xF0\xA0\x80\x80 50.00\n", paper(80), {.glyphs = Glyphs::gb18030}).value(), picture)) << "four bytes a character: no printer knows them";
  EXPECT_FALSE(holds(escpos("Total 50.00\n", paper(80), {.glyphs = Glyphs::gb18030}).value(), picture));
}

TEST(EscPos, a_picture_is_as_wide_as_the_print_head_and_black_somewhere) {
  for (const auto& [width_mm, dots_wide] : {std::pair{58, 384U}, {80, 576U}}) {
    const auto drawn = dots(paper(width_mm), dots_wide).value();
    EXPECT_EQ(drawn.width, dots_wide);
    EXPECT_EQ(drawn.bits.size(), drawn.width / 8 * drawn.height);
    EXPECT_GT(drawn.height, 200U) << "the code stands below the line";
    EXPECT_TRUE(std::any_of(drawn.bits.begin(), drawn.bits.end(), [](std::uint8_t byte) { return byte != 0; }));
    const auto bytes = escpos("", paper(width_mm), {.glyphs = Glyphs::dots}).value();
    EXPECT_EQ(bytes[2], 0x1D);
    EXPECT_EQ(bytes[6], dots_wide / 8) << "bytes a row";
  }
}

TEST(EscPos, text_of_a_slip_is_no_command) {
  const auto bytes = escpos("name \x1B@ evil\n", paper(80, ""), {.glyphs = Glyphs::ascii}).value();
  EXPECT_EQ(std::count(bytes.begin(), bytes.end(), 0x1B), 3) << "ESC @ at the beginning, ESC t, ESC d: none of the slip's";
}

}  // namespace
}  // namespace kwota::serve
