// The meter model that tests/house added: known by its name everywhere, and sold to, from the quote to its statement.
#include <gtest/gtest.h>

#include "carry/lines/all.h"
#include "models/all.h"
#include "sim/field/stage.h"

namespace kwota {
namespace {

TEST(AddedModel, is_in_the_list_and_collection_is_handed_what_is_true_of_it) {
  const auto* model = models::find("HOUSE100");
  ASSERT_NE(model, nullptr);
  EXPECT_EQ(model->impulses_per_kwh, 800);
  EXPECT_EQ(lines::known_devices().facts_of("HOUSE100").protocol, model->facts.protocol);
  EXPECT_FALSE(model->facts.findings.empty());
}

TEST(AddedModel, takes_a_sale_once_and_tells_what_became_of_it) {
  const auto played = field::play(std::string(KWOTA_SOURCE_DIR) + "/tests/house/model/sale.log");
  EXPECT_TRUE(played.holds()) << (played.failure ? field::in_words(*played.failure) : "");
}

}  // namespace
}  // namespace kwota
