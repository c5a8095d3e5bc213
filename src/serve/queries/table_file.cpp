#include "serve/queries/table_file.h"

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "base/decimal.h"
#include "base/text/csv_cell.h"
#include "books/parts/tender.h"
#include "sell/receipt/format.h"
#include "serve/paper/a4.h"
#include "serve/paper/sheet.h"
#include "serve/queries/code_words.h"
#include "serve/queries/query_forms.h"
#include "serve/words/words.h"

namespace kwota::serve {
namespace {

using store::ColumnKind;
using store::Value;

constexpr int energy_decimals = 3;
constexpr std::string_view left_out_name = "left_out";

std::vector<LeavingColumn> leaving_columns(const std::vector<TableColumn>& columns) {
  std::vector<LeavingColumn> out;
  for (const auto& column : columns) out.push_back({column.name, column.title, column.personal});
  return out;
}

int decimals_of(ColumnKind kind, int money_digits) {
  switch (kind) {
    case ColumnKind::money: return money_digits;
    case ColumnKind::energy: return energy_decimals;
    case ColumnKind::hundredths: return store::hundredths_digits;
    case ColumnKind::integer: return 0;
    default: return -1;
  }
}

receipt::Style style_of(const TableFacts& facts) { return {.language = facts.language, .words = {}, .currency = facts.currency, .minor_digits = facts.minor_digits, .zone = facts.zone}; }

/// "Cash 60.00; card 40.00 A41F77" in the reader's words.
std::string tenders_on_paper(std::string_view kept, const TableFacts& facts) {
  const auto style = style_of(facts);
  std::string out;
  for (const auto& one : books::parse_tenders(kept))
    out += (out.empty() ? "" : "; ") + code_text(facts.language, "tender", std::string(word_of(one.tender))) + " " + style.decimal(format_decimal(one.amount.minor(), facts.minor_digits)) + (one.reference.empty() ? "" : " " + one.reference);
  return out;
}

/// One head, with a last cell that says what stayed behind: whoever reads columns by name or by place finds what he finds in the whole file.
class CsvTable final : public TableWriter {
 public:
  CsvTable(const std::vector<TableColumn>& columns, const TableFacts& facts, std::shared_ptr<Spool> file) : TableWriter(columns, facts), file_(std::move(file)) {
    file_->write("\xEF\xBB\xBF");  // table programs know UTF-8 by it
    for (const auto& column : columns_) {
      cell(column.person ? say(facts_.language, "report.code_of", {{"name", column.title}}) : column.title, true);
      if (column.person) cell(column.title, true);
    }
    if (const auto missing = said(); !missing.empty()) cell(missing, true);
    end_line();
  }

 private:
  void write(const std::vector<Value>& values) override {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto* said = std::get_if<std::string>(&values[i]);
      if (said != nullptr && columns_[i].kind != ColumnKind::tenders) cell(*said, true);
      else cell(store::text_of(values[i], columns_[i].kind, facts_.minor_digits), said != nullptr);
      if (columns_[i].person) cell(said != nullptr ? facts_.called(*said) : std::string{}, true);
    }
    if (!leaving_.left_out().empty()) cell({}, false);
    end_line();
  }
  Result<std::shared_ptr<Spool>> end() override {
    MUST(file_->finish());
    return file_;
  }
  void cell(std::string_view text, bool may_be_formula) {
    if (!std::exchange(first_, false)) line_ += ',';
    add_csv_cell(line_, text, may_be_formula);
  }
  void end_line() {
    file_->write(line_ += "\r\n");
    line_.clear();
    first_ = true;
  }

  std::shared_ptr<Spool> file_;
  std::string line_;
  bool first_ = true;
};

/// With a sheet that says what it is.
class XlsxTable final : public TableWriter {
 public:
  static Result<std::unique_ptr<TableWriter>> make(const std::vector<TableColumn>& columns, const TableFacts& facts) {
    auto out = std::unique_ptr<XlsxTable>(new XlsxTable(columns, facts));
    Sheet sheet{.name = facts.name, .columns = {}, .about = facts.about, .language = facts.language};
    if (std::ranges::find(out->columns_, ColumnKind::time, &TableColumn::kind) != out->columns_.end()) sheet.about.emplace_back("zone", facts.zone.name());
    if (const auto missing = out->said(); !missing.empty()) sheet.about.emplace_back(left_out_name, missing);
    for (const auto& column : out->columns_) sheet.columns.push_back({column.title, decimals_of(column.kind, facts.minor_digits)});
    TRY(book, SheetWriter::begin(std::move(sheet)));
    out->book_ = std::move(book);
    return std::unique_ptr<TableWriter>(std::move(out));
  }

 private:
  using TableWriter::TableWriter;
  void write(const std::vector<Value>& values) override {
    cells_.resize(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) cells_[i] = cell_of(values[i], columns_[i]);
    book_->row(cells_);
  }
  /// Figures, days and moments are such in a table program, too. What is none though its column should hold some stays text.
  SheetCell cell_of(const Value& value, const TableColumn& column) const {
    const auto* number = std::get_if<std::int64_t>(&value);
    if (number != nullptr && decimals_of(column.kind, facts_.minor_digits) >= 0) return *number;
    if (number != nullptr && column.kind == ColumnKind::time) return facts_.zone.local(Instant::from_ms(*number));
    auto text = called(store::text_of(value, column.kind, facts_.minor_digits), column);
    if (column.kind == ColumnKind::date)
      if (const auto day = parse_date(text); day.ok()) return *day;
    if (column.kind == ColumnKind::local_time)
      if (const auto moment = parse_local(text); moment.ok()) return *moment;
    return text;
  }
  Result<std::shared_ptr<Spool>> end() override { return book_->finish(); }

  std::unique_ptr<SheetWriter> book_;
  std::vector<SheetCell> cells_;  ///< of the row that is written
};

/// Rows as a program reads them: an array of objects by the names of the columns.
class JsonTable final : public TableWriter {
 public:
  JsonTable(const std::vector<TableColumn>& columns, const TableFacts& facts, std::shared_ptr<Spool> file) : TableWriter(columns, facts), file_(std::move(file)) {
    for (const auto& name : leaving_.names_left_out()) left_out_.emplace_back(name);
    file_->write("[");
  }

 private:
  void write(const std::vector<Value>& values) override {
    boost::json::object out;
    for (std::size_t i = 0; i < values.size(); ++i) out[columns_[i].name] = json_cell(values[i], columns_[i].kind, facts_.minor_digits);
    if (!left_out_.empty()) out[left_out_name] = left_out_;
    file_->write((std::exchange(first_, false) ? "\n" : ",\n") + boost::json::serialize(out));
  }
  Result<std::shared_ptr<Spool>> end() override {
    file_->write("\n]\n");
    MUST(file_->finish());
    return file_;
  }

  std::shared_ptr<Spool> file_;
  boost::json::array left_out_;
  bool first_ = true;
};

/// On A4, as people read it: words for codes, times of the place, a dash for nothing.
class PaperTable final : public TableWriter {
 public:
  using TableWriter::TableWriter;
  static std::unique_ptr<TableWriter> make(const std::vector<TableColumn>& columns, const TableFacts& facts) { return std::unique_ptr<TableWriter>(new PaperTable(columns, facts)); }

 private:
  static constexpr std::string_view unsaid = "—";
  static constexpr std::string_view cash_alone = "tenders";  ///< of a sale: it says nothing of a payment in cash

  void write(const std::vector<Value>& values) override {
    if (++count_ > paper_rows_max) return;
    std::vector<std::string> cells;
    for (std::size_t i = 0; i < values.size(); ++i) {
      cells.push_back(text_of(values[i], columns_[i]));
      if (!cells.back().empty() && i < says_.size()) says_[i] = true;
    }
    rows_.push_back(std::move(cells));
  }

  std::string text_of(const Value& value, const TableColumn& column) const {
    const auto* number = std::get_if<std::int64_t>(&value);
    const auto* text = std::get_if<std::string>(&value);
    if (number != nullptr && column.kind == ColumnKind::time) return style_.time(Instant::from_ms(*number));
    if (number != nullptr && column.kind == ColumnKind::flag) return say(facts_.language, *number != 0 ? "word.yes" : "word.no");
    if (text != nullptr && column.kind == ColumnKind::tenders) return text->empty() && column.name == cash_alone ? say(facts_.language, "tender.cash") : tenders_on_paper(*text, facts_);
    if (text != nullptr && !text->empty() && !column.said.empty()) return code_text(facts_.language, column.said, *text);
    const auto plain = store::text_of(value, column.kind, facts_.minor_digits);
    if (column.kind == ColumnKind::date || column.kind == ColumnKind::local_time) return style_.calendar(plain);
    // Whole numbers may be numbers of things: 100002 is no 100,002.
    return number != nullptr && decimals_of(column.kind, facts_.minor_digits) > 0 ? style_.decimal(plain) : called(plain, column);
  }

  /// What fits on a page: of many columns the first that say anything.
  std::vector<std::size_t> chosen() const {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < columns_.size(); ++i)
      if (columns_.size() <= paper_columns_max || says_[i]) out.push_back(i);
    if (out.size() > paper_columns_max) out.resize(paper_columns_max);
    return out;
  }

  std::string unit_of(const TableColumn& column) const {
    if (column.kind == ColumnKind::money && !facts_.currency.empty()) return ", " + facts_.currency;
    return column.kind == ColumnKind::energy ? ", " + say(facts_.language, "unit.energy") : std::string{};
  }

  Result<std::shared_ptr<Spool>> end() override {
    if (count_ > paper_rows_max)
      return error(Fault::request, "too_many_rows_for_paper", "These are too many rows for paper. Nothing was made. Take fewer by filters, or take a workbook.", {{"most", std::to_string(paper_rows_max)}});
    const auto shown = chosen();
    A4Table table{.language = facts_.language, .title = facts_.title, .about = facts_.lines, .columns = {}, .rows = {}, .totals = {}, .notes = {}, .foot = facts_.foot, .page_of = say(facts_.language, "report.page")};
    table.about.push_back(say(facts_.language, "file.rows", {{"count", std::to_string(rows_.size())}}));
    if (shown.size() < columns_.size()) table.about.push_back(say(facts_.language, "file.columns", {{"shown", std::to_string(shown.size())}, {"count", std::to_string(columns_.size())}}));
    if (const auto missing = said(); !missing.empty()) table.about.push_back(missing);
    for (const auto i : shown) table.columns.push_back({columns_[i].title + unit_of(columns_[i]), decimals_of(columns_[i].kind, facts_.minor_digits) >= 0});
    for (auto& row : rows_) {
      std::vector<std::string> cells;
      for (const auto i : shown) cells.push_back(row[i].empty() ? std::string(unsaid) : std::move(row[i]));
      table.rows.push_back(std::move(cells));
    }
    TRY(paper, a4_pdf(table));
    TRY(file, Spool::make());
    file->write(paper);
    MUST(file->finish());
    return file;
  }

  receipt::Style style_ = style_of(facts_);
  std::vector<std::vector<std::string>> rows_;
  std::vector<bool> says_ = std::vector<bool>(columns_.size());
  std::size_t count_ = 0;
};

}  // namespace

std::string filter_on_paper(const std::string& text, const store::View& view, const store::Column& column, const TableFacts& facts) {
  const auto style = style_of(facts);
  if (column.kind == ColumnKind::flag) return say(facts.language, text == "true" ? "word.yes" : "word.no");
  if (column.kind == ColumnKind::date || column.kind == ColumnKind::local_time) return style.calendar(text);
  if (column.kind == ColumnKind::time) {
    const auto moment = parse_instant(text);
    return moment ? style.time(*moment) : text;
  }
  const auto said = words_under(view.name, column);
  return said.empty() ? (column.person ? facts.called(text) : text) : code_text(facts.language, said, text);
}

TableWriter::TableWriter(const std::vector<TableColumn>& columns, const TableFacts& facts) : leaving_(leaving_columns(columns), facts.personal), columns_(leaving_.of(columns)), facts_(facts) {}

std::string TableWriter::called(std::string text, const TableColumn& column) const { return column.person ? facts_.called(text) : std::move(text); }

std::string TableWriter::said() const {
  return leaving_.left_out().empty() ? std::string{} : say(facts_.language, "file.left_out", {{"columns", in_a_row(leaving_.left_out())}});
}

Result<TableFile> TableWriter::finish() {
  TRY(file, end());
  return TableFile{std::move(file), leaving_.personal(), leaving_.names_left_out()};
}

Result<std::unique_ptr<TableWriter>> TableWriter::begin(FileForm form, const std::vector<TableColumn>& columns, const TableFacts& facts) {
  if (form == FileForm::xlsx) return XlsxTable::make(columns, facts);
  if (form == FileForm::pdf) return PaperTable::make(columns, facts);
  TRY(file, Spool::make());
  if (form == FileForm::csv) return std::unique_ptr<TableWriter>(std::make_unique<CsvTable>(columns, facts, std::move(file)));
  return std::unique_ptr<TableWriter>(std::make_unique<JsonTable>(columns, facts, std::move(file)));
}

}  // namespace kwota::serve
