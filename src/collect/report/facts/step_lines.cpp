#include "collect/report/facts/step_lines.h"

#include <boost/json.hpp>

#include "collect/report/facts/commodities.h"
#include "collect/report/facts/sold.h"

namespace kwota::facts {
namespace {

std::int64_t said_in(const boost::json::object& line, std::string_view name) {
  const auto* found = line.if_contains(name);
  return found != nullptr && found->is_int64() ? found->get_int64() : 0;
}

/// A line of units that were bought: it alone says how many.
bool buys_units(const boost::json::object& line) { return line.contains("units_e3") && !line.contains("memo") && !line.contains("left"); }

StepLine step_line_of(const books::Reader& books, const books::Sale& sale, Commodities& commodities) {
  StepLine out;
  out.business_day = sale.business_day;
  out.station = sale.station;
  out.usage_class = sale.usage_class;
  out.plan = sale.plan;
  out.scheme = sale.scheme;
  out.commodity = commodities.of_sale(books, sale);
  out.kind = word_of(sale.kind);
  out.number = sale.number;
  return out;
}

StepLine step_line_with(StepLine out, const boost::json::object& line) {
  const auto step = said_in(line, "step");
  if (step != 0) out.step = std::to_string(step);
  (out.commodity == word_of(Commodity::electricity) ? out.energy : out.volume) = said_in(line, "units_e3");
  out.money = Money::minor(said_in(line, "minor"));
  return out;
}

void each_step_line(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  Commodities commodities;
  each_sale(books, days, [&](const books::Sale& sale) {
    if (sale.kind != books::Operation::open && sale.kind != books::Operation::recharge) return;
    boost::json::error_code bad;
    const auto document = boost::json::parse(sale.document, bad);
    const auto* lines = !bad && document.is_object() ? document.get_object().if_contains("lines") : nullptr;
    if (lines == nullptr || !lines->is_array()) return;
    const auto whole_sale = step_line_of(books, sale, commodities);
    for (const auto& one : lines->get_array())
      if (one.is_object() && buys_units(one.get_object())) take(Given<StepLine>(step_line_with(whole_sale, one.get_object())));
  });
}

}  // namespace

const Source step_lines{StepLine::table, columns_of<StepLine>, each_step_line};

}  // namespace kwota::facts
