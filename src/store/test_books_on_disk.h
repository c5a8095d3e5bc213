// For tests: books in a folder of their own, a key that signs their anchors, and a hand that changes rows behind their back.
#pragma once
#include <gtest/gtest.h>

#include <cstdlib>

#include "store/test_books.h"
#include "store/test_key.h"
#include "store/verify/verify.h"

namespace kwota::store::test {

class BooksOnDisk : public ::testing::Test {
 protected:
  std::unique_ptr<Books> open() { return Books::open({.folder = folder.path, .signer = key.signer()}, clock).value(); }
  void by_hand(const std::string& sql) {
    const auto command = fmt::format("sqlite3 '{}' \"{}\"", (folder.path / books_file).string(), sql);
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
  }
  VerifyReport verified() {
    auto connection = Connection::open((folder.path / books_file).string(), Connection::Mode::write).value();
    return verify(*connection, {.check = key.check(), .anchor_log = folder.path / anchor_log_file, .log_is_whole = true}).value();
  }
  Folder folder;
  ManualClock clock{noon};
  TestKey key;
};

}  // namespace kwota::store::test
