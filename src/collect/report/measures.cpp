#include "collect/report/measures.h"

#include <array>

namespace kwota::report {
namespace {

using books::DaySheet;
using ledger::AccountKind;

constexpr std::array received{Part{AccountKind::till_money}, Part{AccountKind::outlet_float}};
/// What customers paid for: credit that was given is energy too, and nobody paid for it.
constexpr std::array energy{Part{AccountKind::prepaid, -1}, Part{AccountKind::charged, -1}, Part{AccountKind::used, -1}, Part{AccountKind::supplement, -1}};
constexpr std::array supplemented{Part{AccountKind::supplement}};
constexpr std::array tax{Part{AccountKind::tax, -1}};
constexpr std::array fees{Part{AccountKind::fee, -1}};
constexpr std::array fixed{Part{AccountKind::fixed, -1}};
constexpr std::array debt{Part{AccountKind::debt, -1}};
constexpr std::array balance{Part{AccountKind::customer_balance, -1}, Part{AccountKind::claim, -1}, Part{AccountKind::refund_pending, -1}};
constexpr std::array written_off{Part{AccountKind::write_off}};
/// From another customer of ours, from the program before, or from hours that the books lost.
constexpr std::array transferred{Part{AccountKind::transfer}, Part{AccountKind::opening_balances}, Part{AccountKind::taken_over}};
constexpr std::array prepaid{Part{AccountKind::prepaid, -1}};

constexpr std::array measure_table{
    Measure{&DaySheet::received, received},       Measure{&DaySheet::energy, energy},           Measure{&DaySheet::supplemented, supplemented},
    Measure{&DaySheet::tax, tax},                 Measure{&DaySheet::fees, fees},               Measure{&DaySheet::fixed, fixed},
    Measure{&DaySheet::debt, debt},               Measure{&DaySheet::balance, balance},         Measure{&DaySheet::written_off, written_off},
    Measure{&DaySheet::transferred, transferred}, Measure{&DaySheet::prepaid, prepaid},
};

}  // namespace

void add_leg(DaySheet& to, const books::Leg& leg) {
  const auto kind = ledger::kind_of(leg.account);
  for (const auto& measure : measure_table)
    for (const auto& part : measure.parts)
      if (part.kind == kind) to.*measure.sum += part.sign < 0 ? -leg.amount : leg.amount;
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
  if (ledger::kind_of(account) == AccountKind::debt) return "debt";
  return std::string(account);
}

std::string_view commodity_of(std::string_view account) {
  const auto kind = ledger::kind_of(account);
  const bool moves = kind == AccountKind::prepaid || kind == AccountKind::charged;
  return moves ? account.substr(account.find('/') + 1) : std::string_view{};
}

}  // namespace kwota::report
