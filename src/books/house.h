// What files and papers say of the house whose books these are.   Begin with house_of().
#pragma once
#include <string>

#include "base/time.h"
#include "books/parts/nature.h"
#include "books/reader.h"

namespace kwota::books {

struct House {
  std::string name, currency;
  int digits = 2;                ///< of the currency
  Nature nature = Nature::real;
  Zone zone = Zone::utc();       ///< in which its days begin
};
/// Before there is a utility, and where its zone is none: as it stands there.
House house_of(const Reader& books);
/// As whom letters and telephones know it: before it has a name, the program's own.
std::string house_name(const Reader& books);

}  // namespace kwota::books
