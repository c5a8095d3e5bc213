#include "work/import_desk/content.h"

#include <fmt/format.h>

#include <charconv>

#include "people/approval.h"
#include "people/people.h"
#include "people/permissions.h"
#include "store/draft/hash.h"

namespace kwota::import_desk {
namespace {

/// What whoever imports may do by a file.
constexpr std::string_view importers = "manager,supervisor,technician";

}  // namespace

std::string content_text(const Draft& draft, std::int64_t& rows) {
  const auto& table = draft.mapped.table;
  std::vector<std::string> cells{"line"};
  cells.insert(cells.end(), table.header.begin(), table.header.end());
  auto text = customer::write_csv_row(cells);
  rows = 0;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    if (draft.preview.verdicts[i] == Verdict::wrong || draft.preview.verdicts[i] == Verdict::same) continue;
    cells.assign(1, fmt::format("{}", table.rows[i].line));
    for (std::size_t column = 0; column < table.header.size(); ++column) cells.push_back(column < table.rows[i].cells.size() ? table.rows[i].cells[column] : std::string());
    text += customer::write_csv_row(cells);
    ++rows;
  }
  return text;
}

Result<imports::TableFile> content_in(std::string_view text) {
  TRY(table, imports::read_table(text));
  if (table.header.empty()) return error(Fault::ours, "import_file_gone", "The file of this import is damaged; it goes no further.");
  table.header.erase(table.header.begin());
  for (auto& row : table.rows) {
    if (row.cells.empty()) continue;
    std::from_chars(row.cells.front().data(), row.cells.front().data() + row.cells.front().size(), row.line);
    row.cells.erase(row.cells.begin());
  }
  return table;
}

std::string hash_of(std::string_view bytes) { return to_hex(store::sha256(ByteView(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()))); }

books::Right brought_by(const imports::Importable& of) {
  books::Operator importer;
  importer.roles = importers;
  return !of.right || people::granted(importer, *of.right) != people::Grant::no ? books::Right("import") : *of.right;
}

Result<void> may_bring(const imports::Importable& of, const books::Operator& who) {
  MUST(people::require(who, brought_by(of)));
  return Done{};
}

Context by_import(const imports::Importable& of, Context context) {
  if (brought_by(of) == books::Right("import")) (context.who.roles += ",") += importers;
  return context;
}

Result<std::optional<books::Approval>> two_for(const books::Reader& books, const imports::Importable& of, const people::Proposal& content, std::int64_t approval, const Context& context) {
  const auto right = brought_by(of);
  const bool keeps_it_himself = right != books::Right("import");
  if (keeps_it_himself && people::why_alone(books) != books::WhyAlone::not_alone) return std::optional<books::Approval>{};
  return people::second_person(books, {.action = right, .content = content, .amount = {}, .limit = {}, .approval = approval, .always = keeps_it_himself}, context);
}

void agreed_by(std::vector<books::Register>& rows, const std::string& second) {
  for (auto& row : rows) {
    if (auto* debt = row.as<books::Debt>()) debt->approved_by = second;
    if (auto* rate = row.as<books::DebtRate>()) rate->approved_by = second;
    if (auto* opening = row.as<books::OpeningBalance>()) opening->approved_by = second;
  }
}

}  // namespace kwota::import_desk
