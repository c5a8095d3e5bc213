#include "sell/tariff/use/checker.h"

#include <fmt/format.h>

#include "base/cause.h"
#include "base/decimal.h"
#include "base/json_members.h"
#include "sell/tariff/use/ask_json.h"
#include "sell/tariff/quote.h"

namespace kwota::tariff {
namespace json = boost::json;
namespace {

Error bad_cases(std::string_view why) {
  return error(Fault::request, "bad_cases", fmt::format("The file with cases cannot be read: {}.", why), {{"why", std::string(why)}});
}

/// Refusals name their limit; other details are for people.
json::object refusal(const Error& error) {
  json::object out{{"error", error.code}};
  for (const auto& key : {"limit", "quantum", "need"})
    if (const auto found = error.details.find(std::string_view(key)); found != error.details.end()) out[key] = found->second;
  return out;
}

/// An exact base has no fixed number of decimals: 12.5 and 12.50 are one number.
bool same_base(const json::value& expected, const json::value& seen) {
  constexpr int scale = 8;
  if (!expected.is_string() || !seen.is_string()) return false;
  const auto a = parse_decimal(std::string_view(expected.as_string()), scale), b = parse_decimal(std::string_view(seen.as_string()), scale);
  return a.ok() && b.ok() && *a == *b;
}

std::string differs(const std::string& path, const json::value* expected, const json::value* seen) {
  const auto text = [](const json::value* value) { return value == nullptr ? std::string("nothing") : json::serialize(*value); };
  return fmt::format("{}: expected {}, got {}", path, text(expected), text(seen));
}

/// The first difference; empty when equal.
std::string difference(const std::string& path, const json::value& expected, const json::value& seen) {
  if (expected.is_object() && seen.is_object()) {
    for (const auto& member : expected.as_object()) {
      const std::string here = path + "/" + std::string(member.key());
      const auto* found = seen.as_object().if_contains(member.key());
      if (found == nullptr) return differs(here, &member.value(), nullptr);
      if (std::string_view(member.key()) == "base" && same_base(member.value(), *found)) continue;
      if (auto first = difference(here, member.value(), *found); !first.empty()) return first;
    }
    // A refusal is known by its code; it may name more than the case asks for.
    const bool refused = expected.as_object().contains("error");
    for (const auto& member : seen.as_object())
      if (!refused && !expected.as_object().contains(member.key()))
        return differs(path + "/" + std::string(member.key()), nullptr, &member.value());
    return {};
  }
  if (expected.is_array() && seen.is_array()) {
    const auto &a = expected.as_array(), &b = seen.as_array();
    for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
      const std::string here = fmt::format("{}/{}", path, i);
      if (i >= a.size() || i >= b.size()) return differs(here, i < a.size() ? &a[i] : nullptr, i < b.size() ? &b[i] : nullptr);
      if (auto first = difference(here, a[i], b[i]); !first.empty()) return first;
    }
    return {};
  }
  return expected == seen ? "" : differs(path, &expected, &seen);
}

CheckedCase check_case(const json::object& the_case, const json::object& plans) {
  CheckedCase checked;
  checked.id = text_at(the_case, "id");
  const auto fail = [&](std::string note) {
    checked.verdict = Verdict::failed;
    checked.note = std::move(note);
    return checked;
  };
  const auto* plan = plans.if_contains(text_at(the_case, "plan"));
  const auto *state = the_case.if_contains("state"), *ask = the_case.if_contains("ask"), *expect = the_case.if_contains("expect");
  if (plan == nullptr) return fail("its plan is not in the file");
  if (ask == nullptr || expect == nullptr) return fail("a case needs ask and expect");
  const auto answer = answer_case(*plan, text_at(the_case, "at"), state != nullptr ? *state : json::value(json::object{}), *ask);
  if (!answer.ok()) {
    checked.verdict = Verdict::skipped;
    checked.note = answer.error().what;
    return checked;
  }
  const std::string difference_found = difference("", *expect, *answer);
  return difference_found.empty() ? checked : fail(difference_found);
}

CheckedCase check_refused(const json::value& refused, std::size_t index) {
  CheckedCase checked;
  const auto* object = refused.if_object();
  checked.id = fmt::format("refused {}: {}", index + 1, object == nullptr ? "" : text_at(*object, "why"));
  const auto* plan = object == nullptr ? nullptr : object->if_contains("plan");
  const auto loaded = PricePlan::from_json(plan == nullptr ? json::value() : *plan);
  if (plan == nullptr || loaded.ok()) {
    checked.verdict = Verdict::failed;
    checked.note = plan == nullptr ? "there is no plan" : "the plan was accepted";
    return checked;
  }
  checked.note = loaded.error().what;
  return checked;
}

}  // namespace

Result<json::object> answer_case(const json::value& plan_json, std::string_view at, const json::value& state_json, const json::value& ask) {
  auto plan = PricePlan::from_json(plan_json);
  if (!plan.ok()) {
    if (cause_of(plan.error()) == Cause::plan_kind_unknown) return std::move(plan).error();
    return refusal(plan.error());
  }
  const auto moment = parse_instant(at);
  if (!moment.ok()) return refusal(moment.error());
  auto answer = answer_ask(*plan, *moment, state_json, ask);
  if (answer.ok()) return answer;
  if (cause_of(answer.error()) == Cause::plan_kind_unknown) return answer;
  return refusal(answer.error());
}

Result<std::vector<CheckedCase>> check_cases(std::string_view text) {
  boost::system::error_code problem;
  const json::value file = json::parse(json::string_view(text.data(), text.size()), problem);
  if (problem || !file.is_object()) return bad_cases("it is not a JSON object");
  const json::object none;
  const auto* plans = file.as_object().if_contains("plans");
  const json::object& by_id = plans != nullptr && plans->is_object() ? plans->as_object() : none;
  std::vector<CheckedCase> all;
  if (const auto* cases = file.as_object().if_contains("cases")) {
    if (!cases->is_array()) return bad_cases("\"cases\" is not a list");
    for (const auto& item : cases->as_array()) {
      if (!item.is_object()) return bad_cases("a case is not an object");
      all.push_back(check_case(item.as_object(), by_id));
    }
  }
  if (const auto* refused = file.as_object().if_contains("refused_plans")) {
    if (!refused->is_array()) return bad_cases("\"refused_plans\" is not a list");
    for (std::size_t i = 0; i < refused->as_array().size(); ++i) all.push_back(check_refused(refused->as_array()[i], i));
  }
  return all;
}

}  // namespace kwota::tariff
