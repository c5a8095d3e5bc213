#include "collect/report/facts/village.h"

#include <algorithm>

#include "base/json_members.h"
#include "books/lookup.h"
#include "books/rows/money/purse.h"

namespace kwota::facts {
namespace {

/// Where it lay before this change; empty: nowhere, or something else was changed.
std::string place_before(const books::Audit& entry) {
  const auto said = object_of(entry.details);
  const auto* place = said ? said->if_contains("place") : nullptr;
  const auto* change = place != nullptr ? place->if_array() : nullptr;
  return change != nullptr && !change->empty() && change->front().is_string() ? std::string(change->front().get_string()) : std::string{};
}

}  // namespace

std::string village_of(const books::Reader& books, const books::Account& account) { return village_of(books, account, account.customer); }

std::string village_of(const books::Reader& books, const books::Account& account, CustomerNumber customer) {
  const bool at_a_meter = !account.service_point.empty() || account.meter != MeterNumber{};
  const auto purse = at_a_meter ? std::nullopt : books.last<books::Purse>(account.number);
  return purse ? purse->village : books::village_supplied(books, account.service_point, customer);
}

const std::string& Villages::on(const std::string& day) const {
  const auto next = std::ranges::find_if(left, [&](const Left& one) { return one.day > day; });
  return next == left.end() ? now : next->village;
}

Villages villages_of(const books::Reader& books, const Calendar& calendar, const books::Account& account) {
  Villages out{village_of(books, account), {}};
  if (account.service_point.empty()) return out;
  for (const auto& entry : books.select(books::Audit::of_object, std::string(books::ServicePoint::table) + "/" + account.service_point))
    if (auto place = place_before(entry); !place.empty()) out.left.push_back({calendar.day_of(entry.time), std::move(place)});
  return out;
}

}  // namespace kwota::facts
