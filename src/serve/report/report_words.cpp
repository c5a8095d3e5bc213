#include "serve/report/report_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "collect/insight/suspicion.h"
#include "collect/report/making/adding.h"
#include "collect/report/facts/of_document.h"
#include "sell/ledger/entry_number.h"
#include "serve/words/words.h"

namespace kwota::serve {
namespace {

/// Groups whose values are words of ours, and where the dictionaries have them.
struct Named {
  std::string_view group, words;
};
constexpr Named named[]{{"kind", "sale_kind."}, {"carrier", "report.carrier."}, {"channel", "report.channel."}, {"commodity", "report.commodity."}, {"scheme", "scheme."}, {"state", "report.state."}, {"tender", "tender."},
                         {"edition", "report.edition."}, {"matter", "report.matter."}, {"outcome", "report.outcome."}, {"tax_way", "report.tax_way."}, {"document", "report.document."},
                         {"season", "report.season."}, {"unit", "report.unit."}, {"insight_list", "report."}, {"visit_outcome", "visit_outcome."}, {"origin", "debt_origin."}, {"product", "product."},
                         {"estimated", "report.estimated."}, {"tax", "report.tax."}, {"weekday", "report.weekday."}, {"age", "report.age."}, {"debt_kind", "debt_origin."}};

/// "cover opened (15), magnet (15)", or another word that stands alone; a reason that somebody typed stays as it is.
std::string reasons_text(std::string_view language, const std::string& value) {
  const auto called = [&](std::string_view word) { return say(language, fmt::format("report.reason.{}", word)); };
  if (const auto suspicions = insight::suspicions_in(value)) {
    std::vector<std::string> said;
    for (const auto& one : *suspicions) said.push_back(fmt::format("{} ({})", called(word_of(one.sign)), one.points));
    return fmt::format("{}", fmt::join(said, ", "));
  }
  auto text = called(value);
  return text == fmt::format("report.reason.{}", value) ? value : text;
}

std::string document_text(std::string_view language, const facts::Reference& document) {
  switch (document.kind) {
    case facts::ReferenceKind::request: return say(language, "report.of_document.request", {{"number", document.number}});
    case facts::ReferenceKind::statement: return say(language, "report.of_document.statement", {{"meter", document.meter}, {"number", document.number}});
    case facts::ReferenceKind::paper: break;
  }
  return document.number;
}

/// "R3-00010247, request 12": receipts and notes are called by their numbers.
std::string documents_text(std::string_view language, std::string_view value) {
  std::string out;
  for (const auto& document : facts::references_in(value)) (out += out.empty() ? "" : ", ") += document_text(language, document);
  return out;
}

}  // namespace

std::string value_text(std::string_view language, const report::Made& made, std::string_view group, const std::string& value) {
  if (value.empty()) return "—";
  if (const auto labels = made.labels.find(group); labels != made.labels.end())
    if (const auto label = labels->second.find(value); label != labels->second.end()) return report::text_of(label->second, value, language);
  if (group == "reason") return reasons_text(language, value);
  if (group == "of_document") return documents_text(language, value);
  if (group == "entry") return std::string(ledger::entry_called(value));
  for (const auto& one : named) {
    if (one.group != group) continue;
    const auto key = std::string(one.words) + value.substr(value.find('/') + 1);  // "tender/cash" is an account by its family
    const auto text = say(language, key);
    return text == key ? value : text;  // a word that no dictionary has is shown as it is
  }
  return value;
}

std::string values_text(std::string_view language, const report::Made& made, std::string_view group, std::string_view values) {
  std::string out;
  for (const auto& value : report::values_in_filter(values)) (out += out.empty() ? "" : ", ") += value_text(language, made, group, value);
  return out;
}

std::vector<std::pair<std::string, std::string>> choices_of(std::string_view language, std::string_view filter) {
  constexpr std::array<std::string_view, 6> closed{"kind", "carrier", "commodity", "matter", "state", "origin"};
  std::vector<std::pair<std::string, std::string>> out;
  if (std::ranges::find(closed, filter) == closed.end()) return out;
  const auto family = std::ranges::find(named, filter, &Named::group)->words;
  for (auto& word : words_behind(family)) {
    auto text = say(language, std::string(family) + word);
    out.emplace_back(std::move(word), std::move(text));
  }
  return out;
}

std::string corrected_days(std::string_view language, const report::Made& made) {
  if (made.corrected.empty()) return {};
  const receipt::Style style{.language = std::string(language), .words = {}, .currency = {}};
  std::string days;
  for (const auto& day : made.corrected) days += (days.empty() ? "" : ", ") + style.calendar(day);
  return say(language, "report.corrected_days", {{"days", days}});
}

std::string line_text(std::string_view language, std::string_view line) { return say(language, fmt::format("report.line.{}", line)); }

std::string column_text(std::string_view language, const report::MadeColumn& column) {
  if (column.show == report::Show::price) return say(language, "report.price");
  const auto text = say(language, fmt::format("report.figure.{}", column.figure));
  constexpr std::string_view behind[] = {"", "report.share", "report.before", "report.change", "report.ratio", "report.mean", "report.per_thousand", "", "report.year_before", "report.next_before", "report.three_months", "report.three_before", "report.growth", "report.expected", "report.year_change", "report.twelve_months", "report.twelve_ratio"};
  static_assert(std::size(behind) == static_cast<std::size_t>(report::Show::twelve_ratio) + 1, "each way to show a figure has its word, in the order of Show");
  const auto what = behind[static_cast<std::size_t>(column.show)];
  const auto of = column.of.empty() ? std::string{} : say(language, fmt::format("report.figure.{}", column.of));
  return what.empty() ? text : text + " · " + say(language, what, {{"of", of}});
}

std::string column_name(const report::MadeColumn& column) {
  constexpr std::string_view behind[] = {"", "_share", "_before", "_change", "_ratio", "_mean", "_per_thousand", "_price", "_year_before", "_next_before", "_three_months", "_three_before", "_growth", "_expected", "_year_change", "_twelve_months", "_twelve_ratio"};
  static_assert(std::size(behind) == static_cast<std::size_t>(report::Show::twelve_ratio) + 1, "each way to show a figure has its name, in the order of Show");
  return std::string(column.figure).append(behind[static_cast<std::size_t>(column.show)]);
}

}  // namespace kwota::serve
