#include <gtest/gtest.h>
#include <zlib.h>

#include "sell/imports/xlsx.h"
#include "sell/imports/zip.h"

namespace kwota::imports {
namespace {

void put(std::string& to, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) to += static_cast<char>(value >> (8 * i) & 0xFF);
}

std::string packed(std::string_view text) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

enum class Sizes : std::uint8_t { in_place, large };

/// An archive as office programs write them; with large sizes as a program does that cannot look back: all numbers stand beside, in 64 bits.
std::string archive(const std::vector<std::pair<std::string, std::string>>& parts, Sizes sizes = Sizes::in_place) {
  const bool large = sizes == Sizes::large;
  const auto said = [&](std::uint64_t value) { return large ? 0xFFFFFFFF : value; };
  std::string out, directory;
  for (const auto& [name, text] : parts) {
    const auto data = packed(text);
    const auto crc = ::crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size()));
    const auto offset = out.size();
    put(out, 0x04034b50, 4), put(out, 20, 2), put(out, 0, 2), put(out, 8, 2), put(out, 0, 4), put(out, crc, 4), put(out, data.size(), 4), put(out, text.size(), 4), put(out, name.size(), 2), put(out, 0, 2);
    out += name + data;
    put(directory, 0x02014b50, 4), put(directory, 20, 2), put(directory, 20, 2), put(directory, 0, 2), put(directory, 8, 2), put(directory, 0, 4), put(directory, crc, 4), put(directory, said(data.size()), 4);
    put(directory, said(text.size()), 4), put(directory, name.size(), 2), put(directory, large ? 32 : 0, 2), put(directory, 0, 2), put(directory, 0, 2), put(directory, 0, 2), put(directory, 0, 4), put(directory, said(offset), 4);
    directory += name;
    if (large) put(directory, 0x7777, 2), put(directory, 0, 2), put(directory, 1, 2), put(directory, 24, 2), put(directory, text.size(), 8), put(directory, data.size(), 8), put(directory, offset, 8);
  }
  const auto begins = out.size();
  out += directory;
  if (const auto end = out.size(); large) {
    put(out, 0x06064b50, 4), put(out, 44, 8), put(out, 45, 2), put(out, 45, 2), put(out, 0, 8), put(out, parts.size(), 8), put(out, parts.size(), 8), put(out, directory.size(), 8), put(out, begins, 8);
    put(out, 0x07064b50, 4), put(out, 0, 4), put(out, end, 8), put(out, 1, 4);
  }
  put(out, 0x06054b50, 4), put(out, 0, 4), put(out, parts.size(), 2), put(out, parts.size(), 2), put(out, directory.size(), 4), put(out, said(begins), 4), put(out, 0, 2);
  return out;
}

std::string workbook(const std::string& rows, const std::string& strings = "", const std::string& styles = "", Sizes sizes = Sizes::in_place) {
  std::vector<std::pair<std::string, std::string>> parts{
      {"xl/workbook.xml", R"(<workbook xmlns:r="u"><sheets><sheet name="About us" sheetId="1" r:id="rId7"/><sheet name="x" r:id="rId1"/></sheets></workbook>)"},
      {"xl/_rels/workbook.xml.rels", R"(<Relationships><Relationship Id="rId1" Target="worksheets/other.xml"/><Relationship Id="rId7" Target="worksheets/first.xml"/></Relationships>)"},
      {"xl/worksheets/first.xml", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"}};
  if (!strings.empty()) parts.emplace_back("xl/sharedStrings.xml", "<sst>" + strings + "</sst>");
  if (!styles.empty()) parts.emplace_back("xl/styles.xml", styles);
  return archive(parts, sizes);
}

using Cells = std::vector<std::string>;

TEST(Xlsx, the_first_sheet_comes_as_a_person_reads_it) {
  const auto rows = read_xlsx(workbook(R"(<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="D1" t="inlineStr"><is><t>put in</t></is></c></row>
    <row r="2"/>
    <row r="4"><c r="A4"><v>4.12699999990E11</v></c><c r="B4" t="str"><v>Wáng &amp; Co</v></c><c r="C4"><v>12.300000000000001</v></c><c r="D4" s="1"><v>46346</v></c><c r="E4" t="b"><v>1</v></c></row>)",
                                       R"(<si><t>number</t></si><si><r><t>na</t></r><r><t>me</t></r><rPh><t>sound</t></rPh></si>)",
                                       R"(<styleSheet><numFmts><numFmt numFmtId="164" formatCode="0.00&quot;day&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs></styleSheet>)"))
                        .value();
  ASSERT_EQ(rows.size(), 2u) << "an empty row is none";
  EXPECT_EQ(rows[0].cells, (Cells{"number", "name", "", "put in"}));
  EXPECT_EQ(rows[1].line, 4u);
  EXPECT_EQ(rows[1].cells, (Cells{"412699999990", "Wáng & Co", "12.3", "2026-11-20", "true"}));
}

TEST(Xlsx, an_archive_that_says_its_sizes_in_64_bits_is_no_larger_for_it) {
  const auto book = workbook(R"(<row><c t="s"><v>0</v></c></row>)", "<si><t>number</t></si>", "", Sizes::large);
  EXPECT_EQ(read_xlsx(book).value().front().cells, Cells{"number"});
  for (std::size_t cut = 1; cut < book.size(); cut += 7) EXPECT_EQ(read_xlsx(book.substr(0, book.size() - cut)).error().code, "bad_workbook");
  for (std::size_t at = 0; at < book.size(); ++at) {  // whatever a number became, it is read within the file
    auto spoiled = book;
    spoiled[at] = static_cast<char>(spoiled[at] ^ 0xFF);
    static_cast<void>(read_xlsx(spoiled));
  }
}

TEST(Xlsx, the_first_sheet_is_the_first_that_a_person_sees) {
  const auto with = [](const char* first, const char* second) {
    return archive({{"xl/workbook.xml", std::string(R"(<x:workbook xmlns:x="u" xmlns:r="v"><x:sheets><x:sheet name="lists" state=")") + first + R"(" r:id="rId1"/><x:sheet name="all" state=")" + second + R"(" r:id="rId2"/></x:sheets></x:workbook>)"},
                    {"xl/_rels/workbook.xml.rels", R"(<Relationships><Relationship Id="rId1" Target="/xl/worksheets/a.xml"/><Relationship Id="rId2" Target="worksheets/b.xml"/></Relationships>)"},
                    {"xl/worksheets/a.xml", "<x:worksheet xmlns:x=\"u\"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>"},
                    {"xl/worksheets/b.xml", "<x:worksheet xmlns:x=\"u\"><x:sheetData><x:row><x:c><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>"}});
  };
  EXPECT_EQ(read_xlsx(with("hidden", "visible")).value().front().cells, Cells{"2"});
  EXPECT_EQ(read_xlsx(with("visible", "visible")).value().front().cells, Cells{"1"});
  EXPECT_EQ(read_xlsx(with("veryHidden", "hidden")).value().front().cells, Cells{"1"}) << "nobody sees any: the first";
}

TEST(Xlsx, what_is_no_workbook_is_refused_with_a_sentence) {
  const auto good = workbook(R"(<row><c t="s"><v>0</v></c></row>)", "<si><t>a</t></si>");
  ASSERT_TRUE(read_xlsx(good).ok());
  EXPECT_EQ(read_xlsx("PK\x03\x04").error().code, "bad_workbook");
  for (std::size_t cut = 1; cut < good.size(); cut += 7) EXPECT_EQ(read_xlsx(good.substr(0, good.size() - cut)).error().code, "bad_workbook");
  EXPECT_EQ(read_xlsx(archive({{"word/document.xml", "<a/>"}})).error().code, "bad_workbook");
  EXPECT_EQ(read_xlsx(workbook(R"(<row><c t="s"><v>7</v></c></row>)")).error().code, "bad_workbook") << "a text that it does not hold";
  EXPECT_EQ(read_xlsx(workbook(R"(<row><c r="ZZZ1"><v>7</v></c></row>)")).error().code, "bad_workbook") << "more columns than any register";
  EXPECT_EQ(read_xlsx(workbook("<row><c><v>1</v></row>")).error().code, "bad_workbook") << "not well formed";
}

TEST(Xlsx, a_bomb_is_not_unpacked) {
  const auto bomb = workbook("<row><c t=\"str\"><v>" + std::string(8u << 20, ' ') + "</v></c></row>");
  ASSERT_LT(bomb.size(), 16'000u);
  EXPECT_EQ(read_xlsx(bomb).error().details.at("why"), "it swells beyond all measure when it is unpacked");
  const auto laughs = archive({{"xl/workbook.xml", "<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;&b;\">]><workbook>&c;</workbook>"}});
  EXPECT_EQ(read_xlsx(laughs).error().details.at("why"), "it has a document type");
}

}  // namespace
}  // namespace kwota::imports
