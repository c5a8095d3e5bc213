#include "sim/field/world/facts.h"

#include <algorithm>

#include "base/decimal.h"

namespace kwota::field {
namespace {

constexpr int scale = 6;  // more decimals than anything in the field has

std::optional<std::int64_t> number(const std::string& text) {
  const auto parsed = parse_decimal(text, scale);
  return parsed.ok() ? std::optional(*parsed) : std::nullopt;
}

std::string plain(std::string text) {
  std::replace(text.begin(), text.end(), ' ', '_');
  return text;
}

bool same(const std::string& stated, const std::string& seen) {
  const auto a = number(stated), b = number(seen);
  return a && b ? *a == *b : plain(stated) == plain(seen);
}

/// "at noon", "not 2", "above 3.00", "carried or applied".
bool holds(std::span<const Word> stated, const std::string& seen) {
  const auto& first = stated.front().text;
  if (stated.size() > 1 && first == "not") return !holds(stated.subspan(1), seen);
  if (stated.size() == 2 && (first == "above" || first == "below")) {
    const auto limit = number(stated[1].text), value = number(seen);
    return limit && value && (first == "above" ? *value > *limit : *value < *limit);
  }
  for (std::size_t from = 0; from < stated.size();) {
    std::size_t to = from;
    while (to < stated.size() && (stated[to].quoted || stated[to].text != "or")) ++to;
    if (same(joined(stated.subspan(from, to - from)), seen)) return true;
    from = to + 1;
  }
  return false;
}

}  // namespace

Facts& Facts::say(std::string name, std::string value) {
  for (auto& fact : facts_)
    if (fact.first == name) {
      fact.second = std::move(value);
      return *this;
    }
  facts_.emplace_back(std::move(name), std::move(value));
  return *this;
}

Facts& Facts::add(const Facts& others) {
  for (const auto& [name, value] : others.facts_) say(name, value);
  return *this;
}

Facts& Facts::ask(std::function<std::optional<std::string>(const std::string&)> more) {
  more_ = std::move(more);
  return *this;
}

std::optional<std::string> Facts::find(const std::string& name) const {
  for (const auto& [known, value] : facts_)
    if (known == name) return value;
  return more_ ? more_(name) : std::nullopt;
}

std::string Facts::text() const {
  std::string text;
  for (const auto& [name, value] : facts_) {
    if (value.empty()) continue;
    text += (text.empty() ? "" : ", ") + name + " " + value;
  }
  return text;
}

Result<std::optional<Difference>> check(const Facts& facts, std::span<const Word> stated) {
  if (stated.empty()) return mistake("a statement is missing here, such as `remaining 98.00`");
  const std::string all = joined(stated);
  // The longest name that is known; what follows is its value. A name alone (`adds up`) comes last.
  for (std::size_t tried = 0; tried < stated.size(); ++tried) {
    const std::size_t words = tried + 1 == stated.size() ? stated.size() : stated.size() - 1 - tried;
    const auto seen = facts.find(joined(stated.first(words), "_"));
    if (!seen) continue;
    const auto value = stated.subspan(words);
    const bool held = value.empty() ? *seen == "yes" : holds(value, *seen);
    if (held) return std::optional<Difference>{};
    return std::optional(Difference{all, joined(stated.first(words)) + " " + (seen->empty() ? "(nothing)" : *seen)});
  }
  const auto state = facts.find("state");
  if (!state) return mistake("`" + all + "` cannot be seen here; what can be seen is: " + facts.text());
  if (holds(stated, *state)) return std::optional<Difference>{};
  return std::optional(Difference{all, "state " + *state + " (" + facts.text() + ")"});
}

}  // namespace kwota::field
