#include "serve/desk/card_desk.h"

#include <chrono>
#include <future>

#include "base/cause.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "keys/office/devices.h"
#include "work/counter_vault/standing.h"

namespace kwota::serve {
namespace {


Error no_card() { return error(Fault::card, Cause::no_card, "No card lies on the reader: put it down, then try again."); }

people::Context context_for(store::Books& books, tariff::PlanCache& plans, const scheme::Table& schemes, const Attendant& attendant, Instant now) {
  people::Context context;
  context.who = attendant.who;
  context.station = attendant.station;
  context.till = attendant.till;
  context.now = now;
  context.plans = &plans;
  context.schemes = &schemes;
  const auto zone = books.read(books::utility_zone);
  if (zone.ok()) context.zone = *zone;
  return context;
}

teller::CardOnReader on_reader(wire::CardSession& session) {
  return {.atr = session.atr(), .exchange = [&session](const iso7816::Command& command) { return session.exchange(command); }};
}

}  // namespace

bool OnDesk::stopped_by_vault() const {
  const auto why = trouble ? trouble : look ? look->trouble : std::nullopt;
  return why && counter_vault::standing_of(*why);
}

CardDesk::CardDesk(store::Books& books, seal::Vault& vault, const scheme::Table& schemes, teller::Families families, Random& random, const Clock& clock, Events& events,
                   std::vector<std::string> own_readers)
    : books_(books),
      schemes_(schemes),
      random_(random),
      clock_(clock),
      events_(events),
      own_readers_(std::move(own_readers)),
      teller_(books, vault, random, families) {
  thread_ = std::thread([this] { loop(); });
  readers_ = std::make_unique<wire::PcscReaders>([this](const wire::ReaderEvent& event) { received(event); });
  {
    const std::lock_guard lock(mutex_);
    ready_ = true;
  }
  wake_.notify_one();
}

CardDesk::~CardDesk() { stop(); }

void CardDesk::stop() {
  std::deque<std::function<void()>> dropped;
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    dropped.swap(jobs_);
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
  readers_.reset();  // the work that was under way looks at its card once more
}

void CardDesk::attend(const std::string& reader, Attendant attendant) {
  std::string waiting;
  {
    const std::lock_guard lock(mutex_);
    // Where somebody attends already, what lies there is looked at, or just about to be: twice would hide what the first look settled.
    const bool attended = attendants_.contains(reader);
    attendants_[reader] = std::move(attendant);
    if (attended) return;
    if (const auto* card = lying_on(reader); card != nullptr && !card->look && !card->trouble) waiting = card->session;
  }
  if (!waiting.empty()) enqueue([this, waiting] { look_at(waiting); });
}

void CardDesk::leave(const std::string& reader) {
  const std::lock_guard lock(mutex_);
  attendants_.erase(reader);
  for (auto& card : cards_)  // the next till looks at it anew, as another card
    if (card.reader == reader) card = {.session = new_session(), .reader = card.reader, .atr = card.atr, .look = {}, .trouble = {}};
}

const OnDesk* CardDesk::lying_on(const std::string& reader) const {
  for (const auto& card : cards_)
    if (card.reader == reader) return &card;
  return nullptr;
}

std::optional<OnDesk> CardDesk::card_on(const std::string& reader) const {
  const std::lock_guard lock(mutex_);
  const auto* card = lying_on(reader);
  return card != nullptr ? std::optional(*card) : std::nullopt;
}

bool CardDesk::sees_card(const std::string& reader) const {
  if (!is_own(reader)) return card_on(reader).has_value();
  const auto all = readers_ ? readers_->readers() : std::vector<wire::ReaderView>{};
  return std::ranges::any_of(all, [&](const wire::ReaderView& one) { return one.name == reader && one.card_present; });
}

void CardDesk::vault_is_back() {
  {
    const std::lock_guard lock(mutex_);
    for (const auto& card : cards_)
      if (card.stopped_by_vault()) jobs_.push_back([this, session = card.session] { look_at(session); });
  }
  wake_.notify_one();
}

CardDesk::State CardDesk::state() const {
  State state;
  if (readers_) {
    state.readers = readers_->readers();
    std::erase_if(state.readers, [this](const wire::ReaderView& reader) { return is_own(reader.name); });
    state.service_running = readers_->service_running();
  }
  return state;
}

std::string CardDesk::new_session() { return to_hex(random_.bytes(8)); }

void CardDesk::received(const wire::ReaderEvent& event) {
  using Kind = wire::ReaderEvent::Kind;
  if (event.kind != Kind::readers_changed && is_own(event.reader)) {
    if (event.kind == Kind::card_present) vault_is_back();
    return events_.publish("vault", boost::json::object{});
  }
  {
    const std::lock_guard lock(mutex_);
    if (event.kind != Kind::readers_changed)
      std::erase_if(cards_, [&](const OnDesk& card) { return card.reader == event.reader; });
    if (event.kind == Kind::card_present) {
      cards_.push_back({.session = new_session(), .reader = event.reader, .atr = event.atr, .look = {}, .trouble = {}});
      jobs_.push_back([this, session = cards_.back().session] { look_at(session); });
    }
    jobs_.push_back([this, reader = event.kind == Kind::readers_changed ? std::string{} : event.reader] { publish(reader); });
  }
  wake_.notify_one();
}

void CardDesk::enqueue(std::function<void()> job) {
  {
    const std::lock_guard lock(mutex_);
    if (ending_) return;
    jobs_.push_back(std::move(job));
  }
  wake_.notify_one();
}

void CardDesk::loop() {
  for (;;) {
    std::function<void()> job;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return ending_ || (ready_ && !jobs_.empty()); });
      if (ending_) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    job();
  }
}

/// A key card or PSAM that was declared void is told so at every counter, before anything is asked of it.
Result<void> CardDesk::not_void(ByteView atr) {
  const auto serial = cards::serial_of_atr(atr);
  if (!serial) return {};
  const auto known = books_.read([&](const books::Reader& reader) -> Result<Done> {
    MUST(keys::check_device(reader, to_text(*serial)));
    return Done{};
  });
  if (!known) return known.error();
  return {};
}

void CardDesk::look_at(const std::string& session) {
  std::string reader;
  Bytes atr;
  std::optional<Attendant> attendant;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& card : cards_)
      if (card.session == session) reader = card.reader, atr = card.atr;
    if (const auto found = attendants_.find(reader); found != attendants_.end()) attendant = found->second;
  }
  if (reader.empty() || !attendant) return;  // gone again, or nobody there in whose name to look
  auto looked = [&]() -> Result<teller::Inspection> {
    MUST(not_void(atr));
    TRY(connection, connect_with(reader, atr));
    auto card = on_reader(connection);
    return teller_.look(card, context_for(books_, plans_, schemes_, *attendant, clock_.now()));
  }();
  {
    const std::lock_guard lock(mutex_);
    for (auto& card : cards_) {
      if (card.session != session) continue;
      card.trouble.reset();
      if (looked)
        card.look = std::move(*looked);
      else
        card.trouble = looked.error();
    }
  }
  publish(reader);
}

std::optional<Error> CardDesk::refusal(const OnDesk* lying, const std::string& session) const {
  if (lying == nullptr) return no_card();
  const auto& card = *lying;
  if (!session.empty() && card.session != session)
    return error(Fault::card, Cause::card_changed,
                 "Another card lies on the reader than at the start. Nothing was booked: check the name, then begin again.");
  if (card.trouble) return *card.trouble;
  if (!card.look)
    return error(Fault::card, "card_being_read",
                 "The card is still being read: wait a moment, then try again. Nothing was booked.");
  return std::nullopt;
}

/// A contactless reader with two cards in its field speaks to one of them, and after a reset to the other, and tells nobody: only the serial number does. What
/// was seen of the one is never done to the other. Of cards whose answer to reset has no number nobody knows.
Result<wire::CardSession> CardDesk::connect_with(const std::string& reader, ByteView atr) const {
  TRY(connection, readers_->connect(reader));
  const auto seen = cards::serial_of_atr(atr), answers = cards::serial_of_atr(connection.atr());
  if (seen.ok() == answers.ok() && (!seen || *seen == *answers)) return connection;
  return error(Fault::card, Cause::two_cards, "Two cards lie on the reader, which speaks to now the one and now the other. Nothing was booked: take both away, and put one down.",
               {{"reader", reader}});
}

Result<wire::CardSession> CardDesk::connect(const std::string& reader) const {
  const auto there = card_on(reader);
  return there ? connect_with(reader, there->atr) : readers_->connect(reader);
}

void CardDesk::note_trouble(const OnDesk& there, const Error& why) {
  {
    const std::lock_guard lock(mutex_);
    for (auto& card : cards_)
      if (card.session == there.session) card.trouble = why;
  }
  publish(there.reader);
}

void CardDesk::submit(const std::string& reader, const std::string& session, Work work, std::function<void(Error)> refused) {
  enqueue([this, reader, session, work = std::move(work), refused = std::move(refused)] { work_with(reader, session, work, refused); });
}

std::vector<CardDesk::Lying> CardDesk::lying() const {
  const std::lock_guard lock(mutex_);
  std::vector<Lying> out;
  for (const auto& card : cards_)
    if (const auto serial = cards::serial_of_atr(card.atr)) out.push_back({card.reader, *serial});
  return out;
}

Result<std::string> CardDesk::reader_with(const CardSerial& serial, Duration patience) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(patience.ms());
  std::unique_lock lock(mutex_);
  for (;;) {
    for (const auto& card : cards_)
      if (const auto there = cards::serial_of_atr(card.atr); there && *there == serial) return card.reader;
    if (ending_ || wake_.wait_until(lock, until) == std::cv_status::timeout)
      return error(Fault::card, "card_awaited", "The card that was asked for was not put down in time. What was not finished can be finished.",
                   {{"card", to_text(serial)}});
  }
}

void CardDesk::between_cards(const std::function<void()>& work) {
  // Whoever waits goes on when the desk ends before his turn: the task is gone then.
  auto task = std::make_shared<std::packaged_task<void()>>(work);
  const auto done = task->get_future();
  enqueue([task = std::move(task)] { (*task)(); });
  done.wait();
}

void CardDesk::work_with(const std::string& reader, const std::string& session, const Work& work, const std::function<void(Error)>& refused) {
  OnDesk there;
  {
    const std::lock_guard lock(mutex_);
    const auto* lying = lying_on(reader);
    if (auto why = refusal(lying, session)) return refused(std::move(*why));
    there = *lying;
  }
  {
    auto connection = connect_with(there.reader, there.atr);
    if (!connection) {
      if (cause_of(connection.error()) == Cause::two_cards) note_trouble(there, connection.error());
      return refused(connection.error());
    }
    auto card = on_reader(*connection);
    work(card, *there.look);
  }
  look_at(there.session);
}

/// The till at the reader; all of them, when a reader came or went.
void CardDesk::publish(const std::string& reader) {
  Audience to;
  {
    const std::lock_guard lock(mutex_);
    const auto found = attendants_.find(reader);
    if (found == attendants_.end() && !reader.empty()) return;
    if (found != attendants_.end()) to = {.station = found->second.station, .till = found->second.till};
  }
  events_.publish("reader", boost::json::object{}, to);
}

}  // namespace kwota::serve
