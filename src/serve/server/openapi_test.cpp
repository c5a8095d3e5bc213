// The description and the routes say the same, in both directions.
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "base/ascii.h"
#include "people/permissions.h"
#include "seal/vault/test_no_vault.h"
#include "sell/scheme/test_schemes.h"
#include "serve/api/routes.h"
#include "serve/desk/card_desk.h"
#include "serve/router/description.h"

namespace kwota::serve {
namespace {

using boost::json::object;

/// All routes of a server without bench.
struct Listed : testing::Test {
  Listed() : router(Gate{}), office(Gate{}) {
    add_routes(router, parts);
    add_office_routes(office, parts);
  }

  /// Of both programs.
  std::map<std::string, std::string> routes() const {
    auto out = of(router);
    out.merge(of(office));
    return out;
  }
  static std::map<std::string, std::string> of(const Router& program) {
    std::map<std::string, std::string> out;
    for (const auto& route : program.routes()) out[route.method + " " + route.pattern] = route.need.words();
    return out;
  }

  ManualClock clock{parse_instant("2026-11-20T06:00:00Z").value()};
  SystemRandom random;
  seal::test::NoVault vault;
  std::unique_ptr<store::Books> books = store::Books::in_memory(clock).value();
  Sessions sessions{clock, random};
  Events events;
  CardDesk desk{*books, vault, scheme::test_schemes, teller::Families{{}}, random, clock, events};
  Workers workers{1};
  ServerParts parts{.books = *books,
              .vault = vault,
              .schemes = scheme::test_schemes,
              .clock = clock,
              .machine = clock,
              .random = random,
              .sessions = sessions,
              .events = events,
              .workers = workers,
              .desk = desk,
              .check = {},
              .data = {},
              .version = "test"};
  Router router, office;
};

object document() { return boost::json::parse(description()).as_object(); }

/// "GET /sales" -> its operation; the bench's routes are there only with --bench and belong to another room.
std::map<std::string, object> described() {
  std::map<std::string, object> out;
  const auto whole = document();
  for (const auto& path : whole.at("paths").as_object())
    for (const auto& operation : path.value().as_object()) {
      const auto method = in_capitals(operation.key());
      const auto& what = operation.value().as_object();
      if (what.at("tags").as_array().at(0) != "bench") out[method + " " + std::string(path.key())] = what;
    }
  return out;
}

TEST_F(Listed, every_route_is_described_and_nothing_is_described_that_is_not_there) {
  const auto written = described();
  const auto real = routes();
  for (const auto* program : {&router, &office})
    ASSERT_EQ(of(*program).size(), program->routes().size()) << "two routes have the same method and address";
  for (const auto& [name, permission] : real) EXPECT_TRUE(written.contains(name)) << name << " stands in no openapi.json";
  for (const auto& [name, operation] : written)
    EXPECT_TRUE(real.contains(name)) << name << " is described, but there is no such route";
}

TEST_F(Listed, a_server_that_sells_has_no_route_of_the_key_office_and_the_office_none_that_sells) {
  for (const auto& [name, permission] : of(router)) {
    EXPECT_EQ(name.find(" /keys"), std::string::npos) << name;
    EXPECT_EQ(name.find("/keys"), std::string::npos) << name;
  }
  for (const auto& [name, permission] : of(office))
    for (const auto* sells : {"/sales", "/shifts", "/accounts", "/quotes", "/operators", "/reader", "/plans"})
      EXPECT_EQ(name.find(sells), std::string::npos) << name;
}

TEST_F(Listed, the_description_names_the_right_that_a_route_asks) {
  const auto written = described();
  for (const auto& [name, permission] : routes())
    if (const auto found = written.find(name); found != written.end())
      EXPECT_EQ(std::string(found->second.at("x-permission").as_string()), permission) << name;
}

TEST(Description, every_reference_leads_somewhere) {
  const boost::json::value whole = document();
  std::function<void(const boost::json::value&)> walk = [&](const boost::json::value& node) {
    if (node.is_array())
      for (const auto& one : node.get_array()) walk(one);
    if (!node.is_object()) return;
    for (const auto& member : node.get_object()) {
      if (member.key() != "$ref") {
        walk(member.value());
        continue;
      }
      const std::string pointer(member.value().as_string());
      boost::system::error_code failed;
      const auto* found = whole.find_pointer(pointer.substr(1), failed);
      EXPECT_NE(found, nullptr) << pointer;
    }
  };
  walk(whole);
}

TEST(Description, the_parameters_of_an_address_are_those_in_its_braces) {
  for (const auto& [name, operation] : described()) {
    std::set<std::string> braces, named;
    for (std::size_t at = name.find('{'); at != std::string::npos; at = name.find('{', at + 1))
      braces.insert(name.substr(at + 1, name.find('}', at) - at - 1));
    if (const auto* parameters = operation.if_contains("parameters"))
      for (const auto& one : parameters->as_array())
        if (const auto* in = one.as_object().if_contains("in"); in != nullptr && *in == "path")
          named.insert(std::string(one.as_object().at("name").as_string()));
    EXPECT_EQ(braces, named) << name;
  }
}

}  // namespace
}  // namespace kwota::serve
