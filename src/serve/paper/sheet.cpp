#include "serve/paper/sheet.h"

#include <xlsxwriter.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <map>

namespace kwota::serve {
namespace {

constexpr std::size_t sheet_name_max = 31;  // the format's own limit

constexpr std::size_t narrowest_column = 8, widest_column = 48;  ///< of a column, in letters

/// A Chinese character is as wide as two letters.
std::size_t letters_of(std::string_view text) {
  constexpr unsigned char first_wide = 0xE3;
  std::size_t letters = 0;
  for (const char one : text) {
    const auto letter = static_cast<unsigned char>(one);
    if ((letter & 0xC0U) != 0x80U) letters += letter >= first_wide ? 2 : 1;
  }
  return letters;
}

/// What of a head cannot be broken, which is wrapped otherwise.
std::size_t widest_word(std::string_view text) {
  std::size_t widest = 0;
  for (std::size_t from = 0; from < text.size();) {
    const auto end = std::min(text.find(' ', from), text.size());
    widest = std::max(widest, letters_of(text.substr(from, end - from)));
    from = end + 1;
  }
  return widest;
}

lxw_col_t column(std::size_t i) { return static_cast<lxw_col_t>(i); }

class Workbook final : public SheetWriter {
 public:
  Workbook(Sheet sheet, std::shared_ptr<Spool> file, std::uint32_t rows_a_page)
      : sheet_(std::move(sheet)), file_(std::move(file)), folder_(std::filesystem::temp_directory_path().string()), rows_a_page_(rows_a_page) {
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    options.tmpdir = folder_.data();
    book_ = workbook_new_opt(file_->path().c_str(), &options);
    header_ = workbook_add_format(book_);
    format_set_bold(header_);
    format_set_bottom(header_, LXW_BORDER_THIN);
    format_set_text_wrap(header_);
    format_set_align(header_, LXW_ALIGN_VERTICAL_TOP);
    for (const auto& one : sheet_.columns) widths_.push_back(std::max(narrowest_column, widest_word(one.title)));
    begin_page();
  }
  Workbook(const Workbook&) = delete;
  Workbook& operator=(const Workbook&) = delete;
  ~Workbook() override {
    if (book_ != nullptr) lxw_workbook_free(book_);
  }

  void row(const std::vector<SheetCell>& cells) override {
    if (line_ == rows_a_page_) {
      end_page();
      begin_page();
    }
    ++line_;
    for (std::size_t i = 0; i < cells.size(); ++i) write_cell(i, cells[i], sheet_.columns[i].decimals);
  }

  Result<std::shared_ptr<Spool>> finish() override {
    end_page();
    write_about();
    const bool closed = workbook_close(book_) == LXW_NO_ERROR;
    book_ = nullptr;  // closing frees it, whatever came of it
    if (!closed || lost_) return file_not_made();
    MUST(file_->finish());
    return file_;
  }

 private:
  void begin_page() {
    const auto suffix = ++pages_ == 1 ? std::string{} : " " + std::to_string(pages_);
    page_ = workbook_add_worksheet(book_, (sheet_.name.substr(0, sheet_name_max - suffix.size()) + suffix).c_str());
    line_ = 0;
    for (std::size_t i = 0; i < sheet_.columns.size(); ++i) worksheet_write_string(page_, 0, column(i), sheet_.columns[i].title.c_str(), header_);
  }

  void end_page() {
    worksheet_freeze_panes(page_, 1, 0);
    if (!sheet_.columns.empty()) {
      worksheet_autofilter(page_, 0, 0, line_, column(sheet_.columns.size() - 1));
      for (std::size_t i = 0; i < widths_.size(); ++i) worksheet_set_column(page_, column(i), column(i), static_cast<double>(std::min(widths_[i], widest_column) + 1), nullptr);
    }
    hold(page_);
  }

  void write_about() {
    auto* about = workbook_add_worksheet(book_, "about");
    lxw_row_t line = 0;
    for (const auto& [what, text] : sheet_.about) {
      worksheet_write_string(about, line, 0, what.c_str(), header_);
      worksheet_write_string(about, line++, 1, text.c_str(), nullptr);
    }
    worksheet_set_column(about, 0, 1, 32, nullptr);
    hold(about);
  }

  /// The library does not look whether its rows found room on the disk.
  void hold(lxw_worksheet* page) { lost_ = lost_ || std::fflush(page->optimize_tmpfile) != 0 || std::ferror(page->optimize_tmpfile) != 0; }

  void write_cell(std::size_t at, const SheetCell& cell, int decimals) {
    if (const auto* text = std::get_if<std::string>(&cell)) {
      worksheet_write_string(page_, line_, column(at), text->c_str(), nullptr);
      needs(at, letters_of(*text));
    }
    if (const auto* number = std::get_if<std::int64_t>(&cell)) write_number(at, *number, std::max(decimals, 0));
    if (const auto* figure = std::get_if<SheetFigure>(&cell)) write_number(at, figure->value, figure->decimals);
    if (const auto* day = std::get_if<LocalDate>(&cell)) write_time(at, {*day, 0, 0, 0}, false);
    if (const auto* moment = std::get_if<LocalTime>(&cell)) write_time(at, *moment, true);
  }

  void write_number(std::size_t at, std::int64_t number, int decimals) {
    // The format knows floating point only; the division is the last thing that happens to the number.
    worksheet_write_number(page_, line_, column(at), static_cast<double>(number) / std::pow(10.0, decimals), number_format(decimals));
    std::size_t digits = 1;
    for (auto rest = number / 10; rest != 0; rest /= 10) ++digits;
    needs(at, digits + digits / 3 + 2);  // with its groups, point and sign
  }

  void write_time(std::size_t at, const LocalTime& time, bool with_clock) {
    lxw_datetime moment{time.date.year, static_cast<int>(time.date.month), static_cast<int>(time.date.day), static_cast<int>(time.hour), static_cast<int>(time.minute), static_cast<double>(time.second)};
    worksheet_write_datetime(page_, line_, column(at), &moment, time_format(with_clock));
    needs(at, with_clock ? 20 : 12);
  }

  void needs(std::size_t at, std::size_t letters) { widths_[at] = std::max(widths_[at], letters); }

  lxw_format* time_format(bool with_clock) {
    auto& format = with_clock ? moment_format_ : day_format_;
    if (format == nullptr) {
      format = workbook_add_format(book_);
      const std::string day = sheet_.language == "zh" ? "yyyy-mm-dd" : sheet_.language == "ru" ? "dd.mm.yyyy" : "d mmm yyyy";
      format_set_num_format(format, (day + (with_clock ? " hh:mm:ss" : "")).c_str());
      format_set_align(format, LXW_ALIGN_LEFT);
    }
    return format;
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

  Sheet sheet_;
  std::shared_ptr<Spool> file_;
  std::string folder_;  ///< where the library keeps rows until the end; its files have no names either
  std::uint32_t rows_a_page_;
  lxw_workbook* book_ = nullptr;
  lxw_worksheet* page_ = nullptr;
  lxw_row_t line_ = 0;
  int pages_ = 0;
  bool lost_ = false;
  lxw_format* header_ = nullptr;
  std::map<int, lxw_format*> formats_;
  lxw_format* day_format_ = nullptr;
  lxw_format* moment_format_ = nullptr;
  std::vector<std::size_t> widths_;  ///< of each column, in letters
};

}  // namespace

Result<std::unique_ptr<SheetWriter>> SheetWriter::begin(Sheet sheet, std::uint32_t rows_a_page) {
  TRY(file, Spool::make());
  return std::unique_ptr<SheetWriter>(std::make_unique<Workbook>(std::move(sheet), std::move(file), rows_a_page));
}

}  // namespace kwota::serve
