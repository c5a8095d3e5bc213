// Local fee control over a line: the meter holds money, and its line opens it, brings prices and credit. A card is issued to
// whoever wants one, for the day on which the line is down.
#include "carry/cards/user_card_table.h"
#include "schemes/all.h"
#include "schemes/facts.h"

namespace kwota::schemes {

const Row fee_control_line{
    .facts = {.name = "fee_control_line",
              .unit = Unit::money,
              .holder = scheme::BalanceHolder::meter,
              .carriers = line_then_card,
              .card_product = cards::user_card_product.name,
              .protocols = dlt645,
              .confirmed_by = scheme::ConfirmedBy::statement},
    .card = &cards::user_card_product,
};

}  // namespace kwota::schemes
