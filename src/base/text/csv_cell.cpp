#include "base/text/csv_cell.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace kwota {
namespace {

/// The sign itself, behind blanks or not, and as wide as a Chinese character.
bool begins_a_formula(std::string_view text) {
  if (text.starts_with('\t') || text.starts_with('\r')) return true;
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  return std::ranges::any_of(std::array<std::string_view, 8>{"=", "+", "-", "@", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"}, [&](auto sign) { return text.starts_with(sign); });
}

}  // namespace

std::string csv_cell(std::string text, bool typed) {
  if (typed && begins_a_formula(text)) text.insert(0, 1, '\'');
  if (text.find_first_of(",;\t\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) (quoted += c == '"' ? "\"" : "") += c;
  return quoted + '"';
}

std::string typed_text(std::string cell) {
  if (cell.starts_with('\'') && begins_a_formula(std::string_view{cell}.substr(1))) cell.erase(0, 1);
  return cell;
}

}  // namespace kwota
