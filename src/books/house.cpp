#include "books/house.h"

#include "books/lookup.h"

namespace kwota::books {

House house_of(const Reader& books) {
  House house;
  if (const auto utility = books.only<Utility>()) house = {utility->name, utility->currency, utility->minor_digits, utility->nature, Zone::utc()};
  if (auto zone = utility_zone(books)) house.zone = std::move(*zone);
  return house;
}

std::string house_name(const Reader& books) {
  auto name = utility_of(books).name;
  return name.empty() ? "Kwota" : name;
}

}  // namespace kwota::books
