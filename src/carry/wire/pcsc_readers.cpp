#include "carry/wire/pcsc_readers.h"

#include <winscard.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "carry/pcsc/pcsc.h"

namespace kwota::wire {
namespace {

/// A card service has so many readers at most, and a question about their states as many: where all are there, the question whether another one came has no room, and none can come.
constexpr std::size_t readers_max = PCSCLITE_MAX_READERS_CONTEXTS;
constexpr const char* plug_and_play = "\\\\?PnP?\\Notification";
constexpr std::chrono::milliseconds service_retry{500};
constexpr DWORD look_again_ms = 2000;

/// What the service last said of one reader. The upper half of the event state counts insertions and removals.
struct Seen {
  ReaderView view;
  DWORD state = SCARD_STATE_UNAWARE;
};

}  // namespace

struct PcscReaders::Watch {
  explicit Watch(Listener to_tell) : listener(std::move(to_tell)), thread([this] { run(); }) {}
  ~Watch() {
    {
      const std::lock_guard lock(mutex);
      stopping = true;
      if (context != 0) SCardCancel(context);
    }
    wake.notify_all();
    thread.join();
  }

  void run();
  bool open_context();
  void close_context();
  /// False: the service is gone.
  bool follow();
  bool take_list();
  void take_state(Seen& seen, const SCARD_READERSTATE& now);
  void tell(ReaderEvent::Kind kind, const std::string& reader, Bytes atr = {}) const { listener(ReaderEvent{kind, reader, std::move(atr)}); }

  Listener listener;
  mutable std::mutex mutex;  // guards everything below that is read from outside
  std::condition_variable wake;
  bool stopping = false;
  SCARDCONTEXT context = 0;
  std::vector<Seen> seen;
  DWORD plug_state = SCARD_STATE_UNAWARE;
  std::thread thread;  // last: it starts when all else is there
};

void PcscReaders::Watch::run() {
  for (;;) {
    if (open_context()) {
      tell(ReaderEvent::Kind::readers_changed, {});
      while (follow()) {
      }
      close_context();
    }
    std::unique_lock lock(mutex);
    if (wake.wait_for(lock, service_retry, [this] { return stopping; })) return;
  }
}

bool PcscReaders::Watch::open_context() {
  SCARDCONTEXT fresh = 0;
  if (SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &fresh) != SCARD_S_SUCCESS) return false;
  const std::lock_guard lock(mutex);
  context = fresh;
  plug_state = SCARD_STATE_UNAWARE;
  return true;
}

void PcscReaders::Watch::close_context() {
  std::vector<Seen> gone;
  SCARDCONTEXT old = 0;
  {
    const std::lock_guard lock(mutex);
    gone.swap(seen);
    std::swap(old, context);
  }
  SCardReleaseContext(old);
  for (auto& reader : gone)
    if (reader.view.card_present) tell(ReaderEvent::Kind::card_removed, reader.view.name);
  tell(ReaderEvent::Kind::readers_changed, {});
}

bool PcscReaders::Watch::take_list() {
  std::vector<std::string> names;
  if (pcsc::list_readers(context, names) != SCARD_S_SUCCESS) return false;
  std::vector<Seen> gone;
  bool changed = false;
  {
    const std::lock_guard lock(mutex);
    std::vector<Seen> now;
    for (const auto& name : names) {
      const auto known = std::ranges::find_if(seen, [&](const Seen& one) { return one.view.name == name; });
      changed |= known == seen.end();
      now.push_back(known == seen.end() ? Seen{.view = {.name = name, .card_present = false, .atr = {}}} : *known);
    }
    for (const auto& one : seen)
      if (std::ranges::find(names, one.view.name) == names.end()) gone.push_back(one);
    seen = std::move(now);
  }
  for (const auto& one : gone)
    if (one.view.card_present) tell(ReaderEvent::Kind::card_removed, one.view.name);
  if (changed || !gone.empty()) tell(ReaderEvent::Kind::readers_changed, {});
  return true;
}

bool PcscReaders::Watch::follow() {
  if (!take_list()) return false;
  const bool more_may_come = seen.size() < readers_max;
  std::vector<SCARD_READERSTATE> states(seen.size() + (more_may_come ? 1 : 0));
  for (std::size_t i = 0; i < seen.size(); ++i) {
    states[i].szReader = seen[i].view.name.c_str();
    states[i].dwCurrentState = seen[i].state;
  }
  if (more_may_come) {
    states.back().szReader = plug_and_play;
    states.back().dwCurrentState = plug_state;
  }
  {
    const std::lock_guard lock(mutex);
    if (stopping) return false;
  }
  const LONG status = SCardGetStatusChange(context, look_again_ms, states.data(), states.size());
  {
    const std::lock_guard lock(mutex);
    if (stopping || pcsc::service_lost(status)) return false;
  }
  if (status != SCARD_S_SUCCESS) return true;
  for (std::size_t i = 0; i < seen.size(); ++i) take_state(seen[i], states[i]);
  if (more_may_come) plug_state = states.back().dwEventState & ~static_cast<DWORD>(SCARD_STATE_CHANGED);
  return true;
}

void PcscReaders::Watch::take_state(Seen& one, const SCARD_READERSTATE& now) {
  if ((now.dwEventState & SCARD_STATE_CHANGED) == 0) return;
  constexpr int count_shift = 16;
  const bool present = (now.dwEventState & SCARD_STATE_PRESENT) != 0;
  const bool exchanged = one.view.card_present && present && (one.state >> count_shift) != (now.dwEventState >> count_shift);
  const bool was_present = one.view.card_present;
  Bytes atr(now.rgbAtr, now.rgbAtr + (present ? now.cbAtr : 0));
  {
    const std::lock_guard lock(mutex);
    one.state = now.dwEventState & ~static_cast<DWORD>(SCARD_STATE_CHANGED);
    one.view.card_present = present;
    one.view.atr = atr;
  }
  if (was_present && (!present || exchanged)) tell(ReaderEvent::Kind::card_removed, one.view.name);
  if (present && (!was_present || exchanged)) tell(ReaderEvent::Kind::card_present, one.view.name, std::move(atr));
}

PcscReaders::PcscReaders(Listener listener) : watch_(std::make_unique<Watch>(std::move(listener))) {}
PcscReaders::~PcscReaders() = default;

std::vector<ReaderView> PcscReaders::readers() const {
  const std::lock_guard lock(watch_->mutex);
  std::vector<ReaderView> views;
  for (const auto& one : watch_->seen) views.push_back(one.view);
  return views;
}

bool PcscReaders::service_running() const {
  const std::lock_guard lock(watch_->mutex);
  return watch_->context != 0;
}

}  // namespace kwota::wire
