// The registers that the office keeps: service points, meters, places, stations, tills, codes, series of invoices, and all that say themselves how they are kept.
#include "people/station.h"
#include "sell/customer/change.h"
#include "sell/invoices/series.h"
#include "sell/settings/code_change.h"
#include "serve/api/routes.h"
#include "serve/office/register.h"
#include "serve/office/register_files.h"

namespace kwota::serve {
namespace {

const auto service_points = kept<books::ServicePoint>(put_row<books::ServicePoint, customer::put_service_point>);
const auto meters = kept<books::Meter>(put_row<books::Meter, customer::put_meter>);
const auto places = kept<books::Place>(put_row<books::Place, customer::put_place>);
/// Who works at one station opens no other: he would not even see it.
const auto stations = kept<books::Station>([](const books::Reader& books, const books::Station& row, const Asked&, const people::Context& context) -> Result<books::Decision<books::Station>> {
  if (!books.find<books::Station>(row.code)) MUST(people::require_for_whole_utility(context.who, "stations_write"));
  return customer::put_station(books, row);
});
const auto tills = kept<books::Till>(put_row<books::Till, customer::put_till>);
const auto codes = kept<books::Code>([](const books::Reader& books, const books::Code& row, const Asked& body, const people::Context& context) {
  return settings::change_code(books, row, body.number("approval"), context);
});
const auto former_cards = kept<books::FormerCard>(put_row<books::FormerCard, customer::put_former_card>);
const auto invoice_series = kept<books::InvoiceSeries>(put_row<books::InvoiceSeries, invoices::put_series>);

/// Those that their rows' own forms judge.
template <class Row, class Do>
void with_form(const Do& act) {
  if constexpr (requires { Row::by_form; })
    if constexpr (Row::by_form.judge == books::Judge::form) {
      static const auto by_form = kept_by_form<Row>();
      act(by_form);
    }
}
template <class Do, class... Rows>
void with_forms(const Do& act, books::Kinds<Rows...>) {
  (with_form<Rows>(act), ...);
}

template <class Do>
void for_each_register(const Do& act) {
  act(service_points);
  act(meters);
  act(places);
  act(stations);
  act(tills);
  act(codes);
  act(former_cards);
  act(invoice_series);
  with_forms(act, books::RegisterKinds{});
}

}  // namespace

void add_register_routes(Router& router, ServerParts& server) {
  for_each_register([&](const auto& reg) { add_register(router, server, reg); });
}

std::vector<imports::Importable> register_files() {
  std::vector<imports::Importable> out;
  for_each_register([&](const auto& reg) { add_files(out, reg); });
  add_collection_files(out);
  add_review_files(out);
  return out;
}

}  // namespace kwota::serve
