#include <sstream>

#include "store/witness/http_exchange.h"
#include "store/witness/witness_kinds.h"

namespace kwota::store {
namespace {

/// A place that does not answer is told the next time; a stop does not wait longer for it. [K]
constexpr int seconds_max = 10;
constexpr int not_found = 404, no_content = 204;

class HttpWitness final : public Witness {
 public:
  HttpWitness(std::string url, HttpPlace place) : url_(std::move(url)), place_(std::move(place)) {}

  std::string name() const override { return url_; }
  bool outside_of(const std::filesystem::path&) const override { return true; }

  /// 404 and 204 say that nothing was told yet.
  Result<std::optional<Mark>> newest() const override {
    const auto reply = http_exchange(place_, "", steady_, seconds_max);
    if (reply && (reply->status == not_found || reply->status == no_content)) return std::optional<Mark>();
    if (!reply || reply->status != 200) return witness_unreadable(name());
    std::istringstream lines(reply->body);
    auto mark = newest_line(lines);
    if (!mark) return witness_unreadable(name());
    return mark;
  }

  Result<void> tell(const Mark& mark, Instant time) const override {
    const auto reply = http_exchange(place_, witness_line(mark, time), steady_, seconds_max);
    return reply && reply->status >= 200 && reply->status < 300 ? Result<void>(Done{}) : Result<void>(witness_unwritable(name()));
  }

 private:
  std::string url_;
  HttpPlace place_;
  Steady steady_ = steady_clock_of_machine();
};

}  // namespace

Result<std::shared_ptr<const Witness>> http_witness(const std::string& place) {
  auto parsed = HttpPlace::parse(place);
  if (!parsed) return bad_witness(place);
  return std::shared_ptr<const Witness>(std::make_shared<HttpWitness>(place, std::move(*parsed)));
}

}  // namespace kwota::store
