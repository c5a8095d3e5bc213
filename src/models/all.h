// Every meter model that we know: one file each, and its line in all.cpp. Begin with all(), find(), model_of().
#pragma once
#include "models/model.h"

namespace kwota::models {

/// In the order in which a person should see them.
std::span<const Model* const> all();
/// By the name on the plate; nothing when we do not know it.
const Model* find(std::string_view name);
/// The model, or for a name that we do not know one that tells all that the standard has and lacks nothing.
const Model& model_of(std::string_view name);
/// What is true of it, as devices::FactsOf asks.
const devices::Facts& facts_of(std::string_view name);

}  // namespace kwota::models
