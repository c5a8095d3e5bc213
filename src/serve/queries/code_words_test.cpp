#include "serve/queries/code_words.h"

#include <gtest/gtest.h>

#include "collect/reconcile/reconcile.h"
#include "serve/words/words.h"
#include "store/lists/views.h"

namespace kwota::serve {
namespace {

TEST(CodeWords, whatever_a_column_can_say_has_a_word_in_each_language) {
  for (const auto& view : store::views())
    for (const auto& column : view.columns)
      for (const auto code : column.words) {
        if (code.empty()) continue;
        const auto key = words_under(view.name, column) + "." + std::string(code);
        for (const auto& language : languages()) {
          EXPECT_NE(say(language, key), key) << view.name << " " << column.name << " in " << language;
          EXPECT_EQ(say(language, key).find('{'), std::string::npos) << view.name << " " << column.name << " in " << language << " has a blank that no row fills in";
        }
      }
}

TEST(CodeWords, a_code_that_no_dictionary_has_is_said_as_it_is) {
  EXPECT_EQ(code_text("en", "sale_kind", "recharge"), say("en", "sale_kind.recharge"));
  EXPECT_EQ(code_text("en", "sale_kind", "nobody_declared_this"), "nobody_declared_this");
}

TEST(CodeWords, several_codes_in_one_text_are_each_said_by_their_word) {
  EXPECT_EQ(code_text("ru", "meter_told", "relay_open,clock_fault"), say("ru", "meter_told.relay_open") + ", " + say("ru", "meter_told.clock_fault"));
  EXPECT_EQ(code_text("zh", "measure", "voltage:A=220.0,frequency=50.02"), say("zh", "measure.voltage") + " A 220.0, " + say("zh", "measure.frequency") + " 50.02");
  EXPECT_EQ(code_text("ru", "tender", "cash 195.00; card 145.00 A41F77"), say("ru", "tender.cash") + " 195.00; " + say("ru", "tender.card") + " 145.00 A41F77");
  EXPECT_EQ(code_text("en", "card_reason", "lost and found"), "lost and found") << "somebody's own words";
  EXPECT_EQ(code_text("en", "meter_told", "relay_open,unheard"), "relay_open,unheard");
}

TEST(CodeWords, what_a_review_found_besides_has_its_words_in_files_too) {
  EXPECT_EQ(words_under("reviewed-readings", *store::find_column(*store::find_view("reviewed-readings"), "also")), "review_rule");
}

TEST(CodeWords, what_somebody_explained_is_said_as_where_it_was_seen) {
  const auto* explanations = store::find_view("explanations");
  ASSERT_NE(explanations, nullptr);
  const auto under = words_under("explanations", *store::find_column(*explanations, "code"));
  for (const auto& language : languages()) {
    for (const auto gap : words_of(reconcile::Gap{}))
      if (!gap.empty()) EXPECT_NE(code_text(language, under, std::string(gap)), gap) << language;
    for (const auto* seen : {"clock_drift", "clock_far_off", "current_lost", "overload", "phase_broken", "register_went_back", "reverse_flow", "voltage_lost", "clock_fault", "cover_opened", "magnetic_field", "trips", "power_off"}) {
      const auto text = code_text(language, under, seen);
      EXPECT_NE(text, seen) << language;
      EXPECT_EQ(text.find('{'), std::string::npos) << "how often, or which phase, stands in no row: " << text;
    }
  }
  EXPECT_EQ(code_text("en", under, "clock_fault"), say("en", "finding.clock_fault"));
  EXPECT_EQ(code_text("en", under, "power_off"), say("en", "meter_event.power_off"));
  EXPECT_EQ(code_text("en", under, "3"), "3") << "a pump's series";
}

TEST(CodeWords, a_column_is_called_as_people_call_it_in_that_list) {
  EXPECT_EQ(column_text("zh", "shifts", "received"), "实收") << "money, and no time of reading";
  EXPECT_EQ(column_text("zh", "stock-lots", "received"), "到货日期");
  EXPECT_EQ(column_text("zh", "day-freezes", "received"), "读取时间");
  EXPECT_EQ(column_text("ru", "wells", "name"), "Название");
  EXPECT_EQ(column_text("ru", "customers", "name"), "Имя");
}

TEST(CodeWords, what_a_customer_is_called_is_no_code) {
  const auto* customers = store::find_view("customers");
  ASSERT_NE(customers, nullptr);
  EXPECT_EQ(words_under("customers", *store::find_column(*customers, "name")), "");
}

}  // namespace
}  // namespace kwota::serve
