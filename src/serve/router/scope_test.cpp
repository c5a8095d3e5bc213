// Whose it is what an address names: of every operation of openapi.json somebody has said it.
#include "serve/router/scope.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <string>
#include <vector>

#include "serve/router/description.h"

namespace kwota::serve {
namespace {

TEST(Scope, of_each_address_somebody_has_said_whose_it_is_what_it_names) {
  std::vector<std::string> undecided;
  const auto described = boost::json::parse(description());
  for (const auto& path : described.at("paths").as_object())
    if (!is_decided(path.key())) undecided.emplace_back(path.key());
  EXPECT_EQ(undecided, std::vector<std::string>{}) << "a row of serve/router/scope.cpp: a station's things, or the whole utility's";
  EXPECT_FALSE(is_decided("/new-things/{number}/change")) << "of a new address nobody has";
}

TEST(Scope, what_a_station_owes_and_is_owed_is_its_own_at_every_door) {
  for (const auto* pattern : {"/debts/{number}", "/debts/{number}/recovery", "/debts/{number}/pause", "/debts/{number}/resume", "/debts/{number}/write-off"}) EXPECT_EQ(scope_of(pattern), Scope::debt) << pattern;
  EXPECT_EQ(scope_of("/imports/runs/{number}/undo"), Scope::import_run);
  EXPECT_EQ(scope_of("/hand-overs/{number}/receipt"), Scope::hand_over);
  EXPECT_EQ(scope_of("/sales/by-key/{key}"), Scope::open) << "a till's own key";
}

}  // namespace
}  // namespace kwota::serve
