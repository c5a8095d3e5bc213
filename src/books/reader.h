// What the books say. Use-cases read through this; the store implements it on a transaction, books/memory.h in memory, the same way.
//   find<Meter>(number)                  the row with this key
//   select<Code>(kind)                   rows by the first columns of their key; select(Card::of_account, number): by an index
//   newest(Sale::of_account, 20, number) the last ones in that order, last first
//   since<DayFreeze>(day, meter)         from a value on of the column that follows
//   newest(columns(&Sale::time, &Sale::kind), Sale::of_account, 20, number)   what these columns say; nothing else is read
// Rows come in the order of what they were asked by. What has a rule of its own – the account that is not closed – is a function in
// books/lookup.h. Searching and paging for people is the store's own (store/lists/query.h).
#pragma once
#include <functional>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

#include "books/kinds.h"

namespace kwota::books {

/// Columns that are read without the rest of their row, which makes a history cheap. Who names them is answered by what they say – one its value,
/// several a tuple in their order – and by no row, so that nobody takes a column for empty that was not read.
template <class Row, class... T>
class Columns {
 public:
  using Values = std::conditional_t<sizeof...(T) == 1, std::tuple_element_t<0, std::tuple<T...>>, std::tuple<T...>>;

  explicit Columns(T Row::*... members) : members_(members...), places_((place_of(members) | ...)) {}
  const ColumnSet& places() const { return places_; }
  Values read(const ValueSource& from) const {
    Row row{};
    table_of<Row>().take_columns(&row, from, places_);
    return std::apply([&row](auto... member) { return Values{std::move(row.*member)...}; }, members_);
  }

 private:
  /// With the unit of a credit, without which it is a number.
  template <class Member>
  static ColumnSet place_of(Member Row::*member) {
    static_assert(!std::is_same_v<Member, std::vector<Leg>>, "legs are asked for by Reader::legs");
    ColumnSet set;
    std::size_t place = 0;
    Row::columns([&](std::string_view name, auto column) {
      if constexpr (std::is_same_v<decltype(column), Member Row::*>) set[place] = column == member;
      if (std::is_same_v<Member, Credit> && name == "unit") set.set(place);
      ++place;
    });
    return set;
  }

  std::tuple<T Row::*...> members_;
  ColumnSet places_;
};
template <class Row, class... T>
Columns<Row, T...> columns(T Row::*... members) {
  return Columns<Row, T...>(members...);
}

class Reader {
 public:
  virtual ~Reader() = default;

  /// Calls `take` for each row that answers, until it returns false.
  virtual void each(const Query& query, const std::function<bool(const ValueSource&)>& take) const = 0;
  /// Of an account of the ledger, with what the running group has added; zero when never used.
  virtual Money balance(std::string_view ledger_account) const = 0;

  /// Of an entry of the ledger, in their order; none when there is no such entry.
  virtual std::vector<Leg> legs(std::string_view entry) const = 0;

  /// Somebody cannot go on without a document that lies in the archive of this year, which is not at hand: what he was about to say is not said.
  virtual void needs_archive(std::int64_t /*year*/) const {}

  // Looks over whole tables, which an engine counts and joins itself.
  virtual std::vector<HeldVersion> cards_by_key_version() const = 0;   ///< user cards that are in use, by version
  virtual std::vector<HeldVersion> meters_by_key_version() const = 0;  ///< meters that are installed, by version
  virtual std::vector<MeterPoint> meter_points() const = 0;            ///< installed, on a line, or counting an area; by meter
  virtual std::vector<LastContact> last_contacts() const = 0;                ///< by meter; a meter that never spoke is not there

  template <class Row, class... Key>
  std::optional<Row> find(const Key&... key) const { return first<Row>(asked<Row>(nullptr, key...)); }
  template <class Row, class... T, class... Key>
  auto find(const Columns<Row, T...>& columns, const Key&... key) const { return first(columns, asked<Row>(nullptr, key...)); }
  /// The first in the order of an index.
  template <class Row, class... Key>
  std::optional<Row> find(const IndexOf<Row>& index, const Key&... key) const { return first<Row>(asked<Row>(&index, key...)); }
  /// Of a table that has one row or none.
  template <class Row>
  std::optional<Row> only() const { return find<Row>(); }
  template <class Row>
  std::vector<Row> all() const { return select<Row>(); }
  template <class Row, class... Key>
  std::vector<Row> select(const Key&... key) const { return rows<Row>(asked<Row>(nullptr, key...)); }
  template <class Row, class... Key>
  std::vector<Row> select(const IndexOf<Row>& index, const Key&... key) const { return rows<Row>(asked<Row>(&index, key...)); }
  /// `count` 0: all.
  template <class Row, class... Key>
  std::vector<Row> newest(std::size_t count, const Key&... key) const { return rows<Row>(from_the_end(asked<Row>(nullptr, key...), count)); }
  template <class Row, class... Key>
  std::vector<Row> newest(const IndexOf<Row>& index, std::size_t count, const Key&... key) const {
    return rows<Row>(from_the_end(asked<Row>(&index, key...), count));
  }
  template <class Row, class... T, class... Key>
  auto newest(const Columns<Row, T...>& columns, const IndexOf<Row>& index, std::size_t count, const Key&... key) const {
    std::vector<typename Columns<Row, T...>::Values> found;
    each(columns, from_the_end(asked<Row>(&index, key...), count), [&](auto values) {
      found.push_back(std::move(values));
      return true;
    });
    return found;
  }
  /// Whether this holds of one of the last `count`; what lies behind that one is not read.
  template <class Row, class... T, class Holds, class... Key>
  bool among_newest(const Columns<Row, T...>& columns, std::size_t count, Holds holds, const Key&... key) const {
    bool found = false;
    each(columns, from_the_end(asked<Row>(nullptr, key...), count), [&](const auto& values) { return !(found = holds(values)); });
    return found;
  }
  template <class Row, class... Key>
  std::optional<Row> last(const Key&... key) const { return first<Row>(from_the_end(asked<Row>(nullptr, key...), 1)); }
  template <class Row, class... T, class... Key>
  auto last(const Columns<Row, T...>& columns, const Key&... key) const { return first(columns, from_the_end(asked<Row>(nullptr, key...), 1)); }
  template <class Row, class... Key>
  std::optional<Row> last(const IndexOf<Row>& index, const Key&... key) const { return first<Row>(from_the_end(asked<Row>(&index, key...), 1)); }
  template <class Row, class From, class... Key>
  std::vector<Row> since(const From& from, const Key&... key) const { return rows<Row>(starting(asked<Row>(nullptr, key...), value_of(from))); }
  template <class Row, class From, class... Key>
  std::vector<Row> since(const IndexOf<Row>& index, const From& from, const Key&... key) const {
    return rows<Row>(starting(asked<Row>(&index, key...), value_of(from)));
  }

  template <class Row>
  std::vector<Row> rows(const Query& query) const {
    std::vector<Row> found;
    each(query, [&](const ValueSource& from) {
      query.table->take(&found.emplace_back(), from);
      return true;
    });
    return found;
  }
  template <class Row>
  std::optional<Row> first(Query query) const {
    query.limit = 1;
    std::optional<Row> found;
    each(query, [&](const ValueSource& from) {
      query.table->take(&found.emplace(), from);
      return false;
    });
    return found;
  }

 private:
  template <class Row, class... T, class Take>
  void each(const Columns<Row, T...>& columns, Query query, Take take) const {
    query.columns = columns.places();
    each(query, [&](const ValueSource& from) { return take(columns.read(from)); });
  }
  template <class Row, class... T>
  auto first(const Columns<Row, T...>& columns, Query query) const {
    query.limit = 1;
    std::optional<typename Columns<Row, T...>::Values> found;
    each(columns, std::move(query), [&](auto values) {
      found = std::move(values);
      return false;
    });
    return found;
  }
  template <class Row, class... Key>
  static Query asked(const Index* index, const Key&... key) {
    return {.table = &table_of<Row>(), .index = index, .equal = {value_of(key)...}, .from = {}, .up_to = {}};
  }
  static Query from_the_end(Query query, std::size_t count) {
    query.newest = true;
    query.limit = count;
    return query;
  }
  static Query starting(Query query, Value from) {
    query.from = std::move(from);
    return query;
  }
};

/// Real where there are no books yet.
inline Nature nature_of(const Reader& books) {
  const auto utility = books.only<Utility>();
  return utility ? utility->nature : Nature::real;
}

}  // namespace kwota::books
