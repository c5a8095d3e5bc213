// A file on the import desk as pages are shown it.   Begin with draft_json(), rows_json().
#pragma once
#include <array>
#include <boost/json.hpp>
#include <memory>
#include <string>

#include "base/spool.h"
#include "base/text/file_form.h"
#include "work/import_desk/import_desk.h"

namespace kwota::serve {

/// What a register's column is called in a language; its own name where the dictionary has none.
std::string column_word(std::string_view language, std::string_view list, std::string_view column);
/// Whether people know a column of this register by that name, in any of our languages.
imports::KnownAs known_in(std::string list);

boost::json::object draft_json(const import_desk::Draft& draft, const std::string& language);
/// Which rows of a draft somebody looks at; a row with a warning is new, changed or the same as well.
enum class DraftTab : std::uint8_t { fresh, changed, same, warnings, errors };
constexpr auto words_of(DraftTab) { return std::array<std::string_view, 5>{"new", "changed", "same", "warnings", "errors"}; }
/// {columns, rows: [{row, state, cells, changes, notes}], total}.
boost::json::object rows_json(const import_desk::Draft& draft, DraftTab tab, std::size_t from, std::size_t count, const std::string& language);
boost::json::object run_json(const books::ImportRun& run, const std::string& language, Instant now);
boost::json::array cell_errors_json(const std::vector<imports::CellError>& errors, const std::string& language);

/// What comes in again.
inline constexpr auto import_forms = {FileForm::csv, FileForm::xlsx};
/// A file with nothing but the head. Error file_not_made.
Result<std::shared_ptr<Spool>> template_file(const imports::Importable& of, FileForm form, const std::string& language);
/// The wrong rows as the file has them, each with its line, its column and the sentence.
Result<std::shared_ptr<Spool>> errors_file(const import_desk::Draft& draft, FileForm form, const std::string& language);

}  // namespace kwota::serve
