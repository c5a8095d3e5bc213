// A line of a field log, cut into words. Indentation means nothing; "#" begins a comment; quoted words keep their blanks; commas
// and the arrow stand alone.
// Begin with split(), then Sentence: what a phrase of the vocabulary has understood of a line.
#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace kwota::field {

struct Word {
  std::string text;
  bool quoted = false;
};

/// Error `log_mistake`: a quotation that does not end.
Result<std::vector<Word>> split(std::string_view line);
std::string joined(std::span<const Word> words, std::string_view between = " ");

/// The log itself is wrong: a word that nobody knows, a name that was never introduced. Never a refusal of the product.
Error mistake(std::string what);
bool is_mistake(const Error& error);

/// The places of a phrase by name: <money> of "wang sells 100.00 to Li" is "100.00".
class Sentence {
 public:
  void put(const std::string& name, std::string text) { places_[name] = std::move(text); }
  bool has(std::string_view name) const { return places_.contains(name); }
  /// Empty when the phrase was said without it.
  const std::string& operator[](std::string_view name) const;
  std::string or_else(std::string_view name, std::string otherwise) const {
    return has(name) ? (*this)[name] : std::move(otherwise);
  }

 private:
  std::map<std::string, std::string, std::less<>> places_;
};

}  // namespace kwota::field
