#include "sim/field/world/words.h"

#include "base/cause.h"

namespace kwota::field {

Error mistake(std::string what) { return error(Fault::request, Cause::log_mistake, std::move(what)); }
bool is_mistake(const Error& error) { return cause_of(error) == Cause::log_mistake; }

Result<std::vector<Word>> split(std::string_view line) {
  std::vector<Word> words;
  bool open = false;  // a word is being read
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char c = line[at];
    if (c == '#') break;
    if (c == '"') {
      const auto end = line.find('"', at + 1);
      if (end == std::string_view::npos)
        return mistake("the quotation that begins here does not end: " + std::string(line.substr(at)));
      words.push_back({std::string(line.substr(at + 1, end - at - 1)), true});
      at = end;
      open = false;
    } else if (c == ' ' || c == '\t' || c == '\r') {
      open = false;
    } else if (c == ',') {
      words.push_back({",", false});
      open = false;
    } else {
      if (!open) words.emplace_back();
      words.back().text += c;
      open = true;
    }
  }
  return words;
}

std::string joined(std::span<const Word> words, std::string_view between) {
  std::string text;
  for (const auto& word : words) {
    if (!text.empty() && word.text != ",") text += between;
    text += word.text;
  }
  return text;
}

const std::string& Sentence::operator[](std::string_view name) const {
  static const std::string nothing;
  const auto found = places_.find(name);
  return found == places_.end() ? nothing : found->second;
}

}  // namespace kwota::field
