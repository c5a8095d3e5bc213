#include "work/teller/tool_cards.h"

#include "work/teller/card_files.h"

namespace kwota::teller {
namespace {

/// The journal has the permission already: the decision that gave it wrote it there.
dialogue::Parties parties(const ToolBench& bench) {
  dialogue::Parties all;
  all.device = [&card = bench.card](const iso7816::Command& command) { return card.exchange(command); };
  all.vault = [&vault = bench.vault](const seal::Request& request) { return vault.perform(request); };
  all.journal = [](const dialogue::JournalNote&) { return Result<void>(); };
  return all;
}

Result<void> run(const ToolBench& bench, dialogue::Dialogue<Done> dialogue) {
  const auto done = dialogue::run(std::move(dialogue), parties(bench));
  if (!done) return done.error();
  return {};
}

}  // namespace

Result<void> issue_clear(ToolBench bench, const counter::ClearPermission& permission) {
  cards::ClearCardOrder order;
  order.keys.serial = bench.serial;
  order.keys.version = bench.key_version;
  put_be64(order.permission.authorisation.data(), permission.authorisation);
  order.permission.meter = permission.meter;
  order.permission.valid_until = meter_time(permission.valid_until);
  return run(bench, cards::issue_clear_card(std::move(order)));
}

Result<void> issue_preset(ToolBench bench, const counter::MeterParameters& parameters) {
  counter::CarryOrder carried;
  static_cast<counter::MeterParameters&>(carried) = parameters;
  TRY(files, credit_files(carried, std::nullopt));
  const auto& told = files.instruction;
  cards::PresetCardOrder order;
  order.keys.serial = bench.serial;
  order.keys.version = bench.key_version;
  order.preset = {told.user_type, told.update_flags, told.version, told.tariff_switch, told.rates, told.alarm1,
                  told.alarm2,    told.ct,           told.pt};
  order.tariff_current = *files.current;
  order.tariff_spare = files.spare ? *files.spare : *files.current;
  return run(bench, cards::issue_preset_card(std::move(order)));
}

}  // namespace kwota::teller
