#include "collect/waterings/tool_answers.h"

#include <map>
#include <set>
#include <tuple>

#include "books/rows/field/tool.h"
#include "books/rows/supply/well.h"
#include "collect/waterings/judge.h"

namespace kwota::waterings {
namespace {

using books::ToolAnswer;
using books::ToolOrder;
using books::ToolOrderStatus;

/// Numbers of the changes that are answers to the eight orders.
constexpr std::int64_t first_of_answers = 121, last_of_answers = 128;
constexpr std::int64_t pump_has_done = 0;

void count(ToolOrder& order, std::int64_t answer) {
  ++order.answers;
  if (answer == pump_has_done) ++order.done;
  order.state = order.done > 0 ? ToolOrderStatus::obeyed : ToolOrderStatus::refused;
}

/// It takes the cards of this area number alone from now on: its black list need not have those of others any more.
void bound_to(const books::Reader& books, MeterNumber meter, const std::string& area_number, Instant now, books::Changes& changes) {
  for (auto& former : books.select<books::FormerArea>(meter)) {
    if (former.left || former.area_number == area_number) continue;
    former.left = now;
    changes.put.emplace_back(std::move(former));
  }
}

}  // namespace

std::optional<PumpSaid> said_to_tool_card(const books::WellChange& row) {
  if (row.parameter < first_of_answers || row.parameter > last_of_answers) return std::nullopt;
  return PumpSaid{row.meter, row.before, row.after, row.changed};
}

books::Decision<std::int64_t> take_in_answers(const books::Reader& books, std::int64_t hand_over, std::span<const PumpSaid> said, Instant now) {
  std::map<std::int64_t, ToolOrder> orders;
  std::set<std::tuple<std::int64_t, MeterNumber, std::string, std::int64_t>> here;
  books::Decision<std::int64_t> decision{{}, 0};
  for (const auto& one : said) {
    const auto known = orders.contains(one.order) ? std::optional(orders[one.order]) : books.find<ToolOrder>(one.order);
    const auto told = one.at ? format_local(*one.at) : std::string{};
    if (!known || books.find<ToolAnswer>(one.order, one.meter, told, one.answer)) continue;
    if (!here.emplace(one.order, one.meter, told, one.answer).second) continue;
    const auto place = place_of(books, one.meter, one.at);
    ToolAnswer row;
    row.tool_order = one.order;
    row.meter = one.meter;
    row.told = told;
    row.answer = one.answer;
    if (place) row.well = place->well;
    row.station = station_of(books, row.well);
    row.hand_over = hand_over;
    orders[one.order] = *known;
    count(orders[one.order], one.answer);
    const bool is_bound = known->tool == books::PumpTool::bind && known->meter == one.meter && one.answer == pump_has_done;
    if (is_bound && !known->area_number.empty()) bound_to(books, one.meter, known->area_number, now, decision.changes);
    decision.changes.put.emplace_back(std::move(row));
    ++decision.answer;
  }
  for (auto& [number, order] : orders) decision.changes.put.emplace_back(std::move(order));
  return decision;
}

}  // namespace kwota::waterings
