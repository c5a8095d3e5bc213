#include "base/text/file_form.h"

#include <algorithm>

namespace kwota {

Result<FileForm> file_form_in(std::string_view text, std::initializer_list<FileForm> offered) {
  const auto form = parse_word<FileForm>(text);
  if (form && std::ranges::find(offered, *form) != offered.end()) return *form;
  return error(Fault::request, "unknown_format", "There is no such form of a file. Choose one that is offered.", {{"format", std::string(text)}});
}

}  // namespace kwota
