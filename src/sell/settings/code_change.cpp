#include "sell/settings/code_change.h"

#include <array>

#include "people/people.h"
#include "people/station.h"
#include "sell/customer/change.h"
#include "sell/settings/moment.h"

namespace kwota::settings {
namespace {

using books::Code;
using people::Part;

/// As the second person reads it: which code, in all languages, and of what changes how it was.
people::Proposal content_of(const Code& row, const std::optional<Code>& before) {
  people::Proposal content(people::Proposed::change_code);
  content.word(Part::code_table, "code_kind", word_of(row.kind)).text(Part::code, row.code);
  constexpr std::array names{&Code::name_zh, &Code::name_en, &Code::name_ru, &Code::value};
  for (const auto name : names) content.text(Part::own_text, row.*name);
  content.word(Part::in_use, "word", row.active ? "yes" : "no");
  if (!before) return content;
  for (const auto name : names)
    if ((*before).*name != row.*name) content.text(Part::value_before, (*before).*name);
  if (before->active != row.active) content.word(Part::value_before, "word", before->active ? "yes" : "no");
  return content;
}

bool is_same(const Code& a, const Code& b) {
  bool same = true;
  Code::columns([&](const char*, auto member) { same = same && a.*member == b.*member; });
  return same;
}

}  // namespace

std::optional<books::Right> right_of_two(books::CodeKind kind) {
  if (kind == books::CodeKind::slip_text) return books::Right("settings_write");  // as the layout of the slip
  if (kind == books::CodeKind::debt_kind) return books::Right("tariffs_publish");  // as prices
  return std::nullopt;
}

Result<books::Decision<Code>> change_code(const books::Reader& books, const Code& row, std::int64_t approval, const people::Context& context) {
  TRY(put, customer::put_code(books, row));
  const auto right = right_of_two(row.kind);
  const auto before = books.find<Code>(row.kind, row.code);
  if (!right || (before && is_same(*before, row))) return put;
  MUST(people::require_for_whole_utility(context.who, *right));
  TRY(second, agreed_by_two(books, people::why_alone(books), {*right, content_of(row, before), approval}, context));
  if (second) put.changes.put.emplace_back(*second);
  return put;
}

}  // namespace kwota::settings
