#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <fstream>
#include <sstream>

#include "sell/receipt/capitals.h"
#include "sell/receipt/drawer_slips.h"
#include "sell/receipt/house_slips.h"
#include "sell/receipt/test_style.h"

namespace kwota::receipt {
namespace {

using test::file;
using test::style;

books::Sale sample() {
  books::Sale sale;
  sale.number = "R3-T02-00010247";
  sale.kind = books::Operation::recharge;
  sale.time = parse_instant("2026-11-20T14:05:09+08:00").value();
  sale.account = 100023;
  sale.meter = MeterNumber::from(123456);
  sale.card = CardSerial{{0x62, 0x30, 0, 0, 0, 0, 0x56, 0x78}};
  sale.tendered = Money::minor(12000);
  sale.credit = Money::minor(10000);
  sale.n = SequenceNumber{17};
  sale.plan_version = "2026-01-01";
  sale.operator_full_name = "王芳";
  sale.till = "T-02";
  sale.names = R"({"utility":"示范县灌溉供电站","customer":{"name":"李明","service_address":"城关镇东村 机井07-012"},"plan":{"name":"农灌阶梯","unit":"kWh"}})";
  sale.document = R"({"received":20000,"change":8000,"residue":0,"remaining":1240,"should_show":11240,
    "units_e3":184210,"next":{"price":"0.57","left_e3":115790,"step":2},
    "lines":[{"id":"energy","step":1,"units_e3":100000,"price":"0.52","minor":5200},{"id":"energy","step":2,"units_e3":84210,"price":"0.57","minor":4800},
    {"id":"arrears","minor":2000,"left":3000}]})";
  return sale;
}

TEST(Capitals, agree_with_the_values_of_the_rule) {
  const std::pair<std::int64_t, const char*> rows[]{
      {5, "人民币伍分"}, {50, "人民币伍角"}, {1000, "人民币壹拾元整"}, {1506, "人民币壹拾伍元零陆分"}, {20030, "人民币贰佰元叁角"},
      {32504, "人民币叁佰贰拾伍元零肆分"}, {140950, "人民币壹仟肆佰零玖元伍角"}, {168032, "人民币壹仟陆佰捌拾元叁角贰分"},
      {600714, "人民币陆仟零柒元壹角肆分"}, {1640902, "人民币壹万陆仟肆佰零玖元零贰分"}, {10700053, "人民币壹拾万柒仟元伍角叁分"},
      {101010101, "人民币壹佰零壹万零壹佰零壹元零壹分"}, {10000000500, "人民币壹亿零伍元整"}, {12000, "人民币壹佰贰拾元整"},
      {0, "人民币零元整"}, {-1506, "人民币负壹拾伍元零陆分"}, {200000300000, "人民币贰拾亿零叁仟元整"}};
  for (const auto& [fen, text] : rows) EXPECT_EQ(capitals(Money::minor(fen)), text) << fen;
}

TEST(Formats, follow_the_language) {
  auto zh = style("zh"), en = style("en"), ru = style("ru");
  EXPECT_EQ(zh.money(Money::minor(123450)), "¥1,234.50");
  EXPECT_EQ(en.money(Money::minor(-123450)), "CNY -1,234.50");
  EXPECT_EQ(ru.money(Money::minor(123456750)), "1\u00A0234\u00A0567,50\u00A0CNY");
  ru.currency = "RUB";
  EXPECT_EQ(ru.money(Money::minor(123450)), "1\u00A0234,50\u00A0₽");
  const auto at = parse_instant("2026-11-20T14:05:09+08:00").value();
  EXPECT_EQ(zh.time(at), "2026-11-20 14:05:09");
  EXPECT_EQ(en.time(at), "20 Nov 2026 14:05:09");
  EXPECT_EQ(ru.time(at), "20.11.2026 14:05:09");
  for (const auto& [plain, in_zh, in_en, in_ru] : std::vector<std::array<const char*, 4>>{{"2026-11-20", "2026-11-20", "20 Nov 2026", "20.11.2026"},
                                                                                         {"2026-11", "2026年11月", "Nov 2026", "ноябрь 2026"},
                                                                                         {"2026-11-20 14:05:09", "2026-11-20 14:05:09", "20 Nov 2026 14:05:09", "20.11.2026 14:05:09"},
                                                                                         {"2026-11-31", "2026-11-31", "2026-11-31", "2026-11-31"},
                                                                                         {"2026-11-20 noon", "2026-11-20 noon", "2026-11-20 noon", "2026-11-20 noon"},
                                                                                         {"R3-0001", "R3-0001", "R3-0001", "R3-0001"}}) {
    EXPECT_EQ(zh.calendar(plain), in_zh);
    EXPECT_EQ(en.calendar(plain), in_en);
    EXPECT_EQ(ru.calendar(plain), in_ru);
  }
}

TEST(Grid, wide_characters_count_two_and_marks_on_letters_none) {
  EXPECT_EQ(columns_of("收据号"), 6);
  EXPECT_EQ(columns_of("№ 5 ₽"), 5);
  EXPECT_EQ(columns_of("\u0438\u0306"), 1) << "a letter and its breve";
  EXPECT_EQ(columns_of("\U0001F4A7"), 2) << "a drop of water in a utility's own text";
}

std::string grid(Row::Kind kind, std::vector<std::string> cells, int columns) { return to_text({{{kind, std::move(cells)}}, ""}, columns); }

TEST(Grid, a_long_name_goes_on_below_and_its_value_keeps_the_right_edge) {
  EXPECT_EQ(grid(Row::Kind::pair, {"Customer", "Example Hills Agricultural Cooperative of the Northern Districts"}, 32),
            "Customer\n"
            "      Example Hills Agricultural\n"
            "     Cooperative of the Northern\n"
            "                       Districts\n");
  EXPECT_EQ(grid(Row::Kind::pair, {"用户", "某某县某某镇农业灌溉专业合作联合社第一分社"}, 32),
            "用户\n"
            "某某县某某镇农业灌溉专业合作联合\n"
            "                      社第一分社\n");
  EXPECT_EQ(grid(Row::Kind::pair, {"收款", "1234567890123456789012345678"}, 32), "收款\n    1234567890123456789012345678\n") << "without a blank between it would be read as one";
  EXPECT_EQ(grid(Row::Kind::pair, {"收款", "123456789012345678901234567"}, 32), "收款 123456789012345678901234567\n");
}

TEST(Grid, a_wide_character_is_never_cut_in_two) {
  EXPECT_EQ(wrapped("1234567890123456789012345678901收", 32), (std::vector<std::string>{"1234567890123456789012345678901", "收"})) << "one column is left, and it stays free";
  for (const int columns : {32, 48})
    for (const auto& line : wrapped("灌溉用电（机井）2026年第1期，户号000000000123，欢迎致电12345咨询。灌溉用电（机井）2026年第1期", columns)) EXPECT_LE(columns_of(line), columns) << line;
}

TEST(Grid, a_text_that_is_set_in_begins_with_its_first_word) {
  EXPECT_EQ(wrapped("  R3-T02-00010201-R3-T02-00010241:41", 32), (std::vector<std::string>{"  R3-T02-00010201-R3-T02-0001024", "1:41"})) << "no line of two blanks alone";
}

TEST(Grid, a_value_that_is_missing_leaves_its_name_and_no_empty_line) {
  EXPECT_EQ(grid(Row::Kind::pair, {"Customer", ""}, 32), "Customer\n");
  EXPECT_EQ(grid(Row::Kind::pair, {std::string(32, 'x'), ""}, 32), std::string(32, 'x') + "\n");
  EXPECT_EQ(grid(Row::Kind::item, {"Card fee", "", "", "20.00"}, 32), "Card fee                   20.00\n");
  EXPECT_EQ(grid(Row::Kind::item, {"Card fee", "", "", "20.00"}, 48), "Card fee                                   20.00\n");
}

TEST(Grid, an_item_that_is_too_wide_for_its_columns_takes_two_lines) {
  EXPECT_EQ(grid(Row::Kind::item, {"Energy of the second step by the irrigation tariff", "100.00", "0.5200", "52.00"}, 48),
            "Energy of the second step by the irrigation\n"
            "tariff\n"
            "  100.00 x 0.5200                          52.00\n");
  EXPECT_EQ(grid(Row::Kind::item, {"第二阶梯电量", "100.00", "0.5200", "52.00"}, 32),
            "第二阶梯电量\n"
            "  100.00 x 0.5200          52.00\n");
  EXPECT_EQ(grid(Row::Kind::item, {"第二阶梯电量", "100.00", "0.5200", "52.00"}, 48), "第二阶梯电量         100.00    0.5200      52.00\n");
}

TEST(Grid, a_heading_stands_in_the_middle_line_by_line) {
  EXPECT_EQ(grid(Row::Kind::title, {"Example Hills Power and Water Company"}, 32),
            " Example Hills Power and Water\n"
            "            Company\n");
  EXPECT_EQ(grid(Row::Kind::title, {"收据"}, 32), std::string(14, ' ') + "收据\n");
}

/// The printed slip is compared with the approved one; a change is looked at by a person and the sample replaced.
void expect_approved(const std::string& name, const std::string& text) {
  const auto approved = file("tests/approved/receipts/" + name + ".txt");
  if (approved != text) std::ofstream{testing::TempDir() + name + ".received.txt"} << text;
  EXPECT_EQ(text, approved) << name;
}

TEST(Receipt, looks_as_approved_on_both_papers_in_three_languages) {
  for (const auto* language : {"zh", "en", "ru"})
    for (const int columns : {32, 48}) {
      Print print{style(language), "7K3F-92QD-X1", "", 1, "王芳", parse_instant("2026-11-20T15:30:01+08:00").value()};
      const auto slip = receipt_of(sample(), print);
      ASSERT_TRUE(slip.ok());
      expect_approved("recharge_" + std::string{language} + "_" + std::to_string(columns), to_text(*slip, columns));
    }
}

TEST(Receipt, says_each_tender_with_its_number_and_the_change) {
  auto sale = sample();
  sale.tenders = {{books::Tender::card, Money::minor(7000), "A41F77"}, {books::Tender::transfer, Money::minor(1000), "TR-2026-000117"}, {books::Tender::cash, Money::minor(4000), {}}};
  sale.document.replace(sale.document.find("20000"), 5, "13000");
  sale.document.replace(sale.document.find("8000"), 4, "1000");
  for (const auto* language : {"zh", "en", "ru"})
    for (const int columns : {32, 48}) {
      const auto slip = receipt_of(sale, Print{.style = style(language), .signature = "7K3F-92QD-X1", .qr = {}, .reprint = 0, .reprinted_by = {}, .reprinted = {}});
      ASSERT_TRUE(slip.ok());
      expect_approved("tenders_" + std::string{language} + "_" + std::to_string(columns), to_text(*slip, columns));
    }
}

TEST(Receipt, says_the_tax_that_the_prices_contain_and_of_what) {
  auto sale = sample();
  sale.document.replace(sale.document.find(R"({"id":"arrears")"), 0, R"({"id":"vat","minor":1150,"base":10000,"memo":true},)");
  const auto slip = receipt_of(sale, Print{.style = style("en"), .signature = {}, .qr = {}, .reprint = 0, .reprinted_by = {}, .reprinted = {}, .for_reading = false}).value();
  const auto text = to_text(slip, 48);
  EXPECT_NE(text.find("of which VAT, of 100.00"), std::string::npos) << text;
  EXPECT_NE(text.find("11.50"), std::string::npos) << text;
}

TEST(Receipt, that_is_only_looked_at_says_so_and_what_its_code_says_stands_below) {
  const auto slip = receipt_of(sample(), Print{.style = style("en"), .signature = {}, .qr = "kwota:1:R3-T02-00010247:" + std::string(60, 'A'), .reprint = 0, .reprinted_by = {}, .reprinted = {}, .for_reading = true}).value();
  EXPECT_NE(to_text(slip, 48).find("not printed"), std::string::npos);
  const auto code = code_text(slip, 32);
  for (std::size_t from = 0, end = 0; (end = code.find('\n', from)) != std::string::npos; from = end + 1) EXPECT_LE(end - from, 32U) << code;
  auto joined = code;
  std::erase(joined, '\n');
  EXPECT_TRUE(joined.ends_with(slip.qr)) << "nothing of it is lost";
}

/// What the use-cases of the counter write into the document of a booking that is no sale of energy.
books::Sale other(books::Operation kind, std::int64_t tendered, const std::string& more) {
  auto sale = sample();
  sale.kind = kind;
  sale.tendered = Money::minor(tendered);
  sale.credit = Money{};
  sale.document = R"({"utility":"示范县灌溉供电站","customer":{"name":"李明","service_address":"城关镇东村 机井07-012"},)"
                  R"("plan":{"name":"农灌阶梯","unit":"kWh"})" + more + "}";
  return sale;
}

books::Sale take_back() {
  auto sale = other(books::Operation::take_back, -12000, R"(,"tendered":-12000,"credit_taken_back":10000,"original":"R3-T02-00010246")");
  sale.original = "R3-T02-00010246";
  sale.reason = "金额输错";
  return sale;
}

books::Sale supplement() {
  auto sale = other(books::Operation::supplement, 0, R"(,"credit":5000,"reason":"表计停走","reason_code":"fault","should_show":6240)");
  sale.credit = Money::minor(5000);
  sale.reason = "fault: 表计停走";
  sale.approved_by = "zhao";
  return sale;
}

books::Sale replacement() {
  auto sale = other(books::Operation::replacement, 1000, R"(,"tendered":1000,"received":1000,"tender":"cash","carried_again":10000)");
  sale.n = SequenceNumber{};
  sale.reason = "lost";
  return sale;
}

books::Sale refund() {
  auto sale = other(books::Operation::refund, -6800, R"(,"tendered":-6800,"balance_after":0)");
  sale.n = SequenceNumber{};
  sale.card.reset();
  sale.approved_by = "zhao";
  return sale;
}

books::Sale payment() {
  auto sale = other(books::Operation::payment, 10000, R"(,"tendered":10000,"received":20000,"change":10000,"tender":"cash","balance_before":-1250,"balance_after":8750)");
  sale.n = SequenceNumber{};
  sale.card.reset();
  return sale;
}

books::Sale payment_back() {
  auto sale = other(books::Operation::payment_back, -10000, R"(,"tendered":-10000,"original":"R3-T02-00010246","balance_before":8750,"balance_after":-1250)");
  sale.n = SequenceNumber{};
  sale.card.reset();
  sale.original = "R3-T02-00010246";
  sale.reason = "户号输错";
  return sale;
}

/// Of a farmer's card: what two persons agreed to.
books::Sale by_two_on_a_purse(books::Operation kind, const std::string& reason, const std::string& numbers) {
  auto sale = other(kind, 0, numbers);
  sale.meter = MeterNumber{};
  sale.reason = reason;
  sale.approved_by = "zhao";
  return sale;
}
books::Sale release() { return by_two_on_a_purse(books::Operation::release, "机井损坏", R"(,"agreed":60,"remaining":20000,"should_show":19940)"); }
books::Sale taken_over() { return by_two_on_a_purse(books::Operation::taken_over, "账簿恢复", R"(,"agreed":9000,"remaining":20000,"should_show":29000)"); }

books::Sale closing_order() { return other(books::Operation::closing, 0, ""); }

TEST(Receipt, every_other_booking_has_its_slip_in_three_languages) {
  for (const auto& sale : {take_back(), supplement(), replacement(), refund(), payment(), payment_back(), closing_order()})
    for (const auto* language : {"zh", "en", "ru"})
      for (const int columns : {32, 48}) {
        const auto slip = receipt_of(sale, {style(language), "7K3F-92QD-X1", "", 0, "", {}});
        ASSERT_TRUE(slip.ok());
        const std::string name{sale.kind == books::Operation::closing ? "closing_order" : word_of(sale.kind)};
        expect_approved(name + "_" + language + "_" + std::to_string(columns), to_text(*slip, columns));
      }
}

TEST(Receipt, of_a_farmers_card_says_what_two_persons_agreed_to_and_no_total_of_nothing) {
  const auto said = [](const books::Sale& sale) { return to_text(receipt_of(sale, {style("en"), "", "", 0, "", {}}).value(), 48); };
  EXPECT_NE(said(release()).find("Used, by two persons' word"), std::string::npos) << said(release());
  EXPECT_NE(said(release()).find("0.60"), std::string::npos);
  EXPECT_NE(said(release()).find("199.40"), std::string::npos);
  EXPECT_EQ(said(release()).find("Total"), std::string::npos);
  EXPECT_NE(said(taken_over()).find("Taken over, by two persons' word"), std::string::npos) << said(taken_over());
  EXPECT_NE(said(taken_over()).find("90.00"), std::string::npos);
}

TEST(Receipt, of_an_account_that_goes_on_says_units_as_units_and_money_as_money) {
  const auto said = [](const books::Sale& sale) { return to_text(receipt_of(sale, {style("en"), "", "", 0, "", {}}).value(), 48); };
  auto to_server = other(books::Operation::change_scheme, 0,
                         R"(,"from_scheme":"volume_card","to_scheme":"read_account","balance_source":"card","last_credit":90000,"last_unit":"energy","balance_after":7000)");
  EXPECT_NE(said(to_server).find("90.00 kWh"), std::string::npos) << said(to_server);
  EXPECT_NE(said(to_server).find("70.00"), std::string::npos);
  auto to_meter = other(books::Operation::change_scheme, 0,
                        R"(,"from_scheme":"read_account","to_scheme":"volume_card","lines":[{"id":"energy","minor":9999,"units_e3":33330,"price":"3"}],"credit":33330,"residue":1)");
  to_meter.unit = Unit::energy;
  to_meter.credit = Credit::of(Unit::energy, 33'330);
  EXPECT_NE(said(to_meter).find("33.33 kWh"), std::string::npos) << said(to_meter);
  EXPECT_NE(said(to_meter).find("99.99"), std::string::npos);
  EXPECT_NE(said(to_meter).find("0.01"), std::string::npos) << "what bought nothing";
}

TEST(Receipt, water_is_no_energy_and_a_charge_for_each_cubic_metre_is_called_by_its_own_name) {
  auto sale = sample();
  sale.names = R"({"utility":"Example Water","customer":{"name":"Li"},"plan":{"name":"Tap water","unit":"m3"}})";
  sale.document = R"({"units_e3":5400,"lines":[{"id":"energy","step":2,"units_e3":5400,"price":"4.60","minor":2484},{"id":"energy","units_e3":1000,"price":"4.60","minor":460},
    {"id":"sewage","units_e3":5400,"price":"0.95","minor":513}]})";
  const auto said = [&](const char* language) { return to_text(receipt_of(sale, {style(language), "", "", 0, "", {}}).value(), 48); };
  for (const auto& [language, step, plain, sewage, never] : std::vector<std::array<const char*, 5>>{
           {"en", "Volume, step 2", "Volume ", "Sewage", "Energy"}, {"zh", "2 档用量", "用量 ", "污水处理费", "电量"}, {"ru", "Объём, ступень 2", "Объём ", "Водоотведение", "Энергия"}}) {
    for (const auto* text : {step, plain, sewage}) EXPECT_NE(said(language).find(text), std::string::npos) << text << "\n" << said(language);
    EXPECT_EQ(said(language).find(never), std::string::npos) << said(language);
  }
}

TEST(Receipt, a_damaged_document_is_told) {
  auto sale = sample();
  sale.document = "{";
  EXPECT_EQ(receipt_of(sale, {style("en"), "", "", 0, "", {}}).error().code, "document_damaged");
}

TEST(Grid, no_line_is_wider_than_the_paper_and_nothing_is_cut) {
  EXPECT_TRUE(rc::check([] {
    const int columns = *rc::gen::element(32, 48);
    const auto piece = rc::gen::element<std::string>("收", "据", "a", "b", " ", "Ж", "1", "₽");
    const auto left = *rc::gen::container<std::vector<std::string>>(piece), right = *rc::gen::container<std::vector<std::string>>(piece);
    const auto join = [](const std::vector<std::string>& parts) {
      std::string out;
      for (const auto& part : parts) out += part;
      return out;
    };
    const auto text = to_text({{{Row::Kind::pair, {join(left), join(right)}}}, ""}, columns);
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);) RC_ASSERT(columns_of(line) <= columns);
    const auto bare = [](std::string s) {
      std::erase_if(s, [](char c) { return c == ' ' || c == '\n'; });
      return s;
    };
    RC_ASSERT(bare(text) == bare(join(left) + join(right)));
  }));
}

struct AtTheTill {
  books::Utility utility;
  books::Shift shift;
};
AtTheTill shift_of_wang(std::int64_t number) {
  AtTheTill out;
  out.utility.name = "Example Hills Power";
  out.shift.number = number;
  out.shift.till = "T-02";
  out.shift.operator_name = "wang";
  return out;
}

TEST(Closing, says_what_the_drawer_should_hold_and_what_was_counted) {
  auto [utility, shift] = shift_of_wang(118);
  shift.opened = parse_instant("2026-11-20T08:00:00+08:00").value();
  shift.closed = parse_instant("2026-11-20T17:30:00+08:00").value();
  shift.opening_float = Money::minor(20000);
  shift.expected = Money::minor(432000);
  shift.received = {{books::Tender::cash, Money::minor(412000), {}}};
  shift.counted = Money::minor(431000);
  shift.difference_reason = "change given twice";
  shift.accepted_by = "zhao";
  till::Figures figures;
  figures.kinds[books::Operation::recharge] = {39, Money::minor(382000)};
  figures.kinds[books::Operation::open] = {2, Money::minor(30000)};
  figures.receipts = 41;
  figures.first_number = "R3-T02-00010201";
  figures.last_number = "R3-T02-00010241";
  figures.tenders[books::Tender::cash] = {41, Money::minor(412000), {}};
  const Sold sold{.services = {{"electricity", Money::minor(400000), Energy::wh(6'812'400), {}}, {"water", Money::minor(12000), {}, Volume::litres(4'250)}},
                  .received = Money::minor(412000), .tax = Money::minor(45500), .made_of = Money::minor(412000)};
  for (const auto* language : {"zh", "en", "ru"})
    expect_approved("closing_" + std::string{language} + "_48", to_text(closing_slip(utility, {"E", "East station", "R3"}, shift, figures, sold, style(language)), 48));
}

TEST(Closing, names_what_may_explain_a_drawer_that_does_not_agree) {
  auto at = shift_of_wang(120);
  const auto& utility = at.utility;
  auto& shift = at.shift;
  shift.expected = Money::minor(32000);
  shift.counted = Money::minor(26000);
  shift.difference_reason = "change given twice";
  till::Figures figures;
  figures.kinds[books::Operation::recharge] = {39, Money::minor(382000)};
  figures.kinds[books::Operation::take_back] = {1, Money::minor(-10000)};
  figures.in_doubt = {1, Money::minor(5000)};
  figures.split = {2, Money::minor(22000)};
  figures.large_change = {3, Money::minor(21000)};
  for (const auto* language : {"zh", "en", "ru"})
    expect_approved("closing_short_" + std::string{language} + "_48", to_text(closing_slip(utility, {"E", "East station", "R3"}, shift, figures, {}, style(language)), 48));
  const auto said = [&] { return to_text(closing_slip(utility, {"E", "East station", "R3"}, shift, figures, {}, style("en")), 48).find("MAY EXPLAIN IT") != std::string::npos; };
  EXPECT_TRUE(said());
  shift.counted = shift.expected;
  EXPECT_FALSE(said()) << "nothing has to be explained";
  shift.slips_expected = {{books::Tender::card, Money::minor(17000), {}}};
  shift.slips = {{books::Tender::card, Money::minor(16900), {}}};
  EXPECT_TRUE(said()) << "slips of a terminal do not add up";
}

TEST(Closing, adds_up_the_slips_of_each_tender_beside_the_drawer) {
  auto [utility, shift] = shift_of_wang(119);
  shift.opening_float = Money::minor(20000);
  shift.expected = shift.counted = shift.first_counted = Money::minor(32000);
  shift.slips_expected = {{books::Tender::card, Money::minor(17000), {}}, {books::Tender::cheque, Money::minor(3000), {}}};
  shift.first_slips = {{books::Tender::card, Money::minor(16900), {}}, {books::Tender::cheque, Money::minor(3000), {}}};
  shift.slips = {{books::Tender::card, Money::minor(16950), {}}, {books::Tender::cheque, Money::minor(3000), {}}};
  shift.difference_reason = "a slip is torn";
  till::Figures figures;
  figures.kinds[books::Operation::recharge] = {7, Money::minor(32000)};
  figures.receipts = 7;
  figures.first_number = "R3-T02-00010242";
  figures.last_number = "R3-T02-00010248";
  figures.tenders = {{books::Tender::cash, {4, Money::minor(12000), {}}}, {books::Tender::card, {3, Money::minor(17000), {}}}, {books::Tender::cheque, {1, Money::minor(3000), {}}}};
  const Sold sold{.services = {{"electricity", Money::minor(32000), {}, {}}}, .received = Money::minor(32000), .tax = {}, .made_of = Money::minor(31900)};  // somebody looks for the 1.00
  for (const auto* language : {"zh", "en", "ru"})
    expect_approved("closing_tenders_" + std::string{language} + "_48", to_text(closing_slip(utility, {"E", "East station", "R3"}, shift, figures, sold, style(language)), 48));
}

TEST(Closing, says_of_an_open_shift_what_each_tender_took_and_counts_no_slips_of_it_yet) {
  auto [utility, shift] = shift_of_wang(121);
  till::Figures figures;
  figures.receipts = 4;
  figures.tenders = {{books::Tender::cash, {1, Money::minor(12000), {}}}, {books::Tender::card, {3, Money::minor(17000), Money::minor(3000)}}};
  const auto said = to_text(closing_slip(utility, {"E", "East station", "R3"}, shift, figures, {}, style("en")), 48);
  EXPECT_NE(said.find("INTERIM REPORT"), std::string::npos) << said;
  EXPECT_NE(said.find("Bank card (3)                             140.00"), std::string::npos) << said;
  EXPECT_EQ(said.find("added up"), std::string::npos) << said;
}

TEST(Drawers, every_paper_looks_as_approved) {
  books::Utility utility;
  utility.name = "Example Hills Power";
  const books::Station station{"E", "East station", "R3"};
  const auto evening = parse_instant("2026-11-20T17:30:00+08:00").value();
  books::Shift shift;
  shift.till = "T-02";
  shift.number = 118;
  shift.operator_name = "wang";
  shift.opened = parse_instant("2026-11-20T08:00:00+08:00").value();
  shift.opening_float = Money::minor(20000);
  shift.expected = Money::minor(322000);
  shift.received = {{books::Tender::cash, Money::minor(402000), {}}, {books::Tender::card, Money::minor(17000), {}}};
  shift.counted = Money::minor(321000);
  books::CashDrop drop;
  drop.till = "T-02";
  drop.shift = 118;
  drop.number = 1;
  drop.amount = Money::minor(100000);
  drop.bag = "000117";
  drop.time = evening;
  drop.operator_name = "wang";
  drop.taken_by = "zhao";
  books::Deposit deposit;
  deposit.number = 7;
  deposit.business_day = "2026-11-20";
  deposit.amount = Money::minor(300000);
  deposit.bank = "Bank of the Hills";
  deposit.bag = "000118";
  deposit.time = evening;
  deposit.operator_name = "zhao";
  deposit.approved_by = "li";
  till::Figures figures;
  figures.receipts = 41;
  figures.first_number = "R3-T02-00010201";
  figures.last_number = "R3-T02-00010241";
  figures.drops = {1, Money::minor(100000)};
  figures.kinds = {{books::Operation::open, {2, Money::minor(30000)}}, {books::Operation::recharge, {38, Money::minor(399000)}}, {books::Operation::take_back, {1, Money::minor(-10000)}}};
  figures.tenders[books::Tender::cash] = {41, Money::minor(402000), {}};
  figures.tenders[books::Tender::card] = {3, Money::minor(17000), {}};
  books::Operator cashier, manager;
  cashier.name = "wang";
  cashier.full_name = "Wang Fang";
  cashier.roles = "cashier,supervisor";
  cashier.station = "E";
  manager.name = "miller";
  manager.full_name = "Maria Miller-Konstantinopolskaya";
  manager.roles = "manager,auditor,administrator";
  manager.state = books::OperatorStatus::locked;
  const till::DaySheet sheet{.shifts = {shift}, .drops = {drop}, .deposits = {deposit}, .open = 1, .safe = Money::minor(101000)};
  const Money came_in = Money::minor(419000);
  const Sold sold{.services = {{"", Money::minor(5000), {}, {}}, {"electricity", Money::minor(414000), Energy::wh(6'812'400), {}}}, .received = came_in, .tax = Money::minor(45500), .made_of = came_in};
  const Day first{"2026-11-19", {.shifts = {shift}, .drops = {drop}, .deposits = {}, .open = 1, .safe = {}}, {{shift, figures, sold}}};
  const Day second{"2026-11-20", sheet, {{shift, figures, sold}}};
  for (const auto* language : {"zh", "en", "ru"})
    for (const int columns : {32, 48}) {
      const auto words = style(language);
      const auto end = "_" + std::string{language} + "_" + std::to_string(columns);
      expect_approved("opening" + end, to_text(opening_slip(utility, station, shift, words), columns));
      expect_approved("drop" + end, to_text(drop_slip(utility, station, drop, words), columns));
      expect_approved("deposit" + end, to_text(deposit_slip(utility, station, deposit, words), columns));
      expect_approved("people" + end, to_text(people_slip(utility, {cashier, manager}, words, evening), columns));
      expect_approved("printer_test" + end, to_text(printer_test_slip(utility, {.station = "E", .till = "T-02"}, words, evening), columns));
      const auto day = to_text(day_slip(utility, station, {{"2026-11-20", sheet, {{shift, figures, sold}}}}, words), columns);
      EXPECT_NE(day.find(words.text("slip.kind.take_back") + " (1)"), std::string::npos) << "each kind, as its shifts have it";
      expect_approved("day" + end, day);
      expect_approved("days" + end, to_text(day_slip(utility, station, {first, second}, words), columns));
    }
}

TEST(SampleBooks, every_slip_begins_with_the_word_that_nothing_was_sold) {
  auto print = style("en");
  print.sample = true;
  books::Shift shift;
  const auto slip = closing_slip({}, {"E", "East station", "R3"}, shift, {}, {}, print);
  EXPECT_EQ(slip.rows.front().cells.front(), print.text("slip.sample"));
  EXPECT_NE(closing_slip({}, {"E", "East station", "R3"}, shift, {}, {}, style("en")).rows.front().cells.front(), print.text("slip.sample"));
}

}  // namespace
}  // namespace kwota::receipt
