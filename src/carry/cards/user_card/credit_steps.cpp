#include "carry/cards/user_card/credit_steps.h"

#include <fmt/format.h>

#include "base/cause.h"
#include "carry/cards/common/names.h"
#include "carry/cards/user_card/user_card.h"
#include "carry/cards/user_card/user_card_table.h"

namespace kwota::cards {

namespace sfi = user_card::sfi;

namespace {

std::string in_words(const user_card::PurseFile& purse) {
  return fmt::format("n {} amount {}", purse.count.value(), purse.amount.minor());
}

Written verdict(Outcome outcome, std::string evidence) { return {.outcome = outcome, .evidence = std::move(evidence)}; }

Result<Bytes> tariff_bytes(const user_card::TariffFile& tariff, user_card::Command which, std::uint8_t file) {
  return bytes_of(user_card::encode(tariff, which), file);
}

dialogue::JournalNote about_to_write(const CreditOrder& order) {
  return dialogue::JournalNote{"write_credit",
                               {{"sale", order.sale},
                                {"card", to_hex(order.keys.serial.bytes)},
                                {"n", fmt::format("{}", order.purse.count.value())},
                                {"amount", fmt::format("{}", order.purse.amount.minor())}}};
}

/// The purse command, sealed only after the journal holds the sale.
Dialogue<iso7816::Command> seal_purse(CreditOrder order) {
  const Bytes image = co_await ok(bytes_of(user_card::encode(order.purse), sfi::purse));
  co_await to_journal(about_to_write(order));
  auto command = co_await sealed_update(order.keys, seal::Purpose::credit, sfi::purse, image);
  co_return command;
}

/// Why the purse does not hold what was sent.
Error cause_of(const iso7816::Command& command, const Result<iso7816::Response>& answer) {
  if (!answer.ok()) return answer.error();
  return answer->sw.ok() ? read_back_differs(sfi::purse) : refusal(command, answer->sw);
}

/// Sends the commit; then the card itself says what stands there.
Dialogue<Written> send_purse(CreditOrder order, iso7816::Command command) {
  const auto answer = co_await attempt(transmit(command));
  const auto stands = co_await attempt(read_purse(order.keys, order.nonces.purse));
  if (stands.ok()) {
    auto written = compare_purse(order.purse, *stands);
    if (written.outcome == Outcome::not_done) written.cause = cause_of(command, answer);
    co_return written;
  }
  auto written = verdict(Outcome::in_doubt, "the answer of the card was lost");
  if (answer.ok()) written.evidence = fmt::format("the card answered {:04X} and was not read back", answer->sw.value);
  written.cause = stands.error();
  co_return written;
}

}  // namespace

Written not_sent(const CreditOrder& order, std::optional<user_card::PurseFile> found, Error cause) {
  Written written;
  if (found && *found == order.purse) {
    written = verdict(Outcome::done, fmt::format("the card carried it already, read with MAC: {}", in_words(*found)));
  } else if (found || order.first_attempt) {
    written = verdict(Outcome::not_done, "the command with the purse was not sent");
  } else {
    written = verdict(Outcome::in_doubt, "an earlier attempt may have reached the card, and it was not asked");
  }
  if (written.outcome != Outcome::done) written.cause = std::move(cause);
  return written;
}

Written compare_purse(const user_card::PurseFile& written, const user_card::PurseFile& stands) {
  auto result = stands == written
                    ? verdict(Outcome::done, fmt::format("read back with MAC: {}", in_words(stands)))
                    : verdict(Outcome::not_done, fmt::format("the card proves another content: {}", in_words(stands)));
  return result;
}

/// Whether the card carries the list now. A card that was made before there was such a file sells as ever.
Dialogue<bool> write_void_list(CardKeys keys, user_card::VoidFile voids) {
  const Bytes image = co_await ok(bytes_of(user_card::encode(voids), sfi::void_list));
  const auto written = co_await attempt(write_file(keys, seal::Purpose::credit, sfi::void_list, image));
  if (!written.ok() && cause_of(written.error()) != Cause::card_refused) co_return written.error();
  co_return written.ok();
}

/// The update flags with the one that announces the list.
std::uint8_t with_void_list(std::uint8_t flags) {
  namespace update = user_card::update;
  return flags == update::none ? update::void_list : static_cast<std::uint8_t>(flags | update::void_list);
}

Dialogue<Done> write_instruction(CreditOrder order) {
  if (order.voids) {
    const bool carries = co_await write_void_list(order.keys, *order.voids);
    if (carries) order.instruction.update_flags = with_void_list(order.instruction.update_flags);
  }
  if (order.tariff_current) {
    const Bytes image =
        co_await ok(tariff_bytes(*order.tariff_current, user_card::Command::tariff_current, sfi::tariff_current));
    co_await write_file(order.keys, seal::Purpose::credit, sfi::tariff_current, image);
  }
  if (order.tariff_spare) {
    const Bytes image = co_await ok(tariff_bytes(*order.tariff_spare, user_card::Command::tariff_spare, sfi::tariff_spare));
    co_await write_file(order.keys, seal::Purpose::credit, sfi::tariff_spare, image);
  }
  const Bytes image = co_await ok(bytes_of(user_card::encode(order.instruction), sfi::instruction));
  co_await write_and_compare(order.keys, sfi::instruction, image);
  co_return Done{};
}

Dialogue<Done> empty_returned(CardKeys keys) {
  co_await write_file(keys, seal::Purpose::return_data, sfi::register_copy, Bytes(user_card::RegisterFile::size));
  co_await write_file(keys, seal::Purpose::return_data, sfi::returned, Bytes(user_card::ReturnedFile::size));
  co_return Done{};
}

Dialogue<Written> commit_purse(CreditOrder order, user_card::PurseFile found) {
  const auto command = co_await attempt(seal_purse(order));
  if (!command.ok()) co_return not_sent(order, found, command.error());
  co_return co_await send_purse(order, *command);
}

}  // namespace kwota::cards
