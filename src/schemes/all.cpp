#include "schemes/all.h"

#include "schemes/fee_control_card.h"
#include "schemes/fee_control_line.h"
#include "schemes/irrigation_purse.h"
#include "schemes/read_account.h"
#include "schemes/server_account.h"
#include "schemes/volume_card.h"

namespace kwota::schemes {
namespace {

constexpr const scheme::Scheme* rows[] = {
    &fee_control_card,
    &fee_control_line,
    &server_account,
    &irrigation_purse,
    &read_account,
    &volume_card,
};

constexpr scheme::Table all_of_them{rows};

}  // namespace

const scheme::Table& table() { return all_of_them; }

}  // namespace kwota::schemes
