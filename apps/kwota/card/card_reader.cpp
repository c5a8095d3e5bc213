#include "kwota/card/card_reader.h"

#include "base/random.h"
#include "carry/cards/all.h"
#include "kwota/card/card_on_reader.h"
#include "kwota/county.h"
#include "kwota/known_roots.h"
#include "seal/vault/software_vault.h"
#include "seal/vault/vault_rules.h"

namespace kwota::app {
namespace {

/// Reading asks the vault only for a proof, and the journal for nothing.
dialogue::Parties reading_parties(wire::CardSession& session, std::optional<seal::SoftwareVault>& vault) {
  return {.device = [&session](const iso7816::Command& command) { return session.exchange(command); },
          .vault = [&vault](const seal::Request& request) -> Result<Bytes> {
            if (!vault) return seal::vault_offline("no key store is opened for reading");
            return vault->perform(request);
          },
          .journal = [](const dialogue::JournalNote&) -> Result<void> { return {}; }};
}

bool is_a_customers_card(const cards::Recognition& seen) {
  return seen.product != nullptr && seen.county && (seen.condition == cards::CardCondition::ours || seen.condition == cards::CardCondition::other_county);
}

}  // namespace

std::vector<Option> reader_options(CardReaderOptions& options) {
  return {{"--reader", &options.reader, "Name of the reader; default: the one that holds a card"},
          {"--county", &options.county, "Area code of our county, eight digits", {.shows_default = true}},
          {"--test-keys", &options.test_keys, "Let the card prove itself under the published test keys"},
          {"--sample-keys", &options.sample_keys, "Let the card prove itself under the sample keys of the books in this data folder"}};
}

Result<CardReading> read_card(const CardReaderOptions& options, const dialogue::Trace* trace) {
  TRY(county, county_of(options.county));
  TRY(on_reader, CardOnReader::find(options.reader));
  auto& session = on_reader->session();
  std::optional<seal::SoftwareVault> vault;
  const bool proves = options.test_keys || !options.sample_keys.empty();
  if (proves) {
    TRY(roots, known_roots(options.sample_keys));
    vault = seal::SoftwareVault::with_roots(roots);
  }
  dialogue::Parties parties = reading_parties(session, vault);
  if (trace != nullptr) parties = trace->around(parties);

  CardReading reading{.reader = on_reader->reader(), .atr = session.atr()};
  TRY(recognition, dialogue::run(cards::recognise(cards::all(), session.atr(), county), parties));
  reading.recognition = recognition;
  if (!is_a_customers_card(recognition)) return reading;
  SystemRandom random;
  const cards::Reading order{.keys = {.serial = recognition.key_serial()},
                             .nonces = cards::Nonces::from(random),
                             .for_support = true,
                             .proof = proves ? cards::Proof::with_keys : cards::Proof::none,
                             .application = recognition.application};
  TRY(card, dialogue::run(recognition.family->read(order), parties));
  reading.card = card;
  return reading;
}

}  // namespace kwota::app
