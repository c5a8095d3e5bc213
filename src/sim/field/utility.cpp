// Who we are: the utility and its limits, stations, tills, people, price plans, customers.

#include <fstream>
#include <map>
#include <sstream>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "models/all.h"
#include "people/permissions.h"
#include "schemes/all.h"
#include "sell/customer/change.h"
#include "sell/imports/import.h"
#include "sell/life/customer/block_customer.h"
#include "sell/remote/publish.h"
#include "sell/settings/change.h"
#include "sell/tariff/plan.h"
#include "sim/field/plan_words.h"
#include "sim/field/vocabulary.h"
#include "sim/field/world/decide.h"

namespace kwota::field {
namespace {

namespace json = boost::json;

constexpr auto first_version = "2026-01-01";

Result<books::Utility> utility_of(World& world) {
  return world.books->read([](const books::Reader& reader) -> Result<books::Utility> {
    const auto row = reader.only<books::Utility>();
    if (!row) return mistake("say `utility …` first");
    return *row;
  });
}

Result<Facts> utility(World& world, const Sentence& sentence) {
  books::Utility row;
  row.nature = books::Nature::sample;
  row.name = sentence["name"];
  row.currency = sentence.or_else("currency", "CNY");
  row.zone = sentence.or_else("zone", "Asia/Shanghai");
  TRY(zone, Zone::find(row.zone));
  world.set_zone(zone);
  row.county = 0x33010200;
  MUST(put(world, row));
  MUST(put(world, settings::always_counting(1, settings::SettingName::supplement_limit, 20'00)));
  MUST(put(world, settings::always_counting(2, settings::SettingName::hoarding_limit, 3000'00)));
  for (const auto* model : models::all())
    MUST(put(world, books::Code{books::CodeKind::model, std::string{model->name}, "", "", "", std::to_string(model->rates), true}));
  MUST(put(world, books::Code{books::CodeKind::reason, "fault", "", "", "", "", true}));
  return Facts{};
}

/// As logs call the settings.
std::optional<settings::SettingName> setting_of(const std::string& what) {
  static const std::map<std::string, settings::SettingName> names{
      {"supplement", settings::SettingName::supplement_limit}, {"refund", settings::SettingName::refund_limit}, {"drawer", settings::SettingName::over_short_limit},
      {"large-sale", settings::SettingName::large_sale},       {"hoarding", settings::SettingName::hoarding_limit}, {"card-fee", settings::SettingName::card_fee}};
  const auto found = names.find(what);
  return found == names.end() ? std::nullopt : std::optional{found->second};
}

Result<settings::SettingName> setting_in(const Sentence& sentence) {
  if (const auto name = setting_of(sentence["what"])) return *name;
  return mistake("there is no limit `" + sentence["what"] + "`; known are: supplement, refund, drawer, large-sale, hoarding, card-fee");
}

Result<Facts> limit(World& world, const Sentence& sentence) {
  TRY(row, utility_of(world));
  TRY(amount, parse_money(sentence["money"], row.minor_digits));
  TRY(name, setting_in(sentence));
  TRY(number, world.books->read([](const books::Reader& reader) -> Result<std::int64_t> { return books::next_number<books::Setting>(reader); }));
  MUST(put(world, settings::always_counting(number, name, amount.minor())));
  return Facts{};
}

/// A setting as the house changes it: wanted by one, agreed to by another, from a moment on.
Result<Facts> new_limit(World& world, const Sentence& sentence) {
  TRY(name, setting_in(sentence));
  TRY(window, world.window_of(sentence["who"]));
  settings::SettingRequest request{.setting = std::string{word_of(name)}, .scope = {}, .of = {}, .value = sentence["money"], .from = {}, .reason = sentence["reason"], .approval = 0};
  if (sentence.has("account")) {
    TRY(account, world.account(sentence["account"]));
    request.scope = "account";
    request.of = std::to_string(account);
  }
  if (sentence.has("date")) request.from = sentence["date"];
  TRY(context, world.context(sentence["who"], window));
  TRY(row, world.with_second_person("settings_write", context, [&](std::int64_t approval) {
    request.approval = approval;
    return decide(world, sentence["who"], "settings_write", window,
                  [&](const books::Reader& reader, const people::Context& now) { return settings::change_setting(reader, request, now); });
  }));
  return Facts{}.say("state", row.state).say("approved_by", row.approved_by);
}

Result<Facts> alarms(World& world, const Sentence& sentence) {
  MUST(put(world, books::Code{books::CodeKind::constant, std::string(word_of(books::Constant::alarm1)), "", "", "", sentence["first"], true}));
  MUST(put(world, books::Code{books::CodeKind::constant, std::string(word_of(books::Constant::alarm2)), "", "", "", sentence["second"], true}));
  return Facts{};
}

Result<Facts> station(World& world, const Sentence& sentence) {
  MUST(put(world, books::Station{sentence["code"], sentence["name"], sentence["prefix"]}));
  world.station = sentence["code"];
  return Facts{};
}

Result<Facts> till(World& world, const Sentence& sentence) {
  if (world.station.empty()) return mistake("say `station …` before its tills");
  MUST(put(world, books::Till{world.station, sentence["till"], sentence["till"], 1, 1}));
  Window window;
  window.station = world.station;
  window.till = sentence["till"];
  world.windows.emplace(sentence["till"], std::move(window));
  return Facts{};
}

Result<Facts> person(World& world, const Sentence& sentence) {
  TRY(roles, people::parse_roles(sentence["role"]));
  books::Operator row;
  row.name = row.full_name = sentence["who"];
  row.roles = sentence["role"];
  MUST(put(world, row));
  return Facts{};
}

Result<Facts> put_plan(World& world, const Sentence& sentence) {
  TRY(utility, utility_of(world));
  const auto from = sentence.or_else("date", first_version);
  TRY(version, plan_version(sentence["prices"], from));
  const auto head = json::serialize(plan_head(sentence["plan"], parse_word<Commodity>(sentence["commodity"]).value_or(Commodity::electricity), utility.currency, utility.zone));
  const auto text = json::serialize(version);
  const auto checked = tariff::PricePlan::from_parts(head, {text});
  if (!checked.ok()) return mistake("this is no plan: " + checked.error().what);
  MUST(put(world, books::Plan{sentence["plan"], sentence["plan"], "", head}));
  MUST(put(world, books::PlanVersion{sentence["plan"], from, text, books::PlanStatus::published, "", ""}));
  return Facts{};
}

Result<Facts> plan_from_file(World& world, const Sentence& sentence) {
  TRY(path, world.file(sentence["file"]));
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  TRY(plan, tariff::PricePlan::from_text(text.str()));
  auto document = json::parse(text.str()).as_object();
  const auto versions = document.at("versions").as_array();
  document.erase("versions");
  MUST(put(world, books::Plan{plan.id(), plan.id(), path.filename().string(), json::serialize(document)}));
  for (const auto& version : versions)
    MUST(put(world, books::PlanVersion{plan.id(), std::string(version.at("from").as_string()), json::serialize(version),
                                       books::PlanStatus::published, "", ""}));
  return Facts{};
}

/// New prices from a day on: drafted and published by somebody whose right it is.
Result<Facts> new_prices(World& world, const Sentence& sentence) {
  TRY(version, plan_version(sentence["prices"], sentence["date"]));
  TRY(window, world.window_of(sentence["who"]));
  const books::PlanVersion row{sentence["plan"], sentence["date"], json::serialize(version), books::PlanStatus::draft, "", ""};
  const auto drafted =
      decide(world, sentence["who"], "tariffs_draft", window,
             [&](const books::Reader& reader, const people::Context& context) -> Result<books::Decision<books::PlanVersion>> {
               MUST(people::require(context.who, "tariffs_draft"));
               return customer::draft_version(reader, row);
             });
  if (!drafted) return drafted.error();
  std::int64_t knowingly = 0;
  if (sentence.has("stops")) {
    TRY(number, parse_decimal(sentence["stops"], 0));
    knowingly = number;
  }
  TRY(context, world.context(sentence["who"], window));
  MUST(world.with_second_person("tariffs_publish", context, [&](std::int64_t approval) {
    return decide(world, sentence["who"], "tariffs_publish", window, [&](const books::Reader& reader, const people::Context& now) {
      return remote::publish(reader, {sentence["plan"], sentence["date"], knowingly, approval}, now);
    });
  }));
  return Facts{};
}

/// A published version that does not count yet is taken out again.
Result<Facts> withdrawn_prices(World& world, const Sentence& sentence) {
  TRY(window, world.window_of(sentence["who"]));
  TRY(context, world.context(sentence["who"], window));
  TRY(row, world.with_second_person("tariffs_publish", context, [&](std::int64_t approval) {
    return decide(world, sentence["who"], "tariffs_publish", window, [&](const books::Reader& reader, const people::Context& now) {
      return remote::withdraw(reader, {sentence["plan"], sentence["date"], approval}, now);
    });
  }));
  return Facts{}.say("state", row.state);
}

Result<Facts> effect_of_prices(World& world, const Sentence& sentence) {
  TRY(effect, world.books->read([&](const books::Reader& reader) {
    people::Context context;
    context.now = world.now();
    context.zone = world.zone();
    context.schemes = world.schemes;
    return remote::who_is_stopped(reader, sentence["plan"], sentence["date"], context);
  }));
  Facts facts;
  facts.say("accounts", std::to_string(effect.accounts))
      .say("stopped", std::to_string(effect.stopped.size()))
      .say("behind", std::to_string(effect.behind.size()))
      .say("by_line", std::to_string(effect.by_line.size()));
  const auto& first = !effect.stopped.empty() ? effect.stopped : !effect.behind.empty() ? effect.behind : effect.by_line;
  if (!first.empty()) {
    const auto& fit = first.front().fit;
    facts.say("reason", std::string{tariff::name_of(fit.reasons.empty() ? fit.lacks.front() : fit.reasons.front())});
  }
  return facts;
}

Result<Facts> customer(World& world, const Sentence& sentence) {
  books::Customer row;
  row.name = sentence["name"];
  row.identity_number = sentence["identity"];
  world.take_a_second();
  TRY(kept, world.books->run(books::Actor{"setup", "customers_write", ""},
                             [&](const books::Reader& reader) { return customer::put_customer(reader, row, world.now()); }));
  world.customers[sentence["customer"]] = kept.number;
  return Facts{}.say("state", kept.state).say("number", to_text(kept.number));
}

Result<Facts> block_customer(World& world, const Sentence& sentence) {
  TRY(number, world.customer(sentence["customer"]));
  TRY(window, world.window_of(sentence["who"]));
  const bool block = sentence["verb"] == "blocks";
  TRY(context, world.context(sentence["who"], window));
  TRY(row, world.with_second_person("unblock", context, [&](std::int64_t approval) {
    return decide(world, sentence["who"], block ? "block" : "unblock", window, [&](const books::Reader& reader, const people::Context& now) {
      return life::block_customer(reader, {number, block, sentence["reason"], approval}, now);
    });
  }));
  return Facts{}.say("state", row.state);
}

Result<Facts> import(World& world, const Sentence& sentence) {
  const auto table = sentence["table"];
  TRY(path, world.file(sentence["file"]));
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  TRY(report, world.books->run(books::Actor{"setup", "import", ""}, [&](const books::Reader& reader) {
    return imports::import_rows(reader, table, text.str(), world.now());
  }));
  Facts facts;
  facts.say("new", std::to_string(report.created))
      .say("changed", std::to_string(report.changed))
      .say("same", std::to_string(report.same));
  facts.say("errors", std::to_string(report.errors.size()));
  if (!report.errors.empty())
    facts.say("first_error", report.errors.front().code).say("row", std::to_string(report.errors.front().row));
  return facts;
}

}  // namespace

std::span<const Phrase> utility_phrases() {
  static constexpr Phrase phrases[] = {
      {"utility <name> [ currency <currency> ] [ zone <zone> ]", utility},
      {"limit <what> <money>", limit},
      {"<who> sets <what> to <money> for <account> [ from <date> ] because <reason>", new_limit},
      {"<who> sets <what> to <money> [ from <date> ] because <reason>", new_limit},
      {"alarms at <first> and <second>", alarms},
      {"station <code> <name> receipts <prefix>", station},
      {"till <till>", till},
      {"operator <who> is <role>", person},
      {"plan from file <file>", plan_from_file},
      {"plan <plan> [ for <commodity:gas|water> ] [ from <date> ] costs <prices...>", put_plan},
      {"customer <customer> is <name> [ identity <identity> ]", customer},
      {"import <table> from file <file>", import},
      {"<who> publishes new prices of <plan> from <date> stopping <stops> costs <prices...>", new_prices},
      {"<who> publishes new prices of <plan> from <date> costs <prices...>", new_prices},
      {"<who> withdraws the prices of <plan> from <date>", withdrawn_prices},
      {"prices of <plan> from <date>", effect_of_prices},
      {"<who> <verb:blocks|unblocks> customer <customer> because <reason>", block_customer},
  };
  return phrases;
}

}  // namespace kwota::field
