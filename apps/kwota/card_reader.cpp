#include "kwota/card_reader.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <condition_variable>
#include <mutex>

#include "base/random.h"
#include "carry/cards/tool_card_tables.h"
#include "carry/wire/pcsc_readers.h"
#include "seal/keys/software_vault.h"
#include "seal/keys/vault_rules.h"

namespace kwota::app {
namespace {

Result<std::uint32_t> county_of(const std::string& text) {
  std::uint32_t county = 0;
  const auto* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, county, 16);
  if (text.size() == 8 && parsed.ec == std::errc{} && parsed.ptr == end) return county;
  return error(Fault::request, "bad_county", "A county code has eight hexadecimal digits.", {{"county", text}});
}

std::string joined(const std::vector<std::string>& names) {
  std::string all;
  for (const auto& name : names) all += (all.empty() ? "" : ", ") + name;
  return all;
}

/// The readers are followed on a thread of their own: what is there is known only after a moment. A first card may be
/// followed by a second one, which must not be overlooked.
class FirstLook {
 public:
  void hear(const wire::ReaderEvent& event) {
    const std::lock_guard lock(mutex_);
    card_seen_ |= event.kind == wire::ReaderEvent::Kind::card_present;
    ++events_;
    heard_.notify_all();
  }

  /// Returns when nothing more was reported for a while.
  void wait() {
    constexpr std::chrono::milliseconds for_a_card{1500}, for_another{300};
    std::unique_lock lock(mutex_);
    for (auto before = events_ + 1; before != events_;) {
      before = events_;
      heard_.wait_for(lock, card_seen_ ? for_another : for_a_card, [&] { return events_ != before; });
    }
  }

 private:
  std::mutex mutex_;
  std::condition_variable heard_;
  std::size_t events_ = 0;
  bool card_seen_ = false;
};

/// The named reader, or the only one that holds a card.
Result<std::string> choose_reader(const wire::PcscReaders& readers, const std::string& wanted) {
  if (!wanted.empty()) return wanted;
  std::vector<std::string> with_card;
  for (const auto& reader : readers.readers())
    if (reader.card_present) with_card.push_back(reader.name);
  if (with_card.size() == 1) return with_card.front();
  if (with_card.size() > 1)
    return error(Fault::request, "two_cards", "There are cards on several readers; name one with --reader.",
                 {{"readers", joined(with_card)}});
  if (!readers.service_running())
    return error(Fault::wire, "reader_offline", "The card service does not run; start it and plug the reader in.");
  return error(Fault::request, "no_card", "There is no card on the reader; put it down.");
}

/// Reading asks the vault only for a proof, and the journal for nothing.
dialogue::Parties reading_parties(wire::CardSession& session, std::optional<seal::SoftwareVault>& vault) {
  return {.device = [&session](const iso7816::Command& command) { return session.exchange(command); },
          .vault = [&vault](const seal::Request& request) -> Result<Bytes> {
            if (!vault) return seal::vault_offline("no key store is opened for reading");
            return vault->perform(request);
          },
          .journal = [](const dialogue::JournalNote&) -> Result<void> { return {}; }};
}

bool is_readable_user_card(const cards::Recognition& seen) {
  return seen.product == &cards::user_card_product &&
         (seen.standing == cards::Standing::ours || seen.standing == cards::Standing::other_county);
}

}  // namespace

void add_reader_options(CLI::App& verb, CardReaderOptions& options) {
  verb.add_option("--reader", options.reader, "Name of the reader; default: the one that holds a card");
  verb.add_option("--county", options.county, "Our county code, eight hexadecimal digits")->capture_default_str();
  verb.add_flag("--test-keys", options.test_keys, "Let the card prove itself under the published test keys");
}

Result<CardReading> read_card(const CardReaderOptions& options, const dialogue::Trace* trace) {
  TRY(county, county_of(options.county));
  FirstLook first_look;
  const wire::PcscReaders readers{[&first_look](const wire::ReaderEvent& event) { first_look.hear(event); }};
  if (options.reader.empty()) first_look.wait();
  TRY(reader, choose_reader(readers, options.reader));
  TRY(session, readers.connect(reader));
  std::optional<seal::SoftwareVault> vault;
  if (options.test_keys) vault = seal::SoftwareVault::with_test_keys();
  dialogue::Parties parties = reading_parties(session, vault);
  if (trace != nullptr) parties = trace->around(parties);

  CardReading reading{.reader = reader, .atr = session.atr()};
  TRY(recognition, dialogue::run(cards::recognise(session.atr(), county), parties));
  reading.recognition = recognition;
  if (!is_readable_user_card(recognition)) return reading;
  SystemRandom random;
  const cards::Reading order{.keys = {.serial = recognition.serial},
                             .nonces = cards::Nonces::from(random),
                             .with_tariffs = true,
                             .proof = options.test_keys ? cards::Proof::with_keys : cards::Proof::none};
  TRY(card, dialogue::run(cards::read_user_card(order), parties));
  reading.card = card;
  return reading;
}

}  // namespace kwota::app
