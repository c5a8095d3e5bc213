#include "serve/paper/leaving.h"

namespace kwota::serve {

Leaving::Leaving(const std::vector<LeavingColumn>& columns, bool with_personal) {
  for (const auto& column : columns) {
    const bool goes = with_personal || !column.personal;
    goes_.push_back(goes);
    if (column.personal && goes) personal_.push_back(column.name);
    if (!goes) left_out_.push_back(column.title), names_left_out_.push_back(column.name);
  }
}

std::string in_a_row(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names) (out += out.empty() ? "" : ", ") += name;
  return out;
}

}  // namespace kwota::serve
