// Key cards issued one from the other, as the key office does it – also when a card is taken away in the middle.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "sim/key_desk/key_desk.h"

namespace kwota::sim::test {
namespace {

using key_cards::KeyCardState;
using seal::Purpose;

std::string issue_code(KeyDesk& desk, const KeyCardOrder& order) {
  const auto made = run_dialogue(desk, key_cards::issue_key_card(order));
  return made.ok() ? "issued" : made.error().code;
}

KeyCardState condition(KeyDesk& desk, const CardSerial& serial) {
  desk.put_down_again();
  const auto seen = run_dialogue(desk, key_cards::look_at(key_cards::place::target, serial));
  EXPECT_TRUE(seen.ok());
  return seen.ok() ? seen->condition : KeyCardState::none;
}

TEST(Issue, the_vault_makes_the_master_control_card_and_every_other_key_card_comes_from_the_one_above_it) {
  for (const auto kind : {KeyCardKind::user_mother, KeyCardKind::psam, KeyCardKind::pump_psam, KeyCardKind::isam, KeyCardKind::key_restore, KeyCardKind::key_modify, KeyCardKind::clear}) {
    const auto order = county_issue(kind, serial_number(40));
    auto desk = desk_for(order, county_cards_of_both_versions());
    const auto made = run_dialogue(desk, key_cards::issue_key_card(order));
    ASSERT_TRUE(made.ok()) << name_of(kind) << ": " << made.error().what;
    EXPECT_EQ(made->kind, kind);
    EXPECT_EQ(made->issuer, county);
    EXPECT_EQ(made->code, county_code);
    EXPECT_EQ(condition(desk, order.serial), KeyCardState::whole) << name_of(kind);
  }
}

TEST(Issue, by_cards_or_by_vaults_a_county_gets_the_same_keys_with_the_same_check_values) {
  KeyDesk desk{{psam_card()}};
  ASSERT_TRUE(run_dialogue(desk, key_cards::expect_key_card(0, psam, KeyCardKind::psam)).ok());
  ASSERT_TRUE(run_dialogue(desk, key_cards::give_pin(0, "psam", pin)).ok());
  std::map<seal::KeyRef, seal::KeyCheckValue> of_vault;
  const auto described = county_vault().keys();
  for (const auto& key : *described) of_vault[key.key] = key.check_value;
  for (const auto& entry : key_cards::psam_card.application.keys) {
    if (entry.key.type != iso7816::KeyType::sam || entry.derived_by == cards::DerivedBy::terminal) continue;
    const auto answer = desk.ask(0, key_cards::key_check_value(entry.key.rule, 1));
    ASSERT_TRUE(answer->sw.ok()) << seal::name_of(entry.purpose);
    const auto expected = seal::check_value(county_key(entry.purpose));
    EXPECT_TRUE(equal(answer->data, expected)) << seal::name_of(entry.purpose) << ": master control, province, county, PSAM";
    EXPECT_EQ(of_vault.at({entry.purpose, 1}), expected) << seal::name_of(entry.purpose) << ": vault to vault";
  }
}

TEST(Issue, a_PSAM_holds_the_code_key_of_its_own_terminal_number_and_no_other) {
  KeyDesk desk{{psam_card()}};
  ASSERT_TRUE(run_dialogue(desk, key_cards::expect_key_card(0, psam, KeyCardKind::psam)).ok());
  ASSERT_TRUE(run_dialogue(desk, key_cards::give_pin(0, "psam", pin)).ok());
  const auto answer = desk.ask(0, key_cards::key_check_value(iso7816::sam_usage(iso7816::SamKind::terminal_tac, 0), 1));
  ASSERT_TRUE(answer->sw.ok());
  seal::Factor number{};
  std::ranges::copy(terminal, number.begin());
  EXPECT_TRUE(equal(answer->data, seal::check_value(seal::diversify(county_key(Purpose::terminal_tac), number))));
}

TEST(Issue, a_user_mother_card_holds_the_keys_of_its_county) {
  KeyDesk desk{{blank(serial_number(41)), user_mother_cards().mother, user_mother_cards().control}};
  ASSERT_TRUE(run_dialogue(desk, key_cards::open_pair({.mother = user_mother, .control = user_mother_pair, .kind = KeyCardKind::user_mother,
                                               .mother_pin = pin, .control_pin = control_pin, .today = today}))
                  .ok());
  for (const auto purpose : key_cards::table::user_card_purposes) {
    const auto answer = desk.ask(1, key_cards::key_check_value(static_cast<std::uint8_t>(purpose), 1));
    EXPECT_TRUE(equal(answer->data, seal::check_value(county_key(purpose)))) << seal::name_of(purpose);
  }
}

TEST(Issue, the_journal_knows_both_cards_before_the_first_key_leaves_the_mother) {
  const auto order = county_issue(KeyCardKind::psam, psam);
  auto desk = desk_for(order, county_cards());
  ASSERT_EQ(issue_code(desk, order), "issued");
  ASSERT_EQ(desk.notes.size(), 1u);
  EXPECT_EQ(desk.notes[0].what, "issue_key_card");
  EXPECT_EQ(desk.notes[0].details.at("mother"), "2026112000000105");
  EXPECT_EQ(desk.notes[0].details.at("control"), "2026112000000106");
  EXPECT_EQ(desk.notes[0].details.at("card"), "2026112000000109");
  auto silent = desk_for(order, county_cards());
  auto parties = silent.parties();
  parties.journal = [](const dialogue::JournalNote&) -> Result<void> { return dialogue::gone(dialogue::Party::journal); };
  EXPECT_EQ(dialogue::run(key_cards::issue_key_card(order), parties).error().code, "disk_full");
  EXPECT_EQ(silent.state(), blank(psam)) << "without the journal nothing is written";
}

TEST(Issue, no_key_of_the_tree_is_ever_seen_between_the_cards) {
  const auto order = county_issue(KeyCardKind::psam, psam);
  auto desk = desk_for(order, county_cards());
  std::vector<Bytes> seen;
  auto parties = desk.parties();
  const auto overhear = [&](std::size_t card, const iso7816::Command& command) -> Result<iso7816::Response> {
    auto answer = desk.ask(card, command);
    seen.push_back(command.data);
    if (answer.ok()) seen.push_back(answer->data);
    return answer;
  };
  parties.device = [&](const iso7816::Command& command) { return overhear(0, command); };
  parties.other_device = overhear;
  ASSERT_TRUE(dialogue::run(key_cards::issue_key_card(order), parties).ok());
  ASSERT_GT(seen.size(), 100u);
  for (const auto purpose : key_cards::table::tree_purposes)
    for (const auto& key : {county_key(purpose), seal::diversify(county_key(purpose), psam.bytes)})
      for (const auto& bytes : seen)
        EXPECT_EQ(std::search(bytes.begin(), bytes.end(), key.view().begin(), key.view().begin() + 8), bytes.end())
            << seal::name_of(purpose);
}

TEST(Issue, the_transport_key_is_gone_and_nothing_can_be_added_to_the_finished_card) {
  KeyDesk desk{{psam_card()}};
  const auto transport = run_dialogue(desk, [](CardSerial serial) -> dialogue::Dialogue<Done> {
    const cards::CardKeys keys{.serial = serial};
    co_await cards::transmit_ok(cards::select(cards::card_root.id));
    co_return co_await cards::authenticate(keys, Purpose::card_transport, 0);
  }(psam));
  EXPECT_EQ(transport.error().code, "card_key_differs");
  ASSERT_TRUE(run_dialogue(desk, key_cards::expect_key_card(0, psam, KeyCardKind::psam)).ok());
  const iso7816::Key intruder{.id = 0x07, .type = iso7816::KeyType::external_authentication, .follow_up = key_cards::state::opened};
  EXPECT_EQ(desk.ask(0, cards::write_pin(intruder, Bytes(16, 0x11)))->sw.value, 0x6A84);
  EXPECT_EQ(desk.ask(0, cards::create_file({.id = 0x05, .sfi = 0x05, .bytes = 1}))->sw.value, 0x6A84);
}

TEST(Issue, a_cryptogram_overheard_and_sent_again_is_refused_by_the_card) {
  const auto order = county_issue(KeyCardKind::psam, psam);
  auto desk = desk_for(order, county_cards());
  ASSERT_EQ(issue_code(desk, order), "issued");
  const auto key_write = std::ranges::find_if(desk.commands, [](const iso7816::Command& sent) { return sent.ins == 0xD4 && sent.p1 == 0x00; });
  ASSERT_NE(key_write, desk.commands.end());
  const auto before = desk.state();
  desk.put_down_again();
  ASSERT_TRUE(run_dialogue(desk, key_cards::expect_key_card(0, psam, KeyCardKind::psam)).ok());
  EXPECT_EQ(desk.ask(0, *key_write)->sw.value, 0x6984) << "without a challenge";
  ASSERT_TRUE(desk.ask(0, cards::get_challenge(4))->sw.ok());
  EXPECT_EQ(desk.ask(0, *key_write)->sw.value, 0x6988) << "under another challenge";
  auto after = desk.state();
  after.mf.directories[0].key_file->keys[0].y = before.mf.directories[0].key_file->keys[0].y;
  EXPECT_EQ(after, before) << "nothing but the tries of the master key has changed";
}

/// Where the target's serial begins in EXPORT KEY.
std::size_t n_and_factors(std::uint8_t n) { return 1u + (n & 0x0Fu) * 8u; }

TEST(Issue, a_mother_that_was_opened_for_one_card_makes_no_cryptogram_for_another) {
  const auto order = county_issue(KeyCardKind::psam, psam);
  auto desk = desk_for(order, county_cards());
  auto parties = desk.parties();
  bool swapped = false;
  parties.other_device = [&](std::size_t card, const iso7816::Command& command) -> Result<iso7816::Response> {
    auto meant_for_another = command;
    if (command.ins == 0x1C && command.p1 == static_cast<std::uint8_t>(Purpose::credit)) {
      meant_for_another.data[n_and_factors(command.data[0]) + 7] ^= 0x01;  // the target's serial
      swapped = true;
    }
    return desk.ask(card, meant_for_another);
  };
  const auto made = dialogue::run(key_cards::issue_key_card(order), parties);
  ASSERT_TRUE(swapped);
  EXPECT_EQ(made.error().code, "card_refused");
  EXPECT_EQ(condition(desk, psam), KeyCardState::half_written);
}

TEST(Issue, a_card_in_use_is_not_issued_again_and_a_strangers_blank_is_named) {
  const auto order = county_issue(KeyCardKind::psam, psam);
  KeyDesk used{{psam_card(), county_cards().mother, county_cards().control}};
  EXPECT_EQ(issue_code(used, order), "card_not_blank");
  EXPECT_EQ(used.state(), psam_card());
  KeyDesk stranger{{blank_card(psam, Bytes(16, 0x77)), county_cards().mother, county_cards().control}};
  EXPECT_EQ(issue_code(stranger, order), "card_foreign");
}

TEST(Issue, what_is_wrong_with_an_order_is_said_before_a_card_is_touched) {
  struct Case {
    const char* what;
    std::string code;
    std::function<void(KeyCardOrder&)> change;
  };
  const std::vector<Case> cases{
      {"five digits", "bad_pin", [](KeyCardOrder& order) { order.pin = Bytes(5, '1'); }},
      {"no mother", "bad_key_card_order", [](KeyCardOrder& order) { order.from.reset(); }},
      {"no terminal number", "bad_key_card_order", [](KeyCardOrder& order) { order.terminal = {}; }},
      {"a serial like an area code", "bad_key_card_order", [](KeyCardOrder& order) { order.serial = {{1, 2, 3, 4, 1, 2, 3, 4}}; }},
      {"an officer's card", "bad_key_card_order", [](KeyCardOrder& order) { order.kind = KeyCardKind::officer; }},
      {"a control card of nobody", "bad_key_card_order", [](KeyCardOrder& order) { order.kind = KeyCardKind::control; }},
      {"for meters without a last day", "bad_key_card_order", [](KeyCardOrder& order) { order.kind = KeyCardKind::key_restore; }},
      {"no newer than what the meters hold", "bad_key_card_order",
       [](KeyCardOrder& order) {
         order = county_issue(KeyCardKind::key_modify, psam);
         order.meters_version = 2;
       }},
      {"a clear card for any meter", "bad_key_card_order",
       [](KeyCardOrder& order) {
         order = county_issue(KeyCardKind::clear, psam);
         order.meter = {};
       }},
      {"declared void", "key_card_void", [](KeyCardOrder& order) { order.voided = {psam}; }},
  };
  for (const auto& one : cases) {
    auto order = county_issue(KeyCardKind::psam, psam);
    one.change(order);
    auto desk = desk_for(order, county_cards());
    EXPECT_EQ(issue_code(desk, order), one.code) << one.what;
    EXPECT_TRUE(desk.commands.empty()) << one.what;
  }
}

/// Whatever was cut: never whole without being finished, and the same order finishes it.
void tear_everywhere(const KeyCardOrder& order, const Pair* from, std::size_t questions_min) {
  std::size_t torn = 0;
  const auto questions = dialogue::for_each_break(
      [&] { return from != nullptr ? desk_for(order, *from) : KeyDesk{{blank(order.serial)}}; },
      [&](KeyDesk&) { return key_cards::issue_key_card(order); },
      [&](KeyDesk& desk, const std::optional<dialogue::Break>& happened, const std::optional<Result<key_cards::Parameters>>& verdict) {
        const auto where = std::string{name_of(order.kind)} + ": " + (happened ? to_text(*happened) : "unharmed");
        const auto stands = condition(desk, order.serial);
        if (verdict && verdict->ok()) {
          ASSERT_EQ(stands, KeyCardState::whole) << where << ": said to be issued";
        }
        if (stands == KeyCardState::whole) return;
        ++torn;
        if (stands == KeyCardState::half_written) {
          const auto refused = run_dialogue(desk, key_cards::expect_key_card(0, order.serial, order.kind));
          ASSERT_EQ(refused.error().code, "key_card_half_written") << where;
        }
        desk.put_down_again();
        const auto again = run_dialogue(desk, key_cards::issue_key_card(order));
        ASSERT_TRUE(again.ok()) << where << ": " << again.error().what;
        ASSERT_EQ(condition(desk, order.serial), KeyCardState::whole) << where;
      });
  EXPECT_GT(questions, questions_min);
  EXPECT_GT(torn, questions_min);
}

TEST(Torn, a_master_control_card_and_its_control_card_at_every_question) {
  tear_everywhere(master_control_order(), nullptr, 80);
  tear_everywhere(control_of(with(master_control_order(), master_control_pair), KeyCardKind::master_control, master_control), nullptr, 30);
}

TEST(Torn, a_province_card_at_every_question_to_any_of_three_cards) {
  tear_everywhere(province_order(), &master_control_cards(), 100);
}

TEST(Torn, a_county_card_at_every_question_to_any_of_three_cards) { tear_everywhere(county_order(), &province_cards(), 100); }

TEST(Torn, everything_that_a_county_card_issues_at_every_question) {
  for (const auto kind : {KeyCardKind::user_mother, KeyCardKind::psam, KeyCardKind::pump_psam, KeyCardKind::isam, KeyCardKind::key_restore, KeyCardKind::key_modify, KeyCardKind::clear})
    tear_everywhere(county_issue(kind, serial_number(42)), &county_cards_of_both_versions(), 40);
  tear_everywhere(control_of(county_issue(KeyCardKind::user_mother, user_mother_pair), KeyCardKind::user_mother, user_mother), &county_cards(), 40);
}

TEST(Torn, a_half_written_mother_card_gives_no_key_to_anybody) {
  const auto order = county_issue(KeyCardKind::user_mother, user_mother);
  auto desk = desk_for(order, county_cards());
  (void)dialogue::run_with_cut(key_cards::issue_key_card(order), desk.parties(), 90, dialogue::Cut::after);
  ASSERT_EQ(condition(desk, user_mother), KeyCardState::half_written);
  KeyDesk next{{blank(serial_number(43)), desk.state(), user_mother_cards().control}};
  const auto opened = run_dialogue(next, key_cards::open_pair({.mother = user_mother, .control = user_mother_pair, .kind = KeyCardKind::user_mother,
                                                       .mother_pin = pin, .control_pin = control_pin, .today = today}));
  EXPECT_EQ(opened.error().code, "key_card_half_written");
}

TEST(Renewal, a_psam_in_use_gets_the_new_version_and_keeps_the_old_one_beside_it) {
  const auto psam_after = renewed(county_issue(KeyCardKind::psam, psam), psam_card(), &county_cards_of_both_versions());
  std::set<int> versions;
  for (const auto& key : psam_after.mf.directories[0].key_file->keys)
    if (key.plain_type() == KeyRecord::sam_type && key.id == iso7816::sam_usage(iso7816::SamKind::credit, 1)) versions.insert(key.change.byte);
  EXPECT_EQ(versions, (std::set<int>{1, 2}));
}

TEST(Renewal, a_renewed_card_says_the_newest_version_and_is_cared_for_under_it) {
  KeyDesk desk{{county_cards_of_both_versions().mother}};
  const auto seen = run_dialogue(desk, key_cards::expect_key_card(0, county, KeyCardKind::county));
  ASSERT_TRUE(seen.ok()) << seen.error().what;
  EXPECT_EQ(seen->version, 2);
  EXPECT_EQ(seen->own_version, 2);
  EXPECT_TRUE(run_dialogue(desk, key_cards::write_void_list({.serial = county, .above = above(KeyCardKind::province)}, {psam})).ok());
}

/// Whenever a card is taken away: what it gave before it still gives, and the same order finishes it.
void tear_renewal(KeyCardOrder order, const CardState& card, const Pair* from, std::size_t questions_min) {
  order.version = 2;
  const auto care = [&] { return key_cards::CardCare{.serial = order.serial, .above = order.above}; };
  std::size_t torn = 0;
  const auto questions = dialogue::for_each_break(
      [&] {
        std::vector<CardState> states{card};
        if (from != nullptr) states.insert(states.end(), {from->mother, from->control});
        return KeyDesk{std::move(states)};
      },
      [&](KeyDesk&) { return key_cards::renew_key_card(order); },
      [&](KeyDesk& desk, const std::optional<dialogue::Break>& happened, const std::optional<Result<key_cards::Parameters>>&) {
        const auto where = std::string{name_of(order.kind)} + ": " + (happened ? to_text(*happened) : "unharmed");
        ASSERT_EQ(condition(desk, order.serial), KeyCardState::whole) << where;
        ASSERT_TRUE(run_dialogue(desk, key_cards::give_pin(0, "card", pin)).ok()) << where << ": its holder opens it as before";
        desk.put_down_again();
        const auto seen = run_dialogue(desk, key_cards::expect_key_card(0, order.serial, order.kind));
        ASSERT_TRUE(seen.ok()) << where;
        if (seen->version == 1) {
          ++torn;
          desk.put_down_again();
          const auto again = run_dialogue(desk, key_cards::renew_key_card(order));
          ASSERT_TRUE(again.ok()) << where << ": " << again.error().what;
          EXPECT_EQ(again->own_version, 2) << where;
        }
        desk.put_down_again();
        const auto cared = run_dialogue(desk, key_cards::unblock_key_card(care(), control_pin));
        ASSERT_TRUE(cared.ok()) << where << ": " << cared.error().what;
        ASSERT_TRUE(run_dialogue(desk, key_cards::write_void_list(care(), {isam})).ok()) << where;
      });
  EXPECT_GT(questions, questions_min);
  EXPECT_GT(torn, questions_min);
}

TEST(Renewal, torn_at_every_question_a_card_works_as_before_and_the_same_order_finishes_it) {
  tear_renewal(master_control_order(), master_control_cards().mother, nullptr, 60);
  tear_renewal(county_issue(KeyCardKind::psam, psam), psam_card(), &county_cards_of_both_versions(), 40);
}

TEST(Renewal, renewed_twice_its_keys_still_hang_under_its_own_master) {
  auto order = county_issue(KeyCardKind::psam, psam);
  const auto once = renewed(order, psam_card(), &county_cards_of_both_versions());
  const auto twice = renewed(order, once, &county_cards_of_both_versions());
  KeyDesk desk{{twice}};
  const auto seen = run_dialogue(desk, key_cards::expect_key_card(0, psam, KeyCardKind::psam));
  ASSERT_TRUE(seen.ok());
  EXPECT_EQ(seen->own_version, 2);
}

TEST(Renewal, from_a_mother_that_has_only_the_old_version_nothing_new_comes) {
  const auto order = [] {
    auto made = county_issue(KeyCardKind::psam, psam);
    made.version = 2;
    return made;
  }();
  KeyDesk desk{{psam_card(), county_cards().mother, county_cards().control}};
  EXPECT_EQ(run_dialogue(desk, key_cards::renew_key_card(order)).error().code, "key_card_version");
  EXPECT_EQ(condition(desk, psam), KeyCardState::whole) << "and it works as before";
}

}  // namespace
}  // namespace kwota::sim::test
