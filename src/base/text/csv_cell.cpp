#include "base/text/csv_cell.h"

#include <string_view>

namespace kwota {
namespace {

bool begins_a_formula(std::string_view text) { return !text.empty() && std::string_view{"=+-@\t\r"}.find(text.front()) != std::string_view::npos; }

}  // namespace

std::string csv_cell(std::string text, bool typed) {
  if (typed && begins_a_formula(text)) text.insert(0, 1, '\'');
  if (text.find_first_of(",;\t\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) (quoted += c == '"' ? "\"" : "") += c;
  return quoted + '"';
}

}  // namespace kwota
