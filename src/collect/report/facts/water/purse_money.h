// What the books say is on farmers' cards: the receipts of each purse, and the waterings that were proven of it, each on the day and in the station in which it
// counts. Summed up over all days it is what purses held then: in force, or waiting of a card that was lost. What nobody has told of yet is still there.
// Guarantees: amounts come from receipts and waterings, days from the entries that they made – a row whose entry is not there (an earlier moment of the books)
// is not there either –, so that ledger and purses are two sides of one check.   Begin with purse_money, purses_stood.
#pragma once
#include "collect/report/facts/source.h"

namespace kwota::facts {

struct PurseMoney {
  static constexpr auto table = "purse_money";
  std::string business_day, station, commodity, kind, undone;
  Money in_force, waiting;
  template <class V> static void columns(V&& v) {
    v("business_day", &PurseMoney::business_day); v("station", &PurseMoney::station); v("commodity", &PurseMoney::commodity); v("kind", &PurseMoney::kind);
    v("undone", &PurseMoney::undone); v("in_force", &PurseMoney::in_force); v("waiting", &PurseMoney::waiting);
  }
};
extern const Source purse_money;

/// One purse between two days, in one station: its cards' money is moved by loads and waterings of whichever station.
struct PurseStood {
  static constexpr auto table = "purses_stood";
  static constexpr std::array<std::string_view, 1> personal{"customer_name"};
  std::string business_day, station, operator_name, account, customer_name, purse, card;
  std::string kind, undone;
  Money opening, came, went;  ///< came - went: what was loaded, taken off and used at wells
  Money in_force, waiting;    ///< as the days ended: one of them is what is left
  template <class V> static void columns(V&& v) {
    v("business_day", &PurseStood::business_day); v("station", &PurseStood::station); v("operator", &PurseStood::operator_name); v("account", &PurseStood::account);
    v("customer_name", &PurseStood::customer_name); v("purse", &PurseStood::purse); v("card", &PurseStood::card); v("kind", &PurseStood::kind); v("undone", &PurseStood::undone);
    v("opening", &PurseStood::opening); v("came", &PurseStood::came); v("went", &PurseStood::went); v("in_force", &PurseStood::in_force); v("waiting", &PurseStood::waiting);
  }
};
extern const Source purses_stood;

}  // namespace kwota::facts
