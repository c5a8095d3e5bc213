#include "sell/customer/csv.h"

#include <algorithm>

#include "base/text/csv_cell.h"

namespace kwota::customer {
namespace {

Error bad_csv(std::size_t line) {
  return error(Fault::request, "bad_csv", "The file is not a table of separated values; nothing was imported.", {{"line", std::to_string(line)}});
}

class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : text_(text), separator_(separator_of(text)) {}

  Result<std::vector<CsvRow>> run() {
    while (at_ < text_.size()) MUST(row());
    return std::move(rows_);
  }

 private:
  bool ends_line() const { return text_[at_] == '\n' || (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n'); }
  bool ends_cell() const { return at_ >= text_.size() || text_[at_] == separator_ || ends_line(); }

  Result<void> row() {
    CsvRow row{line_, {}};
    const bool blank = ends_line();  // "" between quotes is a cell without text, not an empty line
    for (;;) {
      TRY(cell, text_.substr(at_, 1) == "\"" ? quoted() : plain());
      row.cells.push_back(std::move(cell));
      if (at_ >= text_.size() || text_[at_] != separator_) break;
      ++at_;
    }
    if (at_ < text_.size()) at_ += text_[at_] == '\r' ? 2 : 1;
    ++line_;
    if (!blank) rows_.push_back(std::move(row));
    if (rows_.size() > csv_rows_max + 1) return file_too_long();  // and the header
    return Done{};
  }

  Result<std::string> plain() {
    const auto begin = at_;
    while (!ends_cell()) {
      if (text_[at_] == '"' || text_[at_] == '\0') return bad_csv(line_);
      ++at_;
    }
    return std::string{text_.substr(begin, at_ - begin)};
  }

  Result<std::string> quoted() {
    const auto begin = line_;
    std::string cell;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"' && text_.substr(at_ + 1, 1) != "\"") {
        ++at_;
        if (!ends_cell()) return bad_csv(line_);
        return cell;
      }
      if (text_[at_] == '"') ++at_;
      if (text_[at_] == '\0') return bad_csv(line_);
      if (text_[at_] == '\n') ++line_;
      cell += text_[at_];
    }
    return bad_csv(begin);
  }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0, line_ = 1;
  std::vector<CsvRow> rows_;
};

}  // namespace

// What stands between quotes is somebody's text.
char separator_of(std::string_view text) {
  std::int64_t commas = 0, semicolons = 0, tabs = 0;
  bool quoted = false;
  for (const char c : text) {
    if (c == '\n' && !quoted) break;
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    commas += c == ',';
    semicolons += c == ';';
    tabs += c == '\t';
  }
  const auto most = std::max({commas, semicolons, tabs});
  return commas == most ? ',' : semicolons == most ? ';' : '\t';
}

Error file_too_long() {
  return error(Fault::request, "file_too_long", "A file may have a million rows; nothing was imported. Split it.", {{"most", std::to_string(csv_rows_max)}});
}

Result<std::vector<CsvRow>> read_csv(std::string_view text) {
  if (text.size() > csv_bytes_max) return bad_csv(0);
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return CsvReader{text}.run();
}

std::string write_csv_row(const std::vector<std::string>& cells) {
  if (cells.size() == 1 && cells.front().empty()) return "\"\"\r\n";  // a row, and not an empty line
  std::string out;
  for (const auto& cell : cells) (out += &cell != &cells.front() ? "," : "") += csv_cell(cell);
  return out + "\r\n";
}

}  // namespace kwota::customer
