// What is given again under the key of a request, and what is made anew.
#include "serve/router/repeats.h"

#include <gtest/gtest.h>

#include "base/spool.h"

namespace kwota::serve {
namespace {

struct Asked : testing::Test {
  Asked() {
    request.method = "POST";
    request.path = "/api/v1/queries/file";
    request.headers["idempotency-key"] = "key-1";
  }
  bool is_new() {
    const auto before = repeats.begin("miller", request);
    return before.ok() && !before->has_value();
  }
  Repeats repeats;
  Request request;
};

TEST_F(Asked, an_answer_is_given_again_and_a_second_request_meanwhile_is_refused) {
  ASSERT_TRUE(is_new());
  EXPECT_EQ(repeats.begin("miller", request).error().code, "request_in_progress");
  Response made;
  made.body = "{\"number\": 7}";
  repeats.end("miller", "key-1", made);
  const auto again = repeats.begin("miller", request);
  ASSERT_TRUE(again.ok() && again->has_value());
  EXPECT_EQ((*again)->body, made.body);
  request.body = "{}";
  EXPECT_EQ(repeats.begin("miller", request).error().code, "idempotency_key_reused");
}

TEST_F(Asked, a_file_is_not_kept_its_room_is_free_when_it_was_taken_away) {
  auto file = Spool::make();
  ASSERT_TRUE(file.ok());
  const std::weak_ptr<Spool> held = *file;
  ASSERT_TRUE(is_new());
  {
    Response made;
    made.file = *std::move(file);
    repeats.end("miller", "key-1", made);
  }
  EXPECT_TRUE(held.expired());
  EXPECT_TRUE(is_new()) << "it is read once: who asks again gets one of his own";
}

}  // namespace
}  // namespace kwota::serve
