#include "collect/report/facts/village.h"

#include <boost/json.hpp>

#include "books/lookup.h"
#include "books/rows/money/purse.h"

namespace kwota::facts {
namespace {

/// Where it lay before this change; nothing: something else was changed.
std::optional<std::string> place_before(const books::Audit& entry) {
  boost::system::error_code failed;
  const auto said = boost::json::parse(entry.details, failed);
  const auto* place = !failed && said.is_object() ? said.get_object().if_contains("place") : nullptr;
  const auto* change = place != nullptr ? place->if_array() : nullptr;
  if (change == nullptr || change->empty() || !change->front().is_string()) return std::nullopt;
  return std::string(change->front().get_string());
}

}  // namespace

std::string village_of(const books::Reader& books, const books::Account& account) { return village_of(books, account, account.customer); }

std::string village_of(const books::Reader& books, const books::Account& account, CustomerNumber customer) {
  const bool at_a_meter = !account.service_point.empty() || account.meter != MeterNumber{};
  const auto purse = at_a_meter ? std::nullopt : books.last<books::Purse>(account.number);
  return purse ? purse->village : books::village_supplied(books, account.service_point, customer);
}

std::string village_on(const books::Reader& books, const Calendar& calendar, const books::Account& account, const std::string& day) {
  if (!account.service_point.empty())
    for (const auto& entry : books.select(books::Audit::of_object, std::string(books::ServicePoint::table) + "/" + account.service_point)) {
      if (calendar.day_of(entry.time) <= day) continue;
      if (auto place = place_before(entry); place && !place->empty()) return *place;
    }
  return village_of(books, account);
}

}  // namespace kwota::facts
