// A card in words, for support people: `kwota card show`.
#include <fmt/format.h>

#include "base/ids_text.h"
#include "carry/cards/user_card/user_card.h"
#include "seal/user_card/words.h"

namespace kwota::cards {

namespace {

using Facts = std::vector<Fact>;

void add(Facts& facts, std::string name, std::string value) { facts.push_back({std::move(name), std::move(value)}); }
void add(Facts& facts, std::string name, std::int64_t value) { add(facts, std::move(name), fmt::format("{}", value)); }

std::string in_words(const user_card::MeterTime& time) {
  if (time.is_none()) return "none";
  return fmt::format("20{:02}-{:02}-{:02} {:02}:{:02}", time.year, time.month, time.day, time.hour, time.minute);
}
std::string date_in_words(const user_card::MeterTime& time) { return in_words(time).substr(0, 10); }

void describe_instruction(Facts& facts, const user_card::InstructionFile& file) {
  add(facts, "instruction.card_type", std::string{word_of(file.card_type)});
  add(facts, "instruction.meter", to_text(file.meter));
  add(facts, "instruction.customer", to_text(file.customer));
  add(facts, "instruction.update_flags", fmt::format("{:02X}", file.update_flags));
  add(facts, "instruction.alarm1_minor", file.alarm1.minor());
  add(facts, "instruction.alarm2_minor", file.alarm2.minor());
  add(facts, "instruction.ct", file.ct);
  add(facts, "instruction.pt", file.pt);
  add(facts, "instruction.tariff_switch", in_words(file.tariff_switch));
}

void describe_returned(Facts& facts, const user_card::ReturnedFile& file) {
  add(facts, "returned.meter", to_text(file.meter));
  add(facts, "returned.customer", to_text(file.customer));
  add(facts, "returned.remaining_minor", file.remaining.minor());
  add(facts, "returned.n", file.count.value());
  add(facts, "returned.overdraft_minor", file.overdraft.minor());
  add(facts, "returned.key_info", fmt::format("{:08X}", file.key_info));
  add(facts, "returned.illegal_inserts", file.illegal_inserts);
  add(facts, "returned.time", in_words(file.time));
}

void describe_registers(Facts& facts, const user_card::RegisterFile& file) {
  add(facts, "registers.last_n", file.last_count.value());
  add(facts, "registers.last_amount_minor", file.last_amount.minor());
  add(facts, "registers.last_applied", std::string{word_of(file.last_applied)});
  add(facts, "registers.credited_minor", file.credited.minor());
  add(facts, "registers.used_e5_minor", file.used_e5);
  add(facts, "registers.balance_e5_minor", file.balance_e5);
  add(facts, "registers.given_up_minor", file.surrendered.minor());
  add(facts, "registers.overdraft_cleared_e5", file.cleared_e5);
  add(facts, "registers.energy_wh", file.energy.wh());
  add(facts, "registers.period_energy_wh", file.period_energy.wh());
  add(facts, "registers.month_start_energy_wh", file.month_start_energy.wh());
  add(facts, "registers.states", fmt::format("{:04X}", file.states));
}

void describe_holder(Facts& facts, const user_card::HolderFile& file) {
  add(facts, "holder.county", fmt::format("{:08X}", file.county));
  add(facts, "holder.customer", to_text(file.customer));
  add(facts, "holder.issued", date_in_words(file.issued));
  add(facts, "holder.valid_to", date_in_words(file.valid_to));
  add(facts, "holder.issue_number", file.issue_number);
}

void describe_tariff(Facts& facts, const std::string& name, const user_card::TariffFile& file) {
  for (std::size_t i = 0; i < file.rate_prices.size(); ++i)
    if (file.rate_prices[i] != MeterPrice{}) add(facts, fmt::format("{}.rate{}_price_e4", name, i + 1), file.rate_prices[i].e4());
  for (std::size_t i = 0; i < file.step_ends.size(); ++i)
    if (!file.step_ends[i].is_zero()) add(facts, fmt::format("{}.step{}_end_wh", name, i + 1), file.step_ends[i].wh());
  for (std::size_t i = 0; i < file.step_prices.size(); ++i)
    if (file.step_prices[i] != MeterPrice{}) add(facts, fmt::format("{}.step{}_price_e4", name, i + 1), file.step_prices[i].e4());
}

}  // namespace

Facts describe(const UserCard& card) {
  Facts facts;
  add(facts, "serial", to_text(card.serial));
  add(facts, "proven", card.proven ? "yes" : "no");
  if (card.holder) describe_holder(facts, *card.holder);
  if (card.purse) {
    add(facts, "purse.amount_minor", card.purse->amount.minor());
    add(facts, "purse.n", card.purse->count.value());
  }
  if (card.instruction) describe_instruction(facts, *card.instruction);
  add(facts, "returned", card.returned ? "yes" : "no");
  if (card.returned) describe_returned(facts, *card.returned);
  if (card.registers) describe_registers(facts, *card.registers);
  if (card.tariff_current) describe_tariff(facts, "tariff_current", *card.tariff_current);
  if (card.tariff_spare) describe_tariff(facts, "tariff_spare", *card.tariff_spare);
  for (const auto& file : card.unreadable) add(facts, "unreadable", file);
  return facts;
}

}  // namespace kwota::cards
