#include "sim/field/world/law.h"

#include "books/lookup.h"
#include "sell/counter/order/supply.h"
#include "store/verify/verify.h"

namespace kwota::field {
namespace {

constexpr std::size_t all_sales = 10'000;

Result<std::optional<Difference>> check_books(World& world) {
  TRY(public_key, world.vault->root_public_key());
  TRY(check, store::check_by_public_key(public_key));
  TRY(report, world.books->query(
                  [&](store::Moment& connection) { return store::verify(connection, {.check = check, .anchor_log = {}}); }));
  if (report.ok()) return std::optional<Difference>{};
  return std::optional(Difference{"the books are as they were written", report.first->table + " " + report.first->key + " was " +
                                                                            std::string(word_of(report.first->what)) + ": " + report.first->why});
}

std::optional<Difference> check_registers(const FieldMeter& meter) {
  const auto& ledger = meter.meter->core().state().ledger;
  const auto gap = meter::imbalance(ledger).e5();
  if (gap == 0) return std::nullopt;
  return Difference{"meter " + meter.name + ": credited = used + given up + balance",
                    "a gap of " + std::to_string(gap) + " in 10^-5 minor units"};
}

Result<std::vector<reconcile::SoldCredit>> sold_to(World& world, const FieldMeter& meter) {
  return world.books->read([&](const books::Reader& reader) -> Result<std::vector<reconcile::SoldCredit>> {
    std::vector<reconcile::SoldCredit> sold;
    for (std::int64_t number = books::next_number<books::Account>(reader) - 1; reader.find<books::Account>(number); --number)
      for (const auto& sale : reader.newest(books::Sale::of_account, all_sales, number)) {
        if (sale.meter != meter.number) continue;  // an account may have had several
        if (const auto state = reader.find<books::SaleState>(sale.number)) sold.push_back({sale, state->state});
      }
    return sold;
  });
}

/// What the meter's book of instructions says of the same money.
struct Instructed {
  Credit in_transit;                           ///< of the number that the meter has not confirmed
  SequenceNumber confirmed;                    ///< newest number that a statement has named
  std::vector<books::Instruction> not_applied;  ///< revisions of the number that the meter has now
};

Result<Instructed> instructed(World& world, const FieldMeter& meter, SequenceNumber count) {
  return world.books->read([&](const books::Reader& reader) -> Result<Instructed> {
    Instructed out;
    const auto row = reader.find<books::Meter>(meter.number);
    if (!row) return out;
    out.confirmed = row->applied;
    if (const auto open = counter::in_transit(reader, *row)) out.in_transit = open->amount;
    if (count == row->applied.next()) out.not_applied = reader.select<books::Instruction>(meter.number, count);
    return out;
  });
}

/// Credit of sales that still travel; a take-back has its own record of the same number.
Credit travelling(const std::vector<reconcile::SoldCredit>& sold) {
  Credit sum;
  for (const auto& [sale, state] : sold)
    if (state == books::SaleStatus::booked || state == books::SaleStatus::carried || state == books::SaleStatus::in_doubt) sum += sale.credit;
  return sum;
}

Result<std::optional<Difference>> check_between(World& world, const FieldMeter& meter) {
  const auto& ledger = meter.meter->core().state().ledger;
  TRY(sold, sold_to(world, meter));
  TRY(seen, reconciliation_of(world, meter));
  TRY(book, instructed(world, meter, ledger.count));
  const auto differ = [](std::string stated, std::string found) {
    return std::optional(Difference{std::move(stated), std::move(found)});
  };
  if (travelling(sold) != book.in_transit)
    return differ("meter " + meter.name + ": the sales on the way are what the instruction on the way brings",
                  world.credit(travelling(sold)) + " and " + world.credit(book.in_transit));
  if (!seen.adds_up())
    return differ("meter " + meter.name + ": its newest word and the books agree",
                  std::string(word_of(seen.reason)) + ", a gap of " + world.credit(seen.gap));
  const Credit credited = Credit::from_device(seen.unit, ledger.credited);
  const Credit ahead = credited - seen.applied;
  if (ahead.is_zero()) return std::optional<Difference>{};
  for (const auto& one : book.not_applied)
    if (one.amount == ahead) return std::optional<Difference>{};
  return differ("meter " + meter.name + " has taken what the books say, or that and the one number on the way",
                "it was credited " + world.credit(credited) + ", the books have " + world.credit(seen.applied) + " applied");
}

}  // namespace

Result<reconcile::Reconciliation> reconciliation_of(World& world, const FieldMeter& meter) {
  TRY(sold, sold_to(world, meter));
  TRY(newest, world.books->read([&](const books::Reader& reader) -> Result<std::optional<books::Statement>> {
    return books::newest_statement(reader, meter.number);
  }));
  return reconcile::reconcile(sold, newest);
}

Result<std::optional<Difference>> check_law(World& world) {
  TRY(books, check_books(world));
  if (books) return books;
  TRY(reports, check_reports(world));
  if (reports) return reports;
  for (const auto& [name, meter] : world.meters) {
    if (auto found = check_registers(meter)) return found;
    TRY(between, check_between(world, meter));
    if (between) return between;
  }
  TRY(purses, check_purses(world));
  return purses ? Result<std::optional<Difference>>(std::move(purses)) : check_handhelds(world);
}

}  // namespace kwota::field
