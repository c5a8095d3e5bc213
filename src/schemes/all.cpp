#include "schemes/all.h"

#include <algorithm>

namespace kwota::schemes {
namespace {

constexpr std::array rows{&fee_control_card, &fee_control_line, &server_account};

using Facts = std::array<const scheme::Scheme*, rows.size()>;

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
