// The county of a season: its books and vault, who works there, its wells with their pumps and its farmers with their cards.
// Begin with Farm::found().
#pragma once
#include <memory>
#include <optional>
#include <set>

#include "people/context.h"
#include "seal/vault/software_vault.h"
#include "sim/card_os/card_os.h"
#include "sim/pump/handheld_files.h"
#include "sim/pump/well_pump.h"
#include "sim/season/season.h"
#include "sim/town/dice.h"
#include "store/books.h"

namespace kwota::sim {

/// A well: its pump stands in its own time, never behind that of the county when somebody comes.
struct SeasonWell {
  SeasonWell(const PumpSite& where, std::string name, CardOs module, const LocalTime& clock, Instant now)
      : site(where), number(std::move(name)), pump(chip, site, std::move(module), clock), here(now) {}
  PumpSite site;
  std::string number;
  PumpChip chip;
  WellPump pump;
  Instant here;
  bool burnt = false;  ///< nobody swipes there or reads it any more
  void advance_to(Instant now);
};

struct Farmer {
  std::int64_t account = 0;
  std::vector<std::size_t> areas;
  std::unique_ptr<CardOs> card;  ///< blank until his first load; nothing: he has lost it
  Instant busy_until;
};

/// Somebody else has it now.
struct LostCard {
  std::unique_ptr<CardOs> card;
  std::int64_t account = 0, purse = 0;
  std::vector<std::size_t> areas;
  bool used = false;  ///< by whoever found it
};

class Farm {
 public:
  static Result<std::unique_ptr<Farm>> found(const SeasonSettings& wanted);

  /// Whoever works at the counter now; each context is a second later.
  people::Context as(const std::string& who);
  /// Decided and written down.
  template <class Work>
  auto decide(const std::string& action, Work work, const std::string& who = "li") {
    const auto context = as(who);
    return books->run({who, action, context.station}, [&](const books::Reader& reader) { return work(reader, context); });
  }
  /// Two persons agree to what was refused for want of the second.
  Result<std::int64_t> agreed(const Error& needed);
  CardOs blank();
  LocalTime local() const { return zone.local(clock.now()); }
  Zone zone = Zone::utc();
  std::string area_number(std::size_t area) const;
  std::size_t area_of_well(std::size_t well) const { return well / wells_an_area; }

  /// In the middle of the season, with what it has recorded.
  SeasonWell& well_that_burns() { return *wells.back(); }
  /// The counter looks at this card: what that well had debited of it is gone for the books too, with a record or without.
  void note_debits_seen(const CardSerial& card);

  static constexpr std::size_t wells_an_area = 6;
  SeasonSettings settings;
  SeasonReport report;
  Dice dice;
  ManualClock clock;
  SeededRandom random;
  seal::SoftwareVault vault = seal::SoftwareVault::with_test_keys();
  HandheldFiles crew_files;
  handheld::DeviceStore crew = handheld::DeviceStore::open(crew_files).value();  ///< of the one handheld
  std::unique_ptr<store::Books> books;
  std::vector<std::unique_ptr<SeasonWell>> wells;
  std::vector<Farmer> farmers;
  std::vector<LostCard> lost;
  std::set<std::uint32_t> debits_seen;  ///< by their numbers, of the well that burns: the counter has seen their cards since

 private:
  explicit Farm(const SeasonSettings& wanted);
  Result<void> fill_books();
  Result<void> take_on(std::size_t number);
  void put_up_wells();
  std::uint32_t chips_ = 0;
};

/// How the season's books and vault are one county's.
inline constexpr std::uint32_t season_county = 0x33010200;
inline Money yuan_of(std::int64_t amount) { return Money::minor(amount * 100); }

}  // namespace kwota::sim
