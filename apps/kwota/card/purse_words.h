// What stands on a farmer's card, as a person reads it: money with its decimals, days, moments, and words for what a card names by a number. The JSON of the verbs keeps the
// card's own digits.   Begin with purse_in_words().
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "carry/cards/common/family.h"

namespace kwota::app {

/// Of the county's currency, which has fen.
std::string in_money(Money amount);
/// "2026-11-20"; as the card has it where that is no day.
std::string day_in_words(const purse_card::Date& day);
/// "2026-11-20 14:05:09"; as the card has it where there is no such time.
std::string moment_in_words(const purse_card::Moment& moment);
/// "load", "unload", "debit" …
std::string_view name_of(purse_card::TransactionType type);
/// "2026-11-20 14:05:09  load             50.00  terminal 330110000001  counter 1".
std::string record_in_words(const purse_card::LogRecord& record);

/// Of a reading that asked for everything, line by line; its log last, newest first.
std::vector<cards::Fact> purse_in_words(const cards::PurseContents& purse);

}  // namespace kwota::app
