#include "base/text/text_gate.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace kwota {
namespace {

using text_gate::Flaw;
using text_gate::Kind;

std::string code_of(std::string_view text, Kind kind = Kind::line, std::size_t longest = text_gate::characters_max) {
  const auto admitted = text_gate::admit("name", text, kind, longest);
  return admitted ? "" : admitted.error().code;
}

TEST(TextGate, names_of_people_in_any_script_pass) {
  for (const auto* name : {"", "王芳", "Иванова А. П.", "Ann O’Miller", "Zoë", "می‌خواهم", "㐀𠀀"}) EXPECT_EQ(code_of(name), "") << name;
}

TEST(TextGate, raw_bytes_of_another_encoding_never_get_into_the_books) {
  EXPECT_EQ(code_of("\xCD\xF5\xB7\xBC"), "text_not_utf8") << "王芳 in GB18030";
  EXPECT_EQ(code_of("\xC8\xE2\xE0\xED"), "text_not_utf8") << "Иван in Windows-1251";
  for (const auto* broken : {"\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\xE7\x8E", "\x80"})
    EXPECT_EQ(code_of(broken), "text_not_utf8");
}

TEST(TextGate, nothing_invisible_and_nothing_that_turns_a_slip_around_passes) {
  EXPECT_EQ(code_of(std::string_view("a\0b", 3)), "text_character");
  for (const auto* text : {"two\nlines", "a\tb", "esc\x1B[2J", "del\x7F", "c1\xC2\x85", "\xE2\x80\xAE" "00.01", "zero\xE2\x80\x8Bwidth", "\xEF\xBB\xBF" "bom", "\xEF\xBF\xBF"})
    EXPECT_EQ(code_of(text), "text_character") << text;
  const auto turned = text_gate::admit("reason", "\xE2\x80\xAE" "00.01");
  EXPECT_EQ(turned.error().details.at("character"), "U+202E");
  EXPECT_EQ(turned.error().details.at("field"), "reason");
}

TEST(TextGate, a_file_may_have_lines_but_no_other_controls) {
  EXPECT_EQ(code_of("a;b\r\n1;\t2\n", Kind::lines), "");
  EXPECT_EQ(code_of("a;b\r\n1;\x1B\n", Kind::lines), "text_character");
}

TEST(TextGate, length_counts_characters_and_not_bytes) {
  EXPECT_EQ(code_of("王王王王", Kind::line, 4), "");
  EXPECT_EQ(code_of("王王王王王", Kind::line, 4), "text_too_long");
  EXPECT_EQ(code_of(std::string(100'000, 'x')), "text_too_long");
}

TEST(TextGate, a_code_can_stand_in_an_address_a_file_and_a_cell) {
  for (const auto* good : {"E01", "9-102", "api_test", "城关-3", "1.2 (b)", "SP-"}) EXPECT_TRUE(text_gate::admit_code(good)) << good;
  EXPECT_EQ(text_gate::admit_code("").error().code, "code_missing");
  for (const auto* bad : {" ", "=1+1", "../../etc/passwd", "'\"><img onerror=1>", "a/b", "a  b", "a ", "-a", "a,b", "123456789012345678901234567890123"})
    EXPECT_EQ(text_gate::admit_code(bad).error().code, "code_malformed") << bad;
}

TEST(TextGate, any_bytes_are_judged_without_a_crash_and_what_passes_is_utf8) {
  EXPECT_TRUE(rc::check([](const std::string& bytes) {
    const auto found = text_gate::flaw_of(bytes, Kind::lines);
    RC_ASSERT(found.has_value() || text_gate::is_utf8(bytes));
    if (found) RC_ASSERT(found->at < bytes.size());
  }));
}

}  // namespace
}  // namespace kwota
