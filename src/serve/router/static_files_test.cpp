// The console's pages, as a browser on a slow line gets them.
#include "serve/router/static_files.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

namespace kwota::serve {
namespace {

struct Console : testing::Test {
  Console() {
    char name[] = "/tmp/kwota-console-XXXXXX";
    folder = mkdtemp(name);
    std::filesystem::create_directories(folder / "assets");
    write("index.html", "<!doctype html>");
    write("assets/counter-1.js", "the whole counter");
    write("assets/counter-1.js.gz", "packed");
  }
  ~Console() override { std::filesystem::remove_all(folder); }
  void write(const std::string& name, std::string_view text) const { std::ofstream(folder / name) << text; }
  static std::string header(const Response& response, std::string_view name) {
    for (const auto& [known, value] : response.headers)
      if (known == name) return value;
    return {};
  }
  Response get(const std::string& path, std::map<std::string, std::string, std::less<>> headers = {}) const {
    return StaticFiles::load(folder.string()).value().serve({.method = "GET", .path = path, .query = {}, .headers = std::move(headers), .body = {}, .remote = {}});
  }
  std::filesystem::path folder;
};

TEST_F(Console, who_takes_gzip_gets_the_packed_page_and_says_so_to_stores_on_the_way) {
  const auto packed = get("/assets/counter-1.js", {{"accept-encoding", "br, gzip;q=0.8"}});
  EXPECT_EQ(packed.body, "packed");
  EXPECT_EQ(header(packed, "Content-Encoding"), "gzip");
  EXPECT_EQ(header(packed, "Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(header(packed, "Vary"), "Accept-Encoding");
  const auto plain = get("/assets/counter-1.js", {{"accept-encoding", "br, gzip;q=0"}});
  EXPECT_EQ(plain.body, "the whole counter");
  EXPECT_EQ(header(plain, "Content-Encoding"), "");
  EXPECT_EQ(header(plain, "Vary"), "Accept-Encoding");
  EXPECT_NE(header(plain, "ETag"), header(packed, "ETag")) << "two representations, two tags";
}

TEST_F(Console, what_a_browser_has_is_not_sent_again) {
  const auto tag = header(get("/assets/counter-1.js", {{"accept-encoding", "gzip"}}), "ETag");
  const auto again = get("/assets/counter-1.js", {{"accept-encoding", "gzip"}, {"if-none-match", tag}});
  EXPECT_EQ(again.status, 304);
  EXPECT_TRUE(again.body.empty());
}

TEST_F(Console, packed_files_are_no_pages_of_their_own) { EXPECT_EQ(get("/assets/counter-1.js.gz").status, 404); }

}  // namespace
}  // namespace kwota::serve
