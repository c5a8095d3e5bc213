#include "sell/tariff/plan/charge_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

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

Charge read_charge(const json::value& value, const std::string& where, const std::vector<Charge>& earlier, Problem& problem) {
  const auto* object = value.if_object();
  const auto* kind_value = object == nullptr ? nullptr : object->if_contains("kind");
  const std::string kind = kind_value == nullptr ? "" : text_of(*kind_value, where + "/kind", problem);
  const auto known = parse_word<ChargeKind>(kind);
  Charge charge;
  if (!known) {
    problem.unknown_kind(where, kind);
    return charge;
  }
  charge.kind = *known;
  const auto fields_of = [&](std::initializer_list<std::string_view> names) {
    Fields fields(value, where, problem, names);
    charge.id = fields.text("id");
    return fields;
  };
  switch (charge.kind) {
    case ChargeKind::per_sale: charge.amount_e8 = fields_of({"id", "kind", "amount"}).decimal("amount", price_scale); break;
    case ChargeKind::per_month: {
      const auto fields = fields_of({"id", "kind", "amount", "times", "first", "catch_up"});
      charge.amount_e8 = fields.decimal("amount", price_scale);
      charge.times = fields.text_or("times", "");
      charge.first_by_days = fields.choice("first", {"full", "days"}, 0) == 1;
      charge.catch_up = fields.flag("catch_up", true);
      break;
    }
    case ChargeKind::per_day: {
      const auto fields = fields_of({"id", "kind", "amount", "times", "factor"});
      charge.amount_e8 = fields.decimal("amount", price_scale);
      charge.times = fields.text_or("times", "");
      if (fields.has("factor")) read_factor(fields.text("factor"), fields.at("factor"), charge, problem);
      break;
    }
    case ChargeKind::per_unit: {
      const auto fields = fields_of({"id", "kind", "price", "steps"});
      charge.amount_e8 = fields.decimal("price", price_scale);
      read_steps(fields, charge, problem);
      break;
    }
    case ChargeKind::percent: {
      const auto fields = fields_of({"id", "kind", "percent", "of", "steps", "inclusive"});
      charge.percent_e8 = fields.decimal("percent", price_scale);
      charge.inclusive = fields.flag("inclusive", false);
      read_of(fields, earlier, charge, problem);
      read_steps(fields, charge, problem);
      break;
    }
    case ChargeKind::gross: charge.percent_e8 = fields_of({"id", "kind", "percent"}).decimal("percent", price_scale); break;
    case ChargeKind::minimum: {
      const auto fields = fields_of({"id", "kind", "amount", "of"});
      charge.amount_e8 = fields.decimal("amount", price_scale);
      read_of(fields, earlier, charge, problem);
      break;
    }
  }
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
