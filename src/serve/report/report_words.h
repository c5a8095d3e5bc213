// What a report's groups, lines and columns are called in a language.
#pragma once
#include <string>

#include "collect/report/making/make.h"
#include "sell/receipt/format.h"

namespace kwota::serve {

/// Of a group of this report: a kind by its word, what has a name in the books by that, a code as it is; of nothing a dash.
std::string value_text(std::string_view language, const report::Made& made, std::string_view group, const std::string& value);
/// Of a filter, of which several values may be asked.
std::string values_text(std::string_view language, const report::Made& made, std::string_view group, std::string_view values);
/// What a filter can be asked for, where that are words of ours: the word, and how it is said. Empty: it is typed.
std::vector<std::pair<std::string, std::string>> choices_of(std::string_view language, std::string_view filter);
/// Days whose figures stand in two sheets, as a sentence; empty: there are none.
std::string corrected_days(std::string_view language, const report::Made& made);
std::string line_text(std::string_view language, std::string_view line);
std::string column_text(std::string_view language, const report::MadeColumn& column);
/// By which programs know it: "received", "received_share".
std::string column_name(const report::MadeColumn& column);

}  // namespace kwota::serve
