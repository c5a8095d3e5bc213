#include "sell/counter/account/pump_tool.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "books/black_list.h"
#include "books/chains.h"
#include "books/rows/field/journal.h"
#include "books/rows/field/pump.h"
#include "books/rows/supply/well.h"
#include "people/approval.h"
#include "sell/counter/account/tool_permission.h"

namespace kwota::counter {

using books::ToolOrder;

namespace {

Error not_taken(std::string_view what) {
  return error(Fault::request, "pump_tool_value", fmt::format("No pump takes this value: {}. Nothing was written. Correct it.", what), {{"what", std::string(what)}});
}

/// The well where it hangs now.
Result<books::WellMeter> place_of(const books::Reader& books, const std::optional<MeterNumber>& meter) {
  if (!meter || !books.find<books::Meter>(*meter))
    return error(Fault::request, "unknown_meter", "There is no such meter in the books.", {{"meter", meter ? to_text(*meter) : ""}});
  for (const auto& row : books.select(books::WellMeter::of_meter, *meter))
    if (!row.to) return row;
  return error(Fault::request, "meter_at_no_well", "This meter hangs at no well; say in the register of well meters where it is.", {{"meter", to_text(*meter)}});
}

/// A card adds to the list that is there: of a pump that came to another area number meanwhile, or had a list that nobody knows, it would leave out what was blocked before.
Result<void> only_adds(const books::Reader& books, const PumpToolContent& content) {
  const auto begins_anew = books::newest_list_that_begins_anew(books);
  const auto after = content.asked.after_edition;
  if (after == 0 || after >= begins_anew) return {};
  return error(Fault::request, "black_list_begins_anew",
               fmt::format("With edition {} a pump's list begins anew: it came to another area number, or had a list of which these books know nothing. After an earlier one a tool card would leave out cards "
                           "that were blocked before. Nothing was written. Name this edition or a later one for pumps that have it, or send the list with a handheld.", begins_anew),
               {{"edition", fmt::format("{}", begins_anew)}});
}

Result<void> add_black_list(const books::Reader& books, PumpToolContent& content) {
  MUST(only_adds(books, content));
  content.edition = books::newest_black_list(books);
  for (const auto& listed : books.all<books::BlackListed>())
    if (listed.edition > content.asked.after_edition) content.cards.push_back(listed.card);
  if (content.cards.empty())
    return error(Fault::request, "black_list_nothing_new", "The black list has no card after this edition. Nothing was written.",
                 {{"edition", fmt::format("{}", content.asked.after_edition)}});
  if (content.cards.size() > pump_tool_cards_max)
    return error(Fault::request, "black_list_too_long",
                 fmt::format("A tool card holds {} cards of the black list. Nothing was written. Name a later edition, or send the list with a handheld.", pump_tool_cards_max),
                 {{"most", fmt::format("{}", pump_tool_cards_max)}});
  return {};
}

Result<void> add_hung_user(const books::Reader& books, PumpToolContent& content) {
  TRY(place, place_of(books, content.asked.meter));
  content.well = place.well;
  // A module that is gone releases nobody: of one number it is the newest series'.
  const auto series = books.last<books::WellSeries>(*content.asked.meter);
  const auto watering = books.find<books::Watering>(*content.asked.meter, series ? series->series : std::int64_t{1}, content.asked.watering);
  if (!watering || watering->state != books::WateringStatus::hung || !watering->card)
    return error(Fault::request, "nobody_hangs", "Nobody hangs at this well under that number. Nothing was written.",
                 {{"meter", to_text(*content.asked.meter)}, {"number", fmt::format("{}", content.asked.watering)}});
  content.card = *watering->card;
  content.offline = watering->offline;
  return {};
}

Result<void> add_binding(const books::Reader& books, PumpToolContent& content) {
  TRY(place, place_of(books, content.asked.meter));
  const auto well = books.find<books::Well>(place.well);
  content.well = place.well;
  content.terminal = place.terminal;
  if (well) content.area = well->area_number;
  constexpr std::size_t terminal_digits = 12, area_digits = 8;
  if (content.terminal.size() != terminal_digits || content.area.size() != area_digits)
    return error(Fault::request, "terminal_not_known", "The books do not know the security module of this well. Nothing was written. Enter its terminal number with the well's meter.",
                 {{"meter", to_text(*content.asked.meter)}});
  return {};
}

Result<void> check_parameters(const PumpToolRequest& asked) {
  constexpr std::int64_t last = pump_parameter_count;
  if (asked.parameters.empty() || asked.parameters.size() > pump_tool_parameters_max) return not_taken("parameters");
  for (const auto& one : asked.parameters) {
    if (one.number < 1 || one.number > last) return not_taken(fmt::format("parameter {} = {}", one.number, one.value));
    const auto& row = pump_parameters[static_cast<std::size_t>(one.number - 1)];
    if (one.value < row.least || one.value > row.most) return not_taken(fmt::format("{} = {} ({}–{})", word_of(row.parameter), one.value, row.least, row.most));
  }
  return {};
}

/// By its own clock a pump judges everything else: a year mistyped shuts it to whoever comes, for that long.
Result<void> check_clock(const PumpToolContent& content, const Context& context) {
  const auto& at = content.asked.at;
  const bool now_or_soon = at && at->date >= context.zone.local(context.now + Duration::days(-1)).date && at->date <= content.last_day;
  return now_or_soon ? Result<void>{} : not_taken("at");
}

/// What is charged has its price: without one the pump would give it away.
Result<void> check_basis(const PumpToolRequest& asked) {
  const auto times = [&](std::int64_t rate) { return std::ranges::count(asked.prices, rate, &PumpToolRequest::Price::rate); };
  for (std::int64_t rate = pump_rate::first; rate <= pump_rate::other; ++rate)
    if (times(rate) > 1) return not_taken(fmt::format("price {}", rate));
  if (charges_energy(*asked.basis) && times(pump_rate::first) == 0) return not_taken(fmt::format("price {}", pump_rate::first));
  if (charges_other(*asked.basis) && times(pump_rate::other) == 0) return not_taken(fmt::format("price {}", pump_rate::other));
  return {};
}

Result<void> check_prices(const PumpToolRequest& asked) {
  constexpr std::int64_t sets = 255, most = 99'999'999;
  if (!asked.at) return not_taken("from");
  if (asked.set < 1 || asked.set > sets) return not_taken("set");
  if (!asked.basis) return not_taken("basis");
  if (asked.prices.empty() || asked.prices.size() > pump_rate::other) return not_taken("prices");
  for (const auto& price : asked.prices)
    if (price.rate < pump_rate::first || price.rate > pump_rate::other || price.e4 < 0 || price.e4 > most) return not_taken(fmt::format("price {}", price.rate));
  MUST(check_basis(asked));
  if (asked.periods.size() > pump_tool_periods_max) return not_taken("periods");
  std::int64_t before = -1;
  for (const auto& period : asked.periods) {
    const std::int64_t minute = period.hour * 60 + period.minute;
    const bool good = period.hour >= 0 && period.hour < 24 && period.minute >= 0 && period.minute < 60 && period.rate >= pump_rate::first && period.rate <= pump_rate::last_of_energy;
    if (!good || minute <= before) return not_taken(fmt::format("period {}:{:02}", period.hour, period.minute));
    before = minute;
  }
  return {};
}

Result<void> add_what_the_books_say(const books::Reader& books, PumpToolContent& content, const Context& context) {
  const auto& asked = content.asked;
  switch (asked.tool) {
    case PumpTool::parameters: return check_parameters(asked);
    case PumpTool::clock: return check_clock(content, context);
    case PumpTool::collect: return {};
    case PumpTool::clear_hung: return add_hung_user(books, content);
    case PumpTool::black_list: return add_black_list(books, content);
    case PumpTool::test: return asked.seconds >= 1 && asked.seconds <= pump_test_seconds_max ? Result<void>{} : not_taken("seconds");
    case PumpTool::bind: return add_binding(books, content);
    case PumpTool::prices: return check_prices(asked);
  }
  return {};
}

constexpr std::int64_t ms_a_minute = 60'000, minutes_to_2000 = 15'778'080;  // a pump's record of an order has eight digits: until 2190
/// The minute in which it is permitted, or the next one that is free. A count would go on from an older copy of the books and give once more what pumps have
/// obeyed, and clock orders that they have gone beyond; a moment never comes again.
std::int64_t order_number(const books::Reader& books, Instant now) {
  const auto newest = books.newest<ToolOrder>(1);
  return std::max(now.ms() / ms_a_minute - minutes_to_2000, newest.empty() ? 0 : newest.front().number + 1);
}

/// As it stands in the register from now on.
ToolOrder order_row(const PumpToolPermission& permission, const PumpToolBooking& booking, const Context& context) {
  ToolOrder row;
  row.number = permission.number;
  row.station = context.station;
  row.tool = permission.content.asked.tool;
  row.meter = permission.content.asked.meter;
  row.well = permission.content.well;
  row.area_number = permission.content.area;
  row.card = booking.card;
  row.content = approval_content(permission.content).canonical();
  row.reason = booking.reason;
  row.asked_by = context.who.name;
  row.approved_by = permission.approved_by;
  row.permitted = context.now;
  row.good_until = format_date(permission.content.last_day);
  return row;
}

}  // namespace

Result<PumpToolContent> pump_tool_content(const books::Reader& books, const PumpToolRequest& request, const Context& context) {
  if (request.days < 1 || request.days > pump_tool_days_max)
    return error(Fault::request, "pump_tool_days", fmt::format("A tool card is good from today for at most {} days. Nothing was written. Choose an earlier last day.", pump_tool_days_max),
                 {{"most", fmt::format("{}", pump_tool_days_max)}});
  PumpToolContent content{.asked = request};
  content.last_day = context.zone.local(context.now + Duration::days(request.days)).date;
  std::ranges::sort(content.asked.prices, {}, &PumpToolRequest::Price::rate);  // a pump gives all rates the first price, before it has theirs
  MUST(add_what_the_books_say(books, content, context));
  return content;
}

people::Proposal approval_content(const PumpToolContent& content) {
  using people::Part;
  const auto& asked = content.asked;
  people::Proposal out(people::Proposed::pump_tool);
  out.word(Part::pump_tool, "pump_tool.kind", word_of(asked.tool)).count(Part::days_good, asked.days);
  if (asked.meter) out.text(Part::meter, to_text(*asked.meter));
  if (asked.tool == PumpTool::clear_hung) out.number(Part::watering, asked.watering).text(Part::card, to_text(content.card));
  if (asked.tool == PumpTool::black_list) out.number(Part::edition, content.edition).count(Part::cards, static_cast<std::int64_t>(content.cards.size())).number(Part::after_edition, asked.after_edition);
  if (asked.tool == PumpTool::bind) out.text(Part::terminal, content.terminal).text(Part::area, content.area);
  if (asked.tool == PumpTool::test) out.count(Part::seconds, asked.seconds);
  if (asked.at) out.time(Part::at, *asked.at);
  for (const auto& one : asked.parameters) out.number(Part::parameter, one.number).number(Part::value, one.value);
  if (asked.tool == PumpTool::prices) out.number(Part::price_set, asked.set).word(Part::basis, "proposal.basis", fmt::format("{}", static_cast<int>(*asked.basis)));
  for (const auto& price : asked.prices) out.number(Part::rate, price.rate).figure(Part::price, format_decimal(price.e4, 4));
  for (const auto& period : asked.periods) out.text(Part::period_from, fmt::format("{:02}:{:02}", period.hour, period.minute)).number(Part::rate, period.rate);
  return out;
}

Result<books::Decision<PumpToolPermission>> permit_pump_tool(const books::Reader& books, const PumpToolRequest& request, const PumpToolBooking& booking,
                                                             const Context& context) {
  MUST(may_become_tool_card(books, booking.card, booking.reason, context));
  TRY(content, pump_tool_content(books, request, context));
  const auto asked = approval_content(content);
  TRY(approval, people::always_second_person(books, {"tool_cards", asked, {}, {}, booking.approval}, context));
  books::JournalEntry row;
  row.chain = books::chain_of(books::ChainKind::vault, booking.vault);
  row.time = context.now;
  row.what = books::JournalEvent::preset_permitted;
  row.card = booking.card;
  if (request.meter) row.meter = *request.meter;
  row.details = boost::json::serialize(boost::json::object{{"authorisation", approval.number}, {"tool", word_of(request.tool)}, {"content", boost::json::parse(asked.canonical())},
                                                           {"reason", booking.reason}, {"approved_by", approval.decided_by},
                                                           {"valid_until", format_date(content.last_day)}});
  PumpToolPermission permission{order_number(books, context.now), std::move(content), approval.decided_by};
  return books::Decision<PumpToolPermission>{{{approval, order_row(permission, booking, context)}, {std::move(row)}}, std::move(permission)};
}

Result<books::Decision<ToolOrder>> pump_tool_written(const books::Reader& books, std::int64_t number, const Context& context) {
  auto row = books.find<ToolOrder>(number);
  if (!row) return error(Fault::request, "unknown_tool_order", "There is no such order of a tool card.", {{"number", fmt::format("{}", number)}});
  row->state = books::ToolOrderStatus::written;
  row->written = context.now;
  return books::Decision<ToolOrder>{{{*row}, {}}, *row};
}

}  // namespace kwota::counter
