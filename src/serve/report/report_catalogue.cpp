#include "serve/report/report_catalogue.h"

#include <fmt/format.h>

#include "collect/report/making/make.h"
#include "serve/report/report_words.h"
#include "serve/words/words.h"

namespace kwota::serve {
namespace {

constexpr std::string_view language = "en";

std::string code(std::string_view name) { return fmt::format("`{}`", name); }

/// Names with a blank between, or several, as code.
template <class Names>
std::string codes(const Names& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ", ") + code(name);
  return out;
}

std::vector<std::string_view> parts_of(std::string_view words) {
  std::vector<std::string_view> out;
  report::any_word(words, [&](std::string_view word) { return out.push_back(word), false; });
  return out;
}

std::string line_of(std::string_view what, const std::string& text) { return text.empty() ? std::string{} : fmt::format("- {}: {}\n", what, text); }

std::string_view unit_of(report::Unit unit) {
  constexpr std::string_view names[] = {"money", "count", "%", "kWh", "m³", "kW", "money for a kWh", "money for a m³"};
  return names[static_cast<std::size_t>(unit)];
}

std::string columns_table(const report::Report& report) {
  if (report.columns.empty()) return {};
  std::string out = "\n| column | head | unit |\n|---|---|---|\n";
  for (const auto& column : report::columns_of(report)) out += fmt::format("| {} | {} | {} |\n", code(column_name(column)), column_text(language, column), unit_of(column.unit));
  return out;
}

std::string lines_table(const report::Report& report) {
  if (report.lines.empty()) return {};
  constexpr std::string_view kinds[] = {"opening", "income", "expense", "closing", "of which", "beside", "not posted yet", "expected"};
  std::string out = "\n| line | head | kind |\n|---|---|---|\n";
  for (const auto& line : report.lines) out += fmt::format("| {} | {} | {} |\n", code(line.name), line_text(language, line.name), kinds[static_cast<std::size_t>(line.kind)]);
  return out;
}

std::string checks_of(const report::Report& report) {
  std::string out;
  for (const auto& check : report.checks) out += line_of("check", fmt::format("{} = {}{}", fmt::join(check.left, " + "), fmt::join(check.right, " + "), check.from_the_first ? ", of all days" : ""));
  return out;
}

std::string section(const report::Report& report) {
  auto out = fmt::format("\n## {} · {}\n\n", report.number, say(language, fmt::format("report.{}", report.number)));
  out += say(language, fmt::format("report.about.{}", report.number)) + "\n\n";
  if (!report.has_data) out += "No data yet: what it tells of is not kept.\n\n";
  out += line_of("right", code(report.right.word())) + line_of("periods", codes(parts_of(report.periods))) + line_of("groups", codes(report.groups));
  out += line_of("grouped, when nothing is asked, by", codes(report.grouped));
  if (report.lines.empty()) out += line_of("rows by themselves", codes(report::detail_of(report)));
  out += line_of("filters", codes(report.filters)) + checks_of(report);
  if (report.is_signed) out += "- on paper signed by whoever made it, and by whoever checked it\n";
  return out + columns_table(report) + lines_table(report);
}

}  // namespace

std::string reports_page() {
  std::string out = "# Reports\n\nEvery report and list of insight with its columns, as it is declared ([add a report](add-a-report.md)). This page is written by the program, and a test holds it against the declarations:\n\n"
                    "```sh\nkwota describe reports > docs/reports.md\n```\n";
  for (const auto* report : report::reports()) out += section(*report);
  return out;
}

}  // namespace kwota::serve
