// Rows of which reports are made that no sheet of a day keeps: receipts one by one, accounts as they came and went, shifts as they were counted.
// A source reads them out of the books for the days that are asked, as rows that say their columns like any row of the books (books/table.h); figures,
// groups and filters of a report know them by these names. Its columns are texts and whole numbers alone.
// Begin with Source.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/time.h"
#include "books/reader.h"
#include "sell/settings/past_days.h"

namespace kwota::facts {

/// Business days, both included.
struct Days {
  std::string from, to;
  bool hold(std::string_view day) const { return from <= day && day <= to; }
};

/// What somebody looks at of the rows of some days: a source need tell no more.
struct Asked {
  Days days;
  std::vector<std::string_view> kinds{};  ///< of the rows that he counts; none: whatever their kind
  books::ColumnSet columns{};             ///< that he reads; none: all
  books::ColumnSet of_volumes{};          ///< that he reads besides, where a row tells of a volume
  std::size_t look_most = 0;              ///< of a source that tells in order: at so many rows of whatever days
  bool asks(int column) const { return columns.none() || columns[static_cast<std::size_t>(column)]; }
};

struct Source {
  std::string_view name;  ///< as figures name their sheet
  const books::Table& (*columns)() = nullptr;
  void (*each)(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) = nullptr;
  bool of_whole_days = false;  ///< its rows say what stands at the end of the days that are asked: each period has its own
  void (*each_asked)(const books::Reader& books, const Asked& asked, const std::function<void(const books::ValueSource&)>& take) = nullptr;  ///< null: it tells all there is
  std::string_view in_order{};  ///< a column by whose values it finds its rows, one after the other, without looking at all of them; empty: there is none
  /// From one of its values on, until `take` has enough. False: it gave up, for too many rows of other days lie between them.
  bool (*each_in_order)(const books::Reader& books, const Asked& asked, const std::string& from, const std::function<bool(const books::ValueSource&)>& take) = nullptr;
  /// As it tells best.
  void tell(const books::Reader& books, const Asked& asked, const std::function<void(const books::ValueSource&)>& take) const {
    each_asked != nullptr ? each_asked(books, asked, take) : each(books, asked.days, take);
  }
};

/// Both included.
struct Instants {
  Instant first, last;
  bool hold(Instant at) const { return first <= at && at <= last; }
};

/// Business days of moments, in the utility's zone: what keeps a moment and no day stands beside money that keeps its day.
class Calendar {
 public:
  explicit Calendar(const books::Reader& books);
  std::string day_of(Instant at) const { return days_.of(at); }
  Instant end_of(const LocalDate& day) const { return days_.end_of(day); }
  Instant begin_of(const LocalDate& day) const { return end_of(date_of_day(day_number(day) - 1)); }
  std::string time_of(Instant at) const { return format_local(zone_.local(at)); }
  const Zone& zone() const { return zone_; }
  /// When whatever belongs to these business days was booked, and some days beside: each of them may begin and end some hours beside midnight, and a clock
  /// may have been put right. Nothing: they are no days.
  std::optional<Instants> around(const Days& days) const;

 private:
  Zone zone_;
  settings::PastDays days_;
};

/// The columns of a row, for whoever asks by name.
template <class Row>
const books::Table& columns_of() {
  static const books::Table made = [] {
    books::Table table;
    table.name = Row::table;
    Row::columns([&]<class T, class Of>(std::string_view name, T Of::*) {  // a row may have its columns of another
      table.columns.push_back({.name = name, .type = std::is_same_v<T, std::string> ? books::ColumnType::text : books::ColumnType::integer, .personal = books::personal_in<Row>(name)});
    });
    return table;
  }();
  return made;
}

/// What stands in one column of a row.
template <class Row>
class Cell {
 public:
  Cell() = default;
  Cell(const Cell&) = delete;
  Cell& operator=(const Cell&) = delete;
  virtual ~Cell() = default;
  virtual std::string_view text(const Row&) const { return {}; }
  virtual std::int64_t number(const Row&) const { return 0; }
};
template <class Row, class T, class Of>
class CellOf final : public Cell<Row> {
 public:
  explicit CellOf(T Of::*member) : member_(member) {}
  std::string_view text(const Row& row) const override {
    if constexpr (std::is_same_v<T, std::string>) return row.*member_;
    return {};
  }
  std::int64_t number(const Row& row) const override {
    if constexpr (std::is_same_v<T, std::string>) return 0;
    else return std::get<std::int64_t>(books::value_of(row.*member_));
  }

 private:
  T Of::*member_;
};
template <class Row>
const std::vector<std::unique_ptr<const Cell<Row>>>& cells_of() {
  static const auto made = [] {
    std::vector<std::unique_ptr<const Cell<Row>>> cells;
    Row::columns([&]<class T, class Of>(std::string_view, T Of::*member) { cells.push_back(std::make_unique<CellOf<Row, T, Of>>(member)); });
    return cells;
  }();
  return made;
}

/// A row as its columns say it, as long as it lives: what nobody asks costs nothing.
template <class Row>
class Given final : public books::ValueSource {
 public:
  explicit Given(const Row& row) : row_(row) {}
  bool is_null(int) const override { return false; }
  std::int64_t get_integer(int column) const override { return cells_of<Row>()[static_cast<std::size_t>(column)]->number(row_); }
  std::string_view get_text(int column) const override { return cells_of<Row>()[static_cast<std::size_t>(column)]->text(row_); }

 private:
  const Row& row_;
};

}  // namespace kwota::facts
