#include <algorithm>
#include <array>

#include "collect/report/control_subjects.h"
#include "collect/report/insight/i01.h"
#include "collect/report/insight/i02.h"
#include "collect/report/insight/i03.h"
#include "collect/report/insight/i04.h"
#include "collect/report/insight/i05.h"
#include "collect/report/insight/i06.h"
#include "collect/report/insight/i07.h"
#include "collect/report/insight/i08.h"
#include "collect/report/insight/i09.h"
#include "collect/report/insight/i10.h"
#include "collect/report/insight/i11.h"
#include "collect/report/insight/i12.h"
#include "collect/report/insight/i13.h"
#include "collect/report/insight/i14.h"
#include "collect/report/insight/i15.h"
#include "collect/report/insight/i16.h"
#include "collect/report/insight/i17.h"
#include "collect/report/declared/r01.h"
#include "collect/report/declared/r02.h"
#include "collect/report/declared/r03.h"
#include "collect/report/declared/r04.h"
#include "collect/report/declared/r05.h"
#include "collect/report/declared/r06.h"
#include "collect/report/declared/r07.h"
#include "collect/report/declared/r08.h"
#include "collect/report/declared/r09.h"
#include "collect/report/declared/r10.h"
#include "collect/report/declared/r11.h"
#include "collect/report/declared/r12.h"
#include "collect/report/declared/r13.h"
#include "collect/report/declared/r14.h"
#include "collect/report/declared/r15.h"
#include "collect/report/declared/r16.h"
#include "collect/report/declared/r17.h"
#include "collect/report/declared/r18.h"
#include "collect/report/declared/r19.h"
#include "collect/report/declared/r20.h"
#include "collect/report/declared/r21.h"
#include "collect/report/declared/r22.h"
#include "collect/report/entry_rows.h"
#include "collect/report/facts/counted.h"
#include "collect/report/facts/debts.h"
#include "collect/report/facts/months.h"
#include "collect/report/facts/openings.h"
#include "collect/report/facts/outlets.h"
#include "collect/report/facts/register.h"
#include "collect/report/facts/sold.h"
#include "collect/report/facts/water/purse_money.h"
#include "collect/report/facts/water/water_use.h"
#include "collect/report/facts/water/wells.h"
#include "collect/report/open_months.h"
#include "collect/report/rows_in.h"

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
    &r22,
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
    &i13,
    &i14,
    &i15,
    &i16,
    &i17,
};

constexpr std::array of_sales{
    Dimension{"business_day", "business_day"}, Dimension{"month", "business_day", 7}, Dimension{"station", "station"}, Dimension{"till", "till"},
    Dimension{"operator", "operator"}, Dimension{"usage_class", "usage_class"}, Dimension{"plan", "plan"}, Dimension{"scheme", "scheme"},
    Dimension{"carrier", "carrier"}, Dimension{"channel", "channel"}, Dimension{"commodity", "commodity"}, Dimension{"kind", "kind"},
    Dimension{"edition", "edition"},
};

constexpr std::array of_money{
    Dimension{"business_day", "business_day"}, Dimension{"month", "business_day", 7}, Dimension{"station", "station"}, Dimension{"till", "till"},
    Dimension{"kind", "kind"}, Dimension{"tender", "account"}, Dimension{"tax", "account"}, Dimension{"commodity", "commodity"},
    Dimension{"edition", "edition"},
};

constexpr std::array of_taxes{
    Dimension{"business_day", "business_day"}, Dimension{"month", "business_day", 7}, Dimension{"station", "station"}, Dimension{"till", "till"},
    Dimension{"kind", "kind"}, Dimension{"tax", "tax"}, Dimension{.name = "rate", .column = "rate", .is_figure = true}, Dimension{"tax_way", "tax_way"}, Dimension{"commodity", "commodity"},
};

constexpr std::array of_receipts{
    Dimension{"business_day", "business_day"}, Dimension{"month", "business_day", 7}, Dimension{"station", "station"}, Dimension{"till", "till"},
    Dimension{"operator", "operator"}, Dimension{"asked_by", "asked_by"}, Dimension{"approved_by", "approved_by"}, Dimension{"of_document", "of_document"}, Dimension{"kind", "kind"},
    Dimension{"number", "number"}, Dimension{"time", "time"}, Dimension{"weekday", "weekday"}, Dimension{"hour", "hour"}, Dimension{"reason", "reason"}, Dimension{"reason_code", "reason_code"},
    Dimension{"customer", "customer"}, Dimension{"customer_name", "customer_name"}, Dimension{"account", "account"}, Dimension{"meter", "meter"},
    Dimension{"usage_class", "usage_class"}, Dimension{"plan", "plan"}, Dimension{"scheme", "scheme"}, Dimension{"commodity", "commodity"},
    Dimension{"undone", "undone"},
};

constexpr std::array of_openings{
    Dimension{"business_day", "business_day"}, Dimension{"month", "business_day", 7}, Dimension{"station", "station"}, Dimension{"operator", "operator"},
    Dimension{"village", "village"}, Dimension{"customer", "customer"}, Dimension{"customer_name", "customer_name"},
    Dimension{"account", "account", 0, "number"}, Dimension{"meter", "meter"}, Dimension{"card", "card"}, Dimension{"usage_class", "usage_class"},
    Dimension{"plan", "plan"}, Dimension{"scheme", "scheme"}, Dimension{"commodity", "commodity"},
};

constexpr std::array of_supplies{
    Dimension{"station", "station"}, Dimension{"village", "village"}, Dimension{"usage_class", "usage_class"}, Dimension{"commodity", "commodity"},
    Dimension{"account", "account", 0, "number"}, Dimension{"customer_name", "customer_name"}, Dimension{"meter", "meter"},
};

constexpr std::array of_counts{
    Dimension{"business_day", "business_day"}, Dimension{"month", "business_day", 7}, Dimension{"station", "station"}, Dimension{"till", "till"},
    Dimension{"operator", "operator"}, Dimension{"shift", "shift", 0, "number"}, Dimension{"tender", "tender"}, Dimension{"opened", "opened"},
    Dimension{"closed", "closed"}, Dimension{"reason", "reason"}, Dimension{"accepted_by", "accepted_by"},
};

constexpr std::array of_wells{
    Dimension{"put_in", "put_in"}, Dimension{"month", "put_in", 7}, Dimension{"station", "station"}, Dimension{"village", "village"}, Dimension{"area", "area"},
    Dimension{"area_number", "area_number"}, Dimension{"usage_class", "usage_class"}, Dimension{"well", "well", 0, "number"}, Dimension{"name", "name"},
    Dimension{"meter", "meter"}, Dimension{"terminal", "terminal"}, Dimension{.name = "depth", .column = "depth", .is_figure = true}, Dimension{"state", "state"}, Dimension{"entered_by", "entered_by"},
};

constexpr std::array of_water{
    Dimension{"station", "station"}, Dimension{"village", "village"}, Dimension{"area", "area"}, Dimension{"area_number", "area_number"},
    Dimension{"usage_class", "usage_class"}, Dimension{"well", "well"}, Dimension{"name", "name"}, Dimension{"meter", "meter"},
    Dimension{.name = "multiplier", .column = "multiplier", .of_days = true, .is_figure = true},
    Dimension{.name = "register_start", .column = "register_start", .of_days = true, .is_figure = true},
    Dimension{.name = "register_end", .column = "register_end", .of_days = true, .is_figure = true},
    Dimension{.name = "estimated", .column = "estimated", .of_days = true},
};

constexpr std::array of_debts{
    Dimension{"station", "station"}, Dimension{"village", "village"}, Dimension{"debt_kind", "debt_kind"}, Dimension{"origin", "origin"},
    Dimension{"customer", "customer"}, Dimension{"customer_name", "customer_name"}, Dimension{"account", "account"}, Dimension{"commodity", "commodity"},
    Dimension{"number", "number"},
};

constexpr std::array of_outlets{
    Dimension{"station", "station"}, Dimension{"outlet", "outlet", 0, "code"}, Dimension{"name", "name"}, Dimension{.name = "per_mille", .column = "per_mille", .is_figure = true},
    Dimension{"first_receipt", "first_receipt"}, Dimension{"last_receipt", "last_receipt"},
};

constexpr std::array of_purse_money{
    Dimension{"station", "station"}, Dimension{"commodity", "commodity"},
};

constexpr std::array of_purses_stood{
    Dimension{"station", "station"}, Dimension{"account", "account", 0, "number"}, Dimension{"customer_name", "customer_name"}, Dimension{"purse", "purse"}, Dimension{"card", "card"},
};

constexpr std::array of_debts_noted{
    Dimension{"station", "station"},
};

constexpr std::array of_months{
    Dimension{"station", "station"}, Dimension{"commodity", "commodity"},
};

// ---- by how much rows stand by themselves --------------------------------------------------------------------------------

constexpr std::array presale_dimensions{
    Dimension{"business_day", "business_day"}, Dimension{"month", "business_day", 7}, Dimension{"station", "station"}, Dimension{"till", "till"}, Dimension{"operator", "operator"},
    Dimension{"usage_class", "usage_class"}, Dimension{"plan", "plan"}, Dimension{"scheme", "scheme"}, Dimension{"carrier", "carrier"}, Dimension{"channel", "channel"},
    Dimension{"commodity", "commodity"}, Dimension{"kind", "kind"}, Dimension{"undone", "undone"}, Dimension{"number", "number"}, Dimension{"entry", "entry", 0, "number"},
    Dimension{"time", "time"}, Dimension{"customer", "customer"}, Dimension{"customer_name", "customer_name"}, Dimension{"account", "account_number"}, Dimension{"meter", "meter"},
    Dimension{"village", "village"}, Dimension{"area", "area"}, Dimension{"tender", "paid_by"}, Dimension{"state", "state"}, Dimension{"n", "n"},
};
constexpr std::array money_dimensions{
    Dimension{"business_day", "business_day"}, Dimension{"month", "business_day", 7}, Dimension{"station", "station"}, Dimension{"till", "till"}, Dimension{"kind", "kind"},
    Dimension{"tender", "account"}, Dimension{"tax", "account"}, Dimension{"commodity", "commodity"}, Dimension{"number", "number"}, Dimension{"entry", "entry", 0, "number"},
    Dimension{"time", "time"}, Dimension{"customer", "customer"}, Dimension{"customer_name", "customer_name"}, Dimension{"account", "account_number"}, Dimension{"meter", "meter"},
    Dimension{"village", "village"}, Dimension{"area", "area"}, Dimension{"state", "state"},
};

constexpr std::array tax_dimensions{
    Dimension{"business_day", "business_day"}, Dimension{"month", "business_day", 7}, Dimension{"station", "station"}, Dimension{"till", "till"}, Dimension{"kind", "kind"},
    Dimension{"tax", "tax"}, Dimension{.name = "rate", .column = "rate", .is_figure = true}, Dimension{"tax_way", "tax_way"}, Dimension{"commodity", "commodity"}, Dimension{"number", "number"},
    Dimension{"entry", "entry", 0, "number"}, Dimension{"time", "time"}, Dimension{"customer", "customer"}, Dimension{"customer_name", "customer_name"},
    Dimension{"account", "account_number"}, Dimension{"meter", "meter"},
};

constexpr std::string_view presale_detail[]{"time", "number", "entry", "kind", "customer_name", "account", "meter", "carrier", "n", "tender", "operator", "till", "state"},
    tax_detail[]{"time", "number", "entry", "kind", "customer_name", "account", "tax", "rate", "tax_way"},
    money_detail[]{"time", "number", "entry", "kind", "customer_name", "account", "till", "tender"}, receipts_detail[]{"time", "number", "kind", "customer_name", "meter", "asked_by", "approved_by"},
    supplies_detail[]{"account", "customer_name", "village", "usage_class", "meter"}, counts_detail[]{"business_day", "station", "till", "shift", "tender"}, wells_detail[]{"well", "name", "village", "area", "meter"},
    water_detail[]{"well", "name", "meter", "multiplier", "register_start", "register_end", "estimated"}, debts_detail[]{"number", "debt_kind", "origin", "customer_name", "account"}, outlets_detail[]{"outlet", "name", "per_mille"}, purses_detail[]{"account", "customer_name", "purse", "card", "station"};

constexpr std::array subject_list{&sales_subject, &money_subject, &taxes_subject, &receipts_subject, &openings_subject, &supplies_subject, &counts_subject, &wells_subject, &water_subject, &debts_subject, &outlets_subject, &months_subject, &purse_money_subject, &debts_noted_subject, &open_months_subject, &purses_stood_subject};

}  // namespace

const Subject presale_subject{.name = "presale", .sheet = "presale_rows", .rows_in = in_sales_or_entries, .dimensions = presale_dimensions, .source = &presale_rows, .detail = presale_detail};
const Subject money_rows_subject{.name = "money_rows", .sheet = "money_rows", .rows_in = in_sales_or_entries, .dimensions = money_dimensions, .source = &money_rows, .detail = money_detail};
const Subject tax_rows_subject{.name = "tax_rows", .sheet = "tax_rows", .rows_in = in_sales_or_entries, .dimensions = tax_dimensions, .source = &tax_rows, .detail = tax_detail};
const Subject sales_subject{.name = "sales", .sheet = "day_sheet", .rows_in = {}, .dimensions = of_sales, .rows = &presale_subject, .shown_by = "R07"};
const Subject money_subject{.name = "money", .sheet = "money_sheet", .rows_in = {}, .dimensions = of_money, .rows = &money_rows_subject, .shown_by = "R12"};
const Subject taxes_subject{.name = "taxes", .sheet = "tax_sheet", .rows_in = {}, .dimensions = of_taxes, .rows = &tax_rows_subject, .shown_by = "R13"};
const Subject receipts_subject{.name = "receipts", .sheet = "receipts", .rows_in = in_sales, .dimensions = of_receipts, .source = &facts::sold, .detail = receipts_detail};
const Subject openings_subject{.name = "openings", .sheet = "openings", .rows_in = in_accounts, .dimensions = of_openings, .source = &facts::openings};
const Subject supplies_subject{.name = "supplies", .sheet = "supplies", .rows_in = in_accounts, .dimensions = of_supplies, .source = &facts::supplies, .detail = supplies_detail};
const Subject counts_subject{.name = "counts", .sheet = "counts", .rows_in = in_shifts, .dimensions = of_counts, .source = &facts::counts, .detail = counts_detail};
const Subject wells_subject{.name = "wells", .sheet = "wells_there", .rows_in = in_wells, .dimensions = of_wells, .source = &facts::wells, .detail = wells_detail};
const Subject water_subject{.name = "water", .sheet = "water_used", .rows_in = in_waterings, .dimensions = of_water, .source = &facts::water_use, .day = "start", .detail = water_detail};
const Subject debts_subject{.name = "debts", .sheet = "debts_moved", .rows_in = in_debts, .dimensions = of_debts, .source = &facts::debts_moved, .detail = debts_detail};
const Subject open_months_subject{.name = "open_months", .sheet = "open_months", .rows_in = {}, .dimensions = of_months, .source = &open_months};
const Subject debts_noted_subject{.name = "debts_noted", .sheet = "debts_noted", .rows_in = {}, .dimensions = of_debts_noted, .source = &facts::debts_noted};
const Subject outlets_subject{.name = "outlets", .sheet = "outlets_moved", .rows_in = in_outlets, .dimensions = of_outlets, .source = &facts::outlets_moved, .detail = outlets_detail};
const Subject months_subject{.name = "months", .sheet = "months_closed", .rows_in = in_month_ends, .dimensions = of_months, .source = &facts::months_closed, .day = "month"};
const Subject purse_money_subject{.name = "purse_money", .sheet = "purse_money", .rows_in = {}, .dimensions = of_purse_money, .source = &facts::purse_money};
const Subject purses_stood_subject{.name = "purses_stood", .sheet = "purses_stood", .rows_in = in_accounts, .dimensions = of_purses_stood, .source = &facts::purses_stood, .detail = purses_detail};

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

const Subject& rows_subject(const Report& report) { return report.subject->rows != nullptr ? *report.subject->rows : *report.subject; }

std::vector<std::string_view> detail_of(const Report& report) {
  if (!report.lines.empty()) return {};
  if (!report.detail.empty()) return report.detail;
  const auto rows = rows_subject(report).detail;
  return {rows.begin(), rows.end()};
}

const Report& opened_by(const Report& report, const Subject& subject) {
  const auto* shown = subject.shown_by.empty() ? nullptr : report_numbered(subject.shown_by);
  return shown != nullptr ? *shown : report;
}

bool offered(const std::vector<std::string_view>& names, std::string_view name) { return std::ranges::find(names, name) != names.end(); }

std::span<const Report* const> reports() { return report_list; }

const Report* report_numbered(std::string_view number) {
  const auto found = std::ranges::find_if(report_list, [&](const Report* one) { return one->number == number; });
  return found == report_list.end() ? nullptr : *found;
}

Check received_adds_up() {
  return {"received_adds_up", {"received", "written_off", "transferred"}, {"energy", "tax", "fees", "fixed", "debt", "balance"}};
}
Check postings_add_up() { return {"postings_add_up", {"posted"}, {}}; }
Check debts_as_by_name() { return {.name = "debts_as_by_name", .left = {"debts_noted"}, .right = {"owed_lowered", "debts_closing"}, .from_the_first = true, .of_all = true}; }

}  // namespace kwota::report
