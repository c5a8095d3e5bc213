#include "sim/field/world/phrase.h"

#include <algorithm>
#include <set>

namespace kwota::field {
namespace {

std::vector<std::string> pieces(std::string_view pattern) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < pattern.size();) {
    const auto end = std::min(pattern.find(' ', at), pattern.size());
    if (end > at) out.emplace_back(pattern.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

bool is_place(const std::string& piece) { return piece.front() == '<'; }

bool one_of(const std::string& piece, const std::string& word) {
  for (std::size_t at = 0; at <= piece.size();) {
    const auto end = std::min(piece.find('|', at), piece.size());
    if (std::string_view(piece).substr(at, end - at) == word) return true;
    at = end + 1;
  }
  return false;
}

/// How far the words went along with any pattern, and what would have been next.
struct Farthest {
  std::size_t words = 0;
  std::set<std::string> expected;
  void note(std::size_t at, const std::string& piece) {
    if (at > words) expected.clear();
    if (at < words) return;
    words = at;
    expected.insert(piece);
  }
};

class Matching {
 public:
  Matching(const std::vector<std::string>& pattern, std::span<const Word> words, Farthest& farthest)
      : pattern_(pattern), words_(words), farthest_(farthest) {}

  bool match(std::size_t piece, std::size_t word) {
    if (piece == pattern_.size()) {
      if (word == words_.size()) return true;
      farthest_.note(word, "the end of the line");
      return false;
    }
    const auto& wanted = pattern_[piece];
    if (wanted == "[") return match(piece + 1, word) || match(closing(piece) + 1, word);
    if (wanted == "]") return match(piece + 1, word);
    if (word == words_.size()) {
      farthest_.note(word, wanted);
      return false;
    }
    return is_place(wanted) ? place(wanted, piece, word) : literal(wanted, piece, word);
  }
  Sentence sentence;

 private:
  std::size_t closing(std::size_t piece) const {
    while (pattern_[piece] != "]") ++piece;
    return piece;
  }
  bool literal(const std::string& wanted, std::size_t piece, std::size_t word) {
    if (words_[word].quoted || !one_of(wanted, words_[word].text)) {
      farthest_.note(word, wanted);
      return false;
    }
    return match(piece + 1, word + 1);
  }
  bool place(const std::string& wanted, std::size_t piece, std::size_t word) {
    const bool rest = wanted.ends_with("...>");
    auto name = wanted.substr(1, wanted.size() - (rest ? 5 : 2));
    if (const auto colon = name.find(':'); colon != std::string::npos) {
      if (!one_of(name.substr(colon + 1), words_[word].text)) {
        farthest_.note(word, name.substr(colon + 1));
        return false;
      }
      name.erase(colon);
    }
    if (!rest && !words_[word].quoted && words_[word].text == ",") {
      farthest_.note(word, wanted);
      return false;
    }
    if (!match(rest ? pattern_.size() : piece + 1, rest ? words_.size() : word + 1)) return false;
    sentence.put(name, rest ? joined(words_.subspan(word)) : words_[word].text);
    return true;
  }

  const std::vector<std::string>& pattern_;
  std::span<const Word> words_;
  Farthest& farthest_;
};

std::string listed(const std::set<std::string>& expected) {
  std::string text;
  for (const auto& one : expected) text += (text.empty() ? "" : ", ") + one;
  return text;
}

}  // namespace

Vocabulary::Vocabulary(std::span<const std::span<const Phrase>> subjects) {
  for (const auto subject : subjects)
    for (const auto& phrase : subject) known_.push_back({&phrase, pieces(phrase.pattern)});
}

Result<Understood> Vocabulary::find(std::span<const Word> words) const {
  Farthest farthest;
  for (const auto& known : known_) {
    Matching matching(known.pieces, words, farthest);
    if (matching.match(0, 0)) return Understood{known.phrase, std::move(matching.sentence)};
  }
  const std::string there =
      farthest.words < words.size() ? "`" + words[farthest.words].text + "` is not understood here" : "the line ends too early";
  return mistake(there + "; expected: " + listed(farthest.expected));
}

}  // namespace kwota::field
