#include "serve/lists/changes_said.h"

#include <algorithm>
#include <boost/json.hpp>

#include "base/ascii.h"
#include "base/json_members.h"
#include "people/proposal.h"
#include "serve/lists/changes.h"
#include "serve/queries/code_words.h"
#include "serve/words/words.h"

namespace kwota::serve {
namespace {

using boost::json::value;

constexpr std::size_t digits_of_a_moment = 13;
constexpr std::size_t to_the_minute = 16;

std::string by_the_clock(Instant at, const ReadBy& by) { return format_local(by.zone.local(at)).substr(0, to_the_minute); }

std::string word_or(std::string_view language, const std::string& key, const std::string& otherwise) {
  auto text = say(language, key);
  return text == key ? otherwise : text;
}

/// Digits that are a moment of ours.
std::optional<Instant> moment_in(const std::string& text) {
  if (!is_digits(text) || text.size() != digits_of_a_moment) return std::nullopt;
  const auto ms = std::stoll(text);
  return is_moment(ms) ? std::optional(Instant::from_ms(ms)) : std::nullopt;
}

std::string proposal_said(const boost::json::object& proposal, std::string_view language) {
  auto out = say(language, "proposal." + std::string(proposal.at("what").as_string()));
  for (const auto& one : proposal.at("parts").as_array()) {
    out += " · " + proposal_part_said(language, one.as_object());
  }
  return out;
}

std::string value_said(const value& one, std::string_view under, const ReadBy& by) {
  if (one.is_null() || (one.is_string() && one.get_string().empty())) return "—";
  if (one.is_bool()) return say(by.language, one.get_bool() ? "word.yes" : "word.no");
  if (one.is_object()) return proposal_said(one.get_object(), by.language);
  const std::string text(one.as_string());
  if (const auto moment = parse_instant(text); moment && text.find('T') != std::string::npos) return by_the_clock(*moment, by);
  return under.empty() ? text : code_text(by.language, under, text);
}

}  // namespace

std::string proposal_part_said(std::string_view language, const boost::json::object& part) {
  const auto value = text_at(part, "value");
  const bool word = parse_word<people::ValueKind>(text_at(part, "kind")) == people::ValueKind::word;
  return say(language, "proposal.part." + text_at(part, "part")) + ": " + (word ? say(language, value) : value);
}

std::string changes_said(std::string_view details, std::string_view object, const ReadBy& by) {
  const auto* view = view_of_table(object.substr(0, object.find('/')));
  const auto changes = changes_of(details, {view, by.personal, by.digits});
  if (changes && changes->empty()) return std::string(details == "{}" ? "" : details);
  std::string out;
  for (const auto& change : changes.value_or(boost::json::array{})) {
    const auto& one = change.as_object();
    const std::string name(one.at("column").as_string());
    const std::string_view under(one.at("said").as_string());
    const auto said = column_text(by.language, view == nullptr ? std::string_view{} : std::string_view(view->name), name);
    out += (out.empty() ? "" : "; ") + (said == "column." + name ? name : said) + ": ";
    if (!one.at("before").is_null()) out += value_said(one.at("before"), under, by) + " → ";
    out += value_said(one.at("after"), under, by);
  }
  return out;
}

std::string object_said(std::string_view object, const ReadBy& by) {
  const auto slash = object.find('/');
  const std::string table(object.substr(0, slash));
  auto out = word_or(by.language, "row." + table, table);
  if (slash == std::string_view::npos) return out;
  char between = ' ';
  for (auto rest = object.substr(slash + 1);;) {
    const auto end = std::min(rest.find('/'), rest.size());
    const std::string part(rest.substr(0, end));
    const auto moment = moment_in(part);
    out += between + (moment ? by_the_clock(*moment, by) : part);
    if (end == rest.size()) return out;
    between = '/';
    rest.remove_prefix(end + 1);
  }
}

}  // namespace kwota::serve
