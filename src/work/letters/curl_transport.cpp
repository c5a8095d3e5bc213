#include <curl/curl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <mutex>

#include "work/letters/transport.h"

namespace kwota::letters {
namespace {

/// How long one letter may hold up those behind it: until somebody is there, until he answers a line, until nothing moved any more, and in all. [K]
constexpr long connect_seconds = 5, answer_seconds = 20, slow_seconds = 20, whole_seconds = 60, slow_bytes = 1;
constexpr std::size_t answer_max = 16 * 1024;
constexpr int class_of_code = 100;

struct Free {
  void operator()(CURL* one) const { curl_easy_cleanup(one); }
  void operator()(curl_slist* one) const { curl_slist_free_all(one); }
  void operator()(curl_mime* one) const { curl_mime_free(one); }
};
using Handle = std::unique_ptr<CURL, Free>;
using Lines = std::unique_ptr<curl_slist, Free>;
using Parts = std::unique_ptr<curl_mime, Free>;

void add(Lines& lines, const std::string& line) { lines.reset(curl_slist_append(lines.release(), line.c_str())); }

/// What is answered is of no use but for its code.
std::size_t drop(const char*, std::size_t size, std::size_t count, void* total) {
  auto& bytes = *static_cast<std::size_t*>(total);
  bytes += size * count;
  return bytes > answer_max ? 0 : size * count;
}

int look(void* ending, curl_off_t, curl_off_t, curl_off_t, curl_off_t) { return (*static_cast<const std::function<bool()>*>(ending))() ? 1 : 0; }

/// An enclosed file, read from its first byte by whoever asks: two tries share the same spool.
struct Reading {
  int file = -1;
  off_t at = 0;
};
std::size_t read_file(char* to, std::size_t size, std::size_t count, void* from) {
  auto& reading = *static_cast<Reading*>(from);
  const auto got = ::pread(reading.file, to, size * count, reading.at);
  if (got < 0) return CURL_READFUNC_ABORT;
  reading.at += got;
  return static_cast<std::size_t>(got);
}
int seek_file(void* from, curl_off_t offset, int origin) {
  if (origin != SEEK_SET) return CURL_SEEKFUNC_CANTSEEK;
  static_cast<Reading*>(from)->at = offset;
  return CURL_SEEKFUNC_OK;
}

/// Nothing left the house.
bool is_untrusted(CURLcode code) {
  return code == CURLE_USE_SSL_FAILED || code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CONNECT_ERROR || code == CURLE_SSL_CERTPROBLEM || code == CURLE_SSL_CIPHER ||
         code == CURLE_SSL_CACERT_BADFILE || code == CURLE_SSL_ISSUER_ERROR;
}

long last_code(CURL* curl) {
  long code = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
  return code;
}

bool body_begun(CURL* curl) {
  curl_off_t sent = 0;
  curl_easy_getinfo(curl, CURLINFO_SIZE_UPLOAD_T, &sent);
  return sent > 0;
}

/// Whether the relay was told for whom the letter is. What it refused before, it refuses of the house and of every letter.
int look_for_recipient(CURL*, curl_infotype kind, char* data, std::size_t size, void* named) {
  if (kind == CURLINFO_HEADER_OUT && std::string_view(data, size).starts_with("RCPT TO")) *static_cast<bool*>(named) = true;
  return 0;
}

TryResult refused_before_the_recipient(long answer) {
  constexpr std::array sign_in_wanted{530L, 534L, 538L};
  return {std::ranges::find(sign_in_wanted, answer) == sign_in_wanted.end() ? LetterFailure::refused_later : LetterFailure::sign_in_refused, answer};
}

TryResult mail_told(CURL* curl, CURLcode code, bool recipient_named) {
  constexpr long data_wanted = 354;
  const auto answer = last_code(curl);
  if (code == CURLE_OK) return {LetterFailure::none, answer};
  if (is_untrusted(code)) return {LetterFailure::not_trusted};
  if (code == CURLE_LOGIN_DENIED) return {LetterFailure::sign_in_refused, answer};
  if (answer / class_of_code == 4) return {LetterFailure::refused_later, answer};
  if (answer / class_of_code == 5 && !recipient_named) return refused_before_the_recipient(answer);
  if (answer / class_of_code == 5) return {LetterFailure::refused, answer, true};
  if (answer == data_wanted || body_begun(curl)) return {LetterFailure::cut_off};
  return {LetterFailure::unreachable};
}

TryResult message_told(CURL* curl, CURLcode code) {
  constexpr long timeout = 408, too_many = 429, unauthorized = 401, forbidden = 403;
  const auto answer = last_code(curl);
  if (is_untrusted(code)) return {LetterFailure::not_trusted};
  if (answer / class_of_code == 2) return {LetterFailure::none, answer};
  if (answer / class_of_code == 5 || answer == timeout || answer == too_many) return {LetterFailure::refused_later, answer};
  // It does not believe our signature: its key or its clock is another. That is no fault of the message.
  if (answer == unauthorized || answer == forbidden) return {LetterFailure::sign_in_refused, answer};
  if (answer >= 3 * class_of_code) return {LetterFailure::refused, answer, true};
  const bool nothing_left = code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST || !body_begun(curl);
  return {nothing_left ? LetterFailure::unreachable : LetterFailure::cut_off};
}

class NetworkTransport final : public Transport {
 public:
  NetworkTransport(std::string authorities, std::function<bool()> ending) : authorities_(std::move(authorities)), ending_(std::move(ending)) {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  }

  std::optional<TryResult> mail(const MailPlace& place, const Parcel& parcel) override {
    const auto& relay = place.relay;
    if (!place.user.empty() && relay.security == address_gate::Security::none && !relay.here()) return TryResult{LetterFailure::not_trusted};
    const Handle curl = begun("smtp,smtps");
    if (!curl) return TryResult{LetterFailure::unreachable};
    const auto url = fmt::format("{}://{}:{}", relay.security == address_gate::Security::tls ? "smtps" : "smtp", relay.host, relay.port);
    curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_USE_SSL, static_cast<long>(relay.security == address_gate::Security::none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    if (!place.user.empty()) {
      curl_easy_setopt(curl.get(), CURLOPT_USERNAME, place.user.c_str());
      curl_easy_setopt(curl.get(), CURLOPT_PASSWORD, place.password.c_str());
    }
    const auto from = "<" + place.from + ">";
    Lines to, headers;
    add(to, "<" + parcel.letter.address + ">");
    curl_easy_setopt(curl.get(), CURLOPT_MAIL_FROM, from.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_MAIL_RCPT, to.get());
    add(headers, "From: " + from);
    add(headers, "To: <" + parcel.letter.address + ">");
    add(headers, "Subject: " + header_text(parcel.letter.subject));
    add(headers, "Date: " + mail_date(parcel.now));
    add(headers, "Message-ID: <" + parcel.letter.message_id + ">");
    add(headers, "Auto-Submitted: auto-generated");
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
    Reading reading;
    const auto parts = parts_of(curl.get(), parcel, reading);
    curl_easy_setopt(curl.get(), CURLOPT_MIMEPOST, parts.get());
    bool recipient_named = false;
    curl_easy_setopt(curl.get(), CURLOPT_DEBUGFUNCTION, look_for_recipient);
    curl_easy_setopt(curl.get(), CURLOPT_DEBUGDATA, &recipient_named);
    curl_easy_setopt(curl.get(), CURLOPT_VERBOSE, 1L);
    const auto code = curl_easy_perform(curl.get());
    if (code == CURLE_ABORTED_BY_CALLBACK) return std::nullopt;
    return mail_told(curl.get(), code, recipient_named);
  }

  std::optional<TryResult> message(const MessagePlace& place, const Parcel& parcel) override {
    const Handle curl = begun("http,https");
    if (!curl) return TryResult{LetterFailure::unreachable};
    const auto body = message_body(parcel.letter);
    const auto time = format_utc(parcel.now);
    const auto authority = place.address.find("://") + 3;
    const auto slash = place.address.find('/', authority);
    const auto path = slash == std::string::npos ? std::string("/") : place.address.substr(slash);
    Lines headers;
    add(headers, "Content-Type: application/json; charset=utf-8");
    add(headers, "Expect:");
    add(headers, fmt::format("Authorization: Kwota-HMAC-SHA256 key=gateway, time={}, nonce={}, signature={}", time, parcel.letter.message_id,
                             message_signature(place.key, path, body, time, parcel.letter.message_id)));
    curl_easy_setopt(curl.get(), CURLOPT_URL, place.address.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl.get(), CURLOPT_POST, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    curl_easy_setopt(curl.get(), CURLOPT_COPYPOSTFIELDS, body.c_str());
    const auto code = curl_easy_perform(curl.get());
    if (code == CURLE_ABORTED_BY_CALLBACK) return std::nullopt;
    return message_told(curl.get(), code);
  }

 private:
  /// What holds for every way: no signals, no proxy, no redirect, bounded in time and in what is taken in.
  Handle begun(const char* protocols) {
    Handle curl(curl_easy_init());
    if (!curl) return curl;
    answered_ = 0;
    curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_PROXY, "");
    curl_easy_setopt(curl.get(), CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    curl_easy_setopt(curl.get(), CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, protocols);
    curl_easy_setopt(curl.get(), CURLOPT_CONNECTTIMEOUT, connect_seconds);
    curl_easy_setopt(curl.get(), CURLOPT_SERVER_RESPONSE_TIMEOUT, answer_seconds);
    curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, whole_seconds);
    curl_easy_setopt(curl.get(), CURLOPT_LOW_SPEED_TIME, slow_seconds);
    curl_easy_setopt(curl.get(), CURLOPT_LOW_SPEED_LIMIT, slow_bytes);
    curl_easy_setopt(curl.get(), CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!authorities_.empty()) curl_easy_setopt(curl.get(), CURLOPT_CAINFO, authorities_.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, drop);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answered_);
    curl_easy_setopt(curl.get(), CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl.get(), CURLOPT_XFERINFOFUNCTION, look);
    curl_easy_setopt(curl.get(), CURLOPT_XFERINFODATA, &ending_);
    return curl;
  }

  /// All in base64: no line of a text is ever an order of the protocol.
  static Parts parts_of(CURL* curl, const Parcel& parcel, Reading& reading) {
    Parts parts(curl_mime_init(curl));
    auto* text = curl_mime_addpart(parts.get());
    curl_mime_data(text, parcel.letter.text.data(), parcel.letter.text.size());
    curl_mime_type(text, "text/plain; charset=utf-8");
    curl_mime_encoder(text, "base64");
    if (!parcel.enclosure) return parts;
    reading = {parcel.enclosure->file->descriptor(), 0};
    auto* file = curl_mime_addpart(parts.get());
    curl_mime_data_cb(file, static_cast<curl_off_t>(parcel.enclosure->file->size()), read_file, seek_file, nullptr, &reading);
    curl_mime_type(file, parcel.enclosure->content_type.c_str());
    curl_mime_filename(file, parcel.enclosure->name.c_str());
    curl_mime_encoder(file, "base64");
    return parts;
  }

  std::string authorities_;
  std::function<bool()> ending_;
  std::size_t answered_ = 0;
};

}  // namespace

std::unique_ptr<Transport> network_transport(std::string authorities, std::function<bool()> ending) {
  return std::make_unique<NetworkTransport>(std::move(authorities), std::move(ending));
}

}  // namespace kwota::letters
