#include "store/sqlite/search_index.h"

#include "store/sqlite/reader.h"

namespace kwota::store {
namespace {

/// The rows are walked as they stand in their table.
template <class Row, class Visit>
Result<void> each_row(Connection& connection, Visit visit) {
  const BooksReader books(connection);
  Result<void> done = Done{};
  books.each({.table = &books::table_of<Row>()}, [&](const books::ValueSource& from) {
    Row row;
    books::table_of<Row>().take(&row, from);
    done = visit(row);
    return done.ok();
  });
  if (books.failure()) return *books.failure();
  return done;
}

/// Every word that it should have is there; how many those are is added to `wanted`.
template <class Row>
Result<std::string> wrong_among(Connection& connection, std::int64_t& wanted) {
  std::string wrong;
  MUST(each_row<Row>(connection, [&](const Row& row) -> Result<void> {
    for (const auto& [kind, word] : words_of(books::ref(row))) {
      auto there = connection.prepare("SELECT 1 FROM search_word WHERE kind=? AND word=? AND object=?");
      const auto object = search_object(books::ref(row));
      there.text(kind);
      there.text(word);
      there.text(object);
      TRY(found, there.step());
      if (!found && wrong.empty()) wrong = object;
      ++wanted;
    }
    return Done{};
  }));
  return wrong;
}

}  // namespace

Result<void> note_words(Connection& connection, const std::string& object, const Words& before, const Words& after) {
  const auto note = [&](std::string_view sql, const std::pair<std::string, std::string>& word) {
    auto cursor = connection.prepare(sql);
    cursor.text(word.first);
    cursor.text(word.second);
    cursor.text(object);
    return cursor.run();
  };
  for (const auto& word : before)
    if (!after.contains(word)) MUST(note("DELETE FROM search_word WHERE kind=? AND word=? AND object=?", word));
  for (const auto& word : after)
    if (!before.contains(word)) MUST(note("INSERT INTO search_word(kind, word, object) VALUES(?,?,?) ON CONFLICT DO NOTHING", word));
  return Done{};
}

Result<void> note_all_words(Connection& connection) {
  MUST(each_row<books::Customer>(connection, [&](const books::Customer& row) { return note_words(connection, search_object(books::ref(row)), {}, words_of(books::ref(row))); }));
  return each_row<books::ServicePoint>(connection, [&](const books::ServicePoint& row) { return note_words(connection, search_object(books::ref(row)), {}, words_of(books::ref(row))); });
}

Result<std::string> wrong_words(Connection& connection) {
  std::int64_t wanted = 0;
  TRY(customer, wrong_among<books::Customer>(connection, wanted));
  if (!customer.empty()) return customer;
  TRY(point, wrong_among<books::ServicePoint>(connection, wanted));
  if (!point.empty()) return point;
  TRY(there, connection.number("SELECT count(*) FROM search_word"));
  return std::string(there == wanted ? "" : "search_word");
}

}  // namespace kwota::store
