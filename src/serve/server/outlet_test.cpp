// A terminal of an outlet at the program's own doors: it comes in by what it signs, once, and finds its own and nothing else.
#include <gtest/gtest.h>

#include "seal/cipher/request_signature.h"
#include "seal/vault/test_no_vault.h"
#include "sell/scheme/test_schemes.h"
#include "serve/api/routes.h"
#include "serve/desk/card_desk.h"
#include "serve/router/description.h"
#include "serve/router/described.h"
#include "people/permissions.h"

namespace kwota::serve {
namespace {

struct AtTheDoor : testing::Test {
  AtTheDoor() {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    client.outlet = "O-01", client.client = "T1", client.serial = 1, client.salt = "AABB";
    books::Outlet outlet;
    outlet.code = "O-01", outlet.station = "E", outlet.name = "Shop";
    const auto put = books->run({"root", "outlets_write", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
      return books::Decision<Done>{{{books::Utility{}, books::Station{"E", "East", "R3"}, outlet, client}, {}}, Done{}};
    });
    EXPECT_TRUE(put.ok()) << (put.ok() ? "" : put.error().code);
    door.emplace(*books, clock, random, folder);
    secret = door->key_of(client, IfAbsent::make).value();
    gate.signed_by = [this](const Request& request) { return door->enter(request); };
    gate.session = [](std::string_view) { return std::optional<Session>{}; };
    gate.allowed = [](const books::Operator& who, books::Right right) { return people::granted(who, right) != people::Grant::no; };
    gate.request_id = [] { return std::string("r-1"); };
    gate.description = &served_description();
    router.emplace(gate);
    add_routes(*router, parts);
  }
  ~AtTheDoor() override { std::filesystem::remove_all(folder); }

  Response ask(const std::string& path, const std::string& nonce, const std::string& signed_path = "") {
    Request request;
    request.method = "GET";
    request.path = request.target = "/api/v1" + path;
    Signed how{.key = "O-01.T1.1", .time = format_utc(clock.now()), .nonce = nonce, .signature = {}};
    auto other = request;
    if (!signed_path.empty()) other.target = "/api/v1" + signed_path;
    request.headers["authorization"] = "Kwota-HMAC-SHA256 key=" + how.key + ", time=" + how.time + ", nonce=" + nonce + ", signature=" + seal::text_signature(secret, canonical_text(other, how));
    Response received;
    router->handle(std::move(request), [&](Response response) { received = std::move(response); });
    return received;
  }
  static std::string code(const Response& response) {
    const auto body = boost::json::parse(response.body).as_object();
    return body.contains("code") ? std::string(body.at("code").as_string()) : "";
  }

  std::filesystem::path folder = std::filesystem::temp_directory_path() / "kwota_outlet_door_test";
  ManualClock clock{parse_instant("2026-11-20T06:00:00Z").value()};
  SystemRandom random;
  seal::test::NoVault vault;
  std::unique_ptr<store::Books> books = store::Books::in_memory(clock).value();
  Sessions sessions{clock, random};
  Events events;
  CardDesk desk{*books, vault, scheme::test_schemes, teller::Families{{}}, random, clock, events};
  Workers workers{1};
  ServerParts parts{.books = *books, .vault = vault, .schemes = scheme::test_schemes, .clock = clock, .machine = clock, .random = random, .sessions = sessions, .events = events,
                    .workers = workers, .desk = desk, .check = {}, .data = {}, .version = "test"};
  books::OutletClient client;
  std::string secret;
  std::optional<OutletDoor> door;
  Gate gate;
  std::optional<Router> router;
};

TEST_F(AtTheDoor, a_signed_request_comes_in_once_and_finds_its_own) {
  const auto balance = ask("/outlet/balance", "nonce-0001");
  EXPECT_EQ(balance.status, 200) << balance.body;
  EXPECT_NE(balance.body.find("\"available\":\"0.00\""), std::string::npos) << balance.body;
  EXPECT_EQ(code(ask("/outlet/balance", "nonce-0001")), "nonce_used");
  EXPECT_EQ(code(ask("/outlet/balance", "nonce-0002", "/outlet/statement")), "signature_wrong");
  EXPECT_EQ(ask("/outlet/statement", "nonce-0003").status, 200);
  EXPECT_EQ(code(ask("/outlet/sales/none", "nonce-0004")), "not_found");
  EXPECT_EQ(code(ask("/outlet/customers/100001", "nonce-0005")), "unknown_account");
}

TEST_F(AtTheDoor, nothing_else_opens_to_it) {
  int number = 0;
  for (const auto* path : {"/outlets/O-01", "/sales", "/customers", "/doors", "/balances", "/roles"})
    EXPECT_EQ(code(ask(path, "nonce-10" + std::to_string(++number))), "permission_denied") << path;
}

TEST_F(AtTheDoor, what_is_late_is_refused) {
  clock.advance(Duration::hours(1));
  EXPECT_EQ(ask("/outlet/balance", "nonce-0001").status, 200);
  Request request;
  request.method = "GET";
  request.target = "/api/v1/outlet/balance";
  const Signed how{.key = "O-01.T1.1", .time = format_utc(clock.now() - Duration::minutes(6)), .nonce = "nonce-0002", .signature = {}};
  request.headers["authorization"] = "Kwota-HMAC-SHA256 key=" + how.key + ", time=" + how.time + ", nonce=" + how.nonce + ", signature=" + seal::text_signature(secret, canonical_text(request, how));
  EXPECT_EQ(door->enter(request).error().code, "signature_stale");
}

TEST_F(AtTheDoor, a_clock_that_was_ahead_when_the_program_began_shuts_nobody_out_once_it_is_right) {
  const auto right = clock.now();
  clock.set(right + Duration::hours(8));
  door.emplace(*books, clock, random, folder);
  secret = door->key_of(client, IfAbsent::miss).value();
  EXPECT_EQ(ask("/outlet/balance", "nonce-0001").status, 200);
  clock.set(right);
  EXPECT_EQ(ask("/outlet/balance", "nonce-0002").status, 200) << "not in eight hours";
  EXPECT_EQ(code(ask("/outlet/balance", "nonce-0002")), "nonce_used");
  EXPECT_EQ(ask("/outlet/balance", "nonce-0001").status, 200) << "what was seen then is of another time";
}

TEST_F(AtTheDoor, without_the_folders_key_nobody_is_told_that_his_signature_is_wrong) {
  OutletDoor elsewhere{*books, clock, random, folder / "nowhere"};
  EXPECT_EQ(elsewhere.key_of(client, IfAbsent::miss).error().code, "outlet_key_missing");
  EXPECT_EQ(door->key_of(client, IfAbsent::miss).value(), secret) << "the same row gives the same key";
}

}  // namespace
}  // namespace kwota::serve
