#include "collect/report/facts/tax_lines.h"

#include <algorithm>
#include <boost/json.hpp>

#include "base/decimal.h"

namespace kwota::facts {
namespace {

std::int64_t whole(const boost::json::object& line, std::string_view name) {
  const auto* found = line.if_contains(name);
  return found != nullptr && found->is_int64() ? found->get_int64() : 0;
}

std::string text(const boost::json::object& line, std::string_view name) {
  const auto* found = line.if_contains(name);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string{};
}

/// So much of the tax as `part` is of its base.
Money share_of(const TaxLine& line, Money part) {
  if (line.base.is_zero()) return {};
  return Money::minor(divide(Wide{line.amount.minor()} * part.minor(), line.base.minor(), Round::half_up));
}

Money within(Money amount, Money most) { return std::clamp(amount, std::min(most, -most), std::max(most, -most)); }

/// What an entry gives back of energy and of fees; below zero: it takes.
struct Freed {
  Money energy, fees;
};
Freed freed_by(const std::vector<books::Leg>& legs) {
  Freed out;
  for (const auto& leg : legs) {
    if (leg.account.starts_with("prepaid/")) out.energy += leg.amount;
    if (leg.account.starts_with("fee/")) out.fees += leg.amount;
  }
  return out;
}

}  // namespace

std::vector<TaxLine> tax_lines(const books::Sale& sale) {
  std::vector<TaxLine> out;
  if (sale.document.find("\"base\"") == std::string::npos) return out;  // most sales: the writer asks of each
  boost::json::error_code bad;
  const auto document = boost::json::parse(sale.document, bad);
  const auto* lines = !bad && document.is_object() ? document.get_object().if_contains("lines") : nullptr;
  if (lines == nullptr || !lines->is_array()) return out;
  for (const auto& one : lines->get_array()) {
    if (!one.is_object() || !one.get_object().contains("base")) continue;
    const auto& line = one.get_object();
    out.push_back({"tax/" + std::string(line.at("id").get_string()), text(line, "percent"), Money::minor(whole(line, "minor")), Money::minor(whole(line, "base")), Money::minor(whole(line, "base_fees")), line.contains("memo")});
  }
  return out;
}

InsideTax taken(const TaxLine& line) {
  const auto fees = share_of(line, line.base_fees);
  return {line.amount - fees, fees};
}

Money share_of_tax(const TaxLine& line, Money of, Money part) {
  if (line.amount.is_zero()) return {};
  return Money::minor(divide(Wide{of.minor()} * part.minor(), line.amount.minor(), Round::half_up));
}

InsideTax given_back(const TaxLine& line, const std::vector<books::Leg>& legs) {
  auto freed = freed_by(legs);
  if (line.base_fees.is_zero()) freed.fees = {};
  if (line.base == line.base_fees) freed.energy = {};
  const auto fees = within(share_of(line, freed.fees), taken(line).fees);
  const auto all = within(share_of(line, freed.energy + freed.fees), line.amount);
  return {fees - all, -fees};
}

}  // namespace kwota::facts
