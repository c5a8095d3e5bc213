#include "sim/field/law.h"

#include "base/ids_text.h"
#include "store/verify.h"

namespace kwota::field {
namespace {

constexpr std::size_t all_sales = 10'000;

Result<std::optional<Difference>> check_books(World& world) {
  TRY(public_key, world.vault->root_public_key());
  TRY(check, store::check_by_public_key(public_key));
  TRY(report, world.books->query([&](store::Connection& connection) { return store::verify(connection, {.check = check, .anchor_log = {}}); }));
  if (report.ok()) return std::optional<Difference>{};
  return std::optional(Difference{"the books are as they were written", report.first->table + " " + report.first->key + " was " + report.first->what + ": " + report.first->why});
}

std::optional<Difference> check_registers(const FieldMeter& meter) {
  const auto& ledger = meter.meter->core().state().ledger;
  const auto gap = meter::imbalance(ledger).e5();
  if (gap == 0) return std::nullopt;
  return Difference{"meter " + meter.name + ": credited = used + given up + balance", "a gap of " + std::to_string(gap) + " in 10^-5 minor units"};
}

/// What the meter may have taken without having told us: one revision of the number that is on the way.
bool may_have_taken(const std::vector<books::Instruction>& revisions, Money ahead) {
  for (const auto& one : revisions)
    if (one.amount == ahead) return true;
  return false;
}

Result<std::optional<Difference>> check_between(World& world, const FieldMeter& meter) {
  TRY(books_say, reconciliation_of(world, meter));
  const auto parts = books_say.applied + books_say.on_the_way + books_say.taken_back;
  if (parts != books_say.sold)
    return std::optional(Difference{"meter " + meter.name + ": sold = applied + on the way + taken back", world.money(books_say.sold) + " = " + world.money(parts)});
  const auto& ledger = meter.meter->core().state().ledger;
  const Money ahead = ledger.credited - books_say.applied;
  if (ahead.is_zero()) return std::optional<Difference>{};
  TRY(revisions, world.books->read([&](const books::Reader& reader) -> Result<std::vector<books::Instruction>> { return reader.instructions(meter.number, ledger.count); }));
  TRY(told, world.books->read([&](const books::Reader& reader) -> Result<SequenceNumber> {
    const auto row = reader.meter(meter.number);
    return row ? row->applied : SequenceNumber{};
  }));
  if (told.next() == ledger.count && may_have_taken(revisions, ahead)) return std::optional<Difference>{};
  return std::optional(Difference{"meter " + meter.name + " has taken what the books say, or the one number on the way",
                                  "the meter was credited " + world.money(ledger.credited) + ", the books have " + world.money(books_say.applied) + " applied"});
}

}  // namespace

Result<reconcile::Reconciliation> reconciliation_of(World& world, const FieldMeter& meter) {
  return world.books->read([&](const books::Reader& reader) -> Result<reconcile::Reconciliation> {
    std::vector<reconcile::SoldCredit> sold;
    for (std::int64_t number = reader.next_account_number() - 1; reader.account(number); --number) {
      if (reader.account(number)->meter != meter.number) continue;
      for (const auto& sale : reader.sales_of_account(number, all_sales)) {
        const auto state = reader.sale_state(sale.number);
        if (state) sold.push_back({sale, state->state});
      }
    }
    return reconcile::reconcile(sold, reader.newest_statement(meter.number));
  });
}

Result<std::optional<Difference>> check_law(World& world) {
  TRY(books, check_books(world));
  if (books) return books;
  for (const auto& [name, meter] : world.meters) {
    if (auto found = check_registers(meter)) return found;
    TRY(between, check_between(world, meter));
    if (between) return between;
  }
  return std::optional<Difference>{};
}

}  // namespace kwota::field
