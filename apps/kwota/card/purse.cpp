// kwota purse: the farmer's card on the reader at hand. Here it is looked at; money moves where the books are (purse_orders.h).
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <iostream>
#include <iterator>

#include "base/cause.h"
#include "carry/cards/all.h"
#include "carry/cards/purse_card/purse_card_table.h"
#include "carry/cards/purse_card/terminal_moves.h"
#include "carry/dialogue/parties.h"
#include "kwota/card/card_on_reader.h"
#include "kwota/card/purse_orders.h"
#include "kwota/card/purse_words.h"
#include "kwota/verb.h"

namespace kwota::app {
namespace {

namespace json = boost::json;
using purse_card::LockState;

struct PurseOptions {
  std::string reader;
  bool json = false;
};

dialogue::Parties parties_of(wire::CardSession& session) {
  return {.device = [&session](const iso7816::Command& command) { return session.exchange(command); },
          .vault = [](const seal::Request&) -> Result<Bytes> { return error(Fault::ours, Cause::vault_offline, "Nothing is sealed here."); },
          .journal = [](const dialogue::JournalNote&) -> Result<void> { return {}; }};
}

std::string_view state_of(const cards::PurseSeen& purse) {
  if (purse.blocked) return "blocked";
  if (!purse.lock || purse.lock->state == LockState::free) return "free";
  return purse.lock->state == LockState::grey ? "locked" : "code_not_collected";
}

json::object described(const cards::PurseSeen& purse) {
  json::object all{{"number", to_hex(purse.application.serial)},
                   {"state", state_of(purse)},
                   {"balance", in_money(purse.balance)},
                   {"valid_from", to_hex(purse.application.valid_from)},
                   {"valid_to", to_hex(purse.application.valid_to)}};
  if (!purse.lock || purse.lock->state == LockState::free) return all;
  all["terminal"] = to_hex(purse.lock->terminal);
  all["since"] = to_hex(purse.lock->moment);
  return all;
}

json::object described(const purse_card::LogRecord& record) {
  return {{"kind", name_of(record.type)}, {"amount", in_money(record.amount)}, {"counter", record.sequence}, {"terminal", to_hex(record.terminal)}, {"at", to_hex(record.moment)}};
}

void print_status(const cards::PurseSeen& purse) {
  const auto line = [](std::string_view name, std::string_view value) { fmt::print("{:<12} {}\n", name, value); };
  line("number", to_hex(purse_card::factor_of(purse.application.serial).bytes));
  line("state", state_of(purse));
  line("balance", in_money(purse.balance));
  line("valid_from", day_in_words(purse.application.valid_from));
  line("valid_to", day_in_words(purse.application.valid_to));
  if (!purse.lock || purse.lock->state == LockState::free) return;
  line("terminal", to_hex(purse.lock->terminal));
  line("since", moment_in_words(purse.lock->moment));
}

/// What lies there instead, where it is no purse: a PSAM of ours and a bank card are not taken away by the same word.
Error what_it_is(wire::CardSession& session, const Error& why) {
  constexpr std::uint32_t any_county = 0;  // of which it is, is nobody's question here
  if (cause_of(why) != Cause::card_foreign) return why;
  const auto seen = dialogue::run(cards::recognise(cards::all(), session.atr(), any_county), parties_of(session));
  if (!seen.ok()) return seen.error();
  if (seen->family != nullptr && seen->condition != cards::CardCondition::key_card)
    return error(Fault::card, "card_of_another_kind", "Cards of this kind are no purses. Nothing was written. Take another card.", {{"family", seen->family->name()}});
  const auto ours = cards::must_be_ours(*seen);
  return ours.ok() ? why : ours.error();
}

template <class Answer>
Result<Answer> asked(wire::CardSession& session, dialogue::Dialogue<Answer> question) {
  auto answer = dialogue::run(std::move(question), parties_of(session));
  if (!answer.ok()) return what_it_is(session, answer.error());
  return answer;
}

Result<int> show_status(const PurseOptions& options) {
  TRY(on_reader, CardOnReader::find(options.reader));
  TRY(purse, asked(on_reader->session(), cards::look_at_purse()));
  if (options.json) {
    std::cout << json::serialize(described(purse)) << "\n";
    return 0;
  }
  print_status(purse);
  return 0;
}

dialogue::Dialogue<std::vector<purse_card::LogRecord>> read_records() {
  co_await cards::look_at_purse();
  std::vector<purse_card::LogRecord> records;
  for (std::uint8_t number = 1; number <= cards::purse_log_records; ++number) {
    const auto answer = co_await cards::transmit(cards::read_record(purse_card::sfi::log, number));
    const auto record = answer.sw.ok() ? purse_card::decode_log_record(answer.data) : std::nullopt;
    if (!record) break;
    records.push_back(*record);
  }
  co_return records;
}

Result<int> show_records(const PurseOptions& options) {
  TRY(on_reader, CardOnReader::find(options.reader));
  TRY(records, asked(on_reader->session(), read_records()));
  json::array all;
  for (const auto& record : records) all.push_back(described(record));
  if (options.json) {
    std::cout << json::serialize(all) << "\n";
    return 0;
  }
  for (const auto& record : records) fmt::print("{}\n", record_in_words(record));
  return 0;
}

Verb looking_verb(std::string name, std::string help, Result<int> (*work)(const PurseOptions&)) {
  auto options = std::make_shared<PurseOptions>();
  return {.name = name,
          .help = std::move(help),
          .options = {{"--reader", &options->reader, "Name of the reader; default: the one that holds a card"}, {"--json", &options->json, "As JSON"}},
          .example = "kwota purse " + name,
          .run = run_with(options, work)};
}

}  // namespace

Verb purse_verb() {
  std::vector<Verb> verbs{looking_verb("status", "Number, balance, lock and validity; changes nothing", show_status), looking_verb("records", "Its last moves, newest first; changes nothing", show_records)};
  std::ranges::move(purse_order_verbs(), std::back_inserter(verbs));
  return {.name = "purse", .help = "The farmer's purse card on the reader: look at it, or have the counters' server, or the books of a folder, move its money", .verbs = std::move(verbs)};
}

}  // namespace kwota::app
