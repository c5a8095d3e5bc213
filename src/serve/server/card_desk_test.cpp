// The desk where cards lie, without any: what it waits for does not come.
#include "serve/desk/card_desk.h"

#include <gtest/gtest.h>

#include <future>

#include "base/ids_text.h"
#include "seal/vault/test_no_vault.h"
#include "sell/scheme/test_schemes.h"
#include "store/test_books.h"

namespace kwota::serve {
namespace {

constexpr CardSerial mother{{0x62, 0x26, 0x11, 0x20, 0x00, 0x00, 0x00, 0x07}};

struct EmptyDesk : testing::Test {
  ManualClock clock{store::test::noon};
  std::unique_ptr<store::Books> books = store::Books::in_memory(clock).value();
  SystemRandom random;
  seal::test::NoVault vault;
  Events events;
  CardDesk desk{*books, vault, scheme::test_schemes, teller::Families{{}}, random, clock, events};
};

TEST_F(EmptyDesk, a_card_that_was_asked_for_and_is_not_put_down_in_time_is_named) {
  const auto reader = desk.reader_with(mother, Duration::ms(1));
  ASSERT_FALSE(reader.ok());
  EXPECT_EQ(reader.error().code, "card_awaited");
  EXPECT_EQ(reader.error().details.at("card"), to_text(mother)) << "whoever stands there knows which one";
}

TEST_F(EmptyDesk, whoever_waits_for_a_card_is_answered_when_the_program_ends) {
  auto waiting = std::async(std::launch::async, [this] { return desk.reader_with(mother, Duration::minutes(2)); });
  desk.stop();
  EXPECT_EQ(waiting.get().error().code, "card_awaited");
}

}  // namespace
}  // namespace kwota::serve
