// What a sale was made of, as its document says it: read once, here, so that no decision, invoice or figure reads JSON.
// Guarantees: what cannot be read is an error and never nothing – nothing would be a cheaper step, or a sale without tax.
// Begin with sale_document().
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/money.h"
#include "base/result.h"

namespace kwota::ledger {

enum class SaleLineKind : std::uint8_t {
  energy,      ///< units that were bought, of one step or period of the day
  charge,      ///< by the sale, day or month
  tax,         ///< on top
  tax_inside,  ///< named beside what holds it: no money of its own
  debt,        ///< what the payment recovered of one
};

struct SaleLine {
  SaleLineKind kind = SaleLineKind::charge;
  std::string id;                ///< of the plan's charge, period or tax, or of the debt
  std::string debt_kind{};       ///< code of the debt's kind, where it has one
  std::int64_t step = 0;         ///< 1, 2 …; 0: the plan has none
  std::int64_t units_e3 = 0;     ///< thousandths of a unit
  std::string price{}, percent{};
  Money amount{};
  std::optional<Money> base{};   ///< of which a tax is the percentage
  Money base_fees{}, base_fixed{};  ///< so much of the base is no energy, and of that so much is due by month or day
};

struct SaleDocument {
  bool bought = false;                  ///< it has lines: something was bought by a plan
  std::vector<SaleLine> lines{};
  std::vector<SaleLine> recovered{};    ///< debts out of what was not a purchase
  std::int64_t units_e3 = 0;            ///< what it was expected to buy; 0 of what was given without a price
  Money change{};                       ///< that was given back of the notes
  std::size_t unusual = 0;              ///< so many things were unusual about it, and somebody said yes to each
  /// When each charge by day or month was last taken, before and after: "2026-11", "2026-11-20". Nothing: the sale took none.
  std::optional<std::map<std::string, std::string>> charged_before{}, charged_after{};
};

/// Where a document says to what somebody said yes.
inline constexpr std::string_view confirmed_member = "confirmed";
/// `text` is the sale's document; of an empty one nothing was bought. Error `document_damaged` {sale}.
Result<SaleDocument> sale_document(std::string_view sale, std::string_view text);
/// What is told of a document that cannot be read.
Error document_damaged(std::string_view sale);

}  // namespace kwota::ledger
