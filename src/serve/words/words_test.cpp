#include "serve/words/words.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <set>

#include "serve/words/embedded.h"

namespace kwota::serve {
namespace {

std::set<std::string> keys(const std::string& language) {
  std::set<std::string> all;
  const auto parsed = boost::json::parse(embedded_dictionaries().at(language));
  for (const auto& entry : parsed.as_object()) {
    EXPECT_FALSE(entry.value().as_string().empty()) << language << " has no text for " << entry.key();
    all.insert(entry.key());
  }
  return all;
}

TEST(Words, no_language_lacks_a_text_that_another_has) {
  for (const auto& language : languages()) EXPECT_EQ(keys(language), keys("en")) << language;
}

TEST(Words, the_sentence_of_an_error_names_the_figures) {
  const auto taken = error(Fault::wire, "address_in_use", "in English", {{"address", "127.0.0.1"}, {"port", "8080"}});
  for (const auto& language : languages()) EXPECT_NE(say(language, taken).find("127.0.0.1:8080"), std::string::npos) << language;
  EXPECT_EQ(say("ru", error(Fault::ours, "nobody_wrote_this", "said in English")), "said in English");
}

TEST(Words, a_browser_gets_the_first_language_that_we_speak) {
  EXPECT_EQ(choose_language("fr-FR, ru;q=0.8, en;q=0.5"), "ru");
  EXPECT_EQ(choose_language("zh-CN"), "zh");
  EXPECT_EQ(choose_language(""), "en");
}

TEST(Words, why_a_request_is_unreadable_is_said_in_each_language) {
  for (const auto& language : languages())
    for (const auto* reason : {"json_syntax", "json_twice"}) {
      const auto said = say(language, error(Fault::request, "bad_json", "in English", {{"reason", reason}, {"why", "IN ENGLISH"}}));
      EXPECT_EQ(said.find("IN ENGLISH"), std::string::npos) << language << ": " << said;
    }
  EXPECT_NE(say("zh", error(Fault::request, "bad_json", "in English", {{"reason", "json_syntax"}, {"why", "it is not JSON"}})).find("不是 JSON"), std::string::npos);
}

TEST(Words, a_state_in_the_sentence_of_an_error_is_said_in_each_language) {
  EXPECT_EQ(say("zh", error(Fault::refused, "card_not_active", "in English", {{"card", "7"}, {"state", "blocked"}})).find("blocked"), std::string::npos);
  EXPECT_NE(say("ru", error(Fault::refused, "stock_state", "in English", {{"meter", "7"}, {"state", "nothing that stock knows"}})).find("nothing that stock knows"), std::string::npos);
  const auto has_words = [](const std::string& code, const std::string& language) {
    for (const auto* family : {"state.card.", "state.purse.", "state.purse_application.", "state.command.", "state.letter.", "state.sale.", "state.stock.", "campaign_state.", "ceremony_state."})
      for (const auto& state : words_behind(family))
        if (say(language, error(Fault::refused, code, "in English", {{"state", state}})).find(state) == std::string::npos) return true;
    return false;
  };
  for (const auto& code : words_behind("error."))
    if (say("en", "error." + code).find("{state}") != std::string::npos && code != "unknown_state")  // which repeats what somebody wrote
      for (const auto* language : {"zh", "ru"}) EXPECT_TRUE(has_words(code, language)) << code << " in " << language;
}

TEST(Words, what_a_report_offers_is_called_what_pages_call_it) {
  const auto said = [](const char* language, const char* code, const char* offered) {
    return say(language, error(Fault::request, code, "in English", {{"report", "R13"}, {"period", "2026-10-05"}, {"group", "phone"}, {"most", "2"}, {"offered", offered}}));
  };
  EXPECT_EQ(said("en", "period_not_offered", "month|year"), "Report R13 is not made for 2026-10-05. Nothing was changed. It is made for: Month / Year.");
  EXPECT_NE(said("ru", "period_not_offered", "month|range").find("Месяц / С … по"), std::string::npos);
  EXPECT_NE(said("zh", "group_not_offered", "village|station").find("村 / "), std::string::npos);
}

TEST(Words, a_right_and_a_field_are_called_what_people_call_them) {
  const auto denied = [](const char* language, const char* permission) { return say(language, error(Fault::refused, "permission_denied", "in English", {{"permission", permission}})); };
  for (const auto& language : languages())
    for (const auto& right : words_behind("permission.")) {
      const auto word = say(language, "permission." + right);
      EXPECT_NE(denied(language.c_str(), right.c_str()).find(word), std::string::npos) << language << ": " << right;
    }
  EXPECT_EQ(denied("zh", "outlets_read").find("outlets_read"), std::string::npos);
  const auto several = denied("ru", "operators_read|people_countersign");
  EXPECT_NE(several.find(say("ru", "permission.operators_read") + " / " + say("ru", "permission.people_countersign")), std::string::npos) << several;
  EXPECT_NE(denied("en", "a right that was once").find("a right that was once"), std::string::npos);

  const auto unseen = [](const char* language, const char* field) { return say(language, error(Fault::request, "text_character", "in English", {{"field", field}, {"character", "U+202E"}})); };
  EXPECT_NE(unseen("zh", "reason").find(say("zh", "column.reason")), std::string::npos) << unseen("zh", "reason");
  EXPECT_NE(unseen("ru", "rows[2].full_name").find(say("ru", "column.full_name")), std::string::npos) << unseen("ru", "rows[2].full_name");
  EXPECT_NE(unseen("en", "what nobody calls").find("what nobody calls"), std::string::npos);
}

TEST(Words, what_the_program_calls_by_a_word_of_its_own_is_a_word_of_the_reader) {
  struct Word {
    const char *code, *detail, *name, *key;
  };
  for (const auto& one : {Word{"blocked_card", "reason", "change_scheme", "card_reason.change_scheme"}, {"blocked_card", "reason", "lost", "card_reason.lost"}, {"blocked_card_found", "reason", "lost", "card_reason.lost"},
                          {"account_has_history", "what", "remote_account", "history_of.remote_account"}, {"account_has_moved", "what", "open", "history_of.open"},
                          {"customer_has_history", "what", "merged_customer", "history_of.merged_customer"}, {"plan_of_another_kind", "what", "commodity", "column.commodity"},
                          {"carrier_not_of_scheme", "carrier", "link", "carrier.link"}, {"carrier_not_of_scheme", "scheme", "server_account", "scheme.server_account"},
                          {"protocol_not_of_scheme", "scheme", "volume_card", "scheme.volume_card"}, {"scheme_without_line", "scheme", "volume_card", "scheme.volume_card"}, {"role_of_no_person", "role", "outlet", "role.outlet"},
                          {"key_people_too_few", "role", "key_officer", "role.key_officer"}, {"bad_credit", "unit", "energy", "unit.energy"}, {"unit_of_meter", "unit", "money", "unit.money"},
                          {"key_card_wrong_kind", "found", "user_mother", "key_device.user_mother"}, {"key_card_expected", "wanted", "control", "key_device.control"},
                          {"psam_expected", "found", "isam", "key_device.isam"}, {"key_missing", "purpose", "card_master", "key_purpose.card_master"},
                          {"field_malformed", "wanted", "a whole number", "json_kind.a_whole_number"}, {"field_malformed", "wanted", "string/integer", "json_kind.string"},
                          {"query_how_unfit", "how", "begins", "query.how.begins"}, {"query_unfit_figure", "figure", "mean", "query.figure.mean"},
                          {"meter_refused", "reason", "purchase count", "meter_refuses.purchase_count"}, {"parameter_refused", "reason", "MAC, address", "meter_refuses.mac"},
                          {"parameter_refused", "reason", "MAC, address", "meter_refuses.address"},
                          {"bad_frame", "reason", "second start missing", "frame_fault.second_start_missing"}, {"link_failed", "reason", "Connection refused", "link_fault.connection_refused"},
                          {"link_failed", "reason", "not logged in", "link_fault.not_logged_in"}, {"bad_state", "what", "not_whole", "state_fault.not_whole"}, {"bad_state", "name", "heads", "column.heads"},
                          {"verify_failed", "what", "unsigned", "wrong_row.unsigned"}, {"backup_bad", "what", "clock", "wrong_row.clock"}, {"vault_cannot", "what", "books_mark", "vault_task.books_mark"},
                          {"group_not_offered", "group", "village", "column.village"}, {"filter_not_offered", "filter", "usage_class", "column.usage_class"},
                          {"query_how_unfit", "field", "service_point.village", "column.village"}, {"query_unfit_figure", "field", "customer", "column.customer"},
                          {"query_wrong_value", "field", "since", "column.since"}, {"approval_needed", "action", "supplement", "permission.supplement"},
                          {"request_unreadable", "what", "length", "request_rule.length"},
                          {"sort_not_offered", "column", "village", "column.village"}, {"bad_filter", "column", "village", "column.village"}, {"bad_filter", "how", "begins", "query.how.begins"},
                          {"balance_in_trouble", "trouble", "no_version", "balance_trouble.no_version"}, {"way_not_used", "way", "way_card", "setting.name.way_card"}, {"bad_schedule", "field", "device", "column.device"}})
    for (const auto& language : languages()) {
      const auto said = say(language, error(Fault::refused, one.code, "in English", {{one.detail, one.name}}));
      EXPECT_NE(said.find(say(language, one.key)), std::string::npos) << language << ": " << said;
    }
  EXPECT_NE(say("ru", error(Fault::card, "blocked_card", "in English", {{"card", "7"}, {"reason", "lost, seen at the market"}})).find("lost, seen at the market"), std::string::npos)
      << "what somebody wrote stays as he wrote it";
}

}  // namespace
}  // namespace kwota::serve
