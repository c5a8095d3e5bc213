#include "sell/invoices/series.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "base/decimal.h"

namespace kwota::invoices {
namespace {

using books::InvoiceSeries;

constexpr std::size_t code_max = 12, prefix_max = 12;
constexpr std::int64_t digits_max = 12;

Error bad(std::string_view field, std::string value) {
  return error(Fault::request, "field_wrong", "This value cannot stand there; nothing was saved.", {{"field", std::string(field)}, {"value", std::move(value)}});
}

/// What stands in an address and on every form: letters, digits, hyphens.
bool plain(std::string_view text, std::size_t most) {
  const auto good = [](char c) { return is_letter_or_digit(c) || c == '-'; };
  return text.size() <= most && std::ranges::all_of(text, good);
}

std::int64_t end_of(const InvoiceSeries& row) { return row.last_number == 0 ? std::numeric_limits<std::int64_t>::max() : row.last_number; }

/// "A0" with five digits and "A" with six: the first one's letters end with digits, `rest`, that a number of the second one may begin with.
bool meet_behind(const InvoiceSeries& longer, std::string_view rest, const InvoiceSeries& shorter) {
  constexpr auto longest = static_cast<std::int64_t>(std::numeric_limits<std::int64_t>::digits10);
  const auto rest_length = static_cast<std::int64_t>(rest.size());
  Wide begins = 0, ten = 1;
  for (const char digit : rest) begins = begins * 10 + (digit - '0');
  for (std::int64_t length = 1; length <= longest; ++length) {
    const Wide shortest = length == longer.digits ? 1 : ten;  // with noughts in front up to as many digits as the series has, and more where the number has more
    ten *= 10;
    const auto whole = rest_length + length;
    const bool as_long = rest.front() == '0' ? shorter.digits == whole : shorter.digits <= whole;
    if (length < longer.digits || !as_long) continue;
    const Wide from = std::max({shortest, Wide{longer.first_number}, Wide{shorter.first_number} - begins * ten}), to = std::min({ten - 1, Wide{end_of(longer)}, Wide{end_of(shorter)} - begins * ten});
    if (from <= to) return true;
  }
  return false;
}

bool may_meet(const InvoiceSeries& one, const InvoiceSeries& other) {
  if (one.prefix == other.prefix) return one.first_number <= end_of(other) && other.first_number <= end_of(one);
  const auto& longer = one.prefix.size() > other.prefix.size() ? one : other;
  const auto& shorter = &longer == &one ? other : one;
  if (!longer.prefix.starts_with(shorter.prefix)) return false;
  const auto rest = std::string_view(longer.prefix).substr(shorter.prefix.size());
  return is_digits(rest) && meet_behind(longer, rest, shorter);
}

/// Two numbers of different series must not read the same.
Result<void> reads_apart(const books::Reader& books, const InvoiceSeries& row) {
  for (const auto& other : books.all<InvoiceSeries>())
    if (other.code != row.code && may_meet(row, other))
      return error(Fault::refused, "series_would_meet", "Some numbers of another series would read the same. Choose other letters in front, or a block behind it.",
                   {{"series", other.code}});
  return Done{};
}

Result<void> in_form(const InvoiceSeries& row) {
  if (row.code.empty()) return error(Fault::request, "code_missing", "An entry of a register needs a code.", {{"field", "code"}});
  if (!plain(row.code, code_max)) return bad("code", row.code);
  if (!plain(row.prefix, prefix_max)) return bad("prefix", row.prefix);
  if (row.digits < 1 || row.digits > digits_max) return bad("digits", fmt::format("{}", row.digits));
  if (row.first_number < 1) return bad("first_number", fmt::format("{}", row.first_number));
  if (row.last_number != 0 && row.last_number < std::max(row.first_number, row.next_number - 1)) return bad("last_number", fmt::format("{}", row.last_number));
  return Done{};
}

}  // namespace

Result<books::Decision<InvoiceSeries>> put_series(const books::Reader& books, InvoiceSeries row) {
  const auto before = books.find<InvoiceSeries>(row.code);
  const bool used = before && before->next_number != before->first_number;
  if (used && (row.prefix != before->prefix || row.digits != before->digits || row.first_number != before->first_number || row.station != before->station))
    return error(Fault::refused, "series_used", "Numbers of this series were given: only its end, its form and whether it is used may change. Make a new series for the rest.",
                 {{"series", row.code}});
  row.next_number = used ? before->next_number : row.first_number;
  MUST(in_form(row));
  if (!row.station.empty() && !books.find<books::Station>(row.station))
    return error(Fault::request, "unknown_station", "There is no such station; choose one of the list.", {{"station", row.station}});
  MUST(reads_apart(books, row));
  return books::Decision<InvoiceSeries>{{{row}, {}}, row};
}

std::string name_of(const InvoiceSeries& series, std::int64_t number) { return fmt::format("{}{:0{}}", series.prefix, number, series.digits); }

}  // namespace kwota::invoices
