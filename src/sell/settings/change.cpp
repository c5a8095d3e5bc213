#include "sell/settings/change.h"

#include <fmt/format.h>

#include <charconv>

#include "base/cause.h"
#include "base/decimal.h"
#include "books/lookup.h"
#include "people/approval.h"
#include "people/people.h"
#include "people/station.h"
#include "sell/settings/moment.h"

namespace kwota::settings {
namespace {

using books::Setting;
using people::Part;

/// A number, or a text.
struct SettingValue {
  std::optional<std::int64_t> number{};
  std::string text{};
  friend bool operator==(const SettingValue&, const SettingValue&) = default;
};

/// What was asked, by its types.
struct Wanted {
  const SettingFacts& facts;
  SettingScope scope = SettingScope::utility;
  std::string of;
  SettingValue value;
  std::optional<Instant> from;  ///< nothing: at once
};

Result<const SettingFacts*> setting_named(const std::string& word) {
  if (const auto name = parse_word<SettingName>(word)) return &facts_of(*name);
  return error(Fault::request, "unknown_setting", "There is no such setting; nothing was changed.", {{"setting", word}});
}

Result<SettingScope> scope_of(const books::Reader& books, const SettingFacts& facts, const SettingRequest& request) {
  const auto scope = request.scope.empty() ? std::optional{SettingScope::utility} : parse_word<SettingScope>(request.scope);
  const bool wide = scope == SettingScope::utility;
  if (!scope || (!wide && !facts.narrower) || wide != request.of.empty())
    return error(Fault::request, "setting_scope", "This setting cannot be set for that; nothing was changed.",
                 {{"field", "scope"}, {"setting", std::string{word_of(facts.name)}}, {"scope", request.scope + " " + request.of}});
  if (scope == SettingScope::usage_class && !books.find<books::Code>(books::CodeKind::usage_class, request.of))
    return error(Fault::request, "unknown_usage_class", "There is no such usage class; nothing was changed.", {{"field", "of"}, {"usage_class", request.of}});
  if (scope == SettingScope::account) {
    std::int64_t number = 0;
    const auto read = std::from_chars(request.of.data(), request.of.data() + request.of.size(), number);
    const bool whole = read.ec == std::errc{} && request.of == fmt::format("{}", number);
    if (!whole || !books.find<books::Account>(number))
      return error(Fault::request, "unknown_account", "There is no such account; search by name or meter.", {{"field", "of"}, {"account", request.of}});
  }
  return *scope;
}

Result<SettingValue> value_of(const SettingFacts& facts, SettingScope scope, const std::string& text, int digits) {
  if (is_text(facts.kind)) {
    if (auto admitted = admit_text(facts, text); !admitted.ok()) {
      auto why = std::move(admitted).error();
      why.details["field"] = "value";
      return why;
    }
    return SettingValue{.text = text};
  }
  if (text.empty() && scope != SettingScope::utility) return SettingValue{};
  const auto number = parse_decimal(text, facts.kind == SettingKind::money ? digits : 0);
  if (!number.ok())
    return error(Fault::request, "setting_value", "This is no value of this setting; nothing was changed.", {{"field", "value"}, {"text", text}});
  if (*number < least_of(facts, digits) || *number > most_of(facts, digits))
    return error(Fault::request, "setting_bounds", "This setting does not go so far; nothing was changed.",
                 {{"field", "value"}, {"least", value_text(facts, least_of(facts, digits), digits)}, {"most", value_text(facts, most_of(facts, digits), digits)}});
  return SettingValue{.number = *number};
}

Result<Wanted> wanted_of(const books::Reader& books, const SettingRequest& request, const people::Context& context) {
  TRY(facts, setting_named(request.setting));
  MUST(people::require_for_whole_utility(context.who, facts->right));
  TRY(scope, scope_of(books, *facts, request));
  TRY(value, value_of(*facts, scope, request.value, books::minor_digits_of(books)));
  TRY(from, moment_of(request.from, context));
  if (request.reason.empty()) return error(Fault::request, "reason_missing", "Say why; the second person has to judge it.", {{"field", "reason"}, {"action", facts->right.word()}});
  return Wanted{*facts, scope, request.of, value, from};
}

SettingValue before(const books::Reader& books, const Wanted& wanted, Instant at) {
  if (is_text(wanted.facts.kind)) return {.text = text_in_force(books, wanted.facts.name, at)};
  if (wanted.scope == SettingScope::utility) return {.number = number_in_force(books, wanted.facts.name, at)};
  const auto row = row_in_force(books, wanted.facts.name, wanted.scope, wanted.of, at);
  return {.number = row ? row->value : std::nullopt};
}

std::string in_words(const SettingFacts& facts, const SettingValue& value, int digits) {
  if (is_text(facts.kind)) return value.text.empty() ? "nothing" : "\"" + value.text + "\"";
  return value.number ? value_text(facts, *value.number, digits) : "as the wider one";
}

void add_value(people::Proposal& content, Part part, const SettingFacts& facts, const SettingValue& value, int digits) {
  if (is_text(facts.kind)) {
    if (value.text.empty()) content.word(part, "setting", "nothing");
    else content.text(part, value.text);
  } else if (!value.number) {
    content.word(part, "setting", "as_wider");
  } else if (facts.kind == SettingKind::money) {
    content.money(part, Money::minor(*value.number), digits);
  } else if (facts.kind == SettingKind::yes_no) {
    content.word(part, "word", *value.number == 0 ? "no" : "yes");
  } else {
    content.count(part, *value.number);
  }
}

/// What the second person reads, and what he approves. It names the value before: when that has changed meanwhile, it is another request.
people::Proposal content_of(const Wanted& wanted, const SettingValue& now, int digits, const people::Context& context) {
  people::Proposal content(people::Proposed::change_setting);
  content.word(Part::setting, "setting.name", word_of(wanted.facts.name)).word(Part::scope, "setting.scope_name", word_of(wanted.scope)).text(Part::of, wanted.of);
  add_value(content, Part::value, wanted.facts, wanted.value, digits);
  add_value(content, Part::value_before, wanted.facts, now, digits);
  return wanted.from ? content.time(Part::from, context.zone.local(*wanted.from)) : content.word(Part::from, "setting", "at_once");
}

/// The first person asked while another value counted, and the second one read it. Two managers who change one setting at once are told so, each by what counts now.
Result<void> still_as_seen(const books::Reader& books, const Wanted& wanted, std::int64_t approval, const SettingValue& now, int digits) {
  const auto asked = books.find<books::Approval>(approval);
  if (!asked || asked->action != wanted.facts.right.word() || wanted.from || before(books, wanted, asked->requested) == now) return Done{};
  return error(Fault::refused, "setting_changed_meanwhile", "Somebody else has changed this setting since it was asked for; nothing was changed. Look at what counts now, and ask again.",
               {{"field", "value"}, {"value", in_words(wanted.facts, now, digits)}});
}

}  // namespace

Result<books::Decision<Setting>> change_setting(const books::Reader& books, const SettingRequest& request, const people::Context& context) {
  TRY(wanted, wanted_of(books, request, context));
  const int digits = books::minor_digits_of(books);
  const auto now = before(books, wanted, wanted.from.value_or(context.now));
  if (now == wanted.value)
    return error(Fault::refused, "setting_same", "That is what it is by then anyway; nothing was changed.", {{"field", "value"}, {"value", in_words(wanted.facts, now, digits)}});
  MUST(still_as_seen(books, wanted, request.approval, now, digits));
  Setting row;
  row.why_alone = people::why_alone(books);
  TRY(second, agreed_by_two(books, row.why_alone, {wanted.facts.right, content_of(wanted, now, digits, context), request.approval}, context));
  TRY(in_force, moment_alone(wanted.from, row.why_alone, context));
  row.number = books::next_number<Setting>(books);
  row.name = wanted.facts.name;
  row.scope = wanted.scope;
  row.of = wanted.of;
  row.value = wanted.value.number;
  row.text = wanted.value.text;
  row.in_force = in_force;
  return agreed(std::move(row), second, request.reason, context);
}

Result<books::Decision<Setting>> withdraw_setting(const books::Reader& books, const SettingWithdrawal& request, const people::Context& context) {
  auto row = books.find<Setting>(request.number);
  if (!row) return error(Fault::request, Cause::not_found, "There is nothing of this name.", {{"what", fmt::format("setting {}", request.number)}});
  const auto& facts = facts_of(row->name);
  MUST(people::require_for_whole_utility(context.who, facts.right));
  MUST(may_be_withdrawn({row->number, row->state, row->in_force}, facts.right, request.reason, context));
  people::Proposal content(people::Proposed::withdraw_setting);
  content.number(Part::number, row->number).word(Part::setting, "setting.name", word_of(row->name));
  add_value(content, Part::value, facts, {row->value, row->text}, books::minor_digits_of(books));
  content.time(Part::from, context.zone.local(row->in_force));
  TRY(second, agreed_by_two(books, people::why_alone(books), {facts.right, content, request.approval}, context));
  return withdrawn(*std::move(row), second, request.reason, context);
}

std::vector<SettingStep> history_of(const books::Reader& books, SettingName name, std::size_t most) {
  std::vector<SettingStep> out;
  for (auto& row : books.newest(Setting::of_name, most, name)) {
    // What counted until its moment; of those of one moment the one that was agreed to before it. Of one that was withdrawn: what was known by then.
    SettingValue was;
    if (row.scope == SettingScope::utility) was.number = usual_of(facts_of(name), books::minor_digits_of(books), books::nature_of(books));
    for (const auto& other : books.select(Setting::agreed_rows, name, row.scope, row.of)) {
      if (other.in_force > row.in_force || (other.in_force == row.in_force && other.number >= row.number)) break;
      if (row.state == books::SettingStatus::agreed || other.number < row.number) was = {other.value, other.text};
    }
    out.push_back({std::move(row), was.number, std::move(was.text)});
  }
  return out;
}

std::vector<Setting> coming_of(const books::Reader& books, SettingName name, Instant now) {
  std::vector<Setting> out;
  for (auto& row : books.select(Setting::agreed_rows, name))
    if (row.in_force > now) out.push_back(std::move(row));
  return out;
}

std::vector<Setting> narrower_of(const books::Reader& books, SettingName name, Instant now) {
  std::vector<Setting> out;
  for (auto& row : books.select(Setting::agreed_rows, name)) {
    if (row.scope == SettingScope::utility || row.in_force > now) continue;
    // The rows of one account follow one another: the last of them counts.
    if (!out.empty() && out.back().scope == row.scope && out.back().of == row.of) out.pop_back();
    if (row.value) out.push_back(std::move(row));
  }
  return out;
}

}  // namespace kwota::settings
