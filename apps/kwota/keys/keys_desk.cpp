#include "kwota/keys/keys_desk.h"

#include "books/lookup.h"

namespace kwota::app {

Result<std::unique_ptr<KeyDesk>> KeyDesk::open(const std::filesystem::path& folder) {
  lock_office_memory();
  std::unique_ptr<KeyDesk> desk(new KeyDesk);
  TRY(pin, typed_pin(folder));
  TRY(office, OfficeFolder::open(folder, pin));
  desk->office_ = std::move(office);
  TRY(zone, desk->books().read(books::utility_zone));
  desk->zone_ = std::move(zone);
  desk->people_.emplace(PeopleAtTerminal::Parts{desk->books(), desk->clock_, desk->random_}, desk->office_->people());
  return desk;
}

people::Context KeyDesk::context_of(const std::string& name) const {
  people::Context context;
  context.who.name = name;
  context.now = clock_.now();
  context.zone = zone_;
  return context;
}

}  // namespace kwota::app
