// What is declared for the query builder, and answers in the forms in which people take them: JSON for pages, files with all rows.
// Text stays text in table programs; what is unknown is empty.   Begin with json_of(), file_of().
#pragma once
#include <boost/json.hpp>
#include <string>

#include "serve/queries/table_file.h"
#include "store/queries/run.h"

namespace kwota::serve {

/// Whose file it is, and of which books.
struct QueryFacts {
  std::string language, name, made_by, nature;
  std::string utility{}, currency{};
};

/// What may be asked of a list: {subject, sort, fields: [{name, kind, personal, hows, figures, parts, words, link}], others: [{list, by}]}. Fields that are
/// personal and not this person's are there to be shown alone. Links and others lead only to lists that he may read.
boost::json::object declared(const store::View& subject, const queries::Viewer& viewer);

/// {heads: [{name, field, kind, figure, part}], rows: [{name: value}], next, further, sort, total, total_is_exact, totals}
boost::json::object json_of(const queries::Page& page, int minor_digits);

/// One value as programs read it.
boost::json::value json_cell(const store::Value& cell, store::ColumnKind kind, int minor_digits);

/// What an answer is offered as.
inline constexpr auto query_forms = {FileForm::csv, FileForm::xlsx, FileForm::pdf, FileForm::json};
/// All rows. Errors those of TableWriter and queries::each_row().
Result<TableFile> file_of(store::Moment& connection, const queries::Document& document, const queries::Viewer& viewer, FileForm form, const QueryFacts& facts);

}  // namespace kwota::serve
