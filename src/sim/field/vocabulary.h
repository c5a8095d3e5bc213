// Everything that can be said in a field log, by subject. docs/field-logs.md teaches it; a new phrase is one line in one of
// these lists and its deed beside it.
#pragma once
#include "sim/field/world/phrase.h"
#include "sim/field/world/world.h"

namespace kwota::field {

std::span<const Phrase> utility_phrases();  ///< who we are, what energy costs, who works here
std::span<const Phrase> counter_phrases();  ///< quotes, sales and all other work at a window
std::span<const Phrase> shift_phrases();    ///< drawers, second persons, passwords
std::span<const Phrase> card_phrases();     ///< where cards are, what they carry
std::span<const Phrase> meter_phrases();    ///< what a person in front of a meter does and sees
std::span<const Phrase> key_phrases();      ///< versions of keys, what meters and cards hold, a change of keys
std::span<const Phrase> link_phrases();     ///< meters on a line, and sales without a card
std::span<const Phrase> balance_phrases();  ///< balances at the server: charged by the day, paid in, in arrears
std::span<const Phrase> account_phrases();  ///< what changes of an open account
std::span<const Phrase> move_phrases();     ///< another scheme for an account
std::span<const Phrase> swap_phrases();     ///< another meter behind an account, another customer at a meter
std::span<const Phrase> room_phrases();     ///< what an office wants of meters, who lives in rooms
std::span<const Phrase> collection_phrases();  ///< readings by plan, silent meters, losses of areas
std::span<const Phrase> purse_phrases();  ///< farmers' cards at the counter
std::span<const Phrase> well_phrases();   ///< pumps at wells, and cards that are held to them
std::span<const Phrase> handheld_phrases();  ///< handhelds at wells and at the office, and what they bring home
std::span<const Phrase> tool_card_phrases();  ///< what a pump crew carries to wells
std::span<const Phrase> time_phrases();
std::span<const Phrase> broken_phrases();  ///< what goes wrong: cards pulled, programs killed, power cut
std::span<const Phrase> books_phrases();   ///< what the books say
std::span<const Phrase> report_phrases();  ///< what reports say of them

/// All of them, in the order in which they are tried.
const Vocabulary& vocabulary();

}  // namespace kwota::field
