#include "base/text/csv_cell.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace kwota {
namespace {

/// As wide as a Chinese character; their first bytes are the same.
constexpr std::array<std::string_view, 4> wide{"\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};

/// The sign itself, behind blanks or not, and as wide as a Chinese character.
bool begins_a_formula(std::string_view text) {
  if (text.empty()) return false;
  if (text.front() == '\t' || text.front() == '\r') return true;
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  if (text.empty()) return false;
  const char first = text.front();
  if (first == '=' || first == '+' || first == '-' || first == '@') return true;
  return first == wide.front().front() && std::ranges::any_of(wide, [&](auto sign) { return text.starts_with(sign); });
}

constexpr bool breaks_a_cell(char c) { return c == ',' || c == ';' || c == '\t' || c == '"' || c == '\r' || c == '\n'; }

}  // namespace

void add_csv_cell(std::string& to, std::string_view text, bool typed) {
  const bool quoted = std::ranges::any_of(text, breaks_a_cell);
  if (quoted) to += '"';
  if (typed && begins_a_formula(text)) to += '\'';
  if (!quoted) {
    to += text;
    return;
  }
  for (const char c : text) {
    if (c == '"') to += '"';
    to += c;
  }
  to += '"';
}

std::string csv_cell(std::string_view text, bool typed) {
  std::string out;
  add_csv_cell(out, text, typed);
  return out;
}

std::string typed_text(std::string cell) {
  if (cell.starts_with('\'') && begins_a_formula(std::string_view{cell}.substr(1))) cell.erase(0, 1);
  return cell;
}

}  // namespace kwota
