// What the server is made of: everything a route may need, made once in apps/ and passed in.
#pragma once
#include <filesystem>
#include <functional>
#include <memory>

#include "base/random.h"
#include "base/time.h"
#include "carry/wire/line_targets.h"
#include "devices/facts.h"
#include "people/sign_in/tries.h"
#include "seal/vault/vault.h"
#include "sell/imports/importable.h"
#include "sell/scheme/scheme.h"
#include "sell/tariff/use/plan_cache.h"
#include "serve/api/kept_totals.h"
#include "serve/api/outlet_door.h"
#include "serve/api/restoring.h"
#include "serve/api/second_factor.h"
#include "serve/router/events.h"
#include "serve/router/sessions.h"
#include "serve/router/workers.h"
#include "store/books.h"
#include "store/verify/verify.h"

namespace kwota::counter_vault {
class CounterVault;
}
namespace kwota::key_office {
class KeyOffice;
class MeterLinks;
class PersonDesk;
class UkeyDesk;
}  // namespace kwota::key_office
namespace kwota::office_link {
class CountersLink;
class OfficeDoor;
}  // namespace kwota::office_link

namespace kwota::jobs {
class Jobs;
}

namespace kwota::printers {
class Printers;
}

namespace kwota::serve {

class CardDesk;

struct ServerParts {
  store::Books& books;
  seal::Vault& vault;              ///< what sales are sealed with
  const scheme::Table& schemes;    ///< by which this program sells
  const Clock& clock;              ///< of the books: a bench moves it
  const Clock& machine;            ///< its own, which people's telephones go by
  Random& random;
  Sessions& sessions;
  Events& events;
  Workers& workers;
  CardDesk& desk;
  store::SignatureCheck check;     ///< of the vault's root signature
  std::filesystem::path data;
  std::string version;
  books::Nature nature = books::Nature::real;
  bool bench = false;              ///< only in sample books
  counter_vault::CounterVault* counter = nullptr; ///< behind `vault`: token, PSAM or load SAM
  std::function<void()> queue_changed = {};  ///< something waits for a meter on a line; none: it waits until somebody runs the queue
  devices::Known devices = {};              ///< models and protocols that this program has
  wire::LineTargets line_targets = {};  ///< where meters may be connected
  /// Files that are taken away or brought, one after another: a long one keeps nobody waiting for his password or his slip.
  std::unique_ptr<Workers> files = std::make_unique<Workers>(1, Workers::Pace::idle);
  /// Pages of lists: so many read at the same time, and no connection of those that tills read with waits for them.
  std::unique_ptr<Workers> lists = std::make_unique<Workers>(2, Workers::Pace::idle);
  /// What looks at all of the books: verify, reconciliation.
  std::unique_ptr<Workers> checks = std::make_unique<Workers>(1, Workers::Pace::idle);
  /// What a cashier looks for while a customer waits.
  std::unique_ptr<Workers> lookups = std::make_unique<Workers>(1);
  /// What lists have in all, for the pages after the first.
  std::unique_ptr<KeptTotals> totals = std::make_unique<KeptTotals>();
  /// Wrong passwords, of all doors that ask for one.
  std::unique_ptr<people::Tries> tries = std::make_unique<people::Tries>();
  jobs::Jobs* jobs = nullptr;                   ///< long work; of the counters alone: the key office has no door to it
  printers::Printers* printers = nullptr;       ///< of the tills; none: nothing prints here
  std::unique_ptr<OutletDoor> outlets{};        ///< by which clients of outlets come in; of the counters alone, made by the server
  std::unique_ptr<SecondFactors> factors{};     ///< codes of telephones; of the counters alone, made by the server: at the key office tokens are asked for
  office_link::OfficeDoor* office = nullptr;    ///< through which the key office comes to these counters
  // Of the key office alone: the counters have none of it.
  key_office::KeyOffice* keys = nullptr;
  key_office::UkeyDesk* ukeys = nullptr;
  key_office::PersonDesk* people = nullptr;    ///< whose tokens prove who they are
  key_office::MeterLinks* meters = nullptr;    ///< by way of the counters
  office_link::CountersLink* link = nullptr;
  /// Registers that come in from files beside those of sell/imports: each as it is added (serve/office/register.h).
  std::vector<imports::Importable> importables = {};
  /// An older copy on its way into the books' place.
  std::unique_ptr<Restoring> restoring = std::make_unique<Restoring>();
  std::function<void()> restart = {};  ///< ends this program and begins it again; none: somebody starts it
  /// Price plans that were read before, for all counters of this server.
  std::unique_ptr<tariff::PlanCache> plans = std::make_unique<tariff::PlanCache>();
};

/// Cookies know no port: two programs behind one name must not take each other's.
inline std::string session_cookie(const ServerParts& server) { return server.keys != nullptr ? "kwota_office" : "kwota_session"; }

}  // namespace kwota::serve
