#include "serve/queries/table_file.h"

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "serve/paper/sheet.h"
#include "serve/queries/query_forms.h"
#include "serve/words/words.h"

namespace kwota::serve {
namespace {

using store::ColumnKind;
using store::Value;

constexpr int energy_decimals = 3;
constexpr std::string_view left_out_name = "left_out";

constexpr TableForm forms[]{{"csv", "text/csv; charset=utf-8"}, {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}, {"json", "application/json"}};

std::vector<LeavingColumn> leaving_columns(const std::vector<TableColumn>& columns) {
  std::vector<LeavingColumn> out;
  for (const auto& column : columns) out.push_back({column.name, column.title, column.personal});
  return out;
}

int decimals_of(ColumnKind kind, int money_digits) {
  switch (kind) {
    case ColumnKind::money: return money_digits;
    case ColumnKind::energy: return energy_decimals;
    case ColumnKind::integer: return 0;
    default: return -1;
  }
}

/// One head, with a last cell that says what stayed behind: whoever reads columns by name or by place finds what he finds in the whole file.
class CsvTable final : public TableWriter {
 public:
  CsvTable(const std::vector<TableColumn>& columns, const TableFacts& facts, std::shared_ptr<Spool> file) : TableWriter(columns, facts), file_(std::move(file)) {
    file_->write("\xEF\xBB\xBF");  // table programs know UTF-8 by it
    for (const auto& column : columns_) cell(column.title, true);
    if (const auto missing = said(); !missing.empty()) cell(missing, true);
    end_line();
  }

 private:
  void write(const std::vector<Value>& values) override {
    for (std::size_t i = 0; i < values.size(); ++i) cell(store::text_of(values[i], columns_[i].kind, facts_.minor_digits), std::holds_alternative<std::string>(values[i]));
    if (!leaving_.left_out().empty()) cell({}, false);
    end_line();
  }
  Result<std::shared_ptr<Spool>> end() override {
    MUST(file_->finish());
    return file_;
  }
  void cell(std::string text, bool may_be_formula) { (line_ += std::exchange(first_, false) ? "" : ",") += store::csv_cell(std::move(text), may_be_formula); }
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
    Sheet sheet{.name = facts.name, .columns = {}, .about = facts.about};
    if (const auto missing = out->said(); !missing.empty()) sheet.about.emplace_back(left_out_name, missing);
    for (const auto& column : out->columns_) sheet.columns.push_back({column.title, decimals_of(column.kind, facts.minor_digits)});
    TRY(book, SheetWriter::begin(std::move(sheet)));
    out->book_ = std::move(book);
    return std::unique_ptr<TableWriter>(std::move(out));
  }

 private:
  using TableWriter::TableWriter;
  void write(const std::vector<Value>& values) override {
    std::vector<SheetCell> cells;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto kind = columns_[i].kind;
      const bool number = decimals_of(kind, facts_.minor_digits) >= 0 && std::holds_alternative<std::int64_t>(values[i]);
      cells.push_back(number ? SheetCell(std::get<std::int64_t>(values[i])) : SheetCell(store::text_of(values[i], kind, facts_.minor_digits)));
    }
    book_->row(cells);
  }
  Result<std::shared_ptr<Spool>> end() override { return book_->finish(); }

  std::unique_ptr<SheetWriter> book_;
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

}  // namespace

const TableForm* table_form(std::string_view name) {
  const auto* found = std::ranges::find(forms, name, &TableForm::name);
  return found == std::end(forms) ? nullptr : found;
}

TableWriter::TableWriter(const std::vector<TableColumn>& columns, const TableFacts& facts) : leaving_(leaving_columns(columns), facts.personal), columns_(leaving_.of(columns)), facts_(facts) {}

std::string TableWriter::said() const {
  return leaving_.left_out().empty() ? std::string{} : say(facts_.language, "file.left_out", {{"columns", in_a_row(leaving_.left_out())}});
}

Result<TableFile> TableWriter::finish() {
  TRY(file, end());
  return TableFile{std::move(file), leaving_.personal(), leaving_.names_left_out()};
}

Result<std::unique_ptr<TableWriter>> TableWriter::begin(std::string_view form, const std::vector<TableColumn>& columns, const TableFacts& facts) {
  if (form == "xlsx") return XlsxTable::make(columns, facts);
  if (form != "csv" && form != "json") return unknown_format(form);
  TRY(file, Spool::make());
  if (form == "csv") return std::unique_ptr<TableWriter>(std::make_unique<CsvTable>(columns, facts, std::move(file)));
  return std::unique_ptr<TableWriter>(std::make_unique<JsonTable>(columns, facts, std::move(file)));
}

Error unknown_format(std::string_view form) {
  return error(Fault::request, "unknown_format", "There is no such form of a file. Choose one that is offered.", {{"format", std::string(form)}});
}

}  // namespace kwota::serve
