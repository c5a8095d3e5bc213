#include "carry/pcsc/pcsc.h"

#include "base/cause.h"

namespace kwota::pcsc {
namespace {

/// One after another, each with its zero; an empty one is the end.
std::vector<std::string> names_in(const std::vector<char>& list) {
  std::vector<std::string> names;
  for (const char* at = list.data(); *at != '\0'; at += names.back().size() + 1) names.emplace_back(at);
  return names;
}

}  // namespace

Error error_of(LONG status) {
  switch (status) {
    case SCARD_E_NO_SMARTCARD:
      return error(Fault::card, Cause::no_card, "There is no card on the reader. Put one down.");
    case SCARD_W_REMOVED_CARD:
    case SCARD_W_RESET_CARD:
      return error(Fault::card, Cause::card_removed, "The card was taken away or lost its power. Put it back: what it holds decides.");
    case SCARD_W_UNRESPONSIVE_CARD:
    case SCARD_W_UNPOWERED_CARD:
    case SCARD_W_UNSUPPORTED_CARD:
    case SCARD_E_TIMEOUT:
    case SCARD_E_NOT_TRANSACTED:
    case SCARD_E_PROTO_MISMATCH:
      return error(Fault::card, Cause::card_silent, "The card does not answer. Take it off the reader and put it back.");
    case SCARD_E_SHARING_VIOLATION:
      return error(Fault::wire, Cause::sharing, "Another program is using the card. Close it and try again.");
    default:
      return error(Fault::wire, Cause::reader_offline, "The card reader is not there. Plug it in, or start the card service.");
  }
}

bool service_lost(LONG status) {
  switch (status) {
    case SCARD_S_SUCCESS:
    case SCARD_E_TIMEOUT:
    case SCARD_E_CANCELLED:
    case SCARD_E_NO_READERS_AVAILABLE:
    case SCARD_E_UNKNOWN_READER:
    case SCARD_E_READER_UNAVAILABLE:
      return false;
    default:
      return true;
  }
}

LONG list_readers(SCARDCONTEXT context, std::vector<std::string>& names) {
  names.clear();
  DWORD bytes = 0;
  LONG status = SCardListReaders(context, nullptr, nullptr, &bytes);
  if (status == SCARD_E_NO_READERS_AVAILABLE) return SCARD_S_SUCCESS;
  if (status != SCARD_S_SUCCESS) return status;
  std::vector<char> list(bytes + 2, '\0');
  status = SCardListReaders(context, nullptr, list.data(), &bytes);
  if (status == SCARD_E_NO_READERS_AVAILABLE) return SCARD_S_SUCCESS;
  if (status == SCARD_S_SUCCESS) names = names_in(list);
  return status;
}

}  // namespace kwota::pcsc
