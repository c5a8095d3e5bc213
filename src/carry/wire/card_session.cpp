#include <winscard.h>

#include <array>
#include <chrono>

#include "base/cause.h"
#include "carry/pcsc/pcsc.h"
#include "carry/wire/pcsc_readers.h"

namespace kwota::wire {
namespace {

using pcsc::error_of;

constexpr std::chrono::milliseconds removal_is_noticed{1000};

/// A card that was just put down is looked at by every program beside us: counters and key office may stand on one machine. [K]
constexpr std::chrono::milliseconds another_program_looks{3000};
/// Not every service tells when a card is let go.
constexpr std::chrono::milliseconds asked_again{100};

/// Waits until something changes at the reader, or for a while; false when the time is over.
bool reader_changes(SCARDCONTEXT context, const std::string& reader, std::chrono::steady_clock::time_point deadline) {
  if (std::chrono::steady_clock::now() >= deadline) return false;
  SCARD_READERSTATE state{};
  state.szReader = reader.c_str();
  if (SCardGetStatusChange(context, 0, &state, 1) != SCARD_S_SUCCESS) return true;
  if ((state.dwEventState & SCARD_STATE_EXCLUSIVE) == 0) return true;
  state.dwCurrentState = state.dwEventState;
  static_cast<void>(SCardGetStatusChange(context, static_cast<DWORD>(asked_again.count()), &state, 1));
  return true;
}

}  // namespace

// A context of its own: the watching thread's is busy waiting for changes.
struct CardSession::Connection {
  SCARDCONTEXT context = 0;
  SCARDHANDLE card = 0;
  DWORD protocol = 0;
  bool connected = false;
  bool removed = false;  ///< once for all: another card may lie there now
  std::string reader;
  Bytes atr;

  ~Connection() {
    if (connected) SCardDisconnect(card, SCARD_RESET_CARD);
    if (context != 0) SCardReleaseContext(context);
  }
  Error lost_card(LONG status);
  bool card_leaves() const;
};

// A reader looks for its card a few times a second, so a card that was pulled in the middle of an exchange is missed a
// little later. Only the reader's state tells a card that is away from a card that is silent.
bool CardSession::Connection::card_leaves() const {
  using Clock = std::chrono::steady_clock;
  const auto deadline = Clock::now() + removal_is_noticed;
  SCARD_READERSTATE state{};
  state.szReader = reader.c_str();
  for (auto now = Clock::now(); now < deadline; now = Clock::now()) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - now).count() + 1;
    const LONG status = SCardGetStatusChange(context, static_cast<DWORD>(left), &state, 1);
    if (status == SCARD_E_TIMEOUT) return false;
    if (status != SCARD_S_SUCCESS) return status == SCARD_E_UNKNOWN_READER;
    if ((state.dwEventState & SCARD_STATE_PRESENT) == 0) return true;
    state.dwCurrentState = state.dwEventState;
  }
  return false;
}

Error CardSession::Connection::lost_card(LONG status) {
  if (status == SCARD_W_REMOVED_CARD || status == SCARD_W_RESET_CARD || status == SCARD_E_NO_SMARTCARD) removed = true;
  else if (cause_of(error_of(status)) == Cause::card_silent && card_leaves()) removed = true;
  return error_of(removed ? SCARD_W_REMOVED_CARD : status);
}

CardSession::CardSession(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
CardSession::CardSession(CardSession&&) noexcept = default;
CardSession& CardSession::operator=(CardSession&&) noexcept = default;
CardSession::~CardSession() = default;

const Bytes& CardSession::atr() const { return connection_->atr; }

Result<iso7816::Response> CardSession::exchange(const iso7816::Command& command) {
  constexpr std::size_t response_max = 258, status_word = 2;
  if (connection_->removed) return error_of(SCARD_W_REMOVED_CARD);
  const auto apdu = iso7816::encode(command);
  std::array<std::uint8_t, response_max> buffer{};
  DWORD length = buffer.size();
  const auto* protocol = connection_->protocol == SCARD_PROTOCOL_T0 ? SCARD_PCI_T0 : SCARD_PCI_T1;
  const LONG status = SCardTransmit(connection_->card, protocol, apdu.data(), apdu.size(), nullptr, buffer.data(), &length);
  if (status != SCARD_S_SUCCESS) return connection_->lost_card(status);
  if (length < status_word) return connection_->lost_card(SCARD_E_NOT_TRANSACTED);
  return iso7816::decode_response(ByteView(buffer).first(length));
}

Result<CardSession> PcscReaders::connect(const std::string& reader) const {
  auto connection = std::make_unique<CardSession::Connection>();
  connection->reader = reader;
  if (const LONG status = SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &connection->context);
      status != SCARD_S_SUCCESS)
    return error_of(status);
  const auto deadline = std::chrono::steady_clock::now() + another_program_looks;
  LONG status = SCARD_S_SUCCESS;
  do {
    status = SCardConnect(connection->context, reader.c_str(), SCARD_SHARE_EXCLUSIVE, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1,
                          &connection->card, &connection->protocol);
  } while (status == SCARD_E_SHARING_VIOLATION && reader_changes(connection->context, reader, deadline));
  if (status == SCARD_W_REMOVED_CARD) status = SCARD_E_NO_SMARTCARD;
  if (status != SCARD_S_SUCCESS) return error_of(status);
  connection->connected = true;

  std::array<std::uint8_t, MAX_ATR_SIZE> atr{};
  DWORD state = 0, protocol = 0, name_bytes = 0, atr_bytes = atr.size();
  status = SCardStatus(connection->card, nullptr, &name_bytes, &state, &protocol, atr.data(), &atr_bytes);
  if (status != SCARD_S_SUCCESS) return error_of(status);
  connection->atr = to_bytes(ByteView(atr).first(atr_bytes));
  return CardSession(std::move(connection));
}

}  // namespace kwota::wire
