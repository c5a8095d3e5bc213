#include "serve/letters/texts.h"

#include <array>
#include <boost/json.hpp>

#include "books/house.h"
#include "sell/settings/in_force.h"
#include "serve/words/words.h"

namespace kwota::serve {
namespace {

using books::LetterKind;
using books::LetterTo;

struct LetterFacts {
  LetterKind kind;
  LetterTo to_kind;
  std::string_view subject, text;  ///< keys of the dictionaries
};

constexpr std::array letter_table{
    LetterFacts{LetterKind::test,          LetterTo::person,   "letter.test.subject",          "letter.test.text"},
    LetterFacts{LetterKind::notice,        LetterTo::person,   "letter.notice.subject",        "letter.notice.text"},
    LetterFacts{LetterKind::report,        LetterTo::person,   "letter.report.subject",        "letter.report.text"},
    LetterFacts{LetterKind::receipt,       LetterTo::customer, "letter.receipt.subject",       "letter.receipt.text"},
    LetterFacts{LetterKind::low_balance,   LetterTo::customer, "letter.low_balance.subject",   "letter.low_balance.text"},
    LetterFacts{LetterKind::disconnection, LetterTo::customer, "letter.disconnection.subject", "letter.disconnection.text"},
    LetterFacts{LetterKind::credit_waiting, LetterTo::customer, "letter.credit_waiting.subject", "letter.credit_waiting.text"},
    LetterFacts{LetterKind::low_credit,    LetterTo::customer, "letter.low_credit.subject",    "letter.low_credit.text"},
    LetterFacts{LetterKind::new_prices,    LetterTo::customer, "letter.new_prices.subject",    "letter.new_prices.text"},
};

constexpr bool letters_in_order() {
  for (std::size_t i = 0; i < letter_table.size(); ++i)
    if (letter_table[i].kind != static_cast<LetterKind>(i)) return false;
  return letter_table.size() == words_of(LetterKind{}).size();
}
static_assert(letters_in_order(), "each kind has one line, in the order of books::LetterKind");

/// What happened, as its sentence says it; `why`: the details of it as JSON. The bare code where no sentence knows it, or the sentence wants more than was kept.
std::string why_of(std::string_view language, const std::string& code, std::string_view why) {
  boost::system::error_code failed;
  const auto kept = boost::json::parse(why, failed);
  auto what = error(Fault::ours, code, "");
  if (!failed && kept.is_object())
    for (const auto& member : kept.get_object())
      if (member.value().is_string()) what.details[std::string(member.key())] = std::string(member.value().get_string());
  auto sentence = say(language, what);
  return sentence.empty() || sentence.find('{') != std::string::npos ? code : sentence;
}

std::string foot(const books::Reader& books, std::string_view language, Instant now) {
  const auto name = parse_word<settings::SettingName>("letter_foot_" + std::string(language));
  return name ? settings::text_in_force(books, *name, now) : std::string{};
}

}  // namespace

std::string language_for(std::string_view wanted) { return speaks(wanted) ? std::string(wanted) : languages().front(); }

letters::Wanted composed(const books::Reader& books, LetterKind kind, books::LetterWay way, std::string_view language, Details details, Instant now) {
  const auto& facts = letter_table[static_cast<std::size_t>(kind)];
  details["utility"] = books::house_name(books);
  letters::Wanted out{.kind = kind, .way = way, .to_kind = facts.to_kind, .language = std::string(language)};
  out.text = say(language, facts.text, details);
  if (way == books::LetterWay::message) return out;
  out.subject = say(language, facts.subject, details);
  const auto own = foot(books, language, now);
  out.text += "\n\n-- \n" + (own.empty() ? "" : own + "\n") + details["utility"] + "\n";
  return out;
}

std::string notice_sentence(const books::Notice& notice, std::string_view language) {
  boost::system::error_code failed;
  const auto details = boost::json::parse(notice.details, failed);
  if (failed || !details.is_object()) return notice.text;
  Details figures;
  for (const auto& member : details.get_object())
    if (member.value().is_string()) figures[std::string(member.key())] = std::string(member.value().get_string());
  constexpr std::array<std::pair<const char*, const char*>, 3> spoken{{{"kind", "job.kind."}, {"action", "permission."}, {"fault", "printer.fault."}}};
  for (const auto& [word, prefix] : spoken)
    if (const auto found = figures.find(word); found != figures.end()) {
      const auto key = prefix + found->second;
      if (auto said = say(language, key); said != key) found->second = std::move(said);
    }
  if (const auto code = figures.find("code"); code != figures.end()) {
    const auto why = figures.find("why");
    code->second = why_of(language, code->second, why == figures.end() ? "{}" : why->second);
  }
  return say(language, "notice." + std::string(word_of(notice.event)), figures);
}

}  // namespace kwota::serve
