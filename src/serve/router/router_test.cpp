#include "serve/router/router.h"

#include <gtest/gtest.h>

#include "serve/router/password.h"

namespace kwota::serve {
namespace {

struct Door : testing::Test {
  Door()
      : router(Gate{
            .session = [this](std::string_view token) { return token == "good" ? std::optional(session) : std::nullopt; },
            .operator_named = [this](std::string_view) { return std::optional(who); },
            .allowed = [](const books::Operator& op, books::Right right) { return op.roles == right.word(); },
            .request_id = [] { return std::string("r-1"); },
            .denied = [this](const Call& call, books::Right right) { noted = call.who->name + " " + std::string(right.word()); },
        }) {
    session.token = "good";
    session.csrf = "secret";
    session.operator_name = "wang";
    session.language = "ru";
    who.name = "wang";
    who.roles = "sell";
    router.add({"GET", "/accounts/{no}", "sell", [](const CallPtr& call) { call->answer({{"no", call->path.at("no")}}); }});
    router.add({"POST", "/accounts/{no}", "sell", [](const CallPtr& call) { call->answer(call->body); }});
    router.add({"GET", "/free", need::nothing, [](const CallPtr& call) { call->answer({{"free", true}}); }});
    router.add({"GET", "/audit", "audit_read", [](const CallPtr& call) { call->answer({}); }});
  }
  Response ask(std::string method, std::string path, std::map<std::string, std::string, std::less<>> headers = {{"cookie", "kwota_session=good"}}, std::string body = {}) {
    Response received;
    router.handle(Request{.method = std::move(method), .path = std::move(path), .query = {}, .headers = std::move(headers), .body = std::move(body), .remote = {}},
                  [&](Response response) { received = std::move(response); });
    return received;
  }
  static std::string code(const Response& response) { return std::string(boost::json::parse(response.body).at("code").as_string()); }
  Session session;
  books::Operator who;
  std::string noted;
  Router router;
};

TEST_F(Door, an_operator_with_the_right_passes) {
  const auto response = ask("GET", "/api/v1/accounts/100023");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, R"({"no":"100023"})");
}

TEST_F(Door, without_session_right_or_own_password_nothing_is_called) {
  EXPECT_EQ(ask("GET", "/api/v1/free", {}).status, 200);
  EXPECT_EQ(code(ask("GET", "/api/v1/accounts/1", {})), "not_signed_in");
  EXPECT_EQ(code(ask("GET", "/api/v1/accounts/1", {{"cookie", "kwota_session=bad"}})), "not_signed_in");
  EXPECT_EQ(code(ask("GET", "/api/v1/audit")), "permission_denied");
  EXPECT_EQ(noted, "wang audit_read") << "the audit trail hears of it";
  who.must_change = true;
  EXPECT_EQ(code(ask("GET", "/api/v1/accounts/1")), "must_change_password");
  who.must_change = false;
  who.state = books::OperatorStatus::locked;
  EXPECT_EQ(code(ask("GET", "/api/v1/accounts/1")), "not_signed_in");
}

TEST_F(Door, a_change_needs_the_token_of_our_own_page) {
  EXPECT_EQ(code(ask("POST", "/api/v1/accounts/1")), "csrf");
  EXPECT_EQ(ask("POST", "/api/v1/accounts/1", {{"cookie", "kwota_session=good"}, {"x-csrf-token", "secret"}, {"content-type", "application/json"}}, R"({"a":1})").body, R"({"a":1})");
  EXPECT_EQ(code(ask("POST", "/api/v1/accounts/1", {{"cookie", "kwota_session=good"}, {"x-csrf-token", "secret"}, {"content-type", "application/json"}}, "{")), "bad_json");
}

TEST_F(Door, what_comes_with_a_secret_can_be_read_until_it_was_answered) {
  CallPtr kept;  // as a worker keeps it, who asks a second person before he answers
  router.add({"POST", "/secrets", "sell", [&](const CallPtr& call) { kept = call; }, AnswerKept::never});
  ask("POST", "/api/v1/secrets", {{"cookie", "kwota_session=good"}, {"x-csrf-token", "secret"}, {"content-type", "application/json"}}, R"({"reason":"lost"})");
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->body.at("reason").as_string(), "lost");
}

TEST(Call, leaves_nothing_of_what_came_behind) {
  alignas(Call) std::array<char, sizeof(Call)> place{};
  auto* call = new (place.data()) Call;
  call->request.body = "PIN 135790";  // short enough to stand in the call itself
  call->~Call();
  EXPECT_EQ(std::string_view(place.data(), place.size()).find("135790"), std::string_view::npos);

  auto typed = boost::json::parse(R"({"reason": "short", "accepted_by": {"name": "zhao", "password": "the one that she keeps in the safe"}, "all": [["135790"]]})");
  wipe_texts(typed);
  for (const auto& text : {typed.at("reason"), typed.at("accepted_by").at("password"), typed.at("all").at(0).at(0)})
    EXPECT_EQ(text.as_string().find_first_not_of('\0'), boost::json::string::npos);
}

TEST_F(Door, wrong_addresses_and_methods_are_told_apart) {
  EXPECT_EQ(ask("GET", "/api/v1/nowhere").status, 404);
  EXPECT_EQ(ask("GET", "/api/v1/accounts/1/2").status, 404);
  EXPECT_EQ(ask("GET", "/api/v1_accounts/1").status, 404);
  EXPECT_EQ(ask("DELETE", "/api/v1/accounts/1").status, 405);
}

TEST(Passwords, are_kept_so_that_nobody_can_read_them) {
  SeededRandom random(1);
  const auto encoded = hash_password("correct horse", random);
  EXPECT_EQ(encoded.find("$argon2id$"), 0u);
  EXPECT_TRUE(password_matches("correct horse", encoded));
  EXPECT_FALSE(password_matches("correct horsf", encoded));
  EXPECT_NE(hash_password("correct horse", random), encoded) << "the salt differs";
  EXPECT_EQ(one_time_password(random).size(), 19u);
}

TEST(Passwords, of_a_samples_people_are_kept_the_same_way) {
  SeededRandom random(1);
  const auto encoded = hash_sample_password("correct horse", random);
  EXPECT_EQ(encoded.find("$argon2id$"), 0u);
  EXPECT_TRUE(password_matches("correct horse", encoded));
  EXPECT_FALSE(password_matches("correct horsf", encoded));
}

TEST(SessionsOfOperators, end_when_idle_and_when_all_are_closed) {
  ManualClock clock(Instant::from_ms(0));
  SeededRandom random(2);
  Sessions sessions(clock, random);
  const auto one = sessions.open("wang", "zh");
  const auto two = sessions.open("wang", "zh");
  EXPECT_TRUE(sessions.find(one.token));
  clock.advance(Duration::hours(11));
  EXPECT_TRUE(sessions.find(one.token));
  clock.advance(Duration::hours(11));
  EXPECT_TRUE(sessions.find(one.token)) << "used within the time";
  EXPECT_FALSE(sessions.find(two.token)) << "idle too long";
  sessions.close_all_of("wang");
  EXPECT_FALSE(sessions.find(one.token));
}

TEST(SessionsOfOperators, are_told_to_their_owner_who_ends_what_he_does_not_know) {
  ManualClock clock(Instant::from_ms(0));
  SeededRandom random(2);
  Sessions sessions(clock, random);
  std::vector<std::string> ended;
  sessions.when_ended([&](std::string_view token) { ended.emplace_back(token); });
  const auto left = sessions.open("wang", "zh", "10.0.0.7", "Old Browser");
  clock.advance(Duration::hours(1));
  sessions.open("li", "zh", "10.0.0.8");
  const auto here = sessions.open("wang", "en", "10.0.0.9", "New Browser");
  const auto all = sessions.all_of("wang");
  ASSERT_EQ(all.size(), 2u) << "li's is nobody else's business";
  EXPECT_EQ(all[0].token, here.token) << "the newest first";
  EXPECT_EQ(all[1].from, "10.0.0.7");
  EXPECT_EQ(all[1].browser, "Old Browser");
  EXPECT_EQ(all[1].opened, Instant::from_ms(0));
  EXPECT_EQ(sessions.close_all_of("wang", here.token), 1u);
  EXPECT_EQ(ended, std::vector{left.token});
  EXPECT_EQ(sessions.all_of("wang").size(), 1u);
  EXPECT_EQ(sessions.all_of("li").size(), 1u);
  clock.advance(Duration::hours(13));
  EXPECT_TRUE(sessions.all_of("wang").empty()) << "idle too long";
}

TEST_F(Door, a_member_that_comes_twice_is_not_the_last_of_the_two) {
  const std::map<std::string, std::string, std::less<>> heads{{"cookie", "kwota_session=good"}, {"x-csrf-token", "secret"}, {"content-type", "application/json"}};
  const auto told = [&](std::string body) { return ask("POST", "/api/v1/accounts/1", heads, std::move(body)); };
  EXPECT_EQ(code(told(R"({"amount": "1.00", "amount": "900.00"})")), "bad_json");
  EXPECT_EQ(code(told(R"({"tenders": [{"tender": "cash", "amount": "1.00", "amount": "9.00"}]})")), "bad_json");
  EXPECT_EQ(told(R"({"reason": "at 8:30, \"so: \\", "parts": [{"a": 1}, {"a": 2}], "none": {}})").status, 200) << "colons of a text are none";
}

}  // namespace
}  // namespace kwota::serve
