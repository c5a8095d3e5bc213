// In which village an account is supplied.
#pragma once
#include <string>

#include "books/reader.h"

namespace kwota::facts {

/// Of its place of supply; of a farmer's card, which has none, as the card says; else where its customer lives.
std::string village_of(const books::Reader& books, const books::Account& account);
/// The same of what a former customer left: where that one lives.
std::string village_of(const books::Reader& books, const books::Account& account, CustomerNumber customer);

}  // namespace kwota::facts
