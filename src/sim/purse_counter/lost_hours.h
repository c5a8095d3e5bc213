// Hours that the books lose: they are put back to an older copy while cards and wells go on, and what a card proves is taken over.
#pragma once
#include <filesystem>

#include "sim/purse_counter/wells.h"

namespace kwota::sim {

class LostHours : public Wells {
 protected:
  void copy() {
    office.reset();
    std::filesystem::copy(folder.path, kept.path, std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing);
    office = open();
  }
  /// What the card has done since is in no books any more.
  void put_back() {
    office.reset();
    for (const auto& entry : std::filesystem::directory_iterator(folder.path)) std::filesystem::remove_all(entry.path());
    std::filesystem::copy(kept.path, folder.path, std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing);
    office = open();
  }
  purse::TakeOverRequest request() {
    auto on = on_reader();
    auto found = desk_of_cards().look(on, as("li")).value();
    EXPECT_FALSE(found.trouble) << found.trouble->what;
    const auto proven = desk_of_cards().prove(on, found, account, as("li"));
    EXPECT_TRUE(proven.ok()) << proven.error().code;
    return {.claim = claim(), .account = account, .reason = "books restored", .seen = found.for_shop(), .proven = *proven, .approval = 0, .rest = rest};
  }
  purse::Outcome taken_over() {
    auto asked = request();
    const auto needed = office->read([&, context = as("li")](const books::Reader& books) { return purse::take_over(books, asked, context); }).error();
    EXPECT_EQ(needed.code, "approval_needed");
    const auto waits = run("take_over_card", [&](const auto& books, const auto& context) { return people::ask_approval(books, {"take_over_card", needed.details.at("content"), "books restored"}, context); });
    run("approvals", [&](const auto& books, const auto& context) { return people::decide_approval(books, {waits.number, true, ""}, context); }, "sun");
    asked.approval = waits.number;
    return run("take_over_card", [&](const auto& books, const auto& context) { return purse::take_over(books, asked, context); });
  }
  store::test::Folder kept;
  purse::LostRest rest = purse::LostRest::not_said;
};

}  // namespace kwota::sim
