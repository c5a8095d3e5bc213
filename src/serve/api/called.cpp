#include "serve/api/called.h"

namespace kwota::serve {

std::string called(const books::Reader& books, const std::string& sign_in) {
  const auto full_name = books.find(books::columns(&books::Operator::full_name), sign_in);
  return full_name && !full_name->empty() ? *full_name : sign_in;
}

void say_people(const books::Reader& books, boost::json::object& row, std::initializer_list<std::string_view> members) {
  boost::json::object people;
  for (const auto member : members) {
    const auto* named = row.if_contains(member);
    if (named == nullptr || !named->is_string() || named->get_string().empty()) continue;
    const std::string sign_in(named->get_string());
    people[member] = boost::json::object{{sign_in, called(books, sign_in)}};
  }
  row["people"] = std::move(people);
}

}  // namespace kwota::serve
