// What the key office tells the counters, as numbered messages that it signs: rows of versions, devices, key changes and factors,
// the version of a meter's keys, and keys as closed blocks. Guarantees: a message follows the one before it by number and digest;
// what was said once is not said again; a person, a component or a share is never in one. Never: signs or sends; the caller does.
// Begin with news_for_counters() on the office's side, check_message() and take_message() on the counters'.
#pragma once
#include <boost/json.hpp>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "books/decision.h"
#include "books/reader.h"
#include "seal/cipher/sha256.h"

namespace kwota::keys {

/// In the books: of the office in the counters' books, of the counters in the office's.
inline constexpr std::string_view office_partner = "office", counters_partner = "counters";

/// Rows of one message, and their bytes; more wait for the next. Bounded, so that a message stays below what a server takes before it
/// knows who speaks: reasons are as long as people write them. [K]
inline constexpr std::size_t rows_in_message_max = 40;
inline constexpr std::size_t rows_bytes_max = 24 * 1024;

/// Keys for the counters' vault: the transport keys of their journey, and each key closed under them (seal::KeyStore).
struct Delivery {
  Bytes transport;
  std::vector<Bytes> blocks;
};

/// What the counters have been told, by table and key of the row: its text.
using Reported = std::map<std::string, std::string, std::less<>>;
/// Adds what one more message says.
void add_reported(Reported& reported, const books::OfficeMessage& message);

/// Rows that the counters need and have not been told as they are now; of many the first, as many as one message takes.
boost::json::array news_for_counters(const books::Reader& books, const Reported& reported);

/// A version as a row of a message.
boost::json::object version_row(const books::KeyVersion& row);
/// What a meter holds since its keys were changed, as a row of a message.
boost::json::object meter_has_keys(MeterNumber meter, std::uint8_t version);

/// The body of a message. Empty rows and no delivery: there is nothing to say.
std::string message_body(const boost::json::array& rows, const std::optional<Delivery>& delivery);

/// What the office signs: SHA-256 over a mark, the number (8 bytes), the digest before (hexadecimal) and the body.
seal::Digest message_digest(const books::OfficeMessage& message);
/// The message that the next one follows.
struct Before {
  std::int64_t number = 0;  ///< the next one has a higher number
  std::string digest;       ///< hexadecimal; empty: the next one is the first
};
/// The next message, unsigned.
books::OfficeMessage next_message(const Before& before, std::string body, Instant now);

/// Is it the next one of this office? It names the one before by its digest; numbers only rise, for an office whose books were lost
/// goes on where the counters are. Errors: `message_forged` {number}: digest or signature differ; `message_out_of_order` {number,
/// taken}. `signature_good` checks r || s under the office's key.
Error message_out_of_order(const books::OfficeMessage& message, const books::Partner& office);
Result<void> check_message(const books::Partner& office, const books::OfficeMessage& message,
                           const std::function<bool(const seal::Digest&, ByteView)>& signature_good);

/// A message's content, read. Error `message_unreadable`.
struct MessageContent {
  std::optional<Delivery> delivery;
  std::vector<books::KeyVersion> versions;
  std::vector<books::KeyDevice> devices;
  std::vector<books::Campaign> campaigns;
  std::optional<books::KeyFactors> factors;
  struct MeterHas {
    MeterNumber meter;
    std::uint8_t version = 0;
  };
  std::vector<MeterHas> meters;
};
Result<MessageContent> read_message(const std::string& body);

/// Whose keys they are: of an office that was begun for another county no message that names it, and no key, is taken. Cards say the
/// counters' county for ever, and keys come out of the office's. Error `county_differs` {office, counters}.
Result<void> check_county(const books::Reader& books, const MessageContent& content);
Error county_differs(std::uint32_t office, std::uint32_t counters);

/// Its rows into the counters' books, the message itself and how far the office is with them. `not_done`: keys ("purpose/version")
/// with which the vault could not do what the message says, each with the code of its refusal; their rows stay as they were.
/// A message that was taken before changes nothing.
Result<books::Decision<Done>> take_message(const books::Reader& books, const books::OfficeMessage& message,
                                           const MessageContent& content, const std::map<std::string, std::string>& not_done,
                                           Instant now);

}  // namespace kwota::keys
