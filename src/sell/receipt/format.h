// Numbers, money and dates as people read them, by language (zh, en, ru), on slips and documents.
// The minus on paper is "-"; a missing word shows its key, so that it is seen and mended.
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "base/core/money.h"
#include "base/result.h"
#include "base/time.h"

namespace kwota::receipt {

/// Text of a key in the language of the slip.
using Words = std::function<std::string(std::string_view key)>;

struct Style {
  std::string language = "en";  ///< zh, en, ru
  Words words;
  std::string currency;
  int minor_digits = 2;
  Zone zone = Zone::utc();
  bool sample = false;          ///< of sample books: each slip begins with it

  /// The text of a key with its {placeholders} filled in.
  std::string text(std::string_view key, const Details& details = {}) const;
  /// 1,234.50 or 1 234,50.
  std::string number(std::int64_t value, int decimals) const;
  /// An amount without its currency.
  std::string amount(Money money) const { return number(money.minor(), minor_digits); }
  /// ¥1,234.50, CNY 1,234.50, 1 234,50 ₽.
  std::string money(Money money) const;
  /// A plain decimal of ours ("0.5200") in the language's form.
  std::string decimal(std::string_view plain) const;
  std::string time(Instant at) const;
  /// 20 Nov 2026, 2026-11-20, 20.11.2026.
  std::string day(const LocalDate& date) const;
  /// Nov 2026, 2026年11月, ноябрь 2026.
  std::string month(const LocalDate& date) const;
  /// What is written as a day or a month of a calendar, or as a moment by a clock without a zone ("2026-11-20", "2026-11", "2026-11-20 14:05:09"), in the
  /// language's form; anything else stays as it is.
  std::string calendar(const std::string& value) const;
  /// What was delivered by a plan of that unit ("kWh", "m3"), at that step of its prices; 0: they have none.
  std::string delivered(std::string_view plan_unit, std::int64_t step) const;
};

}  // namespace kwota::receipt
