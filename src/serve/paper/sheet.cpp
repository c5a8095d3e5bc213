#include "serve/paper/sheet.h"

#include <stdlib.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

namespace kwota::serve {
namespace {

constexpr std::size_t sheet_name_max = 31;  // the format's own limit

class Workbook {
 public:
  /// The library writes files only: one of our own, gone when we are.
  Workbook() : path_((std::filesystem::temp_directory_path() / "kwota-sheet-XXXXXX").string()) {
    if (const int file = ::mkstemp(path_.data()); file >= 0) ::close(file);
    book_ = workbook_new(path_.c_str());
    header_ = workbook_add_format(book_);
    format_set_bold(header_);
    format_set_bottom(header_, LXW_BORDER_THIN);
  }
  Workbook(const Workbook&) = delete;
  ~Workbook() { ::unlink(path_.c_str()); }

  void write(const Sheet& sheet) {
    auto* page = workbook_add_worksheet(book_, sheet.name.substr(0, sheet_name_max).c_str());
    for (std::size_t i = 0; i < sheet.columns.size(); ++i) worksheet_write_string(page, 0, column(i), sheet.columns[i].title.c_str(), header_);
    for (std::size_t r = 0; r < sheet.rows.size(); ++r)
      for (std::size_t c = 0; c < sheet.rows[r].size(); ++c) write_cell(page, r + 1, c, sheet.rows[r][c], sheet.columns[c].decimals);
    worksheet_freeze_panes(page, 1, 0);
    if (!sheet.columns.empty()) {
      worksheet_autofilter(page, 0, 0, static_cast<lxw_row_t>(sheet.rows.size()), column(sheet.columns.size() - 1));
      worksheet_set_column(page, 0, column(sheet.columns.size() - 1), 16, nullptr);
    }
    auto* about = workbook_add_worksheet(book_, "about");
    for (std::size_t i = 0; i < sheet.about.size(); ++i) {
      worksheet_write_string(about, static_cast<lxw_row_t>(i), 0, sheet.about[i].first.c_str(), header_);
      worksheet_write_string(about, static_cast<lxw_row_t>(i), 1, sheet.about[i].second.c_str(), nullptr);
    }
    worksheet_set_column(about, 0, 1, 32, nullptr);
  }

  Result<std::string> close() {
    const bool written = workbook_close(book_) == LXW_NO_ERROR;
    std::ifstream in(path_, std::ios::binary);
    std::stringstream bytes;
    bytes << in.rdbuf();
    if (!written || !in)
      return error(Fault::ours, "paper_failed", "The document could not be drawn: take the CSV file instead; the books themselves are not touched.");
    return bytes.str();
  }

 private:
  static lxw_col_t column(std::size_t i) { return static_cast<lxw_col_t>(i); }

  void write_cell(lxw_worksheet* page, std::size_t row, std::size_t at, const SheetCell& cell, int decimals) {
    const auto line = static_cast<lxw_row_t>(row);
    if (const auto* text = std::get_if<std::string>(&cell)) worksheet_write_string(page, line, column(at), text->c_str(), nullptr);
    // The format knows floating point only; the division is the last thing that happens to the number.
    if (const auto* number = std::get_if<std::int64_t>(&cell))
      worksheet_write_number(page, line, column(at), static_cast<double>(*number) / std::pow(10.0, std::max(decimals, 0)), number_format(std::max(decimals, 0)));
  }

  lxw_format* number_format(int decimals) {
    auto& format = formats_[decimals];
    if (format == nullptr) {
      format = workbook_add_format(book_);
      const std::string pattern = decimals == 0 ? "0" : "#,##0." + std::string(static_cast<std::size_t>(decimals), '0');
      format_set_num_format(format, pattern.c_str());
    }
    return format;
  }

  std::string path_;
  lxw_workbook* book_ = nullptr;
  lxw_format* header_ = nullptr;
  std::map<int, lxw_format*> formats_;
};

}  // namespace

Result<std::string> xlsx(const Sheet& sheet) {
  Workbook book;
  book.write(sheet);
  return book.close();
}

}  // namespace kwota::serve
