#include "store/lists/credit_sums.h"

#include <fmt/format.h>

namespace kwota::store {
namespace {

constexpr std::string_view of_all =
    "SELECT sale.meter, sale.account, sale_state.state, sum(sale.credit), sale.unit FROM sale JOIN sale_state ON sale_state.sale=sale.number "
    "GROUP BY sale.meter, sale.account, sale_state.state, sale.unit";
constexpr std::string_view of_one =
    "SELECT sale.meter, sale.account, sale_state.state, sum(sale.credit), sale.unit FROM sale JOIN sale_state ON sale_state.sale=sale.number "
    "WHERE sale.meter=? GROUP BY sale.meter, sale.account, sale_state.state, sale.unit";

}  // namespace

Result<std::vector<CreditSum>> credit_sums(Moment& moment, std::string_view meter) {
  auto& connection = sqlite_of(moment);
  auto cursor = connection.prepare(meter.empty() ? of_all : of_one);
  if (!meter.empty()) cursor.text(meter);
  std::vector<CreditSum> out;
  for (;;) {
    TRY(there, cursor.step());
    if (!there) return out;
    out.push_back({fmt::format("{:012}", cursor.get_integer(0)), cursor.get_integer(1), parse_word<books::SaleStatus>(cursor.get_text(2)).value_or(no_word<books::SaleStatus>),
                   Credit::of(parse_word<Unit>(cursor.get_text(4)).value_or(no_word<Unit>), cursor.get_integer(3))});
  }
}

}  // namespace kwota::store
