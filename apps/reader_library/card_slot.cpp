#include "reader_library/card_slot.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "base/ascii.h"
#include "base/cause.h"
#include "carry/pcsc/pcsc.h"
#include "reader_library/trace.h"

namespace kwota::reader {
namespace {

using pcsc::error_of;

constexpr std::size_t response_max = 258;
constexpr std::chrono::milliseconds removal_is_noticed{1000};

bool is_gone(LONG status) { return status == SCARD_W_REMOVED_CARD || status == SCARD_E_NO_SMARTCARD || status == SCARD_E_INVALID_HANDLE; }

std::vector<std::string> readers_of(SCARDCONTEXT context) {
  std::vector<std::string> names;
  static_cast<void>(pcsc::list_readers(context, names));  // none are listed where the service says nothing
  return names;
}

bool has_card(SCARDCONTEXT context, const std::string& reader) {
  SCARD_READERSTATE state{};
  state.szReader = reader.c_str();
  return SCardGetStatusChange(context, 0, &state, 1) == SCARD_S_SUCCESS && (state.dwEventState & SCARD_STATE_PRESENT) != 0;
}

bool is_number(const std::string& text) {
  return text.size() <= 2 && is_digits(text);
}

/// Another application than before: what a card is spoken to with after it was lost.
bool selects(const iso7816::Command& command) { return command.ins == 0xA4; }

}  // namespace

Service::~Service() {
  if (context_ != 0) SCardReleaseContext(context_);
}

Result<void> Service::open() {
  if (const LONG status = SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &context_); status != SCARD_S_SUCCESS) return error_of(status);
  return Done{};
}

Result<std::string> Service::find_reader(const std::string& wanted) const {
  const auto names = readers_of(context_);
  const auto absent = error_of(SCARD_E_UNKNOWN_READER);
  if (is_number(wanted)) {
    const auto index = static_cast<std::size_t>(std::stoi(wanted));
    return index < names.size() ? Result<std::string>{names[index]} : absent;
  }
  if (!wanted.empty()) return std::ranges::find(names, wanted) != names.end() ? Result<std::string>{wanted} : absent;
  if (names.empty()) return absent;
  if (names.size() == 1) return names.front();
  std::vector<std::string> with_card;
  for (const auto& name : names)
    if (has_card(context_, name)) with_card.push_back(name);
  if (with_card.empty()) return error_of(SCARD_E_NO_SMARTCARD);
  if (with_card.size() > 1) return error(Fault::request, Cause::two_cards, "There are cards on several readers; name one.");
  return with_card.front();
}

CardSlot::~CardSlot() { disconnect(); }

void CardSlot::disconnect() {
  if (held_) SCardEndTransaction(card_, SCARD_LEAVE_CARD);
  if (connected_) SCardDisconnect(card_, SCARD_LEAVE_CARD);
  held_ = connected_ = false;
}

LONG CardSlot::connect() {
  disconnect();
  const LONG status = SCardConnect(service_.context(), reader_.c_str(), SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &card_, &protocol_);
  if (status != SCARD_S_SUCCESS) return status == SCARD_W_REMOVED_CARD ? SCARD_E_NO_SMARTCARD : status;
  connected_ = true;
  std::array<std::uint8_t, MAX_ATR_SIZE> atr{};
  DWORD state = 0, protocol = 0, name_bytes = 0, atr_bytes = atr.size();
  const LONG told = SCardStatus(card_, nullptr, &name_bytes, &state, &protocol, atr.data(), &atr_bytes);
  if (told == SCARD_S_SUCCESS) atr_ = to_bytes(ByteView(atr).first(atr_bytes));
  return told;
}

/// Connected, and ours alone. Another program may have reset the card, or somebody has exchanged it.
LONG CardSlot::hold() {
  for (int attempt = 0; attempt < 3; ++attempt) {
    if (!connected_)
      if (const LONG status = connect(); status != SCARD_S_SUCCESS) return status;
    const LONG status = SCardBeginTransaction(card_);
    if (status == SCARD_S_SUCCESS) {
      held_ = true;
      return status;
    }
    if (status == SCARD_W_RESET_CARD) {
      if (SCardReconnect(card_, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, SCARD_LEAVE_CARD, &protocol_) == SCARD_S_SUCCESS) continue;
    } else if (!is_gone(status)) {
      return status;
    }
    disconnect();
  }
  return SCARD_E_NO_SMARTCARD;
}

Result<void> CardSlot::begin() {
  lost_ = false;
  if (const LONG status = hold(); status != SCARD_S_SUCCESS) return error_of(status);
  return Done{};
}

void CardSlot::end() {
  if (!held_) return;
  held_ = false;
  if (SCardEndTransaction(card_, SCARD_LEAVE_CARD) != SCARD_S_SUCCESS) disconnect();
}

/// A reader looks for its card a few times a second: a card that was pulled in the middle of an exchange is missed a little later.
bool CardSlot::leaves() const {
  using Clock = std::chrono::steady_clock;
  const auto deadline = Clock::now() + removal_is_noticed;
  SCARD_READERSTATE state{};
  state.szReader = reader_.c_str();
  for (auto now = Clock::now(); now < deadline; now = Clock::now()) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - now).count() + 1;
    const LONG status = SCardGetStatusChange(service_.context(), static_cast<DWORD>(left), &state, 1);
    if (status != SCARD_S_SUCCESS) return status == SCARD_E_UNKNOWN_READER;
    if ((state.dwEventState & SCARD_STATE_PRESENT) == 0) return true;
    state.dwCurrentState = state.dwEventState;
  }
  return false;
}

Error CardSlot::lost(LONG status) {
  lost_ = true;
  if (is_gone(status) || status == SCARD_W_RESET_CARD) return error_of(SCARD_W_REMOVED_CARD);
  const Error why = error_of(status);
  return cause_of(why) == Cause::card_silent && leaves() ? error_of(SCARD_W_REMOVED_CARD) : why;
}

Result<iso7816::Response> CardSlot::exchange(const iso7816::Command& command) {
  if (lost_) {
    if (!selects(command)) return error_of(SCARD_W_REMOVED_CARD);
    disconnect();
    if (const LONG status = hold(); status != SCARD_S_SUCCESS) return error_of(status);
    lost_ = false;
  }
  const auto apdu = iso7816::encode(command);
  std::array<std::uint8_t, response_max> buffer{};
  DWORD length = buffer.size();
  const auto* protocol = protocol_ == SCARD_PROTOCOL_T0 ? SCARD_PCI_T0 : SCARD_PCI_T1;
  const LONG status = SCardTransmit(card_, protocol, apdu.data(), apdu.size(), nullptr, buffer.data(), &length);
  if (status != SCARD_S_SUCCESS || length < 2) {
    trace(name_, command, std::nullopt);
    return lost(status == SCARD_S_SUCCESS ? SCARD_E_NOT_TRANSACTED : status);
  }
  auto answer = iso7816::decode_response(ByteView(buffer).first(length));
  wipe(buffer);
  if (answer.ok()) last_status_ = answer->sw.value;
  if (answer.ok()) trace(name_, command, answer->sw);
  return answer;
}

}  // namespace kwota::reader
