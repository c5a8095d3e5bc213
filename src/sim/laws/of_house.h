// What an entry of the house stands for: its shift, its drop to the safe, its deposit at the bank, what an outlet paid in, found by its number.
// Begin with OfHouse.
#pragma once
#include <fmt/format.h>

#include <optional>
#include <string>

#include "books/reader.h"
#include "books/rows.h"
#include "books/rows/money/drawer.h"
#include "books/rows/money/outlet.h"

namespace kwota::laws {

class OfHouse {
 public:
  OfHouse(const books::Reader& books, const std::string& entry) {
    for (const auto* till : {"T-01", "T-02"})
      for (std::int64_t n = 1; n < 50; ++n) look(books, entry, till, n);
    for (const auto& one : books.select<books::Deposit>("E"))
      if (entry == fmt::format("deposit/E/{}", one.number)) deposit_ = one;
    for (const auto& one : books.select<books::OutletMove>("O-01"))
      if (entry == fmt::format("outlet/O-01/{}", one.number)) outlet_ = one;
  }
  const books::Shift* shift() const { return shift_ ? &*shift_ : nullptr; }
  const books::CashDrop* drop() const { return drop_ ? &*drop_ : nullptr; }
  const books::Deposit* deposit() const { return deposit_ ? &*deposit_ : nullptr; }
  const books::OutletMove* outlet() const { return outlet_ ? &*outlet_ : nullptr; }

 private:
  void look(const books::Reader& books, const std::string& entry, const char* till, std::int64_t n) {
    if (entry.starts_with(fmt::format("shift/E/{}/{}/", till, n))) shift_ = books.find<books::Shift>("E", till, n);
    if (!entry.starts_with(fmt::format("drop/E/{}/{}/", till, n))) return;
    for (const auto& one : books.select<books::CashDrop>("E", till, n))
      if (entry == fmt::format("drop/E/{}/{}/{}", till, n, one.number)) drop_ = one;
  }

  std::optional<books::Shift> shift_;
  std::optional<books::CashDrop> drop_;
  std::optional<books::Deposit> deposit_;
  std::optional<books::OutletMove> outlet_;
};

}  // namespace kwota::laws
