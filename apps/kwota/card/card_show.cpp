// kwota card show: what a card carries, for support people. Shows no key, no PIN, no MAC.
#include <fmt/format.h>

#include <boost/json.hpp>
#include <iostream>

#include "base/ids_text.h"
#include "kwota/card/card_reader.h"
#include "kwota/card/card_verb.h"
#include "kwota/card/purse_words.h"
#include "kwota/verb.h"

namespace kwota::app {
namespace {

struct ShowOptions {
  CardReaderOptions reader;
  bool json = false;
};

/// `words`: for a person, where the card holds money itself.
std::vector<cards::Fact> facts_of(const CardReading& reading, bool words) {
  std::vector<cards::Fact> facts{{"reader", reading.reader},
                                 {"atr", to_hex(reading.atr)},
                                 {"standing", std::string{name_of(reading.recognition.condition)}}};
  if (reading.recognition.product != nullptr) facts.push_back({"product", std::string{reading.recognition.product->name}});
  if (!reading.recognition.damaged_file.empty()) facts.push_back({"damaged_file", reading.recognition.damaged_file});
  if (reading.card) {
    const auto told = words && reading.card->purse ? purse_in_words(*reading.card->purse) : reading.card->facts;
    facts.insert(facts.end(), told.begin(), told.end());
  } else if (!reading.recognition.serial.is_zero()) {
    facts.push_back({"serial", to_text(reading.recognition.serial)});
  }
  return facts;
}

void print_for_programs(const std::vector<cards::Fact>& facts) {
  boost::json::object document;
  for (const auto& fact : facts) document[fact.name] = fact.value;
  std::cout << boost::json::serialize(document) << "\n";
}

void print_for_people(const std::vector<cards::Fact>& facts) {
  for (const auto& fact : facts) fmt::print("{:<32} {}\n", fact.name, fact.value);
}

Result<int> show_card(const ShowOptions& options) {
  TRY(reading, read_card(options.reader, nullptr));
  const auto facts = facts_of(reading, !options.json);
  options.json ? print_for_programs(facts) : print_for_people(facts);
  return 0;
}

}  // namespace

Verb card_show_verb() {
  auto options = std::make_shared<ShowOptions>();
  return {.name = "show",
          .help = "Read the card on a reader and say what it carries; changes nothing",
          .options = together(reader_options(options->reader), {{"--json", &options->json, "As JSON"}}),
          .example = "kwota card show --json",
          .run = run_with(options, show_card)};
}

}  // namespace kwota::app
