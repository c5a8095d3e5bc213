// What can be seen after a line of a field log, and whether it is what the log states.
// A statement is "<name> <value>" or the state alone: `remaining 98.00`, `relay open`, `in doubt`, `state carried or applied`,
// `count not 2`, `used above 3.00`, `balance below 0.00`. Numbers are compared as numbers, everything else word by word.
// Begin with Facts::say(), then check().
#pragma once
#include <functional>

#include "base/words.h"
#include "sim/field/world/words.h"

namespace kwota::field {

class Facts {
 public:
  Facts& say(std::string name, std::string value);
  Facts& say(std::string name, const char* value) { return say(std::move(name), std::string(value)); }
  Facts& say(std::string name, bool yes) { return say(std::move(name), yes ? "yes" : "no"); }
  template <Worded E>
  Facts& say(std::string name, E value) { return say(std::move(name), std::string(word_of(value))); }
  /// What the other ones say, over what was said here.
  Facts& add(const Facts& others);
  /// Facts that are looked up when somebody asks for them: there are too many to list.
  Facts& ask(std::function<std::optional<std::string>(const std::string& name)> more);
  std::optional<std::string> find(const std::string& name) const;
  /// "remaining 98.00, count 1": in the order in which they were said; empty values are left out.
  std::string text() const;

 private:
  std::vector<std::pair<std::string, std::string>> facts_;
  std::function<std::optional<std::string>(const std::string&)> more_;
};

/// What was stated and does not hold.
struct Difference {
  std::string stated, seen;
};

/// `stated`: the words between two commas. Nothing when it holds; error `log_mistake` when it names what cannot be seen here.
Result<std::optional<Difference>> check(const Facts& facts, std::span<const Word> stated);

}  // namespace kwota::field
