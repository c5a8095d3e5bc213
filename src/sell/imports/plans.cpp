// Price plans from a file: a row is a version – the day from which its prices hold, and one price a step. What a row does not say – charges, taxes, periods of the day, allowances –
// stands as the version before it has it; or a cell has the whole version, as its list does. A file drafts and never publishes: that is done where it is seen whom it stops, by two (sell/remote/publish.h).

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "base/core/commodity.h"
#include "base/decimal.h"
#include "base/text/text_gate.h"
#include "books/lookup.h"
#include "people/permissions.h"
#include "sell/customer/change.h"
#include "sell/imports/importable.h"
#include "sell/remote/publish.h"

namespace kwota::imports {
namespace {

namespace json = boost::json;
using Judged = Result<Outcome>;

/// Meters hold as many.
constexpr std::size_t steps_most = 7;
/// Of a version in one cell: a workbook holds no more. [K]
constexpr std::size_t text_longest = 30'000;
constexpr int price_scale = 8, units_scale = 3;
constexpr std::array<std::string_view, steps_most> above_columns{"", "above_2", "above_3", "above_4", "above_5", "above_6", "above_7"};
constexpr std::array<std::string_view, steps_most> price_columns{"price", "price_2", "price_3", "price_4", "price_5", "price_6", "price_7"};

/// A price, or one for each period of the day: the period's name, and its price in hundred-millionths.
using Prices = std::vector<std::pair<std::string, std::int64_t>>;

struct PlanStep {
  std::int64_t above = 0;  ///< in thousandths of the unit; 0: the first
  Prices prices;           ///< one without a name, or a period each
  friend bool operator==(const PlanStep&, const PlanStep&) = default;
};
using PlanSteps = std::vector<PlanStep>;

/// Over which months steps are counted.
enum class Counted : std::uint8_t { month, year };
constexpr auto words_of(Counted) { return std::array<std::string_view, 2>{"month", "year"}; }
int months_of(Counted counted) { return counted == Counted::month ? 1 : 12; }

Error bad_price(std::string_view column, const std::string& cell) {
  return error(Fault::request, "plan_bad_price",
               "A price is a decimal like 0.5283; where a plan has periods of the day, each by its name with ; between: peak 0.80; flat 0.55; valley 0.30. Nothing was imported for it.",
               {{"field", std::string{column}}, {"text", cell}});
}

std::string_view unpadded(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// "0.52", or "peak 0.80; flat 0.55".
Result<Prices> prices_of(std::string_view column, const std::string& cell) {
  Prices out;
  for (std::string_view rest = cell; !rest.empty();) {
    const auto end = std::min(rest.find(';'), rest.size());
    const auto part = unpadded(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (part.empty()) continue;
    const auto between = part.find_last_of(" =");
    const std::string name(between == std::string_view::npos ? std::string_view{} : unpadded(part.substr(0, part.find_last_not_of(" =", between) + 1)));
    const auto price = parse_decimal(part.substr(between == std::string_view::npos ? 0 : between + 1), price_scale);
    if (!price.ok() || *price < 0 || std::ranges::find(out, name, &Prices::value_type::first) != out.end()) return bad_price(column, cell);
    out.emplace_back(name, *price);
  }
  if (out.empty() || (out.size() > 1 && out.front().first.empty())) return bad_price(column, cell);
  std::ranges::sort(out);
  return out;
}

/// The steps that a row says, from the first on without a gap. Errors: plan_bad_price, plan_step_gap {field}.
Result<PlanSteps> steps_said(const Cells& cells) {
  PlanSteps out;
  for (std::size_t at = 0; at < steps_most; ++at) {
    const auto price = cells.text(price_columns[at]), above = at == 0 ? std::string() : cells.text(above_columns[at]);
    if (price.empty() && above.empty() && at > 0) continue;
    if (out.size() != at || price.empty() || (above.empty() && at > 0)) {
      const auto missing = out.size() != at ? price_columns[out.size()] : price.empty() ? price_columns[at] : above_columns[at];
      return error(Fault::request, "plan_step_gap", "Each step has its price, and each but the first says above how many units it begins; none is left out between. Nothing was imported for it.",
                   {{"field", std::string{missing}}});
    }
    PlanStep step;
    if (at > 0) {
      const auto units = parse_decimal(above, units_scale);
      if (!units.ok() || *units <= out.back().above)
        return error(Fault::request, "plan_steps_rise", "A step begins above more units than the one before it. Nothing was imported for it.", {{"field", std::string{above_columns[at]}}, {"text", above}});
      step.above = *units;
    }
    TRY(prices, prices_of(price_columns[at], price));
    step.prices = std::move(prices);
    out.push_back(std::move(step));
  }
  return out;
}

std::optional<std::int64_t> decimal_in(const json::value* said, int scale) {
  if (said == nullptr || !said->is_string()) return std::nullopt;
  const auto number = parse_decimal(std::string_view(said->get_string()), scale);
  return number.ok() ? std::optional(*number) : std::nullopt;
}

std::optional<Prices> prices_in(const json::value* said) {
  Prices out;
  if (const auto one = decimal_in(said, price_scale)) {
    out.emplace_back("", *one);
    return out;
  }
  if (said == nullptr || !said->is_object()) return std::nullopt;
  for (const auto& period : said->get_object()) {
    const auto one = decimal_in(&period.value(), price_scale);
    if (!one) return std::nullopt;
    out.emplace_back(std::string(period.key()), *one);
  }
  std::ranges::sort(out);
  return out;
}

/// What a version takes, step by step; nothing where its prices go by season or by the total, which a row has no place for.
std::optional<PlanSteps> steps_in(const json::object& version) {
  const auto* energy = version.if_contains("energy");
  if (energy == nullptr || !energy->is_object()) return std::nullopt;
  const auto& terms = energy->get_object();
  if (terms.contains("by_season") || terms.contains("sets")) return std::nullopt;
  const auto base = prices_in(terms.if_contains("price"));
  const auto* list = terms.if_contains("steps");
  if (list == nullptr || !list->is_array()) return base ? std::optional(PlanSteps{{0, *base}}) : std::nullopt;
  PlanSteps out;
  std::int64_t above = 0;
  for (const auto& one : list->get_array()) {
    if (!one.is_object()) return std::nullopt;
    auto prices = base ? base : prices_in(one.get_object().if_contains("price"));
    const auto add = base ? decimal_in(one.get_object().if_contains("add"), price_scale) : std::optional<std::int64_t>(0);
    if (!prices || !add) return std::nullopt;
    for (auto& price : *prices) price.second += *add;
    out.push_back({above, *std::move(prices)});
    above = decimal_in(one.get_object().if_contains("to"), units_scale).value_or(above);
  }
  return out;
}

json::value price_json(const Prices& prices) {
  if (prices.size() == 1 && prices.front().first.empty()) return json::value(format_shortest(prices.front().second, price_scale));
  json::object out;
  for (const auto& [name, price] : prices) out[name] = format_shortest(price, price_scale);
  return out;
}

/// What a step takes above the first one, where that is the same in all periods: the form in which meters of the grid hold it.
std::optional<std::int64_t> added(const PlanStep& first, const PlanStep& step) {
  if (first.prices.size() != step.prices.size()) return std::nullopt;
  const auto more = step.prices.front().second - first.prices.front().second;
  for (std::size_t i = 0; i < first.prices.size(); ++i)
    if (first.prices[i].first != step.prices[i].first || step.prices[i].second - first.prices[i].second != more) return std::nullopt;
  return more >= 0 ? std::optional(more) : std::nullopt;
}

/// `adds`: the version before it says what steps add, and so does this one where it can.
json::object energy_json(const PlanSteps& steps, bool adds) {
  if (steps.size() == 1) return {{"price", price_json(steps.front().prices)}};
  adds = adds && std::ranges::all_of(steps, [&](const PlanStep& step) { return added(steps.front(), step).has_value(); });
  json::array list;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    json::object one;
    if (i + 1 < steps.size()) one["to"] = format_shortest(steps[i + 1].above, units_scale);
    if (adds) one["add"] = format_shortest(*added(steps.front(), steps[i]), price_scale);
    else one["price"] = price_json(steps[i].prices);
    list.push_back(std::move(one));
  }
  json::object out;
  if (adds) out["price"] = price_json(steps.front().prices);
  out["steps"] = std::move(list);
  return out;
}

json::object object_of(const std::string& text) {
  boost::system::error_code failed;
  const auto said = json::parse(text, failed);
  return failed || !said.is_object() ? json::object{} : said.get_object();
}

// ---- the plan ------------------------------------------------------------------------------------------------------------

/// What a row says of the plan itself: of one that is there, the same or nothing.
constexpr std::array<std::string_view, 4> head_columns{"name", "commodity", "usage_class", "source"};

Result<void> says_no_other(const books::Plan& known, const Cells& cells) {
  const auto head = object_of(known.head);
  for (const auto column : head_columns) {
    const auto said = cells.text(column);
    const auto* is = head.if_contains(column);
    const std::string there = column == "name" ? known.name : column == "source" ? known.source : is != nullptr && is->is_string() ? std::string(is->get_string()) : std::string();
    if (!said.empty() && said != there)
      return error(Fault::request, "plan_is_there", "This plan is there and stays what it is; a file changes its prices alone. Leave the cell empty, or give the plan another short name. Nothing was imported for it.",
                   {{"field", std::string{column}}, {"plan", known.id}, {"text", said}});
  }
  return Done{};
}

Result<books::Plan> plan_said(const books::Reader& books, const Cells& cells) {
  const auto utility = books::utility_of(books);
  TRY(commodity, cells.word("commodity", Commodity::electricity));
  books::Plan out{cells.text("plan"), cells.text("name"), cells.text("source"), {}};
  if (out.name.empty()) return error(Fault::request, "name_missing", "Give it a name.", {{"field", "name"}});
  json::object head{{"id", out.id}, {"name", out.name}};
  if (!out.source.empty()) head["source"] = out.source;
  if (const auto usage = cells.text("usage_class"); !usage.empty()) {
    if (!books.find<books::Code>(books::CodeKind::usage_class, usage)) return error(Fault::request, "unknown_usage_class", "There is no such usage class; nothing was changed.", {{"usage_class", usage}});
    head["usage_class"] = usage;
  }
  head["commodity"] = word_of(commodity);
  head["unit"] = plan_unit(commodity);
  head["currency"] = utility.currency;
  head["minor"] = utility.minor_digits;
  head["zone"] = utility.zone;
  head["quantum"] = "0.01";
  out.head = json::serialize(head);
  return out;
}

// ---- the version ---------------------------------------------------------------------------------------------------------

/// What holds before that day, or would when it is published: the version that a new one begins with.
std::optional<books::PlanVersion> version_before(const std::vector<books::PlanVersion>& versions, const std::string& from) {
  std::optional<books::PlanVersion> out;
  for (const auto& row : versions)
    if (row.from < from && row.state != books::PlanStatus::withdrawn && (!out || row.from > out->from)) out = row;
  return out;
}

Error form_not_in_file(const std::string& plan) {
  return error(Fault::refused, "plan_form_not_in_file", "The prices of this plan go by season or by the total, which a row has no place for: draft them in the editor. Nothing was imported for it.", {{"plan", plan}});
}

/// The version with what the row says in it.
Result<json::object> with_row(json::object version, const Cells& cells, const PlanSteps& steps, const std::string& plan) {
  const auto* energy = version.if_contains("energy");
  if (energy != nullptr && !steps_in(version)) return form_not_in_file(plan);
  const bool adds = energy != nullptr && energy->is_object() && energy->get_object().contains("steps") && energy->get_object().contains("price");
  version["from"] = cells.text("from_date");
  version["energy"] = energy_json(steps, adds);
  if (const auto typed = cells.text("steps_over"); !typed.empty() || (steps.size() > 1 && !version.contains("counter"))) {
    TRY(counted, cells.word("steps_over", Counted::month));
    const auto* counter = version.if_contains("counter");
    auto said = counter != nullptr && counter->is_object() ? counter->get_object() : json::object{{"start", "01-01"}};
    said["months"] = months_of(counted);
    version["counter"] = std::move(said);
  }
  if (const auto least = cells.text("min_pay"); !least.empty()) {
    const auto* limits = version.if_contains("limits");
    auto said = limits != nullptr && limits->is_object() ? limits->get_object() : json::object{};
    said["min_pay"] = least;
    version["limits"] = std::move(said);
  }
  return version;
}

/// It stands there as the row says it: with the same prices, and of what the row says besides nothing else.
bool stands_so(const json::object& version, const json::object& with, const PlanSteps& steps) {
  const auto same = [&](std::string_view member) {
    const auto *a = version.if_contains(member), *b = with.if_contains(member);
    return a == nullptr || b == nullptr ? a == b : *a == *b;
  };
  return steps_in(version) == steps && same("counter") && same("limits");
}

/// The column of the place in the document that is wrong: "/version/energy/steps/1/to".
std::string column_at(std::string_view where) {
  if (where.ends_with("/from")) return "from_date";
  if (where.find("/counter") != std::string_view::npos) return "steps_over";
  if (where.find("/limits") != std::string_view::npos) return "min_pay";
  const auto steps = where.find("/steps/");
  if (steps == std::string_view::npos) return "price";
  const auto at = static_cast<std::size_t>(where[steps + 7] - '0');
  const bool ends = where.ends_with("/to");
  if (at >= steps_most) return "price";
  return std::string(ends && at + 1 < steps_most ? above_columns[at + 1] : price_columns[at]);
}

Error in_its_column(Error why, bool whole) {
  const auto where = why.details.find("where");
  if (where != why.details.end() && !why.details.contains("field")) why.details["field"] = whole && !where->second.ends_with("/from") ? "text" : column_at(where->second);
  return why;
}

/// A cell that has the whole version, as the list of versions does. Errors: plan_said_twice {field}, plan_text {field}.
Result<json::object> whole_version(const Cells& cells) {
  for (const auto* column : {&price_columns, &above_columns})
    for (const auto name : *column)
      if (!name.empty() && !cells.text(name).empty())
        return error(Fault::request, "plan_said_twice", "A row says its prices, or the whole version in one cell, and not both. Nothing was imported for it.", {{"field", std::string{name}}});
  auto version = object_of(cells.text("text"));
  const auto* from = version.if_contains("from");
  if (from != nullptr && from->is_string() && std::string_view(from->get_string()) == cells.text("from_date")) return version;
  return error(Fault::request, "plan_text", "This cell has a version of a price plan as the list of versions writes it, from the day that the row names. Nothing was imported for it.", {{"field", "text"}});
}

std::string cell_of(const Prices& prices) {
  std::string out;
  for (const auto& [name, price] : prices) out += (out.empty() ? "" : "; ") + (name.empty() ? "" : name + " ") + format_shortest(price, price_scale);
  return out;
}

std::string text_at(const json::object& version, std::string_view member, std::string_view inner) {
  const auto* outer = version.if_contains(member);
  const auto* said = outer != nullptr && outer->is_object() ? outer->get_object().if_contains(inner) : nullptr;
  return said == nullptr ? std::string() : said->is_string() ? std::string(said->get_string()) : json::serialize(*said);
}

/// What of a draft becomes another, by the columns of the file.
std::vector<ChangedCell> cells_changed(const json::object& before, const json::object& after) {
  std::vector<ChangedCell> out;
  const auto note = [&](std::string_view column, std::string was, std::string is) {
    if (was != is) out.push_back({std::string(column), std::move(was), std::move(is)});
  };
  const auto were = steps_in(before).value_or(PlanSteps{}), are = steps_in(after).value_or(PlanSteps{});
  for (std::size_t at = 0; at < steps_most; ++at) {
    const auto above = [&](const PlanSteps& steps) { return at < steps.size() && at > 0 ? format_shortest(steps[at].above, units_scale) : std::string(); };
    const auto price = [&](const PlanSteps& steps) { return at < steps.size() ? cell_of(steps[at].prices) : std::string(); };
    if (at > 0) note(above_columns[at], above(were), above(are));
    note(price_columns[at], price(were), price(are));
  }
  note("steps_over", text_at(before, "counter", "months"), text_at(after, "counter", "months"));
  note("min_pay", text_at(before, "limits", "min_pay"), text_at(after, "limits", "min_pay"));
  return out;
}

Judged judge_plan(const books::Reader& books, const Cells& cells, const Context& context) {
  MUST(people::require(context.who, "tariffs_draft"));
  const auto id = cells.text("plan");
  MUST(text_gate::admit_code(id));
  const auto from = cells.text("from_date");
  constexpr std::size_t of_a_date = 10;
  if (!parse_date(std::string_view(from).substr(0, of_a_date)).ok()) return error(Fault::request, "bad_date", "This is no date; write 2026-12-01.", {{"field", "from_date"}, {"text", from}});
  const bool whole = !cells.text("text").empty();
  TRY(steps, whole ? Result<PlanSteps>(PlanSteps{}) : steps_said(cells));
  const auto known = books.find<books::Plan>(id);
  if (known) MUST(says_no_other(*known, cells));
  TRY(plan, known ? Result<books::Plan>(*known) : plan_said(books, cells));
  const auto versions = books.select<books::PlanVersion>(id);
  const auto there = std::ranges::find(versions, from, &books::PlanVersion::from);
  const auto begins_with = there != versions.end() ? std::optional(*there) : version_before(versions, from);
  TRY(said, whole ? whole_version(cells) : with_row(begins_with ? object_of(begins_with->text) : json::object{}, cells, steps, id));
  if (there != versions.end()) {
    const auto is = object_of(there->text);
    if (whole ? is == said : there->state != books::PlanStatus::withdrawn && stands_so(is, said, steps)) return Outcome{};
  }
  books::PlanVersion row{id, from, json::serialize(said), books::PlanStatus::draft, "", "", "", ""};
  if (auto fits = remote::plan_with(books, plan, row); !fits.ok()) return in_its_column(std::move(fits).error(), whole);
  if (!known) return Outcome{{{plan, row}, {}}, true};
  TRY(drafted, customer::draft_version(books, row));
  if (there == versions.end()) return Outcome{std::move(drafted.changes), true};
  auto cells_now = whole ? std::vector<ChangedCell>{{"text", there->text, row.text}} : cells_changed(object_of(there->text), said);
  return Outcome{std::move(drafted.changes), false, std::move(cells_now)};
}

}  // namespace

std::vector<Importable> plan_registers() {
  std::vector<Column> columns{{"plan", true}, {"from_date", true}, {"name", false}, {"commodity", false}, {"usage_class", false}, {"source", false}, {"steps_over", false}, {"min_pay", false}, {"price", false}};
  for (std::size_t at = 1; at < steps_most; ++at) {
    columns.push_back({std::string(above_columns[at]), false});
    columns.push_back({std::string(price_columns[at]), false});
  }
  columns.push_back({"text", false, text_longest});
  return {{"plan-versions", std::move(columns), {"plan", "from_date"}, {"state", "published_by", "approved_by", "withdrawn_by", "withdrawal_approved_by", "draft"}, books::Right("tariffs_draft"), "", judge_plan}};
}

}  // namespace kwota::imports
