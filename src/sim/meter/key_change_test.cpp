// A technician gives keys to a meter, with everything that can go wrong on the way: the whole conversation against the simulated
// meter and its security module.
#include <gtest/gtest.h>

#include "carry/dialogue/breaks.h"
#include "carry/meter_keys/change.h"
#include "meter/models/all.h"
#include "seal/cipher/certificate.h"
#include "seal/keys/meter_vault.h"
#include "seal/keys/software_vault.h"
#include "sim/meter/test_world.h"

namespace kwota::sim {
namespace {

using meter_keys::KeyOrder;
using meter_keys::KeysChanged;
using meter_keys::Outcome;
using meter_keys::Work;
using seal::KeyRef;

/// County keys of a version.
seal::Key county_key(seal::Purpose purpose, std::uint8_t version) {
  return seal::diversify(seal::test_root(purpose), {version, 0, 0, 0, 0, 0, 0, 2});
}

constexpr std::uint8_t highest = 4;

/// What a utility with this identity says of a UKEY's.
seal::UkeyCertificate certified(const seal::SigningKey& utility, const seal::SigningKey& ukey, std::string_view valid_to,
                                const char* role = seal::role_key_ukey) {
  const seal::CertificateOrder order{.public_key = ukey.public_key(),
                                     .common_name = "ukey-0a0b0c0d",
                                     .organisation = role,
                                     .issuer = "utility",
                                     .valid_to = parse_instant(valid_to).value()};
  const auto signs = [&utility](ByteView message) -> Result<Bytes> { return to_bytes(utility.sign(seal::sha256(message))); };
  return {utility.public_key(), seal::certify(order, signs).value()};
}

seal::SigningKey copy_of(const seal::SigningKey& key) { return *seal::SigningKey::from_private_key(key.private_key()); }

constexpr auto next_year = "2027-12-31T15:59:59Z";

/// A utility with county keys of versions 1 to 4 and its own identity. The keys go to meters out of its office, or by a key UKEY.
struct Utility {
  Utility() : identity(seal::SigningKey::generate()), vault(county()), keys(meter_side(), copy_of(identity)) {}
  /// From now on a key UKEY does the work.
  void take_ukey(std::string_view valid_to = next_year, const char* role = seal::role_key_ukey) {
    auto own = seal::SigningKey::generate();
    auto certificate = certified(identity, own, valid_to, role);
    keys = seal::SoftwareMeterVault(meter_side(), std::move(own), std::move(certificate));
  }
  void take_office() { keys = seal::SoftwareMeterVault(meter_side(), copy_of(identity)); }
  static std::map<seal::Purpose, seal::Key> county_of(std::uint8_t version) {
    std::map<seal::Purpose, seal::Key> all;
    for (const auto purpose : meter_keys::purposes_of_a_meter) all.emplace(purpose, county_key(purpose, version));
    return all;
  }
  static seal::SoftwareVault::Roots county() {
    seal::SoftwareVault::Roots roots;
    for (const auto purpose : meter_keys::purposes_of_a_meter)
      for (std::uint8_t version = 1; version <= highest; ++version)
        roots.emplace(KeyRef{purpose, version}, county_key(purpose, version));
    return roots;
  }
  static seal::SoftwareMeterVault::CountyKeys meter_side() {
    const auto roots = county();
    return {roots.begin(), roots.end()};
  }
  Result<Bytes> answer(const seal::Request& request) {
    if (const auto* step = std::get_if<seal::MeterKeyStep>(&request)) return keys.perform(*step);
    return vault.perform(request);
  }
  /// Certified by that factory.
  meter_keys::TrustedFactory at(const Factory& factory) {
    return {factory.certificate(), factory.certify_utility(keys.public_key().value(), "Example Hills").value()};
  }
  seal::SigningKey identity;
  seal::SoftwareVault vault;
  seal::SoftwareMeterVault keys;
};

const Factory& works() {
  static const auto made = Factory::make("works of the tests");
  return made;
}

/// A meter fresh from the works, and the line to it.
struct Site {
  explicit Site(MeterNumber number = test::meter_number, Bytes image = Bytes(EsamChip::bytes, 0xFF))
      : random(7), chip(std::make_shared<MemoryStorage>(std::move(image))) {
    SimulatedMeter::Setup setup{
        .model = &meter::ddsy1352, .number = number, .factory = &works(), .esam = std::make_unique<EsamChip>(torn, key)};
    meter =
        SimulatedMeter::open(std::move(setup), std::make_shared<MemoryStorage>(MeterMemory::bytes), random, test::noon).value();
  }
  dialogue::Parties parties() {
    dialogue::Parties all;
    all.device = [this](const iso7816::Command& command) -> Result<iso7816::Response> {
      heard.push_back(command);
      const auto answer = meter->key_link(iso7816::encode(command));
      if (answer.empty()) return dialogue::gone(dialogue::Party::device);
      return iso7816::decode_response(answer);
    };
    all.vault = [this](const seal::Request& request) { return utility.answer(request); };
    all.journal = [this](const dialogue::JournalNote& note) -> Result<void> {
      notes.push_back(note);
      return {};
    };
    return all;
  }
  KeyOrder order(Work work, std::uint8_t version = 0) {
    auto made = meter_keys::order_for(work, test::meter_number, version, {utility.at(works())}, random);
    made.ukey_certificate = utility.keys.ukey_certificate();
    return made;
  }
  KeysChanged change(const KeyOrder& order) { return dialogue::run(meter_keys::change_meter_keys(order), parties()).value(); }
  KeysChanged change(Work work, std::uint8_t version = 0) { return change(order(work, version)); }
  std::string refused(Work work, std::uint8_t version = 0) { return code(change(work, version)); }
  static std::string code(const KeysChanged& changed) {
    EXPECT_EQ(changed.outcome, Outcome::not_done);
    return changed.cause ? changed.cause->code : "";
  }
  std::uint32_t key_info() const { return meter->core().state().key_info; }

  SeededRandom random;
  Utility utility;
  SecretBytes key{Bytes(32, 0x5A)};
  std::shared_ptr<MemoryStorage> chip;
  std::shared_ptr<TornStorage> torn = std::make_shared<TornStorage>(chip);
  std::unique_ptr<SimulatedMeter> meter;
  std::vector<iso7816::Command> heard;
  std::vector<dialogue::JournalNote> notes;
};

TEST(MeterKeys, a_meter_from_the_factory_gets_its_keys_and_signs_for_them) {
  Site site;
  EXPECT_EQ(site.key_info(), 0u);
  const auto changed = site.change(Work::download, 1);
  ASSERT_EQ(changed.outcome, Outcome::done) << (changed.cause ? changed.cause->what : "");
  EXPECT_EQ(changed.evidence, "the meter signed that it holds the new state");
  EXPECT_EQ(site.key_info(), 0x01010000u);
  ASSERT_EQ(changed.given.size(), meter_keys::purposes_of_a_meter.size());
  EXPECT_EQ(changed.given[2].check_value, seal::check_value(county_key(seal::Purpose::credit, 1)));
  ASSERT_EQ(site.notes.size(), 1u);
  EXPECT_EQ(site.notes[0].what, "change_meter_keys");
}

TEST(MeterKeys, the_version_before_stays_good_until_it_is_to_be_forgotten) {
  Site site;
  ASSERT_EQ(site.change(Work::download, 1).outcome, Outcome::done);
  ASSERT_EQ(site.change(Work::update, 2).outcome, Outcome::done);
  EXPECT_EQ(site.key_info(), 0x01020100u);
  ASSERT_EQ(site.change(Work::update, 4).outcome, Outcome::done);
  EXPECT_EQ(site.key_info(), 0x01040200u) << "never more than two at once";
  ASSERT_EQ(site.change(Work::forget).outcome, Outcome::done);
  EXPECT_EQ(site.key_info(), 0x01040000u);
}

TEST(MeterKeys, restore_puts_the_factory_state_back_and_the_meter_may_begin_again) {
  Site site;
  ASSERT_EQ(site.change(Work::download, 3).outcome, Outcome::done);
  ASSERT_EQ(site.change(Work::restore).outcome, Outcome::done);
  EXPECT_EQ(site.key_info(), 0u);
  EXPECT_EQ(site.change(Work::download, 1).outcome, Outcome::done) << "a lower version is fine for somebody new";
}

TEST(MeterKeys, a_meter_with_the_published_test_keys_can_be_put_back_by_anybody_whom_its_factory_knows) {
  Site site;
  site.meter->install_keys(esam::test_county_keys());
  ASSERT_EQ(site.key_info(), 0x01010000u);
  ASSERT_EQ(site.change(Work::restore).outcome, Outcome::done);
  EXPECT_EQ(site.change(Work::download, 1).outcome, Outcome::done)
      << "the utility's own version 1 in place of the test keys' version 1";
}

TEST(MeterKeys, what_does_not_fit_the_meters_state_is_refused_before_anything_is_asked) {
  Site site;
  EXPECT_EQ(site.refused(Work::update, 2), "meter_has_no_keys");
  EXPECT_EQ(site.refused(Work::restore), "meter_has_no_keys");
  ASSERT_EQ(site.change(Work::download, 2).outcome, Outcome::done);
  EXPECT_EQ(site.refused(Work::download, 3), "meter_has_keys_already");
  EXPECT_EQ(site.refused(Work::update, 2), "key_version_not_higher") << "equal";
  EXPECT_EQ(site.refused(Work::update, 1), "key_version_not_higher") << "lower";
  EXPECT_EQ(site.key_info(), 0x01020000u);
}

TEST(MeterKeys, the_meter_next_door_answers) {
  Site next_door(MeterNumber::from(4'100'000'002));
  EXPECT_EQ(next_door.refused(Work::download, 1), "other_meter_answers");
  EXPECT_EQ(next_door.heard.size(), 1u) << "it heard nothing but the question who it is";
}

TEST(MeterKeys, a_meter_of_another_factory_gets_nothing) {
  Site site;
  const auto other = Factory::make("works of the tests");
  const auto order = meter_keys::order_for(Work::download, test::meter_number, 1, {site.utility.at(other)}, site.random);
  EXPECT_EQ(Site::code(site.change(order)), "meter_of_another_factory");
}

TEST(MeterKeys, a_utility_that_the_factory_does_not_know_is_sent_away_by_the_meter) {
  Site site;
  auto trusted = site.utility.at(works());
  trusted.utility_certificate = site.utility.at(Factory::make("works of the tests")).utility_certificate;
  const auto order = meter_keys::order_for(Work::download, test::meter_number, 1, {trusted}, site.random);
  EXPECT_EQ(Site::code(site.change(order)), "utility_not_known_to_factory");
}

TEST(MeterKeys, another_utility_of_the_same_factory_cannot_take_the_meter_over) {
  Site site;
  ASSERT_EQ(site.change(Work::download, 1).outcome, Outcome::done);
  Utility rival;
  std::swap(site.utility.keys, rival.keys);  // it even has our county keys, but not our identity
  EXPECT_EQ(site.refused(Work::restore), "meter_of_another_utility");
  EXPECT_EQ(site.refused(Work::update, 2), "meter_of_another_utility");
}

TEST(MeterKeys, somebody_with_our_certificate_but_not_our_key_is_not_believed) {
  Site site;
  Utility thief;
  const auto stolen = site.utility.at(works());
  std::swap(site.utility.keys, thief.keys);
  const auto order = meter_keys::order_for(Work::download, test::meter_number, 1, {stolen}, site.random);
  EXPECT_EQ(Site::code(site.change(order)), "utility_not_believed");
  EXPECT_EQ(site.key_info(), 0u);
}

TEST(MeterKeys, a_conversation_that_was_overheard_is_worth_nothing_the_second_time) {
  Site site;
  ASSERT_EQ(site.change(Work::download, 1).outcome, Outcome::done);
  ASSERT_EQ(site.change(Work::restore).outcome, Outcome::done);
  const auto overheard = site.heard;
  for (const auto& command : overheard) site.meter->key_link(iso7816::encode(command));
  EXPECT_EQ(site.key_info(), 0u) << "the meter took an old recording";
}

TEST(MeterKeys, a_cryptogram_that_was_changed_or_belongs_to_another_purpose_is_refused) {
  for (const bool swapped : {false, true}) {
    Site site;
    auto parties = site.parties();
    const auto honest = parties.device;
    Bytes first;
    parties.device = [&](iso7816::Command command) {
      if (command.ins == meter_keys::ins::put_key) {
        if (first.empty()) first = command.data;
        if (swapped && command.p1 == static_cast<std::uint8_t>(seal::Purpose::credit)) command.data = first;
        if (!swapped) command.data.back() ^= 1;
      }
      return honest(command);
    };
    const auto changed = dialogue::run(meter_keys::change_meter_keys(site.order(Work::download, 1)), parties).value();
    EXPECT_EQ(Site::code(changed), "key_cryptogram_refused");
    EXPECT_EQ(site.key_info(), 0u);
  }
}

TEST(MeterKeys, half_a_set_is_no_set) {
  Site site;
  auto parties = site.parties();
  const auto honest = parties.device;
  parties.device = [&](const iso7816::Command& command) -> Result<iso7816::Response> {
    const bool lost =
        command.ins == meter_keys::ins::put_key && command.p1 == static_cast<std::uint8_t>(seal::Purpose::meter_master);
    if (lost) return iso7816::Response{{}, {0x9000}};
    return honest(command);
  };
  const auto changed = dialogue::run(meter_keys::change_meter_keys(site.order(Work::download, 1)), parties).value();
  EXPECT_EQ(Site::code(changed), "meter_keys_incomplete");
  EXPECT_EQ(site.key_info(), 0u);
}

/// A meter with version 1 that shall get version 2.
struct Updating {
  explicit Updating(bool by_ukey) {
    EXPECT_EQ(site->change(Work::download, 1).outcome, Outcome::done);
    if (by_ukey) site->utility.take_ukey();
  }
  dialogue::Parties parties() { return site->parties(); }
  std::unique_ptr<Site> site = std::make_unique<Site>();
};

/// Whatever is cut, wherever: the meter has the old set or the new one, the verdict never lies, and the same order ends well.
void cut_at_every_step(bool by_ukey) {
  const auto questions = dialogue::for_each_break(
      [by_ukey] { return Updating{by_ukey}; },
      [](Updating& world) { return meter_keys::change_meter_keys(world.site->order(Work::update, 2)); },
      [](Updating& world, const std::optional<dialogue::Break>& happened, const std::optional<Result<KeysChanged>>& verdict) {
        const auto where = happened ? dialogue::to_text(*happened) : "unharmed";
        const auto now = world.site->key_info();
        EXPECT_TRUE(now == 0x01010000u || now == 0x01020100u) << where << std::hex << now;
        if (verdict) {
          EXPECT_TRUE((*verdict)->outcome != Outcome::done || now == 0x01020100u) << where;
          EXPECT_TRUE((*verdict)->outcome != Outcome::not_done || now == 0x01010000u) << where;
        }
        const auto again = world.site->change(Work::update, 2);
        EXPECT_TRUE(again.outcome == Outcome::done || again.cause->code == "key_version_not_higher") << where;
        EXPECT_EQ(world.site->key_info(), 0x01020100u) << where;
      });
  EXPECT_GT(questions, 20u);
}

TEST(MeterKeys, cut_at_every_step_the_meter_has_the_old_set_or_the_new_one) { cut_at_every_step(false); }
TEST(MeterKeys, cut_at_every_step_of_a_ukeys_work_as_well) { cut_at_every_step(true); }

/// The one writing that changes the keys, cut at each of its bytes.
TEST(MeterKeys, the_modules_memory_cut_at_every_byte_holds_the_old_contents_or_the_new_ones) {
  auto before = works().new_module(test::meter_number), after = before;
  before.current = esam::keys_of(test::meter_number, esam::test_county_keys(1));
  after.current = esam::keys_of(test::meter_number, esam::test_county_keys(2));
  const auto old_bytes = esam::encode(before), new_bytes = esam::encode(after);
  const SecretBytes key{Bytes(32, 0x5A)};
  int old_ones = 0;
  for (std::size_t at = 0;; ++at) {
    const auto chip = std::make_shared<TornStorage>(std::make_shared<MemoryStorage>(EsamChip::bytes));
    EsamChip memory(chip, key);
    ASSERT_TRUE(memory.store(old_bytes.view()));
    chip->lose_power_after(at);
    const bool stored = memory.store(new_bytes.view());
    chip->restore_power();
    EsamChip again(chip, key);
    const auto found = again.load();
    ASSERT_TRUE(found) << at;
    const bool is_old = equal(found->view(), old_bytes.view());
    EXPECT_TRUE(is_old || equal(found->view(), new_bytes.view())) << at;
    if (stored) {
      EXPECT_FALSE(is_old);
      break;
    }
    old_ones += is_old;
  }
  EXPECT_GT(old_ones, 1000);
}

/// Power goes somewhere in all that the module stores during a whole change.
void power_goes_at_any_byte(bool by_ukey) {
  Site began;
  ASSERT_EQ(began.change(Work::download, 1).outcome, Outcome::done);
  if (by_ukey) began.utility.take_ukey();
  const Bytes image = began.chip->read(0, EsamChip::bytes);
  const auto written = began.torn->written();
  ASSERT_EQ(began.change(Work::update, 2).outcome, Outcome::done);
  const auto bytes = began.torn->written() - written;
  int new_ones = 0;
  for (std::size_t at = 0; at<bytes; at += bytes - at> 150 ? 97 : 3) {
    Site site(test::meter_number, image);
    std::swap(site.utility.keys, began.utility.keys);
    site.torn->lose_power_after(at);
    const auto changed = site.change(Work::update, 2);
    std::swap(site.utility.keys, began.utility.keys);
    EXPECT_NE(changed.outcome, Outcome::done) << "power went at byte " << at << " and somebody heard of it";
    EXPECT_FALSE(site.meter->powered()) << at;
    site.torn->restore_power();
    ASSERT_TRUE(site.meter->restore_power().ok()) << at;
    EXPECT_TRUE(site.key_info() == 0x01010000u || site.key_info() == 0x01020100u) << at << ' ' << std::hex << site.key_info();
    new_ones += site.key_info() == 0x01020100u;
  }
  EXPECT_EQ(new_ones, 0) << "the last byte of the last writing makes it";
}

TEST(MeterKeys, power_lost_during_the_conversation_leaves_the_old_set_or_the_new_one) { power_goes_at_any_byte(false); }
TEST(MeterKeys, power_lost_during_a_ukeys_work_as_well) { power_goes_at_any_byte(true); }

// ---- key UKEYs: office and UKEYs of one utility are the same to a meter

TEST(MeterKeysByUkey, what_the_office_began_a_ukey_goes_on_with_and_the_other_way_round) {
  Site site;
  ASSERT_EQ(site.change(Work::download, 1).outcome, Outcome::done) << "the office";
  site.utility.take_ukey();
  const auto updated = site.change(Work::update, 2);
  ASSERT_EQ(updated.outcome, Outcome::done) << (updated.cause ? updated.cause->what : "");
  EXPECT_EQ(updated.given[2].check_value, seal::check_value(county_key(seal::Purpose::credit, 2)));
  site.utility.take_ukey();  // another one
  ASSERT_EQ(site.change(Work::forget).outcome, Outcome::done);
  ASSERT_EQ(site.change(Work::restore).outcome, Outcome::done);
  EXPECT_EQ(site.key_info(), 0u);
  ASSERT_EQ(site.change(Work::download, 3).outcome, Outcome::done) << "a factory meter keyed by a UKEY";
  site.utility.take_office();
  EXPECT_EQ(site.change(Work::update, 4).outcome, Outcome::done) << "knows the office";
}

TEST(MeterKeysByUkey, a_ukey_of_another_utility_is_refused_as_that_utility_is) {
  Site site;
  ASSERT_EQ(site.change(Work::download, 1).outcome, Outcome::done);
  Utility rival;
  rival.take_ukey();
  std::swap(site.utility.keys, rival.keys);
  EXPECT_EQ(site.refused(Work::restore), "meter_of_another_utility");
  EXPECT_EQ(site.refused(Work::update, 2), "meter_of_another_utility");
  EXPECT_EQ(site.key_info(), 0x01010000u);
}

TEST(MeterKeysByUkey, a_ukey_that_another_utility_certified_does_not_pass_under_our_name) {
  Site site;
  ASSERT_EQ(site.change(Work::download, 1).outcome, Outcome::done);
  const auto ours = site.utility.at(works());
  Utility rival;
  rival.take_ukey();
  std::swap(site.utility.keys, rival.keys);
  auto order = meter_keys::order_for(Work::restore, test::meter_number, 0, {ours}, site.random);
  order.ukey_certificate = site.utility.keys.ukey_certificate();
  EXPECT_EQ(Site::code(site.change(order)), "ukey_not_certified");
}

TEST(MeterKeysByUkey, what_the_utility_certified_for_another_role_is_no_ukey) {
  Site site;
  site.utility.take_ukey(next_year, "billing server");
  EXPECT_EQ(site.refused(Work::download, 1), "ukey_not_certified");
}

TEST(MeterKeysByUkey, after_its_last_day_a_ukey_is_refused_by_the_meters_own_clock) {
  Site site;  // its clock stands at noon of 2026-11-20
  site.utility.take_ukey("2026-11-19T23:59:59Z");
  EXPECT_EQ(site.refused(Work::download, 1), "ukey_out_of_date");
  site.utility.take_ukey("2026-11-20T00:00:01Z");
  EXPECT_EQ(site.change(Work::download, 1).outcome, Outcome::done) << "on its last day it is good";
}

TEST(MeterKeysByUkey, somebody_with_a_ukeys_certificate_but_not_its_key_is_not_believed) {
  Site site;
  site.utility.take_ukey();
  const auto order = site.order(Work::download, 1);
  site.utility.take_ukey();  // another UKEY of the same utility signs
  EXPECT_EQ(Site::code(site.change(order)), "utility_not_believed");
  EXPECT_EQ(site.key_info(), 0u);
}

TEST(MeterKeysByUkey, without_the_identity_key_of_the_meters_version_it_says_which_one_is_missing) {
  Site site;
  site.utility.take_ukey();
  site.meter->install_keys({.version = 9, .keys = Utility::county_of(9)});
  const auto changed = site.change(Work::restore);
  ASSERT_EQ(Site::code(changed), "key_missing");
  EXPECT_EQ(changed.cause->details.at("purpose"), "meter_identity");
  EXPECT_EQ(changed.cause->details.at("version"), "9");
}

TEST(MeterKeys, no_key_byte_lies_in_the_modules_memory) {
  Site site;
  ASSERT_EQ(site.change(Work::download, 1).outcome, Outcome::done);
  const Bytes written = site.chip->read(0, EsamChip::bytes);
  for (const auto purpose : meter_keys::purposes_of_a_meter) {
    const auto key = county_key(purpose, 1);
    const auto own = seal::diversify(key, meter_keys::factor_of(test::meter_number));
    for (const auto& looked_for : {key.view(), own.view()})
      EXPECT_TRUE(std::search(written.begin(), written.end(), looked_for.begin(), looked_for.end()) == written.end())
          << seal::name_of(purpose);
  }
}

TEST(MeterKeys, the_meter_remembers_its_keys_when_the_program_starts_again) {
  Site site;
  ASSERT_EQ(site.change(Work::download, 1).outcome, Outcome::done);
  site.meter->cut_power();
  ASSERT_TRUE(site.meter->restore_power().ok());
  EXPECT_EQ(site.change(Work::update, 2).outcome, Outcome::done);
  const auto cards = std::make_shared<MemoryStorage>(MeterMemory::bytes);
  SimulatedMeter::Setup setup{
      .model = &meter::ddsy1352, .number = test::meter_number, .esam = std::make_unique<EsamChip>(site.chip, site.key)};
  const auto again = SimulatedMeter::open(std::move(setup), cards, site.random, test::noon);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ((*again)->view().key_version, 2);
  EXPECT_EQ((*again)->view().previous_key_version, 1);
}

}  // namespace
}  // namespace kwota::sim
