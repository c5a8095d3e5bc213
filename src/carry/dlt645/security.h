// What is said under function 03 between a head-end and a meter's security module, and the sealed forms of functions 14 and 1C:
// layouts, and what each MAC is made over. Meter and client share this text. Facts: meters.md 3 and 4 (layouts seen in three
// meter firmwares); the headers of the MACs are those of the module's own commands, with real algorithms unpublished, so [K].
//   authenticate -> random2 of the module, which every MAC of the session starts with
//   open account, recharge -> amount and count with MAC1, customer with MAC2
//   status -> amount, count, customer: what settles a recharge whose answer was lost
//   read file -> the files that the meter also writes onto a card, under its seal: its whole word
// Guarantees: amount and count are binary here and BCD everywhere else (meters.md 4, edition notes): they have their own types,
// so that nobody mixes them up. Every field travels lowest byte first. Never: makes or checks a MAC. Begin with Authentication,
// then Credit.
#pragma once
#include "base/core/core.h"
#include "carry/dlt645/items.h"

namespace kwota::dlt645 {

using Mac = std::array<std::uint8_t, 4>;
using Random2 = std::array<std::uint8_t, 4>;
using OperatorCode = std::array<std::uint8_t, 4>;  ///< of the person or station that acts; the meter keeps it in its events

namespace security {
inline constexpr Identifier authenticate{Edition::y2007, 0x070000FF}, validity{Edition::y2007, 0x070001FF},
    end{Edition::y2007, 0x070002FF}, open_account{Edition::y2007, 0x070101FF}, recharge{Edition::y2007, 0x070102FF},
    init_wallet{Edition::y2007, 0x070103FF}, status{Edition::y2007, 0x078102FF}, read_file{Edition::y2007, 0x078001FF};
/// A command to the meter's security module (seal/meter_keys/frames.h): how keys come over the line.
inline constexpr Identifier key_link{Edition::y2007, 0x070301FF};
/// A page of the list of tool cards that are good no more [K]: the file that a customer's card brings too, then its seal, mac_of_write() of
/// this item and the file; answer: key info 4.
inline constexpr Identifier void_cards{Edition::y2007, 0x070302FF};
/// The customer's account ends [K]: the meter gives up what it holds and opens its contactor; its registers say how much it was.
inline constexpr Identifier close_account{Edition::y2007, 0x070303FF};
/// A handheld at the infrared port: random1 8 -> InfraredGreeting; then E(K, random2) 8.
inline constexpr Identifier greet_infrared{Edition::y2007, 0x078003FF}, open_infrared{Edition::y2007, 0x070003FF};
}  // namespace security

/// "recharge", "authenticate" … of an identifier of function 03; empty: it is none of ours.
std::string_view security_name(Identifier identifier);

/// Error word of function 03, SERR: bits 0 to 8 (meters.md 1.4).
namespace serr {
inline constexpr std::uint16_t other = 1, repeated = 1 << 1, mac = 1 << 2, identity = 1 << 3, customer = 1 << 4, count = 1 << 5,
                               hoarding = 1 << 6, address = 1 << 7, suspended = 1 << 8;
}
/// Stable names, lowest bit first: "repeated recharge", "purchase count" …
std::vector<std::string_view> security_error_bits(std::uint16_t serr);

/// Error word ERR of the other functions (meters.md 1.3).
namespace err {
inline constexpr std::uint8_t other = 1, no_data = 1 << 1, not_authorised = 1 << 2, baud_rate = 1 << 3;
}

/// Permission levels of functions 14 to 1C.
namespace permission {
inline constexpr std::uint8_t writes_max = 0x04, enciphered = 0x98, sealed = 0x99;
}

/// identifier 4 || operator 4 || body: what every request of function 03 begins with.
Bytes security_request(Identifier identifier, const OperatorCode& by, ByteView body);

// The bodies below are what follows identifier and operator. encode() writes the fields in the order in which they are named, each lowest
// byte first; a decode gives nothing when the length is another one, or when what should be digits is none.

/// 07 00 00 FF, 24 bytes: E(K, random1) 8, random1 8, 00 00 || meter number 8.
struct Authentication {
  std::array<std::uint8_t, 8> cipher{}, random1{}, factor{};
};
Bytes encode(const Authentication& request);
std::optional<Authentication> decode_authentication(ByteView body);

/// Its answer, 12 bytes: random2 4, module 8.
struct Session {
  Random2 random2{};
  std::array<std::uint8_t, 8> module{};  ///< serial of the security module
};
Bytes encode(const Session& session);
std::optional<Session> decode_session(ByteView body);

/// Answer to 07 80 03 FF, 30 bytes (meter 6, the others 8 each): who the meter is, its proof, and what the handheld has to answer.
struct InfraredGreeting {
  MeterNumber meter;
  std::array<std::uint8_t, 8> module{}, cipher{}, random2{};
};
Bytes encode(const InfraredGreeting& greeting);
std::optional<InfraredGreeting> decode_greeting(ByteView body);

/// 07 01 01 FF and 07 01 02 FF, 22 bytes: amount 4, count 4, MAC 4, customer 6, MAC 4. The amount is in minor units, at most 4 294 967 295.
struct Credit {
  Money amount;
  SequenceNumber count;
  Mac amount_mac{};
  CustomerNumber customer;
  Mac customer_mac{};
};
Bytes encode(const Credit& credit);
std::optional<Credit> decode_credit(ByteView body);
/// Whether an amount fits into its four bytes.
constexpr bool fits(Money amount) { return !amount.is_negative() && amount.minor() <= 0xFFFF'FFFF; }

/// 07 03 03 FF [K], 14 bytes: count 4, customer 6, and one seal over both, mac_of_write() of the item: no block of a credit or a void is ever one of
/// these.
struct Closing {
  SequenceNumber count;
  CustomerNumber customer;
  Mac mac{};
  Bytes sealed() const;  ///< what the seal is made over
};
Bytes encode(const Closing& closing);
std::optional<Closing> decode_closing(ByteView body);

/// 07 01 03 FF, at the works, 16 bytes: amount 4, MAC 4, count 4, MAC 4.
struct Wallet {
  Money amount;
  Mac amount_mac{};
  SequenceNumber count;
  Mac count_mac{};
};
Bytes encode(const Wallet& wallet);
std::optional<Wallet> decode_wallet(ByteView body);

/// Answer to 07 81 02 FF, 26 bytes (remaining, count and both MACs 4 each, customer 6, key info 4): what the module's purse holds, and who the meter thinks its customer is.
struct Account {
  Money remaining;
  Mac remaining_mac{};
  SequenceNumber count;
  Mac count_mac{};
  CustomerNumber customer;
  std::uint32_t key_info = 0;
};
Bytes encode(const Account& account);
std::optional<Account> decode_account(ByteView body);

/// 07 80 01 FF, 8 bytes: length 2, offset 2, file 2, DF 01: a piece of a file of the application DF01. File numbers are the short ones of the user card [K]: 5 what the meter
/// returns, 6 its exact registers.
struct FileMark {
  std::uint16_t file = 0, offset = 0, length = 0;
  friend bool operator==(const FileMark&, const FileMark&) = default;
};
Bytes encode(const FileMark& mark);
/// Nothing also when it is another directory.
std::optional<FileMark> decode_file_mark(ByteView body);

/// Its answer: the mark, so many bytes of the file, MAC 4.
struct FilePart {
  FileMark mark;
  Bytes data;
  Mac mac{};
};
Bytes encode(const FilePart& part);
std::optional<FilePart> decode_file_part(ByteView body);

/// 07 03 01 FF [K]: its body is a command of the key link in its own order of bytes, at most this long. Real modules take wrapped
/// keys here by a procedure that is not public.
inline constexpr std::size_t key_command_max = 192;
/// The body of the answer: INS P1 P2 of the command, so that a late answer is known for what it is, then data || SW.
Bytes key_answer(ByteView command, ByteView content);
/// data || SW out of it; nothing: it is not to this command.
std::optional<Bytes> content_of_key_answer(ByteView answer, ByteView command);

/// 07 00 01 FF, 6 bytes: 1 to 9999 minutes in BCD, MAC 4. Nothing of zero minutes.
struct Validity {
  std::uint16_t minutes = 0;
  Mac mac{};
};
Bytes encode(const Validity& validity);
std::optional<Validity> decode_validity(ByteView body);

/// Function 1C: N1 and how long the order is good. All 99: for meters without a clock.
struct RelayOrder {
  std::uint8_t order = 0;  ///< 1A trip, 1B permit closing, 1C close, 2A alarm, 2B its end, 3A protect, 3B its end
  std::array<std::uint8_t, 6> valid_until{};  ///< ss mm hh DD MM YY
  Bytes bytes() const;                        ///< N1 .. N8: order, 00, valid_until
};
/// Of N1 .. N8; whether there is such an order is not looked at.
std::optional<RelayOrder> decode_order(ByteView n);
/// "trip", "permit", "close" … as the command line has them.
struct NamedOrder {
  std::string_view name{};
  std::uint8_t order = 0;
};
std::span<const NamedOrder> relay_orders();
/// Empty: no order.
std::string_view name_of_order(std::uint8_t order);

/// What stands before the values of functions 14 and 19 to 1C: a password and who acts.
struct Authority {
  std::uint8_t level = 0;  ///< PA
  OperatorCode by{};
  /// "password 2", "enciphered", "sealed".
  std::string permission() const;
};
inline constexpr std::size_t authority_bytes = 8;
/// Nothing: there are fewer bytes.
std::optional<Authority> decode_authority(ByteView data);

/// Whether a value of this item travels plain under its seal (PA 99) to a meter that wants all others enciphered (PA 98): the times of a
/// switch-over, transformers, the meter's and the customer's number, alarm amounts (meters.md 4.2, class 1).
bool is_first_class(Identifier identifier);
/// The commands that seals of writes and orders are made over, CLA INS P1 P2.
inline constexpr std::array<std::uint8_t, 4> write_command{0x04, 0xD6, 0x83, 0x00}, order_command{0x04, 0xD6, 0x88, 0x00};

// What a MAC is made over; its start value is random2 || 00*4 (seal::line_mac).
Bytes mac_of_credit(Money amount, SequenceNumber count);   ///< key meter_parameter
Bytes mac_of_customer(CustomerNumber customer);            ///< key meter_parameter
Bytes mac_of_validity(std::uint16_t minutes);              ///< key meter_parameter
Bytes mac_of_write(Identifier identifier, ByteView data);  ///< key meter_parameter
Bytes mac_of_order(const RelayOrder& order);               ///< key meter_control
Bytes mac_of_enciphered_order(ByteView cipher);            ///< key meter_control; of a write mac_of_write() is over the cipher
Bytes mac_of_remaining(Money remaining);                   ///< key meter_parameter, made by the meter; and of a wallet
Bytes mac_of_count(SequenceNumber count);                  ///< key meter_parameter, made by the meter; and of a wallet
/// Key meter_parameter, made by the meter. File below 32, offset and data below 256.
Bytes mac_of_file(const FileMark& mark, ByteView data);

}  // namespace kwota::dlt645
