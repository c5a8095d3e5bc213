// Writing a credit instruction onto a user card, and finding out afterwards what became of one that was torn.
//
// The purse file (amount || sequence number n, one command) is the single commit: whatever is torn before it leaves the
// old credit, whatever is torn after it the new one. Sale, void (amount 0, the same n), replacement and closing order are
// the same dialogue with other contents.
// Guarantees: the journal holds the sale before the MAC that could give credit leaves the vault; a verdict `done` was read
// with the card's own MAC; `not_done` means that the card proved another content, or that nothing was ever sealed; all else
// is `in_doubt` – also a repeated order that broke off before the card was asked, because the earlier attempt may have
// reached it. settle() decides a doubt when the card is there again, by reading.
// Begin with write_credit(), then settle().
#pragma once
#include <span>

#include "carry/cards/common/family.h"
#include "seal/user_card/files.h"

namespace kwota::cards {

struct CreditOrder {
  CardKeys keys;
  Nonces nonces;
  std::string sale;                                            ///< number in the books, for the journal
  user_card::InstructionFile instruction;
  std::optional<user_card::TariffFile> tariff_current{}, tariff_spare{};  ///< only when they change
  std::optional<user_card::VoidFile> voids{};                  ///< cards that the meter shall refuse from now on; cards of the first edition have no room for it
  user_card::PurseFile purse;
  std::optional<user_card::PurseFile> expected{};              ///< what the books say the card carries now
  Bytes returned_stored{};                                     ///< SFI 05 as the books have stored it (UserCard::returned_image)
  bool first_attempt = false;  ///< the journal shows that this very instruction was never sealed before
};

/// Writes the order; see the table of commands below. Never ends with an Error: the verdict says it.
/// Causes: `card_purse_differs`{found_n, found_amount}, `returned_data_unknown`, `bad_credit_order`{file},
/// `card_read_back_differs`{file}, and those of exchange.h.
Dialogue<Written> write_credit(CreditOrder order);

/// Asks the card what became of a torn write: `done` when it carries exactly that purse, `not_done` when it proves another
/// content. Ends with an Error when the card cannot be asked: the doubt stays.
Dialogue<Written> settle(CardKeys keys, Nonces nonces, user_card::PurseFile written);

/// The commands of an ordinary sale in their order: tariffs unchanged, returned data on the card.
inline constexpr std::array sale_commands{
    CommandOfSale{"SELECT application DF01", true, "the files live there; the security state starts at 0"},
    CommandOfSale{"GET CHALLENGE 8", true, "the seller's answer must be fresh"},
    CommandOfSale{"EXTERNAL AUTHENTICATE seller", true, "files 01..06 may be written in seller state only"},
    CommandOfSale{"READ purse with MAC", false, "the books' idea of the card is proven before anything is changed"},
    CommandOfSale{"READ returned data", false, "only data that the books have stored may be emptied"},
    CommandOfSale{"GET CHALLENGE 4", true, "for the MAC of the next write"},
    CommandOfSale{"UPDATE instruction with MAC", true, "card type, parameters and switch time of this sale"},
    CommandOfSale{"READ instruction", false, "no credit is committed upon an instruction that cannot be read"},
    CommandOfSale{"GET CHALLENGE 4", true, "for the MAC of the next write"},
    CommandOfSale{"UPDATE returned registers with MAC", true, "emptied before 05, so that 05 alone tells whether data is there"},
    CommandOfSale{"GET CHALLENGE 4", true, "for the MAC of the next write"},
    CommandOfSale{"UPDATE returned data with MAC", true, "the meter takes credit only when this file is empty"},
    CommandOfSale{"GET CHALLENGE 4", true, "for the MAC of the next write"},
    CommandOfSale{"UPDATE purse with MAC", true, "amount and n together: the single commit of the sale"},
    CommandOfSale{"READ purse with MAC", true, "the carrier confirms that it holds the credit: read back and compared"},
};

}  // namespace kwota::cards
