#include "serve/report/report_words.h"

#include <fmt/format.h>

#include "serve/words/words.h"

namespace kwota::serve {
namespace {

/// Groups whose values are words of ours, and where the dictionaries have them.
struct Named {
  std::string_view group, words;
};
constexpr Named named[]{{"kind", "sale_kind."}, {"carrier", "report.carrier."}, {"channel", "report.channel."}, {"commodity", "report.commodity."}, {"scheme", "scheme."}, {"state", "report.state."}, {"tender", "tender."},
                         {"edition", "report.edition."}, {"matter", "report.matter."}, {"outcome", "report.outcome."}, {"tax_way", "report.tax_way."}, {"document", "report.document."},
                         {"season", "report.season."}, {"unit", "report.unit."}, {"insight_list", "report."}, {"visit_outcome", "visit_outcome."}, {"origin", "debt_origin."}, {"product", "product."}};

/// "cover_opened+15,magnet+15" as "cover opened (15), magnet (15)"; a reason that somebody typed stays as it is.
std::string reasons_text(std::string_view language, std::string_view value) {
  std::string out;
  for (std::string_view rest = value; !rest.empty();) {
    const auto part = rest.substr(0, rest.find(','));
    const auto plus = part.find('+');
    const auto key = fmt::format("report.reason.{}", part.substr(0, plus));
    const auto text = say(language, key);
    if (text == key) return std::string(value);
    (out += out.empty() ? "" : ", ") += text;
    if (plus != std::string_view::npos) out += fmt::format(" ({})", part.substr(plus + 1));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
  }
  return out;
}

}  // namespace

std::string value_text(std::string_view language, std::string_view group, const std::string& value) {
  if (value.empty()) return "—";
  if (group == "reason") return reasons_text(language, value);
  for (const auto& one : named) {
    if (one.group != group) continue;
    const auto key = std::string(one.words) + value.substr(value.find('/') + 1);  // "tender/cash" is an account by its family
    const auto text = say(language, key);
    return text == key ? value : text;  // a word that no dictionary has is shown as it is
  }
  return value;
}

std::string line_text(std::string_view language, std::string_view line) { return say(language, fmt::format("report.line.{}", line)); }

std::string column_text(std::string_view language, const report::MadeColumn& column) {
  const auto text = say(language, fmt::format("report.figure.{}", column.figure));
  constexpr std::string_view behind[] = {"", "report.share", "report.before", "report.ratio", "report.mean", "report.per_thousand"};
  const auto what = behind[static_cast<std::size_t>(column.show)];
  return what.empty() ? text : text + " · " + say(language, what);
}

}  // namespace kwota::serve
