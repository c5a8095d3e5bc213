// The laws of pricing over random plans, states and amounts. RapidCheck prints the seed of a broken law.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <fmt/format.h>

#include "base/decimal.h"
#include "sell/tariff/quote.h"

namespace kwota::tariff {
namespace {

const Instant noon = *parse_instant("2026-05-20T12:00:00+08:00");

struct World {
  std::string text;
  std::int64_t quantum_e3 = 10;
  bool at_total = false;
  std::int64_t counter_e3 = 0;
  bool charges_taken = false;
};

std::string decimal_e4(std::int64_t e4) { return format_decimal(e4, 4); }

std::string random_steps(bool additive, std::int64_t quantum_e3) {
  const int count = *rc::gen::inRange(1, 5);
  std::string steps;
  std::int64_t end = 0;
  for (int i = 1; i <= count; ++i) {
    end += *rc::gen::inRange<std::int64_t>(1, 2'000) * quantum_e3;
    const std::int64_t price = *rc::gen::inRange<std::int64_t>(i == count && !additive ? 1 : 0, 30'000);
    const std::string to = i == count ? "" : fmt::format(R"("to":"{}",)", format_shortest(end, 3));
    steps += fmt::format(R"({}{{{}"{}":"{}"}})", i > 1 ? "," : "", to, additive ? "add" : "price", decimal_e4(price));
  }
  return steps;
}

std::string random_charges(bool own_steps) {
  std::string charges = R"({"id":"levy","kind":"per_unit","price":")" + decimal_e4(*rc::gen::inRange<std::int64_t>(0, 3'000)) + "\"}";
  if (*rc::gen::arbitrary<bool>()) charges += R"(,{"id":"fixed","kind":"per_month","amount":"9.995"})";
  if (*rc::gen::arbitrary<bool>()) charges += R"(,{"id":"sale","kind":"per_sale","amount":"1.25"})";
  if (*rc::gen::arbitrary<bool>())
    charges += fmt::format(R"(,{{"id":"rebate","kind":"percent","percent":"-{}","of":["energy"]}})", *rc::gen::inRange(1, 60));
  if (own_steps && *rc::gen::arbitrary<bool>()) charges += R"(,{"id":"high","kind":"percent","percent":"7.5","of":["energy"],"steps":[2,3]})";
  if (*rc::gen::arbitrary<bool>())
    charges += fmt::format(R"(,{{"id":"vat","kind":"percent","percent":"{}.5","of":["energy","levy"]}})", *rc::gen::inRange(0, 30));
  if (*rc::gen::arbitrary<bool>()) charges += R"(,{"id":"tax","kind":"percent","percent":"13","of":["energy"],"inclusive":true})";
  if (*rc::gen::arbitrary<bool>()) charges += fmt::format(R"(,{{"id":"light","kind":"gross","percent":"{}"}})", *rc::gen::inRange(1, 11));
  return charges;
}

World random_world(std::string_view units_rule = "down") {
  World world;
  world.quantum_e3 = *rc::gen::element<std::int64_t>(1, 10, 100, 500, 1000);
  world.at_total = *rc::gen::arbitrary<bool>();
  const int kind = *rc::gen::inRange(0, 3);
  const std::string price = decimal_e4(*rc::gen::inRange<std::int64_t>(1, 30'000));
  const std::string energy = kind == 0   ? fmt::format(R"("price":"{}")", price)
                             : kind == 1 ? fmt::format(R"("price":"{}","steps":[{}])", price, random_steps(true, world.quantum_e3))
                                         : fmt::format(R"("steps":[{}])", random_steps(false, world.quantum_e3));
  world.text = fmt::format(
      R"({{"id":"x","commodity":"electricity","unit":"kWh","currency":"CNY","minor":2,"zone":"Asia/Shanghai","quantum":"{}","versions":[)"
      R"({{"from":"2026-01-01","counter":{{"months":12}},"energy":{{{}}},"charges":[{}],"rounding":{{"at":"{}","mode":"{}","units":"{}"}}}}]}})",
      format_shortest(world.quantum_e3, 3), energy, random_charges(kind == 2), world.at_total ? "total" : "line",
      *rc::gen::element<std::string>("half_up", "half_even", "down", "up"), units_rule);
  world.counter_e3 = *rc::gen::inRange<std::int64_t>(0, 5'000) * world.quantum_e3;
  world.charges_taken = *rc::gen::arbitrary<bool>();
  return world;
}

PricePlan plan_of(const World& world) {
  auto plan = PricePlan::from_text(world.text);
  // A free last step, or rebates above the price, are refused when loaded: not a plan to sell by.
  RC_PRE(plan.ok());
  return *plan;
}

State state_of(const World& world) {
  State state;
  state.counter = State::Counter{{2026, 1, 1}, Units{world.counter_e3}};
  if (world.charges_taken) state.charged["fixed"] = "2026-05";
  return state;
}

std::int64_t sum_of_lines(const Quote& quote) {
  std::int64_t sum = 0;
  for (const Line& line : quote.lines) sum += line.memo ? 0 : line.amount.minor();
  return sum;
}

TEST(PricingLaws, paying_what_some_units_cost_buys_at_least_those_units) {
  EXPECT_TRUE(rc::check("inverse", [] {
    const World world = random_world();
    const PricePlan plan = plan_of(world);
    const State state = state_of(world);
    const Units units{*rc::gen::inRange<std::int64_t>(1, 20'000) * world.quantum_e3};
    const auto cost = quote(plan, noon, state, Buy{units});
    RC_ASSERT(cost.ok());
    RC_PRE(cost->total.minor() > 0);
    const auto back = quote(plan, noon, state, Pay{cost->total});
    RC_ASSERT(back.ok());
    RC_LOG() << world.text << " from " << world.counter_e3 << ": " << units.e3 << " for " << cost->total.minor() << ", back " << back->units.e3;
    RC_ASSERT(back->units >= units);
  }));
}

TEST(PricingLaws, rounded_once_a_share_of_the_total_and_the_rest_carry_over_together) {
  const auto plan = PricePlan::from_text(
      R"({"id":"x","commodity":"electricity","unit":"kWh","currency":"CNY","minor":2,"zone":"Asia/Shanghai","quantum":"0.01","versions":[)"
      R"({"from":"2026-01-01","energy":{"price":"2.8049"},"charges":[{"id":"levy","kind":"per_unit","price":"0.1213"},{"id":"sale","kind":"per_sale","amount":"1.25"},)"
      R"({"id":"vat","kind":"percent","percent":"1.5","of":["energy","levy"]},{"id":"light","kind":"gross","percent":"7"}],"rounding":{"at":"total","mode":"down","units":"down"}}]})");
  ASSERT_TRUE(plan.ok()) << plan.error().code;
  const auto cost = quote(*plan, noon, {}, Buy{Units{73'570}});
  EXPECT_EQ(cost->total, Money::minor(236'30)) << "219.7597 and 16.541: a fen more than each of them rounded";
  EXPECT_EQ(quote(*plan, noon, {}, Pay{cost->total})->units, Units{73'570});
}

TEST(PricingLaws, no_larger_amount_of_energy_would_have_fitted) {
  EXPECT_TRUE(rc::check("maximal", [] {
    const World world = random_world();
    const PricePlan plan = plan_of(world);
    const State state = state_of(world);
    RC_PRE(world.text.find("gross") == std::string::npos);  // the share of the total differs between the directions
    const Money paid = Money::minor(*rc::gen::inRange<std::int64_t>(1, 500'000));
    const auto sold = quote(plan, noon, state, Pay{paid});
    if (!sold.ok()) {
      RC_ASSERT(sold.error().code == "short");
      return;
    }
    RC_ASSERT(sold->total <= paid);
    for (std::int64_t more = 1; more <= 60; ++more) {
      const auto dearer = quote(plan, noon, state, Buy{Units{sold->units.e3 + more * world.quantum_e3}});
      RC_ASSERT(dearer.ok());
      RC_ASSERT(dearer->total > paid);
    }
  }));
}

TEST(PricingLaws, more_money_never_buys_less) {
  EXPECT_TRUE(rc::check("monotone", [] {
    const World world = random_world();
    const PricePlan plan = plan_of(world);
    const State state = state_of(world);
    const std::int64_t paid = *rc::gen::inRange<std::int64_t>(1, 300'000);
    const auto less = quote(plan, noon, state, Pay{Money::minor(paid)});
    const auto more = quote(plan, noon, state, Pay{Money::minor(paid + *rc::gen::inRange<std::int64_t>(0, 300))});
    if (!less.ok()) return;
    RC_ASSERT(more.ok());
    RC_ASSERT(less->units <= more->units);
  }));
}

TEST(PricingLaws, the_lines_add_up_and_nothing_of_the_payment_is_lost) {
  EXPECT_TRUE(rc::check("sums", [] {
    const World world = random_world(*rc::gen::element<std::string>("down", "nearest", "up"));
    const PricePlan plan = plan_of(world);
    State state = state_of(world);
    if (*rc::gen::arbitrary<bool>()) state.debts.push_back({"arrears", Money::minor(*rc::gen::inRange<std::int64_t>(1, 90'000)), DebtTakes::percent, "30"});
    if (*rc::gen::arbitrary<bool>()) state.debts.push_back({"meter", Money::minor(*rc::gen::inRange<std::int64_t>(1, 900)), DebtTakes::first, ""});
    const Money paid = Money::minor(*rc::gen::inRange<std::int64_t>(1, 500'000));
    const auto sold = quote(plan, noon, state, Pay{paid});
    if (!sold.ok()) {
      RC_ASSERT(sold.error().code == "short");
      return;
    }
    RC_ASSERT(sum_of_lines(*sold) == sold->total.minor());
    RC_ASSERT(sold->total + *sold->residue == paid);
    RC_ASSERT(sold->counter_after == (world.text.find("steps") == std::string::npos ? sold->counter_after : Units{world.counter_e3 + sold->units.e3}));
    std::int64_t energy = 0;
    for (const Line& line : sold->lines)
      if (line.id == "energy") energy += line.units->e3;
    RC_ASSERT(energy == sold->units.e3);
  }));
}

TEST(PricingLaws, a_refusal_names_the_least_payment_that_buys_something) {
  EXPECT_TRUE(rc::check("need", [] {
    const World world = random_world(*rc::gen::element<std::string>("down", "nearest", "up"));
    const PricePlan plan = plan_of(world);
    State state = state_of(world);
    if (*rc::gen::arbitrary<bool>()) state.debts.push_back({"arrears", Money::minor(5'000), DebtTakes::percent, "60"});
    const auto refused = quote(plan, noon, state, Pay{Money::minor(1)});
    if (refused.ok()) return;
    RC_ASSERT(refused.error().code == "short");
    const Money need = *parse_money(refused.error().details.at("need"), 2);
    RC_ASSERT(quote(plan, noon, state, Pay{need}).ok());
    RC_ASSERT(!quote(plan, noon, state, Pay{need - Money::minor(1)}).ok());
  }));
}

TEST(PricingLaws, buying_twice_costs_what_buying_once_costs) {
  EXPECT_TRUE(rc::check("splits", [] {
    const World world = random_world();
    const PricePlan plan = plan_of(world);
    RC_PRE(world.text.find("per_sale") == std::string::npos);
    State state = state_of(world);
    state.charged["fixed"] = "2026-05";
    const std::int64_t a = *rc::gen::inRange<std::int64_t>(1, 9'000) * world.quantum_e3, b = *rc::gen::inRange<std::int64_t>(1, 9'000) * world.quantum_e3;
    const auto once = quote(plan, noon, state, Buy{Units{a + b}});
    const auto first = quote(plan, noon, state, Buy{Units{a}});
    RC_ASSERT(once.ok() && first.ok());
    state.counter = State::Counter{{2026, 1, 1}, Units{world.counter_e3 + a}};
    const auto second = quote(plan, noon, state, Buy{Units{b}});
    RC_ASSERT(second.ok());
    const std::int64_t difference = std::abs((first->total + second->total - once->total).minor());
    // One minor unit for each line of the three documents, percentages carry it on.
    RC_ASSERT(difference <= static_cast<std::int64_t>(first->lines.size() + second->lines.size() + once->lines.size()));
  }));
}

TEST(PricingLaws, the_same_ask_gives_the_same_bytes_again) {
  EXPECT_TRUE(rc::check("replay", [] {
    const World world = random_world();
    const Pay ask{Money::minor(*rc::gen::inRange<std::int64_t>(1, 500'000))};
    const PricePlan plan = plan_of(world), reloaded = plan_of(world);
    const auto once = quote(plan, noon, state_of(world), ask), again = quote(reloaded, noon, state_of(world), ask);
    RC_ASSERT(once.ok() == again.ok());
    if (once.ok()) RC_ASSERT(boost::json::serialize(to_json(*once, plan)) == boost::json::serialize(to_json(*again, reloaded)));
  }));
}

TEST(PricingLaws, rounding_stays_within_half_a_minor_unit_for_each_line) {
  EXPECT_TRUE(rc::check("rounding", [] {
    // Exact total of a flat plan with a tax: units x price x 1.17, in 10^-9 minor units.
    const std::int64_t price_e4 = *rc::gen::inRange<std::int64_t>(1, 50'000), wh = *rc::gen::inRange<std::int64_t>(1, 500'000);
    const std::string at = *rc::gen::element<std::string>("line", "total");
    const std::string text = fmt::format(
        R"({{"id":"x","commodity":"electricity","unit":"kWh","currency":"CNY","minor":2,"zone":"Asia/Shanghai","quantum":"0.001","versions":[)"
        R"({{"from":"2026-01-01","energy":{{"price":"{}"}},"charges":[{{"id":"vat","kind":"percent","percent":"17","of":["energy"]}}],)"
        R"("rounding":{{"at":"{}"}}}}]}})",
        decimal_e4(price_e4), at);
    const auto plan = PricePlan::from_text(text);
    RC_ASSERT(plan.ok());
    const auto cost = quote(*plan, noon, {}, Buy{Units{wh}});
    RC_ASSERT(cost.ok());
    const Wide exact = Wide{wh} * price_e4 * 117, unit = 100 * Wide{100'000};  // minor = exact / unit
    const Wide error = Wide{cost->total.minor()} * unit - exact;
    // by lines: half for the energy, 17 % of that half and half for the tax
    const Wide limit = at == "total" ? unit / 2 : unit * 109 / 100;
    RC_ASSERT((error < 0 ? -error : error) <= limit);
  }));
}

}  // namespace
}  // namespace kwota::tariff
