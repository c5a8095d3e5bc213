// R22 · Money on farmers' cards, purse by purse: what was on it as the days began, what came onto it and went off it – loads, returns, waterings that are proven –, and what is on it as they end:
// on a card in force, or waiting of one that was lost. Its sums are R06's lines of farmers' cards.
#pragma once
#include "collect/report/report.h"

namespace kwota::report {

extern const Subject purses_stood_subject;

inline const Report r22{
    .number = "R22",
    .right = "reports_read",
    .subject = &purses_stood_subject,
    .groups = {"station", "customer_name", "account", "purse", "card"},
    .groups_max = 4,
    .filters = {"station"},
    .columns = {{"card_money_opening"}, {"card_money_came"}, {"card_money_went"}, {"card_money_in_force"}, {"card_money_waiting"}},
    .checks = {{"card_money_adds_up", {"card_money_opening", "card_money_came"}, {"card_money_went", "card_money_in_force", "card_money_waiting"}},
               {"purses_add_up", {"prepaid_on_purses"}, {"card_money_in_force", "card_money_waiting"}, true}},
};

}  // namespace kwota::report
