// A well whose pump will stand on the bench, and a farmer who has been granted a purse and has no card yet. What is sold there is sold when the bench is
// there (apps/kwota/server/demo_bench.cpp).
#include "models/all.h"
#include "sell/customer/change.h"
#include "sell/customer/wells.h"
#include "sell/purse/application.h"
#include "sim/demo/demo.h"
#include "sim/demo/subjects.h"

namespace kwota::demo {
namespace {

constexpr auto bench_village = "V01", bench_area = "A011", bench_area_number = "09250009";
constexpr auto bench_well = "W-99";

Post in_the_village() { return {"zhao", "E01", ""}; }

Result<void> dig(History& now) {
  MUST(now.decide(in_the_village(), "customers_write", [](const books::Reader& reader, const people::Context&) {
    return customer::put_area_number(reader, {.number = bench_area_number, .name = "展台", .village = bench_village, .station = "E01"});
  }));
  MUST(now.decide(in_the_village(), "customers_write", [&now](const books::Reader& reader, const people::Context&) {
    books::Well row{.number = bench_well, .name = "展台机井", .village = bench_village, .area = bench_area, .area_number = bench_area_number, .usage_class = "irrigation"};
    row.put_in = now.today();
    row.depth_m = 45;
    row.pump_w = 7'500;
    return customer::put_well(reader, row);
  }));
  MUST(now.decide(at_desk("tech"), "meters_write", [](const books::Reader& reader, const people::Context&) {
    books::Meter row{.number = bench_well_meter(), .model = model_where([](const models::Model& one) { return one.transformer_connected; }), .maker = "示例电表厂"};
    row.state = books::MeterStatus::installed;
    return customer::put_meter(reader, row);
  }));
  MUST(now.decide(at_desk("tech"), "meters_write", [&now](const books::Reader& reader, const people::Context&) {
    return customer::put_well_meter(reader, {.well = bench_well, .meter = bench_well_meter(), .from = now.today(), .to = {}, .multiplier = 1, .terminal = {}});
  }));
  return {};
}

Result<void> grant_a_purse(History& now) {
  books::Customer row;
  row.name = "展台 夏青苗";
  row.phone = "15061803398";
  row.address = "展台机井旁";
  row.place = bench_village;
  row.language = "zh";
  row.station = "E01";
  TRY(kept, now.decide(in_the_village(), "customers_write", [&](const books::Reader& reader, const people::Context& context) { return customer::put_customer(reader, row, context.now); }));
  const purse::ApplyRequest asked{.customer = kept.number, .station = "E01", .terms = {.village = bench_village, .area = bench_area, .area_1 = bench_area_number, .area_2 = {}, .area_3 = {}, .area_4 = {}, .price_class = 1}, .remark = {}};
  TRY(application, now.decide(cashier("E01"), "purse_apply", [&](const books::Reader& reader, const people::Context& context) { return purse::apply(reader, asked, context); }));
  MUST(now.decide(in_the_village(), "purse_grant", [&](const books::Reader& reader, const people::Context& context) { return purse::grant(reader, application.number, context); }));
  return {};
}

}  // namespace

MeterNumber bench_well_meter() { return extra_meter(99); }

Result<void> dig_the_bench_well(History& history, Village&) {
  history.on(history.last() - 2, [](History& now) -> Result<void> {
    MUST(dig(now));
    return grant_a_purse(now);
  });
  return {};
}

}  // namespace kwota::demo
