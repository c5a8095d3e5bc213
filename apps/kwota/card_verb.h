// `kwota card` gathers what people do with cards at the command line; each of its verbs is a file of its own.
#pragma once
#include <CLI/CLI.hpp>

namespace kwota::app {

/// The `card` verb, added by whoever asks first.
inline CLI::App& card_verb(CLI::App& root) {
  const auto found = root.get_subcommands([](const CLI::App* verb) { return verb->get_name() == "card"; });
  if (!found.empty()) return *found.front();
  auto* card = root.add_subcommand("card", "Look at a card, record what it says, check card cryptography");
  card->require_subcommand(1);
  return *card;
}

}  // namespace kwota::app
