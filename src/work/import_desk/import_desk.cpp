#include "work/import_desk/import_desk.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "books/lookup.h"
#include "work/import_desk/content.h"

namespace kwota::import_desk {
namespace {

namespace json = boost::json;

Error gone() {
  return error(Fault::request, "import_gone", "This file lies on the desk no more: the program was started anew, or others came. Nothing was imported. Choose the file again.");
}

/// Files of one shape have the same columns in the same order, and come into the same register.
std::string shape_of(std::string_view importable, const std::vector<std::string>& header) {
  json::array names{json::value(importable)};
  for (const auto& name : header) names.push_back(json::value(name));
  return hash_of(json::serialize(names));
}

std::optional<imports::Mapping> remembered(const books::Reader& books, const imports::Importable& of, const std::string& shape, std::size_t columns) {
  const auto newest = books.newest(books::ImportRun::of_shape, 1, books::Hex(shape));
  if (newest.empty()) return std::nullopt;
  boost::system::error_code failed;
  const auto said = json::parse(newest.front().mapping, failed);
  if (failed || !said.is_array() || said.get_array().size() != columns) return std::nullopt;
  imports::Mapping out;
  for (const auto& one : said.get_array()) {
    const std::string name = one.is_string() ? std::string(one.get_string()) : std::string();
    out.push_back(name.empty() || of.knows(name) ? name : std::string());
  }
  return out;
}

void apply_fixes(Draft& draft) {
  for (auto& row : draft.mapped.table.rows) {
    const auto fixed = draft.fixes.find(row.line);
    if (fixed == draft.fixes.end()) continue;
    for (std::size_t i = 0; i < draft.mapped.table.header.size(); ++i)
      if (const auto typed = fixed->second.find(draft.mapped.table.header[i]); typed != fixed->second.end()) {
        row.cells.resize(std::max(row.cells.size(), draft.mapped.table.header.size()));
        row.cells[i] = typed->second;
      }
  }
}

}  // namespace

std::vector<const imports::Importable*> ImportDesk::importables() const {
  std::vector<const imports::Importable*> out;
  for (const auto& one : imports::importables()) out.push_back(&one);
  for (const auto& one : more_) out.push_back(&one);
  return out;
}

Result<DraftPtr> ImportDesk::open_file(const BroughtFile& brought, const Context& context, const imports::KnownAs& known_as) {
  TRY(of, importable(brought.importable));
  MUST(may_bring(*of, context.who));
  auto draft = std::make_shared<Draft>();
  TRY(file, imports::read_table(brought.bytes, brought.encoding));
  draft->id = new_id_();
  draft->owner = context.who.name;
  draft->of = of;
  draft->file_name = brought.name;
  draft->file_hash = hash_of(brought.bytes);
  draft->shape = shape_of(brought.importable, file.header);
  draft->file = std::move(file);
  draft->unknown = imports::unknown_columns(*of, draft->file.header, known_as);
  draft->mapping = imports::guessed(*of, draft->file.header, known_as);
  MUST(books_.read([&](const books::Reader& books) -> Result<void> {
    if (auto mapping = remembered(books, *of, draft->shape, draft->file.header.size())) {
      draft->remembered = *mapping != draft->mapping;
      draft->mapping = std::move(*mapping);
    }
    for (auto& run : books.newest(books::ImportRun::of_file, 8, books::Hex(draft->file_hash)))
      if (!draft->earlier && run.subject == brought.importable && run.state != books::ImportStatus::undone) draft->earlier = std::move(run);
    return Done{};
  }));
  return keep(std::move(draft), context);
}

/// Mapped, mended, judged and put back onto the desk.
Result<DraftPtr> ImportDesk::keep(std::shared_ptr<Draft> draft, const Context& context) {
  draft->refused.reset();
  draft->preview = {};
  draft->mapped = {draft->of, {}};
  auto mapped = imports::mapped(*draft->of, draft->file, draft->mapping);
  if (mapped.ok()) {
    draft->mapped.table = std::move(*mapped);
    apply_fixes(*draft);
    MUST(books_.read([&](const books::Reader& books) -> Result<void> {
      draft->preview = look(books, draft->mapped, by_import(*draft->of, context));
      return Done{};
    }));
  } else {
    draft->refused = mapped.error();
  }
  const std::lock_guard lock(mutex_);
  std::erase(order_, draft->id);
  order_.push_back(draft->id);
  if (order_.size() > drafts_max) {
    drafts_.erase(order_.front());
    order_.erase(order_.begin());
  }
  DraftPtr kept = std::move(draft);
  return drafts_[kept->id] = kept;
}

Result<DraftPtr> ImportDesk::draft(const std::string& id, const std::string& owner) const {
  const std::lock_guard lock(mutex_);
  const auto found = drafts_.find(id);
  if (found == drafts_.end() || found->second->owner != owner) return gone();
  return found->second;
}

Result<DraftPtr> ImportDesk::map(const std::string& id, imports::Mapping mapping, const Context& context) {
  TRY(known, draft(id, context.who.name));
  auto changed = std::make_shared<Draft>(*known);
  mapping.resize(changed->file.header.size());
  changed->mapping = std::move(mapping);
  changed->remembered = false;
  return keep(std::move(changed), context);
}

Result<DraftPtr> ImportDesk::fix(const std::string& id, std::size_t line, const std::string& column, const std::string& text, const Context& context) {
  TRY(known, draft(id, context.who.name));
  const auto& rows = known->mapped.table.rows;
  const bool there = std::ranges::any_of(rows, [&](const auto& row) { return row.line == line; }) && known->of->knows(column) &&
                     std::ranges::find(known->mapped.table.header, column) != known->mapped.table.header.end();
  if (!there)
    return error(Fault::request, "no_such_cell", "The file has no such cell; nothing was changed. Map its column first.", {{"row", fmt::format("{}", line)}, {"column", column}});
  if (known->fixes.size() >= fixes_max && !known->fixes.contains(line))
    return error(Fault::request, "too_many_fixes", "So many rows of a file are not mended here. Nothing was changed. Correct the others in the file itself, then choose it again.", {{"most", fmt::format("{}", fixes_max)}});
  auto changed = std::make_shared<Draft>(*known);
  changed->fixes[line][column] = text;
  return keep(std::move(changed), context);
}

}  // namespace kwota::import_desk
