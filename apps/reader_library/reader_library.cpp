// The border of the library: numbers and pointers of somebody else on this side, Terminal on the other. Nothing is thrown across it; what
// goes wrong here is a number. Handles live until they are closed; at the end of the program none is torn down, because a child of a
// fork would talk on the connection of its parent.
#include <unistd.h>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "base/cause.h"
#include "reader_library/error_codes.h"
#include "reader_library/fields.h"
#include "reader_library/terminal.h"
#include "reader_library/trace.h"

namespace kwota::reader {
namespace {

constexpr int version_major = 1, version_minor = 0, version_patch = 0;
constexpr std::size_t text_max = 1024;

struct Handle {
  std::mutex alone;
  std::atomic<std::thread::id> owner{};  ///< in a call
  std::unique_ptr<Terminal> terminal;    ///< nothing: closed
  std::atomic<int> last_status{0};
};

struct Handles {
  std::mutex alone;
  std::map<int, std::shared_ptr<Handle>> open;
  int last = 0;
  std::atomic<pid_t> process{0};  ///< that called first
};

Handles& handles() {
  static auto* const all = new Handles;  // never torn down
  return *all;
}

/// A child has none of its parent's handles, and may not speak on their connections.
bool forked() {
  pid_t first = 0;
  const pid_t here = ::getpid();
  return !handles().process.compare_exchange_strong(first, here) && first != here;
}

std::shared_ptr<Handle> handle_of(int number) {
  auto& all = handles();
  const std::lock_guard alone(all.alone);
  const auto found = all.open.find(number);
  return found == all.open.end() ? nullptr : found->second;
}

/// One call on a handle: alone, nothing thrown. A callback that calls its own handle would wait for itself.
template <class Work>
int on_handle(int number, Work work) noexcept {
  try {
    if (forked()) return KW_E_ARGUMENT;
    const auto handle = handle_of(number);
    if (!handle) return KW_E_ARGUMENT;
    if (handle->owner == std::this_thread::get_id()) return KW_E_BUSY;
    const std::lock_guard alone(handle->alone);
    if (!handle->terminal) return KW_E_ARGUMENT;
    handle->owner = std::this_thread::get_id();
    struct Leave {
      Handle& handle;
      ~Leave() {
        handle.last_status = handle.terminal ? handle.terminal->last_status() : 0;
        handle.owner = std::thread::id{};
      }
    } const leave{*handle};
    return work(*handle->terminal);
  } catch (...) {
    return KW_E_OTHER;
  }
}

/// Nothing: no text, or a longer one than anything here has.
std::optional<std::string> text_of(const char* text) {
  if (text == nullptr || ::strnlen(text, text_max) == text_max) return std::nullopt;
  return std::string{text};
}

/// Sixteen or twenty digits.
std::optional<Bytes> card_of(const char* asn) {
  if (!text_of(asn)) return std::nullopt;
  auto digits = digits_of(asn);
  return digits && (digits->size() == 8 || digits->size() == 10) ? digits : std::nullopt;
}

bool writable(const kw_trade* out) { return out == nullptr || has_room(out); }

int give_text(const std::string& text, char* to, int cap) {
  if (static_cast<std::size_t>(cap) < text.size() + 1) return KW_E_BUFFER;
  std::memcpy(to, text.c_str(), text.size() + 1);
  return KW_OK;
}

}  // namespace
}  // namespace kwota::reader

using namespace kwota::reader;
using kwota::Bytes;

extern "C" {

int kw_open(const char* port, int /*baud*/) {
  try {
    if (forked()) return KW_E_ARGUMENT;
    const auto text = text_of(port);
    if (!text) return KW_E_ARGUMENT;
    auto terminal = Terminal::open(*text);
    if (!terminal.ok()) return cause_of(terminal.error()) == kwota::Cause::bad_port ? KW_E_ARGUMENT : code_of(terminal.error());
    auto handle = std::make_shared<Handle>();
    handle->terminal = std::move(terminal).value();
    auto& all = handles();
    const std::lock_guard alone(all.alone);
    all.open.emplace(++all.last, std::move(handle));
    return all.last;
  } catch (...) {
    return KW_E_OTHER;
  }
}

int kw_close(int h) {
  try {
    if (forked()) return KW_E_ARGUMENT;
    const auto handle = handle_of(h);
    if (!handle) return KW_E_ARGUMENT;
    if (handle->owner == std::this_thread::get_id()) return KW_E_BUSY;
    {
      const std::lock_guard alone(handle->alone);
      handle->terminal.reset();
    }
    auto& all = handles();
    const std::lock_guard alone(all.alone);
    return all.open.erase(h) == 1 ? KW_OK : KW_E_ARGUMENT;
  } catch (...) {
    return KW_E_OTHER;
  }
}

int kw_psam_verify(int h, int slot, const char* pin) {
  return on_handle(h, [&](Terminal& terminal) {
    const auto text = text_of(pin);
    return text ? terminal.verify_pin(slot, *text) : KW_E_ARGUMENT;
  });
}

int kw_psam_set_key(int h, int slot, int usage, int ver, const char* cryptogram_hex) {
  return on_handle(h, [&](Terminal& terminal) {
    const auto text = text_of(cryptogram_hex);
    const auto cryptogram = text ? digits_of(cryptogram_hex) : std::nullopt;
    return cryptogram ? terminal.set_key(slot, usage, ver, *cryptogram) : KW_E_ARGUMENT;
  });
}

int kw_load(int h, const char* asn, uint32_t fen, const char* oper, kw_trade* out) {
  return on_handle(h, [&](Terminal& terminal) {
    const auto card = card_of(asn);
    return card && writable(out) ? terminal.load(*card, fen, text_of(oper).value_or(""), out) : KW_E_ARGUMENT;
  });
}

int kw_deduct(int h, const char* asn, uint32_t fen, int mode, kw_trade* out) {
  return on_handle(h, [&](Terminal& terminal) {
    const auto card = card_of(asn);
    return card && writable(out) ? terminal.deduct(*card, fen, mode, out) : KW_E_ARGUMENT;
  });
}

int kw_undeduct(int h, const char* asn, uint32_t fen, kw_trade* out) {
  return on_handle(h, [&](Terminal& terminal) {
    const auto card = card_of(asn);
    return card && writable(out) ? terminal.undeduct(*card, fen, out) : KW_E_ARGUMENT;
  });
}

int kw_issue_tool_card(int h, int type, const char* payload_hex) {
  return on_handle(h, [&](Terminal& terminal) {
    const auto text = text_of(payload_hex);
    const auto payload = text ? digits_of(payload_hex) : std::nullopt;
    return payload ? terminal.issue_tool_card(type, *payload) : KW_E_ARGUMENT;
  });
}

int kw_read_tool_card(int h, int* type, char* payload_hex, int cap) {
  return on_handle(h, [&](Terminal& terminal) {
    if (payload_hex == nullptr || cap < 1) return KW_E_ARGUMENT;
    std::string payload;
    const int done = terminal.read_tool_card(type, payload);
    return done < 0 ? done : give_text(payload, payload_hex, cap);
  });
}

int kw_card_status(int h, kw_status* out) {
  return on_handle(h, [&](Terminal& terminal) { return has_room(out) ? terminal.card_status(out) : KW_E_ARGUMENT; });
}

int kw_card_records(int h, kw_record* out, int max, int* n) {
  return on_handle(h, [&](Terminal& terminal) {
    if (!has_room(out) || max < 1 || n == nullptr) return KW_E_ARGUMENT;
    // The caller's own size is the step from one record to the next.
    const std::uint32_t step = out->cb;
    std::vector<kw_record> records;
    const int done = terminal.card_records(records, static_cast<std::size_t>(max));
    if (done < 0) return done;
    for (std::size_t i = 0; i < records.size(); ++i) {
      auto* const place = reinterpret_cast<char*>(out) + i * step;
      kw_record full = records[i];
      full.cb = fitting(ends_of<kw_record>(), step);
      std::memcpy(place, &full, full.cb);
    }
    *n = static_cast<int>(records.size());
    return KW_OK;
  });
}

int kw_lock_status(int h, kw_lockproof* out) {
  return on_handle(h, [&](Terminal& terminal) { return has_room(out) ? terminal.lock_status(out) : KW_E_ARGUMENT; });
}

int kw_release_lock(int h, const char* asn, uint32_t fen, kw_trade* out) {
  return on_handle(h, [&](Terminal& terminal) {
    const auto card = card_of(asn);
    return card && writable(out) ? terminal.release_lock(*card, fen, out) : KW_E_ARGUMENT;
  });
}

int kw_read_card_no(int h, char* asn, int cap) {
  return on_handle(h, [&](Terminal& terminal) {
    if (asn == nullptr || cap < 1) return KW_E_ARGUMENT;
    std::string number;
    const int done = terminal.card_number(number);
    return done < 0 ? done : give_text(number, asn, cap);
  });
}

int kw_read_card_info(int h, kw_cardinfo* out) {
  return on_handle(h, [&](Terminal& terminal) { return has_room(out) ? terminal.card_info(out) : KW_E_ARGUMENT; });
}

int kw_last_sw(int h) {
  try {
    if (forked()) return KW_E_ARGUMENT;
    const auto handle = handle_of(h);
    return handle ? handle->last_status.load() : KW_E_ARGUMENT;
  } catch (...) {
    return KW_E_OTHER;
  }
}

int kw_version(void) { return version_major << 16 | version_minor << 8 | version_patch; }

const char* kw_strerror(int code, const char* language) { return sentence_of(code, language); }

int kw_set_auth(int h, kw_auth_fn fn, void* user) {
  return on_handle(h, [&](Terminal& terminal) {
    terminal.set_auth(fn, user);
    return KW_OK;
  });
}

int kw_set_trace(kw_trace_fn fn) {
  if (forked()) return KW_E_ARGUMENT;
  set_trace(fn);
  return KW_OK;
}
}
