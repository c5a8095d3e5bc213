// Invoices through their life: issued from receipts, made void, credited – and their numbers, of which none is missing.
#include <gtest/gtest.h>

#include "people/approval.h"
#include "sell/counter/account/test_world.h"
#include "sell/counter/take_back.h"
#include "sell/invoices/issue.h"
#include "sell/invoices/lines.h"
#include "sell/invoices/receipts.h"

namespace kwota::invoices {
namespace {

using books::InvoiceLineKind;
using counter::yuan;

constexpr auto plan_with_tax = R"({"from":"2026-01-01","counter":{"months":1,"start":"01-01"},"energy":{"price":"0.50"},)"
                               R"("charges":[{"id":"vat","kind":"percent","percent":"13","of":["energy"]}],"limits":{"min_pay":"5","max_pay":"5000"}})";

struct InvoiceWorld : counter::World {
  InvoiceWorld() {
    books.put(books::PlanVersion{"steps", "2026-01-01", plan_with_tax, books::PlanStatus::published, "", ""});
    EXPECT_EQ(series({.code = "A", .prefix = "E-", .station = "E", .digits = 4}), "");
    const auto first = open("113.00", 4711, 1).value();
    opened = first.sale.number;
    write(*first.order, 1);
    visit(4711, 1);
    account = books.find<books::Sale>(opened)->account;
    hire("guo", "manager");
  }
  std::string series(books::InvoiceSeries row) {
    const auto put = apply(put_series(books, std::move(row)));
    return put.ok() ? "" : put.error().code;
  }
  Result<Written> invoiced(std::vector<std::string> receipts, const std::string& in = "A", const std::string& who = "wang") {
    IssueRequest request;
    request.series = in;
    request.receipts = std::move(receipts);
    request.buyer_tax_number = "91330000-7";
    return apply(issue(books, request, as(who)));
  }
  std::string refused(std::vector<std::string> receipts, const std::string& in = "A", const std::string& who = "wang") {
    const auto out = invoiced(std::move(receipts), in, who);
    return out.ok() ? "" : out.error().code;
  }
  /// Zhao asks, Guo agrees.
  template <class Request, class Use>
  Result<Written> by_two(Request request, Use use) {
    const auto first = use(books, request, as("zhao", "T-02"));
    if (first.ok()) return error(Fault::ours, "nobody_was_asked", "Nobody was asked.");
    if (first.error().code != "approval_needed") return first.error();
    const auto asked = apply(people::ask_approval(books, people::request_of(first.error().details, "why"), as("zhao", "T-02")));
    EXPECT_TRUE(apply(people::decide_approval(books, {asked->number, true, ""}, as("guo", "T-02"))).ok());
    request.approval = asked->number;
    return apply(use(books, request, as("zhao", "T-02")));
  }
  Result<Written> voided(const std::string& invoice) { return by_two(VoidRequest{.invoice = invoice, .reason = "paper jam"}, make_void); }
  Result<Written> credited(const std::string& invoice) { return by_two(CreditRequest{.invoice = invoice, .series = {}, .reason = "taken back"}, invoices::credit); }
  void undo(const std::string& sale) {
    auto state = *books.find<books::SaleState>(sale);
    state.state = books::SaleStatus::reversed;
    books.put(state);
  }
  std::string next_sale(const std::string& pay) { return sell_to(account, pay, 1).value().sale.number; }

  std::string opened;
  std::int64_t account = 0;
};

TEST(Invoices, an_invoice_says_what_the_receipt_said_with_the_rate_of_its_tax) {
  InvoiceWorld world;
  const auto made = world.invoiced({world.opened}).value();
  EXPECT_EQ(made.invoice.name, "E-0001");
  EXPECT_EQ(made.invoice.total, yuan(113));
  EXPECT_EQ(made.invoice.tax, yuan(13));
  EXPECT_EQ(made.invoice.net, yuan(100));
  EXPECT_EQ(made.invoice.buyer_name, "Li Ming 4711");
  ASSERT_EQ(made.lines.size(), 2U);
  EXPECT_EQ(made.lines[0].kind, InvoiceLineKind::energy);
  EXPECT_EQ(made.lines[0].units_e3, 200'000);
  EXPECT_EQ(made.lines[0].unit, "kWh");
  EXPECT_EQ(made.lines[1].kind, InvoiceLineKind::tax);
  EXPECT_EQ(made.lines[1].rate, "13");
  EXPECT_EQ(made.lines[1].base, yuan(100));
  EXPECT_EQ(world.refused({world.opened}), "receipt_invoiced");
}

TEST(Invoices, several_receipts_of_one_customer_make_one_invoice_and_those_of_two_make_none) {
  InvoiceWorld world;
  const auto more = world.next_sale("50.00");
  const auto others = world.open("60.00", 4712, 2).value().sale.number;
  EXPECT_EQ(world.refused({world.opened, others}), "receipts_of_several");
  EXPECT_EQ(world.refused({}), "receipts_missing");
  EXPECT_EQ(world.refused({"R3-none"}), "unknown_sale");
  EXPECT_EQ(world.refused({more}, "B"), "unknown_series");
  EXPECT_EQ(world.refused({more}, "A", "wu"), "permission_denied");
  const auto both = world.invoiced({more, world.opened, more}).value();
  EXPECT_EQ(both.invoice.total, yuan(163));
  EXPECT_EQ(both.lines.front().receipt, world.opened) << "in the order in which they were paid";
  EXPECT_EQ(world.invoiced({others}).value().invoice.name, "E-0002") << "what was refused has used no number";
}

TEST(Invoices, who_was_registered_twice_is_one_buyer_of_what_he_bought_under_either_number) {
  InvoiceWorld world;
  const auto before = world.books.find<books::Sale>(world.opened)->customer, now = CustomerNumber::from(900001);
  world.books.put(books::Customer{.number = now, .name = "Li Ming", .address = "East village 7"});
  auto merged = *world.books.find<books::Customer>(before);
  merged.state = books::CustomerStatus::merged;
  merged.merged_into = now;
  world.books.put(merged);
  auto account = *world.books.find<books::Account>(world.account);
  account.customer = now;
  world.books.put(account);
  const auto later = world.next_sale("60.00");
  ASSERT_EQ(world.books.find<books::Sale>(later)->customer, now);
  EXPECT_EQ(open_receipts(world.books, now).size(), 2U) << "of before and after";
  const auto done = world.invoiced({world.opened, later});
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(done->invoice.customer, now);
  EXPECT_EQ(done->invoice.buyer_address, "East village 7");
  EXPECT_TRUE(open_receipts(world.books, now).empty());
}

TEST(Invoices, what_waits_for_an_invoice_is_what_came_in_and_stands_on_none) {
  InvoiceWorld world;
  const auto more = world.next_sale("50.00");
  const auto customer = world.books.find<books::Sale>(more)->customer;
  ASSERT_EQ(open_receipts(world.books, customer).size(), 2U);
  EXPECT_EQ(open_receipts(world.books, customer).front().sale.number, more);
  EXPECT_TRUE(world.invoiced({more}).ok());
  world.undo(world.opened);
  EXPECT_TRUE(open_receipts(world.books, customer).empty());
  EXPECT_EQ(world.refused({world.opened}), "not_to_invoice");
}

TEST(Invoices, a_void_number_stays_and_its_receipts_are_free_again) {
  InvoiceWorld world;
  EXPECT_TRUE(world.invoiced({world.opened}).ok());
  EXPECT_EQ(make_void(world.books, {.invoice = "E-0001", .reason = {}}, world.as("zhao")).error().code, "reason_missing");
  EXPECT_EQ(make_void(world.books, {.invoice = "E-0001", .reason = "x"}, world.as("wang")).error().code, "permission_denied");
  const auto gone = world.voided("E-0001").value().invoice;
  EXPECT_EQ(gone.state, books::InvoiceStatus::voided);
  EXPECT_EQ(gone.void_approved_by, "guo");
  EXPECT_EQ(world.voided("E-0001").error().code, "invoice_void");
  EXPECT_EQ(world.invoiced({world.opened}).value().invoice.name, "E-0002");
  EXPECT_EQ(world.voided("E-0009").error().code, "unknown_invoice");
}

TEST(Invoices, a_credit_note_takes_off_what_was_undone_all_of_it_and_once) {
  InvoiceWorld world;
  const auto more = world.next_sale("50.00");
  EXPECT_TRUE(world.invoiced({world.opened, more}).ok());
  EXPECT_EQ(world.credited("E-0001").error().code, "nothing_to_credit");
  world.undo(more);
  const auto note = world.credited("E-0001").value();
  EXPECT_EQ(note.invoice.name, "E-0002");
  EXPECT_EQ(note.invoice.original, "E-0001");
  EXPECT_EQ(note.invoice.total, -yuan(50));
  EXPECT_EQ(sums_of(note.lines).total, -yuan(50));
  EXPECT_EQ(world.credited("E-0001").error().code, "nothing_to_credit");
  EXPECT_EQ(world.credited("E-0002").error().code, "invoice_is_note");
  EXPECT_EQ(world.voided("E-0001").error().code, "invoice_credited");
  EXPECT_TRUE(world.voided("E-0002").ok()) << "a spoiled note is made void";
  EXPECT_EQ(world.credited("E-0001").value().invoice.name, "E-0003") << "and written anew";
}

TEST(Invoices, a_sale_that_came_back_is_credited_though_its_number_went_over_to_another_meter_later) {
  InvoiceWorld world;
  const auto number = world.next_sale("50.00");
  ASSERT_TRUE(world.invoiced({number}).ok());
  world.undo(number);
  const auto sale = *world.books.find<books::Sale>(number);
  world.clock.advance(Duration::hours(1));
  world.books.put(books::MeterSwap{.account = sale.account, .number = 1, .time = world.clock.now(), .old_meter = sale.meter, .new_meter = MeterNumber::from(412600009009), .carried_number = sale.n});
  EXPECT_TRUE(world.credited("E-0001").ok());
}

/// His supply ended while 10.00 of the sale were being deducted: no meter took it, and both parts are owed to him.
TEST(Invoices, a_sale_that_came_back_in_two_parts_is_credited_whole) {
  InvoiceWorld world;
  const auto number = world.next_sale("50.00");
  ASSERT_TRUE(world.invoiced({number}).ok());
  auto part = *world.books.find<books::Sale>(number);
  part.number = part.client_key = "R1-D";
  part.kind = books::Operation::deduct;
  part.tendered = -yuan(10);
  part.credit = Credit{-yuan(10)};
  part.original = number;
  world.books.append(part);
  world.books.put(books::SaleState{.sale = part.number, .state = books::SaleStatus::applied, .since = world.clock.now()});
  world.books.append(ledger::surrendered({number + "/settled", "station/3", world.clock.now(), part.business_day, ledger::Operation::settle, part.account}, part.account, "electricity", yuan(40)).value());
  world.books.put(books::SaleState{.sale = number, .state = books::SaleStatus::taken_back, .since = world.clock.now()});
  EXPECT_EQ(world.credited("E-0001").value().invoice.total, -yuan(50));
}

TEST(Invoices, what_was_used_of_a_payment_before_it_was_handed_back_stays_on_its_invoice) {
  InvoiceWorld world;
  const auto booked = [&](const std::string& number, books::Operation kind, Money tendered, books::SaleStatus state, const std::string& original = "") {
    auto sale = *world.books.find<books::Sale>(world.opened);
    sale.number = sale.client_key = number;
    sale.kind = kind;
    sale.tendered = tendered;
    sale.original = original;
    sale.document = R"({"recovered":[{"id":"7","minor":3000,"left":0,"debt":{"kind":"arrears"}}]})";
    world.books.append(sale);
    world.books.put(books::SaleState{.sale = number, .state = state, .since = sale.time});
  };
  booked("R1-P", books::Operation::payment, yuan(100), books::SaleStatus::applied);
  const auto made = world.invoiced({"R1-P"}).value();
  EXPECT_EQ(made.invoice.total, yuan(100));
  booked("R1-Q", books::Operation::payment_back, -yuan(74), books::SaleStatus::applied, "R1-P");
  world.books.put(books::SaleState{.sale = "R1-P", .state = books::SaleStatus::taken_back, .since = world.clock.now()});
  const auto note = world.credited("E-0001").value();
  EXPECT_EQ(note.invoice.total, -yuan(74)) << "26.00 of it were energy";
  EXPECT_EQ(sums_of(note.lines).total, -yuan(74));
  ASSERT_EQ(note.lines.size(), 2U);
  EXPECT_EQ(note.lines[0].amount, -yuan(30)) << "the debt is owed again";
  EXPECT_EQ(note.lines[1].amount, -yuan(44));
  const auto standing = standing_of(world.books, "R1-P");
  EXPECT_EQ(standing.taken_off, standing.went_back);
}

TEST(Invoices, a_payment_that_was_handed_back_in_part_is_invoiced_for_the_rest) {
  InvoiceWorld world;
  const auto booked = [&](const std::string& number, books::Operation kind, Money tendered, const std::string& original = "") {
    auto sale = *world.books.find<books::Sale>(world.opened);
    sale.number = sale.client_key = number;
    sale.kind = kind;
    sale.tendered = tendered;
    sale.time = world.clock.now();
    sale.original = original;
    sale.document = R"({"recovered":[{"id":"7","minor":3000,"left":0,"debt":{"kind":"arrears"}}]})";
    world.books.append(sale);
    world.books.put(books::SaleState{.sale = number, .state = books::SaleStatus::applied, .since = sale.time});
  };
  const auto handed_back = [&](const std::string& payment, const std::string& number, Money amount) {
    booked(number, books::Operation::payment_back, -amount, payment);
    world.books.put(books::SaleState{.sale = payment, .state = books::SaleStatus::taken_back, .since = world.clock.now()});
  };
  booked("R1-P", books::Operation::payment, yuan(100));
  handed_back("R1-P", "R1-Q", yuan(74));
  EXPECT_EQ(open_receipts(world.books, world.books.find<books::Sale>("R1-P")->customer).front().amount, yuan(26));
  const auto made = world.invoiced({"R1-P"}).value();
  EXPECT_EQ(made.invoice.total, yuan(26)) << "26.00 of it were energy";
  ASSERT_EQ(made.lines.size(), 1U) << "the debt is owed again";
  EXPECT_EQ(made.lines[0].kind, InvoiceLineKind::paid_ahead);
  const auto standing = standing_of(world.books, "R1-P");
  EXPECT_EQ(standing.gone_before, yuan(74));
  EXPECT_EQ(standing.went_back, Money{}) << "no note has to take off what no invoice said";
  world.clock.advance(Duration::hours(1));
  EXPECT_EQ(world.credited("E-0001").error().code, "nothing_to_credit");
  booked("R1-R", books::Operation::payment, yuan(50));
  handed_back("R1-R", "R1-S", yuan(50));
  EXPECT_EQ(world.invoiced({"R1-R"}).error().code, "not_to_invoice") << "all of it went back";
}

TEST(Invoices, what_was_deducted_of_a_sale_comes_off_its_invoice_and_what_is_deducted_later_on_a_second_note) {
  InvoiceWorld world;
  const auto sold = world.sell_to(world.account, "113.00", 1).value();
  world.write(*sold.order, 1);
  EXPECT_TRUE(world.invoiced({sold.sale.number}).ok());
  const auto deducted = [&](const std::string& amount) {
    const counter::TakeBackRequest request{.claim = world.claim(), .sale = sold.sale.number, .reason = "mistyped", .card = counter::serial(1), .amount = amount};
    const auto out = world.apply(counter::take_back(world.books, request, world.as("wang")));
    EXPECT_TRUE(out.ok()) << out.error().code;
    return out.value();
  };
  const auto first = deducted("30.00");
  world.write(*first.order, 1);
  EXPECT_EQ(world.credited("E-0001").error().code, "nothing_to_credit") << "the meter has not spoken yet";
  world.visit(4711, 1);
  ASSERT_EQ(world.state(first.sale.number), "applied");
  const auto note = world.credited("E-0001").value();
  EXPECT_EQ(note.invoice.total, -yuan(30));
  EXPECT_EQ(note.invoice.tax, Money{}) << "the tax stays paid";
  ASSERT_EQ(note.lines.size(), 1U);
  EXPECT_EQ(note.lines[0].kind, InvoiceLineKind::energy);
  EXPECT_EQ(note.lines[0].units_e3, -60'000);
  EXPECT_EQ(world.credited("E-0001").error().code, "nothing_to_credit") << "once";

  auto more = *world.books.find<books::Sale>(first.sale.number);
  more.number = more.client_key = "R1-M";
  more.tendered = -yuan(10);
  world.books.append(more);
  world.books.put(books::SaleState{.sale = more.number, .state = books::SaleStatus::applied, .since = world.as("wang").now});
  EXPECT_EQ(world.credited("E-0001").value().invoice.total, -yuan(10));
  const auto standing = standing_of(world.books, sold.sale.number);
  EXPECT_EQ(standing.credit_notes, 2);
  EXPECT_EQ(standing.taken_off, yuan(40));
  EXPECT_EQ(standing.went_back, yuan(40));
}

TEST(Invoices, a_tax_inside_the_price_goes_with_what_was_deducted) {
  InvoiceWorld world;
  auto sale = *world.books.find<books::Sale>(world.opened);
  sale.number = sale.client_key = "R1-T";
  sale.document = R"({"lines":[{"id":"energy","minor":11300,"units_e3":200000,"price":"0.565"},{"id":"vat","minor":1300,"base":11300,"memo":true}]})";
  world.books.append(sale);
  world.books.put(books::SaleState{.sale = sale.number, .state = books::SaleStatus::applied, .since = world.as("wang").now});
  EXPECT_TRUE(world.invoiced({sale.number}).ok());
  auto back = sale;
  back.number = back.client_key = "R1-U";
  back.kind = books::Operation::deduct;
  back.original = sale.number;
  back.tendered = -Money::minor(5650);
  world.books.append(back);
  world.books.put(books::SaleState{.sale = back.number, .state = books::SaleStatus::applied, .since = world.as("wang").now});
  const auto note = world.credited("E-0001").value().invoice;
  EXPECT_EQ(note.total, -Money::minor(5650));
  EXPECT_EQ(note.tax, -Money::minor(650));
}

TEST(Invoices, what_comes_off_a_farmers_card_comes_off_the_invoice_of_the_newest_load_first) {
  InvoiceWorld world;
  const auto booked = [&](const std::string& number, books::Operation kind, Money tendered, Money credit) {
    auto sale = *world.books.find<books::Sale>(world.opened);
    sale.number = sale.client_key = number;
    sale.account = 100'777;
    sale.time = world.as("wang").now;
    sale.kind = kind;
    sale.tendered = tendered;
    sale.credit = credit;
    sale.document = "{}";
    world.books.append(sale);
    world.books.put(books::SaleState{.sale = number, .state = books::SaleStatus::applied, .since = sale.time});
  };
  booked("R1-A", books::Operation::open, yuan(100), yuan(100));
  booked("R1-B", books::Operation::recharge, yuan(20), yuan(20));
  EXPECT_TRUE(world.invoiced({"R1-A", "R1-B"}).ok());
  booked("R1-C", books::Operation::deduct, Money{}, -yuan(50));
  const auto note = world.credited("E-0001").value();
  EXPECT_EQ(note.invoice.total, -yuan(50));
  ASSERT_EQ(note.lines.size(), 2U);
  EXPECT_EQ(note.lines[0].kind, InvoiceLineKind::paid_ahead);
  EXPECT_EQ(note.lines[0].amount, -yuan(30));
  EXPECT_EQ(note.lines[1].amount, -yuan(20)) << "all of the newest load";
  booked("R1-D", books::Operation::recharge, yuan(10), yuan(10));
  EXPECT_EQ(world.credited("E-0001").error().code, "nothing_to_credit");
  booked("R1-E", books::Operation::closing, Money{}, -yuan(15));
  EXPECT_EQ(world.credited("E-0001").value().invoice.total, -yuan(5)) << "10.00 of it were the load that stands on no invoice";
}

TEST(Invoices, a_printed_block_ends_and_no_two_series_read_the_same) {
  InvoiceWorld world;
  EXPECT_EQ(world.series({.code = "B", .prefix = "E-", .digits = 4, .first_number = 1, .last_number = 500}), "series_would_meet");
  EXPECT_EQ(world.series({.code = "B", .prefix = "E-0", .digits = 3, .first_number = 1, .last_number = 500}), "series_would_meet") << "E-0 and 001 read as E- and 0001";
  EXPECT_EQ(world.series({.code = "B", .prefix = "E-7", .digits = 3, .first_number = 1, .last_number = 0}), "series_would_meet") << "E-7001";
  EXPECT_EQ(world.series({.code = "B", .prefix = "00", .digits = 8, .first_number = 4711, .last_number = 4711}), "");
  EXPECT_EQ(world.series({.code = "C", .prefix = "00", .digits = 8, .first_number = 4712}), "");
  EXPECT_EQ(world.series({.code = "D", .prefix = "a b"}), "field_wrong");
  EXPECT_EQ(world.series({.code = "D", .prefix = "D", .station = "nowhere"}), "unknown_station");
  const auto more = world.next_sale("50.00");
  EXPECT_EQ(world.invoiced({world.opened}, "B").value().invoice.name, "0000004711");
  EXPECT_EQ(world.refused({more}, "B"), "series_ended");
  EXPECT_EQ(world.series({.code = "B", .prefix = "X", .digits = 8, .first_number = 4711, .last_number = 4711}), "series_used");
  EXPECT_EQ(world.invoiced({more}, "C").value().invoice.name, "0000004712");
}

TEST(Invoices, whatever_was_paid_stands_on_its_lines) {
  InvoiceWorld world;
  books::Sale sale;
  sale.number = "R3-X";
  sale.tendered = yuan(113);
  sale.plan = "steps";
  sale.plan_version = "2026-01-01";
  sale.document = R"({"lines":[{"id":"energy","minor":10000,"units_e3":200000,"price":"0.5"},{"id":"vat","minor":1150,"base":10000,"memo":true},{"id":"7","minor":1200,"left":300,"debt":{"kind":"arrears"}}]})";
  const auto lines = lines_of(world.books, sale, nullptr).value();
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_EQ(lines[1].kind, InvoiceLineKind::tax_inside);
  EXPECT_EQ(lines[1].rate, "13");
  EXPECT_EQ(lines[2].item, "arrears");
  EXPECT_EQ(lines[3].kind, InvoiceLineKind::rest);
  EXPECT_EQ(lines[3].amount, yuan(1));
  EXPECT_EQ(sums_of(lines).total, yuan(113));
  EXPECT_EQ(sums_of(lines).tax, Money::minor(1150));
  sale.document = "{}";
  EXPECT_EQ(lines_of(world.books, sale, nullptr).value().front().kind, InvoiceLineKind::paid_ahead);
  sale.document = R"({"lines":[{"id":"energy","minor":20000}]})";
  EXPECT_EQ(lines_of(world.books, sale, nullptr).error().code, "document_damaged");
}

}  // namespace
}  // namespace kwota::invoices
