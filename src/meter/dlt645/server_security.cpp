// Function 03 and the sealed orders: what only the utility's keys may do (meters.md 3 and 4).
#include <algorithm>

#include "meter/dlt645/server.h"
#include "seal/user_card/files.h"

namespace kwota::meter_line {

using dlt645::Frame;
using meter::Refusal;
using seal::Purpose;
namespace err = dlt645::err;
namespace serr = dlt645::serr;
namespace security = dlt645::security;

namespace {

constexpr std::size_t head = 4 + 4;  // identifier, operator

Bytes low_first(std::uint16_t word) { return {static_cast<std::uint8_t>(word), static_cast<std::uint8_t>(word >> 8)}; }

/// What the meter's own refusal is called on the line.
std::uint16_t serr_of(Refusal refusal) {
  switch (refusal) {
    case Refusal::none: return 0;
    case Refusal::used_before: return serr::repeated;
    case Refusal::wrong_customer: return serr::customer;
    case Refusal::count_ahead:
    case Refusal::count_behind:
    case Refusal::already_opened: return serr::count;
    case Refusal::over_limit: return serr::hoarding;
    default: return serr::other;
  }
}

/// What the meter writes onto its customer's card; empty: no such file.
Bytes file_of(const meter::Meter& meter, std::uint16_t number) {
  const auto bytes = [](const auto& image) { return image ? to_bytes(*image) : Bytes{}; };
  if (number == user_card::sfi::returned) return bytes(user_card::encode(meter.returned()));
  if (number == user_card::sfi::register_copy) return bytes(user_card::encode(meter.registers()));
  return {};
}

}  // namespace

// ---- attempts

bool Server::recent(const Attempts& attempts) const {
  return attempts.count > 0 && now() >= attempts.since.seconds && now() - attempts.since.seconds < meter::seconds_a_day;
}

Attempts Server::one_more(Attempts attempts) const {
  if (!recent(attempts)) attempts = {.count = 0, .since = meter_.clock()};
  if (attempts.count < 255) ++attempts.count;
  return attempts;
}

bool Server::suspended() const { return recent(settings_.mac_failures) && settings_.mac_failures.count >= meter_.model().failures_a_day; }

bool Server::authenticated() const {
  if (!session_ || now() < session_->since.seconds) return false;
  return now() - session_->since.seconds < std::uint32_t{settings_.session_minutes} * 60;
}

bool Server::password_fits(std::uint8_t level, ByteView password) {
  if (level >= Settings::levels || password.size() != sizeof(Settings::Password)) return false;
  if (recent(settings_.wrong_passwords) && settings_.wrong_passwords.count >= wrong_passwords_max) return false;
  const bool fits = equal_secret(settings_.passwords[level], password);
  Settings next = settings_;
  next.wrong_passwords = fits ? Attempts{} : one_more(settings_.wrong_passwords);
  return keep(next) && fits;
}

bool Server::slowed() {
  const auto& here = doubt();
  return now() < here.until && here.until - now() <= longest_pause;  // a clock that was set back keeps nobody out
}

void Server::fails_unproven() {
  auto& here = doubt();
  ++here.failures;
  if (here.failures < session_failures_max) return;
  const auto step = std::min(here.failures - session_failures_max, 6u);
  here.until = now() + std::min(1u << step, longest_pause);
}

/// A proof of identity can be a recording; only a MAC over our own random number says that somebody has the key. Until then a wrong
/// one costs him time and nothing else. Afterwards a failure is stored before anybody hears of it: whoever cuts the power gains no
/// try.
bool Server::proves(Purpose purpose, ByteView message, ByteView mac) {
  if (!authenticated() || suspended()) return false;
  const bool fits = module_.proves(purpose, session_->random2, message, mac);
  if (!fits && !session_->proven) {
    fails_unproven();
    if (++session_->failures >= session_failures_max) session_.reset();
    return false;
  }
  if (fits) {
    session_->proven = true;
    doubt() = {};
  }
  Settings next = settings_;
  if (!fits) next.mac_failures = one_more(settings_.mac_failures);
  if (fits && !recent(settings_.mac_failures)) next.mac_failures = {};
  const bool kept = keep(next);
  if (!fits && ++session_->failures >= session_failures_max) session_.reset();
  return kept && fits;
}

std::optional<Bytes> Server::unsealed(Purpose purpose, const Order& order, MessageOf message, dlt645::Identifier item) {
  constexpr std::size_t mac_bytes = sizeof(dlt645::Mac);
  if (order.data.size() <= mac_bytes) return std::nullopt;
  const bool may_be_plain = purpose == Purpose::meter_parameter && dlt645::is_first_class(item);
  if (meter_.model().wants_cipher && !may_be_plain && order.level == dlt645::permission::sealed) return std::nullopt;
  const auto sent = order.data.first(order.data.size() - mac_bytes);
  if (!proves(purpose, message(item, sent), order.data.last(mac_bytes))) return std::nullopt;
  if (order.level == dlt645::permission::sealed) return to_bytes(sent);
  auto plain = module_.deciphered(purpose, sent);
  return plain.empty() ? std::nullopt : std::optional{std::move(plain)};
}

// ---- function 03

std::optional<Server::Answer> Server::security(const Frame& frame) {
  const auto asked = dlt645::identifier_of(frame);
  const auto refused = [&](std::uint16_t why) { return Answer{frame.control.refusal(), low_first(why)}; };
  if (!asked || frame.data.size() < head) return refused(serr::other);
  const auto body = ByteView{frame.data}.subspan(head);
  if (suspended()) return refused(serr::suspended);
  const bool greets = *asked == security::key_link && body.size() > 1 && body[1] == meter_keys::ins::authenticate;
  if ((*asked == security::authenticate || greets) && slowed()) return std::nullopt;
  if (*asked == security::authenticate) return authenticate(frame, body);
  if (*asked == security::key_link) return change_keys(frame, body);  // with an identity authentication of its own
  if (!authenticated()) return refused(serr::identity);
  if (*asked == security::validity) return set_validity(frame, body);
  if (*asked == security::open_account) return take_credit(frame, body, true);
  if (*asked == security::recharge) return take_credit(frame, body, false);
  if (*asked == security::init_wallet) return init_wallet(frame, body);
  if (*asked == security::close_account) return take_closing(frame, body);
  if (*asked == security::void_cards) return take_void_cards(frame, body);
  if (*asked == security::status && body.empty()) return answer_account(frame);
  if (*asked == security::read_file) return answer_file(frame, body);
  if (*asked != security::end || !body.empty()) return refused(serr::other);
  session_.reset();
  return Answer{frame.control.answer(), dlt645::wire(*asked)};
}

/// The module proves the head-end; a new session makes every MAC of the one before worthless.
Server::Answer Server::authenticate(const Frame& frame, ByteView body) {
  session_.reset();
  const auto request = dlt645::decode_authentication(body);
  if (!request) return {frame.control.refusal(), low_first(serr::other)};
  Bytes command{meter_keys::cla, meter_keys::ins::authenticate, 0, 0, 24};
  append(command, request->cipher);
  append(command, request->random1);
  append(command, request->factor);
  const auto module_answer = module_.execute(command, std::nullopt);
  dlt645::Session proof;
  if (module_answer.size() != proof.random2.size() + proof.module.size() + 2) {
    fails_unproven();
    return {frame.control.refusal(), low_first(serr::identity)};
  }
  std::copy_n(module_answer.begin(), proof.random2.size(), proof.random2.begin());
  std::copy_n(module_answer.begin() + static_cast<std::ptrdiff_t>(proof.random2.size()), proof.module.size(), proof.module.begin());
  session_ = Session{.random2 = proof.random2, .since = meter_.clock()};
  Bytes data = dlt645::wire(security::authenticate);
  append(data, encode(proof));
  return {frame.control.answer(), std::move(data)};
}

/// Whoever fails to prove himself there is slowed; who proved himself and then sends what does not open costs one of the fifteen tries
/// of a day, like a wrong MAC. A session that stands began under the keys of before, and ends.
Server::Answer Server::change_keys(const Frame& frame, ByteView body) {
  const auto module_answer = module_.execute(body, meter_.clock_valid() ? std::optional{meter_.clock()} : std::nullopt);
  session_.reset();
  meter_.note_keys(module_.key_info());
  const auto tail = ByteView{module_answer}.last(2);
  const auto sw = static_cast<std::uint16_t>(tail[0] << 8 | tail[1]);
  if (sw == meter_keys::status::not_proven) fails_unproven();
  if (sw == meter_keys::status::cryptogram_refused || sw == meter_keys::status::set_not_signed) {
    Settings next = settings_;
    next.mac_failures = one_more(settings_.mac_failures);
    if (!keep(next)) return {frame.control.refusal(), low_first(serr::other)};
  }
  Bytes data = dlt645::wire(security::key_link);
  append(data, dlt645::key_answer(body, module_answer));
  return {frame.control.answer(), std::move(data)};
}

Server::Answer Server::set_validity(const Frame& frame, ByteView body) {
  const auto validity = dlt645::decode_validity(body);
  if (!validity) return {frame.control.refusal(), low_first(serr::other)};
  if (!proves(Purpose::meter_parameter, dlt645::mac_of_validity(validity->minutes), validity->mac))
    return {frame.control.refusal(), low_first(serr::mac)};
  Settings next = settings_;
  next.session_minutes = validity->minutes;
  if (!keep(next)) return {frame.control.refusal(), low_first(serr::other)};
  return {frame.control.answer(), dlt645::wire(security::validity)};
}

/// First the seals, then the meter's own rules, then the store; only then the answer. The customer is checked with the first
/// seal, so that nobody learns from a refusal who the customer is.
Server::Answer Server::take_credit(const Frame& frame, ByteView body, bool opens) {
  const auto refused = [&](std::uint16_t why) { return Answer{frame.control.refusal(), low_first(why)}; };
  const auto credit = dlt645::decode_credit(body);
  if (!credit) return refused(serr::other);
  if (!proves(Purpose::meter_parameter, dlt645::mac_of_customer(credit->customer), credit->customer_mac) ||
      !proves(Purpose::meter_parameter, dlt645::mac_of_credit(credit->amount, credit->count), credit->amount_mac))
    return refused(serr::mac);
  const auto verdict = meter_.take(
      meter::RemoteCredit{.opens = opens, .customer = credit->customer, .amount = credit->amount, .count = credit->count});
  if (verdict.refusal != Refusal::none) return refused(serr_of(verdict.refusal));
  return {frame.control.answer(), dlt645::wire(opens ? security::open_account : security::recharge)};
}

/// What a closing card orders. Stored before it is answered, as every credit.
Server::Answer Server::take_closing(const Frame& frame, ByteView body) {
  const auto refused = [&](std::uint16_t why) { return Answer{frame.control.refusal(), low_first(why)}; };
  const auto closing = dlt645::decode_closing(body);
  if (!closing) return refused(serr::other);
  if (!proves(Purpose::meter_parameter, closing->sealed(), closing->mac)) return refused(serr::mac);
  const auto verdict = meter_.take(meter::RemoteClosing{.customer = closing->customer, .count = closing->count});
  if (verdict.refusal != Refusal::none) return refused(serr_of(verdict.refusal));
  return {frame.control.answer(), dlt645::wire(security::close_account)};
}

/// The same page that a customer's card brings.
Server::Answer Server::take_void_cards(const Frame& frame, ByteView body) {
  const auto refused = [&](std::uint16_t why) { return Answer{frame.control.refusal(), low_first(why)}; };
  if (body.size() != user_card::VoidFile::size + sizeof(dlt645::Mac)) return refused(serr::other);
  const auto image = body.first(user_card::VoidFile::size);
  if (!proves(Purpose::meter_parameter, dlt645::mac_of_write(security::void_cards, image), body.last(sizeof(dlt645::Mac)))) return refused(serr::mac);
  const auto page = user_card::decode_void_list(image);
  if (!page) return refused(serr::other);
  Bytes serials;
  for (std::size_t i = 0; i < page->count; ++i) append(serials, page->cards[i].bytes);
  meter::SecurityRequest request;
  request.kind = meter::SecurityRequest::Kind::void_cards;
  request.message = serials;
  request.number = page->number;
  const auto info = module_.answer(request);
  if (info.empty()) return refused(serr::other);
  meter_.note_keys(module_.key_info());
  Bytes data = dlt645::wire(security::void_cards);
  data.insert(data.end(), info.rbegin(), info.rend());
  return {frame.control.answer(), std::move(data)};
}

/// In the workshop: SERR other under the utility's keys, SERR count after the first purchase.
Server::Answer Server::init_wallet(const Frame& frame, ByteView body) {
  const auto refused = [&](std::uint16_t why) { return Answer{frame.control.refusal(), low_first(why)}; };
  const auto wallet = dlt645::decode_wallet(body);
  if (!wallet || has_the_utilitys_keys()) return refused(serr::other);
  if (!proves(Purpose::meter_parameter, dlt645::mac_of_remaining(wallet->amount), wallet->amount_mac) ||
      !proves(Purpose::meter_parameter, dlt645::mac_of_count(wallet->count), wallet->count_mac))
    return refused(serr::mac);
  if (wallet->count.value() != 0) return refused(serr::count);
  meter::Operator by{};
  std::copy_n(frame.data.begin() + 4, by.size(), by.begin());
  const auto refusal = meter_.init_wallet(wallet->amount, by);
  if (refusal != Refusal::none) return refused(serr_of(refusal));
  return {frame.control.answer(), dlt645::wire(security::init_wallet)};
}

Server::Answer Server::answer_account(const Frame& frame) const {
  const auto& ledger = meter_.state().ledger;
  dlt645::Account account;
  account.remaining = ledger.balance.is_positive() ? ledger.balance.whole() : Money{};
  account.count = ledger.count;
  account.customer = ledger.customer;
  account.key_info = module_.key_info();
  const auto sealed = [&](ByteView message) { return module_.own_mac(Purpose::meter_parameter, session_->random2, message); };
  account.remaining_mac = sealed(dlt645::mac_of_remaining(account.remaining));
  account.count_mac = sealed(dlt645::mac_of_count(account.count));
  Bytes data = dlt645::wire(security::status);
  append(data, encode(account));
  return {frame.control.answer(), std::move(data)};
}

/// The files that a card takes home, as they are now. Nobody else's bytes are ever sealed for a reader: other files there are
/// none.
Server::Answer Server::answer_file(const Frame& frame, ByteView body) const {
  const auto mark = dlt645::decode_file_mark(body);
  const auto file = mark ? file_of(meter_, mark->file) : Bytes{};
  if (file.empty() || std::size_t{mark->offset} + mark->length > file.size() || mark->length == 0)
    return {frame.control.refusal(), low_first(serr::other)};
  dlt645::FilePart part{*mark, to_bytes(ByteView{file}.subspan(mark->offset, mark->length)), {}};
  part.mac = module_.own_mac(Purpose::meter_parameter, session_->random2, dlt645::mac_of_file(part.mark, part.data));
  Bytes data = dlt645::wire(security::read_file);
  append(data, encode(part));
  return {frame.control.answer(), std::move(data)};
}

// ---- the infrared port

bool Server::infrared_is_open() const {
  if (!infrared_since_ || now() < infrared_since_->seconds) return false;
  return now() - infrared_since_->seconds < std::uint32_t{settings_.session_minutes} * 60;
}

/// Without a handheld that proved itself: what is on the display anyway.
std::optional<Server::Answer> Server::serve_infrared(const Frame& frame, const Row& row) {
  const auto asked = dlt645::identifier_of(frame);
  if (row.function == dlt645::function::read_address) return (this->*row.serve)(frame);
  const bool greeting = asked && (*asked == security::greet_infrared || *asked == security::open_infrared);
  if (row.function == dlt645::function::security && greeting && frame.data.size() >= head) {
    const auto body = ByteView{frame.data}.subspan(head);
    if (suspended()) return Answer{frame.control.refusal(), low_first(serr::suspended)};
    if (slowed()) return std::nullopt;
    return *asked == security::greet_infrared ? greet_infrared(frame, body) : open_infrared(frame, body);
  }
  const bool reads = row.function == dlt645::function::read || row.function == dlt645::function::read_on ||
                     row.function == dlt645::function::read_1997;
  const std::uint32_t group = asked ? asked->value >> 16 : 0xFFFF, list = asked ? asked->value >> 8 : 0;
  const bool shown =
      group < 0x0300 || list == 0x040001 || list == 0x040004 || list == 0x040005 || row.function == dlt645::function::read_1997;
  if (reads && (shown || infrared_is_open())) return (this->*row.serve)(frame);
  if (row.function == dlt645::function::security) return Answer{frame.control.refusal(), low_first(serr::identity)};
  return Answer{frame.control.refusal(), {err::not_authorised}};
}

Server::Answer Server::greet_infrared(const Frame& frame, ByteView body) {
  infrared_since_.reset();
  std::array<std::uint8_t, 8> random1{};
  if (body.size() != random1.size()) return {frame.control.refusal(), low_first(serr::other)};
  std::ranges::reverse_copy(body, random1.begin());
  const auto greeting = module_.greet(random1);
  dlt645::InfraredGreeting proof{.meter = meter_.state().number};
  proof.module = module_.identity().serial;
  proof.cipher = greeting.cipher;
  proof.random2 = greeting.random2;
  Bytes data = dlt645::wire(security::greet_infrared);
  append(data, encode(proof));
  return {frame.control.answer(), std::move(data)};
}

/// A handheld that cannot prove itself is slowed; one that does ends a remote session (meters.md 4.1).
Server::Answer Server::open_infrared(const Frame& frame, ByteView body) {
  Bytes cipher{body.rbegin(), body.rend()};
  const bool fits = cipher.size() == 8 && module_.handheld_proves(cipher);
  if (!fits) {
    fails_unproven();
    return {frame.control.refusal(), low_first(serr::identity)};
  }
  doubt() = {};
  session_.reset();
  infrared_since_ = meter_.clock();
  return {frame.control.answer(), dlt645::wire(security::open_infrared)};
}

// ---- the relay

/// Passwords switch in the workshop only: a meter with the utility's keys obeys its seal alone.
std::optional<Server::Answer> Server::control(const Frame& frame) {
  const auto refused = [&](std::uint8_t why) { return Answer{frame.control.refusal(), {why}}; };
  constexpr std::size_t order_bytes = 8;
  const auto request = order_in(frame.data);
  if (!request || request->data.size() < order_bytes) return refused(err::other);
  const bool under_seal = request->level == dlt645::permission::sealed || request->level == dlt645::permission::enciphered;
  std::optional<Bytes> plain = to_bytes(request->data);
  if (under_seal) plain = unsealed(Purpose::meter_control, *request, [](dlt645::Identifier, ByteView n) { return dlt645::mac_of_enciphered_order(n); });
  const bool by_password = !under_seal && !has_the_utilitys_keys() && request->level <= dlt645::permission::writes_max &&
                           password_fits(request->level, request->password);
  if (!plain || !(under_seal || by_password)) return refused(err::not_authorised);
  const auto order = dlt645::decode_order(*plain);
  if (!order) return refused(err::other);
  const bool without_clock = std::ranges::count(order->valid_until, 0x99) == 6;
  const auto until = moment_in(order->valid_until);
  const bool in_time = meter_.clock_valid() ? until && until->seconds >= now() : without_clock;
  if (!in_time) return refused(err::other);
  if (const auto why = obey(order->order, request->by); why != 0) return refused(why);
  return Answer{frame.control.answer(), {}};
}

std::uint8_t Server::obey(std::uint8_t order, const meter::Operator& by) {
  switch (static_cast<meter::Order>(order)) {
    case meter::Order::trip:
      if (meter_.state().latches.power_protect) return err::other;
      break;
    case meter::Order::permit:
    case meter::Order::close:
    case meter::Order::alarm:
    case meter::Order::end_alarm:
    case meter::Order::protect:
    case meter::Order::end_protect: break;
    default: return err::other;
  }
  meter_.order(static_cast<meter::Order>(order), by);
  return 0;
}

}  // namespace kwota::meter_line
