#include "work/letters/outbox.h"

#include <algorithm>
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

Outbox::Outbox(Parts parts, const std::function<std::unique_ptr<Transport>(std::function<bool()>)>& transport) : parts_(std::move(parts)) {
  for (const auto way : {books::LetterWay::mail, books::LetterWay::message}) lanes_.push_back({way, transport([this] { return ending_.load(); })});
}

Outbox::~Outbox() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_all();
  for (auto& lane : lanes_)
    if (lane.thread.joinable()) lane.thread.join();
}

Outbox::Lane& Outbox::lane_of(books::LetterWay way) { return *std::ranges::find(lanes_, way, &Lane::way); }

void Outbox::start() {
  for (auto& lane : lanes_)
    lane.thread = std::thread([this, way = lane.way] {
      run_when_idle();
      loop(way);
    });
}

void Outbox::loop(books::LetterWay way) {
  for (std::unique_lock lock(mutex_); !wake_.wait_for(lock, glance, [this] { return ending_.load(); });) {
    lock.unlock();
    while (!ending_ && send_due(way) == at_a_time) {
    }
    lock.lock();
  }
}

std::size_t Outbox::send_due(books::LetterWay way) {
  // By a clock that is a year ahead each would be too old, or were tried again in a year.
  if (parts_.books.clock_state().doubt != books::ClockDoubt::none) return 0;
  const auto waiting = parts_.books.read([&](const books::Reader& books) -> Result<std::vector<Letter>> { return due(books, way, parts_.clock.now(), at_a_time); });
  std::size_t moved = 0;
  if (!waiting) return moved;
  for (const auto& letter : *waiting) {
    if (ending_) break;
    const auto turn = send(lane_of(way), letter);
    moved += turn == Turn::not_its ? 0 : 1;
    if (turn == Turn::unanswered) break;  // the next one would wait as long, and no try is counted that need not be
  }
  return moved;
}

Outbox::Turn Outbox::send(Lane& lane, const Letter& letter) {
  const auto now = parts_.clock.now();
  const auto places = parts_.books.read([&](const books::Reader& books) -> Result<Places> { return places_of(books, now); });
  if (!places) return Turn::not_its;
  const bool mail = lane.way == books::LetterWay::mail;
  if (mail ? !places->mail : !places->message) return noted(letter, kept(LetterFailure::no_relay)), Turn::moved;
  if (now - letter.made > letter_lasts) return noted(letter, {LetterFailure::too_old, 0, true}), Turn::moved;
  auto content = parts_.content(letter);
  if (content.failure != LetterFailure::none) return noted(letter, {content.failure, 0, true}), Turn::moved;
  auto secret = !mail ? read_secret(parts_.key_file) : places->mail->user.empty() ? std::optional<std::string>{""} : read_secret(parts_.password_file);
  if (!secret) return noted(letter, kept(LetterFailure::no_secret)), Turn::moved;

  // Journal before send: from here on nobody can say that nothing left.
  const auto begun = parts_.books.run(house(), [&](const books::Reader& books) { return begin_try(books, letter.number, now, content.said); });
  if (!begun) return Turn::not_its;
  if (begun->state != books::LetterStatus::waiting) return Turn::moved;
  const auto told = carry(lane, *places, *secret, {*begun, now, std::move(content.enclosure)});
  if (!told) return Turn::not_its;
  noted(*begun, *told);
  return told->failure == LetterFailure::unreachable ? Turn::unanswered : Turn::moved;
}

std::optional<TryResult> Outbox::carry(Lane& lane, const Places& places, std::string& secret, const Parcel& parcel) {
  std::optional<TryResult> told;
  if (lane.way == books::LetterWay::mail) {
    auto place = *places.mail;
    place.password = secret;
    told = lane.transport->mail(place, parcel);
    wipe(place.password);
  } else {
    auto place = *places.message;
    place.key = secret;
    told = lane.transport->message(place, parcel);
    wipe(place.key);
  }
  wipe(secret);
  return told;
}

void Outbox::noted(const Letter& before, const TryResult& told) {
  const auto now = parts_.clock.now();
  const auto row = parts_.books.run(house(), [&](const books::Reader& books) { return end_try(books, before.number, told, now); });
  if (row && parts_.told) parts_.told(*row);
}

}  // namespace kwota::letters
