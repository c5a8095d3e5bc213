// What openapi.json does not name is refused, at all depths and for every operation; the texts that it names go through one gate.
#include "serve/router/described.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace kwota::serve {
namespace {

using boost::json::parse;

std::string code_of(const std::string& operation, const std::string& body) {
  const auto space = operation.find(' ');
  const auto* found = served_description().find(operation.substr(0, space), operation.substr(space + 1));
  if (found == nullptr) return "no such operation";
  const auto admitted = served_description().admit_body(*found, "application/json; charset=utf-8", parse(body));
  if (admitted) return "";
  const auto field = admitted.error().details.find("field");
  return admitted.error().code + (field == admitted.error().details.end() ? "" : " " + field->second);
}

TEST(Described, a_take_back_with_a_misspelt_amount_takes_nothing_back) {
  EXPECT_EQ(code_of("POST /sales/{number}/take-back", R"({"client_key": "k", "amuont": "10.00"})"), "field_unknown amuont");
  EXPECT_EQ(code_of("POST /sales/{number}/take-back", R"({"client_key": "k", "reason": "wrong meter"})"), "");
}

TEST(Described, members_are_looked_at_at_all_depths) {
  const auto open = "POST /accounts/open";
  EXPECT_EQ(code_of(open, R"({"client_key": "k", "customer": {"name": "Li", "phone_number": "1"}})"), "field_unknown customer.phone_number");
  EXPECT_EQ(code_of(open, R"({"client_key": "k", "meter": {"number": "000000123456", "ct": 40}})"), "field_unknown meter.ct");
  EXPECT_EQ(code_of(open, R"({"client_key": "k", "meter": "000000123456", "first_sale": {"pay": "10.00", "tender": "cash"}})"), "");
  EXPECT_EQ(code_of("POST /shifts/current/close", R"({"counted": "1.00", "accepted_by": {"name": "zhao", "pasword": "x"}})"), "field_unknown accepted_by.pasword");
}

TEST(Described, a_member_of_another_kind_is_not_as_if_it_were_not_there) {
  EXPECT_EQ(code_of("POST /payments", R"({"account": 1, "amount": 10.5, "client_key": "k"})"), "field_malformed amount");
  EXPECT_EQ(code_of("POST /remote-accounts/{account}/end", R"({"close": "true"})"), "field_malformed close");
  EXPECT_EQ(code_of("POST /accounts/open", R"({"draft": "twelve"})"), "field_malformed draft");
  EXPECT_EQ(code_of("POST /accounts/open", R"({"draft": "12", "heads": ""})"), code_of("POST /accounts/open", R"({"draft": 12, "heads": 0})"))
      << "a form says a number as it was typed";
  EXPECT_EQ(code_of("POST /reading-routes", R"({"code": "r", "name": "R", "day_of_month": 5, "days_around": "soon"})"), "field_malformed days_around") << "no number is not nought";
  EXPECT_EQ(code_of("POST /keys/ceremonies", R"({"purpose": "seed", "officers": ["sun", 4]})"), "field_malformed officers[1]");
  EXPECT_EQ(code_of("POST /sales", R"(["client_key"])"), "field_malformed body");
  EXPECT_EQ(code_of("POST /quotes", R"({"account": "100023", "pay": null})"), "") << "null is what does not come";
}

TEST(Described, a_misspelt_word_of_a_list_is_not_taken_for_another) {
  EXPECT_EQ(code_of("POST /outlets/{code}/state", R"({"state": "actve"})"), "field_malformed state");
  EXPECT_EQ(code_of("POST /outlets/{code}/state", R"({"state": "active"})"), "");
  EXPECT_EQ(code_of("POST /customers", R"({"name": "Li", "kind": ""})"), "") << "left empty";
}

TEST(Described, texts_go_through_the_gate) {
  EXPECT_EQ(code_of("POST /customers", R"({"name": "\u202e00.01"})"), "text_character name");
  EXPECT_EQ(code_of("POST /customers", R"({"name": ")" + std::string(100'000, 'x') + R"("})"), "text_too_long name");
  EXPECT_EQ(code_of("POST /accounts/open", R"({"client_key": "k", "customer": {"address": "a\nb"}})"), "text_character customer.address");
}

TEST(Described, what_asks_for_nothing_takes_an_empty_object_only) {
  EXPECT_EQ(code_of("POST /verify", "{}"), "");
  EXPECT_EQ(code_of("POST /verify", R"({"fast": true})"), "field_unknown fast");
}

TEST(Described, parameters_of_a_query_are_named_too) {
  const auto& description = served_description();
  const auto* sales = description.find("GET", "/sales");
  ASSERT_NE(sales, nullptr);
  EXPECT_TRUE(description.admit_query(*sales, {.query = {{"page_size", "20"}, {"filter.meter", "000000123456"}, {"sort", "-time"}}}));
  EXPECT_EQ(description.admit_query(*sales, {.query = {{"pagesize", "20"}}}).error().code, "field_unknown");
  for (const auto* size : {"abc", "1e2", "-1", "20.0"}) EXPECT_EQ(description.admit_query(*sales, {.query = {{"page_size", size}}}).error().code, "field_malformed") << size;
  EXPECT_EQ(description.admit_query(*sales, {.query = {{"q", "\xCD\xF5"}}}).error().code, "text_not_utf8");
}

TEST(Described, more_than_there_is_at_once_is_refused_and_not_cut) {
  const auto& description = served_description();
  const auto asks = [&](std::string_view pattern, const std::string& size) { return description.admit_query(*description.find("GET", pattern), {.query = {{"page_size", size}}}); };
  const std::vector<std::pair<std::string, std::int64_t>> lists{{"/sales", 200}, {"/keys/journal", 200}, {"/reconciliation", 200}, {"/imports/drafts/{draft}/rows", 200}, {"/reports/{number}", 10'000}};
  for (const auto& [pattern, most] : lists) {
    EXPECT_TRUE(asks(pattern, std::to_string(most))) << pattern;
    const auto refused = asks(pattern, std::to_string(most + 1));
    ASSERT_FALSE(refused.ok()) << pattern;
    EXPECT_EQ(refused.error().code, "field_too_large") << pattern;
    EXPECT_EQ(refused.error().details.at("most"), std::to_string(most)) << pattern;
    EXPECT_EQ(refused.error().fault, Fault::request) << pattern;
  }
  for (const auto* size : {"200", "\"200\""}) EXPECT_EQ(code_of("POST /queries", std::string(R"({"query": {"subject": "sales"}, "page_size": )") + size + "}"), "") << size;
  for (const auto* size : {"201", "\"201\""}) EXPECT_EQ(code_of("POST /queries", std::string(R"({"query": {"subject": "sales"}, "page_size": )") + size + "}"), "field_too_large page_size") << size;
}

TEST(Described, no_rows_at_all_is_no_question_and_not_the_usual_number_of_them) {
  const auto& description = served_description();
  const auto refusal = [&](std::string_view pattern, const std::string& name, const std::string& text) {
    const auto refused = description.admit_query(*description.find("GET", pattern), {.query = {{name, text}}});
    return refused.ok() ? std::string() : refused.error().code + " " + refused.error().details.at("field");
  };
  for (const auto* pattern : {"/sales", "/keys/journal", "/approvals", "/reconciliation", "/backups", "/imports/drafts/{draft}/rows", "/reports/{number}"}) {
    EXPECT_EQ(refusal(pattern, "page_size", "1"), "") << pattern;
    EXPECT_EQ(refusal(pattern, "page_size", ""), "") << pattern << ": left empty, none is said";
    for (const auto* none : {"0", "000"}) EXPECT_EQ(refusal(pattern, "page_size", none), "field_too_small page_size") << pattern;
    for (const auto* text : {"-1", "-0", "+5", "ten"}) EXPECT_EQ(refusal(pattern, "page_size", text), "field_malformed page_size") << pattern << " " << text;
    for (const auto* huge : {"10001", "999999999999", "99999999999999999999"}) EXPECT_EQ(refusal(pattern, "page_size", huge), "field_too_large page_size") << pattern << " " << huge;
  }
  const std::vector<std::tuple<std::string, std::string, int>> back{{"/collection/days", "days", 62}, {"/collection/losses", "days", 62}, {"/meters/{number}/course", "days", 400}, {"/reading-days", "months", 24}, {"/collection/period-losses", "periods", 12}};
  for (const auto& [pattern, name, most] : back) {
    EXPECT_EQ(refusal(pattern, name, std::to_string(most)), "") << pattern;
    EXPECT_EQ(refusal(pattern, name, "0"), "field_too_small " + name) << pattern;
    EXPECT_EQ(refusal(pattern, name, std::to_string(most + 1)), "field_too_large " + name) << pattern << ": not cut to what there is";
  }
  EXPECT_EQ(refusal("/receipts/{number}", "print", "0"), "") << "the first print";
  for (const auto* size : {"0", "\"0\"", "-3"}) EXPECT_EQ(code_of("POST /queries", std::string(R"({"query": {"subject": "sales"}, "page_size": )") + size + "}"), "field_too_small page_size") << size;
}

TEST(Described, how_many_is_a_number_wherever_it_is_asked) {
  const auto& description = served_description();
  const auto admits = [&](std::string_view pattern, const std::string& name, const std::string& text) { return description.admit_query(*description.find("GET", pattern), {.query = {{name, text}}}).ok(); };
  const std::vector<std::pair<std::string, std::string>> asked{{"/collection/days", "days"}, {"/collection/silent", "days"}, {"/meters/{number}/course", "days"}, {"/reading-days", "months"},
                                                               {"/collection/period-losses", "periods"}, {"/reconciliation", "page_size"}, {"/receipts/{number}", "print"}, {"/imports/drafts/{draft}/rows", "from"}};
  for (const auto& [pattern, name] : asked) {
    EXPECT_TRUE(admits(pattern, name, "3")) << pattern;
    for (const auto* text : {"soon", "-1", "1.5", "NaN"}) EXPECT_FALSE(admits(pattern, name, text)) << pattern << " " << name << "=" << text;
  }
  EXPECT_TRUE(admits("/receipts/{number}", "width", "32") && admits("/sales", "count", "all"));
  EXPECT_FALSE(admits("/receipts/{number}", "width", "58")) << "no paper of ours";
  EXPECT_FALSE(admits("/sales", "count", "some"));
  EXPECT_FALSE(admits("/reading-days/{route}/{day}", "state", "relesed")) << "a misspelt state is not that there are none";
}

TEST(Described, a_form_that_is_not_offered_is_refused_wherever_forms_are) {
  const auto& description = served_description();
  for (const auto* pattern : {"/sales", "/customers", "/reconciliation", "/reports/{number}", "/receipts/{number}"}) {
    const auto* operation = description.find("GET", pattern);
    ASSERT_NE(operation, nullptr) << pattern;
    EXPECT_TRUE(description.admit_query(*operation, {.query = {{"format", "pdf"}}})) << pattern;
    const auto refused = description.admit_query(*operation, {.query = {{"format", "dbf"}}});
    ASSERT_FALSE(refused.ok()) << pattern;
    EXPECT_EQ(refused.error().code, "field_malformed") << pattern;
    EXPECT_EQ(refused.error().details.at("field"), "format") << pattern;
  }
}

TEST(Described, a_body_of_another_kind_is_not_thrown_away) {
  const auto& description = served_description();
  const auto* sell = description.find("POST", "/sales");
  const auto type = [&](std::string name) { return description.admit_type(*sell, {.headers = {{"content-type", std::move(name)}}}); };
  EXPECT_TRUE(type("application/json; charset=utf-8"));
  EXPECT_EQ(type("text/plain").error().code, "content_type_unknown");
  EXPECT_EQ(type("").error().code, "content_type_unknown");
}

TEST(Described, every_request_says_what_it_may_have) {
  EXPECT_EQ(served_description().left_open(), std::vector<std::string>{});
}

}  // namespace
}  // namespace kwota::serve
