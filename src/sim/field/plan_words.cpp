#include "sim/field/plan_words.h"

#include "base/decimal.h"
#include "base/words.h"

namespace kwota::field {
namespace {

namespace json = boost::json;

constexpr int price_decimals = 6;

class Reading {
 public:
  explicit Reading(std::vector<Word> words) : words_(std::move(words)) {}
  bool end() const { return at_ == words_.size(); }
  bool take(std::string_view word) {
    if (end() || words_[at_].text != word) return false;
    ++at_;
    return true;
  }
  Result<std::string> amount(const std::string& of_what) {
    if (end() || !parse_decimal(words_[at_].text, price_decimals).ok())
      return mistake("a plan needs " + of_what + " here, such as 0.50");
    return words_[at_++].text;
  }
  /// "17:30"
  Result<std::string> time() {
    if (end() || words_[at_].text.size() != 5 || words_[at_].text[2] != ':')
      return mistake("a plan needs a time here, such as 17:30");
    return words_[at_++].text;
  }
  std::string next() { return end() ? std::string{} : words_[at_++].text; }
  const std::string& word() const { return words_[at_].text; }

 private:
  std::vector<Word> words_;
  std::size_t at_ = 0;
};

json::object counter(int months) { return {{"months", months}, {"start", "01-01"}}; }

/// One or more prices, all but the last with the unit at which they end.
Result<void> prices(Reading& words, json::object& version) {
  json::array steps;
  for (;;) {
    TRY(price, words.amount("a price"));
    if (!words.take("to")) {
      if (steps.empty())
        version["energy"] = json::object{{"price", price}};
      else
        steps.push_back(json::object{{"price", price}});
      break;
    }
    TRY(end, words.amount("the last kWh of the step"));
    steps.push_back(json::object{{"to", end}, {"price", price}});
    words.take(",");
  }
  if (!steps.empty()) version["energy"] = json::object{{"steps", std::move(steps)}};
  return {};
}

/// "from 17:30 to 21:00 1.00": another price every day at these hours, and the one before at all others.
Result<void> hours(Reading& words, json::object& version) {
  auto& energy = version["energy"].as_object();
  if (!energy.contains("price") || !energy["price"].is_string()) return mistake("a plan with steps has one price for all hours");
  TRY(from, words.time());
  if (!words.take("to")) return mistake("hours end with `to`, such as from 17:30 to 21:00 1.00");
  TRY(until, words.time());
  TRY(price, words.amount("the price at these hours"));
  energy["price"] = json::object{{"other", energy["price"]}, {"peak", price}};
  const json::array midnight{"00:00", "other"};
  json::array calm;  // braces around one array are a copy of it to one compiler, and an array in an array to another
  calm.push_back(midnight);
  version["days"] = json::object{{"day", json::array{midnight, json::array{from, "peak"}, json::array{until, "other"}}},
                                 {"calm", std::move(calm)}};
  version["calendar"] = json::array{json::object{{"use", "day"}}};
  return {};
}

Result<void> rest(Reading& words, json::object& version) {
  json::array charges;
  json::object limits;
  json::array taxed{"energy"};
  while (!words.end()) {
    if (words.take(",")) continue;
    if (words.take("from")) {
      MUST(hours(words, version));
    } else if (words.take("holiday")) {
      if (!version.contains("days")) return mistake("holidays are for plans with prices by hour");
      auto& holidays = version["holidays"];
      if (!holidays.is_object()) holidays.emplace_object();
      holidays.as_object()[words.next()] = "calm";  // a word that is no date is refused with the plan
    } else if (words.take("fixed")) {
      TRY(amount, words.amount("the amount a month"));
      charges.push_back(json::object{{"id", "fixed"}, {"kind", "per_month"}, {"amount", amount}});
      taxed.push_back("fixed");
    } else if (words.take("tax")) {
      TRY(percent, words.amount("a percentage"));
      const bool inside = words.take("inside");
      charges.push_back(
          json::object{{"id", "tax"}, {"kind", "percent"}, {"percent", percent}, {"of", taxed}, {"inclusive", inside}});
    } else if (words.take("least")) {
      TRY(amount, words.amount("the least payment"));
      limits["min_pay"] = amount;
    } else if (words.take("most")) {
      TRY(amount, words.amount("the largest payment"));
      limits["max_pay"] = amount;
    } else {
      return mistake("a plan does not know `" + words.word() + "`; known are: from, holiday, fixed, tax, least, most");
    }
  }
  if (!charges.empty()) version["charges"] = std::move(charges);
  if (!limits.empty()) version["limits"] = std::move(limits);
  return {};
}

}  // namespace

Result<json::object> plan_version(std::string_view text, const std::string& from) {
  TRY(cut, split(text));
  Reading words(std::move(cut));
  json::object version{{"from", from}};
  if (words.take("monthly")) version["counter"] = counter(1);
  if (words.take("yearly")) version["counter"] = counter(12);
  MUST(prices(words, version));
  MUST(rest(words, version));
  return version;
}

json::object plan_head(const std::string& id, Commodity commodity, const std::string& currency, const std::string& zone) {
  return {{"id", id},   {"name", id},   {"commodity", word_of(commodity)}, {"unit", plan_unit(commodity)}, {"currency", currency},
          {"minor", 2}, {"zone", zone}, {"quantum", "0.01"}};
}

}  // namespace kwota::field
