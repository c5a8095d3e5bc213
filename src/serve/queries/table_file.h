// A table of the books as a file, however it came about: the rows of a list, the answer to a query. Text stays text in table programs; what is unknown is
// empty; columns that this person may not take away stay behind, and the file says which. People are called by their names; CSV has the sign-in name in front.
// Guarantees: rows go to the disk as they come, but for paper, which takes so many and no more.   Begin with TableWriter::begin(), row(), then finish().
#pragma once
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/spool.h"
#include "base/text/file_form.h"
#include "base/time.h"
#include "serve/paper/leaving.h"
#include "store/lists/query.h"

namespace kwota::serve {

struct TableColumn {
  std::string name;   ///< for programs
  std::string title;  ///< for people
  store::ColumnKind kind = store::ColumnKind::text;
  bool personal = false;
  std::string said{};    ///< under what the words of its codes stand (serve/queries/code_words.h); empty: it says none
  bool person = false;   ///< a sign-in name: people read what he is called
};

struct TableFacts {
  std::string language;
  std::string name;           ///< of the page of a workbook: "customers"
  std::vector<std::pair<std::string, std::string>> about;  ///< what it is, when, by whom, which filters
  int minor_digits = 2;       ///< of the currency
  bool personal = false;      ///< whose file it is may take away what tells of persons
  std::function<std::string(const std::string&)> called = [](const std::string& name) { return name; };  ///< what people are called, by their sign-in names
  // On paper alone.
  std::string title{}, foot{};        ///< above and below each page
  std::vector<std::string> lines{};   ///< below the title: filters
  std::string currency{};
  Zone zone = Zone::utc();            ///< of whoever reads the times on paper and in a workbook
};

/// A value of a filter as paper says it: days and moments as the language writes them, codes by their words, people by their names.
std::string filter_on_paper(const std::string& text, const store::View& view, const store::Column& column, const TableFacts& facts);

/// Whoever needs more takes a workbook. [K]
inline constexpr std::size_t paper_rows_max = 10'000, paper_columns_max = 16;

struct TableFile {
  std::shared_ptr<Spool> file{};
  std::vector<std::string> personal{};  ///< names of columns in it that tell of persons
  std::vector<std::string> left_out{};  ///< names of columns that stayed behind
};

class TableWriter {
 public:
  /// Error `file_not_made`.
  static Result<std::unique_ptr<TableWriter>> begin(FileForm form, const std::vector<TableColumn>& columns, const TableFacts& facts);
  TableWriter(const TableWriter&) = delete;
  TableWriter& operator=(const TableWriter&) = delete;
  virtual ~TableWriter() = default;

  void row(const std::vector<store::Value>& values) { leaving_.left_out().empty() ? write(values) : write(leaving_.of(values)); }
  /// Once, after the last row. Errors `file_not_made`, of paper `too_many_rows_for_paper` {most}, `paper_failed`.
  Result<TableFile> finish();

 protected:
  TableWriter(const std::vector<TableColumn>& columns, const TableFacts& facts);
  virtual void write(const std::vector<store::Value>& values) = 0;
  virtual Result<std::shared_ptr<Spool>> end() = 0;
  /// A person by his name; anything else as it is.
  std::string called(std::string text, const TableColumn& column) const;
  /// What stays behind, in words; empty: nothing.
  std::string said() const;

  Leaving leaving_;
  std::vector<TableColumn> columns_;  ///< those that go along
  TableFacts facts_;
};

}  // namespace kwota::serve
