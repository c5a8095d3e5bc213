#include "serve/queries/query_forms.h"

#include <algorithm>

#include "serve/queries/code_words.h"
#include "serve/words/words.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;
using queries::Head;
using store::ColumnKind;
using store::Value;

std::string_view name_of(ColumnKind kind) {
  constexpr std::array<std::string_view, 11> names{"text", "integer", "money", "energy", "time", "flag", "date", "local_time", "digits", "tenders", "hundredths"};
  return names[static_cast<std::size_t>(kind)];
}

template <class Words>
array words_in(const Words& words) {
  array out;
  for (const auto one : words) out.push_back(value(word_of(one)));
  return out;
}

array words_of(const store::Column& column) {
  array out;
  for (const auto word : column.words)
    if (!word.empty()) out.push_back(value(word));
  return out;
}

}  // namespace

value json_cell(const Value& cell, ColumnKind kind, int digits) {
  const auto* number = std::get_if<std::int64_t>(&cell);
  if (std::holds_alternative<std::monostate>(cell)) return nullptr;
  if (number != nullptr && kind == ColumnKind::integer) return *number;
  if (number != nullptr && kind == ColumnKind::flag) return *number != 0;
  return value(store::text_of(cell, kind, digits));
}

namespace {

bool may_read(const queries::Viewer& viewer, std::string_view list) { return store::find_view(list) != nullptr && viewer.may(list).ok(); }

object field_of(const store::View& view, const store::Column& column, const queries::Viewer& viewer) {
  const bool hidden = column.is_masked() && !viewer.personal;
  const auto* link = hidden ? nullptr : queries::link_of(column.name);
  const bool own_key = link != nullptr && link->list == view.name && link->key == column.name;
  const bool leads = link != nullptr && !own_key && may_read(viewer, link->list);
  return {{"name", column.name},
          {"kind", name_of(column.kind)},
          {"personal", column.is_masked()},
          {"hows", hidden ? array{} : words_in(queries::hows_of(column.kind))},
          {"figures", words_in(queries::figures_of(view, column))},
          {"parts", hidden ? array{} : words_in(queries::parts_of(view, column))},
          {"words", words_of(column)},
          {"said", words_under(view.name, column)},
          {"link", leads ? value(link->list) : value(nullptr)}};
}

std::string title_of(const store::View& subject, const Head& head, std::string_view language) {
  auto title = head.field.empty() ? std::string{} : column_text(language, subject.name, head.field);
  if (head.part != queries::DatePart::whole) title += " · " + say(language, "query.part." + std::string(word_of(head.part)));
  if (head.figure) title = say(language, "query.figure." + std::string(word_of(*head.figure))) + (title.empty() ? "" : " · " + title);
  return title;
}

std::vector<TableColumn> columns_of(const store::View& subject, const std::vector<Head>& heads, std::string_view language) {
  std::vector<TableColumn> out;
  for (const auto& head : heads) {
    out.push_back({.name = head.name, .title = title_of(subject, head, language), .kind = head.kind, .personal = head.personal != books::Personal::no});
    const auto* column = head.part == queries::DatePart::whole ? store::find_column(subject, head.field) : nullptr;
    if (column != nullptr) out.back().said = words_under(subject.name, *column);
  }
  return out;
}

}  // namespace

object declared(const store::View& subject, const queries::Viewer& viewer) {
  array fields, others;
  for (const auto& column : subject.columns) fields.push_back(field_of(subject, column, viewer));
  for (const auto& other : queries::others_of(subject))
    if (may_read(viewer, other.list)) others.push_back(object{{"list", other.list}, {"by", other.by}});
  return {{"subject", subject.name}, {"sort", subject.sort}, {"fields", std::move(fields)}, {"others", std::move(others)}};
}

object json_of(const queries::Page& page, int minor_digits) {
  array heads, rows;
  for (const auto& head : page.heads)
    heads.push_back(object{{"name", head.name},
                           {"field", head.field},
                           {"kind", name_of(head.kind)},
                           {"figure", head.figure ? value(word_of(*head.figure)) : value(nullptr)},
                           {"part", head.part == queries::DatePart::whole ? value(nullptr) : value(word_of(head.part))}});
  for (const auto& cells : page.rows) {
    object row;
    for (std::size_t i = 0; i < cells.size(); ++i) row[page.heads[i].name] = json_cell(cells[i], page.heads[i].kind, minor_digits);
    rows.push_back(std::move(row));
  }
  object totals;
  for (const auto& head : page.heads)
    if (const auto found = page.totals.find(head.name); found != page.totals.end()) totals[head.name] = json_cell(found->second, head.kind, minor_digits);
  return {{"heads", std::move(heads)},
          {"rows", std::move(rows)},
          {"next", page.next ? value(*page.next) : value(nullptr)},
          {"further", page.further},
          {"sort", page.sort},
          {"total", page.counted ? value(page.total) : value(nullptr)},
          {"total_is_exact", page.total_is_exact},
          {"totals", std::move(totals)}};
}

Result<TableFile> file_of(store::Moment& connection, const queries::Document& document, const queries::Viewer& viewer, FileForm form, const QueryFacts& facts) {
  TRY(query, queries::compile(document, viewer));
  TRY(file, TableWriter::begin(form, columns_of(*query.subject, queries::heads_of(query), facts.language),
                               {.language = facts.language,
                                .name = document.subject,
                                .about = {{"query", facts.name}, {"asked", document.text}, {"time", format_utc(viewer.now)}, {"books", facts.nature}, {"operator", facts.made_by}},
                                .minor_digits = viewer.minor_digits,
                                .personal = viewer.personal,
                                .title = facts.utility + " · " + (facts.name.empty() ? list_text(facts.language, document.subject) : facts.name),
                                .foot = say(facts.language, "report.made_by", {{"time", format_local(viewer.zone.local(viewer.now))}, {"operator", facts.made_by}}),
                                .currency = facts.currency,
                                .zone = viewer.zone}));
  MUST(queries::each_row(connection, document, viewer, [&to = *file](const std::vector<Value>& row) { to.row(row); }));
  return file->finish();
}

}  // namespace kwota::serve
