#include "serve/queries/list_columns.h"


#include "serve/queries/code_words.h"
#include "serve/words/words.h"

namespace kwota::serve {

const std::vector<store::Value>& ChosenColumns::of(const std::vector<store::Value>& row) {
  values_.resize(places.size());  // texts keep their room from row to row
  for (std::size_t i = 0; i < places.size(); ++i) values_[i] = row[places[i]];
  return values_;
}

Result<ChosenColumns> chosen_columns(const store::View& view, const std::vector<std::string>& names, std::string_view language) {
  ChosenColumns out;
  const auto take = [&](const store::Column& column) {
    out.columns.push_back({.name = column.name, .title = column_text(language, view.name, column.name), .kind = column.kind, .personal = column.is_personal(), .said = words_under(view.name, column), .person = column.person});
    out.places.push_back(static_cast<std::size_t>(&column - view.columns.data()));
  };
  if (names.empty())
    for (const auto& column : view.columns)
      if (!column.technical) take(column);
  for (const auto& name : names) {
    const auto* column = store::find_column(view, name);
    if (column == nullptr) return store::unknown_column(name);
    take(*column);
  }
  return out;
}

}  // namespace kwota::serve
