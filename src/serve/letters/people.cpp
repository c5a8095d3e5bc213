#include "serve/letters/people.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/text/address_gate.h"
#include "books/lookup.h"
#include "people/notices/notices.h"
#include "people/notices/own_mail.h"
#include "people/notices/sends.h"
#include "serve/api/visibility.h"
#include "serve/letters/customers.h"
#include "serve/letters/texts.h"
#include "serve/letters/to_customer.h"
#include "work/jobs/jobs.h"

namespace kwota::serve {
namespace {

using books::LetterFailure;
using books::LetterKind;
using letters::Content;

/// What most relays take. [K]
constexpr std::uint64_t enclosure_max = 10 * 1024 * 1024;

/// The plan by which this notice's job was made, where he gets it as a letter.
std::optional<books::Job> mailed_job(const books::Reader& books, const books::Notice& notice) {
  if (notice.event != books::NoticeEvent::job_ended) return std::nullopt;
  auto job = books.find<books::Job>(number_in(notice.object));
  const auto plan = job && job->plan != 0 ? books.find<books::SendPlan>(job->plan) : std::nullopt;
  if (!plan || job->file.empty()) return std::nullopt;
  const auto names = people::mailed_to(*plan);
  if (std::ranges::find(names, job->operator_name) == names.end()) return std::nullopt;
  return job;
}

letters::Wanted addressed(letters::Wanted letter, const books::Operator& who, const books::Notice& notice) {
  letter.to = who.name;
  letter.address = who.mail;
  letter.station = notice.station;
  letter.object = std::to_string(notice.number);
  return letter;
}

letters::Wanted report_letter(const books::Reader& books, const books::Job& job, const books::Operator& who, const books::Notice& notice, Instant now) {
  const auto plan = books.find<books::SendPlan>(job.plan);
  const auto language = language_for(plan ? plan->language : who.language);
  auto letter = addressed(composed(books, LetterKind::report, books::LetterWay::mail, language, {{"name", plan ? plan->name : job.file_name}, {"file", job.file_name}}, now), who, notice);
  letter.object = std::to_string(job.number);
  letter.job = job.number;
  return letter;
}

letters::Wanted notice_letter(const books::Reader& books, const books::Notice& notice, const books::Operator& who, Instant now) {
  const auto language = language_for(who.language);
  auto letter = addressed(composed(books, LetterKind::notice, books::LetterWay::mail, language, {{"what", notice_sentence(notice, language)}}, now), who, notice);
  letter.may_wait = !notice.critical;
  return letter;
}

bool wants(const books::Operator& who, books::NoticeEvent event) {
  const auto chosen = people::mailed_events(who);
  return std::ranges::find(chosen, event) != chosen.end();
}

/// He is there, the address is his, and he may hear it.
bool still_for(const books::Reader& books, const books::Letter& letter) {
  if (letter.kind == LetterKind::test) return true;
  if (letter.to_kind == books::LetterTo::customer) {
    const auto customer = books.find<books::Customer>(CustomerNumber::from(static_cast<std::uint64_t>(number_in(letter.to))));
    if (!customer || customer->state == books::CustomerStatus::removed) return false;
    const bool mail = letter.way == books::LetterWay::mail;
    return customer->hears_by == (mail ? books::HearsBy::mail : books::HearsBy::message) && letter.address == (mail ? customer->mail : address_gate::bare_phone(customer->phone));
  }
  const auto who = books.find<books::Operator>(letter.to);
  if (!who || who->state != books::OperatorStatus::active || who->mail != letter.address) return false;
  if (letter.kind != LetterKind::notice) return true;
  const auto notice = books.find<books::Notice>(number_in(letter.object));
  return notice && people::concerns(*notice, *who);
}

/// A letter that tells a customer how things are. A receipt tells what was, and is true for ever.
std::optional<Content> to_customer(const books::Reader& books, const books::Letter& letter, Instant now, tariff::PlanCache* plans) {
  if (letter.to_kind != books::LetterTo::customer || letter.kind == LetterKind::receipt) return std::nullopt;
  const auto zone = books::utility_zone(books);
  const auto said = as_of_now(books, letter, zone.ok() ? *zone : Zone::utc(), now, plans);
  if (!said) return Content{LetterFailure::no_longer_so};
  if (said->text == letter.text && said->subject == letter.subject) return std::nullopt;
  return Content{.said = letters::SaidNow{said->language, said->subject, said->text}};
}

/// As it stands in a header: letters, digits, points and hyphens.
std::string plain_name(std::string name) {
  std::ranges::replace_if(name, [](char c) { return !is_letter_or_digit(c) && c != '.' && c != '-'; }, '_');
  return name;
}

Content enclosed(ServerParts& server, const books::Job& job, const books::Operator& who) {
  auto file = server.jobs->file_of(job, who);
  if (!file) return {file.error().fault == Fault::refused ? LetterFailure::right_lost : LetterFailure::file_gone};
  if ((*file)->size() > enclosure_max) return {LetterFailure::file_too_big};
  if (!let_out(server, who, job.file_name, jobs::personal_columns(job))) return {LetterFailure::right_lost};
  return {LetterFailure::none, letters::Enclosure{std::move(*file), plain_name(job.file_name), job.content_type}};
}

}  // namespace

std::vector<letters::Wanted> letters_of_notices(const books::Reader& books, const std::vector<books::Notice>& notices, Instant now) {
  std::vector<letters::Wanted> out;
  if (notices.empty() || !letters::places_of(books, now).mail) return out;
  const auto everybody = books.all<books::Operator>();
  for (const auto& notice : notices) {
    const auto job = mailed_job(books, notice);
    for (const auto& who : everybody) {
      if (who.mail.empty() || who.state != books::OperatorStatus::active || !people::concerns(notice, who)) continue;
      if (job)
        out.push_back(report_letter(books, *job, who, notice, now));
      else if (wants(who, notice.event))
        out.push_back(notice_letter(books, notice, who, now));
    }
  }
  return out;
}

Content content_of(ServerParts& server, const books::Letter& letter) {
  const auto now = server.clock.now();
  struct Found {
    bool still = false;
    std::optional<Content> to_customer;
    std::optional<books::Job> job;
    std::optional<books::Operator> who;
  };
  const auto found = server.books.read([&](const books::Reader& books) -> Result<Found> {
    Found out{still_for(books, letter), to_customer(books, letter, now, server.plans.get()), std::nullopt, std::nullopt};
    if (letter.job != 0) out.job = books.find<books::Job>(letter.job), out.who = books.find<books::Operator>(letter.to);
    return out;
  });
  if (!found || !found->still) return {LetterFailure::right_lost};
  if (found->to_customer) return *found->to_customer;
  if (letter.job == 0) return {};
  if (!found->job || !found->who) return {LetterFailure::file_gone};
  return enclosed(server, *found->job, *found->who);
}

}  // namespace kwota::serve
