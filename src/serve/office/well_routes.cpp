// The registers of irrigation: area numbers, wells, the meters at them.
#include "sell/customer/wells.h"
#include "serve/api/routes.h"
#include "serve/office/register.h"

namespace kwota::serve {
namespace {

const auto area_numbers = kept<books::AreaNumber>(put_row<books::AreaNumber, customer::put_area_number>);
const auto wells = kept<books::Well>(put_row<books::Well, customer::put_well>);
const auto well_meters = kept<books::WellMeter>(put_row<books::WellMeter, customer::put_well_meter>);

}  // namespace

void add_well_routes(Router& router, ServerParts& server) {
  add_register(router, server, area_numbers);
  add_register(router, server, wells);
  add_register(router, server, well_meters);
}

}  // namespace kwota::serve
