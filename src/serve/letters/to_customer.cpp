#include "serve/letters/to_customer.h"

#include <charconv>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "base/text/address_gate.h"
#include "books/lookup.h"
#include "sell/settings/in_force.h"
#include "serve/letters/texts.h"

namespace kwota::serve {

using books::LetterWay;

std::optional<Post::Way> Post::way_to(const books::Customer& customer) const {
  if (customer.state == books::CustomerStatus::removed) return std::nullopt;
  if (customer.hears_by == books::HearsBy::mail && places_.mail && !customer.mail.empty()) return Way{LetterWay::mail, customer.mail};
  if (customer.hears_by == books::HearsBy::message && places_.message && address_gate::admit_phone(customer.phone)) return Way{LetterWay::message, address_gate::bare_phone(customer.phone)};
  return std::nullopt;
}

std::string Post::language_of(const books::Customer& customer) const {
  return language_for(customer.language.empty() ? settings::text_in_force(books_, settings::SettingName::letter_language, now_) : customer.language);
}

std::optional<letters::Wanted> Post::letter_to(const books::Customer& customer, Occasion occasion) const {
  auto way = way_to(customer);
  if (!way) return std::nullopt;
  occasion.details["name"] = customer.name;
  auto letter = composed(books_, occasion.kind, way->way, language_of(customer), std::move(occasion.details), now_);
  letter.to = to_text(customer.number);
  letter.address = std::move(way->address);
  letter.station = std::move(occasion.station);
  letter.object = std::move(occasion.object);
  letter.may_wait = occasion.may_wait;
  return letter;
}

bool told_since_payment(const books::Reader& books, books::LetterKind kind, const books::Account& account) {
  const auto last = books.last(books::Letter::about, kind, std::to_string(account.number), to_text(account.customer));
  if (!last || letters::was_dropped(*last)) return false;
  const auto paid = books.last(books::Sale::of_account, account.number);
  return !paid || paid->time < last->made;
}

std::int64_t number_in(std::string_view text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string money_text(const books::Reader& books, Money amount) {
  const auto utility = books::utility_of(books);
  return format_money(amount, utility.minor_digits) + " " + utility.currency;
}

}  // namespace kwota::serve
