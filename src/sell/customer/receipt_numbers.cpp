#include "sell/customer/receipt_numbers.h"

#include <fmt/format.h>

#include <algorithm>

namespace kwota::customer {
namespace {

std::string without_hyphens(std::string code) {
  std::erase(code, '-');
  return code;
}

/// Of a station's tills or outlets, but for the one that is kept itself.
bool meets_one_of(const auto& rows, const std::string& code, bool itself_among_them) {
  const auto name = without_hyphens(code);
  return std::ranges::any_of(rows, [&](const auto& other) { return without_hyphens(other.code) == name && !(itself_among_them && other.code == code); });
}

Error would_meet(const std::string& code) {
  return error(Fault::refused, "receipts_would_meet", "A till or an outlet of this station has this code already, and their receipts would bear the same numbers. Choose another code.", {{"till", code}});
}

}  // namespace

std::string receipt_number(const books::Station& station, const std::string& code, std::int64_t running) { return fmt::format("{}-{}-{:08}", station.receipt_prefix, without_hyphens(code), running); }

Result<void> prefix_apart(const books::Reader& books, const books::Station& row) {
  for (const auto& other : books.all<books::Station>())
    if (other.code != row.code && other.receipt_prefix == row.receipt_prefix)
      return error(Fault::refused, "receipt_prefix_taken", "Receipts of another station begin with this prefix already: two would bear the same number. Choose another one.",
                   {{"receipt_prefix", row.receipt_prefix}, {"station", other.code}});
  return Done{};
}

Result<void> receipts_apart(const books::Reader& books, const books::Till& row) {
  if (meets_one_of(books.select<books::Till>(row.station), row.code, true) || meets_one_of(books.select(books::Outlet::of_station, row.station), row.code, false)) return would_meet(row.code);
  return Done{};
}

Result<void> receipts_apart(const books::Reader& books, const books::Outlet& row) {
  if (meets_one_of(books.select<books::Till>(row.station), row.code, false) || meets_one_of(books.select(books::Outlet::of_station, row.station), row.code, true)) return would_meet(row.code);
  return Done{};
}

}  // namespace kwota::customer
