#include "schemes/all.h"

#include <algorithm>

#include "schemes/fee_control_card.h"
#include "schemes/fee_control_line.h"
#include "schemes/irrigation_purse.h"
#include "schemes/read_account.h"
#include "schemes/server_account.h"
#include "schemes/volume_card.h"

namespace kwota::schemes {
namespace {

constexpr const Row* rows[] = {
    &fee_control_card,
    &fee_control_line,
    &server_account,
    &irrigation_purse,
    &read_account,
    &volume_card,
};

using Facts = std::array<const scheme::Scheme*, std::size(rows)>;

}  // namespace

std::span<const Row* const> all() { return rows; }

const scheme::Table& table() {
  static const Facts facts = [] {
    Facts out{};
    std::ranges::transform(rows, out.begin(), [](const Row* row) { return &row->facts; });
    return out;
  }();
  static const scheme::Table all_of_them{facts};
  return all_of_them;
}

}  // namespace kwota::schemes
