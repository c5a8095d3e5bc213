// The phrases of field logs: a pattern of words and what is done when somebody says it.
// Pattern: plain words stand for themselves; <name> is one word; <name...> is the rest of the line; [ … ] may be left out;
// a|b is one of several words, <name:a|b> the same and remembered. Vocabulary files list their phrases; the more particular
// first. Begin with Vocabulary::find().
#pragma once
#include <span>
#include <vector>

#include "sim/field/world/facts.h"

namespace kwota::field {

class World;
using Act = Result<Facts> (*)(World& world, const Sentence& sentence);

struct Phrase {
  std::string_view pattern;
  Act act;
};

struct Understood {
  const Phrase* phrase = nullptr;
  Sentence sentence;
};

class Vocabulary {
 public:
  /// The phrases live as long as the vocabulary; they are tried in this order.
  explicit Vocabulary(std::span<const std::span<const Phrase>> subjects);
  /// Error `log_mistake`: names the word that was not understood and what could stand there.
  Result<Understood> find(std::span<const Word> words) const;

 private:
  struct Known {
    const Phrase* phrase;
    std::vector<std::string> pieces;  ///< of its pattern
  };
  std::vector<Known> known_;
};

}  // namespace kwota::field
