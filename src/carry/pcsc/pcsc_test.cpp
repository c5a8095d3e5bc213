#include "carry/pcsc/pcsc.h"

#include <gtest/gtest.h>

namespace kwota::pcsc {
namespace {

TEST(Pcsc, what_the_service_says_becomes_what_the_cashier_can_do) {
  EXPECT_EQ(error_of(SCARD_E_NO_SMARTCARD).code, "no_card");
  EXPECT_EQ(error_of(SCARD_W_REMOVED_CARD).code, "card_removed");
  EXPECT_EQ(error_of(SCARD_W_RESET_CARD).code, "card_removed") << "whoever reset it took its security state away";
  EXPECT_EQ(error_of(SCARD_W_UNRESPONSIVE_CARD).code, "card_silent");
  EXPECT_EQ(error_of(SCARD_E_NOT_TRANSACTED).code, "card_silent");
  EXPECT_EQ(error_of(SCARD_E_SHARING_VIOLATION).code, "sharing");
  for (const LONG status : {SCARD_E_NO_SERVICE, SCARD_E_SERVICE_STOPPED, SCARD_E_UNKNOWN_READER, SCARD_E_READER_UNAVAILABLE,
                            SCARD_E_NO_READERS_AVAILABLE, SCARD_F_COMM_ERROR, SCARD_E_INVALID_HANDLE})
    EXPECT_EQ(error_of(status).code, "reader_offline") << std::hex << status;
}

TEST(Pcsc, a_reader_that_went_away_is_no_reason_to_begin_with_a_new_service) {
  for (const LONG status :
       {SCARD_S_SUCCESS, SCARD_E_TIMEOUT, SCARD_E_CANCELLED, SCARD_E_UNKNOWN_READER, SCARD_E_NO_READERS_AVAILABLE})
    EXPECT_FALSE(service_lost(status)) << std::hex << status;
  for (const LONG status : {SCARD_E_NO_SERVICE, SCARD_E_SERVICE_STOPPED, SCARD_F_COMM_ERROR, SCARD_E_INVALID_HANDLE})
    EXPECT_TRUE(service_lost(status)) << std::hex << status;
}

}  // namespace
}  // namespace kwota::pcsc
