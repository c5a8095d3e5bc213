#include "serve/paper/sheet.h"

#include <xlsxwriter.h>

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <map>

namespace kwota::serve {
namespace {

constexpr std::size_t sheet_name_max = 31;  // the format's own limit

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
      worksheet_set_column(page_, 0, column(sheet_.columns.size() - 1), 16, nullptr);
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
    if (const auto* text = std::get_if<std::string>(&cell)) worksheet_write_string(page_, line_, column(at), text->c_str(), nullptr);
    // The format knows floating point only; the division is the last thing that happens to the number.
    if (const auto* number = std::get_if<std::int64_t>(&cell))
      worksheet_write_number(page_, line_, column(at), static_cast<double>(*number) / std::pow(10.0, std::max(decimals, 0)), number_format(std::max(decimals, 0)));
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
};

}  // namespace

Result<std::unique_ptr<SheetWriter>> SheetWriter::begin(Sheet sheet, std::uint32_t rows_a_page) {
  TRY(file, Spool::make());
  return std::unique_ptr<SheetWriter>(std::make_unique<Workbook>(std::move(sheet), std::move(file), rows_a_page));
}

}  // namespace kwota::serve
