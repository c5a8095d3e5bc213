// How papers of one kind are laid out at their moment.   Begin with Layout.
#pragma once
#include <string>

#include "sell/receipt/template.h"

namespace kwota::receipt {

/// Without lines: as delivered.
struct Layout {
  SlipLines lines{};
  std::string head{}, foot{};  ///< the utility's own texts above and below (code table slip_text); empty: none
};

}  // namespace kwota::receipt
