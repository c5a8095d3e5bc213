#include "collect/report/facts/of_document.h"

#include <gtest/gtest.h>

namespace kwota::facts {
namespace {

TEST(Documents, what_was_written_is_read_again) {
  const std::vector<Reference> all{{ReferenceKind::paper, "R3-00010247"}, {ReferenceKind::paper, "N-3"}, {ReferenceKind::request, "12"}, {ReferenceKind::statement, "7", "000000123456"}};
  EXPECT_EQ(written(all), "R3-00010247, N-3, request/12, statement/000000123456/7");
  EXPECT_EQ(references_in(written(all)), all);
  EXPECT_TRUE(references_in(written({})).empty());
}

TEST(Documents, a_word_of_a_meter_without_its_number_is_called_by_what_it_says) {
  EXPECT_EQ(references_in("statement/7"), (std::vector<Reference>{{ReferenceKind::paper, "statement/7"}}));
}

}  // namespace
}  // namespace kwota::facts
