#include "sell/receipt/slip.h"

#include <algorithm>

namespace kwota::receipt {
namespace {

/// Length in bytes of the character that begins with this byte.
std::size_t bytes_of(unsigned char first) { return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4; }

char32_t character(std::string_view text) {
  const auto length = std::min(bytes_of(static_cast<unsigned char>(text.front())), text.size());
  if (length == 1) return static_cast<unsigned char>(text[0]);
  char32_t value = static_cast<unsigned char>(text[0]) & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) value = (value << 6) | (static_cast<unsigned char>(text[i]) & 0x3Fu);
  return value;
}

/// Unicode East Asian Width W and F, as far as slips use them.
bool is_wide(char32_t c) {
  return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) || (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1F64F) ||
         (c >= 0x1F900 && c <= 0x1F9FF) || (c >= 0x20000 && c <= 0x3FFFD);
}

/// Marks that stand on the letter before them, and joiners between two.
bool has_no_width(char32_t c) { return (c >= 0x0300 && c <= 0x036F) || c == 0x200C || c == 0x200D || (c >= 0xFE00 && c <= 0xFE0F); }

int width_of(char32_t c) { return has_no_width(c) ? 0 : is_wide(c) ? 2 : 1; }

}  // namespace

std::vector<std::string> wrapped(std::string_view text, int columns) {
  std::vector<std::string> lines;
  std::string line;
  int used = 0;
  std::size_t blank = std::string::npos;  ///< the last one behind a word: a text that is set in keeps its first word beside its blanks
  while (!text.empty()) {
    const auto length = std::min(bytes_of(static_cast<unsigned char>(text.front())), text.size());
    const int width = width_of(character(text));
    const bool behind_word = line.find_first_not_of(' ') != std::string::npos;
    if (used + width > columns && text.front() == ' ') blank = line.size();
    // What follows the blank may itself leave no room for a wide character: then it breaks again, without a blank.
    while (used + width > columns) {
      const bool at_blank = blank < line.size();
      const auto rest = at_blank ? line.substr(blank + 1) : std::string{};
      lines.push_back(line.substr(0, blank));
      line = rest;
      used = columns_of(line);
      blank = std::string::npos;
    }
    if (line.empty() && !lines.empty() && text.front() == ' ') {
      text.remove_prefix(1);
      continue;
    }
    if (text.front() == ' ' && behind_word) blank = line.size();
    line += text.substr(0, length);
    used += width;
    text.remove_prefix(length);
  }
  lines.push_back(line);
  return lines;
}

namespace {

std::string spaces(int count) { return std::string(static_cast<std::size_t>(std::max(0, count)), ' '); }

void add_wrapped(std::string& out, std::string_view text, int columns) {
  for (const auto& line : wrapped(text, columns)) out += line + "\n";
}

void add_right(std::string& out, std::string_view text, int columns) {
  for (const auto& line : wrapped(text, columns)) out += spaces(columns - columns_of(line)) + line + "\n";
}

void add_pair(std::string& out, const std::string& left, const std::string& right, int columns) {
  if (right.empty()) return add_wrapped(out, left, columns);
  const int gap = columns - columns_of(left) - columns_of(right);
  if (gap >= 1) {
    out += left + spaces(gap) + right + "\n";
    return;
  }
  add_wrapped(out, left, columns);
  add_right(out, right, columns);
}

/// Name, quantity, price, amount: in columns where the paper is wide enough, else in two lines.
void add_item(std::string& out, const std::vector<std::string>& cells, int columns) {
  constexpr int quantity = 10, price = 10, amount = 11;
  const int name = columns - quantity - price - amount;
  const auto right = [](const std::string& cell, int width) { return spaces(width - columns_of(cell)) + cell; };
  const bool fits = columns >= 48 && columns_of(cells[0]) < name && columns_of(cells[1]) < quantity && columns_of(cells[2]) < price &&
                    columns_of(cells[3]) < amount;
  if (fits) {
    out += cells[0] + spaces(name - columns_of(cells[0])) + right(cells[1], quantity) + right(cells[2], price) + right(cells[3], amount) + "\n";
    return;
  }
  if (cells[1].empty() && cells[2].empty()) return add_pair(out, cells[0], cells[3], columns);
  add_wrapped(out, cells[0], columns);
  const auto count = cells[2].empty() ? cells[1] : cells[1] + " x " + cells[2];
  add_pair(out, "  " + count, cells[3], columns);
}

}  // namespace

int columns_of(std::string_view text) {
  int columns = 0;
  while (!text.empty()) {
    columns += width_of(character(text));
    text.remove_prefix(std::min(bytes_of(static_cast<unsigned char>(text.front())), text.size()));
  }
  return columns;
}

std::string code_text(const Slip& slip, int columns) {
  std::string out;
  if (slip.qr.empty()) return out;
  out += std::string(static_cast<std::size_t>(columns), '-') + "\n";
  add_wrapped(out, slip.qr, columns);
  return out;
}

std::string to_text(const Slip& slip, int columns) {
  std::string out;
  for (const auto& row : slip.rows) switch (row.kind) {
      case Row::Kind::title:
      case Row::Kind::heading:
        for (const auto& line : wrapped(row.cells[0], columns)) out += spaces((columns - columns_of(line)) / 2) + line + "\n";
        break;
      case Row::Kind::rule: out += std::string(static_cast<std::size_t>(columns), '-') + "\n"; break;
      case Row::Kind::pair:
      case Row::Kind::total: add_pair(out, row.cells[0], row.cells[1], columns); break;
      case Row::Kind::item: add_item(out, row.cells, columns); break;
      case Row::Kind::text:
      case Row::Kind::strong_text: add_wrapped(out, row.cells[0], columns); break;
    }
  return out;
}

}  // namespace kwota::receipt
