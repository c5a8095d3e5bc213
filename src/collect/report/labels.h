// What the values of a report's dimensions are called: people, price plans, classes, villages, areas, stations, reasons have names in the utility's own registers, and a reader knows
// these, not the codes by which rows find each other. The one place that says which dimension is named by what; a new report has it with the dimension.
// Begin with labels_of().
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "books/reader.h"
#include "books/rows/money/plan.h"

namespace kwota::report {

struct Label {
  std::string name;                 ///< in every language
  std::optional<books::Code> code;  ///< of a code table, which has a name a language
  std::string more;                 ///< what somebody wrote behind the code of a reason
  bool with_value = false;          ///< the value tells something beside it, or another one is called the same
};
/// By the values of a dimension; what has no name is not there.
using Labels = std::map<std::string, Label, std::less<>>;

/// Whether its values have names at all, other than words of ours.
bool is_named(std::string_view dimension);
Labels labels_of(const books::Reader& books, std::string_view dimension, const std::set<std::string>& values);
/// What is called so, in whatever language: for whoever asks for a name and not for a code. Nothing is: as it was asked.
std::vector<std::string> values_called(const books::Reader& books, std::string_view dimension, const std::string& name);
/// "Zhao Jing"; "Zhao Jing (zhao)" where two are called so.
std::string text_of(const Label& label, const std::string& value, std::string_view language);

}  // namespace kwota::report
