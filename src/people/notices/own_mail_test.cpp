// Where somebody wants letters of the house, and of what.
#include "people/notices/own_mail.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "people/test_office.h"

namespace kwota::people {
namespace {

struct OwnMail : testing::Test, test::Office {};

TEST_F(OwnMail, is_his_own_and_changes_nothing_else_of_him) {
  const auto row = apply(set_own_mail(books, "li@example.org", {"job_ended", "tamper", "job_ended"}, as("li"))).value();
  EXPECT_EQ(row.mail, "li@example.org");
  EXPECT_EQ(mailed_events(row), (std::vector{books::NoticeEvent::job_ended, books::NoticeEvent::tamper}));
  EXPECT_EQ(row.roles, "manager");
  EXPECT_TRUE(books.find<books::Operator>("wang")->mail.empty());
  EXPECT_TRUE(apply(set_own_mail(books, "", {}, as("li")))->mail_of.empty());
}

TEST_F(OwnMail, is_an_address_and_events_that_there_are) {
  EXPECT_EQ(apply(set_own_mail(books, "li@example.org\r\nBcc: x@y.cn", {}, as("li"))).error().code, "bad_mail_address");
  EXPECT_EQ(apply(set_own_mail(books, "li@example.org", {"war"}, as("li"))).error().code, "unknown_event");
  EXPECT_TRUE(books.find<books::Operator>("li")->mail.empty());
}

TEST_F(OwnMail, offers_what_he_would_hear_on_the_bell) {
  const auto of = [&](const char* name) { return events_for(*books.find<books::Operator>(name)); };
  EXPECT_EQ(std::ranges::count(of("wang"), books::NoticeEvent::backup_old), 0);
  EXPECT_EQ(std::ranges::count(of("root"), books::NoticeEvent::backup_old), 1);
}

}  // namespace
}  // namespace kwota::people
