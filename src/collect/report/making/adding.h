// Reads a sheet once for several periods and gives each figure of each group.   Begin with Adding.
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "books/reader.h"
#include "collect/report/period.h"
#include "collect/report/report.h"

namespace kwota::report {

/// How a filter asks for what says nothing.
inline constexpr std::string_view no_text = "\"\"";
/// The values that a filter keeps, with "," between: a comma of a value itself has a backslash before it, and what says nothing is asked as no_text.
std::vector<std::string> values_in_filter(std::string_view text);
/// A value as a filter that keeps it alone.
std::string as_filter(std::string_view value);

/// A figure of a period, and where its sum stands.
struct Wanted {
  const Figure* figure = nullptr;
  Period period;
  int years_later = 0;  ///< groups of days are called by their names so many years later
  bool of_other_days = false;  ///< than those that are asked: what rows say of their days alone names no group
};

/// Of which commodity a volume is: litres of gas and litres of water are no sum.
class OneCommodity {
 public:
  void add(std::string_view name);
  void add(const OneCommodity& other);
  bool is_mixed() const { return mixed_; }

 private:
  std::optional<std::string> name_;
  bool mixed_ = false;
};

class Adding {
 public:
  struct Sums {
    std::vector<std::int64_t> values;  ///< in the order of `wanted`
    std::vector<OneCommodity> of;      ///< likewise: of what those that are volumes are
    std::vector<bool> said;            ///< likewise: whether any row says it (Figure::said_by)
  };

  Adding(const Subject& subject, std::vector<const Dimension*> groups, std::vector<Wanted> wanted);
  /// Rows whose value of the dimension is none of these are left out.
  void keep(const Dimension& dimension, std::string_view values);
  void read(const books::Reader& books);
  /// Group by group in their order, each when it is whole, until `take` has enough: of a source that finds its rows by the first of the groups, from a value of it on.
  /// False: the source gave up, behind so many rows of whatever days.
  bool each_in_order(const books::Reader& books, const std::string& from, std::size_t look_most, const std::function<bool(const std::vector<std::string>& names, const Sums&)>& take);
  /// A row that whoever asks has at hand.
  void take(const books::ValueSource& row) {
    if (!left_out(row)) add(row);
  }

  /// By the values of the groups; groups to which no row belongs are not there.
  using Groups = std::map<std::vector<std::string>, Sums>;
  const Groups& groups() const { return groups_; }
  Groups take_groups() { return std::move(groups_); }

 private:
  struct Filter {
    int column = 0;
    std::size_t letters = 0;
    std::vector<std::string> values;
    bool of_days = false;
    bool leaves_out(const books::ValueSource& row) const;
  };
  struct Place {
    int column = 0;
    std::size_t letters = 0;
    bool of_days = false;
  };
  struct Counted {
    Wanted wanted;
    int column = 0;
    int said_by = -1;  ///< a column, too
    bool is_volume = false;
  };
  Place place_of(const Dimension& dimension) const;
  bool left_out(const books::ValueSource& row) const;
  static bool counts(const Figure& figure, std::string_view kind, std::string_view undone, std::string_view account);
  /// Places in `wanted` of the figures that count such a row on their days.
  const std::vector<std::size_t>& counted_by(const books::ValueSource& row);
  void come_to(std::string_view day);
  /// `of`: the period that the row tells of alone; null: its day says it.
  void add(const books::ValueSource& row, const Period* of = nullptr);
  void read_period_by_period(const books::Reader& books);
  /// From the first to the last that any figure is of.
  facts::Days days() const;
  /// What it looks at of the rows of these days.
  facts::Asked asked(facts::Days days) const;
  Sums& sums_of(const books::ValueSource& row, const Wanted& wanted);
  /// What was counted of other days stands in the row of these days, whatever that says of these days alone; where they have several, in the last one.
  void join_earlier();

  const books::Table* table_ = nullptr;
  const facts::Source* source_ = nullptr;
  int day_ = 0, kind_ = 0, undone_ = 0, account_ = 0, commodity_ = 0;
  std::vector<Place> by_;
  std::vector<Counted> wanted_;
  std::vector<Filter> filters_;
  Groups groups_;
  bool asks_kinds_ = false, asks_undone_ = false, asks_accounts_ = false;
  std::string said_;  ///< by the row at hand, of what figures ask
  std::map<std::string, std::vector<std::size_t>, std::less<>> counted_by_;
  std::string at_day_;
  std::vector<char> of_day_;  ///< which of `wanted` count it
};

}  // namespace kwota::report
