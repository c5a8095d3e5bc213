// How slips of a kind are laid out, as data. The built-in layouts are data of the same form, and they declare which facts a kind of slip has; a utility's own
// one (books::SlipTemplate) is the same lines in another order, with texts of its own.
// Guarantees: what was admitted says whose, what, when and how much with its taxes – a drawer's paper all its figures –, whatever else was taken off; no fact stands twice.
// Never: draws.   Changed by two: template_change.h.   Begin with builtin_lines(), admit_lines(), lines_in_force().
#pragma once
#include <span>

#include "base/result.h"
#include "books/parts/slip_facts.h"
#include "books/reader.h"
#include "books/rows.h"
#include "books/rows/office/slip_template.h"
#include "sell/receipt/document.h"

namespace kwota::receipt {

using books::SlipAlign;
using books::SlipCondition;
using books::SlipEmphasis;
using books::SlipFact;
using books::SlipKind;
using books::SlipLine;
using books::SlipLines;

/// What a fact draws, and thereby how its line may look.
enum class SlipForm : std::uint8_t {
  text,   ///< to the left or in the middle, plain or strong
  pair,   ///< name and value on both sides, plain or strong
  table,  ///< as it is
  rule,
};
constexpr auto words_of(SlipForm) { return std::array<std::string_view, 4>{"text", "pair", "table", "rule"}; }

inline constexpr std::size_t slip_lines_most = 60;
inline constexpr std::size_t slip_text_longest = 200;  ///< characters of an own text

/// Which of the layouts draws this booking.
SlipKind kind_of(const books::Sale& sale, const Document& document);
/// As delivered; its facts are those that slips of this kind have.
const SlipLines& builtin_lines(SlipKind kind);
SlipForm form_of(SlipFact fact);
/// What tax offices ask of a receipt, and who audits of a drawer's paper – all its figures, and who signs: it stands on every one.
bool must_stay(SlipKind kind, SlipFact fact);
/// When lines of such a slip may be drawn; a drawer's paper is of no sale.
std::span<const SlipCondition> conditions_of(SlipKind kind);

/// Errors, each {line} from 1: slip_lines_many {most}, slip_fact_unknown {fact}, slip_fact_twice {fact}, slip_condition {when}, slip_line_form {fact},
/// slip_text_missing {language}, slip_stays_always {fact}, slip_fact_stays {fact} without a line, and those of the text gate {field: "lines[2].text_zh"}.
Result<void> admit_lines(SlipKind kind, const SlipLines& lines);

/// The row that counts for what is booked at that moment; nothing: the built-in one does.
std::optional<books::SlipTemplate> template_in_force(const books::Reader& books, SlipKind kind, Instant at);
SlipLines lines_in_force(const books::Reader& books, SlipKind kind, Instant at);

}  // namespace kwota::receipt
