#include "serve/lists/list_files.h"

#include <algorithm>
#include <set>

#include "base/text/parts.h"
#include "collect/report/labels.h"
#include "serve/api/asked.h"
#include "serve/desk/shown.h"
#include "serve/lists/changes_said.h"
#include "serve/queries/code_words.h"
#include "serve/queries/list_columns.h"
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

/// What people are called, by their sign-in names, and what of ours works beside them, by its word; of whoever is none of them his name as it is.
class People {
 public:
  People(store::Moment& connection, std::string language) : language_(std::move(language)) {
    const store::BooksReader reader(connection);
    std::set<std::string> names;
    for (const auto& row : reader.all<books::Operator>()) names.insert(row.name);
    labels_ = report::labels_of(reader, "operator", names);
  }
  std::string called(const std::string& name) const {
    const auto label = labels_.find(name);
    return label == labels_.end() ? code_text(language_, "actor", name) : report::text_of(label->second, name, language_);
  }

 private:
  std::string language_;
  report::Labels labels_;
};

TableFacts table_facts(const ServerParts& server, const ListFileFacts& facts, const store::ListRequest& wanted) {
  auto out = facts_of_list(server, wanted.view, facts.language, facts.made_by);
  out.minor_digits = wanted.minor_digits;
  out.personal = wanted.personal;
  if (!wanted.search.empty()) out.lines.push_back("“" + wanted.search + "”");
  for (const auto& filter : wanted.filters) {
    out.about.emplace_back(filter.column + " " + std::string(word_of(filter.how)), filter.value);
  }
  return out;
}

/// What was asked, below the title of a paper.
void say_filters(TableFacts& about, const store::View& view, const store::ListRequest& wanted) {
  for (const auto& filter : wanted.filters) {
    const auto* column = store::find_column(view, filter.column);
    std::string values;
    for (const auto& one : filter.how == store::Match::in ? texts_of(filter.value) : std::vector{filter.value})
      values += (values.empty() ? "" : ", ") + (column == nullptr ? one : filter_on_paper(one, view, *column, about));
    const std::string between = filter.how == store::Match::from ? " ≥ " : filter.how == store::Match::to ? " ≤ " : ": ";
    about.lines.push_back(column_text(about.language, view.name, filter.column) + between + values);
  }
}

/// Rows of the audit trail say what they are about and what changed in words, as the page does.
class AuditSaid {
 public:
  AuditSaid(const store::View& view, ReadBy by) : by_(by) {
    if (view.name != "audit") return;
    details_ = place(view, "details");
    object_ = place(view, "object");
  }
  const std::vector<store::Value>& of(const std::vector<store::Value>& row) {
    if (!details_) return row;
    said_ = row;
    const auto* details = std::get_if<std::string>(&row[*details_]);
    const auto* object = std::get_if<std::string>(&row[*object_]);
    if (details != nullptr && object != nullptr) {
      said_[*details_] = changes_said(*details, *object, by_);
      said_[*object_] = object_said(*object, by_);
    }
    return said_;
  }

 private:
  static std::size_t place(const store::View& view, std::string_view name) { return static_cast<std::size_t>(store::find_column(view, name) - view.columns.data()); }

  ReadBy by_;
  std::optional<std::size_t> details_, object_;
  std::vector<store::Value> said_;
};

Error unknown_list(const std::string& list) { return error(Fault::request, "unknown_list", "There is no such list.", {{"list", list}}); }

}  // namespace

std::optional<FileForm> list_file_asked(std::string_view form) {
  const auto asked = file_form_in(form, list_forms);
  return asked ? std::optional(*asked) : std::nullopt;
}

books::House house_of(const ServerParts& server) {
  auto house = server.books.read([](const books::Reader& books) -> Result<books::House> { return books::house_of(books); });
  return house ? std::move(*house) : books::House{};
}

TableFacts facts_of_list(const ServerParts& server, const std::string& list, const std::string& language, const std::string& made_by) {
  const auto house = house_of(server);
  const auto now = server.clock.now();
  return {.language = language,
          .name = list,
          .about = {{"list", list}, {"time", time_text(now)}, {"books", std::string(word_of(server.nature))}, {"operator", made_by}},
          .title = house.name + " · " + list_text(language, list),
          .foot = say(language, "report.made_by", {{"time", format_local(house.zone.local(now))}, {"operator", made_by}}),
          .currency = house.currency,
          .zone = house.zone};
}

void add_filter(std::vector<store::Filter>& filters, const std::string& column, const std::string& text) {
  if (const auto range = text.find(".."); range != std::string::npos) {
    if (range > 0) filters.push_back({column, store::Match::from, text.substr(0, range)});
    if (range + 2 < text.size()) filters.push_back({column, store::Match::to, text.substr(range + 2)});
  } else {
    filters.push_back({column, text.find(',') == std::string::npos ? store::Match::is : store::Match::in, text});
  }
}

Result<TableFile> list_file(ServerParts& server, const store::ListRequest& wanted, FileForm form, const ListFileFacts& facts) {
  const auto* view = store::find_view(wanted.view);
  if (view == nullptr) return unknown_list(wanted.view);
  TRY(taken, chosen_columns(*view, facts.columns, facts.language));
  Count count(facts);
  auto file = server.books.walk([&](store::Moment& connection) -> Result<TableFile> {
    const store::Moment::Stopped stopped(connection, facts.stop ? facts.stop : [] { return false; });
    auto about = table_facts(server, facts, wanted);
    about.called = [people = People(connection, facts.language)](const std::string& name) { return people.called(name); };
    say_filters(about, *view, wanted);
    TRY(table, TableWriter::begin(form, taken.columns, about));
    AuditSaid said(*view, {.language = facts.language, .zone = about.zone, .digits = wanted.minor_digits, .personal = wanted.personal});
    MUST(store::for_each_match(connection, wanted, [&, &to = *table](const store::View&, const std::vector<store::Value>& row) {
      to.row(taken.of(said.of(row)));
      count.one();
    }));
    return table->finish();
  });
  count.say();
  return file;
}

}  // namespace kwota::serve
