// In which village an account is supplied.
#pragma once
#include <string>

#include "books/reader.h"
#include "collect/report/facts/source.h"

namespace kwota::facts {

/// Of its place of supply; of a farmer's card, which has none, as the card says; else where its customer lives.
std::string village_of(const books::Reader& books, const books::Account& account);
/// The same as it was at the end of a day: a point that was put elsewhere since lay there then, as its history tells.
std::string village_on(const books::Reader& books, const Calendar& calendar, const books::Account& account, const std::string& day);
/// The same of what a former customer left: where that one lives.
std::string village_of(const books::Reader& books, const books::Account& account, CustomerNumber customer);

}  // namespace kwota::facts
