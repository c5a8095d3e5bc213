#include <algorithm>
#include <array>

#include "collect/report/control_subjects.h"
#include "collect/report/facts/counted.h"
#include "collect/report/facts/debts.h"
#include "collect/report/facts/months.h"
#include "collect/report/facts/openings.h"
#include "collect/report/facts/outlets.h"
#include "collect/report/facts/purse_money.h"
#include "collect/report/facts/register.h"
#include "collect/report/facts/sold.h"
#include "collect/report/facts/water_use.h"
#include "collect/report/facts/wells.h"
#include "collect/report/i01.h"
#include "collect/report/i02.h"
#include "collect/report/i03.h"
#include "collect/report/i04.h"
#include "collect/report/i05.h"
#include "collect/report/i06.h"
#include "collect/report/i07.h"
#include "collect/report/i08.h"
#include "collect/report/i09.h"
#include "collect/report/i10.h"
#include "collect/report/i11.h"
#include "collect/report/i12.h"
#include "collect/report/r01.h"
#include "collect/report/r02.h"
#include "collect/report/r03.h"
#include "collect/report/r04.h"
#include "collect/report/r05.h"
#include "collect/report/r06.h"
#include "collect/report/r07.h"
#include "collect/report/r08.h"
#include "collect/report/r09.h"
#include "collect/report/r10.h"
#include "collect/report/r11.h"
#include "collect/report/r12.h"
#include "collect/report/r13.h"
#include "collect/report/r14.h"
#include "collect/report/r15.h"
#include "collect/report/r16.h"
#include "collect/report/r17.h"
#include "collect/report/r18.h"
#include "collect/report/r19.h"
#include "collect/report/r20.h"
#include "collect/report/r21.h"

namespace kwota::report {
namespace {

constexpr std::array report_list{
    &r01,
    &r02,
    &r03,
    &r04,
    &r05,
    &r06,
    &r07,
    &r08,
    &r09,
    &r10,
    &r11,
    &r12,
    &r13,
    &r14,
    &r15,
    &r16,
    &r17,
    &r18,
    &r19,
    &r20,
    &r21,
    &i01,
    &i02,
    &i03,
    &i04,
    &i05,
    &i06,
    &i07,
    &i08,
    &i09,
    &i10,
    &i11,
    &i12,
};

constexpr std::array of_sales{
    Dimension{"business_day", "business_day", 0, "business_day"}, Dimension{"month", "business_day", 7, "business_day"},
    Dimension{"station", "station", 0, "station"},                Dimension{"till", "till", 0, "till"},
    Dimension{"operator", "operator", 0, "operator"},             Dimension{"usage_class", "usage_class", 0, "usage_class"},
    Dimension{"plan", "plan", 0, "plan"},                         Dimension{"scheme", "scheme", 0, "scheme"},
    Dimension{"carrier", "carrier"},                              Dimension{"channel", "channel"},
    Dimension{"commodity", "commodity"},                          Dimension{"kind", "kind", 0, "kind"},
    Dimension{"edition", "edition"},
};

constexpr std::array of_money{
    Dimension{"business_day", "business_day", 0, "business_day"}, Dimension{"month", "business_day", 7, "business_day"},
    Dimension{"station", "station"},                              Dimension{"till", "till"},
    Dimension{"kind", "kind", 0, "what"},                         Dimension{"tender", "account", 0, {}},
    Dimension{"tax", "account", 0, "account"},                    Dimension{"commodity", "commodity"},
    Dimension{"edition", "edition"},
};

constexpr std::array of_receipts{
    Dimension{"business_day", "business_day", 0, "business_day"}, Dimension{"month", "business_day", 7, "business_day"},
    Dimension{"station", "station", 0, "station"},                Dimension{"till", "till", 0, "till"},
    Dimension{"operator", "operator", 0, "operator"},             Dimension{"asked_by", "asked_by", 0, "operator"},
    Dimension{"approved_by", "approved_by", 0, "approved_by"},    Dimension{"kind", "kind", 0, "kind"},
    Dimension{"number", "number", 0, "number"},                   Dimension{"time", "time"},
    Dimension{"reason", "reason"},                                Dimension{"reason_code", "reason_code"},
    Dimension{"customer", "customer", 0, "customer"},             Dimension{"customer_name", "customer_name"},
    Dimension{"account", "account", 0, "account"},                Dimension{"meter", "meter", 0, "meter"},
    Dimension{"usage_class", "usage_class", 0, "usage_class"},    Dimension{"plan", "plan", 0, "plan"},
    Dimension{"scheme", "scheme", 0, "scheme"},                   Dimension{"commodity", "commodity"},
};

constexpr std::array of_openings{
    Dimension{"business_day", "business_day", 0, "opened"},    Dimension{"month", "business_day", 7, "opened"},
    Dimension{"station", "station", 0, "station"},             Dimension{"operator", "operator"},
    Dimension{"village", "village"},                           Dimension{"customer", "customer", 0, "customer"},
    Dimension{"customer_name", "customer_name"},               Dimension{"account", "account", 0, "number"},
    Dimension{"meter", "meter", 0, "meter"},                   Dimension{"card", "card"},
    Dimension{"usage_class", "usage_class", 0, "usage_class"}, Dimension{"plan", "plan", 0, "plan"},
    Dimension{"scheme", "scheme", 0, "scheme"},                Dimension{"commodity", "commodity"},
};

constexpr std::array of_supplies{
    Dimension{"station", "station", 0, "station"},
    Dimension{"village", "village"},
    Dimension{"usage_class", "usage_class", 0, "usage_class"},
    Dimension{"commodity", "commodity"},
};

constexpr std::array of_counts{
    Dimension{"business_day", "business_day", 0, "closed"}, Dimension{"month", "business_day", 7, "closed"},
    Dimension{"station", "station", 0, "station"},          Dimension{"till", "till", 0, "till"},
    Dimension{"operator", "operator", 0, "operator"},       Dimension{"shift", "shift", 0, "number"},
    Dimension{"tender", "tender"},                          Dimension{"opened", "opened"},
    Dimension{"closed", "closed"},                          Dimension{"reason", "reason"},
    Dimension{"accepted_by", "accepted_by", 0, "accepted_by"},
};

constexpr std::array of_wells{
    Dimension{"put_in", "put_in", 0, "put_in"},
    Dimension{"month", "put_in", 7, "put_in"},
    Dimension{"station", "station"},
    Dimension{"village", "village", 0, "village"},
    Dimension{"area", "area", 0, "area"},
    Dimension{"area_number", "area_number", 0, "area_number"},
    Dimension{"usage_class", "usage_class", 0, "usage_class"},
    Dimension{"well", "well", 0, "number"},
    Dimension{"name", "name"},
    Dimension{"meter", "meter"},
    Dimension{"depth", "depth"},
    Dimension{"state", "state"},
};

constexpr std::array of_water{
    Dimension{"station", "station"},
    Dimension{"village", "village"},
    Dimension{"area", "area"},
    Dimension{"area_number", "area_number"},
    Dimension{"usage_class", "usage_class"},
    Dimension{"well", "well", 0, "well"},
    Dimension{"name", "name"},
    Dimension{"meter", "meter", 0, "meter"},
};

constexpr std::array of_debts{
    Dimension{"station", "station"},
    Dimension{"village", "village"},
    Dimension{"debt_kind", "debt_kind", 0, "kind"},
    Dimension{"origin", "origin"},
    Dimension{"customer", "customer", 0, "customer"},
    Dimension{"customer_name", "customer_name"},
    Dimension{"account", "account", 0, "account"},
    Dimension{"commodity", "commodity"},
};

constexpr std::array of_outlets{
    Dimension{"station", "station"},
    Dimension{"outlet", "outlet", 0, "code"},
    Dimension{"name", "name"},
    Dimension{"per_mille", "per_mille"},
    Dimension{"first_receipt", "first_receipt"},
    Dimension{"last_receipt", "last_receipt"},
};

constexpr std::array of_purse_money{
    Dimension{"station", "station"},
    Dimension{"commodity", "commodity"},
};

constexpr std::array of_months{
    Dimension{"station", "station", 0, "station"},
    Dimension{"commodity", "commodity", 0, "commodity"},
};

constexpr std::array subject_list{&sales_subject, &money_subject, &receipts_subject, &openings_subject, &supplies_subject, &counts_subject, &wells_subject, &water_subject, &debts_subject, &outlets_subject, &months_subject, &purse_money_subject};

}  // namespace

const Subject sales_subject{"sales", "day_sheet", "sales", of_sales};
const Subject money_subject{"money", "money_sheet", "entries", of_money};
const Subject receipts_subject{"receipts", "receipts", "sales", of_receipts, &facts::sold};
const Subject openings_subject{"openings", "openings", "accounts", of_openings, &facts::openings, "opened"};
const Subject supplies_subject{"supplies", "supplies", "accounts", of_supplies, &facts::supplies, ""};
const Subject counts_subject{"counts", "counts", "shifts", of_counts, &facts::counts, "closed"};

const Subject wells_subject{"wells", "wells_there", "wells", of_wells, &facts::wells, ""};

const Subject water_subject{"water", "water_used", "waterings", of_water, &facts::water_use, "start"};

const Subject debts_subject{"debts", "debts_moved", "debts", of_debts, &facts::debts_moved, ""};

const Subject outlets_subject{"outlets", "outlets_moved", "outlets", of_outlets, &facts::outlets_moved, ""};
const Subject months_subject{"months", "months_closed", "month-ends", of_months, &facts::months_closed, ""};
const Subject purse_money_subject{"purse_money", "purse_money", "purses", of_purse_money, &facts::purse_money, ""};

std::span<const Subject* const> subjects() {
  static const auto all = [] {
    std::vector<const Subject*> out(subject_list.begin(), subject_list.end());
    for (const auto* one : control_subjects()) out.push_back(one);
    return out;
  }();
  return all;
}

const books::Table& columns_of(const Subject& subject) {
  if (subject.source != nullptr) return subject.source->columns();
  const auto all = books::all_tables();
  return **std::ranges::find(all, subject.sheet, [](const books::Table* one) { return one->name; });
}

const Dimension* dimension_named(const Subject& subject, std::string_view name) {
  const auto found = std::ranges::find(subject.dimensions, name, &Dimension::name);
  return found == subject.dimensions.end() ? nullptr : &*found;
}

bool is_personal(const Subject& subject, std::string_view name) {
  const auto* dimension = dimension_named(subject, name);
  if (dimension == nullptr) return false;
  const auto& columns = columns_of(subject).columns;
  const auto found = std::ranges::find(columns, dimension->column, &books::ColumnInfo::name);
  return found != columns.end() && found->personal != books::Personal::no;
}

std::span<const Report* const> reports() { return report_list; }

const Report* report_numbered(std::string_view number) {
  const auto found = std::ranges::find_if(report_list, [&](const Report* one) { return one->number == number; });
  return found == report_list.end() ? nullptr : *found;
}

bool keeps_its_past(const Report& report) { return report.has_data && report.subject != nullptr; }

Check received_adds_up() {
  return {"received_adds_up", {"received", "written_off", "transferred"}, {"energy", "tax", "fees", "debt", "balance"}};
}
Check postings_add_up() { return {"postings_add_up", {"posted"}, {}}; }

}  // namespace kwota::report
