#include "collect/report/control_subjects.h"

#include <array>

#include "collect/report/facts/area_losses.h"
#include "collect/report/facts/documents.h"
#include "collect/report/facts/doubts.h"
#include "collect/report/facts/loss_suspects.h"
#include "collect/report/facts/meters_there.h"
#include "collect/report/facts/taxes.h"
#include "collect/report/facts/visits.h"
#include "collect/report/facts/water_lists.h"
#include "collect/report/facts/ways.h"
#include "collect/report/facts/watched.h"

namespace kwota::report {
namespace {

constexpr std::array of_taxes{
    Dimension{"business_day", "business_day", 0, "business_day"}, Dimension{"month", "business_day", 7, "business_day"},
    Dimension{"station", "station", 0, "station"},                Dimension{"till", "till", 0, "till"},
    Dimension{"operator", "operator"},                            Dimension{"tax", "tax"},
    Dimension{"tax_way", "tax_way"},                              Dimension{"commodity", "commodity"},
};

constexpr std::array of_doubts{
    Dimension{"station", "station", 0, "station"}, Dimension{"till", "till", 0, "till"},       Dimension{"operator", "operator", 0, "operator"},
    Dimension{"number", "number", 0, "number"},    Dimension{"customer_name", "customer_name"}, Dimension{"meter", "meter", 0, "meter"},
    Dimension{"carrier", "carrier"},               Dimension{"matter", "matter"},              Dimension{"outcome", "outcome"},
    Dimension{"reason", "reason"},                 Dimension{"since", "since"},                 Dimension{"commodity", "commodity"},
};

constexpr std::array of_area_losses{
    Dimension{"month", "business_day", 7}, Dimension{"station", "station"}, Dimension{"area", "area", 0, "area"}, Dimension{"name", "name"}, Dimension{"meter", "meter", 0, "meter"},
    Dimension{"commodity", "commodity"},
};

constexpr std::array of_meters{
    Dimension{"station", "station"},         Dimension{"model", "model", 0, "model"}, Dimension{"maker", "maker", 0, "maker"},
    Dimension{"meter", "meter", 0, "number"}, Dimension{"put_in", "put_in"},           Dimension{"year", "put_in", 4},
    Dimension{"commodity", "commodity", 0, "commodity"},
};

constexpr std::array of_documents{
    Dimension{"station", "station", 0, "station"}, Dimension{"document", "document"},         Dimension{"product", "product"},
    Dimension{"till", "till", 0, "till"},          Dimension{"first_number", "first_number"}, Dimension{"last_number", "last_number"},
    Dimension{"commodity", "commodity"},
};

constexpr std::array of_ways{
    Dimension{"business_day", "business_day", 0, "business_day"}, Dimension{"month", "business_day", 7, "business_day"}, Dimension{"station", "station", 0, "station"},
    Dimension{"carrier", "carrier"}, Dimension{"scheme", "scheme", 0, "scheme"}, Dimension{"state", "state", 0, "state"}, Dimension{"reason", "reason"},
    Dimension{"meter", "meter", 0, "meter"}, Dimension{"number", "number", 0, "number"}, Dimension{"commodity", "commodity"},
};

constexpr std::array of_watched{
    Dimension{"station", "station", 0, "station"}, Dimension{"village", "village"}, Dimension{"usage_class", "usage_class", 0, "usage_class"},
    Dimension{"account", "account", 0, "number"},  Dimension{"customer_name", "customer_name"}, Dimension{"meter", "meter", 0, "meter"},
    Dimension{"unit", "unit"},                     Dimension{"commodity", "commodity"},         Dimension{"told", "told"}, Dimension{"zero_day", "zero_day"}, Dimension{"reason", "reason"}, Dimension{"last_purchase", "last_purchase"},
};

constexpr std::array of_seasons{
    Dimension{"business_day", "business_day"}, Dimension{"month", "business_day", 7}, Dimension{"year", "business_day", 4}, Dimension{"season", "season"},
    Dimension{"station", "station"}, Dimension{"village", "village"}, Dimension{"area_number", "area_number"}, Dimension{"usage_class", "usage_class"},
    Dimension{"well", "well", 0, "well"}, Dimension{"name", "name"},
};

constexpr std::array of_wells_told{
    Dimension{"station", "station"}, Dimension{"village", "village"}, Dimension{"area_number", "area_number"}, Dimension{"well", "well", 0, "well"},
    Dimension{"name", "name"}, Dimension{"meter", "meter", 0, "meter"}, Dimension{"told", "told"},
};

constexpr std::array of_fault_energy{
    Dimension{"station", "station"}, Dimension{"village", "village", 0, "village"}, Dimension{"area_number", "area_number", 0, "area_number"},
    Dimension{"well", "well", 0, "number"}, Dimension{"name", "name"}, Dimension{"meter", "meter"}, Dimension{"told", "told"},
};

constexpr std::array of_farmers{
    Dimension{"station", "station", 0, "station"}, Dimension{"area_number", "area_number"}, Dimension{"account", "account", 0, "number"},
    Dimension{"customer_name", "customer_name"},   Dimension{"last_watering", "last_watering"},
};

constexpr std::array of_visits{
    Dimension{"business_day", "business_day", 0, "visit_day"}, Dimension{"month", "business_day", 7, "visit_day"}, Dimension{"station", "station", 0, "station"},
    Dimension{"village", "village"}, Dimension{"usage_class", "usage_class"}, Dimension{"insight_list", "rule", 0, "insight_list"}, Dimension{"reason", "reason"},
    Dimension{"visit_outcome", "outcome"}, Dimension{"visitor", "visitor", 0, "visitor"}, Dimension{"account", "account", 0, "account"},
    Dimension{"customer_name", "customer_name"}, Dimension{"number", "number", 0, "number"},
};

constexpr std::array of_loss_suspects{
    Dimension{"station", "station"}, Dimension{"area", "area", 0, "area"}, Dimension{"name", "name"}, Dimension{"account", "account"},
    Dimension{"customer_name", "customer_name"}, Dimension{"meter", "meter"}, Dimension{"reason", "reason"},
};

constexpr std::array list{&taxes_subject, &doubts_subject, &area_losses_subject, &meters_subject, &documents_subject, &ways_subject, &days_left_subject, &silent_subject,
                          &suspicion_subject, &seasons_subject, &wells_differing_subject, &fault_energy_subject, &silent_farmers_subject,
                          &visits_subject, &visit_reasons_subject, &loss_suspects_subject};

}  // namespace

const Subject taxes_subject{"taxes", "taxes", "sales", of_taxes, &facts::taxes};
const Subject doubts_subject{"doubts", "doubts", "sales", of_doubts, &facts::doubts, ""};
const Subject area_losses_subject{"area_losses", "area_losses", "areas", of_area_losses, &facts::area_losses, ""};
const Subject meters_subject{"meters_there", "meters_there", "meters", of_meters, &facts::meters_there, ""};
const Subject documents_subject{"documents", "documents", "sales", of_documents, &facts::documents};
const Subject ways_subject{"ways", "ways", "sales", of_ways, &facts::ways};
const Subject days_left_subject{"days_left", "days_left", "accounts", of_watched, &facts::days_left, ""};
const Subject silent_subject{"silent", "silent", "accounts", of_watched, &facts::silent, ""};
const Subject suspicion_subject{"suspicion", "suspicion", "accounts", of_watched, &facts::suspicion, ""};
const Subject seasons_subject{"seasons", "seasons", "waterings", of_seasons, &facts::seasons, "start"};
const Subject wells_differing_subject{"wells_differing", "wells_differing", "waterings", of_wells_told, &facts::wells_differing, "start"};
const Subject fault_energy_subject{"fault_energy", "fault_energy", "wells", of_fault_energy, &facts::fault_energy, ""};
const Subject silent_farmers_subject{"silent_farmers", "silent_farmers", "accounts", of_farmers, &facts::silent_farmers, ""};
const Subject visits_subject{"visits_made", "visits_made", "visits", of_visits, &facts::visits_made, "visit_day"};
const Subject visit_reasons_subject{"visit_reasons", "visit_reasons", "visits", of_visits, &facts::visit_reasons, "visit_day"};
const Subject loss_suspects_subject{"loss_suspects", "loss_suspects", "areas", of_loss_suspects, &facts::loss_suspects, ""};

std::span<const Subject* const> control_subjects() { return list; }

}  // namespace kwota::report
