// Layouts of slips as data: what is admitted, what it draws, and from when on.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <sstream>

#include "people/approval.h"
#include "people/test_office.h"
#include "sell/receipt/document.h"
#include "sell/receipt/sample.h"
#include "sell/receipt/template_change.h"
#include "sell/receipt/test_style.h"

namespace kwota::receipt {
namespace {

using test::style;

const SampleNames house{"Example Hills Power and Water Company of the Northern Districts", "dark", "light"};
constexpr Instant noon = Instant::from_ms(1'779'000'000'000);

std::vector<SlipKind> kinds() {
  std::vector<SlipKind> out;
  for (std::size_t i = 0; i < words_of(SlipKind{}).size(); ++i) out.push_back(static_cast<SlipKind>(i));
  return out;
}

SlipLine own(std::string en, std::string zh, std::string ru) {
  return {.fact = SlipFact::own_text, .text_en = std::move(en), .text_zh = std::move(zh), .text_ru = std::move(ru)};
}

SlipLines without(SlipKind kind, SlipFact fact) {
  auto lines = builtin_lines(kind);
  std::erase_if(lines, [fact](const SlipLine& line) { return line.fact == fact; });
  return lines;
}

SlipLines with(SlipKind kind, const SlipLine& line, std::size_t at = 0) {
  auto lines = builtin_lines(kind);
  lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(at), line);
  return lines;
}

SlipLine& line_of(SlipLines& lines, SlipFact fact) {
  return *std::ranges::find_if(lines, [fact](const SlipLine& line) { return line.fact == fact; });
}

std::string refused(SlipKind kind, const SlipLines& lines) {
  const auto admitted = admit_lines(kind, lines);
  return admitted.ok() ? "admitted" : admitted.error().code;
}

Print print_of(const std::string& language, SlipLines lines) {
  Print print{.style = style(language), .signature = "7K3F-92QD-X1", .qr = {}, .reprint = 1, .reprinted_by = "王芳", .reprinted = noon};
  print.lines = [lines = std::move(lines)](SlipKind) { return lines; };
  return print;
}

std::string drawn(SlipKind kind, const SlipLines& lines, const std::string& language = "en", int columns = 48) {
  const auto print = print_of(language, lines);
  return to_text(sample_slip(kind, house, print, noon).value(), columns);
}

/// What one fact alone says.
std::vector<Row> said(SlipKind kind, SlipFact fact, const std::string& language) { return sample_slip(kind, house, print_of(language, {{.fact = fact}}), noon).value().rows; }

std::string bare(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
  return text;
}

TEST(Layout, as_delivered_is_data_that_would_be_admitted_and_its_text_says_it_all) {
  for (const auto kind : kinds()) {
    EXPECT_TRUE(admit_lines(kind, builtin_lines(kind)).ok()) << word_of(kind) << " " << refused(kind, builtin_lines(kind));
    EXPECT_EQ(books::parse_slip_lines(books::to_text(builtin_lines(kind))), builtin_lines(kind));
  }
  const auto lines = with(SlipKind::sale, own("Questions? Call 12345", "如有疑问请致电 12345", "Вопросы? Звоните 12345"));
  EXPECT_EQ(books::parse_slip_lines(books::to_text(lines)), lines);
  EXPECT_TRUE(books::parse_slip_lines("total always left plain\nweather always left plain\n").empty()) << "a row that was changed by hand";
}

TEST(Layout, every_sample_is_of_its_kind_and_says_what_its_slips_can_say) {
  for (const auto kind : kinds()) {
    const auto print = print_of("en", builtin_lines(kind));
    const auto sale = sample_booking(kind, house, print.style, noon);
    const auto document = boost::json::parse(sale.document).as_object();
    if (books::is_receipt(kind)) EXPECT_EQ(kind_of(sale, Document{document}), kind) << word_of(kind);
    EXPECT_EQ(drawn(kind, builtin_lines(kind)).find("slip."), std::string::npos) << drawn(kind, builtin_lines(kind));
  }
}

TEST(Layout, what_is_taken_off_is_gone_what_is_moved_stands_there_and_own_texts_are_in_the_language_of_the_slip) {
  auto lines = without(SlipKind::sale, SlipFact::address);
  lines.insert(lines.begin(), own("Thank you", "谢谢惠顾", "Спасибо"));
  lines.front().align = SlipAlign::centre;
  std::rotate(lines.begin() + 1, std::ranges::find_if(lines, [](const SlipLine& line) { return line.fact == SlipFact::should_show; }), lines.end());
  for (const auto& [language, thanks] : {std::pair{"en", "Thank you"}, {"zh", "谢谢惠顾"}, {"ru", "Спасибо"}}) {
    const auto text = drawn(SlipKind::sale, lines, language);
    const auto words = style(language);
    EXPECT_EQ(text.find(words.text("slip.address")), std::string::npos) << text;
    EXPECT_LT(text.find(thanks), text.find(words.text("slip.should_show"))) << text;
    EXPECT_LT(text.find(words.text("slip.should_show")), text.find("Example Hills Power")) << text;
  }
}

TEST(Layout, a_line_with_a_condition_stands_only_where_it_holds) {
  auto by_card = own("Keep your card dry", "请保持卡片干燥", "Берегите карту от влаги");
  by_card.when = SlipCondition::by_card;
  auto by_line = by_card;
  by_line.when = SlipCondition::by_line;
  EXPECT_NE(drawn(SlipKind::sale, with(SlipKind::sale, by_card)).find("Keep your card dry"), std::string::npos);
  EXPECT_EQ(drawn(SlipKind::sale, with(SlipKind::sale, by_line)).find("Keep your card dry"), std::string::npos);
  auto lines = builtin_lines(SlipKind::sale);
  line_of(lines, SlipFact::customer).when = SlipCondition::not_empty;
  const auto print = print_of("en", lines);
  auto sale = sample_booking(SlipKind::sale, house, print.style, noon);
  sale.names = R"({"utility":"Example Hills Power","customer":{"name":""},"plan":{"name":"P","unit":"kWh"}})";
  EXPECT_EQ(to_text(receipt_of(sale, print).value(), 48).find(print.style.text("slip.customer") + " "), std::string::npos);
}

TEST(Layout, strong_and_centred_lines_are_rows_of_that_look) {
  auto lines = with(SlipKind::sale, own("Thank you", "谢谢惠顾", "Спасибо"));
  lines.front().align = SlipAlign::centre;
  lines.front().emphasis = SlipEmphasis::strong;
  line_of(lines, SlipFact::should_show).emphasis = SlipEmphasis::strong;
  const auto print = print_of("en", lines);
  const auto slip = receipt_of(sample_booking(SlipKind::sale, house, print.style, noon), print).value();
  EXPECT_EQ(slip.rows.front().kind, Row::Kind::heading);
  const auto shows = std::ranges::find_if(slip.rows, [&](const Row& row) { return !row.cells.empty() && row.cells[0] == print.style.text("slip.should_show"); });
  EXPECT_EQ(shows->kind, Row::Kind::total);
}

TEST(Layout, what_must_stay_cannot_be_taken_off_nor_be_left_to_a_condition) {
  for (const auto kind : kinds())
    for (const auto& line : builtin_lines(kind)) {
      if (!must_stay(kind, line.fact)) continue;
      const auto why = admit_lines(kind, without(kind, line.fact));
      ASSERT_FALSE(why.ok()) << word_of(kind) << " without " << word_of(line.fact);
      EXPECT_EQ(why.error().code, "slip_fact_stays");
      EXPECT_EQ(why.error().details.at("fact"), word_of(line.fact));
      auto sometimes = builtin_lines(kind);
      line_of(sometimes, line.fact).when = SlipCondition::not_empty;
      EXPECT_EQ(refused(kind, sometimes), "slip_stays_always");
    }
  EXPECT_EQ(refused(SlipKind::sale, {}), "slip_fact_stays");
}

TEST(Layout, of_a_drawers_paper_keeps_every_figure_and_knows_no_condition_of_sales) {
  for (const auto kind : {SlipKind::opening, SlipKind::closing, SlipKind::drop, SlipKind::deposit, SlipKind::day}) EXPECT_TRUE(must_stay(kind, SlipFact::signatures)) << word_of(kind);
  EXPECT_EQ(refused(SlipKind::closing, without(SlipKind::closing, SlipFact::first_counted)), "slip_fact_stays") << "nobody hides that it was counted twice";
  EXPECT_EQ(refused(SlipKind::closing, without(SlipKind::closing, SlipFact::pieces)), "admitted");
  auto lines = builtin_lines(SlipKind::closing);
  line_of(lines, SlipFact::pieces).when = SlipCondition::paid_in_cash;
  EXPECT_EQ(refused(SlipKind::closing, lines), "slip_condition");
  const auto text = drawn(SlipKind::closing, with(SlipKind::closing, own("Hand in by 18:00", "请于18:00前上缴", "Сдать до 18:00"), 4), "zh", 32);
  EXPECT_NE(text.find("请于18:00前上缴"), std::string::npos) << text;
}

TEST(Layout, of_who_holds_what_names_everybody_and_of_a_test_page_its_letters) {
  for (const auto fact : {SlipFact::holders, SlipFact::time, SlipFact::title, SlipFact::utility}) EXPECT_EQ(refused(SlipKind::people, without(SlipKind::people, fact)), "slip_fact_stays") << word_of(fact);
  const auto people = drawn(SlipKind::people, with(SlipKind::people, own("Signed: ________", "签字：________", "Подпись: ________"), builtin_lines(SlipKind::people).size()));
  for (const auto* said : {"Who holds what", "Cashier @ E00", "Supervisor, Manager (locked)", "Signed: ________"}) EXPECT_NE(people.find(said), std::string::npos) << people;
  auto bare_page = without(SlipKind::printer_test, SlipFact::items);
  std::erase_if(bare_page, [](const SlipLine& line) { return line.fact == SlipFact::total || line.fact == SlipFact::utility; });
  EXPECT_EQ(refused(SlipKind::printer_test, bare_page), "admitted") << "no figure that somebody could take for money";
  EXPECT_EQ(refused(SlipKind::printer_test, without(SlipKind::printer_test, SlipFact::title)), "slip_fact_stays") << "it is never taken for a receipt";
  EXPECT_EQ(refused(SlipKind::printer_test, without(SlipKind::printer_test, SlipFact::test_letters)), "slip_fact_stays");
  EXPECT_EQ(sample_slip(SlipKind::printer_test, house, print_of("en", bare_page), noon).value().qr, "kwota:test:E00/T-00") << "the code is no line";
}

TEST(Layout, what_no_slip_could_draw_is_refused_with_its_line) {
  const auto twice = admit_lines(SlipKind::sale, with(SlipKind::sale, {.fact = SlipFact::total}, 3));
  EXPECT_EQ(twice.error().code, "slip_fact_twice");
  EXPECT_EQ(refused(SlipKind::sale, with(SlipKind::sale, {.fact = SlipFact::old_meter})), "slip_fact_unknown");
  EXPECT_EQ(refused(SlipKind::sale, with(SlipKind::sale, own("Thank you", " ", "Спасибо"))), "slip_text_missing");
  const auto control = admit_lines(SlipKind::sale, with(SlipKind::sale, own("Thank you", "谢谢\x1B", "Спасибо"), 2));
  EXPECT_EQ(control.error().code, "text_character");
  EXPECT_EQ(control.error().details.at("field"), "lines[2].text_zh");
  EXPECT_EQ(refused(SlipKind::sale, with(SlipKind::sale, own(std::string(201, 'a'), "谢谢", "Спасибо"))), "text_too_long");
  auto table = builtin_lines(SlipKind::sale);
  line_of(table, SlipFact::items).emphasis = SlipEmphasis::strong;
  EXPECT_EQ(refused(SlipKind::sale, table), "slip_line_form");
  auto pair = builtin_lines(SlipKind::sale);
  line_of(pair, SlipFact::number).align = SlipAlign::centre;
  EXPECT_EQ(refused(SlipKind::sale, pair), "slip_line_form");
  auto words = builtin_lines(SlipKind::sale);
  line_of(words, SlipFact::customer).text_en = "Client";
  EXPECT_EQ(refused(SlipKind::sale, words), "slip_line_form") << "a fact's name is the house's";
  auto many = builtin_lines(SlipKind::sale);
  while (many.size() <= slip_lines_most) many.push_back({.fact = SlipFact::rule});
  EXPECT_EQ(refused(SlipKind::sale, many), "slip_lines_many");
}

std::string some_text() {
  const auto pieces = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>("收", "据", "a", "b", " ", "Ж", "1", "₽", "longword")));
  std::string out = "x";
  for (const auto& piece : pieces) out += out.size() < 150 ? piece : "";
  return out;
}

/// Lines of the built-in layout in any order, some taken off, some strong or conditional, with rules and texts between them.
SlipLines any_layout(SlipKind kind) {
  SlipLines out;
  for (auto line : builtin_lines(kind)) {
    const bool stays = must_stay(kind, line.fact);
    if (!stays && *rc::gen::inRange(0, 3) == 0) continue;
    if (!stays && *rc::gen::inRange(0, 3) == 0) line.when = conditions_of(kind)[*rc::gen::inRange<std::size_t>(0, conditions_of(kind).size())];
    if (form_of(line.fact) == SlipForm::text) line.align = static_cast<SlipAlign>(*rc::gen::inRange(0, 2));
    if (form_of(line.fact) == SlipForm::text || form_of(line.fact) == SlipForm::pair) line.emphasis = static_cast<SlipEmphasis>(*rc::gen::inRange(0, 2));
    out.insert(out.begin() + *rc::gen::inRange<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(out.size()) + 1), line);
    if (*rc::gen::inRange(0, 8) == 0 && out.size() < 40) out.push_back(own(some_text(), some_text(), some_text()));
  }
  return out;
}

TEST(Layout, whatever_is_admitted_draws_within_the_paper_loses_nothing_and_keeps_what_must_stay) {
  EXPECT_TRUE(rc::check([] {
    const auto kind = *rc::gen::elementOf(kinds());
    const int columns = *rc::gen::element(32, 48);
    auto print = print_of(*rc::gen::element<std::string>("zh", "en", "ru"), any_layout(kind));
    print.head = some_text();
    print.foot = some_text();
    const auto lines = print.lines(kind);
    RC_ASSERT(admit_lines(kind, lines).ok());
    RC_ASSERT(books::parse_slip_lines(books::to_text(lines)) == lines);
    const auto slip = sample_slip(kind, house, print, noon).value();
    const auto text = to_text(slip, columns);
    std::istringstream read{text};
    for (std::string line; std::getline(read, line);) RC_ASSERT(columns_of(line) <= columns);
    for (const auto& row : slip.rows)
      for (const auto& cell : row.cells) RC_ASSERT(bare(text).find(bare(cell)) != std::string::npos);
    for (const auto& line : builtin_lines(kind)) {
      if (!must_stay(kind, line.fact)) continue;
      for (const auto& row : said(kind, line.fact, print.style.language)) RC_ASSERT(std::ranges::any_of(slip.rows, [&](const Row& drawn) { return drawn.cells == row.cells; }));
    }
  }));
}

TEST(SampleBooks, the_word_that_nothing_was_sold_stands_above_a_text_of_the_utilitys_own) {
  auto print = print_of("en", builtin_lines(SlipKind::sale));
  print.style.sample = true;
  print.head = "Welcome";
  const auto slip = receipt_of(sample_booking(SlipKind::sale, house, print.style, noon), print).value();
  EXPECT_EQ(slip.rows[0].cells.front(), print.style.text("slip.sample"));
  EXPECT_EQ(slip.rows[1].cells.front(), "Welcome");
}

struct Templates : testing::Test {
  Templates() {
    auto utility = *office.books.only<books::Utility>();
    utility.installed = office.now;
    office.books.put(utility);
    for (const auto* name : {"guo", "sun"}) {
      books::Operator row;
      row.name = row.full_name = name;
      row.roles = "manager";
      office.books.put(row);
    }
    office.now = office.now + Duration::days(2);
  }

  static TemplateRequest wanted(SlipLines lines, std::string from = "") { return {.kind = SlipKind::sale, .lines = std::move(lines), .from = std::move(from), .reason = "shorter paper"}; }
  std::int64_t approved(const Error& why) {
    const auto asked = office.apply(people::ask_approval(office.books, people::request_of(why.details, "please"), office.as("guo")));
    EXPECT_TRUE(office.apply(people::decide_approval(office.books, {asked->number, true, ""}, office.as("li"))).ok());
    return asked->number;
  }
  Result<books::SlipTemplate> change(TemplateRequest request) {
    const auto first = change_template(office.books, request, office.as("guo"));
    if (first.ok() || first.error().code != "approval_needed") return office.apply(Result<books::Decision<books::SlipTemplate>>{first});
    request.approval = approved(first.error());
    return office.apply(change_template(office.books, request, office.as("guo")));
  }
  std::string code(const TemplateRequest& request, const std::string& who = "guo") {
    const auto out = change_template(office.books, request, office.as(who));
    return out.ok() ? "done" : out.error().code;
  }
  SlipLines at(Instant when) { return lines_in_force(office.books, SlipKind::sale, when); }

  people::test::Office office;
  const SlipLines shorter = without(SlipKind::sale, SlipFact::address);
  const SlipLines thanks = with(SlipKind::sale, own("Thank you", "谢谢惠顾", "Спасибо"));
};

TEST_F(Templates, a_layout_is_changed_by_two_and_what_was_sold_before_keeps_its_own) {
  const auto before = office.now;
  const auto row = change(wanted(shorter));
  ASSERT_TRUE(row.ok()) << row.error().code;
  EXPECT_EQ(row->asked_by, "guo");
  EXPECT_EQ(row->approved_by, "li");
  EXPECT_EQ(at(office.now), shorter);
  EXPECT_EQ(at(before - Duration::hours(1)), builtin_lines(SlipKind::sale)) << "sold before: reprinted as it was";
  EXPECT_EQ(lines_in_force(office.books, SlipKind::payment, office.now), builtin_lines(SlipKind::payment)) << "another kind of slip";
  office.now = office.now + Duration::hours(1);
  ASSERT_TRUE(change(wanted(builtin_lines(SlipKind::sale))).ok()) << "back to what was delivered";
  EXPECT_EQ(at(office.now), builtin_lines(SlipKind::sale));
  EXPECT_EQ(history_of(office.books, SlipKind::sale, 10).size(), 2U);
}

TEST_F(Templates, nobody_changes_a_layout_alone_and_the_second_person_reads_every_line) {
  const auto first = change_template(office.books, wanted(thanks), office.as("guo"));
  ASSERT_EQ(first.error().code, "approval_needed");
  const auto content = first.error().details.at("content");
  for (const auto* said : {"slip_kind.sale", "slip_fact.items", "谢谢惠顾", "Спасибо", "slip_condition.meter_told", "slip_emphasis.strong"}) EXPECT_NE(content.find(said), std::string::npos) << said;
  auto other = wanted(thanks);
  other.approval = approved(first.error());
  other.lines.front().text_zh = "谢谢";
  EXPECT_EQ(code(other), "approval_differs");
  EXPECT_EQ(code(wanted(thanks), "zhao"), "permission_denied");
}

TEST_F(Templates, what_would_be_refused_is_refused_before_anybody_is_asked) {
  EXPECT_EQ(code(wanted(without(SlipKind::sale, SlipFact::items))), "slip_fact_stays");
  EXPECT_EQ(code(wanted(builtin_lines(SlipKind::sale))), "slip_same");
  EXPECT_EQ(code(wanted(shorter, "2020-01-01")), "setting_past");
  auto silent = wanted(shorter);
  silent.reason.clear();
  EXPECT_EQ(code(silent), "reason_missing");
}

TEST_F(Templates, what_has_not_come_is_withdrawn_by_two_and_what_counts_is_not) {
  const auto coming = change(wanted(shorter, "2199-01-01"));
  ASSERT_TRUE(coming.ok()) << coming.error().code;
  EXPECT_EQ(at(office.now), builtin_lines(SlipKind::sale));
  TemplateWithdrawal request{.number = coming->number, .reason = "no such paper"};
  const auto first = withdraw_template(office.books, request, office.as("guo"));
  ASSERT_EQ(first.error().code, "approval_needed");
  request.approval = approved(first.error());
  const auto gone = office.apply(withdraw_template(office.books, request, office.as("guo")));
  ASSERT_TRUE(gone.ok());
  EXPECT_EQ(gone->withdrawal_approved_by, "li");
  EXPECT_EQ(at(coming->in_force + Duration::hours(1)), builtin_lines(SlipKind::sale));
  const auto now = change(wanted(shorter));
  EXPECT_EQ(withdraw_template(office.books, {.number = now->number, .reason = "again"}, office.as("guo")).error().code, "setting_counts");
}

TEST_F(Templates, the_administrator_works_alone_until_the_first_shift) {
  auto utility = *office.books.only<books::Utility>();
  utility.installed.reset();
  office.books.put(utility);
  const auto row = office.apply(change_template(office.books, wanted(shorter), office.as("guo")));
  ASSERT_TRUE(row.ok()) << row.error().code;
  EXPECT_EQ(row->why_alone, books::WhyAlone::installation);
}

}  // namespace
}  // namespace kwota::receipt
