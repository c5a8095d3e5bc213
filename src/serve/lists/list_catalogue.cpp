#include "serve/lists/list_catalogue.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "serve/lists/list_view.h"
#include "serve/words/words.h"
#include "store/lists/views.h"

namespace kwota::serve {
namespace {

constexpr std::string_view language = "en";

/// A text of ours, where there is one.
std::string known(const std::string& key) {
  auto text = say(language, key);
  return text == key ? std::string{} : text;
}

std::string_view kind_of(store::ColumnKind kind) {
  constexpr std::string_view names[] = {"text", "number", "money", "kWh, m³", "time", "yes or no", "date", "local time", "twelve digits", "tenders", "hundredths"};
  return names[static_cast<std::size_t>(kind)];
}

/// What is true of a column besides its kind.
std::string marks_of(const store::Column& column) {
  std::vector<std::string> marks;
  if (column.searched) marks.emplace_back("searched");
  if (column.summed) marks.emplace_back("summed");
  if (column.is_personal()) marks.emplace_back(column.is_masked() ? "personal, masked" : "personal");
  if (column.technical) marks.emplace_back("for programs");
  if (!column.words.empty()) marks.push_back(fmt::format("one of `{}`", fmt::join(column.words, "`, `")));
  return fmt::format("{}", fmt::join(marks, "; "));
}

std::string section(const store::View& view, const books::Rights& rights) {
  const auto title = known("page." + view.name);
  auto out = fmt::format("\n## `/{}`{}\n\n", view.name, title.empty() ? "" : " · " + title);
  std::string right(rights.words());
  std::ranges::replace(right, '|', ' ');
  out += fmt::format("Right `{}`; sorted by `{}`{}.\n\n| column | head | kind | |\n|---|---|---|---|\n", right, view.sort, view.kept_by_form ? "; kept by a form" : "");
  for (const auto& column : view.columns) out += fmt::format("| `{}` | {} | {} | {} |\n", column.name, known("column." + column.name), kind_of(column.kind), marks_of(column));
  return out;
}

}  // namespace

std::string registers_page() {
  std::string out = "# Registers\n\nEvery list with an address, and its columns, as rows declare them ([add a register](add-a-register.md)). A right of several words is any of them. This page is written by the program, and a test "
                    "holds it against the declarations:\n\n```sh\nkwota describe registers > docs/registers.md\n```\n";
  for (const auto& view : store::views())
    if (const auto rights = right_of_list(view.name); !rights.empty()) out += section(view, rights);
  return out;
}

}  // namespace kwota::serve
