// A purse card and a terminal's PSAM torn at every byte of what they store seldom: purchases, PINs, blocking, erasing, numbers, open locks. What must hold: the
// card before the command or the card after, a tried PIN is counted, a number is given once, and the lock of a pump that runs is settled whatever happens.
#include "carry/iso7816/key_usage.h"
#include "sim/card_os/test_purse.h"
#include "sim/card_os/test_tear.h"

namespace kwota::sim {
namespace tear_purse {
namespace {
using namespace test;
using iso7816::SamKind;

constexpr Money yuan(std::int64_t n) { return Money::minor(100 * n); }
constexpr std::string_view first_pin = "323436383130", other_pin = "393137333535";

template <class Run>
Step of_purse(std::string_view what, Run run) {
  return {what, [run](Desk& desk) {
            PurseDesk purse(desk);
            return run(purse);
          }};
}
Step sent(std::string_view what, std::string apdu) {
  return {what, [apdu = std::move(apdu)](Desk& desk) { return desk.send(apdu); }};
}
/// One that the card refuses so, and must not forget.
Step refused(std::string_view what, std::string apdu, std::string_view sw) {
  return {what, [apdu = std::move(apdu), sw](Desk& desk) { return desk.send(apdu) == sw ? std::string{"9000"} : std::string{"not refused"}; }};
}
Step under_maintenance(std::string_view what, std::string_view header) {
  return {what, [header](Desk& desk) { return desk.protect(credit_key, header, {}); }};
}
std::string pin_command(std::string_view digits) { return "0020000106" + std::string{digits}; }

std::vector<Step> loaded_purse() {
  auto life = purse_personalisation();
  life.push_back(sent("3F01", "00A4040009A00000000386980701"));
  life.push_back(sent("PIN", pin_command(first_pin)));
  life.push_back(of_purse("load", [](PurseDesk& purse) { return purse.load(yuan(100)); }));
  return life;
}

TEST(TearPurse, a_purchase_a_changed_PIN_and_tries_that_failed_are_there_or_not_at_every_byte) {
  auto life = loaded_purse();
  for (int time = 0; time < 2; ++time) life.push_back(of_purse("purchase", [](PurseDesk& purse) { return purse.purchase(yuan(3)); }));
  life.push_back(sent("another PIN", "805E01010D" + std::string{first_pin} + "FF" + std::string{other_pin}));
  life.push_back(refused("the old PIN", pin_command(first_pin), "63C2"));
  life.push_back(refused("the old PIN again", pin_command(first_pin), "63C1"));
  life.push_back(sent("the new one", pin_command(other_pin)));
  expect_old_or_new(life, 20);
}

TEST(TearPurse, a_blocked_freed_and_erased_application_is_so_or_not_at_every_byte) {
  auto life = loaded_purse();
  life.push_back(under_maintenance("blocked", "841E0000"));
  life.push_back(under_maintenance("free again", "84180000"));
  life.push_back({"master", [](Desk& desk) { return desk.authenticate(0, master_key); }});
  life.push_back(sent("erased", "800E0000"));
  expect_old_or_new(life, 19);
}

TEST(TearPurse, an_application_that_is_blocked_for_ever_and_a_blocked_card_are_so_or_not_at_every_byte) {
  for (const std::string_view last : {"841E0001", "84160000"}) {
    auto life = loaded_purse();
    life.push_back(under_maintenance("the last order", last));
    expect_old_or_new(life, 17);
  }
}

// ---- what the next contact sees

/// A card whose power may go at any byte.
struct TornCard {
  SeededRandom random{7};
  std::shared_ptr<TornStorage> storage = std::make_shared<TornStorage>(std::make_shared<MemoryStorage>(CardMemory::storage_bytes));
  std::optional<CardOs> card;
  std::optional<Desk> desk;

  explicit TornCard(const std::vector<Step>& life) {
    EXPECT_TRUE(store_card(storage, blank_card(serial, transport_key)).ok());
    auto opened = CardOs::open(storage, random);
    card.emplace(std::move(opened).value());
    desk.emplace(*card);
    EXPECT_TRUE(card->power_on().ok());
    for (const auto& step : life) {
      const auto answer = step.run(*desk);
      EXPECT_TRUE(answer.ends_with("9000")) << step.what << ": " << answer;
    }
  }
  void power_comes_back(std::string_view application) {
    storage->restore_power();
    ASSERT_TRUE(card->power_on().ok());
    desk->send(application);
  }
};
constexpr std::string_view purse_application = "00A4040009A00000000386980701";

TEST(TearPurse, a_purchase_that_was_cut_took_the_money_once_or_not_and_an_answer_says_that_it_did) {
  TornCard torn(loaded_purse());
  PurseDesk purse(*torn.desk);
  Money held = yuan(100);
  std::size_t cuts = 0;
  for (std::size_t cut = 0; purse.sw != "9000"; ++cut) {
    ASSERT_EQ(purse.begin_purchase(Money::minor(1)), "9000");
    const Bytes order = purse.seal_purchase();
    torn.storage->lose_power_after(cut);
    const Bytes answer = purse.send(order);
    const bool answered = !answer.empty();
    torn.power_comes_back(purse_application);
    const Money now = purse.balance();
    EXPECT_TRUE(now == held - Money::minor(1) || (now == held && !answered)) << "cut after byte " << cut;
    purse.send(order);
    EXPECT_NE(purse.sw, "9000") << "the same order again takes nothing";
    EXPECT_EQ(purse.balance(), now);
    held = now;
    ++cuts;
    purse.sw = answered ? "9000" : "";
  }
  EXPECT_GT(cuts, 400u) << "bytes of one stored card";
}

TEST(TearPurse, a_wrong_PIN_is_counted_before_it_is_answered_and_its_tries_never_grow) {
  TornCard torn(loaded_purse());
  const auto tries_left = [&] {
    const auto answer = torn.desk->send("0020000106" "000000000000");
    return answer == "6983" ? 0 : answer[3] - '0';
  };
  std::size_t cut = 0;
  for (bool answered = false; !answered; ++cut) {
    torn.desk->send(pin_command(first_pin));  // three tries
    torn.storage->lose_power_after(cut);
    const auto answer = torn.desk->send("0020000106" "000000000000");
    answered = answer != "silent";
    torn.power_comes_back(purse_application);
    const int left = tries_left();
    EXPECT_TRUE(left == 1 || (left == 2 && !answered)) << "cut after byte " << cut << ": " << left;
  }
  EXPECT_GT(cut, 400u);
}

TEST(TearPurse, an_erased_card_holds_nothing_of_its_purse_and_a_cut_one_all_of_it) {
  std::size_t erased = 0, whole = 0;
  for (std::size_t cut = 0; erased == 0; cut += 7) {
    TornCard torn(loaded_purse());
    PurseDesk purse(*torn.desk);
    torn.desk->authenticate(0, master_key);
    torn.storage->lose_power_after(cut);
    torn.desk->send("800E0000");
    torn.power_comes_back(purse_application);
    const Money left = purse.balance();
    if (purse.sw == "9000") {
      EXPECT_EQ(left, yuan(100)) << cut;
      ++whole;
    } else {
      EXPECT_EQ(torn.desk->send(pin_command(first_pin)), "6A88") << "no key is left of it";
      ++erased;
    }
  }
  EXPECT_GT(whole, 10u);
}

// ---- the PSAM of a pump

const Bytes county_purchase_key = hex("00112233445566778899AABBCCDDEEFF"), terminal_tac_key = hex("0C6F64594386BDBFC4DEEBDD870A707C");
constexpr std::string_view farmer = "1301260000000017", neighbour = "1301260000000025";
constexpr std::string_view sam_application = "00A4000002DF02";

Step sam_key(SamKind kind, std::uint8_t levels, const Bytes& value) {
  return {"key", [=](Desk& desk) { return desk.write_key(master_key, 0x00, 0, join(to_hex(Bytes{iso7816::sam_usage(kind, levels), 1, 0x00}), value)); }};
}
std::vector<Step> pump_sam() {
  return {{"transport key", [](Desk& desk) { return desk.authenticate(0, transport_key); }},
          sent("create DF02", "80E0DF0208" "381400F0F000FFFF"),
          sent("DF02", std::string{sam_application}),
          sent("key file", "80E00000073F0400FFF0FFFF"),
          {"master key", [](Desk& desk) { return desk.write_key(transport_key, 0x01, 0, join("F9F0F00AFF", master_key)); }},
          sent("PIN", "80D401010B3AF0EF0133323436383130"),
          sent("terminal number", "80E0001607" "280006F0F0FFFF"),
          sent("counter", "80E0001807" "280004F0EFFFFF"),
          sent("open locks", "80E0001B07" "280A00EFEFFFFF"),
          sent("its number", "00D6960006" "130101000007"),
          sam_key(SamKind::purchase, 1, county_purchase_key),
          sam_key(SamKind::terminal_tac, 0, terminal_tac_key),
          sent("PIN", pin_command(first_pin))};
}
std::string draw(std::string_view card) { return "E04000001C" "01020304" "0005" "00002710" "92" "20260601083000" "0100" + std::string{card}; }

/// As the card answers the lock that the PSAM has opened.
std::string certificate(std::string_view drawn, std::string_view card) {
  std::array<std::uint8_t, 8> factor{};
  std::ranges::copy(hex(card), factor.begin());
  const purse::Trade lock{.random = {1, 2, 3, 4}, .sequence = 5, .terminal_sequence = get_be32(hex(drawn.substr(0, 8)).data()), .amount = {},
                          .type = purse::TransactionType::purse_grey_lock, .terminal = some_terminal, .moment = some_moment};
  std::array<std::uint8_t, 4> terminal_random{};
  std::ranges::copy(hex(drawn.substr(8, 8)), terminal_random.begin());
  const auto session = purse::grey_session(seal::diversify(seal::Key::des(county_purchase_key), factor), lock, terminal_random).session;
  return "E042000004" + to_hex(purse::session_mac(session, purse::lock_answer(Money::minor(10'000), lock)));
}
std::string debit(std::string_view card) { return "E04400000F94" + std::string{card} + "0005" "0000029A"; }

TEST(TearPsam, numbers_open_locks_debits_and_acknowledgements_are_there_or_not_at_every_byte) {
  auto life = pump_sam();
  life.push_back({"lock, debit, acknowledged", [](Desk& desk) {
                    const auto drawn = desk.send(draw(farmer));
                    if (!drawn.ends_with("9000") || desk.send(certificate(drawn, farmer)) != "9000") return std::string{"no lock"};
                    if (!desk.send(debit(farmer)).ends_with("9000")) return std::string{"no debit"};
                    return desk.send("E046010004" + drawn.substr(0, 8));
                  }});
  life.push_back(sent("a purchase", "807000001C" "584633C9" "0003" "00000064" "06" "20161216134600" "0100" + std::string{farmer}));
  life.push_back(refused("a wrong answer to it", "8072000004" "00000000", "9302"));
  expect_old_or_new(life, 15);
}

TEST(TearPsam, a_number_is_given_once_whenever_the_power_goes) {
  TornCard torn(pump_sam());
  std::int64_t newest = -1;
  std::size_t cut = 0;
  for (bool answered = false; !answered; ++cut) {
    torn.storage->lose_power_after(cut);
    const auto lost = torn.desk->send(draw(farmer));
    answered = lost != "silent";
    torn.power_comes_back(sam_application);
    torn.desk->send(pin_command(first_pin));
    const auto next = torn.desk->send(draw(farmer));
    ASSERT_TRUE(next.ends_with("9000")) << cut << ": " << next;
    const auto number = get_be32(hex(next.substr(0, 8)).data());
    EXPECT_GT(std::int64_t{number}, newest) << "cut after byte " << cut;
    if (answered) {
      EXPECT_GT(number, get_be32(hex(lost.substr(0, 8)).data()));
    }
    newest = number;
  }
  EXPECT_GT(cut, 500u);
}

/// A pump waters with the neighbour's lock; whatever else is stored then, and cut, his debit is the same afterwards.
TEST(TearPsam, the_lock_of_who_waters_is_settled_by_the_same_seal_wherever_another_command_was_cut) {
  std::string seal;
  for (const std::string_view cut_command : {"draw", "certify", "debit", "acknowledge"}) {
    std::size_t cut = 0;
    for (bool answered = false; !answered; cut += 61) {
      TornCard torn(pump_sam());
      const auto running = torn.desk->send(draw(neighbour));
      ASSERT_EQ(torn.desk->send(certificate(running, neighbour)), "9000");
      std::string command = draw(farmer);
      if (cut_command != "draw") {
        const auto drawn = torn.desk->send(draw(farmer));
        command = certificate(drawn, farmer);
        if (cut_command != "certify") {
          ASSERT_EQ(torn.desk->send(command), "9000");
          command = debit(farmer);
        }
        if (cut_command == "acknowledge") {
          ASSERT_TRUE(torn.desk->send(command).ends_with("9000"));
          command = "E046010004" + drawn.substr(0, 8);
        }
      }
      torn.storage->lose_power_after(cut);
      answered = torn.desk->send(command) != "silent";
      torn.power_comes_back(sam_application);
      torn.desk->send(pin_command(first_pin));
      const auto paid = torn.desk->send(debit(neighbour));
      ASSERT_EQ(paid.size(), 20u) << cut_command << ", cut after byte " << cut << ": " << paid;
      EXPECT_EQ(torn.desk->send("E046000004" + running.substr(0, 8)), paid) << "and said again";
      if (seal.empty()) seal = paid;
      EXPECT_EQ(paid, seal) << cut_command << ", cut after byte " << cut;
    }
  }
}

}  // namespace
}  // namespace tear_purse
}  // namespace kwota::sim
