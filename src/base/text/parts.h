// Texts that hold several with a character between them: "wang,li".   Begin with parts_of().
#pragma once
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace kwota {

/// In their order, as pieces of `text`; of an empty text none. Behind the last character between there is no empty part more.
inline std::vector<std::string_view> parts_of(std::string_view text, char between = ',') {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const auto end = std::min(text.find(between), text.size());
    out.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

/// The same, each a text of its own.
inline std::vector<std::string> texts_of(std::string_view text, char between = ',') {
  const auto parts = parts_of(text, between);
  return {parts.begin(), parts.end()};
}

}  // namespace kwota
