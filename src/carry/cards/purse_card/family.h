// The purse card as a family: look, load, unload, settle, debit with a record, release, issue.
#pragma once
#include "carry/cards/common/family.h"

namespace kwota::cards {

extern const Family& purse_card_family;

}  // namespace kwota::cards
