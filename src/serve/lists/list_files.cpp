#include "serve/lists/list_files.h"

#include "serve/desk/shown.h"
#include "serve/paper/sheet.h"
#include "serve/words/words.h"

namespace kwota::serve {
namespace {

/// Rows between two words about how far it is. [K]
constexpr std::int64_t rows_a_word = 1'000;

/// Counts rows for whoever wants to know.
class Count {
 public:
  explicit Count(const ListFileFacts& facts) : facts_(facts) {}
  void one() {
    if (++rows_ % rows_a_word == 0) say();
  }
  void say() const {
    if (facts_.wrote) facts_.wrote(rows_);
  }

 private:
  const ListFileFacts& facts_;
  std::int64_t rows_ = 0;
};

/// Whoever takes it reads no books.
Result<std::shared_ptr<Spool>> csv_file(store::Moment& connection, const store::ListRequest& wanted, const ListFileFacts& facts, Count& count) {
  TRY(file, Spool::make());
  file->write("\xEF\xBB\xBF");  // table programs know UTF-8 by it
  bool head = true;
  MUST(store::export_csv(
      connection, wanted,
      [&, &to = *file](std::string_view line) {
        to.write(line);
        if (!std::exchange(head, false)) count.one();
      },
      [&facts](const store::Column& column) { return say(facts.language, "column." + column.name); }));
  MUST(file->finish());
  return file;
}

int decimals_of(store::ColumnKind kind, int money_digits) {
  switch (kind) {
    case store::ColumnKind::money: return money_digits;
    case store::ColumnKind::energy: return 3;  // Wh as kWh
    case store::ColumnKind::integer: return 0;
    default: return -1;
  }
}

Sheet sheet_of(const ServerParts& server, const ListFileFacts& facts, const store::ListRequest& wanted) {
  Sheet sheet{.name = wanted.view, .columns = {}, .about = {{"list", wanted.view}, {"time", time_text(server.clock.now())}, {"books", std::string(word_of(server.nature))}, {"operator", facts.made_by}}};
  for (const auto& filter : wanted.filters) sheet.about.emplace_back(filter.column + " " + std::string(word_of(filter.how)), filter.value);
  for (const auto& column : store::find_view(wanted.view)->columns)
    sheet.columns.push_back({say(facts.language, "column." + column.name), decimals_of(column.kind, wanted.minor_digits)});
  return sheet;
}

/// With a sheet that says which list it is.
Result<std::shared_ptr<Spool>> workbook_file(const ServerParts& server, store::Moment& connection, const store::ListRequest& wanted, const ListFileFacts& facts, Count& count) {
  TRY(book, SheetWriter::begin(sheet_of(server, facts, wanted)));
  MUST(store::for_each_match(connection, wanted, [&, &to = *book](const store::View& view, const std::vector<store::Value>& row) {
    std::vector<SheetCell> cells;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const auto kind = view.columns[i].kind;
      const bool number = decimals_of(kind, wanted.minor_digits) >= 0 && std::holds_alternative<std::int64_t>(row[i]);
      cells.push_back(number ? SheetCell(std::get<std::int64_t>(row[i])) : SheetCell(store::text_of(row[i], kind, wanted.minor_digits)));
    }
    to.row(cells);
    count.one();
  }));
  return book->finish();
}

constexpr ListFile forms[]{{"csv", "text/csv; charset=utf-8"}, {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}};

}  // namespace

const ListFile* list_file_named(std::string_view form) {
  for (const auto& one : forms)
    if (one.name == form) return &one;
  return nullptr;
}

void add_filter(std::vector<store::Filter>& filters, const std::string& column, const std::string& text) {
  if (const auto range = text.find(".."); range != std::string::npos) {
    if (range > 0) filters.push_back({column, store::Match::from, text.substr(0, range)});
    if (range + 2 < text.size()) filters.push_back({column, store::Match::to, text.substr(range + 2)});
  } else {
    filters.push_back({column, text.find(',') == std::string::npos ? store::Match::is : store::Match::in, text});
  }
}

Result<std::shared_ptr<Spool>> list_file(ServerParts& server, const store::ListRequest& wanted, std::string_view form, const ListFileFacts& facts) {
  if (list_file_named(form) == nullptr) return error(Fault::request, "unknown_format", "There is no such form. Choose one that is offered.", {{"format", std::string(form)}});
  Count count(facts);
  auto file = server.books.walk([&](store::Moment& connection) -> Result<std::shared_ptr<Spool>> {
    const store::Moment::Stopped stopped(connection, facts.stop ? facts.stop : [] { return false; });
    return form == "csv" ? csv_file(connection, wanted, facts, count) : workbook_file(server, connection, wanted, facts, count);
  });
  count.say();
  return file;
}

}  // namespace kwota::serve
