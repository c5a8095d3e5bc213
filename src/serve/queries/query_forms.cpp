#include "serve/queries/query_forms.h"

#include <algorithm>

#include "serve/paper/sheet.h"
#include "serve/words/words.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;
using queries::Head;
using store::ColumnKind;
using store::Value;

constexpr int energy_decimals = 3;

std::string_view name_of(ColumnKind kind) {
  constexpr std::array<std::string_view, 10> names{"text", "integer", "money", "energy", "time", "flag", "date", "local_time", "digits", "tenders"};
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

value json_cell(const Value& cell, ColumnKind kind, int digits) {
  const auto* number = std::get_if<std::int64_t>(&cell);
  if (std::holds_alternative<std::monostate>(cell)) return nullptr;
  if (number != nullptr && kind == ColumnKind::integer) return *number;
  if (number != nullptr && kind == ColumnKind::flag) return *number != 0;
  return value(store::text_of(cell, kind, digits));
}

bool may_read(const queries::Viewer& viewer, std::string_view list) { return store::find_view(list) != nullptr && viewer.may(list).ok(); }

object field_of(const store::View& view, const store::Column& column, const queries::Viewer& viewer) {
  const bool hidden = column.is_masked() && !viewer.personal;
  const auto* link = hidden ? nullptr : queries::link_of(column.name);
  const bool leads = link != nullptr && link->list != view.name && may_read(viewer, link->list);
  return {{"name", column.name},
          {"kind", name_of(column.kind)},
          {"personal", column.is_masked()},
          {"hows", hidden ? array{} : words_in(queries::hows_of(column.kind))},
          {"figures", words_in(queries::figures_of(view, column))},
          {"parts", hidden ? array{} : words_in(queries::parts_of(view, column))},
          {"words", words_of(column)},
          {"link", leads ? value(link->list) : value(nullptr)}};
}

std::string title_of(const Head& head, std::string_view language) {
  auto title = head.field.empty() ? std::string{} : say(language, "column." + head.field);
  if (head.part != queries::Part::whole) title += " · " + say(language, "query.part." + std::string(word_of(head.part)));
  if (head.figure) title = say(language, "query.figure." + std::string(word_of(*head.figure))) + (title.empty() ? "" : " · " + title);
  return title;
}

int decimals_of(ColumnKind kind, int money_digits) {
  switch (kind) {
    case ColumnKind::money: return money_digits;
    case ColumnKind::energy: return energy_decimals;
    case ColumnKind::integer: return 0;
    default: return -1;
  }
}

Result<std::vector<Head>> heads_for_file(const queries::Document& document, const queries::Viewer& viewer) {
  TRY(query, queries::compile(document, viewer));
  auto heads = queries::heads_of(query);
  if (!viewer.personal && std::ranges::any_of(heads, [](const Head& head) { return head.personal == books::Personal::masked; }))
    return error(Fault::refused, "permission_denied", "A file with personal data needs a right of its own.", {{"permission", "personal_export"}});
  return heads;
}

Result<std::shared_ptr<Spool>> csv_of(store::Moment& connection, const queries::Document& document, const queries::Viewer& viewer, const std::vector<Head>& heads, const QueryFacts& facts) {
  TRY(file, Spool::make());
  file->write("\xEF\xBB\xBF");  // table programs know UTF-8 by it
  std::string line;
  for (const auto& head : heads) (line += line.empty() ? "" : ",") += store::csv_cell(title_of(head, facts.language), true);
  file->write(line + "\r\n");
  MUST(queries::each_row(connection, document, viewer, [&, &to = *file](const std::vector<Value>& row) {
    line.clear();
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) line += ',';
      line += store::csv_cell(store::text_of(row[i], heads[i].kind, viewer.minor_digits), std::holds_alternative<std::string>(row[i]));
    }
    to.write(line + "\r\n");
  }));
  MUST(file->finish());
  return file;
}

Result<std::shared_ptr<Spool>> xlsx_of(store::Moment& connection, const queries::Document& document, const queries::Viewer& viewer, const std::vector<Head>& heads, const QueryFacts& facts) {
  Sheet sheet{.name = document.subject, .columns = {}, .about = {{"query", facts.name}, {"asked", document.text}, {"time", format_utc(viewer.now)}, {"books", facts.nature}, {"operator", facts.made_by}}};
  for (const auto& head : heads) sheet.columns.push_back({title_of(head, facts.language), decimals_of(head.kind, viewer.minor_digits)});
  TRY(book, SheetWriter::begin(std::move(sheet)));
  MUST(queries::each_row(connection, document, viewer, [&, &to = *book](const std::vector<Value>& row) {
    std::vector<SheetCell> cells;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const bool number = decimals_of(heads[i].kind, viewer.minor_digits) >= 0 && std::holds_alternative<std::int64_t>(row[i]);
      cells.push_back(number ? SheetCell(std::get<std::int64_t>(row[i])) : SheetCell(store::text_of(row[i], heads[i].kind, viewer.minor_digits)));
    }
    to.row(cells);
  }));
  return book->finish();
}

/// Rows as a program reads them: an array of objects by the names of the columns.
Result<std::shared_ptr<Spool>> objects_of(store::Moment& connection, const queries::Document& document, const queries::Viewer& viewer, const std::vector<Head>& heads) {
  TRY(file, Spool::make());
  bool first = true;
  file->write("[");
  MUST(queries::each_row(connection, document, viewer, [&, &to = *file](const std::vector<Value>& row) {
    object out;
    for (std::size_t i = 0; i < row.size(); ++i) out[heads[i].name] = json_cell(row[i], heads[i].kind, viewer.minor_digits);
    to.write((first ? "\n" : ",\n") + boost::json::serialize(out));
    first = false;
  }));
  file->write("\n]\n");
  MUST(file->finish());
  return file;
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
                           {"part", head.part == queries::Part::whole ? value(nullptr) : value(word_of(head.part))}});
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

Result<std::shared_ptr<Spool>> file_of(store::Moment& connection, const queries::Document& document, const queries::Viewer& viewer, const std::string& form, const QueryFacts& facts) {
  TRY(heads, heads_for_file(document, viewer));
  if (form == "csv") return csv_of(connection, document, viewer, heads, facts);
  if (form == "xlsx") return xlsx_of(connection, document, viewer, heads, facts);
  if (form == "json") return objects_of(connection, document, viewer, heads);
  return error(Fault::request, "unknown_format", "There is no such form of a file.", {{"format", form}});
}

std::string_view content_type_of(std::string_view form) {
  if (form == "csv") return "text/csv; charset=utf-8";
  if (form == "xlsx") return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  return "application/json";
}

}  // namespace kwota::serve
