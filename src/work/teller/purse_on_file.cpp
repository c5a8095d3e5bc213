#include "work/teller/purse_on_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>

#include "base/bytes.h"
#include "base/fingerprint.h"
#include "base/text/character_set.h"

namespace kwota::teller {
namespace {

std::uint8_t two_digits(std::int64_t number) { return static_cast<std::uint8_t>((number / 10 % 10) << 4 | number % 10); }

purse_card::Date date_of(const LocalDate& day) { return {two_digits(day.year / 100), two_digits(day.year % 100), two_digits(day.month), two_digits(day.day)}; }

purse_card::SerialNumber number_of(const CardSerial& card) {
  purse_card::SerialNumber number{};
  std::copy(card.bytes.begin(), card.bytes.end(), number.begin() + 2);
  return number;
}

std::uint32_t area_of(const std::string& digits) {
  std::uint32_t number = 0;
  for (const char digit : digits) number = number * 10 + static_cast<std::uint32_t>(digit - '0');
  return number;
}

/// No document of the holder's ("other"), but the number of his account. [K]
constexpr std::uint8_t identity_is_account = 0x05;

void name_account(purse_card::HolderFile& holder, std::int64_t account) {
  const auto digits = fmt::format("{}", account);
  std::copy_n(digits.begin(), std::min(digits.size(), holder.identity.size()), holder.identity.begin());
  holder.identity_type = identity_is_account;
}

void take_last_letter(std::string& text) {
  const auto goes_on = [](char byte) { return (static_cast<std::uint8_t>(byte) & 0xC0) == 0x80; };
  while (!text.empty() && goes_on(text.back())) text.pop_back();
  if (!text.empty()) text.pop_back();
}

template <class Array>
void take_bytes(Array& out, const std::string& hex) {
  if (const auto bytes = from_hex(hex); bytes.ok() && bytes->size() == out.size()) std::ranges::copy(*bytes, out.begin());
}

}  // namespace

cards::Moment moment_of(const people::Context& context) {
  const auto now = context.zone.local(context.now);
  return {two_digits(now.date.year / 100), two_digits(now.date.year % 100), two_digits(now.date.month), two_digits(now.date.day),
          two_digits(now.hour), two_digits(now.minute), two_digits(now.second)};
}

std::string text_of(const purse_card::Date& day) {
  const auto digits = to_hex(day);
  return digits.substr(0, 4) + "-" + digits.substr(4, 2) + "-" + digits.substr(6, 2);
}

cards::TerminalNumber terminal_of(const people::Context& context, std::uint32_t county) {
  const auto running = static_cast<std::int64_t>(fingerprint(context.station + "/" + context.till) % 10'000'000);
  return {static_cast<std::uint8_t>(county >> 16), static_cast<std::uint8_t>(county >> 8), static_cast<std::uint8_t>(1 << 4 | running / 1'000'000),
          two_digits(running / 10'000), two_digits(running / 100), two_digits(running)};
}

Bytes first_pin_of_purse(std::int64_t account) {
  const std::string digits = fmt::format("{:06}", account % 1'000'000);
  return Bytes(digits.begin(), digits.end());
}

NameOnCard name_on_card(std::string name) {
  NameOnCard out{};
  for (; !name.empty(); take_last_letter(name))
    if (const auto written = from_utf8(name, CharacterSet::gb18030); written && written->size() <= out.size()) {
      std::ranges::copy(*written, out.begin());
      break;
    }
  return out;
}

purse_card::AreasRecord areas_of(const books::PurseTerms& terms) {
  purse_card::AreasRecord record;
  for (const auto& area : {terms.area_1, terms.area_2, terms.area_3, terms.area_4})
    if (!area.empty()) record.areas[record.count++] = area_of(area);
  record.price_class = static_cast<std::uint8_t>(terms.price_class);
  return record;
}

books::AreaNumbers numbers_in(const purse_card::AreasRecord& record) {
  books::AreaNumbers numbers;
  for (std::size_t i = 0; i < std::min<std::size_t>(record.count, numbers.size()); ++i) numbers[i] = fmt::format("{:08}", record.areas[i]);
  return numbers;
}

std::optional<std::int64_t> account_in(const purse_card::HolderFile& holder) {
  if (holder.identity_type != identity_is_account) return std::nullopt;
  std::int64_t account = 0;
  for (const char digit : std::string(holder.identity.begin(), std::find(holder.identity.begin(), holder.identity.end(), 0))) {
    if (digit < '0' || digit > '9') return std::nullopt;
    account = account * 10 + (digit - '0');
  }
  return account;
}

Result<cards::PurseIssue> issue_of(const purse::CardOrder& order, const CardSerial& chip, std::uint8_t key_version, std::uint32_t county, const people::Context& context) {
  cards::PurseIssue issue;
  issue.chip = chip;
  issue.version = key_version;
  put_be32(issue.application.issuer.data(), county);
  issue.application.serial = number_of(order.card);
  issue.application.valid_from = date_of(context.zone.local(context.now).date);
  TRY(valid_to, parse_date(order.valid_to));
  issue.application.valid_to = date_of(valid_to);
  issue.holder.name = name_on_card(order.holder);
  name_account(issue.holder, order.account);
  issue.areas = areas_of(order.terms);
  issue.pin = first_pin_of_purse(order.account);
  return issue;
}

void as_it_was_sealed(cards::PurseDoubt& doubt, const std::string& noted) {
  boost::json::error_code bad;
  const auto details = boost::json::parse(noted, bad);
  const auto text = [&](std::string_view name) {
    const auto* value = !bad && details.is_object() ? details.get_object().if_contains(name) : nullptr;
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string{};
  };
  take_bytes(doubt.order.terminal, text("terminal"));
  take_bytes(doubt.order.moment, text("moment"));
  if (const auto balance = text("balance"); !balance.empty()) doubt.balance_before = Money::minor(std::strtoll(balance.c_str(), nullptr, 10));
}

}  // namespace kwota::teller
