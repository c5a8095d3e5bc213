// The counters as the key office knows them: another program, with a vault of its own that the office never opens. What they must
// know goes to them as messages, which wait when they are away; what they alone can do – ask their vault, reach a meter on a
// line – is asked over the link, and refused with `counters_away` while they are.   Begin with Counters.
#pragma once
#include <span>
#include <vector>

#include "base/core/ids.h"
#include "keys/campaign/campaign.h"
#include "keys/messages/message.h"
#include "seal/vault/key_store.h"
#include "work/key_office/campaign_missing.h"

namespace kwota::key_office {

class Counters {
 public:
  virtual ~Counters() = default;

  /// To what keys for them are wrapped, as people confirmed it. Error `counters_unknown`: nobody has yet.
  virtual Result<Bytes> receiving_key() = 0;
  /// Into the office's books, signed, to be taken in order. Errors: of the vault and the books.
  /// `rows`: of keys that come again, to be put in use again.
  virtual Result<void> deliver(const keys::Delivery& delivery, const std::vector<books::KeyVersion>& rows) = 0;
  /// What the office's books have that the counters were not told; then everything that waits goes, as far as they are there.
  virtual Result<void> publish() = 0;
  /// Messages that wait for them.
  virtual std::int64_t waiting() const = 0;
  virtual Result<void> meter_has_keys(MeterNumber meter, std::uint8_t version) = 0;

  struct Report {
    std::string name;    ///< of what seals
    std::string health;  ///< "ok", or an error's code
    bool sample_keys = false;  ///< they seal under those of their folder
    std::int64_t cards = 0;    ///< user cards in use in real books; those of sample books do not count
    std::uint32_t county = 0;  ///< area code that their cards say; 0: they did not tell
    std::vector<seal::KeyDescription> keys, pending;  ///< in their own token
    std::int64_t messages = 0;                        ///< taken so far
  };
  /// Error `counters_away`.
  virtual Result<Report> report() = 0;
  struct CampaignReport {
    std::vector<keys::Progress> progress;
    std::vector<Missing> missing;
  };
  virtual Result<CampaignReport> campaign(std::int64_t number) = 0;
  /// The answer of a meter's identity key or of a card's master, which the counters' vault holds.
  virtual Result<Bytes> prove(const seal::Authenticate& request) = 0;
};

Error counters_away(const std::string& why);
Error counters_unknown();

}  // namespace kwota::key_office
