#include <algorithm>
#include <array>

#include "collect/report/r06.h"
#include "collect/report/r07.h"
#include "collect/report/r09.h"
#include "collect/report/r12.h"
#include "collect/report/r13.h"
#include "collect/report/wells.h"

namespace kwota::report {
namespace {

constexpr std::array report_list{
    &r01,
    &r02,
    &r03,
    &r06,
    &r07,
    &r09,
    &r12,
    &r13,
};

constexpr std::array of_sales{
    Dimension{"business_day", "business_day", 0, "business_day"}, Dimension{"month", "business_day", 7, "business_day"},
    Dimension{"station", "station", 0, "station"},                Dimension{"till", "till", 0, "till"},
    Dimension{"operator", "operator", 0, "operator"},             Dimension{"usage_class", "usage_class", 0, "usage_class"},
    Dimension{"plan", "plan", 0, "plan"},                         Dimension{"scheme", "scheme", 0, "scheme"},
    Dimension{"carrier", "carrier"},                              Dimension{"channel", "channel"},
    Dimension{"commodity", "commodity"},                          Dimension{"kind", "kind", 0, "kind"},
};

constexpr std::array of_money{
    Dimension{"business_day", "business_day", 0, "business_day"}, Dimension{"month", "business_day", 7, "business_day"},
    Dimension{"station", "station"},                              Dimension{"till", "till"},
    Dimension{"kind", "kind", 0, "what"},                         Dimension{"tender", "account", 0, {}},
    Dimension{"tax", "account", 0, "account"},
};

}  // namespace

const Subject sales_subject{"sales", "day_sheet", "sales", of_sales};
const Subject money_subject{"money", "money_sheet", "entries", of_money};

const Dimension* dimension_named(const Subject& subject, std::string_view name) {
  const auto found = std::ranges::find(subject.dimensions, name, &Dimension::name);
  return found == subject.dimensions.end() ? nullptr : &*found;
}

std::span<const Report* const> reports() { return report_list; }

const Report* report_numbered(std::string_view number) {
  const auto found = std::ranges::find_if(report_list, [&](const Report* one) { return one->number == number; });
  return found == report_list.end() ? nullptr : *found;
}

Check received_adds_up() {
  return {"received_adds_up", {"received", "written_off", "transferred"}, {"energy", "tax", "fees", "debt", "balance"}};
}
Check postings_add_up() { return {"postings_add_up", {"posted"}, {}}; }

}  // namespace kwota::report
