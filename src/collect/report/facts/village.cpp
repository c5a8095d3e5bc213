#include "collect/report/facts/village.h"

#include "books/lookup.h"
#include "books/rows/money/purse.h"

namespace kwota::facts {

std::string village_of(const books::Reader& books, const books::Account& account) { return village_of(books, account, account.customer); }

std::string village_of(const books::Reader& books, const books::Account& account, CustomerNumber customer) {
  const bool at_a_meter = !account.service_point.empty() || account.meter != MeterNumber{};
  const auto purse = at_a_meter ? std::nullopt : books.last<books::Purse>(account.number);
  return purse ? purse->village : books::village_supplied(books, account.service_point, customer);
}

}  // namespace kwota::facts
