// Local fee control by card: the meter holds money and charges by prices that the card brings. A meter that is put on a line later
// takes credit over it too.
#include "carry/cards/user_card_table.h"
#include "schemes/all.h"
#include "schemes/facts.h"

namespace kwota::schemes {

const Row fee_control_card{
    .facts = {.name = "fee_control_card",
              .unit = Unit::money,
              .holder = scheme::BalanceHolder::meter,
              .carriers = card_then_line,
              .card_product = cards::user_card_product.name,
              .protocols = dlt645,
              .confirmed_by = scheme::ConfirmedBy::statement},
    .card = &cards::user_card_product,
};

}  // namespace kwota::schemes
