// The page docs/reports.md: every report as it is declared – for whom, for which days, by what, which columns, lines and check lines –, in English.
// Guarantees: it says what reports() says and nothing else; the same program writes the same page.   Begin with reports_page().
#pragma once
#include <string>

namespace kwota::serve {

/// Markdown.
std::string reports_page();

}  // namespace kwota::serve
