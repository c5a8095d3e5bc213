#include "sell/customer/registers.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>

#include "base/ascii.h"
#include "base/cause.h"
#include "base/ids_text.h"
#include "base/text/address_gate.h"
#include "base/text/text_gate.h"
#include "base/text/typed_reference.h"
#include "books/lookup.h"
#include "sell/customer/wells.h"

namespace kwota::customer {
namespace {

Error missing(std::string code, std::string what, std::string field) { return error(Fault::request, std::move(code), std::move(what), {{"field", std::move(field)}}); }

Result<void> known_place(const books::Reader& books, const std::string& code) {
  if (code.empty() || books.find<books::Place>(code)) return Done{};
  return error(Fault::request, "unknown_place", "There is no such village or transformer area; choose one of the list.", {{"place", code}});
}

/// Whoever wants to hear of us has said where.
Result<void> reachable(const books::Customer& row) {
  if (!row.mail.empty()) MUST(address_gate::admit_mail(row.mail));
  if (row.hears_by == books::HearsBy::message) return address_gate::admit_phone(row.phone);
  if (row.hears_by == books::HearsBy::mail && row.mail.empty()) return missing("customer_mail_missing", "He wants mail and has no mail address; enter one, or choose another way.", "mail");
  return Done{};
}

/// A room is once in its building.
Result<void> known_room(const books::Reader& books, const books::ServicePoint& row) {
  if (row.building.empty()) return Done{};
  const auto building = books.find<books::Place>(row.building);
  if (!building || building->kind != books::PlaceKind::building)
    return error(Fault::request, "unknown_place", "There is no such building; choose one of the list.", {{"place", row.building}});
  if (row.room.empty()) return Done{};
  for (const auto& other : books.select(books::ServicePoint::of_building, row.building, row.room))
    if (other.code != row.code)
      return error(Fault::refused, "room_taken", "This room of the building is another service point already; nothing was saved.", {{"service_point", other.code}});
  return Done{};
}

/// Out of use is where nobody is supplied: neither an account, prepared or open, nor a meter is there.
Result<void> supplies_nobody(const books::Reader& books, const books::ServicePoint& row) {
  if (row.active) return Done{};
  for (const auto& account : books.select(books::Account::at_point, row.code))
    if (account.state != books::AccountStatus::closed)
      return error(Fault::refused, "service_point_has_account", "An account is at this service point; it stays in use. Close the account first, or take a prepared one out again.",
                   {{"service_point", row.code}, {"account", fmt::format("{}", account.number)}});
  for (const auto& meter : books.select(books::Meter::at_point, row.code))
    if (meter.state != books::MeterStatus::removed)
      return error(Fault::refused, "service_point_has_meter", "A meter is at this service point; it stays in use. Take the meter off first.",
                   {{"service_point", row.code}, {"meter", to_text(meter.number)}});
  return Done{};
}

/// Whose supply it is says the account's station: in a village of another one, each of the two would have a half of it. Only who moves it is asked, so that what stands there already
/// can be corrected.
Result<void> stays_with_its_station(const books::Reader& books, const books::ServicePoint& row) {
  const auto before = books.find<books::ServicePoint>(row.code);
  if (!before || before->place == row.place || row.place.empty()) return Done{};
  const auto place = books.find<books::Place>(row.place);
  if (!place || place->station.empty()) return Done{};
  for (const auto& account : books.select(books::Account::at_point, row.code))
    if (account.state != books::AccountStatus::closed && account.station != place->station)
      return error(Fault::refused, "place_of_another_station", "An account of another station is at this service point; it stays in its station's villages. Nothing was changed.",
                   {{"service_point", row.code}, {"account", fmt::format("{}", account.number)}, {"station", account.station}, {"place", row.place}});
  return Done{};
}

/// A number that no customer has: customers and accounts are counted together, so a first customer often shares his account's number.
CustomerNumber free_number(const books::Reader& books) {
  auto number = static_cast<std::uint64_t>(books::next_number<books::Account>(books));
  while (books.find<books::Customer>(CustomerNumber::from(number))) ++number;
  return CustomerNumber::from(number);
}

/// Somebody else with the same identity number, also as another typed it: with blanks between its groups, with small letters – the last sign of a resident's number may be an X.
std::optional<books::Customer> who_has(const books::Reader& books, const books::Customer& row) {
  if (row.identity_number.empty()) return std::nullopt;
  std::set<std::string> forms{row.identity_number, typed_reference(row.identity_number)};
  for (auto form : std::set<std::string>(forms)) {
    std::erase(form, ' ');
    forms.insert(form);
  }
  for (auto form : std::set<std::string>(forms)) {
    std::ranges::transform(form, form.begin(), small_letter);
    forms.insert(form);
  }
  for (const auto& form : forms)
    if (auto same = books::customer_with_identity(books, form); same && same->number != row.number) return same;
  return std::nullopt;
}

/// Its last account ended by what two people typed, and nobody has heard of the meter since that it holds nothing: whoever came next would be
/// given what was settled with somebody else. An account whose balance was at the server had nothing in its meter.
bool may_hold_anothers_credit(const books::Reader& books, MeterNumber meter) {
  const auto left = books.newest<books::MeterSwap>(books::MeterSwap::of_old, 0, meter);
  const auto last = std::ranges::max_element(left, {}, &books::MeterSwap::time);
  if (last == left.end()) return false;
  if (last->balance_source != books::BalanceSource::typed && last->balance_source != books::BalanceSource::corrected) return false;
  if (last->last_credit.is_zero() && books.find<books::RemoteAccount>(last->account)) return false;
  const auto word = books.newest<books::Statement>(1, meter);
  return word.empty() || word.front().taken < last->time || !word.front().remaining.is_zero() || !word.front().overdraft.is_zero();
}

}  // namespace

Result<void> check(const books::Reader& books, const books::Customer& row) {
  if (books.find<books::Customer>(row.number)) MUST(present(books, row.number));
  if (row.name.empty()) return missing("name_missing", "A customer needs a name.", "name");
  MUST(known_place(books, row.place));
  MUST(reachable(row));
  if (const auto same = who_has(books, row))
    return error(Fault::request, Cause::duplicate_identity, "Another customer has this identity number already.", {{"customer", to_text(same->number)}});
  return Done{};
}

Result<void> check(const books::Reader& books, const books::ServicePoint& row) {
  MUST(text_gate::admit_code(row.code));
  if (row.address.empty()) return missing("address_missing", "A service point needs an address.", "address");
  MUST(known_place(books, row.place));
  MUST(known_place(books, row.area));
  MUST(supplies_nobody(books, row));
  MUST(stays_with_its_station(books, row));
  return known_room(books, row);
}

Result<void> check(const books::Reader& books, const books::Meter& row) {
  if (row.number.is_zero())
    return error(Fault::request, "bad_meter_number", "A meter number has 1 to 12 digits and is not zero.", {{"text", to_text(row.number)}});
  if (row.ct == 0 || row.pt == 0 || row.ct > 999'999 || row.pt > 999'999)
    return error(Fault::request, "bad_ratio", "A transformer ratio is a number from 1 to 999999.", {{"meter", to_text(row.number)}});
  const auto before = books.find<books::Meter>(row.number);
  if (!before || before->maker != row.maker) MUST(books::not_out_of_use(books, books::CodeKind::maker, row.maker));
  if (!before || before->capacity != row.capacity) MUST(books::chosen_of(books, books::CodeKind::capacity, row.capacity));
  for (const auto& model : books.select<books::Code>(books::CodeKind::model))
    if (model.code == row.model && model.active) return Done{};
  return error(Fault::request, "unknown_meter_model", "There is no such meter model; choose one of the list.", {{"model", row.model}});
}

Result<void> goes_by_his_own(const books::Customer& row) {
  if (row.state != books::CustomerStatus::merged) return Done{};
  return error(Fault::refused, "customer_merged", "This customer was registered twice and goes on under another number: choose that one. Nothing was changed.",
               {{"customer", to_text(row.number)}, {"into", row.merged_into ? to_text(*row.merged_into) : std::string()}});
}

std::string number_and_name(const books::Customer& row) { return to_text(row.number) + " " + row.name; }

Result<books::Customer> present(const books::Reader& books, CustomerNumber number) {
  auto row = books.find<books::Customer>(number);
  if (!row || row->state == books::CustomerStatus::removed) return error(Fault::request, "unknown_customer", "There is no such customer; search by name.", {{"customer", to_text(number)}});
  MUST(goes_by_his_own(*row));
  return *std::move(row);
}

Result<books::Customer> present_unblocked(const books::Reader& books, CustomerNumber number) {
  TRY(row, present(books, number));
  if (row.state == books::CustomerStatus::blocked) return error(Fault::refused, "customer_blocked", "This customer is blocked; nothing is sold to him.", {{"customer", to_text(row.number)}, {"reason", row.state_reason}});
  return row;
}

Result<books::Customer> known_or_new(const books::Reader& books, const books::Customer& wanted, const std::string& station, Instant now) {
  auto row = wanted;
  if (!row.number.is_zero()) return present(books, row.number);
  MUST(check(books, row));
  row.number = free_number(books);
  row.created = now;
  if (row.station.empty()) row.station = station;
  return row;
}

Result<books::ServicePoint> known_or_new(const books::Reader& books, const books::ServicePoint& wanted) {
  if (books.find<books::ServicePoint>(wanted.code)) return books::point_in_use(books, wanted.code);
  MUST(check(books, wanted));
  return wanted;
}

Result<books::Meter> known_or_new(const books::Reader& books, const books::Meter& wanted) {
  if (const auto known = books.find<books::Meter>(wanted.number)) return *known;
  MUST(check(books, wanted));
  return wanted;
}

Result<void> free_meter(const books::Reader& books, MeterNumber meter, std::int64_t draft) {
  if (const auto well = well_of_meter(books, meter))
    return error(Fault::refused, "meter_at_well", "This meter hangs at a well in these days; say there which day was its last.",
                 {{"meter", to_text(meter)}, {"well", well->well}});
  if (!books.select<books::Circuit>(meter).empty())
    return error(Fault::refused, "meter_has_circuits", "This plate has several circuits, and each of them is a supply of its own; choose the circuit. Nothing was booked.",
                 {{"meter", to_text(meter)}});
  const auto account = books::account_of_meter(books, meter);
  if (!account || account->number == draft) {
    if (!may_hold_anothers_credit(books, meter)) return Done{};
    return error(Fault::refused, "meter_not_emptied",
                 "This meter left its last account by what two people typed, and may hold that credit still; nothing was booked. Clear it and bring its word, or put another meter on.",
                 {{"meter", to_text(meter)}});
  }
  return error(Fault::request, "meter_in_use", "This meter belongs to another account already.",
               {{"meter", to_text(meter)}, {"account", fmt::format("{}", account->number)}});
}

}  // namespace kwota::customer
