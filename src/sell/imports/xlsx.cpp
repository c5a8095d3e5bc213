#include "sell/imports/xlsx.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

#include "base/time.h"
#include "sell/imports/xml_part.h"

namespace kwota::imports {
namespace {

constexpr auto workbook_part = "xl/workbook.xml", relations_part = "xl/_rels/workbook.xml.rels", strings_part = "xl/sharedStrings.xml", styles_part = "xl/styles.xml";
/// Day 0 of a sheet is 1899-12-30 (its 1900 is taken for a leap year), or 1904-01-01 of old Macintosh books.
constexpr LocalDate day_zero{1899, 12, 30}, day_zero_1904{1904, 1, 1};
constexpr std::int64_t last_day_of_sheets = 2'958'465;  // 9999-12-31

Result<void> fits(std::size_t bytes) {
  if (bytes > xlsx_text_max) return bad_workbook("it holds more text than any register");
  return Done{};
}

std::int64_t number_in(std::string_view text, std::int64_t otherwise) {
  std::int64_t value = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

struct Book {
  std::string first_sheet;
  bool of_1904 = false;
};

/// Which part is the first sheet that a person sees, as the book's own list says.
Result<Book> book_of(ZipArchive& archive) {
  Book book;
  std::string relation, hidden;
  MUST(read_xml(archive, workbook_part, {.begins = [&](std::string_view element, const XmlAttributes& has) -> Result<void> {
                                           if (element == "sheet") {
                                             auto& first = has["state"].empty() || has["state"] == "visible" ? relation : hidden;
                                             if (first.empty()) first = has["id"];
                                           }
                                           if (element == "workbookPr") book.of_1904 = has["date1904"] == "1" || has["date1904"] == "true";
                                           return Done{};
                                         },
                                         .ends = {},
                                         .text = {}}));
  if (relation.empty()) relation = hidden;
  if (archive.has(relations_part))
    MUST(read_xml(archive, relations_part, {.begins = [&](std::string_view element, const XmlAttributes& has) -> Result<void> {
                                              if (element == "Relationship" && has["Id"] == relation) book.first_sheet = has["Target"];
                                              return Done{};
                                            },
                                            .ends = {},
                                            .text = {}}));
  if (book.first_sheet.starts_with('/'))
    book.first_sheet.erase(0, 1);
  else
    book.first_sheet = "xl/" + (book.first_sheet.empty() ? "worksheets/sheet1.xml" : book.first_sheet);
  return book;
}

/// Texts that cells name by their number. What is said beside them – how they are read aloud – is none of theirs.
Result<std::vector<std::string>> strings_of(ZipArchive& archive) {
  std::vector<std::string> out;
  if (!archive.has(strings_part)) return out;
  bool in_text = false;
  int aside = 0;
  std::size_t bytes = 0;
  MUST(read_xml(archive, strings_part, {.begins = [&](std::string_view element, const XmlAttributes&) -> Result<void> {
                                          if (element == "si") out.emplace_back();
                                          aside += element == "rPh" ? 1 : 0;
                                          in_text = element == "t";
                                          return fits(bytes += sizeof(std::string));
                                        },
                                        .ends = [&](std::string_view element) -> Result<void> {
                                          aside -= element == "rPh" ? 1 : 0;
                                          in_text = false;
                                          return Done{};
                                        },
                                        .text = [&](std::string_view text) -> Result<void> {
                                          if (!in_text || aside > 0 || out.empty()) return Done{};
                                          out.back() += text;
                                          return fits(bytes += text.size());
                                        }}));
  return out;
}

/// A form that shows a day: it has a y, m or d outside of quotes and brackets – of hours alone nobody makes a day.
bool shows_day(std::string_view form) {
  bool quoted = false, bracket = false;
  for (const char c : form) {
    if (c == '"') quoted = !quoted;
    if (c == '[') bracket = true;
    if (c == ']') bracket = false;
    if (!quoted && !bracket && (c == 'y' || c == 'Y' || c == 'd' || c == 'D')) return true;
  }
  return false;
}

/// Styles of cells that show a day, by their numbers.
Result<std::set<std::int64_t>> day_styles(ZipArchive& archive) {
  std::set<std::int64_t> out, forms{14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58};
  if (!archive.has(styles_part)) return out;
  bool of_cells = false;
  std::int64_t style = 0;
  MUST(read_xml(archive, styles_part, {.begins = [&](std::string_view element, const XmlAttributes& has) -> Result<void> {
                                         if (element == "numFmt" && shows_day(has["formatCode"])) forms.insert(number_in(has["numFmtId"], -1));
                                         if (element == "cellXfs") of_cells = true;
                                         if (element != "xf" || !of_cells) return Done{};
                                         if (forms.contains(number_in(has["numFmtId"], 0))) out.insert(style);
                                         ++style;
                                         return Done{};
                                       },
                                       .ends = [&](std::string_view element) -> Result<void> {
                                         if (element == "cellXfs") of_cells = false;
                                         return Done{};
                                       },
                                       .text = {}}));
  return out;
}

/// "AB12" -> 27; no letters: -1.
std::int64_t column_of(std::string_view cell) {
  std::int64_t column = 0;
  for (const char c : cell) {
    if (c < 'A' || c > 'Z' || column > 1'000'000) break;
    column = column * 26 + (c - 'A' + 1);
  }
  return column - 1;
}

/// Digits of a binary number beyond these are only its own. [K]
constexpr std::size_t digits_shown = 15;
constexpr int furthest_point = 40;

/// A number as it is stored, 0.DIGITS × 10^point; nothing: it is none.
struct Digits {
  bool negative = false;
  std::string digits;
  int point = 0;
};

std::optional<Digits> digits_of(std::string_view stored) {
  Digits out;
  if (stored.starts_with('-')) out.negative = true, stored.remove_prefix(1);
  const auto mark = stored.find_first_of("eE");
  if (mark != std::string_view::npos) {
    auto exponent = stored.substr(mark + 1);
    if (exponent.starts_with('+')) exponent.remove_prefix(1);
    out.point = static_cast<int>(std::clamp<std::int64_t>(number_in(exponent, 0), -furthest_point, furthest_point));
  }
  bool behind = false;
  for (const char c : stored.substr(0, mark)) {
    if (c == '.' && !behind) {
      behind = true;
      continue;
    }
    if (c < '0' || c > '9' || out.digits.size() > 2 * static_cast<std::size_t>(furthest_point)) return std::nullopt;
    out.digits += c;
    if (!behind) ++out.point;
  }
  const auto zeros = std::min(out.digits.find_first_not_of('0'), out.digits.size());
  out.digits.erase(0, zeros);
  out.point -= static_cast<int>(zeros);
  return out;
}

/// To so many digits, half up.
void round_to(Digits& number, std::size_t digits) {
  if (number.digits.size() > digits) {
    bool carry = number.digits[digits] >= '5';
    number.digits.resize(digits);
    for (std::size_t i = digits; carry && i-- > 0;) {
      carry = number.digits[i] == '9';
      number.digits[i] = carry ? '0' : static_cast<char>(number.digits[i] + 1);
    }
    if (carry) number.digits.insert(0, 1, '1'), ++number.point;
  }
  number.digits.erase(number.digits.find_last_not_of('0') + 1);
}

/// As a person reads it: no exponent, no digits that are only the binary number's.
std::string number_text(const std::string& stored) {
  if (stored.find_first_of(".eE") == std::string::npos) return stored;
  auto number = digits_of(stored);
  if (!number) return stored;
  round_to(*number, digits_shown);
  if (number->digits.empty()) return "0";
  const auto sign = number->negative ? "-" : "";
  if (number->point <= 0) return sign + ("0." + std::string(static_cast<std::size_t>(-number->point), '0')) + number->digits;
  const auto before = static_cast<std::size_t>(number->point);
  if (before >= number->digits.size()) return sign + number->digits + std::string(before - number->digits.size(), '0');
  return sign + number->digits.substr(0, before) + "." + number->digits.substr(before);
}

/// Whole days since the sheets' first, and a part of a day behind the point.
std::string day_text(const std::string& stored, bool of_1904) {
  const auto text = number_text(stored);
  const auto day = number_in(text, 0);
  if (day < 1 || day > last_day_of_sheets) return text;
  auto out = format_date(date_of_day(day_number(of_1904 ? day_zero_1904 : day_zero) + day));
  const auto point = text.find('.');
  if (point == std::string::npos) return out;
  constexpr std::size_t places = 9;
  constexpr std::int64_t whole = 1'000'000'000, minutes_a_day = 1440;
  auto part = text.substr(point + 1, places);
  part.resize(places, '0');
  const auto minutes = (number_in(part, 0) * minutes_a_day + whole / 2) / whole;
  if (minutes > 0 && minutes < minutes_a_day) out += fmt::format(" {:02}:{:02}", minutes / 60, minutes % 60);
  return out;
}

class SheetReader {
 public:
  SheetReader(ZipArchive& archive, Book book, std::vector<std::string> strings, std::set<std::int64_t> days)
      : archive_(archive), book_(std::move(book)), strings_(std::move(strings)), days_(std::move(days)) {}

  Result<std::vector<customer::CsvRow>> run() {
    MUST(read_xml(archive_, book_.first_sheet, {.begins = [this](std::string_view element, const XmlAttributes& has) { return begins(element, has); },
                                                .ends = [this](std::string_view element) { return ends(element); },
                                                .text = [this](std::string_view text) { return hears(text); }}));
    return std::move(rows_);
  }

 private:
  Result<void> begins(std::string_view element, const XmlAttributes& has) {
    if (element == "row") {
      const auto said = number_in(has["r"], 0);
      line_ = said > static_cast<std::int64_t>(line_) ? static_cast<std::size_t>(said) : line_ + 1;
      row_ = {line_, {}};
    } else if (element == "c") {
      const auto said = column_of(has["r"]);
      column_ = said < 0 ? row_.cells.size() : static_cast<std::size_t>(said);
      if (column_ >= xlsx_columns_max) return bad_workbook(fmt::format("it has more than {} columns", xlsx_columns_max));
      kind_ = has["t"];
      style_ = number_in(has["s"], 0);
      value_.clear();
    } else if (element == "rPh") {
      ++aside_;
    }
    in_value_ = aside_ == 0 && (element == "v" || element == "t");
    return Done{};
  }

  Result<void> hears(std::string_view text) {
    if (!in_value_) return Done{};
    value_ += text;
    return fits(bytes_ += text.size());
  }

  Result<void> ends(std::string_view element) {
    in_value_ = false;
    if (element == "rPh") --aside_;
    if (element == "c" && !value_.empty()) {
      if (row_.cells.size() <= column_) row_.cells.resize(column_ + 1);
      TRY(text, cell());
      MUST(fits(bytes_ += text.size()));
      row_.cells[column_] = std::move(text);
    }
    if (element != "row") return Done{};
    const bool empty = std::ranges::all_of(row_.cells, [](const std::string& one) { return one.empty(); });
    if (!empty) rows_.push_back(std::move(row_));
    row_ = {};
    if (rows_.size() > customer::csv_rows_max + 1) return customer::file_too_long();
    return Done{};
  }

  Result<std::string> cell() const {
    if (kind_ == "s") {
      const auto number = number_in(value_, -1);
      if (number < 0 || static_cast<std::size_t>(number) >= strings_.size()) return bad_workbook("a cell names a text that it does not hold");
      return strings_[static_cast<std::size_t>(number)];
    }
    if (kind_ == "b") return std::string(value_ == "1" ? "true" : "false");
    if (kind_.empty() || kind_ == "n") return days_.contains(style_) ? day_text(value_, book_.of_1904) : number_text(value_);
    return value_;  // str, inlineStr, d, e: as it stands there
  }

  ZipArchive& archive_;
  const Book book_;
  const std::vector<std::string> strings_;
  const std::set<std::int64_t> days_;
  std::vector<customer::CsvRow> rows_;
  customer::CsvRow row_;
  std::size_t line_ = 0, column_ = 0, bytes_ = 0;
  std::string kind_, value_;
  std::int64_t style_ = 0;
  int aside_ = 0;
  bool in_value_ = false;
};

}  // namespace

bool looks_like_xlsx(std::string_view bytes) { return bytes.starts_with("PK\x03\x04"); }

Result<std::vector<customer::CsvRow>> read_xlsx(std::string_view bytes) {
  TRY(archive, ZipArchive::open(bytes));
  TRY(book, book_of(archive));
  TRY(strings, strings_of(archive));
  TRY(days, day_styles(archive));
  return SheetReader(archive, std::move(book), std::move(strings), std::move(days)).run();
}

}  // namespace kwota::imports
