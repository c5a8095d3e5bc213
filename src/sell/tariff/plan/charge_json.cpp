#include "sell/tariff/plan/charge_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "sell/tariff/plan/charge_kind.h"
#include "sell/tariff/plan/line_id.h"

namespace kwota::tariff {
namespace json = boost::json;
namespace {

bool read_whole(std::string_view text, std::int64_t& out) {
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), out);
  return problem == std::errc{} && end == text.data() + text.size();
}

/// "12/365" exactly, or "12/365.25" as 1200/36525.
void read_factor(const std::string& text, const std::string& where, Charge& charge, Problem& problem) {
  const auto slash = text.find('/');
  std::string numerator = text.substr(0, slash), denominator = slash == std::string::npos ? "1" : text.substr(slash + 1);
  const auto decimals = [](const std::string& number) {
    const auto point = number.find('.');
    return point == std::string::npos ? std::size_t{0} : number.size() - point - 1;
  };
  const std::size_t scale = std::max(decimals(numerator), decimals(denominator));
  const auto scaled = [&](std::string number) {
    const std::size_t zeros = scale - decimals(number);
    std::erase(number, '.');
    return number + std::string(zeros, '0');
  };
  constexpr std::int64_t factor_max = 1'000'000'000;
  if (scale > 6 || !read_whole(scaled(numerator), charge.factor_num) || !read_whole(scaled(denominator), charge.factor_den) ||
      charge.factor_num < 0 || charge.factor_den < 1 || charge.factor_num > factor_max || charge.factor_den > factor_max)
    problem.report(where, PlanFault::factor_form);
}

void read_of(const Fields& fields, const std::vector<Charge>& earlier, Charge& charge, Problem& problem) {
  for (const std::string& name : fields.texts("of")) {
    const auto found = std::find_if(earlier.begin(), earlier.end(), [&](const Charge& other) { return other.id == name; });
    if (name == line_id::energy) charge.of_energy = true;
    else if (found != earlier.end()) charge.of_charges.push_back(static_cast<std::size_t>(found - earlier.begin()));
    else problem.report(fields.at("of"), PlanFault::unknown_line, name);
  }
  if (!charge.of_energy && charge.of_charges.empty()) problem.report(fields.at("of"), PlanFault::lines_expected);
}

void read_steps(const Fields& fields, Charge& charge, Problem& problem) {
  if (!fields.has("steps")) return;
  for (const auto& step : fields.list("steps")) {
    const auto* number = step.if_int64();
    if (number == nullptr || *number < 1 || *number > 100) problem.report(fields.at("steps"), PlanFault::steps_expected);
    else charge.steps.push_back(static_cast<int>(*number));
  }
  if (charge.steps.empty()) problem.report(fields.at("steps"), PlanFault::steps_expected);
}

/// The keys that a charge of this kind may have.
std::vector<std::string_view> keys_of(const ChargeKind& kind) {
  const auto& has = kind.keys;
  std::vector<std::string_view> keys{"id", "kind", word_of(kind.figure)};
  for (const auto& [there, key] : {std::pair{has.times, "times"}, {has.factor, "factor"}, {has.first, "first"}, {has.catch_up, "catch_up"}, {has.steps, "steps"}, {has.of, "of"}, {has.inclusive, "inclusive"}})
    if (there) keys.emplace_back(key);
  return keys;
}

void read_keys(const Fields& fields, const ChargeKeys& has, const std::vector<Charge>& earlier, Charge& charge, Problem& problem) {
  if (has.times) charge.times = fields.text_or("times", "");
  if (has.factor && fields.has("factor")) read_factor(fields.text("factor"), fields.at("factor"), charge, problem);
  if (has.first) charge.first_by_days = fields.choice("first", {"full", "days"}, 0) == 1;
  if (has.catch_up) charge.catch_up = fields.flag("catch_up", true);
  if (has.inclusive) charge.inclusive = fields.flag("inclusive", false);
  if (has.of) read_of(fields, earlier, charge, problem);
  if (has.steps) read_steps(fields, charge, problem);
}

Charge read_charge(const json::value& value, const std::string& where, const std::vector<Charge>& earlier, Problem& problem) {
  const auto* object = value.if_object();
  const auto* kind_value = object == nullptr ? nullptr : object->if_contains("kind");
  const std::string kind = kind_value == nullptr ? "" : text_of(*kind_value, where + "/kind", problem);
  Charge charge;
  charge.kind = charge_kind(kind);
  if (charge.kind == nullptr) {
    problem.unknown_kind(where, kind);
    return charge;
  }
  const Fields fields(value, where, problem, keys_of(*charge.kind));
  charge.id = fields.text("id");
  charge.figure_e8 = fields.decimal(word_of(charge.kind->figure), price_scale);
  read_keys(fields, charge.kind->keys, earlier, charge, problem);
  return charge;
}

}  // namespace

std::vector<Charge> read_charges(const json::array& list, const std::string& where, Problem& problem) {
  std::vector<Charge> charges;
  for (std::size_t i = 0; i < list.size() && problem.none(); ++i)
    charges.push_back(read_charge(list[i], fmt::format("{}/{}", where, i), charges, problem));
  return charges;
}

}  // namespace kwota::tariff
