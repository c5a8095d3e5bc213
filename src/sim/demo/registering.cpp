// Customers and meters that come into the registers in the course of the year.
#include "people/permissions.h"
#include "sell/customer/change.h"
#include "sell/remote/link.h"
#include "sim/demo/household.h"

namespace kwota::demo {

std::string model_where(bool (*is_it)(const models::Model&)) {
  for (const auto* model : models::all())
    if (is_it(*model)) return std::string(model->name);
  return std::string(models::all().front()->name);
}

Result<std::int64_t> writes_down(History& history, const NewSupply& supply) {
  books::Account row;
  row.station = "E01";
  row.plan = supply.plan;
  row.scheme = supply.scheme;
  row.usage_class = supply.usage_class;
  row.household_persons = supply.persons;
  customer::DraftParts parts;
  parts.customer.number = supply.customer;
  parts.customer.name = supply.name;
  parts.customer.phone = supply.phone;
  parts.customer.address = supply.address;
  parts.customer.place = supply.place;
  parts.customer.language = "zh";
  parts.service_point = {.code = supply.point, .address = supply.address, .place = supply.place, .area = supply.area};
  parts.meter.number = supply.meter;
  parts.meter.model = supply.model;
  parts.meter.commodity = supply.commodity;
  parts.meter.maker = "示例电表厂";
  TRY(kept, history.decide({"zhao", "E01", ""}, "customers_write", [&](const books::Reader& reader, const people::Context& context) -> Result<books::Decision<books::Account>> {
    MUST(people::require(context.who, "customers_write"));
    return customer::put_draft(reader, row, parts, context.now);
  }));
  return kept.number;
}

Result<void> hangs_on_line(History& history, MeterNumber meter, const std::string& address) {
  MUST(history.decide(at_desk("tech"), "links_write", [&](const books::Reader& reader, const people::Context& context) {
    return remote::connect(reader, {.meter = meter, .address = address, .line = {}, .protocol = {}, .stopped = false}, context);
  }));
  return {};
}

}  // namespace kwota::demo
