// Rows of the books as SQL values, from the one list that each row keeps in `columns()`.
//   numbers, money, energy, time -> INTEGER (minor units, Wh, ms UTC)     text, numbers of meters and customers, serials -> TEXT
//   optional -> NULL when there is nothing, a first key version too       legs of an entry -> rows of the table `leg`
// The same values are what is hashed (canonical bytes), so that a hash can be recomputed with nothing but SQL and SHA-256:
//   text(table) || for each column in the order of the list that is not NULL: text(name) || 'i' int64, or 't' text, or 'l' legs
//   text = u32 length || UTF-8;  int64 and u32 big-endian;  legs = u32 count || (text account || int64 amount) each
// The content hash of a row is SHA-256 of these bytes; a chained row's hash is SHA-256(hash of the row before || content hash).
// A column that joins a chained row later must be optional: NULL is skipped, so old hashes stay what they were.
#pragma once
#include <string>
#include <type_traits>
#include <variant>

#include "base/ids_text.h"
#include "base/words.h"
#include "books/rows.h"
#include "store/hash.h"
#include "store/sqlite.h"

namespace kwota::store {

// ---- a value into a sink (Cursor: bind, CanonicalBytes: hash) -----------------------------------------------------------

template <class Sink>
void put(Sink& sink, const std::string& value) {
  sink.text(value);
}
template <class Sink, class Number>
requires std::is_integral_v<Number>
void put(Sink& sink, Number value) { sink.integer(static_cast<std::int64_t>(value)); }
template <class Sink>
void put(Sink& sink, Money value) {
  sink.integer(value.minor());
}
template <class Sink>
void put(Sink& sink, Energy value) {
  sink.integer(value.wh());
}
template <class Sink>
void put(Sink& sink, Instant value) {
  sink.integer(value.ms());
}
template <class Sink>
void put(Sink& sink, SequenceNumber value) {
  sink.integer(value.value());
}
template <class Sink>
void put(Sink& sink, books::KeyNumber value) {
  if (value == books::KeyNumber::first)
    sink.null();
  else
    sink.integer(value);
}
template <class Sink, Worded E>
void put(Sink& sink, E value) {
  sink.text(word_of(value));
}
template <class Sink, class Tag>
void put(Sink& sink, TwelveDigits<Tag> value) {
  char digits[12];
  auto rest = value.value();
  for (int i = 12; i-- > 0; rest /= 10) digits[i] = static_cast<char>('0' + rest % 10);
  sink.text_copy({digits, 12});
}
template <class Sink>
void put(Sink& sink, const CardSerial& value) {
  sink.text_copy(to_text(value));
}
template <class Sink, class T>
void put(Sink& sink, const std::optional<T>& value) {
  if (value)
    put(sink, *value);
  else
    sink.null();
}

// ---- a value out of a cursor -------------------------------------------------------------------------------------------

inline void get(const Cursor& from, int column, std::string& value) { value = from.get_text(column); }
template <class Number>
requires std::is_integral_v<Number>
void get(const Cursor& from, int column, Number& value) {
  if constexpr (std::is_same_v<Number, bool>)
    value = from.get_integer(column) != 0;
  else
    value = static_cast<Number>(from.get_integer(column));
}
inline void get(const Cursor& from, int column, Money& value) { value = Money::minor(from.get_integer(column)); }
inline void get(const Cursor& from, int column, Energy& value) { value = Energy::wh(from.get_integer(column)); }
inline void get(const Cursor& from, int column, Instant& value) { value = Instant::from_ms(from.get_integer(column)); }
inline void get(const Cursor& from, int column, SequenceNumber& value) {
  value = SequenceNumber(static_cast<std::uint32_t>(from.get_integer(column)));
}
template <class Tag>
void get(const Cursor& from, int column, TwelveDigits<Tag>& value) {
  std::uint64_t number = 0;
  for (const char digit : from.get_text(column)) number = number * 10 + static_cast<std::uint64_t>(digit - '0') % 10;
  value = TwelveDigits<Tag>::from(number);
}
inline void get(const Cursor& from, int column, books::KeyNumber& value) {
  value = from.is_null(column) ? books::KeyNumber::first : static_cast<std::uint8_t>(from.get_integer(column));
}
template <Worded E>
void get(const Cursor& from, int column, E& value) {
  value = parse_word<E>(from.get_text(column)).value_or(no_word<E>);
}
inline void get(const Cursor& from, int column, CardSerial& value) {
  auto serial = parse_card_serial(from.get_text(column));
  value = serial ? *serial : CardSerial{};
}
template <class T>
void get(const Cursor& from, int column, std::optional<T>& value) {
  if (from.is_null(column)) return value.reset();
  get(from, column, value.emplace());
}

// ---- canonical bytes ---------------------------------------------------------------------------------------------------

class CanonicalBytes {
 public:
  explicit CanonicalBytes(std::string_view table) {
    bytes_.reserve(1024);
    counted(table);
  }
  void column(std::string_view name) { name_ = name; }
  void null() {}
  void integer(std::int64_t value) {
    tagged('i');
    whole(value);
  }
  void text(std::string_view value) {
    tagged('t');
    counted(value);
  }
  void text_copy(std::string_view value) { text(value); }
  void legs(const std::vector<books::Leg>& legs) {
    tagged('l');
    count(legs.size());
    for (const auto& leg : legs) {
      counted(leg.account);
      whole(leg.amount.minor());
    }
  }
  ByteView view() const { return bytes_; }

 private:
  void tagged(char tag) {
    counted(name_);
    bytes_.push_back(static_cast<std::uint8_t>(tag));
  }
  void count(std::size_t n) {
    std::uint8_t be[4];
    put_be32(be, static_cast<std::uint32_t>(n));
    append(bytes_, be);
  }
  void counted(std::string_view text) {
    count(text.size());
    append(bytes_, view_of(text));
  }
  void whole(std::int64_t value) {
    std::uint8_t be[8];
    put_be64(be, static_cast<std::uint64_t>(value));
    append(bytes_, be);
  }

  std::string_view name_;
  Bytes bytes_;
};

// ---- whole rows --------------------------------------------------------------------------------------------------------

template <class T>
inline constexpr bool is_legs = std::is_same_v<std::remove_cvref_t<T>, std::vector<books::Leg>>;

template <class Row>
Digest content_hash(const Row& row) {
  CanonicalBytes bytes(Row::table);
  Row::columns([&](std::string_view name, auto member) {
    bytes.column(name);
    if constexpr (is_legs<decltype(row.*member)>)
      bytes.legs(row.*member);
    else
      put(bytes, row.*member);
  });
  return sha256(bytes.view());
}

/// Binds all columns that stand in the row's own table, in the order of the list.
template <class Row>
void bind_row(Cursor& cursor, const Row& row) {
  Row::columns([&](std::string_view, auto member) {
    if constexpr (!is_legs<decltype(row.*member)>) put(cursor, row.*member);
  });
}

/// Binds the key: the first `key_columns` of the list.
template <class Row>
void bind_key(Cursor& cursor, const Row& row) {
  int left = Row::key_columns;
  Row::columns([&](std::string_view, auto member) {
    if constexpr (!is_legs<decltype(row.*member)>)
      if (left-- > 0) put(cursor, row.*member);
  });
}

/// Reads a row that was selected with ColumnsOf<Row>::list.
template <class Row>
Row read_row(const Cursor& cursor) {
  Row row;
  int column = 0;
  Row::columns([&](std::string_view, auto member) {
    if constexpr (!is_legs<decltype(row.*member)>) get(cursor, column++, row.*member);
  });
  return row;
}

/// "<table>/<key>", as audit entries and findings name a row: "till/3/1".
template <class Row>
std::string name_of(const Row& row) {
  struct Text {
    std::string all;
    void integer(std::int64_t value) { all += "/" + std::to_string(value); }
    void text(std::string_view value) { (all += '/') += value; }
    void text_copy(std::string_view value) { text(value); }
    void null() { all += "/"; }
  } text{Row::table};
  int left = Row::key_columns;
  Row::columns([&](std::string_view, auto member) {
    if constexpr (!is_legs<decltype(row.*member)>)
      if (left-- > 0) put(text, row.*member);
  });
  return text.all;
}

/// SQL texts of a row, made once.
template <class Row>
struct ColumnsOf {
  std::string list;      ///< "number","name",…
  std::string holes;     ///< ?,?,…
  std::string key;       ///< "number"=? AND …
  std::string key_list;  ///< "number",…
  std::string updates;   ///< "name"=excluded."name",…
  static const ColumnsOf& sql() {
    static const ColumnsOf made;
    return made;
  }

 private:
  ColumnsOf() {
    int left = Row::key_columns;
    Row::columns([&](std::string_view name, auto member) {
      if constexpr (!is_legs<decltype(std::declval<Row>().*member)>) {
        const std::string quoted = '"' + std::string(name) + '"';
        join(list, ",", quoted);
        join(holes, ",", "?");
        if (left-- > 0) {
          join(key, " AND ", quoted + "=?");
          join(key_list, ",", quoted);
        } else {
          join(updates, ",", quoted + "=excluded." + quoted);
        }
      }
    });
  }
  static void join(std::string& to, const char* between, const std::string& more) {
    if (!to.empty()) to += between;
    to += more;
  }
};

template <class Row>
const std::string& select_sql() {
  static const std::string sql = "SELECT " + ColumnsOf<Row>::sql().list + " FROM \"" + Row::table + "\" ";
  return sql;
}
template <class Row>
const std::string& select_by_key_sql() {
  static const std::string sql = select_sql<Row>() + "WHERE " + ColumnsOf<Row>::sql().key;
  return sql;
}
template <class Row>
const std::string& upsert_sql() {
  static const std::string sql = std::string("INSERT INTO \"") + Row::table + "\"(" + ColumnsOf<Row>::sql().list + ") VALUES(" +
                                 ColumnsOf<Row>::sql().holes + ") ON CONFLICT(" + ColumnsOf<Row>::sql().key_list +
                                 ") DO UPDATE SET " + ColumnsOf<Row>::sql().updates;
  return sql;
}
/// Of a chained row: its columns, then id, position, previous, hash.
template <class Row>
const std::string& append_sql() {
  static const std::string sql = std::string("INSERT INTO \"") + Row::table + "\"(" + ColumnsOf<Row>::sql().list +
                                 ",id,position,previous,hash) VALUES(" + ColumnsOf<Row>::sql().holes + ",?,?,?,?)";
  return sql;
}

/// Calls visit.template operator()<Row>() for each kind of row in a variant.
template <class Variant, class Visit>
void for_each_row(Visit&& visit) {
  [&]<std::size_t... index>(std::index_sequence<index...>) {
    (visit.template operator()<std::variant_alternative_t<index, Variant>>(), ...);
  }
  (std::make_index_sequence<std::variant_size_v<Variant>>{});
}

}  // namespace kwota::store
