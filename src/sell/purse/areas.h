// A farmer's card shall be good at other area numbers: the books say at once which are wanted, the card only once it lay on a reader again.
// Guarantees: what the card may say still counts with what is wanted, until it was read to say that; a change that was torn is settled by reading the card.
// Begin with change_areas(); at every contact areas_to_write() and areas_stand().
#pragma once
#include "books/card_areas.h"
#include "sell/purse/purse_account.h"

namespace kwota::purse {

struct ChangeAreas {
  std::int64_t account = 0;
  books::AreaNumbers areas;  ///< the first is said, none twice
};
/// A card that is made waits for its next contact; of one that is not made yet the next making says what is wanted. The same numbers once more change nothing.
/// Errors: permission_denied, those of purse_account(), may_be_loaded() and check_terms(), area_number_elsewhere {area_number, station}.
Result<books::Decision<books::Purse>> change_areas(const books::Reader& books, const ChangeAreas& request, const Context& context);

/// What a card that is in force shall say and has not been read to say; nothing: it says what is wanted, as far as the books know.
std::optional<books::PurseTerms> areas_to_write(const books::Reader& books, const CardSerial& card);
/// The card was read to say this. No changes: something else is wanted meanwhile, and the next contact writes that.
Result<books::Decision<Done>> areas_stand(const books::Reader& books, const CardSerial& card, const books::PurseTerms& said, const Context& context);

/// All that this purse's card may say of itself now.
std::vector<books::PurseTerms> terms_it_may_say(const books::Reader& books, const books::Purse& purse);

}  // namespace kwota::purse
