// The utility's settings: what each is, what is coming, who changed it and why; a change and its withdrawal, each by two people.
#include "books/lookup.h"
#include "sell/settings/change.h"
#include "serve/api/asked.h"
#include "serve/api/edition.h"
#include "serve/api/routes.h"
#include "serve/desk/agreement.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::value;
using books::Setting;

constexpr std::size_t steps_shown = 200;

/// How values of one setting are written.
struct Written {
  const settings::SettingFacts& facts;
  int digits = 2;

  value of(const std::optional<std::int64_t>& number, const std::string& text) const {
    if (settings::is_text(facts.kind)) return value(text);
    return of(number);
  }
  value of(const std::optional<std::int64_t>& number) const {
    return number ? value(settings::value_text(facts, *number, digits)) : value(nullptr);
  }
  object row(const Setting& row) const {
    return {{"number", row.number}, {"scope", word_of(row.scope)}, {"of", row.of}, {"value", of(row.value, row.text)}, {"in_force", time_text(row.in_force)}};
  }
};

array scopes_of(const settings::SettingFacts& facts) {
  array out;
  for (const auto word : words_of(settings::SettingScope{}))
    if (facts.narrower || word == word_of(settings::SettingScope::utility)) out.push_back(value(word));
  return out;
}

/// Whose account it is, only whoever works for the whole utility sees here.
bool shown_to(const books::Operator& who, const Setting& row) { return row.scope != settings::SettingScope::account || who.station.empty(); }

object setting_view(const books::Reader& books, const settings::SettingFacts& facts, const books::Operator& who, Instant now) {
  const Written written{facts, books::minor_digits_of(books)};
  const auto row = settings::row_in_force(books, facts.name, settings::SettingScope::utility, "", now);
  array coming, narrower;
  for (const auto& one : settings::coming_of(books, facts.name, now))
    if (shown_to(who, one)) coming.push_back(written.row(one));
  for (const auto& one : settings::narrower_of(books, facts.name, now))
    if (shown_to(who, one)) narrower.push_back(written.row(one));
  return {{"name", word_of(facts.name)},
          {"kind", word_of(facts.kind)},
          {"usual", written.of(settings::usual_of(facts, written.digits, books::nature_of(books)), {})},
          {"least", written.of(settings::least_of(facts, written.digits))},
          {"most", written.of(settings::most_of(facts, written.digits))},
          {"zero", word_of(facts.zero)},
          {"permission", facts.right.word()},
          {"scopes", scopes_of(facts)},
          {"value", written.of(settings::number_in_force(books, facts.name, now), settings::text_in_force(books, facts.name, now))},
          {"since", row ? value(time_text(row->in_force)) : value(nullptr)},
          {"coming", std::move(coming)},
          {"narrower", std::move(narrower)}};
}

object step_view(const books::Reader& books, const settings::SettingStep& step, Instant now) {
  const Written written{settings::facts_of(step.row.name), books::minor_digits_of(books)};
  const auto& row = step.row;
  auto out = written.row(row);
  out["name"] = word_of(row.name);
  out["before"] = written.of(step.before, step.text_before);
  show_agreement(books, row, agreement_state(row, settings::row_in_force(books, row.name, row.scope, row.of, now), now), out);
  return out;
}

void all_settings(ServerParts& server, const CallPtr& call) {
  const auto now = server.clock.now();
  call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
    array rows;
    for (const auto& facts : settings::declared()) rows.push_back(setting_view(books, facts, *call->who, now));
    return object{{"settings", std::move(rows)}};
  }));
}

void one_setting(ServerParts& server, const CallPtr& call) {
  const auto now = server.clock.now();
  call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
    const auto& word = call->path.at("name");
    const auto name = parse_word<settings::SettingName>(word);
    if (!name) return error(Fault::request, "unknown_setting", "There is no such setting; nothing was changed.", {{"setting", word}});
    auto out = setting_view(books, settings::facts_of(*name), *call->who, now);
    array steps;
    for (const auto& step : settings::history_of(books, *name, steps_shown))
      if (shown_to(*call->who, step.row)) steps.push_back(step_view(books, step, now));
    out["history"] = std::move(steps);
    return out;
  }));
}

/// Pages that show limits ask anew.
value changed(ServerParts& server, const Setting& row) {
  if (row.name == settings::SettingName::network) end_other_machines(server);
  server.events.publish("settings", object{{"name", word_of(row.name)}});
  const auto now = server.clock.now();
  const auto view = server.books.read([&](const books::Reader& books) -> Result<object> {
    for (const auto& step : settings::history_of(books, row.name, steps_shown))
      if (step.row.number == row.number) return step_view(books, step, now);
    return step_view(books, {row, {}}, now);
  });
  return view.ok() ? value(*view) : value(object{{"number", row.number}});
}

void change_one(ServerParts& server, const CallPtr& call) {
  const auto context = context_of(server, *call);
  const Asked body(call->body);
  settings::SettingRequest request{.setting = body.text("name"), .scope = body.text("scope"), .of = body.text("of"), .value = body.text("value"),
                                   .from = body.text("from"), .reason = body.text("reason"), .approval = body.number("approval")};
  decide(
      server, call, "settings_write", [request, context](const books::Reader& books) { return settings::change_setting(books, request, context); },
      [&server](const Setting& row) { return changed(server, row); });
}

void withdraw_one(ServerParts& server, const CallPtr& call) {
  const auto context = context_of(server, *call);
  const Asked body(call->body);
  const settings::SettingWithdrawal request{.number = path_number(*call, "number"), .reason = body.text("reason"), .approval = body.number("approval")};
  decide(
      server, call, "settings_write", [request, context](const books::Reader& books) { return settings::withdraw_setting(books, request, context); },
      [&server](const Setting& row) { return changed(server, row); });
}

}  // namespace

void add_setting_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("GET", "/settings", "settings_read", all_settings);
  on("GET", "/settings/{name}", "settings_read", one_setting);
  on("POST", "/settings", "settings_write", change_one);
  on("POST", "/settings/{number}/withdraw", "settings_write", withdraw_one);
}

}  // namespace kwota::serve
