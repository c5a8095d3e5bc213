#include "serve/lists/list_catalogue.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "serve/lists/list_view.h"
#include "serve/lists/made/made_lists.h"
#include "serve/queries/code_words.h"
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

std::string head_of(const ShownList& list, const std::string& besides) {
  const auto title = known("page." + list.name);
  std::string right(list.rights.words());
  std::ranges::replace(right, '|', ' ');
  return fmt::format("\n## `{}`{}\n\nRight `{}`; {}.\n\n| column | head | kind | |\n|---|---|---|---|\n", list.address, title.empty() ? "" : " · " + title, right, besides);
}

std::string table_row(std::string_view list, const std::string& name, store::ColumnKind kind, const std::string& marks) {
  auto head = column_text(language, list, name);
  return fmt::format("| `{}` | {} | {} | {} |\n", name, head == "column." + name ? std::string{} : std::move(head), kind_of(kind), marks);
}

std::string section(const ShownList& list, const store::View& view) {
  auto out = head_of(list, fmt::format("sorted by `{}`{}", view.sort, view.kept_by_form ? "; kept by a form" : ""));
  for (const auto& column : view.columns) out += table_row(view.name, column.name, column.kind, marks_of(column));
  return out;
}

std::string section(const ShownList& list, const MadeList& made) {
  auto out = head_of(list, "made when somebody asks: no table of the books holds it");
  for (const auto& column : made.columns(language)) out += table_row(list.name, column.name, column.kind, column.personal ? "personal" : "");
  return out;
}

}  // namespace

std::string registers_page() {
  std::string out = "# Registers\n\nEvery list with an address, and its columns, as rows declare them ([add a register](add-a-register.md)). A right of several words is any of them. `kwota export` writes each of them. This page is written by the program, and a test "
                    "holds it against the declarations:\n\n```sh\nkwota describe registers > docs/registers.md\n```\n";
  for (const auto& list : shown_lists()) {
    const auto* made = made_list(list.name);
    out += made != nullptr ? section(list, *made) : section(list, *store::find_view(list.name));
  }
  return out;
}

}  // namespace kwota::serve
