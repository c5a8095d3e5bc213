// What a report's groups, lines and columns are called in a language.
#pragma once
#include <string>

#include "collect/report/make.h"

namespace kwota::serve {

/// Of a group: a kind by its name, a code as it is; of nothing a dash.
std::string value_text(std::string_view language, std::string_view group, const std::string& value);
std::string line_text(std::string_view language, std::string_view line);
std::string column_text(std::string_view language, const report::MadeColumn& column);

}  // namespace kwota::serve
