#include "sell/receipt/template.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text/text_gate.h"

namespace kwota::receipt {
namespace {

bool has_fact(const SlipLines& lines, SlipFact fact) {
  return std::ranges::any_of(lines, [fact](const SlipLine& line) { return line.fact == fact; });
}

/// May stand more than once, and on every kind of slip.
bool is_free(SlipFact fact) { return fact == SlipFact::own_text || fact == SlipFact::rule; }

/// What of a paper of the house is no figure and nobody's name; of a test page all but whose it is and its letters.
bool may_go_off_house_paper(SlipKind kind, SlipFact fact) {
  switch (fact) {
    case SlipFact::utility:
    case SlipFact::items:
    case SlipFact::total: return kind == SlipKind::printer_test;
    case SlipFact::rule:
    case SlipFact::head_text:
    case SlipFact::foot_text:
    case SlipFact::reprints:
    case SlipFact::pieces:
    case SlipFact::bag: return true;
    default: return false;
  }
}

Error refused(const char* code, const char* sentence, std::size_t at, Details more) {
  more["line"] = fmt::format("{}", at + 1);
  return error(Fault::request, code, sentence, std::move(more));
}

Result<void> admit_texts(const SlipLine& line, std::size_t at) {
  const std::pair<const char*, const std::string*> texts[]{{"en", &line.text_en}, {"zh", &line.text_zh}, {"ru", &line.text_ru}};
  for (const auto& [language, text] : texts) {
    if (line.fact != SlipFact::own_text && text->empty()) continue;
    const auto field = fmt::format("lines[{}].text_{}", at, language);
    MUST(text_gate::admit(field, *text, text_gate::Kind::line, slip_text_longest));
    if (line.fact != SlipFact::own_text) return refused("slip_line_form", "This line cannot look like that; nothing was changed.", at, {{"fact", std::string{word_of(line.fact)}}});
    if (text->find_first_not_of(' ') == std::string::npos)
      return refused("slip_text_missing", "A text of your own is written in all three languages; nothing was changed.", at, {{"language", language}});
  }
  return Done{};
}

Result<void> admit_look(const SlipLine& line, std::size_t at) {
  const auto form = form_of(line.fact);
  const bool aligned = line.align != SlipAlign::left, strong = line.emphasis != SlipEmphasis::plain;
  if (form == SlipForm::text || (!aligned && (form == SlipForm::pair || !strong))) return Done{};
  return refused("slip_line_form", "This line cannot look like that; nothing was changed.", at, {{"fact", std::string{word_of(line.fact)}}});
}

}  // namespace

SlipKind kind_of(const books::Sale& sale, const Document& document) {
  using books::Operation;
  if (sale.kind == Operation::change_scheme) return SlipKind::change_scheme;
  if (document.has("lines")) return SlipKind::sale;
  switch (sale.kind) {
    case Operation::swap: return SlipKind::swap;
    case Operation::transfer: return SlipKind::transfer;
    case Operation::refund: return document.has("balance_source") ? SlipKind::end_of_supply : SlipKind::refund;
    case Operation::take_back:
    case Operation::deduct:
    case Operation::payment_back: return SlipKind::refund;
    case Operation::supplement:
    case Operation::release:
    case Operation::taken_over:
    case Operation::closing: return SlipKind::supplement;
    default: return SlipKind::payment;
  }
}

bool must_stay(SlipKind kind, SlipFact fact) {
  if (!books::is_receipt(kind)) return has_fact(builtin_lines(kind), fact) && !may_go_off_house_paper(kind, fact);
  switch (fact) {
    case SlipFact::utility:
    case SlipFact::title:
    case SlipFact::not_fiscal:
    case SlipFact::number:
    case SlipFact::time:
    case SlipFact::reprint: return true;
    case SlipFact::items:
    case SlipFact::total:
    case SlipFact::tenders:
    case SlipFact::original: return has_fact(builtin_lines(kind), fact);
    default: return false;
  }
}

std::span<const SlipCondition> conditions_of(SlipKind kind) {
  using enum SlipCondition;
  static constexpr SlipCondition all[]{always, not_empty, meter_told, paid_in_cash, paid_by_bank_card, by_card, by_line, purse, new_account, first_print, reprint};
  static_assert(std::size(all) == words_of(SlipCondition{}).size());
  return std::span{all}.first(books::is_receipt(kind) ? std::size(all) : 2);
}

Result<void> admit_lines(SlipKind kind, const SlipLines& lines) {
  if (lines.size() > slip_lines_most)
    return error(Fault::request, "slip_lines_many", "A slip has too many lines; nothing was changed.", {{"most", fmt::format("{}", slip_lines_most)}});
  std::set<SlipFact> seen;
  for (std::size_t at = 0; at < lines.size(); ++at) {
    const auto& line = lines[at];
    const std::string fact{word_of(line.fact)};
    if (!is_free(line.fact) && !has_fact(builtin_lines(kind), line.fact))
      return refused("slip_fact_unknown", "Slips of this kind do not have this; nothing was changed.", at, {{"fact", fact}});
    if (!is_free(line.fact) && !seen.insert(line.fact).second) return refused("slip_fact_twice", "This stands on the slip already; nothing was changed.", at, {{"fact", fact}});
    if (std::ranges::find(conditions_of(kind), line.when) == conditions_of(kind).end())
      return refused("slip_condition", "Lines of such a slip are not drawn by that; nothing was changed.", at, {{"when", std::string{word_of(line.when)}}});
    if (must_stay(kind, line.fact) && line.when != SlipCondition::always)
      return refused("slip_stays_always", "This stands on every slip of its kind; nothing was changed.", at, {{"fact", fact}});
    MUST(admit_look(line, at));
    MUST(admit_texts(line, at));
  }
  for (const auto& line : builtin_lines(kind))
    if (must_stay(kind, line.fact) && !seen.contains(line.fact))
      return error(Fault::request, "slip_fact_stays", "This cannot be taken off such a slip; nothing was changed.", {{"fact", std::string{word_of(line.fact)}}});
  return Done{};
}

std::optional<books::SlipTemplate> template_in_force(const books::Reader& books, SlipKind kind, Instant at) {
  std::optional<books::SlipTemplate> out;
  for (auto& row : books.select(books::SlipTemplate::agreed_rows, kind)) {
    if (row.in_force > at) break;
    out = std::move(row);
  }
  return out;
}

SlipLines lines_in_force(const books::Reader& books, SlipKind kind, Instant at) {
  auto row = template_in_force(books, kind, at);
  return row && !row->lines.empty() ? std::move(row->lines) : builtin_lines(kind);
}

}  // namespace kwota::receipt
