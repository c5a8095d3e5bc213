#include "serve/words/words.h"

#include <array>
#include <boost/json.hpp>
#include <map>

#include "base/ascii.h"
#include "serve/words/embedded.h"

namespace kwota::serve {
namespace {

using Dictionary = std::map<std::string, std::string, std::less<>>;

std::map<std::string, Dictionary, std::less<>> load() {
  std::map<std::string, Dictionary, std::less<>> all;
  for (const auto& [language, text] : embedded_dictionaries()) {
    const auto parsed = boost::json::parse(text);
    for (const auto& entry : parsed.as_object()) all[language].emplace(entry.key(), entry.value().as_string());
  }
  return all;
}

const std::map<std::string, Dictionary, std::less<>>& dictionaries() {
  static const auto all = load();  // constant text, made once
  return all;
}

const std::string* find(std::string_view language, std::string_view key) {
  const auto& all = dictionaries();
  const auto dictionary = all.find(language);
  if (dictionary == all.end()) return nullptr;
  const auto text = dictionary->second.find(key);
  return text == dictionary->second.end() ? nullptr : &text->second;
}

/// Of what an error's detail is a word of the program: in its sentence stands what people call that, in each language. The first family that knows it says it.
struct CalledOf {
  std::string_view code, detail;
  std::array<std::string_view, 3> families;
  std::string_view between = "|";  ///< of several names
};
constexpr CalledOf state_of(std::string_view code, std::string_view family) { return {code, "state", {family}}; }
constexpr CalledOf field_of(std::string_view code) { return {code, "field", {"column.", "word.", "proposal.part."}}; }
constexpr CalledOf offered_by(std::string_view code, std::string_view family) { return {code, "offered", {family}}; }
constexpr CalledOf purpose_of(std::string_view code) { return {code, "purpose", {"key_purpose."}}; }
constexpr std::array called_of{
    CalledOf{"account_has_history", "what", {"history_of."}},
    CalledOf{"account_has_moved", "what", {"history_of."}},
    state_of("application_decided", "state.purse_application."),
    CalledOf{"approval_needed", "action", {"permission."}},
    CalledOf{"backup_bad", "what", {"wrong_row."}},
    CalledOf{"bad_credit", "unit", {"unit."}},
    CalledOf{"bad_filter", "column", {"column."}},
    CalledOf{"bad_filter", "how", {"query.how."}},
    CalledOf{"bad_frame", "reason", {"frame_fault."}},
    field_of("bad_sam_quota"),
    field_of("bad_schedule"),
    CalledOf{"bad_state", "what", {"state_fault."}},
    CalledOf{"bad_state", "name", {"column.", "word."}},
    field_of("bad_terms"),
    field_of("bad_ukey"),
    CalledOf{"balance_in_trouble", "trouble", {"balance_trouble."}},
    CalledOf{"blocked_card", "reason", {"card_reason."}},
    CalledOf{"blocked_card_found", "reason", {"card_reason."}},
    state_of("campaign_not_running", "campaign_state."),
    state_of("card_not_active", "state.card."),
    state_of("card_not_blockable", "state.card."),
    CalledOf{"carrier_not_of_scheme", "carrier", {"carrier."}},
    CalledOf{"carrier_not_of_scheme", "scheme", {"scheme."}},
    state_of("ceremony_not_open", "ceremony_state."),
    purpose_of("check_value_differs"),
    state_of("command_not_queued", "state.command."),
    CalledOf{"customer_has_history", "what", {"history_of."}},
    CalledOf{"field_malformed", "wanted", {"json_kind."}, "/"},
    field_of("field_missing"),
    offered_by("filter_not_offered", "column."),
    CalledOf{"filter_not_offered", "filter", {"column."}},
    offered_by("group_not_offered", "column."),
    CalledOf{"group_not_offered", "group", {"column."}},
    CalledOf{"key_card_expected", "wanted", {"key_device."}},
    purpose_of("key_card_quota"),
    purpose_of("key_card_version"),
    CalledOf{"key_card_wrong_kind", "found", {"key_device."}},
    CalledOf{"key_card_wrong_kind", "wanted", {"key_device."}},
    purpose_of("key_cryptogram_refused"),
    purpose_of("key_exists"),
    purpose_of("key_in_use"),
    purpose_of("key_missing"),
    CalledOf{"key_people_too_few", "role", {"role."}},
    CalledOf{"link_failed", "reason", {"link_fault."}},
    state_of("letter_ended", "state.letter."),
    state_of("meter_not_ready", "state.stock."),
    CalledOf{"meter_refused", "reason", {"meter_refuses."}, ", "},
    purpose_of("not_for_a_ceremony"),
    state_of("not_to_take_back", "state.sale."),
    offered_by("period_not_offered", "report.period."),
    offered_by("period_wanted", "report.period."),
    CalledOf{"parameter_refused", "reason", {"meter_refuses."}, ", "},
    CalledOf{"permission_denied", "permission", {"permission."}},
    CalledOf{"plan_of_another_kind", "what", {"column."}},
    CalledOf{"protocol_not_of_scheme", "scheme", {"scheme."}},
    CalledOf{"psam_expected", "found", {"key_device."}},
    state_of("purse_not_active", "state.purse."),
    state_of("purse_not_blocked", "state.purse."),
    field_of("query_hidden_field"),
    field_of("query_how_unfit"),
    CalledOf{"query_how_unfit", "how", {"query.how."}},
    field_of("query_unfit_figure"),
    CalledOf{"query_unfit_figure", "figure", {"query.figure."}},
    field_of("query_unfit_group"),
    field_of("query_wrong_value"),
    CalledOf{"request_unreadable", "what", {"request_rule."}},
    CalledOf{"restore_not_done", "why", {"restore_not_done."}},
    CalledOf{"role_of_no_person", "role", {"role."}},
    CalledOf{"scheme_without_line", "scheme", {"scheme."}},
    CalledOf{"seal_not_of_scheme", "scheme", {"scheme."}},
    CalledOf{"sort_not_offered", "column", {"column."}},
    state_of("stock_state", "state.stock."),
    field_of("text_character"),
    field_of("text_not_utf8"),
    field_of("text_too_long"),
    CalledOf{"unit_of_meter", "unit", {"unit."}},
    CalledOf{"vault_cannot", "what", {"vault_task."}},
    CalledOf{"verify_failed", "what", {"wrong_row."}},
    CalledOf{"way_not_used", "way", {"setting.name."}},
};

/// One word, or nothing where no family knows it.
const std::string* word_in(std::string_view language, const CalledOf& of, std::string_view value) {
  for (const auto family : of.families)
    if (!family.empty())
      if (const auto* word = find(language, std::string(family) + std::string(value))) return word;
  return nullptr;
}

/// One name, or several that are written one after the other. Names that a protocol gives have spaces and capitals: "MAC", "purchase count".
std::string called_one(std::string_view language, const CalledOf& of, std::string_view value) {
  std::string key(value);
  for (auto& letter : key) letter = letter == ' ' ? '_' : small_letter(letter);
  const auto* word = word_in(language, of, key);
  return word != nullptr ? *word : std::string(value);
}

/// What a list of rights is called, or of a meter's reasons, one after the other, and a field by the last of its names: "rows[2].reason" is the reason. What has
/// no word is said as it is.
std::string called(std::string_view language, const CalledOf& of, std::string_view value) {
  if (of.detail == "field") {
    const auto last = value.substr(value.rfind('.') + 1);
    const auto* word = word_in(language, of, last.substr(0, last.find('[')));
    return word != nullptr ? *word : std::string(value);
  }
  std::string out;
  while (true) {
    const auto end = value.find(of.between);
    out += called_one(language, of, value.substr(0, end));
    if (end == std::string_view::npos) return out;
    out += of.between == "|" ? " / " : of.between;
    value.remove_prefix(end + of.between.size());
  }
}

std::string fill(std::string_view text, const Details& details) {
  std::string out;
  while (!text.empty()) {
    const auto open = text.find('{');
    out += text.substr(0, open);
    if (open == std::string_view::npos) break;
    const auto close = text.find('}', open);
    if (close == std::string_view::npos) return out += text.substr(open);
    const auto value = details.find(text.substr(open + 1, close - open - 1));
    out += value == details.end() ? text.substr(open, close - open + 1) : std::string_view(value->second);
    text.remove_prefix(close + 1);
  }
  return out;
}

}  // namespace

const std::vector<std::string>& languages() {
  static const auto all = [] {
    std::vector<std::string> codes{"en"};
    for (const auto& [code, text] : embedded_dictionaries())
      if (code != codes.front()) codes.push_back(code);
    return codes;
  }();
  return all;
}

bool speaks(std::string_view language) {
  for (const auto& known : languages())
    if (known == language) return true;
  return false;
}

Result<void> spoken(const std::string& language) {
  if (speaks(language)) return {};
  return error(Fault::request, "unknown_language", "Kwota does not speak \"" + language + "\" yet.", {{"language", language}});
}

std::string choose_language(std::string_view accept) {
  // Browsers list the dearest language first; weights would only repeat that order.
  while (!accept.empty()) {
    const auto end = accept.find(',');
    std::string_view one = accept.substr(0, end);
    while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
    if (speaks(one.substr(0, 2))) return std::string(one.substr(0, 2));
    if (end == std::string_view::npos) break;
    accept.remove_prefix(end + 1);
  }
  return languages().front();
}

std::vector<std::string> words_behind(std::string_view prefix) {
  const auto& all = dictionaries().at(languages().front());
  std::vector<std::string> out;
  for (auto one = all.lower_bound(prefix); one != all.end() && one->first.starts_with(prefix); ++one) out.push_back(one->first.substr(prefix.size()));
  return out;
}

std::string say(std::string_view language, std::string_view key, const Details& details) {
  if (const auto* text = find(language, key)) return fill(*text, details);
  if (const auto* text = find(languages().front(), key)) return fill(*text, details);
  return std::string(key);
}

Details called_in(std::string_view language, const Error& error) {
  Details out;
  for (const auto& of : called_of) {
    const auto detail = of.code == error.code ? error.details.find(of.detail) : error.details.end();
    if (detail != error.details.end()) out.insert_or_assign(detail->first, called(language, of, detail->second));
  }
  return out;
}

std::string say(std::string_view language, const Error& error) {
  const std::string key = "error." + error.code;
  if (find(language, key) == nullptr && find(languages().front(), key) == nullptr) return error.what;
  // A reason has a clause of its own in each language, which stands where its English one would.
  auto details = error.details;
  if (const auto reason = details.find("reason"); reason != details.end() && details.contains("why"))
    if (const auto clause = "misfit." + reason->second; find(language, clause) != nullptr) details["why"] = *find(language, clause);
  for (auto& [name, word] : called_in(language, error)) details[name] = std::move(word);
  return say(language, key, details);
}

}  // namespace kwota::serve
