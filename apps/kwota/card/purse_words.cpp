#include "kwota/card/purse_words.h"

#include <fmt/format.h>

#include "base/bytes.h"
#include "base/time.h"

namespace kwota::app {
namespace {

using purse_card::LockState;
using purse_card::TransactionType;

int binary(std::uint8_t bcd) { return (bcd >> 4) * 10 + (bcd & 15); }
LocalDate day_of(const std::uint8_t* digits) { return {binary(digits[0]) * 100 + binary(digits[1]), static_cast<unsigned>(binary(digits[2])), static_cast<unsigned>(binary(digits[3]))}; }

std::string lock_in_words(const cards::PurseContents& purse) {
  if (!purse.lock || purse.lock->state == LockState::free) return "no";
  const auto by = fmt::format("by terminal {} since {}", to_hex(purse.lock->terminal), moment_in_words(purse.lock->moment));
  return purse.lock->state == LockState::grey ? by + ", not charged yet" : "charged " + by + ", its proof was not collected";
}

}  // namespace

std::string in_money(Money amount) { return fmt::format("{}.{:02}", amount.minor() / 100, amount.minor() % 100); }

std::string day_in_words(const purse_card::Date& day) {
  const auto date = day_of(day.data());
  return valid(date) ? fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day) : to_hex(day);
}

std::string moment_in_words(const purse_card::Moment& moment) {
  const LocalTime time{day_of(moment.data()), static_cast<unsigned>(binary(moment[4])), static_cast<unsigned>(binary(moment[5])), static_cast<unsigned>(binary(moment[6]))};
  return valid(time) ? format_local(time) : to_hex(moment);
}

std::string_view name_of(TransactionType type) {
  switch (type) {
    case TransactionType::passbook_load:
    case TransactionType::purse_load: return "load";
    case TransactionType::unload: return "unload";
    case TransactionType::cash: return "cash";
    case TransactionType::passbook_purchase:
    case TransactionType::purse_purchase:
    case TransactionType::composite_purchase: return "purchase";
    case TransactionType::overdraft: return "overdraft";
    case TransactionType::passbook_grey_lock:
    case TransactionType::purse_grey_lock: return "lock";
    case TransactionType::passbook_grey_debit:
    case TransactionType::purse_grey_debit: return "debit";
    case TransactionType::passbook_release:
    case TransactionType::purse_release: break;
  }
  return "release";
}

std::string record_in_words(const purse_card::LogRecord& record) {
  return fmt::format("{}  {:<9} {:>12}  terminal {}  counter {}", moment_in_words(record.moment), name_of(record.type), in_money(record.amount), to_hex(record.terminal), record.sequence);
}

std::vector<cards::Fact> purse_in_words(const cards::PurseContents& purse) {
  std::vector<cards::Fact> lines{{"number", to_hex(purse_card::factor_of(purse.application.serial).bytes)},
                                 {"valid", fmt::format("{} to {}", day_in_words(purse.application.valid_from), day_in_words(purse.application.valid_to))},
                                 {"balance", in_money(purse.balance)},
                                 {"locked", lock_in_words(purse)}};
  if (purse.areas) {
    std::string numbers;
    for (std::size_t i = 0; i < purse.areas->count; ++i) numbers += fmt::format("{}{:08}", i == 0 ? "" : ", ", purse.areas->areas[i]);
    lines.push_back({"area numbers", numbers});
    lines.push_back({"price class", fmt::format("{}", purse.areas->price_class)});
  }
  for (std::size_t i = 0; i < purse.log.size(); ++i) lines.push_back({i == 0 ? "last moves" : "", record_in_words(purse.log[i])});
  return lines;
}

}  // namespace kwota::app
