// The registers that the office keeps: service points, meters, places, stations, tills, codes, series of invoices, and all that say themselves how they are kept.
#include "sell/customer/change.h"
#include "sell/invoices/series.h"
#include "serve/api/routes.h"
#include "serve/office/register.h"

namespace kwota::serve {
namespace {

const auto service_points = kept<books::ServicePoint>(put_row<books::ServicePoint, customer::put_service_point>);
const auto meters = kept<books::Meter>(put_row<books::Meter, customer::put_meter>);
const auto places = kept<books::Place>(put_row<books::Place, customer::put_place>);
const auto stations = kept<books::Station>(put_row<books::Station, customer::put_station>);
const auto tills = kept<books::Till>(put_row<books::Till, customer::put_till>);
const auto codes = kept<books::Code>(put_row<books::Code, customer::put_code>);
const auto former_cards = kept<books::FormerCard>(put_row<books::FormerCard, customer::put_former_card>);
const auto invoice_series = kept<books::InvoiceSeries>(put_row<books::InvoiceSeries, invoices::put_series>);

/// Those that their rows' own forms judge.
template <class Row>
void add_by_form(Router& router, ServerParts& server) {
  if constexpr (requires { Row::by_form; })
    if constexpr (Row::by_form.judge == books::Judge::form) {
      static const auto by_form = kept_by_form<Row>();
      add_register(router, server, by_form);
    }
}
template <class... Rows>
void add_all_by_form(Router& router, ServerParts& server, books::Kinds<Rows...>) {
  (add_by_form<Rows>(router, server), ...);
}

}  // namespace

void add_register_routes(Router& router, ServerParts& server) {
  add_register(router, server, service_points);
  add_register(router, server, meters);
  add_register(router, server, places);
  add_register(router, server, stations);
  add_register(router, server, tills);
  add_register(router, server, codes);
  add_register(router, server, former_cards);
  add_register(router, server, invoice_series);
  add_all_by_form(router, server, books::RegisterKinds{});
}

}  // namespace kwota::serve
