#include <gtest/gtest.h>

#include <fmt/format.h>

#include "keys/journal/note.h"
#include "keys/journal/test_office.h"
#include "keys/office/devices.h"
#include "keys/office/renewal.h"
#include "keys/office/tree.h"

namespace kwota::keys {
namespace {

using seal::Purpose;

class Office : public test::KeyOffice, public ::testing::Test {
 protected:
  Office() { hold_shares(); }
  /// What a ceremony, the supplier and the factors leave behind.
  void form(std::uint8_t version) {
    const std::vector<std::string> officers{"anna", "boris", "chen", "dina"};
    for (const auto purpose : {Purpose::seed, Purpose::card_transport}) {
      if (purpose == Purpose::card_transport && version > 1) continue;
      const auto row = apply(start_ceremony(books, {.purpose = purpose, .officers = officers}, as("keller"))).value();
      std::vector<FormedKey> formed{{{purpose, version}, seal::Suite::des, {0, 0, version}}};
      if (purpose == Purpose::seed) formed.push_back({{Purpose::credit, version}, seal::Suite::des, {1, 0, version}});
      ASSERT_TRUE(apply(note_formed(books, row.number, formed, as("keller"))));
    }
    if (books.only<books::KeyFactors>()) return;
    ASSERT_TRUE(apply(choose_factors(books, {"4B574F5441303031", ""}, as("keller"))));
  }
  std::vector<FormedKey> county_keys(std::uint8_t version) {
    return {{{Purpose::credit, version}, seal::Suite::des, {9, 9, version}}};
  }
  void deliver(std::uint8_t version) {
    const auto permitted = with_two([&](std::int64_t approval) {
      return permit_delivery(books, {version, "first keys", approval}, as("keller"));
    });
    ASSERT_TRUE(permitted.ok()) << permitted.error().what;
    ASSERT_TRUE(apply(note_delivered(books, *permitted, county_keys(version), as("keller"))));
  }
  void activate(std::uint8_t version) {
    const auto permitted = with_two([&](std::int64_t approval) {
      return permit_activation(books, {version, "begin", approval}, as("keller"), std::int64_t{0});
    });
    ASSERT_TRUE(permitted.ok()) << permitted.error().what;
    ASSERT_TRUE(apply(note_activated(books, *permitted, county_keys(version), as("keller"))));
  }
  std::string state(std::string_view vault, std::string_view purpose, std::int64_t version) {
    return std::string(word_of(books.find<books::KeyVersion>(vault, purpose, version)->state));
  }
};

TEST_F(Office, a_key_goes_from_the_ceremony_to_the_counters_and_every_step_names_both_persons) {
  form(1);
  deliver(1);
  EXPECT_EQ(state("sealing", "credit", 1), "pending");
  activate(1);
  EXPECT_EQ(state("sealing", "credit", 1), "active");
  EXPECT_EQ(state("office", "credit", 1), "active");
  EXPECT_EQ(state("office", "seed", 1), "active");
  for (const auto& event : books.key_events())
    if (event.what == "key_delivered" || event.what == "key_activated") {
      EXPECT_EQ(event.first, "keller");
      EXPECT_EQ(event.second, "orlova");
      EXPECT_EQ(event.check_value.size(), 6u);
      EXPECT_NE(event.reason, "");
    }
}

TEST_F(Office, one_manager_alone_exports_nothing) {
  form(1);
  const auto refused = permit_delivery(books, {1, "alone", 0}, as("keller"));
  ASSERT_EQ(refused.error().code, "approval_needed");
  const auto asked =
      apply(people::ask_approval(books, {"key_export", refused.error().details.at("content"), "why"}, as("keller"))).value();
  EXPECT_EQ(people::decide_approval(books, {asked.number, true, ""}, as("keller")).error().code, "approval_own");
  EXPECT_EQ(people::decide_approval(books, {asked.number, true, ""}, as("anna")).error().code, "permission_denied")
      << "an officer forms, he does not export";
  ASSERT_TRUE(apply(people::decide_approval(books, {asked.number, true, ""}, as("orlova"))));
  ASSERT_TRUE(apply(permit_delivery(books, {1, "alone", asked.number}, as("keller"))));
  EXPECT_EQ(permit_delivery(books, {1, "again", asked.number}, as("keller")).error().code, "approval_used");
}

TEST_F(Office, factors_may_change_until_the_first_key_was_derived_with_them) {
  ASSERT_TRUE(apply(choose_factors(books, {"0011223344556677", "13000000"}, as("keller"))));
  ASSERT_TRUE(apply(choose_factors(books, {"1011223344556677", ""}, as("keller"))));
  EXPECT_EQ(choose_factors(books, {"10112233445566", ""}, as("keller")).error().details.at("field"), "utility_factor");
  EXPECT_EQ(choose_factors(books, {"1011223344556677", "1300"}, as("keller")).error().details.at("field"), "province");
  EXPECT_EQ(choose_factors(books, {"1011223344556677", ""}, as("anna")).error().code, "permission_denied");
  form(1);
  deliver(1);
  EXPECT_EQ(choose_factors(books, {"2011223344556677", ""}, as("keller")).error().code, "factors_fixed");
  const auto path = county_factors(books.only<books::KeyFactors>()).value();
  ASSERT_EQ(path.size(), 3u);
  EXPECT_EQ(to_hex(path[0]), "1011223344556677");
  EXPECT_EQ(to_hex(path[1]), "1300000013000000");
  EXPECT_EQ(to_hex(path[2]), "1309250013092500");
}

TEST_F(Office, nothing_is_delivered_that_was_not_formed_or_has_no_place_in_the_tree) {
  EXPECT_EQ(permit_delivery(books, {1, "x", 0}, as("keller")).error().code, "version_unknown");
  const auto row = apply(start_ceremony(books, {.officers = {"anna", "boris", "chen", "dina"}}, as("keller"))).value();
  ASSERT_TRUE(apply(note_formed(books, row.number, {{{Purpose::seed, 1}, seal::Suite::des, {}}}, as("keller"))));
  EXPECT_EQ(permit_delivery(books, {1, "x", 0}, as("keller")).error().code, "factors_missing");
  EXPECT_EQ(permit_activation(books, {1, "x", 0}, as("keller"), std::int64_t{0}).error().code, "nothing_pending");
}

TEST_F(Office, nothing_is_activated_before_blank_cards_can_be_opened) {
  const auto row = apply(start_ceremony(books, {.officers = {"anna", "boris", "chen", "dina"}}, as("keller"))).value();
  ASSERT_TRUE(apply(note_formed(books, row.number, {{{Purpose::seed, 1}, seal::Suite::des, {}}}, as("keller"))));
  ASSERT_TRUE(apply(choose_factors(books, {"4B574F5441303031", ""}, as("keller"))));
  deliver(1);
  EXPECT_EQ(permit_activation(books, {1, "x", 0}, as("keller"), std::int64_t{0}).error().code, "transport_key_missing");
}

TEST_F(Office, a_delivery_that_was_cut_off_is_repeated_without_touching_what_is_in_use) {
  form(1);
  deliver(1);
  deliver(1);
  activate(1);
  deliver(1);
  EXPECT_EQ(state("sealing", "credit", 1), "active") << "a key in use does not become pending again";
}

TEST_F(Office, a_second_version_makes_the_first_retiring_and_both_live) {
  for (const std::uint8_t version : {std::uint8_t{1}, std::uint8_t{2}}) {
    form(version);
    deliver(version);
    activate(version);
  }
  EXPECT_EQ(state("sealing", "credit", 1), "retiring");
  EXPECT_EQ(state("sealing", "credit", 2), "active");
  EXPECT_EQ(state("office", "seed", 1), "retiring");
}

TEST_F(Office, what_is_in_use_is_not_destroyed) {
  form(1);
  deliver(1);
  activate(1);
  const DestructionRequest request{"sealing", {Purpose::credit, 1}, "old", 0};
  EXPECT_EQ(permit_destruction(books, request, as("keller")).error().code, "key_in_use");
  auto row = *books.find<books::KeyVersion>("sealing", "credit", 1);
  row.state = books::KeyStatus::retired;
  books.put(row);
  const auto permitted = with_two([&](std::int64_t approval) {
    auto asked = request;
    asked.approval = approval;
    return permit_destruction(books, asked, as("keller"));
  });
  ASSERT_TRUE(permitted.ok());
  ASSERT_TRUE(apply(note_destroyed(books, request, *permitted, as("keller"))));
  EXPECT_EQ(state("sealing", "credit", 1), "destroyed");
  EXPECT_EQ(permit_destruction(books, request, as("keller")).error().code, "version_unknown") << "a key is destroyed once";
  EXPECT_EQ(books.key_events().back().second, "orlova");
}

TEST_F(Office, a_lost_control_card_voids_its_mother_everywhere) {
  for (const auto& [serial, kind, pair] : {std::tuple{"0000000000000001", "user_mother", "0000000000000002"},
                                           {"0000000000000002", "control", "0000000000000001"},
                                           {"0000000000000003", "psam", ""}}) {
    books::KeyDevice device;
    device.serial = serial, device.kind = *parse_word<books::KeyDeviceKind>(kind), device.pair = pair;
    ASSERT_TRUE(apply(register_device(books, device, "key_cards", as("keller"))));
    ASSERT_TRUE(apply(note_issued(books, serial, true, as("keller"))));
  }
  EXPECT_TRUE(check_device(books, "0000000000000001").ok());
  const auto lost = with_two([&](std::int64_t approval) {
    return void_device(books, {"0000000000000002", "left in a taxi", approval}, as("keller"));
  });
  ASSERT_TRUE(lost.ok()) << lost.error().what;
  EXPECT_EQ(lost->size(), 2u);
  EXPECT_EQ(check_device(books, "0000000000000001").error().code, "card_voided");
  EXPECT_EQ(check_device(books, "0000000000000001").error().details.at("reason"), "left in a taxi");
  EXPECT_TRUE(check_device(books, "0000000000000003").ok());
  EXPECT_EQ(void_list(books).size(), 2u);
  EXPECT_EQ(void_device(books, {"0000000000000001", "again", 0}, as("keller")).error().code, "device_void");
  books::KeyDevice again;
  again.serial = "0000000000000001";
  EXPECT_EQ(register_device(books, again, "key_cards", as("keller")).error().code, "device_void")
      << "what is void is never issued again";
}

TEST_F(Office, void_cards_are_numbered_and_those_that_meters_forget_too_early_are_counted) {
  constexpr auto today = "2026-11-22";
  EXPECT_EQ(next_void_number(books), 1);
  for (std::int64_t i = 1; i <= 515; ++i) {
    books::KeyDevice lost;
    lost.serial = fmt::format("{:016d}", 1'000'000 - i);  // another order than that in which they were lost
    lost.kind = books::KeyDeviceKind::clear, lost.state = books::KeyDeviceStatus::voided, lost.void_number = i;
    lost.valid_to = i == 2 ? "2026-10-01" : "2026-11-20";
    books.put(lost);
  }
  EXPECT_EQ(next_void_number(books), 516);
  EXPECT_EQ(voids_forgotten(books, today), 2U) << "three have left the meters, and one of them long passed its last day";
  EXPECT_EQ(void_list(books).size(), void_list_max);
  EXPECT_EQ(void_list(books).back(), fmt::format("{:016d}", 1'000'000 - 515)) << "the newest is told last";
}

TEST_F(Office, a_key_card_is_issued_by_two_persons_and_knows_its_pair_from_both_sides) {
  const auto issue = [&](const char* serial, const char* kind, const char* pair) {
    books::KeyDevice device;
    device.serial = serial, device.kind = *parse_word<books::KeyDeviceKind>(kind), device.pair = pair;
    const auto begun =
        with_two([&](std::int64_t approval) { return permit_issue(books, device, "first counter", approval, as("keller")); });
    ASSERT_TRUE(begun.ok()) << begun.error().what;
    ASSERT_TRUE(apply(note_issued(books, serial, true, as("keller"))));
  };
  issue("0000000000000001", "county", "");
  issue("0000000000000002", "control", "0000000000000001");
  EXPECT_EQ(books.find<books::KeyDevice>("0000000000000001")->pair, "0000000000000002");
  books::KeyDevice again;
  again.serial = "0000000000000001";
  EXPECT_EQ(permit_issue(books, again, "x", 0, as("keller")).error().code, "device_known");
}

TEST_F(Office, the_place_in_the_tree_follows_from_what_a_card_is) {
  ASSERT_TRUE(apply(choose_factors(books, {"4B574F5441303031", ""}, as("keller"))));
  const auto levels = [&](books::KeyDeviceKind kind, std::optional<books::KeyDeviceKind> paired = {}) {
    return factors_above(books.only<books::KeyFactors>(), kind, paired).value().size();
  };
  EXPECT_EQ(levels(books::KeyDeviceKind::master_control), 0u);
  EXPECT_EQ(levels(books::KeyDeviceKind::province), 1u);
  EXPECT_EQ(levels(books::KeyDeviceKind::county), 2u);
  EXPECT_EQ(levels(books::KeyDeviceKind::psam), 3u);
  EXPECT_EQ(levels(books::KeyDeviceKind::control, books::KeyDeviceKind::county), 2u);
  EXPECT_EQ(levels(books::KeyDeviceKind::control, books::KeyDeviceKind::user_mother), 3u);
}

TEST_F(Office, a_card_torn_out_while_it_was_written_is_worthless_and_says_so) {
  books::KeyDevice device;
  device.serial = "0000000000000009", device.kind = books::KeyDeviceKind::user_mother;
  ASSERT_TRUE(apply(register_device(books, device, "key_cards", as("keller"))));
  ASSERT_TRUE(apply(note_issued(books, device.serial, false, as("keller"))));
  EXPECT_EQ(check_device(books, device.serial).error().code, "device_spoiled");
  EXPECT_TRUE(apply(register_device(books, device, "key_cards", as("keller"))).ok())
      << "it may be written anew from the beginning";
}

/// A county card in use, and what it will be after its renewal.
struct Renewal : Office {
  Renewal() {
    device.serial = "0000000000000001", device.kind = books::KeyDeviceKind::county, device.state = books::KeyDeviceStatus::active, device.key_version = 1;
    books.put(device);
    device.key_version = 2;
  }
  Result<books::KeyDevice> permit() {
    return with_two([&](std::int64_t approval) { return permit_renewal(books, device, "yearly change", approval, as("keller")); });
  }
  std::int64_t version() { return books.find<books::KeyDevice>(device.serial)->key_version; }
  books::KeyDevice device;
};

TEST_F(Renewal, two_persons_agree_and_the_books_say_the_new_version_when_the_card_has_it) {
  EXPECT_EQ(permit_renewal(books, device, "alone", 0, as("keller")).error().code, "approval_needed");
  EXPECT_EQ(permit_renewal(books, device, "sold", 0, as("wang")).error().code, "permission_denied");
  ASSERT_TRUE(permit());
  EXPECT_EQ(version(), 1) << "nothing is written yet";
  ASSERT_TRUE(apply(note_renewed(books, device, true, as("keller"))));
  EXPECT_EQ(version(), 2);
  EXPECT_EQ(journal().back(), "device_renewed");
}

TEST_F(Renewal, broken_off_the_card_counts_as_it_was_and_a_void_one_gets_nothing) {
  ASSERT_TRUE(permit());
  ASSERT_TRUE(apply(note_renewed(books, device, false, as("keller"))));
  EXPECT_EQ(version(), 1);
  EXPECT_EQ(journal().back(), "device_not_renewed");
  auto lost = *books.find<books::KeyDevice>(device.serial);
  lost.state = books::KeyDeviceStatus::voided;
  books.put(lost);
  EXPECT_EQ(permit_renewal(books, device, "late", 0, as("keller")).error().code, "card_voided");
}

TEST_F(Office, real_books_that_gave_out_cards_under_test_keys_never_become_a_utilitys_own) {
  form(1);
  deliver(1);
  const Result<std::int64_t> none = 0, some = 7, away = error(Fault::wire, "counters_away", "nobody answers");
  const auto activation = [&](const Result<std::int64_t>& cards) { return permit_activation(books, {1, "begin", 0}, as("keller"), cards).error(); };
  EXPECT_EQ(activation(some).code, "sold_under_test_keys");
  EXPECT_EQ(activation(some).details.at("cards"), "7");
  EXPECT_EQ(activation(away).code, "counters_away") << "only the counters know their cards";
  EXPECT_EQ(activation(none).code, "approval_needed");
  auto utility = *books.only<books::Utility>();
  utility.nature = books::Nature::sample;
  books.put(utility);
  EXPECT_EQ(activation(some).code, "sold_under_test_keys") << "what counts is the counters' books";
  EXPECT_EQ(activation(away).code, "approval_needed") << "nothing is sold in the books of a sample office's counters";
}

}  // namespace
}  // namespace kwota::keys
