// States and kinds of lists as people read them on paper; pages have the same in web/src/queries/names.ts.
#pragma once
#include <string>
#include <string_view>

namespace kwota::serve {

/// The code itself where no dictionary has it.
std::string code_text(std::string_view language, std::string_view list, std::string_view column, const std::string& code);
/// A list by the name of its page.
std::string list_text(std::string_view language, std::string_view list);

}  // namespace kwota::serve
