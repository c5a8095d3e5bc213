// kwota quote: what a sale would be, on a plan from a file, without any books; kwota quote check: cases with known answers.
#include <fmt/format.h>

#include <iostream>

#include "base/decimal.h"
#include "kwota/input.h"
#include "kwota/verb.h"
#include "sell/tariff/quote.h"
#include "sell/tariff/use/ask_json.h"
#include "sell/tariff/use/checker.h"

namespace kwota::app {
namespace {

struct QuoteOptions {
  std::string plan, used = "0", pay, units, load, at, cases;
  std::int64_t household_persons = 0;
  bool json = false;
};

/// --at: a date (its noon in the plan's zone), or an instant; absent: now.
Result<Instant> moment(const tariff::PricePlan& plan, const std::string& text) {
  if (text.empty()) return SystemClock{}.now();
  if (text.size() != 10) return parse_instant(text);
  TRY(date, parse_date(text));
  TRY(zone, Zone::find(plan.zone()));
  return zone.instant(LocalTime{date, 12, 0, 0});
}

Result<tariff::Ask> ask_of(const QuoteOptions& options, const tariff::PricePlan& plan) {
  if (!options.units.empty()) {
    TRY(units, parse_decimal(options.units, 3));
    return tariff::Ask{tariff::Buy{tariff::Units{units}}};
  }
  TRY(money, parse_money(options.pay.empty() ? options.load : options.pay, plan.minor_digits()));
  return options.pay.empty() ? tariff::Ask{tariff::Load{money}} : tariff::Ask{tariff::Pay{money}};
}

void print_lines(const tariff::Quote& quote, int minor) {
  fmt::print("{:<12} {:>4} {:>12} {:>12} {:>14}\n", "line", "step", "units", "price", "amount");
  for (const auto& line : quote.lines)
    fmt::print("{:<12} {:>4} {:>12} {:>12} {:>14}{}\n", line.id, line.step ? std::to_string(*line.step) : "",
               line.units ? format_shortest(line.units->e3, 3) : line.count, line.price, format_money(line.amount, minor),
               line.memo ? "  (included)" : "");
}

void print_quote(const tariff::Quote& quote, const tariff::PricePlan& plan) {
  const int minor = plan.minor_digits();
  fmt::print("{} {}  version {}\n", plan.id(), plan.currency(), quote.version);
  print_lines(quote, minor);
  if (quote.sold_units) fmt::print("units   {} {}\n", format_shortest(quote.units.e3, 3), plan_unit(plan.unit()));
  fmt::print("total   {}\n", format_money(quote.total, minor));
  if (quote.residue) fmt::print("residue {}\n", format_money(*quote.residue, minor));
  if (quote.credit) fmt::print("credit  {}\n", format_money(*quote.credit, minor));
  if (!quote.next) return;
  fmt::print("next {} costs {}", plan_unit(plan.unit()), quote.next->price);
  if (quote.next->left_in_step)
    fmt::print(", for {} {} more, then {}", format_shortest(quote.next->left_in_step->e3, 3), plan_unit(plan.unit()), quote.next->price_after);
  fmt::print("\n");
}

Result<void> run_quote(const QuoteOptions& options) {
  TRY(text, input_text(options.plan));
  TRY(plan, tariff::PricePlan::from_text(text));
  TRY(at, moment(plan, options.at));
  TRY(period, tariff::period_of(plan, at));
  TRY(used, parse_decimal(options.used, 3));
  TRY(ask, ask_of(options, plan));
  tariff::State state;
  state.counter = tariff::State::Counter{period.value_or(LocalDate{}), tariff::Units{used}};
  if (options.household_persons > 0) state.numbers["heads"] = std::to_string(options.household_persons);
  TRY(quote, tariff::quote(plan, at, state, ask));
  if (options.json) {
    auto json = tariff::to_json(quote, plan);
    if (quote.next) json["next"] = tariff::to_json(*quote.next);
    std::cout << boost::json::serialize(json) << "\n";
  } else {
    print_quote(quote, plan);
  }
  return {};
}

/// Exit status: 1 when a case failed.
Result<int> run_check(const QuoteOptions& options) {
  TRY(text, input_text(options.cases));
  TRY(cases, tariff::check_cases(text));
  int passed = 0, failed = 0, skipped = 0;
  for (const auto& one : cases) {
    const bool good = one.verdict == tariff::Verdict::passed;
    (good ? passed : one.verdict == tariff::Verdict::failed ? failed : skipped)++;
    fmt::print("{:<8} {}{}{}\n", good ? "passed" : one.verdict == tariff::Verdict::failed ? "FAILED" : "skipped", one.id,
               one.note.empty() ? "" : ": ", one.note);
  }
  fmt::print("{} passed, {} failed{}\n", passed, failed, skipped > 0 ? fmt::format(", {} skipped", skipped) : "");
  return failed > 0 ? 1 : 0;
}

bool is_complete(const QuoteOptions& options) {
  return !options.plan.empty() && !(options.pay.empty() && options.units.empty() && options.load.empty());
}

}  // namespace

Verb quote_verb() {
  auto options = std::make_shared<QuoteOptions>();
  Verb check{.name = "check",
             .help = "Run cases with known answers (plans, cases, refused_plans) from a JSON file",
             .options = {{"FILE", &options->cases, "The file", {.required = true}}},
             .example = "kwota quote check my-cases.json",
             .run = run_with(options, run_check)};
  return {.name = "quote",
          .help = "What energy costs on a plan, in both directions; nothing is sold",
          .options = {{"--plan", &options->plan, "JSON file with one price plan"},
                      {"--used", &options->used, "Units counted in the running period", {.shows_default = true}},
                      {"--heads", &options->household_persons, "Heads of the household, where the plan asks for them"},
                      {"--at", &options->at, "Date, or instant with offset; default: now"},
                      {"--pay", &options->pay, "Money to energy", {.excludes = {"--units", "--load"}}},
                      {"--units,--energy", &options->units, "Energy to money", {.excludes = {"--load"}}},
                      {"--load", &options->load, "Money credit: what the meter gets"},
                      {"--json", &options->json, "As JSON"}},
          .example = "kwota quote --plan demo/plans/cn-zhejiang.json --used 2600 --pay 300",
          .verbs = {std::move(check)},
          .wrong_usage = [options] { return is_complete(*options) ? "" : "--plan and one of --pay, --units, --load are needed"; },
          .run = run_with(options, run_quote)};
}

}  // namespace kwota::app
