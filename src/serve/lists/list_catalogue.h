// The page docs/registers.md: every list that has an address, with who may see it and its columns, as rows declare them, in English.
// Guarantees: it says what store::views() says and nothing else; the same program writes the same page.   Begin with registers_page().
#pragma once
#include <string>

namespace kwota::serve {

/// Markdown.
std::string registers_page();

}  // namespace kwota::serve
