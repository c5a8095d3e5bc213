// Prices and limits in their time: a plan by the hours of the day, new prices that are published and still to come, settings that two people changed.
#include <boost/json.hpp>

#include "people/permissions.h"
#include "sell/customer/change.h"
#include "sell/remote/publish.h"
#include "sell/settings/change.h"
#include "sim/demo/subjects.h"

namespace kwota::demo {
namespace {

constexpr auto day_night_head = R"({"id":"day-night","name":"峰谷分时电价","commodity":"electricity","unit":"kWh","currency":"CNY","minor":2,"zone":"Asia/Shanghai","quantum":"0.01"})";
constexpr auto day_night_version =
    R"({"from":"2024-01-01","energy":{"price":{"peak":"0.5583","valley":"0.3583"}},)"
    R"("days":{"day":[["00:00","valley"],["06:00","peak"],["22:00","valley"]]},"calendar":[{"use":"day"}],)"
    R"("limits":{"min_pay":"5.00","max_pay":"50000.00"}})";

/// Registered with the other plans, before anybody buys.
Result<void> register_day_night(History& now) {
  const auto done = now.books().run({"demo", "import", ""}, [](const books::Reader&) -> Result<books::Decision<Done>> {
    books::Decision<Done> decision;
    decision.changes.put.emplace_back(books::Plan{"day-night", "峰谷分时电价", "Made up after published peak and valley prices of a province.", day_night_head});
    decision.changes.put.emplace_back(books::PlanVersion{"day-night", "2024-01-01", day_night_version, books::PlanStatus::published, "demo", ""});
    return decision;
  });
  return done.ok() ? Result<void>{} : done.error();
}

/// What Beijing's households pay from the first of the month after next: drafted by one manager, agreed to by the other.
Result<void> publish_next_year(History& now) {
  const auto from = format_date(first_of_month(month_number(now.date(now.last())) + 2));
  boost::json::object version{{"from", from}, {"counter", {{"months", 12}, {"start", "01-01"}}}, {"limits", {{"min_pay", "1.00"}, {"max_pay", "50000.00"}}}};
  version["energy"] = boost::json::parse(R"({"steps":[{"to":"2880","price":"0.5083"},{"to":"4800","price":"0.5583"},{"price":"0.8083"}]})");
  const books::PlanVersion row{"cn-beijing", from, boost::json::serialize(version), books::PlanStatus::draft, "", ""};
  const auto who = at_desk("miller");
  const auto drafted = now.decide(who, "tariffs_draft", [&](const books::Reader& reader, const people::Context& context) -> Result<books::Decision<books::PlanVersion>> {
    MUST(people::require(context.who, "tariffs_draft"));
    return customer::draft_version(reader, row);
  });
  if (!drafted) return drafted.error();
  TRY(effect, now.ask([&](const books::Reader& reader) {
    people::Context context;
    context.now = now.at(now.day(), 12);
    context.zone = now.zone();
    return remote::who_is_stopped(reader, row.plan, from, context);
  }));
  remote::PublishRequest request{row.plan, from, static_cast<std::int64_t>(effect.stopped.size() + effect.behind.size())};
  MUST(now.decide_by_two(who, "tariffs_publish", "", "petrov", [&](const books::Reader& reader, const people::Context& context, std::int64_t approval) {
    request.approval = approval;
    return remote::publish(reader, request, context);
  }));
  return {};
}

Result<void> change_limit(History& now, const std::string& setting, const std::string& value, const std::string& from, const std::string& reason) {
  settings::SettingRequest request{.setting = setting, .scope = {}, .of = {}, .value = value, .from = from, .reason = reason, .approval = 0};
  MUST(now.decide_by_two(at_desk("miller"), "settings_write", reason, "petrov", [&](const books::Reader& reader, const people::Context& context, std::int64_t approval) {
    request.approval = approval;
    return settings::change_setting(reader, request, context);
  }));
  return {};
}

}  // namespace

Result<void> change_prices(History& history, Village& village) {
  MUST(register_day_night(history));
  history.on(70, [](History& now) { return change_limit(now, "hoarding_limit", "3000.00", "", "防止囤电"); });
  history.on(210, [](History& now) { return change_limit(now, "card_fee", "15.00", "", "卡片涨价"); });
  history.on(history.last() - 8, [](History& now) { return change_limit(now, "large_sale", "800.00", now.text(now.last() + 20), "内控要求"); });
  history.on(history.last() - 15, publish_next_year);
  history.on(history.last() - 14, [&village](History& now) -> Result<void> {
    for (auto& house : village.on_lines)
      if (house.account != 0) hears(now, house);
    return now.settle();
  });
  return {};
}

}  // namespace kwota::demo
