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
                         {"edition", "report.edition."}};

}  // namespace

std::string value_text(std::string_view language, std::string_view group, const std::string& value) {
  if (value.empty()) return "—";
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
  if (column.show == report::Show::share) return text + " · " + say(language, "report.share");
  if (column.show == report::Show::before) return text + " · " + say(language, "report.before");
  return text;
}

}  // namespace kwota::serve
