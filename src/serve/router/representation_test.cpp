// One text for everybody, packed for whoever takes that.
#include "serve/router/representation.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <rapidcheck/gtest.h>

namespace kwota::serve {
namespace {

std::string unpacked(const std::string& gzip, std::size_t room) {
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK) << "of gzip, no other form";
  std::string out(room, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(gzip.data()));
  stream.avail_in = static_cast<uInt>(gzip.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

RC_GTEST_PROP(Gzip, gives_back_what_was_packed, (const std::string& text, unsigned char times)) {
  std::string content;
  for (int n = 0; n < times; ++n) content += text;
  RC_ASSERT(unpacked(gzip_of(content), content.size() + 1) == content);
}

TEST(Representation, packed_and_plain_are_two_of_one_content) {
  const std::string content(10'000, 'x');
  const auto description = Representation::of(content, "application/json", gzip_of(content));
  const auto asked = [&](std::string coding, std::string has = {}) { return description.answer({.method = "GET", .path = "/", .query = {}, .headers = {{"accept-encoding", coding}, {"if-none-match", has}}, .body = {}, .remote = {}}); };
  EXPECT_EQ(asked("identity").body, content);
  const auto small = asked("gzip, br");
  EXPECT_LT(small.body.size(), 100U);
  EXPECT_EQ(unpacked(small.body, content.size() + 1), content);
  const auto tag = small.headers.front();
  EXPECT_EQ(tag.first, "ETag");
  EXPECT_EQ(asked("gzip", tag.second).status, 304);
  EXPECT_EQ(asked("identity", tag.second).status, 200) << "the plain one has another tag";
}

}  // namespace
}  // namespace kwota::serve
