#include "collect/report/measures.h"

#include <array>

#include "sell/ledger/chart.h"

namespace kwota::report {
namespace {

using books::DaySheet;

constexpr std::string_view prepaid_family = "prepaid/", charged_family = "charged/", used_family = "used/", supplement_family = "supplement/";

constexpr std::array received{Part{"till/", ""}, Part{"outlet/", "/float"}};
/// What customers paid for: credit that was given is energy too, and nobody paid for it.
constexpr std::array energy{Part{prepaid_family, "", -1}, Part{charged_family, "", -1}, Part{used_family, "", -1}, Part{supplement_family, "", -1}};
constexpr std::array supplemented{Part{supplement_family, ""}};
constexpr std::array tax{Part{"tax/", "", -1}};
constexpr std::array fees{Part{"fee/", "", -1}};
constexpr std::array fixed{Part{"fixed/", "", -1}};
constexpr std::array debt{Part{"debt/", "", -1}};
constexpr std::array balance{Part{"customer/", "/balance", -1}, Part{"claim/", "", -1}, Part{ledger::refund_pending, "", -1}};
constexpr std::array written_off{Part{"write_off/", ""}};
/// From another customer of ours, from the program before, or from hours that the books lost.
constexpr std::array transferred{Part{ledger::transfer, ""}, Part{ledger::opening_balances, ""}, Part{ledger::taken_over, ""}};
constexpr std::array prepaid{Part{prepaid_family, "", -1}};

constexpr std::array measure_table{
    Measure{&DaySheet::received, received},       Measure{&DaySheet::energy, energy},           Measure{&DaySheet::supplemented, supplemented},
    Measure{&DaySheet::tax, tax},                 Measure{&DaySheet::fees, fees},               Measure{&DaySheet::fixed, fixed},
    Measure{&DaySheet::debt, debt},               Measure{&DaySheet::balance, balance},         Measure{&DaySheet::written_off, written_off},
    Measure{&DaySheet::transferred, transferred}, Measure{&DaySheet::prepaid, prepaid},
};

bool belongs(const Part& part, std::string_view account) { return account.starts_with(part.prefix) && account.ends_with(part.suffix); }

}  // namespace

void add_leg(DaySheet& to, const books::Leg& leg) {
  for (const auto& measure : measure_table)
    for (const auto& part : measure.parts)
      if (belongs(part, leg.account)) to.*measure.sum += part.sign < 0 ? -leg.amount : leg.amount;
}

void add_units(DaySheet& to, Credit credit) {
  switch (credit.unit()) {
    case kwota::Unit::energy: to.units_energy += Energy::wh(credit.amount()); return;
    case kwota::Unit::volume: to.units_volume += Volume::litres(credit.amount()); return;
    case kwota::Unit::money: return;
  }
}

void add_paid(DaySheet& to, kwota::Unit unit, Money energy) {
  switch (unit) {
    case kwota::Unit::energy: to.paid_energy += energy; return;
    case kwota::Unit::volume: to.paid_volume += energy; return;
    case kwota::Unit::money: return;
  }
}

std::string sheet_account(std::string_view account) {
  if (const auto tender = ledger::tender_of(account)) return "tender/" + std::string(word_of(*tender));
  if (ledger::owner_of(account)) return std::string(account.substr(0, account.find('/')));
  if (account.starts_with("debt/")) return "debt";
  return std::string(account);
}

std::string_view commodity_of(std::string_view account) {
  for (const auto family : {prepaid_family, charged_family})
    if (account.starts_with(family)) return account.substr(family.size());
  return {};
}

}  // namespace kwota::report
