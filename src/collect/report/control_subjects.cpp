#include "collect/report/control_subjects.h"

#include <array>

#include "collect/report/facts/documents.h"
#include "collect/report/facts/doubts.h"
#include "collect/report/facts/meters/area_losses.h"
#include "collect/report/facts/meters/loss_suspects.h"
#include "collect/report/facts/meters/meters_there.h"
#include "collect/report/facts/meters/visits.h"
#include "collect/report/facts/meters/watched.h"
#include "collect/report/facts/meters/ways.h"
#include "collect/report/facts/step_lines.h"
#include "collect/report/facts/water/water_lists.h"
#include "collect/report/rows_in.h"

namespace kwota::report {
namespace {

constexpr std::array of_doubts{
    Dimension{"station", "station"}, Dimension{"till", "till"}, Dimension{"operator", "operator"}, Dimension{"number", "number"},
    Dimension{"customer_name", "customer_name"}, Dimension{"meter", "meter"}, Dimension{"carrier", "carrier"}, Dimension{"matter", "matter"},
    Dimension{"outcome", "outcome"}, Dimension{"reason", "reason"}, Dimension{"since", "since"}, Dimension{"commodity", "commodity"},
};

constexpr std::array of_area_losses{
    Dimension{.name = "month", .column = "business_day", .letters = 7, .of_days = true}, Dimension{"station", "station"}, Dimension{"village", "village"}, Dimension{"area", "area"}, Dimension{.name = "meter", .column = "meter", .of_days = true},
    Dimension{"commodity", "commodity"}, Dimension{.name = "register_start", .column = "register_start", .of_days = true, .is_figure = true},
    Dimension{.name = "register_end", .column = "register_end", .of_days = true, .is_figure = true},
};

constexpr std::array of_meters{
    Dimension{"station", "station"}, Dimension{"model", "model"}, Dimension{"maker", "maker"}, Dimension{"meter", "meter", 0, "number"},
    Dimension{"put_in", "put_in"}, Dimension{"year", "put_in", 4}, Dimension{"commodity", "commodity"},
};

constexpr std::array of_documents{
    Dimension{"station", "station"}, Dimension{"document", "document"}, Dimension{"product", "product"}, Dimension{"till", "till"},
    Dimension{"first_number", "first_number"}, Dimension{"last_number", "last_number"}, Dimension{"commodity", "commodity"}, Dimension{"serial", "serial"},
};

constexpr std::array of_ways{
    Dimension{"business_day", "business_day"}, Dimension{"month", "business_day", 7}, Dimension{"station", "station"}, Dimension{"carrier", "carrier"},
    Dimension{"scheme", "scheme"}, Dimension{"state", "state"}, Dimension{"reason", "reason"}, Dimension{"meter", "meter"}, Dimension{"number", "number"},
    Dimension{"commodity", "commodity"},
};

constexpr std::array of_watched{
    Dimension{"station", "station"}, Dimension{"village", "village"}, Dimension{"usage_class", "usage_class"}, Dimension{"account", "account", 0, "number"},
    Dimension{"customer_name", "customer_name"}, Dimension{"meter", "meter"}, Dimension{"unit", "unit"}, Dimension{"commodity", "commodity"},
    Dimension{"told", "told"}, Dimension{"zero_day", "zero_day"}, Dimension{"reason", "reason"}, Dimension{"last_purchase", "last_purchase"},
};

constexpr std::array of_seasons{
    Dimension{"business_day", "business_day"}, Dimension{"month", "business_day", 7}, Dimension{"year", "business_day", 4}, Dimension{"season", "season"},
    Dimension{"station", "station"}, Dimension{"village", "village"}, Dimension{"area_number", "area_number"}, Dimension{"usage_class", "usage_class"},
    Dimension{"well", "well"}, Dimension{"name", "name"},
};

constexpr std::array of_wells_told{
    Dimension{"station", "station"}, Dimension{"village", "village"}, Dimension{"area_number", "area_number"}, Dimension{"well", "well"},
    Dimension{"name", "name"}, Dimension{"meter", "meter"}, Dimension{"told", "told"},
};

constexpr std::array of_fault_energy{
    Dimension{"station", "station"}, Dimension{"village", "village"}, Dimension{"area_number", "area_number"}, Dimension{"well", "well", 0, "number"},
    Dimension{"name", "name"}, Dimension{"meter", "meter"}, Dimension{"told", "told"},
};

constexpr std::array of_farmers{
    Dimension{"station", "station"}, Dimension{"area_number", "area_number"}, Dimension{"account", "account", 0, "number"},
    Dimension{"customer_name", "customer_name"}, Dimension{"last_watering", "last_watering"},
};

constexpr std::array of_visits{
    Dimension{"business_day", "business_day"}, Dimension{"month", "business_day", 7}, Dimension{"station", "station"}, Dimension{"village", "village"},
    Dimension{"usage_class", "usage_class"}, Dimension{"insight_list", "rule"}, Dimension{"reason", "reason"}, Dimension{"visit_outcome", "outcome"},
    Dimension{"visitor", "visitor"}, Dimension{"account", "account"}, Dimension{"customer_name", "customer_name"}, Dimension{"number", "number"},
};

constexpr std::array of_loss_suspects{
    Dimension{"station", "station"}, Dimension{"area", "area"}, Dimension{"account", "account"},
    Dimension{"customer_name", "customer_name"}, Dimension{"meter", "meter"}, Dimension{"reason", "reason"},
};

constexpr std::array of_in_transit{
    Dimension{"age", "age"}, Dimension{"station", "station"}, Dimension{"carrier", "carrier"}, Dimension{"scheme", "scheme"}, Dimension{"state", "state"},
    Dimension{"commodity", "commodity"}, Dimension{"sold_day", "sold_day"}, Dimension{"number", "number"}, Dimension{"account", "account"},
    Dimension{"customer_name", "customer_name"}, Dimension{"meter", "meter"},
};

constexpr std::array of_steps{
    Dimension{"business_day", "business_day"}, Dimension{"month", "business_day", 7}, Dimension{"station", "station"}, Dimension{"usage_class", "usage_class"},
    Dimension{"plan", "plan"}, Dimension{"scheme", "scheme"}, Dimension{"commodity", "commodity"}, Dimension{"step", "step"}, Dimension{"number", "number"},
};

// ---- by how much rows stand by themselves --------------------------------------------------------------------------------

constexpr std::string_view doubts_detail[]{"since", "number", "matter", "outcome", "reason", "customer_name", "meter"},
    area_losses_detail[]{"area", "month", "meter", "register_start", "register_end"}, meters_detail[]{"meter", "model", "maker", "put_in"}, documents_detail[]{"document", "product", "serial", "station", "till", "first_number", "last_number"},
    ways_detail[]{"business_day", "number", "carrier", "state", "reason", "meter"}, watched_detail[]{"account", "customer_name", "meter", "village"}, seasons_detail[]{"business_day", "well", "name"},
    wells_told_detail[]{"well", "name", "meter"}, fault_energy_detail[]{"well", "name", "meter", "told"}, visits_detail[]{"number", "business_day", "insight_list", "account", "customer_name", "visitor", "visit_outcome"},
    visit_reasons_detail[]{"number", "business_day", "reason", "insight_list", "account", "customer_name"}, loss_suspects_detail[]{"area", "account", "customer_name", "meter", "reason"},
    in_transit_detail[]{"sold_day", "number", "age", "customer_name", "meter", "state"}, steps_detail[]{"business_day", "number", "step", "plan"};

constexpr std::array list{&doubts_subject, &area_losses_subject, &meters_subject, &documents_subject, &ways_subject, &days_left_subject, &silent_subject,
                          &suspicion_subject, &seasons_subject, &wells_differing_subject, &fault_energy_subject, &silent_farmers_subject,
                          &visits_subject, &visit_reasons_subject, &loss_suspects_subject, &in_transit_subject, &steps_subject};

}  // namespace

const Subject doubts_subject{.name = "doubts", .sheet = "doubts", .rows_in = in_sales, .dimensions = of_doubts, .source = &facts::doubts, .detail = doubts_detail};
const Subject area_losses_subject{.name = "area_losses", .sheet = "area_losses", .rows_in = in_areas, .dimensions = of_area_losses, .source = &facts::area_losses, .detail = area_losses_detail};
const Subject meters_subject{.name = "meters_there", .sheet = "meters_there", .rows_in = in_meters, .dimensions = of_meters, .source = &facts::meters_there, .detail = meters_detail};
const Subject documents_subject{.name = "documents", .sheet = "documents", .rows_in = in_cards_or_sales, .dimensions = of_documents, .source = &facts::documents, .detail = documents_detail};
const Subject ways_subject{.name = "ways", .sheet = "ways", .rows_in = in_sales_or_meters, .dimensions = of_ways, .source = &facts::ways, .detail = ways_detail};
const Subject days_left_subject{.name = "days_left", .sheet = "days_left", .rows_in = in_accounts, .dimensions = of_watched, .source = &facts::days_left, .detail = watched_detail};
const Subject silent_subject{.name = "silent", .sheet = "silent", .rows_in = in_accounts, .dimensions = of_watched, .source = &facts::silent, .detail = watched_detail};
const Subject suspicion_subject{.name = "suspicion", .sheet = "suspicion", .rows_in = in_accounts, .dimensions = of_watched, .source = &facts::suspicion, .detail = watched_detail};
const Subject seasons_subject{.name = "seasons", .sheet = "seasons", .rows_in = in_waterings_of_a_day, .dimensions = of_seasons, .source = &facts::seasons, .day = "start", .detail = seasons_detail};
const Subject wells_differing_subject{.name = "wells_differing", .sheet = "wells_differing", .rows_in = in_waterings, .dimensions = of_wells_told, .source = &facts::wells_differing, .day = "start", .detail = wells_told_detail};
const Subject fault_energy_subject{.name = "fault_energy", .sheet = "fault_energy", .rows_in = in_wells, .dimensions = of_fault_energy, .source = &facts::fault_energy, .detail = fault_energy_detail};
const Subject silent_farmers_subject{.name = "silent_farmers", .sheet = "silent_farmers", .rows_in = in_accounts, .dimensions = of_farmers, .source = &facts::silent_farmers};
const Subject visits_subject{.name = "visits_made", .sheet = "visits_made", .rows_in = in_visits, .dimensions = of_visits, .source = &facts::visits_made, .detail = visits_detail};
const Subject visit_reasons_subject{.name = "visit_reasons", .sheet = "visit_reasons", .rows_in = in_visits, .dimensions = of_visits, .source = &facts::visit_reasons, .detail = visit_reasons_detail};
const Subject loss_suspects_subject{.name = "loss_suspects", .sheet = "loss_suspects", .rows_in = in_areas, .dimensions = of_loss_suspects, .source = &facts::loss_suspects, .detail = loss_suspects_detail};

const Subject in_transit_subject{.name = "in_transit", .sheet = "in_transit", .rows_in = in_sales, .dimensions = of_in_transit, .source = &facts::in_transit, .detail = in_transit_detail};
const Subject steps_subject{.name = "steps", .sheet = "step_lines", .rows_in = in_sales, .dimensions = of_steps, .source = &facts::step_lines, .detail = steps_detail};

std::span<const Subject* const> control_subjects() { return list; }

}  // namespace kwota::report
