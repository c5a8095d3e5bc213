// Between the shop's words and the card's bytes: an order of the shop becomes files of a user card, what a user card brings
// home becomes a statement of the books. Pure: no card, no books, no vault.
// Begin with: credit_files(), statement_of().
#pragma once
#include <optional>

#include "books/rows.h"
#include "carry/cards/user_card.h"
#include "sell/counter/carry_order.h"

namespace kwota::teller {

/// A moment as meters write it; seconds are not kept.
user_card::MeterTime meter_time(const LocalTime& at);

/// The files that bring an order to its meter.
struct CreditFiles {
  user_card::InstructionFile instruction;
  std::optional<user_card::TariffFile> current, spare;  ///< only when the card does not hold them yet
  user_card::PurseFile purse;
};

/// `on_card`: what the card holds now, nothing for a new card. Prices that the card already carries, or that the meter has
/// already taken from it, are not written again. Where the meter's line has to tell prices, it brings credit and parameters alone.
/// Error `card_content_refused` {what}: prices that counter::fits() should have refused before.
Result<CreditFiles> credit_files(const counter::CarryOrder& order, const std::optional<cards::UserCard>& on_card);

user_card::HolderFile holder_file(const counter::CarryOrder& order, std::uint32_t county, const LocalDate& today);

/// The meter's word as a row of the books, whichever way it came; when, how and by whom is the caller's to say.
books::Statement statement_row(const user_card::ReturnedFile& returned, const user_card::RegisterFile& registers,
                               ByteView returned_image);
/// What the meter wrote onto the card, as a row of the books; nothing when it has written nothing (or only half) since the last sale.
std::optional<books::Statement> statement_of(const cards::UserCard& card, Instant taken, const std::string& operator_name);

}  // namespace kwota::teller
