// Every meter model that we know: one file each, one line in all.cpp. A model is a declaration (meter/core/model.h).
#pragma once
#include "meter/core/model.h"

namespace kwota::meter {

extern const Model ddsy1352, dtsy1352, ddzy1352, ddzy1352y, ddzy1353, dds1352;

/// In the order in which a person should see them.
std::span<const Model* const> all_models();
/// By the name on the plate; nothing when we do not know it.
const Model* find_model(std::string_view name);

}  // namespace kwota::meter
