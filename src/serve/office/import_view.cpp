#include "serve/office/import_view.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "serve/desk/shown.h"
#include "serve/paper/sheet.h"
#include "serve/queries/code_words.h"
#include "serve/router/answer.h"
#include "serve/words/words.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;
using import_desk::Draft;
using imports::Verdict;

constexpr std::size_t sample_rows = 3;

std::string_view separator_name(const imports::TableFile& file) {
  if (file.workbook) return "";
  return file.separator == '\t' ? "tab" : file.separator == ';' ? ";" : ",";
}

array columns_json(const Draft& draft) {
  array out;
  for (std::size_t i = 0; i < draft.file.header.size(); ++i) {
    array samples;
    for (std::size_t row = 0; row < std::min(sample_rows, draft.file.rows.size()); ++row)
      samples.push_back(value(i < draft.file.rows[row].cells.size() ? draft.file.rows[row].cells[i] : std::string()));
    out.push_back(object{{"name", draft.file.header[i]}, {"column", draft.mapping[i]}, {"samples", std::move(samples)}});
  }
  return out;
}

array kinds_json(const Draft& draft, const std::string& language) {
  array out;
  for (const auto& [code, count] : draft.preview.errors_by_code) {
    const auto& shown = draft.preview.shown;
    const auto one = std::ranges::find_if(shown, [&, &name = code](const auto& row) { return row.verdict == Verdict::wrong && row.notes.front().code == name; });
    const auto text = one == shown.end() ? code : say(language, error(Fault::request, one->notes.front().code, one->notes.front().what, one->notes.front().details));
    out.push_back(object{{"code", code}, {"count", count}, {"detail", text}});
  }
  return out;
}

bool stands_in(DraftTab tab, Verdict verdict, const import_desk::ShownRow* shown) {
  switch (tab) {
    case DraftTab::fresh: return verdict == Verdict::fresh;
    case DraftTab::changed: return verdict == Verdict::changed;
    case DraftTab::same: return verdict == Verdict::same;
    case DraftTab::warnings: return shown != nullptr && verdict != Verdict::wrong && !shown->notes.empty();
    case DraftTab::errors: break;
  }
  return verdict == Verdict::wrong;
}

/// Calls `take(row of the file, its verdict, what is kept of it or null)` for the rows of a tab.
template <class Take>
void each_of(const Draft& draft, DraftTab tab, Take take) {
  const auto& rows = draft.mapped.table.rows;
  auto shown = draft.preview.shown.begin();
  for (std::size_t i = 0; i < rows.size() && i < draft.preview.verdicts.size(); ++i) {
    while (shown != draft.preview.shown.end() && shown->line < rows[i].line) ++shown;
    const auto* kept = shown != draft.preview.shown.end() && shown->line == rows[i].line ? &*shown : nullptr;
    if (stands_in(tab, draft.preview.verdicts[i], kept)) take(rows[i], draft.preview.verdicts[i], kept);
  }
}

std::size_t count_of(const import_desk::Preview& preview, DraftTab tab) {
  switch (tab) {
    case DraftTab::fresh: return preview.fresh;
    case DraftTab::changed: return preview.changed;
    case DraftTab::same: return preview.same;
    case DraftTab::warnings: return preview.warnings;
    case DraftTab::errors: break;
  }
  return preview.errors;
}

/// Rows of texts into a file of either form.
class FileOfTexts {
 public:
  static Result<std::unique_ptr<FileOfTexts>> begin(FileForm form, std::string name, const std::vector<std::string>& head) {
    auto out = std::make_unique<FileOfTexts>();
    if (form == FileForm::csv) {
      TRY(file, Spool::make());
      out->file_ = std::move(file);
      out->file_->write("\xEF\xBB\xBF");
      out->file_->write(customer::write_csv_row(head));
      return out;
    }
    Sheet sheet{.name = std::move(name), .columns = {}, .about = {}};
    for (const auto& title : head) sheet.columns.push_back({title, -1});
    TRY(book, SheetWriter::begin(std::move(sheet)));
    out->book_ = std::move(book);
    return out;
  }
  void row(const std::vector<std::string>& cells) {
    if (file_) return file_->write(customer::write_csv_row(cells));
    book_->row({cells.begin(), cells.end()});
  }
  Result<std::shared_ptr<Spool>> finish() {
    if (!file_) return book_->finish();
    MUST(file_->finish());
    return file_;
  }

 private:
  std::shared_ptr<Spool> file_;
  std::unique_ptr<SheetWriter> book_;
};

}  // namespace

std::string column_word(std::string_view language, std::string_view list, std::string_view column) {
  auto word = column_text(language, list, std::string(column));
  return word == "column." + std::string(column) ? std::string(column) : word;
}

imports::KnownAs known_in(std::string list) {
  return [list = std::move(list)](std::string_view column, std::string_view said) {
    // Lists say of a person how he signs in and what he is called, in two columns. A file may be older than what a column is called in its list alone.
    return std::ranges::any_of(languages(), [&](const std::string& language) {
      return std::ranges::any_of(std::array{column_word(language, list, column), column_word(language, {}, column)}, [&](const std::string& word) {
        return in_small_letters(word) == in_small_letters(said) || in_small_letters(say(language, "report.code_of", {{"name", word}})) == in_small_letters(said);
      });
    });
  };
}

array cell_errors_json(const std::vector<imports::CellError>& errors, const std::string& language) {
  array out;
  for (const auto& one : errors) {
    object details;
    for (const auto& [name, text] : one.details) details[name] = text;
    out.push_back(object{{"row", one.row},
                         {"column", one.column},
                         {"code", one.code},
                         {"detail", say(language, error(Fault::request, one.code, one.what, one.details))},
                         {"details", std::move(details)}});
  }
  return out;
}

object draft_json(const Draft& draft, const std::string& language) {
  const auto& preview = draft.preview;
  object out{{"id", draft.id},
             {"register", draft.of->name},
             {"file_name", draft.file_name},
             {"workbook", draft.file.workbook},
             {"encoding", draft.file.workbook ? value("") : value(customer::name_of(draft.file.encoding))},
             {"separator", separator_name(draft.file)},
             {"rows", draft.file.rows.size()},
             {"columns", columns_json(draft)},
             {"remembered", draft.remembered},
             {"fixes", draft.fixes.size()},
             {"new", preview.fresh},
             {"changed", preview.changed},
             {"same", preview.same},
             {"warnings", preview.warnings},
             {"errors", preview.errors},
             {"kinds", kinds_json(draft, language)},
             {"control_total", !draft.of->summed.empty()},
             {"earlier", nullptr},
             {"refused", nullptr}};
  array unknown, offered;
  for (const auto& name : draft.unknown) unknown.push_back(value(name));
  for (const auto& column : draft.of->columns) offered.push_back(object{{"name", column.name}, {"word", column_word(language, draft.of->name, column.name)}, {"required", column.required}});
  out["unknown"] = std::move(unknown);
  out["offered"] = std::move(offered);
  if (draft.earlier)
    out["earlier"] = object{{"number", draft.earlier->number}, {"time", time_text(draft.earlier->started)}, {"by", draft.earlier->started_by}, {"state", word_of(draft.earlier->state)}};
  if (draft.refused) out["refused"] = refusal_of(*draft.refused, language);
  return out;
}

object rows_json(const Draft& draft, DraftTab tab, std::size_t from, std::size_t count, const std::string& language) {
  array columns, rows;
  for (const auto& name : draft.mapped.table.header) columns.push_back(value(name));
  std::size_t place = 0;
  each_of(draft, tab, [&](const imports::CsvRow& row, Verdict verdict, const import_desk::ShownRow* kept) {
    if (place++ < from || rows.size() >= count) return;
    object cells;
    for (std::size_t i = 0; i < draft.mapped.table.header.size(); ++i) cells[draft.mapped.table.header[i]] = i < row.cells.size() ? row.cells[i] : std::string();
    array changes;
    if (kept != nullptr)
      for (const auto& cell : kept->cells) changes.push_back(object{{"column", cell.column}, {"before", cell.before}, {"after", cell.after}});
    rows.push_back(object{{"row", row.line},
                          {"state", word_of(verdict)},
                          {"cells", std::move(cells)},
                          {"changes", std::move(changes)},
                          {"notes", kept != nullptr ? cell_errors_json(kept->notes, language) : array{}}});
  });
  return {{"columns", std::move(columns)}, {"rows", std::move(rows)}, {"total", count_of(draft.preview, tab)}};
}

object run_json(const books::ImportRun& run, const std::string& language, Instant now) {
  const bool ended = run.state == books::ImportStatus::done || run.state == books::ImportStatus::stopped;
  object out{{"number", run.number},
             {"register", run.subject},
             {"file_name", run.file_name},
             {"state", word_of(run.state)},
             {"choice", word_of(run.choice)},
             {"rows", run.rows},
             {"position", run.position},
             {"new", run.created},
             {"changed", run.changed},
             {"same", run.same},
             {"left_out", run.left_out},
             {"control_total", run.control_total},
             {"kept", run.kept},
             {"started", time_text(run.started)},
             {"ended", time_text(run.ended)},
             {"started_by", run.started_by},
             {"approved_by", run.approved_by},
             {"undone", time_text(run.undone)},
             {"undone_by", run.undone_by},
             {"can_undo", ended && run.ended && now - *run.ended <= import_desk::undo_lasts},
             {"stop", nullptr}};
  if (!run.stop_code.empty())
    out["stop"] = object{{"row", run.stop_row}, {"column", run.stop_column}, {"code", run.stop_code}, {"detail", say(language, error(Fault::request, run.stop_code, run.stop_detail))}};
  return out;
}

Result<std::shared_ptr<Spool>> template_file(const imports::Importable& of, FileForm form, const std::string& language) {
  std::vector<std::string> head;
  for (const auto& column : of.columns) {
    const auto word = column_word(language, of.name, column.name);
    // Two columns of one word could not be told apart when the file comes back.
    head.push_back(std::ranges::find(head, word) == head.end() ? word : column.name);
  }
  TRY(file, FileOfTexts::begin(form, of.name, head));
  return file->finish();
}

Result<std::shared_ptr<Spool>> errors_file(const Draft& draft, FileForm form, const std::string& language) {
  std::vector<std::string> head{say(language, "import.row"), say(language, "import.column"), say(language, "import.why")};
  for (const auto& name : draft.mapped.table.header) head.push_back(column_word(language, draft.of->name, name));
  TRY(file, FileOfTexts::begin(form, "errors", head));
  each_of(draft, DraftTab::errors, [&](const imports::CsvRow& row, Verdict, const import_desk::ShownRow* kept) {
    std::vector<std::string> cells{std::to_string(row.line), "", ""};
    if (kept != nullptr && !kept->notes.empty()) {
      const auto& why = kept->notes.front();
      cells[1] = column_word(language, draft.of->name, why.column);
      cells[2] = say(language, error(Fault::request, why.code, why.what, why.details));
    }
    cells.insert(cells.end(), row.cells.begin(), row.cells.end());
    file->row(cells);
  });
  return file->finish();
}

}  // namespace kwota::serve
