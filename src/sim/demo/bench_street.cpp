// Whose meters will hang on the bench: a prepared account for one device of each model, so that whoever opens the sample finds a customer, his meter and
// his card. What is sold there is sold when the bench is there (apps/kwota/server/demo_bench.cpp).
#include <fmt/format.h>

#include "models/all.h"
#include "sell/customer/change.h"
#include "sim/demo/demo.h"
#include "sim/demo/subjects.h"

namespace kwota::demo {
namespace {

constexpr const char* bench_names[] = {"展台 王小明", "展台 李家", "展台 机井房", "展台 赵家", "展台 钱家", "展台 孙家", "展台 周家"};

}  // namespace

MeterNumber bench_meter(int model) {
  constexpr int first = 100;
  return extra_meter(first + model);
}

Result<void> furnish_the_bench(History& history, Village&) {
  history.on(history.last() - 2, [](History& now) -> Result<void> {
    int index = 0;
    for (const auto* model : models::all()) {
      const auto at = static_cast<std::size_t>(index) % std::size(bench_names);
      if (model->account != models::AccountAt::nowhere)
        MUST(writes_down(now, {.name = bench_names[at], .phone = fmt::format("137{:08}", 61'803'398 + index), .address = fmt::format("展台{}号", index + 1), .point = fmt::format("B{:04}", index + 1), .place = "V01", .area = "A011",
                               .meter = bench_meter(index), .model = std::string(model->name), .plan = "cn-beijing"}));
      else  // nobody's: it counts energy and lies in the store
        MUST(now.decide(at_desk("tech"), "meters_write", [&](const books::Reader& reader, const people::Context&) {
          return customer::put_meter(reader, {.number = bench_meter(index), .model = std::string(model->name), .maker = "示例电表厂"});
        }));
      ++index;
    }
    return {};
  });
  return {};
}

}  // namespace kwota::demo
