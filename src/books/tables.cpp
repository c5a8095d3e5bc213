#include "books/kinds.h"

namespace kwota::books {
namespace {

template <class Member>
struct MemberOf;
template <class Row, class T>
struct MemberOf<T Row::*> {
  using type = T;
};

template <class T>
constexpr bool is_word_set = false;
template <class E>
constexpr bool is_word_set<WordSet<E>> = true;

template <class T>
struct Kind {
  static constexpr ColumnType type =
      std::is_integral_v<T> || std::is_same_v<T, Money> || std::is_same_v<T, Credit> || std::is_same_v<T, Energy> || std::is_same_v<T, Instant> ||
              std::is_same_v<T, SequenceNumber> || std::is_same_v<T, KeyNumber> || is_word_set<T>
          ? ColumnType::integer
          : ColumnType::text;
  static constexpr bool may_be_nothing = std::is_same_v<T, KeyNumber>;
};
template <class Tag>
struct Kind<TwelveDigits<Tag>> {
  static constexpr ColumnType type = ColumnType::digits;
  static constexpr bool may_be_nothing = false;
};
template <>
struct Kind<Hex> {
  static constexpr ColumnType type = ColumnType::hex;
  static constexpr bool may_be_nothing = false;
};
template <class T>
struct Kind<std::optional<T>> {
  static constexpr ColumnType type = Kind<T>::type;
  static constexpr bool may_be_nothing = !std::is_same_v<T, LocalDate> && !std::is_same_v<T, LocalTime>;
};
template <>
struct Kind<std::vector<Leg>> {
  static constexpr ColumnType type = ColumnType::legs;
  static constexpr bool may_be_nothing = false;
};

template <class Row>
void give(const void* row, ValueSink& to, int columns) {
  const auto& from = *static_cast<const Row*>(row);
  Row::columns([&](std::string_view name, auto member) {
    if (columns-- <= 0) return;
    to.column(name);
    put(to, from.*member);
  });
}

template <class Row>
int place_of_column(std::string_view wanted) {
  int place = 0, found = -1;
  Row::columns([&](std::string_view name, auto) {
    if (name == wanted) found = place;
    ++place;
  });
  return found;
}

/// Joins what it is given.
class JoinedText final : public ValueSink {
 public:
  void null() override {}
  void integer(std::int64_t value) override { all += std::to_string(value); }
  void text(std::string_view value) override { all += value; }
  void text_copy(std::string_view value) override { all += value; }
  std::string all;
};

template <class Row>
std::string composed_text(const void* row) {
  JoinedText text;
  for (const std::string_view part : Row::composed.parts) {
    if (!part.starts_with('='))
      text.all += part;
    else
      Row::columns([&](std::string_view name, auto member) {
        if (name == part.substr(1)) put(text, static_cast<const Row*>(row)->*member);
      });
  }
  return std::move(text.all);
}

/// What an engine does not give its parts say.
template <class Row>
void compose(Row& row, const ValueSource& from) {
  static const auto place = place_of_column<Row>(Row::composed.column);
  if (!from.is_null(place)) return;
  Row::columns([&](std::string_view name, auto member) {
    if constexpr (std::is_same_v<typename MemberOf<decltype(member)>::type, std::string>)
      if (name == Row::composed.column) row.*member = composed_text<Row>(&row);
  });
}

/// Amounts are read before it is known of what.
template <class Row>
void say_unit(Row& row) {
  if constexpr (requires { row.unit; })
    Row::columns([&](std::string_view, auto member) {
      if constexpr (std::is_same_v<typename MemberOf<decltype(member)>::type, Credit>) row.*member = Credit::of(row.unit, (row.*member).amount());
    });
}

template <class Row>
void take(void* row, const ValueSource& from) {
  auto& to = *static_cast<Row*>(row);
  int column = 0;
  Row::columns([&](std::string_view, auto member) {
    if constexpr (Kind<typename MemberOf<decltype(member)>::type>::type != ColumnType::legs) get(from, column++, to.*member);
  });
  if constexpr (requires { Row::composed; }) compose(to, from);
  say_unit(to);
}

template <class Row>
void take_columns(void* row, const ValueSource& from, const ColumnSet& columns) {
  auto& to = *static_cast<Row*>(row);
  std::size_t place = 0;
  int column = 0;
  Row::columns([&](std::string_view, auto member) {
    if constexpr (Kind<typename MemberOf<decltype(member)>::type>::type != ColumnType::legs) {
      if (columns[place]) get(from, column, to.*member);
      ++column;
    }
    ++place;
  });
  say_unit(to);
}

template <class Row>
void* fresh() { return new Row{}; }
template <class Row>
void* moved(void* row) { return new Row(std::move(*static_cast<Row*>(row))); }
template <class Row>
void* copied(const void* row) { return new Row(*static_cast<const Row*>(row)); }
template <class Row>
void gone(void* row) { delete static_cast<Row*>(row); }

/// How rows of a kind are written.
enum class Manner : std::uint8_t { registered, chained, kept };

template <class Row>
Table make(Manner manner) {
  Table table{.name = Row::table, .key_columns = Row::key_columns, .chained = manner == Manner::chained, .kept = manner == Manner::kept, .keyed = !requires { Row::nobody_asks_by_key; }, .held = requires { Row::held_by_writer; }, .audited = requires { Row::in_audit_trail; }, .follows = false, .follows_whole = false, .composed = {}, .columns = {}, .indexes = {}, .blank = {}, .give = give<Row>, .take = take<Row>, .take_columns = take_columns<Row>, .composed_text = nullptr, .fresh = fresh<Row>, .moved = moved<Row>, .copied = copied<Row>, .gone = gone<Row>};
  Row::columns([&](std::string_view name, auto member) {
    using T = typename MemberOf<decltype(member)>::type;
    table.columns.push_back({.name = name, .type = Kind<T>::type, .may_be_nothing = Kind<T>::may_be_nothing, .personal = personal_in<Row>(name)});
  });
  if constexpr (requires { Row::follows; }) {
    for (const std::string_view name : Row::follows) table.columns.at(static_cast<std::size_t>(table.column_named(name))).follows = true;
    table.follows = true;
    table.follows_whole = Row::follows.size() + static_cast<std::size_t>(table.key_columns) == table.columns.size();
  }
  if constexpr (requires { Row::kept_once; })
    for (const std::string_view name : Row::kept_once) table.columns.at(static_cast<std::size_t>(table.column_named(name))).kept_once = true;
  if constexpr (requires { Row::of_one_shape; })
    for (const std::string_view name : Row::of_one_shape) table.columns.at(static_cast<std::size_t>(table.column_named(name))).of_one_shape = true;
  if constexpr (requires { Row::composed; }) {
    table.composed = Row::composed;
    table.composed_text = composed_text<Row>;
  }
  if constexpr (requires { Row::indexes([](const IndexOf<Row>&) {}); })
    Row::indexes([&](const IndexOf<Row>& index) { table.indexes.push_back(&index); });
  ValuesKeeper blank;
  const Row nothing{};
  give<Row>(&nothing, blank, static_cast<int>(table.columns.size()));
  table.blank = std::move(blank.values);
  return table;
}

template <class... Rows>
void make_all(std::vector<Table>& to, Kinds<Rows...>, Manner manner) {
  (to.push_back(make<Rows>(manner)), ...);
}

}  // namespace

int Table::column_named(std::string_view column) const {
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (columns[i].name == column) return static_cast<int>(i);
  return -1;
}

std::span<const Table* const> all_tables() {
  static const auto made = [] {
    std::vector<Table> all;
    make_all(all, RegisterKinds{}, Manner::registered);
    make_all(all, ChainedKinds{}, Manner::chained);
    make_all(all, KeptKinds{}, Manner::kept);
    return all;
  }();
  static const auto listed = [] {
    std::vector<const Table*> all;
    for (const auto& table : made) all.push_back(&table);
    return all;
  }();
  return listed;
}

}  // namespace kwota::books
