#include "carry/dlt645/security.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/core/byte_fields.h"

namespace kwota::dlt645 {
namespace {

/// Fields as they are sent: each one turned round.
class Writer {
 public:
  Writer& put(ByteView field) {
    bytes_.insert(bytes_.end(), field.rbegin(), field.rend());
    return *this;
  }
  Writer& put16(std::uint16_t value) {
    return put(std::array<std::uint8_t, 2>{static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value)});
  }
  Writer& put32(std::uint32_t value) {
    std::array<std::uint8_t, 4> field{};
    put_be32(field.data(), value);
    return put(field);
  }
  Writer& put_number(std::uint64_t value) {
    std::array<std::uint8_t, 6> field{};
    put_bcd(field, value);
    return put(field);
  }
  Bytes take() { return std::move(bytes_); }

 private:
  Bytes bytes_;
};

class Reader {
 public:
  explicit Reader(ByteView bytes) : fields_(bytes) {}
  template <std::size_t size>
  std::array<std::uint8_t, size> take() {
    auto field = fields_.array<size>();
    std::ranges::reverse(field);
    return field;
  }
  std::uint16_t take16() { return get_be16(take<2>().data()); }
  std::uint32_t take32() { return get_be32(take<4>().data()); }
  Bytes take_bytes(std::size_t size) {
    Bytes field = to_bytes(fields_.take(size));
    std::ranges::reverse(field);
    return field;
  }
  /// Digits of which one is none leave the whole unread.
  template <std::size_t size>
  std::uint64_t take_number() {
    const auto number = get_bcd(take<size>());
    fields_.require(number.has_value());
    return number.value_or(0);
  }
  CustomerNumber take_customer() { return CustomerNumber::from(take_number<6>()); }
  void require(bool holds) { fields_.require(holds); }
  /// What was taken, when all of it was there and nothing follows.
  template <typename Body>
  std::optional<Body> whole(Body body) const {
    return fields_.done() ? std::optional{std::move(body)} : std::nullopt;
  }

 private:
  ByteFields fields_;
};

std::uint32_t binary(Money amount) { return static_cast<std::uint32_t>(amount.minor()); }

/// Header of a module's command, its length byte, and the data.
Bytes command(std::array<std::uint8_t, 4> header, std::uint8_t lc, ByteView data) {
  Bytes message = to_bytes(header);
  message.push_back(lc);
  append(message, data);
  return message;
}

std::array<std::uint8_t, 4> be32(std::uint32_t value) {
  std::array<std::uint8_t, 4> bytes{};
  put_be32(bytes.data(), value);
  return bytes;
}

}  // namespace

std::vector<std::string_view> security_error_bits(std::uint16_t serr) {
  constexpr std::array<std::string_view, 9> names{"other",          "repeated recharge", "MAC",     "identity", "customer number",
                                                  "purchase count", "hoarding limit",    "address", "suspended"};
  std::vector<std::string_view> set;
  for (std::size_t bit = 0; bit < names.size(); ++bit)
    if ((serr >> bit & 1U) != 0) set.push_back(names[bit]);
  return set;
}

std::string_view security_name(Identifier identifier) {
  struct Named {
    Identifier identifier;
    std::string_view name;
  };
  constexpr Named names[] = {{security::authenticate, "authenticate"},  {security::validity, "validity"},
                             {security::end, "end authentication"},     {security::open_account, "open account"},
                             {security::recharge, "recharge"},          {security::init_wallet, "wallet init"},
                             {security::status, "status"},              {security::read_file, "read file"},
                             {security::key_link, "keys"},              {security::greet_infrared, "infrared greeting"},
                             {security::open_infrared, "infrared authentication"}, {security::void_cards, "void tool cards"},
                             {security::close_account, "close account"}};
  const auto* found = std::ranges::find(names, identifier, &Named::identifier);
  return found == std::end(names) ? std::string_view{} : found->name;
}

Bytes security_request(Identifier identifier, const OperatorCode& by, ByteView body) {
  Bytes data = wire(identifier);
  append(data, by);
  append(data, body);
  return data;
}

Bytes encode(const Authentication& request) {
  return Writer{}.put(request.cipher).put(request.random1).put(request.factor).take();
}

std::optional<Authentication> decode_authentication(ByteView body) {
  Reader fields{body};
  Authentication request;
  request.cipher = fields.take<8>();
  request.random1 = fields.take<8>();
  request.factor = fields.take<8>();
  return fields.whole(request);
}

Bytes encode(const Session& session) { return Writer{}.put(session.random2).put(session.module).take(); }

std::optional<Session> decode_session(ByteView body) {
  Reader fields{body};
  Session session;
  session.random2 = fields.take<4>();
  session.module = fields.take<8>();
  return fields.whole(session);
}

Bytes encode(const InfraredGreeting& greeting) {
  Writer fields;
  return fields.put_number(greeting.meter.value()).put(greeting.module).put(greeting.cipher).put(greeting.random2).take();
}

std::optional<InfraredGreeting> decode_greeting(ByteView body) {
  Reader fields{body};
  InfraredGreeting greeting{.meter = MeterNumber::from(fields.take_number<6>())};
  greeting.module = fields.take<8>();
  greeting.cipher = fields.take<8>();
  greeting.random2 = fields.take<8>();
  return fields.whole(greeting);
}

Bytes encode(const Credit& credit) {
  Writer fields;
  fields.put32(binary(credit.amount)).put32(credit.count.value()).put(credit.amount_mac);
  return fields.put_number(credit.customer.value()).put(credit.customer_mac).take();
}

std::optional<Credit> decode_credit(ByteView body) {
  Reader fields{body};
  Credit credit;
  credit.amount = Money::minor(fields.take32());
  credit.count = SequenceNumber{fields.take32()};
  credit.amount_mac = fields.take<4>();
  credit.customer = fields.take_customer();
  credit.customer_mac = fields.take<4>();
  return fields.whole(credit);
}

namespace {
Bytes fields_of(const Closing& closing) {
  Writer fields;
  return fields.put32(closing.count.value()).put_number(closing.customer.value()).take();
}
}  // namespace

Bytes Closing::sealed() const { return mac_of_write(security::close_account, fields_of(*this)); }

Bytes encode(const Closing& closing) {
  Bytes body = fields_of(closing);
  append(body, Writer{}.put(closing.mac).take());
  return body;
}

std::optional<Closing> decode_closing(ByteView body) {
  Reader fields{body};
  Closing closing;
  closing.count = SequenceNumber{fields.take32()};
  closing.customer = fields.take_customer();
  closing.mac = fields.take<4>();
  return fields.whole(closing);
}

Bytes encode(const Wallet& wallet) {
  Writer fields;
  return fields.put32(binary(wallet.amount)).put(wallet.amount_mac).put32(wallet.count.value()).put(wallet.count_mac).take();
}

std::optional<Wallet> decode_wallet(ByteView body) {
  Reader fields{body};
  Wallet wallet;
  wallet.amount = Money::minor(fields.take32());
  wallet.amount_mac = fields.take<4>();
  wallet.count = SequenceNumber{fields.take32()};
  wallet.count_mac = fields.take<4>();
  return fields.whole(wallet);
}

Bytes encode(const Account& account) {
  Writer fields;
  fields.put32(binary(account.remaining)).put(account.remaining_mac).put32(account.count.value()).put(account.count_mac);
  return fields.put_number(account.customer.value()).put32(account.key_info).take();
}

std::optional<Account> decode_account(ByteView body) {
  Reader fields{body};
  Account account;
  account.remaining = Money::minor(fields.take32());
  account.remaining_mac = fields.take<4>();
  account.count = SequenceNumber{fields.take32()};
  account.count_mac = fields.take<4>();
  account.customer = fields.take_customer();
  account.key_info = fields.take32();
  return fields.whole(account);
}

namespace {

constexpr std::uint16_t application = 0xDF01;
constexpr std::size_t mark_bytes = 8;

}  // namespace

Bytes encode(const FileMark& mark) {
  return Writer{}.put16(mark.length).put16(mark.offset).put16(mark.file).put16(application).take();
}

std::optional<FileMark> decode_file_mark(ByteView body) {
  Reader fields{body};
  FileMark mark;
  mark.length = fields.take16();
  mark.offset = fields.take16();
  mark.file = fields.take16();
  fields.require(fields.take16() == application);
  return fields.whole(mark);
}

Bytes encode(const FilePart& part) {
  Bytes body = encode(part.mark);
  append(body, Writer{}.put(part.data).put(part.mac).take());
  return body;
}

std::optional<FilePart> decode_file_part(ByteView body) {
  if (body.size() < mark_bytes) return std::nullopt;
  const auto mark = decode_file_mark(body.first(mark_bytes));
  if (!mark) return std::nullopt;
  Reader fields{body.subspan(mark_bytes)};
  FilePart part;
  part.mark = *mark;
  part.data = fields.take_bytes(mark->length);
  part.mac = fields.take<4>();
  return fields.whole(std::move(part));
}

namespace {
std::array<std::uint8_t, 2> minutes_bcd(std::uint16_t minutes) {
  std::array<std::uint8_t, 2> bcd{};
  put_bcd(bcd, minutes);
  return bcd;
}
}  // namespace

Bytes encode(const Validity& validity) { return Writer{}.put(minutes_bcd(validity.minutes)).put(validity.mac).take(); }

std::optional<Validity> decode_validity(ByteView body) {
  Reader fields{body};
  Validity validity{.minutes = static_cast<std::uint16_t>(fields.take_number<2>())};
  fields.require(validity.minutes != 0);
  validity.mac = fields.take<4>();
  return fields.whole(validity);
}

namespace {

/// INS P1 P2, which name a command of the key link.
std::optional<ByteView> name_of_command(ByteView command) {
  constexpr std::size_t cla = 1, name = 3;
  if (command.size() < cla + name) return std::nullopt;
  return command.subspan(cla, name);
}

}  // namespace

Bytes key_answer(ByteView command, ByteView content) {
  Bytes out;
  if (const auto name = name_of_command(command)) append(out, *name);
  append(out, content);
  return out;
}

std::optional<Bytes> content_of_key_answer(ByteView answer, ByteView command) {
  const auto name = name_of_command(command);
  constexpr std::size_t status_word = 2;
  if (!name || answer.size() < name->size() + status_word || !equal(answer.first(name->size()), *name)) return std::nullopt;
  return to_bytes(answer.subspan(name->size()));
}

Bytes RelayOrder::bytes() const {
  Bytes n{order, 0x00};
  append(n, valid_until);
  return n;
}

std::optional<RelayOrder> decode_order(ByteView n) {
  if (n.size() != 8) return std::nullopt;
  RelayOrder order{.order = n[0], .valid_until = {}};
  std::ranges::copy(n.subspan(2), order.valid_until.begin());
  return order;
}

std::span<const NamedOrder> relay_orders() {
  static constexpr NamedOrder orders[] = {{"trip", 0x1A},  {"permit", 0x1B},    {"close", 0x1C},      {"alarm", 0x2A},
                                          {"end-alarm", 0x2B}, {"protect", 0x3A}, {"end-protect", 0x3B}};
  return orders;
}

std::string_view name_of_order(std::uint8_t order) {
  const auto found = std::ranges::find(relay_orders(), order, &NamedOrder::order);
  return found == relay_orders().end() ? std::string_view{} : found->name;
}

std::string Authority::permission() const {
  if (level == permission::enciphered) return "enciphered";
  if (level == permission::sealed) return "sealed";
  return fmt::format("password {:X}", level);
}

std::optional<Authority> decode_authority(ByteView data) {
  constexpr std::size_t password = 4;
  if (data.size() < authority_bytes) return std::nullopt;
  Authority authority{.level = data[0], .by = {}};
  std::ranges::copy(data.subspan(password, authority.by.size()), authority.by.begin());
  return authority;
}

bool is_first_class(Identifier identifier) {
  constexpr std::array<std::uint32_t, 10> items{0x04000106, 0x04000107, 0x04000108, 0x04000109, 0x04000306,
                                                0x04000307, 0x04000402, 0x0400040E, 0x04001001, 0x04001002};
  return identifier.edition == Edition::y2007 && std::ranges::find(items, identifier.value) != items.end();
}

// 84 32 01 0C 14 is the purse increase as the firmwares send it to their module (meters.md 4.4); the others follow its pattern.

Bytes mac_of_credit(Money amount, SequenceNumber count) {
  Bytes data = to_bytes(be32(binary(amount)));
  append(data, be32(count.value()));
  return command({0x84, 0x32, 0x01, 0x0C}, 0x14, data);
}

Bytes mac_of_customer(CustomerNumber customer) {
  std::array<std::uint8_t, 6> bcd{};
  put_bcd(bcd, customer.value());
  return command({0x04, 0xD6, 0x82, 0x00}, 0x0A, bcd);
}

Bytes mac_of_validity(std::uint16_t minutes) { return command({0x04, 0xD6, 0x81, 0x2B}, 0x06, minutes_bcd(minutes)); }

Bytes mac_of_write(Identifier identifier, ByteView data) {
  Bytes named = wire(identifier);
  append(named, data);
  return command(write_command, static_cast<std::uint8_t>(named.size() + sizeof(Mac)), named);
}

Bytes mac_of_order(const RelayOrder& order) { return mac_of_enciphered_order(order.bytes()); }

Bytes mac_of_enciphered_order(ByteView cipher) {
  return command(order_command, static_cast<std::uint8_t>(cipher.size() + sizeof(Mac)), cipher);
}

Bytes mac_of_remaining(Money remaining) { return command({0x04, 0xB0, 0x82, 0x00}, 0x04, be32(binary(remaining))); }

Bytes mac_of_count(SequenceNumber count) { return command({0x04, 0xB0, 0x82, 0x04}, 0x04, be32(count.value())); }

Bytes mac_of_file(const FileMark& mark, ByteView data) {
  const auto file = static_cast<std::uint8_t>(0x80 | mark.file), offset = static_cast<std::uint8_t>(mark.offset);
  return command({0x04, 0xB0, file, offset}, static_cast<std::uint8_t>(data.size()), data);
}

}  // namespace kwota::dlt645
