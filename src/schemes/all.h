// The products: one row a scheme, one file a row, one line in all.cpp. A row joins what the shop knows of a scheme (sell/scheme) with
// the card that is issued for it and the protocols of its meters; it is the only place that sees both.
// Begin with table(): it is handed to everybody who sells.
#pragma once
#include "carry/cards/product.h"
#include "sell/scheme/scheme.h"

namespace kwota::schemes {

struct Row {
  scheme::Scheme facts;
  const cards::Product* card = nullptr;  ///< what is personalised for its accounts; none: no card
};

extern const Row fee_control_card, fee_control_line, server_account;

/// In the order in which a person should see them.
std::span<const Row* const> all();
/// What the shop knows of them.
const scheme::Table& table();

}  // namespace kwota::schemes
