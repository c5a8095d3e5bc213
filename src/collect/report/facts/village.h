// In which village an account is supplied.
#pragma once
#include <string>
#include <vector>

#include "books/reader.h"
#include "collect/report/facts/source.h"

namespace kwota::facts {

/// Of its place of supply; of a farmer's card, which has none, as the card says; else where its customer lives.
std::string village_of(const books::Reader& books, const books::Account& account);
/// The same day by day: a point that was put elsewhere lay before where its history says. Read once, asked for any day.
struct Villages {
  struct Left {
    std::string day, village;  ///< on that day it was put elsewhere
  };
  std::string now;
  std::vector<Left> left;  ///< the oldest first
  /// At the end of a day.
  const std::string& on(const std::string& day) const;
};
Villages villages_of(const books::Reader& books, const Calendar& calendar, const books::Account& account);
/// The same of what a former customer left: where that one lives.
std::string village_of(const books::Reader& books, const books::Account& account, CustomerNumber customer);

}  // namespace kwota::facts
