#include "sell/counter/order/command_book.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/json_members.h"
#include "books/lookup.h"
#include "sell/counter/order/instruction_book.h"

namespace kwota::counter {

books::MeterCommand new_command(std::int64_t number, MeterNumber meter, books::CommandKind kind, const std::string& asked_by, Instant now,
                                Instant deadline) {
  books::MeterCommand row;
  row.number = number;
  row.meter = meter;
  row.kind = kind;
  row.created = row.not_before = now;
  row.deadline = deadline;
  row.asked_by = asked_by;
  return row;
}

books::MeterCommand command_for(const books::Reader& books, const books::Instruction& instruction, const std::string& sale,
                                const std::string& asked_by, Instant now) {
  const bool closes = instruction.kind == books::InstructionKind::closing;
  const auto kind = closes ? books::CommandKind::closing : instruction.amount.is_zero() ? books::CommandKind::voided : books::CommandKind::credit;
  auto row = new_command(books::next_number<books::MeterCommand>(books), instruction.meter, kind, asked_by, now, now + money_deadline);
  row.sale = sale;
  row.n = instruction.n;
  row.revision = instruction.revision;
  return row;
}

void set_cause(books::MeterCommand& command, const std::optional<Error>& cause) {
  command.error = cause ? cause->code : std::string{};
  command.error_details = cause && !cause->details.empty() ? json_text(cause->details) : std::string{};
}

books::MeterCommand settled(books::MeterCommand command, books::CommandStatus state, std::string evidence, const std::optional<Error>& cause,
                            Instant now) {
  command.state = state;
  command.evidence = std::move(evidence);
  set_cause(command, cause);
  command.settled = now;
  return command;
}

LinkDelivery on_the_line(const books::Reader& books, const books::Instruction& instruction) {
  auto out = LinkDelivery::never;
  for (const auto& row : books.select(books::MeterCommand::of_number, instruction.meter, instruction.n)) {
    const auto is = row.settled              ? LinkDelivery::ended
                    : row.state == books::CommandStatus::queued  ? LinkDelivery::queued
                    : row.state == books::CommandStatus::unknown ? LinkDelivery::unknown
                                             : LinkDelivery::sent;
    out = std::max(out, is);
  }
  return out;
}

void cancel_queued(const books::Reader& books, const books::Instruction& instruction, std::string evidence, Instant now,
                   books::Changes& changes) {
  for (const auto& row : books.select(books::MeterCommand::of_number, instruction.meter, instruction.n))
    if (!row.settled && row.state == books::CommandStatus::queued) changes.put.emplace_back(settled(row, books::CommandStatus::cancelled, evidence, {}, now));
}

void settle_commands(const books::Reader& books, MeterNumber meter, SequenceNumber count, const books::Instruction& winner,
                     Instant now, books::Changes& changes) {
  for (const auto& row : books.select(books::MeterCommand::open_of, meter)) {
    if (!is_credit_command(row) || row.n > count) continue;
    if (row.n == winner.n && row.revision == winner.revision) {
      changes.put.emplace_back(settled(row, books::CommandStatus::done, fmt::format("The meter's count is {}, and it names this amount.", count.value()), {}, now));
      continue;
    }
    auto other = error(Fault::meter, "other_instruction_taken", "The meter took another instruction with this number; this one is worthless now.",
                       {{"n", fmt::format("{}", row.n.value())}});
    changes.put.emplace_back(settled(row, books::CommandStatus::cancelled, other.what, other, now));
  }
}

namespace {

/// By what the journal says of one of its sales: this revision may lie on a card, or a session of the line may still have it.
bool may_be_outside(const books::Reader& books, const books::Instruction& revision, const std::string& sale) {
  bool outside = false;
  for (const auto& row : books.select(books::JournalEntry::of_sale, sale)) {
    if (row.n != revision.n || row.revision != revision.revision) continue;
    // What may be on a card stays there: only a try that ended as not carried is proven to be none. What was sealed for a session
    // of the line is worthless once the next one was opened.
    if (row.card && row.what != books::JournalEvent::sealing && row.what != books::JournalEvent::not_carried) return true;
    outside = row.what != books::JournalEvent::not_carried;
  }
  return outside;
}

}  // namespace

bool may_have_been_sent(const books::Reader& books, const books::Instruction& newest, std::string_view sale) {
  return std::ranges::any_of(books.select<books::Instruction>(newest.meter, newest.n), [&](const books::Instruction& revision) {
    return carries(revision, sale) && std::ranges::any_of(sales_of(revision), [&](const std::string& one) { return may_be_outside(books, revision, one); });
  });
}

}  // namespace kwota::counter
