// A question as somebody builds it, kept as a JSON document:
//   {"subject": "sales",
//    "where": {"all": [{"field": "time", "how": "last_days", "value": "30"},
//                      {"any": [{"field": "customer.place", "how": "in", "values": ["E01-V1", "E01-V2"]}, {"field": "tendered", "how": "more", "value": "100"}]},
//                      {"has_none": {"list": "statements", "by": "meter", "where": {…}}}]},
//    "columns": ["number", "customer_name", "tendered"], "sort": "-time"}
// or, in place of columns, "groups": [{"field": "business_day", "part": "month"}] and "figures": [{"figure": "sum", "field": "tendered"}].
// Here a document is only taken apart; what its fields mean is the compiler's (compile.h). Each part knows its way in the document.
// Begin with parse().
#pragma once
#include <boost/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/words.h"

namespace kwota::queries {

/// How deep groups stand in one another, how much a question may ask. [K]
inline constexpr std::size_t levels_max = 3, conditions_max = 100, values_max = 1'000, columns_max = 60, groups_max = 3, figures_max = 12;

enum class How : std::uint8_t { is, is_not, begins, contains, in, less, more, between, before, after, last_days, this_month, last_month, empty, filled };
constexpr auto words_of(How) {
  return std::array<std::string_view, 15>{"is",     "not",    "begins",    "contains",   "in",         "less",  "more",  "between",
                                          "before", "after",  "last_days", "this_month", "last_month", "empty", "filled"};
}
/// So many values belong to it: 0, 1, 2, or `many_values`.
inline constexpr std::size_t many_values = 99;
std::size_t values_of(How how);

enum class DatePart : std::uint8_t { whole, day, month, year };  ///< of a date, for groups
constexpr auto words_of(DatePart) { return std::array<std::string_view, 4>{"", "day", "month", "year"}; }

/// A mean is told in the smallest unit of its field, of whole numbers in hundredths; what is left is rounded, halves away from zero.
enum class FigureKind : std::uint8_t { count, sum, min, max, mean };
constexpr auto words_of(FigureKind) { return std::array<std::string_view, 5>{"count", "sum", "min", "max", "mean"}; }

/// A condition, or several.
struct Node {
  enum class Kind : std::uint8_t { all, any, field, has, has_none };
  Kind kind = Kind::all;
  std::string path;                  ///< where it stands: "where.all[2]"
  std::vector<Node> parts;           ///< of all and any; of has and has_none one: what those rows must be
  std::string field;                 ///< "customer.place": a field of the row that a field names
  How how = How::is;
  std::vector<std::string> values;
  std::string list, by;              ///< of has and has_none: rows of this list whose field `by` names the row
};

struct Group {
  std::string field, path;
  DatePart part = DatePart::whole;
  std::string name() const { return part == DatePart::whole ? field : field + "." + std::string(word_of(part)); }
};

struct Figure {
  FigureKind kind = FigureKind::count;
  std::string field, path;  ///< of count no field
  std::string name() const { return kind == FigureKind::count ? "count" : std::string(word_of(kind)) + "." + field; }
};

struct Document {
  std::string subject;
  Node where;
  std::vector<std::string> columns;
  std::vector<Group> groups;
  std::vector<Figure> figures;
  std::string sort;  ///< a column, a group's or a figure's name; "-" in front: largest first
  std::string text;  ///< the same document, always written in the same way

  bool grouped() const { return !groups.empty() || !figures.empty(); }
};

/// Errors, each with the way to the place in {path}: `query_malformed` {wanted}, `query_unknown_member` {member}, `query_unknown_how` {how},
/// `query_too_deep` {most}, `query_too_large` {most}.
Result<Document> parse(const boost::json::value& document);

/// What all errors of queries have in common: the way to the wrong place, and that nothing was changed.
Error query_error(std::string_view code, std::string_view sentence, const std::string& path, Details more = {});

}  // namespace kwota::queries
