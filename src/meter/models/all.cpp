#include "meter/models/all.h"

namespace kwota::meter {

std::span<const Model* const> all_models() {
  static constexpr const Model* all[] = {&ddsy1352, &dtsy1352, &ddzy1352, &ddzy1352y, &ddzy1353, &dds1352};
  return all;
}

const Model* find_model(std::string_view name) {
  for (const Model* model : all_models())
    if (name == model->name) return model;
  return nullptr;
}

}  // namespace kwota::meter
