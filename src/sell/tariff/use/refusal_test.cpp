// What a cashier hears instead of a surprise: refusals of a sale, in their order, and plans that are not loaded at all.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <functional>

#include "base/decimal.h"
#include "sell/tariff/use/ask_json.h"
#include "sell/tariff/use/checker.h"
#include "sell/tariff/quote.h"

namespace kwota::tariff {
namespace {

namespace json = boost::json;

/// A plan with one version; `terms` are the keys of the version behind `from`.
std::string plan_text(std::string_view terms) {
  return fmt::format(R"({{"id":"x","commodity":"electricity","unit":"kWh","currency":"CNY","minor":2,"zone":"Asia/Shanghai","quantum":"0.1",)"
                     R"("versions":[{{"from":"2026-01-01",{}}}]}})", terms);
}

json::object answer(std::string_view terms, std::string_view ask, std::string_view state = "{}", std::string_view at = "2026-02-10T10:00:00+08:00") {
  return *answer_case(json::parse(plan_text(terms)), at, json::parse(std::string(state)), json::parse(std::string(ask)));
}

std::string code(const json::object& answer) { return answer.contains("error") ? std::string(answer.at("error").as_string()) : "sold"; }

constexpr auto limited = R"("energy":{"price":"3"},"limits":{"min_pay":"10","max_pay":"5000","max_units":"1000"})";

TEST(Refusals, come_in_their_order) {
  EXPECT_EQ(code(answer(limited, R"({"pay":"nonsense"})", "{}", "2025-02-10T10:00:00+08:00")), "no_version");
  for (const auto* amount : {"0", "0.00", "-5", "10.001", "1e3", "", " 10", "+10"})
    EXPECT_EQ(code(answer(limited, fmt::format(R"({{"pay":"{}"}})", amount))), "bad_amount") << amount;
  EXPECT_EQ(json::serialize(answer(limited, R"({"pay":"9.99"})")), R"({"error":"below_minimum","limit":"10.00"})");
  EXPECT_EQ(json::serialize(answer(limited, R"({"pay":"5000.01"})")), R"({"error":"above_maximum","limit":"5000.00"})");
  EXPECT_EQ(json::serialize(answer(limited, R"({"units":"0.25"})")), R"({"error":"not_multiple","quantum":"0.1"})");
  EXPECT_EQ(code(answer(limited, R"({"pay":"3000.30"})")), "over_limit");
  EXPECT_EQ(code(answer(limited, R"({"units":"1000.1"})")), "over_limit");
  EXPECT_EQ(code(answer(limited, R"({"pay":"3000.29"})")), "sold");
}

TEST(Refusals, numbers_at_the_end_of_the_range_never_wrap) {
  constexpr auto dear = R"("energy":{"price":"999999.99999999"})";
  EXPECT_EQ(code(answer(dear, R"({"units":"10000000000000"})")), "overflow");
  EXPECT_EQ(code(answer(dear, R"({"pay":"10000000000000.00"})")), "sold");
  EXPECT_EQ(code(answer(dear, R"({"pay":"10000000000000.01"})")), "overflow");
  constexpr auto cheap = R"("energy":{"price":"0.00000001"})";
  EXPECT_EQ(answer(cheap, R"({"units":"1000000000000000"})").at("total").as_string(), "10000000.00");
}

TEST(Refusals, a_payment_that_only_pays_debts_is_taken_where_the_plan_allows_it) {
  constexpr auto terms = R"("counter":{"months":1},"energy":{"price":"3"},"zero_units":"allow","charges":[{"id":"fixed","kind":"per_month","amount":"50"}])";
  const auto sold = answer(terms, R"({"pay":"40.00"})", R"({"debts":[{"id":"arrears","balance":"100.00","rule":"percent","value":"25"}]})");
  EXPECT_EQ(json::serialize(sold.at("lines")), R"([{"id":"arrears","amount":"10.00","left":"90.00"}])");
  EXPECT_EQ(sold.at("residue").as_string(), "30.00");
  EXPECT_EQ(sold.at("units").as_string(), "0");
  const auto plan = PricePlan::from_text(plan_text(terms));
  EXPECT_TRUE(quote(*plan, *parse_instant("2026-02-10T10:00:00+08:00"), {}, Pay{Money::minor(4'000)})->charged_after.empty());
}

TEST(Refusals, a_payment_that_buys_nothing_else_fetches_the_free_units_of_the_month) {
  constexpr auto terms = R"("counter":{"months":1},"free":{"units":"50","counts":true},"energy":{"price":"3"},)"
                         R"("charges":[{"id":"fixed","kind":"per_month","amount":"0.10"}])";
  EXPECT_EQ(json::serialize(answer(terms, R"({"pay":"0.09"})")), R"({"error":"short","need":"0.10"})");
  const auto sold = answer(terms, R"({"pay":"0.20"})");
  EXPECT_EQ(sold.at("free_units").as_string(), "50");
  EXPECT_EQ(sold.at("units").as_string(), "0");
  EXPECT_EQ(sold.at("residue").as_string(), "0.10");
  EXPECT_EQ(json::serialize(sold.at("lines")),
            R"([{"id":"free","units":"50","amount":"0.00"},{"id":"fixed","count":"1","amount":"0.10"}])");
  EXPECT_EQ(answer(terms, R"({"pay":"0.20"})", R"({"free":{"period":"2026-02-01","units":"50"}})").at("need").as_string(), "0.40")
      << "given once a month";
}

TEST(Refusals, energy_of_no_units_is_a_line_only_where_there_is_no_other) {
  constexpr auto terms = R"("days":{"D":[["00:00","a"],["12:00","b"]]},"calendar":[{"use":"D"}],"energy":{"price":{"a":"1","b":"2"}},)"
                         R"("charges":[{"id":"fixed","kind":"per_sale","amount":"5"},{"id":"vat","kind":"percent","percent":"10","of":["energy"]}])";
  EXPECT_EQ(json::serialize(answer(terms, R"({"usage":{"a":"0","b":"0"}})").at("lines")), R"([{"id":"fixed","amount":"5.00"}])");
  constexpr auto bare = R"("energy":{"price":"3"})";
  EXPECT_EQ(json::serialize(answer(bare, R"({"usage":{"":"0"}})").at("lines")), R"([{"id":"energy","units":"0","price":"3","amount":"0.00"}])");
}

TEST(Debts, one_of_a_percentage_stands_beside_one_of_an_amount) {
  const auto sold = answer(R"("energy":{"price":"3"})", R"({"pay":"100.00"})",
                           R"({"debts":[{"id":"arrears","balance":"100.00","rule":"percent","value":"25"},)"
                           R"({"id":"meter","balance":"30.00","rule":"fixed","value":"10.00"}]})");
  EXPECT_EQ(json::serialize(json::array{sold.at("lines").at(0), sold.at("lines").at(1)}),
            R"([{"id":"arrears","amount":"25.00","left":"75.00"},{"id":"meter","amount":"10.00","left":"20.00"}])");
}

TEST(StandingCharges, months_without_a_sale_accumulate_and_the_first_month_counts_its_days) {
  constexpr auto terms = R"("counter":{"months":1},"energy":{"price":"3"},"charges":[{"id":"fixed","kind":"per_month","amount":"29","first":"days"}])";
  const auto first = answer(terms, R"({"units":"1"})", R"({"opened":"2026-02-14"})", "2026-02-20T10:00:00+08:00");
  EXPECT_EQ(first.at("lines").as_array()[1].at("count").as_string(), "15/28");
  const auto later = answer(terms, R"({"units":"1"})", R"({"charged":{"fixed":"2026-02"}})", "2026-05-20T10:00:00+08:00");
  EXPECT_EQ(later.at("lines").as_array()[1].at("count").as_string(), "3");
  EXPECT_EQ(later.at("lines").as_array()[1].at("amount").as_string(), "87.00");
}

TEST(RefusedPlans, each_thing_that_could_surprise_a_buyer_is_found_when_the_plan_is_loaded) {
  const std::pair<const char*, const char*> plans[] = {
      {"the last step is closed", R"("energy":{"steps":[{"to":"1","price":"1"}]})"},
      {"the step ends do not rise", R"("energy":{"steps":[{"to":"2","price":"1"},{"to":"2","price":"1"},{"price":"1"}]})"},
      {"a price is negative or not below 1,000,000", R"("energy":{"price":"-1"})"},
      {"a price is negative or not below 1,000,000", R"("energy":{"price":"1000000"})"},
      {"the last price is 0", R"("energy":{"steps":[{"to":"1","price":"1"},{"price":"0"}]})"},
      {"a step ends at a multiple of the quantum", R"("energy":{"steps":[{"to":"1.05","price":"1"},{"price":"2"}]})"},
      {"a day table starts at 00:00", R"("days":{"D":[["01:00","a"]]},"calendar":[{"use":"D"}],"energy":{"price":{"a":"1"}})"},
      {"nobody knows the season \"wet\"", R"("seasons":[["dry","01-01"]],"energy":{"by_season":{"dry":{"price":"1"},"wet":{"price":"1"}}})"},
      {"a period begins on day 1 to 28", R"("counter":{"months":1,"start":"01-29"},"energy":{"price":"1"})"},
      {"the sets do not rise", R"("energy":{"sets":[{"upto":"5","steps":[{"price":"1"}]},{"upto":"5","steps":[{"price":"1"}]},{"steps":[{"price":"1"}]}]})"},
      {"the id is reserved", R"("energy":{"price":"1"},"charges":[{"id":"step","kind":"per_sale","amount":"1"}])"},
      {"nobody knows this key", R"("energy":{"price":"1","prize":"2"})"},
      {"a unit costs nothing or less after rebates", R"("energy":{"price":"1"},"charges":[{"id":"gift","kind":"percent","percent":"-100","of":["energy"]}])"},
      {"\"late\" is not the energy and not an earlier charge",
       R"("energy":{"price":"1"},"charges":[{"id":"vat","kind":"percent","percent":"1","of":["late"]},{"id":"late","kind":"per_sale","amount":"1"}])"},
      {"steps of an additive plan are not charged apart",
       R"("energy":{"price":"1","steps":[{"to":"1","add":"0"},{"add":"1"}]},"charges":[{"id":"f","kind":"per_unit","price":"1","steps":[2]}])"},
      {"a decimal number in quotation marks is expected", R"("energy":{"price":0.5})"},
      {"a period has no price", R"("days":{"D":[["00:00","a"],["12:00","b"]]},"calendar":[{"use":"D"}],"energy":{"price":"1"})"},
      {"a period has no price", R"("days":{"D":[["00:00","a"],["12:00","b"]]},"calendar":[{"use":"D"}],"energy":{"steps":[{"to":"1","price":"1"},{"price":"2"}]})"},
      {"a period has no price",
       R"("seasons":[["dry","01-01"],["wet","06-01"]],"days":{"D":[["00:00","a"],["12:00","b"]],"E":[["00:00","a"]]},)"
       R"("calendar":[{"season":"dry","use":"D"},{"use":"E"}],"energy":{"by_season":{"dry":{"price":"1"},"wet":{"price":"1"}}})"},
  };
  for (const auto& [why, terms] : plans) {
    const auto plan = PricePlan::from_text(plan_text(terms));
    ASSERT_FALSE(plan.ok()) << terms;
    EXPECT_EQ(plan.error().code, "bad_plan");
    EXPECT_EQ(plan.error().details.at("why"), why) << terms;
  }
}

TEST(RefusedPlans, the_place_names_the_field_and_the_fault_has_a_code) {
  const std::pair<const char*, std::pair<const char*, const char*>> plans[] = {
      {R"("energy":{"steps":[{"to":"2","price":"1"},{"to":"2","price":"1"},{"price":"1"}]})", {"/versions/0/energy/steps/1/to", "steps_rise"}},
      {R"("energy":{"steps":[{"to":"2","price":"x"},{"price":"1"}]})", {"/versions/0/energy/steps/0/price", "bad_decimal"}},
      {R"("energy":{"price":{"a":"1","b":"-2"}},"days":{"D":[["00:00","a"],["12:00","b"]]},"calendar":[{"use":"D"}])", {"/versions/0/energy/price/b", "price_range"}},
      {R"("energy":{"price":"1"},"days":{"D":[["00:00","a"]]},"calendar":[{"use":"E"}])", {"/versions/0/calendar/0", "unknown_day_table"}},
      {R"("energy":{"price":"1"},"charges":[{"id":"","kind":"per_sale","amount":"1"}])", {"/versions/0/charges/0/id", "charge_unnamed"}},
      {R"("energy":{"sets":[{"upto":"5","steps":[{"price":"1"}]},{"steps":[{"price":"0"}]}]})", {"/versions/0/energy/sets/1/steps/0/price", "last_price_zero"}},
      {R"("energy":{"price":"1"},"limits":{"min_pay":"5.00","max_pay":"1.00"})", {"/versions/0/limits/max_pay", "limits_crossed"}},
  };
  for (const auto& [terms, expected] : plans) {
    const auto plan = PricePlan::from_text(plan_text(terms));
    ASSERT_FALSE(plan.ok()) << terms;
    EXPECT_EQ(plan.error().details.at("where"), expected.first) << terms;
    EXPECT_EQ(plan.error().details.at("fault"), expected.second) << terms;
  }
}

TEST(RefusedPlans, what_is_sold_is_priced_in_what_its_meters_count) {
  const auto plan = [](std::string_view commodity, std::string_view unit) {
    return PricePlan::from_text(fmt::format(
        R"({{"id":"p","commodity":"{}","unit":"{}","currency":"CNY","minor":2,"zone":"UTC","quantum":"0.01","versions":[{{"from":"2026-01-01","energy":{{"price":"1"}}}}]}})", commodity, unit));
  };
  for (const auto& [commodity, unit] : {std::pair{"electricity", "kWh"}, {"gas", "m3"}, {"water", "m3"}}) EXPECT_TRUE(plan(commodity, unit).ok()) << commodity;
  for (const auto& [commodity, unit, where, fault] : {std::tuple{"electricity", "m3", "/unit", "unit_of_commodity"}, {"water", "kWh", "/unit", "unit_of_commodity"}, {"gas", "litre", "/unit", "unit_of_commodity"}, {"heat", "kWh", "/commodity", "unknown_choice"}}) {
    const auto refused = plan(commodity, unit);
    ASSERT_FALSE(refused.ok()) << commodity << unit;
    EXPECT_EQ(refused.error().details.at("where"), where);
    EXPECT_EQ(refused.error().details.at("fault"), fault);
  }
}

/// So many steps, each dearer than the one before; `prices`: what each costs.
std::string steps_of(int count, const std::function<std::string(int)>& price) {
  std::string out;
  for (int i = 1; i < count; ++i) out += fmt::format(R"({{"to":"{}","price":{}}},)", i, price(i));
  return fmt::format(R"("energy":{{"steps":[{}{{"price":{}}}]}})", out, price(count));
}

TEST(RefusedPlans, a_plan_holds_as_much_as_a_utility_sells_by_and_no_more) {
  const auto flat = [](int step) { return fmt::format("\"{}.5\"", step); };
  EXPECT_TRUE(PricePlan::from_text(plan_text(steps_of(100, flat))).ok());
  const auto refused = PricePlan::from_text(plan_text(steps_of(101, flat)));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().details.at("where"), "/versions/0/energy/steps");
  EXPECT_EQ(refused.error().details.at("fault"), "too_many");
  EXPECT_EQ(refused.error().details.at("why"), "there are more than 100");
  std::string day, prices;
  for (int i = 0; i < 24; ++i) {
    day += fmt::format(R"({}["{:02}:00","p{}"])", i == 0 ? "" : ",", i, i);
    prices += fmt::format(R"({}"p{}":"1")", i == 0 ? "" : ",", i);
  }
  const auto by_hour = [&](int) { return "{" + prices + "}"; };
  const std::string days = R"("days":{"D":[)" + day + R"(]},"calendar":[{"use":"D"}],)";
  EXPECT_TRUE(PricePlan::from_text(plan_text(days + steps_of(80, by_hour))).ok());
  const auto too_many = PricePlan::from_text(plan_text(days + steps_of(90, by_hour)));
  ASSERT_FALSE(too_many.ok());
  EXPECT_EQ(too_many.error().details.at("where"), "/versions/0/energy");
  EXPECT_EQ(too_many.error().details.at("name"), "2000");
}

TEST(RefusedUse, a_bill_and_a_load_have_a_beginning_an_end_and_a_measure) {
  const auto plan = PricePlan::from_text(plan_text(R"("seasons":[["dry","01-01"],["wet","06-01"]],"energy":{"price":"1"})")).value();
  const auto code = [&](const char* ask) {
    const auto answer = answer_ask(plan, parse_instant("2026-02-10T10:00:00+08:00").value(), json::object{}, json::parse(ask));
    return answer.ok() ? "priced" : answer.error().code;
  };
  EXPECT_EQ(code(R"({"bill":{"from":"2026-02-01","to":"2026-03-01","units":"1"}})"), "priced");
  EXPECT_EQ(code(R"({"bill":{"from":"2026-02-10","to":"2026-02-10","units":"1"}})"), "bad_bill");
  EXPECT_EQ(code(R"({"bill":{"from":"2026-02-10","to":"2030-02-10","units":"1"}})"), "bad_bill") << "four years";
  EXPECT_EQ(code(R"({"bill":{"from":"2026-02-01","to":"2026-03-01","units":"1","months":"-1"}})"), "bad_bill");
  EXPECT_EQ(code(R"({"intervals":[["2026-02-10T10:00:00Z","2026-02-10T11:00:00Z","1"]]})"), "priced");
  for (const char* load : {R"([])", R"([["2026-02-10T10:00:30Z","2026-02-10T11:00:00Z","1"]])", R"([["2026-02-10T11:00:00Z","2026-02-10T11:00:00Z","1"]])",
                           R"([["2026-02-10T11:00:00Z","2027-02-12T11:00:00Z","1"]])", R"([["2026-05-31T11:00:00Z","2026-06-01T11:00:00Z","1"]])",
                           R"([["2026-02-10T10:00:00Z","2026-02-10T11:00:00Z","0.05"]])", R"([["2025-02-10T10:00:00Z","2025-02-10T11:00:00Z","1"]])"})
    EXPECT_EQ(code((std::string(R"({"intervals":)") + load + "}").c_str()), "bad_interval") << load;
}

TEST(CheckerVerdicts, of_a_file_that_is_none_there_are_none) {
  for (const char* file : {"[", "[]", R"({"plans":{},"cases":{}})", R"({"plans":{},"cases":[1]})", R"({"plans":{},"refused_plans":{}})"})
    EXPECT_EQ(check_cases(file).error().code, "bad_cases") << file;
}

TEST(CheckerVerdicts, names_the_first_field_that_differs_and_does_not_overlook_an_extra_one) {
  const auto check = [](std::string_view expect) {
    const std::string file = fmt::format(R"({{"plans":{{"x":{}}},"cases":[{{"id":"c","plan":"x","at":"2026-02-10T10:00:00+08:00","ask":{{"pay":"3.00"}},"expect":{}}}]}})",
                                         plan_text(R"("energy":{"price":"3"})"), expect);
    return check_cases(file)->front();
  };
  const std::string line = R"("lines":[{"id":"energy","units":"1","price":"3","amount":"3.00"}])";
  EXPECT_EQ(check(R"({"version":"2026-01-01","units":"1",)" + line + R"(,"total":"3.00","residue":"0.00"})").verdict, Verdict::passed);
  EXPECT_EQ(check(R"({"version":"2026-01-01","units":"1",)" + line + R"(,"total":"3.01","residue":"0.00"})").note, "/total: expected \"3.01\", got \"3.00\"");
  EXPECT_EQ(check(R"({"version":"2026-01-01","units":"1",)" + line + R"(,"total":"3.00"})").note, "/residue: expected nothing, got \"0.00\"");
  EXPECT_EQ(check(R"({"error":"short"})").verdict, Verdict::failed);
}

TEST(CheckerVerdicts, counts_kinds_that_are_not_built_as_skipped_and_accepted_nonsense_as_failed) {
  const std::string file = fmt::format(R"({{"plans":{{"x":{}}},"cases":[{{"id":"c","plan":"x","at":"2026-02-10T10:00:00+08:00","ask":{{"barter":"1"}},"expect":{{}}}}],)"
                                       R"("refused_plans":[{{"why":"it is fine","plan":{}}}]}})",
                                       plan_text(R"("energy":{"price":"3"})"), plan_text(R"("energy":{"price":"3"})"));
  const auto checked = check_cases(file);
  EXPECT_EQ(checked->at(0).verdict, Verdict::skipped);
  EXPECT_EQ(checked->at(1).verdict, Verdict::failed);
}

}  // namespace
}  // namespace kwota::tariff
