#include "models/all.h"

#include "models/dds1352.h"
#include "models/ddsy1351.h"
#include "models/ddsy1352.h"
#include "models/ddzy1352.h"
#include "models/ddzy1352y.h"
#include "models/ddzy1353.h"
#include "models/dtsy1352.h"
#include "models/dtzy1360.h"

namespace kwota::models {
namespace {

constexpr const Model* every[] = {
    &ddsy1352,
    &dtsy1352,
    &ddzy1352,
    &ddzy1352y,
    &ddzy1353,
    &dds1352,
    &ddsy1351,
    &dtzy1360,
    &ddzy1360,
};

/// What is asked of a meter whose plate nobody knows.
constexpr Model any_other{
    .reports = dlt645_meters::everything,
    .freezes_days = dlt645_meters::freezes_days,
    .facts = dlt645_meters::facts(dlt645_meters::standard_findings),
};

}  // namespace

std::span<const Model* const> all() { return every; }

const Model* find(std::string_view name) {
  for (const Model* model : every)
    if (name == model->name) return model;
  return nullptr;
}

const Model& model_of(std::string_view name) {
  const auto* known = find(name);
  return known != nullptr ? *known : any_other;
}

const devices::Facts& facts_of(std::string_view name) { return model_of(name).facts; }

}  // namespace kwota::models
