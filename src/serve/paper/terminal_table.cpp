#include "serve/paper/terminal_table.h"

#include <glib.h>

#include <algorithm>

namespace kwota::serve {
namespace {

using Cells = std::vector<std::string>;

/// Columns of a terminal.
std::size_t width_of(const std::string& text) {
  std::size_t columns = 0;
  for (const char* at = text.c_str(); *at != '\0'; at = g_utf8_next_char(at)) {
    const auto letter = g_utf8_get_char(at);
    if (g_unichar_iszerowidth(letter) == 0) columns += g_unichar_iswide(letter) != 0 ? 2 : 1;
  }
  return columns;
}

/// A head is broken between words, so that a narrow figure keeps a narrow column.
Cells broken(const std::string& head, std::size_t width) {
  Cells lines(1);
  for (std::size_t at = 0; at <= head.size();) {
    const auto end = std::min(head.find(' ', at), head.size());
    const auto word = head.substr(at, end - at);
    if (!lines.back().empty() && width_of(lines.back()) + 1 + width_of(word) > width) lines.emplace_back();
    lines.back() += (lines.back().empty() ? "" : " ") + word;
    at = end + 1;
  }
  return lines;
}

std::size_t widest_word(const std::string& head) {
  std::size_t widest = 0;
  for (const auto& word : broken(head, 0)) widest = std::max(widest, width_of(word));
  return widest;
}

class TerminalDrawing {
 public:
  explicit TerminalDrawing(const A4Table& table) : table_(table) {
    for (const auto& column : table.columns) widths_.push_back(widest_word(column.title));
    for (const auto& row : table.rows) widen(row);
    widen(table.totals);
  }

  std::string text() {
    add(table_.title);
    for (const auto& line : table_.about) add(line);
    add("");
    heads();
    rule();
    for (const auto& row : table_.rows) line(row);
    if (!table_.totals.empty()) {
      rule();
      line(table_.totals);
    }
    add("");
    for (const auto& note : table_.notes) add(note);
    add(table_.foot);
    return std::move(out_);
  }

 private:
  void widen(const Cells& cells) {
    for (std::size_t i = 0; i < cells.size() && i < widths_.size(); ++i) widths_[i] = std::max(widths_[i], width_of(cells[i]));
  }
  void add(const std::string& text) { out_ += text + "\n"; }
  void rule() {
    std::string line;
    for (const auto width : widths_) {
      if (!line.empty()) line += "  ";
      for (std::size_t i = 0; i < width; ++i) line += "─";
    }
    add(line);
  }
  void line(const Cells& cells) {
    std::string line;
    for (std::size_t i = 0; i < widths_.size(); ++i) {
      const std::string cell = i < cells.size() ? cells[i] : "";
      const std::string room(widths_[i] - std::min(widths_[i], width_of(cell)), ' ');
      line += (i == 0 ? "" : "  ") + (table_.columns[i].number ? room + cell : cell + room);
    }
    line.resize(line.find_last_not_of(' ') + 1);
    add(line);
  }
  void heads() {
    std::vector<Cells> heads;
    std::size_t high = 1;
    for (std::size_t i = 0; i < widths_.size(); ++i) high = std::max(high, heads.emplace_back(broken(table_.columns[i].title, widths_[i])).size());
    for (std::size_t row = 0; row < high; ++row) {
      Cells cells;
      for (const auto& head : heads) cells.push_back(row + head.size() < high ? "" : head[row + head.size() - high]);
      line(cells);
    }
  }

  const A4Table& table_;
  std::vector<std::size_t> widths_;
  std::string out_;
};

}  // namespace

std::string terminal_table(const A4Table& table) { return TerminalDrawing(table).text(); }

}  // namespace kwota::serve
