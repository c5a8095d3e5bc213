#include "work/teller/tool_cards.h"

#include "base/ids_text.h"
#include "work/teller/device_words.h"

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

cards::CardKeys keys_of(const ToolBench& bench) {
  cards::CardKeys keys;
  keys.serial = bench.serial;
  keys.version = bench.key_version;
  return keys;
}

}  // namespace

Result<const cards::Family*> may_become(books::CardKind kind, const Inspection& look, Families families) {
  const auto product = std::string(word_of(kind)) + "_card";
  const auto& seen = look.recognition;
  const bool older = seen.product != nullptr && seen.product->name == product;
  if (!older && !seen.is_to_be_made())
    return error(Fault::card, "card_not_blank", "This card is in use: put a blank one on the reader.", {{"card", to_text(seen.serial)}});
  if (const auto* family = families.maker_of(product)) return family;
  return error(Fault::request, "card_of_another_kind", "This program makes no such card; nothing was written.", {{"family", product}});
}

Result<void> issue_clear(const ToolBench& bench, const counter::ClearPermission& permission) {
  cards::ClearPermission order;
  put_be64(order.authorisation.data(), permission.authorisation);
  order.meter = permission.meter;
  order.valid_until = permission.valid_until;
  return run(bench, bench.family.issue_clear_card(keys_of(bench), order));
}

Result<void> issue_preset(const ToolBench& bench, const counter::MeterParameters& parameters) {
  return run(bench, bench.family.issue_preset_card(keys_of(bench), parameters_of(parameters)));
}

}  // namespace kwota::teller
