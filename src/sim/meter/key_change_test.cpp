// A technician gives keys to a meter, with everything that can go wrong on the way: the whole conversation against the simulated
// meter and its security module.
#include "sim/meter/test_site.h"

namespace kwota::sim {
namespace {

using namespace key_site;

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
  EXPECT_EQ(next_door.received.size(), 1u) << "it heard nothing but the question who it is";
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
  swap_keys(site.utility, rival);  // it even has our county keys, but not our identity
  EXPECT_EQ(site.refused(Work::restore), "meter_of_another_utility");
  EXPECT_EQ(site.refused(Work::update, 2), "meter_of_another_utility");
}

TEST(MeterKeys, somebody_with_our_certificate_but_not_our_key_is_not_believed) {
  Site site;
  Utility thief;
  const auto stolen = site.utility.at(works());
  swap_keys(site.utility, thief);
  const auto order = meter_keys::order_for(Work::download, test::meter_number, 1, {stolen}, site.random);
  EXPECT_EQ(Site::code(site.change(order)), "utility_not_believed");
  EXPECT_EQ(site.key_info(), 0u);
}

TEST(MeterKeys, a_conversation_that_was_overheard_is_worth_nothing_the_second_time) {
  Site site;
  ASSERT_EQ(site.change(Work::download, 1).outcome, Outcome::done);
  ASSERT_EQ(site.change(Work::restore).outcome, Outcome::done);
  const auto overheard = site.received;
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
  if (by_ukey) began.take_ukey();
  const Bytes image = began.chip->read(0, EsamChip::bytes);
  const auto written = began.torn->written();
  ASSERT_EQ(began.change(Work::update, 2).outcome, Outcome::done);
  const auto bytes = began.torn->written() - written;
  int new_ones = 0;
  for (std::size_t at = 0; at<bytes; at += bytes - at> 150 ? 97 : 3) {
    Site site(test::meter_number, image);
    swap_keys(site.utility, began.utility);
    site.torn->lose_power_after(at);
    const auto changed = site.change(Work::update, 2);
    swap_keys(site.utility, began.utility);
    EXPECT_NE(changed.outcome, Outcome::done) << "power went at byte " << at << " and somebody heard of it";
    EXPECT_FALSE(site.meter->powered()) << at;
    site.torn->restore_power();
    ASSERT_TRUE(site.meter->restore_power().ok()) << at;
    EXPECT_TRUE(site.key_info() == 0x01010000u || site.key_info() == 0x01020100u) << at << ' ' << std::hex << site.key_info();
    // The last byte makes it; once in 256 times it is the very one that had stood there.
    if (at + 1 < bytes) new_ones += site.key_info() == 0x01020100u;
  }
  EXPECT_EQ(new_ones, 0) << "the last byte of the last writing makes it";
}

TEST(MeterKeys, power_lost_during_the_conversation_leaves_the_old_set_or_the_new_one) { power_goes_at_any_byte(false); }
TEST(MeterKeys, power_lost_during_a_ukeys_work_as_well) { power_goes_at_any_byte(true); }

// ---- key UKEYs: office and UKEYs of one utility are the same to a meter

TEST(MeterKeysByUkey, what_the_office_began_a_ukey_goes_on_with_and_the_other_way_round) {
  Site site;
  ASSERT_EQ(site.change(Work::download, 1).outcome, Outcome::done) << "the office";
  site.take_ukey();
  const auto updated = site.change(Work::update, 2);
  ASSERT_EQ(updated.outcome, Outcome::done) << (updated.cause ? updated.cause->what : "");
  EXPECT_EQ(updated.given[2].check_value, seal::check_value(county_key(seal::Purpose::credit, 2)));
  site.take_ukey();  // another one
  ASSERT_EQ(site.change(Work::update, 3).outcome, Outcome::done);
  site.utility.take_office();
  EXPECT_EQ(site.change(Work::update, 4).outcome, Outcome::done) << "knows the office";
  ASSERT_EQ(site.change(Work::restore).outcome, Outcome::done);
  site.take_ukey();
  EXPECT_EQ(site.change(Work::download, 1).outcome, Outcome::done) << "a factory meter keyed by a UKEY";
}

TEST(MeterKeysByUkey, only_the_office_itself_puts_a_meter_back_or_makes_it_forget) {
  Site site;
  ASSERT_EQ(site.change(Work::download, 1).outcome, Outcome::done);
  ASSERT_EQ(site.change(Work::update, 2).outcome, Outcome::done);
  site.take_ukey();
  for (const auto work : {Work::forget, Work::restore}) {
    auto order = site.order(work);  // its holder has a program of his own, and greets as the stick does for version 3
    order.random1 = *site.utility.keys().prepared_challenge(meter_keys::factor_of(test::meter_number), 3);
    EXPECT_EQ(Site::code(site.change(order)), "ukey_brings_keys_only");
  }
  EXPECT_EQ(site.key_info(), 0x01020100u);
}

TEST(MeterKeysByUkey, the_very_same_set_again_changes_nothing_and_is_signed_for_again) {
  Site site;
  site.take_ukey();
  ASSERT_EQ(site.change(Work::download, 2).outcome, Outcome::done);
  const auto again = site.change(Work::download, 2);
  EXPECT_EQ(again.outcome, Outcome::done) << "the technician never heard the first answer";
  EXPECT_EQ(again.evidence, "the meter signed that it holds the new state");
  EXPECT_EQ(site.key_info(), 0x01020000u);
  site.take_ukey();
  EXPECT_EQ(site.refused(Work::update, 2), "key_version_not_higher") << "another set of the same version";
  EXPECT_EQ(site.refused(Work::update, 1), "key_version_not_higher") << "an older one";
}

TEST(MeterKeysByUkey, a_set_opens_in_the_meter_that_it_was_made_for_and_in_no_other) {
  Site other;
  const auto another_meters_key = other.public_key();
  Site site;
  site.utility.take_ukey(another_meters_key, test::meter_number);  // the number is right, the module is not
  EXPECT_EQ(site.refused(Work::download, 1), "key_cryptogram_refused");
  EXPECT_EQ(site.key_info(), 0u);
}

TEST(MeterKeysByUkey, whoever_has_the_stick_can_make_no_set_of_his_own) {
  Site site;
  site.take_ukey();
  // His own keys, wrapped rightly for the meter's public key, and signed by the only pair that he has.
  const auto thief = seal::SigningKey::generate();
  seal::SoftwareMeterVault his_own(Utility::meter_side(), copy_of(thief));
  auto parties = site.parties();
  const auto stick = parties.vault;
  parties.vault = [&](const seal::Request& asked) {
    const auto* step = std::get_if<seal::MeterKeyStep>(&asked);
    return step == nullptr || step->step == seal::MeterKeyStep::Step::sign ? stick(asked) : his_own.perform(*step);
  };
  const auto changed = dialogue::run(meter_keys::change_meter_keys(site.order(Work::download, 1)), parties).value();
  EXPECT_EQ(Site::code(changed), "meter_set_not_signed");
  EXPECT_EQ(site.key_info(), 0u);
}

TEST(MeterKeysByUkey, a_ukey_of_another_utility_is_refused_as_that_utility_is) {
  Site site;
  ASSERT_EQ(site.change(Work::download, 1).outcome, Outcome::done);
  Utility rival;
  rival.take_ukey(site.public_key(), test::meter_number);
  swap_keys(site.utility, rival);
  EXPECT_EQ(site.refused(Work::restore), "meter_of_another_utility");
  EXPECT_EQ(site.refused(Work::update, 2), "meter_of_another_utility");
  EXPECT_EQ(site.key_info(), 0x01010000u);
}

TEST(MeterKeysByUkey, a_ukey_that_another_utility_certified_does_not_pass_under_our_name) {
  Site site;
  ASSERT_EQ(site.change(Work::download, 1).outcome, Outcome::done);
  const auto ours = site.utility.at(works());
  Utility rival;
  rival.take_ukey(site.public_key(), test::meter_number);
  swap_keys(site.utility, rival);
  auto order = meter_keys::order_for(Work::restore, test::meter_number, 0, {ours}, site.random);
  order.ukey_certificate = site.utility.keys().ukey_certificate();
  order.random1 = *site.utility.keys().prepared_challenge(meter_keys::factor_of(test::meter_number), 1);
  EXPECT_EQ(Site::code(site.change(order)), "ukey_not_certified");
}

TEST(MeterKeysByUkey, what_the_utility_certified_for_another_role_is_no_ukey) {
  Site site;
  site.take_ukey(next_year, "billing server");
  EXPECT_EQ(site.refused(Work::download, 1), "ukey_not_certified");
}

TEST(MeterKeysByUkey, after_its_last_day_a_ukey_is_refused_by_the_meters_own_clock) {
  Site site;  // its clock stands at noon of 2026-11-20
  site.take_ukey("2026-11-19T23:59:59Z");
  EXPECT_EQ(site.refused(Work::download, 1), "ukey_out_of_date");
  site.take_ukey("2026-11-20T00:00:01Z");
  EXPECT_EQ(site.change(Work::download, 1).outcome, Outcome::done) << "on its last day it is good";
}

TEST(MeterKeysByUkey, somebody_with_a_ukeys_certificate_but_not_its_key_is_not_believed) {
  Site site;
  site.take_ukey();
  const auto order = site.order(Work::download, 1);
  site.take_ukey();  // another UKEY of the same utility signs
  EXPECT_EQ(Site::code(site.change(order)), "utility_not_believed");
  EXPECT_EQ(site.key_info(), 0u);
}

TEST(MeterKeysByUkey, without_the_identity_key_of_the_meters_version_it_says_which_one_is_missing) {
  Site site;
  site.take_ukey();
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
      .model = &models::ddsy1352, .number = test::meter_number, .esam = std::make_unique<EsamChip>(site.chip, site.key)};
  const auto again = SimulatedMeter::open(std::move(setup), cards, site.random, test::noon);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ((*again)->view().key_version, 2);
  EXPECT_EQ((*again)->view().previous_key_version, 1);
}

}  // namespace
}  // namespace kwota::sim
