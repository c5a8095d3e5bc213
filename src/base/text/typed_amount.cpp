#include "base/text/typed_amount.h"

#include <fmt/format.h>

#include "base/cause.h"
#include "base/decimal.h"

namespace kwota {

Error bad_amount(std::string_view text) {
  return error(Fault::request, "bad_amount", "Type an amount above zero; nothing was booked.", {{"text", text}});
}

Error amount_below_zero(std::string_view text) {
  return error(Fault::request, "amount_below_zero", "Zero or more can stand there; nothing was changed.", {{"text", text}});
}

Result<Money> typed_amount(std::string_view typed, int minor_digits) {
  auto money = parse_money(typed, minor_digits);
  if (!money.ok() && cause_of(money.error()) == Cause::over_precise)
    return error(Fault::request, Cause::over_precise, "The amount has more decimals than the currency; nothing was booked.",
                 {{"text", typed}, {"decimals", fmt::format("{}", minor_digits)}});
  if (!money.ok() || *money <= Money{} || money->minor() > money_minor_max) return bad_amount(typed);
  return *money;
}

}  // namespace kwota
