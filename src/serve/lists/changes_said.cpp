#include "serve/lists/changes_said.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "serve/lists/changes.h"
#include "serve/queries/code_words.h"
#include "serve/words/words.h"

namespace kwota::serve {
namespace {

using boost::json::value;

/// Of our days in milliseconds: nothing else in the books is so large.
constexpr std::int64_t moments_from = 1'500'000'000'000, moments_to = 2'000'000'000'000;
/// Texts under which a code stands whose column nobody declared.
constexpr std::array families{"state", "meter.trip", "meter.refusal", "meter.load", "word"};
constexpr std::size_t to_the_minute = 16;

std::string by_the_clock(Instant at, const ReadBy& by) { return format_local(by.zone.local(at)).substr(0, to_the_minute); }

std::string word_or(std::string_view language, const std::string& key, const std::string& otherwise) {
  auto text = say(language, key);
  return text == key ? otherwise : text;
}

/// Digits that are a moment of ours.
std::optional<Instant> moment_in(const std::string& text) {
  const bool digits = !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || text.size() != std::to_string(moments_from).size()) return std::nullopt;
  const auto ms = std::stoll(text);
  return ms >= moments_from && ms < moments_to ? std::optional(Instant::from_ms(ms)) : std::nullopt;
}

std::string proposal_said(const boost::json::object& proposal, std::string_view language) {
  auto out = say(language, "proposal." + std::string(proposal.at("what").as_string()));
  for (const auto& one : proposal.at("parts").as_array()) {
    const auto& part = one.as_object();
    const std::string said(part.at("value").as_string());
    out += " · " + say(language, "proposal.part." + std::string(part.at("part").as_string())) + ": " + (part.at("kind").as_string() == "word" ? say(language, said) : said);
  }
  return out;
}

std::string text_said(const std::string& text, const store::Column* column, std::string_view list, const ReadBy& by) {
  if (const auto moment = parse_instant(text); moment && text.find('T') != std::string::npos) return by_the_clock(*moment, by);
  const auto under = column == nullptr ? std::string() : words_under(list, *column);
  if (!under.empty()) return code_text(by.language, under, text);
  for (const auto* family : families)
    if (auto said = code_text(by.language, family, text); said != text) return said;
  return text;
}

std::string value_said(const value& one, const store::Column* column, std::string_view list, const ReadBy& by) {
  if (one.is_null() || (one.is_string() && one.get_string().empty())) return "—";
  if (one.is_bool()) return say(by.language, one.get_bool() ? "word.yes" : "word.no");
  if (one.is_object()) return proposal_said(one.get_object(), by.language);
  const std::string text(one.as_string());
  if (column == nullptr)
    if (const auto moment = moment_in(text)) return by_the_clock(*moment, by);
  return text_said(text, column, list, by);
}

}  // namespace

std::string changes_said(std::string_view details, std::string_view object, const ReadBy& by) {
  const auto* view = view_of_table(object.substr(0, object.find('/')));
  const auto changes = changes_of(details, {view, by.personal, by.digits});
  if (changes && changes->empty()) return std::string(details == "{}" ? "" : details);
  std::string out;
  for (const auto& change : changes.value_or(boost::json::array{})) {
    const auto& one = change.as_object();
    const std::string name(one.at("column").as_string());
    const auto* column = view == nullptr ? nullptr : store::find_column(*view, name);
    const auto list = view == nullptr ? std::string_view() : std::string_view(view->name);
    out += (out.empty() ? "" : "; ") + word_or(by.language, "column." + name, name) + ": ";
    const auto shown = [&](const value& said) {
      return name == "action" && said.is_string() ? code_text(by.language, "permission", std::string(said.as_string())) : value_said(said, column, list, by);
    };
    if (!one.at("before").is_null()) out += shown(one.at("before")) + " → ";
    out += shown(one.at("after"));
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
