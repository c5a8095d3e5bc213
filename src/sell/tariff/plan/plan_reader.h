// Reading one JSON object strictly: every key is asked for, every unknown key is an error, numbers of money, price, energy and
// percent are strings. The first problem wins; reading goes on with defaults and its result is thrown away.
// Never throws, never guesses. Begin with Fields.
#pragma once
#include <boost/json.hpp>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "sell/tariff/plan/plan_fault.h"

namespace kwota::tariff {

/// How much a plan may hold. Meters take 7 steps, 8 prices and 14 seasons, the longest list that a utility is known to have sold by had two dozen steps;
/// a plan is reckoned for five customers and a year while it is typed, and for every keystroke at a counter.
inline constexpr std::size_t list_most = 100;      ///< steps, price lists, seasons, kinds of day, switches of a day, charges
inline constexpr std::size_t holidays_most = 1000;
inline constexpr std::size_t prices_most = 2000;   ///< of a version
inline constexpr std::size_t versions_most = 1000;

/// The first thing that is wrong with a plan.
class Problem {
 public:
  /// `where`: the place in the document, "/versions/0/energy/steps/1/to"; `name`: what the fault names.
  void report(std::string_view where, PlanFault fault, std::string_view name = {});
  /// Whether no more stand there than a plan may hold; reports it otherwise.
  bool holds(std::size_t count, std::size_t most, std::string_view where);
  void unknown_kind(std::string_view where, std::string_view kind);
  bool none() const { return !first_; }
  Error take() { return std::move(*first_); }

 private:
  std::optional<Error> first_;
};

class Fields {
 public:
  Fields(const boost::json::value& value, std::string where, Problem& problem, std::span<const std::string_view> known);
  Fields(const boost::json::value& value, std::string where, Problem& problem, std::initializer_list<std::string_view> known)
      : Fields(value, std::move(where), problem, std::span(known.begin(), known.size())) {}

  const std::string& where() const { return where_; }
  std::string at(std::string_view key) const { return where_ + "/" + std::string(key); }
  bool has(std::string_view key) const { return find(key) != nullptr; }
  const boost::json::value* find(std::string_view key) const;
  const boost::json::value& need(std::string_view key) const;   ///< null after reporting that it is missing

  std::string text(std::string_view key) const;
  std::string text_or(std::string_view key, std::string_view fallback) const;
  bool flag(std::string_view key, bool fallback) const;
  std::int64_t whole(std::string_view key, std::int64_t fallback, std::int64_t min, std::int64_t max) const;
  /// A decimal in a string as an integer of 10^-scale.
  std::int64_t decimal(std::string_view key, int scale) const;
  std::int64_t decimal_or(std::string_view key, int scale, std::int64_t fallback) const;
  std::vector<std::string> texts(std::string_view key) const;
  /// Empty after reporting that there is none, or that it is too long.
  const boost::json::array& list(std::string_view key, std::size_t most = list_most) const;
  /// Which of the words the text is; `fallback` when the key is absent.
  std::size_t choice(std::string_view key, std::span<const std::string_view> words, std::size_t fallback) const;
  std::size_t choice(std::string_view key, std::initializer_list<std::string_view> words, std::size_t fallback) const {
    return choice(key, std::span(words.begin(), words.size()), fallback);
  }

 private:
  const boost::json::object* object_ = nullptr;
  std::string where_;
  Problem& problem_;
};

/// A string of JSON; reports and gives "" otherwise.
std::string text_of(const boost::json::value& value, std::string_view where, Problem& problem);
std::int64_t decimal_of(const boost::json::value& value, int scale, std::string_view where, Problem& problem);
/// "MM-DD" of an ordinary year or 29 February.
void month_day_of(std::string_view text, std::string_view where, Problem& problem, unsigned& month, unsigned& day);
/// Two digits at `at`; -1 when they are none.
int two_digits(std::string_view text, std::size_t at);

}  // namespace kwota::tariff
