#include "models/all.h"

#include <array>

#include "models/dds1352.h"
#include "models/ddsy1351.h"
#include "models/ddsy1352.h"
#include "models/ddzy1352.h"
#include "models/ddzy1352y.h"
#include "models/ddzy1353.h"
#include "models/dtsy1352.h"

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
};

/// What is asked of a meter whose plate nobody knows.
constexpr Model any_other{
    .reports = dlt645_meters::everything,
    .freezes_days = dlt645_meters::freezes_days,
    .facts = dlt645_meters::facts(dlt645_meters::standard_findings),
};

/// Facts as models declare them, with what their plates say of it.
std::array<devices::Facts, std::size(every)> with_plates() {
  std::array<devices::Facts, std::size(every)> out{};
  for (std::size_t i = 0; i < std::size(every); ++i) {
    out[i] = every[i]->facts;
    out[i].largest_watts = std::uint32_t{every[i]->phases} * every[i]->reference_volts * every[i]->largest_amperes;
  }
  return out;
}

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

const devices::Facts& facts_of(std::string_view name) {
  static const auto known = with_plates();
  for (std::size_t i = 0; i < std::size(every); ++i)
    if (every[i]->name == name) return known[i];
  return any_other.facts;
}

}  // namespace kwota::models
