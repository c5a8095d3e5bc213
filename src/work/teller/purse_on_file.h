// What the books say of a purse as the files of its card write it, and back: no decisions, no contact.
// Begin with issue_of().
#pragma once
#include "books/card_areas.h"
#include "carry/cards/common/purse.h"
#include "sell/purse/purse_account.h"

namespace kwota::teller {

/// Now, as a card writes it.
cards::Moment moment_of(const people::Context& context);
/// "2046-12-31"
std::string text_of(const purse_card::Date& day);
/// A counter whose vault has no terminal number of its own: county 4 digits, kind 1, running 7 from the till's name. [K]
cards::TerminalNumber terminal_of(const people::Context& context, std::uint32_t county);
/// The holder's first PIN is on no paper: the last six digits of his account number. [K]
Bytes first_pin_of_purse(std::int64_t account);

/// As the holder's file has room for it; what cannot be said in GB18030 is left out.
using NameOnCard = decltype(purse_card::HolderFile::name);
NameOnCard name_on_card(std::string name);
purse_card::AreasRecord areas_of(const books::PurseTerms& terms);
/// The way back.
books::AreaNumbers numbers_in(const purse_card::AreasRecord& record);
/// Whose card it is where no book knows its number any more; nothing: its file names a document of the holder's.
std::optional<std::int64_t> account_in(const purse_card::HolderFile& holder);

/// All that a blank card needs to be the holder's, with keys of this version. Error: `bad_date` of its last day.
Result<cards::PurseIssue> issue_of(const purse::CardOrder& order, const CardSerial& chip, std::uint8_t key_version, std::uint32_t county, const people::Context& context);
/// An order to the card as it was sealed before, by what the journal noted then (carry/cards/purse_card/purse_moves.cpp): terminal, moment, and the balance that the card showed.
void as_it_was_sealed(cards::PurseDoubt& doubt, const std::string& noted);

}  // namespace kwota::teller
