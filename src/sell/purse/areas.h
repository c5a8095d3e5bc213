// A farmer's card shall be good at other area numbers: the books say at once which are wanted, the card only once it lay on a reader again.
// Guarantees: what the card may say still counts with what is wanted, until it was read to say that; a change that was torn is settled by reading the card.
// A card that says numbers of which the books know nothing has newer ones: the books were put back to an older copy. Both count, and nothing is written onto it until
// somebody has said which are right.
// Begin with change_areas(); at every contact areas_to_write() and areas_stand(); whenever it was read areas_read().
#pragma once
#include "books/card_areas.h"
#include "sell/purse/purse_account.h"

namespace kwota::purse {

struct ChangeAreas {
  std::int64_t account = 0;
  books::AreaNumbers areas;  ///< the first is said, none twice
};
/// A card that is made waits for its next contact; of one that is not made yet the next making says what is wanted. The same numbers once more change nothing,
/// unless the card says others: then they are written onto it.
/// Errors: permission_denied, those of purse_account(), may_be_loaded() and check_terms(), area_number_elsewhere {area_number, station}.
Result<books::Decision<books::Purse>> change_areas(const books::Reader& books, const ChangeAreas& request, const Context& context);

/// What a card that is in force shall say and has not been read to say; nothing: it says what is wanted, as far as the books know, or somebody has to say first.
std::optional<books::PurseTerms> areas_to_write(const books::Reader& books, const CardSerial& card);
/// The card was read to say this. No changes: something else is wanted meanwhile, and the next contact writes that.
Result<books::Decision<Done>> areas_stand(const books::Reader& books, const CardSerial& card, const books::PurseTerms& said, const Context& context);

/// The card was read to say these, and nothing is decided by that. No changes: the books know of it. Else they wait for somebody's word, in a row that nobody has asked for:
/// its former numbers are those of the card.
Result<books::Decision<Done>> areas_read(const books::Reader& books, const CardSerial& card, const books::AreaNumbers& said, const Context& context);
/// Nobody has said yet which are right: `card_says_other_areas` {account, areas, known}. Nothing: nobody has to.
std::optional<Error> areas_in_question(const books::Reader& books, const CardSerial& card);

/// All that this purse's card may say of itself now.
std::vector<books::PurseTerms> terms_it_may_say(const books::Reader& books, const books::Purse& purse);

}  // namespace kwota::purse
