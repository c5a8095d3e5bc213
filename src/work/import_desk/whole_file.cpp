#include "work/import_desk/whole_file.h"

#include "work/import_desk/content.h"

namespace kwota::import_desk {
namespace {

/// In another encoding the same bytes say something else.
std::string mark_of(const WholeFile& file) {
  return hash_of(file.bytes).substr(0, 16) + (file.encoding ? " " + std::string(customer::name_of(*file.encoding)) : "");
}

people::Proposal proposal_of(const WholeFile& file) {
  people::Proposal content(people::Proposed::import_file);
  content.word(people::Part::list, "page", file.of->name).text(people::Part::content_mark, mark_of(file));
  return file.of->summed.empty() ? content : content.figure(people::Part::control_total, file.control_total);
}

/// A group with rows that are wrong writes nothing and needs nobody.
Result<books::Decision<imports::ImportReport>> take_group(const books::Reader& books, const imports::ImportDecide& group, bool last, const WholeFile& file, const people::Proposal& content, const Context& context) {
  TRY(decision, group(books));
  if (!decision.answer.errors.empty()) return decision;
  TRY(second, two_for(books, *file.of, content, file.approval, context));
  if (second) agreed_by(decision.changes.put, second->decided_by);
  if (second && last) decision.changes.put.emplace_back(*second);
  return decision;
}

}  // namespace

Result<imports::ImportReport> take_whole(store::Books& books, const WholeFile& file, const Context& asked) {
  MUST(may_bring(*file.of, asked.who));
  const auto context = by_import(*file.of, asked);
  TRY(table, imports::read_import(*file.of, file.bytes, file.encoding));
  const books::Actor by{context.who.name, "import", context.station};
  const imports::ImportWay way{.look = [&](const imports::ImportDecide& whole) -> Result<imports::ImportReport> {
                                 TRY(seen, books.read(whole));
                                 return std::move(seen.answer);
                               },
                               .write = [&, content = proposal_of(file)](const imports::ImportDecide& group, bool last) {
                                 return books.run(by, [&](const books::Reader& reader) { return take_group(reader, group, last, file, content, context); });
                               },
                               .control_total = file.control_total};
  return file.look_only ? imports::look_at_import(table, way, context) : imports::import_in_groups(table, way, context);
}

}  // namespace kwota::import_desk
