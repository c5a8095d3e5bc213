#include "work/letters/outbox.h"

#include <chrono>

#include "base/idle_thread.h"
#include "sell/settings/in_force.h"
#include "work/letters/secrets.h"

namespace kwota::letters {
namespace {

/// The machine's time between two looks at what waits. [K]
constexpr auto glance = std::chrono::milliseconds(500);
constexpr std::size_t at_a_time = 20;

books::Actor house() { return {.operator_name = {}, .action = "letters", .station = {}}; }

/// Why nothing left the house.
TryResult kept(LetterFailure failure) { return {failure}; }

}  // namespace

Places places_of(const books::Reader& books, Instant now) {
  using enum settings::SettingName;
  const auto text = [&](settings::SettingName name) { return settings::text_in_force(books, name, now); };
  Places out;
  const auto relay = address_gate::parse_relay(text(mail_relay));
  const auto from = text(mail_from);
  if (relay && !from.empty()) out.mail = MailPlace{*relay, from, text(mail_user)};
  if (auto address = text(message_address); !address.empty()) out.message = MessagePlace{std::move(address)};
  return out;
}

Outbox::Outbox(Parts parts, const std::function<std::unique_ptr<Transport>(std::function<bool()>)>& transport)
    : parts_(std::move(parts)), transport_(transport([this] { return ending_.load(); })) {}

Outbox::~Outbox() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Outbox::start() {
  thread_ = std::thread([this] {
    run_when_idle();
    loop();
  });
}

void Outbox::loop() {
  for (std::unique_lock lock(mutex_); !wake_.wait_for(lock, glance, [this] { return ending_.load(); });) {
    lock.unlock();
    while (!ending_ && send_due() == at_a_time) {
    }
    lock.lock();
  }
}

std::size_t Outbox::send_due() {
  const auto waiting = parts_.books.read([&](const books::Reader& books) -> Result<std::vector<Letter>> { return due(books, parts_.clock.now(), at_a_time); });
  std::size_t moved = 0;
  if (!waiting) return moved;
  for (const auto& letter : *waiting) {
    if (ending_) break;
    moved += send(letter) ? 1 : 0;
  }
  return moved;
}

bool Outbox::send(const Letter& letter) {
  const auto now = parts_.clock.now();
  const auto places = parts_.books.read([&](const books::Reader& books) -> Result<Places> { return places_of(books, now); });
  if (!places) return false;
  const bool mail = letter.way == books::LetterWay::mail;
  if (mail ? !places->mail : !places->message) return noted(letter, kept(LetterFailure::no_relay)), true;
  if (now - letter.made > letter_lasts) return noted(letter, {LetterFailure::too_old, 0, true}), true;
  auto content = parts_.content(letter);
  if (content.failure != LetterFailure::none) return noted(letter, {content.failure, 0, true}), true;
  auto secret = !mail ? read_secret(parts_.key_file) : places->mail->user.empty() ? std::optional<std::string>{""} : read_secret(parts_.password_file);
  if (!secret) return noted(letter, kept(LetterFailure::no_secret)), true;

  // Journal before send: from here on nobody can say that nothing left.
  const auto begun = parts_.books.run(house(), [&](const books::Reader& books) { return begin_try(books, letter.number, now); });
  if (!begun) return false;
  if (begun->state != books::LetterStatus::waiting) return true;
  const Parcel parcel{*begun, now, std::move(content.enclosure)};
  std::optional<TryResult> told;
  if (mail) {
    auto place = *places->mail;
    place.password = *secret;
    told = transport_->mail(place, parcel);
    wipe(place.password);
  } else {
    auto place = *places->message;
    place.key = *secret;
    told = transport_->message(place, parcel);
    wipe(place.key);
  }
  wipe(*secret);
  if (!told) return false;
  noted(*begun, *told);
  return true;
}

void Outbox::noted(const Letter& before, const TryResult& told) {
  const auto now = parts_.clock.now();
  const auto row = parts_.books.run(house(), [&](const books::Reader& books) { return end_try(books, before.number, told, now); });
  if (row && parts_.told) parts_.told(*row);
}

}  // namespace kwota::letters
